"""
What hosts take at most.

Only what no plan of a host allows is refused.  What depends on the plan or on the
instance, or is known from experience alone, is told in a line.

Source:  documentation of Cloudflare Pages (limits) and GitHub Pages (limits); Netlify
         publishes no number of files, and a GitLab instance sets its own size.
Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from backfile.catalogue.connection import Connection
from backfile.catalogue.ledger import here_items, largest_here, size_here
from backfile.deploy.headers import is_named_by_digest
from backfile.deploy.host_files import HEADERS_HOSTS, count_within
from backfile.deploy.rails import limit_fault
from backfile.errors import Problem
from backfile.model import Site, Target

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
_DEPENDS: Final = {
    "cloudflare-pages": (20_000, "Cloudflare Pages takes on its free plan"),
    "netlify": (20_000, "a deploy to Netlify is known to carry without trouble"),
}
"""Host -> (files, who takes no more than that)."""


def limit_faults(target: Target, ledger: Connection) -> Iterator[Problem]:
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


def limit_notes(
    site: Site, target: Target, ledger: Connection, redirects: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is worth knowing of a host before something is sent to it."""
    files, _ = size_here(ledger)
    most, who = _DEPENDS.get(target.host, (files, ""))
    if files > most:
        yield f"{files:,} files, {files - most:,} more than {who}"
    within = count_within(site, target.host, redirects)
    if within < len(redirects):
        yield (
            f"_redirects has {within:,} of {len(redirects):,} redirects, which is what "
            f"{target.host} takes; the others are pages only"
        )
    if target.host in HEADERS_HOSTS:
        yield from _notes_on_assets(ledger)


def _notes_on_assets(ledger: Connection) -> Iterator[str]:
    """Yield a note if caches would keep a file for a year that may change under its name."""
    for item in here_items(ledger):
        # A compressed sibling changes its name with the original's.
        is_of_site = item.path.startswith("assets/") and not item.source
        if is_of_site and not is_named_by_digest(item.path):
            yield f"{item.path} is kept by caches for a year; put it elsewhere than in assets/"
            return


def _over(limits: Limits, what: str, most: str) -> str:
    return f"{what}: {limits.called} takes at most {most}; {limits.advice}"
