"""
Rows about sources: what was read, and what each source says itself.

Imports: model, fingerprint, errors, catalogue.connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from backfile.catalogue.connection import Connection
from backfile.errors import Problem
from backfile.fingerprint import encode
from backfile.model import Body, PhotoFacts, SourceFields

_fields_of = msgspec.msgpack.Decoder(SourceFields).decode
_facts_of = msgspec.msgpack.Decoder(PhotoFacts).decode
_body_of = msgspec.msgpack.Decoder(Body).decode
_SAYING = ("texts", "bodies", "links", "photo_references", "author_records", "term_records")


class PhotoReference(NamedTuple):
    """A photo that a source names, and the two places where it is looked up."""

    written: str
    beside: str
    shared: str
    """Both are empty for a linked photo."""

    role: str
    """`lead`, `body`, `inline` (in a line of text) or `portrait`."""

    credited: bool
    """Whether the source says whose the photo is, or by an empty text that nobody is named."""

    line: int
    column: int


class LinkReference(NamedTuple):
    """A link from a body to another source."""

    target: str
    """Stem."""

    written: str
    line: int
    column: int


class Spelling(NamedTuple):
    """A term as one source writes it."""

    taxonomy: str
    key: str
    spelling: str


class Text(NamedTuple):
    """All that one article or static page says, as its rows keep it."""

    path: str
    stem: str
    story: str
    fields: bytes
    """Encoded SourceFields."""

    first_paragraph: str
    body: bytes
    """Encoded Body."""

    links: tuple[LinkReference, ...]
    photos: tuple[PhotoReference, ...]


class StoryText(NamedTuple):
    """One text of a story, decoded."""

    path: str
    stem: str
    fields: SourceFields
    first_paragraph: str


class PhotoRow(NamedTuple):
    """A photo among the sources."""

    path: str
    digest: bytes
    facts: PhotoFacts


# ---------------------------------------------------------------- files


def known_in(db: Connection, folder: str) -> dict[str, tuple[int, int]]:
    """Return path -> (size, mtime in ns) of the known sources in one folder."""
    rows = db.execute("SELECT path, size, mtime_ns FROM sources WHERE folder = ?", (folder,))
    return {path: (size, mtime_ns) for path, size, mtime_ns in rows}


def known_folders(db: Connection) -> set[str]:
    """Return every folder that holds a known source; one step an index each, not one a source."""
    folders: set[str] = set()
    row = db.execute("SELECT min(folder) FROM sources").fetchone()
    while row[0] is not None:
        folders.add(row[0])
        row = db.execute("SELECT min(folder) FROM sources WHERE folder > ?", row).fetchone()
    return folders


def digest_of_source(db: Connection, path: str) -> bytes:
    """Return the digest of a known source; empty if it is not known."""
    row = db.execute("SELECT digest FROM sources WHERE path = ?", (path,)).fetchone()
    return row[0] if row else b""


def put_source(
    db: Connection,
    path: str,
    kind: str,
    stat: tuple[int, int],
    digest: bytes,
    facts: PhotoFacts | None = None,
) -> None:
    """Record that *path* was read: its (size, mtime in ns), digest and, for a photo, its facts."""
    folder = path.rpartition("/")[0]
    db.execute(
        "REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)",
        (path, folder, kind, *stat, digest, encode(facts) if facts else None),
    )


def touch_source(db: Connection, path: str, stat: tuple[int, int]) -> None:
    """Record that a source has another (size, mtime in ns) and the same bytes."""
    db.execute("UPDATE sources SET size = ?, mtime_ns = ? WHERE path = ?", (*stat, path))


def forget_source(db: Connection, path: str) -> None:
    """Remove a source and all that it said, but not what followed from it."""
    db.execute("DELETE FROM sources WHERE path = ?", (path,))
    forget_said(db, path)
    put_problems(db, path, ())


def sources_of_kind(db: Connection, kind: str) -> Iterator[tuple[str, bytes]]:
    """Yield (path, digest) of every source of a kind, in order of path."""
    yield from db.execute("SELECT path, digest FROM sources WHERE kind = ? ORDER BY path", (kind,))


def photo_at(db: Connection, beside: str, shared: str) -> PhotoRow | None:
    """Return the photo at the first of two paths that has one; without facts if it is broken."""
    for path in (beside, shared):
        row = db.execute(
            "SELECT path, digest, facts FROM sources WHERE path = ? AND kind = 'photo'", (path,)
        ).fetchone()
        if row:
            return PhotoRow(row[0], row[1], _facts_of(row[2]) if row[2] else PhotoFacts(0, 0))
    return None


def shared_photo_names(db: Connection) -> tuple[str, ...]:
    """Return the names of shared photos, for naming the nearest; at most 500."""
    rows = db.execute(
        "SELECT path FROM sources WHERE folder = 'content/photos' AND kind = 'photo' "
        "ORDER BY path LIMIT 500"
    )
    return tuple(path.rpartition("/")[2] for (path,) in rows)


# ---------------------------------------------------------------- texts


def put_text(db: Connection, text: Text) -> None:
    """Record what an article or static page says; its old rows must be gone."""
    db.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", text[:5])
    db.execute("INSERT INTO bodies VALUES (?, '', ?)", (text.path, text.body))
    put_references(db, text.path, text.links, text.photos)


def forget_said(db: Connection, path: str) -> None:
    """Remove what a source said, as text or as record."""
    for table in _SAYING:
        db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608


def put_body(db: Connection, path: str, language: str, body: Body) -> None:
    """Record a rendered biography."""
    db.execute("REPLACE INTO bodies VALUES (?, ?, ?)", (path, language, encode(body)))


def put_references(
    db: Connection,
    path: str,
    links: tuple[LinkReference, ...],
    photos: tuple[PhotoReference, ...],
) -> None:
    """Record where a source links to, and which photos it names."""
    if links:
        rows: Iterable[tuple[object, ...]] = ((path, *link) for link in links)
        db.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?)", rows)
    if photos:
        rows = ((path, *photo) for photo in photos)
        db.executemany("INSERT INTO photo_references VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def body_at(db: Connection, path: str, language: str = "") -> Body | None:
    """Return a rendered body."""
    row = db.execute(
        "SELECT body FROM bodies WHERE path = ? AND language = ?", (path, language)
    ).fetchone()
    return _body_of(row[0]) if row else None


def story_at(db: Connection, path: str) -> tuple[str, str, SourceFields] | None:
    """Return (story, stem, fields) of a text; None if it is not known."""
    row = db.execute("SELECT story, stem, fields FROM texts WHERE path = ?", (path,)).fetchone()
    return (row[0], row[1], _fields_of(row[2])) if row else None


def texts_of_story(db: Connection, story: str) -> list[StoryText]:
    """Return the texts of one story, by path."""
    rows = db.execute(
        "SELECT path, stem, fields, first_paragraph FROM texts WHERE story = ? ORDER BY path",
        (story,),
    )
    return [StoryText(path, stem, _fields_of(fields), first) for path, stem, fields, first in rows]


def all_stories(db: Connection) -> Iterator[str]:
    """Yield every story key, in order."""
    for (story,) in db.execute("SELECT DISTINCT story FROM texts ORDER BY story"):
        yield story


def count_stories(db: Connection) -> int:
    """Count the stories."""
    return int(db.execute("SELECT count(DISTINCT story) FROM texts").fetchone()[0])


def story_of_stem(db: Connection, stem: str) -> str:
    """Return the story that the sources with this stem belong to; empty if there is none."""
    row = db.execute(
        "SELECT story FROM texts WHERE stem = ? ORDER BY path LIMIT 1", (stem,)
    ).fetchone()
    return row[0] if row else ""


def stems_of_story(db: Connection, story: str) -> set[str]:
    """Return the stems of a story's sources."""
    rows = db.execute("SELECT DISTINCT stem FROM texts WHERE story = ?", (story,))
    return {stem for (stem,) in rows}


