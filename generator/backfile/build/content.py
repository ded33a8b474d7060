"""
content/ -> rows: scan, read, resolve, find windows, check references, plan.

A cold build goes the same way as any other; it has nothing to compare with, and
writes without a journal, since there is nothing to lose.

Imports: build, catalogue, pages, source, errors.
"""

from __future__ import annotations

import posixpath
import time
from collections.abc import Iterator
from typing import NamedTuple

from backfile.build.crew import Crew
from backfile.build.ingest import Intake, remove, settle_spellings, settle_stems, take_in
from backfile.build.near_terms import check_near_terms
from backfile.build.plan import plan_changes, plan_everything, record_clashes
from backfile.build.read import Suspect
from backfile.build.references import (
    check_all_links,
    check_authors,
    check_links,
    check_spellings,
    paths_to_check,
    settle_authors,
)
from backfile.build.report import Report
from backfile.build.resolve import Resolution, resolve_stories
from backfile.build.story import Moments
from backfile.build.terms import rename_terms
from backfile.build.windows import find_all_windows, find_changed_windows
from backfile.build.worker import Order, equip_reader, read_sources
from backfile.catalogue import articles, records, sources
from backfile.catalogue.connection import Connection, read_meta, write_meta
from backfile.errors import Problem, SiteError
from backfile.fingerprint import fingerprint_of
from backfile.model import Site
from backfile.pages.changes import Changes
from backfile.pages.reader import Reader
from backfile.source.paths import stem_of
from backfile.source.scan import Change, scan
from backfile.theme.renderer import Renderer

READ_BATCH = 40
END_OF_TIME_US = 2**62
"""Later than any date that can be written."""

MANY_STORIES = 20_000
"""Touched stories beyond which a complete plan is cheaper than an incremental one."""


class LastBuild(NamedTuple):
    """What the last build took for now, and when it looked everywhere."""

    moments: Moments
    scanned_ns: int


class Look(NamedTuple):
    """Where to look for changes: everywhere, but for a preview that is told where they are."""

    folders: frozenset[str] | None = None
    """Site paths; None for everywhere."""

    held: frozenset[str] = frozenset()
    """Sources that are taken for what they were before."""


EVERYWHERE = Look()


def update_content(
    db: Connection,
    order: Order,
    renderer: Renderer,
    crew: Crew,
    moments: Moments,
    report: Report,
    look: Look = EVERYWHERE,
) -> Intake:
    """Bring every row up to date with content/, and mark what may be stale."""
    last = _last_build(db)
    cold = last is None
    if cold:
        look = look._replace(folders=None)
    intake = Intake(Changes(everything=cold), cold)
    begun_ns = time.time_ns()
    scanned_ns = last.scanned_ns if last and look.folders is not None else begun_ns
    _read_changes(db, order, crew, intake, last, report, look)
    settle_spellings(db, intake)
    settle_stems(db, intake)
    if last is not None:
        _look_beside_unread(db, order.site, intake)
        _look_again(db, intake)
        intake.stories |= _stories_by_time(db, last, moments)
        intake.stories |= _stories_by_record(db, order, intake)
    _resolve(db, order, moments, intake, report)
    _check(db, order.site, intake)
    report.begin("planning")
    reader = equip_reader(Reader(db, order.site, order.now_us), order, renderer)
    _look_at_crops(reader, intake.changes)
    if intake.changes.everything:
        plan_everything(reader)
    else:
        plan_changes(reader, intake.changes)
    record_clashes(db)
    words = moments.now_us, int(moments.drafts), int(moments.future), scanned_ns
    write_meta(db, "moment", " ".join(map(str, words)).encode())
    return intake


def _look_at_crops(reader: Reader, changes: Changes) -> None:
    """Note all photos if the theme wants them in other shapes than before."""
    digest = fingerprint_of(reader.crops)
    if read_meta(reader.db, "crops") != digest:
        write_meta(reader.db, "crops", digest)
        if not changes.everything:
            changes.photos.update(articles.used_photos(reader.db))


def check_content_folder(db: Connection, order: Order) -> None:
    """Refuse to take an absent content/ for the wish to publish nothing any more."""
    if not (order.site_folder / "content").is_dir() and sources.known_folders(db):
        message = "there is no content/ folder any more; bring it back, or build with --clean"
        raise SiteError((Problem("content", 0, 0, "content-missing", message),))


