"""
The crew: who does the reading and rendering of one build.

For a handful of items it is this process; once there is more to do, a pool of
processes is opened and kept for the rest of the build.  Pages may be rendered by
a cluster instead.

Imports: build.cluster, build.pool, build.worker, catalogue, theme.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from itertools import chain, islice
from typing import TypeVar

from backfile.build.cluster import Cluster
from backfile.build.pool import Inline, map_in_order, open_pool
from backfile.build.worker import Order, start_worker, start_worker_process, stop_worker
from backfile.catalogue.connection import Connection
from backfile.theme.failure import TemplateFailure
from backfile.theme.renderer import Renderer

T = TypeVar("T")
R = TypeVar("R")

HANDFUL = 150
"""Items that are done sooner than a pool is opened."""


class Crew:
    """Executors of one build, opened when there is enough to do."""

    def __init__(
        self, order: Order, renderer: Renderer, jobs: int, cluster: Cluster | None = None
    ) -> None:
        """Take orders; nothing is opened yet."""
        self._order, self._renderer = order, renderer
        self._jobs, self._cluster = jobs, cluster
        self._pool: Executor | None = None
        start_worker(order, renderer)

    def map(
        self, work: Callable[[list[T]], R], items: Iterable[T], batch: int, handful: int = HANDFUL
    ) -> Iterator[R]:
        """
        Yield the result of *work* for each batch of *items*, in order.

        *handful* is how many items are worth a pool.
        """
        iterator = iter(items)
        first = list(islice(iterator, handful))
        if len(first) < handful or self._jobs == 1:
            executor: Executor = Inline()
        else:
            executor = self._open()
        return map_in_order(executor, work, chain(first, iterator), batch, self._jobs)

    def engage_cluster(self, db: Connection, count: int) -> Cluster | None:
        """Return the cluster, ready to render; None if there is none, or nothing worth it."""
        if self._cluster is None or count < HANDFUL:
            return None
        if self._jobs > 1:
            self._open().submit(int).result()  # what is forked is forked before there are threads
        self._cluster.engage(db, self._order, self._renderer, self._jobs)
        return self._cluster

    def close(self) -> None:
        """Send everybody home; what is not begun is not done."""
        if self._cluster is not None:
            self._cluster.close()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        stop_worker()

    def _open(self) -> Executor:
        if self._pool is None:
            with suppress(TemplateFailure):  # the page that needs the template reports it
                self._renderer.compile_templates()
            gc.collect()
            arguments = (self._order, self._renderer)
            self._pool = open_pool(self._jobs, start_worker_process, arguments)
        return self._pool
