"""Sealed lists: cut from the oldest end, found again only where something changed."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st
from site_sample import site_of

from backfile.build.windows import find_changed_windows
from backfile.catalogue import lists, schema
from backfile.catalogue.connection import Connection
from backfile.pages.changes import Changes

SIZES = st.integers(1, 4)
KEYS = st.sets(st.integers(0, 30))


def list_of(db: Connection, keys: set[int]) -> None:
    """Make the front page hold exactly *keys*."""
    db.execute("DELETE FROM members")
    lists.add_members(db, ((1, bytes([key]), key, 0) for key in keys))
    db.execute("UPDATE lists SET size = ?, own = ? WHERE id = 1", (len(keys), len(keys)))


def pages_of(keys: set[int], size: int) -> list[list[int]]:
    """Return the numbered pages, oldest first, and then the rest: the rule itself (SPEC §4)."""
    ordered = sorted(keys)
    count = max(0, len(keys) // size - 1)
    numbered = [ordered[size * n : size * n + size] for n in range(count)]
    return [*numbered, ordered[size * count :]]


def shown(db: Connection, size: int) -> list[list[int]]:
    """Return what the windows show, in the same form."""
    found = lists.window(db, 1, size, 0)
    assert found is not None
    pages = []
    for number in (*range(1, found[2] + 1), 0):
        first, end, _ = lists.window(db, 1, size, number) or (b"", b"", 0)
        rows = db.execute(
            "SELECT article FROM members WHERE sort_key >= ? AND sort_key < ? ORDER BY 1",
            (first, end),
        )
        pages.append([article for (article,) in rows])
    return pages


@given(size=SIZES, history=st.lists(KEYS, min_size=1, max_size=5))
def test_windows_follow_any_change(size: int, history: list[set[int]]) -> None:
    """
    After any change windows hold what the rule says, and every page that differs is named.

    A page differs if it shows other articles, or if its neighbour comes or goes.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(schema.CONTENT)
    lists.add_list(db, ("front", "uk", "", "", "/", b"", "", 0, ""))
    before: set[int] = set()
    for keys in history:
        list_of(db, keys)
        changes = Changes()
        for key in before ^ keys:
            changes.touch_place(1, bytes([key]), member=True)
        find_changed_windows(db, site_of(page_size=size), changes)
        assert shown(db, size) == pages_of(keys, size)
        named = changes.numbers.get((1, size), set())
        assert differing(pages_of(before, size), pages_of(keys, size)) <= named
        before = keys


def differing(old: list[list[int]], new: list[list[int]]) -> set[int]:
    """Return the numbers of pages that show something else; 0 is the last."""
    before = dict(enumerate(old[:-1], 1))
    after = dict(enumerate(new[:-1], 1))
    numbers = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
    return numbers | ({0} if old[-1] != new[-1] else set())


def test_a_new_article_at_the_end_names_few_pages() -> None:
    """Whatever the length of the list, an article at its end touches three pages at most."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(schema.CONTENT)
    lists.add_list(db, ("front", "uk", "", "", "/", b"", "", 0, ""))
    for count in range(1, 40):
        list_of(db, set(range(count)))
        changes = Changes()
        changes.touch_place(1, bytes([count - 1]), member=True)
        find_changed_windows(db, site_of(page_size=3), changes)
        assert len(changes.numbers[1, 3]) <= 3
