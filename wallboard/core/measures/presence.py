"""Who is there on a work day, and for how much of it: the calendar's open hours less those of leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import date_of, day_of
from wallboard.core.measures.filled import filled
from wallboard.core.measures.people import UNKNOWN, codes_of, places_of
from wallboard.core.measures.whole_days import days_of, placed_us
from wallboard.core.organisation import Person, in_force
from wallboard.core.records import Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words
from wallboard.core.worktime import WorkCalendar

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Float64s = NDArray[np.float64]

SLOTS = 4
"""Appointments a day of a person for whom the board gives no number."""

LOOK_AHEAD = 260
"""How many work days ahead a return from leave is looked for: about a year."""

_NO_US = -(1 << 62)
_EXAMPLES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Leave:
    """Absences as known at an instant: `person` is a place among the people asked about, instants are µs UTC.

    first_day, last_day: where the source gives dates, those, both included; else NO_DAY. `unknown` are words for people
    whom the board does not know.
    """

    person: Int64s
    start_us: Int64s
    end_us: Int64s
    first_day: Int32s
    last_day: Int32s
    unknown: tuple[str, ...] = ()
    unusable: tuple[Unusable, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Presence:
    """How much of each work day people are there.

    open_us: the work time of each day, shape (days,); present_us: that of each person, shape (people, days).
    """

    people: tuple[Person, ...]
    days: Int32s
    open_us: Int64s
    present_us: Int64s

    @property
    def share(self) -> Float64s:
        """The present share of each day's open hours, shape (people, days)."""
        return self.present_us / self.open_us

    def number(self) -> Int64s:
        """The slots in force of each person for a whole day, shape (people, days)."""
        dates = [date_of(int(day)) for day in self.days]
        whole = [[_slots_on(person, on) for on in dates] for person in self.people]
        return np.array(whole, dtype=np.int64).reshape(self.present_us.shape)

    def slots(self) -> Int64s:
        """Slots a day: the number in force × present ÷ open work time, rounded half up, shape (people, days)."""
        return half_up(self.number() * self.present_us, self.open_us)


def half_up(numerator: Int64s, denominator: Int64s | int) -> Int64s:
    """Quotients of whole numbers rounded to the nearest, a half upwards."""
    rounded: Int64s = (2 * numerator + denominator) // (2 * np.asarray(denominator))
    return rounded


def presence(snapshot: Snapshot, people: Sequence[Person], calendar: WorkCalendar, days: Int32s) -> Presence:
    """How much of these work days of a calendar people are there, as known at the snapshot's instant.

    Raises ValueError for a date that is no work day of the calendar.
    """
    return presence_of(leave_of(snapshot, people), people, calendar, days)


def presence_of(leave: Leave, people: Sequence[Person], calendar: WorkCalendar, days: Int32s) -> Presence:
    """The same from absences at hand. Whole dates, the board's (`away`) and those of sources, take the work days of
    those dates, a night's end too."""
    starts, ends = _day_worked_us(calendar, days)
    open_us = ends - starts
    present_us = np.tile(open_us, (len(people), 1)).reshape(len(people), days.size)
    placed = placed_us(calendar, leave.start_us, leave.end_us, leave.first_day, leave.last_day)
    from_us, until_us = (calendar.worked_us(at_us) for at_us in placed)
    for place, person in enumerate(people):
        own = np.flatnonzero(leave.person == place)
        present_us[place] -= _covered_us(from_us[own], until_us[own], starts, ends)
        present_us[place, _is_away(person, days)] = 0
    return Presence(tuple(people), days, open_us, present_us)


