"""The plan: what is to be done, in which order."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.catalogue import ledger
from backfile.catalogue.ledger import CHANGED, DELETED, NEW, RETIRED
from backfile.deploy.phases import DELETIONS, PHASES, phases
from backfile.deploy.plan import GRACE_S, Plan, compare, plan_of
from backfile.model import Item
from backfile.model.delivery import SORTS

if TYPE_CHECKING:
    from backfile.catalogue.connection import Connection

NOW_S = 1_756_728_000
trees = st.dictionaries(
    st.sampled_from(["a", "b", "c/ü", "d'\"", "%", "e/f"]),
    st.tuples(st.sampled_from(SORTS), st.sampled_from("01"), st.sampled_from("xy")),
)


def planned(db: Connection, *, spare: bool = True) -> Plan:
    """Compare, and return the plan."""
    compare(db, NOW_S, spare=spare)
    return plan_of(db, 0, is_first=False, is_unfinished=False)


def items(tree: dict[str, tuple[str, str, str]]) -> list[Item]:
    """Return items of path -> (sort, digest, headers)."""
    return [Item(path, digest, 1, sort, "", rule) for path, (sort, digest, rule) in tree.items()]


@settings(max_examples=40)
@given(here=trees, there=trees)
def test_what_differs_is_planned(
    here: dict[str, tuple[str, str, str]], there: dict[str, tuple[str, str, str]]
) -> None:
    """Exactly what is new, has other contents or headers, or is gone is planned."""
    with TemporaryDirectory() as folder, closing(ledger.open_ledger(Path(folder) / "l")) as db:
        _compare(db, here, there)


def _compare(
    db: Connection,
    here: dict[str, tuple[str, str, str]],
    there: dict[str, tuple[str, str, str]],
) -> None:
    ledger.set_here(db, items(here))
    ledger.set_there(db, items(there), "base")
    plan = planned(db)
    sent = {
        item.path: action
        for phase in range(DELETIONS)
        for action, item in ledger.planned_items(db, phase)
    }
    assert sent == {
        path: CHANGED if path in there else NEW
        for path, value in here.items()
        if path not in there or there[path][1:] != value[1:]
    }
    gone = there.keys() - here.keys()
    assets = {path for path in gone if there[path][0] == "asset"}
    assert set(ledger.planned_paths(db, DELETED)) == gone - assets
    assert set(ledger.planned_paths(db, RETIRED)) == assets
    assert plan.unchanged == len(here) - len(sent)
    planned(db, spare=False)
    assert set(ledger.planned_paths(db, DELETED)) == gone


def test_order_of_phases() -> None:
    """What others need comes before them, and deletions come after all that is sent."""
    order = phases()
    chain = [("asset", NEW), ("article", NEW), ("article", CHANGED), ("page", NEW),
             ("feed", CHANGED), ("redirect", NEW), ("page", DELETED)]  # fmt: skip
    numbers = [order[link] for link in chain]
    assert numbers == sorted(set(numbers)) == list(range(len(PHASES)))
    assert {order[(sort, DELETED)] for sort in SORTS} == {DELETIONS}


def test_retired_assets(tmp_path: Path) -> None:
    """An asset goes 30 days after it went out of use; one that is used again stays."""
    db = ledger.open_ledger(tmp_path / "ledger.sqlite")
    there = [Item(f"assets/{age}", "0", 1, "asset", retired=NOW_S - GRACE_S + age)
             for age in (-1, 0, 1)]  # fmt: skip
    ledger.set_there(db, there, "base")
    planned(db)
    assert list(ledger.planned_paths(db, DELETED)) == ["assets/-1", "assets/0"]
    ledger.set_here(db, [there[0]._replace(retired=0)])
    planned(db)
    assert list(ledger.planned_paths(db, DELETED)) == ["assets/0"]
    with ledger.settling(db, NOW_S):
        pass
    assert {item.path: item.retired for item in ledger.there_items(db)} == {
        "assets/-1": 0,
        "assets/1": there[2].retired,
    }
    db.close()
