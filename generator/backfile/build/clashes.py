"""
Two owners of one address -> a problem, worded for whoever can end it.

The blame goes to the one that is easiest to change: an alias before a file, a
file before an article, an article before a term, and the pages of the program
last, since they cannot be moved.  What only follows from another clash (the
feeds of two sections with one address) is not told again.

Imports: catalogue, site, errors, model.
"""

from __future__ import annotations

from typing import NamedTuple

from backfile.catalogue import lists, outputs, records, sources
from backfile.catalogue.clashes import Clash
from backfile.catalogue.connection import Connection
from backfile.errors import Problem
from backfile.model import PageKey
from backfile.yaml.wording import quoted

ALIAS, FILE, TEXT, TERM, PROGRAM = range(5)
"""Ranks of owners: the lower, the easier to change."""

_SINGULAR = {"tags": "tag", "authors": "author", "sections": "section"}
_PROGRAM = {
    "front": "the front page",
    "month": "the archive of a month",
    "archive": "the archive",
    "feed": "a feed",
    "sitemap": "a sitemap",
    "sitemap-index": "the sitemap",
    "news": "the sitemap of news",
    "chooser": "the choice of languages",
    "asset": "an asset of the theme",
    "photo": "a photo",
    "picture": "a picture made of a photo",
}


class Owner(NamedTuple):
    """One side of a clash."""

    rank: int
    what: str
    """`the article`, `the alias`, `the tag …`, at the place below."""

    elsewhere: str
    """How to name it from another place."""

    path: str
    """Output path, as planned."""

    place: tuple[str, int, int]
    """Source, line, column; an empty source for what the program makes."""

    remedy: str
    written: str = ""
    """How sources write a term."""


def problem_of_clash(db: Connection, clash: Clash) -> Problem | None:
    """Word a clash; None if it only follows from another one."""
    if _follows(clash.first) and _follows(clash.second):
        return None
    # The second of two equals is blamed: it usually came later.
    blamed, other = sorted(
        (_owner_of(db, clash.second), _owner_of(db, clash.first)), key=lambda owner: owner.rank
    )
    if outputs.fold_path(blamed.path) != outputs.fold_path(other.path):
        return _folder_clash(*sorted((blamed, other), key=lambda owner: len(owner.path)))
    name = _name_beside(blamed, other)
    url, other_url = _shown(blamed.path), _shown(other.path)
    message = f"{blamed.what} has the address `{url}`, as has {name}"
    if url != other_url:
        message = (
            f"{blamed.what} has the address `{url}`, and {name} has `{other_url}`,"
            " which is the same on many disks"
        )
    remedy = blamed.remedy
    if blamed.rank == other.rank == TERM:
        remedy = f"write {quoted(other.written)} if they are one, or {remedy}"
    return Problem(*blamed.place, "address-taken", f"{message}; {remedy}")


def _name_beside(blamed: Owner, other: Owner) -> str:
    """Return how to name *other* in a message that stands at *blamed*."""
    if other.place[0] != blamed.place[0]:
        return other.elsewhere
    if other.rank != blamed.rank:
        return f"{other.what} itself"
    return f"{other.what} before it" if other.rank == ALIAS else other.what


def _folder_clash(outer: Owner, inner: Owner) -> Problem:
    if not outer.place[0]:
        remedy = inner.remedy.replace("one of them", "it")
        message = (
            f"{inner.what} has the address `{_shown(inner.path)}`,"
            f" but `{_shown(outer.path)}` is {outer.what}; {remedy}"
        )
        return Problem(*inner.place, "address-taken", message)
    message = (
        f"{outer.what} is published as `{_shown(outer.path)}`,"
        f" which must be a folder for `{_shown(inner.path)}`; {outer.remedy}"
    )
    return Problem(*outer.place, "address-taken", message)


def _follows(key: PageKey) -> bool:
    """Tell whether a page stands below the address of a list, which clashes as well."""
    return key.kind == "feed" or (key.kind == "term" and key.number > 0)


def _shown(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _owner_of(db: Connection, key: PageKey) -> Owner:
    path = outputs.planned_path(db, key)
    if key.kind in {"article", "page"}:
        return _text_owner(db, key, path)
    if key.kind == "redirect":
        elsewhere = f"an alias in {key.subject}"
        place = _alias_place(db, key)
        return Owner(ALIAS, "the alias", elsewhere, path, place, "remove the alias")
    if key.kind == "static":
        return Owner(FILE, "the file", key.subject, path, (key.subject, 0, 0), "rename the file")
    if key.kind == "term":
        return _term_owner(db, key, path)
    name = f"the list of {key.subject}" if key.kind == "terms" else ""
    name = name or _PROGRAM.get(key.kind, f"the page {quoted(key.kind)}")
    return Owner(PROGRAM, name, name, path, ("", 0, 0), "")


def _text_owner(db: Connection, key: PageKey, path: str) -> Owner:
    texts = sources.texts_of_story(db, key.subject)
    text = next(text for text in texts if text.fields.language == key.language)
    marks = text.fields.marks
    line, column = marks.get("slug") or (0, 0)
    if key.kind == "article" and not line:
        line, column = marks.get("title", (0, 0))
    place = (text.path, line, column)
    return Owner(TEXT, f"the {key.kind}", text.path, path, place, "give one of them another `slug`")


def _alias_place(db: Connection, key: PageKey) -> tuple[str, int, int]:
    found = sources.story_at(db, key.subject)
    marks = found[2].marks if found else {}
    return key.subject, *marks.get(f"aliases.{key.number}", marks.get("aliases", (0, 0)))


def _term_owner(db: Connection, key: PageKey, path: str) -> Owner:
    taxonomy, _, name = key.subject.partition(":")
    row = lists.list_by_key(db, taxonomy, name, key.language)
    label = row.label if row else name
    what = f"the {_SINGULAR.get(taxonomy, taxonomy)} {quoted(label)}"
    place, written = _record_place(db, taxonomy, name), label
    if not place[0]:
        written = next(iter(records.spellings_of(db, taxonomy, name)), name)
        place = records.first_use(db, taxonomy, name, written)
    elif taxonomy == "authors":
        written = place[0].rpartition("/")[2].removesuffix(".yaml")
    where = "content/authors/" if taxonomy == "authors" else f"content/{taxonomy}.yaml"
    remedy = f"give it a `slug` in {where}"
    return Owner(TERM, what, f"{what} in {place[0]}", path, place, remedy, written)


def _record_place(db: Connection, taxonomy: str, key: str) -> tuple[str, int, int]:
    """Return where the record of a term gives its address; nowhere without a record."""
    if taxonomy == "authors":
        found = records.author_record(db, key)
        if found is None:
            return "", 0, 0
        path, record = found
        return path, *(record.marks.get("slug") or record.marks.get("name") or (0, 0))
    record_of_term = records.term_record(db, taxonomy, key)
    if record_of_term is None:
        return "", 0, 0
    return f"content/{taxonomy}.yaml", record_of_term.line, record_of_term.column
