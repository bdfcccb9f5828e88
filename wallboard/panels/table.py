"""Several of the named measures in columns, over types, queues, systems, priorities, roles or weeks."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, field_validator

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import RowCount, WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, resumed_with
from wallboard.core.measures.groups import Over
from wallboard.core.measures.lines import Explain, Line, Lines, lines_of
from wallboard.core.measures.named import MEASURES, Measure, MeasureName
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Cell, Fact, Figure, Table, TableRow, View
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading
from wallboard.panels.named.beside import beside
from wallboard.panels.named.fit import fit_days, fit_over, fit_rows, fit_this_week, idle_keys
from wallboard.panels.named.said import blank_of, label, note_of_columns, remarks_of, window_facts

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
    lacks = lacks_of(snapshot, asks, options.over, weeks=options.rows)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    asked, is_weekly = (*asks, *resumed_with(snapshot, asks, lacks)), options.over == "week"
    found = lines_of(snapshot, asked, lacks, options.over, weeks=options.rows, has_this_week=options.this_week)
    whys = [blank_of(one) for one in found.weighed]
    if whys and all(whys):
        return blank(envelope, title, whys[0], lacks.sources)
    figures, makers = _figures(asks, found)
    days = [None if is_weekly else day_on(snapshot, ask) for ask in asks]
    also = beside(snapshot, asks, lacks, found)
    shown = found.lines if is_weekly else found.lines[: options.rows]
    facts = (*window_facts(asks, days, is_weekly=is_weekly), *_more(found, shown), *also.facts)
    rows = _rows(asks, found, shown)
    body = Table(tuple(label(ask) for ask in asks), rows, facts, None if rows else words("measure.nothing"))
    note = note_of_columns(asks, is_weekly=is_weekly, has_windows=not any(days))
    remarks, of_all = (*lacks.remarks, *remarks_of(found)), (*figures, *also.figures)
    view = View(envelope.type, envelope.title, title, body, of_all, lacks.sources, note, remarks)
    return Shown(view, OnDemand({**makers, **also.makers}))


def _figures(asks: tuple[Ask, ...], found: Lines) -> tuple[list[Figure], dict[str, Explain]]:
    """A figure of each measure for all and for every line, also for those that have no room."""
    figures: list[Figure] = []
    makers: dict[str, Explain] = {}
    for line in (*((found.total,) if found.total is not None else ()), *found.lines):
        for ask, one, explain in zip(asks, line.found, line.explain, strict=False):
            name = ask.name if line is found.total else f"{ask.name}:{line.name}"
            figures.append(one.figure(name, ask.measure.unit))
            makers[name] = explain
    return figures, makers


def _more(found: Lines, shown: Sequence[Line]) -> tuple[Fact, ...]:
    left_out = len(found.lines) - len(shown)
    return (Fact(words("more", n=left_out)),) if left_out else ()


def _rows(asks: tuple[Ask, ...], found: Lines, shown: Sequence[Line]) -> tuple[TableRow, ...]:
    """The lines shown, and that of all below them where there are any."""
    rows = tuple(_row(line, asks) for line in shown)
    return (*rows, _row(found.total, asks, is_total=True)) if found.total is not None and rows else rows


def _row(line: Line, asks: tuple[Ask, ...], *, is_total: bool = False) -> TableRow:
    cells = tuple(
        Cell(one.value, ask.measure.unit, None, one.is_grey, ask.measure.is_signed)
        for ask, one in zip(asks, line.found, strict=False)
    )
    return TableRow(line.label, cells, is_total)
