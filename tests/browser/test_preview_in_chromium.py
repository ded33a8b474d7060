"""The preview as a person has it: in a browser, while files are saved."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from browser.conftest import chromium
from demonstration import REPOSITORY, TOOLS
from support import environment, site_from

pytestmark = pytest.mark.timeout(300)
ARTICLE = "content/articles/2025/fire.uk.md"
TEXT = "---\ntitle: Згорани\ndate: {DATE}\n---\n{BODY}\n"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Chromium saw of a preview while a script edited the site."""
    program, node = chromium(), shutil.which("node")
    if not (program and node and (TOOLS / "playwright-core").exists()):
        pytest.skip("needs Chromium, node and `npm install`")
    folder = tmp_path_factory.mktemp("previewed")
    site = _site(folder / "site")
    command = [sys.executable, "-m", "backfile", "serve", "--port", "0", "--drafts", "--json"]
    with subprocess.Popen(
        command, cwd=site, env=environment(), stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        assert server.stdout
        address = json.loads(server.stdout.readline())["url"]
        order = {
            "chromium": program,
            "origin": address.rstrip("/"),
            "page": "/ua/2025/08/zghorany/",
            "draft": "/ua/2025/08/chernetka/",
            "article": str(site / ARTICLE),
            "stylesheet": str(site / "themes/mine/assets/extra.css"),
            "theme": str(site / "themes/mine/theme.yaml"),
            "text": TEXT,
            "pictures": str(folder),
        }
        done = subprocess.run(
            [node, str(Path(__file__).with_name("preview.mjs"))],
            cwd=REPOSITORY, input=json.dumps(order), capture_output=True, text=True,
            encoding="utf-8", timeout=240, check=False,
        )  # fmt: skip
        server.send_signal(2)
        server.communicate(timeout=30)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _site(folder: Path) -> Path:
    draft = "---\ntitle: Чернетка\ndate: 2025-08-22\ndraft: true\n---\nЩе ні.\n"
    return site_from(
        folder,
        {
            ARTICLE: TEXT.replace("{DATE}", "2025-08-23").replace("{BODY}", "Початок."),
            "content/articles/2025/draft.uk.md": draft,
            "themes/mine/theme.yaml": "extends: default\n",
            "themes/mine/assets/extra.css": "body { color: inherit }\n",
            "themes/mine/templates/article.html": (
                '{% extends "super/article.html" %}'
                "{% block head %}{{ super() }}"
                '<link rel="stylesheet" href="{{ asset("extra.css") }}">{% endblock %}'
            ),
        },
        theme="mine",
        markdown="{html: true}",
    )


def test_an_edit_changes_the_page_in_place(seen: dict[str, Any]) -> None:
    """The new text is there without a reload; place and open details are kept."""
    assert seen["source"] == ARTICLE
    assert seen["open"]
    assert seen["inPlace"]
    before, after = seen["scrolled"]
    assert before == after > 0
    assert median(seen["milliseconds"]) < 5000


def test_stylesheets_are_swapped_without_a_flash(seen: dict[str, Any]) -> None:
    """The page is never without a stylesheet, and not loaded again."""
    assert seen["style"] == [True, 0]


def test_errors_stand_over_the_last_good_page(seen: dict[str, Any]) -> None:
    """Place, message and line are shown; mended, they vanish by themselves."""
    assert seen["overlay"]["place"].startswith(f"{ARTICLE}:3:")
    assert "2025-13-45" in seen["overlay"]["meant"]
    assert seen["overlay"]["page"]
    assert seen["mended"]
    assert seen["stillInPlace"]


def test_messages_are_text(seen: dict[str, Any]) -> None:
    """Markup in a file or a message is shown, not run."""
    assert seen["inert"] == [0, True]


def test_a_page_that_moves_is_followed(seen: dict[str, Any]) -> None:
    """When the headline makes another address, the open page goes there."""
    assert seen["moved"] == "/ua/2025/08/vtsilily/"


def test_drafts_have_a_badge(seen: dict[str, Any]) -> None:
    """A draft is marked on screen; nothing of the preview is on paper."""
    assert seen["badge"] == "Draft"
    assert seen["printed"] == "none"


def test_many_tabs_work(seen: dict[str, Any]) -> None:
    """Ten pages are changed, the eleventh loads, and another listens when the first is closed."""
    assert seen["tabs"] == 10
    unexpected = [error for error in seen["errors"] if "404" not in error]
    assert unexpected == []
