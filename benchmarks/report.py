"""
Results as Markdown: tables that can be read as text too.

Imports: results.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from results import Floor, Profile, Result, Step

COLD: Final = "build from nothing"
AGAIN: Final = "nothing changed"
PUBLISHED: Final = "one article published"
TEMPLATE: Final = "template of articles edited"

MIB: Final = 2**20
NONE: Final = "–"


def table_of(headings: Sequence[str], rows: Sequence[Sequence[str]], names: int = 1) -> str:
    """Return a Markdown table, padded; the first *names* columns are text, the others figures."""
    cells = [headings, *rows]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line_of(line, widths, names) for line in cells]
    rule = (
        "-" * width if column < names else "-" * (width - 1) + ":"
        for column, width in enumerate(widths)
    )
    lines.insert(1, f"| {' | '.join(rule)} |")
    return "\n".join(lines)


def _line_of(cells: Sequence[str], widths: Sequence[int], names: int) -> str:
    padded = (
        text.ljust(width) if column < names else text.rjust(width)
        for column, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"


def seconds_text(seconds: float) -> str:
    """Return a time with three digits or, from a thousand seconds on, as many as it has."""
    digits = 2 if seconds < 10 else 1 if seconds < 100 else 0
    return f"{seconds:,.{digits}f} s"


def title_of(result: Result) -> str:
    """Return what a result is about: `9,999 articles, short texts, on ext4`."""
    parts = [f"{result.articles:,} articles"]
    if result.short:
        parts.append("short texts")
    if result.machine.place != "tmpfs":
        parts.append(f"on {result.machine.place}")
    return ", ".join(parts)


def section_of(result: Result) -> str:
    """Return all tables of one result."""
    blocks = [
        f"{result.stories:,} stories in three languages, seed {result.seed},"
        f" {'short' if result.short else 'full'} texts. {_rounds_of(result)}",
        cold_table_of(result),
    ]
    if result.output_of("Backfile"):
        blocks.append(edits_table_of(result))
    if result.profile:
        blocks += [
            "Where the time of a build from nothing goes, in one process, and timed"
            " function by function, which costs a little itself:",
            profile_table_of(result.profile, result.articles),
        ]
    if result.floor:
        blocks.append(_sentence_of_floor(result, result.floor))
    blocks.append("\n".join(describe_conditions(result)))
    return "\n\n".join(blocks)


def _rounds_of(result: Result) -> str:
    """Say how many figures the medians are of."""
    said = []
    for program in ("Backfile", "Hugo"):
        counts = [
            len(found.wall_s) for step in (COLD, AGAIN) if (found := result.step_of(step, program))
        ]
        if counts:
            said.append(f"{program}, {' and '.join(map(str, counts))}")
    return f"Medians of builds from nothing and later ones of each kind: {'; '.join(said)}."


def cold_table_of(result: Result) -> str:
    """Return the builds from nothing, with the ratio of each figure to Hugo's."""
    headings = ("build from nothing", "wall", "CPU", "peak memory", "outputs", "bytes")
    found = [
        (step, output)
        for output in result.programs
        if (step := result.step_of(COLD, output.program))
    ]
    figures = {
        step.program: (
            median(step.wall_s),
            median(step.cpu_s),
            median(step.peak_bytes),
            output.files,
            output.size_bytes,
        )
        for step, output in found
    }
    rows: list[tuple[str, ...]] = [
        (
            program,
            seconds_text(wall),
            seconds_text(cpu),
            f"{peak / MIB:,.0f} MiB",
            f"{files:,}",
            f"{size / MIB:,.0f} MiB",
        )
        for program, (wall, cpu, peak, files, size) in sorted(figures.items())
    ]
    if len(figures) == 2:
        ratios = (a / b for a, b in zip(figures["Backfile"], figures["Hugo"], strict=True))
        rows.append(("Backfile, Hugo = 1", *(f"{ratio:.2f}" for ratio in ratios)))
    return table_of(headings, rows)


def edits_table_of(result: Result) -> str:
    """Return Backfile's later builds, each beside its own first one and Hugo's second one."""
    cold_s = result.wall_of(COLD, "Backfile")
    hugo_s = result.wall_of(AGAIN, "Hugo")
    headings = ["later build", "wall", "first = 1", "CPU", "peak memory", "outputs written"]
    if hugo_s:
        headings.append("Hugo, second build = 1")
    rows = [
        _edit_row(step, cold_s, hugo_s)
        for step in result.steps
        if step.program == "Backfile" and step.step != COLD
    ]
    return table_of(headings, rows)


