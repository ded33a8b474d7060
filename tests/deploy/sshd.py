"""
A real sshd on loopback, with keys of its own, and an `ssh` that knows them.

Imports: nothing of ours.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin")
WAIT_S = 10


class Sshd(NamedTuple):
    """A server that answers."""

    port: int
    bin: Path
    """Folder of an `ssh` that is let in."""


@contextmanager
def sshd() -> Iterator[Sshd]:
    """Run an sshd until it is not needed any more, or skip where there is none."""
    for program, found in {
        "sshd": SSHD,
        "ssh": shutil.which("ssh"),
        "rsync": shutil.which("rsync"),
    }.items():
        if not found:
            pytest.skip(f"{program} is not installed")
    with tempfile.TemporaryDirectory(prefix="backfile-sshd-") as name:
        folder, port = Path(name), _free_port()
        _write_settings(folder, port)
        Path("/run/sshd").mkdir(exist_ok=True) if os.getuid() == 0 else None
        command = [str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(port)
                yield Sshd(port, folder / "bin")
            finally:
                process.terminate()
                process.wait(WAIT_S)


def _write_settings(folder: Path, port: int) -> None:
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True, timeout=WAIT_S)
    shutil.copyfile(folder / "user.pub", folder / "authorized_keys")
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "authorized_keys",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "MaxStartups": "100",
        "SetEnv": "SHLVL=5",  # so that bash does not read what the user has for logins
    }
    lines = (f"{name} {value}\n" for name, value in settings.items())
    (folder / "sshd_config").write_text("".join(lines))
    key = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    options = f"-F none -i {folder}/user -o UserKnownHostsFile={folder}/known_hosts"
    ssh = folder / "bin" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} {options} "$@"\n')
    ssh.chmod(0o755)


def _wait_for(port: int) -> None:
    for _ in range(WAIT_S * 20):
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(port)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
