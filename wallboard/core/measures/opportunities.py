"""Opportunities that wait for their first appointment: how many, how long, and how fast they are released."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.left_out import LeftOut, by_reason
from wallboard.core.measures.people import NOBODY, UNKNOWN, codes_of
from wallboard.core.measures.sales_coverage import is_mapped
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
_STEPS = ("created", "released", "won", "lost")


@dataclass(frozen=True, slots=True, eq=False)
class Opportunities:
    """Opportunities as known at an instant, one entry each.

    source: rank among the snapshot's batches; row: of the source's frame; coordinator: place among the board's people,
    NOBODY or UNKNOWN; released_us, won_us, lost_us: NEVER_US for what has not happened by then; released_us may be
    UNDATED_US. wait_us: work time from the creation to whatever ended the wait, else to the instant.
    `left_out` are the rows that could not be used.
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
        return (self.released_us >= from_us) & (self.released_us <= to_us)

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
    first = first_bookings(snapshot)
    parts: list[tuple[Int64s, ...]] = []
    unusable: list[Unusable] = []
    left_out: list[LeftOut] = []
    for rank, (source, batch) in enumerate(snapshot.batches.items()):
        if "opportunities" not in batch.frames:
            continue
        rows, barred = _rows(batch, first, snapshot.at_us)
        unusable += _unusable(barred)
        left_out += by_reason(rank, barred)
        coordinator = _coordinators(snapshot.organisation, source, batch, rows)
        instants = [_until(rows[f"{name}_us"].to_numpy(), snapshot.at_us) for name in _STEPS[1:]]
        parts.append(
            (np.full(rows.height, rank), rows["row"].to_numpy(), coordinator, rows["created_us"].to_numpy(), *instants)
        )
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.zeros(0, np.int64)] * 7
    of_rank, row, coordinator, created_us, released_us, won_us, lost_us = joined
    ended_us = np.minimum(np.minimum(released_us, won_us), np.minimum(lost_us, snapshot.at_us))
    wait_us = calendar.between_us(created_us, np.maximum(ended_us, created_us))
    columns = (of_rank, row, coordinator, created_us, released_us, won_us, lost_us, wait_us)
    return Opportunities(*columns, tuple(unusable), tuple(left_out))


def first_bookings(snapshot: Snapshot) -> pl.DataFrame:
    """When the first appointment of each opportunity was booked, known at the instant: `number`, `booked_us`.

    UNDATED_US where an appointment's booking has no instant.
    """
    frames = [
        batch.frame("appointments").select(
            number="opportunity", booked_us=pl.col("booked_at").to_physical().fill_null(UNDATED_US)
        )
        for batch in snapshot.batches.values()
        if "appointments" in batch.frames
    ]
    if not frames:
        return pl.DataFrame(schema={"number": pl.String, "booked_us": pl.Int64})
    known = pl.concat(frames).filter(pl.col("number").is_not_null() & (pl.col("booked_us") <= snapshot.at_us))
    return known.group_by("number").agg(pl.col("booked_us").min())


def _rows(batch: Batch, first: pl.DataFrame, at_us: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A source's usable rows with their instants (µs, NEVER_US for none), and those that cannot be used, with `why`."""
    frame = batch.frame("opportunities").with_row_index("row")
    latest_us = batch.clock_us + CLOCK_LEEWAY_US
    rows = (
        frame.with_columns(
            pl.col("row").cast(pl.Int64), **{f"{name}_us": pl.col(f"{name}_at").to_physical() for name in _STEPS}
        )
        .filter(pl.col("number").is_last_distinct() | pl.col("number").is_null())
        .filter((pl.col("created_us").fill_null(UNDATED_US) <= at_us) | (pl.col("created_us") > latest_us))
        .with_columns(why=_why(latest_us))
        .join(first, on="number", how="left", maintain_order="left")
    )
    usable = rows.filter(pl.col("why").is_null()).with_columns(
        released_us=pl.coalesce("released_us", _from_creation(), pl.lit(NEVER_US)),
        won_us=pl.col("won_us").fill_null(NEVER_US),
        lost_us=pl.col("lost_us").fill_null(NEVER_US),
    )
    return usable, rows.filter(pl.col("why").is_not_null())


def _from_creation() -> pl.Expr:
    """The first booking, not before the creation: an appointment may be entered before its opportunity is."""
    is_dated = pl.col("booked_us") != UNDATED_US
    return pl.when(is_dated).then(pl.max_horizontal("booked_us", "created_us")).otherwise("booked_us")


def _why(latest_us: int) -> pl.Expr:
    """Why an opportunity cannot be used, as a sentence's key; null where it can."""
    instants = [f"{name}_us" for name in _STEPS]
    return (
        pl.when(pl.col("created_us").is_null())
        .then(pl.lit("unusable.opportunity-created"))
        .when(pl.any_horizontal(pl.col(name) < pl.col("created_us") for name in instants[1:]))
        .then(pl.lit("unusable.opportunity-order"))
        .when(pl.any_horizontal(pl.col(name) > latest_us for name in instants))
        .then(pl.lit("unusable.opportunity-future"))
        .otherwise(pl.lit(None, pl.String))
    )


def _unusable(rows: pl.DataFrame) -> list[Unusable]:
    if rows.is_empty():
        return []
    found = rows.group_by("why", maintain_order=True).agg(count=pl.len(), examples=pl.col("number").head(_EXAMPLES))
    return [
        Unusable("opportunities", words(why, n=count), count, tuple(examples))
        for why, count, examples in found.iter_rows()
    ]


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

    Before the work day of the earliest creation nothing is known: those are no days without releases.
    """
    if not pile.created_us.size:
        return 0.0
    known = calendar.work_day_of(np.array([pile.created_us.min()], dtype=np.int64))[0]
    counted = last_days(calendar, at_us, days)
    return float(passed(calendar, counted[counted >= known], at_us).sum())


def days_a_release(pile: Opportunities, calendar: WorkCalendar, at_us: int) -> float | None:
    """Work days for each release of the window; None without a release, and while none of its time has passed."""
    releases = int(np.count_nonzero(pile.released_in(*window_us(calendar, at_us))))
    return (days_passed(pile, calendar, at_us) / releases or None) if releases else None


def on_day(calendar: WorkCalendar, instants_us: Int64s, day: int) -> Bools:
    """Which instants belong to a work day; none of those that are no instants."""
    is_instant = (instants_us != NEVER_US) & (instants_us != UNDATED_US)
    is_of_day: Bools = is_instant & (calendar.work_day_of(np.where(is_instant, instants_us, 0)) == day)
    return is_of_day
