"""
Lists of articles: front pages, months, and the pages of terms.

A list is cut from its oldest end (SPEC §4).  Number 0 is the list's own address,
which shows the newest p to 2p − 1 articles; the numbered pages before it never
change once they are full, so they say nothing of the rest: no count, and no
translations, since another language may gain the term at any time.

Subject: empty for a front page, `2025-08` for a month, `TAXONOMY:KEY` for a term.
Imports: model, language, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue import lists, records
from backfile.catalogue.lists import ListRow
from backfile.language.dates import month_and_year
from backfile.model import (
    Card,
    FeedLink,
    Head,
    Link,
    ListPage,
    Moment,
    PageKey,
    Pager,
    Profile,
)
from backfile.pages.addresses import address_of, numbered_url
from backfile.pages.body import body_of
from backfile.pages.calendar import calendar_of
from backfile.pages.cards import cards_of
from backfile.pages.changes import Changes
from backfile.pages.head import feed_links, head_of
from backfile.pages.people import portrait_of, role_of
from backfile.pages.reader import Reader, kept

FRONT, MONTH, TERM = "front", "month", "term"
KINDS = (FRONT, MONTH, TERM)


def key_of(row: ListRow, number: int) -> PageKey:
    """Return the page key of a list's page."""
    if row.taxonomy in {FRONT, MONTH}:
        return PageKey(row.taxonomy, row.language, row.key, number)
    return PageKey(TERM, row.language, f"{row.taxonomy}:{row.key}", number)


def row_of(reader: Reader, key: PageKey) -> ListRow | None:
    """Return the list that a page key belongs to; None if it has no page."""
    taxonomy, _, name = (
        key.subject.partition(":") if key.kind == TERM else (key.kind, "", key.subject)
    )
    return row_with_page(reader, taxonomy, name, key.language)


@kept(20)
def row_with_page(reader: Reader, taxonomy: str, name: str, language: str) -> ListRow | None:
    """Return a list; None if there is no such list, or it has no page."""
    row = lists.list_by_key(reader.db, taxonomy, name, language)
    return row if row and row.has_page else None


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every page of every list with its address."""
    for row in rows_with_pages(reader):
        yield key_of(row, 0), row.url
        newest = len(lists.windows_of(reader.db, row.id, reader.site.page_size)) - 1
        for number in range(1, newest + 1):
            yield key_of(row, number), numbered_url(row.url, number)


def rows_with_pages(reader: Reader) -> Iterator[ListRow]:
    """Yield every list that has a page: fronts always, others with an article of their own."""
    for language in reader.site.languages:
        row = lists.list_by_key(reader.db, FRONT, "", language.tag)
        if row:
            yield row
    for taxonomy in (MONTH, *reader.site.taxonomies):
        yield from lists.all_lists(reader.db, taxonomy)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the list pages that *changes* may have touched."""
    for (list_id, size), numbers in changes.numbers.items():
        if size == reader.site.page_size:
            row = lists.list_by_id(reader.db, list_id)
            for number in numbers:
                yield key_of(row, number)
            if list_id in changes.reshaped:
                for other in lists.lists_of_key(reader.db, row.taxonomy, row.key):
                    yield key_of(other, 0)
            if row.taxonomy == MONTH and changes.turns(list_id, row.own):
                yield from _keys_beside(reader, row)
    for taxonomy, name in changes.terms:
        for row in lists.lists_of_key(reader.db, taxonomy, name):
            newest = len(lists.windows_of(reader.db, row.id, reader.site.page_size))
            for number in range(max(1, newest)):
                yield key_of(row, number)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a list page; None if there is no such page."""
    row = row_of(reader, key)
    if row is None or lists.window(reader.db, row.id, reader.site.page_size, key.number) is None:
        return None
    return numbered_url(row.url, key.number)


def context_of(reader: Reader, key: PageKey) -> tuple[ListPage, str]:
    """Return what a list page shows, and the name of its template."""
    row = row_of(reader, key)
    assert row is not None, key
    found = lists.window(reader.db, row.id, reader.site.page_size, key.number)
    assert found is not None, key
    first, end, newest = found
    own_address = key.number == 0
    is_month = own_address and row.taxonomy == MONTH
    earlier, later = _months_beside(reader, row) if is_month else (None, None)
    cards = _cards_between(reader, row, first, end)
    first_date, last_date = _dates_of(reader, row) if own_address else (None, None)
    heading, description = heading_of(reader, row), description_of(reader, row)
    page = ListPage(
        head=_head_of_list(reader, row, key.number, heading, description),
        kind=row.taxonomy,
        heading=heading,
        description=description,
        profile=_profile_of(reader, row) if row.taxonomy == "authors" and own_address else None,
        cards=cards,
        pager=_pager_of(row.url, key.number, newest),
        count=row.size if own_address else 0,
        first_date=first_date,
        last_date=last_date,
        calendar=calendar_of(reader, row, newest) if is_month else None,
        earlier=_month_link(row.language, earlier),
        later=_month_link(row.language, later),
    )
    return page, {FRONT: "front.html", MONTH: "archive.html"}.get(row.taxonomy, "term.html")


def heading_of(reader: Reader, row: ListRow) -> str:
    """Return what a list is called in its language."""
    if row.taxonomy == FRONT:
        return reader.frames[row.language].title
    if row.taxonomy == MONTH:
        return _month_label(row.key, row.language)
    return row.label


def _month_label(key: str, language: str) -> str:
    year, month = map(int, key.split("-"))
    return month_and_year(year, month, language, capital=True)


def description_of(reader: Reader, row: ListRow) -> str:
    """Return what is said of a term, or of the site on its front page."""
    if row.taxonomy == FRONT:
        return reader.frames[row.language].description
    record = records.term_record(reader.db, row.taxonomy, row.key)
    return dict(record.description).get(row.language, "") if record else ""


def versions_of_list(reader: Reader, row: ListRow) -> dict[str, str]:
    """Return language -> address of a list's versions."""
    return dict(lists.pages_of_key(reader.db, row.taxonomy, row.key))


