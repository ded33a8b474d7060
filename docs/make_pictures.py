"""
Take the pictures of the documentation: `make pictures`.

Builds the demonstration with a fixed moment as now, once as it is and once with the
theme that themes.md describes, serves both to a headless Chromium, and writes WebP
files of a bounded size into docs/images/.

Imports: the standard library, Pillow; the program `backfile` is called.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
DARK: Final = "--blink-settings=preferredColorScheme=0"


class View(NamedTuple):
    """A picture to take."""

    page: str
    """Below the output folder; the first that fits."""

    theme: str = "default"
    options: tuple[str, ...] = ()
    """For the browser."""


VIEWS: Final = {
    "front": View("ua/index.html"),
    "article": View("en/space/2024/07/*/index.html"),
    "dark": View("en/index.html", options=(DARK,)),
    "archive": View("ua/archive/index.html"),
    "section": View("en/history/index.html"),
    "blue": View("en/index.html", "blue"),
}
THEMES_MD: Final = ROOT / "docs" / "themes.md"

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


def theme_of_document() -> str:
    """Return the theme.yaml that themes.md shows with its picture."""
    shown = re.search(
        r"```yaml theme\n(.*?)```\n\n!\[[^]]*\]\(images/blue", THEMES_MD.read_text(), re.DOTALL
    )
    if shown is None:
        sys.exit("themes.md shows no theme.yaml before the picture blue.webp")
    return shown[1].rpartition("```yaml theme\n")[2]


def build_demonstration(site: Path, theme: str) -> Path:
    """Build a copy of the repository's own site in *site*; its own catalogue stays as it is."""
    shutil.copytree(ROOT / "content", site / "content")
    settings = (ROOT / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(f"{settings}theme: {theme}\n", encoding="utf-8")
    if theme != "default":
        (site / "themes" / theme).mkdir(parents=True)
        (site / "themes" / theme / "theme.yaml").write_text(theme_of_document(), encoding="utf-8")
    command = [sys.executable, "-m", "backfile", "build", "--site", site, "--now", NOW]
    subprocess.run([*command, "--quiet"], check=True)
    return site / "public"


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """Serve *folder* on a free port until the program ends."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def address_of(output: Path, pattern: str) -> str:
    """Return the address of the first page that fits."""
    found = sorted(output.glob(pattern))
    if not found:
        sys.exit(f"the demonstration has no page {pattern}")
    return "/" + found[0].parent.relative_to(output).as_posix() + "/"


def photograph(browser: str, url: str, file: Path, options: tuple[str, ...]) -> None:
    """Write a PNG of what a reader sees at *url*."""
    size = ",".join(map(str, WINDOW_PX))
    always = ["--headless", "--no-sandbox", "--hide-scrollbars", "--virtual-time-budget=4000"]
    command = [browser, *always, *options, f"--window-size={size}", f"--screenshot={file}", url]
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
        themes = dict.fromkeys(view.theme for view in VIEWS.values())
        outputs = {theme: build_demonstration(Path(folder, theme), theme) for theme in themes}
        ports = {theme: serve(output).server_port for theme, output in outputs.items()}
        for name, view in VIEWS.items():
            png = Path(folder, f"{name}.png")
            address = address_of(outputs[view.theme], view.page)
            photograph(browser, f"http://127.0.0.1:{ports[view.theme]}{address}", png, view.options)
            shrink(png, IMAGES / f"{name}.webp")


if __name__ == "__main__":
    main()
