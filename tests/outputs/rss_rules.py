"""
RSS 2.0 with the modules that readers know, and RFC 5005 §4.

`rss_findings` returns what is wrong with a document, in words.
Source: the RSS 2.0 specification and the best practices of the RSS Advisory Board.
"""

from __future__ import annotations

import re
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from outputs.atom_rules import ATOM, HISTORY, media_findings
from outputs.common_rules import address_findings, html_findings, language_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ONCE = ("title", "link", "description")
AT_MOST_ONCE = ("guid", "pubDate", "author", "title", "link", "description", CONTENT)

_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)"
)


def rss_findings(data: bytes) -> list[str]:
    """Find what is wrong with an RSS document."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    channels = root.findall("channel")
    if root.tag != "rss" or root.attrib.get("version") != "2.0" or len(channels) != 1:
        return ["not one channel in RSS 2.0"]
    channel = channels[0]
    items = channel.findall("item")
    return [
        *_channel_findings(channel),
        *_guid_findings(items),
        *(finding for item in items for finding in _item_findings(item)),
    ]


def _channel_findings(channel: Element) -> Iterator[str]:
    for tag in ONCE:
        found = channel.findall(tag)
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"channel lacks {tag}, or has more than one"
    yield from address_findings("channel: link", channel.findtext("link"))
    yield from language_findings("channel: language", channel.findtext("language"))
    for tag in ("pubDate", "lastBuildDate"):
        yield from _date_findings("channel", channel.findtext(tag))
    links = Counter(link.attrib.get("rel") for link in channel.findall(f"{ATOM}link"))
    for link in channel.findall(f"{ATOM}link"):
        yield from address_findings("channel: atom:link", link.attrib.get("href"))
    if links["self"] != 1:
        yield f"channel has {links['self']} links rel=self"
    if (channel.find(f"{HISTORY}archive") is not None) != bool(links["current"]):
        yield "fh:archive and the link to the current document go together"


def _guid_findings(items: list[Element]) -> Iterator[str]:
    guids = Counter(item.findtext("guid") for item in items)
    yield from (f"two items have the guid {guid}" for guid, count in guids.items() if count > 1)


def _item_findings(item: Element) -> Iterator[str]:
    guid = item.find("guid")
    name = f"item {guid.text if guid is not None else ''}"
    counts = Counter(child.tag for child in item)
    yield from (f"{name} has {counts[tag]} {tag}" for tag in AT_MOST_ONCE if counts[tag] > 1)
    if not (item.findtext("title") or item.findtext("description")):
        yield f"{name} has neither title nor description"
    if guid is None or not guid.text:
        yield f"{name} has no guid"
    elif guid.attrib.get("isPermaLink", "true") == "true":
        yield from address_findings(f"{name}: guid", guid.text)
    yield from address_findings(f"{name}: link", item.findtext("link"))
    yield from _date_findings(name, item.findtext("pubDate"))
    if item.find("author") is not None and "@" not in (item.findtext("author") or ""):
        yield f"{name} has an author that is no mail address"
    if any(not (creator.text or "").strip() for creator in item.findall(CREATOR)):
        yield f"{name} has a creator without a name"
    for enclosure in item.findall("enclosure"):
        if {"url", "length", "type"} - enclosure.attrib.keys():
            yield f"{name} has an enclosure without url, length or type"
    yield from html_findings(f"{name}: description", item.findtext("description") or "")
    yield from html_findings(f"{name}: content", item.findtext(CONTENT) or "")
    yield from media_findings(name, item)


def _date_findings(name: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    if not _DATE.fullmatch(text) or parsedate_to_datetime(text).strftime("%a") != text[:3]:
        yield f"{name} has a date that is none of RFC 822: {text!r}"
