"""What publishers and designers do: site.yaml, its languages, the theme."""

from __future__ import annotations

from typing import Any

from site_edits.draft import Dice, Draft
from site_edits.first import theme_files, theme_yaml
from site_edits.mending import mend_links, share_dates
from site_edits.names import LANGUAGES, MORE_LANGUAGES, QUERIES, TEMPLATE_FILES

TITLE = {"uk": "Обрій", "en": "Horizon", "ru": "Горизонт"}


def edit_site(draft: Draft, dice: Dice) -> None:
    """Change a key of site.yaml."""
    options: dict[str, tuple[Any, ...]] = {
        "title": (TITLE, "One title"),
        "description": (None, "What it is"),
        "menu": (None, [{"to": "/news/", "label": "News"}, {"to": "/about/", "label": "About"},
                        {"to": "/culture/", "label": "Culture"}]),
        "page_size": (2, 3, 1),
        "taxonomies": (["tags", "authors", "sections", "places"], ["tags", "authors", "places"],
                       ["sections", "series", "places"]),
        "permalink": (None, "{year}/{slug}", "{section}/{name}", "{slug}-{id}"),
        "theme": ("bare", "default", "bare", "child"),
        "default_language": draft.languages,
        "slugs": (None, "ascii"),
        "markdown": (None, {"html": True}),
        "copyright": (None, "All rights"),
        "limits": (None, {"source_bytes": 100_000}, {"source_bytes": 260}),
        "deploy": (None, {"production": {"to": "file:///srv/www"}}),
        "extra": (None, {"shown": "yes"}),
        "timezone": ("Europe/Kyiv", "America/New_York", "Pacific/Auckland"),
        "url": ("https://horizon.example", "https://horizon.example/base", "https://o.example"),
        "feeds": (None, {"rss": True}, {"hub": "https://hub.example/"}),
        "robots": (None, {"training": "refuse"}, {"training": "refuse", "search": "refuse"}),
        "colour": (None, None, "red"),
        "publisher": (None, {"policies": {"corrections": "/about/", "ethics": "/deep/a.txt"}},
                      {"name": "Press", "type": "NGO", "links": ["https://s.example/"]}),
        "images": ({"widths": [8, 16], "formats": ["webp"]}, {"widths": []},
                   {"widths": [4], "formats": []}, {"widths": [4], "formats": ["png", "jpeg"]}),
    }  # fmt: skip
    if set(draft.languages) != set(TITLE):
        options["title"] = ("One title", "Another title")
    key = dice.one(sorted(options))
    draft.site[key] = dice.one(options[key])
    if draft.site[key] is None:
        del draft.site[key]


def edit_language(draft: Draft, dice: Dice) -> None:
    """Change what a language is called, where it lives, or what stands in for it."""
    tag = dice.one(draft.languages)
    language: dict[str, Any] = {"label": tag.upper(), "name": dice.one(("Name", "Other name"))}
    path = dice.one((None, None, "ua", "", "in"))
    if path is not None:
        language["path"] = path
    if dice.below(8) == 1:
        language["direction"] = "rtl"
    fallback = dice.one(("", *draft.languages))
    languages = draft.site["languages"]
    if fallback not in {"", tag} and languages[fallback].get("fallback") != tag:
        language["fallback"] = fallback
    languages[tag] = language


def choose_languages(draft: Draft, dice: Dice) -> None:
    """Add a language, give one up with what is written in it or without, or reorder all."""
    languages, change = draft.site["languages"], dice.below(3)
    missing = [tag for tag in (*MORE_LANGUAGES, *LANGUAGES) if tag not in languages]
    if change == 0 or not missing:
        turn = 1 + dice.below(max(1, len(languages) - 1))
        tags = draft.languages[turn:] + draft.languages[:turn]
        draft.site["languages"] = {tag: languages[tag] for tag in tags}
        if dice.below(4):
            share_dates(draft)
    elif change == 1:
        languages[dice.one(missing)] = {}
    elif len(languages) > 1:
        tag = dice.one(draft.languages)
        del languages[tag]
        _forget_language(draft, tag)
        if dice.below(4):
            _delete_texts_in(draft, tag)


