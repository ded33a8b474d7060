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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.errors import CatalogueError


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise CatalogueError(f"{holder} is building this site; wait until it is done") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield
