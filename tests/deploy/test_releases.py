"""Deploys to a folder, and over ssh to a server: releases, and a link to the live one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from deploy.sshd import Sshd, sshd
from support import NOW, environment, site_from, tree_of

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import lease, releases
from backfile.deploy.run import Deployed, Wish, deploy, roll_back
from backfile.errors import BackfileError, SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = "content/articles/a.en.md"


@pytest.fixture(scope="module", params=["folder", "server"])
def server(request: pytest.FixtureRequest) -> Iterator[Sshd | None]:
    """Run sshd for those targets that need it."""
    with sshd() if request.param == "server" else nullcontext(None) as found:
        yield found


@pytest.fixture
def place(server: Sshd | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a place with an awkward name, and a site that is deployed there."""
    root = tmp_path / "it's www" / "Обрій"
    address = f"file://{quote(str(root))}"
    if server:
        monkeypatch.setenv("PATH", f"{server.bin}:{os.environ['PATH']}")
        address = f"rsync://127.0.0.1:{server.port}{quote(str(root))}"
    target = f'{{production: {{to: "{address}", keep: 3}}}}'
    site = site_from(tmp_path / "site", {ARTICLE: text("First.")}, deploy=target)
    return Place(site, root)


class Place:
    """A site, and where it is deployed."""

    def __init__(self, site: Path, root: Path) -> None:
        self.site, self.root = site, root

    def publish(self, **wish: object) -> Deployed:
        """Deploy in this process."""
        options = Options(site_folder=self.site, now=NOW, jobs=1)
        return deploy(options, Wish(**wish), Silence(), lambda *_: None)  # type: ignore[arg-type]

    def write(self, path: str, said: str) -> None:
        """Write a source."""
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said)

    def releases(self) -> list[str]:
        """Return the names of the releases there are."""
        return sorted(path.name for path in (self.root / "releases").iterdir())


def text(body: str) -> str:
    """Return an article."""
    return f"---\ntitle: A\ndate: 2025-01-02\n---\n{body}\n"


def test_release_is_the_output_folder(place: Place) -> None:
    """What is live is what was built, byte for byte, open to a server whatever the umask."""
    place.write("content/static/It's «що» $(odd) `x`/-f.txt", "odd")
    former = os.umask(0o077)
    try:
        done = place.publish()
    finally:
        os.umask(former)
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    assert done.plan.sent == len(tree_of(place.site / "public"))
    for path in (place.root / "current").resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_nothing_changed(place: Place) -> None:
    """A deploy with nothing changed makes no release."""
    place.publish()
    before = place.releases()
    assert place.publish().plan.is_empty
    assert place.releases() == before


def test_releases_share_what_is_the_same(place: Place) -> None:
    """An edit writes what differs, is live, and leaves the release before as it was."""
    place.publish()
    first = (place.root / "current").resolve()
    before = tree_of(first)
    place.write(ARTICLE, text("Other."))
    done = place.publish()
    now = (place.root / "current").resolve()
    assert now != first
    assert tree_of(first) == before
    assert tree_of(now) == tree_of(place.site / "public")
    same = [path for path, data in tree_of(now).items() if before.get(path) == data]
    assert len(same) == done.plan.unchanged
    assert all((now / path).samefile(first / path) for path in same)


def test_equal_length_edit_has_another_time(place: Place) -> None:
    """A server that tells versions by size and whole seconds sees an edit of the same length."""
    place.publish()
    place.write(ARTICLE, text("Third."))
    before = {p: (place.root / "current" / p).stat() for p in tree_of(place.root / "current")}
    place.publish()
    changed = [
        path
        for path in before
        if not (place.root / "current" / path).samefile(
            place.root / "releases" / place.releases()[0] / path
        )
    ]  # fmt: skip
    assert changed
    for path in changed:
        now = (place.root / "current" / path).stat()
        assert int(now.st_mtime) > int(before[path].st_mtime)


def test_folder_in_place_of_file_and_back(place: Place) -> None:
    """A file may become a folder from one release to the next, and a folder a file."""
    place.write("content/static/thing", "a file")
    place.publish()
    (place.site / "content/static/thing").unlink()
    place.write("content/static/thing/inside.txt", "a file")
    place.publish()
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    (place.site / "content/static/thing/inside.txt").unlink()
    (place.site / "content/static/thing").rmdir()
    place.write("content/static/thing", "a file")
    place.publish()
    assert tree_of(place.root / "current") == tree_of(place.site / "public")


def test_newest_releases_are_kept(place: Place) -> None:
    """`keep` releases stay, their manifests with them, and what is not ours."""
    place.publish()
    (place.root / "releases" / "by-hand").mkdir()
    for number in range(4):
        place.write(ARTICLE, text(f"Text {number}."))
        place.publish()
    ours = [name for name in place.releases() if releases.is_release(name)]
    assert len(ours) == 3
    assert "by-hand" in place.releases()
    kept = {path.name.partition(".")[0] for path in (place.root / ".backfile").glob("*.json")}
    assert kept == {name.partition(".")[0] for name in ours}


