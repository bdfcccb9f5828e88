"""The appointments of salespeople day by day: which slots they fill, and why the others are unfilled."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_US
from wallboard.core.measures.appointment_rows import (
    BOOKED,
    PERFORMED,
    STATES,
    AppointmentRows,
    appointment_rows,
    settled_states,
)
from wallboard.core.measures.left_out import LeftOut
from wallboard.core.measures.people import NOBODY, UNKNOWN, codes_of, places_of
from wallboard.core.measures.presence import Presence
from wallboard.core.measures.whole_days import begins_us
from wallboard.core.measures.whose_diaries import left_out_people, people_without, unread_people
from wallboard.core.organisation import Person
from wallboard.core.records import Batch, Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words
from wallboard.core.worktime import WorkCalendar

Bools = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


ENTERED_US = 12 * 7 * DAY_US
"""So long before its day few appointments are entered."""


@dataclass(frozen=True, slots=True, eq=False)
class Appointments:
    """The appointments of people in a span of work days, as known at an instant; one entry each.

    source: rank among the snapshot's batches; row: of the source's frame; person: place among the people asked about;
    day: the work day of its start; end_us: NEVER_US where the source does not say. Those for whole days begin and end
    with the work days of their dates.
    `strangers` counts those of people whom the board does not know, by the source's word for them ("" for none);
    `left_out` are their rows, and those that could not be used.
    unread: the work days of the span for which some diary was not read; unknown_people: the places of people whose own
    was not, be it refused or not there.
    """

    source: Int64s
    row: Int64s
    person: Int64s
    day: Int32s
    start_us: Int64s
    end_us: Int64s
    state: Int8s
    strangers: dict[str, int] = field(default_factory=dict)
    unusable: tuple[Unusable, ...] = ()
    unread: Int32s = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    left_out: tuple[LeftOut, ...] = ()
    unknown_people: Int64s = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Person-days and the appointments that fill their slots.

    slots: shape (people, days). The appointments are in order of person, day, state (as in STATES) and start; `day`
    is a place among `days`; the first `slots` of a person-day hold a slot each (`has_slot`).
    held: how many slots appointments of each state hold, shape (people, days, 5).
    performed: all that were performed, also beyond the slots; filled: all that are performed, unconfirmed or booked.
    """

    presence: Presence
    slots: Int64s
    of: Appointments
    day: Int64s
    has_slot: Bools
    held: Int64s
    performed: Int64s
    filled: Int64s

    @property
    def people(self) -> tuple[Person, ...]:
        """Whose diaries these are."""
        return self.presence.people

    @property
    def days(self) -> Int32s:
        """The work days."""
        return self.presence.days

    @property
    def empty(self) -> Int64s:
        """Slots that nothing holds, shape (people, days)."""
        empty: Int64s = self.slots - self.held.sum(axis=2)
        return empty

    @property
    def beyond(self) -> Int64s:
        """Performed appointments beyond the slots, shape (people, days)."""
        return self.performed - self.held[..., PERFORMED]

    @property
    def unfilled(self) -> Int64s:
        """Slots in which nothing was performed, shape (people, days)."""
        return self.slots - self.held[..., PERFORMED]


def ledger(of: Appointments, presence: Presence) -> Ledger:
    """Lays appointments into the slots of their person-days.

    Those performed come first, then unconfirmed, booked, no-shows and cancelled ones, each by their start. So while
    no more are performed than there are slots, slots = performed + unconfirmed + booked + no-shows and cancelled ones
    whose slot was not refilled + empty ones. Days that were not read have no slots, nor have people whose diaries were
    not: nobody knows what filled them.
    """
    slots = np.where(np.isin(presence.days, of.unread), 0, presence.slots())
    slots[of.unknown_people] = 0
    people, days = slots.shape
    day = np.searchsorted(presence.days, of.day)
    cell = of.person * days + day
    order = np.lexsort((of.row, of.source, of.start_us, of.state, cell))
    of, day, cell = _taken(of, order), day[order], cell[order]
    place = np.arange(cell.size) - np.searchsorted(cell, cell)
    has_slot = place < slots.ravel()[cell]
    counts = _counted(cell[has_slot], of.state[has_slot], people * days)
    every = _counted(cell, of.state, people * days)
    shape = (people, days)
    return Ledger(
        presence,
        slots,
        of,
        day,
        has_slot,
        held=counts.reshape(*shape, len(STATES)),
        performed=every[:, PERFORMED].reshape(shape),
        filled=every[:, : BOOKED + 1].sum(axis=1).reshape(shape),
    )


