"""From a calendar's rules to its shifts: when work is done, as instants, and to which date each belongs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_S, SECOND_US, LocalTime, day_of, local_time, monday_of

Interval = tuple[int, int]
"""Seconds since local midnight of the date it belongs to; an end above 86,400 runs into the next day."""

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HoursRule:
    """A week's hours with the date from which they are in force (None: always); Monday first."""

    from_on: date | None
    week: tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shifts:
    """Stretches of work, sorted and apart from each other; each belongs to one date.

    starts_us, ends_us: µs UTC, shape (n,), ends exclusive. owners: days since 1970-01-01, shape (n,).
    work_days: sorted, every date on which a shift starts, shape (m,).
    """

    starts_us: _Int64s
    ends_us: _Int64s
    owners: _Int64s
    work_days: _Int64s

    def merged_us(self) -> tuple[_Int64s, _Int64s]:
        """Starts and ends of the openings: stretches that touch are one."""
        if not self.starts_us.size:
            return self.starts_us, self.ends_us
        is_apart = self.starts_us[1:] > self.ends_us[:-1]
        return self.starts_us[np.r_[True, is_apart]], self.ends_us[np.r_[is_apart, True]]


def interval(opens: str, closes: str) -> Interval:
    """An interval from two times such as "09:00" and "17:30".

    "24:00" is the next midnight. An end that is not after its start lies on the next day. Raises ValueError
    for what is no time of day.
    """
    start_s, end_s = _time_of_day_s(opens), _time_of_day_s(closes)
    if start_s == DAY_S:
        raise ValueError(f"{opens} is no start: write 00:00 of the next day")
    return start_s, end_s if end_s > start_s else end_s + DAY_S


def interval_text(of: Interval) -> str:
    """An interval as people write it: "22:00-06:00"; the inverse of `interval`."""
    start_s, end_s = of
    return f"{_time_text(start_s)}-{_time_text(end_s if end_s <= DAY_S else end_s - DAY_S)}"


def overlap_within(intervals: Sequence[Interval]) -> tuple[Interval, Interval] | None:
    """The first two intervals of one date's list that overlap, or None; those that touch do not."""
    for earlier, later in pairwise(sorted(intervals)):
        if later[0] < earlier[1]:
            return earlier, later
    return None


def check_intervals(where: str, intervals: Sequence[Interval]) -> None:
    """Raise ValueError, with `where` in its sentence, for intervals that cannot be one date's hours."""
    for start_s, end_s in intervals:
        if not (0 <= start_s < DAY_S and start_s < end_s <= start_s + DAY_S):
            raise ValueError(f"{where}: from second {start_s} to second {end_s} is no interval of a day")
    if both := overlap_within(intervals):
        raise ValueError(f"{where}: {interval_text(both[0])} and {interval_text(both[1])} overlap")


def shifts_of(
    time_zone: str,
    rules: Sequence[HoursRule],
    days_off: Iterable[date],
    special: Mapping[date, Sequence[Interval]],
    first_on: date,
    last_on: date,
) -> Shifts:
    """The shifts that start on the dates [first_on, last_on), cut at the midnight that begins `last_on`.

    days_off: dates whose own 00:00-24:00 is removed from the rules' hours. The dates of `special` are cleared
    in the same way before their own hours are added, and nothing removes those: neither a holiday of the same
    date nor, for a shift over midnight, one on the next, for somebody wrote them down for this very night.
    Raises ValueError for intervals that overlap within one list.
    """
    clock = local_time(time_zone, first_on, last_on)
    first, last = day_of(first_on), day_of(last_on)
    # Two dates more than the range has: a shift of the last date may reach into them.
    midnights_us = clock.midnights_us(np.arange(first, last + 3, dtype=np.int64))
    is_off = np.zeros(last + 3 - first, dtype=np.bool_)
    cleared = [day_of(on) - first for on in (*days_off, *special) if first_on <= on < last_on]
    is_off[cleared] = True

    regular = _instants(clock, *_regular(rules, first, last))
    kept = _without_days_off(*regular, first=first, midnights_us=midnights_us, is_off=is_off)
    added = _instants(clock, *_special(special, first, last))
    starts_us, ends_us, owners = (np.concatenate(both) for both in zip(kept, added, strict=True))
    return _apart(starts_us, np.minimum(ends_us, midnights_us[last - first]), owners)


def _time_of_day_s(text: str) -> int:
    hour, colon, minute = text.partition(":")
    is_time = colon and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2
    seconds = int(hour) * 3600 + int(minute) * 60 if is_time else DAY_S + 1
    if not is_time or int(minute) >= 60 or seconds > DAY_S:
        raise ValueError(f'"{text}" is no time of day: write it as 09:00, at most 24:00')
    return seconds


