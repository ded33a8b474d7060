"""
Checks for tests: a site from a dict, and what is found there.

Imports: support; build, check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support import NOW, site_from

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.check.findings import KINDS, Findings
from backfile.check.run import Checked, check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backfile.errors import Problem

INSIDE = frozenset(KINDS) - {"external"}


def look_at(folder: Path, *kinds: str, **options: Any) -> tuple[Findings, Checked]:
    """Check a site at a fixed time; all kinds but `external`, unless some are named."""
    findings = Findings(frozenset(kinds) or INSIDE, strict=options.pop("strict", False))
    given = {"now": NOW, "jobs": 1, **options}
    return findings, check(Options(site_folder=folder, **given), findings, Silence())


def found_in(folder: Path, kind: str, **options: Any) -> list[Problem]:
    """Return what a check finds of one kind, in reading order."""
    findings, _ = look_at(folder, kind, **options)
    return sorted(findings.kept.get(kind, []))


def lines_of(problems: list[Problem]) -> list[str]:
    """Return `PATH:LINE:COLUMN CODE` of each problem, the path without content/."""
    return [
        f"{problem.path.removeprefix('content/')}:{problem.line}:{problem.column} {problem.code}"
        for problem in problems
    ]


def article(body: str = "Text.\n", **fields: str) -> str:
    """Return an article's source, which begins its body on the line after its front matter."""
    given = {"title": "A", "date": "2025-01-01", **fields}
    head = "".join(f"{key}: {value}\n" for key, value in given.items())
    return f"---\n{head}---\n{body}"


def site_with(folder: Path, files: Mapping[str, str | bytes], **overrides: str) -> Path:
    """Write a site whose files are named below content/."""
    return site_from(folder, {f"content/{name}": text for name, text in files.items()}, **overrides)
