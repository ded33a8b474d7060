"""
The manifest: one row for each thing to publish, and what its file was.

A row is *pending* while its page may be stale, and *staged* from the moment its
new bytes are written aside until they are in their place.  Both survive a kill:
the next build renders pending rows, and trusts nothing that was staged.

Imports: model, catalogue.connection.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from backfile.catalogue.connection import Connection
from backfile.model import PageKey


class Pending(NamedTuple):
    """A page that may be stale, with what is known of its file."""

    id: int
    key: PageKey
    path: str
    fingerprint: bytes
    """Empty if the page was never rendered."""

    digest: bytes
    """Of the published file; empty if it cannot be trusted."""


class Staged(NamedTuple):
    """What a worker made of a pending page."""

    id: int
    fingerprint: bytes
    parts: bytes
    digest: bytes
    size: int
    mtime_ns: int
    """0 if the published file is as we left it."""

    written: bool
    """False when the published file already had these bytes."""


class Move(NamedTuple):
    """An article or static page whose former address no page has any more."""

    kind: str
    language: str
    story: str
    old: str
    """Output path of what was published."""

    new: str
    """Output path as planned."""


def fold_path(path: str) -> str:
    """Return what two paths have in common on a file system that ignores case and form."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def begin_plan(db: Connection) -> None:
    """Forget which paths the last plan claimed, but for those that had two owners."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS claimed (folded TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("DELETE FROM claimed")
    db.execute(
        "INSERT OR IGNORE INTO claimed SELECT substr(owner, 7) FROM problems "
        "WHERE owner >= 'clash:' AND owner < 'clash;'"
    )


def claim_output(db: Connection, key: PageKey, path: str, seen: int) -> None:
    """Plan a page: it is pending, at *path*, and an old file elsewhere is an orphan."""
    folded = fold_path(path)
    row = db.execute(
        "SELECT id, path FROM outputs "
        "WHERE kind = ? AND language = ? AND subject = ? AND number = ?",
        key,
    ).fetchone()
    if row is None:
        db.execute(
            "INSERT INTO outputs (kind, language, subject, number, path, folded, seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*key, path, folded, seen),
        )
    elif row[1] == path:
        db.execute("UPDATE outputs SET pending = 1, seen = ? WHERE id = ?", (seen, row[0]))
    else:
        _orphan(db, "id = ?", row[0])
        db.execute(
            "UPDATE outputs SET pending = 1, seen = ?, path = ?, folded = ?, fingerprint = NULL, "
            "digest = NULL, size = NULL, mtime_ns = NULL WHERE id = ?",
            (seen, path, folded, row[0]),
        )
    db.execute("INSERT OR IGNORE INTO claimed VALUES (?)", (folded,))


def claim_first_outputs(db: Connection, pages: Iterable[tuple[PageKey, str]], seen: int) -> None:
    """Plan all pages of a catalogue that has none, each (key, path): nothing is compared."""
    batches = iter(pages)
    while batch := [(*key, path, fold_path(path), seen) for key, path in islice(batches, 1000)]:
        db.executemany(
            "INSERT INTO outputs (kind, language, subject, number, path, folded, seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            batch,
        )
        db.executemany(
            "INSERT OR IGNORE INTO claimed VALUES (?)", ((folded,) for *_, folded, _ in batch)
        )


def has_outputs(db: Connection) -> bool:
    """Tell whether anything was ever planned."""
    return db.execute("SELECT 1 FROM outputs LIMIT 1").fetchone() is not None


def drop_output(db: Connection, key: PageKey) -> None:
    """Plan that a page is no more."""
    row = db.execute(
        "SELECT id FROM outputs WHERE kind = ? AND language = ? AND subject = ? AND number = ?",
        key,
    ).fetchone()
    if row:
        _orphan(db, "id = ?", row[0])
        _uncache(db, "id = ?", row[0])
        db.execute("DELETE FROM outputs WHERE id = ?", (row[0],))


def drop_unseen(db: Connection, seen: int) -> None:
    """After a complete plan: whatever it did not claim is no more."""
    _orphan(db, "seen != ?", seen)
    _uncache(db, "seen != ?", seen)
    db.execute("DELETE FROM outputs WHERE seen != ?", (seen,))


def mark_pending(db: Connection, kinds: Iterable[str], language: str | None = None) -> None:
    """Mark whole kinds of pages as possibly stale, in one language or in all."""
    for kind in kinds:
        db.execute(
            "UPDATE outputs SET pending = 1 WHERE kind = ? AND (?2 IS NULL OR language = ?2)",
            (kind, language),
        )


def mark_unnumbered_pending(db: Connection, kind: str, language: str) -> None:
    """Mark the pages of a kind in a language as possibly stale, but for numbered ones."""
    db.execute(
        "UPDATE outputs SET pending = 1 WHERE kind = ? AND language = ? AND number = 0",
        (kind, language),
    )


def mark_all_pending(db: Connection) -> None:
    """Mark every page as possibly stale."""
    db.execute("UPDATE outputs SET pending = 1")


def planned_path(db: Connection, key: PageKey) -> str:
    """Return the output path that a page claims."""
    row = db.execute(
        "SELECT path FROM outputs WHERE kind = ? AND language = ? AND subject = ? AND number = ?",
        key,
    ).fetchone()
    return str(row[0])


def count_pending(db: Connection) -> int:
    """Count the pages that may be stale."""
    return int(db.execute("SELECT count(*) FROM outputs WHERE pending").fetchone()[0])


def pending_outputs(db: Connection) -> Iterator[Pending]:
    """
    Yield every pending page in order of path.

    Read in slices, so that rows can be written meanwhile.
    """
    last = ""
    while True:
        rows = db.execute(
            "SELECT id, kind, language, subject, number, path, fingerprint, digest "
            "FROM outputs INDEXED BY outputs_pending WHERE pending AND path > ? "
            "ORDER BY path LIMIT 2000",
            (last,),
        ).fetchall()
        if not rows:
            return
        for row in rows:
            key = PageKey(*row[1:5])
            yield Pending(row[0], key, row[5], row[6] or b"", row[7] or b"")
        last = rows[-1][5]


def stage_outputs(db: Connection, rows: Iterable[Staged]) -> None:
    """Record rendered pages, whose bytes lie aside unless nothing had to be written."""
    db.executemany(
        "UPDATE outputs SET pending = 0, fingerprint = ?2, parts = ?3, digest = ?4, size = ?5, "
        "mtime_ns = CASE ?6 WHEN 0 THEN mtime_ns ELSE ?6 END, staged = ?7 WHERE id = ?1",
        rows,
    )


def mark_fresh(db: Connection, ids: Iterable[int]) -> None:
    """Record that pages turned out not to be stale."""
    db.executemany("UPDATE outputs SET pending = 0 WHERE id = ?", ((i,) for i in ids))


def staged_outputs(db: Connection) -> Iterator[tuple[int, str]]:
    """Yield (id, path) of every staged output in order of path."""
    last = ""
    while True:
        rows = db.execute(
            "SELECT id, path FROM outputs INDEXED BY outputs_staged WHERE staged AND path > ? "
            "ORDER BY path LIMIT 2000",
            (last,),
        ).fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][1]


def settle_staged(db: Connection) -> None:
    """Record that all staged outputs are in their places."""
    db.execute("UPDATE outputs SET staged = 0 WHERE staged")


def distrust_staged(db: Connection) -> None:
    """After a build that did not end: render again what it staged, and compare bytes."""
    db.execute(
        "UPDATE outputs SET pending = 1, staged = 0, fingerprint = NULL, digest = NULL WHERE staged"
    )


def distrust(db: Connection, identities: Iterable[int]) -> None:
    """Files that were altered or deleted by hand: write them again."""
    db.executemany(
        "UPDATE outputs SET pending = 1, fingerprint = NULL, digest = NULL WHERE id = ?",
        ((i,) for i in identities),
    )


def forget_files(db: Connection) -> None:
    """Another output folder: nothing is known of its files."""
    db.execute(
        "UPDATE outputs SET pending = 1, staged = 0, fingerprint = NULL, digest = NULL, "
        "size = NULL, mtime_ns = NULL"
    )
    db.execute("DELETE FROM orphans")


def files_as_left(db: Connection, piece: int, pieces: int) -> list[tuple[int, str, int, int]]:
    """
    Return (id, path, size in bytes, mtime in ns) of the outputs whose file is known.

    Those of one *piece*, of so many *pieces* counted from 0: of the same share of all ids.
    """
    last = db.execute("SELECT max(id) FROM outputs").fetchone()[0] or 0
    first, end = last * piece // pieces, last * (piece + 1) // pieces
    query = (
        "SELECT id, path, size, mtime_ns FROM outputs "
        "WHERE id > ? AND id <= ? AND digest IS NOT NULL"
    )
    return db.execute(query, (first, end)).fetchall()


class Known(NamedTuple):
    """What is known of a published file."""

    kind: str
    language: str
    digest: bytes
    size: int
    mtime_ns: int


def known_file(db: Connection, path: str) -> Known | None:
    """Return what is known of the file at an output path; None if it is none of ours."""
    row = db.execute(
        "SELECT kind, language, digest, size, mtime_ns FROM outputs "
        "WHERE folded = ? AND path = ? AND digest IS NOT NULL",
        (fold_path(path), path),
    ).fetchone()
    return Known(*row) if row else None


def is_complete(db: Connection) -> bool:
    """Tell whether all that was planned is in its place, and what it replaced is gone."""
    row = db.execute(
        "SELECT 1 FROM outputs WHERE pending OR staged OR digest IS NULL "
        "UNION ALL SELECT 1 FROM orphans LIMIT 1"
    ).fetchone()
    return row is None


def published_paths(db: Connection) -> list[str]:
    """Return the paths of all files written, those to be removed included."""
    rows = db.execute(
        "SELECT path FROM outputs WHERE digest IS NOT NULL UNION SELECT path FROM orphans"
    )
    return [path for (path,) in rows]


def output_at(db: Connection, path: str) -> tuple[PageKey, bytes, bytes, bool] | None:
    """Return (key, fingerprint, parts, pending) of the output at a path."""
    row = db.execute(
        "SELECT kind, language, subject, number, fingerprint, parts, pending FROM outputs "
        "WHERE folded = ? AND path = ?",
        (fold_path(path), path),
    ).fetchone()
    return (PageKey(*row[:4]), row[4] or b"", row[5] or b"", bool(row[6])) if row else None


def has_path(db: Connection, path: str) -> bool:
    """Tell whether an output has this path."""
    row = db.execute(
        "SELECT 1 FROM outputs WHERE folded = ? AND path = ?", (fold_path(path), path)
    ).fetchone()
    return row is not None


def keys_of_kind(db: Connection, kind: str) -> list[PageKey]:
    """Return the keys of all planned outputs of a kind."""
    rows = db.execute(
        "SELECT kind, language, subject, number FROM outputs WHERE kind = ? "
        "ORDER BY language, subject, number",
        (kind,),
    )
    return [PageKey(*row) for row in rows]


def count_outputs(db: Connection) -> int:
    """Count everything that is published."""
    return int(db.execute("SELECT count(*) FROM outputs").fetchone()[0])


def orphans(db: Connection) -> list[str]:
    """Return the paths of files to remove: former outputs that no page owns now."""
    rows = db.execute("SELECT path FROM orphans ORDER BY path").fetchall()
    return [path for (path,) in rows if not has_path(db, path)]


def forget_orphans(db: Connection) -> None:
    """Record that the orphans are gone."""
    db.execute("DELETE FROM orphans")


def moved_texts(db: Connection) -> Iterator[Move]:
    """Yield, by their old path, the articles and static pages that left one nobody has now."""
    rows = db.execute(
        "SELECT o.kind, o.language, o.subject, orphans.path, o.path FROM orphans JOIN outputs o "
        "ON o.kind = orphans.kind AND o.language = orphans.language "
        "AND o.subject = orphans.subject AND o.number = 0 "
        "WHERE orphans.kind IN ('article', 'page') ORDER BY orphans.path"
    ).fetchall()
    yield from (move for row in rows if not has_path(db, (move := Move(*row)).old))


def _orphan(db: Connection, which: str, value: int) -> None:
    """Note the files of outputs that go or move; a size says that one was published."""
    db.execute(
        "INSERT OR IGNORE INTO orphans "  # noqa: S608
        "SELECT path, CASE WHEN size IS NULL THEN '' ELSE kind END, language, subject "
        f"FROM outputs WHERE {which}",
        (value,),
    )


def _uncache(db: Connection, which: str, value: int) -> None:
    """Note the cached pictures that dropped outputs were copied from."""
    db.execute(
        "INSERT OR IGNORE INTO uncached SELECT cached FROM outputs "  # noqa: S608
        f"WHERE {which} AND cached IS NOT NULL",
        (value,),
    )
