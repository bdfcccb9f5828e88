"""The empty slots of the next work days: a row a salesperson, a column a day."""

from collections.abc import Sequence

from wallboard.core.views.agenda import Agenda, HoleDay
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.shapes.rows import Rowing, centred, lay_more, more_height, rowing_for
from wallboard.ui.sheet import Sheet, Stage, line_height
from wallboard.ui.standup.rows import lay_heading, lay_large, row_pitch
from wallboard.ui.standup.team_pages import lay_none, lay_remarks

_LEAST_NAME = 5.0


def lay_holes(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """Who has how many empty slots on which day; days stay, people end in "and n more"."""
    stage = sheet.stage
    rect = lay_remarks(agenda.lacks_of_holes, rect, sheet)
    note = stage.say(words("standup.holes.note", n=_days_shown(agenda, rect.w, stage)))
    body = lay_heading(stage.say(words("standup.holes")), note if agenda.holes else "", rect, sheet)
    if not agenda.holes:
        lay_none(agenda.why_no_holes or (words("standup.holes.none"),), body, sheet)
        return
    lay_large(lambda at, own: _lay_table(agenda, at, own), body, sheet)


def _lay_table(agenda: Agenda, body: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    heads = _heads(agenda, body.w, stage)
    day_w = _day_width(agenda, heads, stage)
    shown = _days_shown(agenda, body.w, stage)
    if shown < len(heads):
        sheet.lack("fits.columns")
    heads, name_w = heads[:shown], max(0.0, body.w - day_w * shown)
    rights = [body.x + name_w + (number + 1) * day_w for number in range(len(heads))]
    head_h = line_height(stage.scale.least)
    for head, right in zip(heads, rights, strict=True):
        at = (right, body.y + stage.scale.least * 0.92)
        sheet.text(head, at, stage.scale.least, role="muted", align="right")
    _lay_people(agenda, rights, name_w, body.below(head_h), sheet)


def _lay_people(agenda: Agenda, rights: list[float], name_w: float, rect: Rect, sheet: Sheet) -> None:
    px = sheet.stage.scale.body
    total_h = row_pitch(px) if len(agenda.holes) > 1 else 0.0
    rowing = rowing_for(len(agenda.holes), rect.h - total_h, more_height(sheet), least=row_pitch(px), most=px * 1.8)
    for place, row in enumerate(agenda.holes[: rowing.shown]):
        baseline = round(centred(rect.y + (place + 0.5) * rowing.pitch, px))
        sheet.text(row.person, (rect.x, baseline), px, weight=SEMIBOLD, room=name_w - px * 0.5)
        for right, day in zip(rights, row.days, strict=False):
            _lay_cell(day, (right, baseline), sheet)
    _lay_total(agenda, rights, rowing, rect, sheet)


def _lay_total(agenda: Agenda, rights: list[float], rowing: Rowing, rect: Rect, sheet: Sheet) -> None:
    """All people together, below the last row; then how many people have no row."""
    px = sheet.stage.scale.body
    if len(agenda.holes) > 1 and rowing.shown:
        top = rect.y + rowing.shown * rowing.pitch
        is_roomy = not rowing.left_over and top + rowing.pitch <= rect.bottom
        pitch = rowing.pitch if is_roomy else row_pitch(px)
        baseline = round(centred(top + pitch / 2, px))
        sheet.text(sheet.stage.say(words("standup.holes.all")), (rect.x, baseline), px, weight=SEMIBOLD, role="muted")
        for number, right in enumerate(rights):
            days = [day for row in agenda.holes if (day := row.days[number]) is not None]
            whole = HoleDay(sum(day.slots for day in days), sum(day.holes for day in days))
            _lay_cell(whole, (right, baseline), sheet)
    lay_more(rowing, rect.below(row_pitch(px) if len(agenda.holes) > 1 else 0.0), sheet)


def _lay_cell(day: HoleDay | None, at: tuple[float, float], sheet: Sheet) -> None:
    """How many of the slots are empty; a dash for somebody who is away, or whose diary is not known."""
    px = sheet.stage.scale.body
    if day is None or not day.slots:
        sheet.text("–", at, px, role="muted", align="right")
        return
    is_empty = day.holes > 0
    said = _cell(day, sheet.stage)
    weight, role = (BOLD, "text") if is_empty else (MEDIUM, "muted")
    sheet.text(said, at, px, weight=weight, role=role, align="right", is_value=is_empty)


def _cell(day: HoleDay, stage: Stage) -> str:
    if not day.holes:
        return stage.say(words("standup.holes.full"))
    return stage.say(words("standup.holes.of", holes=day.holes, slots=day.slots))


def _heads(agenda: Agenda, width: float, stage: Stage) -> list[str]:
    """Weekday and date of each day, the weekday alone where that is too wide."""
    full = [stage.say(words("standup.promise.on", on=on)) for on in agenda.hole_days]
    room = (width - _LEAST_NAME * stage.scale.body) / max(1, len(full))
    if max((width_of(head, stage.scale.least, MEDIUM) for head in full), default=0.0) + stage.scale.least <= room:
        return full
    return [stage.say(words("bookings.day", on=on)) for on in agenda.hole_days]


def _days_shown(agenda: Agenda, width: float, stage: Stage) -> int:
    """How many of the days have room beside the names; the first has in any case."""
    day_w = _day_width(agenda, _heads(agenda, width, stage), stage)
    return min(len(agenda.hole_days), max(1, int((width - _LEAST_NAME * stage.scale.body) / day_w)))


def _day_width(agenda: Agenda, heads: Sequence[str], stage: Stage) -> float:
    days = [day for row in agenda.holes for day in row.days if day is not None]
    slots, holes = sum(day.slots for day in days), sum(day.holes for day in days)
    widest = max(
        width_of(_cell(HoleDay(slots, holes), stage), stage.scale.body, BOLD),
        width_of(stage.say(words("standup.holes.full")), stage.scale.body, MEDIUM),
        *(width_of(head, stage.scale.least, MEDIUM) for head in heads),
    )
    return round(widest + stage.scale.body)
