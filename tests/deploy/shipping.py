"""
A small site for tests of what servers and hosts are told.

Imports: model, site.
"""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING

from support import site_from

from backfile.model import Target
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.model import Site

ASSET = "assets/site.0123456789abcdef.css"
FILES = {
    "index.html": b"<p>front",
    "404.html": b"<p>not here",
    "atom.xml": b"<feed/>",
    "en/atom-2.xml": b"<feed/>",
    "feed.json": b"{}",
    "sitemap.xml": b"<urlset/>",
    "robots.txt": b"User-agent: *",
    "site.webmanifest": b"{}",
    "en/a/index.html": b"<p>article",
    "old/index.html": b"<p>moved",
    "files/report.pdf": b"%PDF",
    "files/font.woff2": b"font",
    "x/assets/site.0123456789abcdef.css": b"b {}",
    "assets/plain.css": b"c {}",
    "icon.svg": b"<svg/>",
    ASSET: b"body {}",
}
REDIRECTS = {
    "old/index.html": "/en/a/",
    "стара/index.html": "/en/a/",
    "price$ {x}.php": "/en/a/?a=$1&b={path}",
}


def site_of(folder: Path, **settings: str) -> Site:
    """Return the site of the default settings and these."""
    site, problems = load_site(site_from(folder, {}, **settings))
    assert site is not None, problems
    return site


def target_at(folder: Path, **fields: object) -> Target:
    """Return a target whose releases lie in *folder*."""
    given = {"name": "t", "kind": "folder", "to": f"file://{folder}", "keep": 5, **fields}
    return Target(**given)  # type: ignore[arg-type]


def lay_out(folder: Path) -> None:
    """Lay the files where a release is live, with siblings of the style sheet."""
    for path, data in {**FILES, f"{ASSET}.gz": b"gz", f"{ASSET}.br": b"br"}.items():
        file = folder / "current" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens at *port*."""
    for _ in range(100):
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(port)


def ask(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return (status, headers with names in lower case, body) of an address."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(
            "GET", address, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        fields: dict[str, str] = {}
        for name, value in answer.getheaders():
            assert name.lower() not in fields, f"{name} twice"
            fields[name.lower()] = value
        return answer.status, fields, answer.read()
    finally:
        connection.close()
