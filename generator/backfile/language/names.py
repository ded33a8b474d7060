"""
What a language calls itself, and which way it runs.

Source: CLDR display names and character order.

Imports: language.locales.
"""

from __future__ import annotations

from functools import cache

from backfile.language.locales import known_locale_of, primary_of, script_of

RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa", "Yezi"})
"""Scripts in present use that run from right to left."""


@cache
def language_name(tag: str) -> str:
    """Return the name of *tag* in the language itself, as a title: `Українська`; else the tag."""
    locale = known_locale_of(tag)
    name = locale.get_display_name() if locale else None
    return capitalize_first(name, tag) if name else tag


def direction_of(tag: str) -> str:
    """Return `rtl` or `ltr`, by the script that *tag* is written in."""
    return "rtl" if script_of(tag) in RIGHT_TO_LEFT else "ltr"


def capitalize_first(text: str, tag: str) -> str:
    """Return *text* with its first letter in title case; Turkish and Azerbaijani have İ."""
    if text[:1] == "i" and primary_of(tag) in {"tr", "az"}:
        return "İ" + text[1:]
    # str.upper would turn Georgian letters into capitals that headings do not use.
    return text[:1].title() + text[1:]
