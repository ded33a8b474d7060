"""
With which headers a file is sent.

A page may be shown from a cache for a minute, and for ten more while the cache asks
for a newer one; a file whose name holds its digest is never another.  A response
without `public` may be kept by shared caches just the same, unless it was asked for
with authorization.

Source:  SPEC §6; RFC 9111 §3 and §5.2, RFC 5861 §3, RFC 8246.
Imports: pages, fingerprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from backfile.fingerprint import fingerprint_of
from backfile.pages.media_types import FEED_NAMES, SUFFIXES, media_type_of

FOR_EVER: Final = "max-age=31536000, immutable"
SHORT: Final = "max-age=60, stale-while-revalidate=600"
AN_HOUR: Final = "max-age=3600"

HTML: Final = "text/html; charset=utf-8"

NAMED_PATTERN: Final = r"/assets/[^/]+\.[0-9a-f]{16}\.[A-Za-z0-9]+$"
"""Of the address of a file whose name holds its digest, after the base path."""

SHORT_PATTERN: Final = r"(/|/[^./]+|\.(html?|xml|json|txt|webmanifest))$"
"""Of the addresses of pages, feeds, sitemaps, and what else changes with the site."""

SHORT_LIVED: Final = ("article", "page", "feed", "redirect")

_NAMED: Final = re.compile(NAMED_PATTERN)
_SHORT: Final = re.compile(SHORT_PATTERN)


def cache_control_of(path: str, sort: str) -> str:
    """Return how long caches may keep a file of that path and sort."""
    if sort == "asset" or is_named_by_digest(path):
        return FOR_EVER
    return SHORT if sort in SHORT_LIVED or _SHORT.search(f"/{path}") else AN_HOUR


def headers_of(path: str, sort: str) -> tuple[tuple[str, str], ...]:
    """
    Return (name, value) of the headers that go with a file, in order of name.

    The page of a redirect is HTML whatever it is called: `/old.php`.
    """
    media_type = HTML if sort == "redirect" else media_type_of(path)
    return (("Cache-Control", cache_control_of(path, sort)), ("Content-Type", media_type))


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
    return _NAMED.fullmatch(f"/{path}") is not None


def cache_patterns(base: str) -> tuple[tuple[str, str], ...]:
    """Return (regular expression of addresses, decoded; Cache-Control); the first one holds."""
    named = f"^{re.escape(unquote(base))}{NAMED_PATTERN}"
    return ((named, FOR_EVER), (SHORT_PATTERN, SHORT), ("", AN_HOUR))


def feed_patterns() -> Iterator[tuple[str, str]]:
    """Yield (regular expression of addresses, type) of feeds, before the types by suffix."""
    for name in FEED_NAMES:
        stem, _, suffix = name.partition(".")
        yield rf"/{stem}(-[0-9]+)?\.{suffix}$", media_type_of(name)


def types_by_suffix() -> dict[str, list[str]]:
    """Return type -> the suffixes of files of that type."""
    suffixes: dict[str, list[str]] = {}
    for suffix in sorted(SUFFIXES):
        suffixes.setdefault(media_type_of(f"x.{suffix}"), []).append(suffix)
    return suffixes
