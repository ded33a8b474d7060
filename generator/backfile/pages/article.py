"""
Article pages: `/ua/politics/2025/08/slug/`.

Subject: the story key.  An article page is touched by its own story (text,
inheritance, translations), by its neighbours in date, by older articles that
share a term, by its series, by the records of its authors, and by the addresses
that its body links to.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from backfile.catalogue import articles, lists, records, shown, sources
from backfile.catalogue.connection import Connection
from backfile.catalogue.shown import Address, OwnPage
from backfile.model import ArticlePage, Card, Link, PageKey, StoredArticle
from backfile.pages.body import body_of
from backfile.pages.cards import cards_of
from backfile.pages.changes import Changes
from backfile.pages.head import default_version, head_of
from backfile.pages.people import bylines_of, translators_of
from backfile.pages.reader import Reader
from backfile.pages.related import REACH, RELATING, related_articles

KIND = "article"


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every article page with its address."""
    for story, language, url in articles.pages_of_kind(reader.db, "article"):
        yield PageKey(KIND, language, story, 0), url


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the article pages that *changes* may have touched."""
    for kind, language, story in changes.articles:
        if kind == "article":
            yield PageKey(KIND, language, story, 0)
    for list_id, keys in changes.places.items():
        row = lists.list_by_id(reader.db, list_id)
        for story in _stories_near(reader, row, keys):
            yield PageKey(KIND, row.language, story, 0)
    for taxonomy, name in changes.terms:
        if taxonomy == "authors":
            yield from _pages_by(reader, name)
    for stem in relinked_stems(reader.db, changes):
        yield from pages_linking_to(reader, stem)


def _pages_by(reader: Reader, author: str) -> Iterator[PageKey]:
    """Yield the articles of an author, whose record may say something else of them now."""
    for row in lists.lists_of_key(reader.db, "authors", author):
        for story in lists.stories_in(reader.db, row.id):
            yield PageKey(KIND, row.language, story, 0)


def _stories_near(reader: Reader, row: lists.ListRow, keys: set[bytes]) -> Iterator[str]:
    """Yield the stories whose pages show an article of this list at one of *keys*."""
    if row.taxonomy == lists.FRONT:
        for key in keys:
            found = articles.neighbours(reader.db, row.language, key)
            yield from (story for story, _ in cards_of(reader, [n for n in found if n]))
    elif row.taxonomy in RELATING:
        for key in keys:
            yield from lists.stories_after(reader.db, row.id, key, REACH)
    if row.taxonomy == "series":
        yield from lists.stories_in(reader.db, row.id)
    elif row.taxonomy == "authors":
        yield from lists.stories_translated_by(reader.db, row.key, row.language)


def relinked_stems(db: Connection, changes: Changes) -> set[str]:
    """Return the stems to which a link may lead elsewhere than before."""
    stems = set(changes.moved_stems)
    for story in changes.relinked:
        stems |= sources.stems_of_story(db, story)
    return stems


def pages_linking_to(reader: Reader, stem: str) -> Iterator[PageKey]:
    """Yield the pages whose bodies link to a stem: articles, static pages, authors."""
    for path in sources.paths_linking_to(reader.db, stem):
        found = sources.story_at(reader.db, path)
        if found:
            yield PageKey(found[2].kind, found[2].language, found[0], 0)
        for _, key in records.author_keys_at(reader.db, path):
            for row in lists.lists_of_key(reader.db, "authors", key):
                yield PageKey("term", row.language, f"authors:{key}", 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of an article page; None if it is not published."""
    row = shown.own_page(reader.db, key.subject, key.language, KIND)
    return row.url if row else None


def context_of(reader: Reader, key: PageKey) -> tuple[ArticlePage, str]:
    """Return what the page shows, and the name of its template."""
    row = shown.own_page(reader.db, key.subject, key.language, KIND)
    assert row is not None, key
    stored, language = row.stored, key.language
    older, newer, related = _cards_beside(reader, row, language)
    article = stored.article
    versions, original = versions_of(row.addresses, stored.elsewhere)
    section = article.section
    page = ArticlePage(
        head=head_of(
            reader,
            language,
            row.url,
            title=article.title,
            description=stored.lead,
            versions=versions,
            x_default=default_version(reader, versions, original),
            breadcrumbs=(Link(section.label, section.url),) if section and section.url else (),
            kind=KIND,
        ),
        article=msgspec.structs.replace(
            article,
            translators=translators_of(reader, article.translators, language),
            body=body_of(reader, row.path, language),
        ),
        previous=older,
        next=newer,
        related=related,
        series=_series_of(reader, stored, language),
        bylines=bylines_of(reader, article.authors, language),
        original=_translated_from(row.addresses, language),
    )
    return page, row.template or "article.html"


def _cards_beside(
    reader: Reader, row: OwnPage, language: str
) -> tuple[Card | None, Card | None, tuple[Card, ...]]:
    """Return the cards of an article's neighbours, older and newer, and of related ones."""
    older, newer = articles.neighbours(reader.db, language, row.sort_key)
    related = related_articles(reader, row.id, row.sort_key)
    known = [member for member in (older, newer) if member]
    cards = [card for _, card in cards_of(reader, [*known, *related])]
    previous = cards[0] if older else None
    following = cards[len(known) - 1] if newer else None
    return previous, following, tuple(cards[len(known) :])


def _translated_from(addresses: list[Address], language: str) -> str:
    """Return the language that an article was translated from; empty for the original."""
    original = next((tag for tag, _, is_original, _ in addresses if is_original), "")
    return original if original != language else ""


def versions_of(
    addresses: list[Address], elsewhere: Iterable[tuple[str, str]]
) -> tuple[dict[str, str], str]:
    """Return language -> address of a story's versions, and its published original's language."""
    versions, original = dict(elsewhere), ""
    for language, url, is_original, is_published in addresses:
        if is_published:
            versions[language] = url
            original = original or (language if is_original else "")
    return versions, original


def _series_of(reader: Reader, stored: StoredArticle, language: str) -> tuple[Card, ...]:
    series = stored.article.series
    row = lists.list_by_key(reader.db, "series", series.key, language) if series else None
    if row is None:
        return ()
    members = lists.members_between(reader.db, row.id, b"", lists.LAST_KEY, own=True)
    return tuple([card for _, card in cards_of(reader, members[::-1])])
