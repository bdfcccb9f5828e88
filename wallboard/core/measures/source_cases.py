"""One source's cases and events as arrays: which rows can be used, which not and why, and whose each event is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_US
from wallboard.core.measures.filled import filled
from wallboard.core.measures.word_column import WordColumn, word_column
from wallboard.core.organisation import Organisation, State
from wallboard.core.records import CLOCK_LEEWAY_US, EVENT_KINDS, Batch, Unusable
from wallboard.core.words import words

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Places = NDArray[np.intp]
Bools = NDArray[np.bool_]

EXAMPLES = 20
FIELDS = ("type", "queue", "owner", "priority")
STATE_CODES: Mapping[State | None, int] = {"open": 0, "on-hold": 1, "closed": 2, "ignored": 3, None: 4}
STATE_EVENTS: Mapping[str, State] = {"closed": "closed", "reopened": "open", "merged": "ignored"}
UNKNOWN_US = np.iinfo(np.int64).min
"""An instant that the source does not tell."""

_WHY = (
    "",
    "unusable.no-opening",
    "unusable.in-future",
    "unusable.no-closing",
    "unusable.closed-before-opened",
)
_CLOSED = STATE_CODES["closed"]


@dataclass(frozen=True, slots=True, eq=False)
class SourceEvents:
    """The usable events of known cases in their order: `case` is the place of each one's case.

    `kind` is an index of EVENT_KINDS, −1 for none; `row` is the place where the source counts none.
    """

    case: Places
    at_us: Int64s
    row: Int64s
    kind: NDArray[np.int8]
    to: WordColumn
    is_date: Bools

    def of_kind(self, kind: str) -> Bools:
        """Which of them are of a kind."""
        are_such: Bools = self.kind == EVENT_KINDS.index(kind)
        return are_such

    def of(self, rows: Bools) -> "SourceEvents":
        """Some of them."""
        if rows.all():
            return self
        kept = np.flatnonzero(rows)
        case, at_us, row, kind = self.case[kept], self.at_us[kept], self.row[kept], self.kind[kept]
        return SourceEvents(case, at_us, row, kind, self.to.of(kept), self.is_date[kept])


@dataclass(frozen=True, slots=True, eq=False)
class SourceCases:
    """The usable cases: what their columns say, and what their events tell.

    `state` is a code of STATE_CODES; `closed_us` may be UNKNOWN_US. `has` tells for "status" and each field whether
    the case has a history of it. `is_dated`: an instant of it is a date without a time; `dated_us` is the first of
    its events that is one, UNKNOWN_US for none.
    """

    number: pl.Series
    shared_key: pl.Series
    status: WordColumn
    fields: Mapping[str, WordColumn]
    state: Int32s
    opened_us: Int64s
    closed_us: Int64s
    dated_us: Int64s
    is_dated: Bools
    has: Mapping[str, Bools]

    def of(self, rows: Bools) -> "SourceCases":
        """Some of them."""
        kept = np.flatnonzero(rows)
        return SourceCases(
            self.number.gather(kept),
            self.shared_key.gather(kept),
            self.status.of(kept),
            {kind: column.of(kept) for kind, column in self.fields.items()},
            self.state[kept],
            self.opened_us[kept],
            self.closed_us[kept],
            self.dated_us[kept],
            self.is_dated[kept],
            {kind: flags[kept] for kind, flags in self.has.items()},
        )

    @property
    def is_held_without_history(self) -> Bools:
        """Whether the case is on hold, since nobody knows when."""
        are_held: Bools = ~self.has["status"] & (self.state == STATE_CODES["on-hold"])
        return are_held


@dataclass(frozen=True, slots=True, eq=False)
class SourceRows:
    """The usable cases of a source, the events of theirs (`case`: their place), and the rows that cannot be used."""

    cases: SourceCases
    events: SourceEvents
    unusable: tuple[Unusable, ...]


def source_rows(organisation: Organisation, source: str, batch: Batch) -> SourceRows:
    """A source's rows, in their order; the last row of a case's number counts."""
    frame = batch.frame("events")
    at_us = instants(frame["at"])
    is_late = at_us > batch.clock_us + CLOCK_LEEWAY_US
    is_usable = (at_us != UNKNOWN_US) & ~is_late
    rows = _rows(batch, frame["number"].filter(pl.Series(is_usable)))
    case = _places_of(frame["number"], rows["number"])
    events = _events(frame, at_us, case).of(is_usable & (case >= 0))
    cases = _cases(organisation, source, batch, rows, events)
    why = _why(cases, _flags(rows["closed_is_date"]), batch.clock_us)
    is_kept = why == 0
    reasons = [(_WHY[code], np.flatnonzero(why == code)) for code in dict.fromkeys(why[~is_kept].tolist())]
    unusable = (
        *(named("cases", reason, cases.number.gather(of)) for reason, of in reasons),
        *_named_rows("unusable.event-in-future", frame["number"], is_late),
        *_named_rows("unusable.unknown-case", frame["number"], is_usable & (case < 0)),
    )
    if not is_kept.all():
        place = np.cumsum(is_kept) - 1
        events = events.of(is_kept[events.case])
        cases, events = cases.of(is_kept), replace(events, case=place[events.case])
    return SourceRows(cases, events, unusable)


def named(resource: str, why: str, numbers: pl.Series) -> Unusable:
    """Rows that are left out or in doubt for one reason, a sentence's key: how many, and the first by number."""
    count = numbers.len()
    examples = numbers.unique(maintain_order=True).head(EXAMPLES).to_list()
    return Unusable(resource, words(why, n=count), count, tuple(examples))


