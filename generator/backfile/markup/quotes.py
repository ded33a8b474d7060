"""
Typographic quotes: `"` and `'` become the marks of the text's language.

The rule is our own, because it must be bounded: one pass over the characters
of a block and one over its quotes, whatever stands there.  A quote mark opens
or closes by its two neighbours (a letter or digit, a space, anything else); a
closing one takes the nearest open one of its kind, and what lies unclosed
between them stays as written.  Marks in a pair alternate between outer and
inner by the pair around them; at the top `"` is outer and `'` is inner.
Outer marks that are already typographic count as a pair around, and are left.

`'` after a letter is an apostrophe unless it closes a quotation that `'`
opened.  After a digit with no letter following it may be a prime: left alone.

Works on the inline tokens of one block, so that quotes pair across emphasis
and links and never across blocks.  Code, raw HTML, escapes and entities
(`text_special`) are seen as neighbours and never changed.

Imports: markup.shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from backfile.markup.shown import shown_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

QuoteMarks: TypeAlias = tuple[str, str, str, str]
"""Outer open, outer close, inner open, inner close; spaces inside are part of a mark."""

APOSTROPHE = "\u2019"

_OPENERS = frozenset("([{<«„“‘‚‹¿¡—–-/=+")
"""Before a quote mark between two punctuation marks: the quote opens."""


class _Pair(NamedTuple):
    """A quotation: where its two marks stand, and which kind of mark they are."""

    opened: int
    closed: int
    kind: str


def set_quotes(children: Sequence[Token], marks: QuoteMarks) -> None:
    """Replace the straight quotes in the text tokens of one block, in place."""
    parts = shown_parts(children)
    shown = "".join(parts)
    places = [match.start() for match in _pattern_of(marks).finditer(shown)]
    if len(parts) == 1 and children[0].type == "text":
        changes = _resolve_quotes(shown, places, marks)
        children[0].content = _replace_within(shown, 0, places, changes)
        return
    starts = list(accumulate(map(len, parts), initial=0))
    found = [(bisect_right(starts, at) - 1, at) for at in places]
    found = [(index, at) for index, at in found if children[index].type == "text"]
    changes = _resolve_quotes(shown, [at for _, at in found], marks)
    for index, run in groupby(found, key=itemgetter(0)):
        token = children[index]
        token.content = _replace_within(
            token.content, starts[index], [at for _, at in run], changes
        )


@lru_cache(maxsize=64)
def _pattern_of(marks: QuoteMarks) -> re.Pattern[str]:
    """Return the pattern of everything that takes part in pairing."""
    return re.compile("[\"'" + re.escape("".join(_typed_marks(marks))) + "]")


def _typed_marks(marks: QuoteMarks) -> tuple[str, ...]:
    """Return the outer marks as single characters; none where they do not tell open from close."""
    pair = marks[0].strip(), marks[1].strip()
    is_told = len(set(pair)) == len("".join(pair)) == 2  # noqa: PLR2004
    return pair if is_told and not {*pair} & {'"', "'"} else ()


def _resolve_quotes(shown: str, found: list[int], marks: QuoteMarks) -> dict[int, str]:
    """Return position -> replacement for the quotes that change."""
    if len(found) == 2 and _is_plain_pair(shown, *found):  # noqa: PLR2004
        return {found[0]: marks[0], found[1]: marks[1]}
    changes: dict[int, str] = {}
    pairs = sorted(_pair_quotes(shown, found, _typed_marks(marks), changes))
    around: list[tuple[int, bool]] = []
    for pair in pairs:
        while around and around[-1][0] < pair.opened:
            around.pop()
        is_inner = not around[-1][1] if around else pair.kind == "'"
        if pair.kind in "\"'":
            changes[pair.opened] = marks[2] if is_inner else marks[0]
            changes[pair.closed] = marks[3] if is_inner else marks[1]
        else:
            is_inner = False
        around.append((pair.closed, is_inner))
    return changes


def _is_plain_pair(shown: str, opened: int, closed: int) -> bool:
    """Tell the commonest case: one pair of `"` about words, apart from other words."""
    return (
        shown[opened] == shown[closed] == '"'
        and shown[opened - 1 : opened].isspace()
        and _is_word(shown[opened + 1])
        and _is_word(shown[closed - 1])
        and not _is_word(shown[closed + 1 : closed + 2] or " ")
    )


def _pair_quotes(
    shown: str, found: list[int], typed: tuple[str, ...], changes: dict[int, str]
) -> Iterator[_Pair]:
    """
    Yield the quotations, innermost first; enter apostrophes into *changes*.

    Linear: every mark is pushed at most once and popped at most once.
    """
    opened: list[tuple[str, int]] = []
    count = dict.fromkeys("\"'" + "".join(typed), 0)
    for at in found:
        kind = typed[0] if shown[at] in typed else shown[at]
        role = _role_of(shown, at, typed, count[kind], opened[-1][0] if opened else "")
        if role == "apostrophe":
            changes[at] = APOSTROPHE
        elif role == "open":
            opened.append((kind, at))
            count[kind] += 1
        elif role == "close":
            yield _Pair(_close_quote(opened, count, kind), at, kind)


def _close_quote(opened: list[tuple[str, int]], count: dict[str, int], kind: str) -> int:
    """Take the nearest open mark of *kind* off the stack, with all that lies above it."""
    while True:
        top, at = opened.pop()
        count[top] -= 1
        if top == kind:
            return at


def _role_of(shown: str, at: int, typed: tuple[str, ...], waiting: int, top: str) -> str:
    """Tell `open`, `close`, `apostrophe`, or empty, for the mark at *at*."""
    mark = shown[at]
    if mark in typed:
        return "open" if mark == typed[0] else "close" if waiting else ""
    before = shown[at - 1] if at else " "
    after = shown[at + 1 : at + 2] or " "
    is_after_word, is_before_word = _is_word(before), _is_word(after)
    # A single mark never closes over an open double one: it is far more often an apostrophe.
    can_match = waiting > 0 and (mark == '"' or top == "'")
    if is_after_word and mark == "'":
        return _role_after_word(before, after, can_match=can_match and not is_before_word)
    if is_after_word and is_before_word:
        return ""
    return _role_beside_punctuation(
        before,
        can_match=can_match,
        can_open=not after.isspace() and (is_before_word or not is_after_word),
        can_close=not before.isspace() and (is_after_word or not is_before_word),
    )


def _role_after_word(before: str, after: str, *, can_match: bool) -> str:
    """Tell what a single mark after a letter or digit is."""
    if can_match:
        return "close"
    return "" if before.isdigit() and not after.isalpha() else "apostrophe"


def _role_beside_punctuation(
    before: str, *, can_match: bool, can_open: bool, can_close: bool
) -> str:
    """Tell what a mark is that does not stand between two letters."""
    if can_open and (before in _OPENERS or not (can_close and can_match)):
        return "open"
    return "close" if can_close and can_match else ""


def _is_word(char: str) -> bool:
    """Tell letters, digits and the accents that follow them from everything else."""
    return char.isalnum() or unicodedata.combining(char) > 0


def _replace_within(text: str, start: int, run: list[int], changes: dict[int, str]) -> str:
    """Return *text*, which stands at *start* of its block, with the quotes of *run* changed."""
    parts: list[str] = []
    done = 0
    for at in run:
        parts += (text[done : at - start], changes.get(at, text[at - start]))
        done = at - start + 1
    parts.append(text[done:])
    return "".join(parts)
