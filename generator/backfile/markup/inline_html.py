"""
Inline tokens -> HTML with gaps.

A link into the site becomes two markers and an image one, as documented at
`Body`; other links are written out.

Imports: markup.draft, markup.images, markup.links, markup.shown, markup.spacing;
errors, model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from backfile.errors import Problem
from backfile.markup.attributes import KNOWN_ATTRIBUTES
from backfile.markup.draft import place_of
from backfile.markup.images import image_fields_of
from backfile.markup.links import is_site_address, split_fragment
from backfile.markup.shown import shown_parts
from backfile.markup.spacing import bind_text, bind_words
from backfile.model import SourceLink

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from backfile.markup.draft import Draft, Place

    InlineWriter: TypeAlias = Callable[[Token, Token, Draft], str]

_TAGS = {
    "hardbreak": "<br>\n",
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
}


def escape(text: str) -> str:
    """Return *text* safe in HTML, within elements and within double quotes."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def write_inline(block: Token, draft: Draft) -> None:
    """Append what is in one block."""
    parts = draft.parts
    if block.map is None:
        block.meta["note"] = draft.note
    children, written = block.children or (), block.content
    # An entity has its ampersand in the source, so all that is special shows there.
    is_plain = not ("&" in written or "<" in written or ">" in written or '"' in written)
    if len(children) == 1 and children[0].type == "text":
        text = children[0].content
        if draft.binding is not None:
            text = bind_text(text, draft.binding)
        parts.append(text if is_plain else escape(text))
        return
    shown = shown_parts(children)
    if draft.binding is not None:
        shown = bind_words(shown, draft.binding)
    for token, text in zip(children, shown, strict=True):
        kind = token.type
        if kind in ("text", "text_special", "softbreak"):
            parts.append(text if is_plain else escape(text))
        elif kind in _TAGS:
            parts.append(_TAGS[kind])
        else:
            parts.append(_WRITERS[kind](token, block, draft))


def write_code_span(token: Token, _block: Token, _draft: Draft) -> str:
    """Write a code span."""
    return f"<code>{escape(token.content)}</code>"


def write_raw_html(token: Token, _block: Token, _draft: Draft) -> str:
    """Pass raw HTML through; there are such tokens only where the site allows it."""
    return token.content


def write_link(token: Token, block: Token, draft: Draft) -> str:
    """Write the start of a link, and remember its end."""
    href, title = str(token.attrs["href"]), str(token.attrs.get("title", ""))
    if is_site_address(href):
        return mark_link(href, title, place_of(draft, block, token.meta.get("at", 0)), draft)
    draft.link_ends.append("</a>")
    shown = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(href)}"{shown}>'


def mark_link(href: str, title: str, place: Place, draft: Draft) -> str:
    """Enter a link into the site, and return the marker of its start."""
    number = len(draft.links)
    target, fragment = split_fragment(href)
    draft.links.append(SourceLink(target, fragment, title, place.line, place.column))
    draft.link_ends.append(f"\x00Z{number}\x00")
    return f"\x00A{number}\x00"


def write_link_end(_token: Token, _block: Token, draft: Draft) -> str:
    """Write the end of the innermost open link."""
    return draft.link_ends.pop()


def write_inline_image(token: Token, block: Token, draft: Draft) -> str:
    """Write an image that is part of a line of text."""
    return mark_image(token, block, draft, inline=True)


def mark_image(token: Token, block: Token, draft: Draft, *, inline: bool) -> str:
    """Enter an image, report attributes that are not known, and return its marker."""
    place = place_of(draft, block, token.meta.get("at", 0))
    attributes = token.meta.get("attributes")
    for name in attributes.unknown if attributes else ():
        known = ", ".join(KNOWN_ATTRIBUTES)
        message = f"`{name}` is no attribute of images; known are {known}"
        draft.problems.append(Problem(draft.path, *place, "unknown-attribute", message, "warning"))
    number = len(draft.images)
    draft.images.append(image_fields_of(token, place, inline=inline))
    return f"\x00P{number}\x00"


def write_note_mark(token: Token, block: Token, draft: Draft) -> str:
    """Write the reference to a footnote."""
    number = token.meta["id"]
    if "at" in token.meta:
        draft.note_origins[number] = block, token.meta["at"] + len("^[")
    name = note_name_of(token)
    return (
        f'<sup class="footnote-ref"><a href="#fn{number + 1}" id="fnref{name}" '
        f'role="doc-noteref">[{number + 1}]</a></sup>'
    )


def note_name_of(token: Token) -> str:
    """Return what tells a reference from others: `2`, and `2:1` for the next to the same note."""
    again = token.meta.get("subId", 0)
    return f"{token.meta['id'] + 1}:{again}" if again > 0 else str(token.meta["id"] + 1)


_WRITERS: dict[str, InlineWriter] = {
    "code_inline": write_code_span,
    "html_inline": write_raw_html,
    "link_open": write_link,
    "link_close": write_link_end,
    "image": write_inline_image,
    "footnote_ref": write_note_mark,
}
