"""What falls due in the next work hours, hour by hour."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, weighed
from wallboard.core.kinds import Kind
from wallboard.core.measures.account import instant
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage, history_for_hours
from wallboard.core.measures.due_next import DueHour, due_hours
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import OPEN
from wallboard.core.measures.shares import Shares, shares_of
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Column, Columns, Fact, Figure, Part, View
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar"})
FIGURES = (
    FigureName("due", "cases", "running cases that fall due in the next work hours, if nothing is done"),
    FigureName("due:INSTANT", "cases", "those of one clock hour, by the instant at which it begins"),
)


class Options(PanelOptions):
    """The hours ahead."""

    summary: ClassVar[str] = "what falls due in the next work hours, hour by hour"

    hours: Annotated[int, Kind("work hours", unit="h", least=1, most=40)] = Field(8, description="how far it looks")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The running cases by the hour of their due, in the colours of what they are now."""
    title = heading(envelope)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status"), history_for_hours(snapshot.organisation))
    why = lacks.blank or (() if snapshot.organisation.targets else (words("missing.targets"),))
    if why:
        return blank(envelope, title, why, lacks.sources)
    book, organisation = snapshot.book, snapshot.organisation
    mask = selected(book, envelope.where) & (book.state == OPEN)
    shares = shares_of(book, mask)
    if shares.blank:
        return blank(envelope, title, shares.blank, lacks.sources)
    calendar = organisation.calendars[envelope.calendar or organisation.calendar]
    hours = due_hours(book, mask, calendar, options.hours)
    rows = np.concatenate([hour.rows for hour in hours])
    figures = [_figure("due", rows.size, shares)]
    makers: dict[str, Callable[[], Evidence]] = {"due": partial(_evidence, book, rows)}
    for hour in hours:
        name = f"due:{_utc(hour.from_us)}"
        figures.append(_figure(name, hour.rows.size, shares))
        makers[name] = partial(_evidence, book, hour.rows)
    body = Columns(
        tuple(_column(book, hour, ZoneInfo(organisation.time_zone)) for hour in hours),
        tuple(Part(words(f"zone.{zone}"), zone) for zone in ZONES[:3]),
        (Fact(words("due-next.total", n=rows.size)),),
        empty=words("due-next.none"),
    )
    note = words("due-next.note", n=options.hours)
    remarks = (*lacks.remarks, *shares.remarks)
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, note, remarks)
    return Shown(view, OnDemand(makers))


def _figure(name: str, count: int, shares: Shares) -> Figure:
    return Figure(
        name,
        count,
        without_target=shares.without_target or None,
        without_hours=shares.without_hours or None,
        is_grey=shares.is_few,
    )


def _column(book: CaseBook, hour: DueHour, time_zone: ZoneInfo) -> Column:
    zones = book.zone[hour.rows]
    label = words("due-next.day" if hour.is_new_day else "due-next.hour", at=hour.from_us)
    values = tuple(float(np.count_nonzero(zones == code)) for code in range(3))
    return Column(label, values, hour.is_now, instant(hour.from_us, time_zone)[:10] if hour.is_new_day else None)


def _evidence(book: CaseBook, rows: NDArray[np.int64]) -> Evidence:
    return weighed(book, rows, {"falls due": (np.ones(rows.size, dtype=np.bool_), True)}, "")


def _utc(at_us: int) -> str:
    return instant(at_us, ZoneInfo("UTC"))
