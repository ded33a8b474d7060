"""What editors do to articles and static pages: write, move, rename, delete, edit fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from site_edits.draft import Dice, Draft, Text
from site_edits.mending import mend_mostly, share_dates
from site_edits.names import (
    ALIASES,
    LANGUAGES,
    LINKS,
    NOW,
    PARAGRAPHS,
    PEOPLE,
    PHOTOS,
    PLACES,
    SECTIONS,
    SERIES,
    SLUGS,
    STORIES,
    TAGS,
    TEMPLATES,
    TITLES,
)  # fmt: skip

T = TypeVar("T")


def add_article(draft: Draft, dice: Dice) -> None:
    """Write an article, or another language of one."""
    folder, name = dice.one(("", "a/", "b/")), f"s{dice.below(12)}"
    place = dice.one((f"{name}", f"{name}", f"{name}/index"))
    language = dice.one((*draft.languages, *draft.languages, ""))
    fields: dict[str, Any] = {"title": dice.one(TITLES), "date": _date(dice)}
    for edit in (set_terms, set_terms, set_photo):
        edit_fields(fields, dice, edit)
    path = f"content/articles/{folder}{place}{'.' if language else ''}{language}.md"
    draft.texts[path] = Text(fields, dice.one(PARAGRAPHS) + "\n")


def add_translation(draft: Draft, dice: Dice) -> None:
    """Write an article in a language that its story has not."""
    path = _path(draft, dice)
    stem = path.removesuffix(".md").rsplit(".", 1)[0]
    new = [f"{stem}.{tag}.md" for tag in draft.languages]
    new = [other for other in new if path and other not in draft.texts]
    if new:
        draft.texts[dice.one(new)] = Text({"title": dice.one(TITLES)}, "Other.\n")


def delete_text(draft: Draft, dice: Dice) -> None:
    """Delete a file."""
    path = _path(draft, dice)
    if path:
        if dice.below(4) == 1:
            share_dates(draft)
        del draft.texts[path]
        mend_mostly(draft, dice)


def delete_story(draft: Draft, dice: Dice) -> None:
    """Delete an article in every language."""
    for path in _story(draft, dice):
        del draft.texts[path]
    mend_mostly(draft, dice)


def rename_text(draft: Draft, dice: Dice) -> None:
    """Move a file to another folder, name or language."""
    path = _path(draft, dice)
    if path:
        if dice.below(4):
            share_dates(draft)
        language = dice.one(draft.languages)
        draft.texts[f"{_new_stem(dice)}.{language}.md"] = draft.texts.pop(path)
        mend_mostly(draft, dice)


def rename_story(draft: Draft, dice: Dice) -> None:
    """Move all languages of an article to another folder or name."""
    paths, stem = _story(draft, dice), _new_stem(dice)
    for path, text in [(path, draft.texts.pop(path)) for path in paths]:
        draft.texts[f"{stem}.{path.split('.', 1)[1]}"] = text
    mend_mostly(draft, dice)


def _story(draft: Draft, dice: Dice) -> list[str]:
    path = _path(draft, dice)
    return [other for other in draft.texts if path and other.split(".")[0] == path.split(".")[0]]


def _new_stem(dice: Dice) -> str:
    name = dice.one(("s1", "s2", "s3", "b1", "b2", "s4/index"))
    return f"content/articles/{dice.one(('', 'a/', 'b/'))}{name}"


def rename_folder(draft: Draft, dice: Dice) -> None:
    """Move all of a folder, with its photos, to another name or into another folder."""
    folders = sorted({path.rpartition("/")[0] for path in draft.texts if "/articles/" in path})
    if not folders:
        return
    old = f"{dice.one(folders)}/"
    new = f"content/articles/{dice.one(('b/', 'a/', 'c/2024/', 'c/', 'a/deep/'))}"
    draft.texts = _moved(draft.texts, old, new)
    draft.files = _moved(draft.files, old, new)
    mend_mostly(draft, dice)


def _moved(held: dict[str, T], old: str, new: str) -> dict[str, T]:
    stay = {path: one for path, one in held.items() if not path.startswith(old)}
    moved = {new + path.removeprefix(old): held[path] for path in held if path not in stay}
    return stay | moved


def swap_texts(draft: Draft, dice: Dice) -> None:
    """Let two files change places."""
    paths = sorted(path for path, text in draft.texts.items() if "date" in text.fields)
    if paths:
        one, other = dice.one(paths), dice.one(paths)
        draft.texts[one], draft.texts[other] = draft.texts[other], draft.texts[one]
        mend_mostly(draft, dice)


def edit_body(draft: Draft, dice: Dice) -> None:
    """Write another body, with links and photos."""
    path = _path(draft, dice)
    if path:
        parts = [dice.one(PARAGRAPHS)]
        parts += [f"[text]({target})" for target in dice.some(LINKS, 2)]
        parts += [f"![alt]({source})" for source in dice.some(PHOTOS[:3] + PHOTOS[-1:], 1)]
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
        fields["photo"] = {"src": dice.one((*PHOTOS[:4], PHOTOS[-1]))}
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


EDITS = (
    edit_text, add_article, add_translation, delete_text, delete_story, rename_text, rename_story,
    rename_folder, swap_texts, edit_body,
)  # fmt: skip
