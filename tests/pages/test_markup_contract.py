"""
The markup that every theme of ours keeps, over every page of whole sites.

Source: SPEC §4, "Markup that any theme of ours keeps" and "No script needed".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pages.published import Published, attribute, hreflang_of, one, switcher_of, texts, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

TAGS = {"ua": "uk", "en": "en", "ru": "ru"}


@pytest.fixture(params=["gazette", "rooted"])
def published(request: pytest.FixtureRequest) -> Published:
    """The Gazette, and the same below a path with a language at the root."""
    found: Published = request.getfixturevalue(request.param)
    return found


def _articles(published: Published) -> Iterator[tuple[str, LexborHTMLParser]]:
    return ((path, tree) for path, tree in published.full_pages() if tree.css_matches("article h1"))


def _lists(published: Published) -> Iterator[tuple[str, LexborHTMLParser]]:
    return (
        (path, tree) for path, tree in published.full_pages() if tree.css_matches("article h2 a")
    )


def test_language_and_direction(published: Published) -> None:
    """Every page says them, and the language is the one of its address."""
    for path, tree in published.pages():
        html = one(tree, "html")
        expected = "rtl" if attribute(html, "lang") == "ar" else "ltr"
        assert attribute(html, "dir") == expected, path
        prefix = path.split("/")[0]
        if not published.base and prefix in TAGS:
            assert attribute(html, "lang") == TAGS[prefix], path


def test_canonical_address(published: Published) -> None:
    """One, absolute, and the page's own; a redirect's is where it leads."""
    for path, tree in published.pages():
        (canonical,) = values(tree, "head link[rel=canonical]", "href")
        if tree.css_matches("meta[http-equiv=refresh]"):
            assert published.has(canonical)
        else:
            assert canonical.startswith(f"{published.origin}{published.base}/"), path
            assert published.path(canonical) == path


def test_translations_in_head_and_switcher(published: Published) -> None:
    """Both name the same existing versions; a switcher may add the front page for a list."""
    for path, tree in published.full_pages():
        head = {
            tag: url.removeprefix(published.origin)
            for tag, url in hreflang_of(tree).items()
            if tag != "x-default"
        }
        shown = switcher_of(tree)
        assert head.items() <= shown.items(), path
        if tree.css_matches("article h1"):
            assert head == shown, path
        language = attribute(one(tree, "html"), "lang")
        current = values(tree, "nav.languages a[aria-current=true]", "lang")
        assert current == [language], path


def test_one_main_with_one_heading_in_order(published: Published) -> None:
    """One `main`, one h1, and no heading that skips a level on its way down."""
    for path, tree in published.full_pages():
        assert len(tree.css("main")) == 1, path
        levels = [int((node.tag or "h0")[1]) for node in tree.css("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_articles(published: Published) -> None:
    """Headline, time, author, terms; photos with text and size, their credit in the caption."""
    found = list(_articles(published))
    assert len(found) > 10
    for path, tree in found:
        assert len(texts(tree, "article h1")) == 1
        for image in tree.css("article figure img"):
            assert int(attribute(image, "width")) > 0, path
            assert int(attribute(image, "height")) > 0, path
            assert image.attributes.get("alt") is not None, path
        for time in values(tree, "time", "datetime"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", time), path
    _, tree = next(item for item in found if "pershyi-mist" in item[0])
    for selector in (
        "article time[datetime]",
        "article figure img[alt][width][height]",
        "article figcaption .credit",
        "a[rel=author]",
        "a[rel=tag]",
        "a[rel=next]",
    ):
        assert tree.css_matches(selector), selector
    _, tree = next(item for item in found if "vypravlena" in item[0])
    for selector in ("a[rel=prev]", "aside.related a[href]", "section.corrections"):
        assert tree.css_matches(selector), selector


def test_lists(published: Published) -> None:
    """One `article` per card, each with one `h2 a[href]`; a pager where the list goes on."""
    found = list(_lists(published))
    assert len(found) > 10
    for path, tree in found:
        cards = tree.css("main article")
        assert all(len(card.css("h2 a[href]")) == 1 for card in cards), path
        if "/page/" in path:
            assert tree.css_matches("nav.pager a[href]"), path


def test_nothing_runs_and_nothing_is_styled_in_place(published: Published) -> None:
    """No script, no inline style, no handler, nothing from another host."""
    for path, tree in published.pages():
        data = "script[type='application/ld+json']"
        assert tree.css("script") == tree.css(data), path
        assert not tree.css_matches("style, iframe, object, embed, base, [style]"), path
        for node in tree.css("*"):
            assert not any(name.startswith("on") for name in node.attributes), path
        loaded = values(tree, "img[src]", "src")
        loaded += values(tree, "link[rel=stylesheet], link[rel=icon], link[rel=manifest]", "href")
        assert all(url.startswith(f"{published.base}/") for url in loaded), path


def test_ids_are_unique_and_labels_exist(published: Published) -> None:
    """Every id once; whatever refers to an id finds it; every nav is named."""
    for path, tree in published.full_pages():
        ids = values(tree, "[id]", "id")
        assert len(ids) == len(set(ids)), path
        for label in values(tree, "[aria-labelledby]", "aria-labelledby"):
            assert label in ids, path
        for nav in tree.css("nav"):
            assert {"aria-label", "aria-labelledby"} & set(nav.attributes), path
