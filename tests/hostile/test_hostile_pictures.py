"""Pictures that are bombs, broken, called something else, or hold script."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path


def picture(form: str, width: int = 64, height: int = 48) -> bytes:
    """Return a picture with enough detail to be longer than its header."""
    image = Image.effect_noise((width, height), 80).convert("RGB")
    buffer = BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Return a small file that says it is a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def site_with(folder: Path, name: str, data: bytes) -> Path:
    """Write a site of one article with one photo."""
    head = f"---\ntitle: A\ndate: 2025-01-01\nphoto: {{src: {name}, credit: C}}\n---\n"
    return site_from(folder, {"content/articles/a.uk.md": head, f"content/photos/{name}": data})


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">%s</svg>'
NOT_A_PICTURE = "not a picture that can be read; replace the file"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "bomb.png",
            png_claiming(60_000, 60_000),
            "the picture claims more than 170,000,000 pixels; replace the file",
        ),
        (
            "large.png",
            png_claiming(17_500, 10_000),
            "the picture claims 17500 × 10000 pixels, more than 170,000,000; replace the file",
        ),
        ("empty.jpg", b"", NOT_A_PICTURE),
        ("text.png", b"hello", NOT_A_PICTURE),
        ("page.webp", b"<!doctype html>", NOT_A_PICTURE),
        ("header.png", picture("PNG")[:20], "the picture is cut off; replace the file"),
        ("cut.png", picture("PNG")[:-300], "the picture is cut off; replace the file"),
        ("cut.webp", picture("WEBP")[:-300], "the picture is cut off; replace the file"),
        ("cut.jpg", picture("JPEG")[:200], "the picture is cut off; replace the file"),
        ("a.jpg", picture("GIF"), "the file is GIF but named .jpg; rename it .gif"),
        ("a.png", picture("JPEG"), "the file is JPEG but named .png; rename it .jpeg"),
        ("a.webp", picture("PNG"), "the file is PNG but named .webp; rename it .png"),
        ("a.gif", picture("BMP"), "BMP pictures are not published; convert it to JPEG"),
        ("a.svg", b"hello", "not an SVG picture; replace the file"),
        ("b.svg", picture("PNG"), "not an SVG picture; replace the file"),
    ],
)
def test_what_is_no_photograph_is_an_error(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    """Each names its file and says what would be right; nothing is decoded or published."""
    site = site_with(tmp_path, name, data)
    with pytest.raises(SiteError) as failed:
        build(site)
    assert str(failed.value) == f"content/photos/{name}: {message}"
    assert tree_of(site / "public") == {}


def test_a_photograph_cut_off_is_a_warning(tmp_path: Path) -> None:
    """A broken upload that still shows something is told, while the page is published."""
    whole = picture("JPEG")
    assert build(site_with(tmp_path / "whole", "a.jpg", whole)).problems == ()
    built = build(site_with(tmp_path / "cut", "a.jpg", whole[: len(whole) * 3 // 4]))
    assert [str(problem) for problem in built.problems] == [
        "content/photos/a.jpg: the picture is cut off, and shows only its upper part;"
        " replace the file"
    ]


def test_pictures_with_something_after_their_end_are_whole(tmp_path: Path) -> None:
    """Cameras append previews and notes, which is no damage."""
    for name, form in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")):
        data = picture(form) + b"maker's note" * 100
        assert build(site_with(tmp_path / form, name, data)).problems == ()


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<g onload="alert(1)"/>',
        b'<a href="javascript:alert(1)"><rect/></a>',
        b"<SCRIPT/>",
    ],
)
def test_script_in_an_svg_is_a_warning(tmp_path: Path, inside: bytes) -> None:
    """The SVG is published as it is and shown by `img`, where its script is dead."""
    data = SVG % inside
    site = site_with(tmp_path, "a.svg", data)
    assert [str(problem) for problem in build(site).problems] == [
        "content/photos/a.svg: the SVG holds script, which never runs on a page; remove it"
    ]
    tree = tree_of(site / "public")
    page = tree["ua/2025/01/a/index.html"].decode()
    (published,) = [path for path in tree if path.startswith("assets/a.")]
    assert tree[published] == data
    assert f'<img src="/{published}"' in page
    assert "<svg" not in page
    assert "<object" not in page


def test_an_svg_is_never_expanded(tmp_path: Path) -> None:
    """Entities of entities stay what they are: the SVG is searched, not parsed."""
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    head = f'<!DOCTYPE svg [<!ENTITY a "ha">{entities}]>'.encode()
    assert build(site_with(tmp_path, "a.svg", head + SVG % b"&j;")).problems == ()


def test_one_bad_picture_does_not_hide_another(tmp_path: Path) -> None:
    """All are told at once, used or not, with what else is wrong."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": "---\ntitle: A\ndate: 2025-01-01\nphoto: missing.jpg\n---\n",
        "content/articles/b.png": b"",
        "content/photos/c.jpg": b"x",
        "content/authors/d.webp": b"x",
    }
    with pytest.raises(SiteError) as failed:
        build(site_from(tmp_path, files))
    assert [problem.path for problem in failed.value.problems] == sorted(files)
