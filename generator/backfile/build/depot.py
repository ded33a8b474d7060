"""
A depot: a place that the machine which builds and the workers of a cluster both reach.

A folder on a shared disk, under the same path everywhere, or a bucket.  What lies
there is on its way only: the catalogue for the workers, parcels of rendered pages
from them.  All of a build has one prefix; the machine that builds removes it.

Writes are whole or not at all, and writing the same again does no harm.

Buckets are reached through obstore; each process takes its credentials from its
own environment.

Errors:  BackfileError, with the depot's name, whatever went wrong.
Memory:  one piece of what is fetched.
Imports: errors.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from backfile.errors import BackfileError

SCHEMES = ("s3", "gs", "az", "file")
"""Of buckets; `file` is a folder that is treated like one."""

PIECE_BYTES = 4_000_000


class Depot(Protocol):
    """Holds things by name."""

    def put(self, name: str, data: bytes | Path) -> None:
        """Keep bytes, or those of a file, under *name*."""

    def fetch(self, name: str) -> Iterator[bytes]:
        """Yield what is kept under *name*, piece by piece."""

    def remove(self, name: str) -> None:
        """Remove what is kept under *name*."""

    def clear(self) -> None:
        """Remove all that there is of this build."""


@lru_cache(1)  # a bucket's connections are kept from batch to batch
def open_depot(place: str, prefix: str) -> Depot:
    """Return the depot at a folder or a bucket's URL; nothing is looked at yet."""
    is_bucket = place.partition("://")[0] in SCHEMES
    return _Bucket(place, prefix) if is_bucket else _Folder(place, prefix)


class _Folder:
    """A folder on a disk that all share."""

    def __init__(self, place: str, prefix: str) -> None:
        self._place, self._folder = place, Path(place, prefix)

    def put(self, name: str, data: bytes | Path) -> None:
        with _said_of(self._place):
            self._folder.mkdir(parents=True, exist_ok=True)
            half = self._folder / f".{uuid4().hex}"
            if isinstance(data, bytes):
                half.write_bytes(data)
            else:
                shutil.copyfile(data, half)
            half.replace(self._folder / name)

    def fetch(self, name: str) -> Iterator[bytes]:
        with _said_of(self._place), (self._folder / name).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def remove(self, name: str) -> None:
        with _said_of(self._place):
            (self._folder / name).unlink(missing_ok=True)

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class _Bucket:
    """A bucket, or a part of one."""

    def __init__(self, place: str, prefix: str) -> None:
        from obstore.store import from_url

        self._place, self._prefix = place, prefix
        with _said_of(place):
            self._store: Any = from_url(place)

    def put(self, name: str, data: bytes | Path) -> None:
        with _said_of(self._place):
            self._store.put(f"{self._prefix}/{name}", data)

    def fetch(self, name: str) -> Iterator[bytes]:
        with _said_of(self._place):
            found = self._store.get(f"{self._prefix}/{name}")
            for piece in found.stream(min_chunk_size=PIECE_BYTES):
                yield bytes(piece)

    def remove(self, name: str) -> None:
        with _said_of(self._place):
            self._store.delete(f"{self._prefix}/{name}")

    def clear(self) -> None:
        with _said_of(self._place):
            for found in self._store.list(self._prefix):
                self._store.delete([one["path"] for one in found])


@contextmanager
def _said_of(place: str) -> Iterator[None]:
    """Say of which depot something went wrong."""
    try:
        yield
    except BackfileError:
        raise
    except OSError as error:
        what = error.strerror or str(error)
        where = f": {os.fspath(error.filename)}" if error.filename else ""
        raise BackfileError(f"the sink {place}: {what}{where}") from None
    except Exception as error:  # obstore's own errors, whose base is not there without it
        if not type(error).__module__.startswith("obstore"):
            raise
        raise BackfileError(f"the sink {place}: {str(error).splitlines()[0]}") from None
