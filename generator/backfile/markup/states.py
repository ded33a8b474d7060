"""
markdown-it's states and tokens, made and filled by shorter ways.

A text has some seventy tokens, and its lines are looked through once before any
rule sees them; both cost more than most rules do.  A `QuickToken` is a `Token`
whose fields are set without a detour through defaults; a `BlockState` finds the
lines with the methods of `str`, and cuts lines that need no indentation removed
out of the text in one piece.  What the rules see is the same, which is tested
against markdown-it's own states.

Imports: nothing of ours.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.utils import EnvType

_TAB = 4


class QuickToken(Token):
    """A token that has nothing yet but its kind."""

    __slots__ = ()

    def __init__(self, type: str, tag: str, nesting: Literal[-1, 0, 1]) -> None:  # noqa: A002
        """Set every field."""
        self.type = type
        self.tag = tag
        self.nesting = nesting
        self.attrs = {}
        self.map = self.children = None
        self.level = 0
        self.content = self.markup = self.info = ""
        self.meta = {}
        self.block = self.hidden = False


class BlockState(StateBlock):
    """The lines of a text, and the tokens of its blocks."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        """Find the lines; as in markdown-it, a last one of nothing but blanks is none."""
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        count = len(lines)
        starts = list(accumulate([len(line) + 1 for line in lines], initial=0))
        self.eMarks = [start - 1 for start in starts[1:]]
        self.eMarks.append(len(src))
        starts[count] = len(src)
        self.bMarks = starts
        self.tShift = [0] * (count + 1)
        self.sCount = [0] * (count + 1)
        self.bsCount = [0] * (count + 1)
        self.lineMax = count
        for number, line in enumerate(lines):
            if line[:1] in (" ", "\t"):
                blanks = line[: len(line) - len(line.lstrip(" \t"))]
                self.tShift[number] = len(blanks)
                self.sCount[number] = len(blanks.expandtabs(_TAB))

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append a token."""
        token = QuickToken(ttype, tag, nesting)
        token.block = True
        if nesting < 0:
            self.level -= 1
        token.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: FBT001, N802, N803
        """Return the lines from *begin* to *end*, without *indent* columns of blanks each."""
        if indent or keepLastLF or begin >= end:
            return super().getLines(begin, end, indent, keepLastLF)
        starts, ends = self.bMarks, self.eMarks
        first = starts[begin]
        # In a quote lines begin behind its marks, which must not come along.
        for line in range(begin + 1, end):
            if starts[line] != ends[line - 1] + 1:
                return super().getLines(begin, end, indent, keepLastLF)
        return self.src[first : ends[end - 1]]


class InlineState(StateInline):
    """The text of one block, and its tokens."""

    has_plain_line_ends = False
    """Whether all line ends are text like any other."""

    def pushPending(self) -> Token:  # noqa: N802
        """Append the text that was collected."""
        token = QuickToken("text", "", 0)
        token.content = self.pending
        token.level = self.pendingLevel
        self.tokens.append(token)
        self.pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append the text that was collected, and a token."""
        if self.pending:
            self.pushPending()
        token = QuickToken(ttype, tag, nesting)
        inner = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        token.level = self.level
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            inner = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(inner)
        return token

    def has_delimiters(self) -> bool:
        """Tell whether there is anything to pair, here or within an element."""
        inner = [some for some in self.tokens_meta if some and some["delimiters"]]
        return bool(self.delimiters or inner)
