"""Checks between builds, over random edits: what is published is what builds alone publish."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from check.checking import look_at
from site_edits import EDITS, USUAL, Dice, Draft, first_draft, sync
from support import build, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

TURNS = 8


def edit(draft: Draft, rng: random.Random) -> Draft:
    """Return *draft* after an edit; nothing is lost or altered by hand."""
    after = deepcopy(draft)
    EDITS[rng.choice((*USUAL, *EDITS))](after, Dice([rng.randrange(1000) for _ in range(20)]))
    after.tampering.clear()
    return after


def builds(folder: Path, draft: Draft) -> bool:
    """Build a draft; tell whether it could be published."""
    sync(folder, draft.written())
    try:
        build(folder, **draft.options())
    except SiteError:
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_checks_between_builds(tmp_path: Path, seed: int) -> None:
    """Each edit is checked, every third is built; in the end all is as if built from nothing."""
    rng = random.Random(seed)
    draft = first_draft()
    for turn in range(TURNS):
        after = edit(draft, rng)
        sync(tmp_path / "checked", after.written())
        look_at(tmp_path / "checked", **after.options())
        if turn % 3 or builds(tmp_path / "checked", after):
            draft = after
    last = draft if builds(tmp_path / "alone", draft) else first_draft()
    assert builds(tmp_path / "checked", last)
    assert builds(tmp_path / "alone", last)
    assert tree_of(tmp_path / "checked/public") == tree_of(tmp_path / "alone/public")
