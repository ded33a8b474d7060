"""
People as pages show them: bylines with role and portrait, translators, portraits.

An author's record says the rest; a plain name has none, and then a byline is a name
with its address.

Cost:    one query an author, one or two more for a portrait; none for one met lately.
Imports: model, catalogue, pages.photos, pages.reader.
"""

from __future__ import annotations

import msgspec

from backfile.catalogue import lists, records
from backfile.model import AuthorRecord, Byline, Person, Photo
from backfile.pages.photos import photo_of
from backfile.pages.reader import Reader, kept

PEOPLE = 1000
"""Bylines that are kept, and as many translators; together about 1 MB."""


def bylines_of(reader: Reader, people: tuple[Person, ...], language: str) -> tuple[Byline, ...]:
    """Return the authors of an article in *language*, in their order, with what records say."""
    return tuple(_byline_of(reader, person, language) for person in people)


@kept(PEOPLE)
def _byline_of(reader: Reader, person: Person, language: str) -> Byline:
    found = records.author_record(reader.db, person.key)
    if found is None:
        return Byline(person.name, person.url, "", None)
    path, record = found
    portrait = portrait_of(reader, path, record, person.name, language)
    # Beside the name that it belongs to, what the picture shows is who that is.
    if portrait is not None:
        portrait = msgspec.structs.replace(portrait, alt=person.name)
    return Byline(person.name, person.url, role_of(record, language), portrait)


def role_of(record: AuthorRecord, language: str) -> str:
    """Return what a person does, in *language*."""
    return dict(record.role).get(language, "")


def portrait_of(
    reader: Reader, path: str, record: AuthorRecord, name: str, language: str
) -> Photo | None:
    """Return the photo of the record at *path*; who is called *name* is who it shows."""
    fields = dict(record.photo).get(language)
    if fields is None:
        return None
    photo = photo_of(reader.db, reader.site, path, fields, language, "portrait")
    return msgspec.structs.replace(photo, alt=photo.alt or name) if photo else None


def translators_of(reader: Reader, people: tuple[Person, ...], language: str) -> tuple[Person, ...]:
    """Return translators, without a link to those who wrote nothing and so have no page."""
    return tuple(_with_page(reader, person, language) for person in people)


@kept(PEOPLE)
def _with_page(reader: Reader, person: Person, language: str) -> Person:
    row = lists.list_by_key(reader.db, "authors", person.key, language)
    return person if row and row.own else msgspec.structs.replace(person, url="")
