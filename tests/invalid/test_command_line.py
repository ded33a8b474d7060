"""The command line in trouble: exit statuses, `--strict`, `--json`, and no traceback ever."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from command import backfile_main
from support import environment, run_backfile, site_from, tree_of

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "---\ntitle: A\ndate: 2025-01-01\n---\nText.\n"
GOOD = {"content/articles/a.uk.md": ARTICLE}
DOUBTFUL = {"content/articles/a.uk.md": ARTICLE.replace("date", "auhtor: x\ndate")}
BAD = {"content/articles/a.uk.md": ARTICLE.replace("date", "auhtor: x\nslug: a/b\ndate")}

PROBLEM_FIELDS = ["event", "path", "line", "column", "code", "message"]
SUMMARY_FIELDS = ["event", "articles", "pages", "written", "unchanged", "removed"]
SUMMARY_FIELDS += ["warnings", "errors", "seconds"]


def events(text: str) -> list[dict[str, Any]]:
    """Read one JSON object a line."""
    return [json.loads(line) for line in text.splitlines()]


def test_done_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site that builds prints one line, and nothing on standard error."""
    assert backfile_main("build", "--site", str(site_from(tmp_path, GOOD))) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("1 article; ")
    assert len(printed.out.splitlines()) == 1
    assert printed.err == ""


def test_warnings_are_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings are printed and counted, and the site is published."""
    site = site_from(tmp_path, DOUBTFUL)
    assert backfile_main("build", "--site", str(site)) == 0
    printed = capsys.readouterr()
    assert printed.err == (
        "content/articles/a.uk.md:3:1: warning: unknown key `auhtor`; did you mean `author`?\n"
    )
    assert "; 1 warning. " in printed.out
    assert "ua/2025/01/a/index.html" in tree_of(site / "public")


def test_warnings_come_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that reads nothing anew says what is still wrong."""
    site = site_from(tmp_path, DOUBTFUL)
    for _ in range(2):
        assert backfile_main("build", "--site", str(site)) == 0
    first, second = capsys.readouterr().err.splitlines()
    assert first == second


def test_strict_warnings_are_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Strictly, a warning is an error in text and in JSON, and nothing is published."""
    site = site_from(tmp_path, DOUBTFUL)
    assert backfile_main("build", "--site", str(site), "--strict") == 1
    assert capsys.readouterr().err.splitlines() == [
        "content/articles/a.uk.md:3:1: unknown key `auhtor`; did you mean `author`?",
        "Nothing was published: 1 error, 0 warnings (--strict makes warnings errors).",
    ]
    assert backfile_main("build", "--site", str(site), "--strict", "--json") == 1
    problem, summary = events(capsys.readouterr().out)
    assert problem["event"] == "error"
    assert (summary["errors"], summary["warnings"]) == (1, 0)
    assert tree_of(site / "public") == {}


def test_errors_are_1_and_leave_what_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All problems are printed; the published folder keeps its files and their times."""
    site = site_from(tmp_path, GOOD)
    backfile_main("build", "--site", str(site))
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}
    site_from(site, BAD)
    capsys.readouterr()
    assert backfile_main("build", "--site", str(site)) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "content/articles/a.uk.md:3:1: warning: unknown key `auhtor`; did you mean `author`?",
        "content/articles/a.uk.md:4:7: `slug` is `a/b`, which holds `/`;"
        " use letters, digits and hyphens",
        "Nothing was published: 1 error, 1 warning.",
    ]
    assert printed.out == ""
    assert {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")} == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build", "--frobnicate"], "No such option"),
        (["build", "--jobs", "0"], "--jobs"),
        (["build", "--jobs", "many"], "--jobs"),
        (["build", "word"], "unexpected extra argument"),
        (["built"], "No such command"),
        (
            ["build", "--now", "yesterday"],
            "--now: `yesterday` is not a timestamp; write it as 2025-08-23T10:00:00+03:00",
        ),
        (
            ["build", "--base-url", "horizon"],
            "--base-url: `horizon` does not begin with `http:` or `https:`;"
            " write one such as `https://horizon.example`",
        ),
        (["build", "--output", "content/x"], "holds the site's own files; name another folder"),
        (["build", "--site", "missing"], "missing is not a folder"),
    ],
)
def test_wrong_usage_is_2(tmp_path: Path, words: list[str], message: str) -> None:
    """What cannot be asked for is told on standard error, and nothing is built."""
    site = site_from(tmp_path, GOOD)
    result = run_backfile(site, *words)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not (site / "public").exists()


