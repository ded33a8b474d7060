"""
Where the time of a build goes: `python benchmarks/stages.py SITE`.

Builds a site from nothing once, in this process and with one job, into a folder of
its own beside the site, and says how long each stage took without those inside it.
At any moment the clock runs for exactly one stage, so that the stages sum to the whole.

Functions are timed from outside: each is replaced wherever a module of the package
refers to it, and put back in the end.  Iterators that they return are timed step by
step.  A function that is not there any more ends the run with a message; tests see to
it that each one listed is still called.

Functions of the catalogue are counted for the stage that calls them, in a column of
their own.  Waiting and processor time of one process are much the same here.

Cost: a build with one job, and 1 µs for each call that is timed, some 3 % of it.
Imports: programs, results.
"""

from __future__ import annotations

import argparse
import datetime as dt
import pkgutil
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import programs
from results import Profile, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PACKAGE: Final = "backfile"
REST: Final = "everything else"
LOADING: Final = "loading the program"

STAGES: Final[dict[str, tuple[str, ...]]] = {
    "site.yaml and theme": (
        "site.load:load_site",
        "theme.chain:load_theme",
        "theme.renderer:open_renderer",
    ),
    "finding sources": ("source.scan:scan",),
    "reading sources": ("build.worker:read_sources",),
    "front matter and records": (
        "source.article:parse_article",
        "source.records:parse_author",
        "source.records:parse_terms",
    ),
    "Markdown": ("markup.markdown:render_body",),
    "photos": ("images.facts:read_facts", "build.pictures:make_pending"),
    "rows of sources": (
        "build.ingest:take_in",
        "build.ingest:settle_spellings",
        "build.ingest:settle_stems",
    ),
    "resolving stories": ("build.resolve:resolve_stories",),
    "windows of lists": ("build.windows:find_all_windows",),
    "checking references": (
        "build.references:check_all_links",
        "build.references:check_spellings",
        "build.references:check_authors",
        "build.references:settle_authors",
        "build.near_terms:check_near_terms",
        "build.moved:lost_addresses",
    ),
    "planning pages": (
        "build.plan:plan_everything",
        "build.plan:record_clashes",
        "build.staleness:mark_stale",
    ),
    "contexts": ("pages.*:context_of",),
    "fingerprints and digests": (
        "build.worker:inputs_of",
        "fingerprint:parts_of",
        "fingerprint:digest_of",
    ),
    "templates": ("theme.renderer:Renderer.render",),
    "encoding and writing files": ("build.worker:render_pages",),
    "rows of pages": ("build.render:render_pending",),
    "putting files in place": ("build.render:place_staged", "build.worker:place_files"),
    "opening, committing, closing": (
        "catalogue.connection:open_catalogue",
        "catalogue.connection:end_reading",
        "catalogue.connection:begin_publishing",
        "catalogue.connection:close_catalogue",
    ),
}
"""Stage -> the functions that it consists of: `module:function`, `*` for every module there."""

CATALOGUE: Final = "catalogue"
"""The package whose public functions have a column of their own."""


