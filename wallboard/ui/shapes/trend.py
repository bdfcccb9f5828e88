"""A figure and its weeks: the last value in large, a line against the target's dashes, dates at its ends."""

from collections.abc import Iterator

from wallboard.core.views.shapes import Trend
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, bearing, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.amounts import Amount, amount_of
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.shapes.on_time import rounded_percent
from wallboard.ui.shapes.week_line import Places, lay_week_line
from wallboard.ui.sheet import CAP_EM, DESCENT_EM, Sheet, Stage, fitting_px, line_height

_FEW = 20
"""Fewer behind a value, and it is grey (rule of small numbers)."""
_TALL = 6.5
"""From this height the line stands below the figure, in heights of the preferred text."""
_LARGEST = 2.8
_LEAST_LINE = 6.0
"""The width below which a line stands beside the figure alone, in heights of the least text."""
_LINE_AND_SIGN = 5.2
"""What the shortest line takes with the sign at its end, in heights of the least text."""
_LEAST_RISE = 0.55
"""The height between a line's highest and lowest value, in heights of the least text."""


def lay_trend(body: Trend, rect: Rect, sheet: Sheet) -> None:
    """Figure above and line below in a high panel, side by side in a low one; facts go first, the figure last."""
    best = min(_trials(body, rect, sheet.stage), key=_lost)
    sheet.add(*best.items)
    for key in best.lacks:
        sheet.lack(key)


def _trials(body: Trend, rect: Rect, stage: Stage) -> Iterator[Sheet]:
    """Every way to lay it out, the fullest first."""
    has_any = any(point.value is not None for point in body.points)
    for facts in (body.facts, ()) if body.facts else ((),):
        foot = Sheet(stage)
        rest = rect.upper(rect.h - lay_facts(facts, rect, foot))
        if len(facts) < len(body.facts):
            foot.lack("fits.secondary")
        is_tall = rest.h >= _TALL * stage.scale.body
        for lay in ((_lay_tall,) * is_tall + (_lay_flat, _lay_without_target)) if has_any else (_lay_none,):
            trial = Sheet(stage)
            trial.add(*foot.items)
            for key in foot.lacks:
                trial.lack(key)
            lay(body, rest, trial)
            yield trial


def _lost(trial: Sheet) -> tuple[bool, ...]:
    """What tells a layout from a better one: that the figure, the line, a note has no room."""
    return tuple(key in trial.lacks for key in ("fits.value", "fits.line", "fits.secondary"))


def _lay_none(body: Trend, rect: Rect, sheet: Sheet) -> None:
    del body
    for px in (sheet.stage.scale.body, sheet.stage.scale.least):
        if sheet.lines([sheet.stage.say(words("trend.none"))], rect, px, role="muted"):
            return
    sheet.lack("fits.value")


def _lay_tall(body: Trend, rect: Rect, sheet: Sheet) -> None:
    scale = sheet.stage.scale
    px = _px(body, rect.w * 0.6, _LARGEST * scale.body * CAP_EM, sheet.stage)
    if px is None:
        sheet.lack("fits.value")
        return
    baseline = rect.y + scale.least * 0.25 + px * CAP_EM
    width = _lay_value(body, px, (rect.x, baseline), rect.right, sheet)
    beside = Sheet(sheet.stage)
    if _lay_target(body, Rect(rect.x + width, rect.y, rect.w - width, 0), baseline, beside):
        sheet.add(*beside.items)
    elif body.target is not None:
        baseline += line_height(scale.body) * 1.05
        _lay_target(body, Rect(rect.x, rect.y, rect.w, 0), baseline, sheet, is_left=True)
    _lay_line(body, rect.below(baseline - rect.y + scale.body * 0.55), sheet)


def _lay_without_target(body: Trend, rect: Rect, sheet: Sheet) -> None:
    if body.target is not None:
        sheet.lack("fits.secondary")
    _lay_flat(body, rect, sheet, has_target=False)


