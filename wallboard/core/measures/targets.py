"""Which target is a case's: by its type and priority, in force at its opening."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import local_time
from wallboard.core.organisation import Clock, Organisation, Target

Int64s = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """A target as it applies to cases of one source: without one, `target` is None and the calendar the source's."""

    target: Target | None
    calendar: str

    @property
    def need_us(self) -> int:
        """The work time allowed, µs; 0 without a target."""
        return self.target.need_us if self.target else 0

    @property
    def clock(self) -> Clock:
        """The clock that the target runs on."""
        return self.target.clock if self.target else "organisation"

    @property
    def measure(self) -> tuple[int, Clock, str]:
        """What the target asks, whichever row says it."""
        return self.need_us, self.clock, self.calendar


class TargetTable:
    """Looks up targets for arrays of cases; `rules` are the distinct results, by index."""

    def __init__(
        self, organisation: Organisation, sources: tuple[str, ...], types: tuple[str, ...], priorities: tuple[str, ...]
    ) -> None:
        self._organisation = organisation
        self._sources = sources
        self._types = types
        self._priorities = priorities
        self._from_on = sorted({target.from_on for target in organisation.targets if target.from_on})
        self._from_us = _midnights_us(organisation.time_zone, self._from_on)
        self.rules: list[Rule] = []
        self._index: dict[Rule, int] = {}

    def look_up(self, types: Int64s, priorities: Int64s, sources: Int64s, opened_us: Int64s) -> Int64s:
        """The rule of each case (index into `rules`), for codes of types and priorities, ranks of sources."""
        since = np.searchsorted(self._from_us, opened_us, side="right")
        wide = np.array([len(self._priorities) + 1, len(self._sources) + 1, len(self._from_on) + 1])
        key = (((types + 1) * wide[0] + priorities + 1) * wide[1] + sources) * wide[2] + since
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        found = [self._rule(int(types[i]), int(priorities[i]), int(sources[i]), int(since[i])) for i in first.tolist()]
        return np.array(found, dtype=np.int64)[inverse] if found else np.empty(0, dtype=np.int64)

    def _rule(self, type_code: int, priority_code: int, source: int, since: int) -> int:
        case_type = self._types[type_code] if type_code != NONE else None
        priority = self._priorities[priority_code] if priority_code != NONE else None
        on = self._from_on[since - 1] if since else date.min
        target = target_for(self._organisation.targets, case_type, priority, on)
        own = self._organisation.source_calendars.get(self._sources[source], self._organisation.calendar)
        rule = Rule(target, (target.calendar if target else None) or own)
        if rule not in self._index:
            self._index[rule] = len(self.rules)
            self.rules.append(rule)
        return self._index[rule]


def target_for(targets: tuple[Target, ...], case_type: str | None, priority: str | None, on: date) -> Target | None:
    """The target in force on a date: the type's row for the priority, else the type's, else the default's likewise."""
    begun = [target for target in targets if target.from_on is None or target.from_on <= on]
    wanted: list[tuple[str | None, str | None]] = [(None, priority), (None, None)]
    if case_type is not None:
        wanted = [(case_type, priority), (case_type, None), *wanted]
    for name, level in wanted:
        rows = [target for target in begun if target.type == name and target.priority == level]
        if rows:
            return max(rows, key=lambda target: target.from_on or date.min)
    return None


def _midnights_us(time_zone: str, days: list[date]) -> Int64s:
    if not days:
        return np.empty(0, dtype=np.int64)
    numbers = np.array(days, dtype="datetime64[D]").astype(np.int64)
    return local_time(time_zone, days[0], days[-1]).midnights_us(numbers)
