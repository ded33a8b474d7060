"""
The feeds, sitemaps and robots.txt of whole built sites pass the rules of their formats.

The sites are the demonstration, the Arabic one below a path, and one whose bodies hold
raw HTML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from demonstration import build_arabic, build_demonstration
from outputs.atom_rules import ATOM, MEDIA, atom_findings
from outputs.common_rules import address_findings
from outputs.json_feed_rules import json_feed_findings
from outputs.robots_rules import robots_findings
from outputs.rss_rules import rss_findings
from outputs.sitemap_rules import IMAGE, SITEMAP, index_findings, sitemap_findings
from pages.raw_html_site import OVERRIDES
from pages.raw_html_site import SITE as RAW
from support import build, site_from, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Tree = dict[str, bytes]


def build_raw(folder: Path) -> Path:
    """Build the site whose bodies hold what no feed may; return the output folder."""
    build(site_from(folder, RAW, **OVERRIDES))
    return folder / "public"


@pytest.fixture(scope="module", params=[build_demonstration, build_arabic, build_raw])
def tree(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Every file of a built site: its path and its bytes."""
    return tree_of(request.param(tmp_path_factory.mktemp("site")))


def place_of(tree: Tree) -> tuple[str, str]:
    """Return (origin, path of the base URL), as robots.txt has them."""
    sitemap = tree["robots.txt"].decode().rpartition("Sitemap: ")[2].strip()
    parts = urlsplit(sitemap)
    return f"{parts.scheme}://{parts.netloc}", parts.path.removesuffix("/sitemap.xml")


def address_at(tree: Tree, path: str) -> str:
    """Return the address of a file."""
    origin, base = place_of(tree)
    return f"{origin}{base}/{path}"


def file_at(tree: Tree, address: str) -> str:
    """Return the file that an address of the site leads to."""
    origin, base = place_of(tree)
    path = unquote(address.partition("#")[0]).removeprefix(f"{origin}{base}/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def files(tree: Tree, name: str, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of the feed documents of a format, archives too."""
    for path, data in tree.items():
        stem, _, ending = path.rpartition("/")[2].rpartition(".")
        if stem.partition("-")[0] == name and ending == suffix:
            yield path, data


def test_atom(tree: Tree) -> None:
    """RFC 4287, RFC 5005; each document says where it lies."""
    documents = dict(files(tree, "atom", "xml"))
    assert documents
    for path, data in documents.items():
        assert atom_findings(data) == [], path
        links = {
            link.attrib["rel"]: link for link in ElementTree.fromstring(data).findall(f"{ATOM}link")
        }
        assert unquote(links["self"].attrib["href"]) == address_at(tree, path)


def test_rss(tree: Tree) -> None:
    """RSS 2.0; beside every Atom document, where there is any, one with as many items."""
    documents = dict(files(tree, "rss", "xml"))
    for path, data in documents.items():
        assert rss_findings(data) == [], path
        atom = tree[path.replace("rss", "atom")]
        assert data.count(b"<item>") == atom.count(b"<entry>")
        address = ElementTree.fromstring(data).find(f"channel/{ATOM}link[@rel='self']")
        assert address is not None
        assert unquote(address.attrib["href"]) == address_at(tree, path)
    assert not documents or len(documents) == len(dict(files(tree, "atom", "xml")))


def test_json_feed(tree: Tree) -> None:
    """JSON Feed 1.1; each document says where it lies."""
    documents = dict(files(tree, "feed", "json"))
    assert documents
    for path, data in documents.items():
        assert json_feed_findings(data) == [], path
        assert unquote(json.loads(data)["feed_url"]) == address_at(tree, path)


def test_what_feeds_lead_to_is_published(tree: Tree) -> None:
    """Articles, authors, pictures and other documents of this site are there."""
    origin, _ = place_of(tree)
    for path, data in files(tree, "atom", "xml"):
        root = ElementTree.fromstring(data)
        found = [link.attrib["href"] for link in root.iter(f"{ATOM}link")]
        found += [uri.text or "" for uri in root.iter(f"{ATOM}uri")]
        found += [media.attrib["url"] for media in root.iter(f"{MEDIA}content")]
        own = [address for address in found if address.startswith(f"{origin}/")]
        assert [address for address in own if file_at(tree, address) not in tree] == [], path


def test_sitemaps(tree: Tree) -> None:
    """The index and every file; the index names what there is; all of it is published."""
    origin, _ = place_of(tree)
    assert index_findings(tree["sitemap.xml"], origin) == []
    index = ElementTree.fromstring(tree["sitemap.xml"])
    named = {file_at(tree, loc.text or "") for loc in index.iter(f"{SITEMAP}loc")}
    assert named == {path for path in tree if path.startswith("sitemaps/")}
    for path in sorted(named):
        assert sitemap_findings(tree[path], origin) == [], path
        root = ElementTree.fromstring(tree[path])
        for tag in (f"{SITEMAP}loc", f"{IMAGE}loc"):
            assert all(file_at(tree, loc.text or "") in tree for loc in root.iter(tag)), path


def test_robots(tree: Tree) -> None:
    """RFC 9309; nothing is withheld from all, and the sitemap is there."""
    text = tree["robots.txt"]
    assert robots_findings(text) == []
    assert b"User-agent: *\nAllow: /\n" in text
    sitemap = text.decode().rpartition("Sitemap: ")[2].strip()
    assert address_findings("sitemap", sitemap) == []
    assert file_at(tree, sitemap) in tree


def test_security_txt_of_the_demonstration(tmp_path: Path) -> None:
    """Contact and Expires, once each where RFC 9116 says so, and where it lies."""
    tree = tree_of(build_demonstration(tmp_path))
    lines = tree[".well-known/security.txt"].decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines)
    assert fields["Contact"].startswith("mailto:")
    assert fields["Expires"].endswith("Z")
    assert fields["Canonical"] == address_at(tree, ".well-known/security.txt")
