"""
Atom: what RFC 4287 §4 and RFC 5005 §4 require, and what feed readers need besides.

`atom_findings` returns what is wrong with a document, in words.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree

from outputs.common_rules import (
    address_findings,
    html_findings,
    instant_findings,
    language_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ONCE = ("id", "title", "updated")
AT_MOST_ONCE = (
    "generator",
    "icon",
    "logo",
    "rights",
    "subtitle",
    "published",
    "summary",
    "content",
)


def atom_findings(data: bytes) -> list[str]:
    """Find what is wrong with an Atom document."""
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    return [
        *_container_findings("feed", feed),
        *language_findings("xml:lang", feed.attrib.get(LANG)),
        *_archive_findings(feed),
        *_author_findings(feed, entries),
        *_id_findings(entries),
        *(finding for entry in entries for finding in _entry_findings(entry)),
    ]


def _container_findings(name: str, element: Element) -> Iterator[str]:
    """Yield what is wrong with what feed and entry have in common."""
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{name} has {counts[tag]} {tag}" for tag in ONCE if counts[tag] != 1)
    yield from (f"{name} has {counts[tag]} {tag}" for tag in AT_MOST_ONCE if counts[tag] > 1)
    if not urlsplit(element.findtext(f"{ATOM}id") or "").scheme:
        yield f"{name} has an id that is no IRI"
    if not (element.findtext(f"{ATOM}title") or "").strip():
        yield f"{name} has an empty title"
    yield from instant_findings(f"{name}: updated", element.findtext(f"{ATOM}updated"))
    yield from _link_findings(name, element)
    for author in element.findall(f"{ATOM}author"):
        if not (author.findtext(f"{ATOM}name") or "").strip():
            yield f"{name} has an author without a name"
        for uri in author.findall(f"{ATOM}uri"):
            yield from address_findings(f"{name}: author's uri", uri.text)
    for category in element.findall(f"{ATOM}category"):
        if not category.attrib.get("term"):
            yield f"{name} has a category without a term"


def _link_findings(name: str, element: Element) -> Iterator[str]:
    alternates: Counter[tuple[str | None, str | None]] = Counter()
    for link in element.findall(f"{ATOM}link"):
        yield from address_findings(f"{name}: link", link.attrib.get("href"), ("https", "http"))
        if link.attrib.get("rel", "alternate") == "alternate":
            alternates[link.attrib.get("type"), link.attrib.get("hreflang")] += 1
            if "hreflang" in link.attrib:
                yield from language_findings(f"{name}: hreflang", link.attrib["hreflang"])
    yield from (f"{name} has two alternates of {kind}" for kind, n in alternates.items() if n > 1)


def _archive_findings(feed: Element) -> Iterator[str]:
    links = Counter(link.attrib.get("rel", "alternate") for link in feed.findall(f"{ATOM}link"))
    for rel in ("self", "alternate"):
        if links[rel] != 1:
            yield f"feed has {links[rel]} links rel={rel}"
    for rel in ("current", "prev-archive", "next-archive"):
        if links[rel] > 1:
            yield f"feed has {links[rel]} links rel={rel}"
    is_archive = feed.find(f"{HISTORY}archive") is not None
    if is_archive != bool(links["current"]):
        yield "fh:archive and the link to the current document go together"
    if links["next-archive"] and not is_archive:
        yield "the current document has a newer one"


def _author_findings(feed: Element, entries: list[Element]) -> Iterator[str]:
    own = feed.find(f"{ATOM}author") is not None
    if not own and (not entries or any(entry.find(f"{ATOM}author") is None for entry in entries)):
        yield "neither the feed nor each entry has an author"


def _id_findings(entries: list[Element]) -> Iterator[str]:
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"two entries have the id {name}" for name, count in ids.items() if count > 1)


def _entry_findings(entry: Element) -> Iterator[str]:
    name = f"entry {entry.findtext(f'{ATOM}id')}"
    yield from _container_findings(name, entry)
    published, updated = (entry.findtext(f"{ATOM}{tag}") or "" for tag in ("published", "updated"))
    yield from instant_findings(f"{name}: published", published)
    are_dates = not instant_findings("", published) and not instant_findings("", updated)
    if are_dates and datetime.fromisoformat(published) > datetime.fromisoformat(updated):
        yield f"{name} was published after it was updated"
    content = entry.find(f"{ATOM}content")
    if content is None:
        if entry.find(f"{ATOM}link") is None:
            yield f"{name} has neither content nor a link"
    elif content.attrib.get("type") != "html":
        yield f"{name} has content of type {content.attrib.get('type')}"
    else:
        yield from html_findings(f"{name}: content", content.text or "")
    yield from media_findings(name, entry)


def media_findings(name: str, item: Element) -> Iterator[str]:
    """Yield what is wrong with the Media RSS of an entry or item."""
    for content in item.findall(f"{MEDIA}content"):
        yield from address_findings(f"{name}: media", content.attrib.get("url"), ("https", "http"))
        if content.attrib.get("medium") != "image":
            yield f"{name}: media of medium {content.attrib.get('medium')}"
        if not content.attrib.get("type", "image/").startswith("image/"):
            yield f"{name}: media of type {content.attrib.get('type')}"
        for side in ("width", "height"):
            if not content.attrib.get(side, "1").isdecimal():
                yield f"{name}: media of {side} {content.attrib.get(side)}"
