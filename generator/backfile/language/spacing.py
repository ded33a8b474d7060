"""
Where a line must not break between two words, by language.

A language that is not listed has no such rules here.  Only spaces that are
written are concerned: none is added.

Source: Ukrainian and Russian: А. Э. Мильчин, Л. К. Чельцова,
«Справочник издателя и автора» (one-letter words, dashes, initials, numbers and units);
French: Lexique des règles typographiques of the Imprimerie nationale.

Imports: language.locales.
"""

from __future__ import annotations

from typing import NamedTuple

from backfile.language.locales import primary_of

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"


class Spacing(NamedTuple):
    """Which spaces of a language do not break."""

    sign: str
    """What stands in place of such a space."""

    words: str = ""
    """One-letter words, small letters; the space after one does not break."""

    capitals: str = ""
    """Letters of initials, as a regular expression has them between brackets."""

    units: tuple[str, ...] = ()
    """What may follow a number, with its full stop where it has one."""

    before: str = ""
    """Signs before which a space does not break; an en dash counts with a space after it."""

    after: str = ""
    """Signs after which a space does not break."""


_SIGNS = "% ‰ ° °C € $ £"
_BY_LANGUAGE = {
    "uk": Spacing(
        NO_BREAK_SPACE,
        words="взуійаояє",
        capitals="А-ЯІЇЄҐA-Z",
        units=tuple(
            f"р. рр. ст. тис. млн млрд трлн грн коп. кг г мг т ц км м см мм га л мл год хв с "
            f"кВт МВт ГВт Вт Гц ГБ МБ ₴ {_SIGNS}".split()
        ),
        before="—–",
        after="№§",
    ),
    "ru": Spacing(
        NO_BREAK_SPACE,
        words="вксуоиая",
        capitals="А-ЯЁA-Z",
        units=tuple(
            f"г. гг. в. вв. тыс. млн млрд трлн руб. коп. грн кг г мг т ц км м см мм га л мл ч мин "
            f"кВт МВт ГВт Вт Гц ГБ МБ ₽ ₴ {_SIGNS}".split()
        ),
        before="—–",
        after="№§",
    ),
    "fr": Spacing(NARROW_NO_BREAK_SPACE, before=";:!?»", after="«"),
}


def spacing_of(language: str) -> Spacing | None:
    """Return the rules of the language of that BCP 47 tag; None where there are none."""
    return _BY_LANGUAGE.get(primary_of(language))
