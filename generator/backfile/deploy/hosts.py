"""
What hosts take at most.

Only limits that a host has published, and that are the same for everybody who pays
the same, are reasons to refuse.

Source:  documentation of Cloudflare Pages and GitHub Pages (limits); GitHub refuses a
         push with a file over 100 MiB.  Netlify and GitLab Pages: README of the limits
         is left to them, since plans and instances differ.
Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from backfile.catalogue.connection import Connection
from backfile.catalogue.ledger import largest_here, size_here
from backfile.deploy.rails import limit_fault
from backfile.errors import Problem
from backfile.model import Target

MIB: Final = 1 << 20


class Limits(NamedTuple):
    """What a host takes; 0 where it says nothing."""

    called: str
    files: int = 0
    file_bytes: int = 0
    site_bytes: int = 0
    advice: str = "take a bucket or a server of your own"


LIMITS: Final = {
    "cloudflare-pages": Limits(
        "Cloudflare Pages", 100_000, 25 * MIB, advice="take a bucket such as R2"
    ),
    "github-pages": Limits("GitHub Pages", 0, 100 * MIB, 1_000_000_000),
}


def limit_faults(
    target: Target, ledger: Connection, redirects: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield why a host would not take what the ledger has."""
    limits = LIMITS.get(target.host)
    if limits is None:
        return
    files, size = size_here(ledger)
    if limits.files and files > limits.files:
        yield limit_fault(_over(limits, f"{files:,} files", f"{limits.files:,}"))
    if limits.site_bytes and size > limits.site_bytes:
        yield limit_fault(_over(limits, f"{size:,} bytes", f"{limits.site_bytes:,}"))
    path, largest = largest_here(ledger)
    if limits.file_bytes and largest > limits.file_bytes:
        what = f"{path} of {largest:,} bytes"
        yield limit_fault(_over(limits, what, f"{limits.file_bytes:,} a file"))


def _over(limits: Limits, what: str, most: str) -> str:
    return f"{what}: {limits.called} takes at most {most}; {limits.advice}"
