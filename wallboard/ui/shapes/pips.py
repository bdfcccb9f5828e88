"""Appointments of a day: a row a salesperson, a sign a slot, and the team's sum at the foot."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from wallboard.core.views.shapes import PipRow, Pips
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, SEMIBOLD, width_of
from wallboard.ui.scene import Rect
from wallboard.ui.shapes.people import first_names
from wallboard.ui.shapes.pips_foot import PIP_LOOKS, Foot, feet, lay_foot
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, Stage, line_height

_TIGHT = 1.28
"""How far apart rows stand at least, in sizes of their text."""
_WIDEST = 3.3
_ROOMY = ((1.3, 2.9), (1.15, 2.2), (1.0, 1.7))
"""Sizes of text in sizes preferred, and how far apart rows must stand for each."""
_MOST_COLUMNS = 3
_LEAST_NAME = 4.5
"""A name's room at least, in sizes of its text, before anything else gives way."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """How rows stand, in pixels: text, the names as they are written, columns and the width of each, distance of rows;
    within a row the places of name, pips (size, and from one to the next) and count."""

    px: int
    names: tuple[str, ...]
    columns: int
    width: float
    pitch: float
    name_w: float
    pip: float
    step: float
    block_w: float
    figure_w: float

    @property
    def pips_x(self) -> float:
        """From the row's left edge to the first pip's."""
        return self.width - self.figure_w - (_gap(self.px) if self.figure_w else 0.0) - self.block_w


def lay_pips(body: Pips, rect: Rect, sheet: Sheet) -> None:
    """All rows, in a second column or nearer to each other where they must; first the legend gives way, then rows."""
    stage = sheet.stage
    if not body.rows:
        if not sheet.lines([stage.say(words("pips.none"))], rect, stage.scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    options = feet(body, rect, stage)
    for number, foot in enumerate(options):
        area = rect.upper(rect.h - foot.height)
        grid = next(_grids(body.rows, area, stage), None)
        if grid is not None and (grid.block_w or not foot.legend):
            if number:
                sheet.lack("fits.secondary")
            _lay_rows(body.rows, grid, area, sheet)
            lay_foot(body, foot, rect, sheet)
            return
    _lay_some(body, options[-1], rect, sheet)


def _lay_some(body: Pips, foot: Foot, rect: Rect, sheet: Sheet) -> None:
    """As many rows with their signs as stand above the shortest foot, and how many more there are."""
    stage = sheet.stage
    sheet.lack("fits.secondary")
    sheet.lack("fits.rows")
    area = rect.upper(rect.h - foot.height)
    more_h = line_height(stage.scale.least)
    upper = area.upper(area.h - more_h)

    count, grid = _most_rows(body.rows, upper, stage, has_pips=True)
    if grid is None:
        count, grid = _most_rows(body.rows, upper, stage, has_pips=False)
    if grid is not None:
        _lay_rows(body.rows[:count], grid, upper, sheet)
        said = stage.say(words("more", n=len(body.rows) - count))
        at = (area.x, area.bottom - more_h + stage.scale.least * ASCENT_EM)
        sheet.text(said, at, stage.scale.least, role="muted")
    lay_foot(body, foot, rect, sheet)


def _most_rows(rows: tuple[PipRow, ...], area: Rect, stage: Stage, *, has_pips: bool) -> tuple[int, _Grid | None]:
    """The most rows that have room, with their signs or without; their number and how they stand."""

    def grid_of(count: int) -> _Grid | None:
        return next((one for one in _grids(rows[:count], area, stage) if one.block_w or not has_pips), None)

    count = bisect_left(range(1, len(rows)), x=True, key=lambda count: grid_of(count) is None)
    return count, grid_of(count) if count else None


def _grids(rows: tuple[PipRow, ...], area: Rect, stage: Stage) -> Iterator[_Grid]:
    """The ways in which all these rows have room, the best first."""
    body, least = stage.scale.body, stage.scale.least
    for factor, apart in _ROOMY:
        for columns in (1, 2):
            px = round(body * factor)
            if area.h < apart * px * -(-len(rows) // columns):
                continue
            found = _grid(rows, area, columns, px, stage)
            if found and found.pip >= min(factor, 1.2) * found.px:
                yield found
    names = tuple(row.name for row in rows)
    called = (names, first_names(names) or names)
    whole = [(px, as_called, False, True) for as_called in called for px in (body, least)]
    elided = [(px, called[1], True, has_pips) for has_pips in (True, False) for px in (body, least)]
    for px, as_called, may_elide, has_pips in whole + elided:
        for columns in range(1, _MOST_COLUMNS + 1):
            if area.h < _TIGHT * px * -(-len(rows) // columns):
                continue
            found = _grid(rows, area, columns, px, stage, as_called, may_elide=may_elide, has_pips=has_pips)
            if found:
                yield found


def _grid(  # noqa: PLR0913 - what, where, how large, and what may give way
    rows: tuple[PipRow, ...],
    area: Rect,
    columns: int,
    px: int,
    stage: Stage,
    names: tuple[str, ...] = (),
    *,
    may_elide: bool = False,
    has_pips: bool = True,
) -> _Grid | None:
    """The rows in so many columns at a text size, None where a column is too narrow."""
    per_column = -(-len(rows) // columns)
    apart = px * 1.2
    width = (area.w - (columns - 1) * apart) / columns
    pitch = min(area.h / per_column, _WIDEST * px)
    names = names or tuple(row.name for row in rows)
    name_w = max(width_of(name, px, SEMIBOLD) for name in names) + 1.0
    if all(_is_away(row) for row in rows):
        return _Grid(px, names, columns, width, pitch, min(name_w, width * 0.5), 0.0, 0.0, width * 0.5 - _gap(px), 0.0)
    figure_w = max(width_of(_figure(row, stage), px, BOLD) for row in rows)
    count = max(len(row.pips) for row in rows) if has_pips else 0
    free = width - figure_w - _gap(px) * (2 if count else 1)
    for pip, step in _pip_sizes(px, pitch):
        block = count * step - (step - pip) if count else 0.0
        if name_w + block <= free or (may_elide and free - block >= min(name_w, _LEAST_NAME * px)):
            return _Grid(px, names, columns, width, pitch, min(name_w, free - block), pip, step, block, figure_w)
    return None


def _pip_sizes(px: int, pitch: float) -> Iterator[tuple[float, float]]:
    """A pip's size and the distance from one to the next, the largest first."""
    most, least = min(1.5 * px, pitch * 0.68), 0.72 * px
    for part in range(8):
        size = round(max(least, most - (most - least) * part / 7))
        yield size, round(size * (1.5 - 0.3 * part / 7))


