"""What a photo's file says of itself, whatever program or camera wrote it."""

from __future__ import annotations

import pytest
from images.samples import (
    PACKET,
    exif_of_camera,
    opened,
    quarters,
    saved,
    with_iptc,
)
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from backfile.images.facts import credit_line, read_facts
from backfile.images.iptc import encoding_of
from backfile.images.probe import PhotoError
from backfile.images.xmp import read_xmp, write_xmp
from backfile.model import PhotoFacts

SMALL = saved(quarters(40, 30), "JPEG")
UKRAINIAN = "Пожежа в театрі, Київ"


def test_size_format_and_transparency() -> None:
    """Each format tells its name, its size as shown, and whether it may be transparent."""
    sideways = Image.Exif()
    sideways[274] = 6
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    for form, suffix in (("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")):
        facts = read_facts(saved(quarters(40, 30), form, exif=sideways), suffix)
        assert (facts.width, facts.height, facts.format) == (30, 40, form.lower())
        assert facts.derivable
        assert not facts.alpha
        if form != "JPEG":
            assert read_facts(saved(clear, form), suffix).alpha


def test_svg_is_known_and_left_alone() -> None:
    """An SVG has a size, and is published as it is."""
    data = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    assert read_facts(data, ".svg") == PhotoFacts(40, 30, "svg")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_animations_are_left_alone(form: str) -> None:
    """Of a picture that moves no rendition is made; of one frame in the same format, it is."""
    frames = [quarters(40, 30), quarters(40, 30).rotate(180), quarters(40, 30)]
    suffix = f".{form.lower()}"
    moving = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    assert not read_facts(moving, suffix).derivable
    assert read_facts(saved(frames[0], form), suffix).derivable


def test_phone_pictures_with_several_inside_are_jpegs() -> None:
    """An MPO counts as the JPEG that its first picture is."""
    data = saved(quarters(40, 30), "MPO", save_all=True, append_images=[quarters(20, 15)])
    assert opened(data).format == "MPO"
    facts = read_facts(data, ".jpg")
    assert (facts.format, facts.derivable, facts.width) == ("jpeg", True, 40)


