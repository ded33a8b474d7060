"""
Random edits of a small site: what editors, designers and clocks do between two builds.

A `Draft` is a whole site in memory; an edit is a function that changes it, choosing
by a `Dice`.  Dice take their numbers from a tuple, so that an edit is data: it can
be drawn, shrunk and printed.

Everything that one page may show of another is in play, and the names come from
short lists, so that edits meet: the same tag is won and lost, an address is taken
twice, a link loses its target.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from PIL import Image
from PIL.PngImagePlugin import PngInfo

T = TypeVar("T")

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
LANGUAGES = ("uk", "en", "ru")
TITLES = ("Вогонь", "Fire", "Огонь", "Вода", "Water", "Sea & sky", "Ліс", "Moon", "Місяць", "Театр")
TAGS = ("Театр", "театр", "кіно", "moon", "Moon", "sea", "п'єса", "п’єса")
PEOPLE = ("anna", "bohdan", "Пан Хтось", "Anna", "olha")
SECTIONS = ("news", "culture", "News", "life")
SERIES = ("voyage", "Voyage", "roads")
PLACES = ("Київ", "Lviv", "lviv")
SLUGS = ("one", "two", "about", "page", "atom.xml")
ALIASES = ("/old/one/", "/old/two", "/ua/news/", "/former.html")
STORIES = ("articles/a/s1", "articles/s2", "articles/joined", "pages/about")
TEMPLATES = ("special.html", "article.html", "special.html", "page.html", "front.html")
PHOTOS = ("one.png", "two.png", "/photos/one.png", "https://photos.example/x.png", "none.png")
LINKS = ("s1", "s2.uk", "../s3", "s4.md", "../a/s5.en.md", "../pages/about", "/ua/", "gone", "b1")
PARAGRAPHS = ("Short.", "Another *paragraph* altogether.", "Третій абзац — «з лапками».", "")
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li>'
    "</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)
QUERIES = (
    "queries: {latest: {on: [front, article], of: front, limit: 2}}\n",
    "",
    "queries: {sections: {on: [front, article, not-found], limit: 1}, t: {on: page, of: tags}}\n",
    "queries: {sections: ~, news: {on: [term, month, terms, archive], of: 'sections:news'}}\n",
    "queries: {people: {on: article, of: authors, terms: 1, limit: 1}}\n",
)
"""Of the theme."""

TEMPLATE_FILES = (
    "article.html", "page.html", "front.html", "term.html", "terms.html", "archive.html",
    "chooser.html", "404.html", "redirect.html", "atom.xml", "feed.json", "rss.xml", "sitemap.xml",
    "sitemap-index.xml", "sitemap-news.xml", "robots.txt", "manifest.webmanifest", "special.html",
)  # fmt: skip


class Dice:
    """Choices from a tuple of numbers; once they are used up, always the first."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Begin with the first of *numbers*."""
        self._numbers: Iterator[int] = iter(numbers)

    def below(self, limit: int) -> int:
        """Return a number from 0 to *limit* - 1."""
        return next(self._numbers, 0) % limit

    def one(self, choices: Sequence[T]) -> T:
        """Return one of *choices*."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], most: int = 3) -> list[T]:
        """Return up to *most* of *choices*, each once."""
        return list(dict.fromkeys(self.one(choices) for _ in range(self.below(most + 1))))


@dataclass
class Text:
    """One Markdown file."""

    fields: dict[str, Any]
    body: str

    def written(self) -> str:
        """Return the file's contents; JSON is YAML too."""
        lines = [f"{key}: {json.dumps(v, ensure_ascii=False)}\n" for key, v in self.fields.items()]
        return f"---\n{''.join(lines)}---\n{self.body}"


