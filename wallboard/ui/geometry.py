"""Where a page's panels stand: the grid as given, or turned on its side where the screen stands upright."""

from wallboard.core.views.layout import PageLayout
from wallboard.ui.scene import Rect

_Place = tuple[int, int, int, int]


def panel_rects(page: PageLayout, area: Rect, gap: float) -> list[Rect]:
    """The rectangle of each panel, in the layout's order, in whole pixels.

    A grid no taller than wide on an upright screen is read as slices: what stood side by side is stacked, each
    slice as high as its part of the page was wide. A grid drawn upright is taken as it is.
    """
    columns, rows = page.grid
    places = [panel.place for panel in page.panels]
    if area.h > area.w and columns >= rows:
        return _stacked(places, area, gap)
    across, down = (area.w + gap) / columns, (area.h + gap) / rows
    return [_whole(area.x + x * across, area.y + y * down, w * across - gap, h * down - gap) for x, y, w, h in places]


def _stacked(places: list[_Place], area: Rect, gap: float) -> list[Rect]:
    parts = _slices(list(range(len(places))), places, 1.0)
    total = sum(part for _, part in parts)
    rects: dict[int, Rect] = {}
    y = area.y
    for number, part in parts:
        height = (area.h + gap) * part / total
        rects[number] = _whole(area.x, y, area.w, height - gap)
        y += height
    return [rects[number] for number in range(len(places))]


def _slices(numbers: list[int], places: list[_Place], part: float) -> list[tuple[int, float]]:
    """The panels from top to bottom with their parts of the height: cut upright first, then across."""
    if len(numbers) < 2:
        return [(number, part) for number in numbers]
    for axis in (0, 1):
        groups = _cut(numbers, places, axis)
        if len(groups) > 1:
            spans = [_span(group, places, axis) for group in groups]
            return [
                piece
                for group, span in zip(groups, spans, strict=True)
                for piece in _slices(group, places, part * span / sum(spans))
            ]
    areas = {number: places[number][2] * places[number][3] for number in numbers}
    ordered = sorted(numbers, key=lambda number: (places[number][1], places[number][0]))
    return [(number, part * areas[number] / sum(areas.values())) for number in ordered]


def _cut(numbers: list[int], places: list[_Place], axis: int) -> list[list[int]]:
    """Groups that a straight cut parts, along an axis (0 across, 1 down)."""
    groups: list[list[int]] = []
    reached = -1
    for number in sorted(numbers, key=lambda n: (places[n][axis], places[n][1 - axis])):
        start, length = places[number][axis], places[number][axis + 2]
        if groups and start < reached:
            groups[-1].append(number)
        else:
            groups.append([number])
        reached = max(reached, start + length)
    return groups


def _span(group: list[int], places: list[_Place], axis: int) -> int:
    starts = [places[number][axis] for number in group]
    ends = [places[number][axis] + places[number][axis + 2] for number in group]
    return max(ends) - min(starts)


def _whole(x: float, y: float, w: float, h: float) -> Rect:
    left, top = round(x), round(y)
    return Rect(left, top, round(x + w) - left, round(y + h) - top)
