"""
Outputs that are pictures: which may be stale, and what each is copied from.

A picture is made once and kept in a cache beside the catalogue; its output row
holds the name that its bytes have there.  A name that an output loses is noted
as *uncached*, and its file goes at the end of the build unless another output is
copied from it.

Subject: `PATH|CROP|FOCUS|FORMAT`, where the path may hold the same sign; the
number is the width.
Imports: model, catalogue.connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.catalogue.connection import Connection
from backfile.model import PageKey

KIND = "picture"
SIGN = "|"
_AFTER = chr(ord(SIGN) + 1)


class PendingPicture(NamedTuple):
    """A picture that may be stale."""

    id: int
    key: PageKey
    fingerprint: bytes
    """Empty if it was never published."""


def keys_of_photo(db: Connection, photo: str) -> list[PageKey]:
    """Return the keys of the pictures planned for a photo, and maybe of photos named alike."""
    rows = db.execute(
        "SELECT kind, language, subject, number FROM outputs "
        "WHERE kind = 'picture' AND language = '' AND subject > ? AND subject < ?",
        (photo + SIGN, photo + _AFTER),
    )
    return [PageKey(*row) for row in rows]


def has_any(db: Connection) -> bool:
    """Tell whether any picture is planned."""
    return db.execute("SELECT 1 FROM outputs WHERE kind = 'picture' LIMIT 1").fetchone() is not None


def count_pending(db: Connection) -> int:
    """Count the pictures that may be stale."""
    row = db.execute(
        "SELECT count(*) FROM outputs INDEXED BY pictures_pending "
        "WHERE pending AND kind = 'picture'"
    ).fetchone()
    return int(row[0])


def pending_pictures(db: Connection) -> Iterator[PendingPicture]:
    """
    Yield every pending picture in order of subject, so that those of one photo are together.

    Read in slices, so that rows can be written meanwhile.
    """
    last = ("", 0)
    while True:
        rows = db.execute(
            "SELECT id, kind, language, subject, number, fingerprint "
            "FROM outputs INDEXED BY pictures_pending "
            "WHERE pending AND kind = 'picture' AND (subject, number) > (?, ?) "
            "ORDER BY subject, number LIMIT 2000",
            last,
        ).fetchall()
        if not rows:
            return
        for row in rows:
            yield PendingPicture(row[0], PageKey(*row[1:5]), row[5] or b"")
        last = rows[-1][3:5]


def keep_names(db: Connection, names: Iterable[tuple[int, bytes]]) -> None:
    """Record for each (output, name in the cache) what the output is copied from."""
    for output, name in names:
        db.execute(
            "INSERT OR IGNORE INTO uncached SELECT cached FROM outputs "
            "WHERE id = ?1 AND cached != ?2",
            (output, name),
        )
        db.execute("UPDATE outputs SET cached = ?2 WHERE id = ?1", (output, name))


def unused_names(db: Connection) -> list[bytes]:
    """Return the noted names in the cache that no output is copied from."""
    rows = db.execute("SELECT name FROM uncached ORDER BY name").fetchall()
    return [name for (name,) in rows if not is_in_use(db, name)]


def is_in_use(db: Connection, name: bytes) -> bool:
    """Tell whether an output is copied from a name in the cache."""
    row = db.execute("SELECT 1 FROM outputs WHERE cached = ? LIMIT 1", (name,)).fetchone()
    return row is not None


def forget_unused(db: Connection) -> None:
    """Record that the noted files are gone from the cache."""
    db.execute("DELETE FROM uncached")
