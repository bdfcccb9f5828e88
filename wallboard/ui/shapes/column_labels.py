"""What stands round upright columns: as many labels below them as have room, and the legend above."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Line, Rect
from wallboard.ui.shapes.segments import outline
from wallboard.ui.sheet import CAP_EM, Sheet


@dataclass(frozen=True, slots=True)
class Label:
    """A label below a column: the column's middle (pixels), the text, and whether the column is of now."""

    middle: float
    text: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a swatch filled with a role, or outlined, or a dash; and what it stands for."""

    text: str
    role: str
    is_outline: bool = False
    is_dash: bool = False


def lay_labels(labels: Sequence[Label], rect: Rect, baseline: float, sheet: Sheet) -> None:
    """Labels on one line within a rectangle's width: every one, or every n-th; that of now in any case."""
    px = sheet.stage.scale.least
    boxes = [_span(label, rect, px) for label in labels]
    for number in _chosen(labels, boxes, rect, px * 0.5):
        label = labels[number]
        weight = SEMIBOLD if label.is_now else MEDIUM
        role = "text" if label.is_now else "muted"
        sheet.text(label.text, (boxes[number][0], baseline), px, weight=weight, role=role)


def _span(label: Label, rect: Rect, px: int) -> tuple[float, float]:
    """Left and right edge, about the column's middle but within the rectangle."""
    width = width_of(label.text, px, SEMIBOLD if label.is_now else MEDIUM)
    left = min(max(label.middle - width / 2, rect.x), rect.right - width)
    return left, left + width


def _chosen(labels: Sequence[Label], boxes: Sequence[tuple[float, float]], rect: Rect, gap: float) -> Sequence[int]:
    fitting = [n for n, (left, right) in enumerate(boxes) if right - left <= rect.w]
    wanted = [n for n in fitting if labels[n].is_now][:1]
    last = len(labels) - 1
    anchor = wanted[0] if wanted else last
    for step in range(1, len(labels) + 1):
        regular = [n for n in fitting if (n - anchor) % step == 0]
        if all(boxes[one][1] + gap <= boxes[other][0] for one, other in pairwise(regular)):
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
