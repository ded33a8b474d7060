"""
Of what caches are told: addresses of what changed, or prefixes where these are too many.

Source:  the addresses that pages link to (`pages.addresses`).
Imports: pages, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from backfile.model import Site
from backfile.pages.addresses import quoted_path

INDEX: Final = "index.html"

MOST_SINGLE: Final = 500
"""Addresses told one by one; CloudFront takes 3,000 at a time, and 1,000 a month for nothing."""

MOST_PREFIXES: Final = 15
"""What CloudFront takes at a time."""

EVERYTHING: Final = "/*"


def addresses_of(site: Site, paths: Iterable[str], compress: Sequence[str] = ()) -> list[str]:
    """
    Return the addresses of output paths, without origin, in order and each once.

    Compressed siblings are left out: a server sends them at the address of their original,
    which changes with them.
    """
    every = dict.fromkeys(paths)
    return sorted(
        f"{site.base}/{quoted_path(_without_index(path))}"
        for path in every
        if not _is_sibling(path, every, compress)
    )


def with_index(addresses: Iterable[str]) -> list[str]:
    """Return the addresses, and for each folder's its `index.html`, too."""
    every = list(addresses)
    return sorted([*every, *(f"{one}{INDEX}" for one in every if one.endswith("/"))])


def _without_index(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}" if name == INDEX else path


def _is_sibling(path: str, every: dict[str, None], compress: Sequence[str]) -> bool:
    original, _, ending = path.rpartition(".")
    return ending in compress and original in every


def reduced(addresses: Sequence[str], single: int, prefixes: int) -> list[str]:
    """
    Return addresses and prefixes (`/ua/politics/*`) that cover all of *addresses*.

    At most *single* addresses and, only if these are not enough, *prefixes* prefixes: of
    folders as deep as can be.  What lies in none of them stays single, or the front page,
    which changes each time, would make the prefix of all.
    """
    if len(addresses) <= single:
        return list(addresses)
    for depth in range(max(map(_depth_of, addresses)), 0, -1):
        found = sorted({_prefix_of(address, depth) for address in addresses})
        wild = sum(one.endswith("*") for one in found)
        if wild <= prefixes and len(found) - wild <= single:
            return found
    return [EVERYTHING]


def _depth_of(address: str) -> int:
    return address.count("/") - 1


def _prefix_of(address: str, depth: int) -> str:
    """Return the prefix of the folder at a depth, or an address that is not as deep."""
    if _depth_of(address) < depth:
        return address
    return "/".join(address.split("/")[: depth + 1]) + EVERYTHING
