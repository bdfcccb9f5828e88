"""The pile of opportunities that wait for their first appointment, against its target."""

from functools import partial
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from wallboard.core.evidence import How, OnDemand
from wallboard.core.kinds import Kind, WorkHours
from wallboard.core.local_time import HOUR_US, date_of, hours_of
from wallboard.core.measures.coverage import since
from wallboard.core.measures.opportunities import (
    Opportunities,
    days_a_release,
    on_day,
    opportunities,
    window_us,
    zones_of,
)
from wallboard.core.measures.opportunity_account import of_opportunities
from wallboard.core.measures.opportunity_coverage import opportunity_coverage
from wallboard.core.measures.sales_coverage import details_of, remarks_of
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Buffer, Figure, View, Zone
from wallboard.core.words import words
from wallboard.core.worktime import WorkCalendar
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading

TAKES = frozenset({"opportunities", "appointments"})
USES = frozenset({"calendar"})
FIGURES = (
    FigureName("waiting", "opportunities", "opportunities without an appointment that are neither won nor lost"),
    FigureName(
        "cover",
        "days",
        "waiting ÷ mean releases per work day; n is the releases of 20 work days, of today the part that has passed, "
        "days before the first opportunity left out",
    ),
    FigureName("oldest", "h", "work hours since the oldest of them was created"),
    FigureName("came", "opportunities", "opportunities created today"),
    FigureName("released", "opportunities", "opportunities whose first appointment was booked today"),
    FigureName("releases", "opportunities", "those released in the last 20 work days, today included"),
)


class Options(PanelOptions):
    """The buffer before the salespeople's diaries."""

    summary: ClassVar[str] = (
        "opportunities that wait for an appointment, against their target; cover, oldest, in and out"
    )

    target: Annotated[int, Kind("number of opportunities", unit="opportunities", least=1, most=1_000_000)] | None = (
        Field(None, description="how many should wait; under a third of it is late, under two thirds urgent")
    )
    target_wait_h: WorkHours | None = Field(None, description="how long one may wait; colours the oldest")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The pile now; in and released today, on a date without work on the last work day."""
    title = heading(envelope)
    lacks = opportunity_coverage(snapshot, TAKES, ())
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    calendar = calendar_of(envelope, snapshot)
    day, is_work_day = calendar.today(snapshot.at_us)
    pile = opportunities(snapshot, calendar)
    is_day_read = lacks.read_us <= calendar.belongs_from_us(np.array([day]))[0]
    body = _buffer(options, pile, calendar, snapshot.at_us, day if is_day_read else None)
    figures = _figures(body, options, int(np.count_nonzero(pile.released_in(*window_us(calendar, snapshot.at_us)))))
    untargeted = () if options.target else (words("opportunity-buffer.no-target"),)
    not_covered = since(lacks.read_us, calendar, snapshot.at_us, window_us(calendar, snapshot.at_us)[0])
    remarks = (*not_covered, *lacks.remarks, *untargeted, *remarks_of(pile.unusable, {}))
    on = date_of(day).isoformat()
    note = words("opportunity-buffer.note") if is_work_day else words("opportunity-buffer.note-day", on=on)
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, _evidence(snapshot, pile, calendar, day if is_day_read else None), details_of(pile.unusable, ()))


def _figures(body: Buffer, options: Options, releases: int) -> tuple[Figure, ...]:
    return (
        Figure("waiting", body.waiting, "opportunities", target=options.target, zone=body.zone),
        Figure("cover", body.cover_days, "days", n=releases),
        Figure("oldest", body.oldest_h, "h", target=options.target_wait_h, zone=body.oldest_zone),
        Figure("came", body.came, "opportunities"),
        Figure("released", body.released, "opportunities"),
        Figure("releases", releases, "opportunities"),
    )


def _buffer(options: Options, pile: Opportunities, calendar: WorkCalendar, at_us: int, day: int | None) -> Buffer:
    waiting = int(np.count_nonzero(pile.is_waiting))
    days_each = days_a_release(pile, calendar, at_us)
    oldest_us = int(pile.wait_us[pile.is_waiting].max()) if waiting else None
    return Buffer(
        waiting=waiting,
        target=options.target,
        zone=_zone(waiting, options.target),
        is_too_many=options.target is not None and 3 * waiting > 4 * options.target,
        cover_days=None if days_each is None else waiting * days_each,
        oldest_h=hours_of(oldest_us),
        oldest_zone=_wait_zone(oldest_us, options.target_wait_h),
        came=None if day is None else int(np.count_nonzero(on_day(calendar, pile.created_us, day))),
        released=None if day is None else int(np.count_nonzero(on_day(calendar, pile.released_us, day))),
    )


def _zone(waiting: int, target: int | None) -> Zone | None:
    """Too little work is what endangers the salespeople's days: under a third late, under two thirds urgent."""
    if target is None or 3 * waiting >= 2 * target:
        return None
    return "late" if 3 * waiting < target else "urgent"


def _wait_zone(wait_us: int | None, target_h: float | None) -> Zone | None:
    if wait_us is None or not target_h:
        return None
    return ZONES[int(zones_of(np.array([wait_us]), round(target_h * HOUR_US))[0])]


def _evidence(snapshot: Snapshot, pile: Opportunities, calendar: WorkCalendar, day: int | None) -> OnDemand:
    from_us, to_us = window_us(calendar, snapshot.at_us)
    is_released = pile.released_in(from_us, to_us)
    of_pile = partial(of_opportunities, snapshot, pile, pile.is_waiting | is_released | (pile.ended_us >= from_us))
    waiting, days_each = {"waiting": pile.is_waiting}, days_a_release(pile, calendar, snapshot.at_us)
    part = np.full(pile.row.size, days_each or 0.0)
    every = np.ones(pile.row.size, dtype=np.bool_)
    moved = {"created today": pile.created_us, "released today": pile.released_us}
    came, released = ({said: on_day(calendar, at_us, day)} if day is not None else {} for said, at_us in moved.items())
    how: How = "highest" if day is None else "sum"
    return OnDemand(
        {
            "waiting": partial(of_pile, waiting),
            # without a release there is no cover to speak of
            "cover": partial(of_pile, waiting, amounts=part) if days_each else partial(of_pile, {}, how="highest"),
            "oldest": partial(of_pile, waiting, how="highest", amounts=pile.wait_us / HOUR_US),
            "came": partial(of_opportunities, snapshot, pile, every, came, how=how),
            "released": partial(of_pile, released, how=how),
            "releases": partial(of_pile, {"released in 20 work days": is_released}),
        }
    )
