"""Lists of a stand-up: a sign, a name, what belongs to it, and at the right end what there is to say of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from wallboard.core.views.shapes import Zone
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, MarkShape, Rect, Text
from wallboard.ui.shapes.rows import centred, lay_more, more_height, rowing_for
from wallboard.ui.sheet import DESCENT_EM, Sheet, Stage, line_height
from wallboard.ui.wordings import fitting

_LEAST_NAME = 4.2
"""How much of a name must have room, in heights of the text."""
_LEAST_MIDDLE = 4.0
LARGER = (1.6, 1.4, 1.2)
"""By how much text may be larger than usual on a page of its own."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row; `middles` and `ends` are wordings from the fullest to the shortest, of which one may be empty.

    `zone` gives the sign.
    """

    name: str
    zone: Zone | None = None
    is_filled: bool = True
    has_sign: bool = True
    middles: tuple[str, ...] = ("",)
    ends: tuple[str, ...] = ("",)
    end_role: str = "muted"
    is_end_value: bool = False
    is_private: bool = True
    is_middle_private: bool = False


def row_pitch(px: int) -> float:
    """The least distance of two rows."""
    return round(px * 1.35)


def heading_height(stage: Stage) -> float:
    """What a panel's heading takes."""
    return round(line_height(stage.scale.heading) + stage.scale.least * 0.25)


def lay_heading(text: str, note: str, rect: Rect, sheet: Sheet) -> Rect:
    """A panel's heading and its note where that has room; returns what is left below."""
    scale = sheet.stage.scale
    baseline = rect.y + line_height(scale.heading) * 0.8
    used = sheet.text(text, (rect.x, baseline), scale.heading, weight=SEMIBOLD, role="muted", room=rect.w)
    if note:
        if used + scale.body + width_of(note, scale.least, MEDIUM) <= rect.w:
            sheet.text(note, (rect.right, baseline), scale.least, role="muted", align="right")
        else:
            sheet.lack("fits.secondary")
    return rect.below(heading_height(sheet.stage))


def lay_large(lay: Callable[[Rect, Sheet], None], rect: Rect, sheet: Sheet) -> None:
    """Lay out what has a page of its own in larger text, as long as it stays whole; else in the usual sizes."""
    stage = sheet.stage
    for factor in LARGER:
        scale = replace(stage.scale, least=round(stage.scale.least * factor), body=round(stage.scale.body * factor))
        trial = Sheet(replace(stage, scale=scale))
        lay(rect, trial)
        if not trial.lacks and not any(isinstance(item, Text) and item.full for item in trial.items):
            sheet.add(*trial.items)
            return
    lay(rect, sheet)


@dataclass(frozen=True, slots=True)
class _Type:
    """Text sizes of a list in pixels: of names and figures, and of what stands beside them."""

    px: int
    small: int


def lay_rows(rows: Sequence[ListRow], total: int, rect: Rect, sheet: Sheet, *, is_alone: bool = False) -> None:
    """As many rows as have room, and how many more of `total` there are.

    A short list that is alone on its page is set larger, while all of it stays whole.
    """
    scale = sheet.stage.scale
    for factor in LARGER:
        sizes = _Type(round(scale.body * factor), round(scale.least * factor))
        ruling = _ruled(rows, rect, sizes) if is_alone and rows else None
        if ruling and len(rows) == total and total * row_pitch(sizes.px) <= rect.h and _is_whole(rows, ruling, sizes):
            pitch = min(sizes.px * 1.75, rect.h / total)
            _lay_all(rows, pitch, ruling, sizes, rect, sheet)
            return
    _lay_ranked(rows, total, rect, sheet)


def _lay_ranked(rows: Sequence[ListRow], total: int, rect: Rect, sheet: Sheet) -> None:
    """The first rows in the usual size; the agenda itself may hold fewer than there are."""
    sizes = _Type(sheet.stage.scale.body, sheet.stage.scale.least)
    rowing = rowing_for(total, rect.h, more_height(sheet), least=row_pitch(sizes.px), most=sizes.px * 1.75)
    shown = list(rows[: rowing.shown])
    if not shown:
        sheet.lack("fits.rows")
        return
    rowing = rowing._replace(shown=len(shown), left_over=total - len(shown))
    ruling = _ruled(shown, rect, sizes)
    _lay_all(shown, rowing.pitch, ruling, sizes, rect, sheet)
    lay_more(rowing, Rect(ruling.name_x, rect.y, rect.right - ruling.name_x, rect.h), sheet)


