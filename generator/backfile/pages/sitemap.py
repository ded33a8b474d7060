"""
Sitemaps: an index, and behind it files that are each far below the limits.

Articles are cut like lists are, `SIZE` to a file, so that a new article changes
one file of a language; `uk-articles.xml` holds the newest.  Months and terms, with
their numbered pages, are dealt into files by `sitemap_lists`.  All else of a language
is in `uk-pages.xml`, which has no part that grows with the archive.  Articles of the
last two days are in `news.xml`, and those of one language in `uk-news.xml`.

Subject: of `sitemap`: `articles`, `pages`, or what `sitemap_lists` says; of `news`
         nothing, the language being empty for all of them.
Source:  sitemaps.org (50,000 addresses and 50 MB a file); "News sitemaps" (two days,
         1,000 articles) and "Image sitemaps", Google Search Central.
Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from backfile.catalogue import articles, lists, shown
from backfile.model import (
    Alternate,
    Card,
    NewsEntry,
    NewsSitemap,
    PageKey,
    SitemapDocument,
    SitemapEntry,
    SitemapIndex,
)
from backfile.pages import archive, article, listing, sitemap_lists, special, terms
from backfile.pages.cards import cards_of
from backfile.pages.changes import Changes
from backfile.pages.head import alternates_of
from backfile.pages.reader import Reader

KIND, INDEX, NEWS = sitemap_lists.KIND, "sitemap-index", "news"
ARTICLES, OTHERS = "articles", "pages"
SIZE = 1000
WINDOW = -SIZE
"""Windows of a negative size leave out fallbacks."""

_NEWS_US = 2 * 86_400_000_000
_NEWS_LIMIT = 1000
_TRADITIONAL = ("hant", "tw", "hk", "mo")
"""Subtags of Chinese that is written in traditional signs."""


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every sitemap with its address, the index last."""
    for language in reader.site.languages:
        for subject, number in _documents_of(reader, language.tag):
            key = PageKey(KIND, language.tag, subject, number)
            yield key, _url(reader, key)
    for key in (*_news_keys(reader), PageKey(INDEX, "", "", 0)):
        yield key, _url(reader, key)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the sitemaps that *changes* may have touched; news and index always."""
    yield from _news_keys(reader)
    yield PageKey(INDEX, "", "", 0)
    if changes.is_empty():
        return
    for (list_id, size), numbers in changes.numbers.items():
        row = lists.list_by_id(reader.db, list_id)
        if size == WINDOW and row.taxonomy == lists.FRONT:
            for number in numbers:
                yield PageKey(KIND, row.language, ARTICLES, number)
    for language in reader.site.languages:
        yield PageKey(KIND, language.tag, OTHERS, 0)
    yield from sitemap_lists.affected(reader, changes)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a sitemap; None if there is no such file."""
    return _url(reader, key) if _exists(reader, key) else None


def _exists(reader: Reader, key: PageKey) -> bool:
    """Tell whether there is such a file: each but those of news has at least one address."""
    if key.kind != KIND or key.subject == OTHERS:
        return True
    if key.subject == ARTICLES:
        front = lists.list_by_key(reader.db, lists.FRONT, "", key.language)
        found = lists.window(reader.db, front.id, WINDOW, key.number) if front else None
        return found is not None and front is not None and front.own > 0
    return sitemap_lists.exists(reader, key)


def _news_keys(reader: Reader) -> Iterator[PageKey]:
    yield PageKey(NEWS, "", "", 0)
    yield from (PageKey(NEWS, language.tag, "", 0) for language in reader.site.languages)


def context_of(
    reader: Reader, key: PageKey
) -> tuple[SitemapDocument | SitemapIndex | NewsSitemap, str]:
    """Return what a sitemap holds, and its template."""
    if key.kind == INDEX:
        urls = (url for other, url in pages(reader) if other.kind != INDEX)
        return SitemapIndex(tuple(urls)), "sitemap-index.xml"
    if key.kind == NEWS:
        return NewsSitemap(_news(reader, key.language)), "sitemap-news.xml"
    if key.subject == ARTICLES:
        entries = _articles(reader, key)
    elif key.subject == OTHERS:
        entries = _other_pages(reader, key.language)
    else:
        entries = sitemap_lists.entries(reader, key)
    return SitemapDocument(tuple(entries)), "sitemap.xml"


