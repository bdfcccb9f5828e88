"""A lying bar parted by zones, with the count of each part in it and the zone's mark where that has room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wallboard.core.views.shapes import ZONES, Zone
from wallboard.ui.fonts import SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Box, MarkShape, Polyline, Rect
from wallboard.ui.shapes.rows import centred
from wallboard.ui.sheet import Sheet, Stage

_GREY = ("rule", "grey")
_FILLS = {
    "on-track": ("cell", "on-cell"),
    "watch": ("watch", "panel"),
    "urgent": ("cell-urgent", "on-cell-urgent"),
    "late": ("cell-late", "on-cell-late"),
    "no-target": ("grey-mark", "text"),
}
"""What fills a part, and the colour of what is written in it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part: how many, and a zone, or "no-target", or "held", which is an outline."""

    count: int
    look: Zone | Literal["no-target", "held"]


def segments_of(zones: Sequence[int], without_target: int, held: int) -> list[Segment]:
    """The parts of a row that hold anything, in the order of the zones, then without target, then on hold."""
    parts = [Segment(count, zone) for zone, count in zip(ZONES, zones, strict=True)]
    parts += [Segment(without_target, "no-target"), Segment(held, "held")]
    return [part for part in parts if part.count > 0]


def gap_between(stage: Stage) -> float:
    """Between two parts."""
    return max(2.0, round(stage.scale.least * 0.12))


def least_width(part: Segment, px: int, stage: Stage) -> float:
    """The width at which a part's count has room at a size."""
    return width_of(stage.number(part.count), px, SEMIBOLD) + stage.scale.least * 0.5


def least_bar(parts: Sequence[Segment], px: int, stage: Stage) -> float:
    """The width of a bar whose parts are no wider than their counts."""
    return sum(least_width(part, px, stage) for part in parts) + gap_between(stage) * max(0, len(parts) - 1)


def scale_of(bars: Sequence[Sequence[Segment]], room: float, px: int, stage: Stage) -> float | None:
    """The pixels a case at which the widest bar just fills the room; None where not even the counts have room."""
    scales = [_own_scale(parts, room, px, stage) for parts in bars if parts]
    if any(own is None for own in scales):
        return None
    return min((own for own in scales if own is not None), default=0.0)


def _own_scale(parts: Sequence[Segment], room: float, px: int, stage: Stage) -> float | None:
    """What is left of the room beside parts that are as wide as their counts, shared out among the others."""
    free = [(part.count, least_width(part, px, stage)) for part in parts]
    left = room - gap_between(stage) * (len(parts) - 1)
    if sum(width for _, width in free) > left:
        return None
    while free:
        own = left / sum(count for count, _ in free)
        wider = [(count, width) for count, width in free if count * own >= width]
        if len(wider) == len(free):
            return own
        left -= sum(width for count, width in free if count * own < width)
        free = wider
    return 0.0


def lay_segments(parts: Sequence[Segment], per_case: float, px: int, rect: Rect, sheet: Sheet) -> None:
    """The parts from the left edge of a rectangle, as high as it is, their counts at a size."""
    x = rect.x
    for part in parts:
        width = max(least_width(part, px, sheet.stage), part.count * per_case)
        _lay_part(part, px, Rect(x, rect.y, width, rect.h), sheet)
        x += width + gap_between(sheet.stage)


def outline(rect: Rect, stroke: float, role: str) -> Polyline:
    """A rectangle's edge, inside it; what lies under it stays to be seen."""
    left, top, right, bottom = (
        rect.x + stroke / 2,
        rect.y + stroke / 2,
        rect.right - stroke / 2,
        rect.bottom - stroke / 2,
    )
    return Polyline(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)), stroke, role)


def _lay_part(part: Segment, px: int, rect: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    least = stage.scale.least
    if part.look == "held":
        ground, ink = "panel", "muted"
        sheet.add(outline(rect, max(2.0, least * 0.08), "grey-mark"))
    else:
        ground, ink = _GREY if stage.is_grey else _FILLS[part.look]
        sheet.add(Box(rect, ground, round(least * 0.16)))
    figure = stage.number(part.count)
    width = width_of(figure, px, SEMIBOLD)
    size = px * 0.5
    with_mark = width + size * 1.2 + px * 0.35
    middle, x = rect.y + rect.h / 2, rect.x + rect.w / 2
    shape = _mark_of(part)
    own = Sheet(stage, ground)
    if shape and rect.w >= with_mark + least * 0.45:
        left = rect.x + (rect.w - with_mark) / 2
        own.mark(shape, (left + size * 0.6, middle), size, ink)
        x = left + with_mark - width / 2
    own.text(figure, (x, centred(middle, px)), px, weight=SEMIBOLD, role=ink, align="centre")
    sheet.add(*own.items)


def _mark_of(part: Segment) -> MarkShape | None:
    if part.look == "held":
        return None
    return "dash" if part.look == "no-target" else MARK_OF_ZONE[part.look]
