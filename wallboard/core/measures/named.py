"""The named measures: one table of what each means, needs and is counted over, and how to reckon one by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from wallboard.core.measures import named_counts as counts
from wallboard.core.measures import named_rates as rates
from wallboard.core.measures.coverage import history_for_hours
from wallboard.core.measures.weighing import Weigh
from wallboard.core.organisation import Organisation

WeeklyName = Literal[
    "open", "running", "on-hold", "late", "urgent", "watch", "on-track",
    "without-owner", "without-queue", "without-target", "oldest-open",
    "opened", "closed", "net", "reopened",
    "on-time", "reopen-rate", "lead-time-median", "lead-time-p85", "backlog-days",
]  # fmt: skip
"""Measures that a past week can be told of."""

MeasureName = Literal[WeeklyName, "due-today"]
WEEKLY: Final[frozenset[str]] = frozenset(get_args(WeeklyName))

Better = Literal["higher", "lower"]

Window = Literal["now", "day", "flow", "days"]
"""Now; the whole work day of today; a flow over work days, of one day exactly that day's; the last work days to now."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    `days` is its usual window in work days; `is_by_due`: it counts the cases whose due lies in it. `fields` must be
    mapped; a past of it needs `history` of its own; `told_by` are fields of which it tells nothing at all without a
    history (re-openings). `better` says which way is good, where one is.
    """

    meaning: str
    weigh: Weigh
    unit: str = "cases"
    window: Window = "now"
    days: int | None = None
    fields: tuple[str, ...] = ("opened", "status")
    history: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    better: Better | None = None
    needs_targets: bool = False
    is_by_due: bool = False
    has_clock: bool = False
    is_speed: bool = False
    is_signed: bool = False

    @property
    def has_days(self) -> bool:
        """Whether it looks back on some work days."""
        return self.days is not None

    @property
    def needs_many(self) -> bool:
        """Whether few cases make it weigh little: percentages and percentiles (rule 3)."""
        return self.unit == "%" or self.is_speed

    @property
    def has_calendar(self) -> bool:
        """Whether the days of a calendar mean something to it."""
        return self.window != "now" or self.has_days

    def past_needs(self, organisation: Organisation, clock: str | None) -> tuple[str, ...]:
        """What a past instant of it needs a history of."""
        holds = history_for_hours(organisation) if self.needs_targets else ()
        if self.has_clock and clock != "customer":
            holds = ("status",)
        return tuple(dict.fromkeys((*self.history, *holds)))


_ENDED: Final = ("opened", "status", "closed")


def _zone(meaning: str, weigh: Weigh, better: Better) -> Measure:
    return Measure(meaning, weigh, history=("status",), better=better, needs_targets=True)


def _lead(meaning: str, weigh: Weigh) -> Measure:
    return Measure(meaning, weigh, "h", "days", 20, better="lower", has_clock=True, is_speed=True, fields=_ENDED)


MEASURES: Final[Mapping[MeasureName, Measure]] = {
    "open": Measure("open cases, running and on hold", counts.open_now, better="lower"),
    "running": Measure("open cases that are not on hold", counts.running, history=("status",), better="lower"),
    "on-hold": Measure("cases on hold", counts.on_hold, history=("status",), better="lower"),
    "late": _zone("running cases over their target", counts.late, "lower"),
    "urgent": _zone("running cases from two thirds of their target to the whole", counts.urgent, "lower"),
    "watch": _zone("running cases from one to two thirds of their target", counts.watch, "lower"),
    "on-track": _zone("running cases below a third of their target", counts.on_track, "higher"),
    "without-owner": Measure(
        "open cases without an owner, of the sources that say owners",
        counts.without_owner,
        fields=("opened", "status", "owner"),
        history=("owner",),
        better="lower",
    ),
    "without-queue": Measure(
        "open cases without a queue, of the sources that say queues",
        counts.without_queue,
        fields=("opened", "status", "queue"),
        history=("queue",),
        better="lower",
    ),
    "without-target": Measure(
        "open cases for which no target is set", counts.without_target, better="lower", needs_targets=True
    ),
    "oldest-open": Measure(
        "the longest lead time so far of a running case", rates.oldest_open, "h", better="lower", has_clock=True
    ),
    "opened": Measure("cases opened in the window", counts.opened, window="flow", days=1),
    "closed": Measure(
        "cases closed in the window, as each work day knows at its end, by week the week",
        counts.closed,
        fields=_ENDED,
        window="flow",
        days=1,
        better="higher",
    ),
    "net": Measure(
        "closed less opened in the window",
        counts.net,
        fields=_ENDED,
        window="flow",
        days=1,
        better="higher",
        is_signed=True,
    ),
    "reopened": Measure(
        "cases that stood closed when a work day began, by week the week, and resumed in it",
        counts.reopened,
        window="flow",
        days=1,
        told_by=("status",),
        better="lower",
    ),
    "on-time": Measure(
        "closed within their target, of the cases whose due lies in the window",
        rates.on_time,
        "%",
        "days",
        5,
        fields=_ENDED,
        better="higher",
        needs_targets=True,
        is_by_due=True,
        is_speed=True,
    ),
    "reopen-rate": Measure(
        "closings of the window that were undone within five work days",
        rates.reopen_rate,
        "%",
        "days",
        20,
        told_by=("status",),
        better="lower",
    ),
    "lead-time-median": _lead("the median lead time of the cases closed in the window", rates.lead_time_median),
    "lead-time-p85": _lead(
        "the 85th percentile of the lead times of the cases closed in the window", rates.lead_time_p85
    ),
    "due-today": Measure(
        "open cases whose due lies in today, passed or to come",
        counts.due_today,
        window="day",
        better="lower",
        history=("status",),
        needs_targets=True,
    ),
    "backlog-days": Measure(
        "open cases ÷ mean closures per work day of the window",
        rates.backlog_days,
        "days",
        days=20,
        fields=_ENDED,
        better="lower",
    ),
}
