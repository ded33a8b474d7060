"""
From a photo's file to pixels that every screen shows alike, and to parts of them.

Pixels are turned upright and brought to sRGB in eight bits, with or without
transparency.  A large photo is first halved, once or several times, which is quick
(a JPEG is decoded so), and then resampled finely.  How often depends on the
rendition alone, not on what else is made with it: a rendition has the same bytes
whether it is made in a first build or added in a later one.

Errors:  `PhotoError` when it cannot be decoded; a broken colour profile is ignored.
Memory:  four bytes for each pixel decoded, and as much again while transparent ones are
         halved.  For widths up to 1440, a photo of 12 megapixels takes some 20 MB as a
         JPEG and 60 MB in another format; one of 170 megapixels, the largest that is
         read, takes 110 MB as a JPEG, 0.7 GB in another format, 1.5 GB with transparency.
Source:  ICC.1:2022; CIPA DC-008 (orientation).
Imports: images.probe, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from backfile.images.probe import blaming_photo, open_photo, orientation_of
from backfile.model import PhotoFacts, Rendition

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsProfile
    from PIL.ImageFile import ImageFile

_MIDDLE = (50, 50)
_GAP = 3.0
"""How many times larger than wanted a picture may be when the fine resampling begins."""

_MARGIN = 1.25
"""How many times larger than wanted a picture must remain where it is halved."""

_MOST_HALVINGS = 3
"""The least part of its size at which a JPEG can be decoded is an eighth."""

_WIDE_MODES = {"I", "I;16", "I;16L", "I;16B", "I;16N", "F"}
_WIDE_TO_BYTE = 1 / 257
"""65,535 becomes 255."""

_STRIP_ROWS = 256


def halvings_of(rendition: Rendition, facts: PhotoFacts) -> int:
    """Return how often a photo is halved before it is resampled for *rendition*: 0 to 3."""
    left, top, right, bottom = _box_of(rendition, (facts.width, facts.height))
    across, down = (right - left) / rendition.width, (bottom - top) / rendition.height
    spare = int(min(across, down) / _MARGIN)
    return min(max(spare, 1).bit_length() - 1, _MOST_HALVINGS)


def decode_photo(
    data: bytes, facts: PhotoFacts, halvings: Iterable[int]
) -> Iterator[tuple[int, Image]]:
    """
    Decode a photo, upright and in sRGB, halved as often as each of *halvings* says.

    Yields:
        The halvings and a picture in mode RGB, or RGBA when it has transparency,
        without metadata.

    Raises:
        PhotoError: It is broken, cut off, or needs more memory than there is.
    """
    # Nothing is yielded inside a `with`: what goes wrong elsewhere is not the photo's fault.
    if facts.format == "jpeg":
        for times in halvings:
            with open_photo(data, ".jpg") as opened:
                width, height = opened.size
                opened.draft(None, (max(1, width >> times), max(1, height >> times)))
                pixels = _prepare(opened, _read_manner(opened))
            yield times, pixels
        return
    suffix = f".{facts.format}"
    with open_photo(data, suffix) as opened:
        # First, since a PNG may say more behind its pixels, which `facts` have not seen.
        manner = _read_manner(opened)
        opened.load()
        whole = _to_bytes(opened)
    for times in halvings:
        with blaming_photo(data, suffix):
            pixels = _prepare(whole.reduce(1 << times) if times else whole, manner)
        yield times, pixels


def cut_rendition(pixels: Image, rendition: Rendition) -> Image:
    """Return a rendition's pixels, cut around its focus and resampled."""
    from PIL.Image import Resampling

    size, box = (rendition.width, rendition.height), _box_of(rendition, pixels.size)
    return pixels.resize(size, Resampling.LANCZOS, box=box, reducing_gap=_GAP)


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
    return left, top, min(size[0], left + width), min(size[1], top + height)


def _to_bytes(image: Image) -> Image:
    """Return a picture with eight bits a channel, and colours instead of a palette."""
    if image.mode in _WIDE_MODES:
        return _narrow(image)
    if image.has_transparency_data and image.mode != "RGBA":
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in {"1", "P"} else image


def _narrow(image: Image) -> Image:
    """Return grey values of more than eight bits in eight, a strip at a time: they take room."""
    from PIL import Image

    narrow = Image.new("L", image.size)
    for top in range(0, image.height, _STRIP_ROWS):
        strip = image.crop((0, top, image.width, min(top + _STRIP_ROWS, image.height)))
        # Pillow cuts wide values off at 255; they are to be made smaller instead.
        wide = strip.convert("F").point(lambda value: value * _WIDE_TO_BYTE)
        narrow.paste(wide.convert("L"), (0, top))
    return narrow


class _Manner(NamedTuple):
    """How the pixels of a file are to be understood."""

    orientation: int
    profile: bytes


def _read_manner(opened: ImageFile) -> _Manner:
    return _Manner(orientation_of(opened), opened.info.get("icc_profile") or b"")


def _prepare(image: Image, manner: _Manner) -> Image:
    """Turn and colour *image*, and drop what Pillow would hand on."""
    prepared = _to_srgb(_turn(_to_bytes(image), manner.orientation), manner.profile)
    # Profile, comment and gamma would else be written into every file made of it.
    prepared.info = {}
    return prepared


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


def _to_srgb(image: Image, profile: bytes) -> Image:
    """Convert colours by the profile that the file brings, if they are not sRGB."""
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.getOpenProfile(BytesIO(profile))
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
