"""
Whether objects are as they were sent, by a listing and as few other requests as may be.

An object of one part has the MD5 of its bytes for an ETag, at most services; what the
output folder has of the same digest gives the MD5 to compare it with.  Of all others
the digest is asked that went with them.

Cost:    a request for 1,000 objects, and one for each whose ETag tells nothing.
Imports: deploy, fingerprint, model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import md5
from typing import Final

from backfile.deploy.bucket_store import Found, Store
from backfile.deploy.flight import each_done
from backfile.deploy.remote import Shipment
from backfile.fingerprint import digest_of
from backfile.model import Item

DIGEST: Final = "digest"
"""Name of the metadata; Azure wants a word."""

_MD5 = re.compile(r"[0-9a-f]{32}")


def is_md5_of(e_tag: str, data: bytes) -> bool:
    """Tell whether an ETag is the MD5 of *data*."""
    return md5(data, usedforsecurity=False).hexdigest() == e_tag


class Verifier:
    """Looks at the objects of a target."""

    def __init__(self, store: Store, shipment: Shipment, *, e_tags_are_md5: bool) -> None:
        """Keep where to look, and what ETags mean there."""
        self._store, self._shipment, self._e_tags_are_md5 = store, shipment, e_tags_are_md5

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the paths of those of *items* that are not there, or with other contents."""
        pairs = _paired(items, self._store.listed())
        yield from (path for path in each_done(self._fault, pairs) if path)

    async def _fault(self, pair: tuple[Item, Found | None]) -> str:
        """Return the path of an item that is not as it should be; empty for one that is."""
        item, found = pair
        is_fine = found is not None and await self._is_as_sent(item, found)
        self._shipment.report.advance()
        return "" if is_fine else item.path

    async def _is_as_sent(self, item: Item, found: Found) -> bool:
        if found.size != item.size:
            return False
        if _MD5.fullmatch(found.e_tag) and (data := self._bytes_of(item)) is not None:
            if is_md5_of(found.e_tag, data):
                return True
            if self._e_tags_are_md5:
                return False
        headers = await self._store.headers_of(item.path)
        return headers.get(DIGEST) == item.digest

    def _bytes_of(self, item: Item) -> bytes | None:
        """Return the bytes of an item; None if they are not on this machine any more."""
        try:
            data = self._shipment.file_of(item).read_bytes()
        except OSError:
            return None
        return data if digest_of(data).hex() == item.digest else None


def _paired(items: Iterable[Item], listed: Iterator[Found]) -> Iterator[tuple[Item, Found | None]]:
    """Bring items together with objects of the same path, both in its order."""
    found = next(listed, None)
    for item in items:
        while found and found.path < item.path:
            found = next(listed, None)
        yield item, found if found and found.path == item.path else None
