"""One of the named measures in large."""

from functools import partial
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, resumed_with
from wallboard.core.measures.lines import Explain, explained, line_of_all
from wallboard.core.measures.named import Better, MeasureName
from wallboard.core.measures.named_beside import beside
from wallboard.core.measures.named_fit import better_of, fit_days, fit_late, fit_threshold, idle_keys
from wallboard.core.measures.named_words import (
    Judged,
    blank_of,
    dated,
    facts_of,
    headed,
    note_of,
    remarks_of,
    why_untold,
)
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Number, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

__all__ = ["FIGURES", "TAKES", "USES", "Options", "show"]

USES = frozenset({"where", "calendar", "clock"})
FIGURES = (
    FigureName("value", "cases, %, h or days", "the measure, as listed under the panel `table`"),
    FigureName("reopened", "cases", "beside net: cases that had stood closed when a day began and resumed in it"),
    FigureName("reopen_rate", "%", "beside a speed: closings of the last 20 work days that were undone in time"),
)


class Options(PanelOptions):
    """A measure, its window, and from where it is coloured."""

    summary: ClassVar[str] = "one of the named measures in large"

    measure: MeasureName = Field(description="what it counts; each is explained under the panel `table`")
    days: Annotated[WorkDays | None, AfterValidator(fit_days)] = Field(
        None, description="the last work days, today included; the measure's own unless given"
    )
    better: Better | None = Field(None, description="which way is good; the measure's own unless given")
    target: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="what it should be; missed, it is coloured urgent"
    )
    urgent: Annotated[float | None, AfterValidator(fit_threshold)] = Field(
        None, description="beyond this it is coloured urgent, whatever the target"
    )
    late: Annotated[float | None, AfterValidator(fit_late)] = Field(None, description="beyond this it is coloured late")

    def makes_no_use_of(self) -> frozenset[str]:
        """The keys that mean nothing to its measure."""
        return idle_keys((self.measure,))


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The measure over the panel's cases, with what stands beside it."""
    ask = Ask(options.measure, envelope.where, envelope.calendar, envelope.clock, options.days)
    title = heading(envelope) if envelope.has_title else headed(ask)
    lacks = lacks_of(snapshot, (ask,))
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    whole = line_of_all(snapshot, (ask, *resumed_with(snapshot, (ask,), lacks)), lacks)
    weighed = whole.weighed[0]
    if why := blank_of(weighed):
        return blank(envelope, title, why, lacks.sources)
    found = weighed.reckon()
    judged = Judged(better_of(ask.name, options.better), options.target, options.urgent, options.late)
    zone = judged.zone(found.value)
    figures = [found.figure("value", ask.measure.unit, options.target, zone)]
    makers: dict[str, Explain] = {"value": partial(explained, weighed)}
    facts = facts_of(ask, found)
    also = beside(snapshot, (ask,), lacks, whole)
    body = Number(
        found.value,
        ask.measure.unit,
        options.target,
        zone,
        why_untold(ask, found),
        (*facts, *also.facts),
        ask.measure.is_signed,
        found.is_grey,
    )
    on = day_on(snapshot, ask)
    view = View(
        envelope.type,
        envelope.title,
        dated(title, on),
        body,
        (*figures, *also.figures),
        lacks.sources,
        None if on else note_of(ask),
        (*lacks.remarks, *remarks_of(weighed)),
    )
    return Shown(view, OnDemand({**makers, **also.makers}))
