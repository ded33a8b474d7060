"""
One body while it is being written: what the writers of HTML append to.

Imports: markup.places, markup.spacing; model, errors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from backfile.markup.places import find_rows, place_in_row, place_in_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from backfile.errors import Problem
    from backfile.markup.spacing import Binding
    from backfile.model import ImageFields, SourceLink


@dataclass(slots=True)
class Draft:
    """One body while it is being written."""

    path: str
    lines: list[str]
    """Of the body; line 0 is line `first_line` of the file."""

    first_line: int
    slug_of: Callable[[str], str]
    heading_shift: int
    binding: Binding | None = None
    """Rules of the language about spaces that do not break."""

    parts: list[str] = field(default_factory=list)
    links: list[SourceLink] = field(default_factory=list)
    images: list[ImageFields] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first_paragraph: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    link_ends: list[str] = field(default_factory=list)
    """Closing tags of the links that are open."""

    note: int = -1
    """Number of the footnote being written; -1 in the text itself."""

    note_origins: dict[int, tuple[Token, int]] = field(default_factory=dict)
    """Of notes written in place: the block, and the offset of the note's text in it."""

    row_end: int = 0
    """In a table: how far the source line of the current row is used up."""


class Place(NamedTuple):
    """A line of the file and a column, both from 1."""

    line: int
    column: int


def place_of(draft: Draft, block: Token, at: int) -> Place:
    """Return where offset *at* of the text of *block* stands in the file."""
    while block.map is None and block.meta.get("note") in draft.note_origins:
        block, start = draft.note_origins[block.meta["note"]]
        at += start
    first = block.map[0] if block.map else 0
    if "cell" in block.meta:
        start, has_escapes = block.meta["cell"]
        column = start + at + (block.content.count("|", 0, at) if has_escapes else 0)
        return Place(draft.first_line + first, column + 1)
    if "rows" not in block.meta:
        block.meta["rows"] = find_rows(draft.lines, first, block.content)
    line, column = place_in_rows(block.meta["rows"], at)
    return Place(draft.first_line + line, column + 1)


def find_cell(draft: Draft, block: Token) -> None:
    """Note as `meta["cell"]` where the text of a table's cell stands in its row."""
    line = block.map[0] if block.map else 0
    if not block.content or line >= len(draft.lines):
        return
    start, written = place_in_row(draft.lines[line], draft.row_end, block.content)
    if start >= 0:
        draft.row_end = start + len(written)
        block.meta["cell"] = start, written != block.content