def _lay_all(rows: Sequence[ListRow], pitch: float, ruling: "_Ruling", sizes: _Type, rect: Rect, sheet: Sheet) -> None:
    for place, row in enumerate(rows):
        _lay_row(row, rect.y + (place + 0.5) * pitch, (ruling, sizes), rect, sheet)


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Left edges and rooms of names and middles in pixels, and which wording of the ends has room (None: none)."""

    name_x: float
    name_w: float
    middle_x: float
    middle_w: float
    wording: int | None


def _is_whole(rows: Sequence[ListRow], ruling: _Ruling, sizes: _Type) -> bool:
    """Whether nothing is left out or elided."""
    middles_w = max((width_of(row.middles[0], sizes.small, MEDIUM) for row in rows), default=0.0)
    names_w = max(width_of(row.name, sizes.px, BOLD) for row in rows)
    return ruling.wording == 0 and middles_w <= ruling.middle_w and names_w <= ruling.name_w + 0.5


def _ruled(rows: Sequence[ListRow], rect: Rect, sizes: _Type) -> _Ruling:
    """The ends take what they need in the fullest wording beside a whole name; the middle takes what is left."""
    px, small = sizes.px, sizes.small
    gap = small * 0.6
    indent = small * 1.15 if any(row.has_sign for row in rows) else 0.0
    room = rect.w - indent
    names_w = max(width_of(row.name, px, BOLD) for row in rows)
    wordings = max(len(row.ends) for row in rows)
    for wording in range(wordings):
        end_w = max(_end_width(row, wording, sizes) for row in rows)
        beside_w = gap + end_w if end_w else 0.0
        # only the shortest wording may cost a name its middle
        least_w = min(names_w, _LEAST_NAME * px) if wording == wordings - 1 else names_w
        if least_w + beside_w <= room:
            name_w = min(names_w, room - beside_w)
            middle_x = rect.x + indent + name_w + gap
            return _Ruling(rect.x + indent, name_w, middle_x, max(0.0, rect.right - beside_w - middle_x), wording)
    return _Ruling(rect.x + indent, min(names_w, room), rect.right, 0.0, None)


def _end_width(row: ListRow, wording: int, sizes: _Type) -> float:
    end = _end(row, wording)
    return width_of(end, *_end_font(row, sizes)) if end else 0.0


def _end(row: ListRow, wording: int) -> str:
    return row.ends[min(wording, len(row.ends) - 1)]


def _end_font(row: ListRow, sizes: _Type) -> tuple[int, int]:
    return (sizes.px, BOLD) if row.is_end_value else (sizes.small, MEDIUM)


def _lay_row(row: ListRow, middle: float, form: tuple[_Ruling, _Type], rect: Rect, sheet: Sheet) -> None:
    ruling, sizes = form
    px, small = sizes.px, sizes.small
    baseline = round(min(centred(middle, px), rect.bottom - px * DESCENT_EM))
    if row.has_sign:
        size = small * 0.7
        shape: MarkShape = "circle" if row.zone is None else MARK_OF_ZONE[row.zone]
        role = row.zone or "on-track"
        sheet.mark(shape, (rect.x + size * 0.6, middle), size, role, is_filled=row.is_filled)
    at = (ruling.name_x, baseline)
    sheet.text(row.name, at, px, weight=BOLD, room=ruling.name_w + 0.5, is_value=True, is_private=row.is_private)
    end = "" if ruling.wording is None else _end(row, ruling.wording)
    if end:
        end_px, weight = _end_font(row, sizes)
        at = (rect.right, baseline)
        sheet.text(end, at, end_px, weight=weight, role=row.end_role, align="right", is_value=row.is_end_value)
    if end != row.ends[0]:
        sheet.lack("fits.secondary")
    said = fitting(row.middles, small, MEDIUM, ruling.middle_w)
    if not said:
        return
    if ruling.middle_w >= min(_LEAST_MIDDLE * small, width_of(said, small, MEDIUM)):
        at = (ruling.middle_x, baseline)
        sheet.text(said, at, small, role="muted", room=ruling.middle_w, is_private=row.is_middle_private)
    else:
        sheet.lack("fits.secondary")
