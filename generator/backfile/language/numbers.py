"""
Numbers and enumerations.

Source: CLDR decimal format and standard list pattern.

Imports: language.locales.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from backfile.language.locales import locale_of


@lru_cache(maxsize=8192)
def format_number(number: float, language: str) -> str:
    """Return *number* with the language's separators: `1 234 567` with no-break spaces."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale_of(language))


def list_of(words: Sequence[str], language: str) -> str:
    """Join *words* as the language enumerates them: `А, Б і В`; they may be HTML."""
    if not words[1:]:
        return "".join(words)
    return _join(tuple(words), language)


@lru_cache(maxsize=4096)
def _join(words: tuple[str, ...], language: str) -> str:
    from babel.lists import format_list

    # The words are put in last, so that a brace in one of them is only a brace.
    marks = [f"\x00{number}\x00" for number in range(len(words))]
    parts = format_list(marks, style="standard", locale=locale_of(language)).split("\x00")
    return "".join(words[int(part)] if index % 2 else part for index, part in enumerate(parts))
