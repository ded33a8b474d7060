"""
Many requests at once, and few in memory.

Imports: nothing of ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE: Final = 32
BYTES_AT_ONCE: Final = 64 * 1024 * 1024
"""One thing alone may weigh more."""

LAST_S: Final = 10.0
"""How long requests under way are waited for once another one has failed."""


def each_done(
    work: Callable[[T], Coroutine[Any, Any, R]],
    things: Iterable[T],
    weight_of: Callable[[T], int] = lambda _thing: 0,
) -> Iterator[R]:
    """
    Yield what *work* makes of each thing, in the order in which it is done.

    Once one fails no more are begun; those under way that still succeed are yielded,
    and then the first failure is raised.

    Args:
        weight_of: Bytes of memory that the work on a thing takes.
    """
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        pending: dict[asyncio.Task[R], int] = {}
        for thing in things:
            weight = weight_of(thing)
            while pending and _is_full(pending, weight):
                yield from _settled(runner, pending)
            pending[loop.create_task(work(thing))] = weight
        while pending:
            yield from _settled(runner, pending)


def _is_full(pending: dict[asyncio.Task[R], int], weight: int) -> bool:
    return len(pending) >= AT_ONCE or sum(pending.values()) + weight > BYTES_AT_ONCE


def _settled(runner: asyncio.Runner, pending: dict[asyncio.Task[R], int]) -> Iterator[R]:
    """Wait until something is done; yield results, and if there is a failure, raise it."""
    done = runner.run(_wait(pending, None, asyncio.FIRST_COMPLETED))
    if any(task.exception() for task in done):
        rest = pending.keys() - done
        done |= runner.run(_wait(rest, LAST_S, asyncio.ALL_COMPLETED)) if rest else set()
    for task in done:
        del pending[task]
        if not task.exception():
            yield task.result()
    for task in done:
        task.result()


async def _wait(
    tasks: Iterable[asyncio.Task[R]], timeout_s: float | None, until: str
) -> set[asyncio.Task[R]]:
    done, _ = await asyncio.wait(tasks, timeout=timeout_s, return_when=until)
    return done
