"""
Sitemaps: an index, and behind it files that are each far below the limits.

Articles are cut like lists are, `SIZE` to a file, so that a new article changes
one file of a language; `uk-articles.xml` holds the newest.  Lists of a taxonomy
are dealt into files by a hash of their key, the more files the more lists there
are, so that a new term changes one file.  All else of a language is in
`uk-pages.xml`.  Articles of the last two days are in `news.xml`.

Subject: of `sitemap`: `articles`, `pages`, or `TAXONOMY:DIGITS`.
Source:  sitemaps.org (50,000 addresses and 50 MB a file); "News sitemaps", Google
         Search Central (two days, 1,000 articles).
Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue import articles, lists, outputs
from backfile.catalogue.lists import ListRow
from backfile.model import (
    Alternate,
    NewsEntry,
    NewsSitemap,
    PageKey,
    SitemapDocument,
    SitemapEntry,
    SitemapIndex,
)
from backfile.pages import archive, article, listing, special, terms
from backfile.pages.addresses import numbered_url
from backfile.pages.changes import Changes
from backfile.pages.head import alternates_of
from backfile.pages.reader import Reader

KIND, INDEX, NEWS = "sitemap", "sitemap-index", "news"
SIZE = 1000
WINDOW = -SIZE
"""Windows of a negative size leave out fallbacks."""

_LISTS_A_FILE = 1000
_NEWS_US = 2 * 86_400_000_000
_NEWS_LIMIT = 1000


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every sitemap with its address, the index last."""
    for language in reader.site.languages:
        for subject, number in _documents_of(reader, language.tag):
            key = PageKey(KIND, language.tag, subject, number)
            yield key, _url(reader, key)
    yield PageKey(NEWS, "", "", 0), f"{reader.site.base}/sitemaps/news.xml"
    yield PageKey(INDEX, "", "", 0), f"{reader.site.base}/sitemap.xml"


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the sitemaps that *changes* may have touched; news and index always."""
    yield PageKey(NEWS, "", "", 0)
    yield PageKey(INDEX, "", "", 0)
    if changes.is_empty():
        return
    for (list_id, size), numbers in changes.numbers.items():
        row = lists.list_by_id(reader.db, list_id)
        if size == WINDOW and row.taxonomy == lists.FRONT:
            for number in numbers:
                yield PageKey(KIND, row.language, "articles", number)
    touched = set(_touched_lists(reader, changes))
    for language in reader.site.languages:
        yield PageKey(KIND, language.tag, "pages", 0)
        for taxonomy in reader.site.taxonomies:
            keys = [key for other, key in touched if other == taxonomy]
            if keys:
                yield from _files_of_lists(reader, language.tag, taxonomy, keys)


def _touched_lists(reader: Reader, changes: Changes) -> Iterator[tuple[str, str]]:
    yield from changes.terms
    for list_id in changes.reshaped:
        row = lists.list_by_id(reader.db, list_id)
        yield row.taxonomy, row.key


def _files_of_lists(
    reader: Reader, language: str, taxonomy: str, keys: list[str]
) -> Iterator[PageKey]:
    """Yield the files that hold these lists; all files, if they are dealt otherwise than before."""
    names = _bucket_names(lists.count_lists(reader.db, taxonomy, language))
    digits = len(names[0]) if names else 0
    start = f"{taxonomy}:"
    planned = {
        key.subject.removeprefix(start)
        for key in outputs.keys_of_kind(reader.db, KIND)
        if key.language == language and key.subject.startswith(start)
    }
    wanted = {f"{lists.bucket_of(key):02x}"[:digits] for key in keys}
    if any(len(name) != digits for name in planned):
        wanted |= planned | set(names)
    for name in sorted(wanted):
        yield PageKey(KIND, language, start + name, 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a sitemap; None if there is no such file."""
    if key.kind == NEWS:
        return f"{reader.site.base}/sitemaps/news.xml"
    if key.kind == INDEX:
        return f"{reader.site.base}/sitemap.xml"
    return _url(reader, key) if _exists(reader, key) else None


def _exists(reader: Reader, key: PageKey) -> bool:
    """Tell whether there is such a file: each has at least one address."""
    taxonomy, _, digits = key.subject.partition(":")
    if taxonomy == "pages":
        return True
    if taxonomy == "articles":
        front = lists.list_by_key(reader.db, lists.FRONT, "", key.language)
        found = lists.window(reader.db, front.id, WINDOW, key.number) if front else None
        return found is not None and front is not None and front.own > 0
    count = lists.count_lists(reader.db, taxonomy, key.language)
    if taxonomy not in reader.site.taxonomies or digits not in _bucket_names(count):
        return False
    return lists.has_in_buckets(reader.db, taxonomy, key.language, *_bucket_range(digits))


def context_of(
    reader: Reader, key: PageKey
) -> tuple[SitemapDocument | SitemapIndex | NewsSitemap, str]:
    """Return what a sitemap holds, and its template."""
    if key.kind == INDEX:
        urls = (url for other, url in pages(reader) if other.kind != INDEX)
        return SitemapIndex(tuple(urls)), "sitemap-index.xml"
    if key.kind == NEWS:
        return NewsSitemap(tuple(_news(reader))), "sitemap-news.xml"
    if key.subject == "articles":
        entries = _articles(reader, key)
    elif key.subject == "pages":
        entries = _other_pages(reader, key.language)
    else:
        entries = _lists(reader, key)
    return SitemapDocument(tuple(entries)), "sitemap.xml"


