"""
Feeds of every language, section, tag and author: Atom, JSON Feed, and RSS if asked for.

A feed holds the newest articles and goes on in sealed archive documents of
`SIZE` entries (RFC 5005, "Archived Feeds"), cut like lists are (SPEC §4).
Articles that stand in for a missing translation are not in feeds.

**Whole articles** are in the subscription document of each language alone.  All
other entries are summaries: an archive document must never change (RFC 5005 §4),
and an edited text shall touch its own page and the feed that holds it, not one
feed for every tag and author it has.  So the feed of a language depends on bodies,
and is touched by whatever touches the page of an article in it.

Subject: the format (`atom`, `json`, `rss`), then the subject of the list:
`atom:tags:moon`.
Source:  RFC 4287, RFC 5005, jsonfeed.org/version/1.1, the RSS 2.0 specification.
Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha1
from uuid import NAMESPACE_URL

import msgspec

from backfile.catalogue import articles, lists, shown
from backfile.catalogue.lists import ListRow
from backfile.model import (
    Alternate,
    Article,
    Card,
    FeedDocument,
    FeedEntry,
    PageKey,
    Site,
)
from backfile.pages import article
from backfile.pages.body import body_of
from backfile.pages.cards import cards_of
from backfile.pages.changes import Changes
from backfile.pages.head import alternates_of
from backfile.pages.listing import FRONT, MONTH, row_with_page, rows_with_pages
from backfile.pages.reader import Reader, kept

KIND = "feed"
NEVER = "1970-01-01T00:00:00+00:00"
"""When a feed without entries changed: Atom wants a date (RFC 4287, §4.2.15)."""

SIZE = 50
WINDOW = -SIZE
"""Windows of a negative size leave out fallbacks."""

_NAMESPACE = NAMESPACE_URL.bytes
_FORMATS = {"atom": ("atom", ".xml"), "json": ("feed", ".json"), "rss": ("rss", ".xml")}
"""Format -> (name, suffix) of its documents, and of the template."""


def formats_of(site: Site) -> tuple[str, ...]:
    """Return the formats that every feed of the site has."""
    return ("atom", "json", "rss") if site.rss else ("atom", "json")


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every feed document with its address."""
    for row in rows_with_pages(reader):
        if row.taxonomy != MONTH:
            newest = len(lists.windows_of(reader.db, row.id, WINDOW)) - 1
            for number in range(max(newest, 0) + 1):
                for form in formats_of(reader.site):
                    yield _key(row, form, number), _url(row, form, number)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the feed documents that *changes* may have touched."""
    for (list_id, size), numbers in changes.numbers.items():
        if size == WINDOW:
            row = lists.list_by_id(reader.db, list_id)
            for number in numbers:
                yield from _keys(reader, row, number)
    for taxonomy, name in changes.terms:
        for row in lists.lists_of_key(reader.db, taxonomy, name):
            newest = len(lists.windows_of(reader.db, row.id, WINDOW))
            for number in range(max(1, newest)):
                yield from _keys(reader, row, number)
    yield from _holding_whole(reader, _touched_articles(reader, changes))


def _touched_articles(reader: Reader, changes: Changes) -> set[tuple[str, str]]:
    """Return (language, story) of the articles that may say something else than before."""
    found = {(tag, story) for kind, tag, story in changes.articles if kind == article.KIND}
    for stem in article.relinked_stems(reader.db, changes):
        for key in article.pages_linking_to(reader, stem):
            if key.kind == article.KIND:
                found.add((key.language, key.subject))
    return found


def _holding_whole(reader: Reader, touched: set[tuple[str, str]]) -> Iterator[PageKey]:
    """Yield the feeds that hold any of these articles whole."""
    for language in reader.site.languages:
        row = lists.list_by_key(reader.db, FRONT, "", language.tag)
        found = lists.window(reader.db, row.id, WINDOW, 0) if row else None
        if row is None or found is None:
            continue
        stories = (story for tag, story in touched if tag == language.tag)
        if any(articles.is_dated_from(reader.db, s, language.tag, found[0]) for s in stories):
            yield from _keys(reader, row, 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a feed document; None if there is no such document."""
    row, form = _row_of(reader, key), _form_of(key)
    if row is None or form not in formats_of(reader.site):
        return None
    if lists.window(reader.db, row.id, WINDOW, key.number) is None:
        return None
    return _url(row, form, key.number)