def _edit_row(step: Step, cold_s: float | None, hugo_s: float | None) -> list[str]:
    wall_s = median(step.wall_s)
    row = [
        step.step,
        seconds_text(wall_s),
        _share(wall_s, cold_s),
        seconds_text(median(step.cpu_s)),
        f"{median(step.peak_bytes) / MIB:,.0f} MiB",
        f"{median(step.written):,.0f}" if step.written else NONE,
    ]
    return [*row, _share(wall_s, hugo_s)] if hugo_s else row


def _share(figure: float, of: float | None) -> str:
    return f"{figure / of:.3f}" if of else NONE


def profile_table_of(profile: Profile, articles: int) -> str:
    """Return the stages with their shares and what each costs an article."""
    rows = [
        (
            stage.name,
            seconds_text(stage.own_s + stage.catalogue_s),
            seconds_text(stage.catalogue_s),
            f"{(stage.own_s + stage.catalogue_s) / profile.wall_s:.1%}",
            f"{(stage.own_s + stage.catalogue_s) / articles * 1e6:,.0f} µs",
        )
        for stage in profile.stages
    ]
    in_catalogue_s = sum(stage.catalogue_s for stage in profile.stages)
    rows.append(
        (
            "the whole",
            seconds_text(profile.wall_s),
            seconds_text(in_catalogue_s),
            "100.0%",
            f"{profile.wall_s / articles * 1e6:,.0f} µs",
        )
    )
    return table_of(("stage", "time", "in the catalogue", "share", "an article"), rows)


def _sentence_of_floor(result: Result, floor: Floor) -> str:
    """Say what reading and writing alone would take."""
    total_s = floor.read_s + floor.write_s
    text = (
        f"The floor: reading the {floor.sources:,} sources ({floor.source_bytes / MIB:,.0f} MiB)"
        f" takes one process {seconds_text(floor.read_s)}, writing the {floor.outputs:,} outputs"
        f" ({floor.output_bytes / MIB:,.0f} MiB) {seconds_text(floor.write_s)}:"
        f" {total_s / result.articles * 1e6:,.0f} µs an article"
    )
    if result.profile:
        text += f", {total_s / result.profile.wall_s:.1%} of the build in one process"
    return text + "."


def describe_conditions(result: Result) -> list[str]:
    """Return what the figures depend on, as Markdown list items."""
    machine = result.machine
    place = "in memory (tmpfs)" if machine.place == "tmpfs" else f"on a disk ({machine.place})"
    lines = [
        f"- {result.day}; {machine.processor}, {machine.cpus} CPUs,"
        f" {machine.memory_bytes / 2**30:.1f} GiB; {machine.system}, Python {machine.python};"
        f" corpus and output {place}",
        f"- taken by other programs meanwhile: {result.others_share:.0%} of the processors",
    ]
    return lines + [
        f"- {output.program}: {output.version or 'unknown version'}" for output in result.programs
    ]


def overview_of(results: Sequence[Result]) -> str:
    """Return one line for each result: what it costs at each size."""
    headings = (
        "articles", "Backfile", "an article", "Hugo", "Backfile, Hugo = 1",
        "memory", "Hugo's memory", "one article published",
    )  # fmt: skip
    return table_of(headings, [_overview_row(result) for result in results])


def _overview_row(result: Result) -> tuple[str, ...]:
    ours_s, hugo_s = (result.wall_of(COLD, program) for program in ("Backfile", "Hugo"))
    ours_peak, hugo_peak = (result.peak_of(COLD, program) for program in ("Backfile", "Hugo"))
    published_s = result.wall_of(PUBLISHED, "Backfile")
    return (
        title_of(result).replace(" articles", ""),
        _seconds(ours_s),
        f"{ours_s / result.articles * 1e3:.2f} ms" if ours_s else NONE,
        _seconds(hugo_s),
        f"{ours_s / hugo_s:.2f}" if ours_s and hugo_s else NONE,
        _mebibytes(ours_peak),
        _mebibytes(hugo_peak),
        _seconds(published_s),
    )


def _seconds(seconds: float | None) -> str:
    return NONE if seconds is None else seconds_text(seconds)


def _mebibytes(size_bytes: float | None) -> str:
    return NONE if size_bytes is None else f"{size_bytes / MIB:,.0f} MiB"
