"""A `Site` for tests of rooms that need one, without a site.yaml."""

from __future__ import annotations

from typing import Any

import msgspec

from backfile.model import Language, Site

SITE = Site(
    title=(("uk", "Обрій"),),
    description=(("uk", ""),),
    copyright=(("uk", ""),),
    origin="https://horizon.example",
    base="",
    timezone="Europe/Kyiv",
    default_language="uk",
    languages=(Language("uk", "ua", "UA", "Українська", "ltr"),),
    theme="default",
    permalink="{section}/{year}/{month}/{slug}",
    page_size=20,
    taxonomies=("tags", "authors", "sections"),
    menu=(),
    html=False,
    ascii_slugs=False,
    source_bytes_limit=2_000_000,
    image_widths=(),
    image_formats=(),
    extra={},
)


def site_of(**fields: Any) -> Site:
    """Return the sample site with other *fields*."""
    return msgspec.structs.replace(SITE, **fields)
