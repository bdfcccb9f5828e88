"""What stands in a table's columns: heads, figures with their zone's sign, and the word and age of a row's source."""

from dataclasses import dataclass
from typing import Literal

from wallboard.core.views.freshness import SourceNote, SourceWord, word_of_source
from wallboard.core.views.shapes import Cell, Table
from wallboard.core.words import Words, age, words
from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.shapes.source_rows import SOURCE_LOOKS
from wallboard.ui.sheet import CAP_EM, Sheet, Stage

Elided = Literal["none", "labels", "all"]
"""Which names may be elided: none, those of rows, or those of columns too."""
ELISIONS: tuple[Elided, ...] = ("none", "labels", "all")
_UNKNOWN = "–"
_SIGN = 0.72
"""From a figure to the far side of its sign, in sizes of its text."""
_INDENT = 1.0
_LEAST_HEAD = 3.2
"""A head's room where names of columns are elided, in sizes of the least text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head as it is said, whether that is a name, the head's room, and the width of it all with its gap."""

    head: str
    is_name: bool
    head_w: float
    width: float


def columns_of(body: Table, px: int, stage: Stage, elided: Elided) -> list[Column]:
    """Every column of a table at a size of text; names at their heads take less room where they may be elided."""
    count = max([len(body.heads), *(len(row.cells) for row in body.rows)], default=0)
    return [_column(body, number, px, stage, elided) for number in range(count)]


def _column(body: Table, number: int, px: int, stage: Stage, elided: Elided) -> Column:
    cells = [row.cells[number] for row in body.rows if number < len(row.cells)]
    figures = max((_cell_width(cell, px, stage) for cell in cells), default=0.0)
    head: Words | None = body.heads[number] if number < len(body.heads) else None
    said = stage.say(head) if head is not None else ""
    is_name = head is not None and head.key == "verbatim"
    head_w = width_of(said, stage.scale.least, MEDIUM) + 1.0
    if elided == "all" and is_name:
        head_w = min(head_w, max(figures, _LEAST_HEAD * stage.scale.least))
    return Column(said, is_name, head_w, max(head_w, figures) + px * 0.7)


def lay_head(column: Column, at: tuple[float, float], sheet: Sheet) -> None:
    """A column's head, its right end at a point."""
    room = column.head_w if column.is_name else None
    sheet.text(column.head, at, sheet.stage.scale.least, role="muted", align="right", room=room)


def lay_cell(cell: Cell, at: tuple[float, float], px: int, sheet: Sheet) -> None:
    """A figure, its right end at a point, and its zone's sign before it where that calls for attention."""
    if cell.value is None:
        sheet.text(_UNKNOWN, at, px, role="muted", align="right")
        return
    has_sign = _has_sign(cell)
    role = "grey" if cell.is_grey else f"value-{cell.zone}" if has_sign else "text"
    width = sheet.text(_figure(cell, sheet.stage), at, px, weight=SEMIBOLD, role=role, align="right", is_value=True)
    if has_sign and cell.zone is not None:
        size = px * 0.5
        shape = MARK_OF_ZONE[cell.zone]
        sheet.mark(shape, (at[0] - width - px * _SIGN + size / 2, at[1] - px * CAP_EM / 2), size, cell.zone)


def _has_sign(cell: Cell) -> bool:
    return cell.zone in ("urgent", "late") and not cell.is_grey


def _figure(cell: Cell, stage: Stage) -> str:
    return amount_of(cell.value or 0.0, cell.unit, stage, is_signed=cell.is_signed).whole


def _cell_width(cell: Cell, px: int, stage: Stage) -> float:
    if cell.value is None:
        return width_of(_UNKNOWN, px, MEDIUM)
    return width_of(_figure(cell, stage), px, SEMIBOLD) + (px * _SIGN * 1.1 if _has_sign(cell) else 0.0)


def label_indent(body: Table, px: int) -> float:
    """Where labels begin: after the sign of a source, where any row is one's."""
    return px * _INDENT if any(row.source is not None for row in body.rows) else 0.0


def condition_gap(px: int) -> float:
    """Between a source's label and its word."""
    return px * 0.5


def condition_width(body: Table, px: int, stage: Stage) -> float:
    """The room beside the labels for the words and ages of sources, the gap before them with it; 0 without any."""
    sources = [row.source for row in body.rows if row.source is not None]
    if not sources:
        return 0.0
    least = stage.scale.least
    widths = []
    for name in sources:
        word, since = _condition(name, stage)
        widths.append(width_of(word, least, SEMIBOLD) + least * 0.4 + width_of(since, least, MEDIUM))
    return condition_gap(px) + max(widths)


def lay_condition(
    source: str, sign: tuple[float, float], text: tuple[float, float] | None, px: int, sheet: Sheet
) -> None:
    """A source's sign before its label, and its word and age from a point where they have room."""
    stage = sheet.stage
    least = stage.scale.least
    shape, mark_role, role, _ = SOURCE_LOOKS[_word(_note(source, stage), stage)]
    sheet.mark(shape, (sign[0] + px * 0.36, sign[1] - px * CAP_EM / 2), least * 0.7, mark_role)
    if text is None:
        sheet.lack("fits.secondary")
        return
    word, since = _condition(source, stage)
    width = sheet.text(word, text, least, weight=SEMIBOLD, role=role)
    sheet.text(since, (text[0] + width + least * 0.4, text[1]), least, role="muted")


def _note(source: str, stage: Stage) -> SourceNote | None:
    return next((note for note in stage.notes if note.name == source), None)


def _word(note: SourceNote | None, stage: Stage) -> SourceWord:
    return word_of_source(note, stage.now_us) if note is not None else "UNREAD"


def _condition(source: str, stage: Stage) -> tuple[str, str]:
    note = _note(source, stage)
    word = stage.say(words(SOURCE_LOOKS[_word(note, stage)][3]))
    if note is None or note.as_of_us is None:
        return word, ""
    return word, stage.say(age((stage.now_us - note.as_of_us) / 1e6))
