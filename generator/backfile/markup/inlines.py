"""
The inline parser: the text of a block -> tokens, each character asked only what it can be.

markdown-it tries every inline rule at every character that any extension might
use.  Here only the characters that start one of our rules stop a run of text,
and each calls the rules it can start, in the order markdown-it has them.  What
a text without such characters, or without delimiters, cannot need is left out.

A line end without spaces around it stays in the text, where markdown-it makes three
tokens of text, soft break and text; tokens are what costs most.

Nested texts (the alt of an image, a note written in place) are parsed on their
own, and so escape markdown-it's limit of nesting: `MAX_DEPTH` is theirs.

Why a subclass: see `blocks`.

Imports: markup.states.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from markdown_it.parser_inline import ParserInline, RuleFuncInline2Type, RuleFuncInlineType

from backfile.markup.states import InlineState, QuickToken

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import Ruler
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

MAX_DEPTH = 16
"""Images within images' texts, and notes within notes; each costs a parse of its own."""

_FIRST_CHARS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters at which a rule can match."""

RulesByChar: TypeAlias = dict[str, tuple[RuleFuncInlineType, ...]]


class NestingError(Exception):
    """Texts within texts, deeper than `MAX_DEPTH`."""


class InlineParser(ParserInline):
    """markdown-it's inline parser, with the rules chosen by the next character."""

    def __init__(
        self, ruler: Ruler[RuleFuncInlineType], ruler2: Ruler[RuleFuncInline2Type]
    ) -> None:
        """Take the rules that are active in the rulers; later changes are not seen."""
        super().__init__()
        self.ruler, self.ruler2 = ruler, ruler2
        self.pairing = ruler2.getRules("")
        by_name = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))
        del by_name["text"]
        chars = "".join(_FIRST_CHARS[name] for name in by_name)
        self.starters: RulesByChar = {
            char: tuple(rule for name, rule in by_name.items() if char in _FIRST_CHARS[name])
            for char in chars
        }
        # A closing bracket starts nothing, but ends the text of a link.
        self.terminator_re = re.compile("[" + re.escape(chars + "]") + "]")
        self.markup_re = re.compile("[" + re.escape(chars.replace("\n", "") + "]") + "]")

    def tokenize(self, state: StateInline) -> None:
        """Turn the text from `state.pos` to `state.posMax` into tokens."""
        text, pos, end = state.src, state.pos, state.posMax
        # Looked at once: the texts of links are read by this function, too.
        is_plain = isinstance(state, InlineState) and state.has_plain_line_ends
        search = (self.markup_re if is_plain else self.terminator_re).search
        starters = self.starters
        while pos < end:
            stop = search(text, pos, end)
            at = stop.start() if stop else end
            if at > pos:
                state.append_pending(text[pos:at])
            if at == end:
                break
            if text[at] == "\n" and is_plain_line_end(text, at):
                state.append_pending("\n")
                pos = at + 1
                continue
            state.pos = at
            for rule in starters.get(text[at], ()):
                if rule(state, False):  # noqa: FBT003
                    break
            else:
                state.append_pending(text[at])
                state.pos = at + 1
            pos = state.pos
        state.pos = end
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Move `state.pos` behind the next token without making it."""
        pos = state.pos
        if pos not in state.cache:
            if state.level >= state.md.options["maxNesting"]:
                state.pos = state.posMax
            else:
                self.skip_rule(state, pos)
            state.cache[pos] = state.pos
        state.pos = state.cache[pos]

    def skip_rule(self, state: StateInline, pos: int) -> None:
        """Move behind a run of text, or behind what the rules at *pos* match."""
        stop = self.terminator_re.search(state.src, pos, state.posMax)
        if stop is None or stop.start() > pos:
            state.pos = stop.start() if stop else state.posMax
            return
        for rule in self.starters.get(state.src[pos], ()):
            state.level += 1
            is_matched = rule(state, True)  # noqa: FBT003
            state.level -= 1
            if is_matched:
                return
        state.pos = pos + 1

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Append the tokens of *src* to *tokens*; NestingError beyond `MAX_DEPTH`."""
        is_plain = has_plain_line_ends(src)
        if is_plain and not self.markup_re.search(src):
            if src:
                text = QuickToken("text", "", 0)
                text.content = src
                tokens.append(text)
            return tokens
        depth = env.get("depth", 0)
        if depth >= MAX_DEPTH:
            raise NestingError
        env["depth"] = depth + 1
        state = InlineState(src, md, env, tokens)
        state.has_plain_line_ends = is_plain
        self.tokenize(state)
        if ("*" in src or "_" in src or "~~" in src) and state.has_delimiters():
            for rule in self.pairing:
                rule(state)
        env["depth"] = depth
        return tokens


def is_plain_line_end(text: str, at: int) -> bool:
    """Tell whether the line end at *at* is no more than that: no hard break, no space to drop."""
    return text[at - 1 : at] != " " and text[at + 1 : at + 2] not in (" ", "\t")


def has_plain_line_ends(text: str) -> bool:
    """Tell whether that holds for every line end in *text*."""
    return "\n" not in text or not (" \n" in text or "\n " in text or "\n\t" in text)
