"""
Article pages: `/ua/politics/2025/08/slug/`.

Subject: the story key.  An article page is touched by its own story (text,
inheritance, translations), by its neighbours in date, by older articles that
share a term, by its series, and by the addresses that its body links to.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backfile.catalogue import articles, lists, records, sources
from backfile.catalogue.connection import Connection
from backfile.language.terms import term_key_of
from backfile.model import ArticlePage, Card, Link, PageKey, Person, StoredArticle
from backfile.pages.body import body_of
from backfile.pages.changes import Changes
from backfile.pages.head import default_version, head_of
from backfile.pages.reader import Reader
from backfile.pages.related import REACH, related_cards

KIND = "article"
_RELATING = frozenset({"tags", "sections", "authors"})


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
    for stem in relinked_stems(reader.db, changes):
        yield from _pages_linking_to(reader, stem)


def _stories_near(reader: Reader, row: lists.ListRow, keys: set[bytes]) -> Iterator[str]:
    """Yield the stories whose pages show an article of this list at one of *keys*."""
    if row.taxonomy == lists.FRONT:
        for key in keys:
            for neighbour in articles.neighbour_rows(reader.db, row.language, key):
                if neighbour:
                    yield neighbour[0]
    elif row.taxonomy in _RELATING:
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


def _pages_linking_to(reader: Reader, stem: str) -> Iterator[PageKey]:
    for path in sources.paths_linking_to(reader.db, stem):
        found = sources.story_at(reader.db, path)
        if found:
            yield PageKey(found[2].kind, found[2].language, found[0], 0)
        for _, key in records.author_keys_at(reader.db, path):
            for row in lists.lists_of_key(reader.db, "authors", key):
                yield PageKey("term", row.language, f"authors:{key}", 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of an article page; None if it is not published."""
    row = articles.own_page(reader.db, key.subject, key.language, KIND)
    return row.url if row else None


def context_of(reader: Reader, key: PageKey) -> tuple[ArticlePage, str]:
    """Return what the page shows, and the name of its template."""
    row = articles.own_page(reader.db, key.subject, key.language, KIND)
    assert row is not None, key
    stored, language = row.stored, key.language
    older, newer = articles.neighbour_rows(reader.db, language, row.sort_key)
    article = stored.article
    versions, original = versions_of(reader, key.subject, stored)
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
            translators=_linked(reader, row.path, language, article.translators),
            body=body_of(reader, row.path, language),
        ),
        previous=articles.decode_card(older[1]) if older else None,
        next=articles.decode_card(newer[1]) if newer else None,
        related=related_cards(reader.db, row.id, key.subject, row.sort_key, language),
        series=_series_of(reader, stored, language),
        original=_other_original(reader, key),
    )
    return page, row.template or "article.html"


def _other_original(reader: Reader, key: PageKey) -> str:
    """Return the language of the original, which need not be published; empty for itself."""
    original = articles.original_language(reader.db, key.subject)
    return "" if original == key.language else original


def _linked(
    reader: Reader, path: str, language: str, people: tuple[Person, ...]
) -> tuple[Person, ...]:
    """Return translators, without a link to those who wrote nothing and so have no page."""
    found = sources.story_at(reader.db, path) if people else None
    keys = dict.fromkeys(map(term_key_of, found[2].translators)) if found else {}
    authors = [lists.list_by_key(reader.db, "authors", key, language) for key in keys]
    return tuple(
        person if row and row.own else Person(person.name, "")
        for person, row in zip(people, authors, strict=True)
    )


def versions_of(reader: Reader, story: str, stored: StoredArticle) -> tuple[dict[str, str], str]:
    """Return language -> address of a story's versions, and its original's language."""
    rows = articles.published_addresses(reader.db, story)
    versions = dict(stored.elsewhere)
    versions.update((language, url) for language, url, _ in rows)
    original = next((language for language, _, is_original in rows if is_original), "")
    return versions, original


def _series_of(reader: Reader, stored: StoredArticle, language: str) -> tuple[Card, ...]:
    series = stored.article.series
    row = lists.list_by_key(reader.db, "series", series.key, language) if series else None
    if row is None:
        return ()
    rows = lists.cards_between(reader.db, row.id, b"", lists.LAST_KEY, own=True)
    return tuple(articles.decode_card(card) for _, card, _ in reversed(rows))
