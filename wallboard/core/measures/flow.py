"""What flowed day by day: closed less opened, the backlog in days, and the slack against the stated capacity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.in_and_out import DayFlow, day_bounds_us, flow
from wallboard.core.measures.work_days import last_days, passed
from wallboard.core.worktime import WorkCalendar

Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]
Float64s = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DaysFlow:
    """The flow of the last work days, oldest first; `passed` is the part of each that has passed (today's is less)."""

    days: Int32s
    flows: tuple[DayFlow, ...]
    passed: Float64s

    @property
    def opened(self) -> int:
        """How many were opened in all of them."""
        return sum(one.opened.size for one in self.flows)

    @property
    def closed(self) -> int:
        """How many were closed, as each day knew at its end."""
        return sum(one.closed.size for one in self.flows)

    @property
    def reopened(self) -> int:
        """How many had stood closed when a day began and resumed in it."""
        return sum(one.reopened.size for one in self.flows)

    @property
    def closed_a_day(self) -> float:
        """Mean closures per work day."""
        return self.closed / float(self.passed.sum()) if self.passed.sum() else 0.0


def days_flow(book: CaseBook, mask: Bools, calendar: WorkCalendar, count: int, covered_us: int = 0) -> DaysFlow:
    """The flow of the last work days that the book knows of, today's until now.

    Days that began before `covered_us`, from which on its sources were read, are left out, today too.
    """
    days = last_days(calendar, book.at_us, count)
    if covered_us:
        days = days[calendar.belongs_from_us(days) >= covered_us]
    if book.size:  # before the first opening nothing is known: no day without work
        known = calendar.work_day_of(np.array([book.opened_us.min()], dtype=np.int64))[0]
        days = days[days >= known]
    bounds_us = (day_bounds_us(calendar, int(day), book.at_us) for day in days)
    flows = tuple(flow(book, mask, from_us, until_us) for from_us, until_us in bounds_us)
    return DaysFlow(days, flows, passed(calendar, days, book.at_us))
