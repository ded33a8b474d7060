"""Slugs and romanization."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.language.slugs import BYTES_LIMIT, slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Згорани", "zghorany"),
        ("ЗГУРСЬКИЙ", "zghurskyi"),
        ("Розгон", "rozghon"),
        ("Єнакієве", "yenakiieve"),
        ("Їжакевич", "yizhakevych"),
        ("Йосипівка", "yosypivka"),
        ("Стрий", "stryi"),
        ("Щербухи", "shcherbukhy"),
        ("Знам'янка", "znamianka"),
        ("Знам’янка", "znamianka"),
        ("Знамʼянка", "znamianka"),
        ("Юрій", "yurii"),
        ("Гора", "hora"),
        ("Ґалаґан", "galagan"),
        ("«Єдність» — Яготин/Їжак", "yednist-yahotyn-yizhak"),
        ("За́мок", "zamok"),
        ("Ельцин и выборы", "eltsyn-y-vybory"),
    ],
)
def test_ukrainian_follows_resolution_55(text: str, slug: str) -> None:
    """Ukrainian is romanized by the Cabinet's table, first forms at the start of each word."""
    assert slug_of(text, "uk") == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Гора", "gora"),
        ("Юрий Щёлков", "iurii-shchelkov"),
        ("Подъезд", "podieezd"),
        ("мальчик, хрен, цирк, эхо", "malchik-khren-tsirk-ekho"),
        ("Київ", "kiiv"),
    ],
)
def test_russian_follows_doc_9303(text: str, slug: str) -> None:
    """Russian is romanized by ICAO's table, with what Ukrainian letters it meets."""
    assert slug_of(text, "ru") == slug


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Straße nach Łódź", "de", "strasse-nach-lodz"),
        ("Ærø, Ðakota & Þór", "da", "aero-dakota-thor"),
        ("Đà Nẵng ƀɓ", "vi", "da-nang-bb"),
        ("Don’t stop", "en", "dont-stop"),
        ("DIYARBAKIR İzmir", "tr", "diyarbakir-izmir"),
        ("ｆｕｌｌ １２ ﬁ x² № 5 ½", "en", "full-12-fi-x2-no-5-1-2"),
        ("v2.0: 100% of C:\\temp/../x_y", "en", "v2-0-100-of-c-temp-x-y"),
        ("Ельцин", "en", "eltsin"),
        ("Володимир Їжак", "en", "volodymyr-yizhak"),
        ("soft\u00adhyphen", "en", "softhyphen"),
        ("???", "en", ""),
        ("", "en", ""),
    ],
)
def test_latin_letters_lose_their_diacritics(text: str, language: str, slug: str) -> None:
    """Words become ASCII, joined by single hyphens; Cyrillic names in them too."""
    assert slug_of(text, language) == slug


@pytest.mark.parametrize(
    ("text", "language", "native", "ascii_only"),
    [
        ("Търговище: щит", "bg", "търговище-щит", "targovishte-shtit"),
        ("София", "bg", "софия", "sofia"),
        ("Ђорђе Љубиша", "sr", "ђорђе-љубиша", "djordje-ljubisa"),
        ("Гомель і Ўсвяты", "be", "гомель-і-ўсвяты", "homel-i-usviaty"),
        ("Αθήνα, ευχαριστώ", "el", "αθήνα-ευχαριστώ", "athina-efcharisto"),
        ("თბილისი", "ka", "თბილისი", "tbilisi"),
        ("السَّلامُ عليكم", "ar", "السلام-عليكم", ""),
        ("שָׁלוֹם", "he", "שלום", ""),
        ("हिन्दी समाचार", "hi", "हिन्दी-समाचार", ""),
        ("日本 2020", "ja", "日本-2020", "2020"),
        ("٢٠٢٠", "ar", "٢٠٢٠", ""),
    ],
)
def test_other_scripts(text: str, language: str, native: str, ascii_only: str) -> None:
    """Other scripts keep their letters; on demand they are romanized, or dropped."""
    assert slug_of(text, language) == native
    assert slug_of(text, language, ascii_only=True) == ascii_only


def test_slugs_are_cut_at_the_end_of_a_word() -> None:
    """A long title gives whole words; a word that is too long alone is cut itself."""
    slug = slug_of("слово " * 40, "uk")
    assert slug == "-".join(["slovo"] * 13)
    assert slug_of("one two three", "en", limit=7) == "one-two"
    assert slug_of("x" * 200, "en") == "x" * 80
    assert slug_of("𠀋" * 80, "ja") == "𠀋" * 60


LANGUAGES = st.sampled_from(["uk", "ru", "en", "bg", "ar", "tr", "el", "xx", "zh-Hant"])


@given(st.text(), LANGUAGES, st.booleans(), st.integers(1, 90))
def test_a_slug_is_safe_in_an_address(
    text: str, language: str, ascii_only: bool, limit: int
) -> None:
    """Whatever the text, a slug holds letters, digits and single inner hyphens, within limits."""
    slug = slug_of(text, language, ascii_only=ascii_only, limit=limit)
    assert len(slug) <= limit
    assert len(slug.encode()) <= BYTES_LIMIT
    assert slug == slug.strip("-")
    assert "--" not in slug
    assert unicodedata.is_normalized("NFC", slug)
    assert all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in slug)
    assert not ascii_only or slug.isascii()


@given(st.text(), LANGUAGES)
def test_composition_makes_no_difference(text: str, language: str) -> None:
    """Canonically equal titles have one slug."""
    assert slug_of(unicodedata.normalize("NFD", text), language) == slug_of(text, language)


@given(st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’ -АЄ", min_size=1))
def test_ukrainian_slugs_are_ascii_and_stable(text: str) -> None:
    """A Ukrainian slug is ASCII, and its own slug."""
    slug = slug_of(text, "uk")
    assert slug.isascii()
    assert slug_of(slug, "uk") == slug
