"""
Which ids a page has, for links to a part of it.

They are those of its body, which the HTML of the body tells, and those that the
templates of the theme write themselves.  What a template makes of a variable is
known by how it begins: any `letter-…` may be there.

Cost:    the body of each page that is linked by part, once, as long as it is remembered.
Source:  HTML, "Scrolling to a fragment": `#` and `#top` lead to the top of any page.
Imports: check.survey, catalogue.desk, language.slugs, theme.chain, yaml.wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from backfile.catalogue.desk import html_of
from backfile.check.survey import Survey
from backfile.language.slugs import slug_of
from backfile.theme.chain import Theme
from backfile.yaml.wording import nearest

REMEMBERED = 2000
"""Pages whose ids are not looked up again."""

_ID = re.compile(rb"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_TEMPLATE_ID = re.compile(r"""\sid=["']([^"'{]*)(\{?)""")


class Page(NamedTuple):
    """A page with a body."""

    path: str
    """Of its source."""

    biography: str = ""
    """Language of a biography; empty for an article or static page."""


class Anchors:
    """The ids of pages; those of the pages asked for last are remembered."""

    def __init__(self, survey: Survey) -> None:
        """Read the templates; no body yet."""
        self._whole, self._beginnings = ids_of_theme(survey.renderer.theme)
        self._language = survey.site.default_language
        self._ids_at = lru_cache(REMEMBERED)(partial(_ids_at, survey))

    def has(self, page: Page, name: str) -> bool:
        """Tell whether a page has a part of that name."""
        if name in {"", "top"} or name in self._whole or name.startswith(self._beginnings):
            return True
        return name in self._ids_at(page)

    def nearest_to(self, page: Page, name: str) -> str:
        """Return the id of the page that *name*, perhaps a heading's text, probably stands for."""
        slug = slug_of(name, self._language, home=self._language)
        return nearest(slug or name, sorted(self._ids_at(page)))


def name_of(fragment: str) -> str:
    """Return the id that a fragment (`#…`, maybe encoded) asks for."""
    return unquote(fragment.removeprefix("#").partition(":~:")[0])


def _ids_at(survey: Survey, page: Page) -> frozenset[str]:
    return frozenset(ids_in(html_of(survey.db, page.path, page.biography)))


def ids_in(html: bytes) -> Iterator[str]:
    """Yield the ids that HTML gives, and the names of anchors of old."""
    for found in _ID.finditer(html):
        yield unescape(next(name for name in found.groups() if name is not None).decode())


def ids_of_theme(theme: Theme) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the ids that templates write, and the beginnings of those that they make."""
    files = (
        Path(layer.folder, "templates", name)
        for layer in theme.layers
        for name in layer.templates
        if name.endswith(".html")
    )
    found = {ids for file in files for ids in _TEMPLATE_ID.findall(_text_of(file))}
    whole = frozenset(name for name, variable in found if name and not variable)
    return whole, tuple(sorted(name for name, variable in found if name and variable))


def _text_of(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")
