"""
Dates and times as readers of a language write them.

Dates come as `Moment.iso`, already in the site's time zone: only the digits are
read, nothing is converted.  Every text is made once per day (or minute, or
month) and language and then kept, since a build asks for the same few thousand
again and again: about 0.5 µs when kept, 10 µs when not.

Source: CLDR date formats `long`, `short` (times), skeletons `yMd`, `yMMMM`, `d` and `y`,
interval format of `y` (UTS 35, part 4).  From months the mark for "year" that closes
them is dropped: `листопад 2026`, not `листопад 2026 р.`

Imports: language.locales, language.capitals.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from backfile.language.capitals import capitalize_first
from backfile.language.locales import locale_of, month_names_of

_YEAR_MARK = re.compile(r"\s*'[грж]'\.$")
_MONTH_NAMES = {
    "LLLL": ("stand-alone", "wide"),
    "MMMM": ("format", "wide"),
    "LLL": ("stand-alone", "abbreviated"),
    "MMM": ("format", "abbreviated"),
}
_PLACES = dict(zip(_MONTH_NAMES, "\x01\x02\x03\x04", strict=True))
"""What stands for a month's name while Babel formats the rest."""
_NAMED_MONTH = re.compile(r"'[^']*'|([ML]{3,4})(?![ML])")


def long_date(iso: str, language: str) -> str:
    """Return `2 листопада 2026 р.`, `November 2, 2026`."""
    return _format_day(iso[:10], language)


def short_date(iso: str, language: str) -> str:
    """Return the date in digits with the whole year: `02.11.2026`, `11/2/2026`."""
    return _format_digits(iso[:10], language)


def time_of_day(iso: str, language: str) -> str:
    """Return hours and minutes: `09:05`, `9:05 AM`."""
    return _format_minute(iso[11:16], language)


def date_time(iso: str, language: str) -> str:
    """Return the long date with hours and minutes."""
    day, minute = long_date(iso, language), time_of_day(iso, language)
    return _date_time_pattern_of(language).replace("{0}", minute).replace("{1}", day)


def day_of_month(iso: str, language: str) -> str:
    """Return the day as the language writes it alone: `2`, `2日`."""
    return _format_one_day(iso[:10], language)


@lru_cache(maxsize=1024)
def year_span(first: int, last: int, language: str) -> str:
    """Return `2021–2025`, with the dash of the language; one year if both are the same."""
    locale = locale_of(language)
    alone = _YEAR_MARK.sub("", str(locale.datetime_skeletons.get("y", "y")))
    between = locale.interval_formats.get("y", {}).get("y") or [f"{alone}–", alone]
    if first == last:
        return _format_pattern(alone, dt.date(first, 1, 1), language)
    patterns = (str(between[0]), _YEAR_MARK.sub("", str(between[1])))
    days = (dt.date(year, 1, 1) for year in (first, last))
    parts = (_format_pattern(p, day, language) for p, day in zip(patterns, days, strict=True))
    return "".join(parts)


def month_name(month: int, language: str, *, capital: bool = False) -> str:
    """Return the name of month 1 to 12 as it stands alone: `листопад`."""
    name = month_names_of(language)[month - 1]
    return capitalize_first(name, language) if capital else name


@lru_cache(maxsize=16384)
def month_and_year(year: int, month: int, language: str, *, capital: bool = False) -> str:
    """Return `листопад 2026`; *capital* is for headings."""
    text = _format_pattern(_month_pattern_of(language), dt.date(year, month, 1), language)
    return capitalize_first(text, language) if capital else text


@lru_cache(maxsize=256)
def _month_pattern_of(language: str) -> str:
    pattern = str(locale_of(language).datetime_skeletons.get("yMMMM", "LLLL y"))
    return _YEAR_MARK.sub("", pattern)


def _format_pattern(pattern: str, date: dt.date, language: str) -> str:
    """Format *date*; the month's name is put in here, for the reason given in `locales`."""
    from babel.dates import format_date

    def hold_place(part: re.Match[str]) -> str:
        return _PLACES.get(part[1], part[0])

    text = format_date(date, _NAMED_MONTH.sub(hold_place, pattern), locale=locale_of(language))
    for letters, place in _PLACES.items():
        if place in text:
            names = month_names_of(language, *_MONTH_NAMES[letters])
            text = text.replace(place, names[date.month - 1])
    return text


@lru_cache(maxsize=256)
def _date_time_pattern_of(language: str) -> str:
    from babel.dates import get_datetime_format

    return str(get_datetime_format("long", locale=locale_of(language))).replace("'", "")


@lru_cache(maxsize=32768)
def _format_day(day: str, language: str) -> str:
    pattern = str(locale_of(language).date_formats["long"])
    return _format_pattern(pattern, dt.date.fromisoformat(day), language)


@lru_cache(maxsize=1024)
def _format_one_day(day: str, language: str) -> str:
    pattern = str(locale_of(language).datetime_skeletons.get("d", "d"))
    return _format_pattern(pattern, dt.date.fromisoformat(day), language)


@lru_cache(maxsize=16384)
def _format_digits(day: str, language: str) -> str:
    locale = locale_of(language)
    pattern = locale.datetime_skeletons.get("yMd") or locale.date_formats["short"]
    return _format_pattern(str(pattern), dt.date.fromisoformat(day), language)


@lru_cache(maxsize=8192)
def _format_minute(minute: str, language: str) -> str:
    from babel.dates import format_time

    return format_time(dt.time.fromisoformat(minute), "short", locale=locale_of(language))
