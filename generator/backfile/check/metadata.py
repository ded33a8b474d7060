"""
What search engines, feeds and lists of articles miss in an article.

What a translation inherits is asked of the original alone.

Errors:  as warnings; codes `no-summary`, `title-long`, `no-photo`, `no-author`, `no-terms`.
Imports: check.survey, catalogue.desk, errors.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue.desk import DeskArticle
from backfile.check.survey import Survey
from backfile.errors import Problem

LONGEST_TITLE = 70
"""Characters; search engines cut titles at a width in pixels, which 60 to 70 letters fill."""


def gaps_of_story(_survey: Survey, story: list[DeskArticle]) -> Iterator[Problem]:
    """Yield what the articles of a story lack."""
    for article in story:
        if article.kind == "article" and article.is_due:
            yield from _own_gaps(article)
            if article.original:
                yield from _inherited_gaps(article)


def _own_gaps(article: DeskArticle) -> Iterator[Problem]:
    length = len(article.fields.title)
    if length > LONGEST_TITLE:
        message = (
            f"the title has {length} characters, and search results show about {LONGEST_TITLE};"
            " say the most important first, or shorten it"
        )
        yield _gap(article, "title-long", message)
    if not any(sign.isalnum() for sign in article.stored.lead):
        message = "there is no summary, and no first paragraph to stand in for it; write `summary`"
        yield _gap(article, "no-summary", message)


def _inherited_gaps(article: DeskArticle) -> Iterator[Problem]:
    shown = article.stored.article
    if shown.photo is None:
        yield _gap(article, "no-photo", "the article has no photo; write `photo`")
    if not shown.authors:
        yield _gap(article, "no-author", "the article has no author; write `author`")
    if shown.section is None and not shown.tags:
        message = "the article has neither section nor tags; write `section` or `tags`"
        yield _gap(article, "no-terms", message)


def _gap(article: DeskArticle, code: str, message: str) -> Problem:
    place = article.fields.marks.get("title", (1, 1))
    return Problem(article.path, *place, code, message, "warning")
