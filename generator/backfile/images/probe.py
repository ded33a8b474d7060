"""
What a photograph is, without decoding it: width and height as shown.

Pillow reads the header alone, so a file that claims a billion pixels costs
nothing; it is refused before anything decodes it.  SVG is text: its size comes
from `width` and `height`, else from `viewBox`.

Errors:  `PhotoProblem` with what is wrong; the caller knows the path.
Source:  EXIF orientation tag 274, CIPA DC-008; SVG 2, "Sizing properties".
Imports: nothing of ours.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import NamedTuple

PIXELS_LIMIT = 200_000_000
"""About 16,000 × 12,500: beyond it a file is a decompression bomb, not a photograph."""

SIDEWAYS = frozenset({5, 6, 7, 8})
ORIENTATION = 274
FORMATS = {
    "JPEG": {".jpg", ".jpeg"},
    "MPO": {".jpg", ".jpeg"},
    "PNG": {".png"},
    "GIF": {".gif"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}


class PhotoProblem(Exception):
    """A file that cannot be published as a photograph; the message says why."""


class PhotoSize(NamedTuple):
    """Pixels as shown, after orientation; 0 × 0 for an SVG that does not say."""

    width: int
    height: int


def probe_photo(data: bytes, suffix: str) -> PhotoSize:
    """
    Read the size of a photograph from its bytes.

    Args:
        suffix: Of the file's name, lower case with its dot; the format must agree.

    Raises:
        PhotoProblem: Not a picture, another format, truncated, or too large.
    """
    if suffix == ".svg":
        return _probe_svg(data)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data))
        with image:
            _check_format(image.format or "", suffix)
            width, height = image.size
            _check_pixels(width, height)
            sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
    except UnidentifiedImageError:
        raise PhotoProblem("not a picture that can be read; replace the file") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoProblem(f"the picture cannot be read ({error}); replace the file") from None
    return PhotoSize(height, width) if sideways else PhotoSize(width, height)


def svg_has_script(data: bytes) -> bool:
    """Tell whether an SVG holds script, which runs nowhere but in the file itself."""
    return bool(re.search(rb"<script|\son\w+\s*=|javascript:", data, re.IGNORECASE))


def _check_format(name: str, suffix: str) -> None:
    expected = FORMATS.get(name)
    if expected is None:
        raise PhotoProblem(f"{name} pictures are not published; convert it to JPEG")
    if suffix not in expected:
        raise PhotoProblem(f"the file is {name} but named {suffix}; rename it {min(expected)}")


def _check_pixels(width: int, height: int) -> None:
    if width * height > PIXELS_LIMIT:
        raise PhotoProblem(
            f"the picture claims {width} × {height} pixels; the limit is {PIXELS_LIMIT:,}"
        )


def _probe_svg(data: bytes) -> PhotoSize:
    head = data[:65536].decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", head, re.IGNORECASE | re.DOTALL)
    if tag is None:
        raise PhotoProblem("not an SVG picture; replace the file")
    width, height = (_svg_length(tag.group(), name) for name in ("width", "height"))
    if not (width and height):
        box = re.search(r"viewBox\s*=\s*[\"']([^\"']*)", tag.group())
        numbers = re.findall(r"[-+.\deE]+", box.group(1)) if box else []
        width, height = (_rounded(number) for number in numbers[2:4]) if len(numbers) == 4 else (0, 0)
    return PhotoSize(width, height)


def _svg_length(tag: str, name: str) -> int:
    found = re.search(rf"\s{name}\s*=\s*[\"']\s*([\d.]+)(?:px)?\s*[\"']", tag)
    return _rounded(found.group(1)) if found else 0


def _rounded(number: str) -> int:
    try:
        return max(0, round(float(number)))
    except (ValueError, OverflowError):
        return 0
