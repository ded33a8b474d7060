"""
Measure Backfile beside Hugo: `python benchmarks/run.py --stories 3700 --rounds 3`.

Makes the synthetic archive in both forms, in memory (/dev/shm) unless told
otherwise, and builds it by turns.  Prints tables of medians; `--report FILE`
writes them as Markdown, and `--data FILE` keeps every figure as JSON, from
which `performance.py` composes docs/performance.md.

Hugo keeps nothing of a build but processed pictures, so each of Backfile's
later builds is compared with Hugo's build into the output of the one before.

Imports: corpus, edits, floor, programs, report, results, stories, output.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import corpus
import edits
import floor
import msgspec
import programs
import report
import results
from output import Folder
from report import AGAIN, COLD, PUBLISHED, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from programs import Program, Run
    from stories import Recipe

EDITS: Final[dict[str, Callable[[Folder, Recipe], None]]] = {
    "one text corrected": edits.correct_body,
    PUBLISHED: edits.publish_article,
    "one recent story retagged": edits.retag_recent,
    "one old story retagged": edits.retag_old,
}

STEPS: Final = (COLD, AGAIN, *EDITS, TEMPLATE)

Runs = dict[tuple[str, str], list["Run"]]


class Rounds(NamedTuple):
    """How often each kind of build is measured."""

    cold: int
    """Backfile from nothing."""

    hugo: int
    edits: int
    """Backfile without a change, and after an editor's edits."""

    templates: int
    """Backfile after an edit of the template, which takes a good part of a build from nothing."""

    @property
    def most(self) -> int:
        """How many rounds there are."""
        return max(self)

    def of_cold(self, program: Program) -> int:
        """Return in how many rounds *program* builds from nothing."""
        return self.cold if program.name == "Backfile" else self.hugo

    def of_later(self, program: Program) -> int:
        """Return in how many rounds *program* builds again."""
        return self.edits if program.name == "Backfile" else self.hugo


def measure_rounds(found: list[Program], site: Folder, recipe: Recipe, rounds: Rounds) -> Runs:
    """Measure all rounds, the first program changing from one to the next."""
    runs: Runs = {}
    for number in range(1, rounds.most + 1):
        print(f"round {number} of {rounds.most}", file=sys.stderr, flush=True)
        ordered = found if number % 2 else found[::-1]
        for program in ordered:
            if number <= rounds.of_cold(program):
                programs.forget(program)
                _measure(program, COLD, runs)
            elif number <= rounds.of_later(program):
                programs.build(program)  # takes the edits of the last round back
        for program in ordered:
            if number <= rounds.of_later(program):
                _measure(program, AGAIN, runs)
        for program in ordered:
            if program.name == "Backfile":
                _measure_edits(program, site, recipe, rounds, number, runs)
    return runs


def _measure_edits(
    program: Program, site: Folder, recipe: Recipe, rounds: Rounds, number: int, runs: Runs
) -> None:
    """Build after each edit, one upon the other, and take an editor's back in the end."""
    try:
        if number <= rounds.edits:
            for step, edit in EDITS.items():
                edit(site, recipe)
                _measure(program, step, runs)
        if number <= rounds.templates:
            edits.edit_template(site, number)
            _measure(program, TEMPLATE, runs)
    finally:
        edits.undo_edits(site, recipe)
        # The next build from nothing begins as the first; any other one must not pay for this.
        if number < rounds.cold or number == rounds.most:
            edits.edit_template(site, 0)


def _measure(program: Program, step: str, runs: Runs) -> None:
    """Build once, say how long it took, and add it to *runs*."""
    run = programs.build(program)
    usage = run.usage
    print(f"  {program.name}, {step}: {usage.wall_s:.2f} s", file=sys.stderr, flush=True)
    runs.setdefault((step, program.name), []).append(run)


