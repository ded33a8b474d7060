"""
Windows: where the numbered pages of a list begin, and which of them differ.

With p articles to a page and n in the list there are max(0, n // p − 1) numbered
pages, number 1 holding the p oldest (SPEC §4).  What lies before the first
touched article keeps its place, so windows are found again from there on only.

A window size below zero counts articles in the list's own language alone, as
feeds and sitemaps do.

Imports: catalogue, pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice, pairwise

from backfile.catalogue import lists
from backfile.catalogue.connection import Connection
from backfile.catalogue.lists import ListRow
from backfile.model import Site
from backfile.pages import feed, sitemap
from backfile.pages.changes import Changes


def window_sizes(site: Site, taxonomy: str) -> list[int]:
    """Return the window sizes that a list of this taxonomy is cut by."""
    if taxonomy == lists.MONTH:
        return [site.page_size]
    if taxonomy == lists.FRONT:
        return [site.page_size, feed.WINDOW, sitemap.WINDOW]
    return [site.page_size, feed.WINDOW] if taxonomy in site.taxonomies else []


def find_all_windows(db: Connection, site: Site) -> None:
    """Find the windows of every list, after a cold reading."""
    for list_id, taxonomy in lists.list_ids(db):
        row = lists.list_by_id(db, list_id)
        for size in window_sizes(site, taxonomy):
            if row.size >= 2 * abs(size):
                keys = _find(db, row, size, [], 0)
                lists.put_windows(db, list_id, size, 1, keys)


def find_changed_windows(db: Connection, site: Site, changes: Changes) -> None:
    """Find windows again where lists were touched, and note the pages that differ."""
    for list_id, keys in changes.places.items():
        row = lists.list_by_id(db, list_id)
        for size in window_sizes(site, row.taxonomy):
            reshaped = list_id in changes.reshaped
            turns = changes.turns(list_id, row.own)
            changes.numbers[list_id, size] = _refresh(
                db, row, size, sorted(keys), reshaped=reshaped, turns=turns
            )


def _refresh(
    db: Connection, row: ListRow, size: int, keys: list[bytes], *, reshaped: bool, turns: bool
) -> set[int]:
    """
    Find the windows of one list again; return the numbers of pages that may differ.

    *turns* if the list may have pages as of now, or none any more.
    """
    old = new = lists.windows_of(db, row.id, size)
    if reshaped:
        kept = bisect_left(old, keys[0])
        new = _find(db, row, size, old, kept)
        first = min(kept, len(new))
        lists.put_windows(db, row.id, size, first + 1, new[first:])
    numbers = {_number_at(begins, key) for begins in (old, new) for key in keys}
    oldest, newest = lists.oldest_member(db, row.id)[0], lists.newest_member(db, row.id)[0]
    if keys[0] <= oldest or keys[-1] >= newest:
        numbers.add(0)  # it shows the dates of the oldest and of the newest article
    if reshaped:
        numbers.add(0)
        numbers |= _differing(old, new)
        numbers |= {max(0, len(begins) - 1) for begins in (old, new)}
    if turns:
        numbers |= set(range(max(len(old), len(new))))
    return numbers


def _find(db: Connection, row: ListRow, size: int, old: list[bytes], kept: int) -> list[bytes]:
    """Return where windows begin, the first *kept* of *old* being known to hold."""
    length = abs(size)
    count = (row.own if size < 0 else row.size) // length - 1
    if count < 1:
        return []
    begins = old[: min(kept, count + 1)]
    start = begins[-1] if begins else b""
    keys = lists.keys_from(db, row.id, start, own=size < 0)
    fresh = islice(keys, length if begins else 0, None, length)
    return begins + list(islice(fresh, count + 1 - len(begins)))


def _number_at(begins: list[bytes], key: bytes) -> int:
    """Return the number of the page that shows *key*; 0 is the list's own address."""
    if not begins:
        return 0
    number = max(1, bisect_right(begins, key))
    return 0 if number == len(begins) else number


def _differing(old: list[bytes], new: list[bytes]) -> set[int]:
    """Return the numbers of windows that only one side has, or has otherwise."""
    before, after = (dict(enumerate(pairwise(begins), 1)) for begins in (old, new))
    return {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
