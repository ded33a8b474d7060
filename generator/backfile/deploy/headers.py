"""
With which headers a file is sent.

A page may be shown from a cache for a minute, and for ten more while the cache asks
for a newer one; a file whose name holds its digest is never another.

Source:  SPEC §6; RFC 9111 §5.2, RFC 5861 §3, RFC 8246.
Imports: pages, fingerprint, model.
"""

from __future__ import annotations

import re
from typing import Final

from backfile.fingerprint import fingerprint_of
from backfile.pages.media_types import media_type_of

FOR_EVER: Final = "public, max-age=31536000, immutable"
SHORT: Final = "public, max-age=60, stale-while-revalidate=600"
AN_HOUR: Final = "public, max-age=3600"

_NAMED = re.compile(r"assets/[^/]+\.[0-9a-f]{16}\.[A-Za-z0-9]+")

SHORT_LIVED: Final = ("article", "page", "feed", "redirect")


def cache_control_of(path: str, sort: str) -> str:
    """Return how long caches may keep a file of that path and sort."""
    if sort == "asset" or is_named_by_digest(path):
        return FOR_EVER
    return SHORT if sort in SHORT_LIVED else AN_HOUR


def headers_of(path: str, sort: str) -> tuple[tuple[str, str], ...]:
    """Return (name, value) of the headers that go with a file, in order of name."""
    return (("Cache-Control", cache_control_of(path, sort)), ("Content-Type", media_type_of(path)))


def headers_digest(path: str, sort: str, location: str = "") -> str:
    """
    Return 8 hex digits over the headers: another rule sends just the files it concerns.

    Args:
        location: Where a redirect object leads; empty for what is none.
    """
    headers = headers_of(path, sort)
    return fingerprint_of((*headers, ("Location", location)) if location else headers).hex()[:8]


def is_named_by_digest(path: str) -> bool:
    """Tell whether a name holds a digest of the contents, as those of assets and pictures do."""
    return _NAMED.fullmatch(path) is not None
