"""Where dates without a time lie in a work calendar: a date is its work day, not a midnight in somebody's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_US, SECOND_US, LocalTime, local_time
from wallboard.core.measures.filled import filled
from wallboard.core.worktime import WorkCalendar

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

NO_DAY = int(np.iinfo(np.int32).min)
"""In the place of a date where there is an instant alone."""


def days_of(column: pl.Series) -> Int32s:
    """A column of dates as days since 1970-01-01; NO_DAY for none."""
    return filled(column, NO_DAY)


def begins_us(calendar: WorkCalendar, days: NDArray[np.integer]) -> Int64s:
    """The instant at which each date begins as a work day: with its midnight in the calendar's zone, or with the end of
    the last shift of an earlier date where that is later.

    So all of the date's own shifts lie between its beginning and that of the next date, and nothing of other dates'.
    """
    # Outside of its range a calendar has no work: any instant there will do.
    near = np.clip(days, calendar.first_us // DAY_US - 1, calendar.last_us // DAY_US + 1).astype(np.int64)
    at_us = _clock(calendar).midnights_us(near)
    place = np.searchsorted(calendar.work_days, near)
    is_followed = place < calendar.work_days.size
    following = calendar.work_days[place[is_followed]]
    at_us[is_followed] = np.maximum(at_us[is_followed], calendar.belongs_from_us(following))
    return at_us


def placed_us(
    calendar: WorkCalendar, start_us: Int64s, end_us: Int64s, first_day: Int32s, last_day: Int32s
) -> tuple[Int64s, Int64s]:
    """Starts and ends (µs UTC) in a calendar: those that are dates (not NO_DAY) begin and end with their work days.

    `last_day` is included. Where a date goes with a time that comes before its work day (the night before has the
    early hours of it), both instants stand as they are: the hours that were named, rather than none.
    """
    starts_is_date, ends_is_date = first_day != NO_DAY, last_day != NO_DAY
    if not (starts_is_date.any() or ends_is_date.any()):
        return start_us, end_us
    starts, ends = start_us.copy(), end_us.copy()
    starts[starts_is_date] = begins_us(calendar, first_day[starts_is_date])
    ends[ends_is_date] = begins_us(calendar, last_day[ends_is_date].astype(np.int64) + 1)
    is_lost = (ends <= starts) & (start_us < end_us)
    return np.where(is_lost, start_us, starts), np.where(is_lost, end_us, ends)


def _clock(calendar: WorkCalendar) -> LocalTime:
    """The offsets of a calendar's zone over its whole range: the table that it was built with is at hand."""
    zone = ZoneInfo(calendar.time_zone)
    first, last = (
        datetime.fromtimestamp(at_us // SECOND_US, zone).date() for at_us in (calendar.first_us, calendar.last_us)
    )
    return local_time(calendar.time_zone, first, last)
