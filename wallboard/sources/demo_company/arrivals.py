"""When cases reach the demo company: most in the morning, some mail at night and at weekends."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from wallboard.sources.demo_company.chance import Chance, Curve, Floats, Int64s
from wallboard.sources.demo_company.office import (
    FRIDAY,
    WEEK_DAYS,
    days_of,
    is_work_day,
    local_us,
    month_and_day,
)
from wallboard.sources.demo_company.staff import CSRS, absences, bad_days

_BY_WEEKDAY: Final = (138.0, 130.0, 125.0, 123.0, 99.0, 9.0, 8.0)
_ON_A_DAY_OFF: Final = 10.0
_BAD_DAY: Final = 1.3
_BETWEEN_THE_YEARS: Final = 0.55

# Share of a day's cases that have come by a local hour.
_WORK_DAY: Final[Curve] = (
    (0.0, 5.5), (0.03, 7.5), (0.10, 9.0), (0.26, 10.2), (0.40, 11.2), (0.50, 12.4), (0.57, 13.4),
    (0.73, 14.8), (0.87, 16.2), (0.94, 17.5), (1.0, 22.8),
)  # fmt: skip
_FRIDAY: Final[Curve] = (
    (0.0, 5.5), (0.03, 7.5), (0.12, 9.0), (0.30, 10.2), (0.46, 11.2), (0.58, 12.4), (0.66, 13.4),
    (0.83, 14.8), (0.93, 16.0), (1.0, 22.8),
)  # fmt: skip
_DAY_OFF: Final[Curve] = ((0.0, 6.5), (0.5, 13.0), (1.0, 22.8))


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """The cases born in a week, in order: their instants, and the load of the company then (1: as ever)."""

    born_us: Int64s
    load: Floats


def arrivals(seed: int, week: int) -> Arrivals:
    """The births of a week."""
    chance = Chance(seed, f"arrivals {week}")
    counts = _counts(chance, seed, week)
    weekday = np.repeat(np.arange(WEEK_DAYS), counts)
    is_open = is_work_day(days_of(week))
    hours = np.empty(weekday.size)
    for curve, days in (
        (_WORK_DAY, is_open & (np.arange(WEEK_DAYS) < FRIDAY)),
        (_FRIDAY, is_open & (np.arange(WEEK_DAYS) == FRIDAY)),
        (_DAY_OFF, ~is_open),
    ):
        is_such = days[weekday]
        hours[is_such] = chance.along("hour", curve, weekday.size)[is_such]
    born_us = local_us(days_of(week)[weekday], hours)
    order = np.argsort(born_us, kind="stable")
    return Arrivals(born_us[order], load(seed, week)[weekday[order]])


def load(seed: int, week: int) -> Floats:
    """How long work takes compared with an ordinary day, for cases born on each day of a week, shape (7,).

    It swells and ebbs over weeks, and rises with people away and on bad days.
    """
    swell = sum(
        share * float(Chance(seed, f"days {week + ahead}").draws("swell", 1)[0])
        for ahead, share in ((-1, 0.2), (0, 0.6), (1, 0.2))
    )
    away = absences(seed, week).is_away[: len(CSRS)].mean(axis=0)
    slowness: Floats = 0.76 + 0.37 * swell + 0.35 * away + 0.12 * bad_days(seed, week)
    return slowness


def _counts(chance: Chance, seed: int, week: int) -> Int64s:
    """How many cases come on each day of a week."""
    days = days_of(week)
    is_open = is_work_day(days)
    usual = np.where(is_open, _BY_WEEKDAY, np.minimum(_BY_WEEKDAY, _ON_A_DAY_OFF))
    follows_a_day_off = is_open & ~is_work_day(days - 1) & (np.arange(WEEK_DAYS) > 0)
    rise = np.where(follows_a_day_off, 1.15, 1.0) * np.where(bad_days(seed, week), _BAD_DAY, 1.0)
    quiet = [_BETWEEN_THE_YEARS if month_and_day(int(day)) in _QUIET else 1.0 for day in days]
    luck = chance.along("count", ((0, 0.84), (0.25, 0.95), (0.75, 1.05), (1, 1.16)), WEEK_DAYS)
    counts: Int64s = np.rint(usual * rise * quiet * luck).astype(np.int64)
    return counts


_QUIET: Final = frozenset({*((12, day) for day in range(24, 32)), (1, 1), (1, 2)})
