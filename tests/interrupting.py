"""
Builds that something befalls at an exact step, without waiting and without luck.

A step is a call that changes the disk or the catalogue: a file opened for writing, a
rename, a removal, a folder made, a statement that writes.  `trace_of` lists the steps
of a build; `build_until` does the same build again, and something at one of them.

The build runs in a child process, where Python itself tells of files (audit events)
and a subclass of the connection tells of statements: the program is as it is.

Imports: support.
"""

from __future__ import annotations

import builtins
import io
import os
import re
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import support

from backfile.build.publish import STAGING
from backfile.errors import BackfileError

DONE, FAILED, BROKEN = 0, 1, 99
_EVENTS = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"})
_READS = ("SELECT", "EXPLAIN")
_LASTING = ("os.", "shutil.", "opened", "COMMIT", "PRAGMA journal", "PRAGMA user")

OnStep = Callable[[str], None]
"""Called before a step, with what it is: the same words for steps of one sort."""


def kill_at(number: int) -> OnStep:
    """Return what kills the process at the step with that number, counted from 0."""
    return do_at(number, lambda: os.kill(os.getpid(), signal.SIGKILL))


def do_at(number: int, act: Callable[[], None]) -> OnStep:
    """Return what does something at the step with that number, counted from 0."""
    count = 0

    def on_step(_label: str) -> None:
        nonlocal count
        count += 1
        if count == number + 1:
            act()

    return on_step


def trace_of(site: Path, **options: Any) -> list[str]:
    """Build *site*, which must succeed, and return what its steps were."""
    notes = site / "steps.txt"
    with notes.open("w", encoding="utf-8") as file:
        assert build_until(site, lambda label: _note(file, label), **options) == DONE
    lines = notes.read_text("utf-8").splitlines()
    notes.unlink()
    return lines


def _note(file: Any, label: str) -> None:
    os.write(file.fileno(), f"{label}\n".encode())


def chosen_of(trace: list[str], most: int) -> list[int]:
    """
    Return about *most* numbers of steps, spread over every sort of step in a trace.

    Of what changes files or ends a transaction the first, the middle and the last one
    may be among them; what is inside a transaction differs little.
    """
    places: dict[str, list[int]] = {}
    for number, label in enumerate(trace):
        places.setdefault(label, []).append(number)
    numbers: set[int] = set()
    for label, found in places.items():
        numbers.add(found[len(found) // 2])
        if label.startswith(_LASTING):
            numbers |= {found[0], found[-1]}
    return sorted(numbers)[:: max(1, round(len(numbers) / most))]


def build_until(site: Path, on_step: OnStep, *, workers: bool = False, **options: Any) -> int:
    """
    Build *site* in a child process that calls *on_step* before each step.

    Args:
        workers: Count the steps of worker processes, each by itself, not the main one's.

    Returns:
        DONE; FAILED after an error that has one line; a signal's number, negative.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = BROKEN
    try:
        main = os.getpid()
        _tell_of_steps(lambda label: on_step(label) if (os.getpid() != main) == workers else None)
        status = _status_of_build(site, options)
    except BaseException:  # noqa: BLE001 - a forked child must not go on as the test runner
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _status_of_build(site: Path, options: dict[str, Any]) -> int:
    try:
        support.build(site, **options)
    except (BackfileError, OSError) as error:
        return FAILED if "\n" not in str(error) else BROKEN
    return DONE


def _tell_of_steps(on_step: OnStep) -> None:
    """Let *on_step* be called from now on, for the rest of this process's life."""
    open_file, connect = io.open, sqlite3.connect

    def open_and_tell(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        opened = open_file(file, mode, *args, **kwargs)
        if set(mode) & set("wax+"):
            on_step(f"opened {_place_of(file)}")  # it is empty now, and there
        return opened

    class Telling(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if not sql.lstrip().startswith(_READS):
                on_step(" ".join(sql.split())[:40])
            return super().execute(sql, *parameters)

        def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            on_step(" ".join(sql.split())[:40])
            return super().executemany(sql, *parameters)

    def on_event(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            on_step(f"{event} {_place_of(arguments[1 if event == 'os.rename' else 0])}")

    builtins.open = io.open = open_and_tell  # type: ignore[assignment]
    sqlite3.connect = lambda *a, **k: connect(*a, **{**k, "factory": Telling})
    sys.addaudithook(on_event)


def _place_of(path: Any) -> str:
    """Return in which folder of a site a path lies, with the names of kept files."""
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    if STAGING in text:
        return "staging"
    kept = re.search(r"\.backfile(?:/pictures|/[a-z.]+)?|public", text)
    return kept[0] if kept else "elsewhere"
