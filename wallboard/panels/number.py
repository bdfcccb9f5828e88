"""One of the named measures in large."""

from functools import partial
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from wallboard.core.evidence import OnDemand
from wallboard.core.kinds import WorkDays
from wallboard.core.measures.asked import TAKES, Ask, day_on, lacks_of, resumed_with
from wallboard.core.measures.lines import explained, line_of_all
from wallboard.core.measures.named import Better, MeasureName
from wallboard.core.measures.weighing import Reckoned
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Fact, Number, View, Zone
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, dated, heading
from wallboard.panels.named.beside import beside
from wallboard.panels.named.fit import fit_days, fit_late, fit_threshold, idle_keys
from wallboard.panels.named.judged import judged_by
from wallboard.panels.named.said import blank_of, facts_of, headed, note_of, remarks_of, why_untold

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
    found, also = weighed.reckon(), beside(snapshot, (ask,), lacks, whole)
    zone = judged_by(options).zone(found.value)
    figure = found.figure("value", ask.measure.unit, options.target, zone)
    body = _body(ask, found, options.target, zone, also.facts)
    on = day_on(snapshot, ask)
    note, remarks = None if on else note_of(ask), (*lacks.remarks, *remarks_of(whole))
    figures, sources = (figure, *also.figures), lacks.sources
    view = View(envelope.type, envelope.title, dated(title, on), body, figures, sources, note, remarks)
    return Shown(view, OnDemand({"value": partial(explained, weighed), **also.makers}))


def _body(ask: Ask, found: Reckoned, target: float | None, zone: Zone | None, also: tuple[Fact, ...]) -> Number:
    return Number(
        found.value,
        ask.measure.unit,
        target,
        zone,
        why_untold(ask, found),
        (*facts_of(ask, found), *also),
        ask.measure.is_signed,
        found.is_grey,
    )
