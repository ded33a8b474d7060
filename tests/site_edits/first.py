"""The site before its first edit: a little of everything, in a theme that shows all of it."""

from __future__ import annotations

from typing import Any

from site_edits.draft import Draft, Text, drawing, photo
from site_edits.names import LANGUAGES, PEOPLE, QUERIES, SECTIONS, TAGS, TEMPLATE_FILES, TITLES


def first_draft() -> Draft:
    """Return a site with a little of everything."""
    draft = Draft(site=_site())
    for number in range(1, 8):
        folder = "a/" if number % 2 else ""
        for language in LANGUAGES[: 1 + number % 3]:
            fields = {"title": f"{TITLES[number]} {number}"}
            if language == "uk":
                fields |= _shared_fields(number)
            elif number % 2:
                fields["date"] = f"2025-02-0{number}"
            body = f"Text {number}.\n\n[link]({'' if number % 2 else 'a/'}s1) ![p](one.png)\n"
            draft.texts[f"content/articles/{folder}s{number}.{language}.md"] = Text(fields, body)
    draft.texts["content/pages/about.uk.md"] = Text({"title": "Про нас"}, "Ми.\n")
    draft.texts["content/pages/about.en.md"] = Text({"title": "About"}, "We.\n")
    draft.records["content/authors/anna.yaml"] = {
        "name": "Анна",
        "bio": "Пише. [Про](../pages/about)",
    }
    draft.records["content/tags.yaml"] = {"moon": {"uk": "Місяць", "en": "Moon", "ru": "Луна"}}
    draft.records["content/sections.yaml"] = {"news": {"label": "News", "slug": "news"}}
    draft.files |= {
        "content/photos/one.png": photo(8, 1),
        "content/articles/a/two.png": photo(8, 2),
        "content/photos/drawn.svg": drawing(1),
        "content/static/favicon.ico": b"icon",
        **theme_files(),
    }
    return draft


def _site() -> dict[str, Any]:
    return {
        "title": {"uk": "Обрій", "en": "Horizon", "ru": "Горизонт"},
        "url": "https://horizon.example",
        "timezone": "Europe/Kyiv",
        "default_language": "uk",
        "languages": {
            "uk": {"path": "ua", "label": "UA", "name": "Українська"},
            "en": {"label": "EN", "name": "English"},
            "ru": {"label": "RU", "name": "Русский", "fallback": "uk"},
        },
        "theme": "bare",
        "page_size": 2,
        "images": {"widths": [8, 16], "formats": ["webp"]},
        "taxonomies": ["tags", "authors", "sections", "places"],
    }


def _shared_fields(number: int) -> dict[str, Any]:
    return {
        "date": f"2025-0{1 + number % 3}-1{number}",
        "tags": [TAGS[3], TAGS[2 + number % 2]],
        "author": [PEOPLE[number % 2]],
        "section": SECTIONS[number % 2],
    }


SHOWN = "{{% if {photo} %}}{{{{ {photo}|renditions('card') }}}}{{% endif %}}"
"""Shows how a photo is written in HTML, which is not in the context."""


def theme_yaml(shade: int, ratio: str, width: int, queries: str) -> str:
    """Return the theme's settings, the shapes of its photos, and its queries."""
    crop = f'ratio: "{ratio}", widths: [{width}]'
    crops = f"{{card: {{{crop}}}, portrait: {{{crop}, of: portrait}}}}"
    return f"extends: default\nsettings: {{shade: {shade}}}\ncrops: {crops}\n{queries}"


def theme_files() -> dict[str, str]:
    """
    Return a theme that shows the whole context of each page.

    Nothing that a page is made from can differ without its bytes differing.
    """
    dump = "{{ page }}\n{{ site }}\n{{ _('Tags') }}\n"
    templates = {f"themes/bare/templates/{name}": f"{name}\n{dump}" for name in TEMPLATE_FILES}
    templates["themes/bare/templates/article.html"] += "{% include 'part.html' %}"
    templates["themes/bare/templates/article.html"] += SHOWN.format(photo="page.article.photo")
    for name in ("term", "front"):
        templates[f"themes/bare/templates/{name}.html"] += (
            "{% for card in page.cards %}" + SHOWN.format(photo="card.photo") + "{% endfor %}"
        )
    templates["themes/bare/templates/front.html"] += "{{ asset('style.css') }}"
    return {
        **templates,
        "themes/bare/theme.yaml": theme_yaml(1, "3:2", 8, QUERIES[0]),
        "themes/bare/templates/part.html": "part {{ page.article.title }}",
        "themes/bare/assets/style.css": "body { color: black }",
        "themes/child/theme.yaml": "extends: bare\n",
        "themes/child/templates/part.html": "child {{ page.article.title }}",
    }
