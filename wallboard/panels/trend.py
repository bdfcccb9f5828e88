"""One of the named measures week by week, the last finished week in large."""

from functools import partial
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import WorkDays
from wallboard.core.measures.asked import TAKES, Ask, lacks_of, reopenings
from wallboard.core.measures.lines import THIS_WEEK, Explain, explained, lines_of
from wallboard.core.measures.named import Better, WeeklyName
from wallboard.core.measures.named_fit import MOST_WEEKS, better_of, fit_days, fit_late, fit_threshold, idle_keys
from wallboard.core.measures.named_words import Judged, facts_of, headed, note_of, reopened_fact
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, Trend, TrendPoint, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("value", "cases, %, h or days", "the last finished week's"),
    FigureName("week:MONDAY", "cases, %, h or days", "a finished week's, as known at its end"),
    FigureName("this_week", "cases, %, h or days", "that of the running week, where it is shown"),
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
    days: WorkDays | None = Field(None, description="the work days of a backlog in days; 20 unless given")
    better: Better | None = Field(None, description="which way is good; the measure's own unless given")
    target: float | None = Field(None, description="what it should be; missed, the last week is coloured urgent")
    urgent: float | None = Field(None, description="beyond this the last week is coloured urgent, whatever the target")
    late: float | None = Field(None, description="beyond this it is coloured late")

    @field_validator("days")
    @classmethod
    def _has_window(cls, value: int | None, info: ValidationInfo) -> int | None:
        return fit_days(value, _named(info), is_weekly=True)

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
        return idle_keys((self.measure,), is_weekly=True)


def _named(info: ValidationInfo) -> tuple[WeeklyName, ...]:
    return (info.data["measure"],) if "measure" in info.data else ()


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The weeks as they were known at their ends; the running one as known now."""
    ask = Ask(options.measure, envelope.where, envelope.calendar, envelope.clock, options.days)
    title = heading(envelope) if envelope.has_title else headed(ask, "week")
    lacks = lacks_of(snapshot, (ask,), "week")
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    lines = lines_of(snapshot, (ask,), lacks, "week", weeks=options.weeks, has_this_week=options.this_week).lines
    judged = Judged(better_of(ask.name, options.better), options.target, options.urgent, options.late)
    last = next(line for line in reversed(lines) if not line.is_now)
    named = [("value", last), *((THIS_WEEK if line.is_now else f"week:{line.name}", line) for line in lines)]
    figures: list[Figure] = [
        line.found[0].figure(name, ask.measure.unit, options.target, judged.zone(line.found[0].value))
        for name, line in named
    ]
    makers: dict[str, Explain] = {name: line.explain[0] for name, line in named}
    facts = facts_of(ask, last.found[0])
    undone = reopenings(snapshot, ask, lacks)
    if undone is not None:
        facts.append(reopened_fact(undone.reckon()))
        figures.append(undone.reckon().figure("reopen_rate", "%"))
        makers["reopen_rate"] = partial(explained, undone)
    points = tuple(TrendPoint(line.on or "", line.found[0].value, line.found[0].n, line.is_now) for line in lines)
    zone = judged.zone(last.found[0].value)
    body = Trend(points, ask.measure.unit, options.target, zone, tuple(facts), ask.measure.is_signed)
    note = note_of(ask, is_weekly=True)
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, note, lacks.remarks)
    return Shown(view, OnDemand(makers))
