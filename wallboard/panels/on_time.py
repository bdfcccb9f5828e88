"""How many of the cases that fell due were closed on time, and how that went week by week."""

from functools import partial
from typing import ClassVar

import numpy as np
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, weighed
from wallboard.core.kinds import Percent, WorkDays
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.closings import Closings, closings
from wallboard.core.measures.coverage import coverage, history_for_hours
from wallboard.core.measures.filters import selected
from wallboard.core.measures.on_time import MEASURE, FellDue, fell_due, fell_due_in_week, may_fall_due, on_time_of_week
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT, percentage
from wallboard.core.measures.shares import shares_of
from wallboard.core.measures.weeks import WeekFigure
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, OnTime, View, WeekPoint
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading
from wallboard.panels.named.said import week_remarks

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar"})
FIGURES = (
    FigureName("on_time", "%", "closed within their target, of the cases whose due lies in the window (rule 1)"),
    FigureName("reopen_rate", "%", "closings of the last work days that were undone within five work days"),
    FigureName("week:MONDAY", "%", "on_time of a finished week, as known at its end; undecided cases as missed"),
)


class Options(PanelOptions):
    """On time, by rule 1."""

    summary: ClassVar[str] = "cases closed within their target, of those that fell due; with twelve weeks behind"

    target: Percent = Field(95, description="what the share should be")
    days: WorkDays = Field(5, description="the window: the last work days, today included")
    reopened_days: WorkDays = Field(20, description="the window of the re-open rate")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The share on time in the window, the finished weeks before, and the re-open rate beside it."""
    title = heading(envelope)
    history = history_for_hours(snapshot.organisation)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status"), history)
    why = lacks.blank or (() if snapshot.organisation.targets else (words("missing.targets"),))
    if why:
        return blank(envelope, title, why, lacks.sources)
    book = snapshot.book
    mask = selected(book, envelope.where)
    calendar = snapshot.organisation.calendars[envelope.calendar or snapshot.organisation.calendar]
    from_us = calendar.last_work_days_from_us(snapshot.at_us, options.days)
    due = fell_due(book, mask, from_us, snapshot.at_us)
    shares = shares_of(book, may_fall_due(book, mask, from_us))
    if shares.blank:
        return blank(envelope, title, shares.blank, lacks.sources)
    is_grey = due.denominator < FEW_FOR_WEIGHT or shares.is_few
    percent = percentage(due.numerator, due.denominator)
    # the colour judges the exact share, not the rounded one
    is_met = 100 * due.numerator >= options.target * due.denominator
    weeks = snapshot.week_figures(MEASURE, envelope.where, on_time_of_week(envelope.where), sources=lacks.sources)
    since_us = calendar.last_work_days_from_us(snapshot.at_us, options.reopened_days)
    undone = closings(book, mask, since_us, snapshot.at_us)
    body = OnTime(
        percent=percent,
        numerator=due.numerator,
        denominator=due.denominator,
        undecided=due.undecided,
        target=options.target,
        zone="on-track" if is_met else "urgent",
        weeks=tuple(WeekPoint(week.week_on, week.value, _n(week)) for week in weeks),
        reopened=undone.reopened,
        closings=undone.rows.size,
        is_grey=is_grey,
    )
    figures = (
        Figure(
            "on_time",
            percent,
            "%",
            n=due.denominator,
            numerator=due.numerator,
            denominator=due.denominator,
            target=options.target,
            zone=body.zone if percent is not None else None,
            without_target=shares.without_target or None,
            without_hours=shares.without_hours or None,
            undecided=due.undecided,
            is_grey=is_grey,
        ),
        _reopen_rate(undone),
        *(_week_figure(week) for week in weeks),
    )
    behind_weeks = {
        f"week:{week.week_on}": partial(_week_evidence, snapshot, envelope.where, week.begins) for week in weeks
    }
    evidence = OnDemand(
        {
            "on_time": partial(_due_evidence, book, due),
            "reopen_rate": partial(_reopen_evidence, book, undone),
            **behind_weeks,
        }
    )
    note = words("on-time.window", n=options.days)
    # what is said of the window stands for the weeks too, but for those that carry no weight
    few = ((week.week_on, of) for week in weeks if (of := week.count.shares) is not None and of.is_few)
    remarks = (*lacks.remarks, *shares.remarks, *week_remarks(few))
    return Shown(View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks), evidence)


def _n(week: WeekFigure) -> int:
    return round(week.count.denominator or 0)


def _week_figure(week: WeekFigure) -> Figure:
    count, shares = week.count, week.count.shares
    return Figure(
        f"week:{week.week_on}",
        week.value,
        "%",
        n=_n(week),
        numerator=round(count.numerator or 0),
        denominator=_n(week),
        without_target=count.without_target or None,
        without_hours=count.without_hours or None,
        is_grey=_n(week) < FEW_FOR_WEIGHT or (shares is not None and shares.is_few),
        week_on=week.week_on,
        is_stored=week.is_stored,
    )


def _reopen_rate(undone: Closings) -> Figure:
    return Figure(
        "reopen_rate",
        percentage(undone.reopened, undone.rows.size),
        "%",
        n=undone.rows.size,
        numerator=undone.reopened,
        denominator=undone.rows.size,
        is_grey=undone.rows.size < FEW_FOR_WEIGHT,
    )


def _due_evidence(book: CaseBook, due: FellDue) -> Evidence:
    reasons = {
        "exactly at its target while the calendar is shut": (due.is_undecided, False),
        "closed on time": (due.is_on_time, True),
        "closed over its target": (~book.is_open[due.rows] & ~due.is_on_time, True),
        "fell due and is open": (book.is_open[due.rows] & ~due.is_undecided, True),
    }
    amounts = due.is_on_time.astype(np.float64)
    return weighed(book, due.rows, reasons, "", how="percent", amounts=amounts)


def _week_evidence(snapshot: Snapshot, where: Where, begins: int) -> Evidence:
    week = snapshot.finished_week(begins)
    due = fell_due_in_week(week, where)
    reasons = {"closed on time": (due.is_on_time, True), "missed": (~due.is_on_time, True)}
    return weighed(week.book, due.rows, reasons, "", how="percent", amounts=due.is_on_time.astype(np.float64))


def _reopen_evidence(book: CaseBook, undone: Closings) -> Evidence:
    is_reopened = undone.is_reopened
    reasons = {"closed and re-opened": (is_reopened, True), "closed": (~is_reopened, True)}
    return weighed(book, undone.rows, reasons, "", how="percent", amounts=is_reopened.astype(np.float64))
