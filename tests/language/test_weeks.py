"""Weeks: their first day, the names of days, and how a month is laid out."""

from __future__ import annotations

import pytest

from backfile.language.weeks import first_weekday_of, weekday_names_of, weeks_of


@pytest.mark.parametrize(
    ("language", "first", "names"),
    [
        ("uk", 0, ("пн", "понеділок")),
        ("ru", 0, ("пн", "понедельник")),
        ("en", 6, ("Su", "Sunday")),
        ("en-GB", 0, ("Mo", "Monday")),
        ("ar", 5, ("سبت", "السبت")),
        ("he", 6, ("א׳", "יום ראשון")),
        ("pt-PT", 6, ("dom", "domingo")),
        ("eo", 0, ("lu", "lundo")),
    ],
)
def test_weeks_begin_as_in_the_territory(language: str, first: int, names: tuple[str, str]) -> None:
    """That of the tag, else the one where most speakers are, else as in most of the world."""
    assert first_weekday_of(language) == first
    found = weekday_names_of(language)
    assert len(set(found)) == 7
    assert (found[0][0].rstrip(".").casefold(), found[0][1].casefold()) == (
        names[0].rstrip(".").casefold(), names[1].casefold(),
    )  # fmt: skip


def test_months_are_laid_out_in_whole_weeks() -> None:
    """Every day once, under its own weekday, with nothing before the first and after the last."""
    weeks = weeks_of(2025, 8, "uk")
    assert weeks[0] == [0, 0, 0, 0, 1, 2, 3]
    assert weeks[-1] == list(range(25, 32))
    assert weeks_of(2025, 8, "en")[0] == [0, 0, 0, 0, 0, 1, 2]
    assert weeks_of(2024, 2, "uk")[-1][3] == 29