def _documents_of(reader: Reader, language: str) -> Iterator[tuple[str, int]]:
    """Yield (subject, number) of every sitemap of a language."""
    front = lists.list_by_key(reader.db, lists.FRONT, "", language)
    yield "pages", 0
    if front and front.own:
        yield "articles", 0
        newest = len(lists.windows_of(reader.db, front.id, WINDOW)) - 1
        for number in range(1, newest + 1):
            yield "articles", number
    for taxonomy in reader.site.taxonomies:
        count = lists.count_lists(reader.db, taxonomy, language)
        for digits in _bucket_names(count):
            if lists.has_in_buckets(reader.db, taxonomy, language, *_bucket_range(digits)):
                yield f"{taxonomy}:{digits}", 0


def _bucket_names(count: int) -> list[str]:
    """Return the files that *count* lists are dealt into, named by leading hex digits."""
    if count == 0:
        return []
    if count <= _LISTS_A_FILE:
        return [""]
    if count <= 16 * _LISTS_A_FILE:
        return [f"{digit:x}" for digit in range(16)]
    return [f"{digits:02x}" for digits in range(256)]


def _bucket_range(digits: str) -> tuple[int, int]:
    return int((digits + "00")[:2], 16), int((digits + "ff")[:2], 16)


def _url(reader: Reader, key: PageKey) -> str:
    subject = key.subject.replace(":", "-").rstrip("-")
    number = f"-{key.number}" if key.number else ""
    return f"{reader.site.base}/sitemaps/{key.language}-{subject}{number}.xml"


def _articles(reader: Reader, key: PageKey) -> Iterator[SitemapEntry]:
    front = lists.list_by_key(reader.db, lists.FRONT, "", key.language)
    found = lists.window(reader.db, front.id, WINDOW, key.number) if front else None
    if front is None or found is None:
        return
    for story, encoded, _ in lists.cards_between(reader.db, front.id, *found[:2], own=True):
        card = articles.decode_card(encoded)
        alternates = _alternates_of_text(reader, story, key.language, "article")
        yield SitemapEntry(card.url, (card.updated or card.date).iso, alternates)


def _alternates_of_text(
    reader: Reader, story: str, language: str, kind: str
) -> tuple[Alternate, ...]:
    row = articles.own_page(reader.db, story, language, kind)
    return alternates_of(reader, *article.versions_of(reader, story, row.stored)) if row else ()


def _other_pages(reader: Reader, language: str) -> Iterator[SitemapEntry]:
    front = lists.list_by_key(reader.db, lists.FRONT, "", language)
    root = special.url_of(reader, PageKey("chooser", "", "", 0))
    if front and root and language == reader.site.default_language:
        versions = listing.versions_of_list(reader, front)
        yield SitemapEntry(root, "", alternates_of(reader, versions, x_default=root))
    if front:
        yield from _entries_of_list(reader, front)
    for story, url in articles.static_pages_in(reader.db, language):
        yield SitemapEntry(url, "", _alternates_of_text(reader, story, language, "page"))
    for key, url in terms.pages(reader):
        if key.language == language:
            versions = terms.versions_of_index(reader, key.subject)
            yield SitemapEntry(url, "", alternates_of(reader, versions))
    for key, url in archive.pages(reader):
        if key.language == language:
            versions = archive.versions_of_archive(reader, key.subject)
            yield SitemapEntry(url, "", alternates_of(reader, versions))
    for row in lists.lists_in_buckets(reader.db, lists.MONTH, language, 0, 255):
        yield from _entries_of_list(reader, row)


def _lists(reader: Reader, key: PageKey) -> Iterator[SitemapEntry]:
    taxonomy, _, digits = key.subject.partition(":")
    rows = lists.lists_in_buckets(reader.db, taxonomy, key.language, *_bucket_range(digits))
    for row in rows:
        yield from _entries_of_list(reader, row)


def _entries_of_list(reader: Reader, row: ListRow) -> Iterator[SitemapEntry]:
    versions = listing.versions_of_list(reader, row)
    x_default = f"{reader.site.base}/" if row.taxonomy == lists.FRONT else ""
    yield SitemapEntry(row.url, "", alternates_of(reader, versions, x_default=x_default))
    newest = len(lists.windows_of(reader.db, row.id, reader.site.page_size)) - 1
    for number in range(1, newest + 1):
        url = numbered_url(row.url, number)
        yield SitemapEntry(url, "", alternates_of(reader, {row.language: url}))


def _news(reader: Reader) -> Iterator[NewsEntry]:
    since_us = reader.now_us - _NEWS_US
    for language in reader.site.languages:
        title = reader.frames[language.tag].title
        cards = articles.recent_cards(reader.db, language.tag, since_us, _NEWS_LIMIT)
        for encoded in cards[: _NEWS_LIMIT // len(reader.site.languages)]:
            card = articles.decode_card(encoded)
            yield NewsEntry(card.url, card.title, card.language, card.date.iso, title)
