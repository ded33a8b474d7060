"""
Every folder of sites_invalid/ is a site that must fail, with `expected.txt` on standard error.

`arguments.txt` holds further words of the command line, if there are any.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command import backfile_main
from support import tree_of

SITES = Path(__file__).parent.parent / "sites_invalid"
PLACE = re.compile(r"(?P<path>[^:]+?)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?: (?P<message>\S.*)")
NAMES = sorted(path.name for path in SITES.iterdir())
PAIRS = [(name, name) for name in NAMES]


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the site, since building writes into its folder."""
    return Path(shutil.copytree(SITES / request.param, tmp_path / "site"))


def expected_lines(name: str) -> list[str]:
    """Return what must be printed."""
    return (SITES / name / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("site", "name"), PAIRS, indirect=["site"])
def test_a_site_fails_with_exactly_these_lines(
    site: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every problem is listed, and no other; the exit status is 1; nothing is published."""
    arguments = site / "arguments.txt"
    more = arguments.read_text("utf-8").split() if arguments.exists() else []
    assert backfile_main("build", "--site", str(site), *more) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == expected_lines(name)
    assert printed.out == ""
    assert tree_of(site / "public") == {}


@pytest.mark.parametrize("name", NAMES)
def test_expected_lines_have_the_form_that_editors_know(name: str) -> None:
    """Each line is `path:line:column: message`, sorted, with a place that is in the file."""
    *problems, closing = expected_lines(name)
    assert problems
    assert closing.startswith("Nothing was published: ")
    found = [PLACE.fullmatch(line) for line in problems]
    places = [(m["path"], int(m["line"] or 0), int(m["column"] or 0)) for m in found if m]
    assert len(places) == len(problems)
    assert places == sorted(places)
    for path, line, column in places:
        if line and (SITES / name / path).is_file():
            lines = (SITES / name / path).read_text("utf-8").splitlines() or [""]
            assert line <= len(lines) + 1
            assert column <= len([*lines, ""][line - 1]) + 1


@pytest.mark.parametrize(("site", "name"), PAIRS, indirect=["site"])
def test_a_second_build_says_the_same(
    site: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a catalogue from the first attempt, the same lines come again."""
    arguments = site / "arguments.txt"
    more = arguments.read_text("utf-8").split() if arguments.exists() else []
    for _ in range(2):
        assert backfile_main("build", "--site", str(site), *more) == 1
    printed = capsys.readouterr().err.splitlines()
    assert printed == expected_lines(name) * 2
