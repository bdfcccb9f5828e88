"""Opportunities that wait for their first appointment: how many, how long, and how fast they are released."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.appointment_rows import last_of_each
from wallboard.core.measures.coverage import whole_days_from_us
from wallboard.core.measures.filled import filled
from wallboard.core.measures.left_out import LeftOut
from wallboard.core.measures.people import NOBODY, UNKNOWN, codes_of
from wallboard.core.measures.sales_coverage import is_mapped
from wallboard.core.measures.word_column import NO_WORD, word_column
from wallboard.core.measures.work_days import last_days, passed
from wallboard.core.organisation import Organisation
from wallboard.core.records import CLOCK_LEEWAY_US, Batch, Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US, WorkCalendar

Bools = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]

RELEASE_DAYS = 20
"""The work days over which releases are counted, today included."""

UNDATED_US = -(1 << 62)
"""Released at an instant that nobody knows."""

_EXAMPLES = 20
_WHY = ("unusable.opportunity-created", "unusable.opportunity-order", "unusable.opportunity-future")


@dataclass(frozen=True, slots=True, eq=False)
class Opportunities:
    """Opportunities as known at an instant, one entry each.

    source: rank among the snapshot's batches; row: of the source's frame; coordinator: place among the board's people,
    NOBODY or UNKNOWN; released_us, won_us, lost_us: NEVER_US for what has not happened by then; released_us may be
    UNDATED_US. wait_us: work time from the creation to whatever ended the wait, else to the instant.
    `left_out` are the rows that could not be used. Windows begin no earlier than `covered_us`, the first work day from
    which on the sources were read (0: all).
    """

    source: Int64s
    row: Int64s
    coordinator: Int64s
    created_us: Int64s
    released_us: Int64s
    won_us: Int64s
    lost_us: Int64s
    wait_us: Int64s
    unusable: tuple[Unusable, ...] = field(default=())
    left_out: tuple[LeftOut, ...] = field(default=())
    covered_us: int = 0

    @property
    def is_waiting(self) -> Bools:
        """Neither released nor decided."""
        is_waiting: Bools = (self.released_us == NEVER_US) & (self.decided_us == NEVER_US)
        return is_waiting

    @property
    def decided_us(self) -> Int64s:
        """When each was won or lost."""
        return np.minimum(self.won_us, self.lost_us)

    @property
    def ended_us(self) -> Int64s:
        """When each wait ended, by a release or a decision; NEVER_US for those that wait."""
        return np.minimum(self.released_us, self.decided_us)

    def released_in(self, from_us: int, to_us: int) -> Bools:
        """Released in [from, to]."""
        return (self.released_us >= max(from_us, self.covered_us)) & (self.released_us <= to_us)

    @property
    def is_wait_known(self) -> Bools:
        """The wait ended by a release whose instant is known: before it was won or lost."""
        is_dated = (self.released_us != NEVER_US) & (self.released_us != UNDATED_US)
        is_known: Bools = is_dated & (self.released_us <= self.decided_us)
        return is_known


def opportunities(snapshot: Snapshot, calendar: WorkCalendar) -> Opportunities:
    """The opportunities created until the snapshot's instant.

    One is released at its `released_at`; where there is none, when the first of its appointments, in any source, was
    booked. The same number in two sources is two opportunities. Waits are in the calendar's work time.
    """
    frames = [batch.frame("opportunities") for batch in snapshot.batches.values()]
    booked_us = first_bookings(snapshot, [frame["number"] for frame in frames])
    parts: list[tuple[Int64s, ...]] = []
    unusable: list[Unusable] = []
    left_out: list[LeftOut] = []
    for rank, (source, batch) in enumerate(snapshot.batches.items()):
        if "opportunities" not in batch.frames:
            continue
        rows = _rows(batch, booked_us[rank], snapshot.at_us)
        unusable += [_unusable(frames[rank]["number"], why, which) for why, which in rows.left_out]
        left_out += [LeftOut(rank, why, which) for why, which in rows.left_out]
        coordinator = _coordinators(snapshot.organisation, source, batch, frames[rank][rows.row])
        instants = [_until(at_us, snapshot.at_us) for at_us in (rows.released_us, rows.won_us, rows.lost_us)]
        parts.append((np.full(rows.row.size, rank), rows.row, coordinator, rows.created_us, *instants))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.zeros(0, np.int64)] * 7
    of_rank, row, coordinator, created_us, released_us, won_us, lost_us = joined
    ended_us = np.minimum(np.minimum(released_us, won_us), np.minimum(lost_us, snapshot.at_us))
    wait_us = calendar.between_us(created_us, np.maximum(ended_us, created_us))
    columns = (of_rank, row, coordinator, created_us, released_us, won_us, lost_us, wait_us)
    covered_us = whole_days_from_us(calendar, opportunities_read_us(snapshot))
    return Opportunities(*columns, tuple(unusable), tuple(left_out), covered_us)


def opportunities_read_us(snapshot: Snapshot) -> int:
    """The instant from which on opportunities were read, and the appointments that release those of any source which
    does not say so itself; 0 for all."""
    batches = snapshot.batches
    read_us = snapshot.covered_from_us(None, ("opportunities",))
    bringing = [batch for batch in batches.values() if "opportunities" in batch.frames]
    if all(is_mapped(batch, "opportunities", "released") for batch in bringing):
        return read_us
    naming = [source for source, batch in batches.items() if is_mapped(batch, "appointments", "opportunity")]
    return max(read_us, snapshot.covered_from_us(naming, ("appointments",)))


def first_bookings(snapshot: Snapshot, numbers: Sequence[pl.Series]) -> list[Int64s]:
    """When the first appointment of each of these opportunities was booked, of those that are known at the instant.

    NEVER_US for none; UNDATED_US where an appointment's booking has no instant.
    """
    if not numbers:
        return []
    frames = [batch.frame("appointments") for batch in snapshot.batches.values()]
    told = word_column(pl.concat([*numbers, *(frame["opportunity"] for frame in frames)]))
    booked_us = np.concatenate([filled(frame["booked_at"], UNDATED_US) for frame in frames])
    ends = np.cumsum([one.len() for one in numbers])
    first_us = np.full(len(told.words) + 1, NEVER_US)
    known = np.flatnonzero(booked_us <= snapshot.at_us)
    np.minimum.at(first_us, told.place[ends[-1] :][known], booked_us[known])
    first_us[NO_WORD] = NEVER_US
    return np.split(first_us[told.place[: ends[-1]]], ends[:-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """A source's usable rows by their places in its frame, with their instants; `left_out` by the reason's key."""

    row: Int64s
    created_us: Int64s
    released_us: Int64s
    won_us: Int64s
    lost_us: Int64s
    left_out: tuple[tuple[str, Int64s], ...]


def _rows(batch: Batch, booked_us: Int64s, at_us: int) -> _Rows:
    """What counts of a source's rows, and why the others do not; `booked_us` is each one's first booking."""
    frame = batch.frame("opportunities")
    latest_us = batch.clock_us + CLOCK_LEEWAY_US
    created_us = filled(frame["created_at"], UNDATED_US)
    later_us = [filled(frame[f"{name}_at"], NEVER_US) for name in ("released", "won", "lost")]
    counts = last_of_each(frame["number"]) & ((created_us <= at_us) | (created_us > latest_us))
    is_undated = created_us == UNDATED_US
    is_early, is_future = np.zeros(created_us.size, dtype=np.bool_), created_us > latest_us
    for told_us in later_us:
        is_early |= told_us < created_us
        is_future |= (told_us > latest_us) & (told_us != NEVER_US)
    why = np.select([is_undated, is_early, is_future], [1, 2, 3], 0)
    left_out = [(key, np.flatnonzero(counts & (why == code))) for code, key in enumerate(_WHY, 1)]
    rows = np.flatnonzero(counts & (why == 0))
    created_us, booked_us = created_us[rows], booked_us[rows]
    released_us, won_us, lost_us = (told_us[rows] for told_us in later_us)
    # an appointment may be entered before its opportunity is
    is_dated = (booked_us != UNDATED_US) & (booked_us != NEVER_US)
    booked_us = np.where(is_dated, np.maximum(booked_us, created_us), booked_us)
    released_us = np.where(released_us != NEVER_US, released_us, booked_us)
    by_row = sorted((one for one in left_out if one[1].size), key=lambda one: int(one[1][0]))
    return _Rows(rows, created_us, released_us, won_us, lost_us, tuple(by_row))


def _unusable(numbers: pl.Series, why: str, rows: Int64s) -> Unusable:
    examples = numbers.gather(rows).drop_nulls().head(_EXAMPLES).to_list()
    return Unusable("opportunities", words(why, n=rows.size), rows.size, tuple(examples))


def _coordinators(organisation: Organisation, source: str, batch: Batch, rows: pl.DataFrame) -> Int64s:
    """Who schedules each: the row's coordinator; where the source does not map one, that of its salesperson."""
    people = organisation.people
    if is_mapped(batch, "opportunities", "coordinator"):
        return codes_of(people, source, rows["coordinator"])
    of_name = {person.name: place for place, person in enumerate(people)}
    keepers = [NOBODY if one.coordinator is None else of_name.get(one.coordinator, UNKNOWN) for one in people]
    owner = codes_of(people, source, rows["owner"])
    return np.array([*keepers, NOBODY, NOBODY], dtype=np.int64)[owner]


