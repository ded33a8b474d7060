"""
The block parser: lines -> block tokens, each line asked only what it can be.

markdown-it tries every block rule on every line, twice for lines of a
paragraph (once for a heading underlined below it, once for the paragraph).
Here the first character of a line chooses the rules that can match it, in the
order markdown-it has them, and a paragraph and its underline are found in one
pass.  The rules themselves are markdown-it's.  That the result is the same is
tested against its own parser, on the CommonMark suite and on generated texts.

Why a subclass, in a house that avoids them: the rules for lists and quotes call
`state.md.block.tokenize`, so the loop can only be replaced where it is called.

Imports: markup.states.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType

from backfile.markup.states import BlockState

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import Ruler
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

RulesByChar: TypeAlias = dict[str, tuple[RuleFuncBlockType, ...]]

_FIRST_CHARS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The characters, after indentation, at which a rule can match."""

_PLAIN_LINE = r"[^\s" + re.escape("".join(_FIRST_CHARS.values()) + "=|:") + r"][^\n]*+"
"""It starts no block but a paragraph, underlines nothing, and has no table above it."""

_PLAIN_PARAGRAPH = re.compile(rf"{_PLAIN_LINE}(?:\n{_PLAIN_LINE})*+(?=\n[ \t]*(?:\n|\Z)|\Z)")


class BlockParser(ParserBlock):
    """markdown-it's block parser, with the rules chosen by a line's first character."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        """Take the rules that are active in *ruler*; later changes to it are not seen."""
        super().__init__()
        self.ruler = ruler
        names, chain = ruler.get_active_rules(), ruler.getRules("")
        by_name = dict(zip(names, chain, strict=True))
        self.table = by_name["table"]
        self.code = by_name["code"]
        self.starters = _rules_by_char(by_name, chain)
        self.enders = _rules_by_char(by_name, ruler.getRules("paragraph"))

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token]:
        """Append the tokens of *src* to *outTokens*."""
        if src:
            state = BlockState(src, md, env, outTokens)
            self.tokenize(state, state.line, state.lineMax)
        return outTokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Turn the lines from *startLine* to *endLine* into tokens."""
        line = startLine
        has_empty_lines = False
        is_outermost = state.level == 0
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if is_outermost and read_plain_paragraph(state, line):
                line = state.line
                continue
            if state.level >= state.md.options["maxNesting"]:
                state.line = endLine
                break
            self.read_block(state, line, endLine)
            # A list is tight unless an empty line stands before its last block.
            state.tight = not has_empty_lines
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                has_empty_lines = True
            if line < endLine and state.isEmpty(line):
                has_empty_lines = True
                line += 1
                state.line = line

    def read_block(self, state: StateBlock, line: int, end_line: int) -> None:
        """Read the block that starts at *line*, and leave `state.line` behind it."""
        if state.sCount[line] - state.blkIndent >= 4:  # noqa: PLR2004  (CommonMark, 4.4)
            self.code(state, line, end_line, False)  # noqa: FBT003
            return
        if is_above_table(state, line) and self.table(state, line, end_line, False):  # noqa: FBT003
            return
        first = state.src[state.bMarks[line] + state.tShift[line]]
        for rule in self.starters.get(first, ()):
            if rule(state, line, end_line, False):  # noqa: FBT003
                return
        self.read_paragraph(state, line, end_line)

    def read_paragraph(self, state: StateBlock, start: int, end_line: int) -> None:
        """Read a paragraph, or the heading that a line of `=` or `-` makes of it."""
        parent, state.parentType = state.parentType, "paragraph"
        after, underline = self.find_paragraph_end(state, start, end_line)
        state.parentType = parent
        content = mdTrim(state.getLines(start, after, state.blkIndent, False))  # noqa: FBT003
        if underline:
            state.line = after + 1
            kind, tag = "heading", "h1" if underline == "=" else "h2"
        else:
            state.line = after
            kind, tag = "paragraph", "p"
        opening = state.push(f"{kind}_open", tag, 1)
        opening.markup = underline
        opening.map = [start, state.line]
        inline = state.push("inline", "", 0)
        inline.content = content
        inline.map = [start, after]
        inline.children = []
        state.push(f"{kind}_close", tag, -1).markup = underline

    def find_paragraph_end(self, state: StateBlock, start: int, end_line: int) -> tuple[int, str]:
        """
        Return the line behind a paragraph, and `=` or `-` where that underlines it.

        A paragraph goes on lazily beyond *end_line*, the end of the lines that
        stand in the same quote; an underline does not.
        """
        text, block_indent, last = state.src, state.blkIndent, state.lineMax
        starts, shifts, ends, indents = state.bMarks, state.tShift, state.eMarks, state.sCount
        line = start + 1
        while line < last:
            at = starts[line] + shifts[line]
            if at >= ends[line]:
                break
            indent = indents[line]
            if indent - block_indent <= 3:  # noqa: PLR2004  (deeper is a continuation)
                first = text[at]
                if first in ("=", "-") and line < end_line and indent >= block_indent:
                    underline = find_underline(state, line)
                    if underline:
                        return line, underline
                # Below zero: a line without `>` that the quote around has already judged.
                if indent >= 0 and self.ends_paragraph(state, line, first):
                    break
            line += 1
        return line, ""

    def ends_paragraph(self, state: StateBlock, line: int, first: str) -> bool:
        """Tell whether the block that *line* starts, with *first*, may interrupt a paragraph."""
        for rule in self.enders.get(first, ()):
            if rule(state, line, state.lineMax, True):  # noqa: FBT003
                return True
        return is_above_table(state, line) and self.table(state, line, state.lineMax, True)  # noqa: FBT003


def _rules_by_char(
    by_name: dict[str, RuleFuncBlockType], chain: list[RuleFuncBlockType]
) -> RulesByChar:
    """Return for each first character the rules of *chain* that can match, in its order."""
    chars = "".join(_FIRST_CHARS.values())
    named = [(name, rule) for name, rule in by_name.items() if rule in chain]
    return {
        char: tuple(rule for name, rule in named if char in _FIRST_CHARS.get(name, ""))
        for char in chars
    }


def read_plain_paragraph(state: StateBlock, start: int) -> bool:
    """
    Read a paragraph of lines that nothing but a paragraph can hold; return False for all else.

    Only for lines that are in no list, quote or note.
    """
    plain = _PLAIN_PARAGRAPH.match(state.src, state.bMarks[start])
    if plain is None:
        return False
    content = mdTrim(plain[0])
    state.line = after = start + 1 + plain[0].count("\n")
    state.push("paragraph_open", "p", 1).map = [start, after]
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [start, after]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    return True


def is_above_table(state: StateBlock, line: int) -> bool:
    """Tell whether the next line can be the delimiter row of a table (`|`, `-`, `:` first)."""
    at = state.bMarks[line + 1] + state.tShift[line + 1]
    return state.src[at : at + 1] in ("|", "-", ":")


def find_underline(state: StateBlock, line: int) -> str:
    """Return `=` or `-` if *line* holds nothing else, else empty (CommonMark, 4.3)."""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    marker = text[:1]
    if marker not in ("=", "-") or text.rstrip(" \t").strip(marker):
        return ""
    return marker
