"""
What one run of `run.py` found, as data: written to JSON, and read back to be reported.

Every round's figure is kept, not only the medians.

Imports: nothing of ours.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE / "results"
"""Figures that are kept, from which docs/performance.md is composed."""


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured."""

    processor: str
    cpus: int
    memory_bytes: int
    system: str
    python: str
    place: str
    """The file system that the sites were on: `tmpfs` is memory."""


class Output(msgspec.Struct, frozen=True):
    """A program, and what it published."""

    program: str
    version: str
    files: int
    size_bytes: int


class Step(msgspec.Struct, frozen=True):
    """One kind of build by one program: a figure for each round."""

    step: str
    program: str
    wall_s: list[float]
    cpu_s: list[float]
    peak_bytes: list[int]
    written: list[int]
    """Outputs written, where the program says so."""


class Stage(msgspec.Struct, frozen=True):
    """A stage of a build, without the stages inside it."""

    name: str
    own_s: float
    catalogue_s: float
    """Spent in functions of the catalogue, which are not in `own_s`."""


class Profile(msgspec.Struct, frozen=True):
    """Where the time of one cold build in one process went; the stages sum to the whole."""

    wall_s: float
    stages: list[Stage]


class Floor(msgspec.Struct, frozen=True):
    """Reading all sources and writing all outputs, and nothing else, in one process."""

    sources: int
    source_bytes: int
    read_s: float
    outputs: int
    output_bytes: int
    write_s: float


class Result(msgspec.Struct, frozen=True):
    """All that one run found."""

    day: str
    """ISO date."""

    articles: int
    stories: int
    seed: int
    short: bool
    """Texts of about 300 characters in place of 2,300."""

    brief: bool
    """A point for the plot and the overview, without tables of its own."""

    machine: Machine
    others_share: float
    """Of the processors, what other programs took while measuring."""

    programs: list[Output]
    steps: list[Step]
    profile: Profile | None = None
    floor: Floor | None = None

    def step_of(self, step: str, program: str) -> Step | None:
        """Return what was measured of one step; None if it was not."""
        found = (one for one in self.steps if (one.step, one.program) == (step, program))
        return next(found, None)

    def output_of(self, program: str) -> Output | None:
        """Return what *program* published; None if it was not measured."""
        return next((one for one in self.programs if one.program == program), None)

    def wall_of(self, step: str, program: str) -> float | None:
        """Return the median time on the wall in seconds; None if it was not measured."""
        found = self.step_of(step, program)
        return median(found.wall_s) if found else None

    def peak_of(self, step: str, program: str) -> float | None:
        """Return the median peak of memory in bytes; None if it was not measured."""
        found = self.step_of(step, program)
        return median(found.peak_bytes) if found else None


def save_result(result: Result, path: Path) -> None:
    """Write *result* as JSON, readable and with a line end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")


def load_results(folder: Path) -> list[Result]:
    """Return the results in *folder*, the smallest archive first."""
    found = [msgspec.json.decode(path.read_bytes(), type=Result) for path in folder.glob("*.json")]
    return sorted(found, key=lambda result: (result.articles, result.day))


def machine_of(folder: Path) -> Machine:
    """Return what figures measured in *folder* depend on."""
    return Machine(
        processor=_first_value("/proc/cpuinfo", "model name"),
        cpus=os.cpu_count() or 1,
        memory_bytes=int(_first_value("/proc/meminfo", "MemTotal").split()[0]) * 1024,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        place=_file_system_of(folder),
    )


def _first_value(path: str, name: str) -> str:
    """Return the value of the first line `name: value` of a file in /proc; `0` if there is none."""
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "0"


def _file_system_of(folder: Path) -> str:
    """Return the kind of file system that *folder* is on."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines())
    above = [(len(place), kind) for place, kind in mounts if folder.is_relative_to(place)]
    return max(above)[1] if above else "unknown"
