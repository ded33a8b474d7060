"""
Reading one changed source, in whatever process: bytes -> rows, and problems.

Markdown is rendered here, once; only what needs the rest of the site is left
open in the body (see `model.Body`).  The digest is taken from the very bytes
that are parsed, so that an edit during the build is seen by the next one.

Shape:   one `Reading` a source; a source whose digest is known comes back
         without anything but that.
Errors:  as problems with path, line and column; nothing is raised for bad input.
Imports: source, images, markup, language, catalogue.sources (row shapes), model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from backfile.catalogue.sources import LinkReference, PhotoReference, Spelling, Text
from backfile.errors import Problem
from backfile.fingerprint import digest_of, encode
from backfile.images.facts import read_facts
from backfile.images.probe import PhotoError, is_cut_off, svg_has_script
from backfile.language.quotes import quote_marks_of
from backfile.language.slugs import slug_of
from backfile.language.spacing import spacing_of
from backfile.language.terms import term_key_of
from backfile.markup.markdown import render_body
from backfile.model import (
    AuthorRecord,
    Body,
    PhotoFacts,
    PhotoFields,
    Site,
    SourceFields,
    TermRecord,
)
from backfile.source.article import parse_article
from backfile.source.paths import photo_candidates, stem_of, stem_of_link
from backfile.source.records import parse_author, parse_terms
from backfile.source.scan import Change


class Suspect(NamedTuple):
    """A source to read, with the digest that the catalogue knows of it."""

    change: Change
    digest: bytes
    """Empty for a new source."""


class Reading(NamedTuple):
    """What came of reading one source."""

    change: Change
    digest: bytes
    problems: tuple[Problem, ...] = ()
    text: Text | None = None
    spellings: tuple[Spelling, ...] = ()
    author: AuthorRecord | None = None
    biography: tuple[tuple[str, Body], ...] = ()
    """(language, body) of an author with a bio."""

    terms: tuple[TermRecord, ...] = ()
    links: tuple[LinkReference, ...] = ()
    """Links in an author's biography, or in a text that has errors otherwise."""

    photos: tuple[PhotoReference, ...] = ()
    """Photos that an author's record names."""

    facts: PhotoFacts | None = None
    """Of a photo that could be read."""

    unchanged: bool = False
    vanished: bool = False
    """The file was gone before it could be read."""


def read_source(folder: Path, site: Site, suspect: Suspect) -> Reading:
    """Read one suspect source of the site in *folder*."""
    change = suspect.change
    try:
        with open(f"{folder}/{change.path}", "rb", buffering=0) as file:
            data = file.read()
    except FileNotFoundError:
        return Reading(change, b"", vanished=True)
    except OSError as error:
        problem = Problem(change.path, 0, 0, "unreadable", f"cannot be read: {error.strerror}")
        return Reading(change, b"", (problem,))
    digest = digest_of(data)
    if digest == suspect.digest:
        return Reading(change, digest, unchanged=True)
    return _READERS[change.kind](site, change, digest, data)


def _read_text(site: Site, change: Change, digest: bytes, data: bytes) -> Reading:
    path = change.path
    parsed = parse_article(path, data, site)
    fields = parsed.fields
    language = (fields.language if fields else "") or site.default_language
    body, problems = _render(site, path, parsed.body_text, language, parsed.body_line)
    links = tuple(_links_of(site, path, body))
    if fields is None or any(problem.severity == "error" for problem in parsed.problems):
        return Reading(change, digest, (*parsed.problems, *problems), links=links)
    text = Text(
        path=path,
        stem=stem_of(path, site),
        story=fields.story,
        fields=encode(fields),
        first_paragraph=body.first_paragraph,
        body=encode(body),
        links=links,
        photos=(*_lead_photo(path, fields.photo, fields.marks), *_body_photos(path, body)),
    )
    spellings = tuple(spellings_of(fields))
    return Reading(change, digest, (*parsed.problems, *problems), text, spellings)


def _render(
    site: Site, path: str, text: str, language: str, first_line: int
) -> tuple[Body, list[Problem]]:
    return render_body(
        text,
        language=language,
        path=path,
        first_line=first_line,
        html=site.html,
        slug_of=partial(
            slug_of, language=language, ascii_only=site.ascii_slugs, home=site.default_language
        ),
        quotes=quote_marks_of(language),
        spacing=spacing_of(language),
    )


