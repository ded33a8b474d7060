"""
A published tree, read as its readers read it: pages by address, XML, JSON.

Imports: support.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support import build, site_from, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Published:
    """What a build left in the output folder."""

    files: dict[str, bytes]
    origin: str = "https://horizon.example"
    base: str = ""
    """Path of the base URL, without a trailing slash."""

    def path(self, url: str) -> str:
        """Return the file that a server sends for an address of this site."""
        path = unquote(url.removeprefix(self.origin).partition("#")[0])
        assert path.startswith(f"{self.base}/"), url
        path = path.removeprefix(f"{self.base}/")
        return f"{path}index.html" if not path or path.endswith("/") else path

    def has(self, url: str) -> bool:
        """Tell whether something is published at an address."""
        return self.path(url) in self.files

    def text(self, url: str) -> str:
        """Return a file as text."""
        return self.files[self.path(url)].decode()

    def html(self, url: str) -> LexborHTMLParser:
        """Return a page, parsed."""
        return LexborHTMLParser(self.text(url))

    def xml(self, url: str) -> Element:
        """Return an XML document, parsed."""
        return ElementTree.fromstring(self.files[self.path(url)])

    def json(self, url: str) -> Any:
        """Return a JSON document, parsed."""
        return json.loads(self.text(url))

    def pages(self) -> Iterator[tuple[str, LexborHTMLParser]]:
        """Yield every HTML page with its path, redirects included."""
        for path, data in self.files.items():
            if path.endswith(".html"):
                yield path, LexborHTMLParser(data.decode())

    def full_pages(self) -> Iterator[tuple[str, LexborHTMLParser]]:
        """Yield every HTML page that is not a redirect."""
        for path, tree in self.pages():
            if not tree.css_matches("meta[http-equiv=refresh]"):
                yield path, tree


def publish(folder: Path, files: dict[str, str | bytes], **overrides: str) -> Published:
    """Write a site into *folder*, build it, and read what was published."""
    site_from(folder, files, **overrides)
    build(folder)
    return published_in(folder)


def published_in(folder: Path, **place: str) -> Published:
    """Read what the last build of the site in *folder* published."""
    return Published(tree_of(folder / "public"), **place)


def attribute(node: LexborNode | None, name: str) -> str:
    """Return an attribute that is known to be there."""
    assert node is not None, name
    value = node.attributes[name]
    assert value is not None, name
    return value


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """Return the first element that matches, which is known to be there."""
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def values(tree: LexborHTMLParser, selector: str, name: str) -> list[str]:
    """Return an attribute of every element that matches."""
    return [attribute(node, name) for node in tree.css(selector)]


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    """Return the text of every element that matches, whitespace collapsed."""
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def hreflang_of(tree: LexborHTMLParser) -> dict[str, str]:
    """Return language tag -> address of the translations in the head; each tag once."""
    links = tree.css("head link[rel=alternate][hreflang]")
    found = {attribute(link, "hreflang"): attribute(link, "href") for link in links}
    assert len(found) == len(links)
    return found


def switcher_of(tree: LexborHTMLParser) -> dict[str, str]:
    """Return language tag -> address of the versions in the switcher."""
    links = tree.css("nav.languages a[lang][hreflang]")
    assert all(attribute(link, "lang") == attribute(link, "hreflang") for link in links)
    return {attribute(link, "hreflang"): attribute(link, "href") for link in links}


def cards_of(tree: LexborHTMLParser) -> list[str]:
    """Return the headlines of a list, in their order."""
    return texts(tree, "main article h2 a[href]")


def picture(width: int = 8, height: int = 6, shade: int = 90) -> bytes:
    """Return a PNG of one shade."""
    data = BytesIO()
    Image.new("L", (width, height), shade).save(data, "PNG")
    return data.getvalue()


def article(body: str = "Text.", **front_matter: object) -> str:
    """Return an article; keys in the order given, values as YAML writes JSON."""
    head = (
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front_matter.items()
    )
    return "---\n" + "\n".join(head) + f"\n---\n\n{body}\n"
