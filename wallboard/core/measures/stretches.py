"""The clocks: what stretches of running, held and closed time add up to in work hours, and when a target is reached."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.worktime import NEVER_US, WorkCalendar

Int64s = NDArray[np.int64]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

OPEN, HELD, CLOSED = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Consecutive states of cases: by case and time, each beginning where the one before it ends.

    case (ascending, every case 0…n−1 has at least one), state, start_us, end_us; `worked_start_us` and
    `worked_end_us` are W of both ends in the calendar of the case.
    """

    case: Int64s
    state: Int8s
    start_us: Int64s
    end_us: Int64s
    worked_start_us: Int64s
    worked_end_us: Int64s

    @property
    def first(self) -> Int64s:
        """Where each case's stretches begin, shape (n,)."""
        is_first = np.ones(self.case.size, dtype=np.bool_)
        is_first[1:] = self.case[1:] != self.case[:-1]
        return np.flatnonzero(is_first)

    @property
    def worked_us(self) -> Int64s:
        """The work time of each stretch."""
        return self.worked_end_us - self.worked_start_us


def measured(
    case: Int64s, state: Int8s, start_us: Int64s, end_us: Int64s, calendar: Int64s, calendars: Sequence[WorkCalendar]
) -> Stretches:
    """Stretches with W of their ends; `calendar` is each case's, as an index into `calendars`."""
    of_stretch = calendar[case]
    worked_start_us, worked_end_us = np.empty_like(start_us), np.empty_like(end_us)
    for index, one in enumerate(calendars):
        chosen = slice(None) if len(calendars) == 1 else np.flatnonzero(of_stretch == index)
        worked_start_us[chosen] = one.worked_us(start_us[chosen])
        worked_end_us[chosen] = one.worked_us(end_us[chosen])
    return Stretches(case, state, start_us, end_us, worked_start_us, worked_end_us)


def lead_us(stretches: Stretches, *, runs_on_hold: bool | Bools) -> Int64s:
    """Each case's work time so far, µs: the organisation clock stops on hold, the customer clock runs on."""
    if not stretches.case.size:
        return np.empty(0, dtype=np.int64)
    return np.add.reduceat(_running_us(stretches, runs_on_hold), stretches.first)


def due_us(
    stretches: Stretches,
    need_us: Int64s,
    runs_on_hold: Bools,
    calendar: Int64s,
    calendars: Sequence[WorkCalendar],
) -> Int64s:
    """When each case's running time first reaches its need, µs UTC; NEVER_US where it does not.

    A closed case runs on from its closing, in thought: a due that passes before it re-opens stays. A case on hold
    below its need has none.
    """
    size = need_us.size
    if not size:
        return np.empty(0, dtype=np.int64)
    first = stretches.first
    running_us = _running_us(stretches, runs_on_hold)
    until_us = np.cumsum(running_us)
    before_us = until_us - running_us
    before_us -= before_us[first][stretches.case]
    rest_us = need_us[stretches.case] - before_us
    is_last = np.ones(stretches.case.size, dtype=np.bool_)
    is_last[:-1] = stretches.case[1:] != stretches.case[:-1]
    is_on = _is_running(stretches, runs_on_hold) | (stretches.state == CLOSED)
    is_hit = is_on & (rest_us > 0) & (is_last | (stretches.worked_us >= rest_us))
    index = np.where(is_hit, np.arange(is_hit.size), is_hit.size)
    hit = np.minimum.reduceat(index, first)
    result = np.full(size, NEVER_US, dtype=np.int64)
    found = np.flatnonzero(hit < is_hit.size)
    at = hit[found]
    goal_us = stretches.worked_start_us[at] + rest_us[at]
    for number, one in enumerate(calendars):
        chosen = calendar[found] == number
        result[found[chosen]] = one.reach_us(goal_us[chosen])
    return result


def _is_running(stretches: Stretches, runs_on_hold: bool | Bools) -> Bools:
    held_too = runs_on_hold if isinstance(runs_on_hold, bool) else runs_on_hold[stretches.case]
    is_running: Bools = (stretches.state == OPEN) | ((stretches.state == HELD) & held_too)
    return is_running


def _running_us(stretches: Stretches, runs_on_hold: bool | Bools) -> Int64s:
    return np.where(_is_running(stretches, runs_on_hold), stretches.worked_us, 0)
