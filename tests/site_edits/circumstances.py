"""What befalls a build: time, options, and hands in the folders it keeps."""

from __future__ import annotations

from datetime import timedelta

from site_edits.draft import Dice, Draft
from site_edits.names import NOW


def move_now(draft: Draft, dice: Dice) -> None:
    """Let time pass, or go back."""
    if dice.below(5) == 4:
        draft.now = NOW + timedelta(days=dice.one((-1000, -210, 400)))
    else:
        draft.now = NOW + timedelta(hours=dice.below(12) * 12 - 72)


def toggle_drafts(draft: Draft, _dice: Dice) -> None:
    """Publish drafts, or no more."""
    draft.drafts = not draft.drafts


def move_address(draft: Draft, dice: Dice) -> None:
    """Build for another address than the one in site.yaml, or no more."""
    draft.base_url = dice.one(("https://preview.example/branch", None))


def tamper(draft: Draft, dice: Dice) -> None:
    """Delete or alter an output by hand."""
    what = dice.one(("delete", "alter", "touch", "delete folder"))
    draft.tampering.append((what, dice.below(1000)))


def lose_memory(draft: Draft, dice: Dice) -> None:
    """Give up the catalogue, all of `.backfile`, or what is published."""
    lost = ("catalogue", ".backfile", "public", "picture", "elsewhere", "clean")
    draft.tampering.append((dice.one(lost), dice.below(1000)))


def touch_sources(draft: Draft, _dice: Dice) -> None:
    """Give every source a new time."""
    draft.tampering.append(("touch sources", 0))


EDITS = (move_now, move_address, toggle_drafts, tamper, lose_memory, touch_sources)
