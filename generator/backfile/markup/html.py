"""
Tokens -> HTML with gaps: links into the site and images become markers.

Layout (where line ends stand) is markdown-it's, so that its renderer can be
the measure of this one.  Differences, all wanted: markers; heading levels and
ids; tables wrapped in `div.table`, to be scrolled; `class="align-right"` for
the alignment of cells, because a page must do without inline styles; tables and
code that keys can scroll, too.

This module writes blocks; `inline_html` writes what is in them.

Imports: markup.draft, markup.headings, markup.images, markup.inline_html,
markup.plain_text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from markdown_it.common.utils import unescapeAll

from backfile.markup.draft import find_cell
from backfile.markup.headings import claim_given_ids, claim_id, shift_level
from backfile.markup.images import has_only_figures
from backfile.markup.inline_html import escape, mark_image, note_name_of, write_inline
from backfile.markup.plain_text import plain_text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from backfile.markup.draft import Draft

    BlockWriter: TypeAlias = Callable[[Sequence[Token], int, Draft], str]

_CLOSINGS = {
    "paragraph_close": "</p>\n",
    "list_item_close": "</li>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "blockquote_close": "</blockquote>\n",
    "table_close": "</table>\n</div>\n",
    "thead_close": "</thead>\n",
    "tbody_close": "</tbody>\n",
    "tr_close": "</tr>\n",
    "th_close": "</th>\n",
    "td_close": "</td>\n",
    "figures_close": "",
    "footnote_close": "</li>\n",
    "footnote_block_close": "</ol>\n</div>\n",
}


_SCROLLED = ' tabindex="0" role="group"'
"""
What may be wider than the column takes the focus, so that arrow keys scroll it.

A group needs no name, unlike a region; a name would be in some language.
"""


def write_body(tokens: Sequence[Token], draft: Draft) -> None:
    """Append all of *tokens*, whose quotes are set already."""
    parts = draft.parts
    claim_given_ids(tokens, draft.ids)
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            write_inline(token, draft)
        elif kind in _CLOSINGS:
            if not token.hidden:
                parts.append(_CLOSINGS[kind])
        else:
            parts.append(_WRITERS[kind](tokens, index, draft))


# ---------------------------------------------------------------- blocks


def open_tag(tokens: Sequence[Token], index: int, attributes: str = "", tag: str = "") -> str:
    """Return an opening tag with the line ends that belong around it."""
    token = tokens[index]
    if token.hidden:
        return ""
    lead = "\n" if index and tokens[index - 1].hidden else ""
    following = tokens[index + 1]
    is_closed_at_once = following.nesting == -1 and following.tag == token.tag
    is_tight = following.type == "inline" or following.hidden or is_closed_at_once
    return f"{lead}<{tag or token.tag}{attributes}>{'' if is_tight else chr(10)}"


def write_element(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write a tag that is as it is."""
    return open_tag(tokens, index)


def write_paragraph(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write `<p>`, or the figures that stand in its place."""
    inline, closing = tokens[index + 1], tokens[index + 2]
    children = inline.children or ()
    # A note's paragraph goes on with the link back, and stays a paragraph.
    if has_only_figures(children) and closing.type == "paragraph_close":
        inline.type, closing.type = "figures", "figures_close"
        return ""
    if tokens[index].level == 0 and draft.note < 0 and not draft.first_paragraph:
        draft.first_paragraph = plain_text_of(children)
    # Outside of lists no paragraph is hidden, nor what stands before it.
    return open_tag(tokens, index) if tokens[index].level else "<p>"


def write_figures(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write the images of a paragraph that holds nothing else."""
    block = tokens[index]
    images = [token for token in block.children or () if token.type == "image"]
    markers = "\n".join(mark_image(token, block, draft, inline=False) for token in images)
    return markers if tokens[index - 1].hidden else markers + "\n"


def write_heading(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write `<h2 id="…">`."""
    name = tokens[index].meta.get("id") or claim_id(
        draft.slug_of(plain_text_of(tokens[index + 1].children or ())), draft.ids
    )
    tag = shift_level(tokens[index].tag, draft.heading_shift)
    return open_tag(tokens, index, f' id="{escape(name)}"', tag)


def write_heading_end(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write `</h2>`."""
    return f"</{shift_level(tokens[index].tag, draft.heading_shift)}>\n"


def write_ordered_list(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write `<ol>`, with the number it starts from unless that is 1."""
    start = tokens[index].attrs.get("start")
    return open_tag(tokens, index, "" if start is None else f' start="{start}"')


def write_table(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write `<table>` in the element that scrolls it."""
    lead = "\n" if index and tokens[index - 1].hidden else ""
    return f'{lead}<div class="table"{_SCROLLED}>\n<table>\n'


def write_row(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write `<tr>`; its cells are looked up from the start of its line."""
    draft.row_end = 0
    return open_tag(tokens, index)


def write_cell(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write `<th>` or `<td>`, its alignment as a class."""
    find_cell(draft, tokens[index + 1])
    style = str(tokens[index].attrs.get("style", ""))
    return open_tag(tokens, index, f' class="align-{style[11:]}"' if style else "")


def write_rule(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write `<hr>`."""
    return "\n<hr>\n" if index and tokens[index - 1].hidden else "<hr>\n"


def write_code(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write a code block, with the language that its fence names."""
    token = tokens[index]
    info = unescapeAll(token.info).split(maxsplit=1)
    language = f' class="language-{escape(info[0])}"' if info else ""
    return f"<pre{_SCROLLED}><code{language}>{escape(token.content)}</code></pre>\n"


def write_html(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Pass raw HTML through; there are such tokens only where the site allows it."""
    return tokens[index].content


def write_notes(_tokens: Sequence[Token], _index: int, _draft: Draft) -> str:
    """Write the start of the footnotes."""
    return (
        '<hr class="footnotes-sep">\n<div class="footnotes" role="doc-endnotes">\n'
        '<ol class="footnotes-list">\n'
    )


def write_note(tokens: Sequence[Token], index: int, draft: Draft) -> str:
    """Write the start of one footnote."""
    draft.note = tokens[index].meta["id"]
    return f'<li id="fn{draft.note + 1}" class="footnote-item">'


def write_note_return(tokens: Sequence[Token], index: int, _draft: Draft) -> str:
    """Write the link from a footnote back to one of its references."""
    return (
        f' <a href="#fnref{note_name_of(tokens[index])}" class="footnote-backref" '
        'role="doc-backlink">\u21a9\ufe0e</a>'
    )


_WRITERS: dict[str, BlockWriter] = {
    "paragraph_open": write_paragraph,
    "figures": write_figures,
    "heading_open": write_heading,
    "heading_close": write_heading_end,
    "bullet_list_open": write_element,
    "ordered_list_open": write_ordered_list,
    "list_item_open": write_element,
    "blockquote_open": write_element,
    "table_open": write_table,
    "thead_open": write_element,
    "tbody_open": write_element,
    "tr_open": write_row,
    "th_open": write_cell,
    "td_open": write_cell,
    "hr": write_rule,
    "code_block": write_code,
    "fence": write_code,
    "html_block": write_html,
    "footnote_block_open": write_notes,
    "footnote_open": write_note,
    "footnote_anchor": write_note_return,
}
