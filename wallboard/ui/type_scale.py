"""Text sizes in pixels from minutes of arc: diagonal, pixels and viewing distance decide."""

import math
from dataclasses import dataclass
from functools import cached_property

CAP_HEIGHT_EM = 0.727
"""Inter's cap height as a part of its font size."""

LEAST_ARC_MIN = 16.0
PREFERRED_ARC_MIN = 20.0
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class TypeScale:
    """Font sizes in pixels for one screen: `least` for whatever must be read, `body` preferred, others above.

    `shortest` is the shorter side of the page in pixels; margins go by it.
    """

    least: int
    body: int
    shortest: float

    @cached_property
    def heading(self) -> int:
        """A panel's heading stands between notes and figures."""
        return round(self.least * 1.1)

    @cached_property
    def title(self) -> int:
        """The page's title and the time."""
        return round(self.body * 1.2)

    @cached_property
    def gap(self) -> float:
        """Between panels."""
        return round(self.shortest * 0.0185)

    @cached_property
    def margin(self) -> float:
        """Round the page."""
        return round(self.shortest * 0.03)

    @cached_property
    def padding(self) -> float:
        """Inside a panel's edges."""
        return round(self.shortest * 0.022)

    @cached_property
    def radius(self) -> float:
        """Of a panel's corners."""
        return round(self.shortest * 0.012)

    @cached_property
    def header_row(self) -> float:
        """How high the row at the top of a page is, with its title and the time."""
        return round(max(self.title * 2.05, self.margin * 1.6))


def font_px(arc_minutes: float, *, diagonal_in: float, distance_m: float, size_px: tuple[int, int]) -> float:
    """The font size whose cap height takes this many minutes of arc: h = d · tan(angle), cap 0.727 em."""
    px_per_mm = math.hypot(*size_px) / (diagonal_in * _MM_PER_INCH)
    cap_mm = distance_m * 1000 * math.tan(math.radians(arc_minutes / 60))
    return cap_mm * px_per_mm / CAP_HEIGHT_EM


def scale_for(diagonal_in: float, distance_m: float, size_px: tuple[int, int]) -> TypeScale:
    """The scale of a page of this size; sizes are rounded up, so that no rounding falls below the rule."""
    least = font_px(LEAST_ARC_MIN, diagonal_in=diagonal_in, distance_m=distance_m, size_px=size_px)
    body = font_px(PREFERRED_ARC_MIN, diagonal_in=diagonal_in, distance_m=distance_m, size_px=size_px)
    return TypeScale(max(8, math.ceil(least)), max(10, math.ceil(body)), float(min(size_px)))
