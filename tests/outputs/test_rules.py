"""The rules see the faults that they are there to see: each is planted, and found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from outputs.atom_rules import atom_findings
from outputs.common_rules import html_findings
from outputs.json_feed_rules import json_feed_findings
from outputs.robots_rules import robots_findings
from outputs.rss_rules import rss_findings
from outputs.sitemap_rules import index_findings, sitemap_findings

ORIGIN = "https://h.example"

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"
 xmlns:media="http://search.yahoo.com/mrss/" xml:lang="uk">
<id>https://h.example/atom.xml</id><title>T</title><updated>2024-01-02T00:00:00Z</updated>
<author><name>A</name></author>
<link rel="self" href="https://h.example/atom.xml"/>
<link rel="alternate" type="text/html" href="https://h.example/"/>
<entry><id>urn:x:1</id><title>E</title><updated>2024-01-02T00:00:00Z</updated>
<published>2024-01-01T00:00:00+02:00</published>
<link rel="alternate" type="text/html" hreflang="uk" href="https://h.example/a/"/>
<category term="C"/><content type="html">&lt;p&gt;x&lt;/p&gt;</content>
<media:content url="https://h.example/a.jpg" medium="image" type="image/jpeg" width="1" height="2"/>
</entry></feed>
"""
ATOM_FAULTS = {
    "no id": ("<id>https://h.example/atom.xml</id>", "", "feed has 0 id"),
    "two titles": ("<title>E</title>", "<title>E</title><title>F</title>", "has 2 title"),
    "empty title": ("<title>T</title>", "<title> </title>", "empty title"),
    "id": ("<id>urn:x:1</id>", "<id>one</id>", "no IRI"),
    "no language": (' xml:lang="uk"', "", "xml:lang"),
    "country": ('xml:lang="uk"', 'xml:lang="UA"', "no language"),
    "zone": ("2024-01-01T00:00:00+02:00", "2024-01-01T00:00:00", "lacks time or zone"),
    "day alone": ("2024-01-01T00:00:00+02:00", "2024-01-01", "lacks time or zone"),
    "order": ("2024-01-01T00:00:00+02:00", "2024-01-03T00:00:00+02:00", "after it was updated"),
    "no self": ('<link rel="self" href="https://h.example/atom.xml"/>', "", "rel=self"),
    "author": ("<author><name>A</name></author>", "", "neither the feed nor each entry"),
    "nameless": ("<name>A</name>", "<name/>", "without a name"),
    "relative": ('href="https://h.example/a/"', 'href="/a/"', "no absolute address"),
    "unescaped": ("https://h.example/a/", "https://h.example/ї/", "not percent-encoded"),
    "alternates": (
        "<category", '<link type="text/html" hreflang="uk" href="https://h.example/b/"/><category',
        "two alternates",
    ),
    "x-default": ('hreflang="uk"', 'hreflang="x-default"', "no language"),
    "category": ('term="C"', 'term=""', "without a term"),
    "script": ("&lt;p&gt;x&lt;/p&gt;", "&lt;script&gt;&lt;/script&gt;", "<script>"),
    "type": ('type="html"', 'type="text/html"', "content of type"),
    "archive": ("<entry>", "<fh:archive/><entry>", "go together"),
    "media": ("https://h.example/a.jpg", "a.jpg", "no absolute address"),
    "width": ('width="1"', 'width="1px"', "width"),
    "not XML": ("</feed>", "", "not well-formed"),
    "control": ("<title>E", "<title>&#12;E", "not well-formed"),
}  # fmt: skip

RSS = """\
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>T</title><link>https://h.example/</link><description>D</description><language>uk</language>
<atom:link rel="self" href="https://h.example/rss.xml"/>
<item><title>I</title><link>https://h.example/a/</link><guid isPermaLink="false">urn:x:1</guid>
<pubDate>Mon, 01 Jan 2024 00:00:00 +0200</pubDate><dc:creator>A</dc:creator>
<description>D</description><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded></item>
</channel></rss>
"""
RSS_FAULTS = {
    "version": ('version="2.0"', 'version="0.91"', "not one channel"),
    "no title": ("<title>T</title>", "", "lacks title"),
    "no self": ('rel="self"', 'rel="related"', "rel=self"),
    "permalink": (' isPermaLink="false"', "", "no absolute address"),
    "no guid": ('<guid isPermaLink="false">urn:x:1</guid>', "", "no guid"),
    "local date": ("Mon, 01 Jan", "пн, 01 січ", "none of RFC 822"),
    "wrong day": ("Mon, 01 Jan", "Tue, 01 Jan", "none of RFC 822"),
    "ISO date": ("Mon, 01 Jan 2024 00:00:00 +0200", "2024-01-01T00:00:00Z", "none of RFC 822"),
    "author": ("<dc:creator>", "<author>A</author><dc:creator>", "no mail address"),
    "nameless": ("<dc:creator>A", "<dc:creator>", "without a name"),
    "enclosure": ("<description>D</description><c", '<enclosure url="x"/><c', "enclosure"),
    "content": ("&lt;p&gt;x", "&lt;p onclick='x'&gt;x", "onclick"),
    "two items": ("<item>", "<item><guid>urn:x:1</guid></item><item>", "two items"),
}

FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "T",
    "feed_url": "https://h.example/feed.json",
    "authors": [{"name": "A"}],
    "items": [
        {
            "id": "urn:x:1",
            "content_html": "<p>x</p>",
            "date_published": "2024-01-01T00:00:00Z",
            "date_modified": "2024-01-01T00:00:00Z",
            "tags": ["x"],
        }
    ],
}
FEED_FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "version": ({"version": "https://jsonfeed.org/version/1"}, {}, "not JSON Feed"),
    "title": ({"title": None}, {}, "title is NoneType"),
    "author of version 1": ({"author": {"name": "A"}}, {}, "unknown member author"),
    "author": ({"authors": [{}]}, {}, "empty author"),
    "relative": ({"feed_url": "/feed.json"}, {}, "no absolute address"),
    "hub": ({"hubs": [{"url": "https://hub.example/"}]}, {}, "hub without a type"),
    "number": ({}, {"id": 1}, "id is int"),
    "extension": ({}, {"_mine": 1}, "unknown member _mine"),
    "image": ({}, {"image": "/a.jpg"}, "no absolute address"),
    "date": ({}, {"date_published": "2024-01-01"}, "lacks time or zone"),
    "order": ({}, {"date_modified": "2023-01-01T00:00:00Z"}, "modified before"),
    "tag": ({}, {"tags": [1]}, "no text"),
    "content": ({}, {"content_html": "<p><img src='/a.jpg' alt=''></p>"}, "no absolute address"),
    "attachment": ({}, {"attachments": [{"url": "https://h.example/a"}]}, "attachment"),
}

SITEMAP = """\
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://h.example/a/</loc><lastmod>2024-01-01</lastmod>
<xhtml:link rel="alternate" hreflang="uk" href="https://h.example/a/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://h.example/a/"/>
<image:image><image:loc>https://h.example/a.jpg</image:loc></image:image>
<news:news><news:publication><news:name>N</news:name><news:language>zh-tw</news:language>
</news:publication><news:publication_date>2024-01-01T00:00:00Z</news:publication_date>
<news:title>T</news:title></news:news></url></urlset>
"""
SITEMAP_FAULTS = {
    "host": ("<loc>https://h.example/a/", "<loc>https://www.h.example/a/", "another host"),
    "letters": ("<loc>https://h.example/a/", "<loc>https://h.example/ї/", "not percent-encoded"),
    "twice": ("</urlset>", "<url><loc>https://h.example/a/</loc></url></urlset>", "occurs twice"),
    "none": ("<loc>https://h.example/a/</loc>", "", "0 addresses"),
    "lastmod": ("<lastmod>2024-01-01", "<lastmod>01.01.2024", "lastmod"),
    "zone": ("<lastmod>2024-01-01", "<lastmod>2024-01-01T10:00:00", "lastmod"),
    "priority": ("<lastmod>", "<priority>1</priority><lastmod>", "priority"),
    "country": ('hreflang="uk"', 'hreflang="UA"', "no language"),
    "itself": (
        'href="https://h.example/a/"',
        'href="https://h.example/b/"',
        "does not name itself",
    ),
    "caption": ("</image:loc>", "</image:loc><image:caption>C</image:caption>", "something else"),
    "name": ("<news:name>N", "<news:name>", "name of the publication"),
    "language": ("zh-tw", "zh-Hant", "news in"),
    "date": ("<news:publication_date>2024", "<news:publication_date>in 2024", "publication_date"),
    "title": ("<news:title>T", "<news:title>", "without a title"),
}

