"""
A build, on one screen.

`with_catalogue` loads the site and its theme, takes the lock, and opens the catalogue;
`_publish` is the stages: compare the output folder with the manifest; bring the rows
up to date with content/; stop if anything is wrong; make the pictures that are
missing; render what may be stale; put the files in their places; remove orphans.
A clean build is this with an empty catalogue.

Errors:  SiteError with every problem, and then nothing was published;
         UsageError if an option asks for what cannot be;
         CatalogueError if another build is running; OSError if a folder cannot
         be written.
Imports: build, catalogue, site, theme, errors, model.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from backfile.build import former, pictures, publish
from backfile.build.cluster import Cluster, open_cluster
from backfile.build.content import check_content_folder, update_content
from backfile.build.crew import Crew
from backfile.build.engine import engine_digest
from backfile.build.explain import explain_output
from backfile.build.lock import hold_lock
from backfile.build.moved import lost_addresses
from backfile.build.near_terms import near_terms_of_queries
from backfile.build.nowhere import paths_to_nowhere
from backfile.build.opening import (
    CATALOGUE,
    OUTPUT,
    Options,
    has_errors,
    load,
    meaning_of,
    order_of,
)
from backfile.build.render import place_staged, render_pending
from backfile.build.report import Built, Report, Summary
from backfile.build.staleness import mark_stale, unfit_templates, wide_queries
from backfile.build.story import Moments
from backfile.build.templates import keep_analysis
from backfile.build.trust import begin_looking
from backfile.build.worker import Bench, Order
from backfile.catalogue import articles, outputs, sources
from backfile.catalogue import connection as catalogue
from backfile.catalogue.connection import Connection
from backfile.errors import BackfileError, CatalogueError, Problem, SiteError, UsageError
from backfile.site.load import base_url_fault
from backfile.theme.failure import TemplateFailure
from backfile.theme.renderer import Renderer
from backfile.yaml.wording import quoted

T = TypeVar("T")


@dataclass
class Job:
    """One build under way."""

    options: Options
    order: Order
    renderer: Renderer
    problems: list[Problem]
    """Found before content was read: in site.yaml and the theme."""

    report: Report
    cluster: Cluster | None


def build(options: Options, report: Report) -> Built:
    """Build a site: content/ becomes the output folder."""
    begun = time.monotonic()
    built = with_catalogue(options, report, _publish)
    seconds = round(time.monotonic() - begun, 3)
    return built._replace(summary=built.summary._replace(seconds=seconds))


def with_catalogue(
    options: Options, report: Report, work: Callable[[Connection, Crew, Job], T]
) -> T:
    """Do *work* with the catalogue, alone; with a new one if this one turns out to be damaged."""
    _check_usage(options)
    cluster = open_cluster(options.executor, options.sink)
    engine = engine_digest()
    site, renderer, problems = load(options, engine)
    folder = options.site_folder / CATALOGUE
    with hold_lock(folder):
        keep_analysis(folder, renderer, engine)
        order = order_of(options, site, engine)
        job = Job(options, order, renderer, problems, report, cluster)
        if options.clean:
            former.remember_catalogue(folder)
            catalogue.discard_catalogue(folder)
        return _work_or_heal(job, folder, work)


def _work_or_heal(job: Job, folder: Path, work: Callable[[Connection, Crew, Job], T]) -> T:
    try:
        return _open_and_work(job, work)
    except TemplateFailure as failure:
        raise SiteError((*job.problems, failure.problem)) from None
    except BrokenExecutor:
        message = "a worker process was killed, perhaps for want of memory; try --jobs 1"
        raise BackfileError(message) from None
    except sqlite3.OperationalError as error:
        raise CatalogueError(f"the catalogue in {folder} cannot be used: {error}") from None
    except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError) as error:
        # Of SQLite's errors only the plainest speaks of damage; a row that cannot be
        # decoded was whole when it was written.
        if isinstance(error, sqlite3.DatabaseError) and type(error) is not sqlite3.DatabaseError:
            raise
        job.report.note("the catalogue is damaged; making it anew")
        former.remember_catalogue(folder)
        catalogue.discard_catalogue(folder)
        return _open_and_work(job, work)


def _check_usage(options: Options) -> None:
    """Raise UsageError if the options ask for what cannot be."""
    fault = base_url_fault(options.base_url) if options.base_url is not None else ""
    if fault:
        hint = "write one such as `https://horizon.example`"
        raise UsageError(f"--base-url: {quoted(options.base_url or '')} {fault}; {hint}")
    shown = options.output or options.site_folder / OUTPUT
    if options.output and options.output.exists() and not options.output.is_dir():
        raise UsageError(f"--output: {options.output} is a file; name a folder")
    folder, output = options.site_folder.resolve(), shown.resolve()
    ours = [folder / name for name in ("content", "themes", CATALOGUE)]
    if folder.is_relative_to(output) or any(output.is_relative_to(place) for place in ours):
        message = f"--output: {shown} holds the site's own files; name another folder"
        raise UsageError(message)


def _open_and_work(job: Job, work: Callable[[Connection, Crew, Job], T]) -> T:
    folder = job.order.catalogue
    reason = catalogue.reason_to_discard(folder)
    if reason:
        job.report.note(reason)
        former.remember_catalogue(folder)
        catalogue.discard_catalogue(folder)
    db = catalogue.open_catalogue(folder)
    crew = Crew(job.order, job.renderer, job.options.jobs, job.cluster)
    try:
        done = work(db, crew, job)
    except SiteError:
        _end(crew, job)
        catalogue.close_catalogue(db, job.order.catalogue)
        raise
    except BaseException:
        # Whatever was under way is not in the catalogue: without a stamp, the
        # next build looks whether what is there is whole.
        _end(crew, job)
        db.close()
        raise
    _end(crew, job)
    catalogue.close_catalogue(db, job.order.catalogue)
    return done


def _end(crew: Crew, job: Job) -> None:
    crew.close()
    publish.clear_staging(job.order.output)


def _publish(db: Connection, crew: Crew, job: Job) -> Built:
    """Bring the output folder up to date with content/, or raise SiteError and leave it be."""
    begin(db, job)
    altered = begin_looking(db, job.order.catalogue, job.order.output, job.options.jobs)
    problems = bring_up_to_date(db, crew, job, altered)
    if has_errors(problems, strict=job.options.strict):
        raise SiteError((*problems, *job.renderer.template_problems()))
    catalogue.begin_publishing(db)
    bench = Bench(job.order, job.renderer)
    mark_stale(db, bench, articles.templates_named(db))
    for line in wide_queries(db, job.renderer.theme.queries):
        job.report.note(line)
    explanation = explain_output(bench, job.options.explain) if job.options.explain else ""
    broken = pictures.make_pending(db, bench, crew, job.report)
    bench.close()
    if broken:
        raise SiteError((*problems, *broken))
    written = render_pending(db, crew, job.report)
    place_staged(db, crew, job.order.output, job.report, written)
    removed = publish.remove_orphans(db, job.order.output)
    removed += _remove_unknown(db, job.order)
    pictures.prune_cache(db, job.order.pictures)
    return Built(
        _summary(db, problems, written, removed),
        tuple(sorted(problems)),
        explanation,
        articles.count_held_back(db, job.order.now_us),
    )


def begin(db: Connection, job: Job, *, publishes: bool = True) -> None:
    """Compare settings with those of the last build, and the output folder if it is written."""
    check_content_folder(db, job.order)
    if publishes:
        _settle_output(db, job)
    cold = _compare_with_last(db, job)
    catalogue.choose_journal(db, cold=cold)


def bring_up_to_date(
    db: Connection, crew: Crew, job: Job, altered: Callable[[], list[int]] = list
) -> list[Problem]:
    """
    Bring the rows up to date with content/ after `begin`, and return all problems there are.

    *altered* returns the outputs that were altered by hand, once it is asked.
    """
    catalogue.begin_reading(db)
    moments = Moments(job.order.now_us, job.options.drafts)
    try:
        update_content(db, job.order, job.renderer, crew, moments, job.report)
    finally:
        _distrust(db, job, altered())
    problems = [*job.problems, *sources.all_problems(db), *_problems_of_whole(db, job)]
    if not has_errors(job.problems):
        problems += unfit_templates(db, job.renderer)
    catalogue.end_reading(db)
    return problems


def _problems_of_whole(db: Connection, job: Job) -> list[Problem]:
    """Return what only rows and settings together can tell, and what was there before."""
    return [
        *lost_addresses(db, job.order.site),
        *near_terms_of_queries(db, job.renderer.theme.queries),
        *paths_to_nowhere(db, job.order),
    ]


def _distrust(db: Connection, job: Job, altered: list[int]) -> None:
    """Make pending what was altered behind our back."""
    if altered:
        note = f"{len(altered):,} published files were altered or removed; writing them again"
        job.report.note(note)
        outputs.distrust(db, altered)


def _settle_output(db: Connection, job: Job) -> None:
    """Note another output folder, and distrust what a build left that did not end."""
    publish.clear_staging(job.order.output)
    outputs.distrust_staged(db)
    if catalogue.read_meta(db, "output") != str(job.order.output).encode():
        _move_to(db, job.order)


def _compare_with_last(db: Connection, job: Job) -> bool:
    """Note another meaning of site.yaml; return whether content must be read from nothing."""
    meaning = meaning_of(job.order)
    if catalogue.read_meta(db, "meaning") == meaning and catalogue.read_meta(db, "moment"):
        return False
    catalogue.write_meta(db, "moment", b"")
    catalogue.forget_content(db)
    catalogue.write_meta(db, "meaning", meaning)
    return True


def _move_to(db: Connection, order: Order) -> None:
    """Begin with another output folder, of whose files nothing is known but a list at best."""
    former.remember_published(db, order.catalogue)
    is_new = not catalogue.read_meta(db, "output")
    outputs.forget_files(db)
    default = (order.site_folder / OUTPUT).absolute()
    sweep = is_new and order.output == default and former.is_plainly_ours(order.output)
    catalogue.write_meta(db, "unswept", b"1" if sweep else b"")
    catalogue.write_meta(db, "output", str(order.output).encode())


def _remove_unknown(db: Connection, order: Order) -> int:
    """Remove what former builds left in the output folder and no catalogue knows."""
    publish.clear_staging(order.output)
    if former.has_list(order.catalogue, order.output):
        catalogue.write_meta(db, "unswept", b"")
        return former.remove_former(db, order.catalogue, order.output)
    if not catalogue.read_meta(db, "unswept"):
        return 0
    count = publish.sweep(db, order.output)
    catalogue.write_meta(db, "unswept", b"")
    return count


def _summary(db: Connection, problems: list[Problem], written: int, removed: int) -> Summary:
    pages = outputs.count_outputs(db)
    return Summary(
        articles=articles.count_published(db),
        pages=pages,
        written=written,
        unchanged=pages - written,
        removed=removed,
        warnings=len(problems),
        errors=0,
        seconds=0.0,
    )
