"""
Headings of a body: the page's own title is the h1, so a body starts at h2.

A body that holds an h1 has all its headings moved down by one; h6 stays h6.
Ids come from the heading's text by the language's own slugs, and are unique in
the body: the second `Джерела` is `dzherela-2`.  One may be given instead, as Pandoc
and kramdown have it: `## Етика {#ethics}`; what is given is not numbered because of
a heading that stands before it.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_GIVEN = re.compile(r"[ \t\n]+\{#([^\W_][\w.-]*)\}$")
_FOOTNOTE_ID = re.compile(r"fn(ref)?\d+")


def level_shift_of(tokens: Sequence[Token]) -> int:
    """Return by how much the headings of a body move down: 1 if it holds an h1."""
    return int(any(token.tag == "h1" for token in tokens))


def shift_level(tag: str, shift: int) -> str:
    """Return the tag of a heading moved down by *shift*, at most `h6`."""
    return f"h{min(int(tag[1]) + shift, 6)}" if shift else tag


def take_given_ids(tokens: Sequence[Token]) -> None:
    """Move the ids that headings give from their text to `meta["id"]` of their openings."""
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        inline = tokens[index + 1]
        given = _GIVEN.search(inline.content)
        if given and given.start() > 0:
            token.meta["id"] = given[1]
            inline.content = inline.content[: given.start()]


def claim_given_ids(tokens: Sequence[Token], used: dict[str, int]) -> None:
    """Enter the ids that headings give into *used*, before any that is made."""
    for token in tokens:
        if token.type == "heading_open" and "id" in token.meta:
            token.meta["id"] = claim_id(token.meta["id"], used)


def claim_id(slug: str, used: dict[str, int]) -> str:
    """
    Return an id that the document does not have yet, and enter it into *used*.

    *used* keeps for each id the last number tried, so a body of a thousand equal
    headings costs a thousand steps.  Ids that footnotes bear are not given out.
    """
    stem = slug or "section"
    if _FOOTNOTE_ID.fullmatch(stem):
        stem = f"section-{stem}"
    name, number = stem, used.get(stem, 0)
    if number:
        while name in used:
            number += 1
            name = f"{stem}-{number}"
        used[stem] = number
    used.setdefault(name, 1)
    return name
