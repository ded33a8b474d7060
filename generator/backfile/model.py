"""
The values that cross room borders.

All are frozen `msgspec` structs of strings, numbers, booleans, tuples and one
another: they compare, pickle, go into the catalogue and are fingerprinted
without any code of their own.  A template sees one *context* (the classes whose
names end in `Page`, and the documents) as `page`, and one `Frame` as `site`;
what is not in them cannot reach an output.

Addresses in contexts are paths that begin with a slash and include the path of
the site's base URL (`/archive/ua/…`); `Frame.origin + url` is absolute.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of everything here: immutable, and encoded by position."""


# ---------------------------------------------------------------- the site


class Language(Value):
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


class MenuEntry(Value):
    """One entry of the site's menu."""

    to: str
    """Absolute URL, or a site path; without language prefix, as configured."""

    label: tuple[tuple[str, str], ...]
    """(language tag, label) for every language of the site."""


class Site(Value):
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

    def language(self, tag: str) -> Language:
        """Return the language with that tag; KeyError if the site has none."""
        for language in self.languages:
            if language.tag == tag:
                return language
        raise KeyError(tag)

    def has_language(self, tag: str) -> bool:
        """Tell whether *tag* is one of the site's languages."""
        return any(language.tag == tag for language in self.languages)


# ---------------------------------------------------------------- sources


Marks = dict[str, tuple[int, int]]
"""Field name -> (line, column) of its value, for problems found later."""


class PhotoFields(Value):
    """What a source says of a photo; None where it says nothing."""

    src: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    focus: str | None = None


class CorrectionFields(Value):
    """A correction as written."""

    date: Moment
    text: str


class SourceFields(Value):
    """
    What one source under articles/ or pages/ says itself, before inheritance.

    None means that the source leaves the key out, which a translation fills
    from its original; an empty tuple or text means that it was given as empty.
    """

    kind: str
    """`article` or `page`, by the folder."""

    story: str
    """Story key: `articles/2025/name` or `pages/about`, from the path or `story:`."""

    name: str
    """Last part of the path, without language and suffix; for `{name}`."""

    language: str
    title: str
    date: Moment | None
    date_us: int | None
    """The same instant in microseconds since 1970 UTC."""

    updated: Moment | None
    authors: tuple[str, ...] | None
    translators: tuple[str, ...]
    photo: PhotoFields | None
    languages: tuple[str, ...] | None
    elsewhere: tuple[tuple[str, str], ...]
    """(language, absolute URL) of versions published elsewhere."""

    original: str | None
    tags: tuple[str, ...] | None
    section: str | None
    series: str | None
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    """(own taxonomy, terms) for each of the site's own taxonomies that is given."""

    summary: str | None
    slug: str | None
    aliases: tuple[str, ...]
    corrections: tuple[CorrectionFields, ...]
    """As written; pages show the newest first."""

    draft: bool
    expires_us: int | None
    template: str | None
    extra: dict[str, Any]
    marks: Marks


class SourceLink(Value):
    """A link in a body that leads to another source or to a path of this site."""

    target: str
    """As written, without fragment: `../2023/story.uk.md`, or `/about/`."""

    fragment: str
    """With its `#`; empty without one."""

    title: str
    line: int
    column: int


class ImageFields(Value):
    """An image in a body, as written."""

    src: str
    alt: str
    caption: str
    credit: str
    focus: str
    style: str
    inline: bool
    line: int
    column: int


class Body(Value):
    """
    A body rendered once, with gaps for what only the whole site can tell.

    In `html`, `\x00A3\x00` stands for the opening tag of link 3 and
    `\x00Z3\x00` for its closing tag, `\x00P2\x00` for image 2 of `images`.
    """

    html: str
    links: tuple[SourceLink, ...]
    images: tuple[ImageFields, ...]
    first_paragraph: str
    """As plain text, whitespace collapsed; empty when there is none."""


class AuthorRecord(Value):
    """One file of content/authors/.  Texts are (language, text) for every language."""

    key: str
    """The file's name without `.yaml`."""

    name: tuple[tuple[str, str], ...]
    sort_name: tuple[tuple[str, str], ...]
    """Empty tuple: sorted by name."""

    role: tuple[tuple[str, str], ...]
    bio: tuple[tuple[str, str], ...]
    """Markdown."""

    photo: PhotoFields | None
    links: tuple[str, ...]
    slug: tuple[tuple[str, str], ...]
    """Empty tuple: made from the name."""

    aliases: tuple[str, ...]
    marks: Marks


