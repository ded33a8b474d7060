"""
Commands on a server, over one ssh connection.

The system's ssh, with the user's own settings, keys and agent; it never asks
anything.  One connection is opened and shared by all commands, rsync's included, and
ends with the program, or a few minutes after a program that was killed.

What runs on the server is plain POSIX sh; every argument is quoted.

Errors:  BackfileError, with what ssh said and what may help.
Imports: errors.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from backfile.errors import BackfileError

CONNECT_TIMEOUT_S: Final = 20
IDLE_S: Final = 60
PIECE_BYTES: Final = 1_000_000


class Server:
    """A server that is reached over ssh, and a folder there."""

    def __init__(self, url: str) -> None:
        """Take `rsync://user@host:port/folder` apart; nothing is asked yet."""
        split = urlsplit(url)
        self.root = unquote(split.path).rstrip("/") or "/"
        user = f"{unquote(split.username)}@" if split.username else ""
        self.name = f"{user}{split.hostname}"
        host = f"[{split.hostname}]" if ":" in (split.hostname or "") else split.hostname
        self.rsync_name = f"{user}{host}"
        self._port = ["-p", str(split.port)] if split.port else []
        self._socket = ""

    def ssh(self) -> list[str]:
        """Return the command that reaches the server, without its name."""
        self._connect()
        return [*self._base(), "-o", "ControlMaster=no"]

    def _base(self) -> list[str]:
        return [
            "ssh",
            "-o", "BatchMode=yes",
            "-o", f"ConnectTimeout={CONNECT_TIMEOUT_S}",
            "-o", "ServerAliveInterval=15",
            "-o", f"ControlPath={self._socket}",
            *self._port,
        ]  # fmt: skip

    def _connect(self) -> None:
        """Open the connection that all commands share."""
        if self._socket:
            return
        for program in ("ssh", "rsync"):
            if not shutil.which(program):
                raise BackfileError(f"{program} is not installed here; install it and deploy again")
        folder = tempfile.mkdtemp(prefix="backfile-")  # a socket's path must be short
        self._socket = f"{folder}/ssh"
        shared = ["-o", "ControlMaster=yes", "-o", f"ControlPersist={IDLE_S}", "-N", "-f"]
        command = [*self._base(), *shared, "--", self.name]
        weakref.finalize(self, _disconnect, [*self._base(), "-O", "exit", "--", self.name], folder)
        # Not a pipe: the connection stays in the background, and would keep it open.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
            )
            said.seek(0)
            if done.returncode:
                self._socket = ""
                raise self.fault(said.read(), "cannot be reached")

    def run(self, script: str, *arguments: str, data: bytes = b"") -> bytes:
        """Run a script of sh with *arguments*, its `$1` and on; return what it writes."""
        done = subprocess.run(
            [*self.ssh(), "--", self.name, _quoted(script, arguments)],
            input=data,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise self.fault(done.stderr, "the server refused")
        return done.stdout

    def pieces(self, script: str, *arguments: str) -> Iterator[bytes]:
        """Yield what a script writes, piece by piece."""
        command = [*self.ssh(), "--", self.name, _quoted(script, arguments)]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert process.stderr
            while piece := process.stdout.read(PIECE_BYTES):
                yield piece
            said = process.stderr.read()
        if process.returncode:
            raise self.fault(said, "the server refused")

    def fault(self, said: bytes, what: str) -> BackfileError:
        """Return the error for what ssh, or a command on the server, said."""
        lines = said.decode(errors="replace").strip().splitlines()
        reason = lines[-1].strip() if lines else "it said nothing"
        hint = _hint_of(said.decode(errors="replace"), self.name, self._port)
        return BackfileError(f"{self.name}: {what} ({reason}){hint}; nothing live changed")


def _quoted(script: str, arguments: tuple[str, ...]) -> str:
    """Return a script as one command for whatever shell the user has there."""
    return shlex.join(["sh", "-c", f"set -eu\n{script}", "backfile", *arguments])


def _hint_of(said: str, name: str, port: list[str]) -> str:
    ssh = shlex.join(["ssh", *port, name])
    hints = {
        "Host key verification failed": f"; run `{ssh}` once to accept its key",
        "Permission denied (": f"; check that `{ssh}` works without a password",
        "rsync: not found": "; install rsync on the server",
        "rsync: command not found": "; install rsync on the server",
        "No space left": "; make room on the server",
    }
    return next((hint for mark, hint in hints.items() if mark in said), "")


def _disconnect(command: list[str], folder: str) -> None:
    if Path(folder).exists():
        subprocess.run(command, capture_output=True, check=False, timeout=CONNECT_TIMEOUT_S)
        shutil.rmtree(folder, ignore_errors=True)
