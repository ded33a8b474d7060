"""
The objects of a bucket: read, written, listed, deleted.

Each method says of which object something went wrong, in one line.

Imports: deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from backfile.deploy.bucket_access import open_bucket
from backfile.deploy.bucket_faults import is_no_bucket, said_of
from backfile.model import Target

if TYPE_CHECKING:
    from obstore import PutMode, UpdateVersion
    from obstore.store import ObjectStore

LARGE_BYTES: Final = 1024 * 1024
"""Above that, an answer may take long."""

PART_BYTES: Final = 16 * 1024 * 1024
MULTIPART_BYTES: Final = 64 * 1024 * 1024
"""From there on an object is sent in parts.  Below, its ETag is the MD5 of its bytes."""

PARTS_AT_ONCE: Final = 4
PIECE_BYTES: Final = 1024 * 1024


class Version(NamedTuple):
    """Tells one state of an object from all others."""

    e_tag: str | None
    number: str | None
    """Of services that count."""

    def mode(self) -> UpdateVersion:
        """Return the condition of a write that replaces this state alone."""
        mode: UpdateVersion = {}
        if self.e_tag is not None:
            mode["e_tag"] = self.e_tag
        if self.number is not None:
            mode["version"] = self.number
        return mode


class Found(NamedTuple):
    """An object as a listing shows it."""

    path: str
    size: int
    e_tag: str
    """Without quotation marks; empty if the service gives none."""


class Store:
    """The objects below the prefix of a target."""

    def __init__(self, target: Target) -> None:
        """Find credentials; nothing is asked of the bucket."""
        self.place = target.to.rstrip("/")
        self._small: ObjectStore = open_bucket(target, large=False)
        self._large: ObjectStore = open_bucket(target, large=True)

    async def send(self, path: str, data: bytes | Path, headers: Mapping[str, str]) -> None:
        """Write an object; a file is sent in parts."""
        import obstore

        attributes = dict(headers)
        with said_of(f"{self.place}/{path}"):
            if isinstance(data, bytes):
                store = self._small if len(data) <= LARGE_BYTES else self._large
                await obstore.put_async(
                    store, path, data, attributes=attributes, use_multipart=False
                )
                return
            await obstore.put_async(
                self._large, path, data, attributes=attributes,
                chunk_size=PART_BYTES, max_concurrency=PARTS_AT_ONCE,
            )  # fmt: skip

    def write(self, path: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Write an object."""
        with said_of(f"{self.place}/{path}"):
            self._put(path, data, headers, "overwrite")

    def create(self, path: str, data: bytes, headers: Mapping[str, str]) -> Version | None:
        """Write an object, unless there is one already: None, then."""
        with said_of(f"{self.place}/{path}"):
            from obstore.exceptions import AlreadyExistsError

            try:
                return self._put(path, data, headers, "create")
            except AlreadyExistsError:
                return None

    def replace(
        self, path: str, data: bytes, headers: Mapping[str, str], former: Version
    ) -> Version | None:
        """Write an object in the place of a *former* state; None if it is another by now."""
        with said_of(f"{self.place}/{path}"):
            from obstore.exceptions import PreconditionError

            try:
                return self._put(path, data, headers, former.mode())
            except (PreconditionError, FileNotFoundError):
                return None

    def _put(self, path: str, data: bytes, headers: Mapping[str, str], mode: PutMode) -> Version:
        import obstore

        store = self._small if len(data) <= LARGE_BYTES else self._large
        done = obstore.put(
            store, path, data, attributes=dict(headers), mode=mode, use_multipart=False
        )
        return Version(done["e_tag"], done["version"])

    def read(self, path: str) -> tuple[bytes, Version] | None:
        """Return the bytes of a small object; None if there is none."""
        import obstore

        with said_of(f"{self.place}/{path}"):
            try:
                found = obstore.get(self._small, path)
            except FileNotFoundError as error:
                if is_no_bucket(error):
                    raise
                return None
            return bytes(found.bytes()), Version(found.meta["e_tag"], found.meta["version"])

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of an object, piece by piece."""
        import obstore

        with said_of(f"{self.place}/{path}"):
            for piece in obstore.get(self._large, path).stream(min_chunk_size=PIECE_BYTES):
                yield bytes(piece)

    async def headers_of(self, path: str) -> Mapping[str, str]:
        """Return the headers and other data with which an object was sent; {} if there is none."""
        import obstore

        with said_of(f"{self.place}/{path}"):
            try:
                found = await obstore.get_async(self._small, path, options={"head": True})
            except FileNotFoundError:
                return {}
            return found.attributes

    def listed(self, at_once: int = 1000) -> Iterator[Found]:
        """Yield all objects, in order of path; *at_once* so many are looked at."""
        import obstore

        with said_of(self.place):
            for chunk in obstore.list(self._small, chunk_size=at_once):
                for one in chunk:
                    yield Found(one["path"], one["size"], (one["e_tag"] or "").strip('"'))

    def delete(self, paths: list[str]) -> None:
        """Delete up to 1,000 objects in one request; those that are not there are no fault."""
        import obstore

        with said_of(self.place):
            try:
                obstore.delete(self._small, paths)
            except FileNotFoundError:
                for path in paths:
                    with suppress(FileNotFoundError):
                        obstore.delete(self._small, path)
