"""Text that means to run as code in a reader's browser: in bodies, titles, records and settings."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\ntitle: A\ndate: 2025-01-01\n---\n"
PAGE = "ua/2025/01/a/index.html"
INERT = """</script><script>alert(1)</script>"'><img src=x onerror=alert(2)>&{{913*773}}]]><!--"""
SCHEMES = re.compile(r"(?:javascript|vbscript|file|data(?!:image/(?:png|jpeg|gif|webp)))\s*:")
URL_ATTRIBUTES = {"href", "src", "srcset", "action", "formaction", "data", "poster", "content"}


class Reader(HTMLParser):
    """Collects what a browser would run, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note script, handlers and addresses that are code."""
        is_data = tag == "script" and dict(attrs) == {"type": "application/ld+json"}
        if tag in {"script", "iframe", "object", "embed", "base"} and not is_data:
            self.active.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.active.append(f"{tag} {name}")
            bare = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name in URL_ATTRIBUTES and SCHEMES.match(bare):
                self.active.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.texts.append(data)


def read_html(page: bytes) -> Reader:
    """Parse a page as a browser would."""
    reader = Reader()
    reader.feed(page.decode())
    reader.close()
    return reader


def active_in(tree: dict[str, bytes]) -> dict[str, list[str]]:
    """Return what would run on each page; no page, if nothing would."""
    pages = {path: read_html(page).active for path, page in tree.items() if path.endswith(".html")}
    return {path: active for path, active in pages.items() if active}


def codes_of(site: Path) -> set[str]:
    """Build a site, and return the codes of what forbids to publish it."""
    try:
        build(site)
    except SiteError as error:
        return {problem.code for problem in error.problems}
    return set()


LINKS = [
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](&#106;&#97;vascript&colon;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml;base64,AAAA)",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](javascript:alert`1`//https://a.example)",
    "[x](&#1;javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: <JAVASCRIPT:alert(1)> 'title'",
    "[^1]\n\n[^1]: [x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](data:text/html,x)",
    "| a |\n| - |\n| [x](javascript:alert(1)) |",
    "# [x](javascript:alert(1))",
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload="alert(1)">',
]


@pytest.mark.parametrize("link", LINKS)
def test_no_form_of_link_runs_script(tmp_path: Path, link: str) -> None:
    """However it is disguised, code in an address is text, or an error; its page has no link."""
    site = site_from(tmp_path, {"content/articles/a.uk.md": HEAD + link})
    assert codes_of(site) <= {"link-missing", "photo-missing"}
    assert active_in(tree_of(site / "public")) == {}


@pytest.mark.parametrize("link", LINKS)
def test_biographies_are_no_way_in(tmp_path: Path, link: str) -> None:
    """The biography of an author is Markdown by the same rules."""
    bio = json.dumps(link)
    files = {
        "content/articles/a.uk.md": HEAD.replace("date", "author: daryna\ndate"),
        "content/authors/daryna.yaml": f"name: Daryna\nbio: {bio}\n",
    }
    site = site_from(tmp_path, files)
    assert codes_of(site) <= {"link-missing", "photo-missing"}
    assert active_in(tree_of(site / "public")) == {}


def hostile_site(folder: Path) -> Path:
    """Write a site in which every text that is shown somewhere means to break out."""
    text = json.dumps(INERT)
    keys = ("title", "summary", "section", "series", "author", "translator")
    lines = [f"{key}: {text}" for key in keys]
    lines += [
        f"tags: [{text}]",
        f"photo: {{src: a.svg, alt: {text}, caption: {text}, credit: {text}}}",
        f"corrections: [{{date: 2025-01-01, text: {text}}}]",
        f"extra: {{note: {text}}}",
        "aliases: [/old/]",
        "date: 2025-01-01",
    ]
    article = "\n".join(["---", *lines, "---", f"{INERT}\n\n[a](https://a.example/ {text})\n"])
    return site_from(
        folder,
        {
            "content/articles/a.uk.md": article,
            "content/articles/a.en.md": f"---\ntitle: {text}\nslug: a\n---\n![{INERT}](a.svg)\n",
            "content/articles/b.uk.md": article.replace("aliases: [/old/]", "slug: b"),
            "content/articles/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>',
            "content/articles/c.uk.md": HEAD.replace("date", "author: daryna\ndate"),
            "content/pages/about.uk.md": f"---\ntitle: {text}\nslug: about\n---\n{INERT}\n",
            "content/authors/daryna.yaml": f"name: {text}\nrole: {text}\nbio: {text}\nslug: d\n",
            "content/sections.yaml": f"{text}: {{label: {text}, slug: s, description: {text}}}\n",
        },
        title=text,
        description=text,
        copyright=text,
        taxonomies="[tags, authors, sections, series]",
        menu=f"[{{to: /about/, label: {text}}}]",
    )


