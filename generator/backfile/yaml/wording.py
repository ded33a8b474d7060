"""
Wording of problems: quoting what was written, and naming what was meant.

Messages are one line each, `what is wrong; what would be right`, whatever stands
in the file; so everything taken from a file goes through `quoted`.

Imports: nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """Return *text* between backticks: on one line, printable, and not too long."""
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    if not shown.isprintable():
        shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)
    return f"`{shown}`"


def listed(words: Iterable[str]) -> str:
    """Return the words with commas between them, in the order given."""
    return ", ".join(words)


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """
    Return the known word that *word* probably stands for; empty if there is none.

    *likeness* is how near it must be: 1 is the same word, 0 any.
    """
    # Imported here because a site without problems never needs it.
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(candidate.casefold(), candidate)
    # Cut, because the comparison is quadratic in the length of the word.
    found = get_close_matches(word[:80].casefold(), by_fold, 1, likeness)
    return by_fold[found[0]] if found else ""


def nearest_file(name: str, known: Iterable[str]) -> str:
    """Return the known file that *name* probably stands for, whatever its suffix; or empty."""
    by_stem: dict[str, str] = {}
    for candidate in known:
        by_stem.setdefault(_stem_of(candidate), candidate)
    near = nearest(_stem_of(name), by_stem)
    return by_stem[near] if near else ""


def _stem_of(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return `did you mean …?` for the nearest known word, else *otherwise*."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else otherwise
