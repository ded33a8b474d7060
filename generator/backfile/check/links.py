"""
Links to addresses of this site, and to parts of pages.

Links to sources that do not exist are reported by a build already.  Here are those
to paths (`/ua/about/`), to absolute addresses of this site, and to fragments; of
raw HTML, too.  And the menu: an entry that some languages have not.

Errors:  codes `address-missing` and `fragment-missing`; as warnings `address-slash`, `menu`.
Imports: check, catalogue, pages, site, source.paths, errors, model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from backfile.catalogue import desk, outputs
from backfile.catalogue.desk import DeskBody
from backfile.check.addresses import own_path, wrong_address
from backfile.check.anchors import Anchors, Page, name_of
from backfile.check.findings import Fault
from backfile.check.places import place_of
from backfile.check.survey import Survey
from backfile.errors import Problem
from backfile.model import MenuEntry, SourceLink
from backfile.pages.addresses import path_of
from backfile.pages.frame import address_in
from backfile.pages.reader import Reader
from backfile.site.load import FILE, place_in_site
from backfile.source.paths import stem_of_link
from backfile.yaml.wording import listed, quoted

_HREF = re.compile(rb"""<[aA]\s[^<>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")


def hrefs_in(html: bytes) -> list[str]:
    """Return the addresses of links that are written out in HTML, each once."""
    if b"href" not in html:
        return []
    found = (
        next(href for href in match.groups() if href is not None) for match in _HREF.finditer(html)
    )
    return list(dict.fromkeys(unescape(href.decode()).strip() for href in found))


def broken_links(survey: Survey, body: DeskBody, anchors: Anchors) -> Iterator[Problem]:
    """Yield what is wrong with the links of one body."""
    for link in body.links:
        fault = _fault_of_link(survey, body, link, anchors)
        if fault:
            yield fault.at(body.path, link.line, link.column)
    for href in hrefs_in(body.html):
        fault = _fault_of_href(survey, body, href, anchors)
        if fault:
            yield fault.at(body.path, *place_of(survey.folder, body.path, href))


def _fault_of_link(
    survey: Survey, body: DeskBody, link: SourceLink, anchors: Anchors
) -> Fault | None:
    """Say what is wrong with a link to a path, or to a part of another source."""
    if link.target.startswith("/"):
        return _fault_of_path(survey, link.target, link.fragment, anchors)
    if not link.fragment:
        return None
    versions = desk.sources_at_stem(survey.db, stem_of_link(body.path, link.target, survey.site))
    if not versions:
        return None  # a build reports that
    _, path, _ = min(versions, key=lambda version: (version[0] != body.language, not version[2]))
    return _fault_of_part(anchors, Page(path), link.target, link.fragment)


def _fault_of_href(survey: Survey, body: DeskBody, href: str, anchors: Anchors) -> Fault | None:
    """Say what is wrong with a link that is written out: within the page, or absolute."""
    if href.startswith("#"):
        page = Page(body.path, body.language if body.is_biography else "")
        return _fault_of_part(anchors, page, "", href)
    is_path = href.startswith("/") and not href.startswith("//")
    address, mark, fragment = f"{survey.site.origin if is_path else ''}{href}".partition("#")
    path = own_path(survey, address)
    return None if path is None else _fault_of_path(survey, path, mark + fragment, anchors)


def _fault_of_path(survey: Survey, path: str, fragment: str, anchors: Anchors) -> Fault | None:
    """Say what is wrong with a link to a path below the base."""
    wrong = wrong_address(survey, path)
    if wrong and wrong.is_there:
        message = f"the link leads to {quoted(path)}, but that address ends with `/`; {wrong.hint}"
        return Fault("address-slash", message, "warning")
    if wrong:
        message = f"the link leads to {quoted(path)}, which this site has not; {wrong.hint}"
        return Fault("address-missing", message)
    source = _source_at(survey, path) if fragment else ""
    return _fault_of_part(anchors, Page(source), path, fragment) if source else None


def _source_at(survey: Survey, path: str) -> str:
    """Return the source of the article or static page at a path; empty for other pages."""
    found = outputs.output_at(survey.db, path_of(survey.site, survey.site.base + path))
    if found is None or found[0].kind not in {"article", "page"}:
        return ""
    return desk.source_of_page(survey.db, found[0].subject, found[0].language)


def _fault_of_part(anchors: Anchors, page: Page, target: str, fragment: str) -> Fault | None:
    """Say that a page has no such part; *target* is how the page is written in the link."""
    name = name_of(fragment)
    if anchors.has(page, name):
        return None
    near = anchors.nearest_to(page, name)
    otherwise = f"give a heading there the id, `## … {{#{name}}}`, or take out the `#`"
    hint = f"did you mean {quoted(f'{target}#{near}')}?" if near else otherwise
    where = page.path if target else "this page"
    written = quoted(f"{target}#{name}")
    message = f"the link leads to {written}, but {where} has no such part; {hint}"
    return Fault("fragment-missing", message)


def half_dead_menu(survey: Survey) -> Iterator[Problem]:
    """Yield the entries of the menu that lead nowhere in some languages; a build tells of all."""
    for index, entry in enumerate(survey.site.menu):
        dead = _languages_without(survey, entry) if entry.to.startswith("/") else []
        if dead and len(dead) < len(survey.site.languages):
            tags = listed(quoted(tag) for tag in dead)
            message = (
                f"the menu leads to {quoted(entry.to)}, which is not there in {tags};"
                " write what is missing, or lead to a page that every language has"
            )
            place = place_in_site(survey.folder, "menu", index, "to")
            yield Problem(FILE, *place, "menu", message, "warning")


def _languages_without(survey: Survey, entry: MenuEntry) -> list[str]:
    """Return the languages in which an entry is shown, and leads nowhere."""
    reader = Reader(survey.db, survey.site, survey.order.now_us)
    path = entry.to.partition("#")[0].strip("/")
    urls = {lang.tag: address_in(reader, lang, path) for lang in survey.site.languages}
    return [
        tag
        for tag, url in urls.items()
        if url and not outputs.has_path(survey.db, path_of(survey.site, url))
    ]
