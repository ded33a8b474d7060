"""
Which published files are still as they were left.

Every output is compared with its row, by size and time: an archive of 100,000
articles has 200,000 of them.  So a process of its own begins with them while the
sources are looked at here, and once that is done, this process helps: both take
piece after piece until there is none left.

Cost:    one stat an output, about 3 µs.
Imports: build.pool, catalogue.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from backfile.build.pool import begin_apart
from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection, open_for_reading

MANY_OUTPUTS = 5_000
"""Outputs that take longer to look at than a process takes to begin."""

PIECES = 200
"""Parts that the outputs are looked at in; a part is one byte."""


def begin_looking(
    db: Connection, catalogue: Path, output: Path, jobs: int
) -> Callable[[], list[int]]:
    """
    Begin to look for outputs that were altered or removed by hand.

    The function returned waits for the end, and returns the numbers of their rows.
    """
    is_alone = jobs == 1 or sys.platform != "linux"
    if is_alone or outputs.count_outputs(db) < MANY_OUTPUTS:
        altered = altered_outputs(catalogue, output, range(PIECES))
        return lambda: altered
    taken, given = os.pipe()
    os.write(given, bytes(range(PIECES)))
    os.close(given)
    wait = begin_apart(_look_apart, catalogue, output, taken, os.getpid())

    def finish() -> list[int]:
        try:
            own = altered_outputs(catalogue, output, _pieces_left(taken))
            return sorted({*own, *wait()})
        finally:
            os.close(taken)

    return finish


def _look_apart(catalogue: Path, output: Path, taken: int, home: int) -> list[int]:
    """Look at what is left; at everything in the process *home*, where the other was lost."""
    pieces = range(PIECES) if os.getpid() == home else _pieces_left(taken)
    return altered_outputs(catalogue, output, pieces)


def _pieces_left(taken: int) -> Iterator[int]:
    """Take piece after piece out of a pipe that others take from, too."""
    while piece := os.read(taken, 1):
        yield piece[0]


def altered_outputs(catalogue: Path, output: Path, pieces: Iterable[int]) -> list[int]:
    """Return the rows, in some of the pieces, of outputs whose files are not as they were left."""
    with closing(open_for_reading(catalogue)) as db:
        files = (row for piece in pieces for row in outputs.files_as_left(db, piece, PIECES))
        # A folder that is open makes each path shorter, and its look-up faster.
        try:
            folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return [row[0] for row in files]
        try:
            return [
                identity
                for identity, path, size, mtime_ns in files
                if not _is_as_left(folder, path, size, mtime_ns)
            ]
        finally:
            os.close(folder)


def _is_as_left(folder: int, path: str, size: int, mtime_ns: int) -> bool:
    try:
        stat = os.lstat(path, dir_fd=folder)
    except OSError:
        return False
    return stat.st_mtime_ns == mtime_ns and stat.st_size == size
