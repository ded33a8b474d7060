"""
Related articles: chosen among older ones, so that publishing changes no old page.

For each term of the article, the nearest older members are candidates.  A tag
weighs the more the rarer it is *then and there*: by how few older articles carry
it, or, where there are many, by how long it took to gather the nearest ones.
Both are known from those neighbours alone, so a change reaches only the next
few newer articles of a term, whatever the size of the archive.  Candidates that
share a section, then an author, fill the places that tags leave empty.

Shape:   up to `SHOWN` cards, best first; ties go to the newer article.
Cost:    one index range a term.
Imports: model, catalogue, pages.reader.
"""

from __future__ import annotations

from collections.abc import Iterable

from backfile.catalogue.articles import decode_card
from backfile.catalogue.connection import Connection
from backfile.catalogue.lists import card_of, older_members, terms_of_article
from backfile.model import Card

SHOWN = 4
REACH = 12
"""How many older members of a term are candidates."""

_SECTION_WEIGHT = 2
_AUTHOR_WEIGHT = 1
_TAG_WEIGHT = 4
_DAY_US = 86_400_000_000


def related_cards(
    db: Connection, article: int, story: str, sort_key: bytes, language: str
) -> tuple[Card, ...]:
    """Return the cards of the articles related to *article*, best first."""
    scores: dict[int, int] = {}
    keys: dict[int, bytes] = {}
    for list_id, taxonomy in terms_of_article(db, article, language):
        members = older_members(db, list_id, sort_key, REACH)
        weight = _weight_of(taxonomy, sort_key, [key for _, key in members])
        for member, key in members:
            scores[member] = scores.get(member, 0) + weight
            keys[member] = key
    best = sorted(scores, key=lambda member: (scores[member], keys[member]), reverse=True)
    return tuple(_first_cards(db, best, story))


def _first_cards(db: Connection, members: Iterable[int], story: str) -> list[Card]:
    cards: list[Card] = []
    for member in members:
        other, card = card_of(db, member)
        if other != story:
            cards.append(decode_card(card))
        if len(cards) == SHOWN:
            break
    return cards


def _weight_of(taxonomy: str, sort_key: bytes, keys: list[bytes]) -> int:
    """
    Weigh a term by its nearest older members, newest first.

    One shared tag outweighs section and author together; among tags, fewer
    members weigh more, and then a longer time between them, in days doubled.
    """
    if taxonomy == "sections":
        return _SECTION_WEIGHT
    if taxonomy == "authors":
        return _AUTHOR_WEIGHT
    if taxonomy != "tags" or not keys:
        return 0
    span_days = (_instant_of(sort_key) - _instant_of(keys[-1])) // _DAY_US
    missing = REACH - len(keys)
    return _TAG_WEIGHT * (1 + (16 + missing if missing else min(span_days.bit_length(), 16)))


def _instant_of(sort_key: bytes) -> int:
    return int.from_bytes(sort_key[:8], "big")