def test_rollback(place: Place) -> None:
    """The release before is live again; the next deploy goes on from what is live."""
    place.publish()
    first = tree_of(place.root / "current")
    place.write(ARTICLE, text("Other."))
    place.publish()
    options = Options(site_folder=place.site, now=NOW, jobs=1)
    _, before, now = roll_back(options, "", Silence())
    assert now < before
    assert tree_of(place.root / "current") == first
    assert place.publish().plan.sent
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    roll_back(options, "", Silence())
    assert tree_of(place.root / "current") == first, "not what was rolled back from"
    with pytest.raises(BackfileError, match="no release from before"):
        roll_back(options, "", Silence())


def test_deleted_page_is_gone(place: Place) -> None:
    """What the site has not any more is not in the release, nor its empty folders."""
    place.write("content/articles/b.en.md", text("Second.").replace("A", "Beta"))
    place.publish()
    (place.site / "content/articles/b.en.md").unlink()
    assert place.publish().plan.deleted
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    folders = {p.name for p in (place.root / "current").resolve().rglob("*") if p.is_dir()}
    assert "beta" not in folders


def test_foreign_folder_is_refused(place: Place) -> None:
    """A folder that holds what is not ours is left alone, unless that is allowed."""
    place.root.mkdir(parents=True)
    (place.root / "index.html").write_text("somebody's")
    with pytest.raises(SiteError, match="no manifest says"):
        place.publish()
    assert [path.name for path in place.root.iterdir()] == ["index.html"]
    place.publish(allowed=frozenset({"foreign"}))
    assert (place.root / "index.html").read_text() == "somebody's"


def test_second_deploy_is_refused(place: Place) -> None:
    """While one deploys, another is told who does, and since when."""
    place.publish()
    place.write(ARTICLE, text("Other."))
    lock = place.root / ".backfile" / "lock"
    code = (
        "import fcntl, sys, time\n"
        f"file = open({str(lock)!r}, 'wb')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "file.write(sys.stdin.buffer.read()); file.flush()\n"
        "print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        try:
            assert other.stdin
            assert other.stdout
            holder = lease.Lease(
                by="olena@newsroom", process=1, since="2025-09-01T12:00:00Z",
                until_s=int(time.time()) + 600, token="other",  # noqa: S106
            )  # fmt: skip
            other.stdin.write(lease.encode_lease(holder))
            other.stdin.close()
            assert other.stdout.readline() == b"held\n"
            with pytest.raises(BackfileError, match=r"olena@newsroom .*since 2025-09-01T12:00:00Z"):
                place.publish()
        finally:
            other.kill()
    lock.unlink()
    assert place.publish().plan.sent


def test_killed_deploy_is_repeated(place: Place) -> None:
    """A deploy that is killed changes nothing that is live; the next one is whole."""
    place.publish()
    before = tree_of(place.root / "current")
    for number in range(30):
        place.write(f"content/articles/n{number}.en.md", text("New.").replace("A", f"N{number}"))
    command = [sys.executable, "-m", "backfile", "deploy", "--now", NOW.isoformat()]
    with subprocess.Popen(
        command, cwd=place.site, env=environment(), stdout=subprocess.DEVNULL
    ) as process:
        following = place.root / "releases" / ".next"
        until = time.monotonic() + 30
        while not following.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert tree_of(place.root / "current") in (before, tree_of(place.site / "public"))
    (place.site / "content/articles/n3.en.md").unlink()
    place.publish()
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    assert not [name for name in place.releases() if not releases.is_release(name)]


def test_altered_file_is_found(place: Place) -> None:
    """With `verify`, a file that somebody altered at the target is sent again."""
    place.publish()
    file = place.root / "current" / "404.html"
    size, times = file.stat().st_size, (file.stat().st_atime, file.stat().st_mtime)
    file.write_bytes(b"x" * size)
    os.utime(file, times)
    assert place.publish().plan.is_empty
    assert place.publish(verify=True).plan.sent == 1
    assert tree_of(place.root / "current") == tree_of(place.site / "public")


def test_dry_run_writes_nothing(place: Place) -> None:
    """A dry run leaves the target as it was: not even there."""
    assert place.publish(dry_run=True).plan.sent
    assert not place.root.exists()


def test_names_of_releases_go_up() -> None:
    """A new release comes after every other, within a millisecond or after a clock was set back."""
    now = datetime(2025, 9, 1, 12, 0, 0, 123456, UTC)
    names = [releases.next_release([], now)]
    assert names == ["20250901T120000.123Z"]
    for _ in range(3):
        names.append(releases.next_release(names, now))
    names.append(releases.next_release(names, datetime(2025, 1, 1, tzinfo=UTC)))
    assert names == sorted(set(names))
    assert all(releases.is_release(name) for name in names)
    assert not releases.is_release(".next")


def test_live_release_is_kept_after_a_rollback() -> None:
    """The live release stays although newer ones would fill the number that is kept."""
    assert releases.to_remove(["a", "b", "c", "d"], "a", 2) == ["c", "b"]
