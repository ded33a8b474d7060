"""
A body in Markdown -> `Body`: HTML with gaps for what only the whole site can tell.

Stages: line ends; tokens (`parser`); quotes of the language (`quotes`); HTML
(`html`), with the spaces that do not break (`spacing`).  The result depends on the
arguments alone, never on what was rendered before.  Costs about 0.35 ms for an
article of 2,300 characters, and grows with the length of the text whatever it holds.

Imports: markup.draft, markup.headings, markup.html, markup.line_breaks,
markup.parser, markup.quotes, markup.spacing; language, model, errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import Problem
from backfile.markup.draft import Draft
from backfile.markup.headings import level_shift_of
from backfile.markup.html import write_body
from backfile.markup.line_breaks import drop_line_ends, has_spaces
from backfile.markup.parser import parse_body, parser_of
from backfile.markup.quotes import QuoteMarks, set_quotes
from backfile.markup.spacing import binding_of
from backfile.model import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from backfile.language.spacing import Spacing


def render_body(  # each argument decides about the output
    text: str,
    *,
    language: str,
    path: str,
    first_line: int = 1,
    html: bool = False,
    slug_of: Callable[[str], str],
    quotes: QuoteMarks,
    spacing: Spacing | None = None,
) -> tuple[Body, list[Problem]]:
    """
    Render the body of one source.

    *first_line* is the line of the file at which *text* starts.  *html* lets raw
    HTML through.  *slug_of* makes the ids of headings; it may return an empty
    text.  *language* is a BCP 47 tag; it decides about line ends (`line_breaks`).
    *spacing* says which spaces do not break; the first paragraph, which goes into
    summaries, keeps those that were written.

    Problems, each with its line: `nesting-too-deep` (an error: the body lacks
    text), and warnings `unknown-attribute`, `unused-footnote`, `duplicate-footnote`.
    """
    lines, tokens, problems = _read_tokens(text, path, first_line, parser_of(html=html))
    _set_typography(tokens, language, quotes)
    shift, binding = level_shift_of(tokens), binding_of(spacing) if spacing else None
    draft = Draft(path, lines, first_line, slug_of, shift, binding, problems=problems)
    write_body(tokens, draft)
    body = Body(
        "".join(draft.parts), tuple(draft.links), tuple(draft.images), draft.first_paragraph
    )
    return body, draft.problems


def _read_tokens(
    text: str, path: str, first_line: int, parser: MarkdownIt
) -> tuple[list[str], list[Token], list[Problem]]:
    """Return the lines of a body, its tokens, and what is wrong with it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    tokens, flaws = parse_body(text, parser)
    problems = [
        Problem(path, first_line + flaw.line, 0, flaw.code, flaw.message, flaw.severity)
        for flaw in flaws
    ]
    return text.split("\n"), tokens, problems


def _set_typography(tokens: Sequence[Token], language: str, quotes: QuoteMarks) -> None:
    """Set the quotes of every block, and drop line ends where they are no spaces."""
    keeps_line_ends = has_spaces(language)
    for token in tokens:
        if token.type == "inline" and token.children:
            if '"' in token.content or "'" in token.content:
                set_quotes(token.children, quotes)
            if not keeps_line_ends and "\n" in token.content:
                drop_line_ends(token.children)
