"""
Commands of git in a repository of our own, which no checkout and no hook takes part in.

The system's git, so that keys, credential helpers and proxies are the user's; it never
asks anything.  What would change contents on their way, filters and line endings, is
off, and so are signatures and hooks.

Errors:  BackfileError, with what git said, without passwords.
Imports: errors.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from backfile.errors import BackfileError

_SETTINGS: Final = {
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "commit.gpgSign": "false",
    "push.gpgSign": "false",
    "i18n.commitEncoding": "utf-8",
    "gc.auto": "0",
    "protocol.version": "2",
}
_SSH: Final = " -o BatchMode=yes"
_FALLBACK: Final = {"user.name": "Backfile", "user.email": "backfile@localhost"}


class Repository:
    """A bare repository in *folder*, which is made if need be."""

    def __init__(self, folder: Path) -> None:
        """Open it."""
        if not shutil.which("git"):
            raise BackfileError("git is not installed here; install it and deploy again")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._environment = _environment(folder)
        if not (folder / "HEAD").exists():
            self.run("init", "--quiet", "--bare", str(folder))

    def run(
        self,
        *arguments: str,
        data: bytes = b"",
        lenient: bool = False,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> bytes:
        """Run a command and return what it writes; with *lenient*, nothing if it fails."""
        every = {**_SETTINGS, **settings}
        options = (part for key, value in every.items() for part in ("-c", f"{key}={value}"))
        done = subprocess.run(
            ["git", *options, *arguments],
            input=data,
            capture_output=True,
            check=False,
            env=self._environment,
            cwd=self.folder,
        )
        if done.returncode and not lenient:
            raise BackfileError(fault_of(arguments[0], done.stderr))
        return b"" if done.returncode else done.stdout

    def text(self, *arguments: str, lenient: bool = False) -> str:
        """Run a command and return its one line."""
        return self.run(*arguments, lenient=lenient).decode(errors="surrogateescape").strip()

    def index(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Put (mode, object, path) into the index; the mode `0` takes a path out."""
        lines = (f"{mode} {name}\t{path}\0" for mode, name, path in rows)
        data = "".join(lines).encode(errors="surrogateescape")
        if data:
            self.run("update-index", "-z", "--index-info", data=data)

    def commit(self, tree: str, message: str, parents: list[str]) -> str:
        """Make a commit, by the user if git knows who that is; return its name."""
        options = [option for parent in parents for option in ("-p", parent)]
        said = self.run(
            "commit-tree",
            *options,
            "-F",
            "-",
            tree,
            data=message.encode(),
            settings=self._identity(),
        )
        return said.decode().strip()

    def _identity(self) -> dict[str, str]:
        """Return the settings that name who commits: as in the site's folder, or a fallback."""
        return {key: _around(self.folder, key) or value for key, value in _FALLBACK.items()}


def _environment(folder: Path) -> dict[str, str]:
    """Return the user's environment, pointed to our repository."""
    kept = {name: value for name, value in os.environ.items() if not _is_pointer(name)}
    return {
        **kept,
        "GIT_DIR": str(folder),
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_TERMINAL_PROMPT": "0",
        **_ssh_of(kept, folder),
        "LC_ALL": "C",
    }


def _ssh_of(environment: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the user's own way to call ssh, told not to ask if it is that of OpenSSH."""
    if "GIT_SSH" in environment and "GIT_SSH_COMMAND" not in environment:
        return {}
    command = environment.get("GIT_SSH_COMMAND") or _around(folder, "core.sshCommand") or "ssh"
    is_known = Path(command.split()[0]).name == "ssh"
    return {"GIT_SSH_COMMAND": command + (_SSH if is_known else "")}


def _around(folder: Path, key: str) -> str:
    """Return a setting as git has it where our repository lies: in the site's folder."""
    environment = {name: value for name, value in os.environ.items() if not _is_pointer(name)}
    done = subprocess.run(
        ["git", "config", "--get", key],
        capture_output=True, check=False, env=environment, cwd=folder.parent,
    )  # fmt: skip
    return os.fsdecode(done.stdout).strip()


def _is_pointer(name: str) -> bool:
    """Tell whether a variable says which repository is meant, as hooks are told."""
    return name in {
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_QUARANTINE_PATH",
    }  # fmt: skip


def fault_of(command: str, said: bytes) -> str:
    """Return what went wrong, in a line."""
    text = without_password(said.decode(errors="replace").strip())
    lines = [line for line in text.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ERROR:"))]
    reason = (marked or lines or ["it said nothing"])[0]
    return f"git {command}: {reason}{_hint_of(text)}; nothing live changed"


def _hint_of(said: str) -> str:
    hints = {
        "could not read Username": "; set up a credential helper, or use an ssh address",
        "Authentication failed": "; check the token of your credential helper",
        "Permission denied (": "; check that your ssh key may push there",
        "Host key verification failed": "; connect once by hand to accept the server's key",
        "does not appear to be a git repository": "; check `to`",
        "not found": "; check `to`, and that you may see it",
    }
    return next((hint for mark, hint in hints.items() if mark in said), "")


def without_password(text: str) -> str:
    """Return a text with the passwords and tokens of URLs left out."""
    return re.sub(r"(://)[^/@\s]*@", r"\1…@", text)
