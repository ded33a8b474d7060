"""
The archive by date: all years, and the months of one year.

Subject: empty for the whole archive, `2025` for a year.  The months themselves
are lists; their counts are what this page is touched by.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from backfile.catalogue import lists
from backfile.model import ArchivePage, Link, MonthEntry, PageKey, YearEntry
from backfile.pages.addresses import address_of
from backfile.pages.changes import Changes
from backfile.pages.head import head_of
from backfile.pages.reader import Reader

KIND = "archive"
_ALL = ("0000-00", "9999-99")


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield the archive of every language, and each of its years."""
    for language in reader.site.languages:
        yield PageKey(KIND, language.tag, "", 0), _url(reader, language.tag)
        for year in years_in(reader, language.tag):
            yield PageKey(KIND, language.tag, year, 0), _url(reader, language.tag, year)


def years_in(reader: Reader, language: str) -> list[str]:
    """Return the years in which a language has articles, oldest first."""
    months = lists.months_between(reader.db, language, *_ALL)
    return sorted({key[:4] for key, _, _ in months})


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the archive pages that *changes* may have touched, in every language."""
    for list_id in changes.reshaped:
        row = lists.list_by_id(reader.db, list_id)
        if row.taxonomy == lists.MONTH:
            for language in reader.site.languages:
                yield PageKey(KIND, language.tag, "", 0)
                yield PageKey(KIND, language.tag, row.key[:4], 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of an archive page; None for a year without articles."""
    if key.subject and not _months(reader, key.language, key.subject):
        return None
    return _url(reader, key.language, key.subject)


def context_of(reader: Reader, key: PageKey) -> tuple[ArchivePage, str]:
    """Return what an archive page shows, and its template."""
    year = key.subject
    months = _months(reader, key.language, year)
    years = tuple(
        _year_of(reader, key.language, name, list(group))
        for name, group in groupby(months, key=lambda month: month[0][:4])
    )
    head = head_of(
        reader,
        key.language,
        _url(reader, key.language, year),
        title=year,
        versions=versions_of_archive(reader, year),
        breadcrumbs=(Link("", _url(reader, key.language)),) if year else (),
        kind=KIND,
    )
    return ArchivePage(head, int(year or 0), tuple(reversed(years))), "archive.html"


def versions_of_archive(reader: Reader, year: str) -> dict[str, str]:
    """Return language -> address of the archive's versions, or of one year's."""
    tags = [language.tag for language in reader.site.languages]
    return {tag: _url(reader, tag, year) for tag in tags if not year or _months(reader, tag, year)}


def _months(reader: Reader, language: str, year: str) -> list[tuple[str, str, int]]:
    first, last = (f"{year}-00", f"{year}-99") if year else _ALL
    return lists.months_between(reader.db, language, first, last)


def _year_of(
    reader: Reader, language: str, year: str, months: list[tuple[str, str, int]]
) -> YearEntry:
    entries = tuple(
        MonthEntry(int(key[:4]), int(key[5:]), url, count) for key, url, count in months
    )
    return YearEntry(
        int(year), _url(reader, language, year), sum(e.count for e in entries), entries
    )


def _url(reader: Reader, language: str, year: str = "") -> str:
    return address_of(reader.site, reader.site.language(language), "archive", year)