def _named_rows(why: str, numbers: pl.Series, are_such: Bools) -> Iterator[Unusable]:
    if are_such.any():
        yield named("events", why, numbers.gather(np.flatnonzero(are_such)))


def instants(column: pl.Series) -> Int64s:
    """Microseconds UTC, UNKNOWN_US for none."""
    return filled(column, UNKNOWN_US)


def _flags(column: pl.Series) -> Bools:
    return filled(column, missing=False)


def _rows(batch: Batch, told: pl.Series) -> pl.DataFrame:
    """The rows of all cases, each number once; where a source brings events alone, those that are `told` by them."""
    cases = batch.frame("cases").unique("number", keep="last", maintain_order=True)
    if "cases" in batch.frames:
        return cases
    return pl.concat([cases, told.unique(maintain_order=True).to_frame("number")], how="diagonal")


def _places_of(number: pl.Series, numbers: pl.Series) -> Places:
    """Where each number stands among others, −1 for nowhere; quick where equal ones follow each other."""
    if number.is_empty():
        return np.empty(0, dtype=np.intp)
    run = number.rle_id().to_numpy()
    heads = np.flatnonzero(np.diff(run, prepend=-1))
    first = number[heads]
    if not first.null_count() and first.equals(numbers):  # as where every case's opening is told as an event too
        return run.astype(np.intp)
    known = numbers.to_frame("number").with_row_index("place")
    found = first.to_frame("number").join(known, on="number", how="left", maintain_order="left")
    places: Places = filled(found["place"].cast(pl.Int64), -1)[run]
    return places


def _events(frame: pl.DataFrame, at_us: Int64s, case: Places) -> SourceEvents:
    row = frame.select(pl.coalesce("row", pl.int_range(pl.len(), dtype=pl.Int64))).to_series().to_numpy()
    kind = filled(frame["kind"].to_physical().cast(pl.Int8), -1)
    return SourceEvents(case, at_us, row, kind, word_column(frame["to"]), _flags(frame["is_date"]))


def _cases(
    organisation: Organisation, source: str, batch: Batch, rows: pl.DataFrame, events: SourceEvents
) -> SourceCases:
    """All cases of a source, whether they can be used or not."""
    count = rows.height
    opened_us = instants(rows["opened_at"])
    told_us = _earliest(events, events.of_kind("opened"), count)
    closed_us = instants(rows["closed_at"])
    told = _told(events, count)
    has = {kind: told[EVENT_KINDS.index(kind)] for kind in ("status", *FIELDS)}
    for kind in STATE_EVENTS:
        has["status"] |= told[EVENT_KINDS.index(kind)]
    status = word_column(rows["status"])
    is_known = closed_us != UNKNOWN_US
    if "status" in batch.mapped.get("cases", frozenset()):
        state = states_of(organisation, source, status)
        # a status word that is missing says nothing: then a closing time closes
        state = np.where((status.place < 0) & is_known, _CLOSED, state).astype(np.int32)
    else:
        state = np.where(is_known, _CLOSED, STATE_CODES["open"]).astype(np.int32)
    return SourceCases(
        rows["number"],
        rows["shared_key"],
        status,
        {kind: word_column(rows[kind]) for kind in FIELDS},
        state,
        np.where(opened_us == UNKNOWN_US, told_us, opened_us),
        closed_us,
        _earliest(events, events.is_date, count),
        _flags(rows["opened_is_date"]) | _flags(rows["closed_is_date"]),
        has,
    )


def states_of(organisation: Organisation, source: str, column: WordColumn) -> Int32s:
    """The state codes of status words; a missing word is unmapped."""
    statuses = organisation.statuses
    return column.each(lambda word: STATE_CODES[statuses.state_of(word, source)], STATE_CODES[None])


def _earliest(events: SourceEvents, are_such: Bools, count: int) -> Int64s:
    """The first instant of such events of each case, UNKNOWN_US for none."""
    latest = np.iinfo(np.int64).max
    first_us = np.full(count, latest)
    which = np.flatnonzero(are_such)
    np.minimum.at(first_us, events.case[which], events.at_us[which])
    first_us[first_us == latest] = UNKNOWN_US
    return first_us


def _told(events: SourceEvents, count: int) -> Bools:
    """Of which kinds each case has events, shape (kinds + 1, count): the last for those of no kind."""
    found = np.zeros((len(EVENT_KINDS) + 1, count), dtype=np.bool_)
    found[events.kind, events.case] = True
    return found


def _why(cases: SourceCases, closed_is_date: Bools, clock_us: int) -> NDArray[np.int8]:
    """Why a case cannot be used, as an index of _WHY; 0 where it can.

    A closing known as a date only may stand before the time of an opening on the same day.
    """
    latest_us = clock_us + CLOCK_LEEWAY_US
    is_told = cases.closed_us != UNKNOWN_US
    is_closed = ~cases.has["status"] & (cases.state == _CLOSED)
    is_same_date = closed_is_date & is_told & (cases.closed_us > cases.opened_us - DAY_US)
    reasons = {
        "unusable.no-opening": cases.opened_us == UNKNOWN_US,
        "unusable.in-future": cases.opened_us > latest_us,
        "unusable.no-closing": is_closed & ~is_told,
        "unusable.closed-before-opened": is_closed & (cases.closed_us < cases.opened_us) & ~is_same_date,
    }
    why = np.where(is_closed & (cases.closed_us > latest_us), _WHY.index("unusable.in-future"), 0)
    for reason, are_such in reversed(reasons.items()):
        why = np.where(are_such, _WHY.index(reason), why)
    return why.astype(np.int8)
