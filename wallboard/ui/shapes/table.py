"""Figures in rows and columns: heads, labels left, figures right-aligned, a total apart, facts at the foot."""

from collections.abc import Iterator
from dataclasses import dataclass

from wallboard.core.views.shapes import Table, TableRow
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Line, Rect
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.shapes.table_cells import (
    ELISIONS,
    Column,
    Elided,
    columns_of,
    condition_gap,
    condition_width,
    label_indent,
    label_widths,
    lay_cell,
    lay_condition,
    lay_head,
    with_whole_heads,
)
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, Sheet, Stage, line_height

_TIGHT, _ROOMY, _WIDEST = 1.28, 1.6, 2.1
_WIDEST_OF_SOURCES = 2.9
"""How far apart rows stand, in sizes of their text: at least, for larger text, and at most."""
_LARGER = 1.15
_MORE_GAP = 0.7
"""Before the number of columns that have no room, in sizes of its text."""
_WIDEST_GAP = 4.0
"""How much wider than they need columns may be, in sizes of their text: figures stay near what they are of."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Text, columns and their right edges within the rectangle, where labels begin, their room, and how rows stand.

    `left_over` rows are summed below the others; `condition` is the room beside a source's label for its word and age,
    below it where that is 0.
    """

    px: int
    columns: tuple[Column, ...]
    rights: tuple[float, ...]
    indent: float
    label_w: float
    condition: float
    pitch: float
    left_over: int


