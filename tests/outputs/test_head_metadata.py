"""The head of pages, as those read it who never see the page: search, sharing, libraries."""

from __future__ import annotations

import json
import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pages.published import Published, article, attribute, one, picture, publish, texts, values
from PIL import Image

from backfile.theme.filters import open_graph_locale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser

SHARED = ("og:type", "og:title", "og:url", "og:site_name", "og:locale", "og:description")
READERS_TAKE = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}


def properties(tree: LexborHTMLParser, name: str) -> list[str]:
    """Return the contents of every `meta` with that property."""
    return values(tree, f"meta[property='{name}']", "content")


def names(tree: LexborHTMLParser, name: str) -> list[str]:
    """Return the contents of every `meta` with that name."""
    return values(tree, f"meta[name='{name}']", "content")


def indexed(published: Published) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Yield every page that search engines may keep."""
    for path, tree in published.full_pages():
        if not tree.css_matches("meta[name=robots][content=noindex]"):
            yield path, tree


def articles(published: Published) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Yield every page of an article."""
    for path, tree in published.full_pages():
        if properties(tree, "og:type") == ["article"]:
            yield path, tree


def test_the_encoding_comes_first(published: Published) -> None:
    """Browsers look for it in the first 1024 bytes; pages can be made larger."""
    for path, data in published.files.items():
        if path.endswith(".html"):
            assert b'<meta charset="utf-8">' in data[:1024], path
            assert b"maximum-scale" not in data, path
            assert b"user-scalable" not in data, path


def test_titles_and_descriptions_tell_pages_apart(demonstration: Published) -> None:
    """Each page has a title of its own, and a description."""
    pages = dict(indexed(demonstration))
    titles = Counter(texts(tree, "title")[0] for tree in pages.values())
    assert {title: count for title, count in titles.items() if count > 1} == {}
    for path, tree in pages.items():
        [description] = names(tree, "description")
        assert description.strip(), path
        assert properties(tree, "og:description") == [description], path
        assert names(tree, "robots") == ["max-image-preview:large"], path


def test_pages_out_of_the_index_say_no_more(published: Published) -> None:
    """404 has neither description nor translations, and no structured data."""
    tree = published.html(f"{published.base}/404.html")
    assert names(tree, "robots") == ["noindex"]
    assert not tree.css_matches("script, meta[name=description], link[hreflang]")


def test_links_shared_elsewhere(published: Published) -> None:
    """Open Graph is complete, its address the canonical one, each property once."""
    for path, tree in indexed(published):
        found = {name: properties(tree, name) for name in SHARED}
        assert all(len(contents) == 1 and contents[0] for contents in found.values()), path
        assert found["og:url"] == values(tree, "link[rel=canonical]", "href"), path
        assert names(tree, "twitter:card")[0] in {"summary", "summary_large_image"}, path


def test_locales_are_those_of_the_versions_that_exist(published: Published) -> None:
    """The own one, then each existing translation; never the own one among the others."""
    for path, tree in indexed(published):
        own = attribute(one(tree, "html"), "lang")
        tags = [*values(tree, "link[rel=alternate][hreflang]", "hreflang")]
        others = [tag for tag in tags if tag not in {own, "x-default"}]
        assert properties(tree, "og:locale") == [open_graph_locale(own)], path
        assert properties(tree, "og:locale:alternate") == list(map(open_graph_locale, others)), path


def test_pictures_of_shared_links(published: Published) -> None:
    """Absolute, published, of a format that every reader takes, of the size that is said."""
    seen = 0
    for path, tree in indexed(published):
        for url in properties(tree, "og:image"):
            seen += 1
            assert url.startswith(f"{published.origin}{published.base}/"), path
            [media] = properties(tree, "og:image:type")
            with Image.open(BytesIO(published.files[published.path(url)])) as image:
                assert image.format == READERS_TAKE[media], path
                [width], [height] = (
                    properties(tree, f"og:image:{side}") for side in ("width", "height")
                )
                assert (int(width), int(height)) == image.size, path
            assert names(tree, "twitter:image:alt") == properties(tree, "og:image:alt"), path
    assert seen > 0 or published.base


