"""
Changes -> rows: what was added, edited or removed below content/.

The files are read by workers, the rows are written here, in the order of the
scan.  Besides the rows, what must be looked at again is collected: the stories,
terms, photos and static files that a change concerns.

Imports: build.read, catalogue, pages.changes, source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from backfile.build.read import Reading, spellings_of
from backfile.catalogue import articles, records, sources
from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import Spelling
from backfile.errors import Problem
from backfile.language.terms import term_key_of
from backfile.pages.changes import Changes
from backfile.source.scan import Change


@dataclass
class Intake:
    """What has been taken in, and what follows must look at."""

    changes: Changes
    cold: bool
    """The catalogue was empty: nothing has to be taken back, or remembered."""

    stories: set[str] = field(default_factory=set)
    """Stories to resolve again."""

    paths: set[str] = field(default_factory=set)
    """Sources whose links and photos must be checked again."""

    photos: set[str] = field(default_factory=set)
    """Photos that came, went or changed."""

    edited: list[str] = field(default_factory=list)
    """Sources that were added, edited or removed; none of a cold build."""

    unread: set[str] = field(default_factory=set)
    """Sources of text that could not be read, before or now."""

    spellings: Counter[Spelling] = field(default_factory=Counter)
    stems: dict[str, str] = field(default_factory=dict)
    """Stem -> the story that it belonged to before, of sources read again or new."""

    spelt: set[tuple[str, str]] = field(default_factory=set)
    """(taxonomy, key) of terms that are written more or less often than before."""

    respelt: set[tuple[str, str]] = field(default_factory=set)
    """(taxonomy, key) of all terms in sources that were read again, or are gone."""


def take_in(db: Connection, intake: Intake, readings: Iterable[Reading]) -> None:
    """Write the rows of sources that were read."""
    for reading in readings:
        change = reading.change
        if reading.vanished:
            remove(db, intake, change)
            continue
        # What could not be read is looked at again next time, whatever its time says.
        stat = (change.size, change.mtime_ns if reading.digest else 0)
        if reading.unchanged:
            sources.touch_source(db, change.path, stat)
        else:
            sources.put_source(db, change.path, change.kind, stat, reading.digest, reading.facts)
            _replace(db, intake, reading)


def remove(db: Connection, intake: Intake, change: Change) -> None:
    """Take a source out of the catalogue."""
    intake.edited.append(change.path)
    _take_back(db, intake, change.path, change.kind)
    sources.forget_source(db, change.path)


def settle_spellings(db: Connection, intake: Intake) -> None:
    """Write the counts of spellings, and note the terms whose label may change by them."""
    records.add_spellings(db, intake.spellings)
    if not intake.cold:
        counted = (spelling for spelling, uses in intake.spellings.items() if uses)
        intake.spelt.update((spelling.taxonomy, spelling.key) for spelling in counted)
        intake.respelt.update((s.taxonomy, s.key) for s in intake.spellings)


def settle_stems(db: Connection, intake: Intake) -> None:
    """Note the stems that belong to another story than before, or to none."""
    for stem, story in intake.stems.items():
        if sources.story_of_stem(db, stem) != story:
            intake.changes.moved_stems.add(stem)


def _replace(db: Connection, intake: Intake, reading: Reading) -> None:
    path, kind = reading.change.path, reading.change.kind
    if not intake.cold:
        intake.edited.append(path)
        _take_back(db, intake, path, kind)
        sources.forget_said(db, path)
    if reading.problems or not intake.cold:
        sources.put_problems(db, path, reading.problems)
    if reading.text:
        sources.put_text(db, reading.text)
        if not intake.cold:
            intake.stories.add(reading.text.story)
            intake.stems.setdefault(reading.text.stem, "")
            intake.paths.add(path)
    elif kind in {"article", "page"}:
        sources.put_references(db, path, reading.links, ())
        if not intake.cold:
            intake.unread.add(path)
    intake.spellings.update(reading.spellings)
    _put_records(db, intake, reading)


def _put_records(db: Connection, intake: Intake, reading: Reading) -> None:
    path = reading.change.path
    if reading.author:
        key = term_key_of(reading.author.key)
        records.put_author(db, path, key, reading.author)
        sources.put_references(db, path, reading.links, reading.photos)
        for language, body in reading.biography:
            sources.put_body(db, path, language, body)
        intake.changes.terms.add(("authors", key))
    for record in reading.terms:
        key = term_key_of(record.key)
        other = records.term_record(db, record.taxonomy, key)
        if other is not None and (other.line, other.column) != (record.line, record.column):
            _report_twice(db, path, record.key, other.key, record.line, record.column)
        records.put_term(db, path, key, record)
        intake.changes.terms.add((record.taxonomy, key))


def _report_twice(db: Connection, path: str, key: str, other: str, line: int, column: int) -> None:
    message = f"`{key}` is the same term as `{other}` above; keep one of them"
    sources.add_problem(db, path, Problem(path, line, column, "duplicate-term", message))


def _take_back(db: Connection, intake: Intake, path: str, kind: str) -> None:
    """Note what a source said until now, and uncount its spellings."""
    if kind == "static":
        intake.changes.statics.add(path)
    elif kind == "photo":
        intake.photos.add(path)
        intake.changes.photos.add(path)
    elif kind == "author":
        key = term_key_of(path.rpartition("/")[2].removesuffix(".yaml"))
        intake.changes.terms.add(("authors", key))
        intake.changes.owners.add(path)
        articles.put_redirects(db, path, ())
        intake.paths.add(path)
    elif kind == "terms":
        intake.changes.terms.update(records.term_keys_in(db, path))
    else:
        intake.paths.add(path)
        _take_back_text(db, intake, path)


def _take_back_text(db: Connection, intake: Intake, path: str) -> None:
    found = sources.story_at(db, path)
    if found:
        intake.stories.add(found[0])
        intake.stems[found[1]] = found[0]
        intake.spellings.subtract(spellings_of(found[2]))
    else:
        intake.unread.add(path)
