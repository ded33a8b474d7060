"""
JSON Feed 1.1: required members, types, and no member that the format does not know.

`json_feed_findings` returns what is wrong with a document, in words.
Source: jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from outputs.common_rules import (
    address_findings,
    html_findings,
    instant_findings,
    language_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "https://jsonfeed.org/version/1.1"
FEED: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM: dict[str, type] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str,
    "date_published": str, "date_modified": str, "authors": list, "tags": list, "language": str,
    "attachments": list,
}  # fmt: skip
AUTHOR: dict[str, type] = {"name": str, "url": str, "avatar": str}
ADDRESSES = (
    "home_page_url", "feed_url", "next_url", "url", "external_url", "image", "banner_image", "icon",
)  # fmt: skip


def json_feed_findings(data: bytes) -> list[str]:
    """Find what is wrong with a JSON Feed."""
    try:
        feed = json.loads(data)
    except ValueError as error:
        return [f"not JSON: {error}"]
    if not isinstance(feed, dict) or feed.get("version") != VERSION:
        return ["not JSON Feed 1.1"]
    findings = [*_member_findings("feed", feed, FEED)]
    findings += (f"feed lacks {name}" for name in ("title", "items") if name not in feed)
    items = feed.get("items", [])
    ids = Counter(item.get("id") for item in items)
    findings += (f"two items have the id {name}" for name, count in ids.items() if count > 1)
    for hub in feed.get("hubs", []):
        findings += address_findings("hub", hub.get("url"))
        findings += [] if hub.get("type") else ["hub without a type"]
    return findings + [finding for item in items for finding in _item_findings(item)]


def _item_findings(item: dict[str, Any]) -> Iterator[str]:
    name = f"item {item.get('id')}"
    yield from _member_findings(name, item, ITEM)
    if not item.get("id"):
        yield f"{name} has no id"
    if "content_html" not in item and "content_text" not in item:
        yield f"{name} has no content"
    yield from html_findings(f"{name}: content", item.get("content_html", ""))
    dates = [item[key] for key in ("date_published", "date_modified") if key in item]
    faults = [fault for text in dates for fault in instant_findings(name, text)]
    yield from faults
    if not faults and [*map(datetime.fromisoformat, dates)] != sorted(
        map(datetime.fromisoformat, dates)
    ):
        yield f"{name} was modified before it was published"
    if any(not isinstance(tag, str) for tag in item.get("tags", [])):
        yield f"{name} has a tag that is no text"
    for attachment in item.get("attachments", []):
        if {"url", "mime_type"} - attachment.keys():
            yield f"{name} has an attachment without url or mime_type"


def _member_findings(name: str, value: dict[str, Any], known: dict[str, type]) -> Iterator[str]:
    for key, member in value.items():
        if key not in known:
            yield f"{name} has the unknown member {key}"
        elif not isinstance(member, known[key]):
            yield f"{name}: {key} is {type(member).__name__}"
        elif key in ADDRESSES:
            yield from address_findings(f"{name}: {key}", member, ("https", "http"))
        elif key == "language":
            yield from language_findings(f"{name}: {key}", member)
        elif key == "authors":
            for author in member:
                yield from _member_findings(f"{name}: author", author, AUTHOR)
                if not author:
                    yield f"{name} has an empty author"
