"""Rule 5: when a closed case resumes, and when its return is a new case; the re-open rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wallboard.core.worktime import NEVER_US, WorkCalendar

if TYPE_CHECKING:
    from wallboard.core.measures.book import CaseBook

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

RETURN_WORK_DAYS = 5


def late_returns(closed_us: Int64s, reopened_us: Int64s, calendar: Int64s, calendars: Sequence[WorkCalendar]) -> Bools:
    """Which returns come after the fifth work day that follows the work day of the closing."""
    days_between = np.zeros(closed_us.size, dtype=np.int64)
    for index, one in enumerate(calendars):
        chosen = np.flatnonzero(calendar == index)
        closed = np.searchsorted(one.work_days, one.work_day_of(closed_us[chosen]))
        back = np.searchsorted(one.work_days, one.work_day_of(reopened_us[chosen]))
        days_between[chosen] = back - closed
    return days_between > RETURN_WORK_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class Closings:
    """Every entry into closed within a window: its case (row of the book), and whether the case has resumed since."""

    rows: Int64s
    is_reopened: Bools

    @property
    def reopened(self) -> int:
        """How many of the closings were undone within rule 5's limit."""
        return int(np.count_nonzero(self.is_reopened))


def closings(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> Closings:
    """The closings in [from, to], both ends in, of the cases of a mask; two of one case are two."""
    chosen = (book.closing_us >= from_us) & (book.closing_us <= to_us) & mask[book.closing_case]
    return Closings(book.closing_case[chosen], book.reopened_us[chosen] != NEVER_US)
