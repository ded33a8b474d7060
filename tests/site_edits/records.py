"""What editors do to the rest of content/: records, static pages, photos, static files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from site_edits.articles import edit_fields, set_addresses, set_photo, set_times, set_words
from site_edits.draft import Dice, Draft, Text, drawing, photo
from site_edits.mending import mend_mostly
from site_edits.names import PARAGRAPHS, PLACES, SECTIONS, SERIES, SLUGS, TAGS, TITLES


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
    path = f"content/pages/{name}.{dice.one(draft.languages)}.md"
    if path in draft.texts and dice.below(3) == 0:
        del draft.texts[path]
        return
    fields = {"title": dice.one(TITLES)}
    for _ in range(dice.below(3)):
        edit_fields(fields, dice, dice.one((set_addresses, set_times, set_words, set_photo)))
    draft.texts[path] = Text(fields, dice.one(PARAGRAPHS) + "\n\n[to](../articles/a/s1)\n")
    mend_mostly(draft, dice)


def edit_photo(draft: Draft, dice: Dice) -> None:
    """Add, change or remove a photo."""
    path = dice.one(
        ("content/photos/one.png", "content/photos/two.png", "content/articles/a/one.png",
         "content/articles/a/two.png", "content/articles/one.png", "content/authors/one.png",
         "content/photos/drawn.svg")
    )  # fmt: skip
    if dice.below(3) == 0:
        draft.files.pop(path, None)
    elif path.endswith(".svg"):
        draft.files[path] = drawing(dice.below(2), dice.one(("", "<script/>")))
    else:
        width, shade = 8 + dice.below(2), dice.below(3)
        creator, caption = dice.one(("", "", "Anna", "Olha")), dice.one(("", "", "It", "They"))
        draft.files[path] = photo(width, shade, creator, caption)


def rename_photo(draft: Draft, dice: Dice) -> None:
    """Move a photo to another name or place; its bytes stay."""
    photos = sorted(path for path in draft.files if path.endswith(".png"))
    if photos:
        data = draft.files.pop(dice.one(photos))
        folder = dice.one(("photos", "articles/a", "articles", "articles/b", "authors"))
        draft.files[f"content/{folder}/{dice.one(('one.png', 'two.png'))}"] = data


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


EDITS = (edit_author, edit_terms, edit_page, edit_photo, rename_photo, edit_static)
