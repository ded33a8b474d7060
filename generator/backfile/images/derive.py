"""
The renditions of a photo, made from its bytes.

The photo is decoded once for each degree to which it is halved (`pixels`), and its
pixels are cut once for all formats of a size.  Each file says whose the photo is, in a
packet of XMP of ours, and nothing else: no place, no camera, no preview.  Its bytes
depend on the photo and the rendition alone, not on what is made with it.

Cost:    1.5 to 2 s for a photo of 12 megapixels with all that a site makes by default.
Errors:  `PhotoError` with what is wrong; the caller knows the path.
Imports: images, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.images.encode import encode_picture
from backfile.images.pixels import cut_rendition, decode_photo, halvings_of
from backfile.images.probe import NOT_ENOUGH_MEMORY, PhotoError
from backfile.images.xmp import write_xmp
from backfile.model import PhotoFacts, Rendition

if TYPE_CHECKING:
    from PIL.Image import Image


def derive(
    data: bytes, facts: PhotoFacts, renditions: Sequence[Rendition]
) -> Iterator[tuple[Rendition, bytes]]:
    """
    Yield each of *renditions* with the bytes of its file, the largest first.

    Args:
        facts: What `read_facts` says of *data*.

    Raises:
        PhotoError: The photo is broken, cut off, or needs more memory than there is.
    """
    packet = write_xmp(facts)
    batches: dict[int, list[Rendition]] = {}
    for rendition in sorted(renditions, key=_cut_of):
        batches.setdefault(halvings_of(rendition, facts), []).append(rendition)
    for times, pixels in decode_photo(data, facts, sorted(batches)):
        for _, alike in groupby(batches[times], _cut_of):
            yield from _encode_alike(pixels, list(alike), packet)


def _encode_alike(
    pixels: Image, alike: Sequence[Rendition], packet: bytes
) -> Iterator[tuple[Rendition, bytes]]:
    """Yield renditions of the same pixels in their formats."""
    try:
        cut = cut_rendition(pixels, alike[0])
        files = [encode_picture(cut, rendition.format, packet) for rendition in alike]
    except MemoryError:
        raise PhotoError(NOT_ENOUGH_MEMORY) from None
    yield from zip(alike, files, strict=True)


def _cut_of(rendition: Rendition) -> tuple[int, int, str, str]:
    """Return what two renditions of the same pixels share; the widest sort first."""
    return -rendition.width, rendition.height, rendition.crop, rendition.focus
