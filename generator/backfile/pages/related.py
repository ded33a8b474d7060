"""
Related articles: chosen among older ones, so that publishing changes no old page.

For each term of the article, the nearest older members are candidates.  A tag
weighs the more the rarer it is *then and there*: by how few older articles carry
it, or, where there are many, by how long it took to gather the nearest ones.
Both are known from those neighbours alone, so a change reaches only the next
few newer articles of a term, whatever the size of the archive.  Candidates that
share a section, then an author, fill the places that tags leave empty.

Shape:   up to `SHOWN` articles, best first; ties go to the newer article.
Cost:    one index range a term.
Imports: catalogue, pages.reader.
"""

from __future__ import annotations

from backfile.catalogue.lists import lists_holding, older_members
from backfile.pages.reader import Reader

SHOWN = 4
REACH = 12
"""How many older members of a term are candidates."""

RELATING = frozenset({"tags", "sections", "authors"})
"""Taxonomies whose terms make articles related."""

_SECTION_WEIGHT = 2
_AUTHOR_WEIGHT = 1
_TAG_WEIGHT = 4
_DAY_US = 86_400_000_000


def related_articles(reader: Reader, article: int, sort_key: bytes) -> list[int]:
    """Return the articles related to *article*, best first."""
    scores: dict[int, int] = {}
    keys: dict[int, bytes] = {}
    for list_id, taxonomy in lists_holding(reader.db, article):
        if taxonomy in RELATING:
            members = older_members(reader.db, list_id, sort_key, REACH)
            weight = _weight_of(taxonomy, sort_key, members)
            keys.update(members)
            for member, _ in members:
                scores[member] = scores.get(member, 0) + weight
    if not scores:
        return []
    # Few are ever shown, and numbers alone are sorted faster than with their keys.
    least = sorted(scores.values())[-SHOWN:][0]
    best = [(score, keys[member], member) for member, score in scores.items() if score >= least]
    best.sort(reverse=True)
    return [member for _, _, member in best[:SHOWN]]


def _weight_of(taxonomy: str, sort_key: bytes, members: list[tuple[int, bytes]]) -> int:
    """
    Weigh a term by its nearest older members, (id, sort key) newest first.

    One shared tag outweighs section and author together; among tags, fewer
    members weigh more, and then a longer time between them, in days doubled.
    """
    if taxonomy == "sections":
        return _SECTION_WEIGHT
    if taxonomy == "authors":
        return _AUTHOR_WEIGHT
    if not members:
        return 0
    span_days = (_instant_of(sort_key) - _instant_of(members[-1][1])) // _DAY_US
    missing = REACH - len(members)
    return _TAG_WEIGHT * (1 + (16 + missing if missing else min(span_days.bit_length(), 16)))


def _instant_of(sort_key: bytes) -> int:
    return int.from_bytes(sort_key[:8], "big")
