"""When the demo company works: hours and holidays in England, weeks as blocks, local times as instants."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np

from wallboard.core.local_time import DAY_S, SECOND_US, LocalTime, date_of, local_time
from wallboard.core.openings import HoursRule, interval
from wallboard.core.worktime import NEVER_US, WorkCalendar
from wallboard.sources.demo_company.chance import Floats, Int64s

TIME_ZONE: Final = "Europe/London"
WEEK_DAYS: Final = 7
FRIDAY: Final = 4

_FIRST_ON: Final = date(2013, 1, 1)
_LAST_ON: Final = date(2063, 1, 1)
_A_MONDAY: Final = 4  # 1970-01-05, in days since 1970-01-01
_LONG_DAY: Final = (interval("09:00", "17:30"),)
_FRIDAY_HOURS: Final = (interval("09:00", "16:00"),)

# Dates that a proclamation moved or added; the first of each pair is what the rules below would give.
_MOVED: Final = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
_ADDED: Final = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))


@lru_cache(maxsize=1)
def office() -> WorkCalendar:
    """The company's calendar: Mon-Thu 09:00-17:30, Fri 09:00-16:00, closed on England's bank holidays."""
    week = (_LONG_DAY, _LONG_DAY, _LONG_DAY, _LONG_DAY, _FRIDAY_HOURS, (), ())
    years = range(_FIRST_ON.year, _LAST_ON.year)
    holidays = [on for year in years for on in bank_holidays(year)]
    rules = [HoursRule(None, week)]
    return WorkCalendar("demo", TIME_ZONE, rules, holidays=holidays, first_on=_FIRST_ON, last_on=_LAST_ON)


def bank_holidays(year: int) -> Iterator[date]:
    """The bank holidays of England in a year; one at a weekend is taken on the next free weekday."""
    yield _monday_from(date(year, 1, 1)) if date(year, 1, 1).weekday() > FRIDAY else date(year, 1, 1)
    easter = _easter(year)
    yield easter - timedelta(days=2)
    yield easter + timedelta(days=1)
    for on in (
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    ):
        yield _MOVED.get(on, on)
    weekday = date(year, 12, 25).weekday()
    yield date(year, 12, {5: 27, 6: 27}.get(weekday, 25))
    yield date(year, 12, {4: 28, 5: 28}.get(weekday, 26))
    yield from (on for on in _ADDED if on.year == year)


def week_of(at_us: int) -> int:
    """The block in which an instant lies: weeks since Monday 1970-01-05, UTC (nothing begins at night)."""
    return (at_us // (DAY_S * SECOND_US) - _A_MONDAY) // WEEK_DAYS


def days_of(week: int) -> Int64s:
    """The seven dates of a block, Monday first, as days since 1970-01-01."""
    return np.arange(WEEK_DAYS, dtype=np.int64) + (week * WEEK_DAYS + _A_MONDAY)


def starts_us(week: int) -> int:
    """The instant at which a block begins."""
    return int(days_of(week)[0]) * DAY_S * SECOND_US


def is_work_day(days: Int64s) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether the company works on each date (days since 1970-01-01)."""
    return np.isin(days, office().work_days)


def local_us(days: Int64s, hours: Floats | float) -> Int64s:
    """Instants of local times: dates with hours since midnight, to the second."""
    local_s = days * DAY_S + np.rint(np.asarray(hours) * 3600).astype(np.int64)
    return _clock().utc_s(local_s) * SECOND_US


def later_us(at_us: Int64s, hours: Floats | float) -> Int64s:
    """The instants by which so many work hours, to the second, have passed since others; not before those."""
    need_us = np.rint(np.asarray(hours) * 3600).astype(np.int64) * SECOND_US
    reached_us = office().reach_us(office().worked_us(at_us) + need_us)
    return np.where(at_us == NEVER_US, NEVER_US, np.maximum(reached_us, at_us))


def month_and_day(day: int) -> tuple[int, int]:
    """The month and the day of the month of a date."""
    on = date_of(day)
    return on.month, on.day


@lru_cache(maxsize=1)
def _clock() -> LocalTime:
    return local_time(TIME_ZONE, _FIRST_ON, _LAST_ON)


def _monday_from(on: date) -> date:
    """The first Monday on or after a date."""
    return on + timedelta(days=-on.weekday() % WEEK_DAYS)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, "Astronomical Algorithms", chapter 8)."""
    century, of_century = divmod(year, 100)
    leap_centuries, centuries_left = divmod(century, 4)
    moon_shift = (8 * century + 13) // 25
    epact = (19 * (year % 19) + century - leap_centuries - moon_shift + 15) % 30
    leaps, years_left = divmod(of_century, 4)
    to_sunday = (32 + 2 * centuries_left + 2 * leaps - epact - years_left) % 7
    correction = (year % 19 + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
