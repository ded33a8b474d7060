"""
When two spellings are one term.

Source: the site contract, "Terms are compared in NFC, case-folded, with ' ’ ʼ
alike"; canonical caseless matching (Unicode, section 3.13, D145).

Imports: nothing of ours.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})


@lru_cache(maxsize=16384)
def term_key_of(text: str) -> str:
    """Return what equal terms have in common; `term_key_of(key) == key` for every key."""
    folded = unicodedata.normalize("NFD", text).casefold()
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", folded).casefold())
    return " ".join(composed.translate(_APOSTROPHES).split())
