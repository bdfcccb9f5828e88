"""One source's appointments: its rows as known at an instant, what each of them is, and those that tell nothing."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.filled import filled
from wallboard.core.measures.whole_days import days_of, placed_us
from wallboard.core.measures.word_column import word_column
from wallboard.core.records import CLOCK_LEEWAY_US, Batch, Unusable
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US, WorkCalendar

Bools = NDArray[np.bool_]
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
class AppointmentRows:
    """A source's usable rows that start within a span and are known at an instant; the state is the source's word.

    person: the source's word for whose diary it is; end_us: NEVER_US where it does not say; `unusable` counts its rows
    that tell nothing, and `left_out` are their places in the frame, by the reason's key.
    """

    row: Int64s
    person: pl.Series
    start_us: Int64s
    end_us: Int64s
    state: Int64s
    state_us: Int64s
    unusable: tuple[Unusable, ...]
    left_out: tuple[tuple[str, Int64s], ...]


def appointment_rows(batch: Batch, at_us: int, calendar: WorkCalendar, span_us: tuple[int, int]) -> AppointmentRows:
    """What a source's appointments say that start within a span [from, until), as known at an instant."""
    frame = batch.frame("appointments")
    start_us, end_us, booked_us, state_us = _instants(frame)
    state = _states(frame["state"])
    is_last = last_of_each(frame["id"])
    counts = (booked_us <= at_us) & is_last
    ends_before = (start_us != _NO_US) & (end_us < start_us)
    is_future = booked_us > batch.clock_us + CLOCK_LEEWAY_US
    reasons = (
        ("unusable.appointment-start", counts & (start_us == _NO_US)),
        ("unusable.appointment-future", is_future & is_last),
        ("unusable.appointment-state", counts & (state == _NO_STATE)),
        ("unusable.appointment-order", counts & ends_before),
    )
    is_usable = (start_us != _NO_US) & ~is_future & ~ends_before & (state != _NO_STATE)
    start_us, end_us = placed_us(calendar, start_us, end_us, days_of(frame["start_on"]), days_of(frame["end_on"]))
    is_inside = (start_us >= span_us[0]) & (start_us < span_us[1])
    rows = np.flatnonzero(counts & is_inside & is_usable)
    return AppointmentRows(
        rows,
        frame["person"].gather(rows),
        start_us[rows],
        end_us[rows],
        state[rows],
        state_us[rows],
        _unusable(frame["id"], reasons),
        tuple((why, np.flatnonzero(mask)) for why, mask in reasons),
    )


def settled_states(rows: AppointmentRows, at_us: int, *, past_is_performed: bool) -> Int64s:
    """What each appointment is at an instant; `past_is_performed`: one that is booked and ended was performed."""
    # where nobody says since when, a visit is performed or missed from its start on, and not before
    is_outcome = (rows.state == PERFORMED) | (rows.state == NO_SHOW)
    since_us = np.where(is_outcome & (rows.state_us == _NO_US), rows.start_us, rows.state_us)
    state = np.where(since_us <= at_us, rows.state, BOOKED)
    ended_us = np.where(rows.end_us == NEVER_US, rows.start_us, rows.end_us)
    state[(state == BOOKED) & (ended_us <= at_us)] = PERFORMED if past_is_performed else UNCONFIRMED
    return state


def _instants(frame: pl.DataFrame) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Start, end, booking and the state's beginning as µs UTC."""
    columns = (("start_at", _NO_US), ("end_at", NEVER_US), ("booked_at", _NO_US), ("state_at", _NO_US))
    start_us, end_us, booked_us, state_us = (filled(frame[name], missing) for name, missing in columns)
    return start_us, end_us, booked_us, state_us


def _states(column: pl.Series) -> Int64s:
    """The states' codes; a missing one is booked, a word that is none _NO_STATE."""
    return word_column(column).each(lambda word: _CODES.get(word, _NO_STATE), BOOKED).astype(np.int64)


def last_of_each(ids: pl.Series) -> Bools:
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
