"""
What an editor's desk asks of the whole archive: every story, every body, every term.

Cost:    one pass over a table each, its rows one by one; the rest a look-up.
Memory:  one story, or one body; of terms all spellings, but no article.
Imports: model, catalogue.connection, catalogue.sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import msgspec

from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import Spelling
from backfile.model import (
    AuthorRecord,
    ImageFields,
    SourceFields,
    SourceLink,
    StoredArticle,
    TermRecord,
)

SUGGESTED = 500
"""Outputs among which the nearest to a broken address is looked for."""


class DeskArticle(NamedTuple):
    """One article or static page, as it says itself and as it is after inheritance."""

    path: str
    language: str
    kind: str
    original: bool
    is_due: bool
    """Published, or scheduled; no draft (unless drafts are wanted), and not expired."""

    stored: StoredArticle
    fields: SourceFields


class DeskBody(NamedTuple):
    """A body of which links and images are looked at."""

    path: str
    language: str
    is_biography: bool
    links: tuple[SourceLink, ...]
    images: tuple[ImageFields, ...]
    html: bytes
    """With gaps, and a few bytes of its encoding before it."""


class _Body(msgspec.Struct, array_like=True):
    """A Body whose HTML stays as it is encoded, at a fifth of the time."""

    html: msgspec.Raw
    links: tuple[SourceLink, ...]
    images: tuple[ImageFields, ...]


_article_of = msgspec.msgpack.Decoder(StoredArticle).decode
_author_of = msgspec.msgpack.Decoder(AuthorRecord).decode
_body_of = msgspec.msgpack.Decoder(_Body).decode
_fields_of = msgspec.msgpack.Decoder(SourceFields).decode
_term_of = msgspec.msgpack.Decoder(TermRecord).decode


def stories_on_desk(db: Connection, now_us: int, *, drafts: bool) -> Iterator[list[DeskArticle]]:
    """Yield the articles of each story with anything due, in order of story and language."""
    rows = db.execute(
        "SELECT a.story, a.path, a.language, a.kind, a.original, "
        "a.published OR (a.date_us > ? AND a.draft <= ?), a.article, t.fields "
        "FROM articles a JOIN texts t ON t.path = a.path ORDER BY a.story, a.language",
        (now_us, int(drafts)),
    )
    for _, same in groupby(rows, key=itemgetter(0)):
        story = list(same)
        if any(row[5] for row in story):
            yield [_desk_article(*row[1:]) for row in story]


def _desk_article(
    path: str, language: str, kind: str, original: int, due: int, article: bytes, fields: bytes
) -> DeskArticle:
    stored = _article_of(article)
    return DeskArticle(path, language, kind, bool(original), bool(due), stored, _fields_of(fields))


def bodies_on_desk(db: Connection, now_us: int, *, drafts: bool) -> Iterator[DeskBody]:
    """Yield the body of everything due, and every biography, by path."""
    rows = db.execute(
        "SELECT b.path, coalesce(a.language, b.language), b.language != '', b.body "
        "FROM bodies b LEFT JOIN articles a ON a.path = b.path "
        "WHERE b.language != '' OR a.published OR (a.date_us > ? AND a.draft <= ?) "
        "ORDER BY b.path, b.language",
        (now_us, int(drafts)),
    )
    for path, language, biography, encoded in rows:
        body = _body_of(encoded)
        html = bytes(body.html)
        yield DeskBody(path, language, bool(biography), body.links, body.images, html)


def sources_at_stem(db: Connection, stem: str) -> list[tuple[str, str, bool]]:
    """Return (language, path, original) of the published articles that a link to a stem means."""
    rows = db.execute(
        "SELECT language, path, original FROM articles WHERE story = "
        "(SELECT story FROM texts WHERE stem = ? ORDER BY path LIMIT 1) AND published "
        "ORDER BY language",
        (stem,),
    )
    return rows.fetchall()


def source_of_page(db: Connection, story: str, language: str) -> str:
    """Return the path of a story's article in a language; empty if there is none."""
    row = db.execute(
        "SELECT path FROM articles WHERE story = ? AND language = ?", (story, language)
    ).fetchone()
    return row[0] if row else ""


def html_of(db: Connection, path: str, language: str) -> bytes:
    """Return the HTML of a body, encoded; empty if there is none."""
    row = db.execute(
        "SELECT body FROM bodies WHERE path = ? AND language = ?", (path, language)
    ).fetchone()
    return bytes(_body_of(row[0]).html) if row else b""


def outputs_beside(db: Connection, folder: str) -> list[str]:
    """Return the paths of outputs in a folded folder and below, by path; at most `SUGGESTED`."""
    first, after = (f"{folder}/", f"{folder}0") if folder else ("", "\U0010ffff")
    rows = db.execute(
        "SELECT path FROM outputs WHERE folded >= ? AND folded < ? ORDER BY folded LIMIT ?",
        (first, after, SUGGESTED),
    )
    return [path for (path,) in rows]


# ---------------------------------------------------------------- terms


def spellings_in_use(db: Connection) -> Iterator[tuple[Spelling, int]]:
    """Yield how each term is written and how often, by taxonomy and key, the commonest first."""
    rows = db.execute(
        "SELECT taxonomy, key, spelling, uses FROM spellings WHERE uses > 0 "
        "ORDER BY taxonomy, key, uses DESC, spelling"
    )
    for *spelling, uses in rows:
        yield Spelling(*spelling), uses


def author_records(db: Connection) -> Iterator[tuple[str, str, AuthorRecord]]:
    """Yield (folded key, path, record) of every author with a record."""
    for key, path, record in db.execute("SELECT key, path, record FROM author_records ORDER BY 1"):
        yield key, path, _author_of(record)


def term_records(db: Connection) -> Iterator[tuple[str, TermRecord]]:
    """Yield (folded key, record) of every other term with a record."""
    for key, record in db.execute("SELECT key, record FROM term_records ORDER BY taxonomy, key"):
        yield key, _term_of(record)


def texts_in_order(db: Connection) -> Iterator[tuple[str, SourceFields]]:
    """Yield (path, fields) of every text, by path."""
    for path, fields in db.execute("SELECT path, fields FROM texts ORDER BY path"):
        yield path, _fields_of(fields)
