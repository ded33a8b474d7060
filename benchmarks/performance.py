"""
Compose docs/performance.md: `python benchmarks/performance.py`.

What stands between two marks is made anew from the figures in results/, with a plot
of all of them; the prose around it is left alone.  The figures of a large archive
take an hour, those of `make bench` minutes: each run replaces its own file only.

Imports: plot, report, results.
"""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import plot
import report
import results
from plot import Line, Panel, Point
from report import COLD, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from results import Result

DOCS: Final = results.HERE.parent / "docs"
DOCUMENT: Final = DOCS / "performance.md"
PICTURE: Final = "images/performance.svg"
BEGIN: Final = "<!-- figures: made by benchmarks/performance.py -->"
END: Final = "<!-- figures end -->"
NO_FIGURES: Final = "There are no figures here yet; `make bench` measures some."

TITLE: Final = "What a build costs, by the size of the archive"


def compose(text: str, found: Sequence[Result]) -> str:
    """Return *text*, a document with both marks, with the figures of *found* between them."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        message = f"{DOCUMENT.name} must have the lines {BEGIN} and {END}"
        raise ValueError(message)
    return f"{head}{BEGIN}\n\n{figures_of(found)}\n\n{END}{tail}"


def figures_of(found: Sequence[Result]) -> str:
    """Return the overview, the plot and the tables of each result that is not brief."""
    if not found:
        return NO_FIGURES
    blocks = [
        "Builds from nothing, and what one article costs after that:",
        report.overview_of(found),
        f"![{TITLE}. {describe_plot(found)}]({PICTURE})",
    ]
    for result in found:
        if not result.brief:
            blocks += [f"### {report.title_of(result)}", report.section_of(result)]
    return "\n\n".join(blocks)


def plot_of(found: Sequence[Result]) -> str:
    """Return the plot of time and memory against size, as SVG."""
    time = Panel(
        "Time of one build",
        "seconds on the wall; both axes logarithmic",
        "articles",
        _lines(
            found,
            ("Hugo", "from nothing", "second", COLD, type(found[0]).wall_of),
            ("Backfile", "from nothing", "first", COLD, type(found[0]).wall_of),
            ("Backfile", "one article more", "first thin", PUBLISHED, type(found[0]).wall_of),
        ),
        lambda value: f"{value:,g} s",
    )
    memory = Panel(
        "Memory at its peak",
        "all processes together",
        "articles",
        _lines(
            found,
            ("Hugo", "from nothing", "second", COLD, _peak_mib_of),
            ("Backfile", "from nothing", "first", COLD, _peak_mib_of),
        ),
        lambda value: f"{value:,g} MiB",
    )
    note = "Hollow: short texts, or on a disk." if any(map(is_apart, found)) else ""
    return plot.draw(TITLE, describe_plot(found), (time, memory), note)


def _peak_mib_of(result: Result, step: str, program: str) -> float | None:
    peak_bytes = result.peak_of(step, program)
    return peak_bytes / report.MIB if peak_bytes else None


Figure = tuple[str, str, str, str, "Callable[[Result, str, str], float | None]"]
"""(program, what was done, look, step, where the figure is found)."""


def _lines(found: Sequence[Result], *figures: Figure) -> tuple[Line, ...]:
    """Return a line for each of *figures* that anything is known of."""
    lines = (
        Line(program, detail, look, _runs_of(found, step, program, figure_of))
        for program, detail, look, step, figure_of in figures
    )
    return tuple(line for line in lines if line.runs)


def _runs_of(
    found: Sequence[Result],
    step: str,
    program: str,
    figure_of: Callable[[Result, str, str], float | None],
) -> tuple[tuple[Point, ...], ...]:
    """Return the points of each machine: only what one machine found is joined."""
    by_machine = sorted(found, key=lambda result: (_machine_key(result), result.articles))
    runs = []
    for _, some in groupby(by_machine, key=_machine_key):
        points = tuple(
            Point(result.articles, figure, is_apart(result))
            for result in some
            if (figure := figure_of(result, step, program)) is not None
        )
        if points:
            runs.append(points)
    return tuple(runs)


def _machine_key(result: Result) -> tuple[str, int]:
    return result.machine.processor, result.machine.cpus


def is_apart(result: Result) -> bool:
    """Tell whether a result is of another kind than most: short texts, or not in memory."""
    return result.short or result.machine.place != "tmpfs"


def describe_plot(found: Sequence[Result]) -> str:
    """Say in words what the plot shows at its ends."""
    ends = found if len(found) == 1 else (found[0], found[-1])
    return " ".join(
        f"{report.title_of(result)}: {'; '.join(_figures_in_words(result))}." for result in ends
    )


def _figures_in_words(result: Result) -> list[str]:
    said = []
    for program in ("Backfile", "Hugo"):
        wall_s, peak = result.wall_of(COLD, program), _peak_mib_of(result, COLD, program)
        if wall_s and peak:
            said.append(f"{program} {wall_s:,.1f} s and {peak:,.0f} MiB")
    published_s = result.wall_of(PUBLISHED, "Backfile")
    if published_s:
        said.append(f"one article more {published_s:,.1f} s")
    return said


def main() -> None:
    """Write the document and its picture anew."""
    parser = argparse.ArgumentParser(description="Compose docs/performance.md.")
    parser.add_argument("--results", type=Path, default=results.FOLDER, metavar="DIR")
    parser.add_argument("--document", type=Path, default=DOCUMENT, metavar="FILE")
    given = parser.parse_args()
    found = results.load_results(given.results)
    text = compose(given.document.read_text(encoding="utf-8"), found)
    given.document.write_text(text, encoding="utf-8")
    if found:
        picture = given.document.parent / PICTURE
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(plot_of(found), encoding="utf-8")


if __name__ == "__main__":
    main()