def _documents_of(reader: Reader, language: str) -> Iterator[tuple[str, int]]:
    """Yield (subject, number) of every sitemap of a language."""
    front = lists.list_by_key(reader.db, lists.FRONT, "", language)
    yield OTHERS, 0
    if front and front.own:
        yield ARTICLES, 0
        newest = len(lists.windows_of(reader.db, front.id, WINDOW)) - 1
        for number in range(1, newest + 1):
            yield ARTICLES, number
    yield from sitemap_lists.documents(reader, language)


def _url(reader: Reader, key: PageKey) -> str:
    base = reader.site.base
    if key.kind == INDEX:
        return f"{base}/sitemap.xml"
    if key.kind == NEWS:
        return f"{base}/sitemaps/{key.language}{'-' if key.language else ''}news.xml"
    name = key.subject
    if name not in {ARTICLES, OTHERS}:
        name = sitemap_lists.name_of(key.subject)
    number = f"-{key.number}" if key.number else ""
    return f"{base}/sitemaps/{key.language}-{name}{number}.xml"


# ---------------------------------------------------------------- articles and pages


def _articles(reader: Reader, key: PageKey) -> Iterator[SitemapEntry]:
    front = lists.list_by_key(reader.db, lists.FRONT, "", key.language)
    found = lists.window(reader.db, front.id, WINDOW, key.number) if front else None
    if front is None or found is None:
        return
    members = lists.members_between(reader.db, front.id, *found[:2], own=True)
    versions = shown.versions_of_each(reader.db, members)
    for member, (_, card) in zip(members, cards_of(reader, members), strict=True):
        alternates = alternates_of(reader, *article.versions_of(*versions[member]))
        yield SitemapEntry(card.url, (card.updated or card.date).iso, alternates, _image_of(card))


def _image_of(card: Card) -> str:
    """Return the address of the lead photo, unless it lies on another host."""
    own = card.photo is not None and card.photo.url.startswith("/")
    return card.photo.url if card.photo and own and card.photo.url[:2] != "//" else ""


def _alternates_of_page(reader: Reader, story: str, language: str) -> tuple[Alternate, ...]:
    row = shown.own_page(reader.db, story, language, "page")
    if row is None:
        return ()
    return alternates_of(reader, *article.versions_of(row.addresses, row.stored.elsewhere))


def _other_pages(reader: Reader, language: str) -> Iterator[SitemapEntry]:
    front = lists.list_by_key(reader.db, lists.FRONT, "", language)
    root = special.url_of(reader, PageKey("chooser", "", "", 0))
    if front and root and language == reader.site.default_language:
        versions = listing.versions_of_list(reader, front)
        yield SitemapEntry(root, "", alternates_of(reader, versions, x_default=root))
    if front:
        yield from sitemap_lists.entries_of_list(reader, front)
    for story, url in articles.static_pages_in(reader.db, language):
        yield SitemapEntry(url, "", _alternates_of_page(reader, story, language))
    for key, url in terms.pages(reader):
        if key.language == language:
            versions = terms.versions_of_index(reader, key.subject)
            yield SitemapEntry(url, "", alternates_of(reader, versions))
    for key, url in archive.pages(reader):
        if key.language == language:
            versions = archive.versions_of_archive(reader, key.subject)
            yield SitemapEntry(url, "", alternates_of(reader, versions))


# ---------------------------------------------------------------- news


def _news(reader: Reader, language: str) -> tuple[NewsEntry, ...]:
    """Return the newest articles of the last two days, of one language or of all."""
    tags = [language] if language else [other.tag for other in reader.site.languages]
    since_us = reader.now_us - _NEWS_US
    found = [articles.recent_cards(reader.db, tag, since_us, _NEWS_LIMIT) for tag in tags]
    newest = islice(merge(*found, key=lambda row: row[0], reverse=True), _NEWS_LIMIT)
    return tuple(_news_entry(reader, articles.decode_card(card)) for _, card in newest)


def _news_entry(reader: Reader, card: Card) -> NewsEntry:
    name = reader.frames[card.language].title
    return NewsEntry(card.url, card.title, news_language(card.language), card.date.iso, name)


def news_language(tag: str) -> str:
    """Return the language of a tag as news sitemaps have it: ISO 639, Chinese in two kinds."""
    primary, *rest = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if any(part in _TRADITIONAL for part in rest) else "zh-cn"
