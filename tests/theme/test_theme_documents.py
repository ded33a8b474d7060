"""Feeds, sitemaps and the other files of the built-in theme that are not HTML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from theme.press import Press

    from backfile.theme.renderer import Renderer

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ORIGIN = "https://horizon.example"


def _xml(renderer: Renderer, press: Press, template: str, number: int = 0) -> ElementTree.Element:
    text = renderer.render(template, press.pages()[template][number], press.frame())
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<')
    return ElementTree.fromstring(text)


def _links(feed: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}


def test_atom(renderer: Renderer, press: Press) -> None:
    """RFC 4287: id, title, updated, author, self; entries with stable ids and absolute links."""
    feed = _xml(renderer, press, "atom.xml")
    home = f"{ORIGIN}/{press.language.path}/"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == press.language.tag
    assert feed.findtext(f"{ATOM}id") == f"{home}atom.xml"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == press.frame().title
    assert _links(feed) == {
        "self": f"{home}atom.xml",
        "alternate": home,
        "prev-archive": f"{home}atom-2.xml",
    }
    entry, bare = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:horizon.example,2025:2"
    assert entry.findtext(f"{ATOM}title") == "Story <2> & what followed"
    assert entry.findtext(f"{ATOM}published") == "2025-08-03T10:05:00+03:00"
    assert entry.findtext(f"{ATOM}summary") == "Officials said that the work was ongoing."
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{home}authors/daryna-vialko/"
    assert [c.attrib["term"] for c in entry.findall(f"{ATOM}category")] == ["War", "E&U"]
    assert bare.find(f"{ATOM}summary") is None
    assert feed.find(f"{HISTORY}archive") is None


def test_atom_archive_document(renderer: Renderer, ukrainian: Press) -> None:
    """RFC 5005 section 4: marked as an archive, linked both ways, with the id of its feed."""
    feed = _xml(renderer, ukrainian, "atom.xml", 1)
    assert feed.find(f"{HISTORY}archive") is not None
    assert feed.findtext(f"{ATOM}id") == f"{ORIGIN}/ua/atom.xml"
    assert _links(feed) == {
        "self": f"{ORIGIN}/ua/atom-1.xml",
        "alternate": f"{ORIGIN}/ua/",
        "current": f"{ORIGIN}/ua/atom.xml",
        "next-archive": f"{ORIGIN}/ua/atom-2.xml",
    }


@pytest.mark.parametrize("number", [0, 1])
def test_json_feed(renderer: Renderer, press: Press, number: int) -> None:
    """JSON Feed 1.1: valid, with absolute addresses, and content in every item."""
    page = press.pages()["feed.json"][number]
    text = renderer.render("feed.json", page, press.frame())
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["language"] == press.language.tag
    assert feed["feed_url"].startswith(ORIGIN)
    assert ("next_url" in feed) == (number == 0)
    full, bare = feed["items"]
    assert full["title"] == "Story <2> & what followed"
    assert full["authors"][0]["url"].startswith(ORIGIN)
    assert bare["content_text"]
    assert "authors" not in bare
    assert press.frame().title in text  # letters are letters, not escapes


def test_sitemap(renderer: Renderer, ukrainian: Press) -> None:
    """Absolute, ASCII addresses with their translations; no date where none is known."""
    first, second = _xml(renderer, ukrainian, "sitemap.xml").findall(f"{SITEMAP}url")
    assert first.findtext(f"{SITEMAP}lastmod") == "2025-08-23"
    assert [link.attrib["hreflang"] for link in first.findall(f"{XHTML}link")] == [
        "uk",
        "en",
        "x-default",
    ]
    assert second.findtext(f"{SITEMAP}loc") == f"{ORIGIN}/%D1%89%D0%BE%D1%81%D1%8C/"
    assert second.find(f"{SITEMAP}lastmod") is None


def test_sitemap_index(renderer: Renderer, ukrainian: Press) -> None:
    """The index names each sitemap."""
    index = _xml(renderer, ukrainian, "sitemap-index.xml")
    assert [loc.text for loc in index.iter(f"{SITEMAP}loc")] == [
        f"{ORIGIN}/sitemaps/articles-1.xml"
    ]


def test_news_sitemap(renderer: Renderer, press: Press) -> None:
    """Publication, language, date and title: all that search engines require."""
    (entry,) = _xml(renderer, press, "sitemap-news.xml").iter(f"{NEWS}news")
    assert entry.findtext(f"{NEWS}title") == "A & B"
    assert entry.findtext(f"{NEWS}publication/{NEWS}language") == press.language.tag
    assert entry.findtext(f"{NEWS}publication_date") == "2025-08-23T10:05:00+03:00"


def test_robots(renderer: Renderer, ukrainian: Press) -> None:
    """Everything may be read, and the sitemaps are named with their host."""
    text = renderer.render("robots.txt", ukrainian.pages()["robots.txt"][0], ukrainian.frame())
    lines = [line for line in text.splitlines() if line]
    assert lines == [
        "User-agent: *",
        "Allow: /",
        f"Sitemap: {ORIGIN}/sitemap.xml",
        f"Sitemap: {ORIGIN}/sitemaps/news.xml",
    ]


def test_manifest(renderer_below: Renderer, arabic: Press) -> None:
    """The site's name, language, direction and icon."""
    page = arabic.pages()["manifest.webmanifest"][0]
    manifest = json.loads(renderer_below.render("manifest.webmanifest", page, arabic.frame()))
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert manifest["scope"] == "/archive/"
    assert manifest["icons"][0]["src"].startswith("/archive/assets/icon.")
