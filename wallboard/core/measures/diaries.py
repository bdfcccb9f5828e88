"""The appointments of salespeople day by day: which slots they fill, and why the others are unfilled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.filled import filled
from wallboard.core.measures.left_out import LeftOut
from wallboard.core.measures.people import NOBODY, UNKNOWN, codes_of, places_of
from wallboard.core.measures.presence import Presence
from wallboard.core.measures.whole_days import begins_us, days_of, placed_us
from wallboard.core.organisation import Person
from wallboard.core.records import CLOCK_LEEWAY_US, Batch, Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US, WorkCalendar

Bools = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

PERFORMED, UNCONFIRMED, BOOKED, NO_SHOW, CANCELLED = range(5)
"""What an appointment is, in the order in which appointments fill a day's slots."""

LIVING = (PERFORMED, UNCONFIRMED, BOOKED)
"""Those that fill a slot: they took place, or may have, or are still to come."""

STATES = ("performed", "unconfirmed", "booked", "no-show", "cancelled")

_CODES = {name: code for code, name in enumerate(STATES) if code != UNCONFIRMED}
_NO_STATE = -1
_NO_US = -(1 << 62)
_EXAMPLES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Appointments:
    """The appointments of people in a span of work days, as known at an instant; one entry each.

    source: rank among the snapshot's batches; row: of the source's frame; person: place among the people asked about;
    day: the work day of its start; end_us: NEVER_US where the source does not say. Those for whole days begin and end
    with the work days of their dates.
    `strangers` counts those of people whom the board does not know, by the source's word for them ("" for none);
    `left_out` are their rows, and those that could not be used.
    unread: the work days of the span for which some diary was not read.
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
    whose slot was not refilled + empty ones. Days that were not read have no slots: nobody knows what filled them.
    """
    slots = np.where(np.isin(presence.days, of.unread), 0, presence.slots())
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
    span_us = _span_us(calendar, days)
    everybody = snapshot.organisation.people
    places = places_of(everybody, people)
    parts: list[tuple[Int64s, ...]] = []
    strangers: Counter[str] = Counter()
    unread = _unread(snapshot.batches.values(), calendar, days)
    unusable = [Unusable("appointments", words("diaries.unread", n=unread.size), unread.size)] if unread.size else []
    left_out: list[LeftOut] = []
    for rank, (source, batch) in enumerate(snapshot.batches.items()):
        if "appointments" not in batch.frames:
            continue
        rows = _rows(batch, snapshot.at_us, calendar, span_us)
        unusable += rows.unusable
        code = codes_of(everybody, source, rows.person)
        strangers.update(name or "" for name in rows.person.filter((code == UNKNOWN) | (code == NOBODY)).to_list())
        unknown = (("diaries.strangers", rows.row[code == UNKNOWN]), ("diaries.nobody", rows.row[code == NOBODY]))
        left_out += [LeftOut(rank, why, which) for why, which in (*rows.left_out, *unknown)]
        own = np.flatnonzero(places[code] >= 0)
        state = _settled(rows, snapshot.at_us, past_is_performed=past_is_performed)
        columns = (rows.row, rows.start_us, rows.end_us, state)
        parts.append((np.full(own.size, rank), places[code[own]], *(column[own] for column in columns)))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.zeros(0, np.int64)] * 6
    day = calendar.work_day_of(joined[3])
    # a calendar that ends has no work day for what comes after its last one
    inside = np.isin(day, days) & ~np.isin(day, unread)
    source_rank, person, row, start_us, end_us, state = (column[inside] for column in joined)
    return Appointments(
        source_rank,
        row,
        person,
        day[inside],
        start_us,
        end_us,
        state.astype(np.int8),
        dict(strangers),
        tuple(unusable),
        unread,
        tuple(left_out),
    )


