"""Events of the file system are hints, and few."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from watchdog.events import (
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
)

from backfile.serve.messages import Hint
from backfile.serve.watch import MANY_FOLDERS, Hints, must_be_polled, note_event, watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Hints]]:
    """A folder of articles under watch."""
    folder = tmp_path / "content" / "articles"
    folder.mkdir(parents=True)
    hints = Hints()
    observer = watch(tmp_path, hints)
    try:
        yield folder, hints
    finally:
        observer.stop()
        observer.join()


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/articles/2025/a.uk.md", Hint(frozenset({"content/articles/2025"}), False)),
        ("content/tags.yaml", Hint(frozenset({"content"}), False)),
        ("content/static/.well-known", Hint(frozenset({"content/static"}), False)),
        ("site.yaml", Hint(frozenset(), True)),
        ("themes/mine/templates/base.html", Hint(frozenset(), True)),
    ],
)
def test_a_file_names_its_folder(path: str, hint: Hint) -> None:
    """What is looked into is the folder of a file; site.yaml and themes are read again."""
    hints = Hints()
    note_event(hints, path, FileModifiedEvent(path))
    assert hints.wait() == hint


@pytest.mark.parametrize(
    "path",
    [
        "public/index.html",
        ".backfile/preview/catalogue.sqlite",
        ".git/index",
        "content/articles/.a.md.swp",
        "content/articles/4913",
        "content/articles/a.md~",
        "content/articles/.#a.md",
        "content/articles/a.md___jb_tmp___",
        "themes/mine/templates/.base.html.swp",
        "README.md",
    ],
)
def test_files_of_editors_and_our_own_are_nothing(path: str) -> None:
    """Nobody is kept busy by swap files, backups, the output or the catalogue."""
    hints = Hints()
    note_event(hints, path, FileCreatedEvent(path))
    assert hints.wait(0.01) is None


def test_a_folder_that_went_is_looked_for_itself() -> None:
    """When a folder is deleted or renamed, what was below it is looked for."""
    hints = Hints()
    note_event(hints, "content/articles/2024", DirDeletedEvent("x"))
    assert hints.wait() == Hint(frozenset({"content/articles", "content/articles/2024"}), False)
    note_event(hints, "content", DirMovedEvent("content", "old"))
    assert hints.wait() == Hint(None, False)
    note_event(hints, "content", DirModifiedEvent("content"))
    assert hints.wait(0.01) is None


def test_many_folders_are_everywhere() -> None:
    """Hints of too many folders become one look everywhere."""
    hints = Hints()
    for number in range(MANY_FOLDERS + 1):
        hints.add(f"content/articles/{number}")
    assert hints.wait() == Hint(None, False)


def test_a_busy_second_is_one_hint() -> None:
    """Events that follow one another closely are collected, for a second at most."""
    hints = Hints()
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.01):
            hints.add("content/articles")

    thread = threading.Thread(target=write)
    thread.start()
    begun = time.monotonic()
    hint = hints.wait(5)
    took_s = time.monotonic() - begun
    over.set()
    thread.join()
    assert hint == Hint(frozenset({"content/articles"}), False)
    assert took_s > 0.9


def test_the_end_wakes_who_waits() -> None:
    """Nobody waits for a preview that has ended."""
    hints = Hints()
    thread = threading.Thread(target=hints.wait)
    thread.start()
    hints.end()
    thread.join(5)
    assert not thread.is_alive()


def test_every_way_of_saving_names_the_folder(watched: tuple[Path, Hints]) -> None:
    """In place, by another file and a rename, with a backup, from outside of the tree."""
    folder, hints = watched
    target = folder / "a.uk.md"
    outside = folder.parents[1] / "outside.md"

    def save_by_rename() -> None:
        (folder / ".a.tmp").write_text("two")
        (folder / ".a.tmp").rename(target)

    def save_as_vim() -> None:
        target.rename(folder / "a.uk.md~")
        target.write_text("three")
        (folder / "a.uk.md~").unlink()

    def bring_in() -> None:
        outside.write_text("four")
        outside.replace(target)

    ways = (lambda: target.write_text("one"), save_by_rename, save_as_vim, bring_in, target.unlink)
    for save in ways:
        save()
        hint = hints.wait(5)
        assert hint is not None, save
        assert hint.folders == {"content/articles"}, save


def test_new_folders_are_watched_too(watched: tuple[Path, Hints]) -> None:
    """A file in a folder made a moment ago is not missed."""
    folder, hints = watched
    (folder / "2026" / "01").mkdir(parents=True)
    (folder / "2026" / "01" / "a.uk.md").write_text("one")
    seen: set[str] = set()
    while (hint := hints.wait(0.5)) is not None:
        seen |= hint.folders or set()
    assert "content/articles/2026" in seen or "content/articles" in seen
    (folder / "2026" / "01" / "a.uk.md").write_text("two")
    hint = hints.wait(5)
    assert hint is not None
    assert "content/articles/2026/01" in (hint.folders or ())


def test_a_theme_that_comes_later_is_watched(watched: tuple[Path, Hints]) -> None:
    """The folder of themes may be made, or content/ brought back, while the preview runs."""
    folder, hints = watched
    site = folder.parents[1]
    (site / "themes" / "mine").mkdir(parents=True)
    while hints.wait(0.5) is not None:
        pass
    (site / "themes" / "mine" / "theme.yaml").write_text("extends: default\n")
    assert hints.wait(5) == Hint(frozenset(), settings=True)
    (site / "content").rename(site / "away")
    while hints.wait(0.5) is not None:
        pass
    (site / "away").rename(site / "content")
    while hints.wait(0.5) is not None:
        pass
    (folder / "a.uk.md").write_text("one")
    hint = hints.wait(5)
    assert hint is not None
    assert hint.folders == {"content/articles"}


def test_reading_is_no_event(watched: tuple[Path, Hints]) -> None:
    """Our own reading of sources causes no hint, or there would be no end of it."""
    folder, hints = watched
    (folder / "a.uk.md").write_text("one")
    assert hints.wait(5) is not None
    while hints.wait(0.3) is not None:
        pass
    (folder / "a.uk.md").read_bytes()
    list(folder.iterdir())
    assert hints.wait(0.3) is None


@pytest.mark.parametrize(
    ("kind", "is_polled"), [("ext4", False), ("nfs4", True), ("fuse.sshfs", True), ("9p", True)]
)
def test_file_systems_without_events_are_known(tmp_path: Path, kind: str, is_polled: bool) -> None:
    """A network drive is polled; the innermost mount decides."""
    mounts = tmp_path / "mounts"
    folder = tmp_path / "a b"
    folder.mkdir()
    place = str(folder).replace(" ", "\\040")
    mounts.write_text(f"/dev/x / ext4 rw 0 0\nserver:/y {place} {kind} rw 0 0\n")
    assert must_be_polled(folder, mounts) == is_polled
    assert not must_be_polled(folder, tmp_path / "nowhere")
