"""
IPTC records and EXIF tags: what older files say of a photo.

Both hold bytes, mostly without their encoding.  Where a record says UTF-8, or all
its texts are UTF-8, they are read so.  Otherwise they are of one of the two code
pages in which archives of our languages were written, told apart by their words:
in Cyrillic text, letters beyond ASCII make up the words that they stand in
(`Київ`, also `Львiв` with a Latin i); in western text they are few among ASCII
letters (`Müller`).

Errors:  none; what is broken says nothing.
Source:  IPTC IIM 4.2; CIPA DC-008 (EXIF); code pages 1251 and 1252.
Imports: images.probe, images.statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from backfile.images.probe import ARTIST, COPYRIGHT, IMAGE_DESCRIPTION, exif_of
from backfile.images.statement import ANY_LANGUAGE, Statement, captions_of, clean_text, join_names

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_CHARACTER_SET = (1, 90)
_UTF_8 = b"\x1b%G"
"""What 1:90 holds where the texts are UTF-8 (ISO 2022)."""

_CAPTION = (2, 120)
_BYLINE = (2, 80)
_CREDIT = (2, 110)
_SOURCE = (2, 115)
_COPYRIGHT = (2, 116)

_LETTERS_1251 = rb"\xa5\xa8\xaa\xaf\xb2\xb3\xb4\xb8\xba\xbf\xc0-\xff"
"""Bytes that are letters in code page 1251: Ґ Ё Є Ї І і ґ ё є ї, and А to я."""

_WORD = re.compile(rb"[A-Za-z%s]*[%s][A-Za-z%s]*" % ((_LETTERS_1251,) * 3))


def read_iptc(image: ImageFile) -> Statement:
    """Read the IPTC record of a JPEG."""
    from PIL.IptcImagePlugin import getiptcinfo

    try:
        record = getiptcinfo(image) or {}
    except Exception:  # noqa: BLE001 - a record has broken in more ways than are known
        return Statement()
    fields = {key: value if isinstance(value, list) else [value] for key, value in record.items()}
    encoding = _said_encoding(fields) or encoding_of(_text_bytes(fields))

    def texts(key: tuple[int, int]) -> list[str]:
        # A text that was cut at its greatest length may end within a letter.
        return [text.decode(encoding, "ignore") for text in fields.get(key, ()) if text]

    return Statement(
        captions=captions_of((ANY_LANGUAGE, text) for text in texts(_CAPTION)),
        creator=join_names(texts(_BYLINE)),
        credit=clean_text(" ".join(texts(_CREDIT))),
        source=clean_text(" ".join(texts(_SOURCE))),
        copyright=clean_text(" ".join(texts(_COPYRIGHT))),
    )


def read_exif(image: ImageFile) -> Statement:
    """Read who made a picture and what it shows from its EXIF tags."""
    exif = exif_of(image)
    tags = (IMAGE_DESCRIPTION, ARTIST, COPYRIGHT)
    values = [_bytes_of(exif.get(tag)) for tag in tags]
    encoding = encoding_of(values)
    caption, artist, owner = (value.decode(encoding, "ignore") for value in values)
    return Statement(
        captions=captions_of([(ANY_LANGUAGE, caption)]),
        creator=join_names(artist.split(";")),
        copyright=clean_text(owner),
    )


def encoding_of(texts: Iterable[bytes]) -> str:
    """Tell in which encoding the texts of one file are, by the rule above."""
    data = b"\n".join(texts)
    try:
        data.decode()
    except UnicodeDecodeError:
        letters = b"".join(_WORD.findall(data))
        ascii_letters = sum(byte < 0x80 for byte in letters)  # noqa: PLR2004 - where ASCII ends
        return "cp1251" if len(letters) > 2 * ascii_letters else "cp1252"
    return "utf-8"


def _said_encoding(fields: dict[tuple[int, int], list[bytes]]) -> str:
    return "utf-8" if _UTF_8 in fields.get(_CHARACTER_SET, ()) else ""


def _text_bytes(fields: dict[tuple[int, int], list[bytes]]) -> Iterator[bytes]:
    for key in (_CAPTION, _BYLINE, _CREDIT, _SOURCE, _COPYRIGHT):
        yield from filter(None, fields.get(key, ()))


def _bytes_of(value: object) -> bytes:
    """Return a tag's bytes, which Pillow has read as Latin-1."""
    if isinstance(value, str):
        return value.encode("latin-1", "replace")
    return value if isinstance(value, bytes) else b""
