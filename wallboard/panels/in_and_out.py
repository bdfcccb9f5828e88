"""What came in and went out today, against what is usual by this time."""

from typing import ClassVar

import numpy as np

from wallboard.core.evidence import Evidence, all_in, weighed
from wallboard.core.local_time import date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage, uncovered
from wallboard.core.measures.filters import selected
from wallboard.core.measures.in_and_out import DayFlow, Usual, day_bounds_us, flow, usual
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Count, Counts, Figure, View, Zone
from wallboard.core.words import words
from wallboard.panels.contract import (
    Envelope,
    FigureName,
    PanelOptions,
    Shown,
    blank,
    calendar_of,
    dated_heading,
    heading,
)

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar"})
FIGURES = (
    FigureName("opened", "cases", "cases opened today"),
    FigureName("closed", "cases", "cases closed today that are closed still"),
    FigureName("net", "cases", "closed less opened"),
    FigureName("reopened", "cases", "cases that stood closed when the day began and resumed today"),
)


class Options(PanelOptions):
    """In and out, by rule 13."""

    summary: ClassVar[str] = "opened, closed and net today, against what is usual by this time"


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The flow of the work day; on a date without work that of the last work day, with its date."""
    del options
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "closed"))
    if lacks.blank:
        return blank(envelope, heading(envelope), lacks.blank, lacks.sources)
    book = snapshot.book
    mask, calendar = selected(book, envelope.where), calendar_of(envelope, snapshot)
    day, is_work_day = calendar.today(snapshot.at_us)
    begins_us, until_us = day_bounds_us(calendar, day, snapshot.at_us)
    if unread := uncovered(snapshot, lacks.sources, TAKES, begins_us):
        return blank(envelope, heading(envelope), tuple(unread), lacks.sources)
    today = flow(book, mask, begins_us, until_us)
    normal = usual(book, mask, calendar, day, snapshot.at_us, lacks.covered_us(calendar))
    figures = _figures(today, normal)
    body = Counts(tuple(_count(figure) for figure in figures if figure.name != "reopened" or figure.value))
    note = words("in-and-out.usual", opened=normal.opened, closed=normal.closed) if normal else None
    title = dated_heading(envelope, None if is_work_day else date_of(day).isoformat())
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, lacks.remarks)
    return Shown(view, _evidence(book, today))


def _figures(today: DayFlow, normal: Usual | None) -> tuple[Figure, ...]:
    days = normal.days if normal else None
    zone = _net_zone(today, normal)
    return (
        Figure("opened", today.opened.size, n=days, usual=normal.opened if normal else None),
        Figure("closed", today.closed.size, n=days, usual=normal.closed if normal else None),
        Figure("net", today.net, n=days, usual=normal.net if normal else None, zone=zone),
        Figure("reopened", today.reopened.size),
    )


def _count(figure: Figure) -> Count:
    label = words(f"in-and-out.{figure.name}")
    return Count(figure.name, label, int(figure.value or 0), figure.zone, is_signed=figure.name == "net")


def _net_zone(today: DayFlow, normal: Usual | None) -> Zone | None:
    """Coloured outside the middle 80 % of usual days: more left open than usual is urgent, more closed is calm."""
    if normal is None or normal.net_low <= today.net <= normal.net_high:
        return None
    return "urgent" if today.net < normal.net_low else "watch"


def _evidence(book: CaseBook, today: DayFlow) -> dict[str, Evidence]:
    lists = {"opened": today.opened, "closed": today.closed, "reopened": today.reopened}
    evidence = {name: weighed(book, rows, all_in(f"{name} today", rows.size), "") for name, rows in lists.items()}
    rows = np.union1d(today.opened, today.closed)
    opened, closed = np.isin(rows, today.opened), np.isin(rows, today.closed)
    reasons = {"opened and closed": (opened & closed, True), "opened": (opened, True), "closed": (closed, True)}
    net = closed.astype(np.float64) - opened
    return evidence | {"net": weighed(book, rows, reasons, "", amounts=net)}