def _links_of(site: Site, path: str, body: Body) -> Iterator[LinkReference]:
    for link in body.links:
        if not link.target.startswith("/"):
            stem = stem_of_link(path, link.target, site)
            yield LinkReference(stem, link.target, link.line, link.column)


def _lead_photo(
    path: str, photo: PhotoFields | None, marks: dict[str, tuple[int, int]], role: str = "lead"
) -> Iterator[PhotoReference]:
    if photo and photo.src:
        place = marks.get("photo.src") or marks.get("photo") or (1, 1)
        credited = photo.credit is not None
        yield PhotoReference(photo.src, *_places_of(path, photo.src), role, credited, *place)


def _body_photos(path: str, body: Body) -> Iterator[PhotoReference]:
    for image in body.images:
        role = "inline" if image.inline else "body"
        places = _places_of(path, image.src)
        place = (image.line, image.column)
        yield PhotoReference(image.src, *places, role, bool(image.credit), *place)


def _places_of(path: str, src: str) -> tuple[str, str]:
    """Return where a photo is looked up; nowhere if it is linked."""
    return ("", "") if "//" in src else photo_candidates(path, src)


def spellings_of(fields: SourceFields) -> Iterator[Spelling]:
    """Yield every term that a source writes, as written."""
    given = [
        ("tags", fields.tags or ()),
        ("authors", (*(fields.authors or ()), *fields.translators)),
        ("sections", (fields.section,) if fields.section else ()),
        ("series", (fields.series,) if fields.series else ()),
        *fields.terms,
    ]
    for taxonomy, terms in given:
        for term in terms:
            yield Spelling(taxonomy, term_key_of(term), term)


def _read_author(site: Site, change: Change, digest: bytes, data: bytes) -> Reading:
    record, problems = parse_author(change.path, data, site)
    if record is None:
        return Reading(change, digest, tuple(problems))
    biography = []
    portrait = record.photo[0][1] if record.photo else None
    photos = list(_lead_photo(change.path, portrait, record.marks, "portrait"))
    links: list[LinkReference] = []
    for language, text in record.bio:
        line = record.marks.get("bio", (1, 1))[0]
        body, found = _render(site, change.path, text, language, line)
        problems += found
        biography.append((language, body))
        links += _links_of(site, change.path, body)
        photos += _body_photos(change.path, body)
    return Reading(
        change,
        digest,
        tuple(problems),
        author=record,
        biography=tuple(biography),
        links=tuple(dict.fromkeys(links)),
        photos=tuple(dict.fromkeys(photos)),
    )


def _read_terms(site: Site, change: Change, digest: bytes, data: bytes) -> Reading:
    taxonomy = change.path.rpartition("/")[2].removesuffix(".yaml")
    if taxonomy not in {*site.taxonomies, "tags", "sections", "series"}:
        message = f"`{taxonomy}` is not a taxonomy; site.yaml has {', '.join(site.taxonomies)}"
        problem = Problem(change.path, 0, 0, "unknown-taxonomy", message, "warning")
        return Reading(change, digest, (problem,))
    records, problems = parse_terms(change.path, data, site, taxonomy)
    return Reading(change, digest, tuple(problems), terms=records)


def _read_photo(_site: Site, change: Change, digest: bytes, data: bytes) -> Reading:
    suffix = "." + change.path.rpartition(".")[2].lower()
    try:
        facts = read_facts(data, suffix)
    except PhotoError as error:
        return Reading(change, digest, (Problem(change.path, 0, 0, "photo", str(error)),))
    problems: tuple[Problem, ...] = ()
    if suffix == ".svg" and svg_has_script(data):
        message = "the SVG holds script, which never runs on a page; remove it"
        problems = (Problem(change.path, 0, 0, "svg-script", message, "warning"),)
    if is_cut_off(data, suffix):
        message = "the picture is cut off, and shows only its upper part; replace the file"
        problems = (Problem(change.path, 0, 0, "photo-cut-off", message, "warning"),)
    return Reading(change, digest, problems, facts=facts)


def _read_static(_site: Site, change: Change, digest: bytes, _data: bytes) -> Reading:
    return Reading(change, digest)


_READERS: dict[str, Callable[[Site, Change, bytes, bytes], Reading]] = {
    "article": _read_text,
    "page": _read_text,
    "author": _read_author,
    "terms": _read_terms,
    "photo": _read_photo,
    "static": _read_static,
}
