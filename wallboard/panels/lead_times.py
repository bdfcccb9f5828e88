"""How long closed cases took, type by type: 85th percentile and median against the target (rule 3)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, How, OnDemand, all_in, weighed
from wallboard.core.kinds import WorkDays
from wallboard.core.local_time import HOUR_US, date_of, hours_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.closings import Closings, closings, reopenings_of
from wallboard.core.measures.coverage import coverage, since, uncovered
from wallboard.core.measures.filters import lets_in, selected
from wallboard.core.measures.lead_times import LeadTimes, closed_in, lead_times, lead_times_by_type
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT, has_few_targets
from wallboard.core.measures.type_names import type_name
from wallboard.core.organisation import Clock, Organisation
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, SpanRow, Spans, View, Zone
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading

Int64s = NDArray[np.int64]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("p85", "h", "85th percentile of the lead times of the cases closed in the window"),
    FigureName("median", "h", "their median"),
    FigureName("reopen_rate", "%", "closings of the window that were undone within five work days"),
    FigureName("p85:NAME", "h", "the percentile, and the median, of one type; nothing behind the colon is none"),
)


class Options(PanelOptions):
    """Lead times by type."""

    summary: ClassVar[str] = "lead times of closed cases by type: 85th percentile and median against the target"

    days: WorkDays = Field(20, description="the window of the closings: the last work days, today included")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The lead times on the panel's clock of the cases that stand closed since a day in the window."""
    title, clock = heading(envelope), envelope.clock or "organisation"
    history = ("status",) if clock == "organisation" else ()
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "closed", "type"), history)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book, at_us, calendar = snapshot.book, snapshot.at_us, calendar_of(envelope, snapshot)
    begins_us = calendar.last_work_days_from_us(at_us, options.days)
    from_us = max(begins_us, lacks.covered_us(calendar))
    if from_us > at_us:
        return blank(envelope, title, tuple(uncovered(snapshot, lacks.sources, TAKES, begins_us)), lacks.sources)
    mask = selected(book, envelope.where)
    closed = closed_in(book, mask, from_us, at_us)
    lead_us = book.organisation_us if clock == "organisation" else book.customer_us
    together = lead_times(book, closed, lead_us)
    of_types = _with_listed(snapshot.organisation, envelope.where, lead_times_by_type(book, closed, lead_us))
    day_on = date_of(int(calendar.today(at_us).day))
    rows = tuple(_row(book, one, _target_h(book, one, clock, day_on)) for one in of_types)
    undone = closings(book, mask, from_us, at_us)
    body, note = Spans(rows, words("lead-times.legend")), words(f"lead-times.note.{clock}", n=options.days)
    mixed = _mixed(of_types, rows) if snapshot.organisation.targets else ()
    remarks = (*since(lacks.read_us, calendar, at_us, begins_us), *lacks.remarks, *mixed, *_reopened(undone))
    remarks += _unknown(closed.size - together.rows.size)
    figures = (*_figures(together, None), *_figures_of_types(of_types, rows), _reopen_rate(undone))
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, _evidence(book, together, of_types, lead_us, undone))


def _mixed(of_types: Sequence[LeadTimes], rows: Sequence[SpanRow]) -> tuple[Words, ...]:
    """Types of which too few had the same target for one to stand beside them."""
    mixed = [row.label for one, row in zip(of_types, rows, strict=True) if one.rows.size and row.target_h is None]
    return (words("lead-times.mixed", n=len(mixed), first=mixed[0]),) if mixed else ()


def _reopened(undone: Closings) -> tuple[Words, ...]:
    return () if undone.rate is None else (words("on-time.reopened", percent=undone.rate),)


def _unknown(n: int) -> tuple[Words, ...]:
    """Closed cases whose hours nobody knows."""
    return (words("lead-times.unknown", n=n),) if n else ()


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


def _row(book: CaseBook, of: LeadTimes, target_h: float | None) -> SpanRow:
    return SpanRow(
        label=type_name(book.history.organisation, of.type),
        n=of.rows.size,
        p85_h=hours_of(of.p85_us),
        median_h=hours_of(of.median_us),
        target_h=target_h,
        zone=_zone(of, target_h),
        is_grey=of.rows.size < FEW_FOR_WEIGHT,
    )


def _zone(of: LeadTimes, target_h: float | None) -> Zone | None:
    if target_h is None or of.p85_us is None:
        return None
    return "on-track" if of.p85_us <= target_h * HOUR_US else "urgent"


def _figures(of: LeadTimes, row: SpanRow | None) -> list[Figure]:
    """The figures of a type, or without a row of all together."""
    n, suffix = of.rows.size, "" if row is None else f":{of.type or ''}"
    target_h, zone = (None, None) if row is None else (row.target_h, row.zone)
    is_few = n < FEW_FOR_WEIGHT
    return [
        Figure(f"p85{suffix}", hours_of(of.p85_us), "h", n=n, target=target_h, zone=zone, is_grey=is_few),
        Figure(f"median{suffix}", hours_of(of.median_us), "h", n=n, target=target_h, is_grey=is_few),
    ]


def _figures_of_types(of_types: Sequence[LeadTimes], rows: Sequence[SpanRow]) -> list[Figure]:
    return [figure for one, row in zip(of_types, rows, strict=True) for figure in _figures(one, row)]


def _reopen_rate(undone: Closings) -> Figure:
    n = undone.rows.size
    return Figure("reopen_rate", undone.rate, "%", n=n, is_grey=n < FEW_FOR_WEIGHT)


def _evidence(
    book: CaseBook, together: LeadTimes, of_types: Sequence[LeadTimes], lead_us: Int64s, undone: Closings
) -> OnDemand:
    makers = _makers(book, together, lead_us, "")
    for one in of_types:
        makers |= _makers(book, one, lead_us, f":{one.type or ''}")
    return OnDemand({**makers, "reopen_rate": partial(reopenings_of, book, undone)})


def _makers(book: CaseBook, of: LeadTimes, lead_us: Int64s, suffix: str) -> dict[str, Callable[[], Evidence]]:
    def evidence(how: How) -> Evidence:
        amounts = lead_us[of.rows] / HOUR_US
        return weighed(book, of.rows, all_in("closed in the window", of.rows.size), "", how=how, amounts=amounts)

    return {f"p85{suffix}": partial(evidence, "p85"), f"median{suffix}": partial(evidence, "median")}
