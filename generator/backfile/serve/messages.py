"""
What the server and the keeper tell one another.

Imports: errors.
"""

from __future__ import annotations

from typing import NamedTuple

from backfile.errors import Problem


class Hint(NamedTuple):
    """Where something may have changed; to the keeper."""

    folders: frozenset[str] | None
    """Site paths below content/; None for everywhere."""

    settings: bool
    """Whether site.yaml or the theme may have changed."""


class Progress(NamedTuple):
    """How far the keeper is."""

    stage: str
    done: int
    total: int | None


class Note(NamedTuple):
    """Something worth a line."""

    line: str


class Settle(NamedTuple):
    """The keeper asks that no page be rendered until its outcome comes; it waits for an answer."""


class Outcome(NamedTuple):
    """What came of a hint."""

    problems: tuple[Problem, ...]
    """All there are, errors and warnings, in reading order."""

    is_ready: bool
    """Whether the catalogue can be read."""

    is_new: bool
    """Whether pages may look other than before."""

    adopt: bool
    """Whether site.yaml and the theme are to be read again."""

    edited: tuple[str, ...]
    """Sources that were added, edited or removed; some of them if there are many."""

    follow: str
    """Address of the page that was edited, if it was one."""

    seconds: float


Message = Progress | Note | Settle | Outcome
