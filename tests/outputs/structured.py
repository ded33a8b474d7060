"""
A checker of structured data: what schema.org and search engines ask, over a whole tree.

`findings_in` reads the JSON-LD of every page and says what is wrong with it, in the
page and between pages: what a node must have, addresses, dates, what readers see, and
whether what one page names is what another one emits.

Source:  schema.org; Google Search Central, "Structured data" and its kinds.
Imports: pages.published.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pages.published import attribute, one, texts, values
from PIL import Image

from backfile.site.publisher import POLICIES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.published import Published
    from selectolax.lexbor import LexborHTMLParser

Node = dict[str, Any]

ARTICLES = (
    "NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle",
)  # fmt: skip
PAGES = ("CollectionPage", "ProfilePage", "WebPage")
_OF_PAGE = ("@id", "url", "name", "inLanguage", "isPartOf")
REQUIRED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ARTICLES, (
        "@id", "headline", "url", "datePublished", "dateModified", "publisher", "inLanguage",
        "mainEntityOfPage", "isAccessibleForFree", "isPartOf", "description",
    )),
    **dict.fromkeys(PAGES, _OF_PAGE),
    **dict.fromkeys(TYPES, ("@id", "name", "url")),
    "ProfilePage": (*_OF_PAGE, "mainEntity"),
    "WebSite": ("@id", "name", "url"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name"),
    "Person": ("name",),
    "ImageObject": ("url",),
    "CorrectionComment": ("text", "datePublished"),
}  # fmt: skip
"""Type -> properties without which a node says too little; types that are not here are unknown."""

ADDRESSES = {
    "@id", "url", "contentUrl", "item", "mainEntityOfPage", "sameAs", "license",
    "acquireLicensePage", *POLICIES.values(),
}  # fmt: skip
LISTS = {"author", "image", "keywords", "correction", "workTranslation", "translator"}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
TOP = "head script[type='application/ld+json']"


@dataclass(frozen=True)
class Page:
    """A published page with its structured data."""

    path: str
    tree: LexborHTMLParser
    graph: list[Node]

    @property
    def address(self) -> str:
        """Its canonical address."""
        return attribute(one(self.tree, "link[rel=canonical]"), "href")

    def of_type(self, *types: str) -> list[Node]:
        """Return the nodes at the top of the graph that are of one of these types."""
        return [node for node in self.graph if node.get("@type") in types]


def findings_in(published: Published) -> list[str]:
    """Return what is wrong, each as `path: what`."""
    pages, found = [], []
    for path, tree in published.full_pages():
        blocks = tree.css("script[type='application/ld+json']")
        wanted = 0 if tree.css_matches("meta[name=robots][content=noindex]") else 1
        if len(blocks) != wanted:
            found.append(f"{path}: {len(blocks)} blocks, not {wanted}")
        elif wanted:
            page = Page(path, tree, [])
            found += [f"{path}: {fault}" for fault in _faults_of_block(page, blocks[0].text())]
            pages.append(page)
    known = {node["@id"]: page for page in pages for node in page.graph if "@id" in node}
    for page in pages:
        for fault in (*_faults_of_page(page, published), *_faults_between(page, known)):
            found.append(f"{page.path}: {fault}")
    return found


def _faults_of_block(page: Page, text: str) -> Iterator[str]:
    """Read a block into *page*."""
    if re.search("[<>&\u2028\u2029]", text):
        yield "a sign that does not belong into a script element"
    try:
        document = json.loads(text)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    if document.keys() != {"@context", "@graph"} or document["@context"] != "https://schema.org":
        yield "another context than schema.org's, or no graph"
        return
    page.graph.extend(document["@graph"])


def nodes_in(value: Any) -> Iterator[Node]:
    """Yield every node, those within others too."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from nodes_in(part)


def is_reference(node: Node) -> bool:
    """Tell whether a node only names another one."""
    return node.keys() == {"@id"}


# ------------------------------------------------------------ nodes by themselves


def _faults_of_page(page: Page, published: Published) -> Iterator[str]:
    for node in nodes_in(page.graph):
        if not is_reference(node):
            yield from _faults_of_shape(node)
        yield from _faults_of_addresses(node, published)
        yield from _faults_of_dates(node)
        if node.get("@type") == "ImageObject":
            yield from _faults_of_image(node, published)
    yield from _faults_of_publisher(page, published)
    for node in page.of_type(*ARTICLES):
        yield from _faults_of_article(page, node)
    for node in page.of_type(*PAGES):
        yield from _faults_of_listing(page, node)
    yield from _faults_of_way(page)


def _faults_of_shape(node: Node) -> Iterator[str]:
    kind = node.get("@type", "nothing")
    if kind not in REQUIRED:
        yield f"unknown type {kind}"
        return
    yield from (f"{kind} without {name}" for name in REQUIRED[kind] if name not in node)
    for name, value in node.items():
        if value in ("", [], {}, None):
            yield f"{kind} has an empty {name}"
        if name in LISTS and kind != "Person" and not isinstance(value, list):
            yield f"{kind}: {name} is no list"


