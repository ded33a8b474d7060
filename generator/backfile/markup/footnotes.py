"""
Footnotes: `text[^1]`, `[^1]: note`, and `text^[note in place]`.

The rules are those of mdit-py-plugins, behind a bound on the length of a label:
without it a text of nothing but `[^` takes time in the square of its length.
The rule for notes in place remembers where they stand, which the plugin loses.

The plugin moves the notes to the end of the body, and drops those that no text
refers to and all but the last of one label.  Nothing an author wrote goes
missing in silence: `find_lost_notes` names them.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdit_py_plugins.footnote.index import (
    footnote_def,
    footnote_inline,
    footnote_ref,
    footnote_tail,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_LABEL = re.compile(r"\[\^[^\] \n]{1,999}\]")
"""The length is CommonMark's for link labels."""

move_notes = footnote_tail


def add_footnote_rules(md: MarkdownIt) -> None:
    """Add the rules to *md*, in the places where the plugin has them."""
    md.block.ruler.before(
        "reference", "footnote_def", read_definition, {"alt": ["paragraph", "reference"]}
    )
    md.inline.ruler.after("image", "footnote_inline", read_note_in_place)
    md.inline.ruler.after("footnote_inline", "footnote_ref", read_reference)


def read_definition(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803
    """Read `[^label]:` and the blocks that belong to it."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if not _LABEL.match(state.src, start, state.eMarks[startLine]):
        return False
    return footnote_def(state, startLine, endLine, silent)


def read_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `[^label]`."""
    if "footnotes" not in state.env or not _LABEL.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent)


def read_note_in_place(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `^[note]`, and note its offset as `meta["at"]`."""
    start = state.pos
    if not footnote_inline(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta["at"] = start
    return True


def find_lost_notes(tokens: Sequence[Token], env: EnvType) -> Iterator[tuple[int, str, str]]:
    """
    Yield (line from 0, code, message) for each note that the body will not show.

    *tokens* are those of the body after inline parsing, before the notes move.
    """
    refs: dict[str, int] = env["footnotes"]["refs"]
    seen: dict[str, int] = {}
    for token in tokens:
        if token.type != "footnote_reference_open":
            continue
        label, line = token.meta["label"], token.map[0] if token.map else 0
        if label in seen:
            yield seen[label], "duplicate-footnote", f"footnote `{label}` is defined again below"
        elif refs[f":{label}"] < 0:
            yield line, "unused-footnote", f"no text refers to footnote `{label}`"
        seen[label] = line
