"""
Photos as pages show them.

Imports: model, catalogue, source.paths, pages.addresses.
"""

from __future__ import annotations

from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import photo_at
from backfile.model import Photo, PhotoFields, Site
from backfile.pages.addresses import photo_url
from backfile.source.paths import photo_candidates


def photo_of(db: Connection, site: Site, path: str, fields: PhotoFields) -> Photo | None:
    """
    Return the photo that the source *path* names by `fields.src`.

    None without a source, or when no such file exists (which is reported where
    the reference is checked).
    """
    if not fields.src:
        return None
    url, width, height = fields.src, 0, 0
    if "//" not in fields.src:
        row = photo_at(db, *photo_candidates(path, fields.src))
        if row is None:
            return None
        url, width, height = photo_url(site, row.path, row.digest), row.width, row.height
    return Photo(
        url=url,
        width=width,
        height=height,
        alt=fields.alt or "",
        caption=fields.caption or "",
        credit=fields.credit or "",
        focus=fields.focus or "",
    )
