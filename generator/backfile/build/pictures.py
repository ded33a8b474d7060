"""
Pending pictures -> files in the cache, from which rendering copies them.

Before any page is rendered, all that is missing in the cache is made by the crew,
one photo a task, so that each is decoded once.  A photo that cannot be decoded is
a problem with its path; all are found before the build stops.

Memory:  one decoded photo a worker; the tasks stream.
Imports: build.cache, build.crew, build.worker, catalogue, fingerprint, pages, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from backfile.build import cache
from backfile.build.crew import Crew
from backfile.build.report import Report
from backfile.build.worker import Bench, Task, make_of_photos
from backfile.catalogue import pictures
from backfile.catalogue.connection import Connection, read_meta, write_meta
from backfile.catalogue.pictures import PendingPicture
from backfile.errors import Problem
from backfile.fingerprint import parts_of
from backfile.model import PictureFile
from backfile.pages import picture

_SWEPT = "pictures-swept"


class _Photo(NamedTuple):
    """The pending pictures of one photo."""

    pending: int
    stale: list[tuple[int, PictureFile]]
    """(output, what it is) of those that differ from what is published."""


def make_pending(db: Connection, bench: Bench, crew: Crew, report: Report) -> list[Problem]:
    """Make what the pending pictures need and the cache has not; return what is wrong."""
    folder = bench.order.pictures
    cache.clear_half_written(folder)
    total = pictures.count_pending(db)
    if not total:
        return []
    report.begin("pictures", total)
    problems: set[Problem] = set()
    for made in crew.map(make_of_photos, _tasks(db, bench, report), batch=1, handful=2):
        report.advance(made.pending)
        problems.update(made.problems)
    cache.clear_half_written(folder)
    return sorted(problems)


def prune_cache(db: Connection, folder: Path) -> None:
    """Remove from the cache what no output is copied from any more; after a successful build."""
    if read_meta(db, _SWEPT):
        cache.remove_names(folder, pictures.unused_names(db))
    else:
        # This catalogue does not know what former ones kept.
        unknown = [name for name in cache.names_in(folder) if not pictures.is_in_use(db, name)]
        cache.remove_names(folder, unknown)
        write_meta(db, _SWEPT, b"1")
    pictures.forget_unused(db)


def _tasks(db: Connection, bench: Bench, report: Report) -> Iterator[Task]:
    """Yield what is to be made, photo by photo; what is cached is only recorded."""
    for photo in _photos(bench, pictures.pending_pictures(db)):
        names = [(output, cache.name_of(made)) for output, made in photo.stale]
        _record(db, names)
        missing = tuple(
            made
            for (_, made), (_, name) in zip(photo.stale, names, strict=True)
            if not cache.path_of_name(bench.order.pictures, name).exists()
        )
        if missing:
            yield Task(photo.pending, missing)
        else:
            report.advance(photo.pending)


def _record(db: Connection, names: list[tuple[int, bytes]]) -> None:
    if names:
        db.execute("BEGIN")
        pictures.keep_names(db, names)
        db.execute("COMMIT")


def _photos(bench: Bench, pending: Iterable[PendingPicture]) -> Iterator[_Photo]:
    for _, group in groupby(pending, key=lambda one: picture.photo_path_of(one.key)):
        found = [(one, picture.context_of(bench.reader, one.key)[0]) for one in group]
        stale = [(one.id, made) for one, made in found if parts_of((), made)[0] != one.fingerprint]
        yield _Photo(len(found), stale)
