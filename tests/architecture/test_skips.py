"""A skip is a failure where everything is known to be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

TESTS = """
import pytest

def test_passing():
    pass

def test_skipping():
    pytest.skip("there is no browser")

@pytest.mark.xfail(strict=True)
def test_failing_as_expected():
    raise AssertionError
"""


@pytest.mark.parametrize(
    ("value", "outcome"),
    [("", "1 passed, 1 skipped, 1 xfailed"), ("1", "1 failed, 1 passed, 1 xfailed")],
)
def test_skip_is_failure_when_nothing_may_be_skipped(
    tmp_path: Path, value: str, outcome: str
) -> None:
    """BACKFILE_TEST_ALL turns a skip into a failure that gives its reason; nothing else changes."""
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    environment = {**os.environ, "BACKFILE_TEST_ALL": value}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome in done.stdout
    assert ("there is no browser" in done.stdout) == bool(value)


def test_module_that_skips_itself_fails_too(tmp_path: Path) -> None:
    """A skip while a module is imported counts as well."""
    shutil.copy(CONFTEST, tmp_path)
    text = 'import pytest\npytest.importorskip("no_such_module_anywhere")\n'
    (tmp_path / "test_some.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "BACKFILE_TEST_ALL": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "nothing may be skipped" in done.stdout


def test_every_folder_of_tests_is_collected(pytestconfig: pytest.Config) -> None:
    """No folder of tests has a name that pytest passes over."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent.name for path in Path(__file__).parents[1].rglob("test_*.py")}
    assert not [name for name in folders if any(fnmatch(name, sign) for sign in passed_over)]
