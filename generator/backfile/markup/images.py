"""
Images of a body: what the author wrote of each, and whether it stands alone.

An image alone in its paragraph is a figure of the page, and so is each of
several in one paragraph with a line of its own; the paragraph goes.  Any other
image is part of a line of text.

Imports: markup.attributes, markup.links, markup.places, markup.plain_text; model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.markup.links import decode_address, is_site_address
from backfile.markup.plain_text import plain_text_of
from backfile.model import ImageFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from backfile.markup.attributes import Attributes
    from backfile.markup.draft import Place


def has_only_figures(children: Sequence[Token]) -> bool:
    """Tell whether a paragraph holds nothing but images, each with a line of its own."""
    expects_image = True
    for token in children:
        if token.type == "image":
            if not expects_image:
                return False
            expects_image = False
        elif token.type in ("softbreak", "hardbreak"):
            expects_image = True
        elif token.type != "text" or token.content.strip(" \t\n"):
            return False
        elif "\n" in token.content:
            expects_image = True
    return bool(children)


def image_fields_of(token: Token, place: Place, *, inline: bool) -> ImageFields:
    """Return what is written of the image *token*, which stands at *place* (from 1)."""
    attributes: Attributes | None = token.meta.get("attributes")
    known = attributes.known if attributes else {}
    src = str(token.attrs["src"])
    return ImageFields(
        src=decode_address(src) if is_site_address(src) else src,
        alt=plain_text_of(token.children or (), has_alts=True),
        caption=known.get("caption") or " ".join(str(token.attrs.get("title", "")).split()),
        credit=known.get("credit", ""),
        focus=known.get("focus", ""),
        style=known.get("class", ""),
        inline=inline,
        line=place.line,
        column=place.column,
    )
