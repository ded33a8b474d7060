"""
From a photo's file to pixels that every screen shows alike, and to parts of them.

A picture is decoded once, no larger than needed, turned upright, and brought to
sRGB in eight bits, with or without transparency.  It is made smaller before
colours are converted, which costs by the pixel.

Errors:  `PhotoError` when it cannot be decoded; a broken colour profile is ignored.
Memory:  three bytes for each pixel decoded, four with transparency, and as much again
         while it is turned.  A JPEG is decoded at a fraction of its size, so that 170
         million pixels need 100 MB or so; of the other formats, up to 1.4 GB.
Source:  ICC.1:2022; CIPA DC-008 (orientation).
Imports: images.probe, model.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from backfile.images.probe import is_sideways, open_photo, orientation_of
from backfile.model import PhotoFacts, Rendition

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsProfile
    from PIL.ImageFile import ImageFile

_SUFFIX_OF = {"jpeg": ".jpg"}
_MIDDLE = (50, 50)
_GAP = 3.0
"""How many times larger than wanted a picture may be when the fine resampling begins."""

_WIDE_MODES = {"I", "I;16", "I;16L", "I;16B", "I;16N", "F"}
_WIDE_TO_BYTE = 1 / 257
"""65,535 becomes 255."""


def decode_photo(data: bytes, facts: PhotoFacts, renditions: Iterable[Rendition]) -> Image:
    """
    Decode a photo, upright and in sRGB, large enough for *renditions*.

    Returns:
        A picture in mode RGB, or RGBA when it has transparency, without metadata.

    Raises:
        PhotoError: It is broken, cut off, or needs more memory than there is.
    """
    size = facts.width, facts.height
    scale = max(_scale_of(rendition, size) for rendition in renditions)
    suffix = _SUFFIX_OF.get(facts.format, f".{facts.format}")
    with open_photo(data, suffix) as opened:
        needed = [math.ceil(side * scale) for side in size]
        if is_sideways(opened):
            needed.reverse()
        opened.draft(None, (needed[0], needed[1]))
        opened.load()
        pixels = _reduce(_to_bytes(opened), needed)
        upright = _turn(pixels, orientation_of(opened))
        return _plain(_to_srgb(upright, opened.info.get("icc_profile")))


def cut_rendition(pixels: Image, rendition: Rendition) -> Image:
    """Return a rendition's pixels, cut around its focus and made smaller."""
    from PIL.Image import Resampling

    return pixels.resize(
        (rendition.width, rendition.height),
        Resampling.LANCZOS,
        box=_box_of(rendition, pixels.size),
        reducing_gap=_GAP,
    )


def _scale_of(rendition: Rendition, size: tuple[int, int]) -> float:
    """Return the part of its size at which a photo of *size* is large enough."""
    left, top, right, bottom = _box_of(rendition, size)
    return min(1.0, max(rendition.width / (right - left), rendition.height / (bottom - top)))


def _box_of(rendition: Rendition, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """
    Return the largest area of a rendition's shape: left, top, right, bottom.

    The focus stands as near its middle as the edges of the photo allow.
    """
    if not rendition.crop:
        return 0, 0, *size
    width = min(size[0], size[1] * rendition.width / rendition.height)
    height = min(size[1], size[0] * rendition.height / rendition.width)
    x, y = map(int, rendition.focus.split("-")) if rendition.focus else _MIDDLE
    left = min(max(0.0, size[0] * x / 100 - width / 2), size[0] - width)
    top = min(max(0.0, size[1] * y / 100 - height / 2), size[1] - height)
    return left, top, left + width, top + height


def _to_bytes(image: ImageFile) -> Image:
    """Return a picture with eight bits a channel, and colours instead of a palette."""
    if image.mode in _WIDE_MODES:
        # Pillow cuts wide values off at 255; they are to be made smaller instead.
        wide = image.convert("F").point(lambda value: value * _WIDE_TO_BYTE)
        return wide.convert("L")
    if image.has_transparency_data and image.mode != "RGBA":
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in {"1", "P"} else image


def _reduce(image: Image, needed: list[int]) -> Image:
    """Halve a picture, or more, while it stays twice as large as needed."""
    factor = min(side // (2 * wanted) for side, wanted in zip(image.size, needed, strict=True))
    return image.reduce(factor) if factor > 1 else image


def _turn(image: Image, orientation: int) -> Image:
    """Turn a picture upright (CIPA DC-008, tag 274)."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _to_srgb(image: Image, profile: bytes | None) -> Image:
    """Convert colours by the profile that the file brings, if they are not sRGB."""
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.getOpenProfile(BytesIO(profile or b""))
        if ImageCms.getProfileDescription(own).startswith("sRGB"):
            return image.convert(mode)
        converted = ImageCms.profileToProfile(
            image, own, _srgb(), ImageCms.Intent.RELATIVE_COLORIMETRIC, mode,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert(mode)
    return converted or image.convert(mode)


@cache
def _srgb() -> ImageCmsProfile:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _plain(image: Image) -> Image:
    """Drop what Pillow would carry into files made of *image*: profile, comment, gamma."""
    image.info = {}
    return image
