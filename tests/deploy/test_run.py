"""A deploy: what it does in which order, what a failure leaves, what the next one makes of it."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from deploy.conftest import article, scene_of
from deploy.fake import Fake
from support import NOW

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import lease, purge, run
from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deploy.fake import Scene


def edit(scene: Scene, title: str = "Other") -> None:
    """Give the first article another title."""
    (scene.site / "content/articles/a.en.md").write_text(article(title), encoding="utf-8")


def test_all_of_it_is_live(scene: Scene) -> None:
    """After a first deploy the target has every file of the site, with its very contents."""
    plan = scene.deploy()
    assert plan.is_first
    assert scene.live() == scene.output()
    assert plan.sent == len(scene.live()) == scene.place.short().files
    assert scene.place.short().languages["en"] > 0


def test_nothing_changed_is_one_request(scene: Scene) -> None:
    """With nothing changed one request is made, and no lock is taken."""
    scene.deploy()
    assert scene.deploy().is_empty
    assert scene.place.asked == [("read", "")]


def test_phases_follow_one_another(bucket: Scene) -> None:
    """Assets come before new articles, these before changed ones, then lists, then feeds."""
    bucket.deploy()
    edit(bucket)
    (bucket.site / "content/articles/c.en.md").write_text(article("Third", 3), encoding="utf-8")
    (bucket.site / "content/static/new.txt").write_text("new\n", encoding="utf-8")
    (bucket.site / "content/static/plain.txt").unlink()
    bucket.deploy()
    sent = bucket.place.paths("send")
    kinds = [_kind_of(path) for path in sent]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2, 3, 4}
    asked = [what for what, _ in bucket.place.asked]
    assert asked[-1] == "finish"
    assert asked[-2] == "delete"
    assert bucket.live() == bucket.output()


def _kind_of(path: str) -> int:
    """Return the phase in which a file goes if the second article is not new."""
    if path in {"new.txt", "plain.txt"}:
        return 0
    if re.fullmatch(r"\w+/\d{4}/\d\d/[\w-]+/index\.html", path):
        return 2 if "second" in path else 1
    return 3 if path.endswith(".html") else 4


def test_what_is_sent_is_what_changed(scene: Scene) -> None:
    """After an edit only files with other contents are sent."""
    scene.deploy()
    before = dict(scene.live())
    edit(scene)
    scene.deploy()
    other = {path for path, digest in scene.live().items() if before.get(path) != digest}
    assert set(scene.place.paths("send")) == other
    assert scene.live() == scene.output()


@pytest.mark.parametrize("phase", range(5))
def test_a_failure_stops_what_follows(bucket: Scene, phase: int) -> None:
    """A file that cannot be sent stops later phases, deletions and the manifest."""
    bucket.deploy()
    edit(bucket)
    (bucket.site / "content/articles/c.en.md").write_text(article("Third", 3), encoding="utf-8")
    (bucket.site / "content/static/new.txt").write_text("new\n", encoding="utf-8")
    (bucket.site / "content/static/plain.txt").unlink()
    bucket.deploy(dry_run=True)
    assert not bucket.place.paths("send")
    manifest = bucket.place.short()
    bad = _first_of(bucket, phase)
    bucket.place.failing.add(("send", bad))
    with pytest.raises(BackfileError, match="failed"):
        bucket.deploy()
    assert bucket.place.asked[-1] == ("send", bad)
    assert bucket.place.short().unfinished
    assert msgspec.structs.replace(bucket.place.short(), unfinished="") == manifest
    assert not bucket.place.is_held
    done = set(bucket.place.paths("send")) - {bad}
    bucket.place.failing.clear()
    bucket.deploy()
    assert not done & set(bucket.place.paths("send"))
    assert bucket.place.asked[-1] == ("finish", "")
    assert bucket.live() == bucket.output()
    assert bucket.deploy().is_empty


def test_another_machine_makes_good_what_failed(bucket: Scene, tmp_path: Path) -> None:
    """What a deploy left that failed is found by another machine, whose site is the former one."""
    other = tmp_path / "other"
    shutil.copytree(bucket.site, other, ignore=shutil.ignore_patterns(".backfile", "public"))
    bucket.deploy()
    edit(bucket)
    bucket.place.failing.add(("send", "en/atom.xml"))
    with pytest.raises(BackfileError, match="failed"):
        bucket.deploy()
    bucket.place.failing.clear()
    former = bucket.place.short().unfinished
    assert former
    assert bucket.deploy(site=other).is_unfinished
    assert not bucket.place.short().unfinished
    output = {path: digest for path, digest in bucket.live().items() if "other" not in path}
    bucket.deploy(site=other, verify=True)
    assert {path: bucket.live()[path] for path in output} == output
    assert bucket.deploy(site=other).is_empty


def _cut(scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Deploy, killed once the target has done a first thing of what is asked by *name*."""
    done = getattr(Fake, name)

    def unconfirmed(fake: Fake, things: Iterator[object]) -> Iterator[object]:
        yield next(iter(done(fake, things)))
        # Nothing catches this one, as nothing runs once a process is killed.
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(Fake, name, unconfirmed)
        with pytest.raises(SystemExit):
            scene.deploy()


