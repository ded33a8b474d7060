"""
The quotation marks of a language.

Source: CLDR 45 `delimiters`.  Two departures, since there both pairs are equal and a
quotation inside a quotation could not be seen: French has “ ” inside (Lexique des
règles typographiques of the Imprimerie nationale), Dutch “ ” inside (Taalunie).

Imports: language.locales.
"""

from __future__ import annotations

from functools import cache

from backfile.language.locales import primary_of

Quotes = tuple[str, str, str, str]
"""Open, close, inner open, inner close."""

_ENGLISH = "“”‘’"

# By their four marks in order; a tag with region or script goes before its language.
_MARKS = {
    "“”‘’": "af az bn cy da en es-MX es-US fil ga gu hi id kn ko lv ml mn mr ms my pa pt "
    "sw ta te th tl tr uz vi zh",
    "«»„“": "be crh-Cyrl ky ru rue uk",
    "«»“”": "br ca el eo es eu fr gl it kk oc pt-AO pt-MZ pt-PT sq",
    "«»«»": "hy",
    "«»‹›": "de-CH de-LI fa fr-CH it-CH ps",
    "«»‘’": "nb nn no",
    "‘’“”": "nl",
    "”“’‘": "ar ckb ur",
    "””’’": "fi he sv",
    "„“‚‘": "bs cs de dsb et hr hsb is lb mk sk sl",
    "„“‘‘": "sr",
    "„“„“": "bg lt",
    "„“«»": "ka",
    "„”«»": "pl ro",
    "„”»«": "hu",
    "「」『』": "ja zh-Hant zh-TW zh-HK zh-MO",
}
_BY_TAG = {tag: marks for marks, tags in _MARKS.items() for tag in tags.split()}


@cache
def quote_marks_of(language: str) -> Quotes:
    """Return the marks of the tag, else of its longest known beginning, else the English ones."""
    parts = language.split("-")
    tags = ["-".join(parts[:length]) for length in range(len(parts), 1, -1)]
    marks = next((_BY_TAG[tag] for tag in (*tags, primary_of(language)) if tag in _BY_TAG), None)
    marks = marks or _ENGLISH
    return marks[0], marks[1], marks[2], marks[3]
