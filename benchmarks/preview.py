"""
Measure the preview: from the command to the first page, from a save to the screen.

    python benchmarks/preview.py SITE

*SITE* is a site that was built; its newest article in the default language is
edited, and left as it was.  Needs Node, `npm install` and Chromium.

Imports: backfile.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "generator"))

from backfile.catalogue import articles  # noqa: E402 - found by the line above
from backfile.catalogue.connection import open_for_reading  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _preview(site: Path) -> Iterator[str]:
    """Run the preview of *site* as a person does; yield its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    command = [sys.executable, "-m", "backfile", "serve", "--port", "0", "--json"]
    with subprocess.Popen(
        command, cwd=site, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.send_signal(2)
            process.communicate()


def _newest(site: Path) -> tuple[Path, str]:
    """Return the file and the address of an article that is published."""
    with closing(open_for_reading(site / ".backfile")) as db:
        story, language, url = max(articles.pages_of_kind(db, "article"))
        states = {state.language: state for state in articles.states_of(db, story)}
    return site / states[language].path, url


def _first_page_s(site: Path, url: str) -> float:
    """Return the seconds from the command to an article's page."""
    begun = time.perf_counter()
    with (
        _preview(site) as address,
        urllib.request.urlopen(  # noqa: S310
            address.rstrip("/") + url
        ) as answer,
    ):
        answer.read()
        return time.perf_counter() - begun


def _edits_ms(site: Path, file: Path, url: str, rounds: int) -> list[float]:
    """Return the milliseconds from each save to the screen."""
    with _preview(site) as address:
        order = {
            "chromium": shutil.which("chromium") or shutil.which("google-chrome"),
            "url": address.rstrip("/") + url,
            "article": str(file),
            "rounds": rounds,
        }
        script = [shutil.which("node") or "node", str(Path(__file__).with_suffix(".mjs"))]
        done = subprocess.run(
            script, cwd=ROOT, input=json.dumps(order), stdout=subprocess.PIPE, text=True, check=True
        )
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the preview of a built site.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    site = arguments.site.absolute()
    file, url = _newest(site)
    shutil.rmtree(site / ".backfile/preview", ignore_errors=True)
    print(f"first page, with the catalogue of a build: {_first_page_s(site, url):.2f} s")
    print(f"first page, with its own catalogue: {_first_page_s(site, url):.2f} s")
    edits = _edits_ms(site, file, url, arguments.rounds)
    print(f"edit on screen, median of {len(edits)}: {median(edits):.0f} ms (of {min(edits):.0f} "
          f"to {max(edits):.0f})")  # fmt: skip


if __name__ == "__main__":
    main()
