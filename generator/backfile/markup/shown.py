"""
What a reader sees of the inline tokens of one block, as one text.

Typography looks at neighbours, and a neighbour may stand in another token:
quotes pair across emphasis, and a word is bound to the link that follows it.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_VISIBLE = {"softbreak": "\n", "hardbreak": "\u2028", "image": "\ufffc", "html_inline": ""}
"""What tokens look like to those beside them, where it is not their text."""


def shown_parts(children: Sequence[Token]) -> list[str]:
    """Return the text that each token shows; code, escapes and entities are seen as well."""
    return [_VISIBLE.get(token.type, token.content) for token in children]
