"""
Lists: the front page of a language, its months, and its terms.

A list is one row, its members are rows in order, and its *windows* say where
each numbered page begins.  Pages are numbered from the oldest end (SPEC §4), so
a window found once stays true while nothing before it changes.

Cost:    a window of cards is one index range; windows are found again from the
         first member that changed, one step an article.
Imports: catalogue.connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.catalogue.connection import Connection

FRONT = "front"
MONTH = "month"
TRANSLATORS = ":translators"
"""What a person translated: never shown as a list, but it tells who shows the person."""

LAST_KEY = b"\xff"
"""After every sort key: those begin with a date, whose first byte is below."""


class ListRow(NamedTuple):
    """A list: one term in one language, a month, or a front page."""

    id: int
    taxonomy: str
    language: str
    key: str
    label: str
    url: str
    """Empty for a term without a page."""

    letter: str
    size: int
    """Members, fallbacks included."""

    own: int
    """Members in the list's own language."""

    genre: str = ""
    """Of articles in this section that name none."""

    @property
    def has_page(self) -> bool:
        """A front page always; others with an article of their own, if their taxonomy has pages."""
        return bool(self.url) and (self.own > 0 or self.taxonomy == FRONT)


COLUMNS = "id, taxonomy, language, key, label, url, letter, size, own, genre"
"""Of a `ListRow`."""


def add_list(db: Connection, row: tuple[str, str, str, str, str, bytes, str, int, str]) -> int:
    """Add (taxonomy, language, key, label, url, sort name, letter, bucket, genre): its id."""
    cursor = db.execute(
        "INSERT INTO lists (taxonomy, language, key, label, url, sort_name, letter, bucket, "
        "genre) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    return int(cursor.lastrowid or 0)


def rename_list(
    db: Connection, identity: int, label: str, url: str, sort_name: bytes, letter: str, genre: str
) -> None:
    """Change what a term is called in its language, and what its articles are."""
    db.execute(
        "UPDATE lists SET label = ?, url = ?, sort_name = ?, letter = ?, genre = ? WHERE id = ?",
        (label, url, sort_name, letter, genre, identity),
    )


def list_by_key(db: Connection, taxonomy: str, key: str, language: str) -> ListRow | None:
    """Return one list."""
    row = db.execute(
        f"SELECT {COLUMNS} FROM lists WHERE taxonomy = ? AND key = ? AND language = ?",  # noqa: S608
        (taxonomy, key, language),
    ).fetchone()
    return ListRow(*row) if row else None


def list_by_id(db: Connection, identity: int) -> ListRow:
    """Return one list that is known to exist."""
    row = db.execute(f"SELECT {COLUMNS} FROM lists WHERE id = ?", (identity,)).fetchone()  # noqa: S608
    return ListRow(*row)


def lists_of_key(db: Connection, taxonomy: str, key: str) -> list[ListRow]:
    """Return a term, or a month, in every language that has it."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lists WHERE taxonomy = ? AND key = ? ORDER BY language",  # noqa: S608
        (taxonomy, key),
    )
    return [ListRow(*row) for row in rows]


def pages_of_key(db: Connection, taxonomy: str, key: str) -> list[tuple[str, str]]:
    """Return (language, url) of a term, or a month, wherever it has a page."""
    rows = db.execute(
        "SELECT language, url FROM lists WHERE taxonomy = ? AND key = ? AND url != '' "
        "AND (own > 0 OR taxonomy = 'front') ORDER BY language",
        (taxonomy, key),
    )
    return rows.fetchall()


def lists_in_order(db: Connection, taxonomy: str, language: str) -> list[ListRow]:
    """Return the lists of a taxonomy with articles, in the language's collation."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lists INDEXED BY lists_in_order "  # noqa: S608
        "WHERE taxonomy = ? AND language = ? AND own > 0 ORDER BY sort_name, key",
        (taxonomy, language),
    )
    return [ListRow(*row) for row in rows]


def largest_lists(db: Connection, taxonomy: str, language: str, limit: int) -> list[ListRow]:
    """Return the lists of a taxonomy with the most articles, in the language's collation."""
    rows = db.execute(
        f"SELECT {COLUMNS}, sort_name FROM lists INDEXED BY lists_in_order "  # noqa: S608
        "WHERE taxonomy = ? AND language = ? AND own > 0 "
        "ORDER BY size DESC, sort_name, key LIMIT ?",
        (taxonomy, language, limit),
    )
    largest = [(sort_name, ListRow(*row)) for *row, sort_name in rows]
    return [row for _, row in sorted(largest, key=lambda pair: (pair[0], pair[1].key))]


