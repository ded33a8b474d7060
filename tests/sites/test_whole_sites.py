"""
Whole small sites, and byte for byte what they become.

Each folder here has `site/` and `expected/`.  After a deliberate change of what is
published, `BACKFILE_TEST_REGENERATE=1 pytest tests/sites` writes `expected/` anew;
read its diff before keeping it.  In the expected files the program's version reads
`Backfile VERSION`.  The sites bring their own stylesheet and icon, so that the
built-in ones can change without every page's links to them changing here.
"""

from __future__ import annotations

import os
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest
from support import build, tree_of

import backfile

HERE = Path(__file__).parent
SITES = sorted(path.parent.name for path in HERE.glob("*/site"))
_VERSION = f"Backfile {backfile.__version__}".encode()


@pytest.mark.parametrize("name", SITES)
def test_site_becomes_exactly_what_is_expected(tmp_path: Path, name: str) -> None:
    """The same files, and in each the same bytes."""
    shutil.copytree(HERE / name / "site", tmp_path, dirs_exist_ok=True)
    assert build(tmp_path).problems == ()
    found = {
        path: data.replace(_VERSION, b"Backfile VERSION")
        for path, data in tree_of(tmp_path / "public").items()
    }
    if os.environ.get("BACKFILE_TEST_REGENERATE"):
        _write(HERE / name / "expected", found)
    expected = tree_of(HERE / name / "expected")
    assert sorted(found) == sorted(expected)
    different = [path for path in expected if found[path] != expected[path]]
    assert not different, _difference(different[0], expected, found)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _difference(path: str, expected: dict[str, bytes], found: dict[str, bytes]) -> str:
    """Return how one file differs, as a diff."""
    before, after = (tree[path].decode(errors="replace").splitlines() for tree in (expected, found))
    return "\n".join((path, *unified_diff(before, after, "expected", "found", lineterm="")))
