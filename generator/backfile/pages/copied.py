"""
Files published as they are: static files, the theme's assets, photos without renditions.

Photos in use are copied where nothing is made of them: drawings, animations, and
all photos of a site that asks for no widths.

Subject: the site path of a static file or photo; the published name of an asset.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from backfile.catalogue import articles, sources
from backfile.model import CopiedFile, PageKey
from backfile.pages.addresses import photo_url
from backfile.pages.changes import Changes
from backfile.pages.photos import is_derived
from backfile.pages.reader import Reader

STATIC, PHOTO, ASSET = "static", "photo", "asset"
_ROOT = "content/static/"


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every file to copy with its address."""
    for path, _ in sources.sources_of_kind(reader.db, STATIC):
        yield PageKey(STATIC, "", path, 0), _static_url(reader, path)
    for path in articles.used_photos(reader.db):
        key = PageKey(PHOTO, "", path, 0)
        url = url_of(reader, key)
        if url:
            yield key, url
    yield from assets(reader)


def assets(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield the theme's assets."""
    for name in sorted(reader.assets):
        yield PageKey(ASSET, "", name, 0), f"{reader.site.base}/assets/{name}"


def affected(_reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the static files and photos among *changes*."""
    for path in changes.statics:
        yield PageKey(STATIC, "", path, 0)
    for path in changes.photos:
        yield PageKey(PHOTO, "", path, 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a copied file; None if it is gone or nothing shows it."""
    if key.kind == ASSET:
        return f"{reader.site.base}/assets/{key.subject}" if key.subject in reader.assets else None
    if key.kind == STATIC:
        digest = sources.digest_of_source(reader.db, key.subject)
        return _static_url(reader, key.subject) if digest else None
    return _photo_url(reader, key.subject)


def context_of(reader: Reader, key: PageKey) -> tuple[CopiedFile, str]:
    """Return which bytes are copied; there is no template."""
    if key.kind == ASSET:
        return CopiedFile(f"theme:{key.subject}", reader.assets[key.subject]), ""
    return CopiedFile(key.subject, sources.digest_of_source(reader.db, key.subject)), ""


def _photo_url(reader: Reader, path: str) -> str | None:
    """Return the address of a photo; None if it is gone, not shown, or not shown as it is."""
    row = sources.photo_at(reader.db, path, path)
    if row is None or is_derived(reader.site, row.facts):
        return None
    used = articles.is_photo_used(reader.db, path)
    return photo_url(reader.site, path, row.digest) if used else None


def _static_url(reader: Reader, path: str) -> str:
    return f"{reader.site.base}/{quote(path.removeprefix(_ROOT))}"
