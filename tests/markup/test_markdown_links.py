"""Links of a body: which lead into the site, where they stand, which are refused."""

from __future__ import annotations

import pytest
from markup.rendering import html_of, render

from backfile.model import SourceLink


@pytest.mark.parametrize(
    ("href", "target", "fragment"),
    [
        ("../2023/story.uk.md", "../2023/story.uk.md", ""),
        ("/about/#team", "/about/", "#team"),
        ("<новий міст.md#частина>", "новий міст.md", "#%D1%87%D0%B0%D1%81%D1%82%D0%B8%D0%BD%D0%B0"),
        ("%D0%B0%20b.md", "а b.md", ""),
        ("a.md?x=1%262", "a.md?x=1%262", ""),
        ("100%25.md", "100%.md", ""),
        ("b%FF.md", "b%FF.md", ""),
        ("b%00.md", "b%00.md", ""),
        ("javascript%3Aalert(1)", "javascript%3Aalert(1)", ""),
        ("/%5Cevil.example", "/%5Cevil.example", ""),
        ("%2F%2Fevil.example", "%2F%2Fevil.example", ""),
        ("b%23c%3F.md", "b%23c%3F.md", ""),
    ],
)
def test_links_into_the_site_become_markers(href: str, target: str, fragment: str) -> None:
    """A target is as its author wrote it, unless decoding would make something else of it."""
    body, problems = render(f'see [*this*]({href} "A \\"title\\"")!')
    assert body.html == "<p>see \x00A0\x00<em>this</em>\x00Z0\x00!</p>\n"
    assert body.links == (SourceLink(target, fragment, 'A "title"', 1, 5),)
    assert problems == []


@pytest.mark.parametrize(
    "href",
    [
        "https://a.example/x?y=1",
        "//a.example",
        "#part",
        "?page=2",
        "mailto:a@b.example",
        "tel:+1",
        "",
    ],
)
def test_other_links_are_written_out(href: str) -> None:
    """Links to elsewhere, or within the page, are left as they are."""
    assert html_of(f"[a]({href})") == f'<p><a href="{href}">a</a></p>\n'


def test_links_written_out_are_escaped() -> None:
    """No address or title can leave its attribute."""
    html = html_of('[a](<https://a.example/"onclick=x> "\\"<b>&") <https://a.example/?a=1&b=2>')
    assert html == (
        '<p><a href="https://a.example/%22onclick=x" title="&quot;&lt;b&gt;&amp;">a</a> '
        '<a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a></p>\n'
    )


SCRIPTS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "&#106;avascript:alert(1)",
    "java&#115;cript&colon;alert(1)",
    "\\javascript:alert(1)",
    "<javascript:alert(1)>",
    "<  javascript:alert(1)>",
    "<java&Tab;script:alert(1)>",
    "<&#1;javascript:alert(1)>",
    "<\tjavascript:alert(1)>",
    "vbscript:x",
    "file:///etc/passwd",
    "data:text/html,x",
    "data:image/svg+xml,x",
    "DATA:text/html;base64,x",
]


@pytest.mark.parametrize("href", SCRIPTS)
@pytest.mark.parametrize("shape", ["[a]({})", "[a][r]\n\n[r]: {}", "![a]({})", "<{}>"])
def test_dangerous_schemes_never_become_links(href: str, shape: str) -> None:
    """No link, image or marker leads to a script or file, however it is disguised."""
    body, _ = render(shape.format(href))
    assert "href" not in body.html
    for address in [link.target for link in body.links] + [image.src for image in body.images]:
        assert (
            not address.strip().lower().startswith(("javascript:", "vbscript:", "file:", "data:"))
        )


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_bitmaps_may_be_embedded(kind: str) -> None:
    """Pictures in `data:` addresses pass, as they can hold no script."""
    address = f"data:image/{kind};base64,AAAA"
    assert html_of(f"[a]({address})") == f'<p><a href="{address}">a</a></p>\n'
    assert render(f"![a]({address})")[0].images[0].src == address


PLACES = [
    ("[a](b.md)", [(1, 1)]),
    ("текст [a](b.md) і [a](b.md)", [(1, 7), (1, 19)]),
    ("a\n  b [a](b.md)\nc [x\ny](b.md)", [(2, 5), (3, 3)]),
    ("\n\n> - a\n>   [a](b.md)\n\n1. > [a](b.md)", [(4, 5), (6, 6)]),
    ("## [a](b.md) ##\n\n[a](b.md)\n===", [(1, 4), (3, 1)]),
    (
        "| x | [a](b.md) |\n|---|---|\n| [a](b.md) | [a](b.md)[a](b.md) |\n",
        [(1, 7), (3, 3), (3, 15), (3, 24)],
    ),
    ("|x\\|y|[a](b.md)|\n|-|-|\n|a\\|[a](b.md)|[a](b.md)|", [(1, 7), (3, 5), (3, 15)]),
    ("[a][r] b [r]\n\n[r]: b.md", [(1, 1), (1, 10)]),
    ("a[^1]\n\n[^1]: b\n    [a](b.md)", [(4, 5)]),
    ("- a^[b ^[c [a](b.md)] [a](b.md)]", [(1, 23), (1, 12)]),
    ("> a\n[a](b.md)", [(2, 1)]),
    ("*a [a](b.md)* `[a](b.md)` \\[a](b.md) [a](b.md)", [(1, 4), (1, 38)]),
    ("-\t[a](b.md)\n\n\ta [a](b.md)", [(1, 3), (3, 4)]),
    ("![x [a](b.md)](c.png) [a](b.md)", [(1, 23)]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_links_know_line_and_column(text: str, places: list[tuple[int, int]]) -> None:
    """The place is that of the opening bracket in the source file, from 1, in characters."""
    links = render(text)[0].links
    assert [(link.line, link.column) for link in links] == places
    later = render(text, first_line=41)[0].links
    assert [(link.line - 40, link.column) for link in later] == places


def test_markers_nest_like_the_links_they_stand_for() -> None:
    """Markers and written links close in the right order around images."""
    html = html_of("[a ![b](c.png) d](e.md) [f](https://g.example) [h](i.md)")
    assert html == ('<p>{A0}a {P0} d{Z0} <a href="https://g.example">f</a> {A1}h{Z1}</p>\n')
