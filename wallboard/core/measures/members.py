"""The sources' rows brought to one table of cases and one of changes, with codes for words; unusable rows counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.people import words_of
from wallboard.core.measures.source_cases import (
    EXAMPLES,
    FIELDS,
    STATE_CODES,
    STATE_EVENTS,
    UNKNOWN_US,
    SourceCases,
    SourceEvents,
    named,
    source_rows,
    states_of,
)
from wallboard.core.measures.word_column import WordColumn
from wallboard.core.organisation import Organisation, folded
from wallboard.core.records import EVENT_KINDS, Batch, Unusable
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

KINDS = ("opening", "status", "queue", "owner", "type", "priority")
NEVER_BEFORE_US = -(1 << 62)

NameOf = Callable[[str], str]

# By index of EVENT_KINDS: what kind of change an event is (−1: none), and which of a row's is the later; an event of
# no kind has the last place of both.
_KIND_OF_EVENT = np.array(
    [*(-1 if one == "opened" else KINDS.index("status" if one in STATE_EVENTS else one) for one in EVENT_KINDS), -1],
    dtype=np.int8,
)
_RANK_OF_EVENT = np.array(
    [*([*STATE_EVENTS].index(one) + 1 if one in STATE_EVENTS else 0 for one in EVENT_KINDS), 0], dtype=np.int8
)


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What happened: to which member, as which source (rank) says, when, in which of its rows.

    `kind` is an index of KINDS; `value` a code of the field's names, −1 for none; of a status (code of its word + 1)
    × 8 + its state's code. Of changes of one kind in one row that with the higher `rank` is the later.
    """

    member: Int64s
    source: Int64s
    at_us: Int64s
    row: Int64s
    kind: Int8s
    value: Int32s
    rank: Int8s


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """One row a case of a source (member 0…n−1), and one a change.

    `source` (rank), `number`, `shared_key`, `opened_us`, `hours_until_us` (from then on its hours are unknown), and
    `stated`: the codes that the source states of a field without a history (−1: none, or it has a history).
    `unusable` are each source's; `doubts` name rows that count, but not for all (hours unknown, a type not listed);
    `unmapped` are status words that nobody mapped: source, word, on how many rows. `keeps` are the ranks of the
    sources that keep a history of a field, or of "status".
    """

    source: Int64s
    number: pl.Series
    shared_key: pl.Series
    opened_us: Int64s
    hours_until_us: Int64s
    stated: Mapping[str, Int32s]
    changes: Changes
    sources: tuple[str, ...]
    words: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    unusable: Mapping[str, tuple[Unusable, ...]]
    doubts: Mapping[str, tuple[Unusable, ...]]
    unmapped: tuple[tuple[str, str, int], ...]
    keeps: Mapping[str, frozenset[int]]


