"""How many of the cases that fell due were closed on time, and how that went week by week."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, weighed
from wallboard.core.kinds import Percent, WorkDays
from wallboard.core.measures.closings import Closings, closings, reopenings_of
from wallboard.core.measures.coverage import no_due_yet, since_by_due, target_coverage, uncovered
from wallboard.core.measures.filters import selected
from wallboard.core.measures.on_time import (
    MEASURE,
    ON_TIME,
    FellDue,
    OnTimeAsk,
    due_cases_of,
    fell_due_in_week,
    on_time_figure,
    on_time_now,
    on_time_of_week,
    on_time_zone,
)
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT
from wallboard.core.measures.weeks import WeekFigure
from wallboard.core.measures.weighing import Weighed
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, OnTime, View, WeekPoint
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading
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

    target: Percent = Field(ON_TIME.target, description="what the share should be")
    days: WorkDays = Field(ON_TIME.days, description="the window: the last work days, today included")
    reopened_days: WorkDays = Field(20, description="the window of the re-open rate")


def asked(options: Options, envelope: Envelope) -> OnTimeAsk:
    """What the panel asks, for a stand-up too."""
    title = envelope.title if envelope.has_title else None
    return OnTimeAsk(options.target, options.days, envelope.where, envelope.calendar, title)


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The share on time in the window, the finished weeks before, and the re-open rate beside it."""
    title, where = heading(envelope), envelope.where
    lacks = target_coverage(snapshot, TAKES, where, "closed")
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    due, shares = on_time_now(snapshot, asked(options, envelope))
    if shares.blank:
        return blank(envelope, title, shares.blank, lacks.sources)
    calendar, at_us = calendar_of(envelope, snapshot), snapshot.at_us
    begins_us = [calendar.last_work_days_from_us(at_us, days) for days in (options.days, options.reopened_days)]
    from_us = max(begins_us[1], lacks.covered_us(calendar))
    undone = closings(snapshot.book, selected(snapshot.book, where), from_us, at_us)
    weeks = snapshot.week_figures(MEASURE, where, on_time_of_week(where), sources=lacks.sources, is_by_due=True)
    if lacks.by_due.covered_us(calendar) > at_us and all(week.value is None for week in weeks):
        unread = no_due_yet(snapshot, lacks, where, calendar)
        unread = unread or tuple(uncovered(snapshot, lacks.sources, TAKES, begins_us[1]))
        return blank(envelope, title, unread, lacks.sources)
    now = on_time_figure(due, shares, options.target)
    figures = (now, _reopen_rate(undone), *(_week_figure(week) for week in weeks))
    of_dues_us = [snapshot.finished_week(week.begins).from_us for week in weeks if not week.is_stored]
    told = since_by_due(lacks, calendar, at_us, begins_us[1:], [begins_us[0], *of_dues_us])
    body, note = _body(options.target, now, due, undone, weeks), words("on-time.window", n=options.days)
    remarks = (*told, *lacks.remarks, *shares.remarks, *_of_weeks(weeks))
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, _evidence(snapshot, where, due, undone, weeks))


def _body(target: float, now: Figure, due: FellDue, undone: Closings, weeks: Sequence[WeekFigure]) -> OnTime:
    return OnTime(
        percent=now.value,
        numerator=due.numerator,
        denominator=due.denominator,
        undecided=due.undecided,
        target=target,
        zone=on_time_zone(due, target),
        weeks=tuple(WeekPoint(week.week_on, week.value, _n(week)) for week in weeks),
        reopened=undone.reopened,
        closings=undone.rows.size,
        is_grey=now.is_grey,
    )


def _of_weeks(weeks: Sequence[WeekFigure]) -> tuple[Words, ...]:
    """What is said of the window stands for the weeks too, but for those that carry no weight."""
    few = ((week.week_on, of) for week in weeks if (of := week.count.shares) is not None and of.is_few)
    return week_remarks(few)


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
        undone.rate,
        "%",
        n=undone.rows.size,
        numerator=undone.reopened,
        denominator=undone.rows.size,
        is_grey=undone.rows.size < FEW_FOR_WEIGHT,
    )


def _evidence(
    snapshot: Snapshot, where: Where, due: FellDue, undone: Closings, weeks: Sequence[WeekFigure]
) -> OnDemand:
    book = snapshot.book
    of_weeks = {f"week:{week.week_on}": partial(_week_evidence, snapshot, where, week) for week in weeks}
    of_now = {
        "on_time": partial(due_cases_of, book, due, due.is_undecided),
        "reopen_rate": partial(reopenings_of, book, undone),
    }
    return OnDemand({**of_now, **of_weeks})


def _week_evidence(snapshot: Snapshot, where: Where, figure: WeekFigure) -> Evidence:
    week = snapshot.finished_week(figure.begins)
    due = fell_due_in_week(week, where)
    reasons = {"closed on time": (due.is_on_time, True), "missed": (~due.is_on_time, True)}
    found = weighed(week.book, due.rows, reasons, "", how="percent", amounts=due.is_on_time.astype(np.float64))
    return found if figure.count.denominator is not None else Weighed(found).untold.evidence
