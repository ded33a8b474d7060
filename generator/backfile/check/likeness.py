"""
When two words are nearly one: the same letters, or all but one of them.

A word is compared by its *skeleton*: romanized, in small letters, without
apostrophes, hyphens and spaces.  Then `Kyiv` and `Київ` are alike, and `on-line` and
`online`.  A *slip* is one letter that is wrong, missing, too much, or in its
neighbour's place.

Cost:    a few microseconds a letter; words within a slip of one another meet where both
         lose one letter, so that no pair is compared in vain.
Imports: language.slugs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from backfile.language.slugs import slug_of

SHORTEST = 5
"""Letters below which one letter more or less makes another word."""

LONGEST = 40
"""Letters beyond which slips are not looked for: each costs as many letters again."""


def skeleton_of(text: str, language: str) -> str:
    """Return what remains of a word when it is compared; empty without a letter or digit."""
    return slug_of(text, language, home=language).replace("-", "")


def slips_among(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of different words that are within one slip, in order."""
    meetings: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if SHORTEST <= len(word) <= LONGEST:
            for met in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                meetings.setdefault(met, []).append(word)
    pairs = {
        pair
        for met in meetings.values()
        if len(met) > 1
        for pair in combinations(met, 2)
        if is_slip(*pair)
    }
    yield from sorted(pairs)


def is_slip(first: str, second: str) -> bool:
    """Tell whether two different words are one letter apart; numbers make them different."""
    short, long = sorted((first, second), key=len)
    start = next((at for at, sign in enumerate(short) if sign != long[at]), len(short))
    rest, other = short[start:], long[start:]
    is_near = (
        rest == other[1:]
        or rest[1:] == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
    return is_near and _numbers_in(first) == _numbers_in(second)


def _numbers_in(word: str) -> list[str]:
    return re.findall(r"\d+", word)
