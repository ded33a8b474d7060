"""Photos: who speaks for them to those who do not see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.checking import article, found_in, lines_of, site_with

if TYPE_CHECKING:
    from pathlib import Path

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
SCRIPT = SVG.replace("/>", "><script>1</script></svg>")


def codes(folder: Path, text: str, **more: str) -> list[str]:
    """Return the lines of what is found of one article beside a photo."""
    files = {"articles/a.uk.md": text, "articles/p.svg": SVG, **more}
    return lines_of(found_in(site_with(folder, files), "photos"))


@pytest.mark.parametrize(
    ("photo", "expected"),
    [
        ("{src: p.svg, credit: C}", ["articles/a.uk.md:4:14 photo-alt"]),
        ("{src: p.svg, credit: C, alt: A}", []),
        ('{src: p.svg, credit: C, alt: ""}', []),
        ("p.svg", ["articles/a.uk.md:4:8 photo-alt", "articles/a.uk.md:4:8 photo-credit"]),
        ("no.svg", ["articles/a.uk.md:4:8 photo-missing"]),
    ],
)
def test_lead(tmp_path: Path, photo: str, expected: list[str]) -> None:
    """A lead photo has a text and a credit; an empty text says that it needs none."""
    assert codes(tmp_path, article(photo=photo)) == expected


def test_translation_that_gives_no_photo_is_not_blamed(tmp_path: Path) -> None:
    """A text is missed where the photo is given, and where a translation gives its own texts."""
    text = article(photo="{src: p.svg, credit: C}")
    silent, own = "---\ntitle: A\n---\n", "---\ntitle: A\nphoto: {caption: B}\n---\n"
    more = {"articles/a.en.md": silent, "articles/a.ru.md": own}
    assert codes(tmp_path, text, **more) == [
        "articles/a.ru.md:3:8 photo-alt",
        "articles/a.uk.md:4:14 photo-alt",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('![](p.svg){credit="C"}', ["articles/a.uk.md:5:1 photo-alt"]),
        ('![A](p.svg){credit="C"}', []),
        ("![A](p.svg)", ["articles/a.uk.md:5:1 photo-credit"]),
        ("An icon ![](p.svg) in a line", []),
        ('![](https://elsewhere.example/p.jpg){credit="C"}', ["articles/a.uk.md:5:1 photo-alt"]),
    ],
)
def test_body(tmp_path: Path, body: str, expected: list[str]) -> None:
    """A picture with a line of its own has a text; one within a line may do without."""
    assert codes(tmp_path, article(f"{body}\n")) == expected


def test_script_in_svg(tmp_path: Path) -> None:
    """What a build says of photos is said here."""
    found = codes(tmp_path, article(), **{"photos/s.svg": SCRIPT})
    assert found == ["photos/s.svg:0:0 svg-script"]
