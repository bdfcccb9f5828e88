"""Targets that a case had before its type or priority changed: a due that passed under one of them stays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.history import History
from wallboard.core.measures.parts import Parts
from wallboard.core.measures.stretches import Stretches, due_us, measured
from wallboard.core.measures.targets import Rule, TargetTable
from wallboard.core.worktime import WorkCalendar

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]


def asked_by(rules: Sequence[Rule], calendar_names: list[str]) -> tuple[Int64s, Int64s, Bools]:
    """What each rule asks: its calendar (index), its work time, and whether its clock runs on hold."""
    return (
        np.array([calendar_names.index(one.calendar) for one in rules], dtype=np.int64),
        np.array([one.need_us for one in rules], dtype=np.int64),
        np.array([one.clock == "customer" for one in rules], dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True, eq=False)
class EarlierTargets:
    """Cases that had another target before: the case, until when, and the rule then, in the order of time."""

    case: Int64s
    until_us: Int64s
    rule: Int64s


def earlier_targets(
    history: History,
    parts: Parts,
    field_step: Int64s,
    rule: Int64s,
    table: TargetTable,
) -> EarlierTargets:
    """Where a case's type or priority changed: the target that it had until then, if that was another."""
    # both are in order: a stable sort merges them, where numpy's own search for what is unique hashes all
    steps = np.sort(np.concatenate([history.fields[name].step for name in ("type", "priority")]), kind="stable")
    steps = steps[np.diff(steps, prepend=-1) != 0]
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
        return EarlierTargets(none, none, none)
    return EarlierTargets(case[needs], history.step_us[steps[needs]], then[needs])


def passed_before(
    due: Int64s,
    virtual: EarlierTargets,
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
    asked = asked_by(rules, calendar_names)
    calendar, need, runs_on_hold = asked[0][virtual.rule], asked[1][virtual.rule], asked[2][virtual.rule]
    cut = measured(owner, stretches.state[rows], stretches.start_us[rows], end_us, calendar, calendars)
    then = due_us(cut, need, runs_on_hold, calendar, calendars)
    result = due.copy()
    # in the order of time, so that the first due that passed is written last
    for index in np.flatnonzero(then <= virtual.until_us)[::-1].tolist():
        result[virtual.case[index]] = then[index]
    return result
