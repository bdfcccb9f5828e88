"""One of the named measures as bars, over types, queues, systems, priorities, roles or weeks."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import RowCount, WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, reopenings
from wallboard.core.measures.groups import Over
from wallboard.core.measures.lines import Explain, Line, Lines, explained, lines_of
from wallboard.core.measures.named import Better, MeasureName
from wallboard.core.measures.named_fit import (
    better_of,
    fit_days,
    fit_late,
    fit_rows,
    fit_this_week,
    fit_threshold,
    fit_weekly,
    idle_keys,
)
from wallboard.core.measures.named_words import (
    Judged,
    all_fact,
    blank_of,
    dated,
    headed,
    more_of,
    note_of,
    remarks_of,
    reopened_fact,
)
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import BarRow, Bars, Column, Columns, Fact, Figure, Part, View
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("value", "cases, %, h or days", "the measure over all cases; not by week"),
    FigureName("value:NAME", "cases, %, h or days", "the same for one group; nothing behind the colon is none"),
    FigureName("week:MONDAY", "cases, %, h or days", "by week: a finished week's, as known at its end"),
    FigureName("this_week", "cases, %, h or days", "by week: that of the running week"),
    FigureName("reopen_rate", "%", "beside a speed: closings of the last 20 work days that were undone in time"),
)


class Options(PanelOptions):
    """A measure, what the bars are, and from where they are coloured."""

    summary: ClassVar[str] = "one of the named measures as bars: by type, queue, system, priority, role or week"

    measure: MeasureName = Field(description="what it counts; each is explained under the panel `table`")
    over: Over = Field(description="what the bars are")
    order: Literal["board", "value"] = Field("board", description="the board's order, or the highest first")
    rows: RowCount = Field(12, description="how many bars at most; of weeks, how many finished ones, at most 52")
    this_week: bool = Field(default=False, description="by week: whether the running week stands last")
    days: WorkDays | None = Field(
        None, description="the last work days, today included; the measure's own unless given"
    )
    better: Better | None = Field(None, description="which way is good; the measure's own unless given")
    target: float | None = Field(None, description="what each bar should reach, or stay below")
    urgent: float | None = Field(None, description="beyond this a bar is coloured urgent, whatever the target")
    late: float | None = Field(None, description="beyond this a bar is coloured late")

    @field_validator("over")
    @classmethod
    def _has_weeks(cls, value: Over, info: ValidationInfo) -> Over:
        fit_weekly(value, _named(info))
        return value

    @field_validator("rows")
    @classmethod
    def _is_not_too_far_back(cls, value: int, info: ValidationInfo) -> int:
        return fit_rows(value, info.data.get("over"))

    @field_validator("this_week")
    @classmethod
    def _is_by_week(cls, value: bool, info: ValidationInfo) -> bool:
        return fit_this_week(value, info.data.get("over"))

    @field_validator("days")
    @classmethod
    def _has_window(cls, value: int | None, info: ValidationInfo) -> int | None:
        return fit_days(value, _named(info), is_weekly=info.data.get("over") == "week")

    @field_validator("target", "urgent", "late")
    @classmethod
    def _has_direction(cls, value: float | None, info: ValidationInfo) -> float | None:
        return fit_threshold(value, _named(info), info.data.get("better"))

    @field_validator("late")
    @classmethod
    def _is_beyond_urgent(cls, value: float | None, info: ValidationInfo) -> float | None:
        return fit_late(value, info.data.get("urgent"), _named(info), info.data.get("better"))

    def makes_no_use_of(self) -> frozenset[str]:
        """The keys that mean nothing to its measure."""
        return idle_keys((self.measure,), is_weekly=self.over == "week")


def _named(info: ValidationInfo) -> tuple[MeasureName, ...]:
    return (info.data["measure"],) if "measure" in info.data else ()


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A bar for each group, and what all of them come to."""
    ask = Ask(options.measure, envelope.where, envelope.calendar, envelope.clock, options.days)
    title = heading(envelope) if envelope.has_title else headed(ask, options.over)
    lacks = lacks_of(snapshot, (ask,), options.over)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    is_weekly = options.over == "week"
    found = lines_of(snapshot, (ask,), lacks, options.over, weeks=options.rows, has_this_week=options.this_week)
    if why := tuple(sentence for one in found.weighed for sentence in blank_of(one)):
        return blank(envelope, title, why, lacks.sources)
    lines = _ordered(found, options)
    shown = lines if is_weekly else lines[: options.rows]
    judged = Judged(better_of(ask.name, options.better), options.target, options.urgent, options.late)
    figures, makers = _figures(found, lines, ask, judged)
    facts = [all_fact(ask, found.total.found[0])] if found.total is not None else []
    if len(lines) > len(shown):
        facts.append(Fact(words("more", n=len(lines) - len(shown))))
    undone = reopenings(snapshot, ask, lacks)
    if undone is not None:
        facts.append(reopened_fact(undone.reckon()))
        figures.append(undone.reckon().figure("reopen_rate", "%"))
        makers["reopen_rate"] = partial(explained, undone)
    body = _body(ask, shown, judged, tuple(facts))
    on = None if is_weekly else day_on(snapshot, ask)
    note = None if on else note_of(ask, is_weekly=is_weekly)
    remarks = (*lacks.remarks, *remarks_of(*found.weighed))
    view = View(envelope.type, envelope.title, dated(title, on), body, tuple(figures), lacks.sources, note, remarks)
    return Shown(view, OnDemand(makers))


def _ordered(found: Lines, options: Options) -> Sequence[Line]:
    """Lines by value, those without one last; weeks keep the order of time."""
    if options.order == "board" or options.over == "week":
        return found.lines
    values = {line.name: line.found[0].value for line in found.lines}
    return sorted(found.lines, key=lambda line: (values[line.name] is None, -(values[line.name] or 0)))


def _figures(found: Lines, lines: Sequence[Line], ask: Ask, judged: Judged) -> tuple[list[Figure], dict[str, Explain]]:
    named = [("value", found.total)] if found.total is not None else []
    named += [(_name(line), line) for line in lines]
    figures = [
        line.found[0].figure(name, ask.measure.unit, judged.target, judged.zone(line.found[0].value))
        for name, line in named
    ]
    return figures, {name: line.explain[0] for name, line in named}


def _name(line: Line) -> str:
    if line.is_now:
        return line.name
    return f"value:{line.name}" if line.on is None else f"week:{line.name}"


def _body(ask: Ask, lines: Sequence[Line], judged: Judged, facts: tuple[Fact, ...]) -> Bars | Columns:
    empty = None if lines else words("measure.nothing")
    if ask.measure.is_signed:  # lying bars have no other side
        columns = tuple(Column(line.label, (line.found[0].value or 0,), line.is_now) for line in lines)
        return Columns(columns, (Part(headed(ask)),), facts, is_signed=True, empty=empty)
    rows = tuple(
        BarRow(
            line.label,
            line.found[0].value,
            judged.zone(line.found[0].value),
            judged.target,
            more_of(line.found[0]),
            line.found[0].is_grey,
        )
        for line in lines
    )
    return Bars(rows, ask.measure.unit, facts, empty)
