"""
The manifest of a target, as it is kept at the target: what a deploy left there.

Two files.  `manifest.json` is short and says what is live, by whom, since when, and
which listing belongs to it; `listing.gz` has a line for each file.  With nothing
changed the short one is all that is asked for.

Errors:  BackfileError for a manifest that cannot be read, or of a newer Backfile.
Imports: catalogue, errors, model.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from backfile.catalogue.connection import Connection
from backfile.catalogue.ledger import there_items
from backfile.errors import BackfileError
from backfile.model import Item, Manifest

FORMAT: Final = 1
FOLDER: Final = ".backfile"
"""Where both lie at a target that keeps them among its files."""

SHORT: Final = "manifest.json"
LONG: Final = "listing.gz"

_HOPE: Final = "if it is not needed any more, remove it and deploy with --allow foreign"


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the short file."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def decode_manifest(data: bytes, where: str) -> Manifest:
    """Read the short file that lies at *where*."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        message = f"the manifest {where} cannot be read ({error}); {_HOPE}"
        raise BackfileError(message) from None
    if manifest.format > FORMAT:
        message = (
            f"the manifest {where} is of a newer Backfile ({manifest.generator}); update this one"
        )
        raise BackfileError(message)
    return manifest


def write_listing(db: Connection, path: Path) -> str:
    """Write the long file to *path*, from what the ledger says is there; return its digest."""
    digest = blake2b(digest_size=16)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        for item in there_items(db):
            line = msgspec.json.encode(item[:7]) + b"\n"
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


def read_listing(pieces: Iterable[bytes], where: str, digest: str = "") -> Iterator[Item]:
    """Yield the items of the long file at *where*, which comes piece by piece, of that digest."""
    found = blake2b(digest_size=16)
    decoder = msgspec.json.Decoder(tuple[str, str, int, str, str, str, int])
    try:
        for line in _lines(pieces):
            found.update(line)
            yield Item(*decoder.decode(line))
    except (OSError, EOFError, msgspec.DecodeError) as error:
        message = f"the listing {where} cannot be read ({error}); {_HOPE}"
        raise BackfileError(message) from None
    if digest and found.hexdigest() != digest:
        message = f"the listing {where} is not the one that the manifest names; {_HOPE}"
        raise BackfileError(message)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BufferedReader(_Pieces(pieces))) as file:
        yield from file


class _Pieces(io.RawIOBase):
    """Pieces of bytes, read as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = next(self._pieces, b"")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
