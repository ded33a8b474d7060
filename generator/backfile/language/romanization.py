"""
Letters of other scripts to Latin ones.

Ukrainian follows resolution 55 of the Cabinet of Ministers (2010), Russian ICAO
Doc 9303, both through translitua.  Everything else is here, small letters only:
what those two leave over, and tables for sites that ask for ASCII addresses.

Source: Bulgarian Transliteration Act (2009); Serbian Latin alphabet without its
diacritics; Macedonian and Belarusian as in ICAO Doc 9303; Greek ELOT 743 (1982,
without accents); Georgian national system (2002).

Imports: language.locales.
"""

from __future__ import annotations

import re

from backfile.language.locales import primary_of, script_of

CYRILLIC = re.compile("[\u0400-\u052f]")
_UKRAINIAN_ONLY = re.compile("[іїєґ]")
_RUSSIAN_ONLY = re.compile("[ёъыэ]")
_GREEK = re.compile("[\u0370-\u03ff]")
_VOICELESS_AFTER = re.compile("([αεη])υ(?=[θκξπσςτφχψ]|(?![\u0370-\u03ff]))")


def _table_of(pairs: str) -> dict[int, str]:
    """Read `а a щ sht ь -`, where a hyphen stands for nothing."""
    words = pairs.split()
    texts = ("" if text == "-" else text for text in words[1::2])
    return dict(zip(map(ord, words[::2]), texts, strict=True))


_CYRILLIC = _table_of(
    "а a б b в v г g ґ g д d ѓ gj ђ dj е e ѐ e ё e є ie ж zh з z ѕ dz и i ѝ i і i ї i й i ј j "
    "к k л l љ lj м m н n њ nj о o п p р r с s т t ћ c ќ kj у u ў u ф f х kh ц ts ч ch џ dz "
    "ш sh щ shch ъ - ы y ь - э e ю iu я ia ѣ ie ѳ f ѵ i ѫ u ѧ ia ә a ғ gh қ q ҡ q ң ng ө o ұ u "
    "ү u һ h җ zh ҙ z ҫ s ӣ i ӯ u ҳ h ҷ j ӑ a ӗ e ӳ u ӈ n ӊ n ҥ n ҕ gh ӱ u ӧ o ӓ a ӥ i ӝ j ӏ -",
)
_BY_LANGUAGE = {
    "be": _table_of("г h ё io"),
    "bg": _table_of("й y х h щ sht ъ a ь y ю yu я ya"),
    "mk": _table_of("х h ц c џ dj"),
    "mn": _table_of("е ye ё yo й i х kh ю yu я ya"),
    "sr": _table_of("ж z х h ц c ч c џ dz ш s"),
}
_GREEK_LETTERS = _table_of(
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f "
    "χ ch ψ ps ω o",
)
_GREEK_PAIRS = {
    "ου": "ou",
    "αυ": "av",
    "ευ": "ev",
    "ηυ": "iv",
    "γγ": "ng",
    "γξ": "nx",
    "γχ": "nch",
}
_GEORGIAN = _table_of(
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k "
    "ღ gh ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h",
)


def romanize_cyrillic(text: str, language: str, *, ascii_only: bool, home: str = "") -> str:
    """
    Romanize the Cyrillic letters of *text*, which is in small letters and NFC.

    By the table of *language*.  In a language that is not written in Cyrillic, a
    letter that only Ukrainian or only Russian has decides, else *home*, the main
    language of the site: a Kyiv newsroom's names stay Ukrainian on English pages.
    Other languages in Cyrillic keep their letters, unless *ascii_only*.
    """
    if not CYRILLIC.search(text):
        return text
    primary = primary_of(language)
    if primary not in {"uk", "ru"} and script_of(language) == "Cyrl":
        return _romanize_own(text, primary) if ascii_only else text
    from translitua import RussianICAO, UkrainianKMU, translit

    is_ukrainian = primary == "uk" or (primary != "ru" and _looks_ukrainian(text, home))
    romanized: str = translit(text, UkrainianKMU if is_ukrainian else RussianICAO)
    return romanized.translate(_CYRILLIC)


def _looks_ukrainian(text: str, home: str) -> bool:
    if _UKRAINIAN_ONLY.search(text):
        return True
    return primary_of(home) == "uk" and not _RUSSIAN_ONLY.search(text)


def _romanize_own(text: str, primary: str) -> str:
    if primary == "bg":
        text = re.sub(r"ия\b", "ia", text)
    return text.translate(_CYRILLIC | _BY_LANGUAGE.get(primary, {}))


def romanize_others(text: str) -> str:
    """Romanize Greek and Georgian letters of *text*, which is in small letters and NFC."""
    if _GREEK.search(text):
        text = _VOICELESS_AFTER.sub(r"\1f", text)
        for pair, latin in _GREEK_PAIRS.items():
            text = text.replace(pair, latin)
        text = text.translate(_GREEK_LETTERS)
    return text.translate(_GEORGIAN)
