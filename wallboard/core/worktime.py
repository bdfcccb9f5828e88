"""WorkCalendar: work hours between instants, due instants and work days, on arrays of UTC instants."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import EPOCH_AT, date_of, day_of, local_time
from wallboard.core.openings import HoursRule, Interval, shifts_of

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]

NEVER_US: Final = int(np.iinfo(np.int64).max)
"""The instant that lies beyond the calendar's range."""

NEVER_DAY: Final = int(np.iinfo(np.int32).max)
"""The work day of an instant after the last work day of the range."""

_NO_SPECIAL: Final[Mapping[date, Sequence[Interval]]] = MappingProxyType({})


class Today(NamedTuple):
    """What panels headed "today" show."""

    day: int
    """The work day of the present instant, or the last work day; days since 1970-01-01."""

    is_work_day: bool
    """False on a date without a shift, when nothing that began before is still running."""


class NoWorkDay(ValueError):
    """A calendar has no work day until a date: its hours begin later."""

    def __init__(self, calendar: str, on: date) -> None:
        super().__init__(f"calendar {calendar} has no work day until {on}")
        self.calendar = calendar
        self.on = on


class WorkCalendar:
    """When work is done: opening intervals per weekday with dates in force, holidays, special dates.

    Instants are whole µs since 1970-01-01 UTC, in int64 arrays of any one shape; days are days since
    1970-01-01. Everything rests on W(t), the work time from `first_us` to t: the hours between two instants
    are a difference of W, and a due instant is its inverse.

    rules: hours with their dates in force; on dates before the first rule nothing is open.
    holidays, closed: dates whose local 00:00-24:00 is removed. `special`: dates with hours of their own,
    which win.
    holidays_until: the last date that the list of holidays covers, for whoever has to warn.
    first_on, last_on: the range of dates, the last exclusive. Outside of it nothing is open.

    Raises ValueError for intervals of one list that overlap and for two rules in force from the same date,
    ZoneInfoNotFoundError for an unknown time zone.
    """

    def __init__(  # noqa: PLR0913  a calendar is what its configuration says, each part by its name
        self,
        name: str,
        time_zone: str,
        rules: Sequence[HoursRule],
        *,
        holidays: Iterable[date] = (),
        closed: Iterable[date] = (),
        special: Mapping[date, Sequence[Interval]] = _NO_SPECIAL,
        holidays_until: date | None = None,
        first_on: date = date(1990, 1, 1),
        last_on: date = date(2080, 1, 1),
    ) -> None:
        self.name: Final = name
        self.time_zone: Final = time_zone
        self.holidays_until: Final = holidays_until
        self._clock: Final = local_time(time_zone, first_on, last_on)
        range_us = self._clock.midnights_us(np.array([day_of(first_on), day_of(last_on)], dtype=np.int64))
        self.first_us: Final = int(range_us[0])
        self.last_us: Final = int(range_us[1])
        self._rule_days: Final = sorted(day_of(rule.from_on) for rule in rules if rule.from_on is not None)

        shifts = shifts_of(time_zone, rules, [*holidays, *closed], special, first_on, last_on)
        self.work_days: Final[Int32s] = _read_only(shifts.work_days.astype(np.int32))
        rank = np.searchsorted(shifts.work_days, shifts.owners)
        self._day_us: Final = _sums(rank, shifts.ends_us - shifts.starts_us, self.work_days.size)
        self._days: Final = np.append(self.work_days, np.int32(NEVER_DAY))
        self._belongs_us: Final = self._first_instants_us(rank, shifts.ends_us)

        # An empty opening at the start of the range spares every look-up the question "before the first
        # one?".
        starts_us, ends_us = shifts.merged_us()
        self._starts_us: Final = np.concatenate([[self.first_us], starts_us])
        self._ends_us: Final = np.concatenate([[self.first_us], ends_us])
        # W at the end of each opening, and what turns an instant inside it into W.
        self._worked_us: Final = np.cumsum(self._ends_us - self._starts_us)
        self._shift_us: Final = self._worked_us - self._ends_us
        self._total_us: Final = int(self._worked_us[-1])

    # Work time

    def worked_us(self, at_us: Int64s) -> Int64s:
        """W(t): the work time (µs) from `first_us` to each instant; 0 before the range, all of it after."""
        if not at_us.size:
            return np.zeros(at_us.shape, dtype=np.int64)
        earliest_us = int(at_us.min())
        if earliest_us < self.first_us:
            at_us = np.maximum(at_us, self.first_us)
            earliest_us = self.first_us
        # The instants of a board lie within a few years of the range: a search among the openings of those
        # alone stays in the processor's nearest memory.
        first = int(np.searchsorted(self._starts_us, earliest_us, side="right")) - 1
        last = int(np.searchsorted(self._starts_us, at_us.max(), side="right"))
        near = slice(first, last)
        index = np.searchsorted(self._starts_us[near], at_us, side="right")
        index -= 1
        worked_us: Int64s = np.minimum(at_us, self._ends_us[near].take(index))
        worked_us += self._shift_us[near].take(index)
        return worked_us

    def worked_at_us(self, at_us: int) -> int:
        """W(t) of one instant."""
        return int(self.worked_us(np.array([at_us], dtype=np.int64))[0])

    def between_us(self, start_us: Int64s, end_us: Int64s) -> Int64s:
        """Work time (µs) in each [start, end).

        Raises ValueError, naming the first, where an end lies before its start.
        """
        is_reversed = end_us < start_us
        if is_reversed.any():
            first = int(is_reversed.argmax())
            raise ValueError(_reversed_sentence(int(start_us.flat[first]), int(end_us.flat[first]), f"pair {first}"))
        worked_us = self.worked_us(end_us)
        worked_us -= self.worked_us(start_us)
        return worked_us

    def reach_us(self, worked_us: Int64s) -> Int64s:
        """The inverse of W: the first instant at which W reaches each value (µs), else NEVER_US.

        A value reached at the end of an opening is reached at that end, not at the next opening; W is 0, or
        less, from `first_us` on.
        """
        index = np.searchsorted(self._worked_us, worked_us, side="left")
        is_beyond = index == self._worked_us.size
        index[is_beyond] = 0
        at_us: Int64s = np.maximum(worked_us, 0) - self._shift_us.take(index)
        at_us[is_beyond] = NEVER_US
        return at_us

    def due_us(self, start_us: Int64s, need_us: Int64s) -> Int64s:
        """The instant at which each need of work time (µs) has first passed since its start; 0: the start.

        Raises ValueError for a need below 0.
        """
        if (need_us < 0).any():
            raise ValueError(f"{int(need_us.min())} µs of work time cannot be needed: it is less than nothing")
        # More than there is stays more than there is, and the sum stays within an int64.
        target_us = self.worked_us(start_us) + np.minimum(need_us, self._total_us + 1)
        return np.where(need_us == 0, start_us, self.reach_us(target_us))

    def net_us(self, start_us: int, end_us: int, holds: Sequence[tuple[int, int | None]]) -> int:
        """Work time (µs) in [start, end) outside all holds, each (from, to), or (from, None) if still on.

        Holds may overlap, nest, touch and reach beyond; each instant counts once. Raises ValueError where an
        end lies before its start, of a hold too.
        """
        if end_us < start_us:
            raise ValueError(_reversed_sentence(start_us, end_us, "the whole"))
        running = []
        free_from_us = start_us
        for from_us, to_us in sorted((a, NEVER_US if b is None else b) for a, b in holds):
            if to_us < from_us:
                raise ValueError(_reversed_sentence(from_us, to_us, "a hold"))
            if min(from_us, end_us) > free_from_us:
                running.append((free_from_us, min(from_us, end_us)))
            free_from_us = max(free_from_us, to_us)
        if free_from_us < end_us:
            running.append((free_from_us, end_us))
        pairs = np.array(running, dtype=np.int64).reshape(-1, 2)
        return int(self.between_us(pairs[:, 0], pairs[:, 1]).sum())

    # Openings

    def is_open(self, at_us: int) -> bool:
        """Whether an instant lies in an opening; an opening's end does not."""
        index = int(np.searchsorted(self._starts_us, at_us, side="right")) - 1
        return index >= 0 and at_us < int(self._ends_us[index])

    def next_opening_us(self, now_us: int) -> int | None:
        """The start of the first opening after an instant, None when the range has no more."""
        index = 1 + int(np.searchsorted(self._starts_us[1:], now_us, side="right"))
        return int(self._starts_us[index]) if index < self._starts_us.size else None

    # Work days

    def work_day_of(self, at_us: Int64s) -> Int32s:
        """The work day to which each instant belongs, NEVER_DAY after the last.

        That is the date on which its shift started; outside any shift its own local date if that is a work
        day, else the next work day. Where shifts of two dates overlap, the one that started first has the
        common time.
        """
        return self._days.take(np.searchsorted(self._belongs_us[1:], at_us, side="right"))

    def belongs_from_us(self, days: NDArray[np.integer]) -> Int64s:
        """The first instant that belongs to each work day. Raises ValueError for a date that is none."""
        return self._belongs_us.take(self._rank(days))

    def whole_day_from_us(self, at_us: int) -> int:
        """Where the first work day begins to which nothing before an instant belongs; NEVER_US after the last one."""
        rank = int(np.searchsorted(self._belongs_us[: self.work_days.size], at_us))
        return int(self._belongs_us[rank]) if rank < self.work_days.size else NEVER_US

    def last_work_days_from_us(self, now_us: int, n: int) -> int:
        """Where "the last n work days" begin: today, or the last work day, is the nth.

        The first instant that belongs to the first of them; the range's first work day where there are fewer.
        Raises ValueError for n below 1, and as `today` does.
        """
        if n < 1:
            raise ValueError(f"the last {n} work days are none: at least 1 is needed")
        rank = int(np.searchsorted(self.work_days, self.today(now_us).day))
        return int(self._belongs_us[max(0, rank - n + 1)])

    def today(self, now_us: int) -> Today:
        """The work day of the present instant; on a date without one the last work day.

        Raises NoWorkDay where the calendar has no work day until then.
        """
        day = int(self.work_day_of(np.array([now_us], dtype=np.int64))[0])
        local_day = self._clock.day_at(now_us)
        if day <= local_day:
            return Today(day, is_work_day=True)
        before = int(np.searchsorted(self.work_days, local_day, side="right")) - 1
        if before < 0:
            raise NoWorkDay(self.name, date_of(local_day))
        return Today(int(self.work_days[before]), is_work_day=False)

    def day_work_us(self, days: NDArray[np.integer]) -> Int64s:
        """The work time (µs) of the shifts that start on each work day.

        Raises ValueError for a date that is none.
        """
        return self._day_us.take(self._rank(days))

    def median_day_work_us(self, now_us: int) -> int:
        """The median work time (µs, nearest rank) of a work day under the hours in force; 0 without one."""
        local_day = self._clock.day_at(now_us)
        begins = [day for day in self._rule_days if day <= local_day]
        ends = [day for day in self._rule_days if day > local_day]
        first = int(np.searchsorted(self.work_days, begins[-1])) if begins else 0
        last = int(np.searchsorted(self.work_days, ends[0])) if ends else self.work_days.size
        in_force_us = np.sort(self._day_us[first:last])
        return int(in_force_us[(in_force_us.size - 1) // 2]) if in_force_us.size else 0

    def _first_instants_us(self, rank: NDArray[np.intp], ends_us: Int64s) -> Int64s:
        """The first instant of each work day, and where the last one ends, shape (work days + 1,).

        A work day begins where the one before it has ended: with its date, or with its last shift if that is
        later. So each instant outside the shifts goes to its own date or, from a date without work, to the
        next work day.
        """
        ends_of_days_us = self._clock.midnights_us(self.work_days.astype(np.int64) + 1)
        last_ends_us = np.full(self.work_days.size, self.first_us, dtype=np.int64)
        last_ends_us[rank] = ends_us  # in the order of time, so that each day keeps its last
        until_us = np.maximum(ends_of_days_us, last_ends_us)
        return np.maximum.accumulate(np.concatenate([[self.first_us], until_us]))

    def _rank(self, days: NDArray[np.integer]) -> NDArray[np.intp]:
        """The places of work days among all of them."""
        rank = np.searchsorted(self.work_days, days)
        is_none = self._days.take(rank) != days
        if is_none.any():
            day = int(np.asarray(days)[is_none].flat[0])
            raise ValueError(f"{date_of(day)} is no work day of calendar {self.name}")
        return rank


def _sums(rank: NDArray[np.intp], lengths_us: Int64s, size: int) -> Int64s:
    # bincount adds in float64: exact to 2⁵³ µs, and a day has less than 2³⁸.
    return np.bincount(rank, weights=lengths_us, minlength=size).astype(np.int64)


def _read_only(days: Int32s) -> Int32s:
    days.setflags(write=False)
    return days


def _reversed_sentence(start_us: int, end_us: int, what: str) -> str:
    return f"{what}: the end {_instant_text(end_us)} lies before the start {_instant_text(start_us)}"


def _instant_text(at_us: int) -> str:
    """An instant for a sentence: ISO 8601 as far as a datetime reaches, else the number."""
    try:
        return (EPOCH_AT + timedelta(microseconds=at_us)).isoformat()
    except OverflowError:
        return f"{at_us} µs"
