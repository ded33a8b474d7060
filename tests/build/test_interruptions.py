"""Kills, locks, errors and folders that cannot be written: nothing is lost, nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import support

from backfile.build import trust
from backfile.catalogue import connection
from backfile.errors import CatalogueError, SiteError

if TYPE_CHECKING:
    from pathlib import Path

BUILD = [sys.executable, "-m", "backfile", "build", "--now", "2025-09-01T12:00:00Z"]


def stories(count: int, word: str = "Word") -> dict[str, str | bytes]:
    """Return *count* articles whose text holds *word*."""
    return {
        f"content/articles/s{n}.uk.md": (
            f"---\ntitle: Story {n} {word}\nslug: story-{n}\ndate: 2025-0{1 + n % 8}-11\n"
            f"tags: [t{n % 9}]\n---\n{word}.\n"
        )
        for n in range(count)
    }


def are_whole(public: Path) -> bool:
    """Tell whether every published file is complete."""
    ends = {".html": b"</html>", ".xml": b">", ".json": b"}"}
    tree = support.tree_of(public)
    return all(
        data.rstrip().endswith(ends.get(name[name.rfind(".") :], b""))
        for name, data in tree.items()
        if not name.startswith(".backfile-staging/")
    )


@pytest.mark.timeout(200)
def test_a_killed_build_is_mended_by_the_next(tmp_path: Path) -> None:
    """
    SIGKILL may come at any moment, in the midst of a write as well; test_every_step has the rest.

    Every published file is whole, and the next build leaves exactly what a build
    from nothing does.
    """
    site = support.site_from(tmp_path / "site", stories(150), page_size="4")
    other = support.site_from(tmp_path / "other", stories(150), page_size="4")
    begun = time.monotonic()
    subprocess.run(BUILD, cwd=site, check=True, capture_output=True, timeout=60)
    whole_s = time.monotonic() - begun
    dice = random.Random(7)
    for attempt in range(4):
        files = stories(150 - 20 * (attempt % 3), f"Word{attempt}")
        for folder in (site, other):
            for path in (folder / "content/articles").iterdir():
                path.unlink()
            size = str(4 + attempt % 2)
            support.site_from(folder, files, page_size=size)
        options = ["--clean"] if attempt % 4 == 0 else []
        victim = subprocess.Popen(
            [*BUILD, *options], cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole_s * dice.uniform(0.3, 1.0))
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        assert are_whole(site / "public")
        support.build(site)
        support.build(other, clean=True)
        assert support.tree_of(site / "public") == support.tree_of(other / "public")


def test_a_second_build_says_who_holds_the_lock(tmp_path: Path) -> None:
    """While one build holds the site, another ends with status 1 and names the process."""
    from backfile.build.lock import hold_lock

    site = support.site_from(tmp_path, stories(3))
    with hold_lock(site / ".backfile"):
        ended = support.run_backfile(site, "build")
    assert ended.returncode == 1
    assert f"process {os.getpid()} is building this site" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (site / "public").exists()
    assert support.build(site).summary.articles == 3


def test_two_builds_begun_at_once(tmp_path: Path) -> None:
    """Of two builds begun together one builds the site, and the other names it and ends."""
    site = support.site_from(tmp_path / "site", stories(300), page_size="4")
    command = [*BUILD, "--jobs", "2", "--quiet"]
    racers = [
        subprocess.Popen(command, cwd=site, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [racer.communicate(timeout=100)[1] for racer in racers]
    assert sorted(racer.returncode for racer in racers) == [0, 1]
    winner = [racer.returncode for racer in racers].index(0)
    assert said[winner] == ""
    message = f"process {racers[winner].pid} is building this site; wait until it is done"
    assert said[1 - winner] == f"backfile: {message}\n"
    other = support.site_from(tmp_path / "other", stories(300), page_size="4")
    support.build(other)
    assert support.tree_of(site / "public") == support.tree_of(other / "public")


def test_the_lock_is_held_once(tmp_path: Path) -> None:
    """Within one process, too, the second holder is refused."""
    from backfile.build.lock import hold_lock

    with hold_lock(tmp_path), pytest.raises(CatalogueError), hold_lock(tmp_path):
        pass  # pragma: no cover


def test_a_stale_lock_file_stops_nobody(tmp_path: Path) -> None:
    """What a killed build left in the lock file is only text: the kernel freed the lock."""
    site = support.site_from(tmp_path, {**stories(2), ".backfile/lock": "process 1"})
    assert support.build(site).summary.articles == 2


def test_an_output_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    """Where no folder can be, the build ends with one line, without a traceback."""
    site = support.site_from(tmp_path, {**stories(2), "taken": "a file"})
    for place, status in (("taken", 2), ("taken/public", 1)):
        ended = support.run_backfile(site, "build", "--output", place)
        assert ended.returncode == status
        assert ended.stderr.startswith("backfile: ")
        assert "taken" in ended.stderr
        assert ended.stderr.count("\n") == 1
    assert (site / "taken").read_text() == "a file"
    assert support.build(site).summary.articles == 2


def test_a_read_only_output_is_one_clear_error(tmp_path: Path) -> None:
    """A folder without the permission to write is named in one line."""
    site = support.site_from(tmp_path, {**stories(2), "public/keep": ""})
    (site / "public").chmod(0o555)
    ended = support.run_backfile(site, "build", before=_without_privilege())
    (site / "public").chmod(0o755)
    assert ended.returncode == 1
    assert "ermission denied" in ended.stderr
    assert ended.stderr.count("\n") == 1


def _without_privilege() -> tuple[str, ...]:
    """Return what to put before a command so that permissions hold for root as well."""
    return ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


def test_errors_in_content_leave_the_published_folder(tmp_path: Path) -> None:
    """An error anywhere publishes nothing, not even what is right; mended, all of it comes."""
    site = support.site_from(tmp_path, stories(4))
    support.build(site)
    before = support.tree_of(site / "public")
    article = site / "content/articles/s1.uk.md"
    good = article.read_text()
    article.write_text(good.replace("date: 2025", "date: yesterday 2025"))
    (site / "content/articles/new.uk.md").write_text(
        "---\ntitle: New\ndate: 2025-08-01\n---\nNew.\n"
    )
    with pytest.raises(SiteError) as raised:
        support.build(site)
    assert [problem.path for problem in raised.value.problems] == ["content/articles/s1.uk.md"]
    assert support.tree_of(site / "public") == before
    article.write_text(good)
    assert support.build(site).summary.articles == 5


def test_a_failing_template_publishes_nothing(tmp_path: Path) -> None:
    """A template that fails names its file and line and the page, and nothing is published."""
    broken = "<!DOCTYPE html>\n<p>{{ page.nothing_like_it }}</p>\n"
    site = support.site_from(
        tmp_path, {**stories(3), "themes/own/templates/term.html": broken}, theme="own"
    )
    ended = support.run_backfile(site, "build", "--now", "2025-09-01T12:00:00Z")
    assert ended.returncode == 1
    assert "themes/own/templates/term.html:2" in ended.stderr
    assert "ua/tags/t" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert support.tree_of(site / "public") == {}


def test_a_template_that_fails_later_leaves_what_is_published(tmp_path: Path) -> None:
    """What was published stays when a template begins to fail later on."""
    site = support.site_from(tmp_path, {**stories(3), "themes/own/theme.yaml": ""}, theme="own")
    support.build(site)
    before = support.tree_of(site / "public")
    support.site_from(site, {"themes/own/templates/article.html": "{% if %}"}, theme="own")
    with pytest.raises(SiteError):
        support.build(site)
    assert support.tree_of(site / "public") == before


def test_altered_and_deleted_outputs_come_back(tmp_path: Path) -> None:
    """An output changed or deleted by hand is written again; others are not touched."""
    site = support.site_from(tmp_path, stories(4))
    support.build(site)
    public = site / "public"
    before = support.tree_of(public)
    (public / "ua/index.html").write_text("mine")
    (public / "robots.txt").unlink()
    assert support.build(site).summary.written == 2
    assert support.tree_of(public) == before


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is begun apart without fork")
def test_a_slow_look_at_the_output_folder_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long another process reads the catalogue, this one goes on at once."""
    site = support.site_from(tmp_path, stories(3))
    support.build(site)
    began, begin_reading = tmp_path / "began", connection.begin_reading

    def look_slowly(folder: int, *as_left: object) -> bool:
        began.touch()
        time.sleep(0.01)
        return bool(folder and as_left)

    def begin_reading_late(db: connection.Connection, **kwargs: bool) -> None:
        until = time.monotonic() + 20
        while not began.exists() and time.monotonic() < until:
            time.sleep(0.01)
        db.execute("PRAGMA busy_timeout = 0")
        begin_reading(db, **kwargs)

    monkeypatch.setattr(trust, "MANY_OUTPUTS", 1)
    monkeypatch.setattr(trust, "_is_as_left", look_slowly)
    monkeypatch.setattr(connection, "begin_reading", begin_reading_late)
    (site / "content/articles/s1.uk.md").write_text("---\ntitle: Other\ndate: 2025-01-01\n---\nx\n")
    assert support.build(site, jobs=2).summary.written > 0
