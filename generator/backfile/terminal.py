"""
What a command says, and to whom: a terminal, a pipe, or a program.

A terminal sees progress bars on anything longer than a second; a pipe sees plain
lines; a program sees one JSON object a line.  Problems go to standard error as
`path:line:column: message`, everything else to standard output.

Source:  SPEC §5.
Imports: build.report, errors.
"""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from backfile.build.report import Built, Summary
from backfile.errors import Problem

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from backfile.serve.messages import Outcome

PATIENCE_S = 1.0
"""How long a command may take without showing that it goes on."""

REFRESH_S = 0.1


class Voice:
    """A report in plain lines; `--quiet` leaves the problems, `--verbose` adds the stages."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        """Say as much as asked for."""
        self.quiet, self.verbose = quiet, verbose
        self._told: frozenset[Problem] = frozenset()

    def __enter__(self) -> Self:
        """Begin; nothing is shown yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End; nothing is left on the screen."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Say which stage begins, if asked for all."""
        if self.verbose:
            self.line(f"{stage}: {total:,}" if total is not None else stage)

    def advance(self, steps: int = 1) -> None:
        """Say nothing of single steps."""

    def note(self, line: str) -> None:
        """Say something that is no problem of the site."""
        if not self.quiet:
            self.line(line)

    def created(self, path: str) -> None:
        """Name a file or folder that was written: the path alone, for other commands."""
        self.line(path)

    def line(self, text: str) -> None:
        """Write one line to standard output."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def problem(self, problem: Problem) -> None:
        """Write one problem to standard error."""
        mark = "warning: " if problem.severity == "warning" else ""
        place, _, _ = str(problem).rpartition(problem.message)
        sys.stderr.write(f"{place}{mark}{problem.message}\n")

    def fail(self, problems: tuple[Problem, ...], *, strict: bool) -> None:
        """Say why nothing was published."""
        found = _hardened(problems) if strict else problems
        for problem in found:
            self.problem(problem)
        warnings, errors = _count(found)
        said = f"{_number(errors, 'error')}, {_number(warnings, 'warning')}"
        because = " (--strict makes warnings errors)" if found != problems else ""
        sys.stderr.write(f"Nothing was published: {said}{because}.\n")

    def finish(self, built: Built) -> None:
        """Say what was done."""
        for problem in built.problems:
            self.problem(problem)
        if built.explanation:
            self.line(built.explanation)
        if not self.quiet:
            self.line(summary_line(built))

    def opened(self, url: str) -> None:
        """Say where the preview is."""
        self.line(f"Preview at {url}" + ("" if self.quiet else "   (Ctrl-C ends it)"))

    def refreshed(self, outcome: Outcome) -> None:
        """Say what the preview took in; problems once, until they come back."""
        for problem in outcome.problems:
            if problem not in self._told:
                self.problem(problem)
        had_errors = _count(tuple(self._told))[1]
        self._told = frozenset(outcome.problems)
        _, errors = _count(outcome.problems)
        if errors:
            sys.stderr.write(f"{_number(errors, 'error')}; the last good version is shown\n")
        elif had_errors and not self.quiet:
            self.line("no errors any more")
        if not self.quiet and outcome.is_new:
            self.line(_refreshed_line(outcome))

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say why nothing can be shown."""
        for problem in problems:
            self.problem(problem)


class JsonVoice(Voice):
    """One JSON object a line, for programs."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Say nothing of stages."""

    def note(self, line: str) -> None:
        """Tell a note as an event of its own."""
        self.event({"event": "note", "message": line})

    def created(self, path: str) -> None:
        """Tell what was written as an event."""
        self.event({"event": "created", "path": path})

    def problem(self, problem: Problem) -> None:
        """Tell a problem."""
        fields = {name: getattr(problem, name) for name in problem.__struct_fields__}
        self.event({"event": fields.pop("severity"), **fields})

    def fail(self, problems: tuple[Problem, ...], *, strict: bool) -> None:
        """Tell the problems, and a summary in which nothing was done."""
        found = _hardened(problems) if strict else problems
        for problem in found:
            self.problem(problem)
        warnings, errors = _count(found)
        self._summary(Summary(0, 0, 0, 0, 0, warnings, errors, 0.0))

    def finish(self, built: Built) -> None:
        """Tell the warnings and the summary."""
        for problem in built.problems:
            self.problem(problem)
        if built.explanation:
            self.event({"event": "explanation", "message": built.explanation})
        self._summary(built.summary)

    def opened(self, url: str) -> None:
        """Tell where the preview is."""
        self.event({"event": "opened", "url": url})

    def refreshed(self, outcome: Outcome) -> None:
        """Tell what the preview took in."""
        for problem in outcome.problems:
            self.problem(problem)
        warnings, errors = _count(outcome.problems)
        edited, seconds = list(outcome.edited), round(outcome.seconds, 3)
        counts = {"warnings": warnings, "errors": errors, "seconds": seconds}
        self.event({"event": "refreshed", "edited": edited, **counts})

    def _summary(self, summary: Summary) -> None:
        self.event({"event": "summary", **summary._asdict()})

    def event(self, event: dict[str, object]) -> None:
        """Write one event."""
        is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        self.line(json.dumps(event, ensure_ascii=not is_utf8))


