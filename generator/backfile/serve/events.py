"""
What open pages are told: that there is a new version, over one stream a browser.

A version is a number that only grows; whoever was asleep compares it with the one
it knows.

Source:  the HTML standard, "Server-sent events".
Imports: nothing of ours.
"""

from __future__ import annotations

import json
import threading
import time
from typing import NamedTuple

HEARTBEAT_S = 15.0


class State(NamedTuple):
    """What is told."""

    version: int
    """Of the whole site; also raised by a restart."""

    follow: str
    """Address of the page that was edited last, if it was one."""

    source: str
    """Site path of that page's source."""

    turn: int
    """Number of the message, progress included."""


class News:
    """A place where threads wait for the next version."""

    def __init__(self) -> None:
        """Begin with a version that no former server has told."""
        self._condition = threading.Condition()
        self._state = State(time.time_ns() // 1_000_000, "", "", 0)
        self._is_over = False

    @property
    def state(self) -> State:
        """What is true now."""
        return self._state

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be told."""
        return self._is_over

    def tell(self, follow: str = "", source: str = "") -> None:
        """Raise the version."""
        with self._condition:
            version, *_, turn = self._state
            self._state = State(version + 1, follow, source, turn + 1)
            self._condition.notify_all()

    def wake(self) -> None:
        """Send a message without a new version: of progress."""
        with self._condition:
            self._state = self._state._replace(turn=self._state.turn + 1)
            self._condition.notify_all()

    def end(self) -> None:
        """Send everybody home."""
        with self._condition:
            self._is_over = True
            self._condition.notify_all()

    def wait(self, turn: int, patience_s: float = HEARTBEAT_S) -> State:
        """Wait for a message after *turn*, or for as long as a connection may be silent."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_over or self._state.turn != turn, patience_s)
            return self._state


def event_of(version: int, about: dict[str, object]) -> bytes:
    """Return one event in the form of the standard."""
    return f"id: {version}\ndata: {json.dumps({'version': version, **about})}\n\n".encode()
