"""
Sitemaps, their index, sitemaps of news and of images.

Each function returns what is wrong with a document, in words.
Source: sitemaps.org/protocol.html; "News sitemaps", "Image sitemaps" and "Tell Google about
        localized versions", Google Search Central.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree

from outputs.common_rules import address_findings, instant_findings, language_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
URLS_LIMIT, BYTES_LIMIT, NEWS_LIMIT, LENGTH_LIMIT = 50_000, 52_428_800, 1000, 2048
IGNORED = ("priority", "changefreq")
"""What search engines do not read."""

_NEWS_LANGUAGE = re.compile(r"[a-z]{2,3}|zh-cn|zh-tw")


def sitemap_findings(data: bytes, origin: str) -> list[str]:
    """Find what is wrong with a sitemap of the site at *origin*, of news or not."""
    root, findings = _root_of(data, "urlset")
    urls = [] if root is None else root.findall(f"{SITEMAP}url")
    findings += _locations_findings(urls, origin)
    for url in urls:
        name = url.findtext(f"{SITEMAP}loc") or "url"
        findings += _date_findings(name, url.findtext(f"{SITEMAP}lastmod"))
        findings += [
            f"{name} has {tag}" for tag in IGNORED if url.find(f"{SITEMAP}{tag}") is not None
        ]
        findings += _alternate_findings(name, url)
        findings += _image_findings(name, url)
        findings += _news_findings(name, url)
    if sum(url.find(f"{NEWS}news") is not None for url in urls) > NEWS_LIMIT:
        findings.append(f"more than {NEWS_LIMIT} news")
    return findings


def index_findings(data: bytes, origin: str) -> list[str]:
    """Find what is wrong with an index of sitemaps."""
    root, findings = _root_of(data, "sitemapindex")
    entries = [] if root is None else root.findall(f"{SITEMAP}sitemap")
    return findings + _locations_findings(entries, origin)


def _root_of(data: bytes, tag: str) -> tuple[Element | None, list[str]]:
    findings = [] if len(data) <= BYTES_LIMIT else [f"more than {BYTES_LIMIT} bytes"]
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return None, [*findings, f"not well-formed: {error}"]
    if root.tag != SITEMAP + tag:
        return None, [*findings, f"the root is {root.tag}"]
    if len(root) > URLS_LIMIT:
        findings.append(f"more than {URLS_LIMIT} addresses")
    return root, findings


def _locations_findings(entries: list[Element], origin: str) -> list[str]:
    findings = []
    seen: Counter[str] = Counter()
    for entry in entries:
        found = entry.findall(f"{SITEMAP}loc")
        if len(found) != 1:
            findings.append(f"{len(found)} addresses in one entry")
        for loc in found:
            text = loc.text or ""
            seen[text] += 1
            findings += address_findings("loc", text)
            if urlsplit(text)[:2] != urlsplit(origin)[:2]:
                findings.append(f"{text} is on another host")
            if len(text) >= LENGTH_LIMIT:
                findings.append(f"{text} is too long")
    return findings + [f"{text} occurs twice" for text, count in seen.items() if count > 1]


def _date_findings(name: str, text: str | None) -> list[str]:
    """Find what keeps a date from being one of W3C's: a day, or an instant with zone."""
    if text is None:
        return []
    try:
        date.fromisoformat(text)
    except ValueError:
        return instant_findings(f"{name}: lastmod", text)
    return []


def _alternate_findings(name: str, url: Element) -> Iterator[str]:
    links = url.findall(f"{XHTML}link")
    for link in links:
        tag = link.attrib.get("hreflang")
        if link.attrib.get("rel") != "alternate":
            yield f"{name} has a link that is no alternate"
        if tag != "x-default":
            yield from language_findings(f"{name}: hreflang", tag)
        yield from address_findings(
            f"{name}: alternate", link.attrib.get("href"), ("https", "http")
        )
    tags = Counter(link.attrib.get("hreflang") for link in links)
    yield from (f"{name} has two versions in {tag}" for tag, count in tags.items() if count > 1)
    if links and name not in {link.attrib.get("href") for link in links}:
        yield f"{name} does not name itself among its versions"


def _image_findings(name: str, url: Element) -> Iterator[str]:
    for image in url.findall(f"{IMAGE}image"):
        if [child.tag for child in image] != [f"{IMAGE}loc"]:
            yield f"{name} has an image with something else than its address"
        yield from address_findings(f"{name}: image", image.findtext(f"{IMAGE}loc"))


def _news_findings(name: str, url: Element) -> Iterator[str]:
    for news in url.findall(f"{NEWS}news"):
        if not (news.findtext(f"{NEWS}publication/{NEWS}name") or "").strip():
            yield f"{name}: news without the name of the publication"
        language = news.findtext(f"{NEWS}publication/{NEWS}language") or ""
        if not _NEWS_LANGUAGE.fullmatch(language):
            yield f"{name}: news in {language!r}"
        if not (news.findtext(f"{NEWS}title") or "").strip():
            yield f"{name}: news without a title"
        published = news.findtext(f"{NEWS}publication_date")
        yield from instant_findings(f"{name}: publication_date", published)
