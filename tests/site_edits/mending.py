"""
What an editor sees to when files move: links lead somewhere, translations have a date.

Without it hardly any edit that moves a file would leave a site that can be built.
"""

from __future__ import annotations

import posixpath
import re

from site_edits.draft import Dice, Draft

_LINK = re.compile(r"(?<=\]\()(\.\./|\w)[^)]*(?<!\.png|\.svg)(?=\))")


def mend_links(draft: Draft) -> None:
    """Let every link whose target is gone lead to the first text there is."""
    stems = sorted({_stem_of(path) for path in draft.texts})
    if not stems:
        return
    for path, text in draft.texts.items():
        text.body = _mended(text.body, posixpath.dirname(path), stems)
    for path, record in draft.records.items():
        if isinstance(record.get("bio"), str):
            record["bio"] = _mended(record["bio"], posixpath.dirname(path), stems)


def mend_mostly(draft: Draft, dice: Dice) -> None:
    """Mend links, but now and then forget it."""
    if dice.below(5) < 4:
        mend_links(draft)


def share_dates(draft: Draft) -> None:
    """Give every article the date of one of its translations, if it has none."""
    dates = {
        _stem_of(path): text.fields["date"]
        for path, text in draft.texts.items()
        if "date" in text.fields
    }
    for path, text in draft.texts.items():
        if _stem_of(path) in dates:
            text.fields.setdefault("date", dates[_stem_of(path)])


def _mended(body: str, folder: str, stems: list[str]) -> str:
    def mend(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[0]))
        return found[0] if _stem_of(target) in stems else posixpath.relpath(stems[0], folder)

    return _LINK.sub(mend, body)


def _stem_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = f"{folder}/{name.split('.')[0]}"
    return stem.removesuffix("/index")
