"""
What pages show of articles: cards, people, photos, and articles themselves.

Imports: model.value.
"""

from __future__ import annotations

from typing import Any

from backfile.model.value import Value


class Moment(Value, frozen=True):
    """A date, or a date with a time, in the site's time zone."""

    iso: str
    """Always in full, with seconds and offset: `2025-08-23T10:00:00+03:00`."""

    has_time: bool
    """False when the source gave a bare date: do not show 00:00 then."""

    @property
    def machine(self) -> str:
        """For `<time datetime>`: as precise as the source was."""
        return self.iso if self.has_time else self.iso[:10]


class Link(Value, frozen=True):
    """A labelled address."""

    label: str
    url: str


class Person(Value, frozen=True):
    """An author or translator, as a byline shows them."""

    name: str
    url: str
    """Address of the author's page; empty when there is none."""

    key: str = ""
    """Folded key of the author, the same in every language."""


class TermLink(Value, frozen=True):
    """A tag, section or other term, as an article shows it."""

    key: str
    label: str
    url: str
    """Empty when the term has no page (its taxonomy is not among the site's)."""


class PhotoRights(Value, frozen=True):
    """Whose a photograph is, as its own data say (IPTC, XMP); each part may be empty."""

    creator: str
    copyright: str
    license: str
    """URL of the licence (`xmpRights:WebStatement`)."""

    acquire: str
    """URL where a licence can be had (`plus:LicensorURL`)."""


class Photo(Value, frozen=True):
    """A photograph, ready to be shown."""

    url: str
    """Address of the whole picture in the format that every browser reads, or of a linked photo."""

    width: int
    """Pixels of the original after orientation; 0 when unknown (linked photos)."""

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

    name: str = ""
    """Begins the names of its renditions; empty when it is published as it is, or linked."""

    mark: str = ""
    """Digest in the names of its renditions: 16 hexadecimal digits."""

    suffix: str = ""
    """Of the renditions that every browser reads, without a dot: `jpg` or `png`."""

    rights: PhotoRights | None = None
    role: str = ""
    """`lead` or `portrait`: which crops are made of it; empty: it is shown whole."""


class PictureSource(Value, frozen=True):
    """One `<source>` of a `<picture>`."""

    type: str
    """Media type: `image/avif`."""

    srcset: str


class Picture(Value, frozen=True):
    """How a photo, or a crop of it, is written in HTML."""

    sources: tuple[PictureSource, ...]
    """Best format first, without the one that every browser reads."""

    url: str
    """For `src`: the widest rendition that every browser reads."""

    srcset: str
    """In the format that every browser reads; empty when there is one width only."""

    width: int
    """Pixels of *url*; 0 when unknown."""

    height: int


class BodyPart(Value, frozen=True):
    """A stretch of rendered body, or a photo between two stretches."""

    html: str
    """Safe HTML; empty for a photo."""

    photo: Photo | None = None


class Card(Value, frozen=True):
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


class Correction(Value, frozen=True):
    """A correction shown with its article."""

    date: Moment
    text: str


class Article(Value, frozen=True):
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
    genre: str = ""
    """`news`, `reportage`, `opinion`, `analysis`, `background`, `review`; empty when not said."""


class StoredArticle(Value, frozen=True):
    """An article as the catalogue keeps it: all but its body, which lies apart."""

    article: Article
    """With an empty body."""

    elsewhere: tuple[tuple[str, str], ...]
    """(language, absolute URL) of versions of the story published elsewhere."""

    lead: str
    """For descriptions: the summary, else the first paragraph."""
