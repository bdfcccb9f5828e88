"""The names below the lanes: in one row, or in two by turns where one is too narrow for them."""

from dataclasses import dataclass

from wallboard.ui.fonts import SEMIBOLD, elided, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, line_height
from wallboard.ui.type_scale import TypeScale

TWO = 2
OWN_ROW_TO = 3
"""Up to so many lanes that on hold has the lower of two rows of names to itself."""
_AIR = 0.25
"""What a name larger than the least leaves free of its room, in heights of the least text."""


@dataclass(frozen=True, slots=True)
class Column:
    """One drawn lane: its label at full length and short, the marks (indices) that stand in it, how many cases."""

    label: str
    short: str
    marks: tuple[int, ...]
    cases: int
    is_hold: bool = False


def is_staggered(columns: list[Column], lanes: list[Rect], scale: TypeScale) -> bool:
    """Whether a name, even short, has no room below its lane at the least size; two lanes gain nothing by turns."""
    pairs = zip(columns, lanes, strict=True)
    return len(columns) > 2 and any(
        min(width_of(name, scale.least, SEMIBOLD) for name in (column.label, column.short)) > lane.w
        for column, lane in pairs
    )


def lay_labels(
    columns: list[Column], lanes: list[Rect], bottom: float, legend_x: float, sheet: Sheet, *, is_in_turns: bool
) -> None:
    """Each lane's name above `bottom`: in full where it has room at the least size, else short, else elided.

    `is_in_turns` writes them in two rows, the upper of which must have been left free.
    How many are on hold stands with the lane's name, or else at the right of it, under the counts by zone.
    """
    scale = sheet.stage.scale
    line_h = line_height(scale.body)
    rooms = (
        _rooms(lanes, scale) if is_in_turns else _rooms_of_two(columns, lanes, scale) if len(lanes) == TWO else lanes
    )
    chosen, px = _names(columns, rooms, scale)
    for n, (column, room, name) in enumerate(zip(columns, rooms, chosen, strict=True)):
        is_upper = is_in_turns and (n + 1 < len(columns) if len(columns) <= OWN_ROW_TO else n % 2 == 0)
        baseline = bottom - line_h * (2 if is_upper else 1) + scale.body * ASCENT_EM
        width = width_of(elided(name, px, SEMIBOLD, room.w), px, SEMIBOLD)
        # below its own lane's middle, but within its room: the first and the last have the panel's edge beside them
        middle = min(max(lanes[n].x + lanes[n].w / 2, room.x + width / 2), room.right - width / 2)
        role = "muted" if column.is_hold else "text"
        may_elide = None if column.is_hold and width <= room.w else room.w
        sheet.text(name, (middle, baseline), px, weight=SEMIBOLD, role=role, align="centre", room=may_elide)
    if chosen[-1] != columns[-1].label:
        baseline = bottom - line_h + scale.body * ASCENT_EM
        at = (legend_x + scale.least * 0.4, baseline - scale.body * CAP_EM / 2)
        sheet.mark("circle", at, scale.least * 0.8, "watch", is_filled=False)
        number = sheet.stage.number(columns[-1].cases)
        sheet.text(number, (legend_x + scale.least * 1.25, baseline), scale.body, weight=SEMIBOLD, is_value=True)


def _rooms_of_two(columns: list[Column], lanes: list[Rect], scale: TypeScale) -> list[Rect]:
    """The room of two names in one row: that on hold reaches as far to the left as it must."""
    first, hold = lanes
    x = min(hold.x, hold.right - width_of(columns[-1].short, scale.least, SEMIBOLD) - 1.0)
    return [first._replace(w=max(0.0, x - scale.least * 0.4 - first.x)), hold._replace(x=x, w=hold.right - x)]


def _names(columns: list[Column], rooms: list[Rect], scale: TypeScale) -> tuple[list[str], int]:
    """The form of each name that has room, and the one size at which all have."""
    px = scale.body
    chosen = []
    for column, room in zip(columns, rooms, strict=True):
        names = (column.label, column.short)
        name = next((name for name in names if width_of(name, scale.least, SEMIBOLD) <= room.w), column.short)
        shown = elided(name, scale.least, SEMIBOLD, room.w)
        while px > scale.least and width_of(shown, px, SEMIBOLD) > room.w - _AIR * scale.least:
            px -= 1
        chosen.append(name)
    return chosen, px


def _rooms(lanes: list[Rect], scale: TypeScale) -> list[Rect]:
    """The room of names in two rows: to the middle of the gap between a lane's neighbours' neighbours."""
    if len(lanes) <= OWN_ROW_TO:
        return [*lanes[:-1], lanes[-1]._replace(x=lanes[0].x, w=lanes[-1].right - lanes[0].x)]
    gap = scale.least * 0.4
    rooms = []
    for n, lane in enumerate(lanes):
        left = lanes[n - 1].x + lanes[n - 1].w / 2 + gap / 2 if n else lane.x
        right = lanes[n + 1].x + lanes[n + 1].w / 2 - gap / 2 if n + 1 < len(lanes) else lane.right
        rooms.append(lane._replace(x=left, w=right - left))
    return rooms
