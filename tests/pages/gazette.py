"""
The Gazette: a small site that has one of everything, for tests of single rules.

Ukrainian, English, and Russian, which shows the Ukrainian version where it has
none.  Two articles to a page.  Now is 1 September 2025 (`support.NOW`).
"""

from __future__ import annotations

from pages.published import article, picture

OVERRIDES = {
    "title": "{uk: Вісник, en: Gazette, ru: Вестник}",
    "description": "{uk: Про міста, en: On cities, ru: О городах}",
    "languages": """
  uk: {path: ua, label: UA, name: Українська}
  en: {label: EN, name: English}
  ru: {label: RU, name: Русский, fallback: uk}""",
    "page_size": "2",
    "taxonomies": "[tags, authors, sections, series, places]",
}

RECORDS: dict[str, str | bytes] = {
    "content/tags.yaml": """\
bridges:
  label: {uk: Мости, en: Bridges, ru: Мосты}
  slug: {uk: mosty, en: bridges, ru: mosty}
  description: {uk: Усе про мости., en: All about bridges.}
steel: {uk: Сталь, en: Steel, ru: Сталь}
""",
    "content/sections.yaml": """\
city:
  label: {uk: Місто, en: City, ru: Город}
  slug: {uk: misto, en: city, ru: gorod}
industry: {uk: Промисловість, en: Industry, ru: Промышленность}
""",
    "content/authors/olena.yaml": """\
name: {uk: Олена Ґава, en: Olena Gava, ru: Олена Гава}
sort_name: {uk: "Ґава, Олена", en: "Gava, Olena", ru: "Гава, Олена"}
role: {uk: Редакторка, en: Editor}
bio: {uk: "Пише про **мости**.", en: "Writes about **bridges**."}
photo: {src: /photos/olena.png, alt: {uk: Олена, en: Olena}}
links: ["https://olena.example/"]
aliases: [/ua/staff/olena, /en/staff/olena, /people/olena]
""",
    "content/authors/silent.yaml": "name: Nobody\naliases: [/ua/staff/nobody]\n",
    "content/photos/olena.png": picture(12, 12, 10),
    "content/photos/shared.png": picture(30, 20, 20),
    "content/photos/unused.png": picture(5, 5, 30),
    "content/pages/about.uk.md": "---\ntitle: Про нас\n---\n\nМи тут.\n",
    "content/pages/about.en.md": "---\ntitle: About us\nslug: about-us\n---\n\nHere we are.\n",
    "content/pages/help/terms.ru.md": "---\ntitle: Условия\n---\n\nТекст.\n",
    "content/static/favicon.ico": b"icon",
    "content/static/.well-known/security.txt": "Contact: mailto:a@horizon.example\n",
    "content/static/.hidden": "no",
}

ARTICLES: dict[str, str | bytes] = {
    "content/articles/2023/first/index.uk.md": article(
        'Найперший.\n\n![Вигляд](view.png){caption="Вигляд з води" credit="Ґава"}\n',
        title="Перший міст",
        date="2023-11-05T10:00:00",
        author="olena",
        section="city",
        tags=["bridges", "steel"],
        series="Річки",
        places=["Київ"],
        photo={"src": "lead.png", "alt": "Міст", "caption": "Міст уранці", "credit": "Архів"},
    ),
    "content/articles/2023/first/index.en.md": article(
        title="The first bridge", photo={"caption": "The bridge at dawn"}
    ),
    "content/articles/2023/first/lead.png": picture(40, 30, 40),
    "content/articles/2023/first/view.png": picture(20, 40, 50),
    "content/articles/2024/second.uk.md": article(
        title="Другий міст",
        date="2024-01-10",
        author=["olena", "Пітер Сміт"],
        section="city",
        tags=["bridges"],
        series="Річки",
    ),
    "content/articles/2024/second.en.md": article(
        title="The second bridge", author="Peter Smith", translator="olena", summary="A summary."
    ),
    "content/articles/2024/second.ru.md": article(title="Второй мост", tags=[]),
    "content/articles/2024/steel.uk.md": article(
        title="Сталь і люди",
        date="2024-02-20T08:00:00+02:00",
        section="industry",
        tags=["steel"],
        author="Іван Їжак",
        languages=["uk", "en", "ru"],
    ),
    "content/articles/2024/lights.en.md": article(
        title="Harbour lights", date="2024-02-21", section="city", tags=["Harbour"], original="en"
    ),
    "content/articles/2024/lights.ru.md": article(title="Огни гавани"),
    "content/articles/2024/fixed.uk.md": article(
        "Див. [перший](../2023/first/index.uk.md), [огні](lights#near) і [чернетку](draft.uk.md).",
        title="Виправлена",
        date="2024-03-01T23:30:00+00:00",
        updated="2024-03-05",
        section="city",
        tags=["bridges"],
        author="olena",
        photo={"src": "shared.png", "alt": "Спільне"},
        aliases=["/ua/old/fixed", "/ua/old/fixed.html"],
        corrections=[
            {"date": "2024-03-02", "text": "Перше виправлення."},
            {"date": "2024-03-05", "text": "Друге виправлення."},
        ],
    ),
    "content/articles/2024/fixed.ru.md": article(
        "См. [первый](../2023/first/index.uk.md) и [второй](second.uk.md).\n",
        title="Исправленная",
    ),
    "content/articles/2025/abroad.uk.md": article(
        title="За кордоном",
        date="2025-08-31T09:00:00",
        section="industry",
        languages={"ru": "https://elsewhere.example/abroad"},
    ),
    "content/articles/2024/draft.uk.md": article(
        title="Чернетка", date="2024-03-03", draft=True, section="city"
    ),
    "content/articles/2024/draft.en.md": article(title="Of a draft"),
    "content/articles/2025/later.uk.md": article(
        title="Потім", date="2025-09-02T00:00:00+03:00", tags=["later"]
    ),
    "content/articles/2024/gone.uk.md": article(
        title="Минуле", date="2024-05-05", expires="2025-01-01", tags=["gone"]
    ),
}

FILES = {**RECORDS, **ARTICLES}
