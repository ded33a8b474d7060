"""
Pending pages -> staged files -> published files.

Rendering goes through the crew in order of path, or to a cluster but for what is
copied from files; rows are written as batches come back.  If a template fails
nothing is put in its place: every failure is reported once, with the first page
that showed it, and the staged files go.

Imports: build.cluster, build.crew, build.parcels, build.publish, build.worker, catalogue, errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from backfile.build.cluster import AT_HOME, Cluster
from backfile.build.crew import Crew
from backfile.build.parcels import receive
from backfile.build.publish import remove_orphans
from backfile.build.report import Report
from backfile.build.worker import Rendered, place_files, render_pages
from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection
from backfile.catalogue.outputs import Pending
from backfile.errors import Problem, SiteError

RENDER_BATCH = 60
PLACE_BATCH = 500
COMMIT_AFTER = 5_000
"""Pages between two commits, so that a killed build has not to begin again from nothing."""

FAILURES, FAILING_PAGES = 20, 500
"""Different failures, and pages, after which there is no use in going on."""


def render_pending(db: Connection, crew: Crew, report: Report) -> int:
    """
    Render what may be stale and lay its files aside; return how many were written.

    Raises:
        SiteError: Templates failed; the rows stay pending.
    """
    total = outputs.count_pending(db)
    report.begin("rendering", total)
    cluster = crew.engage_cluster(db, total)
    written = 0
    since, given_up = 0, False
    failures: dict[Problem, list[str]] = {}
    db.execute("BEGIN")
    for done in _render_all(db, crew, cluster):
        outputs.mark_fresh(db, done.fresh)
        outputs.stage_outputs(db, done.staged)
        written += sum(staged.written for staged in done.staged)
        for problem, page in done.failures:
            failures.setdefault(problem, []).append(page)
        count = len(done.fresh) + len(done.staged)
        report.advance(count)
        since += count
        if since >= COMMIT_AFTER:
            db.execute("COMMIT")
            db.execute("BEGIN")
            since = 0
        given_up = len(failures) > FAILURES or sum(map(len, failures.values())) > FAILING_PAGES
        if given_up:
            break
    db.execute("COMMIT")
    if failures:
        least = "at least " if given_up else ""
        raise SiteError(tuple(_with_pages(p, pages, least) for p, pages in failures.items()))
    return written


def _render_all(db: Connection, crew: Crew, cluster: Cluster | None) -> Iterator[Rendered]:
    pages: Iterable[Pending] = outputs.pending_outputs(db)
    if cluster is not None:
        afar = (page for page in pages if page.key.kind not in AT_HOME)
        yield from crew.map(receive, cluster.render(afar), batch=1, handful=2)
        pages = (page for page in outputs.pending_outputs(db) if page.key.kind in AT_HOME)
    yield from crew.map(render_pages, pages, RENDER_BATCH)


def _with_pages(problem: Problem, pages: list[str], least: str) -> Problem:
    more = f" and {least}{len(pages) - 1:,} more" if len(pages) > 1 else ""
    message = f"{problem.message} (while rendering {pages[0]}{more})"
    return msgspec.structs.replace(problem, message=message)


def place_staged(db: Connection, crew: Crew, output: Path, report: Report, total: int) -> None:
    """Put the staged files in their places, and record that they are there."""
    if not total:
        outputs.settle_staged(db)
        return
    report.begin("publishing", total)
    output.mkdir(parents=True, exist_ok=True)
    try:
        _place_all(db, crew, report)
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        # A former file stands where a folder must be, or the other way round.
        remove_orphans(db, output)
        _place_all(db, crew, report)
    outputs.settle_staged(db)


def _place_all(db: Connection, crew: Crew, report: Report) -> None:
    placed: Counter[str] = Counter()
    for count in crew.map(place_files, outputs.staged_outputs(db), PLACE_BATCH):
        placed["files"] += count
        report.advance(count)
