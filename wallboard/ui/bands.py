"""An area cut into low ones: Qt fills many lines on threads of its own, which it keeps for half a minute, and a wall
paints on one."""

import math
from collections.abc import Iterator

from wallboard.ui.scene import Rect


def bands(rect: Rect, most_px: int) -> Iterator[Rect]:
    """The rectangle from the top in parts of so many lines at most, cut between two lines of pixels."""
    top = rect.y
    while top < rect.bottom:
        bottom = min(float(math.floor(top) + most_px), rect.bottom)
        yield Rect(rect.x, top, rect.w, bottom - top)
        top = bottom