def _lay_flat(body: Trend, rect: Rect, sheet: Sheet, *, has_target: bool = True) -> None:
    """The target below the figure where that has room, the line at the right of both."""
    stage, scale = sheet.stage, sheet.stage.scale
    row_h = line_height(scale.body) if has_target and body.target is not None else 0.0
    has_row = rect.h - row_h >= 1.4 * scale.body * CAP_EM
    gap = scale.body * 0.9
    height = rect.h - (row_h if has_row else 0.0) - scale.least * 0.45
    beside = rect.w - gap - _LINE_AND_SIGN * scale.least
    px = _px(body, min(rect.w * 0.5, beside), height, stage) or _px(body, beside, height, stage)
    px = px or _px(body, rect.w, rect.h - scale.least * 0.2, stage)
    if px is None:
        sheet.lack("fits.value")
        return
    hanging = px * _amount(body, stage).hang(_small(px, stage) / px)
    has_row = has_row and px * CAP_EM + hanging + row_h <= rect.h  # the figure may have taken the row's height
    used = px * CAP_EM + hanging + (row_h if has_row else 0.0)
    baseline = rect.y + min(scale.least * 0.25, max(0.0, rect.h - used)) + px * CAP_EM
    value_w = _lay_value(body, px, (rect.x, baseline), rect.right, sheet)
    target_w = 0.0
    if has_row and row_h:
        below = Rect(rect.x, rect.y, rect.w, 0)
        target_w = _lay_target(body, below, baseline + hanging + row_h, sheet, is_left=True)
    elif body.target is not None:
        sheet.lack("fits.secondary")
    free = rect.w - max(value_w, target_w) - gap
    if free >= _LEAST_LINE * scale.least or not target_w:
        _lay_line(body, Rect(rect.right - free, rect.y, free, rect.h), sheet)
    else:
        _lay_line(body, Rect(rect.x + value_w + gap, rect.y, rect.w - value_w - gap, baseline - rect.y), sheet)


def _is_few(body: Trend) -> bool:
    last = body.points[-1]
    return last.n is not None and last.n < _FEW


def _amount(body: Trend, stage: Stage) -> Amount:
    """The last value; words where it is not known."""
    value = body.points[-1].value
    if value is None:
        return Amount(stage.say(words("bars.unknown")), "")
    if body.unit == "%" and body.target is not None:
        value = rounded_percent(value, body.target)
    return amount_of(value, body.unit, stage, is_signed=body.is_signed)


def _small(px: int, stage: Stage) -> int:
    return max(stage.scale.least, round(px * 0.5))


def _px(body: Trend, width: float, height: float, stage: Stage) -> int | None:
    """The size of the figure in a room, with its unit after it at half that size."""
    amount, scale = _amount(body, stage), stage.scale
    if body.points[-1].value is None:
        return fitting_px(amount.figure, (width, height), least=scale.least, most=scale.body, weight=SEMIBOLD)
    room, height = width, height * CAP_EM / (CAP_EM + amount.hang(scale.least / scale.body))
    for _ in range(3):
        most = round(_LARGEST * scale.body)
        px = fitting_px(amount.figure, (room, height), least=scale.body, most=most)
        if px is None or not amount.unit:
            return px
        whole = width_of(amount.figure, px, BOLD) + px * 0.12 + width_of(amount.unit, _small(px, stage), SEMIBOLD)
        if whole <= width:
            return px
        room = width - (whole - width_of(amount.figure, px, BOLD))
    return None


def _lay_value(body: Trend, px: int, at: tuple[float, float], right: float, sheet: Sheet) -> float:
    """Figure, unit, and n where it is small and has room; returns the width."""
    stage, scale = sheet.stage, sheet.stage.scale
    amount = _amount(body, stage)
    is_known = body.points[-1].value is not None
    is_grey = body.is_grey or _is_few(body)
    role = "muted" if not is_known else "grey" if is_grey else "text"
    if is_known and body.target is None and body.zone and not is_grey:
        role = f"value-{body.zone}"
    left = at[0] + bearing("0", scale.least, MEDIUM) - bearing(amount.figure, px, BOLD)
    weight = BOLD if is_known else SEMIBOLD
    x = left + sheet.text(amount.figure, (left, at[1]), px, weight=weight, role=role, is_value=is_known)
    if amount.unit:
        x += px * 0.12
        x += sheet.text(amount.unit, (x, at[1]), _small(px, stage), weight=SEMIBOLD, role="muted")
    if _is_few(body) and is_known:
        said = stage.say(words("trend.few", n=body.points[-1].n))
        if x + scale.least * 0.5 + width_of(said, scale.least, MEDIUM) <= right:
            x += scale.least * 0.5 + sheet.text(said, (x + scale.least * 0.5, at[1]), scale.least, role="muted")
        else:
            sheet.lack("fits.secondary")
    return x - at[0]


