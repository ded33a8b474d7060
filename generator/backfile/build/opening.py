"""
What a command works with: the site, its theme, and the order that goes to workers.

Errors:  SiteError if site.yaml or the theme cannot be used.
Imports: build, site, theme, errors, fingerprint, model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

import backfile
from backfile.build import cache
from backfile.build.engine import zone_digest
from backfile.build.templates import read_analysis_in
from backfile.build.worker import Order
from backfile.errors import Problem, SiteError
from backfile.fingerprint import encode, fingerprint_of
from backfile.model import Site
from backfile.site import load_site
from backfile.site.load import place_in_site
from backfile.theme.chain import DEFAULT, load_theme
from backfile.theme.renderer import Renderer, open_renderer

CATALOGUE = ".backfile"
OUTPUT = "public"
SHOWN_ONLY = (
    "title", "description", "copyright", "menu", "extra", "theme", "publisher", "refused_crawlers",
    "targets",
)  # fmt: skip
"""What of the site no source depends on; all else changes what sources mean."""


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


def load(options: Options, engine: bytes) -> tuple[Site, Renderer, list[Problem]]:
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


def order_of(options: Options, site: Site, engine: bytes) -> Order:
    """Return what every worker of a command is told."""
    output = (options.output or options.site_folder / OUTPUT).absolute()
    return Order(
        site_folder=options.site_folder,
        catalogue=options.site_folder / CATALOGUE,
        output=output,
        pictures=options.site_folder / CATALOGUE / cache.FOLDER,
        site=site,
        now_us=now_us(options.now, site),
        engine=engine,
        generator=f"Backfile {backfile.__version__}",
    )


def now_us(now: datetime, site: Site) -> int:
    """Return a moment in microseconds since 1970 UTC."""
    moment = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(site.timezone))
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def meaning_of(order: Order) -> bytes:
    """Return a digest over all that decides what sources mean."""
    site = order.site
    names = (name for name in site.__struct_fields__ if name not in SHOWN_ONLY)
    zone = zone_digest(site.timezone)
    return fingerprint_of([order.engine, zone, *(encode(getattr(site, name)) for name in names)])


def has_errors(problems: list[Problem], *, strict: bool = False) -> bool:
    """Tell whether any of *problems* forbids to publish."""
    return any(strict or problem.severity == "error" for problem in problems)
