"""
Feeds, sitemaps and the web manifest follow their formats.

Sources: RFC 4287 §4 and RFC 5005 §4 (Atom), jsonfeed.org/version/1.1,
         sitemaps.org/protocol.html, "News sitemaps" of Google Search Central,
         RFC 9309 (robots.txt), "Web Application Manifest".
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
URLS_LIMIT, BYTES_LIMIT = 50_000, 50 * 2**20


def _parse(path: Path) -> Element:
    return ElementTree.parse(path).getroot()


def _is_address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    plain = (text or "").isascii() and not re.search(r"[\s<>\"]", text or "")
    return parts.scheme == "https" and bool(parts.netloc) and plain


def _is_instant(text: str | None) -> bool:
    return datetime.fromisoformat(text or "").tzinfo is not None


def test_xml_is_well_formed(output: Path) -> None:
    """Every XML file parses, says that it is UTF-8, and begins with that."""
    found = list(output.rglob("*.xml"))
    assert len(found) > 10
    for path in found:
        assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        _parse(path)


def test_atom(output: Path) -> None:
    """What RFC 4287 requires of feed and entry, each once; ids and times are of their kinds."""
    found = list(output.rglob("atom*.xml"))
    assert found
    for path in found:
        feed = _parse(path)
        assert feed.tag == f"{ATOM}feed"
        _check_atom_common(feed)
        rels = [link.attrib["rel"] for link in feed.findall(f"{ATOM}link")]
        assert rels.count("self") == 1
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))
        for entry in feed.findall(f"{ATOM}entry"):
            _check_atom_common(entry)
            assert _is_instant(entry.findtext(f"{ATOM}published"))
            assert entry.find(f"{ATOM}summary") is not None


def _check_atom_common(element: Element) -> None:
    for name in ("id", "title", "updated"):
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme in {"https", "urn"}
    assert (element.findtext(f"{ATOM}title") or "").strip()
    assert _is_instant(element.findtext(f"{ATOM}updated"))
    assert all(_is_address(link.attrib["href"]) for link in element.findall(f"{ATOM}link"))
    for author in element.findall(f"{ATOM}author"):
        assert (author.findtext(f"{ATOM}name") or "").strip()


def test_json_feed(output: Path) -> None:
    """Required keys, types, absolute addresses, ids once."""
    found = list(output.rglob("feed*.json"))
    assert found
    for path in found:
        feed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert _is_address(feed["home_page_url"])
        assert _is_address(feed["feed_url"])
        assert urlsplit(feed["feed_url"]).path.endswith(path.name)
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert item["content_text"]
            assert _is_address(item["url"])
            assert _is_instant(item["date_published"])
            assert all(author["name"] for author in item.get("authors", []))
            assert all(isinstance(tag, str) for tag in item["tags"])


def test_sitemaps(output: Path) -> None:
    """Within the limits, of the namespace, absolute; the index names each file that there is."""
    index = _parse(output / "sitemap.xml")
    assert index.tag == f"{SITEMAP}sitemapindex"
    named = {
        urlsplit(loc.text or "").path.rpartition("/")[2] for loc in index.iter(f"{SITEMAP}loc")
    }
    assert named == {path.name for path in (output / "sitemaps").iterdir()}
    for path in (output / "sitemaps").iterdir():
        urls = _parse(path)
        assert urls.tag == f"{SITEMAP}urlset"
        assert len(urls) <= URLS_LIMIT
        assert path.stat().st_size <= BYTES_LIMIT
        for url in urls:
            assert _is_address(url.findtext(f"{SITEMAP}loc"))
            modified = url.findtext(f"{SITEMAP}lastmod")
            assert modified is None or _is_instant(modified)
            for link in url.findall(f"{XHTML}link"):
                assert link.attrib["rel"] == "alternate"
                assert re.fullmatch(r"x-default|[a-z]{2,3}(-\w+)*", link.attrib["hreflang"])
                assert _is_address(link.attrib["href"])


def test_news_sitemap(output: Path) -> None:
    """At most a thousand addresses, each with publication, language, date and title."""
    urls = _parse(output / "sitemaps/news.xml")
    assert len(urls) <= 1000
    for url in urls:
        (news,) = url.findall(f"{NEWS}news")
        assert news.findtext(f"{NEWS}publication/{NEWS}name")
        assert re.fullmatch("[a-z]{2,3}", news.findtext(f"{NEWS}publication/{NEWS}language") or "")
        assert _is_instant(news.findtext(f"{NEWS}publication_date"))
        assert news.findtext(f"{NEWS}title")


def test_robots(output: Path) -> None:
    """A group, a rule, and an absolute address of the sitemap."""
    lines = [line for line in (output / "robots.txt").read_text().splitlines() if line]
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    (sitemap,) = lines[2:]
    assert _is_address(sitemap.removeprefix("Sitemap: "))


def test_web_manifest(output: Path) -> None:
    """A name, and addresses inside its scope."""
    manifest = json.loads((output / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"]
    assert manifest["start_url"].startswith(manifest["scope"])
    assert manifest["dir"] in {"ltr", "rtl"}
