"""
The lock on a folder of a server: a file that only one deploy can make.

It is written aside and linked to its name, which works only if there is none, and
so that nobody ever reads half of one.  One
that ended is moved aside, by whoever gets there first, and then made anew.

Errors:  BackfileError, saying who holds it.
Imports: deploy, errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Final

from backfile.deploy import lease
from backfile.deploy.lease import Lease
from backfile.deploy.ssh import Server
from backfile.errors import BackfileError

TRIES: Final = 3

_TAKE: Final = """
umask 022
mkdir -p "$1/.backfile"
cd "$1/.backfile"
printf '%s' "$2" > "lock.$3"
if ln "lock.$3" lock 2>/dev/null; then echo held; else cat lock 2>/dev/null || true; fi
rm -f "lock.$3"
"""
_MOVE: Final = """
cd "$1/.backfile"
mv lock "lock.$3" 2>/dev/null || exit 0
if [ "$(cat "lock.$3")" != "$2" ]; then ln "lock.$3" lock 2>/dev/null || true; fi
rm -f "lock.$3"
"""
_RENEW: Final = """
cd "$1/.backfile"
case $(cat lock) in *"$3"*) printf '%s' "$2" > "lock.$3"; mv -f "lock.$3" lock;; esac
"""
_RELEASE: Final = """
cd "$1/.backfile"
case $(cat lock 2>/dev/null) in *"$2"*) rm -f lock;; esac
"""


@contextmanager
def held(server: Server, place: str) -> Iterator[Lease]:
    """Hold the lock of a server's folder, and give what is written there; or say who does."""
    own = lease.new_lease()
    _take(server, own, place)
    released = Event()
    keeper = Thread(target=_keep, args=(server, own, released), name="lease", daemon=True)
    keeper.start()
    try:
        yield own
    finally:
        released.set()
        keeper.join(lease.RENEWED_S)
        with suppress(BackfileError):
            server.run(_RELEASE, server.root, own.token)


def _take(server: Server, own: Lease, place: str) -> None:
    text = lease.encode_lease(own).decode()
    for _ in range(TRIES):
        data = server.run(_TAKE, server.root, text, own.token)
        if data == b"held\n":
            return
        holder = lease.read_lease(data)
        if holder and not lease.has_ended(holder):
            lease.refuse(holder, place)
        server.run(_MOVE, server.root, data.decode(errors="replace"), own.token)
    raise BackfileError(f"the lock of {place} keeps changing hands; deploy again")


def _keep(server: Server, own: Lease, released: Event) -> None:
    """Put the end off again and again; without an answer it holds to its end."""
    while not released.wait(lease.RENEWED_S):
        with suppress(BackfileError):
            text = lease.encode_lease(lease.renewed(own)).decode()
            server.run(_RENEW, server.root, text, own.token)
