"""
What there is to publish: one module per group of kinds of pages.

Each answers the same four questions:

- `pages(reader)`: which pages exist, streamed, each with its address;
- `affected(reader, changes)`: which of them, or of those that were, *changes* may
  have touched: a superset, since the fingerprint decides;
- `url_of(reader, key)`: where a page is, or None if there is no such page (now);
- `context_of(reader, key)`: what its template sees, and the template's name.

`KINDS` says which module knows a kind.
"""

from __future__ import annotations

from types import ModuleType

from backfile.pages import (
    archive,
    article,
    copied,
    feed,
    listing,
    picture,
    sitemap,
    special,
    static_page,
    terms,
)

MODULES: tuple[ModuleType, ...] = (
    article,
    static_page,
    listing,
    terms,
    archive,
    feed,
    sitemap,
    special,
    copied,
    picture,
)

KINDS: dict[str, ModuleType] = {
    article.KIND: article,
    static_page.KIND: static_page,
    **dict.fromkeys(listing.KINDS, listing),
    terms.KIND: terms,
    archive.KIND: archive,
    feed.KIND: feed,
    sitemap.KIND: sitemap,
    sitemap.INDEX: sitemap,
    sitemap.NEWS: sitemap,
    special.REDIRECT: special,
    **dict.fromkeys(special.PATHS, special),
    copied.STATIC: copied,
    copied.PHOTO: copied,
    copied.ASSET: copied,
    picture.KIND: picture,
}