def _is_away(row: PipRow) -> bool:
    """Whether a row has nothing to show but why."""
    return not row.pips and not row.performed and not row.slots


def _figure(row: PipRow, stage: Stage) -> str:
    return "" if _is_away(row) else stage.say(words("pips.of", performed=row.performed, slots=row.slots))


def _gap(px: int) -> float:
    return px * 0.8


def _lay_rows(rows: tuple[PipRow, ...], grid: _Grid, area: Rect, sheet: Sheet) -> None:
    per_column = -(-len(rows) // grid.columns)
    for number, (row, name) in enumerate(zip(rows, grid.names, strict=True)):
        column, line = divmod(number, per_column)
        x = area.x + column * (grid.width + grid.px * 1.2)
        _lay_row(row, name, Rect(x, area.y + line * grid.pitch, grid.width, grid.pitch), grid, sheet)


def _lay_row(row: PipRow, name: str, place: Rect, grid: _Grid, sheet: Sheet) -> None:
    px = grid.px
    middle = place.y + place.h / 2
    baseline = middle + px * CAP_EM / 2
    if _is_away(row):
        _lay_away(row, name, place, baseline, grid, sheet)
        return
    at = (place.x, baseline)
    sheet.text(name, at, px, weight=SEMIBOLD, room=grid.name_w, is_private=True)
    if row.pips and not grid.block_w:
        sheet.lack("fits.columns")
    for number, pip in enumerate(row.pips if grid.block_w else ()):
        sign, role = PIP_LOOKS[pip]
        x = place.x + grid.pips_x + grid.pip / 2 + number * grid.step
        sheet.mark(sign, (x, middle), grid.pip, role)
    figure = _figure(row, sheet.stage)
    sheet.text(figure, (place.right, baseline), px, weight=BOLD, align="right", is_value=True)


def _lay_away(row: PipRow, name: str, place: Rect, baseline: float, grid: _Grid, sheet: Sheet) -> None:
    """Until when someone is away, where the pips of others begin or further left where it is longer."""
    stage = sheet.stage
    said = stage.say(row.away if row.away is not None else words("pips.no-slots"))
    px = stage.scale.least
    width = width_of(said, px, SEMIBOLD)
    x = min(place.x + grid.pips_x, place.right - width)
    name_room = x - _gap(px) - place.x
    if width_of(name, grid.px, SEMIBOLD) > name_room:
        firsts = dict(zip(grid.names, first_names(grid.names) or grid.names, strict=True))
        name = firsts[name]
    if name_room < min(width_of(name, grid.px, SEMIBOLD), 3 * grid.px):
        sheet.lack("fits.secondary")
        name_room, said = place.w - 2 * px, ""
    at = (place.x, baseline)
    sheet.text(name, at, grid.px, weight=SEMIBOLD, role="muted", room=name_room, is_private=True)
    if said:
        sheet.text(said, (x, baseline), px, role="muted")
    else:
        sheet.text("–", (place.right, baseline), px, role="muted", align="right")
