"""
The engine: the program itself and the libraries that shape what it writes.

Part of every page's fingerprint, so that a new version renders anew; files whose
bytes come out the same are not touched.

Imports: fingerprint.
"""

from __future__ import annotations

import sys
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
        if (stat := path.stat())
    ]
