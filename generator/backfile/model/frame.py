"""
What surrounds every page: the frame of its language, and its own head.

Imports: model.site, model.shown, model.value.
"""

from __future__ import annotations

from typing import Any

import msgspec

from backfile.model.shown import Card, Link
from backfile.model.site import Language
from backfile.model.value import Value


class SwitcherEntry(Value, frozen=True):
    """One entry of `nav.languages`."""

    tag: str
    label: str
    name: str
    direction: str
    url: str
    current: bool
    """The page being read is in this language."""

    translated: bool
    """False when *url* is only the front page, because this page has no version."""


class Alternate(Value, frozen=True):
    """One `link rel=alternate hreflang`."""

    hreflang: str
    """Language tag or `x-default`."""

    url: str
    """Site path, or an absolute URL for a version published elsewhere."""


class FeedLink(Value, frozen=True):
    """One feed for autodiscovery."""

    type: str
    """Media type: `application/atom+xml` or `application/feed+json`."""

    title: str
    url: str


class Query(Value, frozen=True):
    """A list of articles, or one for each term, that a theme wants beside its pages."""

    name: str
    on: tuple[str, ...]
    """Kinds of the pages that see what it finds."""

    of: str
    """`front`, a taxonomy, or a taxonomy and a term: `sections:news`."""

    limit: int
    """Articles of each list, the newest ones."""

    terms: int
    """Terms of a taxonomy at most: those with the most articles."""

    place: tuple[str, int, int]
    """Path, line and column of `of` in theme.yaml, for problems found later."""


class Selection(Value, frozen=True):
    """What a query that the theme declares found: the newest articles of one list."""

    key: str
    """Of the term; empty for the articles of the whole language."""

    label: str
    url: str
    """Address of the list; empty when it has no page."""

    cards: tuple[Card, ...]
    """Newest first, at most as many as the query asks for."""

    count: int
    """Articles in the whole list."""


class Publisher(Value, frozen=True):
    """Who publishes the site, for readers' and search engines' questions about trust."""

    name: str
    """In the language of the page; the site's title unless configured."""

    kind: str
    """schema.org type: `NewsMediaOrganization` or `Organization`."""

    logo: str
    """Address of the theme's logo or icon."""

    links: tuple[str, ...]
    """Profiles elsewhere (schema.org `sameAs`)."""

    policies: tuple[tuple[str, str], ...]
    """(schema.org property, address): `correctionsPolicy`, `ethicsPrinciples`, …"""


class Frame(Value, frozen=True):
    """
    What every page of one language may see of the site, as `site`.

    Equal for all pages of a language in one build, so it is fingerprinted once.
    """

    language: Language
    languages: tuple[Language, ...]
    title: str
    description: str
    copyright: str
    origin: str
    base: str
    home: str
    """Address of the front page in this language."""

    menu: tuple[Link, ...]
    """As configured, else the sections that have articles in this language."""

    indexes: tuple[tuple[str, str], ...]
    """(`tags` | `authors` | … | `archive`, address) of the index pages that exist."""

    atom_url: str
    json_url: str
    timezone: str
    extra: dict[str, Any]
    settings: dict[str, Any]
    """The theme's own settings, from theme.yaml."""

    generator: str
    """`Backfile 1.0.0`."""

    rss_url: str = ""
    """Address of the RSS feed; empty unless site.yaml asks for RSS."""

    publisher: Publisher | None = None
    """Always there when pages are rendered."""

    titles: tuple[tuple[str, str], ...] = ()
    """(language tag, the site's title) for every language."""


class Head(Value, frozen=True):
    """What the frame of every HTML page needs to know about the page."""

    url: str
    """Its own address, which is its canonical one."""

    title: str
    description: str
    alternates: tuple[Alternate, ...]
    """Existing translations, itself and x-default; empty when it has none."""

    switcher: tuple[SwitcherEntry, ...]
    breadcrumbs: tuple[Link, ...]
    """
    From the front page down, without the page itself; empty where only the front
    page is above.  The archive's label is empty: themes have their word for it.
    """

    feeds: tuple[FeedLink, ...]
    noindex: bool = False
    queries: dict[str, tuple[Selection, ...]] = msgspec.field(default_factory=dict)
    """Name of a query that the theme declares for this kind of page -> what it found."""
