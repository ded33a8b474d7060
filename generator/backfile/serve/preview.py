"""
The preview, as the server sees it: an output path -> the bytes that would be published.

Pages are rendered when they are asked for, one at a time, from the catalogue that
the keeper commits to.  If a page cannot be rendered, what it last was is shown, and
what is wrong is told beside it.

Errors:  none for a page that fails: what is wrong with it can be asked for.
Imports: build, catalogue, pages, serve, errors.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from backfile.build.engine import engine_digest
from backfile.build.opening import Options, load, order_of
from backfile.build.worker import Bench, Order, bytes_of, open_reader
from backfile.catalogue import outputs
from backfile.catalogue.connection import one_look
from backfile.errors import BackfileError, Problem, SiteError
from backfile.model import PageKey
from backfile.pages import KINDS
from backfile.pages.addresses import path_of
from backfile.serve.events import News
from backfile.serve.keeper import preview_order
from backfile.serve.messages import Outcome, Progress
from backfile.theme.failure import TemplateFailure

REMEMBERED = 200
"""Pages whose last good bytes are kept."""

NOT_FOUND = "404.html"


class Preview:
    """The site as it is now, for any number of threads."""

    def __init__(self, options: Options, bench: Bench, *, is_ready: bool) -> None:
        """Show what *bench* can read, if it *is_ready* to be read."""
        self._options = options
        self._lock = threading.RLock()
        self._bench = bench
        self.is_over = False
        self._good: OrderedDict[str, bytes] = OrderedDict()
        self._faults: dict[str, tuple[Problem, ...]] = {}
        self.problems: tuple[Problem, ...] = ()
        self.progress: Progress | None = None
        self.is_ready = is_ready
        self.news = News()

    @property
    def order(self) -> Order:
        """Site and folders in use."""
        return self._bench.order

    @property
    def base(self) -> str:
        """The path of the site's URL: empty, or `/archive`."""
        return self._bench.order.site.base

    def path_of(self, address: str) -> str:
        """Return the output path that an address below the base means, whether there is one."""
        return path_of(self._bench.order.site, address)

    def key_at(self, path: str) -> PageKey | None:
        """Return the page at an output path; None if the site has none there."""
        with self.reading() as bench:
            found = outputs.output_at(bench.reader.db, path)
            if found is None:
                name = path.removeprefix("assets/")
                return PageKey("asset", "", name, 0) if name in bench.assets else None
            return found[0]

    def show(self, path: str, key: PageKey) -> bytes:
        """Return the bytes of a page; those of before if it cannot be rendered, or none."""
        with self.reading() as bench:
            try:
                data = bytes(_render(bench, key))
            except (BackfileError, OSError) as failure:
                self._faults[path] = _problems_of(failure, key)
                return self._good.get(path, b"")
            self._faults.pop(path, None)
            if path.endswith(".html"):
                self._good[path] = data
                self._good.move_to_end(path)
                while len(self._good) > REMEMBERED:
                    self._good.popitem(last=False)
            return data

    def faults_of(self, path: str) -> tuple[Problem, ...]:
        """Return why a page could not be rendered when it was last asked for."""
        return self._faults.get(path, ())

    @contextmanager
    def reading(self) -> Iterator[Bench]:
        """Keep the state of the site as it is, with the tools to read it."""
        with self._lock:
            if self.is_over:
                raise ConnectionAbortedError
            bench = self._bench
            if bench.opened is None:
                bench.use(open_reader(bench.order, bench.renderer, threads=True))
            yield bench

    def hold(self) -> None:
        """Render nothing, until `settle` is called; by the same thread."""
        self._lock.acquire()

    def settle(self, outcome: Outcome, *, is_held: bool) -> bool:
        """Show the site as the keeper left it; return whether anything is new."""
        try:
            with self._lock:
                is_new = self._take(outcome)
        finally:
            if is_held:
                self._lock.release()
        if is_new:
            self.news.tell(outcome.follow, outcome.edited[0] if outcome.follow else "")
        return is_new

    def close(self) -> None:
        """Close the catalogue; whoever asks for a page from now on gets none."""
        with self._lock:
            self.is_over = True
            self._bench.close()

    def report(self, progress: Progress) -> None:
        """Note how far the keeper is; told to those who wait for the first page."""
        self.progress = progress
        if not self.is_ready:
            self.news.wake()

    def _take(self, outcome: Outcome) -> bool:
        before = self.problems, self.is_ready
        self.problems, self.is_ready = outcome.problems, outcome.is_ready
        self.progress = None
        if outcome.adopt:
            try:
                bench = open_bench(self._options)
            except SiteError as error:  # edited once more meanwhile; the keeper will say so
                self.problems = error.problems
            except (BackfileError, OSError) as error:
                self.problems = (Problem("", 0, 0, "stopped", str(error)),)
            else:
                self._bench.close()
                self._bench = bench
        elif outcome.is_new:
            self._bench.close()
        return outcome.is_new or before != (self.problems, self.is_ready)


def open_bench(options: Options) -> Bench:
    """Read site.yaml and the theme; SiteError if they cannot be used at all."""
    engine = engine_digest()
    site, renderer, _ = load(options, engine)
    return Bench(preview_order(order_of(options, site, engine)), renderer)


def _problems_of(failure: BackfileError | OSError, key: PageKey) -> tuple[Problem, ...]:
    if isinstance(failure, TemplateFailure):
        return (failure.problem,)
    if isinstance(failure, SiteError):
        return failure.problems
    return (Problem(key.subject, 0, 0, "stopped", str(failure)),)


def _render(bench: Bench, key: PageKey) -> bytes | memoryview:
    reader = bench.reader
    with one_look(reader.db):
        context, template = KINDS[key.kind].context_of(reader, key)
    language = key.language or bench.order.site.default_language
    return bytes_of(bench, context, template, language)
