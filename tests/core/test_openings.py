"""Intervals of a day as people write them, and those that cannot stand in one list."""

import pytest

from wallboard.core.openings import interval, interval_text, overlap_within


@pytest.mark.parametrize("text", ["09:00-17:30", "22:00-06:00", "00:00-24:00", "09:00-09:00", "23:59-24:00"])
def test_an_interval_is_read_as_it_is_written(text):
    assert interval_text(interval(*text.split("-"))) == text


@pytest.mark.parametrize("wrong", ["9", "25:00", "24:01", "09:60", "9:5", "-1:00", "a:bc", "123:00", ""])
def test_what_is_no_time_of_day_is_named(wrong):
    with pytest.raises(ValueError, match=f'"{wrong}" is no time of day'):
        interval(wrong, "17:00")


def test_no_interval_starts_at_midnight_of_the_next_day():
    with pytest.raises(ValueError, match="24:00 is no start"):
        interval("24:00", "06:00")


def test_seconds_of_an_interval_are_written_where_there_are_any():
    assert interval_text((32_401, 61_200)) == "09:00:01-17:00"


def test_intervals_that_touch_do_not_overlap():
    shifts = [interval("06:00", "14:00"), interval("14:00", "22:00"), interval("22:00", "06:00")]
    assert overlap_within(shifts) is None


def test_the_first_two_that_overlap_are_named_whatever_their_order():
    late, early, middle = interval("15:00", "18:00"), interval("09:00", "12:00"), interval("11:00", "16:00")
    assert overlap_within([late, early, middle]) == (early, middle)
