"""
Which published files are still as they were left.

Every output is compared with its row, by size and time: an archive of 100,000
articles has 200,000 of them.  So a process of its own looks at them while the
sources are looked at here; neither needs what the other finds.

Cost:    one stat an output, about 3 µs.
Imports: build.pool, catalogue.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from backfile.build.pool import begin_apart
from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection, open_for_reading

MANY_OUTPUTS = 5_000
"""Outputs that take longer to look at than a process takes to begin."""


def begin_looking(
    db: Connection, catalogue: Path, output: Path, jobs: int
) -> Callable[[], list[int]]:
    """
    Begin to look for outputs that were altered or removed by hand.

    The function returned waits for the end, and returns the numbers of their rows.
    """
    if jobs == 1 or outputs.count_outputs(db) < MANY_OUTPUTS:
        altered = altered_outputs(catalogue, output)
        return lambda: altered
    return begin_apart(altered_outputs, catalogue, output)


def altered_outputs(catalogue: Path, output: Path) -> list[int]:
    """Return the rows of outputs whose files are not as they were left."""
    with closing(open_for_reading(catalogue)) as db:
        # A folder that is open makes each path shorter, and its look-up faster.
        try:
            folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return [row[0] for row in outputs.files_as_left(db)]
        try:
            return [
                identity
                for identity, path, size, mtime_ns in outputs.files_as_left(db)
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
