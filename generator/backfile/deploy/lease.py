"""
The lock on a target: who deploys, since when, and until when it holds.

It is kept at the target.  A deploy renews it while it goes on; one that was killed
leaves it behind, and then it ends by itself, or with the next deploy of the same
machine, which can tell that the process is no more.

Errors:  BackfileError, saying who holds it and since when.
Imports: errors.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from getpass import getuser
from typing import Final, NoReturn
from uuid import uuid4

import msgspec

from backfile.errors import BackfileError

HOLDS_S: Final = 600
"""How long a lease holds that is not renewed."""

RENEWED_S: Final = 120
"""How often it is renewed while a deploy goes on."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """Who may write to a target."""

    by: str
    """`user@host`."""

    process: int
    since: str
    """RFC 3339 in UTC."""

    until_s: int
    """Seconds since 1970 at which it ends by itself."""

    token: str
    """Tells it from every other one."""


def who() -> str:
    """Return `user@host`, as leases and manifests name who deploys."""
    try:
        user = getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


def stamp(moment: datetime | None = None) -> str:
    """Return a moment, or now, as RFC 3339 in UTC."""
    return (moment or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_lease() -> Lease:
    """Return a lease for this process, from now on."""
    now = datetime.now(UTC)
    return Lease(
        by=who(),
        process=os.getpid(),
        since=stamp(now),
        until_s=int(now.timestamp()) + HOLDS_S,
        token=uuid4().hex,
    )


def renewed(lease: Lease) -> Lease:
    """Return the lease with its end put off."""
    until_s = int(datetime.now(UTC).timestamp()) + HOLDS_S
    return msgspec.structs.replace(lease, until_s=until_s)


def encode_lease(lease: Lease) -> bytes:
    """Return what is kept at the target."""
    return msgspec.json.encode(lease)


def read_lease(data: bytes) -> Lease | None:
    """Return the lease that is kept at a target, ended or not; None if it cannot be read."""
    try:
        return msgspec.json.decode(data, type=Lease)
    except msgspec.DecodeError:
        return None


def has_ended(lease: Lease) -> bool:
    """Tell whether a lease ended by itself, or with a process of this machine."""
    if lease.until_s < datetime.now(UTC).timestamp():
        return True
    return lease.by == who() and not _is_alive(lease.process)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def refuse(lease: Lease, place: str) -> NoReturn:
    """Say who is deploying to *place*."""
    left = max(1, round((lease.until_s - datetime.now(UTC).timestamp()) / 60))
    message = (
        f"{lease.by} (process {lease.process}) has been deploying to {place} since {lease.since}; "
        f"wait until it is done (a deploy that was killed is forgotten in {left} min)"
    )
    raise BackfileError(message)
