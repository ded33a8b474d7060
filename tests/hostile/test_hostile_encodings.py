"""Sources as all kinds of programs save them: one page comes out, or an error with a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

PATH = "content/articles/a.uk.md"
PAGE = "ua/2025/01/zghorany/index.html"
TEXT = """\
---
title: Згорани
date: 2025-01-01
tags: [Театр]
---
# Заголовок

Перший абзац
у два рядки.

```
код
```
"""


def tree(folder: Path, data: bytes) -> dict[str, bytes]:
    """Build a site of one article and return what is published."""
    site = site_from(folder, {PATH: data})
    assert build(site).problems == ()
    return tree_of(site / "public")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["BOM", "CRLF", "BOM and CRLF", "CR"],
)
def test_line_ends_and_marks_change_nothing(tmp_path: Path, data: bytes) -> None:
    """With a byte order mark, CRLF or CR the whole output is that of a plain file."""
    plain = tree(tmp_path / "plain", TEXT.encode())
    assert tree(tmp_path / "other", data) == plain
    assert "<h2" in plain[PAGE].decode()
    assert "#" not in plain[PAGE].decode().partition('<div class="body">')[2].partition("</div>")[0]


@pytest.mark.parametrize(
    ("data", "printed"),
    [
        (TEXT.encode("utf-16"), "1:1: the file is UTF-16 (byte offset 0); save it as UTF-8"),
        (
            TEXT.encode("utf-16-le"),
            "1:1: the file looks like UTF-16 (every second byte is 0); save it as UTF-8",
        ),
        (
            TEXT.encode("utf-16-be"),
            "1:1: the file looks like UTF-16 (every second byte is 0); save it as UTF-8",
        ),
        (
            TEXT.encode("cp1251"),
            "2:8: byte 0xc7 at byte offset 11 is not UTF-8; save the file as UTF-8",
        ),
        (
            "---\ntitle: café\n---\n".encode("latin-1"),
            "2:11: byte 0xe9 at byte offset 14 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"---\ntitle: x\n---\na\xed\xa0\x80",
            "4:2: byte 0xed at byte offset 18 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"---\ntitle: x\n---\nab\x00c",
            "4:3: control character U+0000 in the text; remove it",
        ),
        (
            b"---\ntitle: x\n---\nab\xc2\x85c",
            "4:3: control character U+0085 in the text; remove it",
        ),
    ],
)
def test_other_encodings_are_told_by_byte_or_place(
    tmp_path: Path, data: bytes, printed: str
) -> None:
    """Nothing is guessed or replaced: the error says where, and what to do."""
    site = site_from(tmp_path, {PATH: data})
    with pytest.raises(SiteError) as failed:
        build(site)
    assert str(failed.value) == f"{PATH}:{printed}"


@pytest.mark.parametrize("name", ["site.yaml", "content/tags.yaml", "content/authors/daryna.yaml"])
def test_yaml_files_are_read_alike(tmp_path: Path, name: str) -> None:
    """A record or site.yaml in another encoding is told as an article is."""
    site = site_from(tmp_path, {PATH: TEXT, name: "name: café\n".encode("latin-1")})
    with pytest.raises(SiteError) as failed:
        build(site)
    message = "byte 0xe9 at byte offset 9 is not UTF-8; save the file as UTF-8"
    assert str(failed.value) == f"{name}:1:10: {message}"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("", ""),
        ("a\n\n---\n\nb\n", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("a\n---\nb\n", '<h2 id="a">a</h2>\n<p>b</p>'),
        ("---\ntitle: no\n---\n", '<hr>\n<h2 id="title-no">title: no</h2>'),
    ],
    ids=["front matter only", "rule", "heading", "looks like front matter"],
)
def test_only_the_first_fences_are_front_matter(tmp_path: Path, body: str, html: str) -> None:
    """Front matter alone makes a page without text; `---` further down is Markdown."""
    page = tree(tmp_path, f"---\ntitle: Згорани\ndate: 2025-01-01\n---\n{body}".encode())[PAGE]
    shown = page.decode().partition('<div class="body">')[2].partition("</div>")[0]
    assert shown.strip() == html


def test_front_matter_may_end_the_file(tmp_path: Path) -> None:
    """The last fence needs no line end."""
    assert PAGE in tree(tmp_path, "---\ntitle: Згорани\ndate: 2025-01-01\n---".encode())
