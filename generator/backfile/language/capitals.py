"""
The first letter of a heading.

Imports: language.locales.
"""

from __future__ import annotations

from backfile.language.locales import primary_of


def capitalize_first(text: str, tag: str) -> str:
    """Return *text* with its first letter in title case; Turkish and Azerbaijani have İ."""
    if text[:1] == "i" and primary_of(tag) in {"tr", "az"}:
        return "İ" + text[1:]
    # str.upper would turn Georgian letters into capitals that headings do not use.
    return text[:1].title() + text[1:]
