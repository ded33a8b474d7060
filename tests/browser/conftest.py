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
    from collections.abc import Iterator

AXE = TOOLS / "axe-core/axe.min.js"
WIDTHS = [320, 360, 1400]
CONTROL = "/control.html"
CONTROL_PAGE = """<!doctype html><html><head><title>Control</title>
<link rel="stylesheet" href="http://localhost:1/else.css"></head>
<body style="color: red"><main><img src="/x.png"><div style="width: 3000px">Wide</div>
<script>document.body.append("script")</script></main></body></html>"""
"""A page with everything wrong, which shows that the tour sees it."""


def chromium() -> str | None:
    """Return Chromium's program, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def pages_of_every_kind(output: Path, base: str) -> tuple[list[str], list[str]]:
    """Return the addresses of the largest and the smallest page of each kind, and redirects."""
    found: dict[str, list[tuple[int, str]]] = {}
    redirects = []
    for path in sorted(output.rglob("*.html")):
        data = path.read_bytes()
        tree = LexborHTMLParser(data.decode())
        url = base + quote(f"/{path.relative_to(output).as_posix().removesuffix('index.html')}")
        if tree.css_matches("meta[http-equiv=refresh]"):
            redirects.append(url)
        else:
            body = tree.css_first("body")
            kind = (body.attributes.get("class") if body else "") or ""
            found.setdefault(kind, []).append((len(data), url))
    ends = (place for places in found.values() for place in (min(places), max(places)))
    return sorted({url for _, url in ends}), redirects[:3]


def _tour(output: Path, base: str) -> dict[str, Any]:
    program = chromium()
    node = shutil.which("node")
    if not (program and node and AXE.exists() and (TOOLS / "playwright-core").exists()):
        pytest.skip("needs Chromium, node and `npm install`")
    pages, redirects = pages_of_every_kind(output, base)
    with served(output, base) as origin:
        order = {
            "chromium": program,
            "axe": str(AXE),
            "origin": origin,
            "widths": WIDTHS,
            "pages": pages,
            "redirects": redirects,
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
    return {**tour, "origin": origin, "pages": pages}


@pytest.fixture(scope="session", params=["demonstration", "arabic"])
def tour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What Chromium saw of the demonstration, and of the Arabic site."""
    folder = tmp_path_factory.mktemp("toured")
    if request.param == "arabic":
        yield _tour(build_arabic(folder), ARABIC_BASE)
    else:
        yield _tour(build_demonstration(folder), "")


@pytest.fixture(scope="session")
def control(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Chromium saw of a page with everything wrong."""
    folder = tmp_path_factory.mktemp("control")
    (folder / "control.html").write_text(CONTROL_PAGE)
    (folder / "404.html").write_text("<!doctype html><title>404</title>")
    return _tour(folder, "")
