"""
An ordered, bounded map over worker processes.

`Executor.map` reads its whole input before the first result; an archive's input
does not fit.  Here at most `WINDOW` batches are under way, and results come in
the order of the input, so that what is written does not depend on the workers.

Workers are reached through `concurrent.futures.Executor` alone, be they processes
of this machine or of a cluster.  For a handful of items there is no pool: `Inline`
runs them in this process.

Imports: nothing of ours.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from itertools import islice
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""

WINDOW = 4
"""Batches under way for each worker."""


class Inline(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run *fn* now; an exception is raised here, not kept."""
        future: Future[R] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def open_pool(jobs: int, initialize: Callable[..., None], arguments: tuple[Any, ...]) -> Executor:
    """
    Return an executor of *jobs* processes, each having called *initialize* once.

    Processes are forked where that is safe, so that compiled templates and data
    tables are shared and cost nothing; the pool must be opened before any thread.
    """
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(jobs, context, initializer=initialize, initargs=arguments)


def begin_apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
    """
    Begin *work* in a process of its own; the function returned waits for its result.

    Where processes are not forked the work is done at once, and also if the
    process was lost: the result is always there.
    """
    if sys.platform != "linux":
        done = work(*args, **kwargs)
        return lambda: done
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(sender, work, args, kwargs), daemon=True)
    process.start()
    sender.close()

    def wait() -> R:
        try:
            result: R = receiver.recv()
        except EOFError:
            result = work(*args, **kwargs)
        process.join()
        return result

    return wait


def _send_result(sender: Any, work: Callable[..., Any], args: Any, kwargs: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    with suppress(Exception):  # the parent does the work itself, and says what is wrong
        sender.send(work(*args, **kwargs))


def end_with_parent() -> None:
    """
    Let this worker end when its parent is killed, which tells it nothing.

    A forked worker shares the lock of the build with its parent, so the next build
    begins only after the last worker is gone, and none writes into it.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:
            os._exit(1)
    else:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)


def map_in_order(
    executor: Executor, work: Callable[[list[T]], R], items: Iterable[T], batch: int, jobs: int
) -> Iterator[R]:
    """Yield the result of *work* for each batch of *items*, in order."""
    return map_batches(executor, work, in_batches(items, batch), jobs * WINDOW)


def map_batches(
    executor: Executor, work: Callable[[list[T]], R], batches: Iterator[list[T]], window: int
) -> Iterator[R]:
    """Yield the result of *work* for each of *batches*, in order; *window* are under way."""
    under_way = deque(executor.submit(work, some) for some in islice(batches, window))
    while under_way:
        yield under_way.popleft().result()
        under_way.extend(executor.submit(work, some) for some in islice(batches, 1))


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of *size* items; the last one may be shorter."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
