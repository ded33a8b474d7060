"""
Releases: a folder each, and a link that says which one is live.

    ROOT/releases/ID/   the site as it was deployed then; hard links share what is the same
    ROOT/current        a symbolic link to the live one
    ROOT/.backfile/     for each release its manifest and its listing; the lock; a clock

The link is made under another name and renamed, so that there is no moment without
one.  A release is never written to again: what replaces a file is renamed over it.

Imports: model.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from backfile.model import Manifest

RELEASES: Final = "releases"
CURRENT: Final = "current"
NEXT: Final = f"{RELEASES}/.next"
"""Where a release is made."""

GONE: Final = f"{RELEASES}/.gone"
"""What a release is renamed to before its files go: no half of one is taken for a release."""

PENDING: Final = ".backfile/pending"
"""Names a release that is about to become live; one that did not was never seen."""

CLOCK: Final = ".backfile/clock"
"""Remembers the second of the files sent last, also of a release rolled back."""

_FORM: Final = "%Y%m%dT%H%M%S"


def next_release(existing: Iterable[str], now: datetime) -> str:
    """Return the name of a new release: the time to the millisecond, later than any other."""
    last = max(existing, default="")
    name = _name_of(now)
    while name <= last:
        now = max(now, _moment_of(last)) + timedelta(milliseconds=1)
        name = _name_of(now)
    return name


def _name_of(moment: datetime) -> str:
    return f"{moment.strftime(_FORM)}.{moment.microsecond // 1000:03}Z"


def _moment_of(name: str) -> datetime:
    try:
        return datetime.strptime(f"{name[:-1]}000+0000", f"{_FORM}.%f%z")
    except ValueError:
        return datetime.now(UTC)


def is_release(name: str) -> bool:
    """Tell whether a folder's name is one that `next_release` gives."""
    try:
        datetime.strptime(name, f"{_FORM}.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def to_remove(existing: Iterable[str], live: str, keep: int) -> list[str]:
    """Return the releases beyond the newest *keep*; the live one is always among these."""
    newest_first = sorted(existing, reverse=True)
    kept = [live, *(name for name in newest_first if name != live)][:keep]
    return [name for name in newest_first if name not in kept]


def release_before(existing: Collection[str], live: str, manifest: Manifest | None) -> str:
    """
    Return the release that was live before the live one; empty if it is there no more.

    Not the next older one: that may have been rolled back from.
    """
    if manifest is None:
        return max((name for name in existing if name < live), default="")
    return manifest.former if manifest.former in existing else ""
