"""
Rows about records and terms: authors, labels, and how sources write them.

Imports: model, fingerprint, catalogue.connection, catalogue.sources.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import Spelling
from backfile.fingerprint import encode
from backfile.model import AuthorRecord, SourceFields, TermRecord

_fields_of = msgspec.msgpack.Decoder(SourceFields).decode
_author_of = msgspec.msgpack.Decoder(AuthorRecord).decode
_term_of = msgspec.msgpack.Decoder(TermRecord).decode


def put_author(db: Connection, path: str, key: str, record: AuthorRecord) -> None:
    """Record an author under its folded *key*."""
    db.execute("REPLACE INTO author_records VALUES (?, ?, ?)", (key, path, encode(record)))


def author_record(db: Connection, key: str) -> tuple[str, AuthorRecord] | None:
    """Return (path, record) of an author; None for a plain name."""
    query = "SELECT path, record FROM author_records WHERE key = ? ORDER BY path LIMIT 1"
    row = db.execute(query, (key,)).fetchone()
    return (row[0], _author_of(row[1])) if row else None


def put_term(db: Connection, path: str, key: str, record: TermRecord) -> None:
    """Record a term under its folded *key*."""
    row = (record.taxonomy, key, path, encode(record))
    db.execute("REPLACE INTO term_records VALUES (?, ?, ?, ?)", row)


def term_record(db: Connection, taxonomy: str, key: str) -> TermRecord | None:
    """Return the record of a term; None if nothing is said of it."""
    row = db.execute(
        "SELECT record FROM term_records WHERE taxonomy = ? AND key = ?", (taxonomy, key)
    ).fetchone()
    return _term_of(row[0]) if row else None


def term_keys_in(db: Connection, path: str) -> list[tuple[str, str]]:
    """Return the (taxonomy, folded key) of the terms that one file describes."""
    query = "SELECT taxonomy, key FROM term_records WHERE path = ? ORDER BY 1, 2"
    return list(db.execute(query, (path,)))


def add_spellings(db: Connection, counts: Mapping[Spelling, int]) -> None:
    """Count how often sources write each term: more for added sources, less for lost ones."""
    db.executemany(
        "INSERT INTO spellings VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET uses = uses + excluded.uses",
        ((*spelling, uses) for spelling, uses in counts.items() if uses),
    )


def spellings_of(db: Connection, taxonomy: str, key: str) -> list[str]:
    """Return how a term is written, the commonest first, ties by code point."""
    rows = db.execute(
        "SELECT spelling FROM spellings WHERE taxonomy = ? AND key = ? AND uses > 0 "
        "ORDER BY uses DESC, spelling",
        (taxonomy, key),
    )
    return [spelling for (spelling,) in rows]


def author_keys(db: Connection) -> list[str]:
    """Return the keys of all authors with a record."""
    return [key for (key,) in db.execute("SELECT DISTINCT key FROM author_records ORDER BY key")]


def first_use(db: Connection, taxonomy: str, key: str, spelling: str) -> tuple[str, int, int]:
    """Return (path, line, column) of the first source, by path, that writes a term so."""
    rows = db.execute(
        "SELECT DISTINCT t.path, t.fields FROM lists l JOIN members m ON m.list = l.id "
        "JOIN articles a ON a.id = m.article JOIN texts t ON t.story = a.story "
        "WHERE l.taxonomy = ? AND l.key = ? ORDER BY t.path",
        (taxonomy, key),
    )
    name = {"authors": "author", "sections": "section"}.get(taxonomy, taxonomy)
    for path, encoded in rows:
        fields = _fields_of(encoded)
        given = {
            "tags": fields.tags or (),
            "authors": (*(fields.authors or ()), *fields.translators),
            "sections": (fields.section,),
            "series": (fields.series,),
            **dict(fields.terms),
        }
        if spelling in given.get(taxonomy, ()):
            return path, *fields.marks.get(name, (0, 0))
    return "", 0, 0


def author_keys_at(db: Connection, path: str) -> set[tuple[str, str]]:
    """Return ("authors", key) of the author whose record is at a path."""
    rows = db.execute("SELECT key FROM author_records WHERE path = ?", (path,))
    return {("authors", key) for (key,) in rows}


def authors_without_record(db: Connection) -> list[str]:
    """Return the keys of authors with an article and no record, in order."""
    rows = db.execute(
        "SELECT DISTINCT key FROM lists WHERE taxonomy = 'authors' AND own > 0 "
        "AND key NOT IN (SELECT key FROM author_records) ORDER BY key"
    )
    return [key for (key,) in rows]


def term_records_of(db: Connection, taxonomy: str, limit: int) -> list[TermRecord]:
    """Return the records of a taxonomy, by key; at most *limit*."""
    rows = db.execute(
        "SELECT record FROM term_records WHERE taxonomy = ? ORDER BY key LIMIT ?", (taxonomy, limit)
    )
    return [_term_of(record) for (record,) in rows]


def terms_without_record(db: Connection, taxonomy: str, limit: int) -> list[str]:
    """Return the keys of terms with an article and no record, in order; at most *limit*."""
    rows = db.execute(
        "SELECT DISTINCT key FROM lists WHERE taxonomy = ?1 AND own > 0 AND key NOT IN "
        "(SELECT key FROM term_records WHERE taxonomy = ?1) ORDER BY key LIMIT ?2",
        (taxonomy, limit),
    )
    return [key for (key,) in rows]


def keys_in_use(db: Connection, taxonomy: str, limit: int) -> list[str]:
    """Return the keys of terms with an article, in order; at most *limit*."""
    rows = db.execute(
        "SELECT DISTINCT key FROM lists WHERE taxonomy = ? AND own > 0 ORDER BY key LIMIT ?",
        (taxonomy, limit),
    )
    return [key for (key,) in rows]