def _forget_language(draft: Draft, tag: str) -> None:
    """Take out what names a language that is no more, since each would be an error."""
    for language in draft.site["languages"].values():
        if language.get("fallback") == tag:
            del language["fallback"]
    if draft.site.get("default_language") == tag:
        del draft.site["default_language"]
    draft.site["title"] = "One title"
    for path, records in draft.records.items():
        draft.records[path] = {key: _without(tag, record) for key, record in records.items()}
    for text in draft.texts.values():
        for key in ("original", "languages"):
            if tag in (text.fields.get(key) or ()):
                del text.fields[key]


def _delete_texts_in(draft: Draft, tag: str) -> None:
    """Delete what is written in a language; the translations keep its dates."""
    share_dates(draft)
    for path in [path for path in draft.texts if path.endswith(f".{tag}.md")]:
        del draft.texts[path]
    mend_links(draft)


def _without(tag: str, record: Any) -> Any:
    """Return the only text, or a mapping by language without *tag*."""
    if not isinstance(record, dict):
        return record
    kept = {key: _without(tag, value) for key, value in record.items() if key != tag}
    return kept or "Label"


ROOT = "themes/bare"


def edit_theme(draft: Draft, dice: Dice) -> None:
    """Change a template, an asset, a message, a setting or the queries of the theme."""
    dice.one(THEME_EDITS)(draft, dice)


def _edit_template(draft: Draft, dice: Dice) -> None:
    name = f"{ROOT}/templates/{dice.one((*TEMPLATE_FILES, 'part.html'))}"
    text = draft.files.get(name)
    if isinstance(text, str):
        draft.files[name] = text[:-1] if text.endswith("!") else f"{text}!"


def _take_or_bring_back(draft: Draft, dice: Dice) -> None:
    """Take a template away, so that the theme below gives its own, or put it back."""
    special = ("special.html",) * 4
    name = dice.one((*special, "article.html", "front.html", "robots.txt", "atom.xml"))
    path = f"{ROOT}/templates/{name}"
    if draft.files.pop(path, None) is None:
        draft.files[path] = theme_files()[path]


def _edit_assets(draft: Draft, dice: Dice) -> None:
    """Change, add or remove a sheet, or a font that a sheet refers to."""
    sheet, more, font = (f"{ROOT}/assets/{name}" for name in ("style.css", "more.css", "f.woff2"))
    change = dice.below(4)
    if change == 0:
        draft.files[sheet] = f"body {{ margin: {dice.below(3)} }}"
    elif change == 1:
        draft.files[more] = f"p {{ margin: {dice.below(3)} }}"
    elif change == 2:
        draft.files[font] = dice.one((b"font", b"another font"))
        draft.files[sheet] = "body { src: url(f.woff2) }"
    else:
        draft.files.pop(more, None)


def _edit_messages(draft: Draft, dice: Dice) -> None:
    path = f"{ROOT}/messages/{dice.one(draft.languages)}.po"
    if dice.below(4) == 3:
        draft.files.pop(path, None)
    else:
        po = f'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "Tags {dice.below(3)}"\n'
        draft.files[path] = po


def _edit_description(draft: Draft, dice: Dice) -> None:
    draft.files[f"{ROOT}/theme.yaml"] = theme_yaml(
        dice.below(3), dice.one(("3:2", "1:1")), dice.one((8, 4)), dice.one(QUERIES)
    )


THEME_EDITS = (
    _edit_template, _edit_assets, _edit_messages, _edit_description, _take_or_bring_back,
)  # fmt: skip


def break_template(draft: Draft, dice: Dice) -> None:
    """Make a mistake in a template, or mend all of them."""
    name = f"themes/bare/templates/{dice.one(TEMPLATE_FILES)}"
    whole = theme_files()
    if dice.below(2) or name not in draft.files:
        draft.files |= {path: text for path, text in whole.items() if "/templates/" in path}
    else:
        draft.files[name] = dice.one(("{{ page.nothing.more }}", "{% if %}"))


EDITS = (edit_site, edit_language, choose_languages, edit_theme, break_template)
