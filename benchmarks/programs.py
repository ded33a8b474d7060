"""
The two programs under test: how each is run, and what a cold build starts without.

Imports: measure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from measure import Usage, measure_command

ROOT: Final = Path(__file__).parent.parent
GENERATOR: Final = ROOT / "generator"
NOW: Final = "2026-01-01T00:00:00+02:00"
"""Later than any article, so that Backfile's clock is out of the picture."""

LOG_TAIL_BYTES: Final = 100_000
"""As much of a log as is read: a summary is its last line, and logs grow with the archive."""


class Program(NamedTuple):
    """One program with its site."""

    name: str
    version: str
    command: tuple[str, ...]
    site: Path
    environment: dict[str, str]
    derived: tuple[Path, ...]
    """Folders that a cold build does not find; the first is the output."""


class Run(NamedTuple):
    """One measured build."""

    usage: Usage
    summary: dict[str, int | float]
    """Backfile's own count of pages; empty for Hugo."""


def backfile_program(folder: Path) -> Program:
    """Return Backfile as it lies in this repository, run by this Python."""
    site = folder / "backfile"
    search_path = os.pathsep.join(filter(None, (str(GENERATOR), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": search_path}
    # An installed program has its bytecode; one that may not keep it compiles itself each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = (sys.executable, "-m", "backfile")
    options = ("build", "--site", str(site), "--json", "--quiet", "--now", NOW)
    return Program(
        "Backfile",
        _version_of(start, environment),
        (*start, *options),
        site,
        environment,
        (site / "public", site / ".backfile"),
    )


def _version_of(start: tuple[str, ...], environment: dict[str, str]) -> str:
    """Return the number that Backfile gives itself, and the commit."""
    number = _first_line([*start, "--version"], environment).rpartition(" ")[2]
    return f"{number} {_commit()}".strip()


def _commit() -> str:
    """Return the last commit that changed the generator, marked if its files differ from it."""
    git = ["git", "-C", str(ROOT)]
    environment = dict(os.environ)
    if not shutil.which("git"):
        return ""
    commit = _first_line([*git, "log", "-1", "--format=%h", "--", "generator"], environment)
    altered = _first_line([*git, "status", "--porcelain", "--", "generator"], environment)
    return f"({commit}, altered)" if commit and altered else f"({commit})" if commit else ""


def find_hugo() -> str:
    """Return where Hugo is: on the path, or beside this Python; empty if it is nowhere."""
    beside = Path(sys.executable).with_name("hugo")
    return shutil.which("hugo") or (str(beside) if beside.exists() else "")


def hugo_program(folder: Path, command: str) -> Program:
    """Return Hugo, its caches inside *folder*."""
    binary = hugo_binary(command)
    site, cache = folder / "hugo", folder / "hugo-cache"
    # By default Hugo keeps to a quarter of the machine's memory; beyond, it drops what it has
    # cached and makes it again, several times as long.  Here it may have three quarters.
    pages = os.sysconf("SC_PHYS_PAGES") * 3 // 4
    limit_gb = str(max(1, pages * os.sysconf("SC_PAGE_SIZE") // 2**30))
    environment = {**os.environ, "HUGO_CACHEDIR": str(cache), "HUGO_MEMORYLIMIT": limit_gb}
    return Program(
        "Hugo",
        _first_line([binary, "version"], environment),
        (binary, "--source", str(site), "--logLevel", "warn", "--noBuildLock"),
        site,
        environment,
        (site / "public", site / "resources", cache),
    )


def hugo_binary(command: str) -> str:
    """
    Return the path of Hugo itself.

    The Python packages of Hugo install a script that starts the binary and names
    it on the way; measured through it, Hugo would pay for Python's start.
    """
    found = shutil.which(command)
    if not found:
        sys.exit(f"run: no program {command}; give its path with --hugo")
    banner = subprocess.run([found, "version"], capture_output=True, text=True, check=True)
    named = re.search(r" at (/\S*/hugo)\b", banner.stdout + banner.stderr)
    return named[1] if named else found


def _first_line(command: list[str], environment: dict[str, str]) -> str:
    """Return the first line that *command* prints; the empty string if it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.partition("\n")[0] if done.returncode == 0 else ""


def forget(program: Program) -> None:
    """Remove all that *program* has derived from its site."""
    for folder in program.derived:
        shutil.rmtree(folder, ignore_errors=True)


def build(program: Program) -> Run:
    """Build once and measure it; exit with the end of its log if it fails."""
    log = program.site.with_name(f"{program.name.lower()}.log")
    usage = measure_command(program.command, program.site, program.environment, log)
    lines = tail_of(log)
    if usage.status:
        sys.exit("\n".join([f"run: {program.name} ended with {usage.status}", *lines[-20:]]))
    return Run(usage, summary_of(lines) if program.name == "Backfile" else {})


def tail_of(log: Path) -> list[str]:
    """Return the last lines of *log*."""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        return stream.read().decode(errors="replace").splitlines()


def summary_of(lines: list[str]) -> dict[str, int | float]:
    """Return the last summary among JSON *lines*; exit if there is none."""
    for line in reversed(lines):
        if line.startswith("{"):
            event: dict[str, int | float | str] = json.loads(line)
            if event.pop("event", "") == "summary":
                return {key: value for key, value in event.items() if not isinstance(value, str)}
    sys.exit("\n".join(["run: Backfile printed no summary", *lines[-20:]]))


def count_output(program: Program) -> tuple[int, int]:
    """
    Return how many files *program* has published, and their bytes.

    Costs about 10 µs a file in memory; the folders yet to be seen are all it keeps.
    """
    files = size_bytes = 0
    waiting = [str(program.derived[0])]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    files += 1
                    size_bytes += entry.stat(follow_symlinks=False).st_size
    return files, size_bytes
