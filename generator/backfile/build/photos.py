"""
Photos that sources name: are they there, whose are they, and how are they used?

A photograph is published with a credit: from the front matter or the Markdown,
else from the file itself.  Where neither says whose it is there is a warning;
an empty `credit` says that nobody need be named.

Imports: catalogue, images, pages, site, yaml (wording), errors, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.catalogue import sources
from backfile.catalogue.articles import PhotoUse
from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import PhotoReference, PhotoRow
from backfile.errors import Problem
from backfile.images.facts import credit_line
from backfile.model import Photo
from backfile.yaml.wording import nearest_file

LEAD, BODY, INLINE, PORTRAIT = "lead", "body", "inline", "portrait"


class Shown(NamedTuple):
    """What a published article shows of photos."""

    path: str
    """Its source, whose body names photos."""

    lead_path: str
    """Site path of its lead photo; empty without one, or when it is linked."""

    lead: Photo | None


def uses_of(db: Connection, shown: Iterable[Shown]) -> set[PhotoUse]:
    """Return how published articles use photos."""
    uses = set()
    for item in shown:
        if item.lead and item.lead_path:
            uses.add(PhotoUse(item.lead_path, LEAD, item.lead.focus))
        for reference in sources.photos_named_by(db, item.path):
            row = photo_named(db, reference)
            if row and reference.role in {BODY, INLINE}:
                uses.add(PhotoUse(row.path, BODY, ""))
    return uses


def uses_by_author(db: Connection, path: str, focus: str) -> set[PhotoUse]:
    """Return how the page of the author with the record *path* uses photos."""
    uses = set()
    for reference in sources.photos_named_by(db, path):
        row = photo_named(db, reference)
        if row and reference.role == PORTRAIT:
            uses.add(PhotoUse(row.path, PORTRAIT, focus))
        elif row:
            uses.add(PhotoUse(row.path, BODY, ""))
    return uses


def photo_named(db: Connection, reference: PhotoReference) -> PhotoRow | None:
    """Return the file that a reference means; None if it is linked or missing."""
    return sources.photo_at(db, reference.beside, reference.shared) if reference.beside else None


def problems_of_photos(db: Connection, path: str) -> Iterator[Problem]:
    """Report the photos of a source that do not exist, and those of its body without a credit."""
    for reference in sources.photos_named_by(db, path):
        row = photo_named(db, reference)
        if row is None and reference.beside:
            yield missing_photo(db, path, reference)
        elif reference.role == BODY and not reference.credited and not is_credited(row):
            remedy = f'write `![…]({reference.written}){{credit="NAME"}}`'
            yield without_credit(path, reference, remedy)


def is_credited(row: PhotoRow | None) -> bool:
    """
    Tell whether the file of a photo says whose it is; a linked one says nothing.

    Of a file that cannot be read that is not asked: it is an error already.
    """
    return row is not None and (not row.facts.format or bool(credit_line(row.facts)))


def lead_without_credit(db: Connection, path: str) -> Iterator[Problem]:
    """Report that nobody is named for the lead photo that a source names."""
    for reference in sources.photos_named_by(db, path):
        if reference.role == LEAD:
            yield without_credit(path, reference, "write `credit: NAME` below `photo`")


def without_credit(path: str, reference: PhotoReference, remedy: str) -> Problem:
    """Word that nobody is named for a photo."""
    knows = ", and its file names nobody" if reference.beside else ""
    message = f"the photo `{reference.written}` has no credit{knows}; {remedy}"
    place = (reference.line, reference.column)
    return Problem(path, *place, "photo-credit", message, "warning")


def missing_photo(db: Connection, path: str, reference: PhotoReference) -> Problem:
    """Word that a photo does not exist, with the nearest one that does."""
    looked = dict.fromkeys((reference.beside, reference.shared))
    name = nearest_file(reference.written, sources.shared_photo_names(db))
    hint = f"did you mean `{name}`?" if name else "add the file or correct the name"
    message = f"the photo `{reference.written}` is neither {' nor '.join(looked)}; {hint}"
    if not any(candidate.startswith("content/") for candidate in looked):
        message = f"the photo `{reference.written}` is outside content/; copy it there"
    elif len(looked) == 1:
        message = f"the photo `{reference.written}` does not exist as {reference.beside}; {hint}"
    return Problem(path, reference.line, reference.column, "photo-missing", message)
