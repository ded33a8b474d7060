"""
The site, as configured: the validated contents of site.yaml.

Imports: model.targets, model.value.
"""

from __future__ import annotations

from typing import Any

from backfile.model.targets import Target
from backfile.model.value import Value


class Language(Value, frozen=True):
    """One language of the site, as configured."""

    tag: str
    """BCP 47: `uk`, never the country `ua`."""

    path: str
    """First part of its addresses, without slashes; empty at the root."""

    label: str
    """Short, for the switcher: `UA`."""

    name: str
    """In the language itself: `Українська`."""

    direction: str
    """`ltr` or `rtl`."""

    fallback: str = ""
    """Tag of the language whose articles lists show where this one has none."""


class MenuEntry(Value, frozen=True):
    """One entry of the site's menu."""

    to: str
    """Absolute URL, or a site path; without language prefix, as configured."""

    label: tuple[tuple[str, str], ...]
    """(language tag, label) for every language of the site."""


class PublisherFields(Value, frozen=True):
    """What site.yaml says of the publisher."""

    name: tuple[tuple[str, str], ...] = ()
    """(language tag, name) for every language; empty: the site's title."""

    kind: str = "NewsMediaOrganization"
    links: tuple[str, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    """(schema.org property, site path without prefix or absolute URL)."""


class Site(Value, frozen=True):
    """The validated contents of site.yaml.  Built by `backfile.site`."""

    title: tuple[tuple[str, str], ...]
    """(language tag, text) for every language, in the order of site.yaml."""

    description: tuple[tuple[str, str], ...]
    copyright: tuple[tuple[str, str], ...]
    origin: str
    """Scheme and host, without a trailing slash: `https://horizon.example`."""

    base: str
    """Path of the base URL without a trailing slash: empty or `/archive`."""

    timezone: str
    """IANA name: dates in addresses and archives are in this zone."""

    default_language: str
    languages: tuple[Language, ...]
    """In the order of site.yaml, which is the order of preference for originals."""

    theme: str
    permalink: str
    page_size: int
    taxonomies: tuple[str, ...]
    menu: tuple[MenuEntry, ...]
    html: bool
    """Whether raw HTML in Markdown passes."""

    ascii_slugs: bool
    """Whether scripts without an official romanization are romanized too."""

    source_bytes_limit: int
    image_widths: tuple[int, ...]
    image_formats: tuple[str, ...]
    extra: dict[str, Any]
    """Free; in the order of the file; strings, numbers, lists and mappings only."""

    publisher: PublisherFields = PublisherFields()
    refused_crawlers: tuple[str, ...] = ()
    """Purposes of crawlers that robots.txt refuses: `training`, `search`, `user`."""

    rss: bool = False
    """Whether lists have RSS feeds beside Atom and JSON Feed."""

    hub: str = ""
    """URL of a WebSub hub; empty for none."""

    targets: tuple[Target, ...] = ()
    """Where it is published to, in the order of site.yaml; no page shows any of it."""

    def language(self, tag: str) -> Language:
        """Return the language with that tag; KeyError if the site has none."""
        for language in self.languages:
            if language.tag == tag:
                return language
        raise KeyError(tag)

    def has_language(self, tag: str) -> bool:
        """Tell whether *tag* is one of the site's languages."""
        return any(language.tag == tag for language in self.languages)
