"""
An incremental build leaves exactly what a build from nothing would.

Each example is a site that is edited at random and built after every few edits;
beside it the same content is built from nothing, and everything is compared.
`BACKFILE_TEST_EXAMPLES` asks for more examples than the usual few.
"""

from __future__ import annotations

import os
import shutil
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
import support
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_edits import EDITS, USUAL, Dice, Draft, first_draft, sync

from backfile.build import content, former
from backfile.build.report import Summary
from backfile.errors import Problem, SiteError
from backfile.pages import article, feed, related, sitemap, sitemap_lists

EXAMPLES = int(os.environ.get("BACKFILE_TEST_EXAMPLES", "25"))

Edits = tuple[tuple[str, tuple[int, ...]], ...]
"""(name, numbers for its dice) of the edits before one build."""

Step = tuple[str, Edits]
"""What becomes of edits that break the site, and the edits."""

ALTERED = b"altered by hand"

FATES = ("never made", "never made", "taken back", "left")
"""Mostly such edits are never made, since what is broken is seldom published."""

EDIT = st.tuples(
    st.sampled_from((*USUAL, *EDITS)),
    st.lists(st.integers(0, 999), max_size=12).map(tuple),
)
STEP = st.tuples(st.sampled_from(FATES), st.lists(EDIT, min_size=1, max_size=3).map(tuple))
HISTORY = st.lists(STEP, min_size=1, max_size=8)


class Outcome(NamedTuple):
    """What a build said."""

    problems: tuple[Problem, ...]
    summary: Summary | None
    """None if nothing was published."""


def outcome_of(folder: Path, draft: Draft, **options: Any) -> Outcome:
    """Build *folder* as *draft* asks for."""
    try:
        built = support.build(folder, **draft.options(), **options)
    except SiteError as error:
        return Outcome(error.problems, None)
    return Outcome(built.problems, built.summary)


def without_moves(outcome: Outcome) -> Outcome:
    """Leave out what only a build can know that was there before: addresses that are lost."""
    kept = tuple(problem for problem in outcome.problems if problem.code != "address-lost")
    return outcome._replace(problems=kept)


def stats_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return (mtime, inode) of every published file."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in paths
    }


def tamper_with(folder: Path, draft: Draft) -> bool:
    """Do by hand what the edits asked for; tell whether they ask for a clean build."""
    clean = False
    for what, which in draft.tampering:
        clean = clean or what == "clean"
        if what == "touch sources":
            for path in (folder / "content").rglob("*"):
                os.utime(path)
        elif what == "elsewhere":
            outcome_of(folder, draft, output=folder / "elsewhere")
        else:
            lose(folder, what, which)
            tamper_with_output(folder / "public", what, which)
    draft.tampering.clear()
    return clean


def lose(folder: Path, what: str, which: int) -> None:
    """Lose what is derived, or a part of it."""
    kept, public = folder / ".backfile", folder / "public"
    if what == "catalogue":
        (kept / "catalogue.sqlite").unlink(missing_ok=True)
    elif what == "public":
        shutil.rmtree(public, ignore_errors=True)
    elif what == ".backfile" and can_be_swept(public):
        shutil.rmtree(kept)
    elif what == "picture" and (pictures := sorted(kept.glob("pictures/??/*"))):
        pictures[which % len(pictures)].write_bytes(ALTERED)


def can_be_swept(public: Path) -> bool:
    """Tell whether all of a folder is removed that is not published, though nothing knows it."""
    hidden = any(
        part.startswith(".") for path in support.tree_of(public) for part in Path(path).parts
    )
    return former.is_plainly_ours(public) and not hidden


def tamper_with_output(public: Path, what: str, which: int) -> None:
    """Do something to a published file."""
    outputs = sorted(path for path in public.rglob("*") if path.is_file())
    if not outputs:
        return
    path = outputs[which % len(outputs)]
    if what == "delete":
        path.unlink()
    elif what == "alter":
        path.write_bytes(ALTERED)
    elif what == "touch":
        os.utime(path, ns=(1, 1))
    elif what == "delete folder" and path.parent != public:
        shutil.rmtree(path.parent)


def check_history(root: Path, history: list[Step], jobs: int = 1) -> None:
    """Play a history of edits, and compare every build of *jobs* with one from nothing."""
    kept, fresh = root / "kept", root / "fresh"
    draft = first_draft()
    sync(kept, draft.written())
    assert outcome_of(kept, draft).summary is not None
    for fate, edits in history:
        before = deepcopy(draft)
        for name, numbers in edits:
            EDITS[name](draft, Dice(numbers))
        clean = build_anew(fresh, draft)
        if clean.summary is None and fate == "never made":
            draft = before
            continue
        check_step(kept, fresh, draft, clean, jobs)
        if clean.summary is None and fate == "taken back":
            draft = before
            check_step(kept, fresh, draft, build_anew(fresh, draft), jobs)
    check_nothing_to_do(kept, draft)


