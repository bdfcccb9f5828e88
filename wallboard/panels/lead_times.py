"""How long closed cases took, type by type: 85th percentile and median against the target (rule 3)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, How, OnDemand, weighed
from wallboard.core.kinds import WorkDays
from wallboard.core.local_time import HOUR_US, date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.closings import Closings, closings
from wallboard.core.measures.coverage import coverage
from wallboard.core.measures.filters import lets_in, selected
from wallboard.core.measures.lead_times import LeadTimes, closed_in, lead_times, lead_times_by_type
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT, has_few_targets, percentage
from wallboard.core.organisation import Clock, Organisation
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, SpanRow, Spans, View, Zone
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

Int64s = NDArray[np.int64]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("p85", "h", "85th percentile of the lead times of the cases closed in the window"),
    FigureName("median", "h", "their median"),
    FigureName("reopen_rate", "%", "closings of the window that were undone within five work days"),
    FigureName("p85:NAME", "h", "each of these for one type; nothing behind the colon is none"),
)


class Options(PanelOptions):
    """Lead times by type."""

    summary: ClassVar[str] = "lead times of closed cases by type: 85th percentile and median against the target"

    days: WorkDays = Field(20, description="the window of the closings: the last work days, today included")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The lead times on the panel's clock of the cases that stand closed since a day in the window."""
    title = heading(envelope)
    clock: Clock = envelope.clock or "organisation"
    history = ("status",) if clock == "organisation" else ()
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "type"), history)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book, organisation = snapshot.book, snapshot.organisation
    calendar = organisation.calendars[envelope.calendar or organisation.calendar]
    since_us = calendar.last_work_days_from_us(snapshot.at_us, options.days)
    mask = selected(book, envelope.where)
    closed = closed_in(book, mask, since_us, snapshot.at_us)
    lead_us = book.organisation_us if clock == "organisation" else book.customer_us
    of_types = _with_listed(organisation, envelope.where, lead_times_by_type(book, closed, lead_us))
    day_on = date_of(int(calendar.today(snapshot.at_us).day))
    rows = tuple(_row(one, _target_h(book, one, clock, day_on)) for one in of_types)
    together = lead_times(book, closed, lead_us)
    figures = _figures(together, "", None, None)
    makers = _makers(book, together, lead_us, "")
    for one, row in zip(of_types, rows, strict=True):
        suffix = f":{one.type or ''}"
        figures += _figures(one, suffix, row.target_h, row.zone)
        makers |= _makers(book, one, lead_us, suffix)
    remarks = list(lacks.remarks)
    mixed = [row.label for one, row in zip(of_types, rows, strict=True) if one.rows.size and row.target_h is None]
    if mixed and snapshot.organisation.targets:
        remarks.append(words("lead-times.mixed", n=len(mixed), first=mixed[0]))
    undone = closings(book, mask, since_us, snapshot.at_us)
    rate = percentage(undone.reopened, undone.rows.size)
    is_few = undone.rows.size < FEW_FOR_WEIGHT
    figures.append(Figure("reopen_rate", rate, "%", n=undone.rows.size, is_grey=is_few))
    makers["reopen_rate"] = partial(_undone, book, undone)
    if rate is not None:
        remarks.append(words("on-time.reopened", percent=rate))
    if closed.size > together.rows.size:
        remarks.append(words("lead-times.unknown", n=closed.size - together.rows.size))
    body = Spans(rows, words("lead-times.legend"))
    note = words(f"lead-times.note.{clock}", n=options.days)
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, note, tuple(remarks))
    return Shown(view, OnDemand(makers))


def _with_listed(organisation: Organisation, where: Where, found: list[LeadTimes]) -> list[LeadTimes]:
    """The listed types in their order, also those of which nothing was closed; then the others, those of none last."""
    of_type = {one.type: one for one in found}
    listed = [one.name for one in organisation.types if lets_in(where, "type", one.name, organisation.queues)]
    none = np.empty(0, dtype=np.int64)
    others = sorted(one.type for one in found if one.type is not None and one.type not in listed)
    names: list[str | None] = [*listed, *others, *([None] if None in of_type else [])]
    return [of_type.get(name, LeadTimes(name, none, None, None)) for name in names]


