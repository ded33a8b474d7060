"""
Text to bytes that sort as the alphabet of a language does.

The common order of all letters is the Default Unicode Collation Element Table,
read by pyuca; what a language changes in it is in `alphabets`.  A key has the
form ``letters 00 accents 00 shapes 00 text``: letters decide first, then
accents, then capitals, then the text itself, so that two different texts never
have the same key and bytes compare as the texts should, in Python and in SQL.

The script of the language comes first, after digits (CLDR `[reorder Cyrl]`).
Apostrophes, quotation marks and whatever stands before the first letter or
digit do not count, except between texts that are otherwise equal.

A letter with its marks is looked up once and remembered, so that a key costs
about 15 µs for a name of twenty letters; the table costs 90 ms at the first call.

Source: UTS 10 (non-ignorable), UTS 35 part 5; tables of Unicode 9 as in pyuca.

Imports: language.alphabets, language.locales.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backfile.language.alphabets import ALPHABETS, INDEX_LETTERS, SCRIPT_STARTS
from backfile.language.capitals import capitalize_first
from backfile.language.locales import primary_of, script_of

if TYPE_CHECKING:
    from pyuca import Collator

COUNTED_CHARACTERS = 256
"""A key looks at so many; longer texts differ by their own bytes after that."""

NUMBERS = "#"
"""The heading of what begins with a digit, or has no letter at all."""

_IGNORED = "'’ʼ‘‛`´\"“”„‟«»‹›‚"
_BEFORE_FIRST_LETTER = re.compile(r"[\W_]+")
_RULE = re.compile(r"(<<<|<<|<)([^<&]+)")
_OPERATORS = {"<": 0, "<<": 1, "<<<": 2}
_WIDTH = 256
"""Room for letters of a language between two neighbours of the common order."""
_NO_ACCENT = 0x20 * _WIDTH
_SMALL = 2
"""Shape of small letters."""


class Weights(NamedTuple):
    """One collation element."""

    letter: int
    """Primary weight times 256, plus the place after it; 0 for a mark on the letter before."""

    accent: int
    """Secondary weight times 256, plus the place after it; 0 in the rest of a long letter."""

    shape: int
    """Tertiary weight."""


class Alphabet(NamedTuple):
    """The order of letters in one language."""

    language: str
    own: dict[str, tuple[Weights, ...]]
    """Letters that are not in their common place; NFC, one letter or a digraph each."""

    tokens: re.Pattern[str]
    """Splits text into what is looked up as one."""

    first: tuple[int, int]
    """From which letter weight to below which the language's own script lies."""


@lru_cache(maxsize=16384)
def sort_key_of(text: str, language: str) -> bytes:
    """Return bytes that order texts of any language as readers of *language* expect."""
    text = unicodedata.normalize("NFC", text)
    start = _BEFORE_FIRST_LETTER.match(text)
    counted = text[start.end() :] if start else text
    weights = list(_weights_of(counted[:COUNTED_CHARACTERS], language))
    letters = b"".join(w.letter.to_bytes(3, "big") for w in weights if w.letter)
    accents = [w.accent for w in weights if w.accent]
    shapes = bytes(w.shape for w in weights if w.shape)
    return b"\x00".join(
        (
            letters,
            _without_common_end(accents),
            shapes.rstrip(bytes((_SMALL,))),
            text.encode("utf-8", "surrogatepass"),
        ),
    )


def index_letter_of(text: str, language: str) -> str:
    """
    Return the heading under which an index in *language* lists *text*.

    A letter of the language's alphabet in capitals (`Ґ` in Ukrainian, `Г` for the
    same word in Russian; `CH` in Czech), or `#`.  Texts in the order of
    `sort_key_of` come in unbroken runs of the same heading, for alphabets that
    have an order; a Chinese character is its own heading.
    """
    text = unicodedata.normalize("NFC", text)
    start = _BEFORE_FIRST_LETTER.match(text)
    text = text[start.end() :] if start else text
    alphabet = alphabet_of(language)
    first_letter = _first_letter_weight_of("a")
    for token in alphabet.tokens.findall(text[:COUNTED_CHARACTERS]):
        letter = next((w.letter for w in _token_weights_of(token, language) if w.letter), 0)
        if letter:
            if letter < first_letter:
                return NUMBERS
            return _headings_of(language).get(letter) or _base_letter_of(token, language)
    return NUMBERS


def _weights_of(text: str, language: str) -> Iterator[Weights]:
    for token in alphabet_of(language).tokens.findall(text):
        yield from _token_weights_of(token, language)


@lru_cache(maxsize=32768)
def _token_weights_of(token: str, language: str) -> tuple[Weights, ...]:
    """Weigh one token, its script moved to its place for the language."""
    alphabet = alphabet_of(language)
    low, high = alphabet.first
    base = _first_letter_weight_of("a")

    def move(letter: int) -> int:
        if base <= letter < low:
            return letter + high - low
        return letter - low + base if low <= letter < high else letter

    # The second half of an ideograph's weight has no accent: it belongs to no script.
    return tuple(
        w._replace(letter=move(w.letter)) if w.accent else w for w in _place_of(token, alphabet.own)
    )


def _place_of(token: str, own: dict[str, tuple[Weights, ...]]) -> tuple[Weights, ...]:
    """Weigh one token by the letters of the language's own, else by the common table."""
    if token in own:
        return own[token]
    if token[0] in own:
        return own[token[0]] + _common_weights_of(token[1:])
    apart = unicodedata.normalize("NFD", token)
    if apart[0] in own:
        return own[apart[0]] + _common_weights_of(apart[1:])
    return _common_weights_of(token)