ROBOTS = """\
# What crawlers may read.
User-agent: One
User-agent: Two-Extended
Disallow: /

User-agent: *
Allow: /

Sitemap: https://h.example/sitemap.xml
"""
ROBOTS_FAULTS = {
    "orphan": ("User-agent: One\nUser-agent: Two-Extended\n", "", "before any user-agent"),
    "token": ("One", "One/1.0", "no product token"),
    "empty group": ("Allow: /\n", "", "without a rule"),
    "two groups": ("User-agent: *", "User-agent: one", "two groups"),
    "path": ("Disallow: /", "Disallow: all", "no path"),
    "sitemap": ("https://h.example/sitemap.xml", "/sitemap.xml", "no absolute address"),
    "key": ("Allow: /", "Alow: /", "unknown key"),
    "line": ("Allow: /", "Allow: /\nhello", "no key and value"),
}

HTML_FAULTS = {
    "<p>x": "not closed",
    "<p>x</div></p>": "closes nothing",
    '<a href="/x">x</a>': "no absolute address",
    '<a href="#fn1">x</a>': "no absolute address",
    '<a href="javascript:x">x</a>': "no absolute address",
    '<img src="https://h.example/a.jpg">': "without alt",
    '<img alt="" srcset="https://h.example/a.jpg 1x">': "not percent-encoded",
    '<p style="x">x</p>': "style on <p>",
    "<iframe></iframe>": "<iframe>",
    "<form></form>": "<form>",
}


def planted(text: str, old: str, new: str) -> bytes:
    """Return *text* with a fault."""
    assert old in text
    return text.replace(old, new).encode()


def test_what_is_right_is_not_found_fault_with() -> None:
    """The texts that faults are planted in have none."""
    assert atom_findings(ATOM.encode()) == []
    assert rss_findings(RSS.encode()) == []
    assert json_feed_findings(json.dumps(FEED).encode()) == []
    assert sitemap_findings(SITEMAP.encode(), ORIGIN) == []
    assert robots_findings(ROBOTS.encode()) == []
    assert html_findings("x", '<p lang="en">x<br><a href="https://h.example/#a">y</a></p>') == []


@pytest.mark.parametrize("fault", ATOM_FAULTS)
def test_faults_in_atom(fault: str) -> None:
    """Each is found, in these words."""
    old, new, finding = ATOM_FAULTS[fault]
    assert finding in "\n".join(atom_findings(planted(ATOM, old, new)))


@pytest.mark.parametrize("fault", RSS_FAULTS)
def test_faults_in_rss(fault: str) -> None:
    """Each is found, in these words."""
    old, new, finding = RSS_FAULTS[fault]
    assert finding in "\n".join(rss_findings(planted(RSS, old, new)))


@pytest.mark.parametrize("fault", FEED_FAULTS)
def test_faults_in_json_feed(fault: str) -> None:
    """Each is found, in these words."""
    of_feed, of_item, finding = FEED_FAULTS[fault]
    feed = {**FEED, "items": [{**FEED["items"][0], **of_item}], **of_feed}
    assert finding in "\n".join(json_feed_findings(json.dumps(feed).encode()))


@pytest.mark.parametrize("fault", SITEMAP_FAULTS)
def test_faults_in_sitemaps(fault: str) -> None:
    """Each is found, in these words."""
    old, new, finding = SITEMAP_FAULTS[fault]
    assert finding in "\n".join(sitemap_findings(planted(SITEMAP, old, new), ORIGIN))


def test_limits_of_sitemaps() -> None:
    """50,000 addresses, 50 MB, 1,000 news; and an index is no sitemap."""
    start, end = SITEMAP.partition("<url>")[0], "</urlset>"
    urls = [f"<url><loc>{ORIGIN}/{n}</loc><news:news/></url>" for n in range(50_001)]
    findings = sitemap_findings((start + "".join(urls) + end).encode(), ORIGIN)
    assert {"more than 50000 addresses", "more than 1000 news"} <= set(findings)
    fewer = sitemap_findings((start + "".join(urls[:1000]) + end).encode(), ORIGIN)
    assert not any("more than" in finding for finding in fewer)
    large = (start + " " * 52_428_801 + end).encode()
    assert sitemap_findings(large, ORIGIN) == ["more than 52428800 bytes"]
    assert index_findings(SITEMAP.encode(), ORIGIN)


@pytest.mark.parametrize("fault", ROBOTS_FAULTS)
def test_faults_in_robots(fault: str) -> None:
    """Each is found, in these words."""
    old, new, finding = ROBOTS_FAULTS[fault]
    assert finding in "\n".join(robots_findings(planted(ROBOTS, old, new)))


@pytest.mark.parametrize("html", HTML_FAULTS)
def test_faults_in_content(html: str) -> None:
    """Each is found, in these words."""
    assert HTML_FAULTS[html] in "\n".join(html_findings("x", html))
