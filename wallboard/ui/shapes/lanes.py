"""Open cases: every case a mark in the lane of its type, as high as its share of the target."""

import math

from wallboard.core.views.shapes import ZONES, Lanes
from wallboard.core.words import words
from wallboard.ui.fonts import SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Box, Line, Rect
from wallboard.ui.shapes.ladder import Ladder, ladder_for
from wallboard.ui.shapes.lane_labels import OWN_ROW_TO, TWO, Column, is_staggered, lay_labels
from wallboard.ui.shapes.lane_legend import lay_legend, legend_height, legend_width, strip_height
from wallboard.ui.shapes.swarm import size_for, spread
from wallboard.ui.sheet import Sheet, line_height
from wallboard.ui.type_scale import TypeScale

_EDGES = (0.0, 1 / 3, 2 / 3, 1.0)
_LEAST_PLOT_H = 5
"""In heights of the least text."""
_MOST_HOLD = (1.1, 1.6)
"""How much wider than others, a few or many, the lane on hold may be for its name; beyond, names stand in two rows."""
_HOLD_OF_FEW = 0.3
"""What the lane on hold takes beside one or two lanes of running cases."""


def lay_lanes(body: Lanes, rect: Rect, sheet: Sheet) -> None:
    """Axis at the left, lanes with their labels below, counts by zone at the right; a grey strip where one is due."""
    scale = sheet.stage.scale
    if not body.lanes:
        if not sheet.lines([sheet.stage.say(words("open-cases.none"))], rect, scale.body, role="muted"):
            sheet.lack("fits.lanes")
        return
    axis_w = width_of(sheet.stage.say(words("axis.target")), scale.least, SEMIBOLD) + scale.least * 0.4
    legend_w = legend_width(body, sheet.stage)
    strip_h = strip_height(body, scale)
    label_h = line_height(scale.body)
    top = rect.y + scale.least * 0.3
    plot = Rect(
        rect.x + axis_w,
        top,
        rect.w - axis_w - legend_w - scale.least * 0.7,
        rect.bottom - label_h - strip_h - top - scale.least * 0.15,
    )
    least_h = max(_LEAST_PLOT_H * scale.least, legend_height(scale))
    if plot.w < 6 * scale.least or plot.h < least_h:
        sheet.lack("fits.lanes")
        lay_legend(body, rect, None, None, sheet)
        return
    columns = _columns(body, plot.w, sheet)
    rects = _places(columns, plot, sheet)
    is_in_turns = plot.h - label_h >= least_h and (
        is_staggered(columns, rects, scale) or rects[-1].w > _MOST_HOLD[len(columns) > OWN_ROW_TO] * rects[0].w
    )
    if is_in_turns or len(columns) == TWO:
        rects = _places_in_turns(columns, rects, plot, scale)
    if is_in_turns:
        plot = plot._replace(h=plot.h - label_h)
        rects = [one._replace(h=plot.h) for one in rects]
    ladder = ladder_for([share for share in body.share if share is not None], plot.y, plot.bottom)
    strip = Rect(plot.x, plot.bottom + scale.least * 0.2, plot.w, strip_h - scale.least * 0.2) if strip_h else None
    _lay_bands(ladder, plot, rects, strip, sheet)
    _lay_marks(body, columns, rects, ladder, strip, sheet)
    lay_labels(columns, rects, rect.bottom, rect.right - legend_w, sheet, is_in_turns=is_in_turns)
    legend = Rect(rect.right - legend_w, rect.y, legend_w, plot.bottom - rect.y)
    lay_legend(body, legend, ladder, strip, sheet)


