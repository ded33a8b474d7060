"""
Where a link or image stands in the source file.

markdown-it knows the lines of a block, and an offset in the block's text, from
which it has cut indentation, quote marks and list markers.  What is left of a
line is still the end of that line in the source, so it is looked up there, once
for each line of a block that holds a link.  Cells of a table are looked up one
after another along their row.

Imports: nothing of ours.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANK = " \t\u00a0"


class Row(NamedTuple):
    """One line of a block's text, and where it stands in the source."""

    start: int
    """Offset in the block's text."""

    line: int
    """Of the body, from 0."""

    column: int
    """Of the row's first character, from 0; -1 if it was not found in its line."""


def find_rows(lines: Sequence[str], first: int, content: str) -> list[Row]:
    """Return the rows of a block whose text is *content*, and which starts on line *first*."""
    rows: list[Row] = []
    start = 0
    for number, row in enumerate(content.split("\n"), start=first):
        text = row.strip(_BLANK)
        found = lines[number].rfind(text) if number < len(lines) else -1
        indent = len(row) - len(row.lstrip(_BLANK))
        rows.append(Row(start, number, found - indent if found >= 0 else -1))
        start += len(row) + 1
    return rows


def place_in_rows(rows: Sequence[Row], at: int) -> tuple[int, int]:
    """Return line and column, from 0, of offset *at*; the start of its line if need be."""
    row = rows[bisect_right(rows, at, key=lambda row: row.start) - 1]
    return row.line, max(row.column + at - row.start, 0) if row.column >= 0 else 0


def place_in_row(row: str, start: int, cell: str) -> tuple[int, str]:
    """
    Return where *cell* begins in *row* at or after *start*, and how it is written there.

    A bar in a cell is written behind a backslash.  The offset is -1 if it is not there.
    """
    for written in (cell, cell.replace("|", r"\|")):
        at = row.find(written, start)
        if at >= 0:
            return at, written
    return -1, cell
