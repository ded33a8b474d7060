"""The ledger of a target: what it keeps, and how it heals."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue import ledger
from backfile.model import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.catalogue.connection import Connection

A, B = Item("a", "1", 1, "page", "uk"), Item("b", "2", 2, "media")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    """Return an empty ledger."""
    with closing(ledger.open_ledger(tmp_path / "state/ledger.sqlite")) as book:
        yield book


def test_what_is_confirmed_stays(tmp_path: Path) -> None:
    """What a target confirmed is known after the ledger was closed."""
    path = tmp_path / "ledger.sqlite"
    with closing(ledger.open_ledger(path)) as book:
        ledger.set_there(book, [A], "base")
        assert not ledger.has_moved(book)
        changed = A._replace(digest="3")
        ledger.expect_sent(book, [(ledger.CHANGED, changed), (ledger.NEW, B)], purge=True)
        ledger.confirm_sent(book, [changed, B])
        ledger.confirm_deleted(book, ["c"])
    with closing(ledger.open_ledger(path)) as book:
        assert list(ledger.there_items(book)) == [A._replace(digest="3"), B]
        assert ledger.purges(book) == ["a"]
        assert ledger.has_moved(book)
        assert ledger.base_of(book) == "base"


def test_what_is_expected_is_not_known(db: Connection) -> None:
    """A file that was about to be sent, and was not confirmed, is there in an unknown state."""
    ledger.set_there(db, [A], "base")
    ledger.expect_sent(db, [(ledger.CHANGED, A), (ledger.NEW, B)], purge=False)
    assert [(item.path, item.digest) for item in ledger.there_items(db)] == [("a", ""), ("b", "")]
    assert ledger.has_moved(db)
    assert ledger.purges(db) == []


@pytest.mark.parametrize("damage", [b"no database" * 500, b"x"])
def test_a_damaged_ledger_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """A file that is no database is replaced by an empty ledger."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(damage)
    with closing(ledger.open_ledger(path)) as book:
        assert ledger.count_there(book) == 0


def test_a_ledger_of_another_version_is_made_anew(tmp_path: Path) -> None:
    """A ledger of another version is not read."""
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as book:
        book.execute("PRAGMA user_version = 99")
    with closing(ledger.open_ledger(path)) as book:
        assert ledger.base_of(book) == ""


def test_settling_is_all_or_nothing(db: Connection) -> None:
    """If the manifest cannot be written, what is there stays as it was confirmed."""
    ledger.set_there(db, [A], "base")
    ledger.set_here(db, [B])

    def fail() -> None:
        with ledger.settling(db, 7):
            assert list(ledger.there_items(db)) == [A._replace(retired=7), B]
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert list(ledger.there_items(db)) == [A]


def test_extras_yield_to_the_site(db: Connection) -> None:
    """A file of the site stands above one that is deployed beside it."""
    ledger.set_here(db, [A])
    ledger.add_here(db, [A._replace(digest="9"), B])
    assert list(ledger.here_items(db)) == [A, B]
    assert ledger.languages_of(db) == {"uk": 0}
    assert ledger.size_here(db) == (2, 3)
    assert ledger.largest_here(db) == ("b", 2)
    assert ledger.has_here(db, "a")
    assert not ledger.has_here(db, "c")


def test_long_tables_are_read_whole(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come in order and each once, even while others are written."""
    monkeypatch.setattr(ledger, "SLICE", 3)
    every = [Item(f"{number:03}", "1", 1, "page") for number in range(10)]
    ledger.set_here(db, every)
    assert list(ledger.here_items(db)) == every
    ledger.make_plan(db, {("page", "new"): 1}, None)
    found = []
    for _action, item in ledger.planned_items(db, 1):
        found.append(item)
        ledger.confirm_sent(db, [item])
    assert found == every
    assert list(ledger.planned_paths(db, "new", 5)) == [item.path for item in every[:5]]
