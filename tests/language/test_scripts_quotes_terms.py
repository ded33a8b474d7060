"""Scripts of languages, quotation marks, equal terms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.language.locales import script_of
from backfile.language.quotes import quote_marks_of
from backfile.language.terms import term_key_of


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("uk", "Cyrl"),
        ("en", "Latn"),
        ("ar", "Arab"),
        ("he", "Hebr"),
        ("ka", "Geor"),
        ("sr-Latn", "Latn"),
        ("az-Arab", "Arab"),
        ("zh-Hant-TW", "Hant"),
        ("zz", "Latn"),
        ("uk-x-arab", "Cyrl"),
        ("mul", "Latn"),
    ],
)
def test_scripts(tag: str, script: str) -> None:
    """A language is written in the script that it names, else in its usual one."""
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("tag", "marks"),
    [
        ("uk", "«»„“"),
        ("ru", "«»„“"),
        ("en", "“”‘’"),
        ("en-GB", "“”‘’"),
        ("de", "„“‚‘"),
        ("de-CH", "«»‹›"),
        ("pl", "„”«»"),
        ("ar", "”“’‘"),
        ("fr", "«»“”"),
        ("zh-Hant-TW", "「」『』"),
        ("zh", "“”‘’"),
        ("sr-Latn", "„“‘‘"),
        ("xx", "“”‘’"),
    ],
)
def test_quotation_marks(tag: str, marks: str) -> None:
    """A language has its own marks, a region those of the language unless it differs."""
    assert quote_marks_of(tag) == tuple(marks)


def test_equal_terms() -> None:
    """Case, composition, apostrophes and whitespace do not make two terms of one."""
    assert term_key_of("Театр") == term_key_of("  театр ")
    assert term_key_of("Здоров'я") == term_key_of("здоров’я") == term_key_of("ЗДОРОВʼЯ")
    assert term_key_of("Йога") == term_key_of(unicodedata.normalize("NFD", "йога"))
    assert term_key_of("Straße") == term_key_of("STRASSE")
    assert term_key_of("нова\u00a0 пошта") == "нова пошта"
    assert term_key_of("гора") != term_key_of("ґора")


@given(st.text())
def test_a_term_key_is_its_own_key(text: str) -> None:
    """Keys are stable: the key of a key is itself, and it is in NFC."""
    key = term_key_of(text)
    assert term_key_of(key) == key
    assert unicodedata.is_normalized("NFC", key)


@given(st.text())
def test_term_keys_see_no_case_and_no_composition(text: str) -> None:
    """Canonically equal texts, and texts that differ in case folding, are one term."""
    assert term_key_of(unicodedata.normalize("NFD", text)) == term_key_of(text)
    assert term_key_of(text.casefold()) == term_key_of(text)
