"""Lists of a stand-up: a sign, a name, what belongs to it, and at the right end what there is to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wallboard.core.views.shapes import ZONES, Zone
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, MarkShape, Rect
from wallboard.ui.shapes.rows import centred, lay_more, more_height, rowing_for
from wallboard.ui.sheet import DESCENT_EM, Sheet, Stage, line_height

_LEAST_NAME = 4.2
"""How much of a name must have room, in heights of the text."""
_LEAST_MIDDLE = 4.0


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row; `ends` are wordings from the fullest to the shortest, of which one may be empty. `zone` gives the sign."""

    name: str
    zone: Zone | None = None
    is_filled: bool = True
    has_sign: bool = True
    middle: str = ""
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


def lay_rows(rows: Sequence[ListRow], total: int, rect: Rect, sheet: Sheet) -> None:
    """As many rows as have room, and how many more of `total` there are."""
    px = sheet.stage.scale.body
    rowing = rowing_for(total, rect.h, more_height(sheet), least=row_pitch(px), most=px * 1.75)
    shown = list(rows[: rowing.shown])
    if total > len(shown) == rowing.shown and not rowing.left_over:  # the agenda itself holds no more rows
        rowing = rowing._replace(left_over=total - len(shown))
    if not shown:
        sheet.lack("fits.rows")
        return
    rowing = rowing._replace(shown=len(shown), left_over=total - len(shown))
    ruling = _ruled(shown, rect, sheet.stage)
    for place, row in enumerate(shown):
        _lay_row(row, rect.y + (place + 0.5) * rowing.pitch, ruling, rect, sheet)
    lay_more(rowing, Rect(ruling.name_x, rect.y, rect.right - ruling.name_x, rect.h), sheet)


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Left edges and rooms of names and middles in pixels, and which wording of the ends has room (None: none)."""

    name_x: float
    name_w: float
    middle_x: float
    middle_w: float
    wording: int | None


def _ruled(rows: Sequence[ListRow], rect: Rect, stage: Stage) -> _Ruling:
    """The ends take what they need in the fullest wording beside a whole name; the middle takes what is left."""
    px, least = stage.scale.body, stage.scale.least
    gap = least * 0.6
    indent = least * 1.15 if any(row.has_sign for row in rows) else 0.0
    room = rect.w - indent
    names_w = max(width_of(row.name, px, BOLD) for row in rows)
    wordings = max(len(row.ends) for row in rows)
    for wording in range(wordings):
        end_w = max(_end_width(row, wording, stage) for row in rows)
        beside_w = gap + end_w if end_w else 0.0
        # only the shortest wording may cost a name its middle
        least_w = min(names_w, _LEAST_NAME * px) if wording == wordings - 1 else names_w
        if least_w + beside_w <= room:
            name_w = min(names_w, room - beside_w)
            middle_x = rect.x + indent + name_w + gap
            return _Ruling(rect.x + indent, name_w, middle_x, max(0.0, rect.right - beside_w - middle_x), wording)
    return _Ruling(rect.x + indent, min(names_w, room), rect.right, 0.0, None)


def _end_width(row: ListRow, wording: int, stage: Stage) -> float:
    end = _end(row, wording)
    return width_of(end, *_end_font(row, stage)) if end else 0.0


def _end(row: ListRow, wording: int) -> str:
    return row.ends[min(wording, len(row.ends) - 1)]


def _end_font(row: ListRow, stage: Stage) -> tuple[int, int]:
    return (stage.scale.body, BOLD) if row.is_end_value else (stage.scale.least, MEDIUM)


def _lay_row(row: ListRow, middle: float, ruling: _Ruling, rect: Rect, sheet: Sheet) -> None:
    scale = sheet.stage.scale
    baseline = round(min(centred(middle, scale.body), rect.bottom - scale.body * DESCENT_EM))
    if row.has_sign:
        size = scale.least * 0.7
        shape: MarkShape = "circle" if row.zone is None else MARK_OF_ZONE[ZONES.index(row.zone)]
        role = row.zone or "on-track"
        sheet.mark(shape, (rect.x + size * 0.6, middle), size, role, is_filled=row.is_filled)
    at = (ruling.name_x, baseline)
    sheet.text(
        row.name, at, scale.body, weight=BOLD, room=ruling.name_w + 0.5, is_value=True, is_private=row.is_private
    )
    end = "" if ruling.wording is None else _end(row, ruling.wording)
    px, weight = _end_font(row, sheet.stage)
    if end:
        at = (rect.right, baseline)
        sheet.text(end, at, px, weight=weight, role=row.end_role, align="right", is_value=row.is_end_value)
    if end != row.ends[0]:
        sheet.lack("fits.secondary")
    if not row.middle:
        return
    if ruling.middle_w >= min(_LEAST_MIDDLE * scale.least, width_of(row.middle, scale.least, MEDIUM)):
        at = (ruling.middle_x, baseline)
        sheet.text(row.middle, at, scale.least, role="muted", room=ruling.middle_w, is_private=row.is_middle_private)
    else:
        sheet.lack("fits.secondary")
