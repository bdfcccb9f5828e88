"""Rule 1: on time is counted over the cases that fell due; and the weeks of rule 7."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_US, date_of, local_time
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import CLOSED, History
from wallboard.core.measures.settle import settle
from wallboard.core.scope import Where

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

WEEKS = 12
_THURSDAY = 3  # the weekday of 1970-01-01, from which days are counted; Monday is 0


@dataclass(frozen=True, slots=True, eq=False)
class FellDue:
    """The cases whose due lies in a window: rows of the book, and of each whether it was on time or is undecided."""

    rows: Int64s
    is_on_time: Bools
    is_undecided: Bools

    @property
    def numerator(self) -> int:
        """How many were closed within their target."""
        return int(np.count_nonzero(self.is_on_time))

    @property
    def undecided(self) -> int:
        """How many stand exactly at their target while their calendar is shut."""
        return int(np.count_nonzero(self.is_undecided))

    @property
    def denominator(self) -> int:
        """How many fell due and are decided."""
        return self.rows.size - self.undecided


def fell_due(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> FellDue:
    """The cases of a mask whose due lies in [from, to], both ends in."""
    rows = np.flatnonzero(mask & (book.due_us >= from_us) & (book.due_us <= to_us))
    is_shut = np.array([not calendar.is_open(book.at_us) for calendar in book.calendars], dtype=np.bool_)
    is_undecided = book.is_open[rows] & (book.lead_us[rows] == book.need_us[rows]) & is_shut[book.calendar[rows]]
    is_on_time = (book.state[rows] == CLOSED) & (book.lead_us[rows] <= book.need_us[rows])
    return FellDue(rows, is_on_time, is_undecided)


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """A finished week's figure as known at its end: the Monday (days since 1970-01-01), and who fell due in it."""

    begins: int
    book: CaseBook
    due: FellDue

    @property
    def week_on(self) -> str:
        """The week's Monday, ISO."""
        return date_of(self.begins).isoformat()

    @property
    def denominator(self) -> int:
        """How many fell due; the undecided count as missed."""
        return self.due.rows.size


def this_monday(time_zone: str, now_us: int) -> int:
    """The Monday of the present week in a zone, as days since 1970-01-01."""
    on = date_of(now_us // DAY_US)
    day = local_time(time_zone, on - timedelta(days=400), on + timedelta(days=400)).day_at(now_us)
    return day - (day + _THURSDAY) % 7


def finished_weeks(history: History, where: Where, monday: int, count: int = WEEKS) -> tuple[Week, ...]:
    """The last weeks before a Monday, each as known at its end, oldest first; they run Monday to Sunday in the
    organisation's zone."""
    begins = [monday - 7 * back for back in range(count, 0, -1)]
    zone = local_time(history.organisation.time_zone, date_of(begins[0]), date_of(monday))
    edges_us = zone.midnights_us(np.array([*begins, monday], dtype=np.int64)).tolist()
    weeks = []
    for begin, from_us, until_us in zip(begins, edges_us[:-1], edges_us[1:], strict=True):
        # a row or a due at Monday's midnight is the new week's
        book = settle(history, until_us - 1)
        weeks.append(Week(begin, book, fell_due(book, selected(book, where), from_us, until_us - 1)))
    return tuple(weeks)
