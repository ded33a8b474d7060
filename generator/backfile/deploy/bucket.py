"""
A bucket: objects written in place, each with the headers it is served with.

Beside the site, `.backfile/` holds the manifest, the listing that belongs to it, and
while a deploy goes on the lock.  A listing is named by its digest: until the manifest
that names a new one is written, the former one is there with the former listing.

Every object has the digest of its bytes as metadata, by which `--verify` knows it
where the ETag is not their MD5.

Errors:  BackfileError if the bucket, or one of its objects, cannot be reached.
Memory:  `flight.BYTES_AT_ONCE`, and what one listing request gives.
Imports: catalogue, deploy, errors, fingerprint, model.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from backfile.catalogue.ledger import DELETED, Step
from backfile.deploy.bucket_lease import LOCK, Hold, held
from backfile.deploy.bucket_redirects import Redirects
from backfile.deploy.bucket_store import MULTIPART_BYTES, Store
from backfile.deploy.bucket_verify import DIGEST, Verifier, is_md5_of
from backfile.deploy.flight import each_done
from backfile.deploy.headers import headers_of
from backfile.deploy.lease import Lease
from backfile.deploy.listing import digest_of_file
from backfile.deploy.manifest import FOLDER, SHORT, decode_manifest, encode_manifest, read_listing
from backfile.deploy.phases import DELETIONS
from backfile.deploy.remote import Shipment
from backfile.errors import BackfileError, UsageError
from backfile.fingerprint import digest_of
from backfile.model import Item, Manifest

MANIFEST: Final = f"{FOLDER}/{SHORT}"
DELETED_AT_ONCE: Final = 1000
AROUND: Final = 6
"""Requests of every deploy: two looks, the lock and its end, listing and manifest."""

_PRIVATE: Final = {"Cache-Control": "no-store"}
_JSON: Final = {"Content-Type": "application/json", **_PRIVATE}
_GZIP: Final = {"Content-Type": "application/gzip", **_PRIVATE}


class Bucket:
    """A bucket, or the part of one below a prefix."""

    is_atomic = False

    def __init__(self, shipment: Shipment) -> None:
        """Find credentials; nothing is asked of the bucket."""
        self._shipment = shipment
        self._store = Store(shipment.target)
        self._redirects = Redirects(shipment.target) if shipment.target.redirects else None
        self._hold: Hold | None = None
        self._former = ""
        self._e_tags_are_md5 = True

    def read(self) -> Manifest | None:
        """Return the manifest of what is live, None if there is none: one request."""
        found = self._store.read(MANIFEST)
        if found is None:
            return None
        data, version = found
        # Some services, and some encryptions, give other ETags: the manifest shows it.
        self._e_tags_are_md5 = is_md5_of((version.e_tag or "").strip('"'), data)
        return decode_manifest(data, f"{self._store.place}/{MANIFEST}")

    def is_empty(self) -> bool:
        """Tell whether there is nothing, but for a lock."""
        return all(found.path == LOCK for found in islice(self._store.listed(at_once=2), 2))

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        """Yield the files that belong to *manifest*, as they were written down."""
        path = _listing_path(manifest)
        return read_listing(
            self._store.pieces(path), f"{self._store.place}/{path}", manifest.listing
        )

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the paths of those of *items* that are not there, or with other contents."""
        verifier = Verifier(self._store, self._shipment, e_tags_are_md5=self._e_tags_are_md5)
        yield from verifier.altered(items)

    def requests_of(self, steps: Iterable[Step]) -> int:
        """Return about how many requests a plan takes."""
        counts = [(step.action, step.files) for step in steps if step.phase <= DELETIONS]
        deleted = sum(files for action, files in counts if action == DELETED)
        sent = sum(files for action, files in counts if action != DELETED)
        return AROUND + sent - (-deleted // DELETED_AT_ONCE) if sent or deleted else 1

    @contextmanager
    def hold(self) -> Iterator[Lease | None]:
        """Hold the lock of the bucket, or say who does."""
        with held(self._store) as hold:
            self._hold = hold
            try:
                yield hold.abandoned
            finally:
                self._hold = None

    def begin(self, live: Manifest | None) -> None:
        """Remember the listing whose place is taken."""
        self._former = _listing_path(live) if live else ""

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        """Send files, and yield each once it is safely there."""
        yield from each_done(self._send, self._checked(items), _weight_of)

    def _checked(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items for as long as the lock is held."""
        for item in items:
            self._check()
            yield item

    def _check(self) -> None:
        if self._hold:
            self._hold.check()

    async def _send(self, item: Item) -> Item:
        headers = {**dict(headers_of(item.path, item.sort)), DIGEST: item.digest}
        data = self._data_of(item)
        location = self._shipment.redirects.get(item.path, "") if item.sort == "redirect" else ""
        if self._redirects and location and isinstance(data, bytes):
            await asyncio.to_thread(self._redirects.send, item.path, data, headers, location)
        else:
            await self._store.send(item.path, data, headers)
        return item

    def _data_of(self, item: Item) -> bytes | Path:
        """Return the bytes of an item, or its file if they are many."""
        file = self._shipment.file_of(item)
        data = file if item.size >= MULTIPART_BYTES else file.read_bytes()
        digest = digest_of(data) if isinstance(data, bytes) else digest_of_file(file)
        if digest.hex() != item.digest:
            raise BackfileError(f"{file} was changed while it was deployed; deploy again")
        return data

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        """Delete files, and yield the path of each that is gone."""
        rest = iter(paths)
        while some := list(islice(rest, DELETED_AT_ONCE)):
            self._check()
            self._store.delete(some)
            yield from some

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        """Write down what is there: the listing, and last the manifest that names it."""
        self._check()
        path = _listing_path(manifest)
        self._store.write(path, listing.read_bytes(), _GZIP)
        self.settle(manifest)
        if self._former not in {"", path}:
            self._store.delete([self._former])
        return manifest

    def settle(self, manifest: Manifest) -> None:
        """Write the manifest."""
        self._check()
        self._store.write(MANIFEST, encode_manifest(manifest), _JSON)

    def roll_back(self) -> tuple[str, str]:
        """Refuse: a bucket keeps no releases."""
        raise UsageError(f"{self._store.place} keeps no releases")


def _listing_path(manifest: Manifest) -> str:
    return f"{FOLDER}/listing-{manifest.listing}.gz"


def _weight_of(item: Item) -> int:
    return min(item.size, MULTIPART_BYTES)
