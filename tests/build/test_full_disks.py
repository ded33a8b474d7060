"""
Full disks and folders that cannot be written: one line, status 1, and nothing lost.

A small file system is mounted where that is allowed; elsewhere no file may grow beyond
a limit, which a program is told in the same way: a write fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import support

ROOM_KB = 768
PHOTO = b"\x89PNG no picture, but much of it" * 40_000
"""More than there is room for, as a static file."""


@contextmanager
def small_disk(folder: Path) -> Iterator[tuple[str, ...]]:
    """Let *folder* have little room; yields what to put before a command."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_KB}k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        yield ("sh", "-c", f'ulimit -f {ROOM_KB * 2}; exec "$@"', "sh")  # in blocks of 512 bytes
        return
    try:
        yield ()
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_room(folder: Path) -> None:
    """Enlarge the file system of *folder*, if it is one of its own."""
    if os.path.ismount(folder):
        more = ["mount", "-o", "remount,size=64m", str(folder)]
        subprocess.run(more, check=True)


def stories(count: int, body: str = "Words.") -> dict[str, str | bytes]:
    """Return *count* articles."""
    return {
        f"content/articles/s{n}.uk.md": f"---\ntitle: Story {n}\ndate: 2025-03-{n + 1:02}\n"
        f"tags: [t{n % 3}]\n---\n{body}\n"
        for n in range(count)
    }


def fails_in_one_line(
    site: Path, *args: str, before: tuple[str, ...], text: tuple[str, ...]
) -> None:
    """Run a build that ends with status 1 and one line that holds one of *text*."""
    ended = support.run_backfile(site, "build", "--now", "2025-09-01T12:00:00Z", *args,
                                 before=before)  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.startswith("backfile: ")
    assert ended.stderr.count("\n") == 1
    assert any(part in ended.stderr for part in text), ended.stderr


FULL = ("No space left on device", "File too large")
FULL_CATALOGUE = (*FULL, "disk is full", "disk I/O error")


def published(site: Path) -> dict[str, bytes]:
    """Return what is published; nothing is left of what was laid aside."""
    tree = support.tree_of(site / "public")
    assert not [path for path in tree if path.startswith(".backfile-staging")]
    return tree


def clean_tree(site: Path, other: Path) -> dict[str, bytes]:
    """Return what a build from nothing publishes of the same content."""
    shutil.copytree(site, other, ignore=shutil.ignore_patterns("public", ".backfile"))
    support.build(other)
    return support.tree_of(other / "public")


def test_a_full_output_folder(tmp_path: Path) -> None:
    """What does not fit is not published, nor anything else; with room it all comes."""
    site = support.site_from(tmp_path / "site", stories(6))
    with small_disk(site / "public") as before:
        support.build(site)
        as_it_was = published(site)
        support.site_from(site, {**stories(8, "Other words."), "content/static/big.bin": PHOTO})
        (site / "content/articles/s2.uk.md").unlink()
        for _ in range(2):
            fails_in_one_line(site, before=before, text=FULL)
            assert published(site) == as_it_was
        make_room(site / "public")
        support.build(site)
        assert published(site) == clean_tree(site, tmp_path / "other")


def test_a_full_disk_at_the_first_build(tmp_path: Path) -> None:
    """Where there never was room, nothing is published; with room it all comes."""
    site = support.site_from(tmp_path / "site", {**stories(6), "content/static/big.bin": PHOTO})
    with small_disk(site / "public") as before:
        fails_in_one_line(site, before=before, text=FULL)
        assert published(site) == {}
        make_room(site / "public")
        support.build(site)
        assert published(site) == clean_tree(site, tmp_path / "other")


@pytest.mark.parametrize("built_before", [True, False])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_folder_for_the_catalogue(tmp_path: Path, jobs: str, *, built_before: bool) -> None:
    """A catalogue that cannot grow ends the build; what is published stays whole."""
    site = support.site_from(tmp_path / "site", stories(6))
    with small_disk(site / ".backfile") as before:
        if built_before:
            support.build(site)
        as_it_was = published(site)
        support.site_from(site, stories(28, "Very many words. " * 4_000))
        fails_in_one_line(site, "--jobs", jobs, before=before, text=FULL_CATALOGUE)
        assert published(site) == as_it_was
        make_room(site / ".backfile")
        support.build(site)
        assert published(site) == clean_tree(site, tmp_path / "other")


@pytest.mark.parametrize("folder", ["public", ".backfile"])
def test_a_read_only_folder_leaves_what_is_published(tmp_path: Path, folder: str) -> None:
    """What cannot be written is named in one line, and the last state stays."""
    site = support.site_from(tmp_path / "site", stories(6))
    support.build(site)
    as_it_was = published(site)
    support.site_from(site, stories(8, "Other words."))
    below = [site / folder, *(path for path in (site / folder).rglob("*") if path.is_dir())]
    for path in below:
        path.chmod(0o555)
    for file in (site / folder).glob("catalogue.*"):
        file.chmod(0o444)
    without = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    text = ("ermission denied", "readonly database")
    fails_in_one_line(site, before=without, text=text)
    for path in below:
        path.chmod(0o755)
    for file in (site / folder).glob("catalogue.*"):
        file.chmod(0o644)
    assert published(site) == as_it_was
    support.build(site)
    assert published(site) == clean_tree(site, tmp_path / "other")
