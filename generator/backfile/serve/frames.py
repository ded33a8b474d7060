"""
A problem, with the lines around it: what an editor wants to see of it.

Imports: errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backfile.errors import Problem

AROUND = 2
"""Lines shown before and after the one that is meant."""

SHOWN = 20
"""Problems that are shown with their lines."""

LONGEST_LINE = 400
READ_BYTES = 2_000_000


def framed(folder: Path, problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as plain values for JSON, the first of them with their lines."""
    return [
        {
            "place": str(problem).removesuffix(f": {problem.message}") if problem.path else "",
            "message": problem.message,
            "column": problem.column,
            "lines": _lines_around(folder, problem) if number < SHOWN else [],
        }
        for number, problem in enumerate(problems)
    ]


def _lines_around(folder: Path, problem: Problem) -> list[tuple[int, str, bool]]:
    """Return (number, text, whether it is the one meant); nothing where there is no line."""
    if not problem.line:
        return []
    path = folder / problem.path
    try:
        # A path in a problem is one of the site's; a link in its place leads nowhere else.
        if not path.resolve().is_relative_to(folder.resolve()):
            return []
        with path.open("rb") as file:
            text = file.read(READ_BYTES).decode(errors="replace")
    except OSError:
        return []
    lines = text.splitlines()
    first = max(0, problem.line - 1 - AROUND)
    shown = lines[first : problem.line + AROUND]
    return [
        (number, line[:LONGEST_LINE], number == problem.line)
        for number, line in enumerate(shown, first + 1)
    ]