def _last_build(db: Connection) -> LastBuild | None:
    """Return what the last build took for now; None if nothing was ever read whole."""
    words = read_meta(db, "moment").decode().split()
    if not words:
        return None
    now_us, drafts, future, scanned_ns = map(int, words)
    return LastBuild(Moments(now_us, bool(drafts), bool(future)), scanned_ns)


def _read_changes(
    db: Connection,
    order: Order,
    crew: Crew,
    intake: Intake,
    last: LastBuild | None,
    report: Report,
    look: Look,
) -> None:
    report.begin("reading")
    problems: list[Problem] = []
    if look.folders is not None:
        # What is wrong with the tree elsewhere still is.
        known = sources.problems_of(db, "scan")
        problems += (p for p in known if posixpath.dirname(p.path) not in look.folders)
    found = scan(
        order.site_folder,
        lambda folder: sources.known_in(db, folder),
        sources.known_folders(db),
        last.scanned_ns if last else 0,
        problems,
        look.folders,
    )
    suspects = _suspects(db, intake, found, look.held)
    for readings in crew.map(read_sources, suspects, READ_BATCH):
        take_in(db, intake, readings)
        report.advance(len(readings))
    sources.put_problems(db, "scan", problems)


def _suspects(
    db: Connection, intake: Intake, changes: Iterator[Change], held: frozenset[str]
) -> Iterator[Suspect]:
    """Yield the sources to read; the removed ones are taken out on the way."""
    for change in changes:
        if change.path in held:
            continue
        if change.removed:
            remove(db, intake, change)
        else:
            known = b"" if intake.cold else sources.digest_of_source(db, change.path)
            yield Suspect(change, known)


def _look_beside_unread(db: Connection, site: Site, intake: Intake) -> None:
    """Note the stories with a source that cannot be read: what they lack may be in it."""
    for path in intake.unread:
        stem = stem_of(path, site)
        intake.stories |= {stem, sources.story_of_stem(db, stem) or stem}
        intake.changes.moved_stems.add(stem)


def _look_again(db: Connection, intake: Intake) -> None:
    """Note what is reported missing: it, or another hint at what was meant, may be there now."""
    for code in ("photo-missing", "link-missing"):
        for owner in sources.owners_of_problems(db, code):
            kind, _, name = owner.partition(":")
            if kind == "story":
                intake.stories.add(name)
            elif kind == "link":
                intake.paths.add(name)
            elif kind == "author":
                intake.changes.terms.add(("authors", name))


def _stories_by_time(db: Connection, last: LastBuild, moments: Moments) -> set[str]:
    """Return the stories that are published or not for another reason than an edit."""
    stories: set[str] = set()
    before = last.moments
    if before.now_us != moments.now_us:
        stories.update(articles.stories_turning(db, before.now_us, moments.now_us))
    if before.drafts != moments.drafts:
        stories.update(articles.stories_in_draft(db))
    if before.future != moments.future:
        stories.update(articles.stories_turning(db, moments.now_us, END_OF_TIME_US))
    return stories


def _stories_by_record(db: Connection, order: Order, intake: Intake) -> set[str]:
    """Return the stories that show a term or a photo which changed."""
    stories = rename_terms(db, order.site, intake.changes, intake.spelt)
    for photo in intake.photos:
        for path in sources.paths_naming_photo(db, photo):
            found = sources.story_at(db, path)
            if found:
                stories.add(found[0])
            else:
                intake.changes.terms.update(records.author_keys_at(db, path))
    return stories


def _resolve(
    db: Connection, order: Order, moments: Moments, intake: Intake, report: Report
) -> None:
    total = sources.count_stories(db) if intake.cold else len(intake.stories)
    report.begin("resolving", total)
    changes = intake.changes
    resolution = Resolution(db, order.site, moments, changes, intake.cold)
    if intake.cold:
        resolve_stories(resolution, sources.all_stories(db), report)
        find_all_windows(db, order.site)
        return
    resolve_stories(resolution, sorted(intake.stories), report)
    find_changed_windows(db, order.site, changes)
    if len(intake.stories) > MANY_STORIES:
        changes.everything = True


def _check(db: Connection, site: Site, intake: Intake) -> None:
    if intake.cold:
        check_all_links(db)
    else:
        check_links(db, paths_to_check(db, intake.paths, intake.changes))
    check_spellings(db, intake.changes, intake.respelt)
    check_authors(db)
    check_near_terms(db)
    settle_authors(db, site, intake.changes)
