"""
Indexes of terms: `/ua/tags/`, `/ua/authors/`, `/ua/sections/`, and own taxonomies.

Subject: the taxonomy.  An index is touched whenever one of its terms wins or
loses an article, or is called something else.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from backfile.catalogue import lists, records
from backfile.catalogue.lists import ListRow
from backfile.model import PageKey, TermEntry, TermGroup, TermsPage
from backfile.pages.addresses import address_of
from backfile.pages.changes import Changes
from backfile.pages.head import head_of
from backfile.pages.reader import Reader

KIND = "terms"


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield the index of every taxonomy in every language."""
    for language in reader.site.languages:
        for taxonomy in reader.site.taxonomies:
            yield PageKey(KIND, language.tag, taxonomy, 0), _url(reader, language.tag, taxonomy)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the indexes that *changes* may have touched."""
    taxonomies = {taxonomy for taxonomy, _ in changes.terms}
    for list_id in changes.reshaped:
        taxonomies.add(lists.list_by_id(reader.db, list_id).taxonomy)
    for taxonomy in taxonomies & set(reader.site.taxonomies):
        for language in reader.site.languages:
            yield PageKey(KIND, language.tag, taxonomy, 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of an index; None for a taxonomy that the site has not."""
    if key.subject not in reader.site.taxonomies:
        return None
    return _url(reader, key.language, key.subject)


def context_of(reader: Reader, key: PageKey) -> tuple[TermsPage, str]:
    """Return what an index shows, and its template."""
    rows = lists.lists_in_order(reader.db, key.subject, key.language)
    groups = tuple(
        TermGroup(letter, tuple(_entry_of(reader, row) for row in group))
        for letter, group in groupby(rows, key=lambda row: row.letter)
    )
    head = head_of(
        reader,
        key.language,
        _url(reader, key.language, key.subject),
        title="",
        versions=versions_of_index(reader, key.subject),
        kind=KIND,
    )
    return TermsPage(head, key.subject, groups), "terms.html"


def versions_of_index(reader: Reader, taxonomy: str) -> dict[str, str]:
    """Return language -> address of the index of a taxonomy."""
    tags = (language.tag for language in reader.site.languages)
    return {tag: _url(reader, tag, taxonomy) for tag in tags}


def _url(reader: Reader, language: str, taxonomy: str) -> str:
    return address_of(reader.site, reader.site.language(language), taxonomy)


def _entry_of(reader: Reader, row: ListRow) -> TermEntry:
    role = ""
    if row.taxonomy == "authors":
        found = records.author_record(reader.db, row.key)
        role = dict(found[1].role).get(row.language, "") if found else ""
    return TermEntry(row.label, row.url, row.size, role)