def _target_h(book: CaseBook, of: LeadTimes, clock: Clock, on: date) -> float | None:
    """The target that these cases had, in hours, where four in five had the same and it is on the panel's clock.

    Where nothing was closed it is the type's target in force on a date.
    """
    if not of.rows.size:
        return _stated_h(book.history.organisation, of.type, clock, on)
    of_target = of.rows[book.has_target[of.rows]]
    rules, counts = np.unique(book.rule[of_target], return_counts=True)
    needs: dict[int, int] = {}
    for rule, count in zip(rules.tolist(), counts.tolist(), strict=True):
        if book.rules[rule].clock == clock:
            needs[book.rules[rule].need_us] = needs.get(book.rules[rule].need_us, 0) + count
    need_us = max(needs, key=lambda need: (needs[need], -need), default=0)
    return None if has_few_targets(needs.get(need_us, 0), of.rows.size) else need_us / HOUR_US


def _stated_h(organisation: Organisation, of: str | None, clock: Clock, on: date) -> float | None:
    """A type's target in force on a date, for whatever priority; none where it is on the other clock."""
    rows = [
        target
        for target in organisation.targets
        if target.priority is None and (target.from_on is None or target.from_on <= on)
    ]
    own = [target for target in rows if target.type == of and of is not None]
    chosen = own or [target for target in rows if target.type is None]
    if not chosen:
        return None
    latest = max(chosen, key=lambda target: target.from_on or date.min)
    return latest.need_us / HOUR_US if latest.clock == clock else None


def _row(of: LeadTimes, target_h: float | None) -> SpanRow:
    return SpanRow(
        label=verbatim(of.type) if of.type is not None else words("lane.none.type"),
        n=of.rows.size,
        p85_h=_hours(of.p85_us),
        median_h=_hours(of.median_us),
        target_h=target_h,
        zone=_zone(of, target_h),
        is_grey=of.rows.size < FEW_FOR_WEIGHT,
    )


def _zone(of: LeadTimes, target_h: float | None) -> Zone | None:
    if target_h is None or of.p85_us is None:
        return None
    return "on-track" if of.p85_us <= target_h * HOUR_US else "urgent"


def _figures(of: LeadTimes, suffix: str, target_h: float | None, zone: Zone | None) -> list[Figure]:
    n = of.rows.size
    is_few = n < FEW_FOR_WEIGHT
    return [
        Figure(f"p85{suffix}", _hours(of.p85_us), "h", n=n, target=target_h, zone=zone, is_grey=is_few),
        Figure(f"median{suffix}", _hours(of.median_us), "h", n=n, target=target_h, is_grey=is_few),
    ]


def _makers(book: CaseBook, of: LeadTimes, lead_us: Int64s, suffix: str) -> dict[str, Callable[[], Evidence]]:
    def evidence(how: How) -> Evidence:
        all_in = {"closed in the window": (np.ones(of.rows.size, dtype=np.bool_), True)}
        return weighed(book, of.rows, all_in, "", how=how, amounts=lead_us[of.rows] / HOUR_US)

    return {f"p85{suffix}": partial(evidence, "p85"), f"median{suffix}": partial(evidence, "median")}


def _undone(book: CaseBook, undone: Closings) -> Evidence:
    reasons = {
        "closed and re-opened": (undone.is_reopened, True),
        "closed": (np.ones(undone.rows.size, dtype=np.bool_), True),
    }
    return weighed(book, undone.rows, reasons, "", how="percent", amounts=undone.is_reopened.astype(np.float64))


def _hours(us: int | None) -> float | None:
    return None if us is None else us / HOUR_US
