"""The lock on a target: what is kept, and when it has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest

from backfile.deploy import lease


def test_what_is_kept_is_read_back() -> None:
    """A lease of a process that lives holds, and is read as it was written."""
    new = lease.new_lease()
    assert lease.read_lease(lease.encode_lease(new)) == new
    assert not lease.has_ended(new)
    assert new.token != lease.new_lease().token
    assert lease.renewed(new).until_s >= new.until_s


@pytest.mark.parametrize("data", [b"", b"no JSON", b"{}", b"[1]", b'{"by": 1}', b"\xff"])
def test_what_cannot_be_read_holds_nothing(data: bytes) -> None:
    """A damaged lock locks nobody out."""
    assert lease.read_lease(data) is None


def test_a_lease_ends_by_itself() -> None:
    """A lease that was not renewed in time holds no more, on whatever machine."""
    past = int(datetime.now(UTC).timestamp()) - 1
    old = msgspec.structs.replace(lease.new_lease(), until_s=past, by="ann@elsewhere")
    assert lease.has_ended(old)


def test_a_lease_of_a_killed_process_has_ended() -> None:
    """On the same machine a lease ends with its process; of another machine that is not known."""
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, check=True, timeout=30)  # fmt: skip
    dead = msgspec.structs.replace(lease.new_lease(), process=int(child.stdout))
    assert lease.has_ended(dead)
    elsewhere = msgspec.structs.replace(dead, by="ann@elsewhere")
    assert not lease.has_ended(elsewhere)


def test_who_is_user_and_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a name goes by the number."""

    def unknown() -> str:
        raise OSError

    monkeypatch.setattr(lease, "getuser", unknown)
    assert lease.who().startswith(f"{os.getuid()}@")
