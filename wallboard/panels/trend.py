"""One of the named measures week by week, the last finished week in large."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import WorkDays
from wallboard.core.measures.asked import TAKES, Ask, lacks_of, resumed_with
from wallboard.core.measures.lines import THIS_WEEK, Explain, lines_of
from wallboard.core.measures.named import Better, WeeklyName
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, Trend, TrendPoint, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading
from wallboard.panels.named.beside import beside
from wallboard.panels.named.fit import MOST_WEEKS, fit_days_of_weeks, fit_late, fit_threshold, idle_keys
from wallboard.panels.named.judged import judged_by
from wallboard.panels.named.said import facts_of, headed, note_of, remarks_of

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("value", "cases, %, h or days", "the last finished week's"),
    FigureName("week:MONDAY", "cases, %, h or days", "a finished week's, as known at its end"),
    FigureName("this_week", "cases, %, h or days", "that of the running week, where it is shown"),
    FigureName("reopened", "cases", "beside net: cases that stood closed when that week began and resumed in it"),
    FigureName("reopened:MONDAY", "cases", "the same of each week, also `reopened:this_week`"),
    FigureName("reopen_rate", "%", "beside a speed: closings of the last 20 work days that were undone in time"),
)


class Options(PanelOptions):
    """A measure, how many weeks, and from where the last is coloured."""

    summary: ClassVar[str] = "one of the named measures week by week, each as known at its end"

    measure: WeeklyName = Field(
        description="what it counts; each is explained under the panel `table`: what is of now, at the week's end; "
        "what has a window, over the week"
    )
    weeks: int = Field(12, ge=4, le=MOST_WEEKS, description="how many finished weeks")
    this_week: bool = Field(default=False, description="whether the running week stands last")
    days: Annotated[WorkDays | None, AfterValidator(fit_days_of_weeks)] = Field(
        None, description="the work days of a backlog in days; 20 unless given"
    )
    better: Better | None = Field(None, description="which way is good; the measure's own unless given")
    target: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="what it should be; missed, the last week is coloured urgent"
    )
    urgent: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="beyond this the last week is coloured urgent, whatever the target"
    )
    late: Annotated[float | None, AfterValidator(fit_late)] = Field(None, description="beyond this it is coloured late")

    def makes_no_use_of(self) -> frozenset[str]:
        """The keys that mean nothing to its measure."""
        return idle_keys((self.measure,), is_weekly=True)


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The weeks as they were known at their ends; the running one as known now."""
    ask = Ask(options.measure, envelope.where, envelope.calendar, envelope.clock, options.days)
    title = heading(envelope) if envelope.has_title else headed(ask, "week")
    lacks = lacks_of(snapshot, (ask,), "week", weeks=options.weeks)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    asks = (ask, *resumed_with(snapshot, (ask,), lacks))
    found = lines_of(snapshot, asks, lacks, "week", weeks=options.weeks, has_this_week=options.this_week)
    lines = found.lines
    judged = judged_by(options)
    last = next(line for line in reversed(lines) if not line.is_now)
    named = [("value", last), *((THIS_WEEK if line.is_now else f"week:{line.name}", line) for line in lines)]
    figures: list[Figure] = [
        line.found[0].figure(name, ask.measure.unit, options.target, judged.zone(line.found[0].value))
        for name, line in named
    ]
    makers: dict[str, Explain] = {name: line.explain[0] for name, line in named}
    facts = facts_of(ask, last.found[0])
    also = beside(snapshot, (ask,), lacks, found, last)
    points = tuple(TrendPoint(line.on or "", line.found[0].value, line.found[0].n, line.is_now) for line in lines)
    zone = judged.zone(last.found[0].value)
    is_signed, is_grey = ask.measure.is_signed, last.found[0].is_grey
    body = Trend(points, ask.measure.unit, options.target, zone, (*facts, *also.facts), is_signed, is_grey)
    note, remarks = note_of(ask, is_weekly=True), (*lacks.remarks, *remarks_of(found))
    view = View(envelope.type, envelope.title, title, body, (*figures, *also.figures), lacks.sources, note, remarks)
    return Shown(view, OnDemand({**makers, **also.makers}))
