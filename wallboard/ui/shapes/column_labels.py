"""What stands round upright columns: as many labels below them as have room, and the legend above."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Line, Rect
from wallboard.ui.shapes.segments import outline
from wallboard.ui.sheet import CAP_EM, Sheet


@dataclass(frozen=True, slots=True)
class Label:
    """A label below a column: the column's middle (pixels), the text, and whether the column is of now.

    `shorter` are forms of the text that take less and less room; `begins_day` tells the label without which those
    after it would be read as of the day before.
    """

    middle: float
    text: str
    is_now: bool = False
    shorter: tuple[str, ...] = ()
    begins_day: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a swatch filled with a role, or outlined, or a dash; and what it stands for."""

    text: str
    role: str
    is_outline: bool = False
    is_dash: bool = False


def lay_labels(labels: Sequence[Label], rect: Rect, baseline: float, sheet: Sheet) -> None:
    """Labels on one line within a rectangle's width: every one, or every n-th; a day's beginning before all others."""
    px = sheet.stage.scale.least
    gap = px * 0.5
    labels = _formed(labels, rect, px, gap)
    boxes = [_span(label, rect, px) for label in labels]
    for number in _chosen(labels, boxes, rect, gap):
        label = labels[number]
        weight = SEMIBOLD if label.is_now else MEDIUM
        role = "text" if label.is_now else "muted"
        sheet.text(label.text, (boxes[number][0], baseline), px, weight=weight, role=role)


def _formed(labels: Sequence[Label], rect: Rect, px: int, gap: float) -> list[Label]:
    """Labels in the longest form in which all stand side by side; a day's beginning in the longest beside now's label.

    Where it has room in none, now's label gives way: the clock tells that as well.
    """
    if all(label.shorter and not label.begins_day for label in labels):
        for form in range(len(labels[0].shorter)):
            if _have_room([_span(label, rect, px) for label in labels], gap):
                break
            labels = [replace(label, text=label.shorter[form]) for label in labels]
        return list(labels)
    others = [_span(label, rect, px) for label in labels if label.is_now and not label.begins_day]
    formed = []
    for label in labels:
        forms = [label, *(replace(label, text=text) for text in label.shorter)]
        if label.begins_day:
            apart = [form for form in forms if all(_apart(_span(form, rect, px), other, gap) for other in others)]
            forms = apart or forms
            others.append(_span(forms[0], rect, px))
        formed.append(forms[0])
    return formed


def _span(label: Label, rect: Rect, px: int) -> tuple[float, float]:
    """Left and right edge, about the column's middle but within the rectangle."""
    width = width_of(label.text, px, SEMIBOLD if label.is_now else MEDIUM)
    left = min(max(label.middle - width / 2, rect.x), rect.right - width)
    return left, left + width


def _have_room(boxes: Sequence[tuple[float, float]], gap: float) -> bool:
    return all(one[1] + gap <= other[0] for one, other in pairwise(boxes))


def _chosen(labels: Sequence[Label], boxes: Sequence[tuple[float, float]], rect: Rect, gap: float) -> Sequence[int]:
    fitting = [n for n, (left, right) in enumerate(boxes) if right - left <= rect.w]
    wanted = [n for n in fitting if labels[n].begins_day] + [n for n in fitting if labels[n].is_now][:1]
    last = len(labels) - 1
    anchor = next((n for n in fitting if labels[n].is_now), last)
    for step in range(1, len(labels) + 1):
        regular = [n for n in fitting if (n - anchor) % step == 0]
        if _have_room([boxes[n] for n in regular], gap):
            break
    else:
        regular = fitting[:1]
    kept: list[int] = []
    for number in [*wanted, 0, last, *regular]:
        if number in fitting and number not in kept and all(_apart(boxes[number], boxes[n], gap) for n in kept):
            kept.append(number)
    return kept


def _apart(one: tuple[float, float], other: tuple[float, float], gap: float) -> bool:
    return one[1] + gap <= other[0] or other[1] + gap <= one[0]


def wrapped_legend(keys: Sequence[Key], room: float, sheet: Sheet) -> list[list[Key]]:
    """The entries of a legend in lines that are no wider than a room; one that is wider by itself is left out."""
    px = sheet.stage.scale.least
    lines: list[list[Key]] = []
    left = 0.0
    for key in keys:
        width = _indent(key, sheet) + width_of(key.text, px, MEDIUM)
        if width > room:
            continue
        if not lines or px + width > left:
            lines.append([])
            left = room + px
        lines[-1].append(key)
        left -= width + px
    return lines


def lay_legend(keys: Sequence[Key], x: float, baseline: float, sheet: Sheet) -> None:
    """Swatches with their words from a left edge."""
    px, side = sheet.stage.scale.least, _swatch(sheet)
    middle = baseline - px * CAP_EM / 2
    for key in keys:
        square = Rect(x, middle - side / 2, side, side)
        if key.is_dash:
            stroke = max(2.0, px * 0.08)
            sheet.add(Line(x, middle, x + 15 * stroke, middle, stroke, key.role, is_dashed=True))
        elif key.is_outline:
            sheet.add(outline(square, max(2.0, px * 0.08), key.role))
        else:
            sheet.add(Box(square, key.role, side * 0.15))
        x += _indent(key, sheet)
        x += sheet.text(key.text, (x, baseline), px, role="muted") + px


def _indent(key: Key, sheet: Sheet) -> float:
    """From a swatch's left edge to its word: a dash is three strokes and their gaps."""
    least = sheet.stage.scale.least
    return (15 * max(2.0, least * 0.08) + least * 0.3) if key.is_dash else _swatch(sheet) * 1.5


def _swatch(sheet: Sheet) -> float:
    return round(sheet.stage.scale.least * 0.62)
