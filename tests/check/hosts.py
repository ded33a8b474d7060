"""
A web server for tests, in threads of this process, that keeps what it is asked.

Imports: nothing of ours.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Said = tuple[int, dict[str, str]]
"""(status, headers)."""

Saying = Callable[[str, str, int], Said]
"""(method, path, how often it was asked for before) -> what is answered."""


@dataclass
class Host:
    """A server, and what it was asked."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(method, path) in order."""

    agents: set[str] = field(default_factory=set)
    begun_s: list[float] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def serving(say: Saying, delay_s: float = 0.0) -> Iterator[Host]:
    """Serve on a free port of loopback while within."""
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            with host.lock:
                before = host.asked.count((self.command, self.path))
                host.asked.append((self.command, self.path))
                host.agents.add(self.headers["User-Agent"])
                host.begun_s.append(time.monotonic())
                host.under_way += 1
                host.most_at_once = max(host.most_at_once, host.under_way)
            time.sleep(delay_s)
            status, headers = say(self.command, self.path, before)
            with host.lock:
                host.under_way -= 1
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
