"""
Sockets and threads: HTTP/1.1, one thread a connection, the standard library.

What is answered is decided in `answers`, without sockets.  Here are limits: of
connections, of idle time, and what the library does by itself (length of a line,
number of headers).

Source:  RFC 9110, RFC 9112.
Imports: serve, errors.
"""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from backfile.errors import UsageError
from backfile.serve.about import errors_in
from backfile.serve.answers import EVENTS, Manner, Response, answer
from backfile.serve.events import News, event_of
from backfile.serve.gate import Gate, Request
from backfile.serve.preview import Preview

IDLE_S: Final = 30.0
MOST_CONNECTIONS: Final = 100
PORTS_TRIED: Final = 100
BODY: Final = frozenset({"content-length", "transfer-encoding"})
"""Headers of a request that a body follows."""


class Server(ThreadingHTTPServer):
    """The preview's server; `serve_forever` runs until `close`."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self, address: tuple[str, int], preview: Preview, token: str, manner: Manner
    ) -> None:
        """Take the address; OSError if it is not free."""
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self.preview, self.manner = preview, manner
        super().__init__(address, _Handler)
        self.gate = Gate(self.port, token)

    @property
    def port(self) -> int:
        """The port taken."""
        return int(self.server_address[1])

    def close(self) -> None:
        """End every connection, and free the port."""
        self.preview.news.end()
        self.shutdown()
        self.server_close()

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Serve one connection, if there are not too many."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away; all else is a fault to be seen."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def open_server(host: str, port: int, preview: Preview, token: str, manner: Manner) -> Server:
    """
    Return a server at *port*, or at the next one that is free.

    Raises:
        UsageError: The host is not this machine's, or no port is free.
    """
    last = min(port + PORTS_TRIED, 65_536) if port else 1
    for candidate in range(port, last):
        try:
            return Server((host, candidate), preview, token, manner)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise UsageError(f"--host: cannot listen at {host}: {error.strerror}") from None
    raise UsageError(f"--port: none from {port} to {last - 1} is free; name another one")


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Backfile", ""
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement
    wbufsize = -1
    timeout = IDLE_S

    def log_message(self, *_: object) -> None:
        """Say nothing: what a person has to know is in the page and in the terminal."""

    def _answer(self) -> None:
        headers: dict[str, list[str]] = {}
        for name, value in self.headers.items():
            headers.setdefault(name.lower(), []).append(value)
        request = Request(self.command, self.path, headers)
        server = self.server
        response = answer(request, server.preview, server.gate, server.manner)
        is_stream = response.status == HTTPStatus.OK and request.target.partition("?")[0] == EVENTS
        if is_stream and self.command == "GET":
            self._stream(response)
            return
        if self.command not in {"GET", "HEAD"} or BODY & headers.keys():
            self.close_connection = True  # a body may follow, which is not read
        self._head(response)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815

    def _stream(self, response: Response) -> None:
        """Tell of new versions for as long as somebody listens."""
        self.close_connection = True
        self._head(response)
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(ConnectionError, TimeoutError):
            _tell(self.server.preview, self.server.preview.news, self._send)

    def _send(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _head(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)


def _tell(preview: Preview, news: News, send: Callable[[bytes], None]) -> None:
    """Send an event at once and for each message, and a comment when there is none for long."""
    turn = -1
    while not news.is_over:
        state = news.wait(turn)
        if state.turn == turn:
            send(b": still here\n\n")
            continue
        turn = state.turn
        about = {
            "ready": preview.is_ready,
            "follow": state.follow,
            "source": state.source,
            "errors": errors_in(preview.problems),
        }
        send(event_of(state.version, about))
