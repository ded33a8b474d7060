"""
Contexts: exactly what the template of each kind of page sees, as `page`.

Imports: model.frame, model.pictures, model.shown, model.site, model.value.
"""

from __future__ import annotations

from typing import Any

from backfile.model.frame import Alternate, Head
from backfile.model.pictures import Rendition
from backfile.model.shown import Article, BodyPart, Card, Link, Moment, Photo
from backfile.model.site import Language
from backfile.model.value import Value


class Byline(Value, frozen=True):
    """An author above their article."""

    name: str
    url: str
    """Address of the author's page; empty when there is none."""

    role: str
    portrait: Photo | None


class ArticlePage(Value, frozen=True):
    """An article: `article.html`, or the template that the article names."""

    head: Head
    article: Article
    previous: Card | None
    """The next older article of the language."""

    next: Card | None
    """The next newer one."""

    related: tuple[Card, ...]
    """Older articles only, best first."""

    series: tuple[Card, ...]
    """All articles of its series in this language, oldest first; empty without one."""

    bylines: tuple[Byline, ...] = ()
    """The article's authors in their order, with what their records say."""

    original: str = ""
    """Tag of the language that the story was written in; empty when that is this one."""


class Pager(Value, frozen=True):
    """Where a list goes on.  Numbered pages never say how many there are."""

    number: int
    """0 for the list's own address, else the page's number; 1 is the oldest."""

    newer: str
    """Address of the page with newer articles; empty on the newest."""

    older: str
    """Address of the page with older articles; empty on the oldest."""


class Profile(Value, frozen=True):
    """A person with a record: what their page shows."""

    name: str
    role: str
    bio: tuple[BodyPart, ...]
    photo: Photo | None
    links: tuple[str, ...]


class CalendarDay(Value, frozen=True):
    """One day in the calendar of a month."""

    day: int
    date: str
    """ISO 8601: `2025-08-23`."""

    count: int
    url: str
    """Where that day's articles begin; empty without articles."""


class Calendar(Value, frozen=True):
    """A month, week by week, from the first day of the week in the page's language."""

    weekdays: tuple[tuple[str, str], ...]
    """(short name, full name) of the seven days in order."""

    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    """Seven days each; None for days of another month."""


class ListPage(Value, frozen=True):
    """A list of articles: `front.html`, `term.html`, `archive.html` (a month)."""

    head: Head
    kind: str
    """`front`, `month`, or the taxonomy: `tags`, `authors`, `sections`, …"""

    heading: str
    """Of the term or month; the site's title on the front page."""

    description: str
    """Of the term, plain text; empty when there is none."""

    profile: Profile | None
    """For an author with a record."""

    cards: tuple[Card, ...]
    """Newest first.  A card whose language is not the page's is a fallback."""

    pager: Pager
    count: int
    """Articles in the whole list; 0 on numbered pages, which must not say."""

    first_date: Moment | None = None
    """Of the oldest article; on the list's own address only."""

    last_date: Moment | None = None
    """Of the newest article; on the list's own address only."""

    calendar: Calendar | None = None
    """Of a month, at its own address."""

    earlier: Link | None = None
    """The nearest older month with articles, at a month's own address."""

    later: Link | None = None
    """The nearest newer one."""


class TermEntry(Value, frozen=True):
    """One term in an index."""

    label: str
    url: str
    count: int
    role: str = ""
    """Of an author."""


class TermGroup(Value, frozen=True):
    """The terms under one letter."""

    letter: str
    entries: tuple[TermEntry, ...]


class TermsPage(Value, frozen=True):
    """All terms of a taxonomy in one language: `terms.html`."""

    head: Head
    taxonomy: str
    groups: tuple[TermGroup, ...]
    """In the collation of the page's language."""


class MonthEntry(Value, frozen=True):
    """One month in the archive."""

    year: int
    month: int
    url: str
    count: int


class YearEntry(Value, frozen=True):
    """One year in the archive."""

    year: int
    url: str
    count: int
    months: tuple[MonthEntry, ...]


class ArchivePage(Value, frozen=True):
    """The archive by date, whole or one year of it: `archive.html`."""

    head: Head
    year: int
    """0 for the whole archive."""

    years: tuple[YearEntry, ...]
    """Newest first; just the one on a year's page."""

    earlier: Link | None = None
    """The nearest older year with articles, on a year's page."""

    later: Link | None = None
    """The nearest newer one."""


class StaticPage(Value, frozen=True):
    """A page such as About: `page.html`."""

    head: Head
    title: str
    body: tuple[BodyPart, ...]
    photo: Photo | None
    updated: Moment | None
    extra: dict[str, Any]


class ChooserPage(Value, frozen=True):
    """The root of a site whose languages all have a prefix: `chooser.html`."""

    head: Head


class NotFoundPage(Value, frozen=True):
    """`404.html`."""

    head: Head


class RedirectPage(Value, frozen=True):
    """A former address: `redirect.html`."""

    target: str
    title: str
    language: Language
    """Of the page that it leads to, and so of the title."""


class FeedEntry(Value, frozen=True):
    """One article in a feed."""

    card: Card
    id: str
    """Stable for ever: a `urn:uuid:` made from the story key and the language."""

    categories: tuple[str, ...]
    content: str = ""
    """The whole article as HTML with absolute addresses; empty in all but the newest entries."""

    alternates: tuple[Alternate, ...] = ()
    """Translations of the article; where there is content."""


class FeedDocument(Value, frozen=True):
    """One feed document, Atom or JSON: `atom.xml`, `feed.json`."""

    url: str
    """Its own address."""

    title: str
    home: str
    """Address of the HTML list."""

    current: str
    """Address of the subscription document; equal to *url* there."""

    previous_archive: str
    """The next older archive document; empty at the oldest."""

    next_archive: str
    """The next newer archive document; empty in the newest one and in the feed."""

    is_archive: bool
    updated: str
    """ISO 8601: the newest change among the entries."""

    entries: tuple[FeedEntry, ...]
    """Newest first."""

    hub: str = ""
    """WebSub hub that announces changes of this feed; empty unless site.yaml names one."""


class SitemapEntry(Value, frozen=True):
    """One address in a sitemap."""

    url: str
    modified: str
    """ISO 8601, or empty when unknown."""

    alternates: tuple[Alternate, ...]


class SitemapDocument(Value, frozen=True):
    """One sitemap: `sitemap.xml`."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndex(Value, frozen=True):
    """The index of sitemaps: `sitemap-index.xml`."""

    urls: tuple[str, ...]


class NewsEntry(Value, frozen=True):
    """One article of the last two days."""

    url: str
    title: str
    language: str
    date: str
    publication: str


class NewsSitemap(Value, frozen=True):
    """The news sitemap: `sitemap-news.xml`."""

    entries: tuple[NewsEntry, ...]


class RobotsFile(Value, frozen=True):
    """`robots.txt`."""

    sitemaps: tuple[str, ...]
    refused: tuple[str, ...] = ()
    """Names of the crawlers that may not read the site."""


class WebManifest(Value, frozen=True):
    """`manifest.webmanifest`."""

    start_url: str


class PictureFile(Value, frozen=True):
    """A rendition of a photo; it has no template."""

    source: str
    """Site path of the photo."""

    digest: bytes
    """Of the photo's bytes."""

    rendition: Rendition
    codecs: bytes
    """Digest of what decodes and encodes, for another version may give other bytes."""


class CopiedFile(Value, frozen=True):
    """A file published as it is: a static file, an asset, a photo."""

    source: str
    """Site path, or `theme:NAME/PATH` for a file of a theme."""

    digest: bytes
