"""Looking into some folders finds what looking everywhere would find there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.source.scan import Change, Known, scan

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.errors import Problem

FOLDERS = ("content/articles", "content/articles/a", "content/articles/a/b", "content/pages")
PATHS = tuple(f"{folder}/{name}.md" for folder in FOLDERS for name in ("x", "y"))
PAST_NS = 10**18


def known_of(site: Path, paths: set[str]) -> dict[str, Known]:
    """Return what a catalogue knows that read *paths*, by folder."""
    known: dict[str, Known] = {}
    for path in paths:
        stat = (site / path).stat()
        known.setdefault(path.rpartition("/")[0], {})[path] = (stat.st_size, stat.st_mtime_ns)
    return known


def found(
    site: Path, known: dict[str, Known], only: set[str] | None = None
) -> list[tuple[str, bool]]:
    """Return (path, whether it is gone) of what a scan finds."""
    problems: list[Problem] = []
    changes: list[Change] = list(
        scan(
            site,
            lambda folder: dict(known.get(folder, {})),
            set(known),
            2 * PAST_NS,
            problems,
            only,
        )
    )
    assert problems == []
    return sorted((change.path, change.removed) for change in changes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    before=st.sets(st.sampled_from(PATHS)), after=st.sets(st.sampled_from(PATHS)), data=st.data()
)
def test_the_folders_that_changed_are_enough(
    tmp_path: Path, before: set[str], after: set[str], data: st.DataObject
) -> None:
    """Given the folders in which something changed, a scan finds every change; no other."""
    site = tmp_path / str(len(list(tmp_path.iterdir())))
    (site / "content").mkdir(parents=True)
    write(site, before)
    known = known_of(site, before)
    for path in before - after:
        (site / path).unlink()
    remove_empty(site)
    write(site, after - before)
    everywhere = found(site, known)
    assert everywhere == sorted(
        [(path, True) for path in before - after] + [(path, False) for path in after - before]
    )
    touched = {path.rpartition("/")[0] for path, _ in everywhere}
    more = data.draw(st.sets(st.sampled_from(FOLDERS)))
    assert found(site, known, touched | more) == everywhere


def write(site: Path, paths: set[str]) -> None:
    """Write sources that are older than any scan."""
    for path in paths:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
        os.utime(file, ns=(PAST_NS, PAST_NS))


def remove_empty(site: Path) -> None:
    """Remove folders that hold nothing."""
    for folder in sorted(FOLDERS, key=len, reverse=True):
        if (site / folder).is_dir() and not any((site / folder).iterdir()):
            (site / folder).rmdir()


def test_a_folder_that_went_takes_all_below_it(tmp_path: Path) -> None:
    """The event names the folder that was removed, not those in it."""
    paths = {"content/articles/a/b/x.md", "content/articles/a/x.md", "content/articles/y.md"}
    write(tmp_path, paths)
    known = known_of(tmp_path, paths)
    (tmp_path / "content/articles/a").rename(tmp_path / "gone")
    assert found(tmp_path, known, {"content/articles/a"}) == [
        ("content/articles/a/b/x.md", True),
        ("content/articles/a/x.md", True),
    ]
    (tmp_path / "gone").rename(tmp_path / "content/articles/c")
    assert [path for path, gone in found(tmp_path, known, {"content/articles"}) if not gone] == [
        "content/articles/c/b/x.md",
        "content/articles/c/x.md",
    ]
