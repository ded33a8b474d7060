"""Photographs that the tests of this room make: colours at known places, and what files say."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

RED, GREEN, BLUE, YELLOW = (220, 20, 30), (30, 170, 40), (20, 40, 200), (240, 220, 30)

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
  xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
  xmlns:exif="http://ns.adobe.com/exif/1.0/"
  xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
  xmlns:Core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  xmlns:Ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
 <rdf:Description rdf:about="" photoshop:Credit="Getty Images" exif:GPSLatitude="50,27.0N"
   plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING">
  <dc:creator><rdf:Seq><rdf:li>Олена Коваль</rdf:li><rdf:li>Jane Roe</rdf:li></rdf:Seq></dc:creator>
  <dc:description><rdf:Alt>
    <rdf:li xml:lang="x-default">Fire at the theatre</rdf:li>
    <rdf:li xml:lang="uk-ua">Пожежа
      в театрі</rdf:li>
    <rdf:li xml:lang="en">Fire at the theatre</rdf:li>
  </rdf:Alt></dc:description>
  <dc:rights><rdf:Alt>
    <rdf:li xml:lang="x-default">© 2024 Getty &amp; Co</rdf:li></rdf:Alt></dc:rights>
 </rdf:Description>
 <rdf:Description rdf:about="">
  <photoshop:Source>Ukrinform</photoshop:Source>
  <xmpRights:WebStatement rdf:resource="https://example.org/licence?a=1&amp;b=2"/>
  <plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">
    <plus:LicensorName>Getty</plus:LicensorName>
    <plus:LicensorURL>https://example.org/buy</plus:LicensorURL>
  </rdf:li></rdf:Seq></plus:Licensor>
  <Core:AltTextAccessibility><rdf:Alt>
    <rdf:li xml:lang="uk">Дим над дахом</rdf:li></rdf:Alt></Core:AltTextAccessibility>
  <Ext:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture</Ext:DigitalSourceType>
  <xmpRights:Owner><rdf:Description><dc:source>not of this picture</dc:source></rdf:Description>
  </xmpRights:Owner>
 </rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()
"""As Photoshop writes it: properties as attributes, as elements, in two descriptions, a place."""


def quarters(width: int = 800, height: int = 600) -> Image.Image:
    """Return a picture of four colours: red, green above; blue, yellow below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return the bytes of a file of *image*."""
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return the pixels of a file."""
    with Image.open(BytesIO(data)) as image:
        image.load()
    return image


def is_near(found: object, colour: tuple[int, ...], most: int = 12) -> bool:
    """Tell whether a pixel has nearly a colour, as after compression."""
    assert isinstance(found, tuple)
    return all(abs(a - b) <= most for a, b in zip(found, colour, strict=True))


def exif_of_camera(**tags: str | bytes) -> Image.Exif:
    """Return EXIF as a camera writes it: a place, a serial number, and *tags*."""
    numbers = {"description": 270, "artist": 315, "copyright": 33432}
    exif = Image.Exif()
    for name, text in tags.items():
        exif[numbers[name]] = text
    exif[0x0110] = "Camera Model X"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-4711"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)})
    return exif


def iptc_segment(fields: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return the segment of a JPEG that holds an IPTC record."""
    record = b"".join(
        struct.pack(">BBBH", 0x1C, group, number, len(text)) + text
        for group, number, text in fields
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    resource += b"\0" * (len(record) % 2)
    body = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def with_iptc(jpeg: bytes, *fields: tuple[int, int, bytes]) -> bytes:
    """Return a JPEG with an IPTC record put behind its first marker."""
    return jpeg[:2] + iptc_segment(fields) + jpeg[2:]
