"""
Measure Backfile beside Hugo: `python benchmarks/run.py --stories 3400 --rounds 3`.

Makes the synthetic archive in both forms, in memory (/dev/shm) unless told
otherwise, and builds it by turns.  Prints a table of medians and, with
`--report FILE`, writes it as Markdown with the machine and the versions.

Hugo keeps nothing of a build but processed pictures, so each of Backfile's
later builds is compared with Hugo's build into the output of the one before.

Imports: corpus, edits, programs, report, stories, output.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import corpus
import edits
import programs
import report
from output import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from programs import Program, Run
    from stories import Recipe

COLD: Final = "cold build"
AGAIN: Final = "nothing changed"

EDITS: Final[dict[str, Callable[[Folder, Recipe], None]]] = {
    "one text corrected": edits.correct_body,
    "one article published": edits.publish_article,
    "one story retagged": edits.change_tag,
}

RIVALS: Final = {COLD: COLD, AGAIN: AGAIN} | dict.fromkeys(EDITS, AGAIN)
"""Each step, and the step of Hugo that it is compared with."""

Runs = dict[tuple[str, str], list["Run"]]


def measure_round(found: list[Program], folder: Path, recipe: Recipe, runs: Runs) -> None:
    """Build by turns, cold and again, then Backfile after each edit; add to *runs*."""
    for program in found:
        programs.forget(program)
        _measure(program, COLD, runs)
    for program in found:
        _measure(program, AGAIN, runs)
    for program in found:
        if program.name == "Backfile":
            _measure_edits(program, Folder(folder / "backfile"), recipe, runs)


def _measure_edits(program: Program, site: Folder, recipe: Recipe, runs: Runs) -> None:
    """Build after each edit, one upon the other, and take them back in the end."""
    try:
        for step, edit in EDITS.items():
            edit(site, recipe)
            _measure(program, step, runs)
    finally:
        edits.undo_edits(site, recipe)


def _measure(program: Program, step: str, runs: Runs) -> None:
    """Build once, say how long it took, and add it to *runs*."""
    run = programs.build(program)
    usage = run.usage
    print(f"  {program.name}, {step}: {usage.wall_s:.2f} s", file=sys.stderr, flush=True)
    runs.setdefault((step, program.name), []).append(run)


def compare(arguments: argparse.Namespace, folder: Path) -> str:
    """Make the archive below *folder*, measure all rounds, return the report."""
    recipe = corpus.recipe_of(arguments)
    articles, _ = corpus.write_corpus(
        recipe, folder / "backfile", folder / "hugo" if arguments.only != "backfile" else None
    )
    found = _find_programs(arguments, folder)
    runs: Runs = {}
    for number in range(1, arguments.rounds + 1):
        print(f"round {number} of {arguments.rounds}", file=sys.stderr, flush=True)
        measure_round(found if number % 2 else found[::-1], folder, recipe, runs)
    return _write_report(f"{articles:,} articles", arguments, found, runs)


def _write_report(
    articles: str, arguments: argparse.Namespace, found: list[Program], runs: Runs
) -> str:
    """Return the whole report in Markdown."""
    recipe = corpus.recipe_of(arguments)
    output = {program.name: programs.count_output(program) for program in found}
    steps = list(RIVALS)
    ordered = dict(sorted(runs.items(), key=lambda item: (steps.index(item[0][0]), item[0][1])))
    rows = report.rows_of(ordered, RIVALS, {name: files for name, (files, _) in output.items()})
    texts = "short" if recipe.is_short else "full"
    lines = [
        f"# {articles} of {recipe.stories:,} stories in three languages",
        "",
        f"Medians of {arguments.rounds} rounds; seed {recipe.seed}; {texts} texts.",
        "",
        report.table_of(rows),
        "",
        *report.describe_machine(),
        report.describe_disturbance(ordered),
        *report.describe_programs(found, output),
    ]
    return "\n".join(lines) + "\n"


def _find_programs(arguments: argparse.Namespace, folder: Path) -> list[Program]:
    """Return the programs that the command line asks for."""
    found = []
    if arguments.only != "backfile":
        found.append(programs.hugo_program(folder, arguments.hugo))
    if arguments.only != "hugo":
        found.append(programs.backfile_program(folder))
    return found


def _parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="Measure Backfile beside Hugo.")
    corpus.add_recipe_arguments(parser)
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument("--only", choices=("backfile", "hugo"), help="measure one of the two")
    parser.add_argument("--hugo", default="hugo", metavar="COMMAND", help="default: hugo")
    parser.add_argument(
        "--dir", type=Path, default=Path("/dev/shm"), help="where to work; default: /dev/shm"
    )
    parser.add_argument("--keep", action="store_true", help="leave the sites behind")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write Markdown there")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")
    return arguments


def main() -> None:
    """Compare, print, and leave nothing behind unless asked."""
    arguments = _parse_arguments()
    folder = Path(tempfile.mkdtemp(prefix="archive-", dir=arguments.dir))
    try:
        text = compare(arguments, folder)
    finally:
        if arguments.keep:
            print(f"the sites are in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    print(text, end="")
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
