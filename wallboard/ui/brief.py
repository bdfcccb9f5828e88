"""A panel's figure in a few letters, for the line of its heading where a panel is too low for anything below it."""

from dataclasses import dataclass

from wallboard.core.views.shapes import CaseRows, Counts, Number, OnTime, Shape, Trend
from wallboard.core.words import words
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.shapes.on_time import rounded_percent
from wallboard.ui.sheet import Stage


@dataclass(frozen=True, slots=True)
class Brief:
    """A figure's wordings, the fullest first, and its colour's role."""

    wordings: tuple[str, ...] = ()
    role: str = "text"


def brief(body: Shape, stage: Stage) -> Brief:
    """The one figure for which people look at a panel; without wordings where a shape has no such figure."""
    if isinstance(body, OnTime):
        return Brief((_on_time(body, stage),), "grey" if body.is_grey else "text")
    if isinstance(body, CaseRows):
        return Brief((stage.number(body.late),)) if body.total else Brief()
    if isinstance(body, Counts):
        told = [count for count in body.counts if count.is_signed]
        figures = [stage.number(count.value) for count in told[:1]]
        return Brief(tuple(f"{figures[0]} {stage.say(count.label)}" for count in told[:1]) + tuple(figures))
    value = body.value if isinstance(body, Number) else None
    if isinstance(body, Trend) and body.points:
        value = body.points[-1].value
    if isinstance(body, Number | Trend) and value is not None:
        amount = amount_of(value, body.unit, stage, is_signed=body.is_signed)
        return Brief((amount.whole,), "grey" if body.is_grey else "text")
    return Brief()


def _on_time(body: OnTime, stage: Stage) -> str:
    if body.percent is None:
        return stage.say(words("on-time.of", numerator=body.numerator, denominator=body.denominator))
    return amount_of(rounded_percent(body.percent, body.target), "%", stage).whole
