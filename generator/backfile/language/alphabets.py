"""
Where alphabets differ from the common order of letters, and the letters of indexes.

`ALPHABETS` is written in the rules of CLDR collation (UTS 35, part 5), cut to
what is used here::

    &x        what follows is placed after x
    &[x       what follows is placed before x, as `&[before 1]x`
    <         a letter of its own
    <<        the same letter with an accent
    <<<       the same letter in another shape
    y/z       y, sorted as if z stood behind it

Only small letters are written: capitals follow from them.

Source: CLDR 49 collation.  Left out: the Arabic rules on presentation forms and
vowel signs, capitals first in Danish, and which accent comes first in Persian.

Imports: nothing of ours.
"""

_CROATIAN = "&c<č<ć &d<dž<đ &l<lj &n<nj &s<š &z<ž"
_SCANDINAVIAN = "&d<<đ<<ð &th<<<þ &y<<ü<<ű &[ǀ<æ<<ä<ø<<ö<<ő<å<<<aa &oe<<œ"
_ARABIC = "&ت<<ة &ي<<ى<<ی &ء<<أ<<ؤ<<إ<<ئ<<ا<<آ"
_PERSIAN = "&[ا<آ &ا<<ٱ<ء<<أ<<إ<<ؤ<<ئ &ک<<ك &ۏ<ه<<ة<<ۀ &ی<<ي<<ى"
_SPANISH = "&n<ñ"

ALPHABETS = {
    "ar": _ARABIC,
    "ast": _SPANISH,
    "az": "&c<ç &g<ğ &[i<ı &i<<<İ &o<ö &s<ş &u<ü &k<q &e<ə &h<x &z<w",
    "be": "&е<ё &у<ў",
    "bs": _CROATIAN,
    "cs": "&c<č &h<ch &r<ř &s<š &z<ž",
    "da": _SCANDINAVIAN,
    "es": _SPANISH,
    "et": "&[t<š<z<ž &[x<õ<ä<ö<ü",
    "eu": _SPANISH,
    "fa": _PERSIAN,
    "fi": "&d<<đ &g<<ǥ &n<<ŋ &t<<ŧ &y<<ü &z<<ʒ &[ǀ<å<ä<<æ<ö<<ø",
    "gl": _SPANISH,
    "hr": _CROATIAN,
    "hu": "&c<cs &d<dz &dz<dzs &g<gy &l<ly &n<ny &s<sz &t<ty &z<zs &o<ö<<ő &u<ü<<ű "
    "&cs<<<ccs/cs &dz<<<ddz/dz &dzs<<<ddzs/dzs &gy<<<ggy/gy &ly<<<lly/ly &ny<<<nny/ny "
    "&sz<<<ssz/sz &ty<<<tty/ty &zs<<<zzs/zs",
    "is": "&[b<á &d<<đ<ð &[f<é &[j<í &[p<ó &[v<ú &[z<ý &[ǀ<æ<<ä<ö<<ø<å",
    "kk": "&е<ё &ұ<ү &[ь<і",
    "ky": "&е<ё",
    "lt": "&a<<ą &c<č &e<<ę<<ė &i<<į<<y &s<š &u<<ų<<ū &z<ž",
    "lv": "&[d<č &[h<ģ &[l<ķ &[m<ļ &[o<ņ &[s<ŗ &[t<š &[ʒ<ž",
    "mk": "&ԃ<ѓ &ћ<ќ",
    "nb": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "pl": "&a<ą &c<ć &e<ę &l<ł &n<ń &o<ó &s<ś &z<ź<ż",
    "ro": "&a<ă<â &i<î &s<ş<<<ș &t<ţ<<<ț",
    "rue": "&г<ґ &ꙇ<ї",
    "sk": "&a<ä &c<č &h<ch &o<ô &r<ř &s<š &z<ž",
    "sl": "&c<č<ć &d<đ &s<š &z<ž",
    "sq": "&[d<ç &[e<dh &[f<ë &[h<gj &[m<ll &[o<nj &[s<rr &[t<sh &[u<th &[y<xh &[ʒ<zh",
    "sr-Latn": _CROATIAN,
    "sv": "&d<<đ<<ð &t<<<þ/h &y<<ü<<ű &[ǀ<å<ä<<æ<<ę<ö<<ø<<ő<<œ<<ô",
    "tr": "&c<ç &g<ğ &[i<ı &i<<<İ &o<ö &s<ş &u<ü",
    "uk": "&г<ґ &ꙇ<ї",
}
"""Rules by language tag; a language that is not here has the common order."""

SCRIPT_STARTS = (
    ("Latn", "a"),
    ("Grek", "α"),
    ("Copt", "ⲁ"),
    ("Cyrl", "а"),
    ("Glag", "ⰰ"),
    ("Geor", "ა"),
    ("Armn", "ա"),
    ("Hebr", "א"),
    ("Phnx", "𐤀"),
    ("Arab", "ء"),
    ("Syrc", "ܐ"),
    ("Thaa", "ހ"),
    ("Nkoo", "ߊ"),
    ("Ethi", "ሀ"),
    ("Deva", "अ"),
    ("Beng", "অ"),
    ("Guru", "ੴ"),
    ("Gujr", "અ"),
    ("Orya", "ଅ"),
    ("Taml", "அ"),
    ("Telu", "అ"),
    ("Knda", "ಅ"),
    ("Mlym", "അ"),
    ("Sinh", "අ"),
    ("Thai", "ก"),
    ("Laoo", "ກ"),
    ("Tibt", "ཀ"),
    ("Mymr", "က"),
    ("Khmr", "ក"),
    ("Hang", "ᄀ"),
    ("Hira", "ぁ"),
    ("Bopo", "ㄅ"),
)
"""Scripts in the common order, each with its first letter: one ends where the next begins."""

INDEX_LETTERS = (
    "abcdefghijklmnopqrstuvwxyz"
    "αβγδεζηθικλμνξοπρστυφχψω"
    "абвгдежзийклмнопрстуфхцчшщъыьэюяєіјљњћђџѕ"
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"
    "אבגדהוזחטיכלמנסעפצקרשת"
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژکگی"
    "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㄲㄸㅃㅆㅉ"
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
)
"""Letters that head an index, before those of the language's own alphabet."""