def compare(arguments: argparse.Namespace, folder: Path) -> results.Result:
    """Make the archive below *folder*, measure all rounds, return what was found."""
    recipe = corpus.recipe_of(arguments)
    found = _find_programs(arguments, folder)
    has_ours, has_hugo = (
        any(program.name == name for program in found) for name in ("Backfile", "Hugo")
    )
    articles, _ = corpus.write_corpus(
        recipe, folder / "backfile", folder / "hugo" if has_hugo else None
    )
    rounds = Rounds(
        arguments.rounds if has_ours else 0,
        (arguments.hugo_rounds or arguments.rounds) if has_hugo else 0,
        (arguments.edit_rounds or arguments.rounds) if has_ours else 0,
        arguments.rounds if has_ours and not arguments.no_template else 0,
    )
    runs = measure_rounds(found, Folder(folder / "backfile"), recipe, rounds)
    profiled = next((one for one in found if one.name == "Backfile" and arguments.profile), None)
    return results.Result(
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        articles=articles,
        stories=recipe.stories,
        seed=recipe.seed,
        short=recipe.is_short,
        brief=arguments.brief,
        machine=results.machine_of(folder),
        others_share=_others_share(runs),
        programs=[_output_of(program) for program in found],
        steps=_steps_of(runs),
        floor=floor.measure_floor(profiled.site, profiled.derived[0]) if profiled else None,
        profile=_profile_of(profiled) if profiled else None,
    )


def _others_share(runs: Runs) -> float:
    """Return how much of the processors other programs took while *runs* were measured."""
    usages = [run.usage for repeats in runs.values() for run in repeats]
    available_s = sum(usage.wall_s for usage in usages) * (os.cpu_count() or 1)
    return round(sum(usage.others_cpu_s for usage in usages) / available_s, 4)


def _output_of(program: Program) -> results.Output:
    files, size_bytes = programs.count_output(program)
    return results.Output(program.name, program.version, files, size_bytes)


def _steps_of(runs: Runs) -> list[results.Step]:
    """Return every figure, in the order of the steps."""
    ordered = sorted(runs.items(), key=lambda item: (STEPS.index(item[0][0]), item[0][1]))
    return [
        results.Step(
            step,
            program,
            [round(run.usage.wall_s, 4) for run in repeats],
            [round(run.usage.cpu_s, 4) for run in repeats],
            [run.usage.peak_bytes for run in repeats],
            [int(run.summary["written"]) for run in repeats if "written" in run.summary],
        )
        for (step, program), repeats in ordered
    ]


def _profile_of(program: Program) -> results.Profile:
    """Return where the time of a build goes, found by a process of its own."""
    command = [sys.executable, str(results.HERE / "stages.py"), str(program.site), "--json"]
    print("  Backfile, stage by stage", file=sys.stderr, flush=True)
    done = subprocess.run(command, env=program.environment, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=results.Profile)


def _find_programs(arguments: argparse.Namespace, folder: Path) -> list[Program]:
    """Return the programs that the command line asks for; Hugo by default if it is there."""
    found = []
    if arguments.only != "hugo":
        found.append(programs.backfile_program(folder))
    hugo = arguments.hugo or programs.find_hugo()
    if arguments.only == "hugo" or (not arguments.only and hugo):
        found.append(programs.hugo_program(folder, hugo or "hugo"))
    elif not arguments.only:
        print("run: there is no Hugo; measuring Backfile alone", file=sys.stderr)
    return found


def _parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="Measure Backfile beside Hugo.")
    corpus.add_recipe_arguments(parser)
    parser.add_argument("--rounds", type=_count, default=3, help="builds from nothing; default: 3")
    parser.add_argument("--hugo-rounds", type=_count, metavar="N", help="default: as --rounds")
    parser.add_argument("--edit-rounds", type=_count, metavar="N", help="default: as --rounds")
    parser.add_argument("--only", choices=("backfile", "hugo"), help="measure one of the two")
    parser.add_argument(
        "--hugo", metavar="COMMAND", help="default: the one on the path or beside this Python"
    )
    parser.add_argument("--profile", action="store_true", help="add the stages and the floor")
    parser.add_argument(
        "--dir", type=Path, default=Path("/dev/shm"), help="where to work; default: /dev/shm"
    )
    parser.add_argument("--keep", action="store_true", help="leave the sites behind")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write Markdown there")
    parser.add_argument("--data", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--no-template", action="store_true", help="leave that edit out")
    parser.add_argument(
        "--brief", action="store_true", help="in docs/performance.md, a line and a point only"
    )
    return parser.parse_args()


def _count(text: str) -> int:
    """Read a number of rounds."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def main() -> None:
    """Compare, print, and leave nothing behind unless asked."""
    arguments = _parse_arguments()
    folder = Path(tempfile.mkdtemp(prefix="archive-", dir=arguments.dir)).absolute()
    try:
        result = compare(arguments, folder)
    finally:
        if arguments.keep:
            print(f"the sites are in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    text = f"# {report.title_of(result)}\n\n{report.section_of(result)}\n"
    print(text, end="")
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    if arguments.data:
        results.save_result(result, arguments.data)


if __name__ == "__main__":
    main()
