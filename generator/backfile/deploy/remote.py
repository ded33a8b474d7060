"""
What every kind of target can do.

A target is *atomic* if what is sent shows only once `finish` makes it live: releases,
and branches of git.  A bucket is not, so that the order of phases matters to readers.

Imports: build, catalogue, deploy, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from backfile.build.report import Report
from backfile.catalogue.ledger import Step
from backfile.deploy.lease import Lease
from backfile.model import Item, Manifest, Site, Target


@dataclass(frozen=True)
class Shipment:
    """What goes where: all that a kind of target must know of a deploy."""

    site: Site
    target: Target
    output: Path
    """The output folder."""

    state: Path
    """Folder of this target's own on this machine, for what it may forget."""

    redirects: Mapping[str, str]
    """Path of a redirect's page -> where it leads: an address with the site's base path."""

    beside: Mapping[str, bytes]
    """Name -> bytes of files that lie beside the releases, such as settings of a server."""

    report: Report

    def file_of(self, item: Item) -> Path:
        """Return the file that has an item's bytes."""
        return Path(item.source) if item.source else self.output / item.path


class Remote(Protocol):
    """A place that a site is published to."""

    is_atomic: bool

    def read(self) -> Manifest | None:
        """Return the manifest of what is live, None if there is none: one request."""

    def is_empty(self) -> bool:
        """Tell whether there is nothing at all, which is asked if there is no manifest."""

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        """Yield the files that belong to *manifest*, as they were written down."""

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the paths of those of *items* that are not there, or with other contents."""

    def requests_of(self, steps: Iterable[Step]) -> int:
        """Return about how many requests, or connections, a plan takes."""

    def hold(self) -> AbstractContextManager[Lease | None]:
        """
        Hold the lock of the target, or say who does.

        Gives the lease of another machine whose deploy did not end: what lies at a target
        that is not atomic is not what its manifest says, then.
        """

    def begin(self, live: Manifest | None) -> None:
        """Make ready to send, beside what is *live* or into it."""

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        """Send files, and yield each once it is safely there."""

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        """Delete files, and yield the path of each that is gone."""

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        """Make what was sent live, and write it down; return the manifest as it was written."""

    def settle(self, manifest: Manifest) -> None:
        """Write down a manifest that differs from the last one in what caches were told."""

    def roll_back(self) -> tuple[str, str]:
        """Make the release before the live one live; return (before, now).  Releases only."""


def open_remote(shipment: Shipment) -> Remote:
    """Return the remote of a target; nothing is asked of it yet."""
    match shipment.target.kind:
        case "bucket":
            from backfile.deploy.bucket import Bucket

            return Bucket(shipment)
        case "rsync":
            from backfile.deploy.rsync import RsyncServer

            return RsyncServer(shipment)
        case "git":
            from backfile.deploy.git import GitBranch

            return GitBranch(shipment)
        case "folder":
            from backfile.deploy.folder import ReleaseFolder

            return ReleaseFolder(shipment)
