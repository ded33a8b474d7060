"""
The output folder: trusting it, putting files in their places, removing orphans.

Nothing is published before every page is rendered; then files are renamed into
place one by one, each whole at any moment, then the catalogue records it, then
orphans go.  A kill between any two steps leaves rows that the next build does
not trust.

Errors:  OSError when the folder cannot be written.
Imports: build.sink, catalogue.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from backfile.build.sink import STAGING
from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection


def clear_staging(output: Path) -> None:
    """Remove what a build laid aside."""
    shutil.rmtree(output / STAGING, ignore_errors=True)


def remove_orphans(db: Connection, output: Path) -> int:
    """Remove the files that no page owns any more, and folders left empty."""
    count = 0
    for path in outputs.orphans(db):
        count += _remove(output, output / path)
    outputs.forget_orphans(db)
    return count


def sweep(db: Connection, output: Path) -> int:
    """Remove what the manifest does not know, but nothing hidden and no host's `CNAME`."""
    return remove_unplanned(db, output, list(_files_below(output)))


def remove_unplanned(db: Connection, output: Path, files: Iterable[Path]) -> int:
    """Remove those of *files* that no page owns; return how many there were."""
    count = 0
    for path in files:
        if not outputs.has_path(db, path.relative_to(output).as_posix()):
            count += _remove(output, path)
    return count


def _files_below(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and name != "CNAME":
                yield Path(base, name)


def _remove(output: Path, path: Path) -> int:
    try:
        path.unlink()
    except FileNotFoundError:
        return 0
    except (IsADirectoryError, NotADirectoryError, PermissionError):
        return 0
    parent = path.parent
    while parent != output and _is_empty(parent):
        parent.rmdir()
        parent = parent.parent
    return 1


def _is_empty(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return next(entries, None) is None