def test_no_site_above_is_2(tmp_path: Path) -> None:
    """Outside any site the program says where it looked, and how to go on."""
    result = run_backfile(tmp_path, "build")
    assert result.returncode == 2
    assert result.stderr == (
        f"backfile: no site.yaml in {tmp_path} or above;"
        " go to the site's folder or give --site DIR\n"
    )


def test_a_site_is_found_from_below(tmp_path: Path) -> None:
    """The nearest folder above with a site.yaml is the site; messages are relative to it."""
    site = site_from(tmp_path, BAD)
    result = run_backfile(site / "content/articles", "build")
    assert result.returncode == 1
    assert result.stderr.startswith("content/articles/a.uk.md:3:1: ")


def test_json_lines_of_a_good_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a line: the warnings, then the summary, with these fields and no others."""
    site = site_from(tmp_path, DOUBTFUL)
    assert backfile_main("build", "--site", str(site), "--json") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    warning, summary = events(printed.out)
    assert warning == {
        "event": "warning",
        "path": "content/articles/a.uk.md",
        "line": 3,
        "column": 1,
        "code": "unknown-key",
        "message": "unknown key `auhtor`; did you mean `author`?",
    }
    assert list(warning) == PROBLEM_FIELDS
    assert list(summary) == SUMMARY_FIELDS
    assert summary["event"] == "summary"
    assert (summary["articles"], summary["warnings"], summary["errors"]) == (1, 1, 0)
    assert summary["pages"] == summary["written"] == len(tree_of(site / "public"))
    assert summary["seconds"] > 0


def test_json_lines_of_a_bad_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors and warnings in reading order, and a summary in which nothing was done."""
    assert backfile_main("build", "--site", str(site_from(tmp_path, BAD)), "--json") == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    found = events(printed.out)
    assert [event["event"] for event in found] == ["warning", "error", "summary"]
    assert [list(event) for event in found[:2]] == [PROBLEM_FIELDS] * 2
    assert list(found[2]) == SUMMARY_FIELDS
    assert (found[2]["pages"], found[2]["errors"], found[2]["warnings"]) == (0, 1, 1)


def test_json_says_what_stopped_a_build(tmp_path: Path) -> None:
    """A folder that cannot be written is an event as well, since a program listens."""
    site = site_from(tmp_path, {**GOOD, "in-the-way": "a file"})
    result = run_backfile(site, "build", "--json", "--output", "in-the-way/public")
    assert result.returncode == 1
    stopped, summary = events(result.stdout)
    assert (stopped["event"], stopped["code"]) == ("error", "stopped")
    assert "in-the-way" in stopped["message"]
    assert summary["errors"] == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("voice", [[], ["--json"], ["--verbose"]])
def test_terminals_that_cannot_show_a_letter(
    tmp_path: Path, encoding: str, voice: list[str]
) -> None:
    """Where Cyrillic cannot be printed it is escaped; JSON stays JSON."""
    files = {"content/articles/новина.uk.md": ARTICLE.replace("date", "автор: x\ndate")}
    site = site_from(tmp_path, files)
    result = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "backfile", "build", *voice],
        cwd=site,
        env={**environment(), "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr
    if voice == ["--json"]:
        assert events(result.stdout.decode("ascii"))[0]["path"] == "content/articles/новина.uk.md"
    else:
        assert rb"\u043d\u043e\u0432" in result.stderr


def test_quiet_prints_problems_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--quiet` leaves the problems, and no summary."""
    assert backfile_main("build", "--site", str(site_from(tmp_path, DOUBTFUL)), "--quiet") == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_interrupted_is_130(tmp_path: Path, jobs: str) -> None:
    """Control-C ends the build with a word, whatever it was doing, and a later one completes."""
    files = {
        f"content/articles/{n}.uk.md": f"---\ntitle: A{n}\ndate: 2025-01-01\n---\n" + "Слово. " * 99
        for n in range(3000)
    }
    site = site_from(tmp_path, files)
    command = [sys.executable, "-m", "backfile", "build", "--jobs", jobs, "--verbose"]
    running = subprocess.Popen(
        command,
        cwd=site,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout
    assert running.stdout.readline().startswith("reading")
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert errors.strip() == "backfile: interrupted"
    assert running.returncode == 130
    assert tree_of(site / "public") == {}
    assert "3,000 articles; " in run_backfile(site, "build", "--jobs", "1").stdout