class Clock:
    """A stop watch that runs for one stage at a time."""

    def __init__(self) -> None:
        """Start to count for whatever belongs to no stage."""
        self.spent_s: defaultdict[tuple[str, bool], float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._under_way = [(REST, False)]
        self._since_s = time.perf_counter()

    def enter(self, stage: str | None) -> None:
        """Count for *stage* from now on; None is the catalogue, within the stage of now."""
        self._settle()
        within = self._under_way[-1][0]
        self._under_way.append((within, True) if stage is None else (stage, False))

    def leave(self) -> None:
        """Count again for the stage before."""
        self._settle()
        self._under_way.pop()

    def spend(self, stage: str, seconds: float) -> None:
        """Count what was measured otherwise."""
        self.spent_s[stage, False] += seconds

    def _settle(self) -> None:
        now_s = time.perf_counter()
        self.spent_s[self._under_way[-1]] += now_s - self._since_s
        self._since_s = now_s

    def profile(self) -> Profile:
        """Return what was counted until now, in the order of a build."""
        self._settle()
        stages = [
            Stage(name, self.spent_s[name, False], self.spent_s[name, True])
            for name in (LOADING, *STAGES, REST)
        ]
        return Profile(sum(self.spent_s.values()), stages)


def profile_build(site: Path, output: Path) -> tuple[Profile, Counter[str]]:
    """
    Build *site* into the empty folder *output* with one job, without its catalogue.

    Returns the profile, and how often each function of `STAGES` was called.
    """
    begun_s = time.perf_counter()
    pipeline = import_module(f"{PACKAGE}.build.pipeline")
    report = import_module(f"{PACKAGE}.build.report")
    loading_s = time.perf_counter() - begun_s
    now = dt.datetime.fromisoformat(programs.NOW)
    options = pipeline.Options(site_folder=site, now=now, jobs=1, output=output, clean=True)
    clock = Clock()
    with timed_functions(clock):
        clock.spend(LOADING, loading_s)
        pipeline.build(options, report.Silence())
        return clock.profile(), clock.calls


@contextmanager
def timed_functions(clock: Clock) -> Iterator[None]:
    """Time all functions of `STAGES` and of the catalogue; LookupError if one is missing."""
    replaced: dict[int, Any] = {}
    originals: dict[int, Any] = {}
    listed = [(stage, name) for stage, names in STAGES.items() for name in names]
    for stage, name in listed:
        for owner, attribute in _places_of(name):
            function = getattr(owner, attribute)
            timed = _timed(function, clock, stage, name)
            replaced[id(function)], originals[id(timed)] = timed, function
            if isinstance(owner, type):
                setattr(owner, attribute, timed)
    for function in _functions_of_catalogue():
        if id(function) not in replaced:
            timed = _timed(function, clock, None, CATALOGUE)
            replaced[id(function)], originals[id(timed)] = timed, function
    _replace_everywhere(replaced)
    try:
        yield
    finally:
        _replace_everywhere(originals)
        for _, name in listed:
            for owner, attribute in _places_of(name):
                if isinstance(owner, type):
                    setattr(owner, attribute, originals[id(getattr(owner, attribute))])


def _places_of(name: str) -> Iterator[tuple[Any, str]]:
    """Yield (module or class, attribute) of the functions that `module:function` means."""
    module_name, _, path = name.partition(":")
    package, is_all, _ = module_name.partition(".*")
    modules = _modules_in(package) if is_all else [import_module(f"{PACKAGE}.{module_name}")]
    *owners, attribute = path.split(".")
    found = 0
    for module in modules:
        owner = module
        for part in owners:
            owner = getattr(owner, part, None)
        if hasattr(owner, attribute):
            found += 1
            yield owner, attribute
    if not found:
        raise LookupError(f"stages: there is no {PACKAGE}.{name} any more; mend STAGES")


def _modules_in(package: str) -> list[Any]:
    names = pkgutil.iter_modules(import_module(f"{PACKAGE}.{package}").__path__)
    return [import_module(f"{PACKAGE}.{package}.{module.name}") for module in names]


def _functions_of_catalogue() -> Iterator[Any]:
    """Yield the public functions that the modules of the catalogue define."""
    for module in _modules_in(CATALOGUE):
        for name, value in vars(module).items():
            if isfunction(value) and value.__module__ == module.__name__ and name[0] != "_":
                yield value


def _replace_everywhere(replaced: dict[int, Any]) -> None:
    """Put other functions in the place of those with the ids in *replaced*, in every module."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == PACKAGE:
            for attribute, value in list(vars(module).items()):
                if id(value) in replaced:
                    setattr(module, attribute, replaced[id(value)])


def _timed(
    function: Callable[..., Any], clock: Clock, stage: str | None, name: str
) -> Callable[..., Any]:
    """Return *function* with its time, and that of an iterator it returns, counted for *stage*."""

    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        clock.calls[name] += 1
        clock.enter(stage)
        try:
            result = function(*args, **kwargs)
        finally:
            clock.leave()
        return _timed_steps(result, clock, stage) if isinstance(result, Iterator) else result

    return timed


def _timed_steps(items: Iterator[Any], clock: Clock, stage: str | None) -> Iterator[Any]:
    end = object()
    while True:
        clock.enter(stage)
        try:
            item = next(items, end)
        finally:
            clock.leave()
        if item is end:
            return
        yield item


def text_of(profile: Profile, articles: int) -> str:
    """Return the profile as lines for a terminal."""
    lines = [f"{'stage':30} {'s':>8} {'catalogue, s':>13} {'%':>6} {'µs an article':>14}"]
    for stage in (*profile.stages, Stage("the whole", *_sums(profile.stages))):
        total_s = stage.own_s + stage.catalogue_s
        lines.append(
            f"{stage.name:30} {total_s:8.3f} {stage.catalogue_s:13.3f}"
            f" {total_s / profile.wall_s:6.1%} {total_s / articles * 1e6:14,.1f}"
        )
    return "\n".join(lines)


def _sums(stages: Iterable[Stage]) -> tuple[float, float]:
    """Return the sums of both columns."""
    return sum(stage.own_s for stage in stages), sum(stage.catalogue_s for stage in stages)


def main() -> None:
    """Profile the site that the command line names."""
    parser = argparse.ArgumentParser(description="Say where the time of a build goes.")
    parser.add_argument("site", type=Path, metavar="SITE", help="as corpus.py makes one")
    parser.add_argument("--json", action="store_true", help="print data")
    given = parser.parse_args()
    sys.path.insert(0, str(programs.GENERATOR))
    output = Path(tempfile.mkdtemp(prefix="stages-", dir=given.site.parent))
    try:
        profile, _ = profile_build(given.site.absolute(), output)
    finally:
        shutil.rmtree(output)
    if given.json:
        print(msgspec.json.encode(profile).decode())
    else:
        articles = sum(1 for _ in (given.site / "content/articles").rglob("*.md"))
        print(text_of(profile, articles))


if __name__ == "__main__":
    main()
