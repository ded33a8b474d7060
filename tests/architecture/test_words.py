"""What no file of the project says: where it was made, or from where it is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SKIPPED = {
    ".git", ".venv", ".backfile", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    "__pycache__", "node_modules", "public", "dist",
}  # fmt: skip
"""Folders that are made, not kept."""

BINARY = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".ico", ".woff2", ".pdf"}

# Put together here, since this file is searched like any other.
HOMES = "home|root|work|Users"
HOSTS = r"pypi\.|registry\.npm|files\.python" + r"hosted|proxy\.go" + "lang"
FORBIDDEN = {
    "an absolute path of a machine": re.compile(rf"(?<![\w.:/])/(?:{HOMES})/[\w.]"),
    "the host of a package registry": re.compile(rf"\b(?:{HOSTS})(?:org|js|io|com)?\b"),
}


def kept_files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file that is part of the project, but pictures."""
    for path in sorted(folder.iterdir()):
        if path.name in SKIPPED or path.is_symlink():
            continue
        if path.is_dir():
            yield from kept_files(path)
        elif path.suffix.lower() not in BINARY:
            yield path


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_of_one_machine(what: str) -> None:
    """A clone works anywhere: no file knows the machine that it was written on."""
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in kept_files()
        for match in FORBIDDEN[what].finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