class TerminalVoice(Voice):
    """Progress bars that appear when a build takes long, and go when it is done."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        """Begin counting the time; nothing is shown at first."""
        super().__init__(quiet=quiet, verbose=verbose)
        self._begun = self._shown = time.monotonic()
        self._stage: tuple[str, int | None] = ("", None)
        self._done = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the bars away."""
        self._hide()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Give the stage a bar of its own."""
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)
        self._stage, self._done, self._task = (stage, total), 0, None
        self._show()

    def advance(self, steps: int = 1) -> None:
        """Move the bar, at most ten times a second."""
        self._done += steps
        if time.monotonic() - self._shown > REFRESH_S:
            self._show()

    def finish(self, built: Built) -> None:
        """Take the bars away and say what was done."""
        self._hide()
        super().finish(built)

    def fail(self, problems: tuple[Problem, ...], *, strict: bool) -> None:
        """Take the bars away and say why nothing was published."""
        self._hide()
        super().fail(problems, strict=strict)

    def _show(self) -> None:
        self._shown = time.monotonic()
        if self.quiet or self._shown - self._begun < PATIENCE_S:
            return
        if self._progress is None:
            self._progress = _new_progress()
            self._progress.start()
        stage, total = self._stage
        if self._task is None:
            self._task = self._progress.add_task(stage, total=total, count="")
        done = f"{self._done:,}" if self._done else ""
        count = f"{self._done:,} of {total:,}" if total else done
        self._progress.update(self._task, completed=self._done, count=count)
        self._progress.refresh()

    def _hide(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


def open_voice(*, quiet: bool, verbose: bool, as_json: bool) -> Voice:
    """Return the voice that suits whoever listens."""
    if as_json:
        return JsonVoice(quiet=quiet, verbose=verbose)
    if sys.stdout.isatty():
        return TerminalVoice(quiet=quiet, verbose=verbose)
    return Voice(quiet=quiet, verbose=verbose)


HELD_BACK = ("in draft", "scheduled", "expired")


def summary_line(built: Built) -> str:
    """Return the closing line of a build."""
    summary = built.summary
    parts = [
        _number(summary.articles, "article"),
        f"{_number(summary.pages, 'page')}: {summary.written:,} written, "
        f"{summary.unchanged:,} unchanged, {summary.removed:,} removed",
    ]
    held = (f"{n:,} {why}" for n, why in zip(built.held_back, HELD_BACK, strict=True) if n)
    parts += [", ".join(held)] if any(built.held_back) else []
    if summary.warnings:
        parts.append(_number(summary.warnings, "warning"))
    return "; ".join(parts) + f". {summary.seconds:.2f} s"


def _refreshed_line(outcome: Outcome) -> str:
    """Return what was taken in, in a line."""
    shown = outcome.edited[:3]
    what = ", ".join(shown) if outcome.edited else "the site"
    if len(outcome.edited) > len(shown):
        what += " and more"
    return f"updated: {what} ({outcome.seconds:.2f} s)"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _hardened(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems of a strict build, where every one is an error."""
    return tuple(msgspec.structs.replace(problem, severity="error") for problem in problems)


def _count(problems: tuple[Problem, ...]) -> tuple[int, int]:
    warnings = sum(problem.severity == "warning" for problem in problems)
    return warnings, len(problems) - warnings


def _new_progress() -> Progress:
    """Return bars without a thread: workers may be forked at any time."""
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description:>10}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
    )
    return Progress(*columns, transient=True, auto_refresh=False)
