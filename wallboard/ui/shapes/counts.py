"""A few counts side by side, each with its label under it."""

from wallboard.core.views.shapes import Count, Counts
from wallboard.ui.fonts import BOLD, MEDIUM, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, fitting_px, line_height


def lay_counts(body: Counts, rect: Rect, sheet: Sheet) -> None:
    """All of one size; the last ones are given up first where not all have room."""
    scale, stage = sheet.stage.scale, sheet.stage
    shown = list(body.counts)
    label_h = line_height(scale.least)
    gap = scale.body
    while shown and _row_width(shown, scale.body, gap, stage) > rect.w:
        shown.pop()
        sheet.lack("fits.columns")
    height = rect.h - label_h - scale.least * 0.3
    if shown and height < 1.9 * scale.body * CAP_EM and _lay_inline(shown, rect, gap, sheet):
        return
    if not shown or height < scale.body * CAP_EM:
        _lay_what_fits(list(body.counts), rect, gap, sheet)
        return
    px = fitting_px("0", (rect.w, height), least=scale.body, most=round(scale.body * 2.6)) or scale.body
    while px > scale.body and _row_width(shown, px, gap, stage) > rect.w:
        px -= 1
    # A comma hangs below the line that figures stand on.
    air = scale.least * 0.3 + (px * 0.12 if any(abs(count.value) > 999 for count in shown) else 0.0)
    used = px * CAP_EM + air + label_h
    baseline = rect.y + min(scale.least * 0.25, max(0.0, rect.h - used)) + px * CAP_EM
    x = rect.x
    for count, column in zip(shown, _column_widths(shown, px, gap, rect.w, stage), strict=True):
        role = f"value-{count.zone}" if count.zone else "text"
        sheet.text(_figure(count, stage), (x, baseline), px, weight=BOLD, role=role, is_value=True)
        under = baseline + air + scale.least * 0.9
        sheet.text(stage.say(count.label), (x, under), scale.least, weight=MEDIUM, role="muted")
        x += column


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
    room = (rect.w, rect.h - scale.least * 0.5)
    px = fitting_px("0", room, least=scale.body, most=round(scale.body * 2.6))
    space = scale.least * 0.4
    labels = [width_of(stage.say(count.label), scale.least, MEDIUM) for count in counts]

    def widths(size: int) -> list[float]:
        pairs = zip(counts, labels, strict=True)
        return [width_of(_figure(count, stage), size, BOLD) + space + label + gap for count, label in pairs]

    while px and px >= scale.body and sum(widths(px)) - gap > rect.w:
        px -= 1
    if not px or px < scale.body:
        return False
    equal = rect.w / len(counts)
    steps = [equal] * len(counts) if max(widths(px)) - gap <= equal else widths(px)
    baseline = rect.y + (rect.h + px * CAP_EM) / 2 - scale.least * 0.2
    x = rect.x
    for count, step in zip(counts, steps, strict=True):
        role = f"value-{count.zone}" if count.zone else "text"
        width = sheet.text(_figure(count, stage), (x, baseline), px, weight=BOLD, role=role, is_value=True)
        sheet.text(stage.say(count.label), (x + width + space, baseline), scale.least, role="muted")
        x += step
    return True


def _figure(count: Count, stage: Stage) -> str:
    figure = stage.number(count.value)
    return f"+{figure}" if count.is_signed and count.value > 0 else figure


def _own_width(count: Count, px: int, stage: Stage) -> float:
    label = width_of(stage.say(count.label), stage.scale.least, MEDIUM)
    return max(label, width_of(_figure(count, stage), px, BOLD))


def _row_width(counts: list[Count], px: int, gap: float, stage: Stage) -> float:
    return sum(_own_width(count, px, stage) for count in counts) + gap * (len(counts) - 1)


def _column_widths(counts: list[Count], px: int, gap: float, room: float, stage: Stage) -> list[float]:
    """Equal columns where each fits in its own, else each by its need and the rest shared out."""
    equal = room / len(counts)
    own = [_own_width(count, px, stage) + gap for count in counts]
    if all(width <= equal + 0.5 for width in own[:-1]) and own[-1] - gap <= equal:
        return [equal] * len(counts)
    spare = max(0.0, room + gap - sum(own)) / len(counts)
    return [width + spare for width in own]
