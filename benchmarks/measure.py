"""
Measure one command: time on the wall, processor time, memory of all its processes.

Processor time is that of the command and of every process below it, orphans
included: while measuring, this process adopts them (PR_SET_CHILD_SUBREAPER).
Memory is the largest sum, over samples, of the proportional set size (Pss) of
all those processes: shared pages count once, and files on a tmpfs count only
while mapped.  Linux only.

Cost: a sample takes from 1 ms to, for very large processes, 20 ms.  Samples are
50 ms apart, or further where that would take more than a twentieth of a core;
the kernel's work for them is not charged to the command.

Imports: nothing of ours.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLE_INTERVAL_S: Final = 0.05
REST_PER_SAMPLE: Final = 20
"""How many times as long as a sample took the sampler then rests, at least."""

ORPHANS_LIMIT_S: Final = 10.0
_PR_SET_CHILD_SUBREAPER: Final = 36


class Usage(NamedTuple):
    """What one run of a command took."""

    wall_s: float
    cpu_s: float
    """User and system time of all processes."""

    peak_bytes: int
    others_cpu_s: float
    """Processor time that the rest of the machine took meanwhile."""

    status: int


def measure_command(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
) -> Usage:
    """Run *command* in *folder*, both of its outputs into *log*, and measure it."""
    _adopt_orphans()
    before_s, before_machine_s = _cpu_of_children_s(), _cpu_of_others_s()
    sampler = _Sampler()
    with log.open("wb") as stream:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
        sampler.start()
        status = child.wait()
        wall_s = time.perf_counter() - start
    _reap_orphans()
    peak_bytes = sampler.stop()
    cpu_s = _cpu_of_children_s() - before_s
    # Ticks of 10 ms, so that the difference may fall below zero on an idle machine.
    others_cpu_s = max(0.0, _cpu_of_others_s() - before_machine_s - cpu_s)
    return Usage(wall_s, cpu_s, peak_bytes, others_cpu_s, status)


def _cpu_of_children_s() -> float:
    """Return the processor time of all processes waited for so far, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _cpu_of_others_s() -> float:
    """Return the processor time that the machine has spent, but for this process."""
    fields = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
    user, nice, system, _idle, _waiting, irq, soft_irq, steal = map(int, fields[:8])
    ticks = user + nice + system + irq + soft_irq + steal
    own = resource.getrusage(resource.RUSAGE_SELF)
    return ticks / os.sysconf("SC_CLK_TCK") - own.ru_utime - own.ru_stime


class _Sampler:
    """A thread that keeps the largest sum of Pss that it has seen."""

    def __init__(self) -> None:
        self._peak_bytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to sample."""
        self._thread.start()

    def stop(self) -> int:
        """End, and return the peak in bytes."""
        self._done.set()
        self._thread.join()
        return self._peak_bytes

    def _run(self) -> None:
        while True:
            start = time.perf_counter()
            total = sum(_pss_bytes(process) for process in _descendants(os.getpid()))
            self._peak_bytes = max(self._peak_bytes, total)
            took_s = time.perf_counter() - start
            if self._done.wait(max(SAMPLE_INTERVAL_S, REST_PER_SAMPLE * took_s)):
                return


def _descendants(root: int) -> list[int]:
    """Return the processes below *root*, at any depth."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            process = int(entry.name)
            children.setdefault(_parent_of(process), []).append(process)
    found: list[int] = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _parent_of(process: int) -> int:
    """Return the parent of *process*; 0 when it has just gone."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    # The name, in brackets, may hold spaces and brackets of its own.
    return int(text.rpartition(")")[2].split()[1])


def _pss_bytes(process: int) -> int:
    """Return the proportional set size of *process*; 0 when it has just gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    sizes_kib = (line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))
    return int(next(sizes_kib, "0")) * 1024


def _adopt_orphans() -> None:
    """Make this process the parent of any descendant whose parent ends."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def _reap_orphans() -> None:
    """Wait for processes that outlived the command; TimeoutError if they stay."""
    deadline = time.monotonic() + ORPHANS_LIMIT_S
    while time.monotonic() < deadline:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not process:
            time.sleep(0.005)
    message = f"the command left processes behind for {ORPHANS_LIMIT_S:.0f} s"
    raise TimeoutError(message)
