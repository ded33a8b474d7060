"""
What a deploy sends, and what a target is known to hold.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

SORTS: Final = ("asset", "media", "article", "page", "feed", "redirect")
"""Sorts of files, in the order in which they are sent; articles twice, new ones first."""


class Item(NamedTuple):
    """One file of a target."""

    path: str
    """Relative to the top of the site, POSIX separators, no leading slash."""

    digest: str
    """32 hex digits (BLAKE2b) over its contents."""

    size: int
    """Bytes."""

    sort: str
    """One of `SORTS`."""

    language: str = ""
    """Tag of the language of an article or a page; empty for all else."""

    headers: str = ""
    """8 hex digits over what it is sent with; empty where a target keeps no headers."""

    retired: int = 0
    """Since when the site does not use it any more, in seconds since 1970; 0 if it does."""

    source: str = ""
    """File that has the bytes, absolute; empty for the one in the output folder."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a target holds, in short; the long list lies beside it."""

    format: int = 1
    generator: str
    """`Backfile` and its version."""

    by: str
    """Who deployed: `user@host`."""

    site: str = ""
    """Address of the site's front page: another site is not put in its place unasked."""

    deployed_at: str
    """When, as RFC 3339 in UTC."""

    now_us: int
    """What was now for the build, in microseconds since 1970: an older build is refused."""

    listing: str
    """32 hex digits over the long list, uncompressed."""

    files: int
    size_bytes: int
    languages: dict[str, int]
    """Tag -> articles in that language; 0 where there are pages alone."""

    purge: tuple[str, ...] = ()
    """Addresses that caches in front of the target have yet to be told of; without origin."""

    unfinished: str = ""
    """
    Token of the deploy that changes files in place, from its first to its last.

    If it stays, that deploy did not end, and only who has its ledger knows what is there.
    """

    release: str = ""
    """Name of the release, or of the commit; empty where there are none."""

    former: str = ""
    """Name of the release that was live before; empty for the first, and where there are none."""
