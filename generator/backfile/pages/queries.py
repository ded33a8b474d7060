"""
What the queries of a theme find: the newest articles of some lists, beside a page.

The answers are the same for every page of a language, so each language is asked
once for a build and worker; they are in the head of the pages whose kind a query
names.  Numbered pages are sealed and see none.

Cost:    an index range for each list: 0.2 ms for ten sections of eight cards.  To find
         the largest terms of a taxonomy, all its terms in the language are looked at.
Imports: model, language, catalogue, pages.reader.
"""

from __future__ import annotations

from backfile.catalogue import articles, lists
from backfile.catalogue.lists import FRONT, ListRow
from backfile.language.terms import term_key_of
from backfile.model import Query, Selection
from backfile.pages.reader import Reader


def selections_on(reader: Reader, kind: str, language: str) -> dict[str, tuple[Selection, ...]]:
    """Return name of a query -> what it found, for pages of a kind at their own address."""
    found = reader.selections.get(language)
    if found is None:
        found = {query.name: _selections_of(reader, query, language) for query in reader.queries}
        reader.selections[language] = found
    return {query.name: found[query.name] for query in reader.queries if kind in query.on}


def _selections_of(reader: Reader, query: Query, language: str) -> tuple[Selection, ...]:
    selections = []
    for row in _lists_of(reader, query, language):
        cards = lists.newest_cards(reader.db, row.id, query.limit)
        label = reader.frames[language].title if row.taxonomy == FRONT else row.label
        shown = tuple(articles.decode_card(card) for card in cards)
        selections.append(Selection(row.key, label, row.url, shown, row.size))
    return tuple(selections)


def _lists_of(reader: Reader, query: Query, language: str) -> list[ListRow]:
    """Return the lists that a query is of, those without articles left out."""
    taxonomy, _, key = query.of.partition(":")
    if taxonomy == FRONT:
        row = lists.list_by_key(reader.db, FRONT, "", language)
        return [row] if row and row.size else []
    if taxonomy not in reader.site.taxonomies:
        return []
    if not key:
        return lists.largest_lists(reader.db, taxonomy, language, query.terms)
    row = lists.list_by_key(reader.db, taxonomy, term_key_of(key), language)
    return [row] if row and row.own else []
