"""On time: the percentage in large, its target with the zone's mark, how many of how many, and twelve weeks."""

import math

from wallboard.core.views.shapes import OnTime
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, bearing, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.week_line import lay_week_line
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, Sheet, Stage, fitting_px, line_height

_FEW = 10
_SINCE = ("window.since", "window.no-due")
"""Remarks that would take the figure its room in a line of their own."""


def lay_on_time(body: OnTime, rect: Rect, sheet: Sheet) -> None:
    """The figure and the weeks above, target and count in a row below; what is secondary goes first."""
    scale, stage = sheet.stage.scale, sheet.stage
    row_h = line_height(scale.body)
    extras = _extras(body, stage)
    joined = _joined(body, extras, rect.w, stage)
    roomy = rect.h >= 2.2 * scale.body * CAP_EM + row_h + line_height(scale.least)
    own_row = bool(extras) and joined is None and roomy
    below = row_h + (line_height(scale.least) if own_row else 0.0)
    area = rect.upper(min(max(0.0, rect.h - below), scale.body * 5))
    flat = area.h < 1.6 * scale.body * CAP_EM
    if flat:
        _lay_flat(body, rect, sheet)
        return
    value_w = _lay_value(body, area, sheet)
    if value_w is None:
        sheet.lack("fits.value")
        return
    right = Rect(area.x + value_w, area.y, area.w - value_w, area.h)
    if extras and joined is None and not own_row:
        right = _lay_beside(extras, right, sheet)
    _lay_weeks(body, right, sheet)
    baseline = area.bottom + scale.body * ASCENT_EM
    of_text = joined if joined is not None else _of_text(body, stage)
    _lay_row(body, of_text, Rect(rect.x, area.bottom, rect.w, row_h), baseline, sheet)
    if own_row:
        while extras and width_of(" · ".join(extras), scale.least, MEDIUM) > rect.w:
            extras.pop(0)
            sheet.lack("fits.secondary")
        at = (rect.x, area.bottom + row_h + scale.least * ASCENT_EM)
        sheet.text(" · ".join(extras), at, scale.least, role="muted")


def rounded_percent(percent: float, target: float) -> int:
    """The whole per cent to show: rounded, but never up to a target or to 100 that was not reached."""
    nearest = math.floor(percent + 0.5)
    return math.floor(percent) if nearest >= target > percent or nearest >= 100 > percent else nearest


def _extras(body: OnTime, stage: Stage) -> list[str]:
    """What is secondary, the least of it first."""
    extras = []
    if body.undecided:
        extras.append(stage.say(words("on-time.undecided", n=body.undecided)))
    if body.closings >= _FEW:
        extras.append(stage.say(words("on-time.reopened", percent=100 * body.reopened / body.closings)))
    elif body.closings:
        extras.append(stage.say(words("on-time.reopened-few", reopened=body.reopened, closings=body.closings)))
    return [*extras, *(stage.say(remark) for remark in stage.remarks if remark.key in _SINCE)]


def _of_text(body: OnTime, stage: Stage) -> str:
    if body.percent is None:
        return stage.say(words("on-time.too-few"))
    return stage.say(words("on-time.of", numerator=body.numerator, denominator=body.denominator))


def _target_text(body: OnTime, stage: Stage) -> str:
    decimals = 0 if body.target == int(body.target) else 1
    return stage.say(words("on-time.target", target=stage.number(body.target, decimals)))


def _target_width(body: OnTime, stage: Stage) -> float:
    return width_of(_target_text(body, stage), stage.scale.body, SEMIBOLD) + stage.scale.body * 1.05


def _joined(body: OnTime, extras: list[str], room: float, stage: Stage) -> str | None:
    """The count and what is secondary in one string, where the row has room for it beside the target."""
    text = " · ".join([_of_text(body, stage), *extras])
    free = room - _target_width(body, stage) - stage.scale.body
    return text if width_of(text, stage.scale.least, MEDIUM) <= free else None


