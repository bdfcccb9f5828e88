"""The case book: every case as known at one instant, with its state, clocks, target, share, zone and due."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.history import CLOSED, FIELDS, IGNORED, NONE, History
from wallboard.core.measures.reopening import late_returns
from wallboard.core.measures.stretches import Stretches, due_us, lead_us, measured
from wallboard.core.measures.targets import Rule, TargetTable
from wallboard.core.worktime import NEVER_US, WorkCalendar

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

ON_TRACK, WATCH, URGENT, LATE = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class CaseBook:
    """Every usable case as known at `at_us`; one row a case, and a late return (rule 5) is a case of its own.

    entity: its row in the history; part: 0, or 1 for `NUMBER#2` and so on. state: OPEN (running), HELD or CLOSED.
    opened_us; closed_us (NEVER_US while not closed). Codes as in the history: type, queue, owner, priority (NONE: no
    value); word: its status word. rule: index into `rules`; calendar: index into `calendars`. has_target, has_hours
    (False: a date without a time, or a hold without a history, leaves its hours unknown).
    lead_us: work time on its target's clock; organisation_us and customer_us on the two clocks; need_us: its target.
    zone: ON_TRACK … LATE, NONE without a share. due_us: NEVER_US without one.
    first_step, last_step: its part of the history's steps, as known; state_step: where its present state began.
    closing_case, closing_us, reopened_us: every entry into closed; NEVER_US where the case did not resume.
    """

    history: History
    at_us: int
    rules: Sequence[Rule]
    calendars: Sequence[WorkCalendar]
    stretches: Stretches
    entity: Int64s
    part: Int64s
    state: Int8s
    opened_us: Int64s
    closed_us: Int64s
    type: Int32s
    queue: Int32s
    owner: Int32s
    priority: Int32s
    word: Int32s
    rule: Int64s
    calendar: Int64s
    has_target: Bools
    has_hours: Bools
    organisation_us: Int64s
    customer_us: Int64s
    lead_us: Int64s
    need_us: Int64s
    zone: Int8s
    due_us: Int64s
    first_step: Int64s
    last_step: Int64s
    state_step: Int64s
    closing_case: Int64s
    closing_us: Int64s
    reopened_us: Int64s

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self.entity.size

    @property
    def source(self) -> Int64s:
        """The rank of each case's first source."""
        return self.history.source[self.entity]

    @property
    def has_share(self) -> Bools:
        """Which cases have a share of a target."""
        return self.has_target & self.has_hours

    @property
    def is_open(self) -> Bools:
        """Which cases are not closed, on hold or running."""
        is_open: Bools = self.state != CLOSED
        return is_open

    @property
    def share(self) -> NDArray[np.float64]:
        """Lead time ÷ target; nan without one."""
        share = np.full(self.size, np.nan)
        np.divide(self.lead_us, self.need_us, out=share, where=self.has_share)
        return share

    def number(self, row: int) -> str:
        """A case's number; a late return carries its count."""
        number = str(self.history.number[int(self.entity[row])])
        return f"{number}#{self.part[row] + 1}" if self.part[row] else number

    def numbers(self, rows: Int64s) -> list[str]:
        """The numbers of these rows."""
        return [self.number(row) for row in rows.tolist()]

    def find(self, number: str) -> list[int]:
        """The rows of a case by the number that any system has for it; a late return by its count too.

        One row; more where systems that share no key use the same number; none for an unknown one.
        """
        plain, _, count = number.rpartition("#")
        entities, part = self._entities(number), 0
        if not entities and plain and count.isdigit():
            entities, part = self._entities(plain), int(count) - 1
        rows = np.flatnonzero(np.isin(self.entity, entities))
        return [row for row in rows.tolist() if self.part[row] == part]

    def _entities(self, number: str) -> list[int]:
        members = self.history.members
        return members.filter(members["number"] == number)["entity"].unique().to_list()

    def name(self, field: str, row: int) -> str | None:
        """The value of a field ("type", "queue", "owner", "priority") of a case; None for none."""
        code = int(getattr(self, field)[row])
        return None if code == NONE else self.history.fields[field].names[code]


