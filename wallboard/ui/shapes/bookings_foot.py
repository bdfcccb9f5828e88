"""The foot of the diaries: holes in the next days, and for how many days all is booked."""

from wallboard.core.views.shapes import Bookings
from wallboard.core.words import words
from wallboard.ui.fonts import SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import CAP_EM, DESCENT_EM, Sheet, Stage, line_height

Lines = tuple[tuple[str, ...], ...]
"""Lines of the foot from the top, each of one or two statements."""


def foot_lines(body: Bookings, room: float, stage: Stage) -> list[Lines]:
    """The feet that there may be, the fullest first: both statements, the holes alone (broken if they must), none."""
    holes, cover = _holes(body, stage), _cover(body, stage)
    px = _px(body, room, stage)
    holes_w, cover_w = _holes_width(body, px, stage), width_of(cover, px, SEMIBOLD)
    found: list[Lines] = []
    if cover and holes_w + px + cover_w <= room:
        found.append(((holes, cover),))
    elif cover and cover_w <= room and holes_w <= room:
        found.append(((holes,), (cover,)))
    if holes_w <= room:
        found.append(((holes,),))
    else:
        parts = tuple((part,) for part in wrapped(holes, px, SEMIBOLD, room - _indent(body, px)))
        found += [(*parts, (cover,))] * (cover != "" and cover_w <= room) + [parts]
    return [*found, ()]


def lay_foot(body: Bookings, lines: Lines, rect: Rect, sheet: Sheet) -> None:
    """Write the lines at the rectangle's foot, holes left and cover right."""
    px = _px(body, rect.w, sheet.stage)
    cover = _cover(body, sheet.stage)
    for number, line in enumerate(lines):
        baseline = rect.bottom - px * DESCENT_EM * 0.8 - (len(lines) - 1 - number) * line_height(px)
        for place, said in enumerate(line):
            if said != cover:
                _lay_holes(body, said, (rect.x, baseline), px, sheet, has_sign=number == 0)
                continue
            is_right = place > 0
            at = (rect.right if is_right else rect.x, baseline)
            sheet.text(said, at, px, weight=SEMIBOLD, align="right" if is_right else "left", is_value=True)


def _lay_holes(body: Bookings, said: str, at: tuple[float, float], px: int, sheet: Sheet, *, has_sign: bool) -> None:
    x, baseline = at
    role = "value-urgent" if body.holes else "text"
    if body.holes and has_sign:
        sheet.mark("diamond", (x + px * 0.4, baseline - px * CAP_EM / 2), px * 0.66, "urgent")
    sheet.text(said, (x + _indent(body, px), baseline), px, weight=SEMIBOLD, role=role, is_value=True)


def _holes(body: Bookings, stage: Stage) -> str:
    if body.hole_days == 1:
        return stage.say(words("bookings.hole-days-one", n=body.holes))
    return stage.say(words("bookings.holes", n=body.holes, days=body.hole_days))


def _cover(body: Bookings, stage: Stage) -> str:
    return "" if body.cover_days is None else stage.say(words("bookings.cover", days=body.cover_days))


def _holes_width(body: Bookings, px: int, stage: Stage) -> float:
    return width_of(_holes(body, stage), px, SEMIBOLD) + _indent(body, px)


def _indent(body: Bookings, px: int) -> float:
    """The room of the sign before the holes."""
    return px if body.holes else 0.0


def _px(body: Bookings, room: float, stage: Stage) -> int:
    """The preferred size, or the least where only that has both in one line; else as the holes alone have room."""
    body_px, least = stage.scale.body, stage.scale.least
    cover = _cover(body, stage)
    for px in (body_px, least) if cover else ():
        if _holes_width(body, px, stage) + px + width_of(cover, px, SEMIBOLD) <= room:
            return px
    return body_px if _holes_width(body, body_px, stage) <= room else least
