"""
What Caddy is told: one file, to be imported in the block of a site.

Types and lifetimes are looked up by address in a `map`, of which the first line that
fits holds, whatever types the system knows.

Source:  Caddy, Caddyfile directives `map`, `header`, `redir`, `file_server`.
Imports: deploy, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from backfile.deploy.addresses import moved_addresses, served_folder, steps_for_base
from backfile.deploy.headers import HTML, cache_patterns, feed_patterns, types_by_suffix
from backfile.deploy.security import security_headers
from backfile.model import Site, Target
from backfile.pages.media_types import UNKNOWN

NAME = "Caddyfile"

_CALLED = {"br": "br", "gz": "gzip", "zst": "zstd"}
"""Ending -> what Caddy calls it."""


def caddy_settings(site: Site, target: Target, redirects: Mapping[str, str]) -> str:
    """Return the file."""
    lines = [
        *_heading(site, target),
        *_headers(site),
        *_redirects(site, redirects),
        *_files(site, target),
    ]
    return "\n".join(lines) + "\n"


def _heading(site: Site, target: Target) -> Iterator[str]:
    yield "# Written by Backfile at every deploy.  Within the block of the site: import this file;"
    yield "# then `caddy reload`.  Strict-Transport-Security is yours to add."
    for step in steps_for_base(site, target):
        yield f"# once: {step}"
    yield f"root * {_quoted(served_folder(site, target))}"


def _headers(site: Site) -> Iterator[str]:
    *rules, (_, default) = cache_patterns(site.base)
    yield from _map("backfile_cache", rules, default)
    yield from _map("backfile_type", _type_patterns(), UNKNOWN)
    yield "header {"
    yield "    Cache-Control {backfile_cache}"
    yield "    Content-Type {backfile_type}"
    for name, value in security_headers(site):
        yield f"    {name} {_quoted(value)}"
    yield "}"


def _type_patterns() -> Iterator[tuple[str, str]]:
    yield "/$", HTML
    yield from feed_patterns()
    for media_type, suffixes in types_by_suffix().items():
        yield rf"(?i)\.({'|'.join(suffixes)})$", media_type


def _map(name: str, rules: Iterable[tuple[str, str]], default: str) -> Iterator[str]:
    yield f"map {{path}} {{{name}}} {{"
    for pattern, value in rules:
        yield f"    {_quoted('~' + pattern)} {_quoted(value)}"
    yield f"    default {_quoted(default)}"
    yield "}"


def _redirects(site: Site, redirects: Mapping[str, str]) -> Iterator[str]:
    moved = moved_addresses(site, redirects)
    if not moved:
        return
    yield "map {path} {backfile_moved} {"
    for address, url in moved.items():
        # Braces would name a value that Caddy knows.
        there = url.replace("{", "%7B").replace("}", "%7D")
        yield f"    {_quoted(address)} {_quoted(there)}"
    yield '    default ""'
    yield "}"
    yield '@backfile_moved not vars {backfile_moved} ""'
    yield "redir @backfile_moved {backfile_moved} 301"


def _files(site: Site, target: Target) -> Iterator[str]:
    names = " ".join(_CALLED[ending] for ending in target.compress)
    yield f"file_server {{\n    precompressed {names}\n}}" if names else "file_server"
    yield "handle_errors {"
    yield "    @backfile_missing expression {err.status_code} == 404"
    yield "    handle @backfile_missing {"
    yield "        header -Cache-Control"
    yield f"        header Content-Type {_quoted(HTML)}"
    yield f"        rewrite * {_quoted(site.base + '/404.html')}"
    yield "        file_server"
    yield "    }"
    yield "}"


def _quoted(text: str) -> str:
    """Return an argument as Caddy reads it: a backslash stands before quotes only."""
    return '"' + text.replace('"', '\\"') + '"'
