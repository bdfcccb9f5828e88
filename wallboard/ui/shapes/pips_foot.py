"""The foot of the appointments: what the signs mean, the week so far, and the day's sum in large."""

from dataclasses import dataclass

from wallboard.core.views.shapes import Pip, Pips
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Line, PipSign, Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, Sheet, Stage, line_height

PIP_LOOKS: dict[Pip, tuple[PipSign, str]] = {
    "performed": ("done", "line"),
    "unconfirmed": ("half", "line"),
    "booked": ("ring", "line"),
    "empty": ("dashed", "urgent"),
    "no-show": ("crossed", "late"),
    "cancelled": ("struck", "no-target"),
}
"""An appointment's sign and its colour's role, in the order of the legend."""
_LARGE = 1.35
_MOST_LINES = 2
_SIGN = 0.8


@dataclass(frozen=True, slots=True)
class Foot:
    """What has room below the rows: lines of the legend, and the size of the sum (0: none).

    `height` is that of it all in pixels, with the air above it.
    """

    legend: tuple[tuple[Pip, ...], ...]
    sum_px: int
    height: float


def feet(body: Pips, rect: Rect, stage: Stage) -> list[Foot]:
    """The feet that a rectangle has room for, the fullest first; the last of them is the shortest."""
    scale = stage.scale
    lines = _legend_lines(body, rect.w, stage)
    found = []
    large = round(scale.body * _LARGE)
    for legend in (lines, ()) if lines else ((),):
        fitting = [px for px in (large, scale.body) if width_of(_sum(body, stage), px, BOLD) <= rect.w]
        with_week = [px for px in fitting if _week_px(body, rect.w, px, stage)]
        for px in with_week or fitting:
            height = _sum_height(px) + len(legend) * _legend_pitch(stage) + _air(stage)
            if height <= rect.h:
                found.append(Foot(legend, px, height))
    return found or [Foot((), 0, 0.0)]


def lay_foot(body: Pips, foot: Foot, rect: Rect, sheet: Sheet) -> None:
    """Write the foot at the rectangle's foot."""
    scale, stage = sheet.stage.scale, sheet.stage
    if not foot.legend and any(row.pips for row in body.rows):
        sheet.lack("fits.secondary")
    if not foot.sum_px:
        sheet.lack("fits.value")
        return
    rule_y = round(rect.bottom - foot.height + _air(stage) * 0.5)
    sheet.add(Line(rect.x, rule_y, rect.right, rule_y, max(1.0, scale.least * 0.05), "rule"))
    y = rect.bottom - foot.height + _air(stage)
    for line in foot.legend:
        _lay_legend(line, (rect.x, y + scale.least * ASCENT_EM), sheet)
        y += _legend_pitch(stage)
    baseline = rect.bottom - foot.sum_px * DESCENT_EM * 0.6
    total = _sum(body, stage)
    sheet.text(total, (rect.right, baseline), foot.sum_px, weight=BOLD, align="right", is_value=True)
    px = _week_px(body, rect.w, foot.sum_px, stage)
    if px:
        sheet.text(_week(body, stage), (rect.x, baseline), px, weight=SEMIBOLD, is_value=True)
    else:
        sheet.lack("fits.secondary")


def _lay_legend(line: tuple[Pip, ...], at: tuple[float, float], sheet: Sheet) -> None:
    least = sheet.stage.scale.least
    x, baseline = at
    for pip in line:
        sign, role = PIP_LOOKS[pip]
        sheet.mark(sign, (x + least * _SIGN / 2, baseline - least * CAP_EM / 2), least * _SIGN, role)
        said = sheet.stage.say(words(f"pips.{pip}"))
        sheet.text(said, (x + least * (_SIGN + 0.3), baseline), least, role="muted")
        x += _entry_width(pip, sheet.stage)


def _legend_lines(body: Pips, room: float, stage: Stage) -> tuple[tuple[Pip, ...], ...]:
    """The signs that occur, broken into lines; none where that takes too many."""
    occurring = {pip for row in body.rows for pip in row.pips}
    lines: list[list[Pip]] = []
    used = 0.0
    for pip in PIP_LOOKS:
        if pip not in occurring:
            continue
        width = _entry_width(pip, stage)
        if not lines or used + width - stage.scale.least * 0.7 > room:
            lines.append([])
            used = 0.0
        lines[-1].append(pip)
        used += width
    is_narrow = any(_entry_width(pip, stage) - stage.scale.least * 0.7 > room for line in lines for pip in line)
    return () if len(lines) > _MOST_LINES or is_narrow else tuple(tuple(line) for line in lines)


def _entry_width(pip: Pip, stage: Stage) -> float:
    """A sign with its word and the gap after it."""
    least = stage.scale.least
    return width_of(stage.say(words(f"pips.{pip}")), least, MEDIUM) + least * (_SIGN + 0.3 + 0.7)


def _sum(body: Pips, stage: Stage) -> str:
    return stage.say(words("pips.of", performed=body.performed, slots=body.slots))


def _week(body: Pips, stage: Stage) -> str:
    return stage.say(words("pips.week", performed=body.week_performed, slots=body.week_slots))


def _week_px(body: Pips, room: float, sum_px: int, stage: Stage) -> int:
    """The size at which the week stands beside the sum, 0 where it does not."""
    free = room - width_of(_sum(body, stage), sum_px, BOLD) - stage.scale.least
    said = _week(body, stage)
    return next((px for px in (stage.scale.body, stage.scale.least) if width_of(said, px, SEMIBOLD) <= free), 0)


def _sum_height(px: int) -> float:
    return px * (CAP_EM + 2 * DESCENT_EM)


def _legend_pitch(stage: Stage) -> float:
    return line_height(stage.scale.least)


def _air(stage: Stage) -> float:
    return stage.scale.least * 0.6
