"""
What hosts said lately, so that a check asks only what it does not know.

Kept in `.backfile/external.json`, a mapping from address to when it was asked and what
came of it; a file that cannot be read is one that is not there.  What is good counts
for a week, what is broken for a day; what nobody could tell is asked again.

Imports: check.request, model.
"""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

import msgspec

from backfile.check.request import LATER, PRIVATE, Answer
from backfile.model import Value

FILE = "external.json"
"""In the folder of the catalogue."""

DAY_S = 24 * 60 * 60
GOOD_S, BROKEN_S = 7 * DAY_S, DAY_S


class Kept(Value, frozen=True):
    """An answer, and when it was given."""

    asked_s: int
    """Seconds since 1970."""

    answer: Answer


def read_answers(folder: Path, now_s: float) -> dict[str, Kept]:
    """Return the answers that still count."""
    try:
        kept = msgspec.json.decode((folder / FILE).read_bytes(), type=dict[str, Kept])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return {url: said for url, said in kept.items() if 0 <= now_s - said.asked_s < _age_of(said)}


def _age_of(said: Kept) -> int:
    is_good = HTTPStatus.OK <= said.answer.status < HTTPStatus.MULTIPLE_CHOICES
    return GOOD_S if is_good else BROKEN_S


def write_answers(folder: Path, kept: dict[str, Kept]) -> None:
    """Keep answers, all but those that were none; without them the next check takes longer."""
    worth = {url: said for url, said in kept.items() if said.answer.reason not in {LATER, PRIVATE}}
    aside = folder / f"{FILE}.new"
    with suppress(OSError):
        aside.write_bytes(msgspec.json.encode(worth))
        aside.replace(folder / FILE)