def _columns(body: Lanes, width: float, sheet: Sheet) -> list[Column]:
    """The lanes that have room, the largest kept in their order, the rest summed, and the lane on hold."""
    held = tuple(n for n in range(len(body.lane)) if body.is_held[n])
    held_cases = sum(sum(lane.held) + lane.held_without_target for lane in body.lanes)
    hold = Column(
        f"{sheet.stage.number(held_cases)} {sheet.stage.say(words('lane.on-hold'))}",
        sheet.stage.say(words("lane.on-hold")),
        held,
        held_cases,
        is_hold=True,
    )
    cases = [sum(lane.running) + lane.without_target for lane in body.lanes]
    room = max(1, int(width / (3.2 * sheet.stage.scale.least)) - 1)
    kept = list(range(len(body.lanes)))
    if len(kept) > room:
        largest = sorted(kept, key=lambda n: (-cases[n], n))[: max(0, room - 1)]
        kept = sorted(largest)
    marks: dict[int, list[int]] = {}
    for n, lane in enumerate(body.lane):
        if not body.is_held[n]:
            marks.setdefault(lane if lane in kept else -1, []).append(n)
    columns = [
        Column(
            sheet.stage.say(body.lanes[n].label),
            sheet.stage.say(body.lanes[n].short),
            tuple(marks.get(n, ())),
            cases[n],
        )
        for n in kept
    ]
    left_over = len(body.lanes) - len(kept)
    if left_over:
        sheet.lack("fits.columns")
        label = sheet.stage.say(words("lane.others", n=left_over) if kept else words("all-work.all"))
        short = f"+{sheet.stage.number(left_over)}" if kept else label
        columns.append(Column(label, short, tuple(marks.get(-1, ())), sum(cases) - sum(cases[n] for n in kept)))
    return [*columns, hold]


def _places(columns: list[Column], plot: Rect, sheet: Sheet) -> list[Rect]:
    """Lanes of one width, but the last as wide as its label and count need."""
    least = sheet.stage.scale.least
    equal = plot.w / len(columns)
    wanted = max(equal, width_of(columns[-1].label, least, SEMIBOLD) + least * 0.3)
    lane_w = (plot.w - wanted) / max(1, len(columns) - 1)
    gap = max(2.0, least * 0.16)
    needed = [min(width_of(name, least, SEMIBOLD) for name in (column.label, column.short)) for column in columns]
    if wanted > 1.6 * equal or any(own > lane_w - gap for own in needed[:-1]):
        # Its name is no name of anything, so it is never elided: the lane is as wide as that at least.
        hold_w = max(equal, width_of(columns[-1].short, least, SEMIBOLD) + least * 0.3)
        lane_w = (plot.w - hold_w) / max(1, len(columns) - 1)
    hold_w = plot.w - lane_w * (len(columns) - 1)
    widths = [lane_w] * (len(columns) - 1) + [hold_w]
    return [
        Rect(plot.x + sum(widths[:n]) + (gap if n else 0.0), plot.y, width - (gap if n else 0.0), plot.h)
        for n, width in enumerate(widths)
    ]


def _places_in_turns(columns: list[Column], lanes: list[Rect], plot: Rect, scale: TypeScale) -> list[Rect]:
    """Lanes whose names stand in two rows: that on hold need not be as wide as its name, which reaches to its left."""
    others = len(lanes) - 1
    gap = lanes[-1].x - lanes[-2].right
    equal = plot.w / len(lanes)
    if len(lanes) <= OWN_ROW_TO:
        hold_w = plot.w * _HOLD_OF_FEW
    else:
        name_w = width_of(columns[-1].short, scale.least, SEMIBOLD) + scale.least * 0.5
        hold_w = max(equal, (name_w - plot.w / (2 * others)) / (1 - 1 / (2 * others)))
    if hold_w > lanes[-1].w:
        return lanes
    lane_w = (plot.w - hold_w) / others
    lefts = [plot.x + number * lane_w + (gap if number else 0.0) for number in range(len(lanes))]
    rights = [*(plot.x + number * lane_w for number in range(1, len(lanes))), plot.right]
    return [Rect(left, plot.y, right - left, plot.h) for left, right in zip(lefts, rights, strict=True)]


