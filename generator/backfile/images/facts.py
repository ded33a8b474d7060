"""
All that pages may know of a photo, read from its file without decoding it.

XMP is asked first, since it has languages and one encoding; then IPTC, then EXIF.

Errors:  `PhotoError` with what is wrong; broken metadata only say nothing.
Cost:    about a millisecond for a JPEG with metadata.
Source:  IPTC Photo Metadata Standard 2023, "Guidelines for reading".
Imports: images, model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.images.iptc import read_exif, read_iptc
from backfile.images.probe import is_cut_off, open_photo, probe_svg, shown_size
from backfile.images.statement import Statement, merge_statements
from backfile.images.xmp import read_xmp
from backfile.model import PhotoFacts

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_JPEG_NAMES = {"JPEG", "MPO"}
"""An MPO is a JPEG with more pictures behind it: a phone's depth, a preview."""

_COPYRIGHT_SIGN = re.compile(r"(?:(?:copyright\b|©|\(c\))[\s:]*)+", re.IGNORECASE)


def read_facts(data: bytes, suffix: str) -> PhotoFacts:
    """
    Read what a photo's file says of itself.

    A picture that is cut off is not derivable: what is left of it is published as it is.

    Args:
        suffix: Of the file's name, lower case with its dot; the format must agree.

    Raises:
        PhotoError: Not a picture, another format, truncated, or too large.
    """
    if suffix == ".svg":
        return PhotoFacts(*probe_svg(data), "svg")
    with open_photo(data, suffix) as image:
        is_jpeg = image.format in _JPEG_NAMES
        return PhotoFacts(
            *shown_size(image),
            format="jpeg" if is_jpeg else str(image.format).lower(),
            derivable=(is_jpeg or not getattr(image, "is_animated", False))
            and not is_cut_off(data, suffix),
            alpha=image.has_transparency_data,
            **_read_statement(image)._asdict(),
        )


def credit_line(facts: PhotoFacts) -> str:
    """Return what stands below a photo whose author gave no credit; empty when nothing is known."""
    creator, credit = facts.creator, facts.credit
    if creator and credit:
        shorter, longer = sorted((creator, credit), key=len)
        return longer if shorter.casefold() in longer.casefold() else f"{creator} / {credit}"
    owner = _COPYRIGHT_SIGN.sub("", facts.copyright, count=1).strip()
    return creator or credit or facts.source or owner


def _read_statement(image: ImageFile) -> Statement:
    packet = image.info.get("xmp", b"")
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    return merge_statements(read_xmp(packet), read_iptc(image), read_exif(image))
