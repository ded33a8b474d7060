"""
`_headers` and `_redirects`, which hosts read from the site itself.

A redirect exists as a page as well, so that what is over a host's limit is left out.
Cloudflare Pages joins what several rules say of one header, so that the narrower rule
takes the wider one's value away first; Netlify knows no such line.  Netlify prefers
a page to a redirect unless it is forced.  GitLab Pages always does, so that a file of
redirects would do nothing there, and it reads no `_headers`.

Source:  documentation of Cloudflare Pages (headers, redirects), Netlify (custom
         headers, redirects, shadowing), GitLab Pages (redirects).
Imports: deploy, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

from backfile.deploy.addresses import moved_addresses
from backfile.deploy.headers import FOR_EVER, SHORT
from backfile.deploy.security import security_headers
from backfile.model import Site


class Limits(NamedTuple):
    """What a host takes of `_redirects`."""

    rules: int
    line_chars: int
    status: str
    """How a redirect is called that takes the place of a page."""


NO_LIMIT: Final = 1 << 40
LIMITS: Final = {
    "cloudflare-pages": Limits(2_000, 1_000, "301"),
    "netlify": Limits(NO_LIMIT, NO_LIMIT, "301!"),
}
HEADERS_HOSTS: Final = tuple(LIMITS)

_SAFE: Final = "/-._~!$'(),;=@&+"
"""Without `*` and `:`, which mean something in rules."""


def headers_file(site: Site, host: str) -> str:
    """Return `_headers`."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in security_headers(site))]
    lines += [f"  Cache-Control: {SHORT}", f"{site.base}/assets/*"]
    if host == "cloudflare-pages":
        lines.append("  ! Cache-Control")
    return "\n".join([*lines, f"  Cache-Control: {FOR_EVER}"]) + "\n"


def redirects_file(site: Site, host: str, redirects: Mapping[str, str]) -> str:
    """Return `_redirects`, as much of it as the host takes; empty if there are none."""
    return "".join(f"{line}\n" for line in _lines_within(site, LIMITS[host], redirects))


def count_within(site: Site, host: str, redirects: Mapping[str, str]) -> int:
    """Count the redirects that a host takes; all of them where none are written for it."""
    if host not in LIMITS:
        return len(redirects)
    return sum(1 for _ in _lines_within(site, LIMITS[host], redirects))


def _lines_within(site: Site, limits: Limits, redirects: Mapping[str, str]) -> Iterator[str]:
    count = 0
    for address, url in moved_addresses(site, redirects).items():
        line = f"{quote(address, safe=_SAFE)} {url} {limits.status}"
        if len(line) > limits.line_chars:
            continue
        count += 1
        if count > limits.rules:
            return
        yield line
