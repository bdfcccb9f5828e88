"""The time of a place in large, its date below."""

from dataclasses import replace

from wallboard.core.views.shapes import ClockFace
from wallboard.ui.fonts import BOLD, MEDIUM, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, fitting_px, line_height


def lay_clock(body: ClockFace, rect: Rect, sheet: Sheet) -> None:
    """The time as large as the rectangle allows; the date goes first where there is no room for both."""
    scale = sheet.stage.scale
    tongue = replace(sheet.stage.tongue, time_zone=body.time_zone)
    time = tongue.time(sheet.stage.now_us)
    date = tongue.long_date(sheet.stage.now_us)
    gap = scale.body * 0.5
    date_h = line_height(scale.body) + gap
    has_date = body.has_date and width_of(date, scale.body, MEDIUM) <= rect.w and rect.h > date_h + scale.body * 1.5
    if body.has_date and not has_date:
        sheet.lack("fits.secondary")
    room = rect.h - (date_h if has_date else 0.0)
    px = fitting_px(time, (rect.w, room), least=scale.body, most=scale.body * 6)
    if px is None:
        sheet.lack("fits.value")
        return
    used = px * CAP_EM + (date_h if has_date else 0.0)
    baseline = rect.y + (rect.h - used) / 2 + px * CAP_EM
    middle = rect.x + rect.w / 2
    sheet.text(time, (middle, baseline), px, weight=BOLD, align="centre", is_value=True)
    if has_date:
        at = (middle, baseline + gap + scale.body * ASCENT_EM)
        sheet.text(date, at, scale.body, role="muted", align="centre")
