"""The renditions themselves: their pixels, and what they say and do not say."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from images.samples import (
    BLUE,
    GREEN,
    PACKET,
    RED,
    YELLOW,
    exif_of_camera,
    is_near,
    opened,
    quarters,
    saved,
    with_iptc,
)
from PIL import Image, ImageCms

from backfile.images import encode
from backfile.images.codecs import codecs_digest
from backfile.images.derive import derive
from backfile.images.facts import read_facts
from backfile.images.probe import PhotoError
from backfile.images.recipes import SHARING, SUFFIXES, renditions_of
from backfile.model import Crop, PhotoFacts, Rendition

ROOT = Path(__file__).parents[2]
FORMATS = ("avif", "webp")


def derived(
    data: bytes, suffix: str, *renditions: tuple[str, int, int], focus: str = "", crop: str = ""
) -> list[Image.Image]:
    """Return the pixels of the renditions (format, width, height) of a photo, in that order."""
    facts = read_facts(data, suffix)
    wanted = [Rendition(crop, focus, *rendition) for rendition in renditions]
    made = dict(derive(data, facts, wanted))
    return [opened(made[rendition]) for rendition in wanted]


def rgb(image: Image.Image, across: float, down: float) -> object:
    """Return the colour at a point, given in parts of width and height."""
    at = int(image.width * across), int(image.height * down)
    return image.convert("RGB").getpixel(at)


ALL = (("avif", 80, 60), ("webp", 80, 60), ("jpeg", 80, 60), ("png", 80, 60))


def test_every_format() -> None:
    """Each file is of its format, has the size that was asked for, and shows the picture."""
    data = saved(quarters(), "JPEG", quality=95)
    for image, (form, *size) in zip(derived(data, ".jpg", *ALL), ALL, strict=True):
        assert (image.format, *image.size) == (form.upper(), *size)
        assert is_near(rgb(image, 0.25, 0.25), RED)
        assert is_near(rgb(image, 0.75, 0.25), GREEN)
        assert is_near(rgb(image, 0.25, 0.75), BLUE)
        assert is_near(rgb(image, 0.75, 0.75), YELLOW)


def test_all_that_a_site_asks_for() -> None:
    """Exactly the renditions of a photo come, each once, in its size and format."""
    data = saved(quarters(1000, 700), "JPEG")
    facts = read_facts(data, ".jpg")
    crops = (Crop("card", (3, 2), (64, 128), "lead"), *SHARING)
    wanted = renditions_of(facts, "20% 80%", crops, (480, 960), FORMATS, whole=True)
    made = list(derive(data, facts, wanted))
    assert len(made) == len(wanted)
    assert {rendition for rendition, _ in made} == set(wanted)
    for rendition, file in made:
        assert opened(file).size == (rendition.width, rendition.height)
        assert read_facts(file, f".{SUFFIXES[rendition.format]}").width == rendition.width


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(orientation: int) -> None:
    """Whatever way the camera was held, the picture stands upright and says nothing of it."""
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    upright = quarters()
    stored = upright if turned is None else upright.transpose(turned)
    exif = Image.Exif()
    exif[274] = orientation
    for form, suffix in (("JPEG", ".jpg"), ("PNG", ".png")):
        data = saved(stored, form, exif=exif)
        facts = read_facts(data, suffix)
        assert (facts.width, facts.height) == (800, 600)
        [image] = derived(data, suffix, ("png", 80, 60))
        assert is_near(rgb(image, 0.25, 0.25), RED)
        assert is_near(rgb(image, 0.75, 0.25), GREEN)
        assert 274 not in image.getexif()


@pytest.mark.parametrize(
    ("focus", "left", "right"),
    [("", 0.25, 0.75), ("0-50", 0.0, 0.5), ("30-50", 0.05, 0.55), ("100-0", 0.5, 1.0)],
)
def test_crop_stands_around_its_focus(focus: str, left: float, right: float) -> None:
    """Of a gradient, the crop shows the stretch around the focus, as far as the edge allows."""
    ramp = Image.linear_gradient("L").rotate(90).resize((800, 400)).convert("RGB")
    [image] = derived(saved(ramp, "PNG"), ".png", ("png", 100, 100), focus=focus, crop="square")
    edges = [rgb(image, across, 0.5) for across in (0.0, 0.99)]
    whole = [rgb(ramp, across, 0.5) for across in (left + 0.002, right - 0.004)]
    for found, expected in zip(edges, whole, strict=True):
        assert isinstance(expected, tuple)
        assert is_near(found, expected, 3)


def test_crop_of_a_turned_photo() -> None:
    """The focus is a point of the picture as shown, not as the camera stored it."""
    exif = Image.Exif()
    exif[274] = 6
    data = saved(quarters().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    [image] = derived(data, ".jpg", ("jpeg", 100, 300), focus="100-0", crop="strip")
    assert is_near(rgb(image, 0.5, 0.2), GREEN)
    assert is_near(rgb(image, 0.5, 0.8), YELLOW)


def test_small_crop_of_a_large_photo_is_sharp() -> None:
    """A JPEG is decoded as large as the narrowest crop needs, not as its width suggests."""
    stripes = Image.new("RGB", (2400, 300), "white")
    for x in range(0, 2400, 4):
        stripes.paste("black", (x, 0, x + 2, 300))
    data = saved(stripes, "JPEG", quality=95, subsampling="4:4:4")
    [image] = derived(data, ".jpg", ("png", 300, 300), crop="square")
    low, high = image.convert("L").getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert high - low > 200


def test_transparency() -> None:
    """It is kept where the format has it; a JPEG stands on white."""
    picture = quarters().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((800, 600)))
    palette = Image.new("P", (800, 600), 0)
    palette.putpalette([0, 0, 0, *RED])
    palette.paste(1, (0, 300, 800, 600))
    grey = Image.new("LA", (800, 600), (0, 0))
    cases = (
        (saved(picture, "PNG"), ".png"),
        (saved(picture, "WEBP", lossless=True), ".webp"),
        (saved(palette, "PNG", transparency=0), ".png"),
        (saved(palette, "GIF", transparency=0), ".gif"),
        (saved(grey, "PNG"), ".png"),
        (saved(Image.new("RGB", (800, 600), (1, 2, 3)), "PNG", transparency=(1, 2, 3)), ".png"),
    )
    for data, suffix in cases:
        avif, webp, jpeg, png = derived(data, suffix, *ALL)
        for image in (avif, webp, png):
            assert image.mode == "RGBA", suffix
            found = image.getpixel((40, 0))
            assert isinstance(found, tuple)
            assert found[3] < 8
        assert is_near(rgb(jpeg, 0.5, 0.0), (255, 255, 255))


def test_pixels_of_every_kind() -> None:
    """Print colours, greys, sixteen bits, palettes, one bit: all become what a screen shows."""
    wide = Image.new("I;16", (800, 600), 0x8000)
    cases = (
        (saved(Image.new("CMYK", (800, 600), (0, 255, 255, 0)), "JPEG"), ".jpg", (255, 0, 0)),
        (saved(Image.new("L", (800, 600), 128), "JPEG"), ".jpg", (128,) * 3),
        (saved(wide, "PNG"), ".png", (128,) * 3),
        (saved(Image.new("1", (800, 600), 1), "PNG"), ".png", (255,) * 3),
        (saved(Image.new("RGB", (800, 600), RED).quantize(4), "PNG"), ".png", RED),
        (saved(Image.new("RGB", (800, 600), RED).quantize(4), "GIF"), ".gif", RED),
    )
    for data, suffix, colour in cases:
        for image in derived(data, suffix, *ALL):
            assert image.mode == "RGB"
            assert is_near(rgb(image, 0.5, 0.5), colour, 6), (suffix, image.format)


def test_greys_of_sixteen_bits_keep_their_place() -> None:
    """Row by row from black to white, in a picture of many strips."""
    wide = Image.new("I;16", (8, 1000))
    wide.frombytes(b"".join((row * 65).to_bytes(2, "little") * 8 for row in range(1000)))
    (image,) = derived(saved(wide, "PNG"), ".png", ("png", 8, 1000))
    found = [image.getpixel((4, row)) for row in range(1000)]
    assert all(is_near(at, (row * 65 // 257,) * 3, 1) for row, at in enumerate(found))


MEMORY = """
import resource, sys
from backfile.images.derive import derive
from backfile.images.facts import read_facts
from backfile.model import Rendition

