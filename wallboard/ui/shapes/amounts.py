"""How a figure is written in its unit: cases whole, hours and days to a tenth, shares in whole per cent."""

from dataclasses import dataclass

from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, SEMIBOLD, hang
from wallboard.ui.sheet import Stage

_UNITS = {"h": "unit.hours", "%": "unit.percent", "days": "unit.days"}
_WHOLE = frozenset({"cases", "%"})
_MOST_DECIMALS = 2
_EXACT_BELOW = 100.0
"""Larger amounts are told in whole units: nobody reads 1,234.6 h from across a room."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and what stands after it; the unit is empty for counts, and where a tongue puts the figure last."""

    figure: str
    unit: str

    @property
    def whole(self) -> str:
        """Both in one string, which no line break parts."""
        return f"{self.figure}\N{NO-BREAK SPACE}{self.unit}" if self.unit else self.figure

    def hang(self, unit_share: float) -> float:
        """How far below its line it reaches, in the figure's size, with its unit so much smaller than that."""
        return max(hang(self.figure, BOLD), unit_share * hang(self.unit, SEMIBOLD))


def amount_of(
    value: float,
    unit: str,
    stage: Stage,
    *,
    is_signed: bool = False,
    is_stated: bool = False,
    missed: float | None = None,
) -> Amount:
    """A value in its unit as the place writes it; nought is never negative, and signed ones show their plus.

    One that somebody stated (`is_stated`) has no decimals that they did not state. `missed` is the target that the
    value missed: it is never written as if it were on it.
    """
    is_whole = float(value).is_integer() if is_stated else _is_whole(value, unit)
    decimals = 0 if is_whole else 1
    if missed is not None:
        value, decimals = told_apart(value, missed, decimals, most=0 if unit in _WHOLE else _MOST_DECIMALS)
    if abs(value) < 0.5 / 10**decimals:
        figure = stage.number(0, decimals)
    else:
        figure = stage.number(value, decimals)
        figure = f"+{figure}" if is_signed and value > 0 else figure
    if unit not in _UNITS:
        return Amount(figure, "" if unit == "cases" else unit)
    said = stage.say(words(_UNITS[unit], figure=figure))
    return Amount(figure, said[len(figure) :].strip()) if said.startswith(figure) else Amount(said, "")


def told_apart(value: float, target: float, decimals: int, most: int = _MOST_DECIMALS) -> tuple[float, int]:
    """A value, and with how many decimals it is written beside its target.

    Where rounding alone would put it there, it gets up to `most` decimals; if they do not tell, the last is one off.
    """
    if value == target:
        return value, decimals
    while decimals < most and round(value, decimals) == round(target, decimals):
        decimals += 1
    if round(value, decimals) != round(target, decimals):
        return value, decimals
    step = 10.0**-decimals
    return round(target, decimals) + (step if value > target else -step), decimals


def _is_whole(value: float, unit: str) -> bool:
    if unit in _WHOLE or abs(value) >= _EXACT_BELOW:
        return True
    return unit not in _UNITS and float(value).is_integer()