def context_of(reader: Reader, key: PageKey) -> tuple[FeedDocument, str]:
    """Return what a feed document holds, and its template."""
    row, form = _row_of(reader, key), _form_of(key)
    assert row is not None, key
    entries, updated, newest = _entries_of(reader, row, key.number)
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
        updated=updated,
        entries=entries,
        hub="" if key.number else reader.site.hub,
    )
    return document, "".join(_FORMATS[form])


# ---------------------------------------------------------------- entries


@kept(8)
def _entries_of(
    reader: Reader, row: ListRow, number: int
) -> tuple[tuple[FeedEntry, ...], str, int]:
    """
    Return the entries of a document, when the last of them changed, and the newest number.

    The documents that hold them in other formats come soon after the first one.
    """
    found = lists.window(reader.db, row.id, WINDOW, number)
    assert found is not None, (row, number)
    first, end, newest = found
    cards = cards_of(reader, lists.members_between(reader.db, row.id, first, end, own=True))
    is_whole = row.taxonomy == FRONT and not number
    entries = tuple([_entry_of(reader, story, card, is_whole=is_whole) for story, card in cards])
    changed = [(card.updated or card.date).iso for _, card in cards]
    return entries, max(changed, key=datetime.fromisoformat, default=NEVER), newest


def _entry_of(reader: Reader, story: str, card: Card, *, is_whole: bool) -> FeedEntry:
    """
    Return one entry.

    Its id is a name-based UUID (RFC 9562, version 5) over story and language, so
    that it survives a new headline or address.
    """
    name = f"{reader.site.origin}{reader.site.base}/{story}#{card.language}"
    identity = f"urn:uuid:{_uuid_of(name)}"
    section = (card.section.label,) if card.section else ()
    row = shown.own_page(reader.db, story, card.language, article.KIND) if is_whole else None
    if row is None:
        return FeedEntry(card, identity, section)
    text = row.stored.article
    return FeedEntry(
        card,
        identity,
        tuple(dict.fromkeys((*section, *(tag.label for tag in text.tags)))),
        _with_body(reader, row.path, card.language, text),
        _translations(reader, card.language, row),
    )


def _uuid_of(url: str) -> str:
    """Return `uuid.uuid5(NAMESPACE_URL, url)` as text, at a third of the time."""
    digits = sha1(_NAMESPACE + url.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _with_body(reader: Reader, path: str, language: str, text: Article) -> Article:
    return msgspec.structs.replace(text, body=body_of(reader, path, language))


def _translations(reader: Reader, language: str, row: shown.OwnPage) -> tuple[Alternate, ...]:
    """Return the other versions; an entry has no place for one of no known language."""
    versions, _ = article.versions_of(row.addresses, row.stored.elsewhere)
    return tuple(
        alternate
        for alternate in alternates_of(reader, versions)
        if alternate.hreflang not in {language, "x-default"}
    )


# ---------------------------------------------------------------- keys and addresses


def _key(row: ListRow, form: str, number: int) -> PageKey:
    subject = "front" if row.taxonomy == FRONT else f"{row.taxonomy}:{row.key}"
    return PageKey(KIND, row.language, f"{form}:{subject}", number)


def _keys(reader: Reader, row: ListRow, number: int) -> Iterator[PageKey]:
    return (_key(row, form, number) for form in formats_of(reader.site))


def _form_of(key: PageKey) -> str:
    return key.subject.partition(":")[0]


def _row_of(reader: Reader, key: PageKey) -> ListRow | None:
    _, taxonomy, *name = key.subject.split(":", 2)
    return row_with_page(reader, taxonomy, name[0] if name else "", key.language)


def _url(row: ListRow, form: str, number: int) -> str:
    name, suffix = _FORMATS[form]
    return f"{row.url}{name}-{number}{suffix}" if number else f"{row.url}{name}{suffix}"
