"""
What can go wrong, and where.

Backfile stops for three reasons, and each has one exception::

    BackfileError              anything below; `str()` is ready to print
    ├── SiteError              the site has problems; nothing was published
    ├── UsageError             the command line asked for something impossible
    └── CatalogueError         the catalogue is locked by another build

A *problem* is data, not an exception: reading goes on after one, so that an
editor sees all of them at once.  `SiteError` carries the whole tuple.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["note", "warning", "error"]


class Problem(msgspec.Struct, frozen=True, array_like=True, order=True):
    """
    One thing wrong with the site, at one place.

    Problems sort by path, then line, then column, so that a report is in
    reading order whatever the order of discovery.
    """

    path: str
    """POSIX path relative to the site folder; empty when no file is to blame."""

    line: int
    """1-based; 0 when the whole file is meant."""

    column: int
    """1-based, in characters; 0 when the whole line is meant."""

    code: str
    """Stable identifier in kebab-case, such as `unknown-key`; part of `--json`."""

    message: str
    """What is wrong; what would be right.  One line, no trailing full stop."""

    severity: Severity = "error"
    """A warning publishes, unless the build is strict; a note, of `check` alone, only tells."""

    def __str__(self) -> str:
        """Render as `path:line:column: message`, leaving out what is not known."""
        if not self.path:
            return self.message
        place = self.path
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place}: {self.message}"


class BackfileError(Exception):
    """Anything that stops a command; the message is ready to print."""


class SiteError(BackfileError):
    """The site has problems that forbid publishing it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep *problems*, sorted, warnings included."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(BackfileError):
    """The command line asked for something that cannot be done."""


class CatalogueError(BackfileError):
    """The catalogue cannot be used now, though nothing is wrong with the site."""
