"""
The calendar of a month: how many articles each day has, and where they begin.

A day begins at its newest article.  That is on the list's own address, or on a
numbered page, which its place from the oldest end decides (SPEC §4); the anchor of
the day is put there by the template, `day-12` at the first card of that day.

Cost:    one index range over the month, 3 µs an article; no card is read.
Imports: model, language, catalogue, source.moments, pages.reader.
"""

from __future__ import annotations

from collections import Counter

from backfile.catalogue import articles, lists
from backfile.catalogue.lists import ListRow
from backfile.language.weeks import weekday_names_of, weeks_of
from backfile.model import Calendar, CalendarDay
from backfile.pages.addresses import numbered_url
from backfile.pages.reader import Reader
from backfile.source.moments import day_at


def calendar_of(reader: Reader, row: ListRow, newest: int) -> Calendar:
    """Return the calendar of the month *row*, which has *newest* numbered pages."""
    keys = lists.keys_from(reader.db, row.id, b"", own=False)
    zone = reader.site.timezone
    days = [day_at(articles.instant_of(key), zone) for key in keys]
    counts, last_places = Counter(days), {day: place for place, day in enumerate(days)}
    size = reader.site.page_size
    year, month = map(int, row.key.split("-"))

    def day_of(day: int) -> CalendarDay | None:
        if day == 0:
            return None
        url = _address_of(row, day, last_places[day] // size + 1, newest) if counts[day] else ""
        return CalendarDay(day, f"{row.key}-{day:02}", counts[day], url)

    weeks = weeks_of(year, month, row.language)
    return Calendar(
        weekdays=weekday_names_of(row.language),
        weeks=tuple(tuple(day_of(day) for day in week) for week in weeks),
    )


def _address_of(row: ListRow, day: int, number: int, newest: int) -> str:
    """Return where a day begins that would be on page *number* if all were numbered."""
    page = numbered_url(row.url, number) if number <= newest else ""
    return f"{page}#day-{day:02}"
