"""
One build at a time: a lock on the site's `.backfile` folder.

The kernel frees the lock when the process ends, however it ends, so that there
is never a stale one; the text in the file only says who holds it.

Errors:  CatalogueError naming the process that holds the lock.
Imports: errors.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from backfile.errors import CatalogueError

PATIENCE_S = 0.5


@contextmanager
def hold_lock(
    folder: Path, doing: str = "is building this site; wait until it is done"
) -> Iterator[None]:
    """Hold the lock of *folder*, which is made if need be; say of a holder what it is *doing*."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise CatalogueError(f"{holder} {doing}")
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _take(file: TextIO) -> bool:
    """Take the lock, waiting a moment for the workers of a build that was just killed."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        else:
            return True