def _lay_value(body: OnTime, area: Rect, sheet: Sheet) -> float | None:
    """The figure at the area's foot; returns its width with some air, None where it has no room."""
    scale, stage = sheet.stage.scale, sheet.stage
    role = "grey" if body.is_grey else "text"
    if body.percent is None:
        figure = stage.say(words("on-time.of", numerator=body.numerator, denominator=body.denominator))
    else:
        figure = stage.number(rounded_percent(body.percent, body.target))
    sign = "" if body.percent is None else "%"
    room = (area.w * (0.8 if body.percent is None else 0.45), area.h - scale.least * 0.35)
    px = fitting_px(figure, room, least=scale.body, most=scale.body * 4)
    if px is None:
        return None
    baseline = area.y + min(px * CAP_EM + scale.least * 0.2, area.h - scale.least * 0.15)
    left = bearing("0", scale.least, MEDIUM) - bearing(figure, px, BOLD)
    width = left + sheet.text(figure, (area.x + left, baseline), px, weight=BOLD, role=role, is_value=True)
    if sign:
        small = max(scale.least, round(px * 0.5))
        width += sheet.text(sign, (area.x + width, baseline), small, weight=SEMIBOLD, role="muted")
    return width + scale.body


def _lay_row(body: OnTime, of_text: str, row: Rect, baseline: float, sheet: Sheet) -> None:
    """The target with the zone's mark at the left, the count at the right where it has room."""
    scale = sheet.stage.scale
    _lay_target(body, row.x, baseline, sheet)
    if row.w >= _target_width(body, sheet.stage) + scale.body * 0.5 + width_of(of_text, scale.least, MEDIUM):
        sheet.text(of_text, (row.right, baseline), scale.least, role="muted", align="right")
    else:
        sheet.lack("fits.secondary")


def _lay_target(body: OnTime, x: float, baseline: float, sheet: Sheet) -> None:
    scale = sheet.stage.scale
    size = scale.body * 0.72
    sheet.mark(MARK_OF_ZONE[body.zone], (x + size * 0.6, baseline - scale.body * CAP_EM / 2), size, body.zone)
    text = _target_text(body, sheet.stage)
    sheet.text(text, (x + scale.body * 1.05, baseline), scale.body, weight=SEMIBOLD, role=f"text-{body.zone}")


def _lay_flat(body: OnTime, rect: Rect, sheet: Sheet) -> None:
    """Everything on one row, for a panel that is wide and low: figure, target, count."""
    scale = sheet.stage.scale
    if rect.h < scale.body * (CAP_EM + DESCENT_EM):
        sheet.lack("fits.value")
        return
    width = _lay_value(body, rect, sheet)
    if width is None:
        sheet.lack("fits.value")
        return
    sheet.lack("fits.secondary")
    left = rect.x + width
    target_w = _target_width(body, sheet.stage)
    if left + target_w > rect.right:
        sheet.lack("fits.secondary")
        return
    baseline = rect.y + rect.h / 2 + scale.body * CAP_EM / 2
    _lay_target(body, left, baseline, sheet)
    parts = [_of_text(body, sheet.stage), *_extras(body, sheet.stage)]
    free = rect.right - left - target_w - scale.body
    while parts and width_of(" · ".join(parts), scale.least, MEDIUM) > free:
        parts.pop()
        sheet.lack("fits.secondary")
    if parts:
        sheet.text(" · ".join(parts), (rect.right, baseline), scale.least, role="muted", align="right")


def _lay_beside(extras: list[str], right: Rect, sheet: Sheet) -> Rect:
    """What is secondary at the foot of the right-hand side; returns what is left above it."""
    scale = sheet.stage.scale
    row_h = line_height(scale.least)
    whole = " · ".join(extras)
    lines = [whole] if width_of(whole, scale.least, MEDIUM) <= right.w else list(extras)
    while lines and (
        len(lines) * row_h > right.h or max(width_of(one, scale.least, MEDIUM) for one in lines) > right.w
    ):
        lines.pop(0)
        sheet.lack("fits.secondary")
    for number, line in enumerate(reversed(lines)):
        baseline = right.bottom - scale.least * DESCENT_EM - number * row_h
        sheet.text(line, (right.right, baseline), scale.least, role="muted", align="right")
    return right.upper(right.h - len(lines) * row_h)


def _lay_weeks(body: OnTime, rect: Rect, sheet: Sheet) -> None:
    """The finished weeks and the figure of now as a line against the target's dashes, its end marked."""
    scale = sheet.stage.scale
    points = [week.percent for week in body.weeks] + [body.percent]
    known = [percent for percent in points if percent is not None]
    size = scale.least * 0.7
    area = rect.inset(size * 0.7, size * 0.5)
    if len(known) < 2 or area.h < scale.least * 0.55 or area.w < 4 * scale.least:
        return
    area = area.upper(min(area.h, area.w * 0.3))
    places = lay_week_line(points, body.target, 5.0, area, sheet)
    end = next(place for place in reversed(places) if place is not None)
    zone = body.zone if body.percent is not None else "on-track"
    sheet.mark(MARK_OF_ZONE[zone], end, size, zone)
