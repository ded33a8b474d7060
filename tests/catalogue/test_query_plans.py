"""Every question to the catalogue is answered by an index, whatever the size of the archive."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

import support
from catalogue.plans import empty_catalogue, plan_of, record_statements
from site_edits import EDITS, Dice, first_draft, sync

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WHOLE = {
    r"DELETE FROM \w+$": "all content is forgotten when site.yaml changes its meaning",
    r"UPDATE outputs SET pending = 1(, |$)": "every page may be stale",
    r"SELECT count\(\*\) FROM outputs$": "everything published is counted, in an index",
    r"SELECT count\(\*\) FROM articles INDEXED BY articles_in_order": "the same of articles",
    r"FROM outputs WHERE seen != \?": "a complete plan drops what it has not seen",
    r"SELECT DISTINCT story FROM texts ORDER BY story": "a cold build resolves every story",
    r"FROM links l LEFT JOIN texts": "a cold build looks at every link",
    r"FROM spellings WHERE uses > 0\s+GROUP BY": "a cold build looks at every term",
    r"SELECT id, taxonomy FROM lists ORDER BY id": "a cold build finds every window",
    r"SELECT story, language, url FROM articles WHERE published AND kind": "a complete plan",
    r"SELECT owner, number, alias FROM redirects": "a complete plan",
    r"SELECT DISTINCT photo FROM photo_uses": "a complete plan",
    r"SELECT DISTINCT key FROM author_records": "after a cold build every author is settled",
    r"FROM lists WHERE taxonomy = \? AND own > 0": "a complete plan",
    r"FROM orphans": "holds what this build removes",
    r"FROM uncached": "the same of the cache",
    r"FROM claimed": "holds what this build claimed",
    r"FROM problems$": "every problem is reported",
    r"FROM outputs WHERE pending$": "the index holds nothing else",
    r"INDEXED BY (outputs_(pending|staged)|pictures_pending)": "the index holds nothing else",
    r"UPDATE outputs SET .* WHERE staged$": "the index holds nothing else",
    r"SELECT DISTINCT template FROM articles WHERE template != ''": "the index holds nothing else",
    r"FROM articles WHERE draft": "the index holds nothing else",
    r"FROM outputs o WHERE o.kind IN \('static', 'redirect'\)": "files without their own folder",
    r"SELECT 1 FROM outputs LIMIT 1$": "the first row will do",
    r"INDEXED BY articles_held_back": "the index holds nothing else",
    r"SELECT count\(DISTINCT story\) FROM texts$": "a cold build shows how far it is",
}
"""Pattern -> reason: the statements that may read a whole table or index."""


def play(folder: Path) -> None:
    """Build a small site again and again, with every kind of edit in between."""
    draft = first_draft()
    sync(folder, draft.written())
    support.build(folder)
    for number, edit in enumerate(sorted(EDITS)):
        for turn in range(3):
            before = deepcopy(draft)
            EDITS[edit](draft, Dice(range(number + turn, number + turn + 20)))
            sync(folder, draft.written())
            try:
                support.build(folder, **draft.options())
            except SiteError:
                draft = before


def test_every_statement_searches_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    No statement of a build scans a table, but for those listed with a reason.

    Every statement that builds of all kinds give is explained by SQLite itself.
    """
    db = empty_catalogue()
    statements = record_statements(monkeypatch)
    play(tmp_path)
    explained = [s for s in statements if re.match("SELECT|DELETE|UPDATE|INSERT|REPLACE", s)]
    assert len(explained) > 90
    scanning = {
        statement: plan
        for statement in sorted(explained)
        if "SCAN" in (plan := plan_of(db, statement))
        and not any(re.search(pattern, statement) for pattern in WHOLE)
    }
    assert scanning == {}
    unused = [p for p in WHOLE if not any(re.search(p, s) for s in explained) and "sqlite" not in p]
    assert unused == []
