"""
Whatever befalls a build at any step, files are whole, and the next build mends it.

A kill, a full disk, a folder that is removed: each case is one build that is begun
again and again from the same state, each time disturbed at another step.
`BACKFILE_TEST_EXAMPLES` asks for more steps than the usual few.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import support
from interrupting import DONE, FAILED, build_until, chosen_of, do_at, kill_at, trace_of
from site_edits import Draft, Text, first_draft, sync

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interrupting import OnStep

STEPS = max(8, int(os.environ.get("BACKFILE_TEST_EXAMPLES", "0")))
KILLED = -signal.SIGKILL
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="builds are forked")


class Case(NamedTuple):
    """A build that is under way when it is killed."""

    edit: Callable[[Draft], None]
    options: dict[str, Any]
    built_before: bool


def edit_little(draft: Draft) -> None:
    """Edit, add, rename and delete one article each; take a photo and a static file away."""
    texts = draft.texts
    texts["content/articles/a/s1.uk.md"].body = "Another text.\n"
    texts["content/articles/s8.uk.md"] = Text({"title": "New", "date": "2025-03-20"}, "New.\n")
    texts["content/articles/b/s6.uk.md"] = texts.pop("content/articles/s6.uk.md")
    del texts["content/articles/a/s5.uk.md"], texts["content/articles/a/s7.uk.md"]
    del draft.files["content/static/favicon.ico"]
    draft.files["content/articles/a/one.png"] = draft.files.pop("content/articles/a/two.png")


def edit_all(draft: Draft) -> None:
    """Change what content means, and the articles besides."""
    edit_little(draft)
    draft.site["page_size"] = 1
    draft.site["taxonomies"] = ["tags", "sections"]


CASES = {
    "a first build": Case(edit_little, {}, built_before=False),
    "an incremental build": Case(edit_little, {}, built_before=True),
    "an incremental build with workers": Case(edit_little, {"jobs": 2}, built_before=True),
    "another meaning": Case(edit_all, {}, built_before=True),
    "a clean build": Case(edit_all, {"clean": True}, built_before=True),
}


class Stage(NamedTuple):
    """A site that can be brought into the same state again and again."""

    site: Path
    kept: Path
    before: dict[str, bytes]
    """What is published at the beginning."""

    after: dict[str, bytes]
    """What the build publishes if nothing befalls it."""

    def reset(self) -> None:
        """Bring the site into its first state."""
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.copytree(self.kept, self.site)

    def befall(self, on_step: OnStep, case: Case, **more: Any) -> int:
        """Build from the first state, with *on_step* before each step."""
        self.reset()
        return build_until(self.site, on_step, **case.options, **more)

    def check_whole(self) -> None:
        """Every published file is what it was, or what it becomes."""
        for path, data in support.tree_of(self.site / "public").items():
            if not path.startswith(".backfile-staging/"):
                assert data in (self.before.get(path), self.after.get(path)), path

    def check_mended(self) -> None:
        """The next build leaves what a clean one does, and nothing for another one to do."""
        support.build(self.site)
        assert support.tree_of(self.site / "public") == self.after
        again = support.build(self.site).summary
        assert (again.written, again.removed) == (0, 0)


def small_draft() -> Draft:
    """Return a site in one language."""
    draft = first_draft()
    draft.site |= {"title": "Horizon", "languages": {"uk": {"path": "ua"}}}
    draft.records["content/tags.yaml"] = {"moon": "Місяць"}
    draft.texts = {path: text for path, text in draft.texts.items() if path.endswith(".uk.md")}
    for text in draft.texts.values():
        text.body = text.body.partition("[link]")[0] + "![p](one.png)\n"
    return draft


def stage_of(folder: Path, case: Case) -> Stage:
    """Prepare a case."""
    site, fresh, draft = folder / "site", folder / "fresh", small_draft()
    sync(site, draft.written())
    if case.built_before:
        support.build(site)
    before = support.tree_of(site / "public")
    case.edit(draft)
    for place in (site, fresh):
        sync(place, draft.written())
    support.build(fresh)
    shutil.copytree(site, folder / "kept")
    return Stage(site, folder / "kept", before, support.tree_of(fresh / "public"))


@pytest.fixture
def few_for_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handful be little, so that a small site has workers."""
    support.let_few_need_a_pool(monkeypatch)


@pytest.mark.timeout(0)
@pytest.mark.usefixtures("few_for_a_pool")
@pytest.mark.parametrize("name", CASES)
def test_a_build_may_be_killed_at_any_step(tmp_path: Path, name: str) -> None:
    """
    Killed before any step, a build leaves only whole files, old or new.

    The next build then leaves what a build from nothing does.
    """
    case = CASES[name]
    stage = stage_of(tmp_path, case)
    stage.reset()
    trace = trace_of(stage.site, **case.options)
    assert support.tree_of(stage.site / "public") == stage.after
    if not case.options.get("jobs"):
        assert {"os.rename public", "COMMIT"} <= set(trace)
        assert not case.built_before or "os.remove public" in trace
    for number in chosen_of(trace, STEPS):
        assert stage.befall(kill_at(number), case) == KILLED, trace[number]
        stage.check_whole()
        stage.check_mended()


@pytest.mark.timeout(0)
@pytest.mark.usefixtures("few_for_a_pool")
def test_a_killed_worker_ends_the_build(tmp_path: Path) -> None:
    """If a worker is killed, the build says so in a line, and the next one mends it."""
    case = CASES["an incremental build with workers"]
    stage = stage_of(tmp_path, case)
    ends = []
    for number in (0, 3, 12):
        ends.append(stage.befall(kill_at(number), case, workers=True))
        stage.check_whole()
        stage.check_mended()
    assert set(ends) <= {DONE, FAILED}
    assert ends[0] == FAILED


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", ["an incremental build", "a first build"])
def test_a_disk_may_be_full_from_any_step_on(tmp_path: Path, name: str) -> None:
    """
    From some step on nothing can be written: the build says so in a line.

    What was published stays as it was, unless all that is new had been written before.
    """
    stage = stage_of(tmp_path, CASES[name])
    stage.reset()
    trace = trace_of(stage.site)
    first_placed = trace.index("os.rename public")

    def fill_disk() -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))

    for number in chosen_of(trace, STEPS):
        status = stage.befall(do_at(number, fill_disk), CASES[name])
        tree = support.tree_of(stage.site / "public")
        if number < first_placed:
            assert (status, tree) == (FAILED, stage.before), trace[number]
        assert status in {DONE, FAILED}, trace[number]
        stage.check_whole()
        stage.check_mended()


@pytest.mark.timeout(0)
def test_an_output_folder_removed_meanwhile(tmp_path: Path) -> None:
    """
    Whoever removes `public/` during a build, the next one publishes all of it again.

    If files of this build go with it, the build says so in a line.
    """
    case = CASES["an incremental build"]
    stage = stage_of(tmp_path, case)
    stage.reset()
    trace = trace_of(stage.site)
    laid_aside, placed = trace.index("opened staging"), trace[::-1].index("os.rename public")
    lossy = range(laid_aside + 1, len(trace) - placed)

    def remove_output() -> None:
        os.rename(stage.site / "public", stage.site / "gone")  # noqa: PTH104 - in one step

    for number in {*chosen_of(trace, STEPS), *lossy[:: max(1, len(lossy) // 5)]}:
        status = stage.befall(do_at(number, remove_output), case)
        assert status == FAILED if number in lossy else status in {DONE, FAILED}, trace[number]
        stage.check_whole()
        stage.check_mended()
