"""What falls due in the next work hours: the running cases by the clock hour of their due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import EPOCH_AT, HOUR_US
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import OPEN
from wallboard.core.worktime import NEVER_US, WorkCalendar

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DueHour:
    """A clock hour with work in it: from when, and the running cases whose due comes then (rows of the book).

    What falls due between this hour and the next, by another calendar, belongs to this one; what falls due before the
    first hour, to that one. `is_now` tells the hour that has begun, `is_new_day` one of a later date than the hour
    before, or than now.
    """

    from_us: int
    rows: Int64s
    is_now: bool = False
    is_new_day: bool = False


def due_hours(book: CaseBook, mask: Bools, calendar: WorkCalendar, hours: int) -> tuple[DueHour, ...]:
    """The next clock hours until so many work hours have passed, with what falls due in each; now is not in.

    The first begins now and the last ends with the last work hour.
    """
    now_us = book.at_us
    until_us = _until_us(calendar, now_us, hours)
    begins = _begins(calendar, now_us, until_us)
    running = np.flatnonzero(mask & (book.state == OPEN) & (book.due_us > now_us) & (book.due_us <= until_us))
    # a due at the full hour belongs to the hour that it ends
    place = np.maximum(np.searchsorted(np.array(begins, dtype=np.int64), book.due_us[running], side="left") - 1, 0)
    zone = ZoneInfo(calendar.time_zone)
    days = [_local(begin, zone).date() for begin in (now_us, *begins)]
    return tuple(
        DueHour(begin, running[place == number], is_now=begin == now_us, is_new_day=days[number + 1] > days[number])
        for number, begin in enumerate(begins)
    )


def _until_us(calendar: WorkCalendar, now_us: int, hours: int) -> int:
    """When so many work hours have passed."""
    worked_us = calendar.worked_at_us(now_us) + hours * HOUR_US
    until_us = int(calendar.reach_us(np.array([worked_us], dtype=np.int64))[0])
    return until_us if until_us != NEVER_US else calendar.last_us


def _begins(calendar: WorkCalendar, now_us: int, until_us: int) -> list[int]:
    """Where each clock hour with work in it begins, from now until an instant."""
    zone = ZoneInfo(calendar.time_zone)
    begins: list[int] = []
    at_us: int | None = now_us if calendar.is_open(now_us) else calendar.next_opening_us(now_us)
    while at_us is not None and at_us < until_us:
        begins.append(at_us)
        next_us = _next_hour_us(at_us, zone)
        if not calendar.is_open(next_us):
            following = calendar.next_opening_us(next_us - 1)
            next_us = max(next_us, following) if following is not None else until_us
        at_us = next_us
    return begins or [now_us]


def _next_hour_us(at_us: int, zone: ZoneInfo) -> int:
    """The next full hour on the wall."""
    local = _local(at_us, zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at_us + HOUR_US - round(past.total_seconds() * 1e6)


def _local(at_us: int, zone: ZoneInfo) -> datetime:
    return (EPOCH_AT + timedelta(microseconds=at_us)).astimezone(zone)
