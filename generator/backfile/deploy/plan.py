"""
What a deploy will do, before it does anything.

Imports: catalogue, deploy.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from backfile.catalogue import ledger
from backfile.catalogue.connection import Connection
from backfile.catalogue.ledger import CHANGED, DELETED, NEW, Step
from backfile.deploy.phases import DELETIONS, phases

GRACE_S: Final = 30 * 24 * 3600
"""How long an asset stays that the site does not use any more: pages in caches want it."""

SHOWN: Final = 20
"""Deletions that a plan names."""


class Plan(NamedTuple):
    """What a deploy will do."""

    steps: tuple[Step, ...]
    unchanged: int
    """Files that are there as they shall be."""

    requests: int
    deletions: tuple[str, ...]
    """The first of them, in order of path."""

    purges: bool
    """Whether caches have yet to be told of an earlier deploy."""

    is_first: bool
    """Whether nothing of ours is there."""

    is_unfinished: bool = False
    """Whether an earlier deploy did more than the manifest of the target says."""

    def files(self, action: str) -> int:
        """Count the files of an action."""
        return sum(step.files for step in self.steps if step.action == action)

    @property
    def sent(self) -> int:
        """Files to be sent."""
        return self.files(NEW) + self.files(CHANGED)

    @property
    def sent_bytes(self) -> int:
        """Bytes of the files to be sent."""
        return sum(step.size_bytes for step in self.steps if step.phase < DELETIONS)

    @property
    def deleted(self) -> int:
        """Files to be deleted."""
        return self.files(DELETED)

    @property
    def moves(self) -> bool:
        """Whether what the target holds, or says that it holds, will be another."""
        return bool(self.sent or self.deleted or self.is_first or self.is_unfinished)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.moves or self.purges)


def compare(db: Connection, now_s: int, *, spare: bool) -> None:
    """Write the plan into the ledger; *spare* assets that went out of use lately."""
    ledger.make_plan(db, phases(), now_s - GRACE_S if spare else None)


def plan_of(db: Connection, requests: int, *, is_first: bool, is_unfinished: bool) -> Plan:
    """Return the plan that the ledger holds, of so many requests."""
    steps = tuple(ledger.steps_of(db))
    files, _ = ledger.size_here(db)
    sent = sum(step.files for step in steps if step.action in {NEW, CHANGED})
    return Plan(
        steps,
        files - sent,
        requests,
        tuple(ledger.planned_paths(db, DELETED, SHOWN)),
        bool(ledger.purges(db)),
        is_first,
        is_unfinished,
    )
