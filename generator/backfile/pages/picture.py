"""
Renditions of photos: `/assets/cat-card-30-60-640.0123456789abcdef.avif`.

Subject: `PATH|CROP|FOCUS|FORMAT`; number: the width.  A path may hold any sign,
so it is split off from the right.

What is made of a photo is the union over its uses: the whole picture for any;
of a lead photo the theme's crops of that kind and those for sharing; of a
portrait the theme's crops of portraits, each around the focus of the use.

Cost:    the renditions of a photo are found once for all its keys, which come
         one after another.
Imports: model, catalogue, images, pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue import articles, pictures, sources
from backfile.catalogue.sources import PhotoRow
from backfile.images.codecs import codecs_digest
from backfile.images.recipes import photo_stem, recipe_mark, rendition_name, renditions_of
from backfile.model import PageKey, PictureFile, Rendition
from backfile.pages.changes import Changes
from backfile.pages.photos import is_derived
from backfile.pages.reader import Reader

KIND = pictures.KIND


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every picture with its address."""
    for path in articles.used_photos(reader.db):
        row = sources.photo_at(reader.db, path, path)
        if row:
            for key, rendition in _pictures_of(reader, row).items():
                yield key, _url_of(reader, row, rendition)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the pictures that are or were made of the photos among *changes*."""
    for path in changes.photos:
        yield from pictures.keys_of_photo(reader.db, path)
        row = sources.photo_at(reader.db, path, path)
        yield from _pictures_of(reader, row) if row else ()


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a picture; None if nothing shows it any more."""
    found = _find(reader, key)
    return _url_of(reader, *found) if found else None


def context_of(reader: Reader, key: PageKey) -> tuple[PictureFile, str]:
    """Return what is made of which photo; there is no template."""
    found = _find(reader, key)
    assert found is not None, key
    row, rendition = found
    return PictureFile(row.path, row.digest, rendition, codecs_digest()), ""


def photo_path_of(key: PageKey) -> str:
    """Return the site path of the photo that a picture is made of."""
    return key.subject.rsplit(pictures.SIGN, 3)[0]


def _find(reader: Reader, key: PageKey) -> tuple[PhotoRow, Rendition] | None:
    path = photo_path_of(key)
    row = sources.photo_at(reader.db, path, path)
    rendition = _pictures_of(reader, row).get(key) if row else None
    return (row, rendition) if row and rendition else None


def _url_of(reader: Reader, row: PhotoRow, rendition: Rendition) -> str:
    name = rendition_name(photo_stem(row.path), recipe_mark(row.path, row.digest), rendition)
    return f"{reader.site.base}/assets/{name}"


def _pictures_of(reader: Reader, row: PhotoRow) -> dict[PageKey, Rendition]:
    """Return all that is made of a photo; kept until another one is asked for."""
    wanted = (row.path, row.digest)
    if reader.derived is None or reader.derived[0] != wanted:
        found = {_key_of(row.path, made): made for made in _renditions_of(reader, row)}
        reader.derived = (wanted, found)
    return reader.derived[1]


def _key_of(path: str, rendition: Rendition) -> PageKey:
    parts = (path, rendition.crop, rendition.focus, rendition.format)
    return PageKey(KIND, "", pictures.SIGN.join(parts), rendition.width)


def _renditions_of(reader: Reader, row: PhotoRow) -> Iterator[Rendition]:
    uses = articles.uses_of_photo(reader.db, row.path)
    if not uses or not is_derived(reader.site, row.facts):
        return
    widths, formats = reader.site.image_widths, reader.site.image_formats
    yield from renditions_of(row.facts, "", (), widths, formats, whole=True)
    for role, focus in uses:
        crops = [crop for crop in reader.crops if crop.of == role]
        yield from renditions_of(row.facts, focus, crops, widths, formats, whole=False)
