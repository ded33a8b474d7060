"""Filters: dates, numbers, names and addresses as templates write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Link, Moment, MonthEntry, Person
from backfile.theme.filters import filters_of, focus_class, level, open_graph_locale

ORIGIN = "https://horizon.example"
NOON = Moment("2026-11-02T12:30:00+02:00", has_time=True)
DAY = Moment("2026-11-02T00:00:00+02:00", has_time=False)


def _write(name: str, language: str, *arguments: object, **options: object) -> object:
    return filters_of(language, ORIGIN)[name](None, *arguments, **options)


def test_dates_speak_the_language_of_the_page() -> None:
    """The same moment, as each language writes it; from a Moment or ISO text."""
    assert _write("long_date", "uk", NOON) == _write("long_date", "uk", NOON.iso)
    assert str(_write("long_date", "uk", NOON)).startswith("2 листопада 2026")
    assert _write("long_date", "en", NOON) == "November 2, 2026"
    assert "12:30" in str(_write("date_time", "uk", NOON))
    assert _write("month_name", "uk", MonthEntry(2026, 11, "", 1), capital=True) == "Листопад"
    assert str(_write("month_and_year", "ru", MonthEntry(2026, 11, "", 1))).startswith(
        "ноябрь 2026"
    )


def test_spans_of_years() -> None:
    """Of moments, or of what has a year, in any order; what is not there does not count."""
    first, last = Moment("2021-01-01", has_time=False), NOON
    assert _write("year_span", "uk", [first, last]) == "2021–2026"
    assert _write("year_span", "uk", [last, None, first]) == "2021–2026"
    assert _write("year_span", "uk", [MonthEntry(2026, 11, "", 1), NOON.iso]) == "2026"
    assert _write("year_span", "uk", [None]) == ""
    assert _write("day_of_month", "en", NOON) == "2"


def test_a_bare_date_shows_no_midnight() -> None:
    """Where the source gave no time, none is shown."""
    assert _write("date_time", "uk", DAY) == _write("long_date", "uk", DAY)
    assert _write("time_of_day", "uk", DAY) == ""
    assert _write("date_time", "uk", "2026-11-02") == _write("long_date", "uk", DAY)


def test_names_are_joined_as_the_language_joins_them() -> None:
    """Links where there is an address, everything escaped."""
    people = [Person("A <b>", "/a/?x&y"), Person("B", "")]
    assert _write("list_of_links", "en", people, rel="author") == (
        '<a rel="author" href="/a/?x&amp;y"><bdi>A &lt;b&gt;</bdi></a> and <bdi>B</bdi>'
    )
    assert _write("list_of_links", "en", [Link("C", "/c/")]) == '<a href="/c/"><bdi>C</bdi></a>'
    assert _write("list_of_links", "en", []) == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/ua/", "https://horizon.example/ua/"),
        ("/щ/?q=%20#я", "https://horizon.example/%D1%89/?q=%20#%D1%8F"),
        ("https://other.example/a", "https://other.example/a"),
        ("//cdn.example/a", "//cdn.example/a"),
    ],
)
def test_absolute_addresses(url: str, expected: str) -> None:
    """Site paths get scheme and host; what has them keeps them; all are ASCII."""
    assert filters_of("uk", ORIGIN)["absolute"](url) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("uk", "uk_UA"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("ru", "ru_RU"),
        ("ar", "ar_EG"),
        ("zh-Hant", "zh_TW"),
        ("es-419", "es_419"),
        ("tlh", "tlh"),
    ],
)
def test_open_graph_locale(tag: str, expected: str) -> None:
    """The tag's own territory, else the likeliest one by CLDR."""
    assert open_graph_locale(tag) == expected


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ("30% 62%", "focus-x-30 focus-y-60"),
        ("50% 0%", "focus-y-0"),
        ("50% 50%", ""),
        ("300% 100%", "focus-x-100 focus-y-100"),
        ("left top", ""),
        ("1% . %", ""),
        ("", ""),
    ],
)
def test_focus_classes(focus: str, expected: str) -> None:
    """A focus becomes class names, for which the stylesheet has rules."""
    assert focus_class(focus) == expected


@given(st.integers(0, 100), st.integers(0, 100))
def test_every_focus_has_rules(x: int, y: int) -> None:
    """No class comes out that the built-in stylesheet does not know."""
    from backfile.theme.chain import BUILT_IN

    sheet = (BUILT_IN / "default/assets/site.css").read_text(encoding="utf-8")
    for name in focus_class(f"{x}% {y}%").split():
        assert f".{name} " in sheet


@given(st.integers(-1, 10_000), st.integers(0, 10_000))
def test_levels(count: int, most: int) -> None:
    """0 for nothing, else a fifth of the most: 1 to 5, the most itself 5, and never falling."""
    found = level(count, most)
    assert (found == 0) == (count <= 0 or most == 0)
    assert 0 <= found <= 5
    if 0 < most <= count:
        assert found == 5
    assert level(count + 1, most) >= found
