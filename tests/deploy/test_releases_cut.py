"""Deploys to releases that end where they should not, and what the next one makes of that."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import pytest
from deploy.test_releases import ARTICLE, Place, place, server, text
from support import NOW, tree_of

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import lease, rsync, server_lease
from backfile.deploy.folder import ReleaseFolder
from backfile.deploy.remote import Remote, Shipment, open_remote
from backfile.deploy.run import roll_back
from backfile.deploy.ssh import Server
from backfile.errors import BackfileError
from backfile.fingerprint import digest_of
from backfile.model import Item
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["place", "server"]

KEPT = "assets/kept.css"
FAILING = "echo 'the disk is broken' >&2; exit 1"


def break_it(monkeypatch: pytest.MonkeyPatch, method: str, script: str) -> None:
    """Let a step fail from now on, at a folder and at a server."""

    def fail(*_: object) -> NoReturn:
        raise OSError(5, "the disk is broken")

    monkeypatch.setattr(ReleaseFolder, method, fail)
    monkeypatch.setattr(rsync, script, FAILING)


def publish_cut(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deploy, and be stopped when all is there but the switch."""
    with monkeypatch.context() as patch:
        break_it(patch, "_switch", "_SWITCH")
        with pytest.raises(BackfileError, match="the disk is broken"):
            place.publish()


def go_back(place: Place) -> None:
    """Make the release before the live one live."""
    roll_back(Options(site_folder=place.site, now=NOW, jobs=1), "", Silence())


def remote_of(place: Place) -> Remote:
    """Return what the site is deployed to."""
    site, problems = load_site(place.site)
    assert site, problems
    state = place.site / "state"
    state.mkdir()
    output = place.site / "public"
    return open_remote(Shipment(site, site.targets[0], output, state, {}, {}, Silence()))


def test_first_deploy_that_was_cut_is_no_stranger(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a first deploy that was stopped before the switch, the next one goes through."""
    publish_cut(place, monkeypatch)
    place.publish()
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    assert len(place.releases()) == 1


def test_rollback_passes_over_what_was_never_live(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that was made and never switched to is none to roll back to."""
    place.publish()
    first = tree_of(place.root / "current")
    place.write(ARTICLE, text("Never."))
    publish_cut(place, monkeypatch)
    place.write(ARTICLE, text("Third."))
    place.publish()
    go_back(place)
    assert tree_of(place.root / "current") == first


def test_failure_to_tidy_is_none_of_the_deploy(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When older releases cannot be removed, what was deployed is live all the same."""
    for number in range(3):
        place.write(ARTICLE, text(f"Text {number}."))
        place.publish()
    place.write(ARTICLE, text("Last."))
    with monkeypatch.context() as patch:
        break_it(patch, "_remove", "_PRUNE")
        place.publish()
    assert tree_of(place.root / "current") == tree_of(place.site / "public")
    assert place.publish().plan.is_empty


def test_times_do_not_return_after_a_rollback(place: Place) -> None:
    """What follows a rollback has other times than what was rolled back, at equal sizes."""
    place.publish()
    place.write(ARTICLE, text("Other."))
    place.publish()
    seen, former = marks_of(place.root / "current"), tree_of(place.root / "current")
    go_back(place)
    place.write(ARTICLE, text("Third."))
    place.publish()
    now = tree_of(place.root / "current")
    changed = [path for path in now if path in former and now[path] != former[path]]
    marks = marks_of(place.root / "current")
    assert changed
    assert [path for path in changed if marks[path] == seen[path]] == []


def marks_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return path -> what servers tell versions by."""
    stats = {path: (folder / path).stat() for path in tree_of(folder)}
    return {path: (int(stat.st_mtime), stat.st_size) for path, stat in stats.items()}


def test_folder_called_current_is_left_alone(place: Place) -> None:
    """A folder where the link to the live release should be is not replaced, but named."""
    (place.root / "current").mkdir(parents=True)
    with pytest.raises(BackfileError, match="current is no symbolic link; move it away"):
        place.publish(allowed=frozenset({"foreign"}))
    assert (place.root / "current").is_dir()


def test_file_that_is_at_the_target_alone_is_verified(place: Place) -> None:
    """An asset kept for a while is looked at, too, though the output has it no more."""
    place.publish()
    file = place.root / "current" / KEPT
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"kept")
    kept = Item(KEPT, digest_of(b"kept").hex(), 4, "asset")
    missing = kept._replace(path="assets/missing.css")
    remote = remote_of(place)
    assert list(remote.altered([kept, missing])) == [missing.path]
    file.write_bytes(b"lost")
    assert list(remote.altered([kept])) == [KEPT]


def test_empty_lock_is_somebody_elses(place: Place) -> None:
    """A lock that says nothing is not taken for one's own: it is made anew."""
    to = load_target_of(place)
    if not to.startswith("rsync:"):
        return
    lock = place.root / ".backfile" / "lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    with suppress(BackfileError), server_lease.held(Server(to), to) as own:
        assert lease.read_lease(lock.read_bytes()) == own


def test_lock_that_was_lost_stops_a_deploy(place: Place) -> None:
    """A deploy whose lock another one has by now does not switch."""
    place.publish()
    to = load_target_of(place)
    if not to.startswith("rsync:"):
        return
    remote = remote_of(place)
    live = remote.read()
    assert live
    listing = place.site / "listing.gz"
    listing.write_bytes(b"")
    with remote.hold():
        remote.begin(live)
        other = lease.encode_lease(lease.new_lease())
        (place.root / ".backfile" / "lock").write_bytes(other)
        with pytest.raises(BackfileError, match="somebody else holds the lock by now"):
            remote.finish(live, listing)
    assert remote.read() == live
    assert (place.root / ".backfile" / "lock").read_bytes() == other


def load_target_of(place: Place) -> str:
    """Return the address of the target."""
    site, _ = load_site(place.site)
    assert site
    return site.targets[0].to