def months_between(
    db: Connection, language: str, first: str, last: str
) -> list[tuple[str, str, int]]:
    """Return (month, url, articles) for the months of a language in a range of keys."""
    rows = db.execute(
        "SELECT key, url, size FROM lists WHERE taxonomy = 'month' AND key BETWEEN ? AND ? "
        "AND language = ? AND own > 0 ORDER BY key",
        (first, last, language),
    )
    return list(rows)


def month_before(db: Connection, language: str, key: str) -> tuple[str, str] | None:
    """Return (month, url) of the nearest month before *key* with articles of the language."""
    row = db.execute(
        "SELECT key, url FROM lists WHERE taxonomy = 'month' AND key < ? AND language = ? "
        "AND own > 0 ORDER BY key DESC LIMIT 1",
        (key, language),
    ).fetchone()
    return row or None


def month_after(db: Connection, language: str, key: str) -> tuple[str, str] | None:
    """Return (month, url) of the nearest month after *key* with articles of the language."""
    row = db.execute(
        "SELECT key, url FROM lists WHERE taxonomy = 'month' AND key > ? AND language = ? "
        "AND own > 0 ORDER BY key LIMIT 1",
        (key, language),
    ).fetchone()
    return row or None


def all_lists(db: Connection, taxonomy: str) -> Iterator[ListRow]:
    """Yield every list of a taxonomy that has articles."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM lists WHERE taxonomy = ? AND own > 0 ORDER BY key",  # noqa: S608
        (taxonomy,),
    )
    for row in rows:
        yield ListRow(*row)


# ---------------------------------------------------------------- members


def add_members(db: Connection, rows: Iterable[tuple[int, bytes, int, int]]) -> None:
    """Add (list, sort key, article, fallback) rows; the places must be free."""
    db.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)


def clear_place(db: Connection, list_id: int, sort_key: bytes) -> list[int]:
    """Remove whoever is at a place of a list; return whether they stood in, as 0 or 1."""
    rows = db.execute(
        "DELETE FROM members WHERE list = ? AND sort_key = ? RETURNING fallback",
        (list_id, sort_key),
    )
    return [fallback for (fallback,) in rows.fetchall()]


def remove_members(db: Connection, rows: Iterable[tuple[int, bytes, int]]) -> None:
    """Remove members by (list, sort key, article)."""
    db.executemany("DELETE FROM members WHERE list = ? AND sort_key = ? AND article = ?", rows)


def add_to_sizes(db: Connection, deltas: Iterable[tuple[int, int, int]]) -> None:
    """Add (list, members, own members) to the counts of lists."""
    db.executemany("UPDATE lists SET size = size + ?2, own = own + ?3 WHERE id = ?1", deltas)


def memberships_of(db: Connection, article: int) -> list[tuple[int, bytes, int]]:
    """Return (list, sort key, fallback) of an article's places."""
    rows = db.execute("SELECT list, sort_key, fallback FROM members WHERE article = ?", (article,))
    return list(rows)


def stories_in(db: Connection, list_id: int) -> list[str]:
    """Return the stories with an article in a list."""
    rows = db.execute(
        "SELECT DISTINCT a.story FROM members m JOIN articles a ON a.id = m.article "
        "WHERE m.list = ? ORDER BY 1",
        (list_id,),
    )
    return [story for (story,) in rows]


def stories_translated_by(db: Connection, key: str, language: str) -> list[str]:
    """Return the stories with an article in *language* that names a person as translator."""
    row = list_by_key(db, TRANSLATORS, key, language)
    return stories_in(db, row.id) if row else []


def members_between(
    db: Connection, list_id: int, first: bytes, last: bytes, *, own: bool = False
) -> list[int]:
    """
    Return the articles that are members with first <= sort key < last.

    Order: newest first.  With *own*, fallbacks are left out.
    """
    rows = db.execute(
        "SELECT article FROM members WHERE list = ? AND sort_key >= ? AND sort_key < ? "
        "AND fallback <= ? ORDER BY sort_key DESC",
        (list_id, first, last, 0 if own else 1),
    )
    return [article for (article,) in rows.fetchall()]


def newest_cards(db: Connection, list_id: int, limit: int) -> list[bytes]:
    """Return the cards of the newest members, fallbacks included, newest first."""
    rows = db.execute(
        "SELECT a.card FROM members m JOIN articles a ON a.id = m.article "
        "WHERE m.list = ? ORDER BY m.sort_key DESC LIMIT ?",
        (list_id, limit),
    )
    return [card for (card,) in rows]


def older_members(
    db: Connection, list_id: int, sort_key: bytes, limit: int
) -> list[tuple[int, bytes]]:
    """Return (article, sort key) of the nearest older own members, newest first."""
    rows = db.execute(
        "SELECT article, sort_key FROM members WHERE list = ? AND sort_key < ? AND fallback = 0 "
        "ORDER BY sort_key DESC LIMIT ?",
        (list_id, sort_key, limit),
    )
    return rows.fetchall()


