"""The catalogue is derived: whatever happens to it, a build makes it anew and says so in a line."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import support
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.build.opening import Options
from backfile.build.pipeline import build as build_site
from backfile.build.report import Silence

if TYPE_CHECKING:
    from collections.abc import Callable


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


def a_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    (path / "deep").mkdir(parents=True)
    (path / "deep" / "file").write_text("x")


def of_another_program(path: Path) -> None:
    """Replace it with a database that is whole, and not ours."""
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (name, value)")
        db.execute("PRAGMA user_version = 1")
    db.close()


@pytest.mark.parametrize(
    "damage",
    [
        garbage,
        truncated,
        emptied,
        of_another_version,
        without_a_table,
        a_folder,
        of_another_program,
    ],
)
def test_a_damaged_catalogue_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Any damage gives one line and the same tree as a clean build."""
    site = newspaper(tmp_path)
    damage(site / ".backfile/catalogue.sqlite")
    notes = heal(site)
    assert len(notes) == 1
    assert "making it anew" in notes[0]


@pytest.mark.parametrize(
    "damage", [garbage, truncated, of_another_version, a_folder, of_another_program]
)
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


def test_an_empty_catalogue_without_a_stamp_needs_no_word(tmp_path: Path) -> None:
    """What a build that was killed at once leaves is like no catalogue at all."""
    site = newspaper(tmp_path)
    (site / ".backfile/catalogue.stamp").unlink()
    emptied(site / ".backfile/catalogue.sqlite")
    assert heal(site) == []


@pytest.mark.parametrize("name", ["catalogue.stamp", "catalogue.sqlite-wal", "catalogue.sqlite"])
def test_what_lies_in_the_place_of_a_file(tmp_path: Path, name: str) -> None:
    """A folder or garbage where a file of the catalogue should be is got rid of."""
    site = newspaper(tmp_path)
    for put in (Path.mkdir, garbage):
        (site / ".backfile" / name).unlink(missing_ok=True)
        put(site / ".backfile" / name)
        assert len(heal(site)) <= 1


def alter_rows(path: Path) -> None:
    """Put into rows what cannot be decoded; the database itself is whole."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE articles SET card = x'c1', article = x'c1'")
    db.close()


def alter_schema(path: Path) -> None:
    """Break the schema's text, so that SQLite's message about it is no text either."""
    path.write_bytes(path.read_bytes().replace(b"CREATE INDEX", b"CR\xc1ATE INDEX"))


@pytest.mark.parametrize("damage", [alter_rows, alter_schema])
def test_damage_that_only_reading_finds(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """What SQLite's own check passes over is found when it is read."""
    site = newspaper(tmp_path)
    (site / ".backfile/catalogue.stamp").unlink()
    damage(site / ".backfile/catalogue.sqlite")
    notes = heal(site)
    assert len(notes) == 1
    assert "making it anew" in notes[0]


# Always the same bytes: of the few rows that say what was built, a letter may become any other.
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes_without_a_stamp_stop_no_build(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """
    After a kill there is no stamp: what SQLite finds wrong is made anew, with one line.

    A byte inside a value can be seen by nobody then; `--clean` is for those who know.
    """
    site = newspaper(tmp_path_factory.mktemp("site"))
    whole = support.tree_of(site / "public")
    (site / ".backfile/catalogue.stamp").unlink()
    flip_bytes(site / ".backfile/catalogue.sqlite", seed)
    notes = Notes()
    build_site(Options(site_folder=site, now=support.NOW, jobs=1), notes)
    assert len(notes.lines) <= 1
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == whole


def flip_bytes(path: Path, seed: int) -> None:
    """Alter up to twenty bytes of a file."""
    data, dice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(1 + dice.randrange(20)):
        data[dice.randrange(len(data))] ^= 1 + dice.randrange(255)
    path.write_bytes(data)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes_are_found(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Random bytes flipped anywhere in the file never reach an output."""
    site = newspaper(tmp_path_factory.mktemp("site"))
    flip_bytes(site / ".backfile/catalogue.sqlite", seed)
    assert len(heal(site)) <= 1