def settle(history: History, at_us: int) -> CaseBook:
    """The case book at an instant: what the history says until then, both ends in, and nothing after."""
    calendars, calendar_names = _calendars(history)
    seen = _Seen.of(history, at_us)
    parts = _parts(history, seen, calendars, calendar_names)
    state = seen.state[parts.last_row]
    is_closed = state == CLOSED
    field_step = np.where(is_closed, seen.step[parts.last_row], parts.last_step)
    origin = history.first_step[parts.entity]
    fields = {name: history.fields[name].at(parts.entity, origin, field_step) for name in FIELDS}
    table = TargetTable(
        history.organisation, history.sources, history.fields["type"].names, history.fields["priority"].names
    )
    rule = table.look_up(
        fields["type"].astype(np.int64),
        fields["priority"].astype(np.int64),
        history.source[parts.entity],
        parts.opened_us,
    )
    virtual = _earlier_targets(history, parts, field_step, rule, table)
    rules = tuple(table.rules)
    asked = _asked(rules, calendar_names)
    calendar, need, runs_on_hold = asked[0][rule], asked[1][rule], asked[2][rule]
    has_target = np.array([one.target is not None for one in rules], dtype=np.bool_)[rule]
    case = parts.case_of_row
    end_us = np.full(case.size, at_us, dtype=np.int64)
    is_followed = np.zeros(case.size, dtype=np.bool_)
    is_followed[:-1] = case[1:] == case[:-1]
    end_us[:-1][is_followed[:-1]] = seen.at_us[1:][is_followed[:-1]]
    stretches = measured(case, seen.state, seen.at_us, end_us, calendar, calendars)
    organisation_us = lead_us(stretches, runs_on_hold=False)
    customer_us = lead_us(stretches, runs_on_hold=True)
    lead = np.where(runs_on_hold, customer_us, organisation_us)
    has_hours = history.hours_until_us[parts.entity] > at_us
    due = due_us(stretches, need, runs_on_hold, calendar, calendars)
    due = _passed_before(due, virtual, stretches, rules, calendar_names, calendars)
    due[~(has_target & has_hours)] = NEVER_US
    closings = np.flatnonzero(seen.state == CLOSED)
    return CaseBook(
        history=history,
        at_us=at_us,
        rules=rules,
        calendars=calendars,
        stretches=stretches,
        entity=parts.entity,
        part=parts.part,
        state=state,
        opened_us=parts.opened_us,
        closed_us=np.where(is_closed, seen.at_us[parts.last_row], NEVER_US),
        word=_words(history, parts, seen),
        rule=rule,
        calendar=calendar,
        has_target=has_target,
        has_hours=has_hours,
        organisation_us=organisation_us,
        customer_us=customer_us,
        lead_us=lead,
        need_us=need,
        zone=zones(lead, need, has_target & has_hours),
        due_us=due,
        first_step=parts.first_step,
        last_step=parts.last_step,
        state_step=seen.step[parts.last_row],
        closing_case=case[closings],
        closing_us=seen.at_us[closings],
        reopened_us=np.where(is_followed[closings], end_us[closings], NEVER_US),
        **fields,
    )


def _asked(rules: Sequence[Rule], calendar_names: list[str]) -> tuple[Int64s, Int64s, Bools]:
    """What each rule asks: its calendar (index), its work time, and whether its clock runs on hold."""
    return (
        np.array([calendar_names.index(one.calendar) for one in rules], dtype=np.int64),
        np.array([one.need_us for one in rules], dtype=np.int64),
        np.array([one.clock == "customer" for one in rules], dtype=np.bool_),
    )


