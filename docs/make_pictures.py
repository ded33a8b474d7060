"""
Take the pictures of the README: `make pictures`.

Builds the demonstration with a fixed moment as now, serves it to a headless
Chromium, and writes WebP files of a bounded size into docs/images/.

Imports: the standard library, Pillow; the program `backfile` is called.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
PAGES: Final = {
    "front": "ua/index.html",
    "article": "en/space/2024/07/*/index.html",
}
"""Name of a picture -> the page below the output folder; the first that fits."""

NOW: Final = "2025-12-31T12:00:00+00:00"
WINDOW_PX: Final = (1280, 1440)
WIDTH_PX: Final = 960
LARGEST_BYTES: Final = 200_000
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Write no log."""


def find_browser() -> str:
    """Return the path of a Chromium, or end the program."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    sys.exit("no Chromium is installed (Debian: apt-get install chromium)")


def build_demonstration(site: Path) -> Path:
    """Build a copy of the repository's own site in *site*; its own catalogue stays as it is."""
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy2(ROOT / "site.yaml", site)
    command = [sys.executable, "-m", "backfile", "build", "--site", site, "--now", NOW]
    subprocess.run([*command, "--quiet"], check=True)
    return site / "public"


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """Serve *folder* on a free port until the program ends."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def addresses(output: Path) -> Iterator[tuple[str, str]]:
    """Yield (name of a picture, address on the server)."""
    for name, pattern in PAGES.items():
        found = sorted(output.glob(pattern))
        if not found:
            sys.exit(f"the demonstration has no page {pattern}")
        yield name, "/" + found[0].parent.relative_to(output).as_posix() + "/"


def photograph(browser: str, url: str, file: Path) -> None:
    """Write a PNG of what a reader sees at *url*."""
    size = ",".join(map(str, WINDOW_PX))
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--virtual-time-budget=4000"]
    command = [browser, *options, f"--window-size={size}", f"--screenshot={file}", url]
    subprocess.run(command, check=True, capture_output=True)


def shrink(png: Path, file: Path) -> None:
    """Write *png* as WebP, smaller, and within the limit."""
    with Image.open(png) as picture:
        height = round(picture.height * WIDTH_PX / picture.width)
        small = picture.convert("RGB").resize((WIDTH_PX, height), Image.Resampling.LANCZOS)
    for quality in (86, 78, 70, 60):
        small.save(file, quality=quality, method=6)
        if file.stat().st_size <= LARGEST_BYTES:
            return
    sys.exit(f"{file.name} stays above {LARGEST_BYTES:,} bytes")


def main() -> None:
    """Take every picture."""
    browser = find_browser()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = build_demonstration(Path(folder, "site"))
        server = serve(output)
        for name, address in addresses(output):
            png = Path(folder, f"{name}.png")
            photograph(browser, f"http://127.0.0.1:{server.server_port}{address}", png)
            shrink(png, IMAGES / f"{name}.webp")


if __name__ == "__main__":
    main()
