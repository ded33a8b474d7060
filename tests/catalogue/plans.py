"""
How SQLite answers the statements that a program gives it.

Imports: catalogue.schema.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

from backfile.catalogue import schema

if TYPE_CHECKING:
    import pytest


class Recorded(sqlite3.Connection):
    """A connection that keeps every statement it is given."""

    statements: set[str] = set()  # noqa: RUF012 - shared on purpose

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        """Keep and execute."""
        self.statements.add(" ".join(sql.split()))
        return super().execute(sql, *parameters)

    def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        """Keep and execute."""
        self.statements.add(" ".join(sql.split()))
        return super().executemany(sql, *parameters)


def record_statements(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Let every connection keep its statements; return the set that they go to."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *a, **k: connect(*a, **{**k, "factory": Recorded})
    )
    Recorded.statements.clear()
    return Recorded.statements


def empty_catalogue() -> sqlite3.Connection:
    """Return a catalogue without rows, to ask for plans."""
    db = sqlite3.connect(":memory:")
    db.executescript(schema.SOURCES + schema.CONTENT + schema.OUTPUTS)
    db.execute("CREATE TEMP TABLE claimed (folded TEXT PRIMARY KEY) WITHOUT ROWID")
    return db


def plan_of(db: sqlite3.Connection, statement: str) -> str:
    """Return how SQLite would answer a statement."""
    numbered = [int(number) for number in re.findall(r"\?(\d+)", statement)]
    count = max(numbered) if numbered else statement.count("?")
    rows = db.execute(f"EXPLAIN QUERY PLAN {statement}", (None,) * count)
    return "; ".join(row[3] for row in rows)
