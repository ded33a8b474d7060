"""Dates as written, in the site's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.source.moments import day_at, moment_of


@pytest.mark.parametrize(
    ("text", "iso", "has_time"),
    [
        ("2025-08-23", "2025-08-23T00:00:00+03:00", False),
        ("2025-01-23", "2025-01-23T00:00:00+02:00", False),
        ("2025-08-23T10:00", "2025-08-23T10:00:00+03:00", True),
        ("2025-08-23 10:00:59", "2025-08-23T10:00:59+03:00", True),
        ("2025-08-23T10:00:00.75", "2025-08-23T10:00:00+03:00", True),
        ("2025-08-23T10:00Z", "2025-08-23T13:00:00+03:00", True),
        ("2025-08-23t10:00:00 z", "2025-08-23T13:00:00+03:00", True),
        ("2025-08-23T10:00-0500", "2025-08-23T18:00:00+03:00", True),
        ("2025-08-23T22:30:00+01", "2025-08-24T00:30:00+03:00", True),
        # The hour that the clock skips, and the hour that it shows twice.
        ("2025-03-30T03:30", "2025-03-30T04:30:00+03:00", True),
        ("2025-10-26T03:30", "2025-10-26T03:30:00+03:00", True),
        # Kyiv kept +02:02:04 until 1924; RFC 3339 knows minutes only.
        ("1900-01-01", "1900-01-01T00:00:00+02:02", False),
        ("1900-01-01T00:00Z", "1900-01-01T02:02:00+02:02", True),
    ],
)
def test_moments_are_in_the_zone(text: str, iso: str, has_time: bool) -> None:
    """Without an offset the wall clock of the zone is meant; the offset is always shown."""
    found = moment_of(text, "Europe/Kyiv")
    assert found is not None
    moment, instant_us = found
    assert (moment.iso, moment.has_time) == (iso, has_time)
    shown = datetime.fromisoformat(iso).timestamp()
    assert instant_us // 1_000_000 == shown


def test_instants_keep_microseconds() -> None:
    """Two articles of one second keep their order."""
    found = moment_of("1970-01-01T00:00:00.0000015Z", "UTC")
    assert found is not None
    assert found[1] == 1


@pytest.mark.parametrize(
    "text",
    [
        *("2024-13-45", "2025-02-29", "2025-8-3", "23.08.2025", "yesterday", "", "2025", "2025-08"),
        *("2025-08-23T", "2025-08-23T25:00", "2025-08-23T10", "2025-08-23T10:00:60", "2025-08-23Z"),
        *("2025-08-23T10:00+24:00", "2025-08-23T10:00+03:60", "2025-08-23T10:00 Europe/Kyiv"),
        *("0000-01-01", "٢٠٢٥-٠٨-٢٣", "0001-01-01T00:00+14:00", "2025-08-23\n"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    """A wrong form, an impossible day and an instant beyond the calendar are no dates."""
    assert moment_of(text, "Europe/Kyiv") is None


def test_a_zone_without_midnight_keeps_the_day() -> None:
    """Where the clock skips midnight, a bare date is still that day."""
    found = moment_of("2023-04-28", "Africa/Cairo")
    assert found is not None
    assert found[0].machine == "2023-04-28"
    assert day_at(found[1], "Africa/Cairo") == 28


@given(
    st.datetimes(min_value=datetime(1925, 1, 1), max_value=datetime(2100, 1, 1)),
    st.sampled_from(["Europe/Kyiv", "America/New_York", "Asia/Kolkata", "UTC"]),
)
def test_moments_agree_with_their_instant(wall: datetime, zone: str) -> None:
    """What is shown and what is sorted by are the same instant, to the second."""
    found = moment_of(wall.isoformat(), zone)
    assert found is not None
    expected = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=found[1])
    assert instant == expected
    assert datetime.fromisoformat(found[0].iso) == expected.replace(microsecond=0)
    assert day_at(found[1], zone) == int(found[0].iso[8:10])
