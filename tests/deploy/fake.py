"""
A target in memory: what deploys must do of any target is tested without one.

A `Place` outlives the deploys; a `Fake` is how one deploy reaches it.

Imports: deploy, catalogue, errors, model.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from support import NOW

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import run
from backfile.deploy.lease import Lease
from backfile.deploy.listing import digest_of_file
from backfile.deploy.manifest import decode_manifest, encode_manifest, read_listing
from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from backfile.build.report import Built
    from backfile.catalogue.ledger import Step
    from backfile.deploy.plan import Plan
    from backfile.deploy.remote import Shipment
    from backfile.model import Item, Manifest, Target

FOLDER = "file:///srv/www/horizon"
BUCKET = "s3://horizon"


@dataclass
class Place:
    """What is kept at a target, and all that was asked of it."""

    is_atomic: bool
    files: dict[str, str] = field(default_factory=dict)
    """Path -> digest of what is live."""

    manifest: bytes = b""
    listing: bytes = b""
    foreign: bool = False
    abandoned: Lease | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(what was asked, path or empty), in order."""

    failing: set[tuple[str, str]] = field(default_factory=set)
    """What fails when it is asked."""

    is_held: bool = False

    def ask(self, what: str, path: str = "") -> None:
        """Take note of a request, and fail if it is to fail."""
        self.asked.append((what, path))
        if (what, path) in self.failing:
            message = f"{what} {path} failed"
            raise BackfileError(message)

    def paths(self, what: str) -> list[str]:
        """Return the paths of which something was asked, in order."""
        return [path for asked, path in self.asked if asked == what]

    def short(self) -> Manifest:
        """Return the manifest."""
        return decode_manifest(self.manifest, "at the fake")


class Fake:
    """One deploy's way to a place."""

    def __init__(self, shipment: Shipment, place: Place) -> None:
        self.shipment, self.place = shipment, place
        self.is_atomic = place.is_atomic
        self.next: dict[str, str] = {}

    def read(self) -> Manifest | None:
        self.place.ask("read")
        return self.place.short() if self.place.manifest else None

    def is_empty(self) -> bool:
        self.place.ask("is_empty")
        return not (self.place.foreign or self.place.files)

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        assert manifest == self.place.short()
        self.place.ask("listing")
        yield from read_listing([self.place.listing], "at the fake")

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        self.place.ask("altered")
        yield from (item.path for item in items if self.place.files.get(item.path) != item.digest)

    def requests_of(self, steps: Iterable[Step]) -> int:
        return sum(step.files for step in steps)

    @contextmanager
    def hold(self) -> Iterator[Lease | None]:
        assert not self.place.is_held
        self.place.ask("hold")
        abandoned, self.place.abandoned, self.place.is_held = self.place.abandoned, None, True
        try:
            yield abandoned
        finally:
            self.place.is_held = False

    def begin(self, live: Manifest | None) -> None:
        assert self.place.is_held
        assert (live is None) is (not self.place.manifest)
        self.place.ask("begin")
        self.next = dict(self.place.files) if self.is_atomic else self.place.files

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        self.place.ask("send-phase")
        for item in items:
            self.place.ask("send", item.path)
            self.next[item.path] = digest_of_file(self.shipment.file_of(item)).hex()
            yield item

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            self.place.ask("delete", path)
            self.next.pop(path, None)
            yield path

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        self.place.ask("finish")
        self.place.files = self.next
        self.place.manifest = encode_manifest(manifest)
        self.place.listing = listing.read_bytes()
        return manifest

    def settle(self, manifest: Manifest) -> None:
        assert self.place.is_held
        self.place.ask("settle")
        self.place.manifest = encode_manifest(manifest)

    def roll_back(self) -> tuple[str, str]:
        self.place.ask("roll_back")
        return "2", "1"


class Scene:
    """A site, a place, and deploys of one to the other."""

    def __init__(self, site: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site, self.place = site, place
        self.plans: list[Plan] = []
        monkeypatch.setattr(run, "open_remote", lambda shipment: Fake(shipment, place))

    def deploy(self, site: Path | None = None, **wishes: Any) -> Plan:
        """Deploy, and return the plan; `asked` of the place begins anew."""
        self.place.asked.clear()
        options = Options(site or self.site, wishes.pop("now", NOW), 1)
        done = run.deploy(options, run.Wish(**wishes), Silence(), self._planned)
        return done.plan

    def _planned(self, _target: Target, plan: Plan, _built: Built | None) -> None:
        self.plans.append(plan)

    def refusal(self, **wishes: Any) -> str:
        """Deploy, and return why it was refused; nothing was written then."""
        with pytest.raises(BackfileError) as refused:
            self.deploy(**wishes)
        assert {what for what, _ in self.place.asked} <= {"read", "is_empty", "listing", "altered"}
        return str(refused.value)

    def live(self) -> dict[str, str]:
        """Return path -> digest of what is live."""
        return self.place.files

    def output(self) -> dict[str, str]:
        """Return path -> digest of what the output folder has."""
        folder = self.site / "public"
        return {
            path.relative_to(folder).as_posix(): digest_of_file(path).hex()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
