"""
A build, on one screen.

`build` loads the site and its theme, takes the lock, and opens the catalogue;
`_run` is the stages: compare the output folder with the manifest; bring the rows
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
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

import backfile
from backfile.build import cache, former, pictures, publish
from backfile.build.cluster import Cluster, open_cluster
from backfile.build.content import check_content_folder, update_content
from backfile.build.crew import Crew
from backfile.build.engine import engine_digest, zone_digest
from backfile.build.explain import explain_output
from backfile.build.lock import hold_lock
from backfile.build.moved import lost_addresses
from backfile.build.near_terms import near_terms_of_queries
from backfile.build.nowhere import paths_to_nowhere
from backfile.build.render import place_staged, render_pending
from backfile.build.report import Built, Report, Summary
from backfile.build.staleness import mark_stale, unfit_templates, wide_queries
from backfile.build.story import Moments
from backfile.build.templates import keep_analysis, read_analysis_in
from backfile.build.trust import begin_looking
from backfile.build.worker import Bench, Order
from backfile.catalogue import articles, outputs, sources
from backfile.catalogue import connection as catalogue
from backfile.catalogue.connection import Connection
from backfile.errors import BackfileError, CatalogueError, Problem, SiteError, UsageError
from backfile.fingerprint import encode, fingerprint_of
from backfile.model import Site
from backfile.site import load_site
from backfile.site.load import base_url_fault, place_in_site
from backfile.theme.chain import DEFAULT, load_theme
from backfile.theme.failure import TemplateFailure
from backfile.theme.renderer import Renderer, open_renderer
from backfile.yaml.wording import quoted

CATALOGUE = ".backfile"
OUTPUT = "public"
SHOWN_ONLY = (
    "title", "description", "copyright", "menu", "extra", "theme", "publisher", "refused_crawlers",
)  # fmt: skip
"""What of the site only the frame or robots.txt shows; all else changes what sources mean."""


@dataclass(frozen=True)
class Options:
    """What the command line says of a build."""

    site_folder: Path
    now: datetime
    """What counts as published, expired, news; without an offset, in the site's time zone."""

    jobs: int
    output: Path | None = None
    """Default: `public` in the site folder."""

    clean: bool = False
    drafts: bool = False
    base_url: str | None = None
    strict: bool = False
    explain: str = ""
    executor: str = ""
    """`dask://HOST:PORT`: who renders, instead of processes of this machine."""

    sink: str = ""
    """Where such workers leave what they made: a folder or a bucket's URL."""


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
    _check_usage(options)
    cluster = open_cluster(options.executor, options.sink)
    engine = engine_digest()
    site, renderer, problems = _load(options, engine)
    folder = options.site_folder / CATALOGUE
    with hold_lock(folder):
        keep_analysis(folder, renderer, engine)
        order = _order_of(options, site, engine)
        job = Job(options, order, renderer, problems, report, cluster)
        if options.clean:
            former.remember_catalogue(folder)
            catalogue.discard_catalogue(folder)
        built = _run_or_heal(job, folder)
    seconds = round(time.monotonic() - begun, 3)
    return built._replace(summary=built.summary._replace(seconds=seconds))


def _run_or_heal(job: Job, folder: Path) -> Built:
    """Run the build; once more with a new catalogue if this one turns out to be damaged."""
    try:
        return _open_and_run(job)
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
        return _open_and_run(job)


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


def _load(options: Options, engine: bytes) -> tuple[Site, Renderer, list[Problem]]:
    """Load site.yaml and the theme; what is wrong with the theme is kept for later."""
    site, problems = load_site(options.site_folder, base_url=options.base_url)
    if site is None:
        raise SiteError(tuple(problems))
    theme, more = load_theme(options.site_folder, site.theme)
    problems += more
    if theme is None:
        # Content can be checked all the same, and its problems listed beside these.
        theme, _ = load_theme(options.site_folder, DEFAULT)
    problems = [_placed(options.site_folder, problem) for problem in problems]
    if theme is None:
        raise SiteError(tuple(problems))
    kept = b"" if options.clean else read_analysis_in(options.site_folder / CATALOGUE)
    renderer, more = open_renderer(theme, site, engine, kept)
    return site, renderer, problems + more


def _placed(folder: Path, problem: Problem) -> Problem:
    """Say where site.yaml names the theme that does not exist."""
    if problem.path != "site.yaml" or problem.line:
        return problem
    line, column = place_in_site(folder, "theme")
    return msgspec.structs.replace(problem, line=line, column=column)


def _order_of(options: Options, site: Site, engine: bytes) -> Order:
    output = (options.output or options.site_folder / OUTPUT).absolute()
    return Order(
        site_folder=options.site_folder,
        catalogue=options.site_folder / CATALOGUE,
        output=output,
        pictures=options.site_folder / CATALOGUE / cache.FOLDER,
        site=site,
        now_us=_now_us(options.now, site),
        engine=engine,
        generator=f"Backfile {backfile.__version__}",
    )


def _now_us(now: datetime, site: Site) -> int:
    """Return microseconds since 1970 UTC."""
    moment = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(site.timezone))
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _open_and_run(job: Job) -> Built:
    folder = job.order.catalogue
    reason = catalogue.reason_to_discard(folder)
    if reason:
        job.report.note(reason)
        former.remember_catalogue(folder)
        catalogue.discard_catalogue(folder)
    db = catalogue.open_catalogue(folder)
    crew = Crew(job.order, job.renderer, job.options.jobs, job.cluster)
    try:
        built = _run(db, crew, job)
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
    return built


def _end(crew: Crew, job: Job) -> None:
    crew.close()
    publish.clear_staging(job.order.output)


def _run(db: Connection, crew: Crew, job: Job) -> Built:
    check_content_folder(db, job.order)
    cold = _compare_with_last(db, job)
    catalogue.choose_journal(db, cold=cold)
    altered = begin_looking(db, job.order.catalogue, job.order.output, job.options.jobs)
    catalogue.begin_reading(db)
    moments = Moments(job.order.now_us, job.options.drafts)
    try:
        update_content(db, job.order, job.renderer, crew, moments, job.report)
    finally:
        _distrust(db, job, altered())
    problems = [*job.problems, *sources.all_problems(db), *_problems_of_whole(db, job)]
    if not _has_errors(job.problems):
        problems += unfit_templates(db, job.renderer)
    catalogue.end_reading(db)
    if _has_errors(problems, strict=job.options.strict):
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


def _compare_with_last(db: Connection, job: Job) -> bool:
    """Note another output folder or meaning; return whether content must be read from nothing."""
    publish.clear_staging(job.order.output)
    outputs.distrust_staged(db)
    if catalogue.read_meta(db, "output") != str(job.order.output).encode():
        _move_to(db, job.order)
    meaning = _meaning_of(job.order)
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


def _meaning_of(order: Order) -> bytes:
    """Return a digest over all that decides what sources mean."""
    site = order.site
    names = (name for name in site.__struct_fields__ if name not in SHOWN_ONLY)
    zone = zone_digest(site.timezone)
    return fingerprint_of([order.engine, zone, *(encode(getattr(site, name)) for name in names)])


def _has_errors(problems: list[Problem], *, strict: bool = False) -> bool:
    return any(strict or problem.severity == "error" for problem in problems)


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
