"""
Bodies with their gaps filled: links become addresses, images become photos.

A link leads to its target in the reader's language, else to the target's
original, else to any version; a target that exists but is not published leaves
the text without a link (SPEC §8).

Cost:    one query a link to another source, one or two a photo.
Imports: model, catalogue, source.paths, pages.addresses, pages.reader.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import msgspec

from backfile.catalogue.shown import addresses_at_stem
from backfile.catalogue.sources import body_at
from backfile.model import Body, BodyPart, ImageFields, Photo, PhotoFields, SourceLink
from backfile.pages.photos import photo_of
from backfile.pages.reader import Reader
from backfile.source.paths import stem_of_link

KEPT_SIGNS = "/?=&%-._~!$'()*+,;:@"
"""What stays as it is in an address; `%` because encoded signs were left encoded."""


def body_of(
    reader: Reader, path: str, language: str, *, biography: bool = False
) -> tuple[BodyPart, ...]:
    """Return the body of the source *path* as its page shows it; empty without one."""
    body = body_at(reader.db, path, language if biography else "")
    if body is None:
        return ()
    if not (body.links or body.images):
        return (BodyPart(body.html),) if body.html else ()
    return _fill_gaps(reader, body, path, language)


def _fill_gaps(reader: Reader, body: Body, path: str, language: str) -> tuple[BodyPart, ...]:
    addresses = [_link_address(reader, path, link, language) for link in body.links]
    parts: list[BodyPart] = []
    html: list[str] = []
    for number, piece in enumerate(body.html.split("\0")):
        if number % 2 == 0:
            html.append(piece)
            continue
        index = int(piece[1:])
        if piece[0] == "P":
            parts.append(BodyPart("".join(html)))
            parts.append(BodyPart("", _photo_of(reader, path, body.images[index], language)))
            html = []
        elif addresses[index]:
            html.append(
                _opening_tag(addresses[index], body.links[index]) if piece[0] == "A" else "</a>"
            )
    parts.append(BodyPart("".join(html)))
    return tuple(part for part in parts if part.html or part.photo)


def _opening_tag(url: str, link: SourceLink) -> str:
    title = f' title="{escape(link.title)}"' if link.title else ""
    return f'<a href="{escape(url + link.fragment)}"{title}>'


def _link_address(reader: Reader, path: str, link: SourceLink, language: str) -> str:
    """Return where a link leads for readers of *language*; empty for nowhere."""
    if link.target.startswith("/"):
        return reader.site.base + quote(link.target, safe=KEPT_SIGNS)
    versions = addresses_at_stem(reader.db, stem_of_link(path, link.target, reader.site))
    by_preference = sorted(versions, key=lambda version: (version[0] != language, not version[2]))
    return by_preference[0][1] if by_preference else ""


def _photo_of(reader: Reader, path: str, image: ImageFields, language: str) -> Photo:
    """Return a photo of a body; a missing one was reported, and keeps its alt text."""
    photo = photo_of(reader.db, reader.site, path, _fields_of(image), language) or Photo(
        image.src, 0, 0, image.alt, "", ""
    )
    return msgspec.structs.replace(photo, inline=image.inline, style=image.style)


def _fields_of(image: ImageFields) -> PhotoFields:
    """Return what is said of a photo: in Markdown, nothing written is nothing said."""
    return PhotoFields(
        src=image.src,
        alt=image.alt or None,
        caption="" if image.inline else image.caption or None,
        credit=image.credit or None,
        focus=image.focus or None,
    )
