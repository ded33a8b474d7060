"""
Weeks: what the days are called, and which of them comes first.

Source: CLDR `days` (stand-alone forms; widths `short` and `wide`) and `weekData`, which
is by territory: that of the tag, else the likeliest of the language (UTS 35, part 4).

Imports: language.locales.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from babel.core import Locale, UnknownLocaleError, get_global

from backfile.language.locales import day_names_of, locale_of

DAYS = 7


@cache
def first_weekday_of(tag: str) -> int:
    """Return the first day of the week, 0 being Monday."""
    locale = locale_of(tag)
    if not locale.territory:
        likely: Mapping[str, str] = get_global("likely_subtags")
        territory = likely.get(locale.language, "").rpartition("_")[2]
        # A language without a territory of its own keeps the week of the world.
        with suppress(ValueError, UnknownLocaleError):
            locale = Locale.parse(f"{locale.language}_{territory}")
    return locale.first_week_day


@cache
def weekday_names_of(tag: str) -> tuple[tuple[str, str], ...]:
    """Return (short name, full name) of the seven days, from the first day of the week."""
    short, full = (day_names_of(tag, width) for width in ("short", "wide"))
    first = first_weekday_of(tag)
    order = [(first + index) % DAYS for index in range(DAYS)]
    return tuple((short[day], full[day]) for day in order)


def weeks_of(year: int, month: int, tag: str) -> list[list[int]]:
    """Return the days of a month week by week; 0 stands for days of another month."""
    return calendar.Calendar(first_weekday_of(tag)).monthdayscalendar(year, month)