def links_of(db: Connection, path: str) -> list[LinkReference]:
    """Return the links of one source, in order."""
    rows = db.execute(
        "SELECT target, written, line, column FROM links WHERE path = ? ORDER BY rowid", (path,)
    )
    return [LinkReference(*row) for row in rows]


def paths_linking_to(db: Connection, stem: str) -> list[str]:
    """Return the sources whose bodies link to a stem."""
    rows = db.execute("SELECT DISTINCT path FROM links WHERE target = ? ORDER BY path", (stem,))
    return [path for (path,) in rows]


def paths_naming_photo(db: Connection, photo: str) -> list[str]:
    """Return the sources that look for a photo at this path."""
    rows = db.execute(
        "SELECT path FROM photo_references WHERE beside = ?1 "
        "UNION SELECT path FROM photo_references WHERE shared = ?1 ORDER BY 1",
        (photo,),
    )
    return [path for (path,) in rows]


def photos_named_by(db: Connection, path: str) -> list[PhotoReference]:
    """Return the photos that a source names, in order."""
    rows = db.execute(
        "SELECT written, beside, shared, role, credited, line, column FROM photo_references "
        "WHERE path = ? ORDER BY rowid",
        (path,),
    )
    return [PhotoReference(*row) for row in rows]


# ---------------------------------------------------------------- records


