"""
The order in which a site goes to a target: what others need comes before them.

A page is never there before its style sheet and pictures, a list never before
the articles it links to, and nothing is deleted before all that replaces it is
there.  Between two phases is a barrier: the next begins when all of one is done.

Imports: catalogue, model.
"""

from __future__ import annotations

from typing import Final

from backfile.catalogue.ledger import CHANGED, DELETED, NEW, RETIRED
from backfile.model.delivery import SORTS

PHASES: Final = (
    "assets and pictures",
    "new articles",
    "changed articles",
    "other pages",
    "feeds and sitemaps",
    "redirects",
    "deletions",
)
DELETIONS: Final = len(PHASES) - 1
RETIREMENTS: Final = len(PHASES)
"""Of assets that go out of use and stay for a while: nothing is done at the target."""

_PHASE_OF: Final = {
    "asset": 0, "media": 0, "article": 2, "page": 3, "feed": 4, "redirect": 5,
}  # fmt: skip


def phases() -> dict[tuple[str, str], int]:
    """Return (sort, action) -> number of the phase."""
    return {
        **{(sort, action): _PHASE_OF[sort] for sort in SORTS for action in (NEW, CHANGED)},
        ("article", NEW): 1,
        **{(sort, DELETED): DELETIONS for sort in SORTS},
        ("asset", RETIRED): RETIREMENTS,
    }
