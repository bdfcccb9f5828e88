"""The cases' histories in the form that every instant is settled from: one order of steps, one timeline a field."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.join import same_cases
from wallboard.core.measures.members import KINDS, Members, members_of
from wallboard.core.measures.source_cases import EXAMPLES
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch, Unusable
from wallboard.core.words import words

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

OPEN, HELD, CLOSED, IGNORED, UNMAPPED = range(5)
FIELDS = ("type", "queue", "owner", "priority")
NONE = -1

_MOST = 2.0**62


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """One field's changes: at which step (ascending over all cases) it took which value (a code; NONE is no value).

    `fixed` is the value of a case whose source keeps no history of the field (NONE where it does); `has_history` says
    whose values are all from changes; `names` are the values by code.
    """

    step: Int64s
    value: Int32s
    fixed: Int32s
    has_history: Bools
    names: tuple[str, ...]

    def at(self, case: Int64s, first_step: Int64s, last_step: Int64s) -> Int32s:
        """The value that cases had after a `last_step` each; `first_step` is where their histories begin."""
        index = np.searchsorted(self.step, last_step, side="right") - 1
        is_known = (index >= 0) & (self.step.take(index, mode="clip") >= first_step) if self.step.size else index >= 0
        changed = self.value.take(index, mode="clip") if self.step.size else np.full(index.size, NONE, np.int32)
        return np.where(is_known, changed, self.fixed[case]).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """All cases with all that is known of their lives, whatever the instant.

    Cases (n): `number`, `source` (rank of the first source that has it), `source_bits` (of all), `opened_us`,
    `hours_until_us` (from then on a date without a time, or a hold without a history, leaves its hours unknown).
    Steps (m, by case, in order): `step_case`, `step_us`; `first_step` (n + 1) is where each case's steps begin; the
    first is its opening. Statuses: `state_step`, `state` (codes above), `word` (index into `words`, NONE for none).
    `members`: each source's own number of a case (number, source, entity). `unusable` and `doubts` are each source's.
    `keeps`: the ranks of the sources that keep a history of a field, and of "status".
    """

    organisation: Organisation
    sources: tuple[str, ...]
    number: pl.Series
    source: Int64s
    source_bits: Int64s
    opened_us: Int64s
    hours_until_us: Int64s
    step_case: Int64s
    step_us: Int64s
    first_step: Int64s
    state_step: Int64s
    state: Int8s
    word: Int32s
    words: tuple[str, ...]
    fields: Mapping[str, Timeline]
    keeps: Mapping[str, frozenset[int]]
    unusable: Mapping[str, tuple[Unusable, ...]]
    doubts: Mapping[str, tuple[Unusable, ...]]
    unmapped: tuple[tuple[str, str, int], ...]
    members: pl.DataFrame


def build_history(organisation: Organisation, batches: Mapping[str, Batch]) -> History:
    """The histories of all cases of these batches (keyed by source, in the board's order)."""
    members = members_of(organisation, batches)
    case, apart = same_cases(members.number, members.shared_key, members.source)
    heads = np.flatnonzero(case == np.arange(case.size))
    entity = (np.cumsum(case == np.arange(case.size)) - 1)[case]
    opened_us = np.full(heads.size, np.iinfo(np.int64).max)
    np.minimum.at(opened_us, entity, members.opened_us)
    steps = _steps(members, entity)
    is_joined = np.bincount(entity, minlength=heads.size) > 1
    hours_until_us = np.full(heads.size, np.iinfo(np.int64).max)
    np.minimum.at(hours_until_us, entity, members.hours_until_us)
    bits = np.zeros(heads.size, dtype=np.int64)
    np.bitwise_or.at(bits, entity, 1 << members.source)
    state_step, state, word = _states(steps, is_joined, len(members.sources))
    joined = _Joined(entity, is_joined, _opening_steps(steps, entity, members.source, len(members.sources)))
    return History(
        organisation=organisation,
        sources=members.sources,
        number=members.number.gather(heads),
        source=members.source[heads],
        source_bits=bits,
        opened_us=opened_us,
        hours_until_us=hours_until_us,
        step_case=steps.step_case,
        step_us=steps.step_us,
        first_step=np.append(0, np.cumsum(np.bincount(steps.step_case, minlength=heads.size))),
        state_step=state_step,
        state=state,
        word=word,
        words=members.words,
        fields={name: _timeline(name, steps, joined, members) for name in FIELDS},
        keeps=members.keeps,
        unusable=members.unusable,
        doubts=_with_join_doubts(members, ~is_joined[entity], apart),
        unmapped=members.unmapped,
        members=pl.DataFrame({"number": members.number, "source": members.source, "entity": entity}),
    )


def _with_join_doubts(members: Members, is_alone: Bools, apart: list[int]) -> dict[str, tuple[Unusable, ...]]:
    """The sources' doubts, with what is amiss with their shared keys; `is_alone`: of a member that no other joins."""
    doubts = dict(members.doubts)
    if members.shared_key.null_count() == members.shared_key.len():
        return doubts
    names_another = (members.shared_key != members.number).fill_null(value=False).to_numpy() & is_alone
    names_another[apart] = False
    for why, rows in (
        ("doubt.apart", np.array(sorted(apart), dtype=np.intp)),
        ("doubt.keys", np.flatnonzero(names_another)),
    ):
        for rank in np.unique(members.source[rows]).tolist():
            numbers = members.number.gather(rows[members.source[rows] == rank]).to_list()
            one = Unusable("cases", words(why, n=len(numbers)), len(numbers), tuple(numbers[:EXAMPLES]))
            doubts[members.sources[rank]] = (*doubts[members.sources[rank]], one)
    return doubts


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Changes in order, each with its step: changes that one row of a source states together share one."""

    step_case: Int64s
    step_us: Int64s
    step: Int64s
    source: Int64s
    kind: Int8s
    value: Int32s


def _steps(members: Members, entity_of_member: Int64s) -> _Steps:
    """The changes of all cases, by case and instant, one before the opening counting at the opening."""
    changes = members.changes
    entity = entity_of_member[changes.member]
    stated_us = changes.at_us
    # in the system that says it: what one system knows of a case, another may not know yet
    at_us = np.maximum(stated_us, members.opened_us[changes.member])
    source, row = changes.source, changes.row
    # An opening goes before all that happens at its instant; then the instants as stated, then the source's order.
    is_later = changes.kind != KINDS.index("opening")
    order = _by_case_and_instant(entity, at_us, is_later)
    entity, at_us, source, row = (told[order] for told in (entity, at_us, source, row))
    rank, stated_us, is_later = changes.rank[order], stated_us[order], is_later[order]
    is_tied = (entity[1:] == entity[:-1]) & (at_us[1:] == at_us[:-1]) & (is_later[1:] == is_later[:-1])
    moved = _settled_ties(is_tied, (stated_us, source, row, rank))
    if moved is not None:
        at, of = moved
        order[at], source[at], row[at] = order[of], source[of], row[of]
    is_new = np.ones(entity.size, dtype=np.bool_)
    is_new[1:] = (
        (entity[1:] != entity[:-1]) | (at_us[1:] != at_us[:-1]) | (source[1:] != source[:-1]) | (row[1:] != row[:-1])
    )
    return _Steps(
        step_case=entity[is_new],
        step_us=at_us[is_new],
        step=np.cumsum(is_new) - 1,
        source=source,
        kind=changes.kind[order],
        value=changes.value[order],
    )


def _settled_ties(
    is_tied: Bools, by: tuple[Int64s, Int64s, Int64s, Int8s]
) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
    """Which places are to be filled from which others, so that what is tied to its neighbour lies in order `by`.

    Sources bring most of it in that order: only runs of ties in which two neighbours are out of it are sorted. None
    where there are none.
    """
    later = np.zeros(is_tied.size, dtype=np.bool_)  # than the next of its run
    alike = is_tied
    for key in by:
        here, following = key[:-1], key[1:]
        later |= alike & (here > following)
        alike = alike & (here == following)
    if not later.any():
        return None
    run = np.cumsum(np.concatenate([[True], ~is_tied])) - 1
    is_out = np.zeros(int(run[-1]) + 1, dtype=np.bool_)
    is_out[run[:-1][later]] = True
    at = np.flatnonzero(is_out[run])
    stated_us, source, row, rank = by
    return at, at[np.lexsort((rank[at], row[at], source[at], stated_us[at], run[at]))]


def _by_case_and_instant(entity: Int64s, at_us: Int64s, is_later: Bools) -> NDArray[np.intp]:
    """The order by case, within a case by instant, and at one instant what is not later first.

    The changes come by case already, each kind by itself, so that sorting by case is quick and leaves little for the
    sort of one number that tells all; sorting by instant first would take three times as long.
    """
    if not entity.size:
        return np.empty(0, dtype=np.intp)
    order = np.argsort(entity, kind="stable")
    ordered, ordered_us = entity[order], at_us[order]
    is_first = np.ones(order.size, dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(is_first)
    earliest_us = np.minimum.reduceat(ordered_us, first)
    span_us = np.maximum.reduceat(ordered_us, first) - earliest_us + 1
    if 2.0 * span_us.sum(dtype=np.float64) > _MOST:  # some instants are centuries apart
        return np.lexsort((is_later, at_us, entity))
    begins = np.cumsum(span_us) - span_us - earliest_us
    place = 2 * (np.repeat(begins, np.diff(first, append=order.size)) + ordered_us) + is_later[order]
    return order[np.argsort(place, kind="stable")]


def _states(steps: _Steps, is_joined: Bools, sources: int) -> tuple[Int64s, Int8s, Int32s]:
    """The status timeline: state and word by step; a case in several systems is closed only when closed in all."""
    is_state = np.flatnonzero((steps.kind == KINDS.index("status")) | (steps.kind == KINDS.index("opening")))
    step, source = steps.step[is_state], steps.source[is_state]
    code = steps.value[is_state]
    state, word = (code & 7).astype(np.int8), (code >> 3).astype(np.int32) - 1
    case = steps.step_case[step]
    state = _mapped(case * sources + source, state)
    several = is_joined[case]
    if several.any():
        state[several], word[several] = _combined(
            case[several], source[several], state[several], word[several], sources
        )
    return step, state, word


def _mapped(group: Int64s, state: Int8s) -> Int8s:
    """Unmapped words made open, but ignored while the case is ignored: only a mapped status returns it."""
    if not (state == UNMAPPED).any():
        return state
    order = np.argsort(group, kind="stable")
    ordered = state[order]
    index = np.arange(order.size)
    last_mapped = np.maximum.accumulate(np.where(ordered != UNMAPPED, index, -1))
    begins = np.searchsorted(group[order], group[order])
    was_ignored = (last_mapped >= begins) & (ordered[np.maximum(last_mapped, 0)] == IGNORED)
    result = state.copy()
    result[order] = np.where(ordered != UNMAPPED, ordered, np.where(was_ignored, IGNORED, OPEN))
    return result


def _combined(case: Int64s, source: Int64s, state: Int8s, word: Int32s, sources: int) -> tuple[Int8s, Int32s]:
    """The common state after each change: that of the first source which neither closed nor ignores the case."""
    begins = np.searchsorted(case, case)
    index = np.arange(case.size)
    result, origin = np.full(case.size, NONE, dtype=np.int8), index.copy()
    closed, ignored = np.full(case.size, NONE), np.full(case.size, NONE)
    for rank in range(sources):
        last = np.maximum.accumulate(np.where(source == rank, index, -1))
        is_known = last >= begins
        now = np.where(is_known, state[np.maximum(last, 0)], NONE)
        is_first = (result == NONE) & ((now == OPEN) | (now == HELD))
        result[is_first], origin[is_first] = now[is_first], last[is_first]
        closed = np.where((now == CLOSED) & (closed == NONE), last, closed)
        ignored = np.where((now == IGNORED) & (ignored == NONE), last, ignored)
    for code, where in ((CLOSED, closed), (IGNORED, ignored)):
        is_left = (result == NONE) & (where != NONE)
        result[is_left], origin[is_left] = code, where[is_left]
    return result, word[origin]


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """The case of each member, whether each case has several, and the step at which each member's system opened it."""

    entity: Int64s
    is_joined: Bools
    opening_step: Int64s


def _timeline(name: str, steps: _Steps, joined: _Joined, members: Members) -> Timeline:
    """One field's timeline; a case in several systems has, at each step, what the first source says that says it."""
    source, stated = members.source, members.stated[name]
    entity, is_joined = joined.entity, joined.is_joined
    is_kind = np.flatnonzero(steps.kind == KINDS.index(name))
    changes = _Changes(steps.step[is_kind], steps.source[is_kind], steps.value[is_kind])
    several = is_joined[steps.step_case[changes.step]]
    fixed = np.full(is_joined.size, NONE, dtype=np.int32)
    is_single = ~is_joined[entity]
    fixed[entity[is_single]] = stated[is_single]
    has_history = np.ones(is_joined.size, dtype=np.bool_)
    has_history[entity[stated != NONE]] = False
    step, value = changes.step, changes.value
    if is_joined.any():
        gives = is_joined[entity] & (stated != NONE)
        given = _Changes(joined.opening_step[gives], source[gives], stated[gives])
        shared = _first_given(changes.of(several).and_also(given), steps.step_case, len(members.sources))
        step, value = np.concatenate([step[~several], shared.step]), np.concatenate([value[~several], shared.value])
        order = np.argsort(step, kind="stable")
        step, value = step[order], value[order]
    return Timeline(step, value, fixed, has_history, members.names[name])


@dataclass(frozen=True, slots=True, eq=False)
class _Changes:
    """Changes of one field: at which step, by which source, to which value."""

    step: Int64s
    source: Int64s
    value: Int32s

    def of(self, mask: Bools) -> "_Changes":
        return _Changes(self.step[mask], self.source[mask], self.value[mask])

    def and_also(self, other: "_Changes") -> "_Changes":
        """Both, by step; what the other says of a step comes first."""
        step = np.concatenate([other.step, self.step])
        order = np.argsort(step, kind="stable")
        source = np.concatenate([other.source, self.source])
        value = np.concatenate([other.value, self.value]).astype(np.int32)
        return _Changes(step[order], source[order], value[order])


def _opening_steps(steps: _Steps, entity: Int64s, source: Int64s, sources: int) -> Int64s:
    """The step at which each of these cases opened in each of these sources."""
    is_opening = np.flatnonzero(steps.kind == KINDS.index("opening"))
    step = steps.step[is_opening]
    keys = steps.step_case[step] * sources + steps.source[is_opening]
    order = np.argsort(keys)
    found: Int64s = step[order[np.searchsorted(keys[order], entity * sources + source)]]
    return found


def _first_given(changes: _Changes, step_case: Int64s, sources: int) -> _Changes:
    """After each change the value of the first source, in order, that gives one then: later rows change no past."""
    case = step_case[changes.step]
    begins = np.searchsorted(case, case)
    index = np.arange(case.size)
    value = np.full(case.size, NONE, dtype=np.int32)
    for rank in reversed(range(sources)):
        last = np.maximum.accumulate(np.where(changes.source == rank, index, -1)) if case.size else index
        now = np.where(last >= begins, changes.value[np.maximum(last, 0)], NONE)
        value = np.where(now != NONE, now, value).astype(np.int32)
    return _Changes(changes.step, changes.source, value)
