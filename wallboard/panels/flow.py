"""Closed less opened day by day, the backlog in days of work, and the slack against the stated capacity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, all_in, weighed
from wallboard.core.kinds import Percent, PersonName, WorkDays
from wallboard.core.local_time import date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.capacity import capacities, with_capacity
from wallboard.core.measures.coverage import coverage, since, uncovered
from wallboard.core.measures.filters import selected
from wallboard.core.measures.flow import DaysFlow, days_flow
from wallboard.core.measures.in_and_out import DayFlow
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Column, Columns, Fact, Figure, Part, View, Zone
from wallboard.core.words import Words, words
from wallboard.core.worktime import WorkCalendar
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading

Int64s = NDArray[np.int64]
Makers = Mapping[str, Callable[[], Evidence]]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar"})
FIGURES = (
    FigureName("net", "cases", "closed less opened over all days"),
    FigureName("net:DATE", "cases", "closed less opened of one work day, as known at its end"),
    FigureName("backlog", "days", "open cases ÷ mean closures per work day; of today the part counts that has passed"),
    FigureName("reopened", "cases", "cases that had stood closed when a day began and resumed in it"),
    FigureName("slack", "%", "1 − arrivals ÷ capacity of those present, over the days for which one is stated"),
)


class Options(PanelOptions):
    """The flow of the last work days."""

    summary: ClassVar[str] = "closed less opened per work day, backlog in days, slack against the stated capacity"

    days: WorkDays = Field(20, description="how many work days, today included")
    least_slack: Percent = Field(10, description="slack under it is urgent; none left is late")
    people: list[PersonName] | None = Field(
        None, description="whose capacity counts; default: all for whom the board states one"
    )


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The flow of the panel's scope."""
    title = heading(envelope)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "closed"), ("status",))
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book, calendar = snapshot.book, calendar_of(envelope, snapshot)
    mask = selected(book, envelope.where)
    of = days_flow(book, mask, calendar, options.days, lacks.covered_us(calendar))
    begins_us = calendar.last_work_days_from_us(snapshot.at_us, options.days)
    if not of.days.size:
        return blank(envelope, title, tuple(uncovered(snapshot, lacks.sources, TAKES, begins_us)), lacks.sources)
    open_rows = np.flatnonzero(mask & book.is_open)
    load = _load(options, snapshot, calendar, of)
    backlog = open_rows.size / of.closed_a_day if of.closed_a_day else None
    slack = _slack(load, options.least_slack)
    figures = _figures(of, Figure("backlog", backlog, "days", n=of.closed), slack)
    body, note = _columns(of, backlog, slack), _note(of)
    is_partly = slack.value is not None and load.days < of.days.size
    remarks = (*since(lacks.read_us, calendar, snapshot.at_us, begins_us), *lacks.remarks)
    if is_partly:
        remarks += (words("flow.capacity-days", n=load.days),)
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, OnDemand(_makers(book, of, open_rows, load)))


def _figures(of: DaysFlow, backlog: Figure, slack: Figure) -> tuple[Figure, ...]:
    of_days = (Figure(f"net:{date_of(int(day))}", one.net) for day, one in zip(of.days, of.flows, strict=True))
    return (Figure("net", of.closed - of.opened), *of_days, backlog, slack, Figure("reopened", of.reopened))


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    """What came in and what could be done on the days for which a capacity is stated, today in the part that passed."""

    days: int
    opened: Int64s
    capacity: float


def _load(options: Options, snapshot: Snapshot, calendar: WorkCalendar, of: DaysFlow) -> _Load:
    people = with_capacity(snapshot, options.people)
    stated = capacities(snapshot, people, calendar, of.days)
    chosen = np.flatnonzero(~np.isnan(stated))
    none: Int64s = np.zeros(0, dtype=np.int64)
    opened = np.concatenate([none, *(of.flows[day].opened for day in chosen.tolist())])
    return _Load(chosen.size, opened, float((stated[chosen] * of.passed[chosen]).sum()))


def _slack(load: _Load, least: float) -> Figure:
    slack = 100 - 100 * load.opened.size / load.capacity if load.capacity else None
    return Figure("slack", slack, "%", n=load.opened.size, target=least, zone=_zone(slack, least))


def _zone(slack: float | None, least: float) -> Zone | None:
    if slack is None:
        return None
    if slack < 0:
        return "late"
    return "urgent" if slack < least else "on-track"


def _columns(of: DaysFlow, backlog: float | None, slack: Figure) -> Columns:
    last = len(of.flows) - 1
    columns = tuple(
        Column(words("columns.day", on=date_of(int(day)).isoformat()), (float(one.net),), place == last)
        for place, (day, one) in enumerate(zip(of.days, of.flows, strict=True))
    )
    told = words("flow.no-closures") if backlog is None else words("flow.backlog", n=round(backlog, 1), days=backlog)
    left = words("flow.no-capacity") if slack.value is None else words("flow.slack", percent=slack.value)
    colour = slack.zone if slack.zone in ("urgent", "late") else None
    facts = (Fact(told), Fact(left, colour, is_minor=slack.value is None))
    return Columns(columns, (Part(words("flow.net")),), facts, is_signed=True)


def _note(of: DaysFlow) -> Words:
    """The days, and how many re-opened in them where any did, so that the sum explains the change in open cases."""
    key = "flow.note-reopened" if of.reopened else "flow.note"
    return words(key, n=of.days.size, reopened=of.reopened)


def _makers(book: CaseBook, of: DaysFlow, open_rows: Int64s, load: _Load) -> Makers:
    """What stands behind each figure; of net and slack every opening and closing of a case by itself."""
    makers: dict[str, Callable[[], Evidence]] = {"net": partial(_net, book, list(of.flows))}
    for day, one in zip(of.days, of.flows, strict=True):
        makers[f"net:{date_of(int(day))}"] = partial(_net, book, [one])
    if of.closed_a_day:
        days = np.full(open_rows.size, 1 / of.closed_a_day)
        makers["backlog"] = lambda: weighed(book, open_rows, all_in("open", open_rows.size), "", amounts=days)
    if load.capacity:
        taken = np.full(load.opened.size, -100 / load.capacity)
        reasons = all_in("arrived", load.opened.size)
        makers["slack"] = lambda: weighed(book, load.opened, reasons, "", amounts=taken, base=100)
    resumed = np.concatenate([open_rows[:0], *(one.reopened for one in of.flows)])
    makers["reopened"] = lambda: weighed(book, resumed, all_in("re-opened", resumed.size), "")
    return makers


def _net(book: CaseBook, flows: list[DayFlow]) -> Evidence:
    none: Int64s = np.zeros(0, dtype=np.int64)
    opened = np.concatenate([none, *(one.opened for one in flows)])
    closed = np.concatenate([none, *(one.closed for one in flows)])
    rows = np.concatenate([opened, closed])
    is_opening = np.arange(rows.size) < opened.size
    reasons = {"opened": (is_opening, True), "closed": (~is_opening, True)}
    return weighed(book, rows, reasons, "", amounts=np.where(is_opening, -1.0, 1.0))
