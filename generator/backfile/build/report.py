"""
How a build tells what it does, whoever listens: a terminal, a pipe, a test.

Imports: errors, model.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from backfile.errors import Problem


class Summary(NamedTuple):
    """What a build did."""

    articles: int
    """Published articles, each language counted."""

    pages: int
    """Outputs of the site, whether written now or before."""

    written: int
    unchanged: int
    removed: int
    warnings: int
    errors: int
    seconds: float


class Built(NamedTuple):
    """What came of a build."""

    summary: Summary
    problems: tuple[Problem, ...]
    """Warnings only."""

    explanation: str = ""
    held_back: tuple[int, int, int] = (0, 0, 0)
    """Articles and static pages that are drafts, scheduled, expired."""


class Report(Protocol):
    """Takes notice of the stages of a build."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """A stage begins; *total* is its number of steps, None if not known."""

    def advance(self, steps: int = 1) -> None:
        """Steps of the stage are done."""

    def note(self, line: str) -> None:
        """Something worth a line that is no problem of the site."""


class Silence:
    """A report that nobody reads."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Ignore the stage."""

    def advance(self, steps: int = 1) -> None:
        """Ignore the steps."""

    def note(self, line: str) -> None:
        """Ignore the line."""