def test_a_drawing_is_not_shared(tmp_path: Path) -> None:
    """Readers of Open Graph take no SVG: better no picture than a broken one."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><path/></svg>'
    photo = {"src": "a.svg", "alt": "A", "credit": "B"}
    text = article(title="A", date="2025-01-01", photo=photo)
    files: dict[str, str | bytes] = {"content/articles/a.en.md": text, "content/photos/a.svg": svg}
    tree = publish(tmp_path, files).html("/en/2025/01/a/")
    assert properties(tree, "og:image") == []
    assert names(tree, "twitter:card") == ["summary"]


def test_articles_say_when_and_by_whom(demonstration: Published) -> None:
    """Times with a zone, addresses of authors that exist, every tag."""
    for path, tree in articles(demonstration):
        [published] = properties(tree, "article:published_time")
        assert re.fullmatch(r"[\d-]+T[\d:]+[+-]\d\d:\d\d", published), path
        assert all(time > published for time in properties(tree, "article:modified_time")), path
        authors = properties(tree, "article:author")
        assert all(demonstration.has(url) for url in authors), path
        assert properties(tree, "article:tag") == texts(tree, "main a[rel=tag]"), path


def test_reference_managers_know_a_newspaper_article(published: Published) -> None:
    """`DC.type` decides it for Zotero; the title of a journal would decide otherwise."""
    found = dict(articles(published))
    assert found
    for path, tree in found.items():
        schemas = values(tree, "link[rel='schema.DC']", "href")
        assert schemas == ["http://purl.org/dc/elements/1.1/"], path
        assert names(tree, "DC.type") == ["newsitem"], path
        assert names(tree, "citation_journal_title") == [], path
        graph = json.loads(one(tree, "script").text())["@graph"][0]
        people = [person["name"] for person in graph.get("author", [])]
        assert names(tree, "citation_author") == names(tree, "DC.creator") == people, path
        assert names(tree, "citation_title") == [graph["headline"]], path
        [date] = names(tree, "citation_publication_date")
        assert date.replace("/", "-") == graph["datePublished"][:10], path
        assert names(tree, "citation_public_url") == [graph["url"]], path
        assert names(tree, "citation_language") == [graph["inLanguage"]], path
        assert names(tree, "citation_publisher")[0], path
    for path, tree in published.full_pages():
        if path not in found:
            assert not tree.css_matches("meta[name^='citation_'], meta[name^='DC.']"), path


def test_numbered_pages_lead_on_in_the_head(demonstration: Published) -> None:
    """`rel=prev` and `rel=next` are where the pager leads."""
    seen = 0
    for path, tree in demonstration.full_pages():
        for rel, way in (("prev", "newer"), ("next", "older")):
            linked = values(tree, f"head link[rel={rel}]", "href")
            assert linked == values(tree, f"nav.pager a.{way}", "href"), path
            seen += len(linked)
    assert seen > 4


@pytest.mark.parametrize("name", ["manifest.webmanifest", "index.html"])
def test_icons(demonstration: Published, name: str) -> None:
    """Every icon that is named is published, in the size that is said, and small."""
    if name == "index.html":
        tree = demonstration.html("/")
        icons = [
            (attribute(link, "href"), attribute(link, "sizes"))
            for link in tree.css("link[rel=icon], link[rel=apple-touch-icon]")
        ]
    else:
        manifest = demonstration.json(f"/{name}")
        icons = [(icon["src"], icon["sizes"]) for icon in manifest["icons"]]
        assert manifest["id"] == manifest["scope"] == "/"
        assert {"192x192", "512x512", "any"} == {sizes for _, sizes in icons}
        assert [icon.get("purpose") for icon in manifest["icons"]].count("maskable") == 1
    for url, sizes in icons:
        data = demonstration.files[demonstration.path(url)]
        assert len(data) < 4000, url
        if sizes != "any":
            with Image.open(BytesIO(data)) as image:
                assert f"{image.width}x{image.height}" == sizes, url


def test_a_portrait_is_the_picture_of_its_page(tmp_path: Path) -> None:
    """A link to an author's page shows the author, as small as portraits are."""
    record = {"name": "Anna", "photo": {"src": "/photos/anna.png", "alt": "Anna"}}
    files: dict[str, str | bytes] = {
        "content/articles/a.en.md": article(title="A", date="2025-01-01", author="anna"),
        "content/authors/anna.yaml": json.dumps(record),
        "content/photos/anna.png": picture(400, 300),
    }
    published = publish(tmp_path, files)
    tree = published.html("/en/authors/anna/")
    assert properties(tree, "og:type") == ["profile"]
    [url] = properties(tree, "og:image")
    assert published.has(url)
    assert names(tree, "twitter:card") == ["summary"]
    person = json.loads(one(tree, "script").text())["@graph"][0]["mainEntity"]
    assert [image["url"] for image in person["image"]] == [url]
