"""Dates, times, months, numbers and lists."""

import subprocess
import sys

import pytest

from backfile.language.dates import (
    date_time,
    day_of_month,
    long_date,
    month_and_year,
    month_name,
    short_date,
    time_of_day,
    year_span,
)
from backfile.language.numbers import format_number, list_of

MOMENT = "2026-11-02T15:05:00+02:00"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "2 листопада 2026\u202fр."),
        ("ru", "2 ноября 2026\u202fг."),
        ("en", "November 2, 2026"),
        ("en-GB", "2 November 2026"),
        ("de", "2. November 2026"),
        ("sr-Latn", "2. novembar 2026."),
        ("eu", "2026(e)ko azaroaren 2(a)"),
        ("ja", "2026年11月2日"),
        ("ar", "2 نوفمبر 2026"),
    ],
)
def test_long_date_is_the_one_of_the_language(language: str, expected: str) -> None:
    """A date has its month in the genitive and its parts in the language's order."""
    assert long_date(MOMENT, language) == expected


def test_only_the_digits_of_the_moment_count() -> None:
    """A moment is already in the site's zone: its offset moves nothing."""
    assert long_date("2026-01-01T00:00:00+14:00", "uk") == "1 січня 2026\u202fр."
    assert time_of_day("2026-01-01T00:00:00-11:00", "uk") == "00:00"


def test_times() -> None:
    """Hours and minutes are in the language's clock."""
    assert time_of_day(MOMENT, "uk") == "15:05"
    assert time_of_day(MOMENT, "en").replace("\u202f", " ") == "3:05 PM"
    assert date_time(MOMENT, "uk") == "2 листопада 2026\u202fр., 15:05"
    assert date_time(MOMENT, "de") == "2. November 2026, 15:05"


def test_short_date_has_the_whole_year() -> None:
    """An archive spans centuries, so that two digits of a year would not do."""
    for language in ("uk", "en", "de", "pl", "zh", "ar"):
        assert "1926" in short_date("1926-03-04T00:00:00+00:00", language)
    assert short_date(MOMENT, "uk") == "02.11.2026"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "листопад 2026"),
        ("ru", "ноябрь 2026"),
        ("en", "November 2026"),
        ("es", "noviembre de 2026"),
        ("lt", "2026 m. lapkritis"),
        ("zh", "2026年11月"),
    ],
)
def test_month_and_year_stand_alone(language: str, expected: str) -> None:
    """A heading has the month in the nominative, and no mark for the year behind it."""
    assert month_and_year(2026, 11, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "2021–2025"),
        ("ru", "2021–2025"),
        ("en", "2021\u2009–\u20092025"),
        ("fa", "2021 تا 2025"),
        ("ja", "2021年～2025年"),
    ],
)
def test_years_have_the_dash_of_the_language(language: str, expected: str) -> None:
    """From the first year to the last, without a mark for years behind; one year if equal."""
    assert year_span(2021, 2025, language) == expected
    assert year_span(2021, 2021, language) == ("2021年" if language == "ja" else "2021")


def test_day_of_month() -> None:
    """The number alone, as the language writes it where no month is with it."""
    assert day_of_month("2026-11-02T00:00:00+02:00", "uk") == "2"
    assert day_of_month("2026-11-02", "ja") == "2日"


def test_capitals_for_headings() -> None:
    """A heading begins with a capital letter, the dotted one in Turkish, none in Georgian."""
    assert month_and_year(2026, 11, "uk", capital=True) == "Листопад 2026"
    assert month_name(1, "uk", capital=True) == "Січень"
    assert month_name(1, "ru") == "январь"
    assert month_name(1, "ka", capital=True) == "იანვარი"


def test_unknown_languages_are_in_english() -> None:
    """A language that CLDR lacks, or knows only by name, has English dates and numbers."""
    for language in ("xx", "tlh", "rue", "wa", "en-x-private"):
        assert long_date(MOMENT, language) == "November 2, 2026"
        assert month_and_year(2026, 11, language) == "November 2026"
        assert format_number(1234567, language) == "1,234,567"


def test_order_of_languages_does_not_matter() -> None:
    """The same text comes out whichever language was asked before."""
    code = (
        "import sys\n"
        "from backfile.language.dates import *\n"
        "from backfile.language.weeks import *\n"
        "tags = sys.argv[1].split()\n"
        "found = {t: (month_name(3, t), month_and_year(2026, 3, t),"
        " long_date('2026-03-04', t), year_span(2021, 2025, t),"
        " weekday_names_of(t)) for t in tags}\n"
        "print(ascii(sorted(found.items())))"
    )
    tags = ["he", "ar", "ar-DZ", "zh", "yo", "yo-BJ", "mn", "sv", "tr", "en", "en-AU", "uk"]
    orders = (tags, tags[::-1])
    answers = [
        subprocess.run(
            [sys.executable, "-c", code, " ".join(order)],
            capture_output=True,
            check=True,
        ).stdout
        for order in orders
    ]
    assert answers[0] == answers[1]
    assert ascii("三月").encode() in answers[0]


def test_numbers_have_the_separators_of_the_language() -> None:
    """Thousands are set apart as the language does, by no-break spaces where by spaces."""
    assert format_number(1234567, "uk") == "1\u00a0234\u00a0567"
    assert format_number(1234567, "en") == "1,234,567"
    assert format_number(1234567, "de") == "1.234.567"
    assert format_number(7, "uk") == "7"


def test_lists_end_with_the_conjunction() -> None:
    """Words are enumerated as the language does, whatever is in them."""
    assert list_of(["А", "Б", "В"], "uk") == "А, Б і В"
    assert list_of(["A", "B", "C"], "en") == "A, B, and C"
    assert list_of(["A", "B"], "de") == "A und B"
    assert list_of(["A"], "uk") == "A"
    assert list_of([], "uk") == ""
    assert list_of(["{0}", "{1}", '<a href="#">x</a>'], "uk") == '{0}, {1} і <a href="#">x</a>'