class TermRecord(Value):
    """One entry of tags.yaml, sections.yaml or another taxonomy's file."""

    taxonomy: str
    key: str
    """As written in the file."""

    label: tuple[tuple[str, str], ...]
    slug: tuple[tuple[str, str], ...]
    """Empty tuple: made from the label."""

    description: tuple[tuple[str, str], ...]
    line: int
    column: int


# ---------------------------------------------------------------- what pages show


class Moment(Value):
    """A date, or a date with a time, in the site's time zone."""

    iso: str
    """Always in full, with seconds and offset: `2025-08-23T10:00:00+03:00`."""

    has_time: bool
    """False when the source gave a bare date: do not show 00:00 then."""

    @property
    def machine(self) -> str:
        """For `<time datetime>`: as precise as the source was."""
        return self.iso if self.has_time else self.iso[:10]


class Link(Value):
    """A labelled address."""

    label: str
    url: str


class Person(Value):
    """An author or translator, as a byline shows them."""

    name: str
    url: str
    """Address of the author's page; empty when there is none."""


class TermLink(Value):
    """A tag, section or other term, as an article shows it."""

    key: str
    label: str
    url: str
    """Empty when the term has no page (its taxonomy is not among the site's)."""


class Photo(Value):
    """A photograph, ready to be shown."""

    url: str
    """Published address, or the absolute URL of a linked photo."""

    width: int
    """Pixels after orientation; 0 when unknown (linked photos)."""

    height: int
    alt: str
    caption: str
    """Plain text; empty when there is none."""

    credit: str
    """Photographer or agency, without brackets; empty when there is none."""

    focus: str = ""
    """`X% Y%`, the point that a crop keeps; empty for the middle."""

    inline: bool = False
    """True for a picture inside a line of text: no figure, no caption."""

    style: str = ""
    """Class names given in the source."""

    @property
    def is_linked(self) -> bool:
        """Tell whether the photo lives on another host."""
        return "//" in self.url


class BodyPart(Value):
    """A stretch of rendered body, or a photo between two stretches."""

    html: str
    """Safe HTML; empty for a photo."""

    photo: Photo | None = None


class Card(Value):
    """All that any *other* page may show of an article."""

    url: str
    title: str
    date: Moment
    summary: str
    language: str
    """Tag of the article's own language, also where it stands in for another."""

    direction: str
    authors: tuple[Person, ...]
    section: TermLink | None
    photo: Photo | None
    updated: Moment | None = None


class Correction(Value):
    """A correction shown with its article."""

    date: Moment
    text: str


class Article(Value):
    """What one source says in one language, as its own page shows it."""

    title: str
    summary: str
    """The lead; empty when the author gave none (the first paragraph is in the body)."""

    date: Moment
    updated: Moment | None
    authors: tuple[Person, ...]
    translators: tuple[Person, ...]
    photo: Photo | None
    body: tuple[BodyPart, ...]
    section: TermLink | None
    tags: tuple[TermLink, ...]
    series: TermLink | None
    terms: tuple[tuple[str, tuple[TermLink, ...]], ...]
    """(taxonomy, terms) for the site's own taxonomies, in their order."""

    corrections: tuple[Correction, ...]
    """Newest first."""

    story: str
    """The story key, the same in every language."""

    extra: dict[str, Any]


# ---------------------------------------------------------------- the frame


class SwitcherEntry(Value):
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


class Alternate(Value):
    """One `link rel=alternate hreflang`."""

    hreflang: str
    """Language tag or `x-default`."""

    url: str
    """Site path, or an absolute URL for a version published elsewhere."""


class FeedLink(Value):
    """One feed for autodiscovery."""

    type: str
    """Media type: `application/atom+xml` or `application/feed+json`."""

    title: str
    url: str


class Frame(Value):
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


class Head(Value):
    """What the frame of every HTML page needs to know about the page."""

    url: str
    """Its own address, which is its canonical one."""

    title: str
    description: str
    alternates: tuple[Alternate, ...]
    """Existing translations, itself and x-default; empty when it has none."""

    switcher: tuple[SwitcherEntry, ...]
    breadcrumbs: tuple[Link, ...]
    """From the front page down, without the page itself."""

    feeds: tuple[FeedLink, ...]
    noindex: bool = False


