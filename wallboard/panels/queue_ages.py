"""Each queue: its running cases by zone, the oldest wait, and how long the stays were that ended."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, all_in, weighed
from wallboard.core.kinds import WorkDays
from wallboard.core.local_time import HOUR_US, hours_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage, since
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.queue_ages import QueueAge, queue_ages
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT
from wallboard.core.measures.shares import shares_of
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Figure, StackRow, Stacks, View, Zone
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import (
    ZONE_NAMES,
    Envelope,
    FigureName,
    PanelOptions,
    Shown,
    blank,
    calendar_of,
    heading,
    zone_figures,
)

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar"})
FIGURES = (
    FigureName("open", "cases", "open cases, running and on hold"),
    *zone_figures("cases", "running cases in the zone {zone}"),
    FigureName("without_share", "cases", "running cases without a target, or whose hours are unknown"),
    FigureName("on_hold", "cases", "cases on hold"),
    FigureName("oldest", "h", "the longest wait of a running case since it entered its queue, organisation clock"),
    FigureName("p85", "h", "85th percentile of the stays that ended by leaving for another queue or closing"),
    FigureName("open:NAME", "cases", "each of these for one queue; nothing behind the colon is none"),
)


class Options(PanelOptions):
    """Queues and their ages."""

    summary: ClassVar[str] = "queue by queue: running cases by zone, the oldest wait, how long stays were"

    days: WorkDays = Field(20, description="the window of the stays that ended: the last work days, today included")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The queues of the panel's scope, in the board's order."""
    title = heading(envelope)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "queue"), ("status", "queue"))
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book, calendar = snapshot.book, calendar_of(envelope, snapshot)
    begins_us = calendar.last_work_days_from_us(snapshot.at_us, options.days)
    from_us = max(begins_us, lacks.covered_us(calendar))
    ages = queue_ages(book, envelope.where, from_us, snapshot.at_us)
    is_open = selected(book, envelope.where) & book.is_open
    shares = shares_of(book, is_open)
    named = [("", ages.together), *((f":{age.name or ''}", age) for age in ages.queues)]
    figures = tuple(one for name, age in named for one in _figures(book, age, name, is_grey=shares.is_few))
    makers = {name: make for suffix, age in named for name, make in _makers(book, age, suffix).items()}
    unknown = (words("queue-ages.unknown", n=ages.unknown),) if ages.unknown else ()
    told = since(lacks.read_us, calendar, snapshot.at_us, begins_us)
    remarks = (*told, *lacks.remarks, *shares.remarks, *unknown)
    late_us = book.turned_late_us(is_open)
    body, note = Stacks(tuple(_row(book, age) for age in ages.queues)), words("queue-ages.note")
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks, late_us)
    return Shown(view, OnDemand(makers))


def _figures(book: CaseBook, age: QueueAge, suffix: str, *, is_grey: bool) -> list[Figure]:
    figures = [Figure(f"open{suffix}", age.open.size)]
    running = age.open[book.state[age.open] == OPEN]
    for code, name in enumerate(ZONE_NAMES):
        figures.append(Figure(f"{name}{suffix}", _count(book.zone[running] == code), is_grey=is_grey))
    figures.append(Figure(f"without_share{suffix}", _count(book.zone[running] == NONE)))
    figures.append(Figure(f"on_hold{suffix}", _count(book.state[age.open] == HELD)))
    oldest_h = hours_of(age.oldest_us)
    figures.append(Figure(f"oldest{suffix}", oldest_h, "h", n=age.waiting.size, zone=_oldest_zone(book, age)))
    is_few = age.left.size < FEW_FOR_WEIGHT
    figures.append(Figure(f"p85{suffix}", hours_of(age.p85_us), "h", n=age.left.size, is_grey=is_few))
    return figures


def _makers(book: CaseBook, age: QueueAge, suffix: str) -> dict[str, Callable[[], Evidence]]:
    """What stands behind each figure of a queue, made when it is asked for."""
    running = book.state[age.open] == OPEN
    chosen = {
        "open": np.ones(age.open.size, dtype=np.bool_),
        **{name: running & (book.zone[age.open] == code) for code, name in enumerate(ZONE_NAMES)},
        "without_share": running & (book.zone[age.open] == NONE),
        "on_hold": book.state[age.open] == HELD,
    }

    def counted(name: str) -> Callable[[], Evidence]:
        said = name.replace("_", " ")
        return lambda: weighed(book, age.open, {said: (chosen[name], True)}, f"not {said}")

    def oldest() -> Evidence:
        waits = all_in("waits", age.waiting.size)
        return weighed(book, age.waiting, waits, "", how="highest", amounts=age.wait_us / HOUR_US)

    def p85() -> Evidence:
        ended = all_in("left the queue or closed", age.left.size)
        return weighed(book, age.left, ended, "", how="p85", amounts=age.stay_us / HOUR_US)

    return {f"{name}{suffix}": counted(name) for name in chosen} | {f"oldest{suffix}": oldest, f"p85{suffix}": p85}


def _row(book: CaseBook, age: QueueAge) -> StackRow:
    running = age.open[book.state[age.open] == OPEN]
    return StackRow(
        label=verbatim(age.name) if age.name is not None else words("lane.none.queue"),
        total=age.open.size,
        zones=tuple(_count(book.zone[running] == code) for code in range(len(ZONES))),
        without_target=_count(book.zone[running] == NONE),
        held=_count(book.state[age.open] == HELD),
        oldest_h=hours_of(age.oldest_us),
        oldest_zone=_oldest_zone(book, age),
        p85_h=hours_of(age.p85_us),
        n=age.left.size,
        is_grey=age.left.size < FEW_FOR_WEIGHT,
    )


def _oldest_zone(book: CaseBook, age: QueueAge) -> Zone | None:
    """The zone of the case that waits longest: its share of its own target, not its wait, tells it."""
    if age.oldest is None:
        return None
    zone = int(book.zone[age.waiting[age.oldest]])
    return ZONES[zone] if zone != NONE else None


def _count(mask: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(mask))
