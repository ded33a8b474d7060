"""
The ledger of a target: what shall be there, what is there, and what lies between.

One SQLite file a target.  `here` is what the site has now; `there` is what the
target held when its manifest was last read, and every file that it confirmed since:
after a deploy that was cut short, the next one finds there what was done.  A ledger
that is lost or damaged costs one look at the target.

Imports: catalogue.connection, model.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from backfile.catalogue.connection import Connection
from backfile.model import Item

VERSION: Final = 1
SLICE: Final = 2000
"""Rows read at a time, so that others can be written meanwhile."""

NEW, CHANGED, DELETED, RETIRED = "new", "changed", "deleted", "retired"

TABLES: Final = """
CREATE TABLE here (
  path TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, sort TEXT NOT NULL,
  language TEXT NOT NULL, headers TEXT NOT NULL, retired INTEGER NOT NULL, source TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE there (
  path TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, sort TEXT NOT NULL,
  language TEXT NOT NULL, headers TEXT NOT NULL, retired INTEGER NOT NULL, source TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE plan (                        -- what is to be done, in order of phase and path
  phase INTEGER NOT NULL,
  path TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (phase, path)
) WITHOUT ROWID;
CREATE TABLE purges (path TEXT PRIMARY KEY) WITHOUT ROWID;  -- caches hold a former version
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Step(NamedTuple):
    """How much one action does in one phase."""

    phase: int
    action: str
    files: int
    size_bytes: int


def open_ledger(path: Path) -> Connection:
    """Open the ledger at *path*, or make it; one that is damaged or of another version anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path)
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _open(path)


def _open(path: Path) -> Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in {0, VERSION}:
        db.close()
        raise sqlite3.DatabaseError
    if version == 0:
        db.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    return db


def set_here(db: Connection, items: Iterable[Item]) -> None:
    """Write down what the site has now."""
    with _together(db):
        db.execute("DELETE FROM here")
        db.executemany("INSERT INTO here VALUES (?, ?, ?, ?, ?, ?, ?, ?)", items)


def add_here(db: Connection, items: Iterable[Item]) -> None:
    """Write down what is deployed beside the files of the site, which stand above it."""
    with _together(db):
        db.executemany("INSERT OR IGNORE INTO here VALUES (?, ?, ?, ?, ?, ?, ?, ?)", items)


def set_there(db: Connection, items: Iterable[Item], base: str) -> None:
    """Write down what the target holds, by the listing whose digest is *base*."""
    with _together(db):
        for table in ("there", "purges", "meta"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)
        db.executemany("INSERT INTO there VALUES (?, ?, ?, ?, ?, ?, ?, ?)", items)
        set_base(db, base)


def set_token(db: Connection, token: str) -> None:
    """Write down the token of a deploy that changes files in place."""
    db.execute("REPLACE INTO meta VALUES ('token', ?)", (token,))


def token_of(db: Connection) -> str:
    """Return the token of the last deploy that changed files in place; empty without one."""
    return _meta(db, "token")


def base_of(db: Connection) -> str:
    """Return the digest of the listing that `there` goes by; empty if it goes by none."""
    return _meta(db, "base")


def _meta(db: Connection, name: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def here_items(db: Connection) -> Iterator[Item]:
    """Yield what the site has now, in order of path."""
    yield from _items(db, "here")


def there_items(db: Connection) -> Iterator[Item]:
    """Yield what the target holds, in order of path; without digest if that is not known."""
    yield from _items(db, "there")


def _items(db: Connection, table: str) -> Iterator[Item]:
    last = ""
    query = f"SELECT * FROM {table} WHERE path > ? ORDER BY path LIMIT {SLICE}"  # noqa: S608
    while rows := db.execute(query, (last,)).fetchall():
        yield from map(Item._make, rows)
        last = rows[-1][0]


def make_plan(
    db: Connection, phases: dict[tuple[str, str], int], retired_before: int | None
) -> None:
    """
    Compare `here` with `there`, and write down what is to be done.

    Args:
        phases: (sort, action) -> phase.
        retired_before: A retired asset goes if it has not been in use since that second;
            None: at once.
    """
    rows = ((sort, action, phase) for (sort, action), phase in phases.items())
    with _together(db):
        db.execute("DELETE FROM plan")
        db.execute("CREATE TEMP TABLE IF NOT EXISTS phases (sort, action, phase)")
        db.execute("DELETE FROM phases")
        db.executemany("INSERT INTO phases VALUES (?, ?, ?)", rows)
        db.execute(_SENT)
        db.execute(_GONE, {"before": retired_before})


_SENT: Final = """
INSERT INTO plan SELECT phase, path, action FROM (
  SELECT here.path AS path, here.sort AS sort,
    CASE WHEN there.path IS NULL THEN 'new' ELSE 'changed' END AS action
  FROM here LEFT JOIN there ON there.path = here.path
  WHERE there.path IS NULL OR there.digest != here.digest OR there.headers != here.headers
) JOIN phases USING (sort, action)
"""
_GONE: Final = """
INSERT INTO plan SELECT phase, path, action FROM (
  SELECT there.path AS path, there.sort AS sort,
    CASE WHEN there.sort != 'asset' OR :before IS NULL THEN 'deleted'
         WHEN there.retired = 0 THEN 'retired'
         WHEN there.retired > :before THEN '' ELSE 'deleted' END AS action
  FROM there LEFT JOIN here ON here.path = there.path WHERE here.path IS NULL
) JOIN phases USING (sort, action)
"""


def steps_of(db: Connection) -> list[Step]:
    """Return how much the plan does, in order of phase."""
    rows = db.execute(
        "SELECT plan.phase, plan.action, count(*), total(coalesce(here.size, there.size)) "
        "FROM plan LEFT JOIN here ON here.path = plan.path "
        "LEFT JOIN there ON there.path = plan.path GROUP BY plan.phase, plan.action"
    )
    return [Step(phase, action, files, int(size)) for phase, action, files, size in rows]


def planned_items(db: Connection, phase: int) -> Iterator[tuple[str, Item]]:
    """Yield (action, item) of what is to be sent in a phase, in order of path."""
    last = ""
    while rows := db.execute(
        "SELECT plan.action, here.* FROM plan JOIN here ON here.path = plan.path "
        "WHERE plan.phase = ? AND plan.path > ? ORDER BY plan.path LIMIT ?",
        (phase, last, SLICE),
    ).fetchall():
        yield from ((row[0], Item._make(row[1:])) for row in rows)
        last = rows[-1][1]


def planned_paths(db: Connection, action: str, most: int = -1) -> Iterator[str]:
    """Yield the paths of one action, in order, at *most* so many."""
    last, left = "", most
    query = "SELECT path FROM plan WHERE action = ? AND path > ? ORDER BY path LIMIT ?"
    while rows := db.execute(query, (action, last, SLICE)).fetchall():
        for (path,) in rows:
            if left == 0:
                return
            yield path
            left -= 1
        last = rows[-1][0]


def expect_sent(db: Connection, rows: Iterable[tuple[str, Item]], *, purge: bool) -> None:
    """
    Write down that files, (action, item), are about to be sent: what the target has is unknown.

    A deploy may be cut after a file arrived and before that is confirmed.  With *purge*,
    caches are told of those that change.
    """
    every = list(rows)
    with _together(db):
        _note_move(db)
        if purge:
            add_purges(db, (item.path for action, item in every if action == CHANGED))
        db.executemany(
            "REPLACE INTO there VALUES (?, '', ?, ?, ?, ?, ?, '')",
            ((item.path, *item[2:7]) for _, item in every),
        )


def confirm_sent(db: Connection, items: Iterable[Item]) -> None:
    """Write down that the target has files."""
    with _together(db):
        db.executemany(
            "REPLACE INTO there VALUES (?, ?, ?, ?, ?, ?, ?, '')", (item[:7] for item in items)
        )


def confirm_deleted(db: Connection, paths: Iterable[str]) -> None:
    """Write down that the target has files no more."""
    with _together(db):
        _note_move(db)
        db.executemany("DELETE FROM there WHERE path = ?", ((path,) for path in paths))


def _note_move(db: Connection) -> None:
    """Write down that the manifest at the target is not true any more."""
    db.execute("REPLACE INTO meta VALUES ('moved', '1')")


def has_moved(db: Connection) -> bool:
    """Tell whether the target may have anything that its manifest does not say."""
    return db.execute("SELECT 1 FROM meta WHERE name = 'moved'").fetchone() is not None


def distrust(db: Connection, paths: Iterable[str]) -> None:
    """Write down that files may not be as they should be: they are sent again, or deleted."""
    with _together(db):
        db.executemany("UPDATE there SET digest = '' WHERE path = ?", ((path,) for path in paths))


def add_purges(db: Connection, paths: Iterable[str]) -> None:
    """Write down files of which caches have yet to be told."""
    db.executemany("INSERT OR IGNORE INTO purges VALUES (?)", ((path,) for path in paths))


def add_planned_purges(db: Connection) -> None:
    """Write down that caches must be told of all that the plan changes or deletes."""
    db.execute(
        "INSERT OR IGNORE INTO purges SELECT path FROM plan WHERE action IN ('changed', 'deleted')"
    )


def purges(db: Connection) -> list[str]:
    """Return the files of which caches have yet to be told, in order."""
    return [path for (path,) in db.execute("SELECT path FROM purges ORDER BY path")]


def forget_purges(db: Connection) -> None:
    """Write down that caches were told of all."""
    db.execute("DELETE FROM purges")


@contextmanager
def settling(db: Connection, now_s: int) -> Iterator[None]:
    """
    Take it that all of the plan is done, for good if nothing goes wrong within.

    `there` is `here` then, and what was retired, at *now_s* in seconds since 1970.
    """
    with _together(db):
        db.execute(
            "DELETE FROM there WHERE path IN (SELECT path FROM plan WHERE action = 'deleted')"
        )
        db.execute(
            "REPLACE INTO there SELECT path, digest, size, sort, language, headers, 0, '' FROM here"
        )
        db.execute(
            "UPDATE there SET retired = ? WHERE retired = 0 "
            "AND NOT EXISTS (SELECT 1 FROM here WHERE here.path = there.path)",
            (now_s,),
        )
        yield
        db.execute("DELETE FROM meta WHERE name = 'moved'")


def set_base(db: Connection, base: str) -> None:
    """Write down which listing `there` goes by."""
    db.execute("REPLACE INTO meta VALUES ('base', ?)", (base,))


@contextmanager
def _together(db: Connection) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def languages_of(db: Connection) -> dict[str, int]:
    """Count the articles that the site has now, by language; 0 where it has pages alone."""
    return dict(
        db.execute(
            "SELECT language, sum(sort = 'article') FROM here WHERE language != '' "
            "GROUP BY 1 ORDER BY 1"
        )
    )


def count_there(db: Connection) -> int:
    """Count the files that the target holds."""
    return int(db.execute("SELECT count(*) FROM there").fetchone()[0])


def has_here(db: Connection, path: str) -> bool:
    """Tell whether the site has a file."""
    return db.execute("SELECT 1 FROM here WHERE path = ?", (path,)).fetchone() is not None


def largest_here(db: Connection) -> tuple[str, int]:
    """Return (path, bytes) of the largest file that the site has; ('', 0) if it has none."""
    row = db.execute("SELECT path, size FROM here ORDER BY size DESC, path LIMIT 1").fetchone()
    return tuple(row) if row else ("", 0)


def size_here(db: Connection) -> tuple[int, int]:
    """Return (files, bytes) of what the site has now."""
    files, size = db.execute("SELECT count(*), total(size) FROM here").fetchone()
    return int(files), int(size)
