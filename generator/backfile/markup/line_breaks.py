"""
Line ends in languages that write without spaces.

HTML shows a line end in the source as a space.  Between two Chinese or Japanese
characters that space is wrong, on the page and in a summary, so the break goes.
Korean writes spaces, and keeps it.

Imports: nothing of ours.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_WITHOUT_SPACES = frozenset({"ja", "yue", "zh"})


def has_spaces(language: str) -> bool:
    """Tell whether the language of that BCP 47 tag sets spaces between words."""
    return language.partition("-")[0].lower() not in _WITHOUT_SPACES


def drop_line_ends(children: Sequence[Token]) -> None:
    """Make empty texts of the soft breaks that stand between two wide characters."""
    last, waiting = "", None
    for token in children:
        if token.type == "softbreak":
            waiting = token
        elif token.content or token.type in ("hardbreak", "image"):
            if waiting is not None and _is_wide(last) and _is_wide(_first_char_of(token)):
                waiting.type, waiting.content = "text", ""
            last, waiting = _last_char_of(token), None


def _first_char_of(token: Token) -> str:
    """Return the first character that *token* shows."""
    return "" if token.type == "image" else token.content[:1]


def _last_char_of(token: Token) -> str:
    """Return the last character that *token* shows; empty for an image, whose text is its alt."""
    return "" if token.type == "image" else token.content[-1:]


def _is_wide(char: str) -> bool:
    """Tell ideographs, kana and full-width marks from everything else."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"
