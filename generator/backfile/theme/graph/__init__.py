"""
Structured data: what a page says of itself to search engines, as JSON-LD.

One `<script type="application/ld+json">` a page, with one `@graph`: first what
the page is about, then the way to it, then who publishes the site.  Nothing goes
in but the context and the frame, so a page is stale when its data are.

Nodes are known by addresses with a fragment, the same wherever they are named:
`…/#publisher` below the base, `HOME#website`, `ARTICLE#article`, `AUTHOR#person`.

Modules: `nodes` (what several kinds of pages have), `article`, `lists`.

Shape:   compact JSON; `<`, `>`, `&` and the line separators of Unicode are escaped,
         for nothing in a script element may look like its end.
Cost:    about 0.05 ms an article.
Source:  schema.org 29; Google Search Central, "Article", "Breadcrumb", "Profile
         page", "Organization", "Site names", "Image metadata"; HTML, "Restrictions
         for contents of script elements".
Imports: theme.graph, model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from backfile.model import (
    ArchivePage,
    ArticlePage,
    ChooserPage,
    ListPage,
    StaticPage,
    TermsPage,
)
from backfile.theme.graph.article import article_nodes
from backfile.theme.graph.lists import chooser_nodes, index_nodes, list_nodes, static_nodes
from backfile.theme.graph.nodes import Node, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.model import Frame, Photo, Picture

_MAKERS: dict[type, Callable[[Any, Scene], list[Node]]] = {
    ArticlePage: article_nodes,
    ListPage: list_nodes,
    TermsPage: index_nodes,
    ArchivePage: index_nodes,
    StaticPage: static_nodes,
    ChooserPage: chooser_nodes,
}

_ESCAPES = (
    (b"<", b"\\u003c"),
    (b">", b"\\u003e"),
    (b"&", b"\\u0026"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)

_OPENING = '<script type="application/ld+json">'


def structured_data_of(
    absolute: Callable[[str], str], renditions: Callable[[Photo, str], Picture], portrait: str
) -> Callable[..., Markup]:
    """
    Return the function `structured_data(page, site, heading, archive)` for templates.

    *portrait* is the crop in which portraits are published, empty if they are whole;
    *heading* is what the page is called, *archive* what the archive is called in
    the language of the page, for it has no name in breadcrumbs.  A page of another
    kind, or one out of the index, has no structured data: empty text.
    """

    def structured_data(page: Any, site: Frame, heading: str = "", archive: str = "") -> Markup:
        maker = _MAKERS.get(type(page))
        if maker is None or page.head.noindex:
            return Markup()
        name = _plain(heading) or page.head.title or site.title
        scene = Scene(site, name, _plain(archive), absolute, renditions, portrait)
        return Markup(f"{_OPENING}{encode_graph(maker(page, scene))}</script>")  # noqa: S704

    return structured_data


def _plain(text: str) -> str:
    """Return what a template hands over, which is escaped, as it is read."""
    return text.unescape() if isinstance(text, Markup) else text


def encode_graph(nodes: list[Node]) -> str:
    """Return a document of JSON-LD that can stand in a script element."""
    data = msgspec.json.encode({"@context": "https://schema.org", "@graph": nodes})
    for sign, escape in _ESCAPES:
        data = data.replace(sign, escape)
    return data.decode()
