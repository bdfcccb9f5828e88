"""Where a page stands that wanders a few pixels, so that no edge burns itself into the screen."""

from wallboard.ui.scene import Rect

STEP_S = 60
"""A pixel a minute is seen by nobody."""


def orbit_at(now_s: float, reach_px: int) -> tuple[int, int]:
    """The offset at an instant (seconds), up to `reach_px` to each side, one pixel a minute.

    Line by line through the whole square, there and back: every place is taken as long as any other, which a circle
    does not do. A function of the time, so that a restart goes on where it was.
    """
    side = 2 * reach_px + 1
    places = side * side
    if places == 1:
        return 0, 0
    turn = int(now_s // STEP_S) % (2 * places - 2)
    place = turn if turn < places else 2 * places - 2 - turn
    row, column = divmod(place, side)
    return (column if row % 2 == 0 else side - 1 - column) - reach_px, row - reach_px


def reach_of(orbit_px: int, shortest_px: float) -> int:
    """The reach on a page of this shorter side, from that at 1080 lines; never beyond half of the page's margin.

    Nothing but ground lies within the margin, so that nothing is cut.
    """
    return min(round(orbit_px * shortest_px / 1080), int(shortest_px * 0.012))


def bared(offset: tuple[int, int], size: tuple[int, int]) -> list[Rect]:
    """The strips along the window's edges that a page of the window's size leaves bare at an offset."""
    (dx, dy), (width, height) = offset, size
    strips = [
        Rect(0 if dx > 0 else width + dx, 0, abs(dx), height),
        Rect(0, 0 if dy > 0 else height + dy, width, abs(dy)),
    ]
    return [strip for strip in strips if strip.w and strip.h]