def _faults_of_addresses(node: Node, published: Published) -> Iterator[str]:
    for name, value in node.items():
        if name not in ADDRESSES:
            continue
        for url in value if isinstance(value, list) else [value]:
            if not re.match("https?://", url) or not url.isascii():
                yield f"{name} {url} is no absolute address"
            elif url.startswith(f"{published.origin}/") and not published.has(url):
                yield f"{name} {url} is not published"


def _faults_of_dates(node: Node) -> Iterator[str]:
    dates = {key: value for key, value in node.items() if key.startswith("date")}
    wrong = [key for key, value in dates.items() if not DATE.fullmatch(value)]
    yield from (f"{key} {dates[key]} is no moment with a zone" for key in wrong)
    if len(dates) > 1 and not wrong:
        moments = {key: datetime.fromisoformat(value) for key, value in dates.items()}
        if moments["dateModified"] < moments["datePublished"]:
            yield "modified before it was published"


def _faults_of_image(node: Node, published: Published) -> Iterator[str]:
    url = node["url"]
    if not url.startswith(f"{published.origin}/") or not published.has(url):
        return
    data = published.files[published.path(url)]
    if "width" in node and not url.endswith(".svg"):
        with Image.open(BytesIO(data)) as picture:
            if (node["width"], node["height"]) != picture.size:
                yield f"{url} has {picture.size}, not what is said"


# ------------------------------------------------------------ what readers see


def _faults_of_publisher(page: Page, published: Published) -> Iterator[str]:
    nodes = page.of_type(*TYPES)
    wanted = f"{published.origin}{published.base}/#publisher"
    if [node["@id"] for node in nodes] != [wanted]:
        yield "no publisher, or another one"


def _faults_of_article(page: Page, node: Node) -> Iterator[str]:
    if [node["headline"]] != texts(page.tree, "h1"):
        yield f"headline {node['headline']} is not what is shown"
    people = [*node.get("author", []), *node.get("translator", [])]
    linked = {person["name"] for person in people if "url" in person}
    if linked != set(filter(None, texts(page.tree, "main a[rel=author]"))):
        yield f"people {sorted(linked)} are not the byline"
    shown = " ".join(texts(page.tree, "main article header"))
    yield from (f"{p['name']} is not in the byline" for p in people if p["name"] not in shown)
    seen = values(page.tree, "main article time", "datetime")
    if node["datePublished"] not in seen and node["datePublished"][:10] not in seen:
        yield f"{node['datePublished']} is not the date that is shown"
    yield from _faults_of_identity(page, node, "#article")


def _faults_of_listing(page: Page, node: Node) -> Iterator[str]:
    if [node["name"]] != texts(page.tree, "h1"):
        yield f"name {node['name']} is not what is shown"
    if node["@type"] == "ProfilePage" and node["mainEntity"]["name"] != node["name"]:
        yield "a profile of somebody else"
    yield from _faults_of_identity(page, node, "")


def _faults_of_identity(page: Page, node: Node, fragment: str) -> Iterator[str]:
    if (node["url"], node["@id"]) != (page.address, page.address + fragment):
        yield f"{node['@id']} is not {page.address}"
    if node["inLanguage"] != attribute(one(page.tree, "html"), "lang"):
        yield f"inLanguage {node['inLanguage']} is not the page's"


def _faults_of_way(page: Page) -> Iterator[str]:
    for node in page.of_type("BreadcrumbList"):
        items = node["itemListElement"]
        if len(items) < 2:
            yield "a way of one step"
        if [item["position"] for item in items] != list(range(1, len(items) + 1)):
            yield "steps are not numbered from 1"
        if any("item" not in item for item in items[:-1]) or "item" in items[-1]:
            yield "a step without address, or an address of the page itself"
        if [items[-1]["name"]] != texts(page.tree, "h1"):
            yield "the way leads to another page"


# ------------------------------------------------------------ between pages


def _faults_between(page: Page, known: dict[str, Page]) -> Iterator[str]:
    for node in nodes_in(page.graph):
        if is_reference(node) and node["@id"] not in known:
            yield f"{node['@id']} is named, and no page has it"
        if node.get("@type") == "WebSite" and node["@id"] not in known:
            yield f"{node['@id']} is on no front page"
    for article in page.of_type(*ARTICLES):
        for other in article.get("workTranslation", []):
            back = _article_at(other["@id"], known).get("translationOfWork", {})
            if back.get("@id") != article["@id"]:
                yield f"{other['@id']} does not say what it translates"
        original = article.get("translationOfWork")
        if original:
            back = _article_at(original["@id"], known).get("workTranslation", [])
            if {"@id": article["@id"]} not in back:
                yield f"{original['@id']} does not name this translation"
        if "workTranslation" in article and original:
            yield "both an original and a translation"


def _article_at(identity: str, known: dict[str, Page]) -> Node:
    nodes = known[identity].graph if identity in known else []
    return next((node for node in nodes if node.get("@id") == identity), {})
