"""
Cards by the id of their article, decoded once for the pages that show them in turn.

A term's feeds, its own page and its numbered ones come one after another, and show
the same articles.  Each article is shown by several pages of its language besides: of
a language with a few thousand articles every card is decoded once.

Cost:    one query for those cards of a page that were not shown lately.  Kept are up
         to twice `KEPT` cards, in 16 MB.
Imports: model, catalogue, pages.reader.
"""

from __future__ import annotations

from collections.abc import Sequence

from backfile.catalogue import articles, shown
from backfile.model import Card
from backfile.pages.reader import Reader

KEPT = 4000
"""Cards shown after which those are forgotten that were not among them."""


def cards_of(reader: Reader, members: Sequence[int]) -> list[tuple[str, Card]]:
    """Return (story, card) of published articles, in the order of their ids in *members*."""
    lately, before = reader.cards
    lacking = []
    for member in members:
        if member not in lately:
            if member in before:
                lately[member] = before[member]
            else:
                lacking.append(member)
    if lacking:
        for member, story, card in shown.encoded_cards(reader.db, lacking):
            lately[member] = story, articles.decode_card(card)
    found = [lately[member] for member in members]
    if not reader.is_settled:
        lately.clear()
    elif len(lately) > KEPT:
        reader.cards = {}, lately
    return found