def test_hostile_titles_are_inert_in_every_file(tmp_path: Path) -> None:
    """Nothing that an editor can write runs on any page, and every file is well-formed."""
    site = hostile_site(tmp_path)
    build(site)
    tree = tree_of(site / "public")
    assert active_in(tree) == {}
    seen = 0
    for path, data in tree.items():
        if path.endswith(".html"):
            seen += INERT in "".join(read_html(data).texts)
        elif path.endswith((".json", ".webmanifest")):
            json.loads(data)
        elif path.endswith((".xml", ".svg")):
            ET.fromstring(data)
        assert b"705749" not in data, path
    assert seen > 10


def test_hostile_titles_are_whole_where_they_are_read(tmp_path: Path) -> None:
    """Escaping loses nothing: HTML, meta, Atom and JSON Feed hold the very title."""
    site = hostile_site(tmp_path)
    build(site)
    tree = tree_of(site / "public")
    path = next(path for path in tree if path.endswith("/2025/01/b/index.html"))
    page = tree[path].decode()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert html.unescape(title[1]).startswith(INERT)
    described = re.search(r'<meta property="og:title" content="([^"]*)">', page)
    assert described
    assert html.unescape(described[1]) == INERT
    feed = ET.fromstring(tree["ua/atom.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    assert INERT in [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["@graph"][0]["headline"] == INERT
    items = json.loads(tree["ua/feed.json"])["items"]
    assert INERT in [item["title"] for item in items]
    assert b"</script>" not in tree["ua/feed.json"]


RAW = """\
<script>alert(1)</script>

<img src=x onerror=alert(1)>

text <svg onload=alert(1)> <b>bold</b>

<iframe src="https://a.example/"></iframe>
"""


def test_raw_html_is_text_unless_it_is_asked_for(tmp_path: Path) -> None:
    """Without the setting every tag is shown as it was typed."""
    site = site_from(tmp_path, {"content/articles/a.uk.md": HEAD + RAW})
    build(site)
    tree = tree_of(site / "public")
    assert active_in(tree) == {}
    shown = "".join(read_html(tree[PAGE]).texts)
    assert "<script>alert(1)</script>" in shown
    assert "<img src=x onerror=alert(1)>" in shown
    assert "<b>bold</b>" in shown


def test_raw_html_is_let_through_when_it_is_asked_for(tmp_path: Path) -> None:
    """With the setting the same text is markup; titles and summaries stay text."""
    files = {"content/articles/a.uk.md": HEAD.replace("A", json.dumps(INERT)) + RAW}
    site = site_from(tmp_path, files, markdown="{html: true}")
    build(site)
    tree = tree_of(site / "public")
    active = active_in(tree)
    assert list(active) == [path for path in tree if "/2025/01/" in path and "archive" not in path]
    assert next(iter(active.values())) == ["script", "img onerror", "svg onload", "iframe"]


def test_a_theme_escapes_in_every_kind_of_file(tmp_path: Path) -> None:
    """What a template's file is called does not matter: text is escaped unless marked as safe."""
    names = ["article.html", "term.html", "longread.part.html", "atom.xml", "robots.txt"]
    text = json.dumps("<b>&\"'")
    escaped = "&lt;b&gt;&amp;&#34;&#39;"
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": f"---\ntitle: {text}\nslug: a\ntags: [t]\ndate: 2025-01-01\n"
        "---\n",
        "content/articles/b.uk.md": f"---\ntitle: {text}\nslug: b\ndate: 2025-01-01\n"
        "template: longread.part.html\n---\n",
        "themes/mine/theme.yaml": "extends: default\n",
        "themes/mine/templates/part.svg": "<svg>{{ title }}</svg>",
        "themes/mine/templates/part.html.j2": "<i>{{ title }}</i>",
    }
    part = (
        "{% set title = site.title %}{{ title }}"
        '{% include "part.svg" %}{% include "part.html.j2" %}'
    )
    files |= {f"themes/mine/templates/{name}": part for name in names}
    site = site_from(tmp_path, files, title=text, theme="mine")
    build(site)
    tree = tree_of(site / "public")
    expected = f"{escaped}<svg>{escaped}</svg><i>{escaped}</i>"
    paths = ["ua/2025/01/a/index.html", "ua/2025/01/b/index.html", "ua/tags/t/index.html"]
    for path in [*paths, "ua/atom.xml", "robots.txt"]:
        assert tree[path].decode() == expected, path
