"""
Pages that a site has one of, and a redirect for each former address.

The language chooser at the root, 404, robots.txt, the web manifest.

A file of the same name in content/static/ takes the place of robots.txt, 404.html
and manifest.webmanifest.

Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backfile.catalogue import articles
from backfile.catalogue.sources import digest_of_source
from backfile.model import (
    ChooserPage,
    NotFoundPage,
    PageKey,
    RedirectPage,
    RobotsFile,
    Value,
    WebManifest,
)
from backfile.pages.addresses import alias_url, language_at, prefix_of
from backfile.pages.changes import Changes
from backfile.pages.head import head_of
from backfile.pages.reader import Reader

REDIRECT = "redirect"
PATHS = {
    "chooser": "/",
    "not-found": "/404.html",
    "robots": "/robots.txt",
    "manifest": "/manifest.webmanifest",
}


def pages(reader: Reader) -> Iterator[tuple[PageKey, str]]:
    """Yield the single pages and all redirects, with their addresses."""
    for kind in PATHS:
        key = PageKey(kind, "", "", 0)
        url = url_of(reader, key)
        if url:
            yield key, url
    for owner, number, alias in articles.all_redirects(reader.db):
        yield PageKey(REDIRECT, "", owner, number), alias_url(reader.site, alias)


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the redirects that *changes* may have touched, and pages that a file replaces."""
    if changes.statics:
        yield from (PageKey(kind, "", "", 0) for kind in PATHS)
    for owner in changes.owners:
        for number in range(_redirects_ever(reader, owner)):
            yield PageKey(REDIRECT, "", owner, number)


def _redirects_ever(reader: Reader, owner: str) -> int:
    """Return a number beyond any redirect that *owner* has or had."""
    now = len(articles.redirects_of(reader.db, owner))
    return max(now, articles.planned_redirects(reader.db, owner))


def url_of(reader: Reader, key: PageKey) -> str | None:
    """Return the address of a single page or redirect; None where there is none."""
    if key.kind == REDIRECT:
        for number, alias, _, _ in articles.redirects_of(reader.db, key.subject):
            if number == key.number:
                return alias_url(reader.site, alias)
        return None
    path = PATHS[key.kind]
    if key.kind == "chooser" and any(not language.path for language in reader.site.languages):
        return None
    if digest_of_source(reader.db, f"content/static{path}"):
        return None
    return reader.site.base + path


def context_of(reader: Reader, key: PageKey) -> tuple[Value, str]:
    """Return what a single page or redirect shows, and its template."""
    if key.kind == REDIRECT:
        _, _, url, title = articles.redirects_of(reader.db, key.subject)[key.number]
        site = reader.site
        language = language_at(site, url) or site.language(site.default_language)
        return RedirectPage(url, title, language), "redirect.html"
    makers: dict[str, Callable[[Reader], tuple[Value, str]]] = {
        "chooser": _chooser,
        "not-found": _not_found,
        "robots": _robots,
        "manifest": _manifest,
    }
    return makers[key.kind](reader)


def _fronts(reader: Reader) -> dict[str, str]:
    site = reader.site
    return {language.tag: prefix_of(site, language) for language in site.languages}


def _chooser(reader: Reader) -> tuple[Value, str]:
    language, root = reader.site.default_language, f"{reader.site.base}/"
    frame = reader.frames[language]
    head = head_of(
        reader,
        language,
        root,
        title=frame.title,
        description=frame.description,
        versions=_fronts(reader),
        x_default=root,
    )
    return ChooserPage(head), "chooser.html"


def _not_found(reader: Reader) -> tuple[Value, str]:
    url = f"{reader.site.base}/404.html"
    head = head_of(
        reader,
        reader.site.default_language,
        url,
        title="",
        versions=_fronts(reader),
        noindex=True,
        kind="not-found",
    )
    return NotFoundPage(head), "404.html"


def _robots(reader: Reader) -> tuple[Value, str]:
    return RobotsFile((f"{reader.site.base}/sitemap.xml",)), "robots.txt"


def _manifest(reader: Reader) -> tuple[Value, str]:
    language = reader.site.language(reader.site.default_language)
    return WebManifest(prefix_of(reader.site, language)), "manifest.webmanifest"