def _head_of_list(
    reader: Reader, row: ListRow, number: int, heading: str, description: str
) -> Head:
    site, frame = reader.site, reader.frames[row.language]
    crumbs: tuple[Link, ...] = ()
    if row.taxonomy == MONTH:
        year = row.key[:4]
        language = site.language(row.language)
        archive = address_of(site, language, "archive")
        crumbs = (Link("", archive), Link(year, address_of(site, language, "archive", year)))
    elif number and row.taxonomy != FRONT:
        crumbs = (Link(row.label, row.url),)
    feeds: tuple[FeedLink, ...] = ()
    if row.taxonomy not in {FRONT, MONTH}:
        feeds = feed_links(frame, row.url, row.label)
    at_root = row.taxonomy == FRONT
    url = numbered_url(row.url, number)
    return head_of(
        reader,
        row.language,
        url,
        title=heading,
        description=description,
        versions={row.language: url} if number else versions_of_list(reader, row),
        x_default=f"{site.base}/" if at_root and not number else "",
        breadcrumbs=crumbs,
        feeds=feeds,
        kind="" if number else key_of(row, 0).kind,
    )


def _cards_between(reader: Reader, row: ListRow, first: bytes, end: bytes) -> tuple[Card, ...]:
    members = lists.members_between(reader.db, row.id, first, end)
    return tuple([card for _, card in cards_of(reader, members)])


def _pager_of(url: str, number: int, newest: int) -> Pager:
    if number == 0:
        return Pager(0, "", numbered_url(url, newest) if newest else "")
    newer = numbered_url(url, number + 1) if number < newest else url
    return Pager(number, newer, numbered_url(url, number - 1) if number > 1 else "")


def _dates_of(reader: Reader, row: ListRow) -> tuple[Moment | None, Moment | None]:
    """Return the dates of the oldest and the newest article of a list; None if it has none."""
    ends = (lists.oldest_member(reader.db, row.id)[1], lists.newest_member(reader.db, row.id)[1])
    if not all(ends):
        return None, None
    (_, first), (_, last) = cards_of(reader, ends)
    return first.date, last.date


def _profile_of(reader: Reader, row: ListRow) -> Profile | None:
    found = records.author_record(reader.db, row.key)
    if found is None:
        return None
    path, record = found
    return Profile(
        name=row.label,
        role=role_of(record, row.language),
        bio=body_of(reader, path, row.language, biography=True),
        photo=portrait_of(reader, path, record, row.label, row.language),
        links=record.links,
    )


def _keys_beside(reader: Reader, row: ListRow) -> Iterator[PageKey]:
    """Yield the nearest months before and after one, which lead to it or past it."""
    for found in _months_beside(reader, row):
        if found:
            yield PageKey(MONTH, row.language, found[0], 0)


def _months_beside(
    reader: Reader, row: ListRow
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return (month, url) of the nearest months before and after one."""
    before = lists.month_before(reader.db, row.language, row.key)
    return before, lists.month_after(reader.db, row.language, row.key)


def _month_link(language: str, found: tuple[str, str] | None) -> Link | None:
    return Link(_month_label(found[0], language), found[1]) if found else None
