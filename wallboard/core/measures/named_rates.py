"""The named measures that are no counts: percentages, percentiles of lead times, the oldest case, days of backlog."""

from functools import partial
from typing import Literal

import numpy as np

from wallboard.core.evidence import weighed
from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.closings import closings, reopenings_of
from wallboard.core.measures.flow import days_flow
from wallboard.core.measures.history import HELD
from wallboard.core.measures.lead_times import closed_in
from wallboard.core.measures.on_time import due_cases_of, fell_due, may_fall_due
from wallboard.core.measures.weighing import Scope, Weigh, Weighed


def on_time(scope: Scope) -> Weighed:
    """Rule 1 over the window; of a finished week the undecided count as missed (rule 7)."""
    due = fell_due(scope.book, scope.mask, scope.from_us, scope.to_us - 1)
    is_undecided = due.is_undecided & (not scope.is_week)
    found = due_cases_of(scope.book, due, is_undecided)
    needs = np.flatnonzero(may_fall_due(scope.book, scope.mask, scope.from_us))
    return Weighed(found, needs_share=needs, is_undecided=None if scope.is_week else is_undecided)


def reopen_rate(scope: Scope) -> Weighed:
    """The closings of the window that were undone in time (rule 5); two of one case are two."""
    undone = closings(scope.book, scope.mask, scope.from_us, scope.to_us - 1)
    return Weighed(reopenings_of(scope.book, undone))


def _lead_time(scope: Scope, how: Literal["median", "p85"]) -> Weighed:
    """A percentile of the lead times, on the clock asked for, of the cases that stand closed since the window."""
    book = scope.book
    rows = closed_in(book, scope.mask, scope.from_us, scope.to_us - 1)
    is_unknown = ~book.has_hours[rows]
    reasons = {"hours unknown": (is_unknown, False), "closed": (~is_unknown, True)}
    amounts = scope.lead_us[rows] / HOUR_US
    return Weighed(weighed(book, rows, reasons, "", how=how, amounts=amounts), is_unknown=is_unknown)


lead_time_median: Weigh = partial(_lead_time, how="median")
lead_time_p85: Weigh = partial(_lead_time, how="p85")


def oldest_open(scope: Scope) -> Weighed:
    """The longest lead time so far of a running case, on the clock asked for."""
    book = scope.book
    rows = np.flatnonzero(scope.mask & book.is_open)
    is_held = book.state[rows] == HELD
    is_unknown = ~book.has_hours[rows] & ~is_held
    reasons = {
        "on hold": (is_held, False),
        "hours unknown": (is_unknown, False),
        "running": (~is_held & ~is_unknown, True),
    }
    amounts = scope.lead_us[rows] / HOUR_US
    return Weighed(weighed(book, rows, reasons, "", how="highest", amounts=amounts), is_unknown=is_unknown)


def backlog_days(scope: Scope) -> Weighed:
    """Open cases ÷ mean closures per work day, as the flow panel has it."""
    book = scope.book
    came = days_flow(book, scope.mask, scope.calendar, scope.days, scope.covered_us)
    is_open = np.flatnonzero(scope.mask & book.is_open)
    closed = np.concatenate([np.empty(0, dtype=np.int64), *(one.closed for one in came.flows)])
    rows = np.concatenate([is_open, closed])
    is_backlog = np.arange(rows.size) < is_open.size
    reasons = {"open": (is_backlog, True), "closed, which sets the pace": (~is_backlog, True)}
    found = weighed(book, rows, reasons, "", amounts=is_backlog.astype(np.float64))
    return Weighed(found, a_day=float(came.passed.sum()))
