"""A case's way so far as a bar of work hours: queues, holds, where it is now, and where its target was reached."""

from collections.abc import Sequence

from wallboard.core.views.agenda import AgendaCase, Leg
from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Line, Rect
from wallboard.ui.shapes.rows import centred
from wallboard.ui.sheet import Sheet, Stage, line_height
from wallboard.ui.standup.say import queue_name

_FILLS = {
    "open": ("cell", "on-cell"),
    "on-hold": ("rule", "text"),
    "closed": ("strip", "muted"),
    "late": ("cell-late", "on-cell-late"),
    "urgent": ("cell-urgent", "on-cell-urgent"),
}
"""What fills a leg, and the colour of what is written in it."""


def way_height(stage: Stage) -> float:
    """The bar alone."""
    return round(stage.scale.least * 1.9)


def captioned_height(stage: Stage) -> float:
    """The bar under a line that says what it is."""
    return way_height(stage) + round(line_height(stage.scale.least) * 1.1)


def lay_way(case: AgendaCase, rect: Rect, sheet: Sheet) -> None:
    """The legs one after the other, each as wide as its work hours; the last, where it is now, in its zone's colour.

    A tick stands where the target was reached, with its name above where there is a line for that.
    """
    legs = [leg for leg in case.way if leg.hours > 0]
    whole_h = sum(leg.hours for leg in legs)
    if not whole_h:
        return
    bar = Rect(rect.x, rect.bottom - way_height(sheet.stage), rect.w, way_height(sheet.stage))
    gap = min(max(2.0, round(sheet.stage.scale.least * 0.1)), rect.w * 0.2 / len(legs))
    per_hour = (bar.w - gap * (len(legs) - 1)) / whole_h
    rects, x = [], bar.x
    for leg in legs:
        rects.append(Rect(x, bar.y, leg.hours * per_hour, bar.h))
        x += leg.hours * per_hour + gap
    target_x = _target_x(case, legs, rects)
    for number, (leg, at) in enumerate(zip(legs, rects, strict=True)):
        look = case.zone if number == len(legs) - 1 and leg.state == "open" and case.zone in _FILLS else leg.state
        _lay_leg(_labels(leg, case, sheet.stage), look, at, target_x, sheet)
    _lay_caption(rect, bar, target_x, sheet)


def _target_x(case: AgendaCase, legs: Sequence[Leg], rects: Sequence[Rect]) -> float | None:
    """Where the hours that count came to the target; None where they have not, or all but have."""
    gone_h = 0.0
    for leg, rect in zip(legs, rects, strict=True):
        if leg.counts and gone_h + leg.hours > case.target_h:
            return rect.x + rect.w * (case.target_h - gone_h) / leg.hours
        gone_h += leg.hours if leg.counts else 0.0
    return None


def _lay_caption(rect: Rect, bar: Rect, target_x: float | None, sheet: Sheet) -> None:
    px = sheet.stage.scale.least
    width = max(3.0, round(px * 0.13))
    has_line = rect.h > bar.h + px
    if target_x is not None:
        top = bar.y - (round(px * 0.12) if has_line else 0)
        sheet.add(Line(target_x, top, target_x, bar.bottom, width, "text"))
    if not has_line:
        return
    baseline = round(rect.y + px * 0.92)
    said = sheet.stage.say(words("standup.way"))
    used = 0.0
    if width_of(said, px, MEDIUM) <= rect.w:
        used = sheet.text(said, (rect.x, baseline), px, role="muted")
    if target_x is None:
        return
    name = sheet.stage.say(words("axis.target"))
    name_w = width_of(name, px, MEDIUM)
    x = min(max(target_x - name_w / 2, rect.x), rect.right - name_w)
    if x >= rect.x + used + px:
        sheet.text(name, (x, baseline), px, role="text")


def _lay_leg(labels: Sequence[str], look: str, rect: Rect, target_x: float | None, sheet: Sheet) -> None:
    """One leg with the fullest of its labels that has room, clear of the target's tick."""
    stage = sheet.stage
    px = stage.scale.least
    ground, ink = _FILLS[look]
    sheet.add(Box(rect, ground, min(round(px * 0.16), rect.w / 2)))
    if target_x is not None and rect.x < target_x < rect.right:  # the name stands beside the tick, not under it
        parts = (rect._replace(w=target_x - rect.x), Rect(target_x, rect.y, rect.right - target_x, rect.h))
        rect = max(parts, key=lambda part: part.w)
    for said in labels:
        if width_of(said, px, SEMIBOLD) + px * 0.6 <= rect.w:
            own = Sheet(stage, ground)
            at = (rect.x + rect.w / 2, round(centred(rect.y + rect.h / 2, px)))
            own.text(said, at, px, weight=SEMIBOLD, role=ink, align="centre")
            sheet.add(*own.items)
            return


def _labels(leg: Leg, case: AgendaCase, stage: Stage) -> Sequence[str]:
    """What can be written in a leg, the fullest first: where, and how many hours; where alone; the hours alone.

    Where nobody knows in which queue it was, that is said of a case that has one now; of others hours alone.
    """
    figure = stage.number(leg.hours, 1)
    if leg.state == "open" and not leg.is_queue_known and case.queue is None:
        return stage.say(words("unit.hours", figure=figure)), figure
    what = {
        "open": queue_name(leg.queue) if leg.is_queue_known else words("standup.leg.queue-unknown"),
        "on-hold": words("standup.leg.customer"),
        "closed": words("standup.leg.closed"),
    }[leg.state]
    return stage.say(words("standup.leg", what=what, figure=figure)), stage.say(what), figure
