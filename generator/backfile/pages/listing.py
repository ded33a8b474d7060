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

import msgspec

from backfile.catalogue import articles, lists, records
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
    Photo,
    PhotoFields,
    Profile,
)
from backfile.pages.addresses import address_of
from backfile.pages.body import body_of
from backfile.pages.changes import Changes
from backfile.pages.head import feed_links, head_of
from backfile.pages.photos import photo_of
from backfile.pages.reader import Reader

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
    for taxonomy, name in changes.terms:
        for row in lists.lists_of_key(reader.db, taxonomy, name):
            newest = len(lists.windows_of(reader.db, row.id, reader.site.page_size))
            for number in range(max(1, newest)):
                yield key_of(row, number)


def numbered_url(url: str, number: int) -> str:
    """Return the address of a numbered page of the list at *url*."""
    return f"{url}page/{number}/" if number else url


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
    page = ListPage(
        head=_head_of_list(reader, row, key.number),
        kind=row.taxonomy,
        heading=heading_of(reader, row),
        description=description_of(reader, row),
        profile=_profile_of(reader, row) if row.taxonomy == "authors" and own_address else None,
        cards=_cards_between(reader, row, first, end),
        pager=_pager_of(row.url, key.number, newest),
        count=row.size if own_address else 0,
        first_date=_first_date(reader, row) if own_address else None,
    )
    return page, {FRONT: "front.html", MONTH: "archive.html"}.get(row.taxonomy, "term.html")


def heading_of(reader: Reader, row: ListRow) -> str:
    """Return what a list is called in its language."""
    if row.taxonomy == FRONT:
        return reader.frames[row.language].title
    if row.taxonomy == MONTH:
        year, month = row.key.split("-")
        return month_and_year(int(year), int(month), row.language, capital=True)
    return row.label


def description_of(reader: Reader, row: ListRow) -> str:
    """Return what is said of a term, or of the site on its front page."""
    if row.taxonomy == FRONT:
        return reader.frames[row.language].description
    record = records.term_record(reader.db, row.taxonomy, row.key)
    return dict(record.description).get(row.language, "") if record else ""


def versions_of_list(reader: Reader, row: ListRow) -> dict[str, str]:
    """Return language -> address of a list's versions."""
    rows = lists.lists_of_key(reader.db, row.taxonomy, row.key)
    return {other.language: other.url for other in rows if other.has_page}


def _head_of_list(reader: Reader, row: ListRow, number: int) -> Head:
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
        title=heading_of(reader, row),
        description=description_of(reader, row),
        versions={row.language: url} if number else versions_of_list(reader, row),
        x_default=f"{site.base}/" if at_root and not number else "",
        breadcrumbs=crumbs,
        feeds=feeds,
        kind="" if number else key_of(row, 0).kind,
    )


def _cards_between(reader: Reader, row: ListRow, first: bytes, end: bytes) -> tuple[Card, ...]:
    rows = lists.cards_between(reader.db, row.id, first, end)
    return tuple(articles.decode_card(card) for _, card, _ in rows)


def _pager_of(url: str, number: int, newest: int) -> Pager:
    if number == 0:
        return Pager(0, "", numbered_url(url, newest) if newest else "")
    newer = numbered_url(url, number + 1) if number < newest else url
    return Pager(number, newer, numbered_url(url, number - 1) if number > 1 else "")


def _first_date(reader: Reader, row: ListRow) -> Moment | None:
    key = lists.oldest_key(reader.db, row.id)
    if not key:
        return None
    rows = lists.cards_between(reader.db, row.id, key, key + b"\0", own=True)
    return articles.decode_card(rows[0][1]).date


def _profile_of(reader: Reader, row: ListRow) -> Profile | None:
    found = records.author_record(reader.db, row.key)
    if found is None:
        return None
    path, record = found
    return Profile(
        name=row.label,
        role=dict(record.role).get(row.language, ""),
        bio=body_of(reader, path, row.language, biography=True),
        photo=_portrait_of(reader, path, record.photo, row),
        links=record.links,
    )


def _portrait_of(
    reader: Reader, path: str, fields: PhotoFields | None, row: ListRow
) -> Photo | None:
    photo = photo_of(reader.db, reader.site, path, fields, row.language) if fields else None
    return msgspec.structs.replace(photo, alt=photo.alt or row.label) if photo else None
