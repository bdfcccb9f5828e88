"""The states seen until an instant, and the cases that they fall into: a late return is a case of its own (rule 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.history import CLOSED, IGNORED, History
from wallboard.core.measures.reopening import late_returns
from wallboard.core.worktime import WorkCalendar

Int64s = NDArray[np.int64]
Int8s = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The states seen until an instant, changes only, of cases that are not ignored: by case and step."""

    entity: Int64s
    step: Int64s
    at_us: Int64s
    state: Int8s
    last_step: Int64s  # of every entity; before its first step where it is not known yet
    word_rows: Int64s  # the history's status rows seen, ignored ones left out, repetitions kept
    row: Int64s  # where each state stands among `word_rows`

    @classmethod
    def of(cls, history: History, at_us: int) -> "Seen":
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
class Parts:
    """The cases that the entities fall into: a late return begins a new one."""

    entity: Int64s
    part: Int64s
    opened_us: Int64s
    first_step: Int64s
    last_step: Int64s
    last_row: Int64s  # its last state among those seen
    case_of_row: Int64s


def parts_of(history: History, seen: Seen, calendars: Sequence[WorkCalendar], calendar_names: list[str]) -> Parts:
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
    return Parts(
        entity=entity,
        part=np.arange(entity.size) - begins,
        opened_us=seen.at_us[first_row],
        first_step=first_step,
        last_step=last_step,
        last_row=np.append(first_row[1:], seen.entity.size)[: first_row.size] - 1,
        case_of_row=case_of_row,
    )
