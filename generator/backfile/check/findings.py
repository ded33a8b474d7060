"""
What a check found, by kind: all of it counted, and the first of each code kept.

A kind is what one person at the desk looks after.  What a build reports is sorted
into kinds by its code.

Imports: errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from backfile.errors import Problem, Severity

KINDS = ("site", "links", "photos", "terms", "translations", "metadata", "external")
"""In the order of the report; `site` has what belongs to no other."""

_CODES = {
    "links": ("link-missing", "link-unpublished", "menu", "publisher"),
    "photos": (
        "focus", "photo", "photo-credit", "photo-cut-off", "photo-missing", "svg-script",
        "unknown-attribute",
    ),
    "terms": (
        "author-unknown", "duplicate-term", "term-spelling", "term-unknown", "unknown-taxonomy",
    ),
    "translations": (
        "duplicate-language", "language-not-meant", "original-conflict", "original-missing",
        "translation-missing",
    ),
}  # fmt: skip
_KIND_OF = {code: kind for kind, codes in _CODES.items() for code in codes}


class Fault(NamedTuple):
    """What is wrong, before it is known where."""

    code: str
    message: str
    severity: Severity = "error"

    def at(self, path: str, line: int, column: int) -> Problem:
        """Return it as the problem of a place."""
        return Problem(path, line, column, self.code, self.message, self.severity)


Told = Callable[[str, Problem], None]


@dataclass
class Findings:
    """Takes what is found, of the kinds that are wanted."""

    wanted: Collection[str] = KINDS
    strict: bool = False
    """Warnings are errors."""

    most: int | None = None
    """How many problems of one code are kept; None: all."""

    told: Told | None = None
    """Hears of each at once."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    """Kind -> severity -> how many."""

    kept: dict[str, list[Problem]] = field(default_factory=dict)
    _of_code: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, problem: Problem) -> None:
        """Take one problem, unless nobody wants its kind."""
        if kind in self.wanted:
            self.take(kind, problem)

    def take(self, kind: str, problem: Problem) -> None:
        """Take one problem, whatever is wanted."""
        if self.strict and problem.severity == "warning":
            problem = msgspec.structs.replace(problem, severity="error")
        self.counts.setdefault(kind, Counter())[problem.severity] += 1
        self._of_code[problem.code] += 1
        if self.most is None or self._of_code[problem.code] <= self.most:
            self.kept.setdefault(kind, []).append(problem)
        if self.told:
            self.told(kind, problem)

    def count(self, severity: str) -> int:
        """Return how many problems of one severity there are."""
        return sum(counts[severity] for counts in self.counts.values())


def kind_of(problem: Problem) -> str:
    """Return the kind of a problem that a build reports."""
    return _KIND_OF.get(problem.code, "site")


def as_checked(problem: Problem) -> Problem:
    """Return a build's problem as a check weighs it: a dead entry of the menu is an error."""
    return msgspec.structs.replace(problem, severity="error") if problem.code == "menu" else problem
