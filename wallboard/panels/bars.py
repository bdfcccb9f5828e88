"""One of the named measures as bars, over types, queues, systems, priorities, roles or weeks."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import RowCount, WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, resumed_with
from wallboard.core.measures.groups import Over
from wallboard.core.measures.lines import Line, Lines, lines_of
from wallboard.core.measures.named import Better, MeasureName
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import BarRow, Bars, Column, Columns, Fact, Part, View
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, dated, heading
from wallboard.panels.named.beside import beside
from wallboard.panels.named.figures import figures_of
from wallboard.panels.named.fit import fit_days, fit_late, fit_over, fit_rows, fit_this_week, fit_threshold, idle_keys
from wallboard.panels.named.judged import Judged, judged_by
from wallboard.panels.named.said import all_fact, blank_of, headed, more_of, note_of, remarks_of

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("value", "cases, %, h or days", "the measure over all cases; not by week"),
    FigureName("value:NAME", "cases, %, h or days", "the same for one group; nothing behind the colon is none"),
    FigureName("week:MONDAY", "cases, %, h or days", "by week: a finished week's, as known at its end"),
    FigureName("this_week", "cases, %, h or days", "by week: that of the running week"),
    FigureName("reopened", "cases", "beside net: cases that had stood closed when a day began and resumed in it"),
    FigureName("reopened:NAME", "cases", "the same for one group"),
    FigureName("reopened:MONDAY", "cases", "the same by week, also `reopened:this_week`"),
    FigureName("reopen_rate", "%", "beside a speed: closings of the last 20 work days that were undone in time"),
)


class Options(PanelOptions):
    """A measure, what the bars are, and from where they are coloured."""

    summary: ClassVar[str] = "one of the named measures as bars: by type, queue, system, priority, role or week"

    measure: MeasureName = Field(description="what it counts; each is explained under the panel `table`")
    over: Annotated[Over, AfterValidator(fit_over)] = Field(description="what the bars are")
    order: Literal["board", "value"] = Field("board", description="the board's order, or the highest first")
    rows: Annotated[RowCount, AfterValidator(fit_rows)] = Field(
        12, description="how many bars at most; of weeks, how many finished ones, at most 52"
    )
    this_week: Annotated[bool, AfterValidator(fit_this_week)] = Field(
        default=False, description="by week: whether the running week stands last"
    )
    days: Annotated[WorkDays | None, AfterValidator(fit_days)] = Field(
        None, description="the last work days, today included; the measure's own unless given"
    )
    better: Better | None = Field(None, description="which way is good; the measure's own unless given")
    target: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="what each bar should reach, or stay below"
    )
    urgent: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="beyond this a bar is coloured urgent, whatever the target"
    )
    late: Annotated[float | None, AfterValidator(fit_late)] = Field(
        None, description="beyond this a bar is coloured late"
    )

    def makes_no_use_of(self) -> frozenset[str]:
        """The keys that mean nothing to its measure."""
        return idle_keys((self.measure,), is_weekly=self.over == "week")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A bar for each group, and what all of them come to."""
    ask = Ask(options.measure, envelope.where, envelope.calendar, envelope.clock, options.days)
    title = heading(envelope) if envelope.has_title else headed(ask, options.over)
    lacks = lacks_of(snapshot, (ask,), options.over, weeks=options.rows)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    asks = (ask, *resumed_with(snapshot, (ask,), lacks))
    found = lines_of(snapshot, asks, lacks, options.over, weeks=options.rows, has_this_week=options.this_week)
    if why := tuple(sentence for one in found.weighed for sentence in blank_of(one)):
        return blank(envelope, title, why, lacks.sources)
    lines, judged = _ordered(found, options), judged_by(options)
    figures, makers = figures_of(ask, judged, _named(found, lines))
    shown = _shown(lines, options)
    also = beside(snapshot, (ask,), lacks, found)
    body = _body(ask, shown, judged, (*_facts(ask, found, len(lines) - len(shown)), *also.facts))
    is_weekly = options.over == "week"
    on = None if is_weekly else day_on(snapshot, ask)
    note, remarks = None if on else note_of(ask, is_weekly=is_weekly), (*lacks.remarks, *remarks_of(found))
    of_all = (*figures, *also.figures)
    view = View(envelope.type, envelope.title, dated(title, on), body, of_all, lacks.sources, note, remarks)
    return Shown(view, OnDemand({**makers, **also.makers}))


def _ordered(found: Lines, options: Options) -> Sequence[Line]:
    """Lines by value, those without one last; weeks keep the order of time."""
    if options.order == "board" or options.over == "week":
        return found.lines
    values = {line.name: line.found[0].value for line in found.lines}
    return sorted(found.lines, key=lambda line: (values[line.name] is None, -(values[line.name] or 0)))


def _shown(lines: Sequence[Line], options: Options) -> Sequence[Line]:
    """As many as there are rows for; of weeks no more were asked for, but for the one that is running."""
    return lines if options.over == "week" else lines[: options.rows]


def _named(found: Lines, lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The lines by the names of their figures, that of all first."""
    whole = [("value", found.total)] if found.total is not None else []
    return [*whole, *((_name(line), line) for line in lines)]


def _name(line: Line) -> str:
    if line.is_now:
        return line.name
    return f"value:{line.name}" if line.on is None else f"week:{line.name}"


def _facts(ask: Ask, found: Lines, left_out: int) -> tuple[Fact, ...]:
    """What all groups come to, and how many have no bar."""
    whole = (all_fact(ask, found.total.found[0]),) if found.total is not None else ()
    return (*whole, Fact(words("more", n=left_out))) if left_out else whole


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