def _lay_bands(ladder: Ladder, plot: Rect, lanes: list[Rect], strip: Rect | None, sheet: Sheet) -> None:
    scale, stage = sheet.stage.scale, sheet.stage
    edges = [ladder.y(edge) for edge in _EDGES] + [plot.y]
    ticks = ladder.ticks(line_height(scale.least))
    thin = max(1.0, scale.least * 0.05)
    for lane in lanes:
        for zone, name in enumerate(ZONES):
            band = Rect(lane.x, edges[zone + 1], lane.w, edges[zone] - edges[zone + 1])
            sheet.add(Box(band, _ground(name, sheet)))
        if strip:
            sheet.add(Box(Rect(lane.x, strip.y, lane.w, strip.h), "strip"))
        for share, _ in ticks:
            if share != 1.0:
                y = ladder.y(share)
                sheet.add(Line(lane.x, y, lane.right, y, thin, "rule"))
        target_role = "grey-mark" if stage.is_grey else "text"
        sheet.add(Line(lane.x, ladder.y(1.0), lane.right, ladder.y(1.0), thin * 2, target_role))
    right = plot.x - scale.least * 0.4
    for share, label in ticks:
        baseline = ladder.y(share) + scale.least * 0.36
        if share == 1.0:
            said = stage.say(words("axis.target"))
            sheet.text(said, (right, baseline), scale.least, weight=SEMIBOLD, align="right")
        else:
            sheet.text(label, (right, baseline), scale.least, role="muted", align="right")


def _lay_marks(
    body: Lanes, columns: list[Column], lanes: list[Rect], ladder: Ladder, strip: Rect | None, sheet: Sheet
) -> None:
    scale = sheet.stage.scale
    size = _mark_size(body, columns, lanes, ladder, scale.least)
    for column, lane in zip(columns, lanes, strict=True):
        sizes = [size * min(1.8, 1 + 0.2 * math.log2(max(1, body.count[n]))) for n in column.marks]
        heights = [
            _in_strip(strip, own, place) if share is None else _height(share, body.zone[n], own, ladder)
            for place, (n, own) in enumerate(zip(column.marks, sizes, strict=True))
            for share in (body.share[n],)
        ]
        for n, x, y, own in zip(column.marks, spread(heights, sizes, lane.x, lane.w), heights, sizes, strict=True):
            has_target = body.share[n] is not None
            shape = MARK_OF_ZONE[ZONES[body.zone[n]]] if has_target else "dash"
            role = ZONES[body.zone[n]] if has_target else "no-target"
            halo = _ground(ZONES[body.zone[n]], sheet) if has_target else "strip"
            sheet.mark(shape, (x, y), own, role, is_filled=not body.is_held[n], halo=halo)


def _in_strip(strip: Rect | None, size: float, place: int) -> float:
    """The middle of a mark without a share: in the strip height says nothing, so its place in the lane spreads it."""
    room = strip.inset(0, size * 0.5) if strip else Rect(0, 0, 0, 0)
    return room.y + room.h * ((0.5 + place * 0.7548776662466927) % 1.0)


def _height(share: float, zone: int, size: float, ladder: Ladder) -> float:
    """The middle of a mark: that of its share, but wholly inside its zone, so that place and shape agree."""
    edges = [ladder.y(edge) for edge in _EDGES] + [ladder.top]
    reach = size * (0.6 if MARK_OF_ZONE[ZONES[zone]] == "diamond" else 0.52) + 1.5
    lowest, highest = edges[zone] - reach, edges[zone + 1] + reach
    if lowest < highest:
        return (lowest + highest) / 2
    return min(max(ladder.y(share), highest), lowest)


def _ground(zone: str, sheet: Sheet) -> str:
    return "band-grey" if sheet.stage.is_grey else f"band-{zone}"


def _mark_size(body: Lanes, columns: list[Column], lanes: list[Rect], ladder: Ladder, least_px: int) -> float:
    """A size at which the fullest lane and zone is still read as marks, not as a stain."""
    edges = [ladder.y(edge) for edge in _EDGES] + [ladder.top]
    cells: dict[tuple[int, int], tuple[int, float]] = {}
    for place, (column, lane) in enumerate(zip(columns, lanes, strict=True)):
        for n in column.marks:
            if body.share[n] is None:
                continue
            zone = body.zone[n]
            number = cells.get((place, zone), (0, 0.0))[0] + 1
            cells[place, zone] = (number, lane.w * abs(edges[zone] - edges[zone + 1]))
    return size_for(cells, round(least_px * 0.7), max(5.0, round(least_px * 0.2)))
