"""What came in and went out on a work day, and what is usual by that time (rule 13)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_US, date_of, local_time
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import nearest_rank
from wallboard.core.worktime import NEVER_US, WorkCalendar

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

SAME_WEEKDAYS = 8
FEW_SAME_WEEKDAYS = 5
WORK_DAYS = 20
FEW_WORK_DAYS = 10
_FULL_OVER_WEEKS = 26


@dataclass(frozen=True, slots=True, eq=False)
class DayFlow:
    """What one work day brought: rows of the book opened, closed (and still so at `to_us`), and resumed.

    `opened` and `closed` are rows; `reopened` are rows that stood closed when the day began and resumed in it.
    """

    opened: Int64s
    closed: Int64s
    reopened: Int64s

    @property
    def net(self) -> int:
        """Closed less opened."""
        return self.closed.size - self.opened.size


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual counts by this time, and the net beyond whose bounds a day is unusual; `days` were looked at."""

    opened: int
    closed: int
    net: int
    net_low: int
    net_high: int
    days: int


def flow(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> DayFlow:
    """What came and went in [from, to), as known at its end: a closing counts while it has not been undone."""
    opened = np.flatnonzero(mask & (book.opened_us >= from_us) & (book.opened_us < to_us))
    stands = (book.closing_us >= from_us) & (book.closing_us < to_us) & (book.reopened_us >= to_us)
    closed = np.unique(book.closing_case[stands])
    resumed = (book.closing_us < from_us) & (book.reopened_us >= from_us) & (book.reopened_us < to_us)
    reopened = np.unique(book.closing_case[resumed])
    return DayFlow(opened, closed[mask[closed]], reopened[mask[reopened]])


def day_bounds_us(calendar: WorkCalendar, day: int, now_us: int) -> tuple[int, int]:
    """The instants that belong to a work day, [from, to), none of them after now."""
    place = int(np.searchsorted(calendar.work_days, day))
    days = calendar.work_days[place : place + 2]
    # after the last work day of a calendar that ends, all is that day's
    from_us, until_us = [*calendar.belongs_from_us(days).tolist(), calendar.last_us][:2]
    return from_us, min(until_us, now_us + 1)


def usual(
    book: CaseBook, mask: Bools, calendar: WorkCalendar, day: int, now_us: int, covered_us: int = 0
) -> Usual | None:
    """What is usual by this local time: over the last 8 same weekdays that were full work days, else over 20 work days.

    None where fewer than ten work days lie within what the book covers: not before its first opening, nor before
    `covered_us`, from which on its sources were read.
    """
    time_us = _since_midnight_us(calendar, day, now_us)
    since_us = max(int(book.opened_us.min()), covered_us) if book.size else NEVER_US
    before = calendar.work_days[calendar.work_days < day]
    covered = before[calendar.belongs_from_us(before) >= since_us] if before.size else before
    same = covered[(covered - day) % 7 == 0]
    days = same[_is_full(calendar, same)][-SAME_WEEKDAYS:]
    if days.size < FEW_SAME_WEEKDAYS:
        days = covered[-WORK_DAYS:]
        if days.size < FEW_WORK_DAYS:
            return None
    flows = [flow(book, mask, *_bounds_by(calendar, int(one), time_us)) for one in days]
    net = np.array([one.net for one in flows])
    return Usual(
        opened=_median([one.opened.size for one in flows]),
        closed=_median([one.closed.size for one in flows]),
        net=_median(net),
        net_low=nearest_rank(net, 10) or 0,
        net_high=nearest_rank(net, 90) or 0,
        days=days.size,
    )


def _median(values: list[int] | Int64s) -> int:
    return nearest_rank(np.asarray(values, dtype=np.int64), 50) or 0


def _since_midnight_us(calendar: WorkCalendar, day: int, now_us: int) -> int:
    """The time on the wall since the day's midnight, so that a night shift's late hours compare with their like."""
    zone = local_time(calendar.time_zone, date_of(day - 400), date_of(day + 400))
    midnight_us = int(zone.midnights_us(np.array([day], dtype=np.int64))[0])
    return now_us - midnight_us


def _bounds_by(calendar: WorkCalendar, day: int, time_us: int) -> tuple[int, int]:
    """The instants that belong to a work day until a time after its midnight."""
    zone = local_time(calendar.time_zone, date_of(day - 400), date_of(day + 400))
    days_on, rest_us = divmod(time_us, DAY_US)
    local_s = (day + days_on) * 86_400 + rest_us // 1_000_000
    now_us = int(zone.utc_s(np.array([local_s], dtype=np.int64))[0]) * 1_000_000 + rest_us % 1_000_000
    return day_bounds_us(calendar, day, now_us)


def _is_full(calendar: WorkCalendar, days: NDArray[np.int32]) -> Bools:
    """Work days of one weekday that no holiday or special hours shortened: as long as most in half a year before."""
    work_us = calendar.day_work_us(days)
    usual_us = [
        nearest_rank(work_us[max(0, place - _FULL_OVER_WEEKS) : place + 1], 50) or 0 for place in range(days.size)
    ]
    return work_us >= np.array(usual_us, dtype=np.int64)