def zones(lead: Int64s, need: Int64s, has_share: Bools) -> Int8s:
    """Zones by whole numbers: on track below ⅓ of the target, watch below ⅔, urgent to the target, late above."""
    zone = (3 * lead >= need).astype(np.int8) + (3 * lead >= 2 * need) + (lead > need)
    return np.where(has_share, zone, NONE).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The states seen until an instant, changes only, of cases that are not ignored: by case and step."""

    entity: Int64s
    step: Int64s
    at_us: Int64s
    state: Int8s
    last_step: Int64s  # of every entity; before its first step where it is not known yet
    word_rows: Int64s  # the history's status rows seen, ignored ones left out, repetitions kept
    row: Int64s  # where each state stands among `word_rows`

    @classmethod
    def of(cls, history: History, at_us: int) -> "_Seen":
        is_known = history.step_us <= at_us
        known = np.bincount(history.step_case[is_known], minlength=history.first_step.size - 1)
        last_step = history.first_step[:-1] + known - 1
        rows = np.flatnonzero(is_known[history.state_step])
        entity = history.step_case[history.state_step[rows]]
        is_last = np.ones(rows.size, dtype=np.bool_)
        is_last[:-1] = entity[1:] != entity[:-1]
        ignored = entity[is_last & (history.state[rows] == IGNORED)]
        keeps = history.state[rows] != IGNORED
        if ignored.size:
            keeps &= ~np.isin(entity, ignored)
        rows = rows[keeps]
        entity, state = entity[keeps], history.state[rows]
        is_change = np.ones(rows.size, dtype=np.bool_)
        is_change[1:] = (entity[1:] != entity[:-1]) | (state[1:] != state[:-1])
        step = history.state_step[rows[is_change]]
        return cls(
            entity=entity[is_change],
            step=step,
            at_us=history.step_us[step],
            state=state[is_change],
            last_step=last_step,
            word_rows=rows,
            row=np.flatnonzero(is_change),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """The cases that the entities fall into: a late return begins a new one."""

    entity: Int64s
    part: Int64s
    opened_us: Int64s
    first_step: Int64s
    last_step: Int64s
    last_row: Int64s  # its last state among those seen
    case_of_row: Int64s


def _parts(history: History, seen: _Seen, calendars: Sequence[WorkCalendar], calendar_names: list[str]) -> _Parts:
    organisation = history.organisation
    own = [organisation.source_calendars.get(source, organisation.calendar) for source in history.sources]
    calendar = np.array([calendar_names.index(name) for name in own], dtype=np.int64)
    is_first = np.ones(seen.entity.size, dtype=np.bool_)
    is_first[1:] = seen.entity[1:] != seen.entity[:-1]
    returns = np.flatnonzero(~is_first & np.concatenate([[False], seen.state[:-1] == CLOSED]))
    of_return = calendar[history.source[seen.entity[returns]]]
    is_late = late_returns(seen.at_us[returns - 1], seen.at_us[returns], of_return, calendars)
    starts = is_first.copy()
    starts[returns[is_late]] = True
    first_row = np.flatnonzero(starts)
    entity = seen.entity[first_row]
    case_of_row = np.cumsum(starts) - 1
    begins = np.searchsorted(entity, entity)
    first_step = seen.step[first_row]
    last_step = seen.last_step[entity]
    has_next = np.zeros(entity.size, dtype=np.bool_)
    has_next[:-1] = entity[1:] == entity[:-1]
    last_step[has_next] = first_step[np.flatnonzero(has_next) + 1] - 1
    return _Parts(
        entity=entity,
        part=np.arange(entity.size) - begins,
        opened_us=seen.at_us[first_row],
        first_step=first_step,
        last_step=last_step,
        last_row=np.append(first_row[1:], seen.entity.size)[: first_row.size] - 1,
        case_of_row=case_of_row,
    )


def _words(history: History, parts: _Parts, seen: _Seen) -> Int32s:
    """Each case's last status word: repetitions count (closed after resolved), a new part's do not."""
    ends = np.append(seen.row[parts.last_row[:-1] + 1], seen.word_rows.size) - 1 if parts.entity.size else parts.entity
    return history.word[seen.word_rows[ends]]


def _calendars(history: History) -> tuple[tuple[WorkCalendar, ...], list[str]]:
    """The calendars that cases of these sources can have, each once."""
    organisation = history.organisation
    names = [organisation.source_calendars.get(source, organisation.calendar) for source in history.sources]
    names += [target.calendar for target in organisation.targets if target.calendar]
    unique = list(dict.fromkeys([organisation.calendar, *names]))
    return tuple(organisation.calendars[name] for name in unique), unique


@dataclass(frozen=True, slots=True, eq=False)
class _Virtual:
    """Cases that had another target before: the case, until when, and the rule then, in the order of time."""

    case: Int64s
    until_us: Int64s
    rule: Int64s


def _earlier_targets(
    history: History,
    parts: _Parts,
    field_step: Int64s,
    rule: Int64s,
    table: TargetTable,
) -> _Virtual:
    """Where a case's type or priority changed: the target that it had until then, if that was another."""
    steps = np.concatenate([history.fields[name].step for name in ("type", "priority")])
    steps = np.unique(steps)
    case_by_entity = np.searchsorted(parts.first_step, steps, side="right") - 1
    is_inside = case_by_entity >= 0
    steps, case = steps[is_inside], case_by_entity[is_inside]
    is_inside = (steps > parts.first_step[case]) & (steps <= field_step[case])
    steps, case = steps[is_inside], case[is_inside]
    origin = history.first_step[parts.entity[case]]
    before = {
        name: history.fields[name].at(parts.entity[case], origin, steps - 1).astype(np.int64)
        for name in ("type", "priority")
    }
    then = table.look_up(before["type"], before["priority"], history.source[parts.entity[case]], parts.opened_us[case])
    ids = {measure: index for index, measure in enumerate(dict.fromkeys(one.measure for one in table.rules))}
    measure = np.array([ids[one.measure] for one in table.rules], dtype=np.int64)
    has_target = np.array([one.target is not None for one in table.rules], dtype=np.bool_)
    needs = has_target[then] & (measure[then] != measure[rule[case]])
    if not needs.any():
        none = np.empty(0, dtype=np.int64)
        return _Virtual(none, none, none)
    return _Virtual(case[needs], history.step_us[steps[needs]], then[needs])


