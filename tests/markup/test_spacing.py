"""Spaces at which no line ends: which ones, in which languages, and nothing else."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.rendering import QUOTES, render, show_markers

from backfile.language.spacing import spacing_of

UKRAINIAN = [
    ("Ми з ним у місті", "Ми з~ним у~місті"),
    ("В Одесі й у Львові", "В~Одесі й~у~Львові"),
    ("(а я — і ти) «о котрій» та від", "(а~я~— і~ти) «о~котрій» та від"),
    ("слово — слово – слово - слово -- слово", "слово~— слово~– слово - слово -- слово"),
    ("2021–2025 рр., 2 листопада 2026 р.", "2021–2025~рр., 2 листопада 2026~р."),
    ("№ 5, § 12 і №5", "№~5, §~12 і~№5"),
    ("10 000 грн, 5 км, 3,5 кг, 7 %, -4 °C", "10~000~грн, 5~км, 3,5~кг, 7~%, -4~°C"),
    ("20 тис. людей, 5 млн, 5 млнів", "20~тис. людей, 5~млн, 5 млнів"),
    ("Т. Шевченко і Т. Г. Шевченко, Т.Г. Шевченко", "Т.~Шевченко і~Т.~Г.~Шевченко, Т.Г.~Шевченко"),
    ("у США. Вони", "у~США. Вони"),
    ("рік 2025 100 людей", "рік 2025 100 людей"),
    ("слово в\nмісті\n— так\nце", "слово в~місті~— так\nце"),
    ("*в* місті, **у** [Києві](a.md)", "<em>в</em>~місті, <strong>у</strong>~{A0}Києві{Z0}"),
    ("слово *— так*, 5 **км**", "слово~<em>— так</em>, 5~<strong>км</strong>"),
    ("Кирил*л*а дума", "Кирил<em>л</em>а дума"),
    ("по-в місту, слова́ і мʼя з а", "по-в місту, слова́ і~мʼя з~а"),
]
RUSSIAN = [
    ("Мы с ним в городе и к нему", "Мы с~ним в~городе и~к~нему"),
    ("в 1990 г. — 5 руб., XX в. и 20 в.", "в~1990~г.~— 5~руб., XX в. и~20~в."),
    ("А. С. Пушкин", "А.~С.~Пушкин"),
    ("й з я", "й з я"),
]
FRENCH = [
    ("Quoi ? Oui ! « Bien » : voilà ; fin", "Quoi~? Oui~! «~Bien~»~: voilà~; fin"),
    ("Quoi? à la fin", "Quoi? à la fin"),
]
AS_WRITTEN = [
    "`в місті — 5 км`",
    "    в місті — 5 км",
    "```\nв місті — 5 км\n```",
    '[x](//a.example/в "в місті — 5 км")',
    "![в місті](a.jpg)",
    "<https://a.example/в>",
    "в  місті",
    "слово  — слово",
    "слово  \n— слово",
    "в  \nмісті",
    "Слово",
]


def show(text: str, language: str) -> str:
    """Render *text*; no-break spaces are shown as `~`."""
    written = render(text, language, spacing=spacing_of(language))[0].html
    return show_markers(re.sub("[\u00a0\u202f]", "~", written)).removesuffix("\n")


def paragraph(text: str, language: str) -> str:
    """Render *text*, which is one paragraph."""
    return show(text, language).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(("text", "expected"), UKRAINIAN)
def test_ukrainian(text: str, expected: str) -> None:
    """One-letter words, dashes, numbers, signs and initials, across line ends and markup."""
    assert paragraph(text, "uk") == expected


@pytest.mark.parametrize(("text", "expected"), RUSSIAN)
def test_russian(text: str, expected: str) -> None:
    """The same rules with other words and other abbreviations."""
    assert paragraph(text, "ru") == expected


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french(text: str, expected: str) -> None:
    """A narrow space before high punctuation and in quotes, where a space is written."""
    assert paragraph(text, "fr") == expected
    assert "\u202f" in render(FRENCH[0][0], "fr", spacing=spacing_of("fr"))[0].html


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_some_spaces_stay_as_written(text: str) -> None:
    """Code, addresses, titles, alternative texts, hard breaks and runs of spaces are data."""
    bound, plain = (render(text, spacing=rules)[0] for rules in (spacing_of("uk"), None))
    assert bound == plain


def test_raw_html_is_left_alone() -> None:
    """Attributes and blocks of raw HTML keep their spaces."""
    text = '<div title="в місті">\nв місті — 5 км\n</div>\n\nа <b title="в місті">в</b> місті\n'
    written = render(text, html=True, spacing=spacing_of("uk"))[0].html
    assert written.count("\u00a0") == 2
    assert '<div title="в місті">\nв місті — 5 км\n</div>' in written
    assert '<p>а\u00a0<b title="в місті">в</b>\u00a0місті</p>' in written


@pytest.mark.parametrize("language", ["en", "de", "ar", "ja", "pl"])
def test_other_languages_have_no_such_rules(language: str) -> None:
    """Only what is known of a language is done to its texts."""
    assert spacing_of(language) is None


@pytest.mark.parametrize("language", ["uk-UA", "ru-UA", "fr-CA"])
def test_regional_tags_have_the_rules_of_their_language(language: str) -> None:
    """A tag with a region is in the same language."""
    assert spacing_of(language) is spacing_of(language[:2])


def test_summaries_and_ids_keep_their_spaces() -> None:
    """The first paragraph as plain text, and the id of a heading, are not typeset."""
    body = render("## А в місті — 5 км\n\nВ місті\nй у селі — 5 км.\n", spacing=spacing_of("uk"))[0]
    assert body.first_paragraph == "В місті й у селі — 5 км."
    assert 'id="а-в-місті-5-км"' in body.html
    assert body.html.count("\u00a0") == 9


WORDS = ["в", "У", "і", "слово", "США.", "Т.", "Шевченко", "5", "10", "000", "км", "р.", "№", "%",
         "—", "–", "-", "«а", "(з", "*в*", "**5**", "[у](a.md)", "`в км`", "\\", "&amp;", "<", '"',
         "в\u00a0", ".", "в,", "́", "x"]  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", "\n", "  ", ""])))


def spaces_apart(text: str) -> str:
    """Make all spaces of *text* equal."""
    return re.sub("[ \n\u00a0\u202f]", " ", text)


@given(TEXTS, st.sampled_from(["uk", "ru", "fr"]))
def test_a_space_takes_the_place_of_a_space(pieces: list[tuple[str, str]], language: str) -> None:
    """Whatever is written, nothing but spaces and line ends within paragraphs can change."""
    text = "".join(map("".join, pieces))
    bound, plain = (
        render(text, language, spacing=rules)[0] for rules in (spacing_of(language), None)
    )
    assert spaces_apart(bound.html) == spaces_apart(plain.html)
    assert bound.html.count("\u00a0") >= plain.html.count("\u00a0")
    assert (bound.links, bound.images, bound.first_paragraph) == (
        plain.links, plain.images, plain.first_paragraph
    )  # fmt: skip


LETTERS = st.text(st.sampled_from("вуАТслово5 10.,—–№§(«»:!?\n"), max_size=60)


@given(LETTERS, st.sampled_from(["uk", "ru", "fr"]))
def test_what_is_bound_stays_bound(text: str, language: str) -> None:
    """To do it again changes nothing: the text that came out is one that needs nothing."""
    once = render(text, language, spacing=spacing_of(language))[0].html
    inner = [html.unescape(found) for found in re.findall("<p>(.*?)</p>", once, re.DOTALL)]
    for written in inner:
        if "\n" not in written and not re.match(r"\s|[0-9]+\. |<", written):
            again = render(written, language, spacing=spacing_of(language))[0].html
            assert html.unescape(again) == f"<p>{written}</p>\n"


@given(st.text(st.sampled_from("абвгдежзклмнопрстюшщьґ,.;: -"), max_size=80))
def test_a_text_without_the_signs_stays(text: str) -> None:
    """Words of two letters and more, joined by spaces, are left as they are."""
    text = re.sub(r"(?<!\w)\w(?!\w)", "слово", text)
    bound, plain = (render(text, spacing=rules)[0].html for rules in (spacing_of("uk"), None))
    assert bound == plain


@pytest.mark.parametrize(
    "unit", [" ", "в ", " —", "5 ", "Т. ", "№ ", "в\n", "*в* ", "0 000 ", "— "]
)
@pytest.mark.parametrize("language", ["uk", "fr"])
def test_spaces_take_linear_time(unit: str, language: str) -> None:
    """64 KB of anything take well under a second."""
    assert language in QUOTES
    text = "а" + unit * (65_536 // len(unit))
    start = time.process_time()
    render(text, language, spacing=spacing_of(language))
    assert time.process_time() - start < 4
