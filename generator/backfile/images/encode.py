"""
Pixels to the bytes of a file, in each format that is published.

The qualities of AVIF and WebP are those that come as near to the original as JPEG 82
does, by structural similarity.  All encoders work on one thread,
because the photos of a site are divided among processes; so their output does not
depend on the machine.

Source:  docs/architecture.md, "Pictures", for the measurements.
Imports: images.probe.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from backfile.images.probe import PhotoError

if TYPE_CHECKING:
    from PIL.Image import Image

OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 65, "speed": 7, "subsampling": "4:2:0", "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "subsampling": "4:2:0", "progressive": True, "optimize": True},
    "png": {"compress_level": 6},
}
"""PNG is for the few that read nothing else: the best compression takes four times as long."""

_XMP_IN_PNG = "XML:com.adobe.xmp"


def encode_picture(pixels: Image, form: str, packet: bytes) -> bytes:
    """
    Write *pixels* (RGB or RGBA) as a file of a format, with *packet* as its XMP.

    A JPEG stands on white where they are transparent.

    Raises:
        PhotoError: It is too large for the format.
    """
    options = dict(OPTIONS[form])
    if packet:
        options |= _packet_option(form, packet)
    buffer = BytesIO()
    image = _flatten(pixels) if form == "jpeg" else pixels
    try:
        image.save(buffer, form, **options)
    except (OSError, ValueError) as error:
        size = f"{image.width} × {image.height} pixels"
        raise PhotoError(f"cannot be written as {form}, {size} ({error})") from None
    return buffer.getvalue()


def _packet_option(form: str, packet: bytes) -> dict[str, Any]:
    if form != "png":
        return {"xmp": packet}
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_itxt(_XMP_IN_PNG, packet.decode())
    return {"pnginfo": texts}


def _flatten(pixels: Image) -> Image:
    if pixels.mode != "RGBA":
        return pixels
    from PIL import Image

    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white
