"""
Random edits of a small site: what editors, designers and clocks do between two builds.

A `Draft` is a whole site in memory; an edit is a function that changes it, choosing
by a `Dice`.

Everything that one page may show of another is in play, and the names come from
short lists, so that edits meet: the same tag is won and lost, an address is taken
twice, a link loses its target.
"""

from __future__ import annotations

from collections.abc import Callable

from site_edits import articles, circumstances, records, settings
from site_edits.draft import Dice, Draft, Text, sync, xmp_of
from site_edits.first import first_draft

__all__ = ["EDITS", "USUAL", "Dice", "Draft", "Edit", "Text", "first_draft", "sync", "xmp_of"]

Edit = Callable[[Draft, Dice], None]
EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for room in (articles, records, settings, circumstances)
    for edit in room.EDITS
}
USUAL = ("edit_text",) * 8 + (
    "add_article", "edit_body", "edit_author", "edit_terms", "tamper",
) * 2  # fmt: skip
"""What happens more often than the rest."""
