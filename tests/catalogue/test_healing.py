"""The catalogue is derived: whatever happens to it, a build makes it anew and says so in a line."""

from __future__ import annotations

import random
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
import support
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.build.pipeline import Options
from backfile.build.pipeline import build as build_site
from backfile.build.report import Silence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Notes(Silence):
    """A report that keeps the notes."""

    def __init__(self) -> None:
        """Begin with none."""
        self.lines: list[str] = []

    def note(self, line: str) -> None:
        """Keep a line."""
        self.lines.append(line)


def newspaper(folder: Path) -> Path:
    """Return a built site."""
    files: dict[str, str | bytes] = {
        f"content/articles/s{n}.uk.md": (
            f"---\ntitle: Story {n}\ndate: 2025-03-{n + 1:02}\ntags: [t{n % 3}]\n---\nWords {n}.\n"
        )
        for n in range(12)
    }
    site = support.site_from(folder, files, page_size="3")
    support.build(site)
    return site


def heal(site: Path) -> list[str]:
    """Build after an edit, and return the notes; the tree must be that of a clean build."""
    (site / "content/articles/s3.uk.md").write_text(
        "---\ntitle: New\ndate: 2025-03-04\n---\nNew.\n"
    )
    notes = Notes()
    build_site(Options(site_folder=site, now=support.NOW, jobs=1), notes)
    healed = support.tree_of(site / "public")
    support.build(site, clean=True)
    assert healed == support.tree_of(site / "public")
    return notes.lines


def garbage(path: Path) -> None:
    """Replace all of it."""
    path.write_bytes(b"this is no database" * 300)


def truncated(path: Path) -> None:
    """Cut it in the middle of a page."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 - 7])


def emptied(path: Path) -> None:
    """Leave nothing of its contents."""
    path.write_bytes(b"")


def of_another_version(path: Path) -> None:
    """Give it the number of another schema."""
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 4711")
    db.close()


def without_a_table(path: Path) -> None:
    """Take a table away."""
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE members")
    db.close()


@pytest.mark.parametrize(
    "damage", [garbage, truncated, emptied, of_another_version, without_a_table]
)
def test_a_damaged_catalogue_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Any damage gives one line and the same tree as a clean build."""
    site = newspaper(tmp_path)
    damage(site / ".backfile/catalogue.sqlite")
    notes = heal(site)
    assert len(notes) == 1
    assert "making it anew" in notes[0]


@pytest.mark.parametrize("damage", [garbage, truncated, of_another_version])
def test_damage_without_a_stamp_is_found_too(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """After a kill there is no stamp to compare with; the file itself tells."""
    site = newspaper(tmp_path)
    (site / ".backfile/catalogue.stamp").unlink()
    damage(site / ".backfile/catalogue.sqlite")
    notes = heal(site)
    assert len(notes) == 1
    assert "making it anew" in notes[0]


def test_a_deleted_catalogue_needs_no_word(tmp_path: Path) -> None:
    """`.backfile` may be deleted at any time, and so may any file in it."""
    site = newspaper(tmp_path)
    shutil.rmtree(site / ".backfile")
    assert heal(site) == []
    (site / ".backfile/catalogue.sqlite").unlink()
    assert heal(site) == []


def test_a_deleted_catalogue_leaves_no_orphans(tmp_path: Path) -> None:
    """What was published before and is no more goes, though no catalogue remembers it."""
    site = newspaper(tmp_path)
    shutil.rmtree(site / ".backfile")
    (site / "content/articles/s5.uk.md").unlink()
    heal(site)
    assert not (site / "public/ua/2025/03/story-5").exists()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes_are_found(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Random bytes flipped anywhere in the file never reach an output."""
    site = newspaper(tmp_path_factory.mktemp("site"))
    path = site / ".backfile/catalogue.sqlite"
    data, dice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(1 + dice.randrange(20)):
        data[dice.randrange(len(data))] ^= 1 + dice.randrange(255)
    path.write_bytes(data)
    assert len(heal(site)) <= 1
