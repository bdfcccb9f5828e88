"""Settling: a history, at an instant, into the case book."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.earlier_targets import EarlierTargets, asked_by, earlier_targets, passed_before
from wallboard.core.measures.history import CLOSED, FIELDS, NONE, History
from wallboard.core.measures.parts import Parts, Seen, parts_of
from wallboard.core.measures.stretches import due_us, lead_us, measured
from wallboard.core.measures.targets import Rule, TargetTable
from wallboard.core.worktime import NEVER_US, WorkCalendar

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]


def settle(history: History, at_us: int) -> CaseBook:
    """The case book at an instant: what the history says until then, both ends in, and nothing after."""
    calendars, calendar_names = _calendars(history)
    seen = Seen.of(history, at_us)
    parts = parts_of(history, seen, calendars, calendar_names)
    field_step, fields = _fields(history, seen, parts)
    asked = _asked(history, parts, field_step, fields, calendar_names)
    end_us, is_followed = _ends(seen, parts.case_of_row, at_us)
    stretches = measured(parts.case_of_row, seen.state, seen.at_us, end_us, asked.calendar, calendars)
    organisation_us, customer_us = (lead_us(stretches, runs_on_hold=runs_on) for runs_on in (False, True))
    lead = np.where(asked.runs_on_hold, customer_us, organisation_us)
    has_hours = history.hours_until_us[parts.entity] > at_us
    has_share = asked.has_target & has_hours
    due = due_us(stretches, asked.need_us, asked.runs_on_hold, asked.calendar, calendars)
    due = passed_before(due, asked.earlier, stretches, asked.rules, calendar_names, calendars)
    state = seen.state[parts.last_row]
    closings = np.flatnonzero(seen.state == CLOSED)
    return CaseBook(
        history=history,
        at_us=at_us,
        rules=asked.rules,
        calendars=calendars,
        stretches=stretches,
        entity=parts.entity,
        part=parts.part,
        state=state,
        opened_us=parts.opened_us,
        closed_us=np.where(state == CLOSED, seen.at_us[parts.last_row], NEVER_US),
        word=_words(history, parts, seen),
        rule=asked.rule,
        calendar=asked.calendar,
        has_target=asked.has_target,
        has_hours=has_hours,
        organisation_us=organisation_us,
        customer_us=customer_us,
        lead_us=lead,
        need_us=asked.need_us,
        zone=zones(lead, asked.need_us, has_share),
        due_us=np.where(has_share, due, NEVER_US),
        first_step=parts.first_step,
        last_step=parts.last_step,
        state_step=seen.step[parts.last_row],
        closing_case=parts.case_of_row[closings],
        closing_us=seen.at_us[closings],
        reopened_us=np.where(is_followed[closings], end_us[closings], NEVER_US),
        **fields,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What is asked of each case: its rule among `rules`, and by that its calendar, work time and clock."""

    rules: tuple[Rule, ...]
    rule: Int64s
    calendar: Int64s
    need_us: Int64s
    runs_on_hold: Bools
    has_target: Bools
    earlier: EarlierTargets


def _fields(history: History, seen: Seen, parts: Parts) -> tuple[Int64s, dict[str, Int32s]]:
    """The step until which each case's fields are told, its closing for one that is closed, and their values then."""
    is_closed = seen.state[parts.last_row] == CLOSED
    until = np.where(is_closed, seen.step[parts.last_row], parts.last_step)
    origin = history.first_step[parts.entity]
    return until, {name: history.fields[name].at(parts.entity, origin, until) for name in FIELDS}


def _asked(
    history: History, parts: Parts, field_step: Int64s, fields: Mapping[str, Int32s], calendar_names: list[str]
) -> _Asked:
    table = _targets(history)
    types, priorities = (fields[name].astype(np.int64) for name in ("type", "priority"))
    rule = table.look_up(types, priorities, history.source[parts.entity], parts.opened_us)
    earlier = earlier_targets(history, parts, field_step, rule, table)  # adds rules to the table
    rules = tuple(table.rules)
    calendar, need_us, runs_on_hold = asked_by(rules, calendar_names)
    has_target = np.array([one.target is not None for one in rules], dtype=np.bool_)
    return _Asked(rules, rule, calendar[rule], need_us[rule], runs_on_hold[rule], has_target[rule], earlier)


def zones(lead: Int64s, need: Int64s, has_share: Bools) -> Int8s:
    """Zones by whole numbers: on track below ⅓ of the target, watch below ⅔, urgent to the target, late above."""
    zone = (3 * lead >= need).astype(np.int8) + (3 * lead >= 2 * need) + (lead > need)
    return np.where(has_share, zone, NONE).astype(np.int8)


def _targets(history: History) -> TargetTable:
    types, priorities = history.fields["type"].names, history.fields["priority"].names
    return TargetTable(history.organisation, history.sources, types, priorities)


def _ends(seen: Seen, case: Int64s, at_us: int) -> tuple[Int64s, Bools]:
    """Until when each state lasts, and whether another one of its case follows; the last lasts until now."""
    end_us = np.full(case.size, at_us, dtype=np.int64)
    is_followed = np.zeros(case.size, dtype=np.bool_)
    is_followed[:-1] = case[1:] == case[:-1]
    end_us[:-1][is_followed[:-1]] = seen.at_us[1:][is_followed[:-1]]
    return end_us, is_followed


def _words(history: History, parts: Parts, seen: Seen) -> Int32s:
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
