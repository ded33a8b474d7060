"""
Where workers put the bytes of pages.

A worker renders and hands each page's bytes to a *sink*; what becomes of them is
the sink's affair.  `FolderSink` lays them aside below the output folder, so that
putting a file in its place is a rename; it is what processes of this machine use.
`ParcelSink` keeps the bytes of a batch together, to be sent to the machine that
builds, where a `FolderSink` takes them: see build.parcels.

A sink never deletes, and laying the same page aside again does no harm.

Errors:  OSError if the folder cannot be written.
Imports: catalogue.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple, Protocol

from backfile.catalogue.outputs import Pending

Buffer = bytes | memoryview

STAGING = ".backfile-staging"


class Laid(NamedTuple):
    """What became of the bytes of a page."""

    size: int
    mtime_ns: int
    """0 if the published file is as we left it, or not known yet."""

    written: bool
    """False when the published file already had these bytes."""


class Sink(Protocol):
    """Takes the bytes of pages."""

    def lay_aside(self, page: Pending, data: Buffer, digest: bytes) -> Laid:
        """Take *data*, whose digest is given, unless it is what is published at the page."""


class FolderSink:
    """The output folder, with the staging folder in it."""

    def __init__(self, output: Path) -> None:
        """Write below *output*; nothing is made before the first page comes."""
        self._output, self._staging = output, output / STAGING

    def lay_aside(self, page: Pending, data: Buffer, digest: bytes) -> Laid:
        """Write *data* to the staging folder unless the published file already has these bytes."""
        if digest == page.digest:
            return Laid(len(data), 0, written=False)
        if not page.digest and (stat := _same_file(f"{self._output}/{page.path}", data)):
            return Laid(len(data), stat.st_mtime_ns, written=False)
        path = self._staged_path(page.id)
        try:
            mtime_ns = _write_file(path, data)
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            mtime_ns = _write_file(path, data)
        return Laid(len(data), mtime_ns, written=True)

    def place(self, batch: list[tuple[int, str]]) -> int:
        """Put staged files (id, path) in their places; return how many."""
        for identity, path in batch:
            target = f"{self._output}/{path}"
            source = self._staged_path(identity)
            try:
                os.replace(source, target)
            except FileNotFoundError:
                if not Path(source).exists() and Path(target).exists():
                    continue  # it was put there before another file was found in the way
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)
        return len(batch)

    def _staged_path(self, identity: int) -> str:
        """Return where the new bytes of an output lie until they are put in their place."""
        return f"{self._staging}/{identity // 1000}/{identity}"


class ParcelSink:
    """The bytes of one batch, one after another, in the order in which they came."""

    def __init__(self) -> None:
        """Begin an empty parcel."""
        self._pieces: list[Buffer] = []

    def lay_aside(self, page: Pending, data: Buffer, digest: bytes) -> Laid:
        """Add *data* to the parcel unless it is what the published file is known to have."""
        if digest == page.digest:
            return Laid(len(data), 0, written=False)
        self._pieces.append(data)
        return Laid(len(data), 0, written=True)

    def close(self) -> bytes:
        """Return the parcel."""
        return b"".join(self._pieces)


def _same_file(path: str, data: Buffer) -> os.stat_result | None:
    """Return the stat of a file that holds exactly *data*; None otherwise."""
    try:
        stat = os.lstat(path)
        same = stat.st_size == len(data) and S_ISREG(stat.st_mode) and _read_file(path) == data
    except OSError:
        return None
    return stat if same else None


def _read_file(path: str) -> bytes:
    return Path(path).read_bytes()


def _write_file(path: str, data: Buffer) -> int:
    """Write a file; return its mtime in ns."""
    with open(path, "wb", buffering=0) as file:
        view = memoryview(data)
        while view:  # one turn, but for files beyond what the system writes at once
            view = view[file.write(view) :]
        return os.fstat(file.fileno()).st_mtime_ns
