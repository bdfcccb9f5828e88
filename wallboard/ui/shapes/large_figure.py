"""A figure in large with its unit beside it, as panels and stand-ups write it."""

from wallboard.core.views.figures import Zone
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, bearing, width_of
from wallboard.ui.shapes.amounts import Amount, amount_of
from wallboard.ui.sheet import Sheet, Stage

UNIT_EM = 0.5
"""A unit's size, in its figure's; beside a small figure it keeps the least size."""


def amount_in_zone(
    value: float, unit: str, stage: Stage, *, zone: Zone | None, target: float | None, is_signed: bool = False
) -> Amount:
    """A value as the place writes it: never as if it were on the target that its zone says it missed."""
    missed = target if zone in ("urgent", "late") else None
    return amount_of(value, unit, stage, is_signed=is_signed, missed=missed)


def figure_width(amount: Amount, px: int, stage: Stage) -> float:
    """How wide figure and unit are, the figure in `px`."""
    width = width_of(amount.figure, px, BOLD)
    if amount.unit:
        width += _unit_gap(amount, px) + width_of(amount.unit, _unit_px(px, stage), SEMIBOLD)
    return width


def lay_figure(amount: Amount, at: tuple[float, float], px: int, sheet: Sheet, *, role: str) -> None:
    """Write figure and unit on a baseline; the figure's ink begins where that of smaller text below it does."""
    stage = sheet.stage
    left = at[0] + max(0.0, bearing("0", stage.scale.least, MEDIUM)) - bearing(amount.figure, px, BOLD)
    x = left + sheet.text(amount.figure, (left, at[1]), px, weight=BOLD, role=role, is_value=True)
    if amount.unit:
        at = (x + _unit_gap(amount, px), at[1])
        sheet.text(amount.unit, at, _unit_px(px, stage), weight=SEMIBOLD, role="muted")


def _unit_px(px: int, stage: Stage) -> int:
    return max(stage.scale.least, round(px * UNIT_EM))


def _unit_gap(amount: Amount, px: int) -> float:
    return px * (0.04 if amount.unit == "%" else 0.14)
