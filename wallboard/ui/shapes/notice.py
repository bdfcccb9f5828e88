"""A text on the wall, as large as all of it fits."""

from wallboard.core.views.shapes import Notice
from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, DESCENT_EM, Sheet, Stage, line_height

_MOST = 4.0
_BLANK = 0.5
"""An empty line's height, in lines."""

_Broken = list[list[str]]
"""Each line of the text, broken to the width; an empty one is an empty list."""


def lay_notice(body: Notice, rect: Rect, sheet: Sheet) -> None:
    """Every line, wrapped, at the largest size at which all have room; else as many as have, and how many more."""
    scale, stage = sheet.stage.scale, sheet.stage
    if not any(line.strip() for line in body.lines):
        return
    most = round(scale.body * (_MOST if body.is_large else 1.0))
    for px in range(most, scale.least - 1, -1):
        weight = SEMIBOLD if px > scale.body else MEDIUM
        broken = _broken(body.lines, px, weight, rect.w)
        height = _height(broken, px)
        if height <= rect.h and (px == scale.least or _keeps_words(body.lines, px, weight, rect.w)):
            top = rect.y + (max(0.0, rect.h - height) * 0.4 if body.is_large else 0.0)
            _lay(broken, rect._replace(y=top), px, weight, sheet)
            return
    sheet.lack("fits.rows")
    _lay_some(_broken(body.lines, scale.least, MEDIUM, rect.w), rect, sheet, stage)


def _broken(lines: tuple[str, ...], px: int, weight: int, width: float) -> _Broken:
    return [wrapped(line, px, weight, width) for line in lines]


def _keeps_words(lines: tuple[str, ...], px: int, weight: int, width: float) -> bool:
    """Whether no word is broken inside: only at the least size may one be."""
    return all(width_of(word, px, weight) <= width for line in lines for word in line.split())


def _height(broken: _Broken, px: int) -> float:
    return sum(len(lines) if lines else _BLANK for lines in broken) * line_height(px)


def _lay(broken: _Broken, rect: Rect, px: int, weight: int, sheet: Sheet) -> None:
    y = rect.y
    for lines in broken:
        for line in lines:
            sheet.text(line, (rect.x, y + px * ASCENT_EM), px, weight=weight)
            y += line_height(px)
        y += 0.0 if lines else _BLANK * line_height(px)


def _lay_some(broken: _Broken, rect: Rect, sheet: Sheet, stage: Stage) -> None:
    """The first lines at the least size, and below them how many more there are."""
    px = stage.scale.least
    flat = [line for lines in broken for line in lines]
    kept = int(rect.h / line_height(px)) - 1
    if kept < 1:
        sheet.lack("fits.value")
        return
    _lay([flat[:kept]], rect, px, MEDIUM, sheet)
    wordings = [stage.say(words(key, n=len(flat) - kept)) for key in ("notice.more", "more")]
    said = next((said for said in wordings if width_of(said, px, MEDIUM) <= rect.w), f"+{len(flat) - kept}")
    sheet.text(said, (rect.x, rect.bottom - px * DESCENT_EM), px, role="muted")
