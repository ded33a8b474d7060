"""
The engine: the program itself and the libraries that shape what it writes.

Part of every page's fingerprint, so that a new version renders anew; files whose
bytes come out the same are not touched.

Imports: fingerprint.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH

import backfile
from backfile.fingerprint import digest_of

LIBRARIES = (
    "babel",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "msgspec",
    "nh3",
    "pillow",
    "pyuca",
    "pyyaml",
    "translitua",
)

SILENT = frozenset({"cli", "terminal.py", "serve", "check", "desk", "deploy"})
"""Rooms that no output depends on."""


def engine_digest() -> bytes:
    """Return 16 bytes over the versions of Backfile, Python and the libraries, and our own code."""
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    about = [f"backfile {backfile.__version__}", f"python {sys.version_info[:2]}", *versions]
    return digest_of("\n".join([*about, *_own_files()]).encode())


def zone_digest(timezone: str) -> bytes:
    """Return 16 bytes over the rules of a time zone, which decide dates and thus addresses."""
    for folder in TZPATH:
        file = Path(folder, timezone)
        if file.is_file():
            return digest_of(file.read_bytes())
    found = files("tzdata").joinpath("zoneinfo", *timezone.split("/"))
    return digest_of(found.read_bytes())


def _own_files() -> list[str]:
    """Name our own modules with size and time, for those who change them in place."""
    folder = Path(backfile.__file__).parent
    return [
        f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}"
        for path in sorted(folder.rglob("*.py"))
        if path.relative_to(folder).parts[0] not in SILENT and (stat := path.stat())
    ]


def environment_of(timezone: str) -> dict[str, str]:
    """
    Return what must be the same on two machines that render pages of one site.

    Unlike `engine_digest` it knows nothing of times of files, and it names its parts.
    """
    return {
        "backfile": backfile.__version__,
        "backfile's own files": _own_contents().hex(),
        "python": ".".join(map(str, sys.version_info[:2])),
        **{name: version(name) for name in LIBRARIES},
        "distributed": version("distributed"),
        f"rules of {timezone}": zone_digest(timezone).hex(),
    }


def differences(here: dict[str, str], there: dict[str, str]) -> str:
    """Say in what an environment differs from this one; empty if it does not."""
    return ", ".join(
        f"{name} {there.get(name, 'nowhere')} (here {value})"
        for name, value in here.items()
        if there.get(name) != value
    )


@cache
def _own_contents() -> bytes:
    """
    Return a digest over the package but for its themes, which travel by themselves.

    Taken once: a worker that was begun before the files changed still runs the former ones.
    """
    folder = Path(backfile.__file__).parent
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    ours = [name for name in names if name.parts[0] != "themes" and name.suffix != ".pyc"]
    return digest_of(
        "\n".join(
            f"{name} {digest_of((folder / name).read_bytes()).hex()}" for name in ours
        ).encode()
    )