@cache
def _collator() -> Collator:
    from pyuca import Collator

    return Collator()


def _common_weights_of(text: str) -> tuple[Weights, ...]:
    """Weigh *text* by the common table; all weights zero means that it does not count."""
    elements = _collator().collation_elements(unicodedata.normalize("NFD", text))
    return tuple(Weights(e[0] * _WIDTH, e[1] * _WIDTH, e[2]) for e in elements)


@cache
def _first_letter_weight_of(letter: str) -> int:
    return _common_weights_of(letter)[0].letter


# ---------------------------------------------------------------- alphabets


@cache
def alphabet_of(language: str) -> Alphabet:
    """Return the order of *language*: its own rules, those of its script, or the common ones."""
    primary, script = primary_of(language), script_of(language)
    rules = ALPHABETS.get(f"{primary}-{script}") or ALPHABETS.get(primary, "")
    own: dict[str, tuple[Weights, ...]] = dict.fromkeys(_IGNORED, ())
    for rule in rules.split():
        _apply_rule(rule, own)
    return Alphabet(language, own, _token_pattern_of(own), _script_range_of(script))


def _apply_rule(rule: str, own: dict[str, tuple[Weights, ...]]) -> None:
    """Add the letters of one chain `&x<y<<z`, each after the one before it."""
    anchor = rule[1:].partition("<")[0]
    before = anchor.startswith("[")
    last = _place_of(anchor.removeprefix("["), own)
    if before:
        # Far enough behind the letter before to stay behind what is placed after that one.
        last = (Weights(last[0].letter - _WIDTH // 2, _NO_ACCENT, _SMALL),)
    for operator, item in _RULE.findall(rule):
        letter, _, more = item.partition("/")
        last = (*last[:-1], _next_weights(last[-1], _OPERATORS[operator]))
        tail = _place_of(more, own) if more else ()
        for shape, form in enumerate(_forms_of(letter)):
            changed = last[-1]._replace(shape=last[-1].shape + (5 + shape if shape else 0))
            own[form] = (*last[:-1], changed, *tail)


def _next_weights(last: Weights, level: int) -> Weights:
    """Return the weights that follow *last* on that level (0 letter, 1 accent, 2 shape)."""
    if level == 0:
        return Weights(last.letter + 1, _NO_ACCENT, _SMALL)
    if level == 1:
        return Weights(last.letter, last.accent + 1, _SMALL)
    return last._replace(shape=last.shape + 1)


def _forms_of(letter: str) -> Iterable[str]:
    """Return a small letter or digraph and its capitals: `dž`, `Dž`, `DŽ`."""
    return dict.fromkeys((letter, letter[0].upper() + letter[1:], letter.upper()))


def _token_pattern_of(own: dict[str, tuple[Weights, ...]]) -> re.Pattern[str]:
    """
    Match what the table looks up as one: a digraph, a letter with its marks, or a run.

    In the alphabets below U+0900 only marks change the letter before, so a letter
    can be remembered alone.  Above, where vowels are weighed together with
    consonants, a run without spaces is left to the table as a whole.
    """
    marks = "".join(c for c in map(chr, range(0x300, 0x900)) if unicodedata.category(c)[0] == "M")
    digraphs = sorted((form for form in own if len(form) > 1), key=len, reverse=True)
    runs = f"(?:[\u0900-{chr(sys.maxunicode)}][{marks}]*)+"
    choices = (*map(re.escape, digraphs), f"[\0-\u08ff][{marks}]*", runs)
    return re.compile("|".join(choices), re.DOTALL)


def _script_range_of(script: str) -> tuple[int, int]:
    """Return the letter weights of *script*; an empty range for Latin, which is first anyway."""
    names = [name for name, _ in SCRIPT_STARTS]
    script = {"Kore": "Hang", "Jpan": "Hira"}.get(script, script)
    if script in {"Hans", "Hant", "Hani"}:
        return 0xFB40 * _WIDTH, 0xFBC0 * _WIDTH
    if script == "Latn" or script not in names[:-1]:
        return 0, 0
    place = names.index(script)
    low, high = (_first_letter_weight_of(letter) for _, letter in SCRIPT_STARTS[place : place + 2])
    return low, high


# ---------------------------------------------------------------- headings


@cache
def _headings_of(language: str) -> dict[int, str]:
    """Return the headings of the language's index by the weight of their letter."""
    letters = dict.fromkeys(INDEX_LETTERS)
    letters.update(dict.fromkeys(alphabet_of(language).own))
    headings: dict[int, str] = {}
    for letter in letters:
        weights = _token_weights_of(letter, language)
        if weights and not (len(weights) > 1 and letter not in alphabet_of(language).own):
            headings.setdefault(weights[0].letter, _capital_of(letter, language))
    return headings


def _base_letter_of(token: str, language: str) -> str:
    """Return the letter of *token* without its marks, for letters in no alphabet known here."""
    return _capital_of(unicodedata.normalize("NFKD", token)[0], language)


def _capital_of(letter: str, language: str) -> str:
    return letter.upper() if len(letter) > 1 else capitalize_first(letter, language)


def _without_common_end(accents: list[int]) -> bytes:
    """Encode accents, two bytes each, without those at the end that say only "no accent"."""
    while accents and accents[-1] == _NO_ACCENT:
        accents.pop()
    # From 1 up, since the byte 0 ends a level; the table's highest accent fits easily.
    return b"".join(
        bytes((min((accent - _NO_ACCENT) // _WIDTH + 1, 255), accent % _WIDTH + 1))
        for accent in accents
    )
