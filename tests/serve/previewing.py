"""
A preview under test: started in this process, asked over real sockets.

Imports: serve.
"""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from support import NOW

from backfile.build.opening import Options
from backfile.serve.session import ServeOptions, preview_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.serve.messages import Outcome
    from backfile.serve.server import Server

PATIENCE_S = 20.0
RAW = {"backfile-morph": "1"}


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Heard:
    """A listener that keeps what it was told."""

    notes: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    condition: threading.Condition = field(default_factory=threading.Condition)

    def note(self, line: str) -> None:
        """Keep a line."""
        self.notes.append(line)

    def opened(self, url: str) -> None:
        """Keep an address."""
        self.urls.append(url)

    def refreshed(self, outcome: Outcome) -> None:
        """Keep what was taken in."""
        with self.condition:
            self.outcomes.append(outcome)
            self.condition.notify_all()

    def wait_for(self, count: int) -> Outcome:
        """Wait until there were *count* outcomes, and return that one."""
        with self.condition:
            came = self.condition.wait_for(lambda: len(self.outcomes) >= count, PATIENCE_S)
            assert came, f"{len(self.outcomes)} of {count}: {self.outcomes}"
            return self.outcomes[count - 1]


@dataclass
class Looked:
    """A running preview, as a browser sees it."""

    server: Server
    heard: Heard
    site: Path
    _seen: int = 0

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, as a page that is visited."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE_S)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=given)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def raw(self, path: str) -> bytes:
        """Return a page as it would be published."""
        return self.get(path, **RAW).body

    def about(self, path: str) -> dict[str, Any]:
        """Return what the bar says of a page."""
        found: dict[str, Any] = json.loads(self.get(f"/.backfile/about?path={path}").body)
        return found

    def settled(self) -> Outcome:
        """Wait for the next outcome that nobody waited for yet."""
        self._seen += 1
        return self.heard.wait_for(self._seen)

    def save(self, path: str, text: str) -> Outcome:
        """Save a file and wait until the preview has looked at it."""
        target = self.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return self.settled()


@contextmanager
def previewed(site: Path, *, drafts: bool = False, **options: Any) -> Iterator[Looked]:
    """Preview *site* while the block runs, at a fixed time; its first look is over."""
    heard = Heard()
    given = {"is_live": False, "port": 0, **options}
    with preview_of(ServeOptions(Options(site, NOW, 1, drafts=drafts), **given), heard) as server:
        looked = Looked(server, heard, site)
        looked.settled()
        yield looked