def paths_of_author(db: Connection, key: str) -> list[str]:
    """Return the files that describe one author; more than one is an error."""
    rows = db.execute("SELECT path FROM author_records WHERE key = ? ORDER BY path", (key,))
    return [path for (path,) in rows]


# ---------------------------------------------------------------- problems


def put_problems(db: Connection, owner: str, problems: Iterable[Problem]) -> None:
    """Replace the problems that *owner* has."""
    db.execute("DELETE FROM problems WHERE owner = ?", (owner,))
    rows = ((owner, *(getattr(p, name) for name in p.__struct_fields__)) for p in problems)
    db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def forget_problems_of(db: Connection, group: str) -> None:
    """Remove the problems of every owner `GROUP:…`."""
    bounds = (f"{group}:", f"{group};")
    db.execute("DELETE FROM problems WHERE owner >= ? AND owner < ?", bounds)


def owners_of_problems(db: Connection, code: str) -> list[str]:
    """Return who has problems of one code."""
    rows = db.execute("SELECT DISTINCT owner FROM problems WHERE code = ? ORDER BY 1", (code,))
    return [owner for (owner,) in rows]


def add_problem(db: Connection, owner: str, problem: Problem) -> None:
    """Add one problem to those that *owner* has."""
    values = (getattr(problem, name) for name in problem.__struct_fields__)
    db.execute("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?)", (owner, *values))


def problems_of(db: Connection, owner: str) -> list[Problem]:
    """Return the problems of one owner, in reading order."""
    rows = db.execute(
        "SELECT path, line, column, code, message, severity FROM problems WHERE owner = ?", (owner,)
    )
    return sorted(Problem(*row) for row in rows)


def all_problems(db: Connection) -> list[Problem]:
    """Return every known problem, in reading order, each once."""
    rows = db.execute("SELECT path, line, column, code, message, severity FROM problems")
    return sorted({Problem(*row) for row in rows})


# ---------------------------------------------------------------- references


def paths_with_doubtful_links(db: Connection) -> list[str]:
    """Return the sources with a link to a stem that has no published article."""
    rows = db.execute(
        "SELECT DISTINCT l.path FROM links l LEFT JOIN texts t ON t.stem = l.target "
        "LEFT JOIN articles a ON a.story = t.story AND a.published "
        "WHERE a.id IS NULL ORDER BY l.path"
    )
    return [path for (path,) in rows]


def has_source(db: Connection, stem: str) -> bool:
    """Tell whether there is a text source with a stem, readable or not."""
    row = db.execute(
        "SELECT 1 FROM sources WHERE kind IN ('article', 'page') AND path LIKE '%.md' AND "
        "(path > ?1 || '.' AND path < ?1 || '/'"
        " OR path > ?1 || '/index.' AND path < ?1 || '/index/') "
        "LIMIT 1",
        (f"content/{stem}",),
    ).fetchone()
    return row is not None


def has_unread_version(db: Connection, stem: str) -> bool:
    """Tell whether a source with a stem could not be read, so that its story is not whole."""
    row = db.execute(
        "SELECT 1 FROM sources s WHERE s.kind IN ('article', 'page') AND "
        "(s.path > ?1 || '.' AND s.path < ?1 || '/' "
        "OR s.path > ?1 || '/index.' AND s.path < ?1 || '/index/') "
        "AND NOT EXISTS (SELECT 1 FROM texts t WHERE t.path = s.path) LIMIT 1",
        (f"content/{stem}",),
    ).fetchone()
    return row is not None


def stems_beside(db: Connection, stem: str) -> list[str]:
    """Return the stems in the same folder, for naming the nearest; at most 500."""
    folder = stem.rpartition("/")[0] + "/"
    rows = db.execute(
        "SELECT DISTINCT stem FROM texts WHERE stem > ? AND stem < ? ORDER BY stem LIMIT 500",
        (folder, folder[:-1] + "0"),
    )
    return [other for (other,) in rows]
