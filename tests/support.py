"""
Whole sites for tests: written from a dict, built, read back.

Imports: build, by way of the package or of the command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backfile.build.crew import HANDFUL, Crew
from backfile.build.opening import Options
from backfile.build.pipeline import Built
from backfile.build.pipeline import build as build_site
from backfile.build.report import Silence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
"""What is now, unless a test says otherwise: nothing may depend on the clock."""

SITE = """\
title: {uk: Обрій, en: Horizon, ru: Горизонт}
url: https://horizon.example
timezone: Europe/Kyiv
default_language: uk
languages:
  uk: {path: ua, label: UA, name: Українська}
  en: {label: EN, name: English}
  ru: {label: RU, name: Русский}
"""


def site_from(folder: Path, files: Mapping[str, str | bytes], **overrides: str) -> Path:
    """
    Write a site into *folder*, and return it.

    Args:
        files: Site path -> text or bytes; `site.yaml` has a default.
        overrides: Keys of the default site.yaml to replace or add, as YAML.
    """
    given = {"site.yaml": _site_yaml(overrides), **files}
    for name, content in given.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def build(folder: Path, **options: Any) -> Built:
    """Build the site in *folder* in this process, at a fixed time; `SiteError` as it comes."""
    given = {"now": NOW, "jobs": 1, **options}
    return build_site(Options(site_folder=folder, **given), Silence())


def let_few_need_a_pool(monkeypatch: pytest.MonkeyPatch, few: int = 3) -> None:
    """Let a build of more than one job open its pool for *few* items already."""
    assert Crew.map.__defaults__ == (HANDFUL,)
    monkeypatch.setattr(Crew.map, "__defaults__", (few,))


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder*: its path and its bytes, in order of path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def run_backfile(
    folder: Path, *args: str, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the program with *folder* as the current one; *before* is put before the command."""
    command = [*before, sys.executable, "-m", "backfile", *args]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    """Return the environment of a process that runs the program."""
    return {**os.environ, "PYTHONUTF8": "1"}


def _site_yaml(overrides: dict[str, str]) -> str:
    lines = list(SITE.splitlines(keepends=True))
    for key, value in overrides.items():
        lines = _without(lines, key)
        lines.append(f"{key}: {value}\n" if not value.startswith("\n") else f"{key}:{value}\n")
    return "".join(lines)


def _without(lines: list[str], key: str) -> list[str]:
    """Leave out a key with the lines that are indented below it."""
    kept, inside = [], False
    for line in lines:
        inside = line.startswith(f"{key}:") or (inside and line.startswith(" "))
        if not inside:
            kept.append(line)
    return kept
