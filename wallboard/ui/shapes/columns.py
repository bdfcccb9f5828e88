"""Upright columns over days or hours: parts on a base line, what is usual as dashes, statements at the foot."""

import math
from dataclasses import dataclass
from datetime import date

from wallboard.core.views.shapes import Column, Columns, Part
from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Line, Rect, Text
from wallboard.ui.shapes.column_labels import Key, Label, lay_labels, lay_legend, wrapped_legend
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.shapes.segments import outline
from wallboard.ui.sheet import CAP_EM, DESCENT_EM, Sheet, Stage, line_height

_PLAIN = ("line", "on-track", "watch")
"""Calm colours, for the first, second and third of the parts that are in no zone."""
_LEAST_PLOT = 1.3
_MOST_COLUMN = 2.6
"""In heights of the least text."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot is and what stands round it; `top` and `bottom` are the values at its edges (top ≥ 0 ≥ bottom)."""

    plot: Rect
    top: float
    bottom: float
    step: float
    has_values: bool
    has_labels: bool
    labels_baseline: float

    def y(self, value: float) -> float:
        """The height of a value in pixels."""
        span = self.top - self.bottom
        return self.plot.y + (self.top - value) / span * self.plot.h if span > 0 else self.plot.bottom


def lay_columns(body: Columns, rect: Rect, sheet: Sheet) -> None:
    """The plot fills what legend and statements leave; where room is short figures go first, then legend, then labels.

    Values are written at the columns where all of them have room, else one quiet line gives the scale.
    """
    stage, scale = sheet.stage, sheet.stage.scale
    has_any = any(value for column in body.columns for value in column.values)
    if not body.columns or (not has_any and body.empty):
        rest = rect.upper(rect.h - lay_facts(body.facts, rect, sheet))
        said = stage.say(body.empty or words("trend.none"))
        if not sheet.lines([said], rest, scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    trial = Sheet(stage)
    rest = rect.upper(rect.h - lay_facts(body.facts, rect, trial)).below(scale.least * 0.1)
    if rest.h < _LEAST_PLOT * scale.least and len(body.facts):
        trial, rest = Sheet(stage), rect.below(scale.least * 0.1)
        sheet.lack("fits.secondary")
    if rest.h < _LEAST_PLOT * scale.least:
        sheet.lack("fits.value")
        lay_facts(body.facts, rect, sheet)
        return
    sheet.add(*trial.items)
    for key in trial.lacks:
        sheet.lack(key)
    rest = _lay_keys(body, rest, sheet)
    shown = _shown(body, rest.w, sheet)
    _lay_plot(body, shown, rest, sheet)


def _shown(body: Columns, width: float, sheet: Sheet) -> tuple[Column, ...]:
    """As many of the last columns as can be told apart."""
    room = max(1, int(width / max(3.0, sheet.stage.scale.least * 0.16)))
    if len(body.columns) > room:
        sheet.lack("fits.columns")
    return body.columns[-room:]


def _lay_keys(body: Columns, rect: Rect, sheet: Sheet) -> Rect:
    """The legend at the top where it says anything and has room; returns what is left below it."""
    stage, least = sheet.stage, sheet.stage.scale.least
    keys = [Key(stage.say(part.label), *_look(body.parts, n, stage)) for n, part in enumerate(body.parts)]
    keys = keys if len(keys) > 1 else []
    if body.usual is not None:
        said = stage.say(words("columns.usual", value=_figure(body.usual, body, stage)))
        keys.append(Key(said, "muted", is_dash=True))
    height = line_height(least) * 1.15
    most = int((rect.h - 2 * _LEAST_PLOT * least) / height)
    lines = wrapped_legend(keys, rect.w, sheet) if most > 0 else []
    if sum(map(len, lines[:most])) < len(keys):
        sheet.lack("fits.secondary")
    for line in lines[:most]:
        lay_legend(line, rect.x, rect.y + least * 0.85, sheet)
        rect = rect.below(height)
    return rect


def _look(parts: tuple[Part, ...], number: int, stage: Stage) -> tuple[str, bool]:
    """The colour of a part, and whether it is an outline."""
    look = parts[number].look if number < len(parts) else "plain"
    if stage.is_grey:
        return "grey-mark", look == "open"
    if look == "open":
        return "line", True
    if look == "plain":
        nth = sum(part.look == "plain" for part in parts[:number])
        return _PLAIN[nth % len(_PLAIN)], False
    return look, False


def _lay_plot(body: Columns, shown: tuple[Column, ...], rect: Rect, sheet: Sheet) -> None:
    stage, scale = sheet.stage, sheet.stage.scale
    tops = [sum(value for value in column.values if value > 0) for column in shown]
    bottoms = [sum(value for value in column.values if value < 0) for column in shown]
    top, bottom = max([*tops, body.usual or 0.0]), min(bottoms)
    if top == bottom:
        top = 1.0
    figures = [_figure(sum(column.values), body, stage) for column in shown]
    frame = _frame(body, shown, figures, (top, bottom), rect, sheet)
    if not frame.has_values and any(tops + bottoms):
        _lay_scale(body, frame, rect, sheet)
    width = min(frame.step * 0.72, scale.least * _MOST_COLUMN)
    thin = max(1.5, scale.least * 0.06)
    for number, column in enumerate(shown):
        middle = frame.plot.x + (number + 0.5) * frame.step
        _lay_column(column, body, Rect(middle - width / 2, 0, width, 0), frame, sheet)
        if frame.has_values:
            _lay_value(figures[number], column, (tops[number], bottoms[number]), middle, frame, sheet)
    base = frame.y(0.0)
    sheet.add(Line(frame.plot.x, base, frame.plot.right, base, thin, "grey-mark" if stage.is_grey else "muted"))
    _lay_usual(body.usual, frame, sheet)
    if frame.has_labels:
        middles = (frame.plot.x + (number + 0.5) * frame.step for number in range(len(shown)))
        labels = [_label(column, middle, stage) for column, middle in zip(shown, middles, strict=True)]
        lay_labels(labels, frame.plot, frame.labels_baseline, sheet)


def _label(column: Column, middle: float, stage: Stage) -> Label:
    """What stands below a column; that of a weekday, or of a day's first hour, has shorter forms."""
    said = stage.say(column.label)
    heads = stage.tongue.weekday_heads()
    if column.day_on is not None:
        day = date.fromisoformat(column.day_on).weekday()
        return Label(middle, said, column.is_now, tuple(names[day] for names in heads), begins_day=True)
    if said in heads[0]:
        day = heads[0].index(said)
        return Label(middle, said, column.is_now, tuple(names[day] for names in heads[1:]))
    return Label(middle, said, column.is_now)


def _lay_usual(usual: float | None, frame: _Frame, sheet: Sheet) -> None:
    """Dashes across the plot, but through no figure."""
    if usual is None:
        return
    least = sheet.stage.scale.least
    y, x = frame.y(usual), frame.plot.x
    role = "grey-mark" if sheet.stage.is_grey else "text"
    stroke = max(2.0, least * 0.08)
    spans = [
        (item.x - least * 0.25, item.x + item.width + least * 0.25)
        for item in sheet.items
        if isinstance(item, Text) and item.baseline - least < y < item.baseline + least * 0.3
    ]
    for left, right in [*sorted(spans), (frame.plot.right, frame.plot.right)]:
        if left > x:
            sheet.add(Line(x, y, min(left, frame.plot.right), y, stroke, role, is_dashed=True))
        x = max(x, right)


def _frame(
    body: Columns,
    shown: tuple[Column, ...],
    figures: list[str],
    span: tuple[float, float],
    rect: Rect,
    sheet: Sheet,
) -> _Frame:
    """Labels first, then figures at the columns where all of them have room, else an axis at the left."""
    stage, least = sheet.stage, sheet.stage.scale.least
    label_h = line_height(least) if any(stage.say(column.label) for column in shown) else 0.0
    has_labels = label_h > 0 and rect.h - label_h >= _LEAST_PLOT * least
    if label_h and not has_labels:
        sheet.lack("fits.secondary")
    bottom = rect.bottom - (label_h + least * 0.1 if has_labels else 0.0)
    step = rect.w / len(shown)
    widest = max(width_of(figure, least, SEMIBOLD) for figure in figures)
    above = least * CAP_EM + least * 0.35
    below = above if span[1] < 0 else 0.0
    has_values = widest + least * 0.3 <= step and bottom - rect.y - above - below >= 2 * _LEAST_PLOT * least
    baseline = rect.bottom - least * DESCENT_EM
    if has_values:
        plot = Rect(rect.x, rect.y + above, rect.w, bottom - rect.y - above - below)
    else:
        axis = _axis_width(body, span, stage)
        axis = axis if rect.w - axis >= 4 * least else 0.0
        air = least * 0.3 if span[1] < 0 else 0.0
        plot = Rect(rect.x + axis, rect.y + least * 0.3, rect.w - axis, bottom - rect.y - least * 0.3 - air)
    return _Frame(plot, *span, plot.w / len(shown), has_values, has_labels, baseline)


def _axis_width(body: Columns, span: tuple[float, float], stage: Stage) -> float:
    values = [value for value in (_nice(span[0]), -_nice(-span[1])) if value]
    least = stage.scale.least
    said = [_scale_figure(value, body, stage) for value in values]
    return max((width_of(text, least, MEDIUM) for text in said), default=0.0) + least * 0.4


def _lay_scale(body: Columns, frame: _Frame, rect: Rect, sheet: Sheet) -> None:
    """One thin line at a round value, above the base and below it, with its figure at the left."""
    stage, least = sheet.stage, sheet.stage.scale.least
    has_figures = frame.plot.x > rect.x
    placed: list[float] = []
    for value in (_nice(frame.top), -_nice(-frame.bottom)):
        if not value:
            continue
        y = frame.y(value)
        sheet.add(Line(frame.plot.x, y, frame.plot.right, y, max(1.0, least * 0.05), "rule"))
        baseline = min(max(y + least * CAP_EM / 2, rect.y + least * CAP_EM), rect.bottom)
        if has_figures and all(abs(baseline - other) >= line_height(least) for other in placed):
            at = (frame.plot.x - least * 0.4, baseline)
            sheet.text(_scale_figure(value, body, stage), at, least, role="muted", align="right")
            placed.append(baseline)


def _nice(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … (and their tenths) that is no larger; 0 for none."""
    if most <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most * 1.000001)


def _scale_figure(value: float, body: Columns, stage: Stage) -> str:
    """A round value: as few decimals as it has."""
    decimals = max(0, -math.floor(math.log10(abs(value)) + 1e-9))
    written = stage.number(value, decimals)
    return f"+{written}" if body.is_signed and value > 0 else written


def _figure(value: float, body: Columns, stage: Stage) -> str:
    """Whole where all values are whole, and with its sign where they have one."""
    is_whole = all(float(part).is_integer() for column in body.columns for part in column.values)
    decimals = 0 if (is_whole and float(value).is_integer()) or abs(value) >= 100 else 1
    written = stage.number(value, decimals)
    return f"+{written}" if body.is_signed and value > 0 else written


def _lay_column(column: Column, body: Columns, place: Rect, frame: _Frame, sheet: Sheet) -> None:
    """The parts from the base upwards, and those below nought downwards."""
    stage = sheet.stage
    up = down = 0.0
    gap = min(2.0, place.w * 0.08) if len(column.values) > 1 else 0.0
    for number, value in enumerate(column.values):
        if not value:
            continue
        start = up if value > 0 else down
        up, down = (up + value, down) if value > 0 else (up, down + value)
        upper, lower = frame.y(max(start, start + value)), frame.y(min(start, start + value))
        apart = gap if start else 0.0
        height = max(1.5, lower - upper - apart)
        box = Rect(place.x, lower - apart - height if value > 0 else upper + apart, place.w, height)
        role, is_outline = _look(body.parts, number, stage)
        if value < 0 and role == "line":
            role = "on-track"
        if is_outline:
            sheet.add(outline(box, max(2.0, stage.scale.least * 0.08), role))
        else:
            sheet.add(Box(box, role, min(stage.scale.least * 0.12, box.w / 4, box.h / 2)))


def _lay_value(
    figure: str, column: Column, span: tuple[float, float], middle: float, frame: _Frame, sheet: Sheet
) -> None:
    """The sum at the end of its column: above, or below where it goes down."""
    least = sheet.stage.scale.least
    is_down = span[0] == 0 and span[1] < 0
    end = frame.y(span[1]) + least * (CAP_EM + 0.3) if is_down else frame.y(span[0]) - least * 0.3
    weight = SEMIBOLD if column.is_now else MEDIUM
    role = "text" if any(column.values) else "muted"
    is_value = role == "text"
    sheet.text(figure, (middle, end), least, weight=weight, role=role, align="centre", is_value=is_value)
