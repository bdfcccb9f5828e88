"""Rule 1: on time is counted over the cases that fell due, in a window or in a finished week."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import Evidence, weighed
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import feeding, whole_days_from_us
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import CLOSED
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT, percentage
from wallboard.core.measures.shares import Shares, shares_of
from wallboard.core.measures.weeks import Compute, FinishedWeek, WeekCount
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.figures import Figure, Zone

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

TAKES = frozenset({"cases", "events"})
MEASURE = "on-time"
"""The name under which weeks are stored."""


@dataclass(frozen=True, slots=True)
class OnTimeAsk:
    """Of which cases the share on time is asked, over how many work days, today included, of whose calendar (None: the
    organisation's), and what it should be in percent. `title` is what a board calls it, where it gives it a name.
    """

    target: float = 95.0
    days: int = 5
    where: Where = field(default_factory=Where)
    calendar: str | None = None
    title: str | None = None


ON_TIME = OnTimeAsk()
"""What is asked where a board does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class FellDue:
    """The cases whose due lies in a window: rows of the book, and of each whether it was on time or is undecided."""

    rows: Int64s
    is_on_time: Bools
    is_undecided: Bools

    @property
    def numerator(self) -> int:
        """How many were closed within their target."""
        return int(np.count_nonzero(self.is_on_time))

    @property
    def undecided(self) -> int:
        """How many stand exactly at their target while their calendar is shut."""
        return int(np.count_nonzero(self.is_undecided))

    @property
    def denominator(self) -> int:
        """How many fell due and are decided."""
        return self.rows.size - self.undecided


def fell_due(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> FellDue:
    """The cases of a mask whose due lies in [from, to], both ends in."""
    rows = np.flatnonzero(mask & (book.due_us >= from_us) & (book.due_us <= to_us))
    is_shut = np.array([not calendar.is_open(book.at_us) for calendar in book.calendars], dtype=np.bool_)
    is_undecided = book.is_open[rows] & (book.lead_us[rows] == book.need_us[rows]) & is_shut[book.calendar[rows]]
    is_on_time = (book.state[rows] == CLOSED) & (book.lead_us[rows] <= book.need_us[rows])
    return FellDue(rows, is_on_time, is_undecided)


def on_time_now(snapshot: Snapshot, ask: OnTimeAsk) -> tuple[FellDue, Shares]:
    """The cases that fell due in the window that ends now, and of how many that may have, a target is known.

    The window begins no earlier than the first work day of which all that fell due is known.

    Raises NoWorkDay before the calendar's first work day.
    """
    book, organisation = snapshot.book, snapshot.organisation
    calendar = organisation.calendars[ask.calendar or organisation.calendar]
    known_us = snapshot.dues_from_us(feeding(organisation, TAKES, ask.where), ask.where)
    covered_us = whole_days_from_us(calendar, known_us)
    from_us = max(calendar.last_work_days_from_us(snapshot.at_us, ask.days), covered_us)
    mask = selected(book, ask.where)
    return fell_due(book, mask, from_us, snapshot.at_us), shares_of(book, may_fall_due(book, mask, from_us))


def on_time_figure(due: FellDue, shares: Shares, target: float) -> Figure:
    """The share on time in percent, against a target in percent; `shares` of those that may fall due."""
    percent = percentage(due.numerator, due.denominator)
    return Figure(
        "on_time",
        percent,
        "%",
        n=due.denominator,
        numerator=due.numerator,
        denominator=due.denominator,
        target=target,
        zone=on_time_zone(due, target) if percent is not None else None,
        without_target=shares.without_target or None,
        without_hours=shares.without_hours or None,
        undecided=due.undecided,
        is_grey=due.denominator < FEW_FOR_WEIGHT or shares.is_few,
    )


def on_time_zone(due: FellDue, target: float) -> Zone:
    """The colour judges the exact share, not the rounded one."""
    return "on-track" if 100 * due.numerator >= target * due.denominator else "urgent"


def due_cases_of(book: CaseBook, due: FellDue, is_undecided: Bools) -> Evidence:
    """The evidence behind the share on time; `is_undecided` are those of the cases that are left out."""
    is_open = book.is_open[due.rows]
    reasons = {
        "exactly at its target while the calendar is shut": (is_undecided, False),
        "closed on time": (due.is_on_time, True),
        "closed over its target": (~is_open, True),
        "fell due and is open": (is_open, True),
    }
    return weighed(book, due.rows, reasons, "", how="percent", amounts=due.is_on_time.astype(np.float64))


def fell_due_in_week(week: FinishedWeek, where: Where) -> FellDue:
    """The cases of a scope whose due lies in a finished week, as known at its end."""
    return fell_due(week.book, selected(week.book, where), week.from_us, week.last_us)


def may_fall_due(book: CaseBook, mask: Bools, from_us: int) -> Bools:
    """The cases that rule 10 asks a target of: those that were open at some time since the window began."""
    return mask & (book.closed_us >= from_us)


def on_time_of_week(where: Where) -> Compute:
    """Rule 7 for rule 1: the share on time of a finished week in percent; the undecided count as missed."""
    return partial(_count, where=where)


def _count(week: FinishedWeek, where: Where) -> WeekCount:
    due = fell_due_in_week(week, where)
    of = shares_of(week.book, may_fall_due(week.book, selected(week.book, where), week.from_us))
    value = percentage(due.numerator, due.rows.size)
    return WeekCount(value, due.numerator, due.rows.size, of.cases, of.without_target, of.without_hours)