def lay_table(body: Table, rect: Rect, sheet: Sheet) -> None:
    """The whole table above its facts; facts give way first, then the last columns, then the last rows."""
    stage = sheet.stage
    if not body.rows:
        said = stage.say(body.empty) if body.empty is not None else "–"
        if not sheet.lines([said], rect, stage.scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    trial = Sheet(stage)
    facts_h = lay_facts(body.facts, rect, trial)
    grid = next(_grids(body, rect.upper(rect.h - facts_h), stage), None)
    if facts_h and (grid is None or grid.left_over):
        alone = next(_grids(body, rect, stage), None)
        if alone is not None and (grid is None or alone.left_over < grid.left_over):
            grid, facts_h = alone, 0.0
            sheet.lack("fits.secondary")
    if grid is None:
        sheet.lack("fits.value")
        return
    if facts_h:
        sheet.add(*trial.items)
        for key in trial.lacks:
            sheet.lack(key)
    _lay_grid(body, grid, rect.upper(rect.h - facts_h), sheet)


def _grids(body: Table, area: Rect, stage: Stage) -> Iterator[_Grid]:
    """The ways in which the table has room, the best first: whole, with the last columns left out, with rows too."""
    body_px, least = stage.scale.body, stage.scale.least
    count = len(columns_of(body, least, stage, "none"))
    heads_h = _heads_height(body, stage)
    widest = _WIDEST_OF_SOURCES if any(row.source for row in body.rows) else _WIDEST
    tries: list[tuple[int, float, Elided]] = [(round(body_px * _LARGER), _ROOMY, "none")]
    for elided in ELISIONS:
        sizes = (body_px, least) if elided in ("none", "close") else (least, body_px)  # whole names before large ones
        tries += [(px, _TIGHT, elided) for px in sizes]
    columns = {(px, elided): tuple(columns_of(body, px, stage, elided)) for px, _, elided in tries}
    room = area.h - heads_h - line_height(least)
    rows = min(len(body.rows) - 1, int(room / (_TIGHT * least)))
    widths = [(kept, area.w - _more_width(body, count - kept, stage)) for kept in range(count, 0, -1)]
    if count > 1:  # the first figures are worth more than the number of the others
        widths.append((1, area.w))
    for kept, width in widths:
        for px, tight, elided in tries:
            pitch = min(widest * px, (area.h - heads_h) / len(body.rows))
            found = _across(body, columns[px, elided][:kept], width, px, stage, elided) if pitch >= tight * px else None
            if found:
                yield _Grid(px, *found, pitch, 0)
        for elided in ELISIONS if rows > sum(row.is_total for row in body.rows) else ():
            found = _across(body, columns[least, elided][:kept], width, least, stage, elided)
            if found:
                yield _Grid(least, *found, room / rows, len(body.rows) - rows)
    if count == 0 and area.h >= _TIGHT * least:
        rows = min(len(body.rows), int((area.h - line_height(least)) / (_TIGHT * least)))
        if rows:
            yield _Grid(least, (), (), label_indent(body, least), area.w, 0.0, _TIGHT * least, len(body.rows) - rows)


def _across(
    body: Table, columns: tuple[Column, ...], width: float, px: int, stage: Stage, elided: Elided
) -> tuple[tuple[Column, ...], tuple[float, ...], float, float, float] | None:
    """Columns with their right edges, where labels begin, their room and that of sources' words; None without room."""
    needed = sum(column.width for column in columns)
    indent = label_indent(body, px)
    labels, least_label = label_widths(body, px, stage)
    beside = condition_width(body, px, stage)
    for least_w, condition in ((labels, beside), (labels, 0.0), (least_label, 0.0)):
        free = width - indent - condition - needed
        if free >= least_w and (least_w == labels or elided in ("labels", "all")):
            label_w = min(labels, free)
            columns, left_over = with_whole_heads(columns, free - label_w)
            extra = min(left_over / max(1, len(columns)), _WIDEST_GAP * px)
            rights, x = [], indent + label_w + condition
            for column in columns:
                x += column.width + extra
                rights.append(x)
            return columns, tuple(rights), indent, label_w, condition
    return None


def _heads_height(body: Table, stage: Stage) -> float:
    return line_height(stage.scale.least) if body.heads else 0.0


def _more(columns: int, stage: Stage) -> str:
    """How many columns have no room."""
    return f"+{stage.number(columns)}"


def _more_width(body: Table, columns: int, stage: Stage) -> float:
    """The room of that beside the heads."""
    least = stage.scale.least
    return width_of(_more(columns, stage), least, MEDIUM) + least * _MORE_GAP if columns and body.heads else 0.0


def _lay_grid(body: Table, grid: _Grid, area: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    least = stage.scale.least
    missing = max(len(row.cells) for row in body.rows) - len(grid.columns)
    if missing > 0:
        sheet.lack("fits.columns")
    if missing > 0 and body.heads and grid.rights[-1] + _more_width(body, missing, stage) <= area.w:
        at = (area.x + grid.rights[-1] + least * _MORE_GAP, area.y + least * ASCENT_EM)
        sheet.text(_more(missing, stage), at, least, role="muted")
    y = area.y + _heads_height(body, stage)
    for column, right in zip(grid.columns, grid.rights, strict=True):
        lay_head(column, (area.x + right, area.y + least * ASCENT_EM), sheet)
    totals = [row for row in body.rows if row.is_total]
    plain = [row for row in body.rows if not row.is_total]
    for row in plain[: len(plain) - grid.left_over]:
        _lay_row(row, grid, Rect(area.x, y, area.w, grid.pitch), sheet)
        y += grid.pitch
    if grid.left_over:
        sheet.lack("fits.rows")
        said = stage.say(words("more", n=grid.left_over))
        sheet.text(said, (area.x, y + least * ASCENT_EM), least, role="muted")
        y += line_height(least)
    if totals and plain:
        right = area.x + (grid.rights[-1] if grid.rights else area.w)
        sheet.add(Line(area.x, round(y), right, round(y), max(1.0, least * 0.05), "rule"))
    for row in totals:
        _lay_row(row, grid, Rect(area.x, y, area.w, grid.pitch), sheet)
        y += grid.pitch


def _lay_row(row: TableRow, grid: _Grid, place: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    px, least = grid.px, stage.scale.least
    below_h = max(line_height(least), px * DESCENT_EM + least * ASCENT_EM)  # an umlaut in capitals stands high
    is_above = row.source is not None and not grid.condition and grid.pitch >= px * ASCENT_EM + below_h
    middle = place.y + (place.h - (below_h if is_above else 0.0)) / 2
    baseline = middle + px * CAP_EM / 2
    x = place.x + grid.indent
    label = stage.say(row.label)
    weight = BOLD if row.is_total else SEMIBOLD
    sheet.text(label, (x, baseline), px, weight=weight, room=grid.label_w + 0.5, is_private=row.is_private)
    if row.source is not None:
        beside = (x + grid.label_w + condition_gap(px), baseline) if grid.condition else None
        below = (x, baseline + below_h) if is_above else None
        lay_condition(row.source, (place.x, baseline), beside or below, px, sheet)
    for right, cell in zip(grid.rights, row.cells, strict=False):
        lay_cell(cell, (place.x + right, baseline), px, sheet)
