"""Rule 5: when a closed case resumes, and when its return is a new case."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wallboard.core.worktime import WorkCalendar

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
