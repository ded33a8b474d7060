"""The order of texts, and the headings of indexes."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.language.alphabets import ALPHABETS
from backfile.language.collation import index_letter_of, sort_key_of


def order(words: str, language: str) -> str:
    """Sort words that stand in any order."""
    mixed = sorted(words.split(), key=lambda word: word[::-1])
    return " ".join(sorted(mixed, key=lambda word: sort_key_of(word, language)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я"),
        ("uk", "Гава Гавань Гад Ґава"),
        ("uk", "10 1000 2 Ева Єва Іва Їжак Йосип Яна apple Zebra"),
        ("ru", "Гава Ґава Гавань"),
        ("ru", "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"),
        ("ru", "Елкин Ёлкин Ельза Яна Zed"),
        ("en", "Zed Елкин Ёлкин Ельза"),
        ("be", "ель ён жук усё ўсё фа"),
        ("bg", "щит ъгъл юг apple"),
        ("sr", "дом ђак е лав љиљан мак њива ћуп ум џак шал zec"),
        ("mk", "дом ѓавол е кит лав тој ќебе ум"),
        ("kk", "ет ёт жет ұл үл ыс іс"),
        ("pl", "las łan m oz ósmy p zima źle żaba"),
        ("cs", "cena čas dům hora chata ihned řada šel zub žena"),
        ("sk", "cena čas hora chata ibis o ôsmy p"),
        ("hr", "cvijet čaj ćup dom dz džem đak luk ljeto mak"),
        ("sl", "cvet čaj dom s šola z žaba"),
        ("lt", "abc ąžuolas cas čas iki yra jis zas žas"),
        ("lv", "cas čas das kas ķas las ļas"),
        ("et", "ruut saal šokk zoo žanr tuba vaal õun ära öö üks"),
        ("fi", "yksi zoo åbo äiti öljy"),
        ("sv", "ora zebra åra ära öra"),
        ("da", "th zebra ærlig øl åben aarhus"),
        ("nb", "th zebra ærlig øl åben"),
        ("de", "affe ähre apfel äpfel über ufer uz zebra"),
        ("es", "nariz nube nz ñandu oz"),
        ("tr", "cam çam gaz ğ hat ılık ibrik oy öz"),
        ("az", "el əl fil hal xal ılıq il kal qal zal wal"),
        ("hu", "cukor cz csak dal dzeta dzsem egy oz öl őz pap szabó"),
        ("ro", "an ăn ân bun in în jar sus șus tac țac"),
        ("ar", "أحمد بيت تمر كلب apple"),
        ("he", "אב בית שלום apple"),
        ("el", "άλφα βήτα ωμέγα apple"),
        ("fa", "آب است بد کتاب"),
    ],
)
def test_order_is_the_one_of_the_alphabet(language: str, words: str) -> None:
    """Letters stand where the alphabet of the language has them; its script stands first."""
    assert order(words, language) == words


def test_accents_and_capitals_decide_last() -> None:
    """Letters of the whole text come before accents, accents before capitals."""
    assert order("resume résumé resumes Résumés", "fr") == "resume résumé resumes Résumés"
    assert order("a A ä Ä b", "de") == "a A ä Ä b"


def test_apostrophes_and_quotes_do_not_count() -> None:
    """A name in quotes, or with any apostrophe, stands where its letters put it."""
    assert order("«Азов» Азовець Зябра З’ява ЗʼЯВИ З'явився Зяяння", "uk") == (
        "«Азов» Азовець Зябра З’ява ЗʼЯВИ З'явився Зяяння"
    )
    assert sort_key_of("З’ява", "uk").startswith(sort_key_of("Зява", "uk").partition(b"\x00")[0])


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("ґава", "uk", "Ґ"),
        ("Ґава", "ru", "Г"),
        ("Їжак", "uk", "Ї"),
        ("Їжак", "ru", "І"),
        ("Єва", "uk", "Є"),
        ("Йосип", "uk", "Й"),
        ("ёлка", "ru", "Е"),
        ("ёлка", "be", "Ё"),
        ("«Азов»", "uk", "А"),
        ("’єднання", "uk", "Є"),
        ("— (Зима)", "uk", "З"),
        ("2020", "uk", "#"),
        ("½", "uk", "#"),
        ("", "uk", "#"),
        ("…", "uk", "#"),
        ("éclair", "fr", "E"),
        ("Đorđe", "hr", "Đ"),
        ("Đorđe", "en", "D"),
        ("Łódź", "pl", "Ł"),
        ("Łódź", "en", "L"),
        ("Østby", "nb", "Ø"),
        ("Østby", "en", "O"),
        ("őz", "hu", "Ö"),
        ("chata", "cs", "CH"),
        ("chata", "pl", "C"),
        ("ilk", "tr", "İ"),
        ("ılık", "tr", "I"),
        ("yra", "lt", "I"),
        ("ßen", "de", "S"),
        ("Ætt", "en", "A"),
        ("أحمد", "ar", "ا"),
        ("שלום", "he", "ש"),
        ("Άλφα", "el", "Α"),
        ("ქართული", "ka", "ქ"),
        ("カメラ", "ja", "か"),
        ("한국", "ko", "ㅎ"),
        ("中国", "zh", "中"),
    ],
)
def test_headings(text: str, language: str, letter: str) -> None:
    """A heading is a letter of the language's alphabet; others go under their base letter."""
    assert index_letter_of(text, language) == letter


CYRILLIC = "абвгґдеєёжзиіїйўклљмнопрстуфхцчшщъыьэюя"
LATIN = "abcčćçdđeéèfghijklłmnñoóöøőpqrsśštuüvwxyzžæåäþßı"
TEXTS = st.lists(
    st.text(CYRILLIC + CYRILLIC.upper() + LATIN + LATIN.upper() + "0123 -'’«»", max_size=6),
    max_size=30,
)


@given(TEXTS, st.sampled_from([*ALPHABETS, "ru", "en", "sr", "xx"]))
def test_headings_come_in_unbroken_runs(texts: list[str], language: str) -> None:
    """An index in the order of the keys never has the same heading twice."""
    ordered = sorted(texts, key=lambda text: sort_key_of(text, language))
    headings = [index_letter_of(text, language) for text in ordered]
    runs = [letter for letter, _ in itertools.groupby(headings)]
    assert len(runs) == len(set(runs))


@given(st.text(), st.text(), st.sampled_from(["uk", "ru", "en", "hu", "ar", "zh", "th"]))
def test_any_text_has_a_key_of_its_own(one: str, other: str, language: str) -> None:
    """Keys are total: equal only for canonically equal texts, and never an error."""
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (sort_key_of(one, language) == sort_key_of(other, language)) is same
    assert index_letter_of(one, language)


def test_every_rule_is_applied() -> None:
    """Each letter that a language has of its own sorts right after another, never at the end."""
    for language, rules in ALPHABETS.items():
        for chain in rules.split():
            items = chain[1:].removeprefix("[").replace("<<<", "<").replace("<<", "<").split("<")
            letters = [item for item in items[1:] if "/" not in item]
            keys = [sort_key_of(letter, language) for letter in letters]
            assert keys == sorted(keys), (language, chain)
