"""A few counts side by side, each with its label under it."""

from collections.abc import Callable

from wallboard.core.views.shapes import Count, Counts
from wallboard.ui.fonts import BOLD, MEDIUM, bearing, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, fitting_px, line_height

_COLUMNS = 4
"""Fewer counts leave the last columns empty: one that comes and goes moves none of the others."""
_MOST = 2.6
_APART = 0.8
"""Between two figures, in their size: less, and "−16" and "1" are read as one."""

_Widths = Callable[[int], list[float]]


def lay_counts(body: Counts, rect: Rect, sheet: Sheet) -> None:
    """All of one size; the last ones are given up first where not all have room."""
    scale, stage = sheet.stage.scale, sheet.stage
    shown = list(body.counts)
    label_h = line_height(scale.least)
    gap = scale.body * 0.75
    if _row_width(shown, scale.body, gap, stage) > rect.w:
        gap = scale.least * 0.6
    while shown and _row_width(shown, scale.body, gap, stage) > rect.w:
        shown.pop()
        sheet.lack("fits.columns")
    height = rect.h - label_h - scale.least * 0.3
    if shown and height < 1.9 * scale.body * CAP_EM and _lay_inline(shown, rect, gap, sheet):
        return
    if not shown or height < scale.body * CAP_EM:
        _lay_what_fits(list(body.counts), rect, gap, sheet)
        return
    most = fitting_px("0", (rect.w, height), least=scale.body, most=round(scale.body * _MOST)) or scale.body
    px, steps = _columns(lambda size: _own_widths(shown, size, gap, stage), most, gap, rect.w, stage)
    # A comma hangs below the line that figures stand on.
    air = scale.least * 0.3 + (px * 0.12 if any(abs(count.value) > 999 for count in shown) else 0.0)
    used = px * CAP_EM + air + label_h
    baseline = rect.y + min(scale.least * 0.25, max(0.0, rect.h - used)) + px * CAP_EM
    x = rect.x
    for count, step in zip(shown, steps, strict=True):
        label = stage.say(count.label)
        _lay_figure(count, (x + bearing(label, scale.least, MEDIUM), baseline), px, sheet)
        sheet.text(label, (x, baseline + air + scale.least * 0.9), scale.least, weight=MEDIUM, role="muted")
        x += step


def _lay_what_fits(counts: list[Count], rect: Rect, gap: float, sheet: Sheet) -> None:
    """In a panel too low for labels under the figures: as many as stand beside theirs."""
    while counts and not _lay_inline(counts, rect, gap, sheet):
        counts.pop()
        sheet.lack("fits.columns")
    if not counts:
        sheet.lack("fits.value")


def _lay_inline(counts: list[Count], rect: Rect, gap: float, sheet: Sheet) -> bool:
    """Labels beside the figures, for a panel that is wide and low; tells whether that has room."""
    scale, stage = sheet.stage.scale, sheet.stage
    most = fitting_px("0", (rect.w, rect.h - scale.least * 0.5), least=scale.body, most=round(scale.body * _MOST))
    space = scale.least * 0.4
    flush = bearing("0", scale.least, MEDIUM)

    def widths(px: int) -> list[float]:
        return [flush + _ink_width(count, px, stage) + space + _label_width(count, stage) for count in counts]

    if most is None or sum(widths(scale.body)) + gap * (len(counts) - 1) > rect.w:
        return False
    px, steps = _columns(widths, most, gap, rect.w, stage)
    baseline = rect.y + (rect.h + px * CAP_EM) / 2 - scale.least * 0.2
    x = rect.x
    for count, step in zip(counts, steps, strict=True):
        width = _lay_figure(count, (x + flush, baseline), px, sheet)
        sheet.text(stage.say(count.label), (x + flush + width + space, baseline), scale.least, role="muted")
        x += step
    return True


def _lay_figure(count: Count, at: tuple[float, float], px: int, sheet: Sheet) -> float:
    """The figure with its ink's left edge at a point; returns the width from there."""
    role = f"value-{count.zone}" if count.zone else "text"
    figure = _figure(count, sheet.stage)
    left = bearing(figure, px, BOLD)
    return sheet.text(figure, (at[0] - left, at[1]), px, weight=BOLD, role=role, is_value=True) - left


def _figure(count: Count, stage: Stage) -> str:
    figure = stage.number(count.value)
    return f"+{figure}" if count.is_signed and count.value > 0 else figure


def _label_width(count: Count, stage: Stage) -> float:
    return width_of(stage.say(count.label), stage.scale.least, MEDIUM)


def _ink_width(count: Count, px: int, stage: Stage) -> float:
    figure = _figure(count, stage)
    return width_of(figure, px, BOLD) - bearing(figure, px, BOLD)


def _own_widths(counts: list[Count], px: int, gap: float, stage: Stage) -> list[float]:
    """What each count takes beside the gap that follows: its label, or its figure with the air that figures need."""
    air = max(stage.scale.least * 0.1, _APART * px - gap)
    airs = [air] * (len(counts) - 1) + [stage.scale.least * 0.1]
    return [
        max(_label_width(count, stage), _ink_width(count, px, stage) + own)
        for count, own in zip(counts, airs, strict=True)
    ]


def _row_width(counts: list[Count], px: int, gap: float, stage: Stage) -> float:
    return sum(_own_widths(counts, px, gap, stage)) + gap * (len(counts) - 1)


def _columns(widths: _Widths, most: int, gap: float, room: float, stage: Stage) -> tuple[int, list[float]]:
    """The size of the figures and the step from each count to the next.

    Equal columns at the largest size at which each count fits in its own; where none does, each as wide as it needs
    and the rest shared out.
    """
    least = stage.scale.body
    count = len(widths(least))
    equal = room / max(_COLUMNS, count)
    for px in range(most, least - 1, -1):
        own = widths(px)
        if all(width + gap <= equal for width in own[: max(_COLUMNS, count) - 1]) and own[-1] <= room - equal * (
            count - 1
        ):
            return px, [equal] * count
    px = next((px for px in range(most, least, -1) if sum(widths(px)) + gap * (count - 1) <= room), least)
    own = widths(px)
    spare = max(0.0, room - sum(own) - gap * (count - 1)) / count
    return px, [width + gap + spare for width in own]