def build_anew(folder: Path, draft: Draft) -> Outcome:
    """Build *draft* in *folder*, where nothing is left of a former build."""
    for name in (".backfile", "public"):
        shutil.rmtree(folder / name, ignore_errors=True)
    sync(folder, draft.written())
    return outcome_of(folder, draft)


def check_nothing_to_do(folder: Path, draft: Draft) -> None:
    """Build once more: nothing is written, and no file touched."""
    published = stats_of(folder / "public")
    again = outcome_of(folder, draft)
    assert again.summary is None or (again.summary.written, again.summary.removed) == (0, 0)
    assert stats_of(folder / "public") == published


def check_step(kept: Path, fresh: Path, draft: Draft, clean: Outcome, jobs: int) -> None:
    """Build what was kept, and compare all that can be seen with the *clean* build beside it."""
    sync(kept, draft.written())
    clean_too = tamper_with(kept, draft)
    before, stats_before = support.tree_of(kept / "public"), stats_of(kept / "public")
    incremental = without_moves(outcome_of(kept, draft, clean=clean_too, jobs=jobs))
    after, stats_after = support.tree_of(kept / "public"), stats_of(kept / "public")
    assert list(map(str, incremental.problems)) == list(map(str, clean.problems))
    assert incremental.problems == clean.problems
    if clean.summary is None or incremental.summary is None:
        assert incremental.summary == clean.summary
        assert stats_after == stats_before
        return
    expected = support.tree_of(fresh / "public")
    assert sorted(after) == sorted(expected)
    differing = [path for path in after if after[path] != expected[path]]
    assert {path: after[path] for path in differing} == {path: expected[path] for path in differing}
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path for path in after if stats_after[path] != stats_before.get(path)} == changed
    assert incremental.summary.written == len(changed)
    assert incremental.summary[:2] == clean.summary[:2]
    compare_pictures(support.tree_of(kept / ".backfile/pictures"), fresh)


def compare_pictures(kept: dict[str, bytes], fresh: Path) -> None:
    """Compare the cache with that of a clean build; damage stays until a picture is copied."""
    expected = support.tree_of(fresh / ".backfile/pictures")
    assert sorted(kept) == sorted(expected)
    assert {name: expected[name] for name, data in kept.items() if data != ALTERED} == {
        name: data for name, data in kept.items() if data != ALTERED
    }


def shrink_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few articles be many: sealed documents, buckets and far neighbours occur."""
    monkeypatch.setattr(feed, "SIZE", 3)
    monkeypatch.setattr(feed, "WINDOW", -3)
    monkeypatch.setattr(sitemap, "SIZE", 2)
    monkeypatch.setattr(sitemap, "WINDOW", -2)
    monkeypatch.setattr(sitemap_lists, "ADDRESSES_A_FILE", 2)
    monkeypatch.setattr(sitemap_lists, "BLOCK", 2)
    for module in (related, article):
        monkeypatch.setattr(module, "REACH", 2)
    monkeypatch.setattr(related, "SHOWN", 2)


def profile(**given: Any) -> settings:
    """Return settings without a deadline, since a build may be slow once."""
    checks = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)
    return settings(deadline=None, suppress_health_check=checks, print_blob=True, **given)


@pytest.mark.timeout(0)
@profile(max_examples=EXAMPLES)
@given(history=HISTORY)
def test_an_incremental_build_equals_a_clean_one(
    history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After any edits an incremental build publishes what a clean one does, byte for byte.

    It reports the same problems, touches exactly the files that differ, keeps the same
    pictures in its cache, and leaves everything as it was where the site has errors.
    """
    shrink_constants(monkeypatch)
    with TemporaryDirectory() as folder:
        check_history(Path(folder), history)


@pytest.mark.timeout(0)
@profile(max_examples=max(5, EXAMPLES // 5))
@given(history=HISTORY)
def test_a_complete_plan_equals_a_narrow_one(
    history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When very much changes at once everything is planned anew, to the same effect."""
    shrink_constants(monkeypatch)
    monkeypatch.setattr(content, "MANY_STORIES", 0)
    with TemporaryDirectory() as folder:
        check_history(Path(folder), history)


@pytest.mark.timeout(0)
@profile(max_examples=max(3, EXAMPLES // 8))
@given(history=HISTORY)
def test_workers_leave_what_one_process_does(
    history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the work is shared out, an incremental build equals a clean one of one process."""
    shrink_constants(monkeypatch)
    with monkeypatch.context() as patch, TemporaryDirectory() as folder:
        support.let_few_need_a_pool(patch)
        check_history(Path(folder), history, jobs=2)
