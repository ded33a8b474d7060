"""
Heads: address, translations and switcher of one page.

Only what exists is offered as a translation.  `x-default` of an article is its
version in the default language, else its original; of a list, the same list in
the default language, else in the first language that has it; of a front page,
the root (SPEC §8).

Imports: model, pages.addresses, pages.queries, pages.reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from backfile.model import Alternate, FeedLink, Frame, Head, Link, SwitcherEntry
from backfile.pages.addresses import prefix_of
from backfile.pages.queries import selections_on
from backfile.pages.reader import Reader


def head_of(
    reader: Reader,
    language: str,
    url: str,
    *,
    title: str,
    description: str = "",
    versions: Mapping[str, str] | None = None,
    x_default: str = "",
    breadcrumbs: tuple[Link, ...] = (),
    feeds: tuple[FeedLink, ...] = (),
    noindex: bool = False,
    kind: str = "",
) -> Head:
    """
    Return the head of a page.

    Args:
        versions: Language -> address of every existing version, this page
            included; None for a page without versions, such as a numbered one.
        x_default: Address for readers of no known language; chosen among
            *versions* if empty.
        kind: Of the page, for the theme's queries; empty for one that sees none.
    """
    versions = versions or {}
    return Head(
        url=url,
        title=title,
        description=description,
        alternates=() if noindex else _alternates(reader, versions, x_default),
        switcher=_switcher(reader, language, url, versions),
        breadcrumbs=_from_home(reader.frames[language], breadcrumbs),
        feeds=feeds or feed_links(reader.frames[language], reader.frames[language].home, ""),
        noindex=noindex,
        queries=selections_on(reader, kind, language),
    )


def _from_home(frame: Frame, breadcrumbs: tuple[Link, ...]) -> tuple[Link, ...]:
    """Begin the way to a page at the front page; a page right below it needs none."""
    return (Link(frame.title, frame.home), *breadcrumbs) if breadcrumbs else ()


def feed_links(frame: Frame, list_url: str, label: str) -> tuple[FeedLink, ...]:
    """Return the feeds of a list, one a format, then those of the whole language."""
    title = f"{frame.title}: {label}" if label else frame.title
    own: tuple[FeedLink, ...] = (
        FeedLink("application/atom+xml", title, f"{list_url}atom.xml"),
        FeedLink("application/feed+json", title, f"{list_url}feed.json"),
    )
    if frame.rss_url:
        own += (FeedLink("application/rss+xml", title, f"{list_url}rss.xml"),)
    return own if list_url == frame.home else own + feed_links(frame, frame.home, "")


def alternates_of(
    reader: Reader, versions: Mapping[str, str], original: str = "", x_default: str = ""
) -> tuple[Alternate, ...]:
    """Return the hreflang links of a page, x-default last, as the page itself has them."""
    default = x_default or default_version(reader, versions, original)
    return _alternates(reader, versions, default)


def _alternates(
    reader: Reader, versions: Mapping[str, str], x_default: str
) -> tuple[Alternate, ...]:
    if not versions:
        return ()
    tags = [language.tag for language in reader.site.languages if language.tag in versions]
    if len(tags) < len(versions):
        tags += sorted(versions.keys() - tags)
    links = [Alternate(tag, versions[tag]) for tag in tags]
    links.append(Alternate("x-default", x_default or default_version(reader, versions, "")))
    return tuple(links)


def default_version(reader: Reader, versions: Mapping[str, str], original: str) -> str:
    """Return the x-default among *versions*; *original* is the tag of the original."""
    default = versions.get(reader.site.default_language) or versions.get(original)
    if default:
        return default
    order = (language.tag for language in reader.site.languages)
    return next((versions[tag] for tag in order if tag in versions), "")


def _switcher(
    reader: Reader, language: str, url: str, versions: Mapping[str, str]
) -> tuple[SwitcherEntry, ...]:
    site = reader.site
    entries = []
    for other in site.languages:
        current = other.tag == language
        # The chooser and 404 are in a language, but the version of it is its front page.
        target = versions.get(other.tag, url if current else "")
        entries.append(
            SwitcherEntry(
                tag=other.tag,
                label=other.label,
                name=other.name,
                direction=other.direction,
                url=target or prefix_of(site, other),
                current=current,
                translated=bool(target),
            )
        )
    return tuple(entries)
