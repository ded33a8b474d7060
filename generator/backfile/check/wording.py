"""
The report of a check: lines for people, events for programs.

Under a heading with counts, each line begins with its path, as `path:line:column:
message`, so that editors make links of them.

Imports: check, errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from backfile.check.findings import KINDS, Findings
from backfile.check.translations import LanguageCounts
from backfile.errors import Problem

SHOWN = 10
"""Problems of one code that are shown, unless all are asked for."""

_COLUMNS = ("there", "missing", "absent", "older")


def line_of(problem: Problem) -> str:
    """Return the line of one problem."""
    mark = "" if problem.severity == "error" else f"{problem.severity}: "
    place = str(problem).removesuffix(problem.message)
    return f"{place}{mark}{problem.message}"


def report_lines(findings: Findings, languages: Mapping[str, LanguageCounts]) -> Iterator[str]:
    """Yield the groups of a report, each with its heading."""
    for kind in KINDS:
        counts = findings.counts.get(kind)
        if counts:
            yield f"{kind.capitalize()}: {_counted(counts)}"
            if kind == "translations":
                yield from _table(languages)
            yield from _group(findings, kind)
            yield ""


def problem_lines(findings: Findings) -> Iterator[str]:
    """Yield the errors and warnings alone."""
    for kind in KINDS:
        for problem in sorted(findings.kept.get(kind, ())):
            if problem.severity != "note":
                yield line_of(problem)


def closing_line(findings: Findings, articles: int, seconds: float) -> str:
    """Return the last line: counts and time."""
    total: Counter[str] = sum(findings.counts.values(), Counter())
    found = _counted(total) if total else "nothing to report"
    strict = " (--strict makes warnings errors)" if findings.strict and total["error"] else ""
    return f"{_number(articles, 'article')} checked: {found}{strict}. {seconds:.2f} s"


def event_of(kind: str, problem: Problem) -> dict[str, object]:
    """Return the event of one problem."""
    fields = {name: getattr(problem, name) for name in problem.__struct_fields__}
    return {"event": fields.pop("severity"), **fields, "kind": kind}


def closing_events(
    findings: Findings, languages: Mapping[str, LanguageCounts], articles: int, seconds: float
) -> Iterator[dict[str, object]]:
    """Yield the events after the last problem: one a language, and the summary."""
    for tag, counts in languages.items():
        numbers = {name: getattr(counts, name) for name in _COLUMNS}
        yield {"event": "translations", "language": tag, **numbers}
    kinds = {
        kind: _plural_counts(findings.counts[kind]) for kind in KINDS if kind in findings.counts
    }
    total: Counter[str] = sum(findings.counts.values(), Counter())
    yield {
        "event": "summary", "articles": articles, **_plural_counts(total), "kinds": kinds,
        "seconds": seconds,
    }  # fmt: skip


def _plural_counts(counts: Counter[str]) -> dict[str, int]:
    return {f"{severity}s": counts[severity] for severity in ("error", "warning", "note")}


def _group(findings: Findings, kind: str) -> Iterator[str]:
    kept = sorted(findings.kept.get(kind, ()))
    yield from map(line_of, kept)
    hidden = sum(findings.counts[kind].values()) - len(kept)
    if hidden:
        yield f"… and {hidden:,} more (--only {kind} shows all)"


def _table(languages: Mapping[str, LanguageCounts]) -> Iterator[str]:
    """Yield a table: how many stories are there, missing, absent, older, by language."""
    rows: list[tuple[str, ...]] = [("", *_COLUMNS)]
    rows += (
        (tag, *(f"{getattr(counts, name):,}" for name in _COLUMNS))
        for tag, counts in languages.items()
    )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells))


def _counted(counts: Counter[str]) -> str:
    parts = ((severity, counts[severity]) for severity in ("error", "warning", "note"))
    return ", ".join(_number(count, severity) for severity, count in parts if count)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
