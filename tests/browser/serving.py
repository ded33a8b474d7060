"""
A server for built sites that sends the policy under which pages must work.

Imports: the standard library.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


POLICY = "default-src 'self'"


class PolicyHandler(SimpleHTTPRequestHandler):
    """Serves files below a base path, with the policy; 404.html for what there is not."""

    def __init__(self, *args: object, base: str, **kwargs: object) -> None:
        """Remember the base path before the first request is handled."""
        self.base = base
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """Map an address to a file; what lies outside the base path is nowhere."""
        place = urlsplit(path).path
        if not place.startswith(f"{self.base}/"):
            return f"{self.directory}/nowhere"
        return super().translate_path(place.removeprefix(self.base))

    def end_headers(self) -> None:
        """Send the policy with everything."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for what is not there, as a host would."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        data = Path(self.directory, "404.html").read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def copyfile(self, *streams: Any) -> None:
        """Send a file; the browser may turn away before its end, when it closes a page."""
        with suppress(ConnectionError):
            super().copyfile(*streams)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@contextmanager
def served(folder: Path, base: str) -> Iterator[str]:
    """Serve *folder* below *base* while the block runs; yield the origin."""
    handler = partial(PolicyHandler, directory=str(folder), base=base)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