def members_of(organisation: Organisation, batches: Mapping[str, Batch]) -> Members:
    """All rows of all sources, in their order."""
    codes = _codes(organisation)
    found: list[_Of] = []
    unusable: dict[str, tuple[Unusable, ...]] = {}
    doubts: dict[str, tuple[Unusable, ...]] = {}
    unmapped: list[tuple[str, str, int]] = []
    for rank, (source, batch) in enumerate(batches.items()):
        if batch.frames.keys().isdisjoint(("cases", "events")):
            unusable[source], doubts[source] = batch.unusable, ()
            continue
        rows = source_rows(organisation, source, batch)
        cases, events = rows.cases, rows.events
        first = found[-1].until if found else 0
        found.append(_Of(rank, first, cases, *_coded(organisation, source, (cases, events), codes, (rank, first))))
        unusable[source] = batch.unusable + rows.unusable
        doubts[source] = tuple(_doubts(organisation, cases, events))
        unmapped += _unmapped(organisation, source, cases, events)
    return Members(
        source=_joined([np.full(one.cases.opened_us.size, one.rank) for one in found], np.int64),
        number=pl.concat([pl.Series("number", [], pl.String), *(one.cases.number for one in found)]),
        shared_key=pl.concat([pl.Series("shared_key", [], pl.String), *(one.cases.shared_key for one in found)]),
        opened_us=_joined([one.cases.opened_us for one in found], np.int64),
        hours_until_us=_joined([_hours_until_us(one.cases) for one in found], np.int64),
        stated={kind: _joined([one.stated[kind] for one in found], np.int32) for kind in FIELDS},
        changes=_all_changes([part for one in found for part in one.changes]),
        sources=tuple(batches),
        words=tuple(codes["status"]),
        names={kind: tuple(codes[kind]) for kind in FIELDS},
        unusable=unusable,
        doubts=doubts,
        unmapped=tuple(unmapped),
        keeps=_keeping(batches),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Of:
    """What one source, by its rank, brings: its cases are the members from `first` on."""

    rank: int
    first: int
    cases: SourceCases
    stated: Mapping[str, Int32s]
    changes: list[Changes]

    @property
    def until(self) -> int:
        return self.first + self.cases.opened_us.size


def _joined(parts: Sequence[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
    """All parts, of one type also where there is none."""
    return np.concatenate([np.empty(0, kind), *parts]).astype(kind, copy=False)


def _all_changes(parts: Sequence[Changes]) -> Changes:
    return Changes(
        _joined([part.member for part in parts], np.int64),
        _joined([part.source for part in parts], np.int64),
        _joined([part.at_us for part in parts], np.int64),
        _joined([part.row for part in parts], np.int64),
        _joined([part.kind for part in parts], np.int8),
        _joined([part.value for part in parts], np.int32),
        _joined([part.rank for part in parts], np.int8),
    )


def _keeping(batches: Mapping[str, Batch]) -> dict[str, frozenset[int]]:
    """The ranks of the sources that keep a history of a field, and of "status"."""
    brought = [_brought(batch) for batch in batches.values()]
    mapped = [batch.mapped.get("events", frozenset()) for batch in batches.values()]
    told_by = {name: {name, *(STATE_EVENTS if name == "status" else ())} for name in ("status", *FIELDS)}
    return {
        name: frozenset(rank for rank in range(len(brought)) if name in mapped[rank] or kinds & brought[rank])
        for name, kinds in told_by.items()
    }


def _brought(batch: Batch) -> frozenset[str]:
    """The kinds of a batch's events."""
    codes = batch.frame("events")["kind"].to_physical().drop_nulls().to_numpy()
    counts = np.bincount(codes, minlength=len(EVENT_KINDS))
    return frozenset(EVENT_KINDS[code] for code in np.flatnonzero(counts).tolist())


def _codes(organisation: Organisation) -> dict[str, dict[str, int]]:
    """Codes by kind and name: the board's lists in their order; others follow as they appear."""
    listed: Mapping[str, Iterable[str]] = {
        "type": [case_type.name for case_type in organisation.types],
        "queue": [queue.name for queue in organisation.queues],
    }
    return {kind: {name: code for code, name in enumerate(listed.get(kind, ()))} for kind in (*FIELDS, "status")}


def _meanings(organisation: Organisation, source: str) -> dict[str, NameOf]:
    """What a source's own words for queues and people stand for: the board's names, else the word itself."""
    queues = {word: queue.name for queue in organisation.queues for word in queue.also.get(source, ())}
    people = {word: organisation.people[place].name for word, place in words_of(organisation.people, source).items()}
    return {
        "queue": lambda word: queues.get(word, word),
        "owner": lambda word: people.get(folded(word), word),
    }


def _code_of(column: WordColumn, codes: dict[str, int], name_of: NameOf = str) -> Int32s:
    """The codes of a column of names, −1 for none; a new name takes the next code."""
    return column.each(lambda word: codes.setdefault(name_of(word), len(codes)), -1)


def _hours_until_us(cases: SourceCases) -> Int64s:
    """From when on a case's work hours are unknown."""
    known_us = np.maximum(np.where(cases.dated_us == UNKNOWN_US, NEVER_US, cases.dated_us), cases.opened_us)
    return np.where(cases.is_dated | cases.is_held_without_history, NEVER_BEFORE_US, known_us)


def _coded(
    organisation: Organisation,
    source: str,
    rows: tuple[SourceCases, SourceEvents],
    codes: Mapping[str, dict[str, int]],
    place: tuple[int, int],
) -> tuple[dict[str, Int32s], list[Changes]]:
    """The fields that cases state without a history; and every change: openings, events, and what cases alone say.

    The status is that of the events where a case has any, else what its columns say. `place` is the source's rank and
    the number of its first member.
    """
    cases, events = rows
    meanings = _meanings(organisation, source)
    stated = {}
    for name, column in cases.fields.items():
        known = _code_of(column, codes[name], meanings.get(name, str))
        stated[name] = np.where(cases.has[name], -1, known).astype(np.int32)
    told = events.of(_KIND_OF_EVENT[events.kind] >= 0)
    kind = _KIND_OF_EVENT[told.kind]
    value = np.full(kind.size, -1, dtype=np.int32)
    is_status = np.flatnonzero(told.of_kind("status"))
    word = told.to.of(is_status)
    value[is_status] = (_code_of(word, codes["status"]) + 1) * 8 + states_of(organisation, source, word)
    for event, meaning in STATE_EVENTS.items():
        value[np.flatnonzero(told.of_kind(event))] = STATE_CODES[meaning]
    silent = _silent(cases, codes["status"], place)
    for name in FIELDS:
        is_such = np.flatnonzero(told.of_kind(name))
        value[is_such] = _code_of(told.to.of(is_such), codes[name], meanings.get(name, str))
    every = np.arange(cases.opened_us.size)
    openings = _changes(place, (every, cases.opened_us, -1), KINDS.index("opening"), STATE_CODES["open"])
    changes = _changes(place, (told.case, told.at_us, told.row), kind, value, _RANK_OF_EVENT[told.kind])
    return stated, [openings, changes, silent]


def _silent(cases: SourceCases, codes: dict[str, int], place: tuple[int, int]) -> Changes:
    """The status that cases without a history of it have by their columns."""
    which = np.flatnonzero(~cases.has["status"])
    state, opened_us, closed_us = cases.state[which], cases.opened_us[which], cases.closed_us[which]
    since_us = np.where(state == STATE_CODES["closed"], np.maximum(closed_us, opened_us), opened_us)
    value = (_code_of(cases.status.of(which), codes) + 1) * 8 + state
    return _changes(place, (which, since_us, 0), KINDS.index("status"), value)


def _changes(
    place: tuple[int, int],
    told: tuple[NDArray[np.intp], Int64s, Int64s | int],
    kind: Int8s | int,
    value: Int32s | int,
    rank: Int8s | int = 0,
) -> Changes:
    """Changes of cases at instants as rows tell them; what is one number is that of all."""
    case, at_us, row = told
    source, first = place

    def each(number: Int64s | Int32s | Int8s | int, of: type[Any]) -> NDArray[Any]:
        return np.broadcast_to(np.asarray(number, dtype=of), case.size)

    return Changes(
        case + first,
        each(source, np.int64),
        at_us,
        each(row, np.int64),
        each(kind, np.int8),
        each(value, np.int32),
        each(rank, np.int8),
    )


def _doubts(organisation: Organisation, cases: SourceCases, events: SourceEvents) -> Iterator[Unusable]:
    """What is amiss with cases that count: their hours are unknown, or nobody listed their type."""
    are_dated = cases.is_dated | (cases.dated_us != UNKNOWN_US)
    for why, are_such in (("doubt.dates", are_dated), ("doubt.holds", cases.is_held_without_history)):
        if are_such.any():
            yield named("cases", why, cases.number.gather(np.flatnonzero(are_such)))
    listed = {case_type.name for case_type in organisation.types}
    if listed:
        told = {*cases.fields["type"].counts, *events.to.of(events.of_kind("type")).counts}
        strange = sorted(told - listed)
        if strange:
            names = tuple(f"“{name}”" for name in strange[:EXAMPLES])
            yield Unusable("cases", words("doubt.types", n=len(strange)), len(strange), names)


def _unmapped(
    organisation: Organisation, source: str, cases: SourceCases, events: SourceEvents
) -> list[tuple[str, str, int]]:
    """Status words that nobody mapped, with how many rows say them."""
    said = Counter(events.to.of(events.of_kind("status")).counts)
    said.update(cases.status.of(~cases.has["status"]).counts)
    return [
        (source, word, count)
        for word, count in sorted(said.items())
        if organisation.statuses.state_of(word, source) is None
    ]