# ---------------------------------------------------------------- contexts


class ArticlePage(Value):
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


class Pager(Value):
    """Where a list goes on.  Numbered pages never say how many there are."""

    number: int
    """0 for the list's own address, else the page's number; 1 is the oldest."""

    newer: str
    """Address of the page with newer articles; empty on the newest."""

    older: str
    """Address of the page with older articles; empty on the oldest."""


class Profile(Value):
    """A person with a record: what their page shows."""

    name: str
    role: str
    bio: tuple[BodyPart, ...]
    photo: Photo | None
    links: tuple[str, ...]


class ListPage(Value):
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


class TermEntry(Value):
    """One term in an index."""

    label: str
    url: str
    count: int
    role: str = ""
    """Of an author."""


class TermGroup(Value):
    """The terms under one letter."""

    letter: str
    entries: tuple[TermEntry, ...]


class TermsPage(Value):
    """All terms of a taxonomy in one language: `terms.html`."""

    head: Head
    taxonomy: str
    groups: tuple[TermGroup, ...]
    """In the collation of the page's language."""


class MonthEntry(Value):
    """One month in the archive."""

    year: int
    month: int
    url: str
    count: int


class YearEntry(Value):
    """One year in the archive."""

    year: int
    url: str
    count: int
    months: tuple[MonthEntry, ...]


class ArchivePage(Value):
    """The archive by date, whole or one year of it: `archive.html`."""

    head: Head
    year: int
    """0 for the whole archive."""

    years: tuple[YearEntry, ...]
    """Newest first; just the one on a year's page."""


class StaticPage(Value):
    """A page such as About: `page.html`."""

    head: Head
    title: str
    body: tuple[BodyPart, ...]
    photo: Photo | None
    updated: Moment | None
    extra: dict[str, Any]


class ChooserPage(Value):
    """The root of a site whose languages all have a prefix: `chooser.html`."""

    head: Head


class NotFoundPage(Value):
    """`404.html`."""

    head: Head


class RedirectPage(Value):
    """A former address: `redirect.html`."""

    target: str
    title: str


class FeedEntry(Value):
    """One article in a feed."""

    card: Card
    id: str
    """Stable for ever: a `tag:` URI made from the story key and the language."""

    categories: tuple[str, ...]


class FeedDocument(Value):
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


class SitemapEntry(Value):
    """One address in a sitemap."""

    url: str
    modified: str
    """ISO 8601, or empty when unknown."""

    alternates: tuple[Alternate, ...]


class SitemapDocument(Value):
    """One sitemap: `sitemap.xml`."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndex(Value):
    """The index of sitemaps: `sitemap-index.xml`."""

    urls: tuple[str, ...]


class NewsEntry(Value):
    """One article of the last two days."""

    url: str
    title: str
    language: str
    date: str
    publication: str


class NewsSitemap(Value):
    """The news sitemap: `sitemap-news.xml`."""

    entries: tuple[NewsEntry, ...]


class RobotsFile(Value):
    """`robots.txt`."""

    sitemaps: tuple[str, ...]


class WebManifest(Value):
    """`manifest.webmanifest`."""

    start_url: str


class CopiedFile(Value):
    """A file published as it is: a static file, an asset, a photo."""

    source: str
    """Site path, or `theme:NAME/PATH` for a file of a theme."""

    digest: bytes


# ---------------------------------------------------------------- bookkeeping


class PageKey(NamedTuple):
    """The identity of one thing to publish."""

    kind: str
    """`article`, `front`, `term`, …: the module of `pages` that knows it."""

    language: str
    """Empty for what belongs to the whole site."""

    subject: str
    """Story key, term, month, source path; what it means is the kind's business."""

    number: int
    """Of a numbered page or archive document; 0 otherwise."""


class Output(NamedTuple):
    """One published file, as the manifest remembers it."""

    path: str
    """Relative to the output folder, POSIX separators, no leading slash."""

    fingerprint: bytes
    """16 bytes over everything the file was made from."""

    digest: bytes
    """16 bytes (BLAKE2b) over the file's contents; deploy compares these."""

    size: int
    """Bytes on disk."""

    mtime_ns: int
    """Modification time of the file as we left it, nanoseconds since 1970."""
