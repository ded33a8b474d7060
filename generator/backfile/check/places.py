"""
Where in a source something is written, for what no row remembers the place of.

A link that leaves the site, or stays on its page, is part of the HTML of a body.
Only when there is something to say of it the source is read again.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import unquote

_END = r"""(?=[\s)>\]}"',#]|$)"""
"""What may follow an address, so that `#a` is not found in `#ab`."""

_BEGINS = (r"""(?<=[(<"'=])""", r"(?<=\]: )", "")
"""What stands before it in a link, in a definition of one, and anywhere."""


def place_of(folder: Path, path: str, address: str) -> tuple[int, int]:
    """Return (line, column) of the first time that the source *path* writes an address."""
    try:
        text = (folder / path).read_text("utf-8-sig", errors="replace")
    except OSError:
        return 0, 0
    at = _find(text, address)
    line_start = text.rfind("\n", 0, at) + 1
    return (text.count("\n", 0, at) + 1, at - line_start + 1) if at >= 0 else (0, 0)


def _find(text: str, address: str) -> int:
    """Return where an address stands, first of all where it is that of a link; -1 for nowhere."""
    bare = re.sub(r"^https?://", "", address)
    forms = dict.fromkeys((address, unquote(address), escape(address), bare, unquote(bare)))
    for begin in _BEGINS:
        for written in forms:
            found = re.search(begin + re.escape(written) + _END, text)
            if found:
                return found.start()
    return -1