def stories_after(db: Connection, list_id: int, sort_key: bytes, limit: int) -> list[str]:
    """Return the stories of the nearest newer own members."""
    rows = db.execute(
        "SELECT a.story FROM members m JOIN articles a ON a.id = m.article "
        "WHERE m.list = ? AND m.sort_key > ? AND m.fallback = 0 ORDER BY m.sort_key LIMIT ?",
        (list_id, sort_key, limit),
    )
    return [story for (story,) in rows]


def oldest_member(db: Connection, list_id: int) -> tuple[bytes, int]:
    """Return (sort key, article) of a list's oldest own member; (empty, 0) without any."""
    row = db.execute(
        "SELECT sort_key, article FROM members WHERE list = ? AND fallback = 0 "
        "ORDER BY sort_key LIMIT 1",
        (list_id,),
    ).fetchone()
    return row or (b"", 0)


def newest_member(db: Connection, list_id: int) -> tuple[bytes, int]:
    """Return (sort key, article) of a list's newest own member; (empty, 0) without any."""
    row = db.execute(
        "SELECT sort_key, article FROM members WHERE list = ? AND fallback = 0 "
        "ORDER BY sort_key DESC LIMIT 1",
        (list_id,),
    ).fetchone()
    return row or (b"", 0)


# ---------------------------------------------------------------- windows


def windows_of(db: Connection, list_id: int, size: int) -> list[bytes]:
    """
    Return where each numbered page begins, oldest first, then where the rest does.

    Empty while the list has no numbered page.
    """
    rows = db.execute(
        "SELECT first_key FROM windows WHERE list = ? AND size = ? ORDER BY number",
        (list_id, size),
    )
    return [first for (first,) in rows]


def window(db: Connection, list_id: int, size: int, number: int) -> tuple[bytes, bytes, int] | None:
    """
    Return (first key, end key, newest number) of a window; number 0 is the rest.

    None for a number that does not exist.
    """
    row = db.execute(
        "SELECT max(number) FROM windows WHERE list = ? AND size = ?", (list_id, size)
    ).fetchone()
    newest = (row[0] or 1) - 1
    if number > newest:
        return None
    if newest == 0:
        return b"", LAST_KEY, 0
    rows = db.execute(
        "SELECT first_key FROM windows WHERE list = ? AND size = ? AND number >= ? "
        "ORDER BY number LIMIT 2",
        (list_id, size, number or newest + 1),
    ).fetchall()
    first = b"" if number == 1 else rows[0][0]
    return first, (rows[1][0] if number else LAST_KEY), newest


def keys_from(db: Connection, list_id: int, first: bytes, *, own: bool) -> Iterator[bytes]:
    """Yield the sort keys of a list's members from *first* on, oldest first."""
    rows = db.execute(
        "SELECT sort_key FROM members WHERE list = ? AND sort_key >= ? AND fallback <= ? "
        "ORDER BY sort_key",
        (list_id, first, 0 if own else 1),
    )
    for (key,) in rows:
        yield key


def put_windows(db: Connection, list_id: int, size: int, first: int, keys: list[bytes]) -> None:
    """Replace the windows from number *first* on."""
    db.execute(
        "DELETE FROM windows WHERE list = ? AND size = ? AND number >= ?", (list_id, size, first)
    )
    rows = ((list_id, size, number, key) for number, key in enumerate(keys, first))
    db.executemany("INSERT INTO windows VALUES (?, ?, ?, ?)", rows)


def lists_holding(db: Connection, article: int) -> list[tuple[int, str]]:
    """Return (list, taxonomy) of the lists of its own language that hold an article."""
    rows = db.execute(
        "SELECT m.list, l.taxonomy FROM members m JOIN lists l ON l.id = m.list "
        "WHERE m.article = ? AND m.fallback = 0",
        (article,),
    )
    return rows.fetchall()


def list_ids(db: Connection) -> list[tuple[int, str]]:
    """Return (list, taxonomy) of every list."""
    return list(db.execute("SELECT id, taxonomy FROM lists ORDER BY id"))


def spelt_twice(
    db: Connection, keys: Iterable[tuple[str, str]] | None
) -> Iterator[tuple[str, str]]:
    """Yield the (taxonomy, key) that sources write in more than one way; among *keys*, if given."""
    query = (
        "SELECT taxonomy, key FROM spellings WHERE uses > 0 {} "
        "GROUP BY taxonomy, key HAVING count(*) > 1 ORDER BY 1, 2"
    )
    if keys is None:
        yield from db.execute(query.format(""))
    else:
        for place in sorted(keys):
            yield from db.execute(query.format("AND taxonomy = ? AND key = ?"), place)
