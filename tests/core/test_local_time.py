"""The offsets of time zones as arrays say the same as zoneinfo."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.core.local_time import DAY_S, DAY_US, date_of, day_in, day_of, local_time

FIRST_ON, LAST_ON = date(1990, 1, 1), date(2080, 1, 1)
ODD = [
    "Africa/Casablanca",  # two hours of change within a month
    "America/Recife",  # a summer of one week in 2000
    "America/Sao_Paulo",  # no midnight in spring
    "America/St_Johns",  # changed a minute past midnight until 2011
    "Asia/Gaza",  # a winter of one week in some years to come
    "Asia/Kathmandu",  # +05:45
    "Australia/Lord_Howe",  # half an hour
    "Europe/London",
    "Pacific/Apia",  # skipped a date
    "UTC",
]


def epoch_s(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


@pytest.mark.parametrize("name", ODD)
def test_every_local_half_day_of_ninety_years_is_the_instant_that_zoneinfo_says(name):
    local_s = np.arange(day_of(FIRST_ON) * DAY_S, day_of(LAST_ON) * DAY_S, DAY_S // 2, dtype=np.int64)
    zone, begin = ZoneInfo(name), datetime.combine(FIRST_ON, time())
    expected = [epoch_s((begin + timedelta(hours=12 * n)).replace(tzinfo=zone)) for n in range(local_s.size)]
    assert local_time(name, FIRST_ON, LAST_ON).utc_s(local_s).tolist() == expected


@pytest.mark.parametrize("later", range(8))
def test_a_summer_of_one_week_is_found_from_wherever_the_range_begins(later):
    clock = local_time("America/Recife", date(2000, 6, 1) + timedelta(days=later), date(2001, 1, 1))
    assert clock.changes_s.tolist() == [970_974_000, 971_575_200]


@given(st.sampled_from(ODD), st.data())
def test_every_minute_around_a_change_is_the_instant_that_zoneinfo_says(name, data):
    clock = local_time(name, FIRST_ON, LAST_ON)
    change_s = data.draw(st.sampled_from([*clock.changes_s.tolist(), 0]))
    local_s = change_s + data.draw(st.integers(-15 * 60, 15 * 60)) * 60
    local = datetime(1970, 1, 1) + timedelta(seconds=local_s)  # noqa: DTZ001  the zone follows
    if FIRST_ON <= local.date() < LAST_ON:
        expected = epoch_s(local.replace(tzinfo=ZoneInfo(name)))
        assert clock.utc_s(np.array([local_s])).tolist() == [expected]


@pytest.mark.parametrize("name", [name for name in ODD if name != "America/St_Johns"])
def test_an_instant_lies_on_the_local_date_that_zoneinfo_says(name):
    clock, zone = local_time(name, FIRST_ON, LAST_ON), ZoneInfo(name)
    around = [int(change_s) + beside for change_s in clock.changes_s for beside in (-1, 0, 3599, 3600, 86_399)]
    for at_s in around:
        assert date_of(clock.day_at(at_s * 1_000_000)) == datetime.fromtimestamp(at_s, zone).date(), at_s


def test_a_midnight_that_exists_twice_is_the_first():
    first_us = local_time("America/St_Johns", FIRST_ON, LAST_ON).midnights_us(np.array([day_of(date(2010, 11, 7))]))
    assert first_us.tolist() == [epoch_s(datetime(2010, 11, 7, 2, 30, tzinfo=UTC)) * 1_000_000]


def test_a_skipped_date_has_no_length():
    days = np.arange(day_of(date(2011, 12, 29)), day_of(date(2012, 1, 2)))
    lengths_us = np.diff(local_time("Pacific/Apia", FIRST_ON, LAST_ON).midnights_us(days))
    assert (lengths_us // DAY_US).tolist() == [1, 0, 1]


def test_an_unknown_zone_is_named():
    with pytest.raises(ZoneInfoNotFoundError, match="Europe/Londen"):
        local_time("Europe/Londen", FIRST_ON, LAST_ON)


def test_the_date_of_an_instant_is_that_of_its_zone() -> None:
    sunday = day_of(date(2026, 3, 1))
    late_us = epoch_s(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) * 1_000_000
    assert [day_in(zone, late_us) - sunday for zone in ("America/Sao_Paulo", "Europe/London", "Europe/Berlin")] == [
        0,
        0,
        1,
    ]
