"""
The lock on a bucket: an object that only one deploy can make.

It is written on the condition that there is none, and renewed and taken over on the
condition that it is still the one that was read, so that of two who try one fails.

Errors:  BackfileError, saying who holds it, or that it went to somebody else.
Source:  RFC 9110 §13.1, If-Match and If-None-Match.
Imports: deploy, errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import time
from typing import Final

from backfile.deploy import lease
from backfile.deploy.bucket_store import Store, Version
from backfile.deploy.lease import Lease
from backfile.deploy.manifest import FOLDER
from backfile.errors import BackfileError

LOCK: Final = f"{FOLDER}/lock"
HEADERS: Final = {"Content-Type": "application/json", "Cache-Control": "no-store"}
TRIES: Final = 3


class Hold:
    """The lock of a bucket, held."""

    def __init__(self, store: Store) -> None:
        """Take the lock, or say who has it."""
        self._store = store
        self._lease = lease.new_lease()
        self._version = Version(None, None)
        self._is_lost = False
        self.abandoned = self._take()

    def check(self) -> None:
        """Raise BackfileError if the lock may be somebody else's by now."""
        if self._is_lost or self._lease.until_s < time():
            message = f"the lock of {self._store.place} went to another deploy; deploy again"
            raise BackfileError(message)

    def _take(self) -> Lease | None:
        """Take the lock; return the lease of another machine that is left over there."""
        for _ in range(TRIES):
            data = lease.encode_lease(self._lease)
            if version := self._store.create(LOCK, data, HEADERS):
                self._version = version
                return None
            former, version = self._look()
            if version is None:
                continue
            if former and former.token == self._lease.token:
                # Written by a request that was repeated since its answer got lost.
                self._version = version
                return None
            if former and not lease.has_ended(former):
                lease.refuse(former, self._store.place)
            if taken := self._store.replace(LOCK, data, HEADERS, version):
                self._version = taken
                return former if former and former.by != self._lease.by else None
        raise BackfileError(f"the lock of {self._store.place} keeps changing hands; deploy again")

    def _look(self) -> tuple[Lease | None, Version | None]:
        found = self._store.read(LOCK)
        return (lease.read_lease(found[0]), found[1]) if found else (None, None)

    def keep(self, released: Event) -> None:
        """Renew the lock again and again, until it is *released* or lost."""
        while not (self._is_lost or released.wait(lease.RENEWED_S)):
            # Without an answer it is tried again later; meanwhile it holds to its end.
            with suppress(BackfileError):
                self._renew()

    def _renew(self) -> None:
        new = lease.renewed(self._lease)
        version = self._store.replace(LOCK, lease.encode_lease(new), HEADERS, self._version)
        if version is None:
            # A request may have been repeated since its answer got lost.
            former, version = self._look()
            if former is None or former.token != self._lease.token:
                self._is_lost = True
                return
        self._lease, self._version = new, version or self._version

    def release(self) -> None:
        """Give the lock back; one that cannot be deleted now ends by itself."""
        with suppress(BackfileError):
            self.check()
            self._store.delete([LOCK])


@contextmanager
def held(store: Store) -> Iterator[Hold]:
    """Hold the lock of a bucket."""
    hold = Hold(store)
    released = Event()
    keeper = Thread(target=hold.keep, args=(released,), name="lease", daemon=True)
    keeper.start()
    try:
        yield hold
    finally:
        released.set()
        keeper.join(lease.RENEWED_S)
        hold.release()