def _unread(batches: Iterable[Batch], calendar: WorkCalendar, days: Int32s) -> Int32s:
    """The days that lie, if only in part, outside of what was read of any source's appointments or leave."""
    starts_us, ends_us = (begins_us(calendar, days + after) for after in (0, 1))
    is_unread = np.zeros(days.size, dtype=np.bool_)
    for batch in batches:
        if batch.reach_us is not None and not batch.frames.keys().isdisjoint(("appointments", "absences")):
            is_unread |= (starts_us < batch.reach_us[0]) | (ends_us > batch.reach_us[1])
    return days[is_unread]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """A source's usable rows that start within a span and are known at an instant; the state is the source's word."""

    row: Int64s
    person: pl.Series
    start_us: Int64s
    end_us: Int64s
    state: Int64s
    state_us: Int64s
    unusable: tuple[Unusable, ...]
    left_out: tuple[tuple[str, Int64s], ...]


def _rows(batch: Batch, at_us: int, calendar: WorkCalendar, span_us: tuple[int, int]) -> _Rows:
    frame = batch.frame("appointments")
    start_us, end_us, booked_us, state_us = _instants(frame)
    state = _states(frame["state"])
    counts = (booked_us <= at_us) & _is_last(frame["id"])
    ends_before = (start_us != _NO_US) & (end_us < start_us)
    is_future = booked_us > batch.clock_us + CLOCK_LEEWAY_US
    reasons = (
        ("unusable.appointment-start", counts & (start_us == _NO_US)),
        ("unusable.appointment-future", is_future & _is_last(frame["id"])),
        ("unusable.appointment-state", counts & (state == _NO_STATE)),
        ("unusable.appointment-order", counts & ends_before),
    )
    is_usable = (start_us != _NO_US) & ~is_future & ~ends_before & (state != _NO_STATE)
    start_us, end_us = placed_us(calendar, start_us, end_us, days_of(frame["start_on"]), days_of(frame["end_on"]))
    is_inside = (start_us >= span_us[0]) & (start_us < span_us[1])
    rows = np.flatnonzero(counts & is_inside & is_usable)
    return _Rows(
        rows,
        frame["person"].gather(rows),
        start_us[rows],
        end_us[rows],
        state[rows],
        state_us[rows],
        _unusable(frame["id"], reasons),
        tuple((why, np.flatnonzero(mask)) for why, mask in reasons),
    )


def _settled(rows: _Rows, at_us: int, *, past_is_performed: bool) -> Int64s:
    """What each appointment is at an instant."""
    # where nobody says since when, a visit is performed or missed from its start on, and not before
    is_outcome = (rows.state == PERFORMED) | (rows.state == NO_SHOW)
    since_us = np.where(is_outcome & (rows.state_us == _NO_US), rows.start_us, rows.state_us)
    state = np.where(since_us <= at_us, rows.state, BOOKED)
    ended_us = np.where(rows.end_us == NEVER_US, rows.start_us, rows.end_us)
    state[(state == BOOKED) & (ended_us <= at_us)] = PERFORMED if past_is_performed else UNCONFIRMED
    return state


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


def _instants(frame: pl.DataFrame) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Start, end, booking and the state's beginning as µs UTC."""
    columns = (("start_at", _NO_US), ("end_at", NEVER_US), ("booked_at", _NO_US), ("state_at", _NO_US))
    start_us, end_us, booked_us, state_us = (filled(frame[name], missing) for name, missing in columns)
    return start_us, end_us, booked_us, state_us


def _states(column: pl.Series) -> Int64s:
    """The states' codes; a missing one is booked, a word that is none _NO_STATE."""
    given = column.unique().drop_nulls().to_list()
    if not given:
        return np.full(column.len(), BOOKED, dtype=np.int64)
    new = [_CODES.get(word, _NO_STATE) for word in given]
    codes = column.replace_strict(given, new, default=None, return_dtype=pl.Int64)
    return codes.fill_null(BOOKED).to_numpy().copy()


def _is_last(ids: pl.Series) -> Bools:
    """Of several rows with one id the last counts; a row without an id stands for itself."""
    is_last: Bools = ids.is_last_distinct().to_numpy() | ids.is_null().to_numpy()
    return is_last


def _unusable(ids: pl.Series, reasons: tuple[tuple[str, Bools], ...]) -> tuple[Unusable, ...]:
    found = []
    for why, mask in reasons:
        count = int(np.count_nonzero(mask))
        if count:
            examples = ids.filter(pl.Series(mask)).drop_nulls().head(_EXAMPLES).to_list()
            found.append(Unusable("appointments", words(why, n=count), count, tuple(examples)))
    return tuple(found)
