"""
Measure pages as a phone has them: `python benchmarks/lighthouse.py public`.

Serves a built site as a host would, compressed and with assets that are kept for
ever, and has Lighthouse look at the largest page of each kind with its settings for
phones.  Prints a table of the four scores, and below it what kept a page from 100.

A page that says `noindex` is left out of what is asked for search engines.  Where
the site lies below a path, `--base` names it.

Cost:    some 15 s a page on an idle machine.  On a busy one the score for performance
falls, since Lighthouse takes the browser's own time for the page's; `--rounds 3`
takes the best of three.
Imports: the standard library; `lighthouse` and Chromium are called.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
FOR_EVER: Final = "max-age=31536000, immutable"
FOR_A_MINUTE: Final = "max-age=60, stale-while-revalidate=600"
FLAGS: Final = (
    "--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
    " --disable-component-update --disable-sync"
)
_BODY_CLASS: Final = re.compile(r'<body class="([^"]*)"')
_COMPRESSED: Final = ("text/", "image/svg+xml", "application/")


class Visit(NamedTuple):
    """What Lighthouse said of one page."""

    path: str
    kind: str
    scores: dict[str, int]
    """Category -> 0 to 100."""

    failures: list[str]
    """Audits that were not passed, with what they show."""


class HostHandler(BaseHTTPRequestHandler):
    """Serves files below a base path as a static host does."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path, base: str) -> None:
        """Remember what to serve before the first request is handled."""
        self.folder = folder
        self.base = base
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send the file of an address, or the site's own page for what is not there."""
        place = unquote(urlsplit(self.path).path).removeprefix(self.base).lstrip("/")
        path = self.folder / place
        path = path / "index.html" if path.is_dir() else path
        if path.is_file() and ".." not in place.split("/"):
            self._send(200, path)
        else:
            self._send(404, self.folder / "404.html")

    def _send(self, status: int, path: Path) -> None:
        data = path.read_bytes()
        kind = _media_type(path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        kept = path.parent == self.folder / "assets"
        self.send_header("Cache-Control", FOR_EVER if kept else FOR_A_MINUTE)
        if kind.startswith(_COMPRESSED):
            data = gzip.compress(data, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(ConnectionError):  # a browser turns away when it has seen enough
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


def _media_type(path: Path) -> str:
    if path.suffix == ".webmanifest":
        return "application/manifest+json"
    if path.suffix == ".avif":
        return "image/avif"
    kind = guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


@contextmanager
def served(folder: Path, base: str) -> Iterator[str]:
    """Serve *folder* below *base* while the block runs; yield the origin."""
    handler = partial(HostHandler, folder=folder, base=base)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


def pages_of_every_kind(folder: Path) -> dict[str, str]:
    """Return the path of the largest page of each kind, numbered pages being of their own."""
    largest: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text("utf-8")
        body = _BODY_CLASS.search(text)
        if body is None:
            continue  # a redirect: nothing to see
        place = f"/{path.relative_to(folder).as_posix().removesuffix('index.html')}"
        kind = body[1] + (" numbered" if "/page/" in place else "")
        largest[kind] = max(largest.get(kind, (0, "")), (len(text), place))
    return {kind: place for kind, (_, place) in sorted(largest.items())}


def visit(command: list[str], url: str, path: str, kind: str) -> Visit:
    """Have Lighthouse look at one page once."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        done = subprocess.run(
            [*command, url, *options],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            sys.exit(f"{url}: Lighthouse ended with {done.returncode}\n{done.stderr[-2000:]}")
        found = json.loads(report.read_text("utf-8"))
    return _visit_of(found, path, kind)


def _visit_of(found: dict[str, Any], path: str, kind: str) -> Visit:
    if "runtimeError" in found:
        sys.exit(f"{path}: {found['runtimeError']['message']}")
    categories = found["categories"]
    if found["audits"]["is-crawlable"]["score"] == 0:
        del categories["seo"]  # a page that is not for search engines, and says so
    scores = {name: round(100 * categories[name]["score"]) for name in categories}
    references = (reference for one in categories.values() for reference in one["auditRefs"])
    weighty = {reference["id"] for reference in references if reference["weight"]}
    failures = [
        f"{audit['id']}: {audit.get('displayValue') or audit['title']}"
        for audit in found["audits"].values()
        if audit["score"] is not None and audit["score"] < 1 and audit["id"] in weighty
    ]
    return Visit(path, kind, scores, failures)


def _environment() -> dict[str, str]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), "")
    return {"CHROME_PATH": found, **os.environ} if found else dict(os.environ)


def best_visit(command: list[str], url: str, path: str, kind: str, rounds: int) -> Visit:
    """Look until nothing is left to gain, at most *rounds* times; return the best."""
    best = visit(command, url, path, kind)
    for _ in range(rounds - 1):
        if best.scores["performance"] == 100:
            break
        best = max(best, visit(command, url, path, kind), key=lambda one: one.scores["performance"])
    return best


def table_of(visits: list[Visit]) -> str:
    """Return the scores as Markdown, and what kept them from 100."""
    lines = [f"| page | {' | '.join(CATEGORIES)} |", f"| --- {'| ---: ' * len(CATEGORIES)}|"]
    for one in visits:
        scores = " | ".join(str(one.scores.get(name, "–")) for name in CATEGORIES)
        lines.append(f"| {one.kind} `{one.path}` | {scores} |")
    lines += [f"\n{one.path}\n  " + "\n  ".join(one.failures) for one in visits if one.failures]
    return "\n".join(lines)


def main() -> None:
    """Serve, look, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="a built site, such as public")
    parser.add_argument("--base", default="", help="the path below which the site lives")
    parser.add_argument("--only", default="", help="kinds of pages whose name holds this")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--lighthouse", default="npx --no-install lighthouse")
    given = parser.parse_args()
    command = given.lighthouse.split()
    if shutil.which(command[0]) is None:
        sys.exit(f"there is no {command[0]}: install Node and `npm install --global lighthouse`")
    visits = []
    with served(given.folder, given.base) as origin:
        for kind, path in pages_of_every_kind(given.folder).items():
            if given.only in kind:
                url = origin + given.base + quote(path)
                visits.append(best_visit(command, url, path, kind, given.rounds))
                print(f"{path} {visits[-1].scores}", file=sys.stderr, flush=True)
    print(table_of(visits))


if __name__ == "__main__":
    main()