def leave_of(snapshot: Snapshot, people: Sequence[Person]) -> Leave:
    """The absences of all sources that are known at the snapshot's instant (one without `known_at` always is)."""
    parts: list[tuple[Int64s, Int64s, Int64s, Int32s, Int32s]] = []
    unknown: dict[str, None] = {}
    unusable: list[Unusable] = []
    everybody = snapshot.organisation.people
    places = places_of(everybody, people)
    for source, batch in snapshot.batches.items():
        if "absences" not in batch.frames:
            continue
        frame = batch.frames["absences"]
        code = codes_of(everybody, source, frame["person"])
        start_us, end_us, known_us = (
            filled(frame[name], missing)
            for name, missing in (("start_at", _NO_US), ("end_at", _NO_US), ("known_at", _NO_US))
        )
        is_known = known_us <= snapshot.at_us
        # One without an end would keep its person away for ever.
        is_bad = is_known & ((start_us == _NO_US) | (end_us == _NO_US) | (end_us < start_us))
        unknown.update(dict.fromkeys(frame["person"].filter(is_known & (code == UNKNOWN)).to_list()))
        if is_bad.any():
            names = frame["person"].filter(is_bad).drop_nulls().unique(maintain_order=True).head(_EXAMPLES)
            count = int(np.count_nonzero(is_bad))
            unusable.append(Unusable("absences", words("unusable.absence", n=count), count, tuple(names.to_list())))
        own = np.flatnonzero(is_known & ~is_bad & (places[code] >= 0))
        first_day, last_day = (days_of(frame[name])[own] for name in ("start_on", "end_on"))
        parts.append((places[code[own]], start_us[own], end_us[own], first_day, last_day))
    none_us, none_days = np.zeros(0, np.int64), np.zeros(0, np.int32)
    parts.append((none_us, none_us, none_us, none_days, none_days))
    person, start_us, end_us, first_day, last_day = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Leave(person, start_us, end_us, first_day, last_day, tuple(unknown), tuple(unusable))


def back_on(leave: Leave, person: Person, place: int, calendar: WorkCalendar, day: int) -> date | None:
    """The first work day after `day` on which a person on leave is there again; None where nobody can tell.

    `place` is the person's in the leave.
    """
    first = int(np.searchsorted(calendar.work_days, day, side="right"))
    days = calendar.work_days[first : first + LOOK_AHEAD]
    own = leave.person == place
    times = (leave.start_us[own], leave.end_us[own], leave.first_day[own], leave.last_day[own])
    alone = Leave(np.zeros(np.count_nonzero(own), dtype=np.int64), *times)
    found = np.flatnonzero(presence_of(alone, (person,), calendar, days).present_us[0])
    return date_of(int(days[found[0]])) if found.size else None


def _slots_on(person: Person, on: date) -> int:
    """The number in force; before the first that has a date, none: the person had not begun."""
    return (in_force(person.slots, on) or 0) if person.slots else SLOTS


def _day_worked_us(calendar: WorkCalendar, days: Int32s) -> tuple[Int64s, Int64s]:
    """W at the beginning and at the end of each work day."""
    begins_us = calendar.belongs_from_us(days)
    place = np.searchsorted(calendar.work_days, days) + 1
    is_last = place == calendar.work_days.size
    next_days = calendar.work_days[np.where(is_last, place - 1, place)]
    ends_us = np.where(is_last, calendar.last_us, calendar.belongs_from_us(next_days))
    return calendar.worked_us(begins_us), calendar.worked_us(ends_us)


def _covered_us(from_us: Int64s, until_us: Int64s, starts: Int64s, ends: Int64s) -> Int64s:
    """How much of each day, all in work time, lies in any of the absences: where they overlap it counts once."""
    order = np.argsort(from_us, kind="stable")
    from_us, until_us = from_us[order], until_us[order]
    reached_us = np.maximum.accumulate(until_us)
    # what an earlier absence has covered already begins where that one ends
    from_us[1:] = np.maximum(from_us[1:], reached_us[:-1])
    until_us = np.maximum(from_us, until_us)
    low = np.maximum(from_us[:, None], starts)
    high = np.minimum(until_us[:, None], ends)
    covered: Int64s = np.maximum(high - low, 0).sum(axis=0)
    return covered


def _is_away(person: Person, days: Int32s) -> NDArray[np.bool_]:
    is_away = np.zeros(days.size, dtype=np.bool_)
    for first, last in person.away:
        is_away |= (days >= day_of(first)) & (days <= day_of(last))
    return is_away