@dataclass
class Draft:
    """A site in memory, and the circumstances of its next build."""

    texts: dict[str, Text] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Site path of a YAML file -> its contents."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    """Photos, static files, the theme: whatever is written as it is."""

    site: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    drafts: bool = False
    tampering: list[tuple[str, int]] = field(default_factory=list)
    """(what, which) to do to the outputs by hand before the next build."""

    def written(self) -> dict[str, str | bytes]:
        """Return every file of the site."""
        return {
            "site.yaml": _yaml(self.site),
            **{path: text.written() for path, text in self.texts.items()},
            **{path: _yaml(record) for path, record in self.records.items()},
            **self.files,
        }


def _yaml(record: dict[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(v, ensure_ascii=False)}\n" for key, v in record.items())


@cache
def photo(width: int, shade: int, creator: str = "") -> bytes:
    """Return a PNG of one colour, which may name its photographer."""
    buffer, texts = BytesIO(), PngInfo()
    if creator:
        texts.add_itxt("XML:com.adobe.xmp", XMP.format(creator=creator))
    Image.new("L", (width, 8), shade).save(buffer, "PNG", pnginfo=texts)
    return buffer.getvalue()


def first_draft() -> Draft:
    """Return a site with a little of everything."""
    draft = Draft(site=_site())
    for number in range(1, 8):
        folder = "a/" if number % 2 else ""
        for language in LANGUAGES[: 1 + number % 3]:
            fields = {"title": f"{TITLES[number]} {number}"}
            if language == "uk":
                fields |= _shared_fields(number)
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
    }


# ---------------------------------------------------------------- articles


def add_article(draft: Draft, dice: Dice) -> None:
    """Write an article, or another language of one."""
    folder, name = dice.one(("", "a/", "b/")), f"s{dice.below(12)}"
    place = dice.one((f"{name}", f"{name}", f"{name}/index"))
    language = dice.one((*LANGUAGES, *LANGUAGES, ""))
    fields: dict[str, Any] = {"title": dice.one(TITLES), "date": _date(dice)}
    for edit in (set_terms, set_terms, set_photo):
        edit_fields(fields, dice, edit)
    path = f"content/articles/{folder}{place}{'.' if language else ''}{language}.md"
    draft.texts[path] = Text(fields, dice.one(PARAGRAPHS) + "\n")


def add_translation(draft: Draft, dice: Dice) -> None:
    """Write an article in a language that its story has not."""
    path = _path(draft, dice)
    if path:
        stem = path.removesuffix(".md").rsplit(".", 1)[0]
        draft.texts[f"{stem}.{dice.one(LANGUAGES)}.md"] = Text(
            {"title": dice.one(TITLES)}, "Other.\n"
        )


def delete_text(draft: Draft, dice: Dice) -> None:
    """Delete a file."""
    path = _path(draft, dice)
    if path:
        del draft.texts[path]


def delete_story(draft: Draft, dice: Dice) -> None:
    """Delete an article in every language."""
    path = _path(draft, dice)
    stem = path.split(".")[0]
    for other in [other for other in draft.texts if path and other.split(".")[0] == stem]:
        del draft.texts[other]


def rename_text(draft: Draft, dice: Dice) -> None:
    """Move a file to another folder, name or language."""
    path = _path(draft, dice)
    if path:
        name = dice.one(("s1", "s2", "s3", "b1", "b2", "s4/index"))
        language = dice.one(LANGUAGES)
        new = f"content/articles/{dice.one(('', 'a/', 'b/'))}{name}.{language}.md"
        draft.texts[new] = draft.texts.pop(path)


def edit_body(draft: Draft, dice: Dice) -> None:
    """Write another body, with links and photos."""
    path = _path(draft, dice)
    if path:
        parts = [dice.one(PARAGRAPHS)]
        parts += [f"[text]({target})" for target in dice.some(LINKS, 2)]
        parts += [f"![alt]({source})" for source in dice.some(PHOTOS[:3], 1)]
        draft.texts[path].body = "\n\n".join(parts) + "\n"


def edit_text(draft: Draft, dice: Dice) -> None:
    """Change one or two fields of an article."""
    path = _path(draft, dice)
    if path:
        for _ in range(1 + dice.below(2)):
            edit_fields(draft.texts[path].fields, dice, dice.one(FIELD_EDITS))


FieldEdit = Callable[[dict[str, Any], Dice], None]


def edit_fields(fields: dict[str, Any], dice: Dice, edit: FieldEdit) -> None:
    """Apply one change to front matter; None takes a key out."""
    edit(fields, dice)
    for key in [key for key, value in fields.items() if value is None]:
        del fields[key]


def _date(dice: Dice) -> str:
    if dice.below(4) == 0:
        return (NOW + timedelta(hours=dice.below(9) * 12 - 48)).isoformat()
    day = f"2025-{1 + dice.below(3):02}-{1 + dice.below(12):02}"
    return dice.one((day, f"{day}T00:00", f"{day}T10:00:00+03:00", f"202{dice.below(5)}-01-01"))


def set_title(fields: dict[str, Any], dice: Dice) -> None:
    """Change the headline."""
    fields["title"] = dice.one(TITLES)


def set_date(fields: dict[str, Any], dice: Dice) -> None:
    """Change, or seldom remove, the date."""
    fields["date"] = None if dice.below(8) == 1 else _date(dice)


def set_terms(fields: dict[str, Any], dice: Dice) -> None:
    """Change tags, section, authors, series or places."""
    key, choices = dice.one(
        (("tags", TAGS), ("section", SECTIONS), ("author", PEOPLE), ("translator", PEOPLE),
         ("series", SERIES), ("places", PLACES))
    )  # fmt: skip
    if dice.below(4) == 1:
        fields[key] = None
    elif key in {"section", "series"}:
        fields[key] = dice.one(choices)
    else:
        fields[key] = dice.some(choices)


def set_genre(fields: dict[str, Any], dice: Dice) -> None:
    """Change what the article is."""
    fields["genre"] = dice.one((None, "news", "opinion"))


def set_photo(fields: dict[str, Any], dice: Dice) -> None:
    """Change the lead photo or what is said of it."""
    given = dice.below(4)
    if given == 0:
        fields["photo"] = None
    elif given == 1:
        fields["photo"] = {"alt": dice.one(TITLES)}
    else:
        fields["photo"] = {"src": dice.one(PHOTOS[:4])}
        texts: dict[str, tuple[str, ...]] = {
            "caption": ("", "Caption"), "credit": ("", "Credit"), "focus": ("30% 60%", "0% 100%")
        }  # fmt: skip
        for key in dice.some(sorted(texts)):
            fields["photo"][key] = dice.one(texts[key])


def set_story(fields: dict[str, Any], dice: Dice) -> None:
    """Join another story, or leave it."""
    fields["story"] = dice.one((None, *STORIES))


def set_original(fields: dict[str, Any], dice: Dice) -> None:
    """Name the original, or no more."""
    fields["original"] = dice.one((None, *LANGUAGES))


def set_languages(fields: dict[str, Any], dice: Dice) -> None:
    """Name the languages that are meant, or versions elsewhere."""
    elsewhere = {"de": "https://de.example/x", "ru": "https://ru.example/x"}
    fields["languages"] = dice.one(
        (None, ["uk"], ["uk", "en", "ru"], ["en"], {"ru": elsewhere["ru"]})
    )


def set_times(fields: dict[str, Any], dice: Dice) -> None:
    """Make a draft of it, let it expire, or say when it was changed."""
    key = dice.one(("draft", "expires", "updated"))
    if dice.below(3) == 0:
        fields[key] = None
    else:
        fields[key] = True if key == "draft" else _date(dice)


def set_addresses(fields: dict[str, Any], dice: Dice) -> None:
    """Change the slug or the former addresses."""
    if dice.below(2):
        fields["slug"] = dice.one((None, *SLUGS))
    else:
        fields["aliases"] = dice.some(ALIASES, 2) or None


def set_words(fields: dict[str, Any], dice: Dice) -> None:
    """Change summary, corrections, template or extra."""
    key = dice.one(("summary", "corrections", "template", "extra"))
    choices: dict[str, tuple[Any, ...]] = {
        "summary": (None, "In short.", "At length."),
        "corrections": (None, [{"date": "2025-08-01", "text": "It was wrong."}]),
        "template": (None, *TEMPLATES),
        "extra": (None, {"colour": "red"}, {"colour": "blue"}),
    }
    fields[key] = dice.one(choices[key])


def set_wrong(fields: dict[str, Any], dice: Dice) -> None:
    """Make a mistake, or mend it."""
    key = dice.one(("date", "auhtor", "lang"))
    if key == "date":
        fields["date"] = dice.one(("2025-01-01", "yesterday", "2025-02-02"))
    else:
        fields[key] = dice.one((None, None, "xx"))


FIELD_EDITS: tuple[FieldEdit, ...] = (
    set_title, set_title, set_date, set_date, set_terms, set_terms, set_terms, set_photo, set_story,
    set_genre, set_original, set_languages, set_times, set_times, set_addresses, set_addresses,
    set_words, set_wrong,
)  # fmt: skip


def _path(draft: Draft, dice: Dice) -> str:
    paths = sorted(draft.texts)
    return dice.one(paths) if paths else ""


# ---------------------------------------------------------------- records, pages, files


def edit_author(draft: Draft, dice: Dice) -> None:
    """Add, change or remove the record of an author."""
    path = f"content/authors/{dice.one(('anna', 'bohdan', 'olha', 'Anna'))}.yaml"
    if dice.below(4) == 0:
        draft.records.pop(path, None)
        return
    record: dict[str, Any] = {
        "name": dice.one(({"uk": "Анна", "en": "Anna"}, "Bohdan B.", "Ольга"))
    }
    options: dict[str, tuple[Any, ...]] = {
        "sort_name": ("Zet", "Абе"),
        "role": ("editor", {"uk": "редактор", "en": "editor"}),
        "bio": (
            "Writes. [one](../articles/a/s1)",
            "![p](../photos/one.png) and [x](gone)",
            "Words.",
        ),
        "photo": ("one.png", "two.png", "none.png"),
        "slug": ("someone", "anna"),
        "aliases": (["/people/anna/"], ["/old/one/"]),
        "links": (["https://anna.example/"],),
    }
    for key in dice.some(sorted(options)):
        record[key] = dice.one(options[key])
    draft.records[path] = record


def edit_terms(draft: Draft, dice: Dice) -> None:
    """Add, change or remove the record of a tag, section, series or place."""
    name, keys = dice.one(
        (("tags", TAGS), ("sections", SECTIONS), ("series", SERIES), ("places", PLACES))
    )
    path = f"content/{name}.yaml"
    records = draft.records.setdefault(path, {})
    key = dice.one(keys)
    change = dice.below(5)
    if change == 0:
        records.pop(key, None)
    elif change == 1:
        records[key] = {"uk": f"Мітка {dice.below(2)}", "en": "Label", "ru": "Метка"}
    elif change == 2:
        records[key] = {"label": dice.one(TITLES), "slug": dice.one(SLUGS)}
    elif change == 3:
        records[key] = {"label": key, "description": dice.one(("About it", "All of it"))}
        if name == "sections":
            records[key]["genre"] = dice.one(("opinion", "analysis"))
    else:
        records[key] = key
    if not records:
        del draft.records[path]


def edit_page(draft: Draft, dice: Dice) -> None:
    """Add, change or remove a static page."""
    name = dice.one(("about", "contact", "deep/imprint", "news"))
    path = f"content/pages/{name}.{dice.one(LANGUAGES)}.md"
    if path in draft.texts and dice.below(3) == 0:
        del draft.texts[path]
        return
    fields = {"title": dice.one(TITLES)}
    for _ in range(dice.below(3)):
        edit_fields(fields, dice, dice.one((set_addresses, set_times, set_words, set_photo)))
    draft.texts[path] = Text(fields, dice.one(PARAGRAPHS) + "\n\n[to](../articles/a/s1)\n")


def edit_photo(draft: Draft, dice: Dice) -> None:
    """Add, change or remove a photo."""
    path = dice.one(
        ("content/photos/one.png", "content/photos/two.png", "content/articles/a/one.png",
         "content/articles/a/two.png", "content/articles/one.png", "content/authors/one.png")
    )  # fmt: skip
    if dice.below(3) == 0:
        draft.files.pop(path, None)
    else:
        width, shade = 8 + dice.below(2), dice.below(3)
        draft.files[path] = photo(width, shade, dice.one(("", "", "Anna", "Olha")))


def edit_static(draft: Draft, dice: Dice) -> None:
    """Add, change or remove a static file."""
    name = dice.one(
        ("favicon.ico", "robots.txt", "404.html", "deep", "deep/a.txt", ".nojekyll",
         "ua/index.html", "ua/life", "ua/culture", "en/news/atom.xml", "ua/news/atom.xml/x")
    )  # fmt: skip
    path = f"content/static/{name}"
    # On disk a name is a file or a folder.
    for other in [other for other in draft.files if f"{other}/".startswith(f"{path}/")]:
        del draft.files[other]
    for folder in PurePosixPath(path).parents:
        draft.files.pop(str(folder), None)
    if dice.below(3):
        draft.files[path] = dice.one((b"one", b"two"))


# ---------------------------------------------------------------- site, theme, circumstances


def edit_site(draft: Draft, dice: Dice) -> None:
    """Change a key of site.yaml."""
    options: dict[str, tuple[Any, ...]] = {
        "title": ({"uk": "Обрій", "en": "Horizon", "ru": "Горизонт"}, "One title"),
        "description": (None, "What it is"),
        "menu": (None, [{"to": "/news/", "label": "News"}, {"to": "/about/", "label": "About"},
                        {"to": "/culture/", "label": "Culture"}]),
        "page_size": (2, 3, 1),
        "taxonomies": (["tags", "authors", "sections", "places"], ["tags", "authors", "places"],
                       ["sections", "series", "places"]),
        "permalink": (None, "{year}/{slug}", "{section}/{name}", "{slug}-{id}"),
        "theme": ("bare", "default", "bare"),
        "extra": (None, {"shown": "yes"}),
        "timezone": ("Europe/Kyiv", "America/New_York"),
        "url": ("https://horizon.example", "https://horizon.example/base"),
        "feeds": (None, {"rss": True}, {"hub": "https://hub.example/"}),
        "robots": (None, {"training": "refuse"}, {"training": "refuse", "search": "refuse"}),
        "colour": (None, None, "red"),
        "publisher": (None, {"policies": {"corrections": "/about/", "ethics": "/deep/a.txt"}}),
        "images": ({"widths": [8, 16], "formats": ["webp"]}, {"widths": []},
                   {"widths": [4], "formats": []}),
    }  # fmt: skip
    key = dice.one(sorted(options))
    draft.site[key] = dice.one(options[key])
    if draft.site[key] is None:
        del draft.site[key]


def edit_languages(draft: Draft, dice: Dice) -> None:
    """Change what languages are called or stand in for."""
    tag = dice.one(("en", "ru"))
    others = [other for other in LANGUAGES if other != tag]
    language: dict[str, Any] = {"label": tag.upper(), "name": dice.one(("Name", "Other name"))}
    fallback = dice.one(("", "uk", others[-1]))
    languages = draft.site["languages"]
    if fallback and languages.get(fallback, {}).get("fallback") != tag:
        language["fallback"] = fallback
    languages[tag] = language


def edit_theme(draft: Draft, dice: Dice) -> None:
    """Change a template, an asset, a message, a setting or the queries of the theme."""
    change = dice.below(6)
    root = "themes/bare"
    if change == 0:
        name = f"{root}/templates/{dice.one((*TEMPLATE_FILES, 'part.html'))}"
        text = draft.files.get(name)
        if isinstance(text, str):
            draft.files[name] = text[:-1] if text.endswith("!") else f"{text}!"
    elif change == 1:
        draft.files[f"{root}/assets/style.css"] = f"body {{ margin: {dice.below(3)} }}"
    elif change == 2:
        draft.files[f"{root}/assets/more.css"] = f"p {{ margin: {dice.below(3)} }}"
    elif change == 3:
        po = f'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "Tags {dice.below(3)}"\n'
        draft.files[f"{root}/messages/{dice.one(LANGUAGES)}.po"] = po
    elif change == 4:
        draft.files[f"{root}/theme.yaml"] = theme_yaml(
            dice.below(3), dice.one(("3:2", "1:1")), dice.one((8, 4)), dice.one(QUERIES)
        )
    else:
        name = f"{root}/templates/special.html"
        if draft.files.pop(name, None) is None:
            draft.files[name] = theme_files()[name]


def break_template(draft: Draft, dice: Dice) -> None:
    """Make a mistake in a template, or mend all of them."""
    name = f"themes/bare/templates/{dice.one(TEMPLATE_FILES)}"
    whole = theme_files()
    if dice.below(2) or name not in draft.files:
        draft.files |= {path: text for path, text in whole.items() if "/templates/" in path}
    else:
        draft.files[name] = dice.one(("{{ page.nothing.more }}", "{% if %}"))


def move_now(draft: Draft, dice: Dice) -> None:
    """Let time pass, or go back."""
    draft.now = NOW + timedelta(hours=dice.below(12) * 12 - 72)


def toggle_drafts(draft: Draft, _dice: Dice) -> None:
    """Publish drafts, or no more."""
    draft.drafts = not draft.drafts


def tamper(draft: Draft, dice: Dice) -> None:
    """Delete or alter an output by hand."""
    draft.tampering.append((dice.one(("delete", "alter", "touch")), dice.below(1000)))


def touch_sources(draft: Draft, _dice: Dice) -> None:
    """Give every source a new time."""
    draft.tampering.append(("touch sources", 0))


Edit = Callable[[Draft, Dice], None]
EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        edit_text, add_article, add_translation, delete_text, delete_story, rename_text, edit_body,
        edit_author, edit_terms, edit_page, edit_photo, edit_static, edit_site, edit_languages,
        edit_theme, break_template, move_now, toggle_drafts, tamper, touch_sources,
    )
}  # fmt: skip
USUAL = ("edit_text",) * 8 + ("add_article", "edit_body", "edit_author", "edit_terms") * 2
"""What happens more often than the rest."""


def sync(folder: Path, files: dict[str, str | bytes]) -> None:
    """Bring the files of a site to *files*; what is equal is not touched."""
    roots = [folder / name for name in ("content", "themes")]
    present = {
        path.relative_to(folder).as_posix()
        for root in roots
        for path in root.rglob("*")
        if path.is_file()
    }
    for name in present - files.keys():
        (folder / name).unlink()
        if not any((folder / name).parent.iterdir()):
            (folder / name).parent.rmdir()
    for name, content in files.items():
        path, data = folder / name, content.encode() if isinstance(content, str) else content
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
