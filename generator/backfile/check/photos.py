"""
Photos without a text for those who do not see them.

The text may stand in the front matter, in the Markdown, or in the file itself, in the
language of the page.  `alt: ""` says that a lead photo needs none; a picture within a
line of text may do without.  Missing photos and credits are reported by a build.

Errors:  as warnings; code `photo-alt`.
Imports: check.survey, catalogue, pages.photos, yaml, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue.desk import DeskArticle, DeskBody
from backfile.check.survey import Survey
from backfile.errors import Problem
from backfile.model import PhotoFields
from backfile.pages.photos import find_photo, text_in
from backfile.yaml.wording import quoted


def leads_without_text(_survey: Survey, story: list[DeskArticle]) -> Iterator[Problem]:
    """Yield the lead photos of a story without a text, once where each is given."""
    given = {
        article.fields.photo.alt for article in story if article.original and article.fields.photo
    }
    for article in story:
        own, shown = article.fields.photo, article.stored.article.photo
        if own is None or shown is None or shown.alt or not article.is_due:
            continue
        if own.alt is None and "" not in given:
            place = article.fields.marks.get("photo.src") or article.fields.marks["photo"]
            remedy = "write `alt: …` below `photo`, what is to be seen"
            yield _without_text(article.path, own.src or shown.url, place, remedy)


def pictures_without_text(survey: Survey, body: DeskBody) -> Iterator[Problem]:
    """Yield the photos in a body, those with a line of their own, that have no text."""
    for image in body.images:
        if image.alt or image.inline:
            continue
        row = find_photo(survey.db, body.path, PhotoFields(src=image.src))
        if row is None or not text_in(row.facts.alts, body.language):
            remedy = f"write what is to be seen, `![…]({image.src})`"
            yield _without_text(body.path, image.src, (image.line, image.column), remedy)


def _without_text(path: str, src: str, place: tuple[int, int], remedy: str) -> Problem:
    message = f"the photo {quoted(src)} has no text for those who do not see it; {remedy}"
    return Problem(path, *place, "photo-alt", message, "warning")
