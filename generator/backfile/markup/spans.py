"""
Rules for links, emphasis and images: markdown-it's, with a short way for plain cases.

Most links and most emphasis hold plain words only.  Such a span is recognised
by one pattern, narrow enough that markdown-it's rule could read it in no other
way, and made into the same tokens; that takes a fifth of the time.  All else
goes to the rule itself.

Links and images also note their offset in the block as `meta["at"]`, and an
image takes the attributes that follow it.

Imports: markup.attributes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_inline import emphasis, image, link

from backfile.markup.attributes import read_attributes

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_WORDS = r"[^\[\]\\`<!*_~&^\n]"
"""Characters that start no inline markup."""

_PLAIN_LINK = re.compile(
    rf"\[({_WORDS}+)\]"
    r"\(((?:https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?=[/)]))?[A-Za-z0-9/._#?=+,-]*)\)"
)
"""To an address that is its own normal form."""

_PLAIN_EMPHASIS = re.compile(
    r"(?:\A|(?<=[ \n(«„“—–]))(\*\*?|__?)"
    rf"([^\W_](?:{_WORDS}*[^\W_])?)"
    r"\1(?=[ \n.,:;?)»”…—–]|\Z)"
)
"""
Between a space or punctuation and a letter, so that each mark can only open or only close.

No delimiter stands within, so the closing mark takes this opening one, whatever
else the block holds.
"""

_SURE = 50
"""Far from the limit of nesting, where markdown-it's rules begin to fail."""


def read_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `[text](address)`, or any other kind of link."""
    start, index = state.pos, len(state.tokens) + bool(state.pending)
    plain = _PLAIN_LINK.match(state.src, start, state.posMax) if state.level < _SURE else None
    if plain is not None:
        if not silent:
            state.push("link_open", "a", 1).attrs = {"href": plain[2]}
            state.append_pending(plain[1])
            state.push("link_close", "a", -1)
        state.pos = plain.end()
    elif not link(state, silent):
        return False
    if not silent:
        state.tokens[index].meta["at"] = start
    return True


def read_emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `*words*`, or the delimiters of any other emphasis."""
    if silent:
        return False
    plain = _PLAIN_EMPHASIS.match(state.src, state.pos, state.posMax)
    if plain is None:
        return emphasis.tokenize(state, silent)
    mark = plain[1]
    kind = "em" if len(mark) == 1 else "strong"
    state.push(f"{kind}_open", kind, 1).markup = mark
    state.append_pending(plain[2])
    state.push(f"{kind}_close", kind, -1).markup = mark
    state.pos = plain.end()
    return True


def read_image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `![text](address){attributes}`, or any other kind of image."""
    start = state.pos
    if not image(state, silent):
        return False
    attributes = read_attributes(state.src, state.pos, state.posMax)
    if attributes is not None:
        state.pos = attributes.end
    if not silent:
        meta = state.tokens[-1].meta
        meta["at"] = start
        if attributes is not None:
            meta["attributes"] = attributes
    return True
