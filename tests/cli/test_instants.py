"""Instants as they are typed and written."""

import pytest

from wallboard.cli.ends import Refused
from wallboard.cli.instants import age_text, instant_us, local_text, minute_text, utc_text

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2016-04-15T12:00", "2016-04-15T11:00:00Z"),
        ("2016-04-15 12:00:30", "2016-04-15T11:00:30Z"),
        ("2016-04-15T12:00+02:00", "2016-04-15T10:00:00Z"),
        ("2016-04-15T12:00Z", "2016-04-15T12:00:00Z"),
        ("2016-01-15", "2016-01-15T00:00:00Z"),
        ("2016-04-15T12:00:00.25Z", "2016-04-15T12:00:00.250000Z"),
        ("2016-10-30T01:30", "2016-10-30T00:30:00Z"),  # exists twice: the first
        ("2016-03-27T01:30", "2016-03-27T01:30:00Z"),  # does not exist: the offset before the gap
    ],
)
def test_an_instant_is_iso_8601_in_the_zone_unless_it_has_an_offset(text, utc):
    assert utc_text(instant_us(text, LONDON)) == utc


@pytest.mark.parametrize("text", ["", "noon", "15/4/2016", "2016-13-01", "12:00"])
def test_other_text_is_refused(text):
    with pytest.raises(Refused, match="is no instant"):
        instant_us(text, LONDON)


@pytest.mark.parametrize("offset", ["+14:01", "+20:00", "-12:30", "-23:59"])
def test_an_offset_that_no_place_has_is_refused(offset):
    with pytest.raises(Refused, match=r"has an offset that no place has; they reach from -12:00 to \+14:00"):
        instant_us(f"2016-04-15T12:00{offset}", LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "1989-12-31T23:59:59Z",
        "2080-01-01T00:00:01Z",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01",
    ],
)
def test_an_instant_that_no_calendar_reaches_is_refused(text):
    with pytest.raises(Refused, match="calendars reach from 1990-01-01 to 2080-01-01"):
        instant_us(text, "Asia/Tokyo")


def test_the_ends_of_what_calendars_reach_are_instants():
    assert [utc_text(instant_us(text, LONDON)) for text in ("1990-01-01", "2080-01-01")] == [
        "1990-01-01T00:00:00Z",
        "2080-01-01T00:00:00Z",
    ]


def test_a_local_instant_has_its_offset():
    assert local_text(instant_us("2016-04-15T12:00", LONDON), LONDON) == "2016-04-15T12:00:00+01:00"


def test_people_read_an_instant_in_minutes_of_their_own_zone():
    assert minute_text(instant_us("2026-07-10T12:00:59.5Z", LONDON), LONDON) == "2026-07-10 13:00"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (2879, "47 h"), (2880, "2 d"), (9999, "6 d")]
)
def test_an_age_is_said_in_its_largest_unit(minutes, said):
    assert age_text(minutes * 60_000_000) == said
