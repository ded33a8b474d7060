"""
What nginx is told: one file, to be included in a `server` block.

Headers stand at the level of the server only, since `add_header` in a location
takes away those above it; what differs by address comes in through a variable.
Redirects are exact locations, which nginx looks up in a tree: a `map` would need a
second file at another level.

Source:  nginx, ngx_http_headers_module, ngx_http_core_module (location, types).
Imports: deploy, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backfile.deploy.addresses import moved_addresses, served_folder, steps_for_base
from backfile.deploy.headers import cache_patterns, feed_patterns, types_by_suffix
from backfile.deploy.security import security_headers
from backfile.model import Site, Target
from backfile.pages.media_types import UNKNOWN

NAME = "nginx.conf"

_STATIC = {"br": "brotli_static on;", "gz": "gzip_static on;"}
"""Ending -> how siblings are sent; nginx has no module for `zst` of its own."""


def nginx_settings(site: Site, target: Target, redirects: Mapping[str, str]) -> str:
    """Return the file."""
    lines = [
        *_heading(site, target),
        *_headers(site),
        *_types(),
        *_compression(target),
        *_redirects(site, redirects),
    ]
    return "\n".join(lines) + "\n"


def _heading(site: Site, target: Target) -> Iterator[str]:
    yield "# Written by Backfile at every deploy.  Within `server { … }`: include this file;"
    yield "# then `nginx -s reload`.  Strict-Transport-Security is yours to add."
    for step in steps_for_base(site, target):
        yield f"# once: {step}"
    yield f"root {_quoted(served_folder(site, target))};"
    yield "index index.html;"
    yield "absolute_redirect off;"
    yield f"error_page 404 {_quoted(site.base + '/404.html')};"


def _headers(site: Site) -> Iterator[str]:
    for name, value in security_headers(site):
        yield f"add_header {name} {_quoted(value)} always;"
    *rules, (_, default) = cache_patterns(site.base)
    yield f"set $backfile_cache {_quoted(default)};"
    # The last `if` that fits holds: the first rule comes last.
    for pattern, value in reversed(rules):
        yield f"if ($uri ~ {_quoted(pattern)}) {{ set $backfile_cache {_quoted(value)}; }}"
    # Without `always`: an error is never kept as long as the file would be.
    yield "add_header Cache-Control $backfile_cache;"


def _types() -> Iterator[str]:
    yield f"default_type {UNKNOWN};"
    yield "types {"
    for media_type, suffixes in types_by_suffix().items():
        yield f"    {_quoted(media_type)} {' '.join(suffixes)};"
    yield "}"
    for pattern, media_type in feed_patterns():
        inner = f"types {{}} default_type {_quoted(media_type)};"
        yield f"location ~ {_quoted(pattern)} {{ {inner} }}"


def _compression(target: Target) -> Iterator[str]:
    endings = [ending for ending in target.compress if ending in _STATIC]
    yield from (_STATIC[ending] for ending in endings)
    if endings:
        yield "gzip_vary on;"


def _redirects(site: Site, redirects: Mapping[str, str]) -> Iterator[str]:
    for address, url in moved_addresses(site, redirects).items():
        # There is no way to write a dollar sign but as an escape of the address.
        there = _quoted(url.replace("$", "%24"))
        yield f"location = {_quoted(address)} {{ return 301 {there}; }}"


def _quoted(text: str) -> str:
    """Return a parameter as nginx reads it: a backslash stands before quotes only."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