def _goal(target: float, unit: str, stage: Stage) -> str:
    """A target is a round figure mostly, and then written as one."""
    amount = amount_of(target, unit, stage)
    if not float(target).is_integer() or not amount.unit:
        return amount.whole
    return f"{stage.number(target)}\u00a0{amount.unit}"


def _lay_target(body: Trend, room: Rect, baseline: float, sheet: Sheet, *, is_left: bool = False) -> float:
    """The target with the zone's mark, at the left or right of a room; returns its width, 0 where it has none."""
    if body.target is None:
        return 0.0
    stage, scale = sheet.stage, sheet.stage.scale
    said = stage.say(words("trend.target", value=_goal(body.target, body.unit, stage)))
    size = scale.body * 0.72
    indent = scale.body * 1.05 if body.zone else 0.0
    width = indent + width_of(said, scale.body, SEMIBOLD)
    if width > room.w - (0.0 if is_left else scale.body):
        sheet.lack("fits.secondary")
        return 0.0
    x = room.x if is_left else room.right - width
    role = "text"
    if body.zone:
        role = f"text-{body.zone}"
        shape = MARK_OF_ZONE[body.zone]
        sheet.mark(shape, (x + size * 0.6, baseline - scale.body * CAP_EM / 2), size, body.zone)
    sheet.text(said, (x + indent, baseline), scale.body, weight=SEMIBOLD, role=role)
    return width


def _lay_line(body: Trend, rect: Rect, sheet: Sheet) -> None:
    """The line with its end marked, its range at the left and its first and last date below, where they have room."""
    stage, scale = sheet.stage, sheet.stage.scale
    values = [point.value for point in body.points]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return
    dates_h = line_height(scale.least) + scale.least * 0.25
    dates = [stage.tongue.date(body.points[n].on, "day") for n in (0, -1)]
    size = scale.least * 0.7
    has_dates = rect.h - dates_h - 1.5 * size >= _LEAST_RISE * scale.least
    has_dates &= sum(width_of(date, scale.least, MEDIUM) for date in dates) + scale.least <= rect.w
    plot = rect.upper(rect.h - dates_h) if has_dates else rect
    area = plot.inset(size * 0.75, size * 0.75)
    if area.h < _LEAST_RISE * scale.least or area.w < 4 * scale.least:
        sheet.lack("fits.line")
        return
    area = _lay_range(body, known, area, plot, sheet)
    few = [body.is_grey or (point.n is not None and point.n < _FEW) for point in body.points]
    least_span = max(0.05 * max(abs(value) for value in known), 1e-9)
    places = lay_week_line(values, body.target, least_span, area, sheet, few=few)
    last = max(number for number, place in enumerate(places) if place is not None)
    end = places[last]
    if end is not None:
        zone = body.zone if body.zone and values[-1] is not None else "on-track"
        shape = MARK_OF_ZONE[zone]
        sheet.mark(shape, end, size, zone, is_filled=not body.points[last].is_now, halo="panel")
    _lay_alone(places, last, size * 0.5, sheet)
    if has_dates:
        baseline = rect.bottom - scale.least * DESCENT_EM
        sheet.text(dates[0], (area.x, baseline), scale.least, role="muted")
        sheet.text(dates[1], (rect.right, baseline), scale.least, role="muted", align="right")


def _lay_alone(places: Places, last: int, size: float, sheet: Sheet) -> None:
    """A dot where a value has no neighbour, and so no line."""
    around = [None, *places, None]
    for number, place in enumerate(places):
        if place is not None and number != last and around[number] is None and around[number + 2] is None:
            sheet.mark("circle", place, size, "line")


def _lay_range(body: Trend, known: list[float], area: Rect, plot: Rect, sheet: Sheet) -> Rect:
    """The highest and the lowest value at the left of a line that is high enough; returns what is left for it."""
    stage, least = sheet.stage, sheet.stage.scale.least
    goal = [] if body.target is None else [body.target]
    ends = [max([*known, *goal]), min([*known, *goal])]
    said = [amount_of(end, body.unit, stage, is_signed=body.is_signed).figure for end in ends]
    width = max(width_of(text, least, MEDIUM) for text in said) + least * 0.5
    if ends[0] == ends[1] or area.h < 2.2 * line_height(least) or area.w - width < 8 * least:
        return area
    for text, y in zip(said, (area.y, area.bottom), strict=True):
        sheet.text(text, (plot.x + width - least * 0.5, y + least * CAP_EM / 2), least, role="muted", align="right")
    return Rect(plot.x + width, area.y, area.right - plot.x - width, area.h)
