"""What stands in a table's columns: heads, figures with their zone's sign, and the word and age of a row's source."""

from dataclasses import dataclass
from typing import Literal

from wallboard.core.views.freshness import SourceNote, SourceWord, word_of_source
from wallboard.core.views.shapes import Cell, Table
from wallboard.core.words import Words, age, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.shapes.source_rows import SOURCE_LOOKS
from wallboard.ui.sheet import CAP_EM, Sheet, Stage

Elided = Literal["none", "close", "labels", "all"]
"""Which names may be elided: none, none while columns stand closer, those of rows, or those of columns too."""
ELISIONS: tuple[Elided, ...] = ("none", "close", "labels", "all")
_GAP, _CLOSE_GAP = 0.7, 0.5
"""Between columns, in sizes of their text."""
_UNKNOWN = "–"
_SIGN = 0.72
"""From a figure to the far side of its sign, in sizes of its text."""
_INDENT = 1.0
_LEAST_LABEL = 4.0
"""A name's room where names of rows are elided, in sizes of its text."""
_LEAST_HEAD = 3.2
"""A head's room where names of columns are elided, in sizes of the least text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head as it is said, whether that is a name, the head's room, and the width of it all with its gap.

    `lacks_w` is how much wider the column would be with its head whole.
    """

    head: str
    is_name: bool
    head_w: float
    width: float
    lacks_w: float = 0.0

    def widened(self, more_w: float) -> "Column":
        """With so much more room for its head."""
        return Column(self.head, self.is_name, self.head_w + more_w, self.width + more_w, self.lacks_w - more_w)


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
    whole_w = head_w = width_of(said, stage.scale.least, MEDIUM) + 1.0
    if elided == "all" and is_name:
        head_w = min(head_w, max(figures, _LEAST_HEAD * stage.scale.least))
    gap = px * (_GAP if elided == "none" else _CLOSE_GAP)
    return Column(said, is_name, head_w, max(head_w, figures) + gap, whole_w - head_w)


def with_whole_heads(columns: tuple[Column, ...], room: float) -> tuple[tuple[Column, ...], float]:
    """The columns with as many heads whole as more room allows, the others as near it; what is left of the room."""
    order = sorted((number for number, one in enumerate(columns) if one.lacks_w), key=lambda at: columns[at].lacks_w)
    made = list(columns)
    for place, number in enumerate(order):
        more = made[number].lacks_w if made[number].lacks_w <= room else room / (len(order) - place)
        made[number] = made[number].widened(more)
        room -= more
    return tuple(made), room


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


def label_widths(body: Table, px: int, stage: Stage) -> tuple[float, float]:
    """The room of whole labels, and the least: names may be elided, words such as that of the sum may not."""
    widths = [
        (width_of(stage.say(row.label), px, BOLD if row.is_total else SEMIBOLD) + 1.0, row.label.key == "verbatim")
        for row in body.rows
    ]
    whole_w = max(width for width, _ in widths)
    return whole_w, max(min(width, _LEAST_LABEL * px) if is_name else width for width, is_name in widths)


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
