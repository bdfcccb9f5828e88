"""A list of cases in order of need: mark, number, type, what is amiss with its owner, hours over or left."""

from dataclasses import dataclass

from wallboard.core.views.shapes import CaseRow, CaseRows, Zone
from wallboard.core.words import Argument, Words, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, LINE_EM, Sheet, Stage, line_height
from wallboard.ui.wordings import fitting, wordings_of

_LEAST_NUMBER = 4.2
"""How much of a case's number must have room beside its hours, in heights of the preferred text."""
_LEAST_TYPE = 4.0
"""Less of a type's name tells nothing, in heights of the least text."""
_GAP = 0.55
"""Between columns, in heights of the least text."""
_WHOLE_NUMBER = 9.0
"""Up to this width a case's number stands whole before type, owner and the hours' unit have room."""


_TypeKey = tuple[str, Argument]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Where the columns stand: left edges of number and type, right edges of owner and hours (pixels).

    `whole_w` is the type's room where no owner stands; `hours_right` is 0 where hours have none, `unit_w` where their
    unit has none.
    """

    number_x: float
    number_w: float
    type_x: float
    whole_w: float
    owner_right: float
    hours_right: float
    unit_w: float


def lay_case_rows(body: CaseRows, rect: Rect, sheet: Sheet) -> None:
    """As many rows as have room, the last of them "and n more" where not all have."""
    scale, stage = sheet.stage.scale, sheet.stage
    if not body.total:
        unknown = words("late-list.unknown", n=body.unknown)
        said = stage.say(unknown if body.unknown else words("late-list.none"))
        if not sheet.lines([said], rect, scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    pitch = round(scale.body * 1.45)
    room = int((rect.h + scale.body * (1.45 - LINE_EM)) / pitch)
    shown = list(body.rows[:room])
    more_h = line_height(scale.least)
    if len(shown) < body.total:
        shown = list(body.rows[: max(0, int((rect.h - more_h) / pitch))])
    if not shown:
        sheet.lack("fits.rows")
        sheet.lack("fits.columns")
        _lay_totals(body, rect, sheet)
        return
    if len(shown) < min(3, body.total):
        sheet.lack("fits.rows")
    ruling = _ruling(shown, rect, stage)
    names = _type_names(shown, ruling, stage)
    for place, row in enumerate(shown):
        _lay_row(row, names[_key(row)], rect.x, rect.y + place * pitch + scale.body * ASCENT_EM, ruling, sheet)
    _lay_end(body, body.total - len(shown), rect.below(len(shown) * pitch), ruling.number_x, sheet)


def _lay_end(body: CaseRows, left_over: int, rect: Rect, x: float, sheet: Sheet) -> None:
    """Below the rows: how many more there are, and of how many nothing is known where that has room."""
    scale, stage = sheet.stage.scale, sheet.stage
    parts = [stage.say(words("more", n=left_over))] if left_over else []
    if body.unknown:
        parts.append(stage.say(words("late-list.unknown", n=body.unknown)))
        has_height = bool(left_over) or rect.h >= line_height(scale.least)
        if not has_height or width_of(" · ".join(parts), scale.least, MEDIUM) > rect.right - x:
            parts.pop()
            sheet.lack("fits.secondary")
    if parts:
        sheet.text(" · ".join(parts), (x, rect.y + scale.least * ASCENT_EM), scale.least, role="muted")


def _lay_totals(body: CaseRows, rect: Rect, sheet: Sheet) -> None:
    """Where not even one row has room: how many are late and urgent, or nothing where even that has none."""
    scale, stage = sheet.stage.scale, sheet.stage
    counts: tuple[tuple[Zone, int], ...] = (("late", body.late), ("urgent", body.urgent))
    totals = [(zone, count) for zone, count in counts if count]
    said = [(zone, f"{stage.number(count)} {stage.say(words(f'zone.{zone}'))}") for zone, count in totals]
    for kept, px, rows in (
        (said, scale.body, 1),
        (said, scale.least, 1),
        (said, scale.body, len(said)),
        (said, scale.least, len(said)),
        (said[:1], scale.body, 1),
        (said[:1], scale.least, 1),
    ):
        widths = [scale.least * 1.15 + width_of(text, px, SEMIBOLD) for _, text in kept]
        wide = sum(widths) + px * (len(kept) - 1) if rows == 1 else max(widths)
        high = px * (CAP_EM + DESCENT_EM) + (rows - 1) * line_height(px)
        if wide <= rect.w and high <= rect.h:
            _lay_kept(kept, px, rect, sheet, is_upright=rows > 1)
            return


def _lay_kept(kept: list[tuple[Zone, str]], px: int, rect: Rect, sheet: Sheet, *, is_upright: bool) -> None:
    """Zones and what is said of them, one below the other or side by side."""
    scale = sheet.stage.scale
    size, indent = scale.least * 0.7, scale.least * 1.15
    rows = len(kept) if is_upright else 1
    x = rect.x
    baseline = min(rect.y + px * ASCENT_EM, rect.bottom - px * DESCENT_EM - (rows - 1) * line_height(px))
    for zone, text in kept:
        sheet.mark(MARK_OF_ZONE[zone], (x + size * 0.6, baseline - px * CAP_EM / 2), size, zone)
        width = sheet.text(text, (x + indent, baseline), px, weight=SEMIBOLD, is_value=True)
        if is_upright:
            baseline += line_height(px)
        else:
            x += indent + width + px


def _hours(row: CaseRow, stage: Stage) -> tuple[str, str]:
    """The figure and its unit: 6.2 and h over; the unit is empty where a tongue puts the figure last."""
    figure = stage.number(row.hours, 1)
    said = stage.say(words("late-list.over" if row.is_over else "late-list.left", hours=row.hours))
    return (figure, said[len(figure) :].strip()) if said.startswith(figure) else (said, "")


def _amiss(row: CaseRow, stage: Stage) -> tuple[str, str, int]:
    """What stands in the owner's column, its colour and weight."""
    if row.is_held:
        return stage.say(words("late-list.on-hold")), "muted", MEDIUM
    if not row.has_owner:
        return stage.say(words("late-list.no-owner")), "text-late", SEMIBOLD
    return row.owner or "", "muted", MEDIUM


