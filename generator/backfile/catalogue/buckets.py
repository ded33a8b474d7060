"""
Lists as sitemaps deal them: by the bucket of their key, and the long ones apart.

Cost:    an index range; `count_addresses` steps through all lists of a taxonomy.
Imports: catalogue.connection, catalogue.lists.
"""

from __future__ import annotations

from hashlib import blake2b

from backfile.catalogue.connection import Connection
from backfile.catalogue.lists import COLUMNS, ListRow


def bucket_of(key: str) -> int:
    """Deal the keys of a taxonomy into 256 buckets, evenly and for ever."""
    return blake2b(key.encode(), digest_size=1).digest()[0]


def lists_in_buckets(
    db: Connection, taxonomy: str, language: str, first: int, last: int
) -> list[ListRow]:
    """Return the lists with articles whose bucket lies in a range, by key."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lists INDEXED BY lists_by_bucket "  # noqa: S608
        "WHERE taxonomy = ? AND language = ? AND own > 0 AND bucket BETWEEN ? AND ? ORDER BY key",
        (taxonomy, language, first, last),
    )
    return [ListRow(*row) for row in rows]


def has_in_buckets(db: Connection, taxonomy: str, language: str, first: int, last: int) -> bool:
    """Tell whether any list with articles lies in a range of buckets."""
    row = db.execute(
        "SELECT 1 FROM lists INDEXED BY lists_by_bucket "
        "WHERE taxonomy = ? AND language = ? AND own > 0 AND bucket BETWEEN ? AND ? LIMIT 1",
        (taxonomy, language, first, last),
    ).fetchone()
    return row is not None


def count_addresses(db: Connection, taxonomy: str, language: str, page_size: int, most: int) -> int:
    """
    Count the lists of a taxonomy that have articles in a language, and their numbered pages.

    Of one list at most *most* numbered pages count.
    """
    row = db.execute(
        "SELECT sum(1 + min(max(size / ?1 - 1, 0), ?2)) FROM lists INDEXED BY lists_by_bucket "
        "WHERE taxonomy = ?3 AND language = ?4 AND own > 0",
        (page_size, most, taxonomy, language),
    ).fetchone()
    return int(row[0] or 0)


def long_lists(db: Connection, language: str, least: int) -> list[ListRow]:
    """Return the lists of a language that have a page and at least so many members."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lists INDEXED BY lists_by_size "  # noqa: S608
        "WHERE language = ? AND size >= ? AND url != '' AND (own > 0 OR taxonomy = 'front') "
        "ORDER BY taxonomy, key",
        (language, least),
    )
    return [ListRow(*row) for row in rows]
