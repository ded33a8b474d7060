"""
Write many small files fast: what both forms of the archive share.

Imports: nothing of ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Folder:
    """A folder to write into; remembers which folders below it exist already."""

    def __init__(self, root: Path) -> None:
        """Start with nothing known to exist."""
        self.root = root
        self.files = 0
        self._known: set[str] = set()

    def write(self, path: str, text: str) -> None:
        """Write *text* as UTF-8, LF, to the POSIX *path*, and count the file."""
        folder, _, _ = path.rpartition("/")
        if folder not in self._known:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._known.add(folder)
        with open(f"{self.root}/{path}", "wb", buffering=0) as stream:  # the fastest way
            stream.write(text.encode())
        self.files += 1


def quote(text: str) -> str:
    """Return *text* as a double-quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def flow(keys: Iterable[str]) -> str:
    """Return plain *keys* as a YAML flow sequence."""
    return f"[{', '.join(keys)}]"
