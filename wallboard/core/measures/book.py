"""The case book: every case as known at one instant, with its state, clocks, target, share, zone and due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.history import CLOSED, NONE, History
from wallboard.core.measures.stretches import Stretches
from wallboard.core.measures.targets import Rule
from wallboard.core.worktime import WorkCalendar

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

ON_TRACK, WATCH, URGENT, LATE = range(4)
_MOST_DIGITS = 9
"""Longer counts are part of a number: no case returns so often, and not every one could be read."""


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

    def turned_late_us(self, mask: Bools) -> int | None:
        """The latest instant at which an open case of a mask became late; None where none is."""
        due_us = self.due_us[mask & self.is_open & (self.zone == LATE)]
        return int(due_us.max()) if due_us.size else None

    def number(self, row: int) -> str:
        """A case's number; a late return carries its count."""
        number = str(self.history.number[int(self.entity[row])])
        return f"{number}#{self.part[row] + 1}" if self.part[row] else number

    def numbers(self, rows: Int64s) -> list[str]:
        """The numbers of these rows."""
        plain = self.history.number.gather(self.entity[rows]).to_list()
        for place in np.flatnonzero(self.part[rows]).tolist():
            plain[place] = self.number(int(rows[place]))
        return plain

    def find(self, number: str) -> list[int]:
        """The rows of a case by the number that any system has for it; a late return by its count too.

        One row; more where systems that share no key use the same number; none for an unknown one. A number that a
        system itself writes as `NUMBER#2` goes before a late return of NUMBER.
        """
        found = (self._rows(plain, part) for plain, part in readings_of(number) if self._entities(plain))
        return next(found, [])

    def find_return(self, number: str) -> list[int]:
        """The rows of a late return, `NUMBER#2`, whether or not a system has that for a number itself."""
        _, *late = readings_of(number)
        return [row for plain, part in late for row in self._rows(plain, part)]

    def _rows(self, number: str, part: int) -> list[int]:
        rows = np.flatnonzero(np.isin(self.entity, self._entities(number)) & (self.part == part))
        return [int(row) for row in rows]

    def _entities(self, number: str) -> list[int]:
        members = self.history.members
        return members.filter(members["number"] == number)["entity"].unique().to_list()

    def name(self, field: str, row: int) -> str | None:
        """The value of a field ("type", "queue", "owner", "priority") of a case; None for none."""
        code = int(getattr(self, field)[row])
        return None if code == NONE else self.history.fields[field].names[code]


def readings_of(number: str) -> Iterator[tuple[str, int]]:
    """What a number may mean, with the part: a case as its system numbers it, else a late return by its count."""
    yield number, 0
    plain, _, count = number.rpartition("#")
    if plain and count.isdecimal() and count.isascii() and len(count) <= _MOST_DIGITS:
        yield plain, int(count) - 1
