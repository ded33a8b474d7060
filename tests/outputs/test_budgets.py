"""
What a page may weigh, and that a browser can lay it out before its pictures have come.

Sources: Web.dev, "Optimize Largest Contentful Paint" and "Optimize Cumulative Layout
Shift"; HTML, "Lazy loading attributes" and "Fetch priority attributes".
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pages.published import Published
    from selectolax.lexbor import LexborHTMLParser, LexborNode

CSS_BYTES = 15 * 1024
ARTICLE_BYTES = 30 * 1024
WAITED_FOR = (
    ".lead img, .top img, .profile .portrait img, .spread > .cards > .card:first-of-type img"
)
"""Pictures that stand in the first window of any reader."""

Pages = list[tuple[str, "LexborHTMLParser"]]


@pytest.fixture(scope="session")
def pages(published: Published) -> Pages:
    """Every page that is no redirect, with its path."""
    found = list(published.full_pages())
    assert len(found) > 30
    return found


def _sent_bytes(data: bytes) -> int:
    return len(gzip.compress(data, 6, mtime=0))


def test_stylesheets_are_light(published: Published) -> None:
    """All of them together, as a host sends them."""
    sheets = [data for path, data in published.files.items() if path.endswith(".css")]
    assert len(sheets) > 1
    assert sum(map(_sent_bytes, sheets)) <= CSS_BYTES


def test_articles_are_light(published: Published, pages: Pages) -> None:
    """Each by itself, as a host sends it."""
    stories = [path for path, tree in pages if tree.css_matches("body.story-page")]
    assert len(stories) > 5
    assert max(_sent_bytes(published.files[path]) for path in stories) <= ARTICLE_BYTES


def test_pages_run_no_script_and_bring_no_style(pages: Pages) -> None:
    """Scripts are data; styles are in files; no element says what happens upon an event."""
    for path, tree in pages:
        kinds = {node.attributes.get("type") for node in tree.css("script")}
        assert kinds <= {"application/ld+json"}, path
        assert not tree.css_matches("style, [style]"), path
        named = {name for node in tree.css("*") for name in node.attributes}
        assert not [name for name in named if name.startswith("on")], path


def test_every_picture_says_how_large_it_is(pages: Pages) -> None:
    """Width and height, so that nothing moves when it comes."""
    for path, tree in pages:
        for image in tree.css("img"):
            assert int(image.attributes.get("width") or 0) > 0, path
            assert int(image.attributes.get("height") or 0) > 0, path


def test_one_picture_is_waited_for(pages: Pages) -> None:
    """The first one, if all readers see it at once, is asked for early; the others wait."""
    found = 0
    for path, tree in pages:
        (expected,) = tree.css(WAITED_FOR)[:1] or (None,)
        urgent = tree.css("img[fetchpriority=high]")
        found += len(urgent)
        assert _sources(urgent) == _sources([expected] if expected else []), path
        assert _sources(urgent) == _sources(tree.css("main img")[: len(urgent)]), path
        assert not any("loading" in image.attributes for image in urgent), path
        others = tree.css("img:not([fetchpriority])")
        assert {image.attributes.get("loading") for image in others} <= {"lazy"}, path
    assert found > 10


def _sources(images: list[LexborNode]) -> list[str | None]:
    return [image.attributes["src"] for image in images]


def test_renditions_are_published(published: Published, pages: Pages) -> None:
    """Each candidate of each picture is a file, and so is what it falls back to."""
    found = {url for _, tree in pages for url in _addresses(tree)}
    assert len(found) > 20
    assert [url for url in sorted(found) if not published.has(url)] == []


def _addresses(tree: LexborHTMLParser) -> list[str]:
    lists = [node.attributes["srcset"] or "" for node in tree.css("[srcset]")]
    candidates = [entry.split()[0] for entries in lists for entry in entries.split(",")]
    return [*candidates, *(image.attributes["src"] or "" for image in tree.css("img"))]
