"""Lying bars on one scale: label, bar with its goal's tick, figure, and what more is said."""

from dataclasses import dataclass

from wallboard.core.views.shapes import BarRow, Bars
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Box, Line, Rect
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.shapes.on_time import rounded_percent
from wallboard.ui.shapes.rows import Rowing, centred, lay_more, more_height, rowing_for
from wallboard.ui.sheet import Sheet, Stage

_LEAST_TRACK = 3.0
_LEAST_NAME = 3.5
_LEAST_PITCH = 1.4
_MOST_PITCH = 2.6
"""All in heights of the preferred text."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Widths of the columns (0: given up), and the values at the two ends of the scale."""

    name_w: float
    track_w: float
    value_w: float
    more_w: float
    low: float
    high: float

    def x(self, value: float, track: Rect) -> float:
        """Where a value stands on a track."""
        span = self.high - self.low
        return track.x + track.w * (value - self.low) / span if span > 0 else track.x


def lay_bars(body: Bars, rect: Rect, sheet: Sheet) -> None:
    """A row each; where room is short what more is said goes first, then the bars, then the last rows."""
    stage, scale = sheet.stage, sheet.stage.scale
    trial = Sheet(stage)
    rest = rect.upper(rect.h - lay_facts(body.facts, rect, trial))
    needed = _LEAST_PITCH * scale.body + (more_height(sheet) if len(body.rows) > 1 else 0.0)
    if rest.h < needed and body.rows and body.facts:
        trial, rest = Sheet(stage), rect
        sheet.lack("fits.secondary")
    if not body.rows:
        said = stage.say(body.empty or words("trend.none"))
        if not sheet.lines([said], rest, scale.body, role="muted"):
            sheet.lack("fits.value")
        _take(trial, sheet)
        return
    plan = _plan(body, rest.w, stage)
    if plan is None or rest.h < _LEAST_PITCH * scale.body:
        sheet.lack("fits.value")
        return
    _take(trial, sheet)
    if not plan.track_w:
        sheet.lack("fits.bars")
    if not plan.more_w and any(row.more for row in body.rows):
        sheet.lack("fits.secondary")
    least, most = _LEAST_PITCH * scale.body, _MOST_PITCH * scale.body
    rowing = rowing_for(len(body.rows), rest.h, more_height(sheet), least=least, most=most)
    if not rowing.shown:  # one row without a word of the others, which the board's check names
        rowing = Rowing(1, rest.h, len(body.rows) - 1)
    for number, row in enumerate(body.rows[: rowing.shown]):
        _lay_row(row, body, plan, Rect(rest.x, rest.y + number * rowing.pitch, rest.w, rowing.pitch), sheet)
    lay_more(rowing, rest, sheet)


def _take(other: Sheet, sheet: Sheet) -> None:
    sheet.add(*other.items)
    for key in other.lacks:
        sheet.lack(key)


def _plan(body: Bars, width: float, stage: Stage) -> _Plan | None:
    px, least = stage.scale.body, stage.scale.least
    gap = px * 0.6
    names = max(width_of(stage.say(row.label), px, SEMIBOLD) for row in body.rows) + 1
    value_w = max(width_of(*_value(row, body, stage)) + _mark_room(row, stage) for row in body.rows)
    more = max((width_of(stage.say(row.more), least, MEDIUM) for row in body.rows if row.more), default=0.0)
    ends = [value for row in body.rows for value in (row.value, row.target) if value is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    high += (high - low) * 0.05 if any(row.target is not None for row in body.rows) else 0.0
    name_w = min(names, max(_LEAST_NAME * px, width * 0.4))
    for more_w in ([more] if more else []) + [0.0]:
        track_w = width - name_w - gap - value_w - gap - (more_w + gap if more_w else 0.0)
        if track_w >= _LEAST_TRACK * px:
            return _Plan(name_w, track_w, value_w, more_w, low, high)
    room = width - value_w - gap
    if room >= min(names, _LEAST_NAME * px):
        return _Plan(min(names, room), 0.0, value_w, 0.0, low, high)
    return None


def _mark_room(row: BarRow, stage: Stage) -> float:
    """What the mark before a figure takes that calls for attention."""
    return stage.scale.least if row.zone in ("urgent", "late") and row.value is not None else 0.0


def _value(row: BarRow, body: Bars, stage: Stage) -> tuple[str, int, int]:
    """The figure with its unit, its size and weight."""
    if row.value is None:
        return stage.say(words("bars.unknown")), stage.scale.least, MEDIUM
    value = row.value
    if body.unit == "%" and row.target is not None:
        value = rounded_percent(value, row.target)
    return amount_of(value, body.unit, stage).whole, stage.scale.body, BOLD


def _lay_row(row: BarRow, body: Bars, plan: _Plan, rect: Rect, sheet: Sheet) -> None:
    stage, scale = sheet.stage, sheet.stage.scale
    middle = rect.y + rect.h / 2
    baseline = centred(middle, scale.body)
    gap = scale.body * 0.6
    name = stage.say(row.label)
    at = (rect.x, baseline)
    sheet.text(name, at, scale.body, weight=SEMIBOLD, room=plan.name_w + 0.5, is_private=row.is_private)
    right = rect.right
    if plan.more_w:
        if row.more:
            sheet.text(stage.say(row.more), (right, baseline), scale.least, role="muted", align="right")
        right -= plan.more_w + gap
    said, px, weight = _value(row, body, stage)
    has_value = row.value is not None
    role = "muted" if not has_value else "grey" if row.is_grey else f"value-{row.zone}" if row.zone else "text"
    width = sheet.text(said, (right, baseline), px, weight=weight, role=role, align="right", is_value=has_value)
    if row.zone and _mark_room(row, stage):
        size = scale.least * 0.66
        shape = MARK_OF_ZONE[row.zone]
        sheet.mark(shape, (right - width - _mark_room(row, stage) + size * 0.6, middle), size, row.zone)
    if plan.track_w:
        height = round(scale.body * 0.86)
        track = Rect(rect.x + plan.name_w + gap, middle - height / 2, plan.track_w, height)
        _lay_track(row, plan, track, sheet)


def _lay_track(row: BarRow, plan: _Plan, track: Rect, sheet: Sheet) -> None:
    """The bar from nought, a thin line at nought where values lie on both sides, the goal's tick across."""
    stage, scale = sheet.stage, sheet.stage.scale
    zero = plan.x(0.0, track)
    if row.value is not None:
        end = plan.x(row.value, track)
        left, width = min(zero, end), max(2.0, abs(end - zero))
        fill = "grey-mark" if stage.is_grey or row.is_grey else row.zone or "line"
        sheet.add(Box(Rect(left, track.y, width, track.h), fill, min(round(scale.least * 0.14), width / 2)))
    if plan.low < 0:
        thin = max(1.5, scale.least * 0.06)
        sheet.add(Line(zero, track.y - track.h * 0.2, zero, track.bottom + track.h * 0.2, thin, "grey-mark"))
    if row.target is not None:
        tick, over = max(2.0, scale.least * 0.12), track.h * 0.24
        x = min(plan.x(row.target, track), track.right - tick / 2)
        sheet.add(Line(x, track.y - over, x, track.bottom + over, tick, "grey" if stage.is_grey else "text"))
