"""The named measures that count cases: how they stand now, and what came and went in a window."""

from collections.abc import Iterable
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import all_in, weighed
from wallboard.core.measures.book import LATE, ON_TRACK, URGENT, WATCH, CaseBook
from wallboard.core.measures.flow import days_flow
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.in_and_out import DayFlow, flow
from wallboard.core.measures.weighing import Scope, Weigh, Weighed
from wallboard.core.views.figures import ZONES

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]


def open_now(scope: Scope) -> Weighed:
    """Every case that is not closed."""
    rows = np.flatnonzero(scope.mask & scope.book.is_open)
    return Weighed(weighed(scope.book, rows, all_in("open", rows.size), ""))


def _in_state(scope: Scope, state: int) -> Weighed:
    rows = np.flatnonzero(scope.mask & scope.book.is_open)
    is_held = scope.book.state[rows] == HELD
    reasons = {"on hold": (is_held, state == HELD), "running": (~is_held, state == OPEN)}
    return Weighed(weighed(scope.book, rows, reasons, ""))


running: Weigh = partial(_in_state, state=OPEN)
on_hold: Weigh = partial(_in_state, state=HELD)


def _in_zone(scope: Scope, zone: int) -> Weighed:
    """Zone counts are of running cases (rule 6)."""
    book = scope.book
    rows = np.flatnonzero(scope.mask & book.is_open)
    reasons = {
        "no target": (~book.has_target[rows], False),
        "hours unknown": (~book.has_hours[rows], False),
        "on hold": (book.state[rows] == HELD, False),
        ZONES[zone].replace("-", " "): (book.zone[rows] == zone, True),
    }
    return Weighed(weighed(book, rows, reasons, "in another zone"), needs_share=rows)


on_track: Weigh = partial(_in_zone, zone=ON_TRACK)
watch: Weigh = partial(_in_zone, zone=WATCH)
urgent: Weigh = partial(_in_zone, zone=URGENT)
late: Weigh = partial(_in_zone, zone=LATE)


def _without(scope: Scope, name: Literal["owner", "queue"]) -> Weighed:
    """Open cases whose owner or queue is none; those of sources that do not say it are left out."""
    rows = np.flatnonzero(scope.mask & scope.book.is_open)
    is_none = getattr(scope.book, name)[rows] == NONE
    reasons = {
        f"its source does not say the {name}": (~scope.is_told(name)[rows], False),
        f"no {name}": (is_none, True),
    }
    return Weighed(weighed(scope.book, rows, reasons, f"has a {name}" if name == "queue" else "has an owner"))


without_owner: Weigh = partial(_without, name="owner")
without_queue: Weigh = partial(_without, name="queue")


def without_target(scope: Scope) -> Weighed:
    """Open cases for which no target is set."""
    rows = np.flatnonzero(scope.mask & scope.book.is_open)
    reasons = {"no target": (~scope.book.has_target[rows], True)}
    return Weighed(weighed(scope.book, rows, reasons, "has a target"))


def due_today(scope: Scope) -> Weighed:
    """Open cases whose due lies in the window, passed or to come."""
    book = scope.book
    rows = np.flatnonzero(scope.mask & book.is_open)
    is_due = (book.due_us[rows] >= scope.from_us) & (book.due_us[rows] < scope.to_us)
    reasons = {
        "no target": (~book.has_target[rows], False),
        "hours unknown": (~book.has_hours[rows], False),
        "due that day": (is_due, True),
    }
    return Weighed(weighed(book, rows, reasons, "due on another day, or on hold"), needs_share=rows)


def _flows(scope: Scope) -> tuple[DayFlow, ...]:
    """What came and went in the window: day by day as known at each day's end, or in a week as known at its end."""
    if scope.is_by_day:
        return days_flow(scope.book, scope.mask, scope.calendar, scope.days, scope.covered_us).flows
    return (flow(scope.book, scope.mask, scope.from_us, scope.to_us),)


def _times(book: CaseBook, parts: Iterable[Int64s]) -> Int64s:
    """How often each case of the book is among these rows: one closed on two days was re-opened between."""
    times = np.zeros(book.size, dtype=np.int64)
    for rows in parts:
        times[rows] += 1
    return times


def _flowed(scope: Scope, which: Literal["opened", "closed", "reopened"]) -> Weighed:
    times = _times(scope.book, (getattr(one, which) for one in _flows(scope)))
    rows = np.flatnonzero(times)
    said = {"opened": "opened", "closed": "closed, and still so at its end", "reopened": "re-opened"}[which]
    amounts = times[rows].astype(np.float64)
    return Weighed(weighed(scope.book, rows, all_in(said, rows.size), "", amounts=amounts))


opened: Weigh = partial(_flowed, which="opened")
closed: Weigh = partial(_flowed, which="closed")
reopened: Weigh = partial(_flowed, which="reopened")


def net(scope: Scope) -> Weighed:
    """Closed less opened (rule 13)."""
    flows = _flows(scope)
    opened, closed = (
        _times(scope.book, (one.opened for one in flows)),
        _times(scope.book, (one.closed for one in flows)),
    )
    rows = np.flatnonzero((opened > 0) | (closed > 0))
    is_opened, is_closed = opened[rows] > 0, closed[rows] > 0
    reasons = {
        "opened and closed": (is_opened & is_closed, True),
        "opened": (is_opened, True),
        "closed": (is_closed, True),
    }
    return Weighed(weighed(scope.book, rows, reasons, "", amounts=(closed - opened)[rows].astype(np.float64)))
