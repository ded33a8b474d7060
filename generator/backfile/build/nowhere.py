"""
Paths that site.yaml names and that lead nowhere, in no language.

A menu's path that no language has is a dead link on every page, and a policy whose
page is not there is left out without a word.  What merely waits (a section without
articles yet, a page in draft) is no mistake.

Errors:  as warnings; codes `menu` and `publisher`.
Cost:    a few queries a path.
Imports: build.worker, catalogue, language, pages, site, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from backfile.build.worker import Order
from backfile.catalogue import articles, outputs, records, sources
from backfile.catalogue.connection import Connection
from backfile.errors import Problem
from backfile.language.terms import term_key_of
from backfile.pages.addresses import path_of
from backfile.pages.frame import address_in
from backfile.pages.reader import Reader
from backfile.site.load import FILE, place_in_site
from backfile.site.publisher import POLICIES
from backfile.yaml.wording import quoted, suggestion

MOST_SECTIONS = 500
"""Among which the nearest is looked for."""

_KEYS = {name: key for key, name in POLICIES.items()}


def paths_to_nowhere(db: Connection, order: Order) -> list[Problem]:
    """Return a warning for each path of the menu, and each policy, that no page has."""
    return [*_menu_problems(db, order), *_policy_problems(db, order)]


def _menu_problems(db: Connection, order: Order) -> Iterator[Problem]:
    reader = Reader(db, order.site, order.now_us)
    for index, entry in enumerate(order.site.menu):
        path = entry.to.partition("#")[0].strip("/")
        if not entry.to.startswith("/") or not path or _may_lead(reader, path):
            continue
        known = [*_pages(db), *(f"/{key}/" for key in _sections(db))]
        otherwise = "write the path of a page or section, or take it out"
        hint = suggestion(f"/{path}/", known, otherwise)
        message = f"the menu leads to {quoted(entry.to)}, which no language has; {hint}"
        place = place_in_site(order.site_folder, "menu", index, "to")
        yield Problem(FILE, *place, "menu", message, "warning")


def _may_lead(reader: Reader, path: str) -> bool:
    """Tell whether a menu's path leads to a page in any language, or may do so later."""
    db, site, key = reader.db, reader.site, term_key_of(path)
    if path == "archive" or path in site.taxonomies or records.term_record(db, "sections", key):
        return True
    if records.spellings_of(db, "sections", key) or sources.story_of_stem(db, f"pages/{path}"):
        return True
    addresses = (address_in(reader, language, path) for language in site.languages)
    return any(outputs.has_path(db, path_of(site, address)) for address in addresses)


def _policy_problems(db: Connection, order: Order) -> Iterator[Problem]:
    for name, target in order.site.publisher.policies:
        fault = _policy_fault(db, target) if target.startswith("/") else ""
        if fault:
            key = _KEYS[name]
            place = place_in_site(order.site_folder, "publisher", "policies", key)
            message = f"`publisher.policies.{key}` is {quoted(target)}, {fault}"
            yield Problem(FILE, *place, "publisher", message, "warning")


def _policy_fault(db: Connection, target: str) -> str:
    path, _, fragment = target.partition("#")
    path = path.strip("/")
    if sources.digest_of_source(db, f"content/static/{path}"):
        return ""
    story = sources.story_of_stem(db, f"pages/{path}")
    if not story:
        hint = suggestion(f"/{path}/", _pages(db), f"write content/pages/{path}.md")
        return f"but there is no such page; {hint}"
    texts = sources.texts_of_story(db, story)
    published = {tag for tag, _, _ in articles.published_addresses(db, story)}
    paths = [text.path for text in texts if text.fields.language in published]
    if fragment and paths and not _has_part(db, paths, fragment):
        heading = quoted(f"## … {{#{fragment}}}")
        return f"but no heading of that page has the id {quoted(fragment)}; write {heading}"
    return ""


def _has_part(db: Connection, paths: Iterable[str], fragment: str) -> bool:
    bodies = (sources.body_at(db, path) for path in paths)
    return any(body and f'id="{escape(fragment)}"' in body.html for body in bodies)


def _pages(db: Connection) -> list[str]:
    """Return the paths of static pages, as the menu and policies name them."""
    return [f"/{stem.removeprefix('pages/')}/" for stem in sources.stems_beside(db, "pages/x")]


def _sections(db: Connection) -> list[str]:
    return [record.key for record in records.term_records_of(db, "sections", MOST_SECTIONS)]