def _time_text(of_day_s: int) -> str:
    minutes, seconds = divmod(of_day_s, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _regular(rules: Sequence[HoursRule], first: int, last: int) -> tuple[_Int64s, _Int64s, _Int64s]:
    """Local starts and ends (s) and owners of the weekly hours; each rule up to the next one's date."""
    in_order = sorted(rules, key=lambda rule: rule.from_on or date.min)
    begins = [first if rule.from_on is None else day_of(rule.from_on) for rule in in_order]
    for earlier, later in pairwise(in_order):
        if earlier.from_on == later.from_on:
            raise ValueError(f"two sets of hours are in force from {later.from_on or 'the beginning'}")
    ends = [*begins, last][1:]
    parts = [
        _weekly(rule, max(begin, first), min(end, last))
        for rule, begin, end in zip(in_order, begins, ends, strict=True)
    ]
    starts_s, ends_s, owners = zip(*parts, strict=True) if parts else ((), (), ())
    empty = np.empty(0, dtype=np.int64)
    return (
        np.concatenate([empty, *starts_s]),
        np.concatenate([empty, *ends_s]),
        np.concatenate([empty, *owners]),
    )


def _weekly(rule: HoursRule, begin: int, end: int) -> tuple[_Int64s, _Int64s, _Int64s]:
    """One rule's local starts and ends (s) and owners for the days [begin, end): the week, repeated."""
    if len(rule.week) != len(WEEKDAYS):
        raise ValueError(f"hours have seven weekdays, not {len(rule.week)}")
    for weekday, intervals in zip(WEEKDAYS, rule.week, strict=True):
        check_intervals(weekday, intervals)
    week = [(day, *hours) for day, list_ in enumerate(rule.week) for hours in sorted(list_)]
    template = np.array(week, dtype=np.int64).reshape(-1, 3)
    monday = monday_of(begin)
    mondays = np.arange(monday, max(end, monday), 7, dtype=np.int64)
    owners = (mondays[:, None] + template[:, 0]).ravel()
    starts_s = owners * DAY_S + np.tile(template[:, 1], mondays.size)
    ends_s = owners * DAY_S + np.tile(template[:, 2], mondays.size)
    inside = slice(*np.searchsorted(owners, [begin, max(end, begin)]))
    return starts_s[inside], ends_s[inside], owners[inside]


def _special(special: Mapping[date, Sequence[Interval]], first: int, last: int) -> tuple[_Int64s, _Int64s, _Int64s]:
    rows = []
    for on, intervals in sorted(special.items()):
        check_intervals(on.isoformat(), intervals)
        day = day_of(on)
        if first <= day < last:
            rows += [(day * DAY_S + start_s, day * DAY_S + end_s, day) for start_s, end_s in sorted(intervals)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _instants(
    clock: LocalTime, starts_s: _Int64s, ends_s: _Int64s, owners: _Int64s
) -> tuple[_Int64s, _Int64s, _Int64s]:
    """Local seconds to µs UTC; what a gap leaves with its end not after its start is dropped."""
    starts_us, ends_us = clock.utc_s(starts_s) * SECOND_US, clock.utc_s(ends_s) * SECOND_US
    is_some = ends_us > starts_us
    if is_some.all():
        return starts_us, ends_us, owners
    return starts_us[is_some], ends_us[is_some], owners[is_some]


def _without_days_off(
    starts_us: _Int64s,
    ends_us: _Int64s,
    owners: _Int64s,
    *,
    first: int,
    midnights_us: _Int64s,
    is_off: NDArray[np.bool_],
) -> tuple[_Int64s, _Int64s, _Int64s]:
    """Remove the days off, from midnight to midnight, from whatever lies in them.

    What a shift keeps after the midnight that ends its day off still belongs to the date it starts on.
    """
    # A shift lasts a day at most, two with the gap of a zone that skips a date: three dates hold all of it.
    place = owners - first
    is_touched = is_off[place] | is_off[place + 1] | is_off[place + 2]
    pieces = [(starts_us[~is_touched], ends_us[~is_touched], owners[~is_touched])]
    starts_us, ends_us, owners, place = (x[is_touched] for x in (starts_us, ends_us, owners, place))
    for ahead in range(3):
        there = place + ahead
        piece_starts_us = np.maximum(starts_us, midnights_us[there])
        piece_ends_us = np.minimum(ends_us, midnights_us[there + 1])
        is_kept = (piece_ends_us > piece_starts_us) & ~is_off[there]
        pieces.append((piece_starts_us[is_kept], piece_ends_us[is_kept], owners[is_kept]))
    joined = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    return joined[0], joined[1], joined[2]


def _apart(starts_us: _Int64s, ends_us: _Int64s, owners: _Int64s) -> Shifts:
    """Sort, and where shifts of two dates overlap leave the common time to the one that started first."""
    is_some = ends_us > starts_us
    starts_us, ends_us, owners = starts_us[is_some], ends_us[is_some], owners[is_some]
    order = np.lexsort((owners, starts_us))
    starts_us, ends_us, owners = starts_us[order], ends_us[order], owners[order]
    work_days = np.empty(0, dtype=np.int64)
    if starts_us.size:
        first = owners.min()
        work_days = first + np.flatnonzero(np.bincount(owners - first))  # np.unique would take half the build
        reached_us = np.maximum.accumulate(ends_us)
        starts_us[1:] = np.maximum(starts_us[1:], reached_us[:-1])
        is_left = ends_us > starts_us
        starts_us, ends_us, owners = starts_us[is_left], ends_us[is_left], owners[is_left]
    return Shifts(starts_us, ends_us, owners, work_days)
