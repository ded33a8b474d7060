"""
Text to the last part of an address.

A slug is small letters, digits and single hyphens between words, in NFC, at most
*limit* characters and 240 bytes in UTF-8 (file systems stop at 255), cut at the
end of a word.  It never holds a slash, dot, percent sign, backslash or control
character.  Empty when *text* has no letter or digit that could stay: the caller
knows what to put there.

Source: the site contract, "Slugs"; tables in `romanization`; Latin letters by
their compatibility decomposition, else by the letter that their Unicode name names.

Imports: language.romanization, language.locales.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from backfile.language.locales import primary_of
from backfile.language.romanization import romanize_cyrillic, romanize_others

BYTES_LIMIT = 240

_APOSTROPHES = frozenset("'’ʼ‘‛`´ʹʻʽ′")
_LATIN = {
    "ß": "ss", "æ": "ae", "ǽ": "ae", "œ": "oe", "ø": "o", "ǿ": "o", "đ": "d", "ð": "d",
    "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t", "ə": "e", "ǝ": "e",
    "ɛ": "e", "ɔ": "o", "ʒ": "z", "ƣ": "gh", "ȣ": "ou", "ŀ": "l",
}  # fmt: skip
_LATIN_NAME = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{1,2})(?: WITH .*)?")
_SIGNS_THAT_MAY_GO = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]",
)
"""Accents over Latin, Greek and Cyrillic letters, Hebrew and Arabic vowel signs, variants."""

_DECOMPOSED_FROM = "\uf900"
"""From here on characters are presentation forms, half and full widths."""


def slug_of(
    text: str, language: str, *, ascii_only: bool = False, home: str = "", limit: int = 80
) -> str:
    """
    Return the slug of *text*, romanized as *language* has it.

    *home* is the main language of the site: its table serves Cyrillic text in a
    language that is not written in Cyrillic, such as a name on an English page.

    With *ascii_only* scripts without an official table here are romanized where
    there is any table (Cyrillic, Greek, Georgian), and dropped otherwise.
    """
    plain = _small_letters(_without_presentation_forms(text), language)
    plain = "".join(char for char in plain if char not in _APOSTROPHES)
    plain = romanize_cyrillic(plain, language, ascii_only=ascii_only, home=home)
    if ascii_only:
        bare = _SIGNS_THAT_MAY_GO.sub("", unicodedata.normalize("NFD", plain))
        plain = romanize_others(unicodedata.normalize("NFC", bare))
    folded = unicodedata.normalize("NFC", "".join(map(_fold, plain)))
    if ascii_only:
        folded = "".join(filter(str.isascii, folded))
    return _cut([word for word in folded.split("-") if word], limit)


def _without_presentation_forms(text: str) -> str:
    if max(text, default="") >= _DECOMPOSED_FROM:
        text = "".join(
            char if char < _DECOMPOSED_FROM else unicodedata.normalize("NFKC", char)
            for char in text
        )
    return unicodedata.normalize("NFC", text)


def _small_letters(text: str, language: str) -> str:
    """Return *text* in small letters, without the signs that may go."""
    if primary_of(language) in {"tr", "az"}:
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", _SIGNS_THAT_MAY_GO.sub("", text.lower()))


@lru_cache(maxsize=16384)
def _fold(char: str) -> str:
    """Return what a slug has for one character: letters and digits, a hyphen, or nothing."""
    if char.isascii():
        return char if char.isalnum() else "-"
    if char in _LATIN:
        return _LATIN[char]
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    latin = _latin_of(char)
    if latin:
        return latin
    return char if category[0] in "LMN" else "-"


def _latin_of(char: str) -> str:
    """Return the ASCII letters and digits that *char* is a variant of; empty if of none."""
    apart = unicodedata.normalize("NFKD", char).replace("\u2044", "-")
    bare = "".join(part for part in apart if not unicodedata.combining(part))
    if bare.isascii():
        return "".join(part if part.isalnum() else "-" for part in bare.lower())
    name = _LATIN_NAME.fullmatch(unicodedata.name(bare[0], ""))
    return name[1].lower() if name and len(bare) == 1 else ""


def _cut(words: list[str], limit: int) -> str:
    """Join as many whole words as fit; a first word that is too long itself is cut."""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > limit or len(longer.encode()) > BYTES_LIMIT:
            break
        slug = longer
    if not slug and words:
        slug = words[0][:limit].encode()[:BYTES_LIMIT].decode(errors="ignore")
    return slug
