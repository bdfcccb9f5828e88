"""Diaries ahead: a row a salesperson, a column a work day, each cell the slots filled, coloured by what is short."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wallboard.core.views.shapes import Booked, BookedRow, Bookings
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, MarkShape, Rect
from wallboard.ui.shapes.bookings_foot import Lines, foot_lines, lay_foot
from wallboard.ui.shapes.people import first_names
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, Stage, line_height

_TIGHT, _WIDEST = 1.26, 1.9
"""How far apart rows stand, in sizes of their text: at least, and at most."""
_NARROW, _WIDE = 1.3, 3.0
"""How wide a cell is with its gap, in sizes of its text: at least, and at most."""
_LEAST_NAME = 3.5
_HEAD = 0.94
"""What a day's name may take of its column's width."""
_LARGER = (1.3, 1.15)
_SIGNS: dict[str, MarkShape] = {"urgent": "diamond", "late": "square"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where rows and days stand: names as they are to be written and their room, the days' left edges within the
    rectangle, a cell with its gap (`cell_w`, `pitch`), and from which size text is."""

    px: int
    names: tuple[str, ...]
    name_w: float
    lefts: tuple[float, ...]
    cell_w: float
    pitch: float
    rows: int


def lay_bookings(body: Bookings, rect: Rect, sheet: Sheet) -> None:
    """The whole grid above the foot; what is secondary gives way first, then rows, then the last days."""
    stage = sheet.stage
    if not body.rows:
        if not sheet.lines([stage.say(words("bookings.none"))], rect, stage.scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    for grid, lines, has_goals in _arrangements(body, rect, stage):
        if len(lines) < len(foot_lines(body, rect.w, stage)[0]) or (body.goals and not has_goals):
            sheet.lack("fits.secondary")
        if grid.rows < len(body.rows):
            sheet.lack("fits.rows")
        if len(grid.lefts) < len(body.days):
            sheet.lack("fits.columns")
            sheet.columns = len(grid.lefts)
        _lay_grid(body, grid, rect, sheet, has_goals=has_goals)
        lay_foot(body, lines, rect, sheet)
        return
    sheet.lack("fits.value")


def _arrangements(body: Bookings, rect: Rect, stage: Stage) -> Iterator[tuple[_Grid, Lines, bool]]:
    """Grid, foot and whether goals have a row, the fullest first."""
    scale = stage.scale
    sizes = [(round(scale.body * factor), 1.5) for factor in _LARGER] + [(scale.body, _TIGHT), (scale.least, _TIGHT)]
    feet = foot_lines(body, rect.w, stage)
    fullest = [(lines, True) for lines in feet] + [(lines, False) for lines in feet]
    for whole_days in (True, False):
        for lines, has_goals in fullest:
            grids = []
            for px, tight in sizes:
                height = _room_for_rows(rect, lines, px, stage) / (len(body.rows) + has_goals)
                if height < tight * px:
                    continue
                grid = _grid(body, rect.w, px, height, len(body.rows), stage, whole_days=whole_days)
                if grid is not None and (px <= scale.body or grid.names == _full(body)):
                    grids.append(grid)
            # a day more is worth more than larger text
            yield from ((grid, lines, has_goals) for grid in sorted(grids, key=lambda grid: -len(grid.lefts)))
        for lines, least_rows in ((feet[-2 if len(feet) > 1 else -1], 2), ((), 1)):
            px = scale.least
            room = _room_for_rows(rect, lines, px, stage) - line_height(px)
            rows = min(len(body.rows), int(room / (_TIGHT * px)))
            grid = _grid(body, rect.w, px, room / max(1, rows), rows, stage, whole_days=whole_days)
            if rows >= least_rows and grid is not None:
                yield grid, lines, False


def _room_for_rows(rect: Rect, lines: Lines, px: int, stage: Stage) -> float:
    """What heads and foot leave, in pixels; the row of goals is one of the rows."""
    return rect.h - line_height(_head_px(px, stage)) - len(lines) * line_height(stage.scale.body)


def _full(body: Bookings) -> tuple[str, ...]:
    return tuple(row.name for row in body.rows)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Names beside cells of a width. Names may be cut down to `least_name_w`, if any; the last days may go, or not."""

    names: tuple[str, ...]
    cell_w: float
    least_name_w: float | None = None
    may_lose_days: bool = False


def _grid(
    body: Bookings, width: float, px: int, height: float, rows: int, stage: Stage, *, whole_days: bool
) -> _Grid | None:
    """The fullest names beside which all days have room, else as many days as have; None where not even one has."""
    for wish in _wishes(body, px, stage, whole_days=whole_days):
        found = _columns(wish, body.days, width, px, stage)
        if found is not None:
            name_w, lefts, cell_w = found
            return _Grid(px, wish.names, name_w, lefts, cell_w, min(height, _WIDEST * px), rows)
    return None


def _wishes(body: Bookings, px: int, stage: Stage, *, whole_days: bool) -> Iterator[_Wish]:
    """Names and cells to try, the fullest first."""
    comfortable, least, least_of_all = _cell_widths(body, px, stage)
    full = _full(body)
    first = first_names(full)
    for cell_w in (comfortable, least):
        for names in (full, first):
            if names is not None:
                yield _Wish(names, cell_w)
    for cell_w, may_lose_days in ((least, False), (least_of_all, not whole_days)):
        yield _Wish(first or full, cell_w, _LEAST_NAME * px, may_lose_days)


def _cell_widths(body: Bookings, px: int, stage: Stage) -> tuple[float, float, float]:
    """How wide a cell is with its gap: comfortable, under its day's short name, and under the shortest."""
    figures = [stage.number(one.filled) for row in body.rows for one in row.days if one is not None]
    widest = max((width_of(figure, px, BOLD) for figure in figures), default=0.0)
    narrow = max(_NARROW * px, widest + px * 0.5)
    least, least_of_all = (
        max(narrow, _heads_width(heads, px, stage) / _HEAD) for heads in _heads(body.days, stage)[-2:]
    )
    return max(1.55 * px, widest + px * 1.1), least, least_of_all


def _columns(
    wish: _Wish, days: tuple[str, ...], width: float, px: int, stage: Stage
) -> tuple[float, tuple[float, ...], float] | None:
    """The names' room, the days' left edges and the width of a cell; None where a wish has no room."""
    gap, apart = px * 0.5, _apart(px)
    name_w = max([*(width_of(name, px, SEMIBOLD) for name in wish.names), _goal_width(px, stage)]) + 1.0
    if wish.least_name_w is not None:
        name_w = min(name_w, max(wish.least_name_w, width - gap - _span(days, wish.cell_w, apart)))
    free = width - name_w - gap
    while wish.may_lose_days and len(days) > 1 and _span(days, wish.cell_w, apart) > free:
        days = days[:-1]
    if _span(days, wish.cell_w, apart) > free:
        return None
    cell_w = min(_WIDE * px, (free - _span(days, 0.0, apart)) / len(days)) if days else wish.cell_w
    left = width - _span(days, cell_w, apart)
    return min(name_w, left - gap), _lefts(days, left, cell_w, apart), cell_w


def _heads(days: tuple[str, ...], stage: Stage) -> list[tuple[str, ...]]:
    """The days' names in forms that take less and less room."""
    weekdays = [date.fromisoformat(day).weekday() for day in days]
    shorter = stage.tongue.weekday_heads()[1:]
    return [
        tuple(stage.say(words("bookings.day", on=day)) for day in days),
        *(tuple(names[day] for day in weekdays) for names in shorter),
    ]


def _heads_width(heads: tuple[str, ...], px: int, stage: Stage) -> float:
    return max((width_of(head, _head_px(px, stage), MEDIUM) for head in heads), default=0.0)


def _head_px(px: int, stage: Stage) -> int:
    return min(px, stage.scale.least)


def _goal_width(px: int, stage: Stage) -> float:
    return width_of(stage.say(words("bookings.goal")), px, MEDIUM)


def _apart(px: int) -> float:
    """Between the cells of one week and of the next."""
    return px * 0.3


def _is_new_week(days: tuple[str, ...], number: int) -> bool:
    if number == 0:
        return False
    before, here = (date.fromisoformat(days[n]).isocalendar()[:2] for n in (number - 1, number))
    return before != here


def _span(days: tuple[str, ...], cell_w: float, apart: float) -> float:
    """How wide these days are, the last one's gap with them."""
    return len(days) * cell_w + sum(apart for number in range(len(days)) if _is_new_week(days, number))


def _lefts(days: tuple[str, ...], left: float, cell_w: float, apart: float) -> tuple[float, ...]:
    lefts = []
    for number in range(len(days)):
        left += apart if _is_new_week(days, number) else 0.0
        lefts.append(left)
        left += cell_w
    return tuple(lefts)


def _lay_grid(body: Bookings, grid: _Grid, rect: Rect, sheet: Sheet, *, has_goals: bool) -> None:
    stage = sheet.stage
    top = _lay_heads(body.days, grid, rect, sheet)
    for number, (row, name) in enumerate(zip(body.rows[: grid.rows], grid.names, strict=False)):
        place = Rect(rect.x, top + number * grid.pitch, rect.w, grid.pitch)
        at = (rect.x, _baseline(place, grid.px))
        sheet.text(name, at, grid.px, weight=SEMIBOLD, room=grid.name_w, is_private=True)
        _lay_cells(row, grid, place, sheet)
    end = Rect(rect.x, top + grid.rows * grid.pitch, rect.w, grid.pitch)
    if has_goals:
        baseline = _baseline(end, grid.px)
        sheet.text(stage.say(words("bookings.goal")), (rect.x, baseline), grid.px, role="muted")
        for left, goal in zip(grid.lefts, body.goals, strict=False):
            at = (rect.x + left + grid.cell_w / 2, baseline)
            sheet.text(stage.number(goal), at, grid.px, role="muted", align="centre")
    elif grid.rows < len(body.rows):
        said = stage.say(words("more", n=len(body.rows) - grid.rows))
        sheet.text(said, (rect.x, end.y + stage.scale.least * ASCENT_EM), stage.scale.least, role="muted")


def _lay_heads(days: tuple[str, ...], grid: _Grid, rect: Rect, sheet: Sheet) -> float:
    """The days' names over their columns, in the longest form that has room there; returns where rows begin."""
    stage = sheet.stage
    px = _head_px(grid.px, stage)
    forms = _heads(days[: len(grid.lefts)], stage)
    room = grid.cell_w * _HEAD
    said = next((heads for heads in forms if _heads_width(heads, grid.px, stage) <= room), forms[-1])
    for name, left in zip(said, grid.lefts, strict=True):
        at = (rect.x + left + grid.cell_w / 2, rect.y + px * ASCENT_EM)
        sheet.text(name, at, px, role="muted", align="centre")
    return rect.y + line_height(px)


def _lay_cells(row: BookedRow, grid: _Grid, place: Rect, sheet: Sheet) -> None:
    gap = max(2.0, round(grid.px * 0.16))
    for left, booked in zip(grid.lefts, row.days, strict=False):
        cell = Rect(
            round(place.x + left + gap / 2), round(place.y + gap / 2), round(grid.cell_w - gap), round(place.h - gap)
        )
        if booked is None:
            sheet.mark("dash", (cell.x + cell.w / 2, cell.y + cell.h / 2), grid.px * 0.5, "no-target")
        else:
            _lay_cell(booked, cell, grid.px, sheet)


def _lay_cell(booked: Booked, cell: Rect, px: int, sheet: Sheet) -> None:
    """A figure on its zone's colour, with the zone's sign in the corner."""
    stage = sheet.stage
    ground, role = ("cell", "on-cell")
    if stage.is_grey:
        ground, role = ("strip", "grey")
    elif booked.zone in _SIGNS:
        ground, role = (f"cell-{booked.zone}", f"on-cell-{booked.zone}")
    sheet.add(Box(cell, ground, px * 0.16))
    inside = Sheet(stage, ground=ground)
    figure = stage.number(booked.filled)
    middle = cell.x + cell.w / 2
    width = inside.text(
        figure, (middle, _baseline(cell, px)), px, weight=BOLD, role=role, align="centre", is_value=True
    )
    sheet.add(*inside.items)
    free = (cell.w - width) / 2
    size = min(round(px * 0.3), free * 0.72)
    if booked.zone in _SIGNS and not stage.is_grey:
        at = (cell.right - min(free / 2, size * 1.1), cell.y + min(cell.h * 0.2, size * 1.1))
        sheet.mark(_SIGNS[booked.zone], at, size, role)


def _baseline(place: Rect, px: int) -> float:
    return place.y + place.h / 2 + px * CAP_EM / 2
