"""Several of the named measures in columns, over types, queues, systems, priorities, roles or weeks."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, field_validator

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import RowCount, WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, resumed_with
from wallboard.core.measures.groups import Over
from wallboard.core.measures.lines import Explain, Line, lines_of
from wallboard.core.measures.named import MEASURES, Measure, MeasureName
from wallboard.core.measures.named_beside import beside
from wallboard.core.measures.named_fit import fit_days, fit_over, fit_rows, fit_this_week, idle_keys
from wallboard.core.measures.named_words import (
    blank_of,
    label,
    note_of_columns,
    window_facts,
)
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Cell, Fact, Figure, Table, TableRow, View
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})


def _meaning(of: Measure) -> str:
    """What a measure counts, and over which days unless `days` says otherwise."""
    if of.days is None:
        return of.meaning
    return f"{of.meaning}: {'today' if of.days == 1 else f'the last {of.days} work days'}, or `days`"


FIGURES = (
    *(FigureName(name, measure.unit, _meaning(measure)) for name, measure in MEASURES.items()),
    FigureName("MEASURE:NAME", "the measure's", "each for one group; nothing behind the colon is none"),
    FigureName("MEASURE:MONDAY", "the measure's", "by week: a finished week's, as known at its end"),
    FigureName("MEASURE:this_week", "the measure's", "by week: that of the running week"),
    FigureName("reopen_rate", "%", "beside a speed: closings of the last 20 work days that were undone in time"),
)
MOST_COLUMNS = 6


class Options(PanelOptions):
    """Measures in columns, and what the lines are."""

    summary: ClassVar[str] = "up to six of the named measures, by type, queue, system, priority, role or week"

    measures: tuple[MeasureName, ...] = Field(
        min_length=1, max_length=MOST_COLUMNS, description="the columns, one to six; where room ends, the last go first"
    )
    over: Annotated[Over, AfterValidator(fit_over)] = Field(description="what the lines are")
    rows: Annotated[RowCount, AfterValidator(fit_rows)] = Field(
        20, description="how many lines at most; of weeks, how many finished ones, at most 52"
    )
    this_week: Annotated[bool, AfterValidator(fit_this_week)] = Field(
        default=False, description="by week: whether the running week stands last"
    )
    days: Annotated[WorkDays | None, AfterValidator(fit_days)] = Field(
        None, description="the last work days of all columns; each measure's own unless given"
    )

    @field_validator("measures")
    @classmethod
    def _stands_once(cls, value: tuple[MeasureName, ...]) -> tuple[MeasureName, ...]:
        twice = [name for index, name in enumerate(value) if name in value[:index]]
        if twice:
            raise ValueError(f"{twice[0]} stands twice")
        return value

    def makes_no_use_of(self) -> frozenset[str]:
        """The keys that mean nothing to any of its measures."""
        return idle_keys(self.measures, is_weekly=self.over == "week")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A line for each group and, except by week, one of all cases: reckoned over all, never averaged."""
    asks = tuple(
        Ask(name, envelope.where, envelope.calendar, envelope.clock, options.days) for name in options.measures
    )
    title = heading(envelope) if envelope.has_title else words("heading.table.over", over=words(f"over.{options.over}"))
    lacks = lacks_of(snapshot, asks, options.over)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    is_weekly = options.over == "week"
    asked = (*asks, *resumed_with(snapshot, asks, lacks))
    found = lines_of(snapshot, asked, lacks, options.over, weeks=options.rows, has_this_week=options.this_week)
    whys = [blank_of(one) for one in found.weighed]
    if whys and all(whys):
        return blank(envelope, title, whys[0], lacks.sources)
    shown = found.lines if is_weekly else found.lines[: options.rows]
    figures: list[Figure] = []
    makers: dict[str, Explain] = {}
    for line in (*((found.total,) if found.total is not None else ()), *found.lines):
        for ask, one, explain in zip(asks, line.found, line.explain, strict=False):
            name = ask.name if line is found.total else f"{ask.name}:{line.name}"
            figures.append(one.figure(name, ask.measure.unit))
            makers[name] = explain
    rows = [_row(line, asks) for line in shown]
    if found.total is not None and rows:
        rows.append(_row(found.total, asks, is_total=True))
    days = [None if is_weekly else day_on(snapshot, ask) for ask in asks]
    facts = window_facts(asks, days, is_weekly=is_weekly)
    if len(found.lines) > len(shown):
        facts.append(Fact(words("more", n=len(found.lines) - len(shown))))
    also = beside(snapshot, asks, lacks, found)
    body = Table(
        tuple(label(ask) for ask in asks),
        tuple(rows),
        (*facts, *also.facts),
        None if rows else words("measure.nothing"),
    )
    view = View(
        envelope.type,
        envelope.title,
        title,
        body,
        (*figures, *also.figures),
        lacks.sources,
        note_of_columns(asks, is_weekly=is_weekly, has_windows=not any(days)),
        (*lacks.remarks, *found.remarks),
    )
    return Shown(view, OnDemand({**makers, **also.makers}))


def _row(line: Line, asks: tuple[Ask, ...], *, is_total: bool = False) -> TableRow:
    cells = tuple(
        Cell(one.value, ask.measure.unit, None, one.is_grey, ask.measure.is_signed)
        for ask, one in zip(asks, line.found, strict=False)
    )
    return TableRow(line.label, cells, is_total)
