"""
Photos as pages show them: what the author wrote, and what the file itself says.

The author wins, key by key, with an empty text too; the file's own caption,
alternative text and credit stand where the author is silent.  Texts of a file
are in a language: that of the page, else `x-default`, else none, since a reader
is not served by a caption in another one.

Cost:    one or two queries a photo.
Imports: model, catalogue, images, source.paths, pages.addresses.
"""

from __future__ import annotations

from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import PhotoRow, photo_at
from backfile.images.facts import credit_line
from backfile.images.recipes import (
    fallback_suffix,
    photo_stem,
    recipe_mark,
    rendition_name,
    renditions_of,
)
from backfile.model import Photo, PhotoFacts, PhotoFields, PhotoRights, Site
from backfile.pages.addresses import photo_url
from backfile.source.paths import photo_candidates

DEFAULT_TEXT = "x-default"
FALLBACK_FORMATS = {"jpg": "jpeg", "png": "png"}


def photo_of(
    db: Connection, site: Site, path: str, fields: PhotoFields, language: str, role: str = ""
) -> Photo | None:
    """
    Return the photo that the source *path* names by `fields.src`, for a page in *language*.

    *role* says which crops are made of it: `lead`, `portrait`, or none.

    None without a source, or when no such file exists (which is reported where
    the reference is checked).
    """
    return show_photo(site, fields, find_photo(db, path, fields), language, role)


def find_photo(db: Connection, path: str, fields: PhotoFields) -> PhotoRow | None:
    """Return the file that the source *path* names; None for a linked or missing photo."""
    if not fields.src or is_linked(fields.src):
        return None
    return photo_at(db, *photo_candidates(path, fields.src))


def is_linked(src: str) -> bool:
    """Tell whether a photo lies elsewhere on the web, and is linked as it is."""
    return "//" in src


def is_derived(site: Site, facts: PhotoFacts) -> bool:
    """Tell whether renditions of a photo are published, not the file as it is."""
    return facts.derivable and bool(site.image_widths)


def show_photo(
    site: Site, fields: PhotoFields, row: PhotoRow | None, language: str, role: str = ""
) -> Photo | None:
    """Return what pages show of a photo that was looked up; None if there is none."""
    if not fields.src:
        return None
    if row is None:
        return _linked_photo(fields, fields.src, role) if is_linked(fields.src) else None
    facts, derived = row.facts, is_derived(site, row.facts)
    return Photo(
        url=derived_url(site, row) if derived else photo_url(site, row.path, row.digest),
        width=facts.width,
        height=facts.height,
        alt=_given(fields.alt, text_in(facts.alts, language)),
        caption=_given(fields.caption, text_in(facts.captions, language)),
        credit=_given(fields.credit, credit_line(facts)),
        focus=fields.focus or "",
        name=photo_stem(row.path) if derived else "",
        mark=recipe_mark(row.path, row.digest) if derived else "",
        suffix=fallback_suffix(facts) if derived else "",
        rights=_rights_of(facts),
        role=role,
    )


def _linked_photo(fields: PhotoFields, url: str, role: str) -> Photo:
    return Photo(
        url=url,
        width=0,
        height=0,
        alt=fields.alt or "",
        caption=fields.caption or "",
        credit=fields.credit or "",
        focus=fields.focus or "",
        role=role,
    )


def derived_url(site: Site, row: PhotoRow) -> str:
    """Return the address of the widest whole rendition that every browser reads."""
    formats = (FALLBACK_FORMATS[fallback_suffix(row.facts)],)
    made = renditions_of(row.facts, "", (), site.image_widths, formats, whole=True)
    widest = max(made, key=lambda rendition: rendition.width)
    name = rendition_name(photo_stem(row.path), recipe_mark(row.path, row.digest), widest)
    return f"{site.base}/assets/{name}"


def text_in(texts: tuple[tuple[str, str], ...], language: str) -> str:
    """Return the text in *language*, else in a kind of it, else in none; empty without one."""
    tag = language.lower()
    primary = tag.partition("-")[0]
    by_tag = {other.lower(): text for other, text in reversed(texts)}
    kin = [text for other, text in texts if other.lower().partition("-")[0] == primary]
    found = by_tag.get(tag) or by_tag.get(primary) or next(iter(kin), "")
    return found or by_tag.get(DEFAULT_TEXT, "")


def _given(own: str | None, other: str) -> str:
    return own if own is not None else other


def _rights_of(facts: PhotoFacts) -> PhotoRights | None:
    rights = PhotoRights(facts.creator, facts.copyright, facts.license, facts.acquire)
    said = (rights.creator, rights.copyright, rights.license, rights.acquire)
    return rights if any(said) else None
