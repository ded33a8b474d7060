"""
The Markdown dialect, and the parser that knows it.

CommonMark with tables, strikethrough, footnotes, ids of headings and attributes on
images; raw HTML only on request; no bare addresses made into links, no replacements.

markdown-it drops what is nested deeper than its limit, without a sign.  The
limit is set high enough for any text (about 50 lists or 98 quotes within one
another), and what lies beyond it is reported as `nesting-too-deep`.

Imports: markup.blocks, markup.footnotes, markup.headings, markup.inlines, markup.spans.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from backfile.markup.blocks import BlockParser
from backfile.markup.footnotes import add_footnote_rules, find_lost_notes, move_notes
from backfile.markup.headings import take_given_ids
from backfile.markup.inlines import InlineParser, NestingError
from backfile.markup.spans import read_emphasis, read_image, read_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from backfile.errors import Severity

MAX_NESTING = 100
"""Levels of block tokens; a list takes two for each of its own."""

_CONTAINERS = frozenset({"list_item_open", "blockquote_open", "footnote_reference_open"})


class Flaw(NamedTuple):
    """Something wrong in a body, by its line."""

    line: int
    """From 0, within the body."""

    code: str
    message: str
    severity: Severity


def build_parser(*, html: bool) -> MarkdownIt:
    """Return markdown-it's own parser with our dialect; `parser_of` is the fast one."""
    options = {"maxNesting": MAX_NESTING, "html": html, "xhtmlOut": False}
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough"])
    add_footnote_rules(md)
    md.inline.ruler.at("image", read_image)
    if not html:
        md.disable(["html_block", "html_inline"])
    return md


@lru_cache(maxsize=2)
def parser_of(*, html: bool) -> MarkdownIt:
    """Return the parser of the dialect; it keeps nothing of the texts it parses."""
    md = build_parser(html=html)
    md.inline.ruler.at("link", read_link)
    md.inline.ruler.at("emphasis", read_emphasis)
    md.block = BlockParser(md.block.ruler)
    md.inline = InlineParser(md.inline.ruler, md.inline.ruler2)
    return md


def parse_body(text: str, md: MarkdownIt) -> tuple[list[Token], list[Flaw]]:
    """
    Return the tokens of *text*, notes at their end, and what is wrong with it.

    Line ends are line feeds, and there is no NUL.  No tokens when the text is nested
    too deep for the inline parser.
    """
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    md.block.parse(text, md, env, tokens)
    flaws = list(_find_lost_blocks(tokens))
    if "{#" in text:
        take_given_ids(tokens)
    line = 0
    try:
        for token in tokens:
            if token.type == "inline" and token.children is not None:
                line = token.map[0] if token.map else line
                md.inline.parse(token.content, md, env, token.children)
    except (NestingError, RecursionError):
        return [], [*flaws, Flaw(line, "nesting-too-deep", _TOO_DEEP, "error")]
    if "footnotes" in env:
        lost = find_lost_notes(tokens, env)
        flaws += (Flaw(at, code, message, "warning") for at, code, message in lost)
        state = StateCore(text, md, env, tokens)
        move_notes(state)
        tokens = state.tokens
    return tokens, flaws


_TOO_DEEP = "nested too deep to be read; use fewer levels of lists, quotes, images or notes"


def _find_lost_blocks(tokens: list[Token]) -> Iterator[Flaw]:
    """Yield a flaw for each list item, quote or note at the limit, whose contents were dropped."""
    for token in tokens:
        if token.level >= MAX_NESTING - 1 and token.type in _CONTAINERS:
            yield Flaw(token.map[0] if token.map else 0, "nesting-too-deep", _TOO_DEEP, "error")