def test_killed_before_an_arrival_was_written_down(
    bucket: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that arrived unnoticed is sent again, or deleted, though the site is as before."""
    bucket.deploy()
    plain = bucket.site / "content/static/plain.txt"
    former = plain.read_bytes()
    plain.write_text("other\n", encoding="utf-8")
    _cut(bucket, monkeypatch, "send")
    assert bucket.live() != {}
    plain.write_bytes(former)
    (bucket.site / "content/static/a.txt").write_text("a mistake\n", encoding="utf-8")
    _cut(bucket, monkeypatch, "send")
    assert "a.txt" in bucket.live()
    (bucket.site / "content/static/a.txt").unlink()
    bucket.deploy()
    assert bucket.live() == bucket.output()
    assert bucket.deploy().is_empty


def test_killed_before_a_deletion_was_written_down(
    bucket: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was deleted unnoticed is sent if the site has it again."""
    bucket.deploy()
    plain = bucket.site / "content/static/plain.txt"
    former = plain.read_bytes()
    plain.unlink()
    _cut(bucket, monkeypatch, "delete")
    assert "plain.txt" not in bucket.live()
    plain.write_bytes(former)
    bucket.deploy()
    assert bucket.live() == bucket.output()


def test_verify_deletes_what_was_altered_and_is_no_more(bucket: Scene) -> None:
    """A file that another tool altered is deleted all the same once the site has it no more."""
    bucket.deploy()
    bucket.live()["plain.txt"] = "0" * 32
    (bucket.site / "content/static/plain.txt").unlink()
    bucket.deploy(verify=True)
    assert bucket.live() == bucket.output()


def _first_of(scene: Scene, phase: int) -> str:
    """Return the first path that a phase would send."""
    return next(
        path
        for path, digest in sorted(scene.output().items())
        if scene.live().get(path) != digest and _kind_of(path) == phase
    )


def test_a_failure_of_an_atomic_target_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is live at an atomic target stays as it is until all has arrived."""
    scene = scene_of(tmp_path, monkeypatch, atomic=True)
    scene.deploy()
    before = dict(scene.live())
    edit(scene)
    scene.place.failing.add(("finish", ""))
    with pytest.raises(BackfileError):
        scene.deploy()
    assert scene.live() == before
    scene.place.failing.clear()
    assert scene.deploy().sent
    assert scene.live() == scene.output()


def test_a_first_deploy_that_failed_goes_on(bucket: Scene) -> None:
    """Where there is no manifest yet, what was sent is looked at, and only the rest is sent."""
    bucket.place.failing.add(("send", "index.html"))
    with pytest.raises(BackfileError):
        bucket.deploy()
    done = set(bucket.live())
    assert done
    bucket.place.failing.clear()
    bucket.deploy()
    assert not done & set(bucket.place.paths("send"))
    assert ("altered", "") in bucket.place.asked
    assert bucket.live() == bucket.output()


def test_a_failed_deletion_is_done_by_the_next_deploy(bucket: Scene) -> None:
    """What could not be deleted is deleted by the next deploy, and nothing is sent again."""
    bucket.deploy()
    (bucket.site / "content/static/plain.txt").unlink()
    bucket.place.failing.add(("delete", "plain.txt"))
    with pytest.raises(BackfileError):
        bucket.deploy()
    assert ("finish", "") not in bucket.place.asked
    bucket.place.failing.clear()
    bucket.deploy()
    assert bucket.place.paths("send") == []
    assert bucket.live() == bucket.output()


def test_interrupted_after_all_was_sent(bucket: Scene) -> None:
    """If only the manifest could not be written, the next deploy writes it."""
    bucket.deploy()
    edit(bucket)
    bucket.place.failing.add(("finish", ""))
    with pytest.raises(BackfileError):
        bucket.deploy()
    bucket.place.failing.clear()
    assert not bucket.deploy().is_empty
    assert bucket.place.paths("send") == []
    assert bucket.place.asked[-1] == ("finish", "")
    assert bucket.deploy().is_empty


def test_dry_run_writes_nothing(scene: Scene) -> None:
    """A dry run tells the whole plan and takes no lock."""
    plan = scene.deploy(dry_run=True)
    assert plan.sent
    assert scene.plans == [plan]
    assert scene.live() == {}
    assert {what for what, _ in scene.place.asked} == {"read", "is_empty"}


def test_verify_sends_what_another_tool_altered(scene: Scene) -> None:
    """--verify finds a file with other contents, and one that is gone, and sends just these."""
    scene.deploy()
    scene.live()["index.html"] = "0" * 32
    del scene.live()["plain.txt"]
    assert scene.deploy().is_empty
    scene.deploy(verify=True)
    assert sorted(scene.place.paths("send")) == ["index.html", "plain.txt"]
    assert scene.live() == scene.output()


def test_an_abandoned_lease_leads_to_a_full_look(bucket: Scene) -> None:
    """After another machine's deploy that did not end, every file of a bucket is looked at."""
    bucket.deploy()
    edit(bucket)
    bucket.live()["plain.txt"] = "0" * 32
    bucket.place.abandoned = lease.new_lease()
    bucket.deploy()
    assert ("altered", "") in bucket.place.asked
    assert bucket.live() == bucket.output()


def test_another_machine_deployed(scene: Scene, tmp_path: Path) -> None:
    """What another machine deployed is read from its listing, and only the rest is sent."""
    scene.deploy()
    other = tmp_path / "other"
    shutil.copytree(scene.site, other, ignore=shutil.ignore_patterns(".backfile", "public"))
    (other / "content/articles/a.en.md").write_text(article("Other"), encoding="utf-8")
    scene.deploy(site=other)
    assert ("listing", "") in scene.place.asked
    plan = scene.deploy()
    assert ("listing", "") in scene.place.asked
    assert 0 < plan.sent < len(scene.live())
    assert scene.live() == scene.output()


def test_changed_between_look_and_lock(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deploy that another one overtook before it held the lock says by whom, and stops."""
    scene.deploy()
    edit(scene)
    hold = Fake.hold

    def overtaken(fake: Fake) -> object:
        fake.place.manifest = fake.place.manifest.replace(b'"by": "', b'"by": "ann-')
        return hold(fake)

    monkeypatch.setattr(Fake, "hold", overtaken)
    with pytest.raises(BackfileError, match=r"was changed by ann-.* meanwhile; deploy again"):
        scene.deploy()
    assert scene.place.paths("send") == []


def test_another_place_is_another_target(scene: Scene) -> None:
    """Of a target that leads elsewhere now, nothing is remembered."""
    scene.deploy()
    text = (scene.site / "site.yaml").read_text(encoding="utf-8")
    (scene.site / "site.yaml").write_text(text.replace('horizon"}}', 'horizon-2"}}'), "utf-8")
    before = set((scene.site / ".backfile/deploy").iterdir())
    scene.place.files, scene.place.manifest = {}, b""
    assert scene.deploy().is_first
    assert len(set((scene.site / ".backfile/deploy").iterdir()) - before) == 1
    assert scene.live() == scene.output()


def test_output_altered_by_hand(scene: Scene) -> None:
    """With --no-build a file changed by hand is published as it is."""
    scene.deploy()
    (scene.site / "public/plain.txt").write_text("other\n", encoding="utf-8")
    (scene.site / "public/by hand ü?.txt").write_text("x\n", encoding="utf-8")
    scene.deploy(builds=False)
    assert sorted(scene.place.paths("send")) == ["by hand ü?.txt", "plain.txt"]
    assert scene.live() == scene.output()


def test_a_damaged_ledger_heals(scene: Scene) -> None:
    """A ledger that is no database is made anew from what the target says."""
    scene.deploy()
    [book] = (scene.site / ".backfile/deploy").glob("*/ledger.sqlite")
    for suffix in ("-wal", "-shm"):
        book.with_name(book.name + suffix).unlink(missing_ok=True)
    book.write_bytes(b"no database" * 1000)
    assert scene.deploy().is_empty
    assert scene.place.asked == [("read", ""), ("listing", "")]


def test_without_output_folder(scene: Scene) -> None:
    """--no-build without a build says what to do."""
    assert "deploy without --no-build" in scene.refusal(builds=False)


def test_roll_back(scene: Scene) -> None:
    """Only a target with releases can be rolled back."""
    options = Options(scene.site, NOW, 1)
    if scene.place.is_atomic:
        assert run.roll_back(options, "", Silence())[1:] == ("2", "1")
        assert scene.place.asked == [("hold", ""), ("roll_back", "")]
    else:
        with pytest.raises(BackfileError, match="keeps no releases"):
            run.roll_back(options, "", Silence())


# ------------------------------------------------------------ assets


def _asset(scene: Scene) -> str:
    """Deploy, and let the output folder lose an asset."""
    scene.deploy()
    path = next(path for path in scene.live() if re.fullmatch(r"assets/.*\.css", path))
    (scene.site / "public" / path).unlink()
    return path


def test_assets_stay_for_thirty_days(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """An asset that went out of use stays for 30 days, and is deleted after."""
    path = _asset(scene)
    plan = scene.deploy(builds=False)
    assert plan.files("retired") == 1
    # Nothing is done at the target for it alone.
    (scene.site / "public/plain.txt").write_text("other\n", encoding="utf-8")
    scene.deploy(builds=False)
    assert path in scene.live()
    assert scene.deploy(builds=False).is_empty
    later = run.time.time() + timedelta(days=31).total_seconds()
    monkeypatch.setattr(run.time, "time", lambda: later)
    scene.deploy(builds=False)
    assert scene.place.paths("delete") == [path]
    assert path not in scene.live()
    assert scene.deploy(builds=False).is_empty


def test_no_grace(scene: Scene) -> None:
    """--no-grace deletes an asset that is not in use any more at once."""
    path = _asset(scene)
    scene.deploy(builds=False, spare=False)
    assert path not in scene.live()


# ------------------------------------------------------------ caches


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return what caches were told; they fail while the list holds a first entry `fail`."""
    said: list[list[str]] = []

    def tell(_site: object, _target: object, paths: list[str], _folder: object) -> None:
        if said and said[0] == ["fail"]:
            message = "the caches are away"
            raise BackfileError(message)
        said.append(paths)

    monkeypatch.setattr(purge, "tell_caches", tell)
    monkeypatch.setattr(purge, "require_access", lambda _target: None)
    return said


def test_caches_are_told_what_changed(cached: Scene, told: list[list[str]]) -> None:
    """Caches are told of what has other contents or is gone, and of nothing that is new."""
    cached.deploy()
    assert told == []
    before = dict(cached.live())
    edit(cached)
    (cached.site / "content/static/plain.txt").unlink()
    (cached.site / "content/static/new.txt").write_text("new\n", encoding="utf-8")
    cached.deploy()
    now = cached.live()
    assert told == [sorted(path for path in before if now.get(path) != before[path])]
    assert cached.deploy().is_empty
    assert cached.place.short().purge == ()


def test_a_failed_purge_is_repeated(cached: Scene, told: list[list[str]]) -> None:
    """A purge that failed is an error, and the next deploy purges though nothing changed."""
    cached.deploy()
    edit(cached)
    told.append(["fail"])
    before = dict(cached.live())
    with pytest.raises(BackfileError, match="away"):
        cached.deploy()
    assert all(cached.live()[path] == digest for path, digest in cached.output().items())
    with pytest.raises(BackfileError, match="away"):
        cached.deploy()
    told.clear()
    plan = cached.deploy()
    assert not plan.is_empty
    assert cached.place.paths("send") == []
    assert told == [sorted(p for p in before if cached.live().get(p) != before[p])]
    assert cached.place.short().purge == ()
    assert cached.deploy().is_empty


def test_a_purge_fails_before_deletions(cached: Scene, told: list[list[str]]) -> None:
    """Where a target is written in place, nothing is deleted after a purge that failed."""
    cached.deploy()
    (cached.site / "content/static/plain.txt").unlink()
    told.append(["fail"])
    with pytest.raises(BackfileError):
        cached.deploy()
    assert ("plain.txt" in cached.live()) is not cached.place.is_atomic
    told.clear()
    cached.deploy()
    assert told == [["plain.txt"]]
    assert cached.live() == cached.output()
    assert cached.deploy().is_empty


def test_another_machine_repeats_a_failed_purge(
    cached: Scene, told: list[list[str]], tmp_path: Path
) -> None:
    """A purge that failed is repeated by whoever deploys next."""
    cached.deploy()
    edit(cached)
    told.append(["fail"])
    with pytest.raises(BackfileError):
        cached.deploy()
    told.clear()
    other = tmp_path / "other"
    shutil.copytree(cached.site, other, ignore=shutil.ignore_patterns(".backfile", "public"))
    cached.deploy(site=other)
    assert len(told) == 1
    assert "en/2025/08/first/index.html" in told[0]
    assert cached.deploy().is_empty


def test_without_caches_nothing_is_remembered(scene: Scene) -> None:
    """Where no cache is to be told, a changed file leaves nothing to do."""
    scene.deploy()
    edit(scene)
    scene.deploy()
    assert scene.place.short().purge == ()
    assert scene.deploy().is_empty


def test_access_to_caches_is_asked_for_first(
    cached: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a token nothing is sent, and the message says which one to set."""
    monkeypatch.delenv("FASTLY_API_TOKEN", raising=False)
    assert "set FASTLY_API_TOKEN" in cached.refusal()
    assert cached.deploy(dry_run=True).sent
