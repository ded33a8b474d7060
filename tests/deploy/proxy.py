"""
A proxy between a deploy and its bucket: counts requests, and makes some of them fail.

Imports: nothing of ours.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BODY = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate</Message></Error>"


class Request(NamedTuple):
    """One request that came by."""

    method: str
    path: str
    """Decoded, from the bucket on, with its query."""

    status: int
    """0 if there was no answer."""

    headers: Mapping[str, str]


Fault = int
"""A status; `BREAK` to close the connection, `HALF` to do so in the middle of an answer."""

BREAK, HALF = -1, -2
Rule = "Callable[[str, str], Fault | None]"


class Proxy(ThreadingHTTPServer):
    """Forwards to *origin* what no rule stops."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, origin: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = urlsplit(origin).netloc
        self.requests: list[Request] = []
        self.rule: Callable[[str, str], Fault | None] = lambda _method, _path: None
        self.delay_s = 0.0
        self.guard = Lock()

    @property
    def url(self) -> str:
        """The endpoint that a target is given."""
        return f"http://127.0.0.1:{self.server_port}"

    def forget(self) -> None:
        """Forget requests and rules."""
        self.requests, self.delay_s = [], 0.0
        self.rule = lambda _method, _path: None

    def done(self, *methods: str) -> list[str]:
        """Return the paths of requests of those methods that were answered well, in order."""
        return [one.path for one in self.requests if one.method in methods and one.status < 300]

    def fail(self, suffix: str, fault: Fault, times: int = 1 << 30, method: str = "PUT") -> None:
        """Let requests for paths with that ending fail so many times."""
        left = [times]

        def rule(asked: str, path: str) -> Fault | None:
            if asked != method or not path.endswith(suffix) or not left[0]:
                return None
            left[0] -= 1
            return fault

        self.rule = rule


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _forward(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        time.sleep(self.server.delay_s)
        path = unquote(self.path)
        with self.server.guard:
            fault = self.server.rule(self.command, path)
        status, headers, answer = self._answer(body) if fault in {None, HALF} else (fault, {}, b"")
        with self.server.guard:
            self.server.requests.append(
                Request(self.command, path, 0 if fault == BREAK else status, dict(self.headers))
            )
        if fault == BREAK:
            self.close_connection = True
            return
        if fault and fault > 0:
            answer = BODY.encode()
        self._reply(status, headers, answer, whole=fault != HALF)

    def _answer(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server.origin, timeout=30)
        try:
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _reply(self, status: int, headers: dict[str, str], answer: bytes, *, whole: bool) -> None:
        self.send_response_only(status)
        length = headers.get("content-length") or headers.get("Content-Length")
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                self.send_header(name, value)
        size = length if length and self.command == "HEAD" else str(len(answer))
        self.send_header("Content-Length", size)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer if whole else answer[: len(answer) // 2])
        self.close_connection = not whole

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _forward  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def proxy_before(origin: str) -> Iterator[Proxy]:
    """Run a proxy before *origin*."""
    with Proxy(origin) as proxy:
        thread = Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join(10)
