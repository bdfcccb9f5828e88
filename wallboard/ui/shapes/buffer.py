"""A pile against its target: the count in large, the bar with its bands and the target's tick, the oldest below."""

from dataclasses import dataclass

from wallboard.core.views.shapes import Buffer, Zone
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, bearing, hang, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Box, Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, Sheet, Stage, fitting_px, line_height

_MOST, _MOST_OF_ALL = 2.6, 4.6
"""The figure's size in sizes of text: where the panel is one of several, and where it is very high."""
_TOO_MANY = 4 / 3
_LONGEST = 2.0
"""The bar ends at this many targets at most; a longer pile is drawn as a bar that is broken off."""


@dataclass(frozen=True, slots=True)
class _Heights:
    """What stands below each other, in pixels: figure (its size at most), bar, and the lines below it."""

    figure: float
    most: int
    bar: float
    lines: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """A short statement in bold, with its zone's sign where it has one; empty where there is nothing to say."""

    said: str
    zone: Zone | None

    def width(self, px: int) -> float:
        """With its sign."""
        return width_of(self.said, px, SEMIBOLD) + (px if self.zone is not None else 0.0) if self.said else 0.0


def lay_buffer(body: Buffer, rect: Rect, sheet: Sheet) -> None:
    """Figure, bar and below it target and oldest; the bar gives way before the words, the words before the figure."""
    scale = sheet.stage.scale
    heights = _heights(body, rect, sheet.stage)
    if heights is None:
        sheet.lack("fits.value")
        return
    figure = rect.upper(heights.figure)
    is_told = _lay_figure(body, figure, heights.most, sheet)
    if is_told is None or not (is_told or heights.lines):
        sheet.lack("fits.value")
        return
    top = figure.bottom + scale.least * 0.3
    lines_h = heights.lines * line_height(scale.body)
    below = Rect(rect.x, rect.bottom - lines_h, rect.w, lines_h + 0.5)
    tick_x = None
    if heights.bar and body.target:
        room = below.y - top - scale.least * 0.5
        bar_h = min(room, heights.bar)
        air = min((room - bar_h) / 2, scale.body * 0.9)
        bar = Rect(rect.x, top + scale.least * 0.25 + air, rect.w, bar_h)
        tick_x = _lay_bar(body, bar, sheet)
        below = below._replace(y=min(below.y, bar.bottom + scale.body * 0.55))
    if heights.lines:
        statement = _oldest(body, sheet.stage)
        if not is_told:
            statement = _Statement(sheet.stage.say(words("buffer.too-many")), "urgent")
            sheet.lack("fits.secondary")
        _lay_below(body, statement, below, tick_x, sheet)
    if (not heights.bar and body.target) or heights.lines < _lines(body, rect.w, sheet.stage):
        sheet.lack("fits.secondary")


def _heights(body: Buffer, rect: Rect, stage: Stage) -> _Heights | None:
    """As much as has room: first with bar and all lines, then fewer lines, then without the bar."""
    scale = stage.scale
    lines = _lines(body, rect.w, stage)
    bar = scale.body * 0.75 if body.target else 0.0
    most = round(min(_MOST_OF_ALL * scale.body, max(_MOST * scale.body, rect.h * 0.26)))
    for kept, bar_h in ((lines, bar), (min(1, lines), bar), (lines, 0.0), (min(1, lines), 0.0), (0, 0.0)):
        rest = rect.h - kept * line_height(scale.body) - (bar_h + scale.least * 0.8 if bar_h else scale.least * 0.2)
        if rest >= scale.body * 1.15:
            figure = min(rest, most * (CAP_EM + 0.15))
            grown = min(most * 0.6, bar_h + (rest - figure) * 0.5) if bar_h else 0.0
            return _Heights(figure, most, grown, kept)
    return _Heights(rect.h, most, 0.0, 0) if rect.h >= scale.body * (CAP_EM + DESCENT_EM) else None


def _lay_figure(body: Buffer, area: Rect, most: int, sheet: Sheet) -> bool | None:
    """The count, how long it lasts beside it, and what came and went at the right.

    None where not even the count has room, False where "too many" had none and is still to be said.
    """
    scale, stage = sheet.stage.scale, sheet.stage
    figure = stage.number(body.waiting)
    hanging = hang(figure, BOLD)
    room = (area.h - scale.least * 0.1) * CAP_EM / (CAP_EM + hanging)
    px = fitting_px(figure, (area.w, room), least=scale.body, most=most)
    if px is None:
        return None
    baseline = min(area.y + px * CAP_EM + scale.least * 0.15, area.bottom - hanging * px)
    left = area.x + bearing("0", scale.least, MEDIUM) - bearing(figure, px, BOLD)
    x = left + sheet.text(figure, (left, baseline), px, weight=BOLD, is_value=True) + scale.least * 0.45
    right = area.right
    is_moved = body.came is not None
    moved = stage.say(words("buffer.moved", came=body.came, released=body.released)) if is_moved else ""
    state = _Statement(stage.say(words("buffer.too-many")) if body.is_too_many else "", "urgent")
    is_told = not state.said or x + state.width(scale.body) <= right
    cover = stage.say(words("buffer.cover", days=body.cover_days)) if body.cover_days is not None else ""
    cover_w = width_of(cover, scale.least, MEDIUM)
    if state.said and is_told:
        _lay_statement(state, (x, baseline), sheet)
        x += state.width(scale.body) + scale.body * 0.6
    if cover and x + cover_w <= right:
        x += sheet.text(cover, (x, baseline), scale.least, role="muted") + scale.body * 0.6
    elif cover:
        sheet.lack("fits.secondary")
    if x + width_of(moved, scale.least, MEDIUM) <= right:
        sheet.text(moved, (right, baseline), scale.least, role="muted", align="right")
    else:
        sheet.lack("fits.secondary")
    return is_told