def _passed_before(
    due: Int64s,
    virtual: _Virtual,
    stretches: Stretches,
    rules: Sequence[Rule],
    calendar_names: list[str],
    calendars: Sequence[WorkCalendar],
) -> Int64s:
    """Dues with those put back that had passed under an earlier target: once passed, a due stays."""
    if not virtual.case.size:
        return due
    first = np.append(stretches.first, stretches.case.size)
    lengths = first[virtual.case + 1] - first[virtual.case]
    owner = np.repeat(np.arange(virtual.case.size), lengths)
    rows = np.arange(owner.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[virtual.case][owner]
    keeps = stretches.start_us[rows] <= virtual.until_us[owner]
    owner, rows = owner[keeps], rows[keeps]
    end_us = np.minimum(stretches.end_us[rows], virtual.until_us[owner])
    asked = _asked(rules, calendar_names)
    calendar, need, runs_on_hold = asked[0][virtual.rule], asked[1][virtual.rule], asked[2][virtual.rule]
    cut = measured(owner, stretches.state[rows], stretches.start_us[rows], end_us, calendar, calendars)
    then = due_us(cut, need, runs_on_hold, calendar, calendars)
    result = due.copy()
    # in the order of time, so that the first due that passed is written last
    for index in np.flatnonzero(then <= virtual.until_us)[::-1].tolist():
        result[virtual.case[index]] = then[index]
    return result
