"""
Medians and ratios as tables, for a terminal and in Markdown.

Imports: measure, programs.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from programs import Program, Run

HEADINGS = ("step", "program", "wall", "CPU", "peak memory", "files written", "wall, Hugo = 1")


class Row(NamedTuple):
    """The medians of one step of one program."""

    step: str
    program: str
    wall_s: float
    cpu_s: float
    peak_bytes: float
    written: int | None
    """Files that the step wrote; None where the program does not tell."""

    share_of_hugo: float | None
    """Time on the wall as a share of Hugo's in the row that it answers to."""


def rows_of(
    runs: dict[tuple[str, str], list[Run]],
    rivals: dict[str, str],
    files: dict[str, int],
) -> list[Row]:
    """
    Return one row for each (step, program) in *runs*, in that order.

    *rivals* names for each step the step of Hugo that it is compared with, and
    *files* for each program how many files a cold build leaves.
    """
    rows = []
    for (step, program), repeats in runs.items():
        wall_s = median(run.usage.wall_s for run in repeats)
        rival = runs.get((rivals[step], "Hugo"))
        rows.append(
            Row(
                step,
                program,
                wall_s,
                median(run.usage.cpu_s for run in repeats),
                median(run.usage.peak_bytes for run in repeats),
                _written(step, repeats[-1], files[program]),
                wall_s / median(run.usage.wall_s for run in rival) if rival else None,
            )
        )
    return rows


def _written(step: str, run: Run, cold_files: int) -> int | None:
    """Return how many files a step wrote."""
    if step == "cold build":
        return cold_files
    written = run.summary.get("written")
    return None if written is None else int(written)


def table_of(rows: list[Row]) -> str:
    """Return *rows* as a Markdown table, padded to be read as text too."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(_pad, line, widths, range(len(line)))) + " |" for line in cells]
    rule = (
        "-" * width if column < 2 else "-" * (width - 1) + ":"
        for column, width in enumerate(widths)
    )
    lines.insert(1, f"| {' | '.join(rule)} |")
    return "\n".join(lines)


def _pad(text: str, width: int, column: int) -> str:
    """Pad *text*: names to the left, figures to the right."""
    return text.ljust(width) if column < 2 else text.rjust(width)


def _cells(row: Row) -> tuple[str, ...]:
    """Return the cells of one row."""
    return (
        row.step,
        row.program,
        f"{row.wall_s:.2f} s",
        f"{row.cpu_s:.2f} s",
        f"{row.peak_bytes / 2**20:,.0f} MiB",
        "" if row.written is None else f"{row.written:,}",
        "" if row.share_of_hugo is None else f"{row.share_of_hugo:.3f}",
    )


def describe_machine() -> list[str]:
    """Return what the figures depend on, as Markdown list items."""
    return [
        f"- processor: {_first_value('/proc/cpuinfo', 'model name')}, {os.cpu_count()} CPUs",
        f"- memory: {int(_first_value('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.1f} GiB",
        f"- system: {platform.system()} {platform.release()}, Python {platform.python_version()}",
    ]


def describe_disturbance(runs: dict[tuple[str, str], list[Run]]) -> str:
    """Return how much of the processors others took while *runs* were measured."""
    usages = [run.usage for repeats in runs.values() for run in repeats]
    available_s = sum(usage.wall_s for usage in usages) * (os.cpu_count() or 1)
    share = sum(usage.others_cpu_s for usage in usages) / available_s
    return f"- taken by other programs meanwhile: {share:.0%} of the processors"


def _first_value(path: str, name: str) -> str:
    """Return the value of the first line `name: value` of a file in /proc."""
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"


def describe_programs(programs: list[Program], output: dict[str, tuple[int, int]]) -> list[str]:
    """Return version, options and output of each program, as Markdown list items."""
    return [
        f"- {program.name}: {program.version or 'unknown version'}; "
        f"{output[program.name][0]:,} files, {output[program.name][1] / 2**20:,.0f} MiB"
        for program in programs
    ]
