"""
Inline tokens as plain text: for summaries, heading ids, and the alt of images.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
"""Not the no-break spaces, which are part of the typography."""


def plain_text_of(children: Sequence[Token], *, has_alts: bool = False) -> str:
    """
    Return what a reader reads, in one line; without footnote marks and raw HTML.

    Images are left out, or stand there as their alternative texts.
    """
    return _SPACES.sub(" ", "".join(_show_tokens(children, has_alts=has_alts))).strip(" ")


def _show_tokens(children: Sequence[Token], *, has_alts: bool) -> Iterator[str]:
    """Yield the text of each token that has one."""
    for token in children:
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image" and has_alts:
            yield plain_text_of(token.children or (), has_alts=True)
