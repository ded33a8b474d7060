"""What a check asks the catalogue is answered by an index, or is one pass over a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalogue.plans import empty_catalogue, plan_of, record_statements
from catalogue.test_query_plans import WHOLE
from check.checking import article, look_at, site_with
from support import build

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PASSES = {
    r"FROM articles a JOIN texts t ON t.path = a.path": "every story is looked at",
    r"FROM bodies b LEFT JOIN articles a": "every body is looked at",
    r"FROM spellings WHERE uses > 0 ORDER BY": "every term is compared",
    r"FROM author_records ORDER BY 1": "every author is compared",
    r"FROM term_records ORDER BY": "every record is compared",
    r"SELECT path, fields FROM texts ORDER BY path": "terms are looked for where they are written",
}
"""Pattern -> reason: the statements of a check that read a whole table."""

FILES = {
    "articles/a.uk.md": article("[a](/no/) [b](b#x) [c](/ua/2025/01/b/#y)\n", tags="[театр]"),
    "articles/b.uk.md": article(title="B", tags="[театор]", author="d"),
    "authors/d.yaml": "name: D\nbio: B\n",
    "tags.yaml": "театр:\n",
}


def test_one_pass_over_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No statement scans a table but those listed, each with one step of its plan that does."""
    build(site_with(tmp_path, FILES))
    db = empty_catalogue()
    statements = record_statements(monkeypatch)
    look_at(tmp_path)
    asked = {s for s in statements if s.startswith("SELECT")}
    plans = {s: plan for s in asked if "SCAN" in (plan := plan_of(db, s))}
    known = {**WHOLE, **PASSES}
    assert [s for s in plans if not any(re.search(pattern, s) for pattern in known)] == []
    passes = {s: plan for s, plan in plans.items() if any(re.search(p, s) for p in PASSES)}
    assert len(passes) == len(PASSES)
    assert {plan.count("SCAN") for plan in passes.values()} == {1}
    assert not [plan for plan in passes.values() if "TEMP B-TREE" in plan and "texts" in plan]
