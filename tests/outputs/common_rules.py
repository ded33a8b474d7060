"""
What addresses, dates and HTML in feeds and sitemaps must be, whatever the format.

Each function returns findings, in words; none when all is well.
"""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
FORBIDDEN = {
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "select",
    "textarea", "link", "meta", "base",
}  # fmt: skip
ADDRESSES = ("href", "src", "poster", "cite", "action", "data", "srcset")

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_NOT_IN_ADDRESS = re.compile(r"[^!-~]|[<>\"\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-\w{4,8})*")


def address_findings(name: str, text: str | None, schemes: Iterable[str] = ("https",)) -> list[str]:
    """Find what keeps *text* from being an absolute, percent-encoded address (RFC 3986)."""
    text = text or ""
    parts = urlsplit(text)
    if parts.scheme not in schemes or not (parts.netloc or parts.scheme in {"mailto", "tel"}):
        return [f"{name} is no absolute address: {text!r}"]
    if _NOT_IN_ADDRESS.search(text):
        return [f"{name} is not percent-encoded: {text!r}"]
    return []


def instant_findings(name: str, text: str | None) -> list[str]:
    """Find what keeps *text* from being a date with time and zone (RFC 3339)."""
    try:
        datetime.fromisoformat(text or "")
    except ValueError:
        return [f"{name} is no date: {text!r}"]
    return [] if _INSTANT.fullmatch(text or "") else [f"{name} lacks time or zone: {text!r}"]


def language_findings(name: str, text: str | None) -> list[str]:
    """Find what keeps *text* from being a language tag (BCP 47)."""
    return [] if _LANGUAGE.fullmatch(text or "") else [f"{name} is no language: {text!r}"]


def html_findings(name: str, text: str) -> list[str]:
    """Find what an HTML text in a feed must not hold, and elements that do not pair."""
    parser = _Content(name)
    parser.feed(text)
    parser.close()
    return [*parser.findings, *(f"{name}: <{tag}> is not closed" for tag in parser.open)]


class _Content(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.open: list[str] = []
        self.findings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.findings.append(f"{self.name}: <{tag}>")
        for key, value in attrs:
            if key == "style" or key.startswith("on"):
                self.findings.append(f"{self.name}: {key} on <{tag}>")
            if key in ADDRESSES:
                schemes = ("https", "http", "mailto", "tel")
                self.findings += address_findings(f"{self.name}: {key}", value, schemes)
        if tag == "img" and "alt" not in dict(attrs):
            self.findings.append(f"{self.name}: <img> without alt")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.findings.append(f"{self.name}: </{tag}> closes nothing")