data = sys.stdin.buffer.read()
facts = read_facts(data, ".png")
list(derive(data, facts, [Rendition("", "", "jpeg", 300, 300)]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise")
def test_memory_is_as_much_as_pixels_take() -> None:
    """Four bytes each, beside the program: sixteen bits of grey are never all held as floats."""
    small, large = (
        subprocess.run(
            [sys.executable, "-c", MEMORY], input=saved(Image.new("I;16", size), "PNG"), check=True,
            capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        ).stdout
        for size in ((400, 400), (5000, 5000))
    )  # fmt: skip
    assert (int(large) - int(small)) * 1024 < 4.5 * 5000 * 5000


def display_p3() -> bytes:
    """Return a colour profile with the primaries of Display P3 and the curve of sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for number in range(int.from_bytes(profile[128:132], "big")):
        entry = profile[132 + 12 * number : 144 + 12 * number]
        start = int.from_bytes(entry[4:8], "big")
        values = primaries.get(bytes(entry[:4]), ())
        for place, value in enumerate(values):
            fixed = round(value * 65536).to_bytes(4, "big", signed=True)
            profile[start + 8 + 4 * place : start + 12 + 4 * place] = fixed
    return bytes(profile).replace(b"s\0R\0G\0B\0", b"P\0 \0 \0 \0").replace(b"sRGB", b"P3  ")


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("AVIF", ".avif")])
def test_wide_colours_become_srgb(form: str, suffix: str) -> None:
    """A colour of Display P3 is shown as the same colour in sRGB, without a profile."""
    options = {} if form == "PNG" else {"quality": 95}
    data = saved(Image.new("RGB", (800, 600), (200, 100, 100)), form, icc_profile=display_p3(),
                 **options)  # fmt: skip
    for image in derived(data, suffix, *ALL):
        # The matrix of Display P3 to sRGB, on linear light: (214, 94, 97).
        assert is_near(rgb(image, 0.5, 0.5), (214, 94, 97), 5)
        assert "icc_profile" not in image.info


def test_broken_profile_is_ignored() -> None:
    """A profile that is none, or for another kind of pixel, leaves the colours as they are."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (b"nonsense", srgb[:200], display_p3()):
        data = saved(Image.new("L", (80, 60), 100), "JPEG", icc_profile=profile)
        [image] = derived(data, ".jpg", ("png", 80, 60))
        assert is_near(rgb(image, 0.5, 0.5), (100,) * 3, 3)
        assert "icc_profile" not in image.info


def test_phone_picture_is_made_of_its_first() -> None:
    """Of an MPO the pictures behind the first are left out."""
    other = Image.new("RGB", (800, 600), BLUE)
    data = saved(Image.new("RGB", (800, 600), RED), "MPO", save_all=True, append_images=[other])
    for image in derived(data, ".jpg", *ALL):
        assert is_near(rgb(image, 0.5, 0.5), RED)
        assert not getattr(image, "is_animated", False)


def test_credit_survives_and_the_place_does_not() -> None:
    """Each file says whose the photo is, and nothing of the camera or where it stood."""
    exif = exif_of_camera(description="A fire", artist="Jane")
    data = with_iptc(
        saved(quarters(), "JPEG", exif=exif, xmp=PACKET, comment=b"secret remark"),
        (2, 90, b"Secret City"),
    )
    facts = read_facts(data, ".jpg")
    wanted = [Rendition("", "", *rendition) for rendition in ALL]
    for rendition, file in derive(data, facts, wanted):
        again = read_facts(file, f".{SUFFIXES[rendition.format]}")
        assert again == PhotoFacts(
            80, 60, rendition.format, True, *(
                getattr(facts, name) for name in facts.__struct_fields__[4:-1]
            ),
        )  # fmt: skip
        image = opened(file)
        assert "exif" not in image.info
        assert not image.getexif().get_ifd(0x8825)
        for secret in (b"GPS", b"SERIAL-4711", b"Camera Model", b"Exif", b"ecret", b"8BIM"):
            assert secret not in file


def test_photo_without_words_has_no_packet() -> None:
    """A photo that says nothing gets no metadata at all."""
    data = saved(quarters(), "JPEG", exif=exif_of_camera())
    facts = read_facts(data, ".jpg")
    for _, file in derive(data, facts, [Rendition("", "", *rendition) for rendition in ALL]):
        assert b"xmpmeta" not in file
        assert "xmp" not in opened(file).info


def broken_png() -> bytes:
    """Return a PNG whose header is right and whose pixels are not."""
    data = saved(Image.effect_noise((200, 150), 60), "PNG")
    start = data.index(b"IDAT") + 400
    return data[:start] + bytes(200) + data[start + 200 :]


def test_broken_photos() -> None:
    """What cannot be decoded is told as the fault of the photo, with what to do."""
    noise = saved(Image.effect_noise((400, 300), 60), "JPEG")
    cases = (
        (noise[: len(noise) // 2], ".jpg", "the picture is cut off; replace the file"),
        (broken_png(), ".png", "the picture cannot be read"),
    )
    for data, suffix, message in cases:
        facts = read_facts(data, suffix)
        with pytest.raises(PhotoError) as failed:
            list(derive(data, facts, [Rendition("", "", "jpeg", 100, 75)]))
        assert str(failed.value).startswith(message)


def test_memory_that_does_not_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo larger than the memory is an error of that photo, and stops nothing else."""

    def refuse(*_anything: object, **_options: object) -> None:
        raise MemoryError

    data = saved(quarters(), "JPEG")
    facts = read_facts(data, ".jpg")
    wanted = [Rendition("", "", "jpeg", 100, 75)]
    for place in ("PIL.JpegImagePlugin.JpegImageFile.load", "PIL.Image.Image.resize",
                  "PIL.Image.Image.save"):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(place, refuse)
            with pytest.raises(PhotoError):
                list(derive(data, facts, wanted))


def test_too_large_for_a_format_is_an_error() -> None:
    """A rendition that a format cannot hold is told by its size."""
    data = saved(Image.new("RGB", (1, 17000)), "PNG")
    facts = read_facts(data, ".png")
    with pytest.raises(PhotoError, match="cannot be written as webp, 1 × 17000 pixels"):
        list(derive(data, facts, [Rendition("", "", "webp", 1, 17000)]))


def test_nothing_wanted_costs_nothing() -> None:
    """Without a rendition to make, the photo is not even opened."""
    assert list(derive(b"", PhotoFacts(1, 1, "jpeg"), [])) == []


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_bytes_do_not_depend_on_company(form: str, suffix: str) -> None:
    """A rendition made alone, in a later build, is the file that a first build would make."""
    data = saved(Image.effect_noise((800, 560), 60).convert("RGB"), form)
    facts = read_facts(data, suffix)
    crops = (Crop("card", (3, 2), (64, 128), "lead"), SHARING[0])
    wanted = renditions_of(facts, "20% 80%", crops, (60, 200, 600), ("webp",), whole=True)
    together = dict(derive(data, facts, wanted))
    for rendition in wanted:
        assert dict(derive(data, facts, [rendition])) == {rendition: together[rendition]}


DIGESTS = """
import sys
from hashlib import sha256
from backfile.images.codecs import codecs_digest
from backfile.images.derive import derive
from backfile.images.facts import read_facts
from backfile.images.recipes import SHARING, renditions_of

data = sys.stdin.buffer.read()
facts = read_facts(data, ".jpg")
wanted = renditions_of(facts, "30% 60%", SHARING, (100, 300), ("avif", "webp", "png"), whole=True)
for rendition, file in derive(data, facts, wanted):
    print(rendition, sha256(file).hexdigest())
print(codecs_digest().hex())
"""


def test_same_bytes_in_every_process() -> None:
    """Two processes make the same files: the addresses say that content never changes."""
    data = saved(quarters(), "JPEG", xmp=PACKET, exif=exif_of_camera())
    printed = {
        subprocess.run(
            [sys.executable, "-c", DIGESTS], input=data, capture_output=True, check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    [lines] = printed
    facts = read_facts(data, ".jpg")
    wanted = [Rendition("", "", "webp", 100, 75)]
    [(rendition, file)] = derive(data, facts, wanted)
    assert f"{rendition} {sha256(file).hexdigest()}" in lines.decode().splitlines()


def test_codecs_digest_covers_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen bytes, the same each time; other settings of an encoder change them."""
    before = codecs_digest()
    assert len(before) == 16
    codecs_digest.cache_clear()
    assert codecs_digest() == before
    codecs_digest.cache_clear()
    monkeypatch.setitem(encode.OPTIONS, "webp", {"quality": 1})
    assert codecs_digest() != before
    codecs_digest.cache_clear()


def test_small_pictures_are_not_enlarged_while_decoding() -> None:
    """One pixel, one line: the least that a photo can be still has renditions."""
    for size in ((1, 1), (1, 40), (300, 1)):
        data = saved(Image.new("RGB", size, RED), "PNG")
        facts = read_facts(data, ".png")
        wanted = renditions_of(facts, "9% 9%", SHARING, (480,), FORMATS, whole=True)
        for rendition, file in derive(data, facts, wanted):
            with Image.open(BytesIO(file)) as image:
                assert image.size == (rendition.width, rendition.height)
