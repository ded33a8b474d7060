"""
Opening, healing and closing the catalogue.

One process writes; workers open it read-only.  The file is derived, so whatever
is wrong with it is mended by making it anew:

- another schema version, or a file that SQLite cannot read: made anew;
- altered since we closed it (size and time differ from the *stamp* beside it):
  made anew, since a changed byte inside a cached body shows nowhere else;
- no stamp, because the last build was killed: SQLite's own quick check decides.

While content is first read, nothing could be lost, so the journal is off, and a
catalogue that a kill leaves in this state is made anew;
`begin_publishing` turns on the write-ahead log that lets workers read.

Errors:  none for a damaged file; OSError if the folder cannot be written; CatalogueError if
         another program stands in the way of a copy.
Imports: schema, errors.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.catalogue import schema
from backfile.errors import CatalogueError

Connection = sqlite3.Connection

CONTENT_TABLES = (
    "sources", "texts", "bodies", "links", "photo_references",
    "author_records", "term_records", "spellings", "problems",
    "articles", "redirects", "photo_uses", "lists", "members", "windows",
)  # fmt: skip
"""Everything but the manifest: what is forgotten when site.yaml changes its meaning."""


UNFINISHED = 2**31 - 1
"""In the place of the schema's version, while there is no journal."""


def open_catalogue(folder: Path) -> Connection:
    """Open `catalogue.sqlite` in *folder* for writing, or make it; it must be fit for use."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "catalogue.sqlite"
    _remove(folder / "catalogue.stamp")
    db = _connect(path)
    if db.execute("PRAGMA user_version").fetchone()[0] == 0:
        tables = schema.SOURCES + schema.CONTENT + schema.OUTPUTS
        db.executescript(f"BEGIN; {tables} PRAGMA user_version = {schema.VERSION}; COMMIT;")
    return db


def open_for_reading(folder: Path, *, threads: bool = False) -> Connection:
    """Open the catalogue as a worker does: no writes; with *threads*, for threads by turns."""
    uri = (folder / "catalogue.sqlite").absolute().as_uri() + "?mode=ro"
    db = sqlite3.connect(
        uri, uri=True, isolation_level=None, cached_statements=256, check_same_thread=not threads
    )
    db.execute("PRAGMA query_only = 1")
    db.execute("PRAGMA cache_size = -16000")
    return db


def settle(db: Connection) -> None:
    """Bring all that was committed into the file itself, a copy of which then is whole."""
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise CatalogueError("another program reads the catalogue; build again without it")


def open_snapshot(path: Path) -> Connection:
    """Open a copy of the catalogue that nobody changes; threads may use it by turns."""
    uri = path.absolute().as_uri() + "?mode=ro&immutable=1"
    db = sqlite3.connect(
        uri, uri=True, isolation_level=None, cached_statements=256, check_same_thread=False
    )
    db.execute("PRAGMA cache_size = -16000")
    return db


def close_catalogue(db: Connection, folder: Path) -> None:
    """Close the catalogue and stamp it, so that the next build trusts it at a glance."""
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    stat = (folder / "catalogue.sqlite").stat()
    (folder / "catalogue.stamp").write_text(f"{stat.st_size} {stat.st_mtime_ns}\n")


def discard_catalogue(folder: Path) -> None:
    """Remove the catalogue and all that belongs to it."""
    for suffix in ("sqlite", "sqlite-wal", "sqlite-shm", "sqlite-journal", "stamp"):
        _remove(folder / f"catalogue.{suffix}")


def _remove(path: Path) -> None:
    """Remove a file, or a folder that somebody put in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def choose_journal(db: Connection, *, cold: bool) -> None:
    """
    Prepare for taking in sources: with a journal that lets others read, or with none if *cold*.

    It must be chosen before anybody else opens the catalogue: SQLite asks for it alone.
    """
    if cold and db.execute("SELECT 1 FROM outputs LIMIT 1").fetchone() is None:
        db.execute(f"PRAGMA user_version = {UNFINISHED}")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
    else:
        begin_publishing(db)


def begin_reading(db: Connection) -> None:
    """Begin to take in sources, all in one transaction."""
    db.execute("BEGIN")


def end_reading(db: Connection) -> None:
    """Keep what was taken in."""
    db.execute("COMMIT")
    db.execute(f"PRAGMA user_version = {schema.VERSION}")


def begin_publishing(db: Connection) -> None:
    """Let workers read while rows about outputs come in."""
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")


def let_others_read(folder: Path) -> None:
    """Prepare a catalogue that is fit for being read while another process changes it."""
    db = open_catalogue(folder)
    begin_publishing(db)
    db.close()


def forget_content(db: Connection) -> None:
    """Empty every table but the manifest."""
    for table in CONTENT_TABLES:
        db.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)


@contextmanager
def one_look(db: Connection) -> Iterator[None]:
    """
    Answer all that is asked within from one state of the catalogue, locked once for them all.

    A reader between two looks lets SQLite begin its log anew, so that it does not grow for ever.
    """
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:  # SQLite ends it by itself after some errors
            db.execute("COMMIT")


def read_meta(db: Connection, name: str) -> bytes:
    """Return the value kept under *name*; empty if there is none."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else b""


def write_meta(db: Connection, name: str, value: bytes) -> None:
    """Keep *value* under *name*."""
    db.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))


def _connect(path: Path) -> Connection:
    db = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    db.execute("PRAGMA cache_size = -32000")
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def reason_to_discard(folder: Path) -> str:
    """Say in one line why the catalogue in *folder* must be made anew; empty if it is fit."""
    path = folder / "catalogue.sqlite"
    if not path.exists():
        return ""
    stamp = path.with_suffix(".stamp")
    stat = path.stat()
    stamped = f"{stat.st_size} {stat.st_mtime_ns}\n".encode()
    if stamp.exists() and (stamp.is_dir() or stamp.read_bytes() != stamped):
        return "the catalogue is not as the last build left it (copied or altered); making it anew"
    try:
        db = _connect(path)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        whole = stamp.exists() or db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        db.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # as a message may be garbage, too
        if "locked" in str(error):
            raise
        return "the catalogue cannot be read; making it anew"
    if version == UNFINISHED:
        return "the first build was not finished; making the catalogue anew"
    if version not in {0, schema.VERSION}:
        return "the catalogue is of another version of Backfile; making it anew"
    return "" if whole else "the catalogue is damaged; making it anew"
