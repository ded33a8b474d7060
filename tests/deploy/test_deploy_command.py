"""`backfile deploy` as people and programs call it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from support import NOW, environment, run_backfile, site_from

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "content/articles/a.en.md"
NOW_OPTIONS = ("--now", NOW.isoformat(), "--jobs", "1")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with two folders for targets."""
    places = {name: f"{{to: 'file://{tmp_path}/{name}'}}" for name in ("production", "staging")}
    target = ", ".join(f"{name}: {place}" for name, place in places.items())
    text = "---\ntitle: A\ndate: 2025-01-02\n---\nFirst.\n"
    return site_from(tmp_path / "site", {ARTICLE: text}, deploy=f"{{{target}}}")


def deploy(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return run_backfile(site, "deploy", *arguments, *NOW_OPTIONS)


def events_of(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return what a program is told."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_people_are_told_plan_and_end(site: Path) -> None:
    """A pipe sees what was built, the plan in a line, and that the target is live."""
    done = deploy(site)
    assert done.returncode == 0, done.stderr
    built, plan, end = done.stdout.splitlines()
    assert built.startswith("1 article; ")
    assert plan.startswith(f"production → file://{site.parent}/production: ")
    assert end.startswith("production is live: ")
    assert (site.parent / "production/current/index.html").exists()
    assert not (site.parent / "staging").exists()


def test_up_to_date(site: Path) -> None:
    """With nothing changed it says so; quietly, nothing is said at all."""
    deploy(site)
    assert "production is up to date." in deploy(site).stdout
    assert deploy(site, "--quiet").stdout == ""


def test_dry_run_shows_phases(site: Path) -> None:
    """A dry run shows the plan phase by phase, in the order of sending, and does nothing."""
    done = deploy(site, "staging", "--dry-run")
    assert done.returncode == 0
    named = ["assets and pictures", "new articles", "other pages", "feeds and sitemaps"]
    places = [done.stdout.index(f"  {name} ") for name in named]
    assert places == sorted(places)
    assert "Nothing was sent (--dry-run)." in done.stdout
    assert not (site.parent / "staging").exists()


def test_programs_are_told_events(site: Path) -> None:
    """A program gets the plan, and at the end a summary, with the same figures."""
    plan, summary = events_of(deploy(site, "--json"))
    assert (plan["event"], summary["event"]) == ("plan", "summary")
    assert summary["new"] == plan["new"] == sum(phase["files"] for phase in plan["phases"])
    assert (summary["target"], summary["changed"], summary["errors"]) == ("production", 0, 0)
    (site / ARTICLE).write_text("---\ntitle: A\ndate: 2025-01-02\n---\nOther.\n")
    _, summary = events_of(deploy(site, "--json"))
    assert summary["new"] == 0
    assert summary["changed"] > 0


def test_rollback_is_told(site: Path) -> None:
    """A rollback names the release that is live now."""
    deploy(site)
    (site / ARTICLE).write_text("---\ntitle: A\ndate: 2025-01-02\n---\nOther.\n")
    deploy(site)
    [event] = events_of(deploy(site, "--rollback", "--json"))
    assert event["event"] == "rolled-back"
    assert (site.parent / "production/current").readlink().name == event["now"] < event["before"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("producton",), 2, "there is no target `producton`; did you mean `production`?"),
        (("--allow", "everything"), 2, "is not one of 'drafts'"),
        (("--no-build", "--output", "nowhere"), 2, "is no folder"),
    ],
)
def test_wrong_usage(site: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    """What cannot be meant is told with status 2."""
    done = deploy(site, *arguments)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr


def test_errors_of_the_site_stop_it(site: Path) -> None:
    """With an error in content nothing is sent, and it is told with its place."""
    (site / ARTICLE).write_text("---\ntitle:\ndate: 2025-13-45\n---\n")
    done = deploy(site)
    assert done.returncode == 1
    assert f"{ARTICLE}:3:7: " in done.stderr
    assert "Nothing was published" in done.stderr
    assert not (site.parent / "production").exists()


def test_all_that_refuses_is_told_at_once(site: Path) -> None:
    """Rails speak together, each with the option that lifts it; lifted, the deploy is done."""
    deploy(site)
    (site / "public/404.html").unlink()
    (site / "public/.env").write_text("TOKEN=1")
    done = deploy(site, "--no-build", "--json")
    assert done.returncode == 1
    *faults, summary = events_of(done)
    assert [fault["code"] for fault in faults] == ["front-page", "secrets"]
    assert summary["errors"] == 2
    lifted = deploy(site, "--no-build", "--allow", "front-page", "--allow", "secrets")
    assert lifted.returncode == 0, lifted.stderr
    assert (site.parent / "production/current/.env").exists()


def test_failure_of_a_target_is_one_line(site: Path) -> None:
    """A target that cannot be written gives one line and status 1, no traceback."""
    (site.parent / "production").write_text("a file")
    done = deploy(site)
    assert done.returncode == 1
    assert done.stderr.startswith("backfile: ")
    assert done.stderr.count("\n") == 1
    done = deploy(site, "--json")
    assert done.returncode == 1
    assert [event["code"] for event in events_of(done) if event["event"] == "error"] == ["stopped"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interrupted(site: Path, name: str) -> None:
    """Ctrl-C, or an end from outside, gives status 130; what is live is as it was."""
    deploy(site)
    before = (site.parent / "production/current").readlink()
    for number in range(300):
        (site / f"content/static/{number}.txt").parent.mkdir(parents=True, exist_ok=True)
        (site / f"content/static/{number}.txt").write_text(str(number))
    command = [sys.executable, "-m", "backfile", "deploy", *NOW_OPTIONS]
    with subprocess.Popen(
        command, cwd=site, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + 30
        following = site.parent / "production/releases/.next"
        while not following.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(signal.Signals[name])
        status = process.wait(30)
    now = (site.parent / "production/current").readlink()
    assert (status, now) == (130, before) or (status == 0 and now != before)
    assert deploy(site).returncode == 0
