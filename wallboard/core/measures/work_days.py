"""The last work days, and how much of each has passed: what a mean per work day divides by."""

import numpy as np
from numpy.typing import NDArray

from wallboard.core.worktime import WorkCalendar

Int32s = NDArray[np.int32]
Float64s = NDArray[np.float64]


def last_days(calendar: WorkCalendar, now_us: int, count: int) -> Int32s:
    """The last work days, oldest first; today, or the last work day, is the last of them."""
    place = int(np.searchsorted(calendar.work_days, calendar.today(now_us).day))
    return calendar.work_days[max(0, place - count + 1) : place + 1]


def passed(calendar: WorkCalendar, days: Int32s, now_us: int) -> Float64s:
    """Of each work day the part of its work time that has passed, 0 to 1.

    A mean per work day that took a morning for a whole day would be a twentieth too low, every morning.
    """
    begins = calendar.belongs_from_us(days)
    ends = np.append(begins[1:], now_us)
    worked = calendar.worked_us(np.minimum(ends, now_us)) - calendar.worked_us(np.minimum(begins, now_us))
    whole = calendar.day_work_us(days)
    share: Float64s = np.divide(worked, whole, out=np.ones(days.size), where=whole > 0)
    share.clip(0.0, 1.0, out=share)
    return share