def test_cut_off_jpeg_is_left_alone() -> None:
    """What remains of a broken upload is published as it is, since nothing can be made of it."""
    data = saved(Image.effect_noise((400, 300), 60), "JPEG")
    assert read_facts(data, ".jpg").derivable
    assert not read_facts(data[: len(data) // 2], ".jpg").derivable


def test_png_is_not_decoded() -> None:
    """Pixels that cannot be decoded do not matter where only the header is read."""
    data = saved(quarters(40, 30), "PNG")
    start = data.index(b"IDAT") + 4
    broken = data[:start] + bytes(20) + data[start + 20 :]
    with pytest.raises(OSError, match="broken"):
        opened(broken)
    assert read_facts(broken, ".png").width == 40


def test_what_is_no_photograph_is_an_error() -> None:
    """Nothing that can be read, or of another format than its name says."""
    cases = (
        (b"text", ".png", "not a picture"),
        (SMALL, ".png", "named .png"),
        (b"", ".svg", "not an SVG picture"),
    )
    for data, suffix, message in cases:
        with pytest.raises(PhotoError, match=message):
            read_facts(data, suffix)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp(form: str) -> None:
    """Every field is read from every format: attributes, lists, languages, resources."""
    if form == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", PACKET.decode())
        data = saved(quarters(40, 30), form, pnginfo=info)
    else:
        data = saved(quarters(40, 30), form, xmp=PACKET)
    facts = read_facts(data, ".jpg" if form == "JPEG" else f".{form.lower()}")
    assert facts.captions == (
        ("x-default", "Fire at the theatre"),
        ("uk-UA", "Пожежа в театрі"),
        ("en", "Fire at the theatre"),
    )
    assert facts.alts == (("uk", "Дим над дахом"),)
    assert facts.creator == "Олена Коваль, Jane Roe"
    assert facts.credit == "Getty Images"
    assert facts.source == "Ukrinform"
    assert facts.copyright == "© 2024 Getty & Co"
    assert facts.license == "https://example.org/licence?a=1&b=2"
    assert facts.acquire == "https://example.org/buy"
    assert facts.digital_source_type.endswith("/digitalCapture")
    assert facts.data_mining.endswith("/DMI-PROHIBITED-AIMLTRAINING")


def test_written_packets_are_read_alike() -> None:
    """What is written about a photo is what was read, whatever characters it holds."""
    odd = "<b>\"x\"</b> & 'y' ]]> 𝒜 Ґанок"
    facts = PhotoFacts(
        4, 3, captions=(("uk", odd), ("x-default", "Fire")), alts=(("en", odd),), creator=odd,
        credit=odd, source=odd, copyright=odd, license="https://a.example/?x=1&y='2'",
        acquire="http://b.example/", digital_source_type="http://c.example/",
        data_mining="http://d.example/",
    )  # fmt: skip
    assert PhotoFacts(4, 3, "", False, *read_xmp(write_xmp(facts))) == facts
    assert write_xmp(PhotoFacts(4, 3, "jpeg")) == b""


def test_written_packet_fits_into_a_jpeg() -> None:
    """Where captions are too long for a segment, they go; whose the photo is stays."""
    captions = tuple((f"a{letter}", "Ґ" * 5000) for letter in "abcdefghijklmnop")
    packet = write_xmp(PhotoFacts(4, 3, captions=captions, creator="Jane"))
    assert len(packet) < 65_502
    assert read_xmp(packet).creator == "Jane"
    assert read_xmp(packet).captions == ()


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        PACKET[:700],
        b"\xff\xfe\0\0",
        PACKET.replace(b"<x:xmpmeta", b"<!DOCTYPE x><x:xmpmeta"),
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<?xml version="1.0" encoding="no-such"?><x/>',
        b"<x/>",
        b"<a>" * 100_000,
    ],
)
def test_broken_packets_say_nothing(packet: bytes) -> None:
    """What is no XMP, or declares entities, is passed over; the photo is read all the same."""
    facts = read_facts(saved(quarters(40, 30), "WEBP", xmp=packet or b" "), ".webp")
    assert facts == PhotoFacts(40, 30, "webp", derivable=True)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example/", "//a.example", "https://a b", "http://"]
)
def test_only_web_addresses(url: str) -> None:
    """An address that a page could not safely link is none."""
    packet = write_xmp(PhotoFacts(4, 3, creator="Jane", license=url, acquire=url))
    assert (read_xmp(packet).license, read_xmp(packet).acquire) == ("", "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        ("Львiв: мiтинг на площi, фото УНIАН / Reuters", "cp1251"),
        ("Ґанок і Їжак", "cp1251"),
        ("Ёлка в Кремле", "cp1251"),
        ("Müller, président à l’été", "cp1252"),
        ("Łódź — Ærøskøbing", "utf-8"),
        ("Jane Roe", "utf-8"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    """Cyrillic and western texts of old archives come out as they were written."""
    data = text.encode(encoding)
    assert data.decode(encoding_of([data])) == text


@pytest.mark.parametrize(
    ("encoding", "mark"), [("cp1251", b""), ("utf-8", b"\x1b%G"), ("utf-8", b"")]
)
def test_iptc(encoding: str, mark: bytes) -> None:
    """The record of an agency's photo is read, whether it says its encoding or not."""
    said = [(1, 90, mark)] if mark else []
    data = with_iptc(
        SMALL, *said,
        (2, 80, "Олена Коваль".encode(encoding)), (2, 80, b"Jane Roe"),
        (2, 110, b"UNIAN"), (2, 115, "Укрінформ".encode(encoding)),
        (2, 116, "© УНІАН".encode(encoding)), (2, 120, UKRAINIAN.encode(encoding)),
    )  # fmt: skip
    facts = read_facts(data, ".jpg")
    assert facts.captions == (("x-default", UKRAINIAN),)
    assert facts.creator == "Олена Коваль, Jane Roe"
    assert (facts.credit, facts.source, facts.copyright) == ("UNIAN", "Укрінформ", "© УНІАН")


def test_iptc_cut_within_a_letter() -> None:
    """A field that was cut at its greatest length loses half a letter, not its encoding."""
    cut = "Агентство новин".encode()[:-1]
    data = with_iptc(SMALL, (1, 90, b"\x1b%G"), (2, 110, cut))
    assert read_facts(data, ".jpg").credit == "Агентство нови"


def test_broken_iptc_says_nothing() -> None:
    """A record with impossible lengths is passed over."""
    data = with_iptc(SMALL, (2, 110, b"X")).replace(b"\x1c\x02\x6e\0\x01", b"\x1c\x02\x6e\xff\xff")
    assert read_facts(data, ".jpg").derivable


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_exif(encoding: str) -> None:
    """What a camera was told of its owner is the last resort, in whatever encoding."""
    said = "Олена Коваль".encode(encoding)
    exif = exif_of_camera(description="OLYMPUS DIGITAL CAMERA         ", artist=said,
                          copyright="(c) Jane\0Joe")  # fmt: skip
    facts = read_facts(saved(quarters(40, 30), "JPEG", exif=exif), ".jpg")
    assert (facts.creator, facts.copyright, facts.captions) == ("Олена Коваль", "(c) Jane Joe", ())


def test_broken_exif_says_nothing() -> None:
    """EXIF that leads nowhere neither stops reading nor turns the photo."""
    for exif in (
        b"Exif\0\0nonsense",
        b"Exif\0\0II*\0\xff\xff\xff\x7f",
        b"Exif\0\0MM\0*\0\0\0\x08\0",
    ):
        facts = read_facts(saved(quarters(40, 30), "JPEG", exif=exif), ".jpg")
        assert (facts.width, facts.creator) == (40, "")


def test_order_of_trust() -> None:
    """XMP wins over IPTC, and IPTC over EXIF, field by field."""
    packet = write_xmp(PhotoFacts(4, 3, credit="XMP credit"))
    exif = exif_of_camera(artist="EXIF artist", copyright="EXIF owner", description="EXIF text")
    data = with_iptc(
        saved(quarters(40, 30), "JPEG", exif=exif, xmp=packet),
        (2, 110, b"IPTC credit"), (2, 80, b"IPTC byline"),
    )  # fmt: skip
    facts = read_facts(data, ".jpg")
    assert (facts.credit, facts.creator, facts.copyright) == (
        "XMP credit", "IPTC byline", "EXIF owner",
    )  # fmt: skip
    assert facts.captions == (("x-default", "EXIF text"),)


@pytest.mark.parametrize(
    "caption",
    ["SONY DSC", "  OLYMPUS  DIGITAL CAMERA ", "DCIM\\100MEDIA\\DJI_0042.JPG", "IMG_1234.JPG",
     "Exif_JPEG_PICTURE", "\0\0\0"],
)  # fmt: skip
def test_what_cameras_write_is_no_caption(caption: str) -> None:
    """A reader never sees the name of a camera or of a file below a photo."""
    data = with_iptc(SMALL, (2, 120, caption.encode()))
    assert read_facts(data, ".jpg").captions == ()


def test_control_characters_never_reach_a_page() -> None:
    """Texts stand on one line, without what XML forbids."""
    data = with_iptc(SMALL, (2, 120, b"A\r\n\x07fire\x00  in\tKyiv\x0b"))
    assert read_facts(data, ".jpg").captions == (("x-default", "A fire in Kyiv"),)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"creator": "Jane Roe", "credit": "Reuters"}, "Jane Roe / Reuters"),
        ({"creator": "Jane Roe", "credit": "JANE ROE/Reuters"}, "JANE ROE/Reuters"),
        ({"creator": "Jane Roe, Reuters", "credit": "Reuters"}, "Jane Roe, Reuters"),
        ({"creator": "Jane Roe", "source": "AFP"}, "Jane Roe"),
        ({"credit": "Reuters", "copyright": "© AFP"}, "Reuters"),
        ({"source": "Ukrinform", "copyright": "© AFP"}, "Ukrinform"),
        ({"copyright": "© 2024 AFP"}, "2024 AFP"),
        ({"copyright": "(c) AFP"}, "AFP"),
        ({"copyright": "Copyright: © AFP (c) 2024"}, "AFP (c) 2024"),
        ({"copyright": "Copyrights Inc"}, "Copyrights Inc"),
        ({"copyright": "©"}, ""),
        ({}, ""),
    ],
)
def test_credit_line(said: dict[str, str], line: str) -> None:
    """What stands below a photo: who took it and for whom, once each; else whose it is."""
    assert credit_line(PhotoFacts(4, 3, **said)) == line
