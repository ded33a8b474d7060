"""
What pages show of articles: all of one for its own page, addresses and cards of the others.

Cost:    one query for what is of one story; one for each `IDS_AT_ONCE` articles.
Imports: model, catalogue.connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import msgspec

from backfile.catalogue.connection import Connection
from backfile.model import StoredArticle

IDS_AT_ONCE = 50
"""So that there are no more statements, which SQLite keeps prepared."""


class _Elsewhere(msgspec.Struct, array_like=True):
    """A StoredArticle of which nothing else is looked at, at a tenth of the time."""

    article: msgspec.Raw
    elsewhere: tuple[tuple[str, str], ...]


class Address(NamedTuple):
    """Where one article of a story is, or would be."""

    language: str
    url: str
    original: bool
    published: bool


Versions = tuple[list[Address], tuple[tuple[str, str], ...]]
"""Addresses of a story's articles by language tag; (language, absolute URL) of those elsewhere."""


class OwnPage(NamedTuple):
    """What an article's own page is made from, besides its body."""

    id: int
    path: str
    sort_key: bytes
    url: str
    template: str
    stored: StoredArticle
    addresses: list[Address]
    """Of all articles of its story, by language tag."""


_article_of = msgspec.msgpack.Decoder(StoredArticle).decode
_elsewhere_of = msgspec.msgpack.Decoder(_Elsewhere).decode


def addresses_at_stem(db: Connection, stem: str) -> list[tuple[str, str, bool]]:
    """Return (language, url, original) of the published articles that a link to a stem means."""
    rows = db.execute(
        "SELECT language, url, original FROM articles WHERE story = "
        "(SELECT story FROM texts WHERE stem = ? ORDER BY path LIMIT 1) AND published "
        "ORDER BY language",
        (stem,),
    )
    return rows.fetchall()


def own_page(db: Connection, story: str, language: str, kind: str) -> OwnPage | None:
    """Return what the page of a published article is made from; None if it is not there."""
    rows = db.execute(
        "SELECT language, url, original, published, id, path, sort_key, template, "
        "CASE WHEN language = ?2 AND published AND kind = ?3 THEN article END "
        "FROM articles WHERE story = ?1 ORDER BY language",
        (story, language, kind),
    ).fetchall()
    for _, url, _, _, identity, path, sort_key, template, article in rows:
        if article is not None:
            addresses = [Address(*row[:4]) for row in rows]
            stored = _article_of(article)
            return OwnPage(identity, path, sort_key, url, template, stored, addresses)
    return None


def encoded_cards(db: Connection, identities: list[int]) -> Iterator[tuple[int, str, bytes]]:
    """Yield (id, story, card) of articles by their ids, in any order."""
    for some, places in _in_turns(identities):
        yield from db.execute(
            f"SELECT id, story, card FROM articles WHERE id IN ({places})",  # noqa: S608
            some,
        ).fetchall()


def versions_of_each(db: Connection, identities: list[int]) -> dict[int, Versions]:
    """Return id -> (addresses of its story, versions elsewhere) of articles."""
    found: dict[int, Versions] = {}
    for some, places in _in_turns(identities):
        rows = db.execute(
            "SELECT o.id, v.language, v.url, v.original, v.published, "  # noqa: S608
            "CASE WHEN v.id = o.id THEN v.article END FROM articles o "
            f"JOIN articles v ON v.story = o.story WHERE o.id IN ({places}) "
            "ORDER BY o.id, v.language",
            some,
        ).fetchall()
        for identity, same in groupby(rows, key=itemgetter(0)):
            versions = list(same)
            own = next(row[-1] for row in versions if row[-1] is not None)
            addresses = [Address(*row[1:-1]) for row in versions]
            found[identity] = addresses, _elsewhere_of(own).elsewhere
    return found


def _in_turns(identities: list[int]) -> Iterator[tuple[list[int], str]]:
    """Yield so many ids as one statement takes, and the signs that stand for them."""
    for start in range(0, len(identities), IDS_AT_ONCE):
        some = identities[start : start + IDS_AT_ONCE]
        yield some, ",".join("?" * len(some))
