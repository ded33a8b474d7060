"""
Attributes of an image: `![alt](a.jpg){.wide credit="Ірина Лис" focus="50% 30%"}`.

They follow the image without a space: `.class`, `#id`, `key=value`,
`key="any text"`, where a quoted value may hold an escaped quote.  Only an
allow-list is known, so neither styles nor event handlers can get through.
Braces that do not read as attributes are text.

Why not the attrs rule of mdit-py-plugins: it is not seen while the parser looks
ahead (an image with attributes inside a link ended the link at a bracket in the
caption), and it copies the rest of the block at every brace.  The pattern here
stops at the next unquoted brace, which keeps a hostile block linear.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from typing import NamedTuple

KNOWN_ATTRIBUTES = ("class", "credit", "caption", "focus", "id")

_BLOCK = re.compile(r'\{[^{}"]*(?:"(?:[^"\\]|\\.)*"[^{}"]*)*\}', re.DOTALL)
_ITEM = re.compile(
    r"""\s* (?: \#(?P<id>[^\s\#."'=<>`{}]+)
              | \.(?P<class>[^\s\#."'=<>`{}]+)
              | (?P<key>[A-Za-z][A-Za-z0-9_:-]*) =
                (?: "(?P<quoted>(?:[^"\\]|\\.)*)" | (?P<bare>[^\s"'=<>`{}]+) )
            ) (?=\s|$)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Attributes(NamedTuple):
    """The attributes that follow an image."""

    end: int
    """Offset behind the closing brace."""

    known: dict[str, str]
    """By name; several classes are joined by spaces, of others the last counts."""

    unknown: tuple[str, ...]
    """Names that are not on the allow-list, in the order of writing."""


def read_attributes(text: str, start: int, end: int) -> Attributes | None:
    """Read the braces that open at *start*; None if they are not attributes."""
    block = _BLOCK.match(text, start, end)
    items = _read_items(text, start + 1, block.end() - 1) if block else None
    if block is None or items is None:
        return None
    known: dict[str, str] = {}
    for name, value in items:
        if name == "class" and name in known:
            known[name] += " " + value
        elif name in KNOWN_ATTRIBUTES:
            known[name] = value
    unknown = tuple(name for name, _ in items if name not in KNOWN_ATTRIBUTES)
    return Attributes(block.end(), known, unknown)


def _read_items(text: str, start: int, end: int) -> list[tuple[str, str]] | None:
    """Read names and values; None if something else stands among them, or nothing does."""
    items: list[tuple[str, str]] = []
    end = start + len(text[start:end].rstrip())
    while start < end:
        item = _ITEM.match(text, start, end)
        if item is None:
            return None
        items.append(_name_and_value(item))
        start = item.end()
    return items or None


def _name_and_value(item: re.Match[str]) -> tuple[str, str]:
    """Return what one item sets; `#` and `.` set `id` and `class`."""
    if item["id"]:
        return "id", item["id"]
    if item["class"]:
        return "class", item["class"]
    if item["quoted"] is not None:
        return item["key"], " ".join(_ESCAPED.sub(r"\1", item["quoted"]).split())
    return item["key"], item["bare"]
