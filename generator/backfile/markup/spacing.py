"""
No-break spaces: some spaces that an author wrote become ones at which no line ends.

Which ones, the rules of the language say (`language.spacing`).  A space takes the
place of a space, so nothing else moves; a line end within a paragraph, which is a
space to the reader, is treated alike.  Two spaces in a row are left alone, since
HTML shows them as one only while both may break.

Works on the inline tokens of one block, as `quotes` does, when it is written: what
is made of a block besides (summaries, ids of headings) keeps the spaces as written.

Cost:    one pass of one pattern, 10 to 30 µs for 2,300 characters.  It stops at every space,
         so what is common there must be decided by one look back, the *gate* below.
Imports: markup.shown; language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from backfile.language.spacing import Spacing

_AROUND = " \u00a0\u202f(\\[«„“—–/"
"""Before a one-letter word."""

_IN_NUMBERS = "0-9,.\\-−+±~≈"


class Binding(NamedTuple):
    """The rules of a language, ready for use."""

    pattern: re.Pattern[str]
    """Finds the spaces that do not break."""

    sign: str


def bind_words(parts: list[str], binding: Binding) -> list[str]:
    """Return what the tokens of one block show, with the spaces replaced that do not break."""
    shown = "".join(parts)
    bound = bind_text(shown, binding)
    if bound is shown:
        return parts
    ends = accumulate(map(len, parts))
    return [bound[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]


def bind_text(shown: str, binding: Binding) -> str:
    """Return *shown*, all that a block shows, with the spaces replaced that do not break."""
    spaced = shown.replace("\n", " ")
    # The space before it stands for the start of the block, where a word may begin too.
    bound, count = binding.pattern.subn(binding.sign, " " + spaced)
    if not count:
        return shown
    return bound[1:] if spaced == shown else _with_line_ends(bound[1:], shown)


def _with_line_ends(bound: str, shown: str) -> str:
    """Return *bound* with line ends where *shown* has them, but for those that do not break."""
    parts: list[str] = []
    start = 0
    for line in shown.split("\n")[:-1]:
        end = start + len(line)
        parts += (bound[start:end], "\n" if bound[end] == " " else bound[end])
        start = end + 1
    return "".join((*parts, bound[start:]))


@lru_cache(maxsize=16)
def binding_of(spacing: Spacing) -> Binding:
    """Return the rules as one pattern."""
    signs = re.escape(spacing.before.replace("–", ""))
    dash = r"|–\s" if "–" in spacing.before else ""
    after = re.escape(spacing.after)
    bound = [rf"(?<=[{after}] )"]
    gate = rf"(?<=[{after}] )"
    if spacing.words:
        words = spacing.words + spacing.words.upper()
        units = "|".join(map(re.escape, sorted(spacing.units, key=len, reverse=True)))
        capitals = spacing.capitals
        bound += [
            rf"(?<=[{_AROUND}][{words}] )",
            rf"(?<=[0-9] )(?:(?=[0-9]{{3}}(?![0-9]))(?<![0-9]{{4}} )|(?=(?:{units})(?!\w)))",
            rf"(?<=[{capitals}]\. )(?<!\w.. )(?=[{capitals}])",
        ]
        gate = rf"(?<=[{_AROUND}{capitals}{after}{_IN_NUMBERS}][{words}{after}.0-9] )"
    pattern = rf" (?:(?=[{signs}]{dash})(?<!\s )|{gate}(?!\s)(?:{'|'.join(bound)}))"
    return Binding(re.compile(pattern, re.DOTALL), spacing.sign)