def _until(at_us: Int64s, now_us: int) -> Int64s:
    """Instants as known now: what comes later has not happened."""
    return np.where(at_us <= now_us, at_us, NEVER_US)


def zones_of(wait_us: Int64s, target_us: int) -> Int8s:
    """The zone of each wait by its share of a target, as a place in ZONES."""
    edges = (3 * wait_us >= target_us, 3 * wait_us >= 2 * target_us, wait_us > target_us)
    zones: Int8s = np.sum(edges, axis=0, dtype=np.int8)
    return zones


def window_us(calendar: WorkCalendar, at_us: int, days: int = RELEASE_DAYS) -> tuple[int, int]:
    """The last work days, from the first instant that belongs to them to now, both in."""
    return calendar.last_work_days_from_us(at_us, days), at_us


def days_passed(pile: Opportunities, calendar: WorkCalendar, at_us: int, days: int = RELEASE_DAYS) -> float:
    """How many of the last work days have passed, of today the part that has.

    Before the work day of the earliest creation nothing is known, nor before what was read: those are no days without
    releases.
    """
    if not pile.created_us.size:
        return 0.0
    known = calendar.work_day_of(np.array([pile.created_us.min()], dtype=np.int64))[0]
    counted = last_days(calendar, at_us, days)
    counted = counted[counted >= known]
    part = passed(calendar, counted, at_us)
    return float(part[calendar.belongs_from_us(counted) >= pile.covered_us].sum())


def days_a_release(pile: Opportunities, calendar: WorkCalendar, at_us: int) -> float | None:
    """Work days for each release of the window; None without a release, and while none of its time has passed."""
    releases = int(np.count_nonzero(pile.released_in(*window_us(calendar, at_us))))
    return (days_passed(pile, calendar, at_us) / releases or None) if releases else None


def on_day(calendar: WorkCalendar, instants_us: Int64s, day: int) -> Bools:
    """Which instants belong to a work day; none of those that are no instants."""
    is_instant = (instants_us != NEVER_US) & (instants_us != UNDATED_US)
    is_of_day: Bools = is_instant & (calendar.work_day_of(np.where(is_instant, instants_us, 0)) == day)
    return is_of_day
