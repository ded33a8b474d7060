"""
What the commands have in common: which site is meant, and what options say.

Imports: errors.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from backfile.errors import UsageError


def find_site(given: Path | None) -> Path:
    """Return the folder at or above *given* (or the current one) that has site.yaml."""
    start = (given or Path.cwd()).absolute()
    if given is not None:
        if not start.is_dir():
            raise UsageError(f"{given} is not a folder")
        return start
    for folder in (start, *start.parents):
        if (folder / "site.yaml").is_file():
            return folder
    message = f"no site.yaml in {start} or above; go to the site's folder or give --site DIR"
    raise UsageError(message)


def moment_of(text: str | None) -> datetime:
    """Return the timestamp of `--now`, or what the clock says."""
    if text is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        hint = "write it as 2025-08-23T10:00:00+03:00"
        raise UsageError(f"--now: `{text}` is not a timestamp; {hint}") from None


def place_of(sink: str) -> str:
    """Return a bucket's URL as it is, and a folder with its whole path."""
    return sink if "://" in sink or not sink else str(Path(sink).absolute())


def cpus() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def reason_of(error: Exception) -> str:
    """Return what went wrong, in words, with the file if there is one."""
    if not isinstance(error, OSError):
        return str(error)
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}"
