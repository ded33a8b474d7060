"""One tour of Chromium over each kind of page, for all tests of this folder."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from browser.serving import served
from demonstration import ARABIC_BASE, REPOSITORY, TOOLS, build_arabic, build_demonstration
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AXE = TOOLS / "axe-core/axe.min.js"
REDIRECTS = 3
SORTS = {
    "article with a photo": "figure.lead",
    "article without a photo": ".story:not(.plain):not(:has(.lead))",
    "article with corrections": ".corrections",
    "article in a series": ".series",
    "article with photos in its text": ".body figure",
    "translation": ".byline .original",
    "list with cards in another language": "article.card[lang]",
}
"""What pages of one kind may hold or lack; a selector for each."""

ALIKE = {"of-series", "of-desks", "of-sections numbered", "of-authors numbered"}
"""Ends of kinds that look as others do."""

PICTURED = ("front-page", "story-page", "of-a-month", "term-page of-sections", "of-authors")
"""Kinds that show photos in as many ways as there are."""

CONTROL = {
    "control.html": """<!doctype html><html><head><title>Control</title>
<link rel="stylesheet" href="/control.css"><link rel="stylesheet" href="http://localhost:1/x.css">
</head><body class="plain" style="color: red"><main><h1>Wrong</h1><nav>Menu</nav>
<div class="broad">Broad</div><div class="low"><p>One line</p><p>and another</p></div>
<div class="pile"><p>Under</p><p>Over</p></div><img class="small" src="/x.png">
<img class="small" srcset="/y.png 100w, /x.png 4000w" sizes="4000px" width="4" height="3">
<script>document.body.append("script")</script></main></body></html>""",
    "control.css": """.broad { width: 3000px } .low { height: 1.5em; overflow: hidden }
.pile { display: grid } .pile p { grid-area: 1 / 1 } .small { width: 50px }""",
    "404.html": "<!doctype html><title>404</title>",
}
"""A page with everything wrong, which shows that the tour sees it."""


def chromium() -> str | None:
    """Return Chromium's program, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


class Choice:
    """The largest page of each kind, and of each sort within a kind."""

    def __init__(self, output: Path, base: str) -> None:
        self.redirects: list[str] = []
        self._largest: dict[str, tuple[int, str]] = {}
        for path in sorted(output.rglob("*.html")):
            place = path.relative_to(output).as_posix().removesuffix("index.html")
            self._add(path.read_text("utf-8"), base + quote(f"/{place}"))

    def _add(self, text: str, url: str) -> None:
        tree = LexborHTMLParser(text)
        if tree.css_matches("meta[http-equiv=refresh]"):
            self.redirects.append(url)
            return
        for kind in _kinds_of(tree, url):
            self._largest[kind] = max(self._largest.get(kind, (0, "")), (len(text), url))

    def pages(self, kinds: Iterable[str] = ("",)) -> list[str]:
        """Return addresses of pages, all or those with one of *kinds* in their kind."""
        chosen = {
            url for kind, (_, url) in self._largest.items() if any(one in kind for one in kinds)
        }
        return sorted(chosen)


def _kinds_of(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    body = tree.css_first("body")
    kind = (body.attributes.get("class") if body else None) or "without a kind"
    kind += " numbered" if "/page/" in url else ""
    if not kind.endswith(tuple(ALIKE)):
        yield kind
    yield from (sort for sort, selector in SORTS.items() if tree.css_matches(selector))


def _tour(output: Path, base: str, home: str = "") -> dict[str, Any]:
    program = chromium()
    node = shutil.which("node")
    if not (program and node and AXE.exists() and (TOOLS / "playwright-core").exists()):
        pytest.skip("needs Chromium, node and `npm install`")
    choice = Choice(output, base)
    with served(output, base) as origin:
        order = {
            "chromium": program,
            "axe": str(AXE),
            "origin": origin,
            "pages": choice.pages(),
            "pictured": choice.pages(PICTURED) if home else choice.pages(),
            "redirects": choice.redirects[:REDIRECTS],
            "list": home,
        }
        done = subprocess.run(
            [node, str(Path(__file__).with_name("visit.mjs"))],
            cwd=REPOSITORY,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=900,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    tour: dict[str, Any] = json.loads(done.stdout)
    return {**tour, "origin": origin, "base": base, "output": output, "home": home}


@pytest.fixture(scope="session", params=["demonstration", "arabic"])
def tour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What Chromium saw of the demonstration, and of the Arabic site."""
    folder = tmp_path_factory.mktemp("toured")
    if request.param == "arabic":
        return _tour(build_arabic(folder), ARABIC_BASE, f"{ARABIC_BASE}/")
    return _tour(build_demonstration(folder), "", "/ua/")


@pytest.fixture(scope="session")
def control(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Chromium saw of a page with everything wrong."""
    folder = tmp_path_factory.mktemp("control")
    for name, text in CONTROL.items():
        (folder / name).write_text(text)
    return _tour(folder, "")
