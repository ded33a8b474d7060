"""
Feeds: Atom and JSON Feed for every language, section, tag and author.

A feed holds the newest articles and goes on in sealed archive documents of
`SIZE` entries (RFC 5005, "Archived Feeds"), cut like lists are (SPEC §4).
Articles that stand in for a missing translation are not in feeds.

Subject: `atom:` or `json:`, then the subject of the list: `atom:tags:moon`.
Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from backfile.catalogue import articles, lists
from backfile.catalogue.lists import ListRow
from backfile.model import Card, FeedDocument, FeedEntry, PageKey
from backfile.pages.changes import Changes
from backfile.pages.listing import FRONT, MONTH, row_with_page, rows_with_pages
from backfile.pages.reader import Reader

KIND = "feed"
NEVER = "1970-01-01T00:00:00+00:00"
"""When a feed without entries changed: Atom wants a date (RFC 4287, §4.2.15)."""

SIZE = 50
WINDOW = -SIZE
"""Windows of a negative size leave out fallbacks."""

_FORMATS = {"atom": ("atom", ".xml"), "json": ("feed", ".json")}
_TEMPLATES = {"atom": "atom.xml", "json": "feed.json"}


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every feed document with its address."""
    for row in rows_with_pages(reader):
        if row.taxonomy != MONTH:
            newest = len(lists.windows_of(reader.db, row.id, WINDOW)) - 1
            for number in range(max(newest, 0) + 1):
                for form in _FORMATS:
                    yield _key(row, form, number), _url(row, form, number)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the feed documents that *changes* may have touched."""
    for (list_id, size), numbers in changes.numbers.items():
        if size == WINDOW:
            row = lists.list_by_id(reader.db, list_id)
            yield from (_key(row, form, number) for number in numbers for form in _FORMATS)
    for taxonomy, name in changes.terms:
        for row in lists.lists_of_key(reader.db, taxonomy, name):
            newest = len(lists.windows_of(reader.db, row.id, WINDOW))
            for number in range(max(1, newest)):
                yield from (_key(row, form, number) for form in _FORMATS)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a feed document; None if there is no such document."""
    row = _row_of(reader, key)
    if row is None or lists.window(reader.db, row.id, WINDOW, key.number) is None:
        return None
    return _url(row, key.subject[:4], key.number)


def context_of(reader: Reader, key: PageKey) -> tuple[FeedDocument, str]:
    """Return what a feed document holds, and its template."""
    row, form = _row_of(reader, key), key.subject[:4]
    assert row is not None, key
    found = lists.window(reader.db, row.id, WINDOW, key.number)
    assert found is not None, key
    first, end, newest = found
    rows = lists.cards_between(reader.db, row.id, first, end, own=True)
    entries = tuple(_entry_of(reader, story, articles.decode_card(card)) for story, card, _ in rows)
    title = reader.frames[row.language].title
    older = key.number - 1 if key.number else newest
    document = FeedDocument(
        url=_url(row, form, key.number),
        title=title if row.taxonomy == FRONT else f"{title}: {row.label}",
        home=row.url,
        current=_url(row, form, 0),
        previous_archive=_url(row, form, older) if older > 0 else "",
        next_archive=_url(row, form, key.number + 1) if 0 < key.number < newest else "",
        is_archive=key.number > 0,
        updated=max((_changed(e.card) for e in entries), key=datetime.fromisoformat, default=NEVER),
        entries=entries,
    )
    return document, _TEMPLATES[form]


def _changed(card: Card) -> str:
    return (card.updated or card.date).iso


def _entry_of(reader: Reader, story: str, card: Card) -> FeedEntry:
    """
    Return one entry.

    Its id is a name-based UUID (RFC 9562, version 5) over story and language, so
    that it survives a new headline or address.
    """
    name = f"{reader.site.origin}{reader.site.base}/{story}#{card.language}"
    section = card.section.label if card.section else ""
    return FeedEntry(card, f"urn:uuid:{uuid5(NAMESPACE_URL, name)}", (section,) if section else ())


def _key(row: ListRow, form: str, number: int) -> PageKey:
    subject = "front" if row.taxonomy == FRONT else f"{row.taxonomy}:{row.key}"
    return PageKey(KIND, row.language, f"{form}:{subject}", number)


def _row_of(reader: Reader, key: PageKey) -> ListRow | None:
    _, taxonomy, *name = key.subject.split(":", 2)
    return row_with_page(reader, taxonomy, name[0] if name else "", key.language)


def _url(row: ListRow, form: str, number: int) -> str:
    name, suffix = _FORMATS[form]
    return f"{row.url}{name}-{number}{suffix}" if number else f"{row.url}{name}{suffix}"
