"""
Static pages: `/ua/about/`, from content/pages/.

Subject: the story key, such as `pages/about`.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue import articles, shown
from backfile.model import PageKey, StaticPage
from backfile.pages.article import versions_of
from backfile.pages.body import body_of
from backfile.pages.changes import Changes
from backfile.pages.head import default_version, head_of
from backfile.pages.reader import Reader

KIND = "page"


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield every static page with its address."""
    for story, language, url in articles.pages_of_kind(reader.db, "page"):
        yield PageKey(KIND, language, story, 0), url


def affected(_reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the static pages among the stories looked at again; links are the articles' to name."""
    for kind, language, story in changes.articles:
        if kind == "page":
            yield PageKey(KIND, language, story, 0)


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a static page; None if it is not published."""
    row = shown.own_page(reader.db, key.subject, key.language, KIND)
    return row.url if row else None


def context_of(reader: Reader, key: PageKey) -> tuple[StaticPage, str]:
    """Return what a static page shows, and its template."""
    row = shown.own_page(reader.db, key.subject, key.language, KIND)
    assert row is not None, key
    article = row.stored.article
    versions, original = versions_of(row.addresses, row.stored.elsewhere)
    page = StaticPage(
        head=head_of(
            reader,
            key.language,
            row.url,
            title=article.title,
            description=row.stored.lead,
            versions=versions,
            x_default=default_version(reader, versions, original),
            kind=KIND,
        ),
        title=article.title,
        body=body_of(reader, row.path, key.language),
        photo=article.photo,
        updated=article.updated,
        extra=article.extra,
    )
    return page, row.template or "page.html"
