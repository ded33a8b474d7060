"""
One request at a time for each host, with a pause before the next one.

A host that asks to be left alone (`Retry-After`), or that does not answer three times
in a row, is *closed*: it is asked nothing more in this check.

Imports: nothing of ours.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MOST_SILENCES = 3


@dataclass
class Host:
    """What is known of one host; changed by whoever has its turn."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    rested_at_s: float = 0.0
    """On the monotonic clock: when it may be asked again."""

    silences: int = 0
    """How often it did not answer, in a row."""

    closed: str = ""
    """Why it is asked nothing more."""

    def note_answer(self, failure: str) -> None:
        """Count silences: *failure* says why there was no answer, and is empty if there was."""
        self.silences = self.silences + 1 if failure else 0
        if self.silences >= MOST_SILENCES:
            self.closed = failure


class Turns:
    """The hosts of one check, for threads that ask them."""

    def __init__(self, pause_s: float) -> None:
        """Pause so long between two requests to one host."""
        self._pause_s = pause_s
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @contextmanager
    def turn_at(self, name: str) -> Iterator[Host]:
        """Wait for the turn at a host, and have it alone."""
        with self._lock:
            host = self._hosts.setdefault(name, Host())
        with host.turn:
            if not host.closed:
                self.rest(host.rested_at_s - time.monotonic())
            try:
                yield host
            finally:
                host.rested_at_s = time.monotonic() + self._pause_s

    def rest(self, seconds: float) -> None:
        """Wait, but not longer than until the end."""
        self._ended.wait(max(0.0, seconds))

    def end(self) -> None:
        """Let nobody wait any more, nor ask."""
        self._ended.set()

    @property
    def is_ended(self) -> bool:
        """Whether the check was broken off."""
        return self._ended.is_set()