def _lay_bar(body: Buffer, bar: Rect, sheet: Sheet) -> float:
    """Bands, the pile as a bright bar within them, and the target's tick; returns where that stands."""
    stage = sheet.stage
    target = float(body.target or 1)
    end = target * max(_TOO_MANY, min(_LONGEST, 1.04 * body.waiting / target))
    radius = bar.h * 0.1
    edges = [0.0, target / 3, target * 2 / 3, target, target * _TOO_MANY, end]
    for number, role in enumerate(("bar-late", "bar-urgent", "bar-enough", "bar-beyond", "bar-urgent")):
        left, right = (bar.x + bar.w * min(1.0, edge / end) for edge in edges[number : number + 2])
        if right - left >= 1.0:
            ground = role if not stage.is_grey else ("strip", "rule")[number % 2]
            sheet.add(Box(Rect(round(left), bar.y, round(right) - round(left), bar.h), ground, 0.0))
    inner = bar.inset(0.0, bar.h * 0.3)
    role = "grey-mark" if stage.is_grey else "text"
    width = bar.w * min(1.0, body.waiting / end)
    if body.waiting > end:
        break_w = bar.h * 0.18
        whole = width - 3 * break_w
        sheet.add(
            Box(inner._replace(w=whole), role, radius),
            Box(inner._replace(x=bar.right - 2 * break_w, w=2 * break_w), role),
        )
    elif body.waiting:
        sheet.add(Box(inner._replace(w=max(width, bar.h * 0.1)), role, radius))
    tick = bar.x + bar.w * target / end
    thick = max(2.0, stage.scale.least * 0.12)
    sheet.add(Box(Rect(tick - thick / 2, bar.y - bar.h * 0.22, thick, bar.h * 1.44), role))
    return tick


def _oldest(body: Buffer, stage: Stage) -> _Statement:
    said = "" if body.oldest_h is None else stage.say(words("buffer.oldest", hours=body.oldest_h))
    return _Statement(said, body.oldest_zone)


def _target(body: Buffer, stage: Stage) -> _Statement:
    said = "" if not body.target else stage.say(words("buffer.target", n=body.target))
    return _Statement(said, body.zone if body.zone in ("urgent", "late") else None)


def _lines(body: Buffer, room: float, stage: Stage) -> int:
    """How many lines target and oldest take: one where they stand side by side."""
    oldest, target = _oldest(body, stage), _target(body, stage)
    if not oldest.said or not target.said:
        return 1 if oldest.said or target.said else 0
    px = stage.scale.body
    return 1 if oldest.width(px) + target.width(px) + px <= room else 2


def _lay_below(body: Buffer, statement: _Statement, area: Rect, tick_x: float | None, sheet: Sheet) -> None:
    """A statement at the left, the target under its tick beside it, or above it where that has the height for both."""
    px = sheet.stage.scale.body
    line_h = line_height(px)
    target = _target(body, sheet.stage)
    width = target.width(px)
    taken = statement.width(px) + px if statement.said else 0.0
    is_beside = taken + width <= area.w
    if target.zone and tick_x is None and not is_beside and area.h < 2 * line_h and not body.is_too_many:
        statement, taken, is_beside = target, 0.0, False
    baseline = area.y + px * ASCENT_EM
    if target.said and (is_beside or area.h >= 2 * line_h):
        left = area.right - width if tick_x is None else tick_x - width / 2
        left = min(max(left, area.x + taken if is_beside else area.x), area.right - width)
        _lay_statement(target, (left, baseline), sheet)
        baseline += 0.0 if is_beside else line_h
    _lay_statement(statement, (area.x, baseline), sheet)


def _lay_statement(statement: _Statement, at: tuple[float, float], sheet: Sheet) -> None:
    """A statement, with its zone's sign before it where it has a zone."""
    px = sheet.stage.scale.body
    x, baseline = at
    zone = statement.zone
    if statement.said and zone is not None:
        shape = MARK_OF_ZONE[zone]
        sheet.mark(shape, (x + px * 0.4, baseline - px * CAP_EM / 2), px * 0.66, zone)
        x += px
    role = f"value-{zone}" if zone is not None else "text"
    sheet.text(statement.said, (x, baseline), px, weight=SEMIBOLD, role=role, is_value=True)
