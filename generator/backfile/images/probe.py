"""
What a photograph is, without decoding it: width and height as shown.

Pillow reads the header alone, so a file that claims a billion pixels costs
nothing; it is refused before anything decodes it.  SVG is text: its size comes
from `width` and `height`, else from `viewBox`.

Errors:  `PhotoError` with what is wrong; the caller knows the path.
Source:  EXIF orientation tag 274, CIPA DC-008; SVG 2, "Sizing properties".
Imports: nothing of ours.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # Costly to load, and not needed for an archive whose photos are known.
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

PIXELS_LIMIT = 170_000_000
"""About 15,000 × 11,300, and less than Pillow opens: a decompression bomb, not a photograph."""

NOT_ENOUGH_MEMORY = "the picture needs more memory than there is; make it smaller"

_LONGEST_TRAILER = 65_536
"""Bytes that programs have been seen to append after the end of a picture."""

_RIFF_HEAD_BYTES = 8
"""Before what the length in a WebP counts: the name RIFF, and the length."""

_SIDEWAYS = frozenset({5, 6, 7, 8})
_ORIENTATIONS = range(1, 9)
_ORIENTATION = 274
IMAGE_DESCRIPTION = 270
ARTIST = 315
COPYRIGHT = 33432
EXIF_TAGS = (_ORIENTATION, IMAGE_DESCRIPTION, ARTIST, COPYRIGHT)
_VIEW_BOX_NUMBERS = 4
FORMATS = {
    "JPEG": {".jpg", ".jpeg"},
    "MPO": {".jpg", ".jpeg"},
    "PNG": {".png"},
    "GIF": {".gif"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}


class PhotoError(Exception):
    """A file that cannot be published as a photograph; the message says why."""


class PhotoSize(NamedTuple):
    """Pixels as shown, after orientation; 0 × 0 for an SVG that does not say."""

    width: int
    height: int


@contextmanager
def open_photo(data: bytes, suffix: str) -> Iterator[ImageFile]:
    """
    Open a picture, its header read and checked, its pixels not decoded.

    What goes wrong inside the `with` is told as the fault of the picture, too.

    Raises:
        PhotoError: Not a picture, another format, truncated, or too large.
    """
    from PIL import Image

    with blaming_photo(data, suffix), Image.open(BytesIO(data)) as image:
        _check_format(image.format or "", suffix)
        _check_pixels(*image.size)
        _check_end(data, suffix)
        yield image


@contextmanager
def blaming_photo(data: bytes, suffix: str) -> Iterator[None]:
    """
    Tell whatever goes wrong inside the `with` as the fault of a picture.

    Raises:
        PhotoError: In place of any other exception.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Of a file with small faults Pillow tells; what matters raises.
            warnings.simplefilter("ignore")
            yield
    except PhotoError:
        raise
    except UnidentifiedImageError:
        raise PhotoError("not a picture that can be read; replace the file") from None
    except Image.DecompressionBombError:
        message = f"the picture claims more than {PIXELS_LIMIT:,} pixels; replace the file"
        raise PhotoError(message) from None
    except MemoryError:
        raise PhotoError(NOT_ENOUGH_MEMORY) from None
    except Exception as error:  # noqa: BLE001 - a broken file makes a decoder raise anything
        fault = "is cut off" if is_cut_off(data, suffix) else f"cannot be read ({error})"
        raise PhotoError(f"the picture {fault}; replace the file") from None


def shown_size(image: Image) -> PhotoSize:
    """Return the size of a picture after its orientation."""
    width, height = image.size
    is_turned = orientation_of(image) in _SIDEWAYS
    return PhotoSize(height, width) if is_turned else PhotoSize(width, height)


def orientation_of(image: Image) -> int:
    """Return how a picture is to be turned: 1, as it is, to 8; 1 for what is no such number."""
    value = exif_of(image).get(_ORIENTATION)
    return value if isinstance(value, int) and value in _ORIENTATIONS else 1


def exif_of(image: Image) -> dict[int, object]:
    """
    Return those EXIF tags of a picture that say how to turn it, what it shows, and whose it is.

    Read from its header: Pillow's own way would decode a whole PNG to look behind it, and
    believes an orientation in XMP, which browsers do not.
    """
    from PIL.Image import Exif

    exif = Exif()
    try:
        exif.load(image.info.get("exif", b""))
        return {tag: exif[tag] for tag in EXIF_TAGS if tag in exif}
    except Exception:  # noqa: BLE001 - it is a format within the format, as easily broken
        return {}


def is_cut_off(data: bytes, suffix: str) -> bool:
    """
    Tell whether a picture lacks its end, as after a broken upload.

    Of a JPEG browsers show the upper part, and leave the rest grey.
    """
    if suffix in {".jpg", ".jpeg"}:
        # No scan holds these markers: its own 0xff bytes are escaped (T.81, B.1.1.5).
        # Most end with theirs; else a search of megabytes says whether something follows it.
        return (
            not data.endswith(b"\xff\xd9") and data.find(b"\xff\xd9", data.rfind(b"\xff\xda")) < 0
        )
    if suffix == ".png":
        return b"IEND" not in data[-_LONGEST_TRAILER:]
    if suffix == ".webp":
        return len(data) < _RIFF_HEAD_BYTES + int.from_bytes(data[4:8], "little")
    return False


def svg_has_script(data: bytes) -> bool:
    """Tell whether an SVG holds script, which runs nowhere but in the file itself."""
    return bool(re.search(rb"<script|\son\w+\s*=|javascript:", data, re.IGNORECASE))


def _check_format(name: str, suffix: str) -> None:
    expected = FORMATS.get(name)
    if expected is None:
        raise PhotoError(f"{name} pictures are not published; convert it to JPEG")
    if suffix not in expected:
        raise PhotoError(f"the file is {name} but named {suffix}; rename it {min(expected)}")


def _check_end(data: bytes, suffix: str) -> None:
    # Of a JPEG the upper part can still be shown.
    if suffix not in FORMATS["JPEG"] and is_cut_off(data, suffix):
        raise PhotoError("the picture is cut off; replace the file")


def _check_pixels(width: int, height: int) -> None:
    if width * height > PIXELS_LIMIT:
        raise PhotoError(
            f"the picture claims {width} × {height} pixels, more than {PIXELS_LIMIT:,};"
            " replace the file"
        )


def probe_svg(data: bytes) -> PhotoSize:
    """
    Read the size of an SVG from its first tag.

    Raises:
        PhotoError: It has no such tag.
    """
    head = data[:65536].decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", head, re.IGNORECASE | re.DOTALL)
    if tag is None:
        raise PhotoError("not an SVG picture; replace the file")
    width, height = (_svg_length(tag.group(), name) for name in ("width", "height"))
    if not (width and height):
        box = re.search(r"viewBox\s*=\s*[\"']([^\"']*)", tag.group())
        numbers = re.findall(r"[-+.\deE]+", box.group(1)) if box else []
        sides = numbers[2:] if len(numbers) == _VIEW_BOX_NUMBERS else ("0", "0")
        width, height = (_rounded(number) for number in sides)
    return PhotoSize(width, height)


def _svg_length(tag: str, name: str) -> int:
    found = re.search(rf"\s{name}\s*=\s*[\"']\s*([\d.]+)(?:px)?\s*[\"']", tag)
    return _rounded(found.group(1)) if found else 0


def _rounded(number: str) -> int:
    try:
        return max(0, round(float(number)))
    except (ValueError, OverflowError):
        return 0