def _ruling(rows: list[CaseRow], rect: Rect, stage: Stage) -> _Ruling:
    """Hours and owner take what they need; number, then type share the rest, which may be elided."""
    scale = stage.scale
    gap = _GAP * scale.least
    number_x = rect.x + scale.least * 1.15
    units = [_hours(row, stage)[1] for row in rows]
    unit_w = max(width_of(unit, scale.least, MEDIUM) + scale.least * 0.25 if unit else 0.0 for unit in units)
    hours_w = max(width_of(_hours(row, stage)[0], scale.body, BOLD) for row in rows) + unit_w
    owner_w = max(_owner_width(row, stage) for row in rows)
    owner_right = rect.right - hours_w - gap
    free = owner_right - (owner_w + gap if owner_w else 0.0) - number_x
    numbers_w = max(width_of(row.number, scale.body, BOLD) for row in rows)
    whole_w = min(numbers_w, _WHOLE_NUMBER * scale.body)
    if free < max(4 * scale.body, whole_w) and owner_w:
        free, owner_right = owner_right - number_x, 0.0
    hours_right = rect.right
    least_w = min(numbers_w, _LEAST_NUMBER * scale.body)
    if free < whole_w:
        free, unit_w = free + unit_w, 0.0
    if free < least_w:
        free, hours_right = rect.right - number_x, 0.0
    number_w = min(numbers_w, free)
    type_x = number_x + number_w + gap
    alone_w = max(0.0, rect.right - hours_w - gap - type_x)
    return _Ruling(number_x, number_w, type_x, alone_w, owner_right, hours_right, unit_w)


def _owner_width(row: CaseRow, stage: Stage) -> float:
    said, _, weight = _amiss(row, stage)
    return min(width_of(said, stage.scale.least, weight), 9 * stage.scale.least)


def _key(row: CaseRow) -> _TypeKey:
    return row.type.key, row.type.args.get("text")


def _type_room(row: CaseRow, ruling: _Ruling, stage: Stage) -> float:
    """Beside what is amiss with its own owner; where nothing is, the type may use that room too."""
    owner_w = _owner_width(row, stage) if ruling.owner_right else 0.0
    room = ruling.owner_right - owner_w - _GAP * stage.scale.least - ruling.type_x if owner_w else ruling.whole_w
    return max(0.0, room)


def _type_names(rows: list[CaseRow], ruling: _Ruling, stage: Stage) -> dict[_TypeKey, str]:
    """Each type in the wording that has room in all of its rows: in one list it has one name."""
    rooms: dict[_TypeKey, tuple[float, Words]] = {}
    for row in rows:
        key, room = _key(row), _type_room(row, ruling, stage)
        rooms[key] = (min(room, rooms[key][0]) if key in rooms else room, row.type)
    least = stage.scale.least
    return {key: fitting(wordings_of(said, stage), least, MEDIUM, room) for key, (room, said) in rooms.items()}


def _lay_row(row: CaseRow, name: str, x: float, baseline: float, ruling: _Ruling, sheet: Sheet) -> None:
    scale, stage = sheet.stage.scale, sheet.stage
    size = scale.least * 0.7
    middle = baseline - scale.body * CAP_EM / 2
    mark = MARK_OF_ZONE[row.zone]
    sheet.mark(mark, (x + size * 0.6, middle), size, row.zone, is_filled=not row.is_held)
    at = (ruling.number_x, baseline)
    sheet.text(row.number, at, scale.body, weight=BOLD, room=ruling.number_w + 0.5, is_value=True, is_private=True)
    said, role, weight = _amiss(row, stage)
    type_w = _type_room(row, ruling, stage)
    if type_w > _LEAST_TYPE * scale.least or width_of(name, scale.least, MEDIUM) <= type_w:
        sheet.text(name, (ruling.type_x, baseline), scale.least, role="muted", room=type_w)
    else:
        sheet.lack("fits.secondary")
    if said and ruling.owner_right:
        at = (ruling.owner_right, baseline)
        is_owner = not row.is_held and row.has_owner
        room = 9 * scale.least if is_owner else None
        sheet.text(said, at, scale.least, weight=weight, role=role, align="right", room=room, is_private=is_owner)
    elif said:
        sheet.lack("fits.secondary")
    _lay_hours(row, ruling, baseline, sheet)


def _lay_hours(row: CaseRow, ruling: _Ruling, baseline: float, sheet: Sheet) -> None:
    """Figures end on one line and units on another, so that they can be compared down the column."""
    scale = sheet.stage.scale
    if not ruling.hours_right:
        sheet.lack("fits.columns")
        return
    figure, unit = _hours(row, sheet.stage)
    unit_w = ruling.unit_w
    if unit and not unit_w:  # the row's sign tells over from left
        sheet.lack("fits.secondary")
    elif unit:
        at = (ruling.hours_right - unit_w + scale.least * 0.25, baseline)
        sheet.text(unit, at, scale.least, role="muted")
    at = (ruling.hours_right - unit_w, baseline)
    sheet.text(figure, at, scale.body, weight=BOLD, align="right", is_value=True)
