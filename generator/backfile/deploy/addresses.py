"""
Where a server finds a site on its disk, and at which addresses it redirects.

Imports: pages, model.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from backfile.model import Site, Target


def served_folder(site: Site, target: Target) -> str:
    """Return the folder that addresses are looked up in, on the server."""
    home = home_of(target)
    return f"{home}/web" if site.base else f"{home}/current"


def home_of(target: Target) -> str:
    """Return the folder on the server that releases are put in."""
    return unquote(urlsplit(target.to).path).rstrip("/")


def steps_for_base(site: Site, target: Target) -> tuple[str, ...]:
    """Return the commands that put a site below its base path, once; none at the root."""
    if not site.base:
        return ()
    home, base = home_of(target), unquote(site.base)
    parent = base.rpartition("/")[0]
    return (f"mkdir -p '{home}/web{parent}'", f"ln -s '{home}/current' '{home}/web{base}'")


def moved_addresses(site: Site, redirects: Mapping[str, str]) -> dict[str, str]:
    """
    Return former address, decoded -> where it leads, encoded; in order.

    A page `old/index.html` is asked for as `/old/`.
    """
    return {
        f"{unquote(site.base)}/{path.removesuffix('index.html') if _is_folder(path) else path}": url
        for path, url in sorted(redirects.items())
    }


def _is_folder(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")