def appointments(
    snapshot: Snapshot,
    people: Sequence[Person],
    calendar: WorkCalendar,
    days: Int32s,
    *,
    past_is_performed: bool = False,
) -> Appointments:
    """The appointments of people on work days that follow each other, as known at the snapshot's instant.

    A row is known from `booked_at` on, and its state from `state_at` on; where the source does not say when, always,
    but an outcome from its start on. One that is booked still though its end (or start, without one) has passed is
    unconfirmed; `past_is_performed` takes it for performed. Days for which some diary was not read are left out, and
    counted under `unusable`: they would look as if nobody had ever booked them.
    """
    span_us, places = _span_us(calendar, days), places_of(snapshot.organisation.people, people)
    found = []
    for rank, (source, batch) in enumerate(snapshot.batches.items()):
        if "appointments" in batch.frames:
            rows = appointment_rows(batch, snapshot.at_us, calendar, span_us)
            settled = settled_states(rows, snapshot.at_us, past_is_performed=past_is_performed)
            code = codes_of(snapshot.organisation.people, source, rows.person)
            found.append(_of_source(rank, rows, settled, code, places[code]))
    unread = _unread(snapshot.batches.values(), calendar, days)
    refused, without = unread_people(snapshot, people), people_without(snapshot, people)
    unknown_people = np.union1d(refused, without)
    joined = [np.concatenate(column) for column in zip(*(one.columns for one in found), strict=True)]
    source_rank, row, person, start_us, end_us, state = joined or [np.zeros(0, np.int64)] * 6
    day = calendar.work_day_of(start_us)
    # a calendar that ends has no work day for what comes after its last one
    inside = np.isin(day, days) & ~np.isin(day, unread) & ~np.isin(person, unknown_people)
    return Appointments(
        source_rank[inside],
        row[inside],
        person[inside],
        day[inside],
        start_us[inside],
        end_us[inside],
        state[inside].astype(np.int8),
        dict(sum((one.strangers for one in found), Counter[str]())),
        (
            *_unusable_days(unread),
            *left_out_people(people, refused, without),
            *chain.from_iterable(one.unusable for one in found),
        ),
        unread,
        tuple(chain.from_iterable(one.left_out for one in found)),
        unknown_people,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _OfSource:
    """One source's appointments of the people asked about: rank, row, person, start, end and state; and its others."""

    columns: tuple[Int64s, ...]
    strangers: Counter[str]
    unusable: tuple[Unusable, ...]
    left_out: tuple[LeftOut, ...]


def _of_source(rank: int, rows: AppointmentRows, state: Int64s, code: Int64s, place: Int64s) -> _OfSource:
    """`code` says whose each row is on the board, `place` whose among the people asked about."""
    own = np.flatnonzero(place >= 0)
    columns = (rows.row, place, rows.start_us, rows.end_us, state)
    is_unknown, is_nobody = code == UNKNOWN, code == NOBODY
    unknown = (("diaries.strangers", rows.row[is_unknown]), ("diaries.nobody", rows.row[is_nobody]))
    return _OfSource(
        (np.full(own.size, rank), *(column[own] for column in columns)),
        Counter(name or "" for name in rows.person.filter(is_unknown | is_nobody).to_list()),
        rows.unusable,
        tuple(LeftOut(rank, why, which) for why, which in (*rows.left_out, *unknown)),
    )


def _unusable_days(unread: Int32s) -> tuple[Unusable, ...]:
    return (Unusable("appointments", words("diaries.unread", n=unread.size), unread.size),) if unread.size else ()


def diaries_read_us(batches: Iterable[Batch]) -> int:
    """The first instant of which it is known what fills diaries, by how far back their changes were read; 0 for all.

    What was entered for a day and not touched since is not among the changes of any time after, be the day past or to
    come: a day is known once all has been read that was changed from some weeks before it on.
    """
    read_us = [
        batch.since_us[name] for batch in batches for name in ("appointments", "absences") if name in batch.since_us
    ]
    return max(read_us) + ENTERED_US if read_us else 0


def _unread(batches: Collection[Batch], calendar: WorkCalendar, days: Int32s) -> Int32s:
    """The days that lie, if only in part, outside of what was read of any source's appointments or leave."""
    starts_us, ends_us = (begins_us(calendar, days + after) for after in (0, 1))
    is_unread = np.zeros(days.size, dtype=np.bool_)
    for batch in batches:
        if batch.frames.keys().isdisjoint(("appointments", "absences")):
            continue
        if batch.reach_us is not None:
            is_unread |= (starts_us < batch.reach_us[0]) | (ends_us > batch.reach_us[1])
    is_unread |= calendar.belongs_from_us(days) < diaries_read_us(batches)
    return days[is_unread]


def _taken(of: Appointments, order: NDArray[np.intp]) -> Appointments:
    """The same appointments in an order."""
    names = ("source", "row", "person", "day", "start_us", "end_us", "state")
    return replace(of, **{name: getattr(of, name)[order] for name in names})


def _counted(cell: NDArray[np.integer], state: Int8s, cells: int) -> Int64s:
    counts = np.bincount(cell * len(STATES) + state, minlength=cells * len(STATES))
    return counts.astype(np.int64).reshape(cells, len(STATES))


def _span_us(calendar: WorkCalendar, days: Int32s) -> tuple[int, int]:
    """The first instant that belongs to the first day, and the first that belongs to none of them any more."""
    if not days.size:
        return 0, 0
    first = int(np.searchsorted(calendar.work_days, days[0]))
    after = int(np.searchsorted(calendar.work_days, days[-1])) + 1
    begins_us = calendar.belongs_from_us(calendar.work_days[[first]])
    if after == calendar.work_days.size:
        return int(begins_us[0]), calendar.last_us
    return int(begins_us[0]), int(calendar.belongs_from_us(calendar.work_days[[after]])[0])
