"""
Telling caches in front of a target what changed.

All of them are told, and what went wrong with any is said at once.  They are told of
all again then: to ask twice for the same does no harm.

Errors:  BackfileError if one cannot be told; it has to be told again, then.
Imports: pages, errors, model.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from backfile.deploy import cloudflare, cloudfront, fastly
from backfile.deploy.purge_paths import addresses_of
from backfile.errors import BackfileError
from backfile.model import Purge, Site, Target

_ACCESS: Final[dict[str, Callable[[], None]]] = {
    "cloudfront": cloudfront.require_access,
    "cloudflare": cloudflare.require_access,
    "fastly": fastly.require_access,
}
_TELL: Final[dict[str, Callable[[str, str, list[str]], None]]] = {
    "cloudfront": cloudfront.invalidate,
    "cloudflare": cloudflare.purge_zone,
    "fastly": fastly.purge_service,
}


def require_access(target: Target) -> None:
    """Raise BackfileError with all that is missing for telling the caches of *target*."""
    faults = []
    for cache in target.purge:
        try:
            _ACCESS.get(cache.service, _nothing)()
        except BackfileError as error:
            faults.append(str(error))
    if faults:
        raise BackfileError(f"nothing was sent: {'; '.join(faults)}")


def tell_caches(site: Site, target: Target, paths: list[str], site_folder: Path) -> None:
    """Tell every cache of *target* which output paths have other contents, or are gone."""
    addresses = addresses_of(site, paths, target.compress)
    faults = []
    for cache in target.purge:
        try:
            _tell(cache, site.origin, addresses, site_folder)
        except (BackfileError, OSError) as error:
            faults.append(str(error))
    if faults:
        message = (
            f"what was sent to {target.to} is live, but caches may show former versions: "
            f"{'; '.join(faults)}; the next deploy tells them again"
        )
        raise BackfileError(message)


def _nothing() -> None:
    """Need nothing."""


def _tell(cache: Purge, origin: str, addresses: list[str], site_folder: Path) -> None:
    if cache.service == "file":
        _write(site_folder / cache.subject, [origin + address for address in addresses])
    else:
        _TELL[cache.service](cache.subject, origin, addresses)


def _write(path: Path, lines: list[str]) -> None:
    """Write a list whole or not at all: others may read it at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
