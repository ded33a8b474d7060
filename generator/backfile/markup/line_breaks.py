"""
Line ends in languages that write without spaces.

HTML shows a line end in the source as a space.  Between two Chinese or Japanese
characters that space is wrong, on the page and in a summary, so the break goes.
Korean writes spaces, and keeps it.

Imports: markup.shown.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from backfile.markup.shown import shown_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_WITHOUT_SPACES = frozenset({"ja", "yue", "zh"})


def has_spaces(language: str) -> bool:
    """Tell whether the language of that BCP 47 tag sets spaces between words."""
    return language.partition("-")[0].lower() not in _WITHOUT_SPACES


def drop_line_ends(children: Sequence[Token]) -> None:
    """Take out the line ends that stand between two wide characters, in place."""
    parts = shown_parts(children)
    shown, start = "".join(parts), 0
    for token, part in zip(children, parts, strict=True):
        if token.type in ("text", "softbreak") and "\n" in part:
            kept = (c for at, c in enumerate(part, start) if not _is_between_wide(shown, at, c))
            token.type, token.content = "text", "".join(kept)
        start += len(part)


def _is_between_wide(shown: str, at: int, char: str) -> bool:
    return char == "\n" and _is_wide(shown[at - 1 : at]) and _is_wide(shown[at + 1 : at + 2])


def _is_wide(char: str) -> bool:
    """Tell ideographs, kana and full-width marks from everything else."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"
