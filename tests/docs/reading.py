"""Reading the documentation: its tables, its blocks of code, its sections."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"`([^`]+)`")


def document(name: str) -> str:
    """Return the text of a document by its name below docs/, or of README.md."""
    return (ROOT / name if name == "README.md" else DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    marks = heading.partition(" ")[0]
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_column(text: str, header: str) -> list[str]:
    """Return what is quoted in the first column of every table whose first header is *header*."""
    found: list[str] = []
    pattern = rf"^\| {re.escape(header)} \|.*\n\| -.*\n((?:\|.*\n)*)"
    for table in re.findall(pattern, text, re.MULTILINE):
        for row in table.splitlines():
            found += _QUOTED.findall(row.split(" | ")[0])
    return found


def blocks(text: str, kind: str) -> list[str]:
    """Return the code of every block that is marked as *kind*."""
    return [match["code"] for match in _BLOCK.finditer(text) if match["kind"].strip() == kind]


def links(text: str) -> list[str]:
    """Return the address of every link and picture, outside code."""
    prose = _QUOTED.sub("", _BLOCK.sub("", text))
    return re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r'(?:src|href)="([^"]+)"', prose)
