"""
What sources say: front matter, bodies and records, as written and checked.

Imports: model.value, model.shown.
"""

from __future__ import annotations

from typing import Any

from backfile.model.shown import Moment
from backfile.model.value import Value

Marks = dict[str, tuple[int, int]]
"""Field name -> (line, column) of its value, for problems found later."""


class PhotoFields(Value, frozen=True):
    """What a source says of a photo; None where it says nothing."""

    src: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    focus: str | None = None


class CorrectionFields(Value, frozen=True):
    """A correction as written."""

    date: Moment
    text: str


class SourceFields(Value, frozen=True):
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
    genre: str | None = None


class SourceLink(Value, frozen=True):
    """A link in a body that leads to another source or to a path of this site."""

    target: str
    """As written, without fragment: `../2023/story.uk.md`, or `/about/`."""

    fragment: str
    """With its `#`; empty without one."""

    title: str
    line: int
    column: int


class ImageFields(Value, frozen=True):
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


class Body(Value, frozen=True):
    r"""
    A body rendered once, with gaps for what only the whole site can tell.

    In `html`, `\x00A3\x00` stands for the opening tag of link 3 and
    `\x00Z3\x00` for its closing tag, `\x00P2\x00` for image 2 of `images`.
    """

    html: str
    links: tuple[SourceLink, ...]
    images: tuple[ImageFields, ...]
    first_paragraph: str
    """As plain text, whitespace collapsed; empty when there is none."""


class AuthorRecord(Value, frozen=True):
    """One file of content/authors/.  Texts are (language, text) for every language."""

    key: str
    """The file's name without `.yaml`."""

    name: tuple[tuple[str, str], ...]
    sort_name: tuple[tuple[str, str], ...]
    """Empty tuple: sorted by name."""

    role: tuple[tuple[str, str], ...]
    bio: tuple[tuple[str, str], ...]
    """Markdown."""

    photo: tuple[tuple[str, PhotoFields], ...]
    """(language, photo) for every language, of one file; empty tuple: none."""

    links: tuple[str, ...]
    slug: tuple[tuple[str, str], ...]
    """Empty tuple: made from the name."""

    aliases: tuple[str, ...]
    marks: Marks


class TermRecord(Value, frozen=True):
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
    genre: str = ""
    """Of articles that name none; of a section only."""
