"""A text on the wall, as large as all of it fits."""

from bisect import bisect_left

from wallboard.core.views.shapes import Notice
from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, DESCENT_EM, Sheet, line_height

_MOST = 4.0
_BLANK = 0.5
"""An empty line's height, in lines."""

_Broken = list[list[str]]
"""Each line of the text, broken to the width; an empty one is an empty list."""


def lay_notice(body: Notice, rect: Rect, sheet: Sheet) -> None:
    """Every line, wrapped, at the largest size at which all have room; else as many as have, and how many more."""
    scale = sheet.stage.scale
    if not any(line.strip() for line in body.lines):
        return
    sizes = range(scale.least, round(scale.body * _MOST) + 1)

    def has_no_room(px: int) -> bool:
        # only at the least size may a word be broken inside
        keeps_words = px == scale.least or _keeps_words(body.lines, px, rect.w)
        return not keeps_words or _height(_broken(body.lines, px, rect.w), px) > rect.h

    fitting = bisect_left(sizes, x=True, key=has_no_room)
    if not fitting:
        sheet.lack("fits.rows")
        _lay_some(_broken(body.lines, scale.least, rect.w), rect, sheet)
        return
    px = sizes[fitting - 1]
    broken = _broken(body.lines, px, rect.w)
    top = rect.y + max(0.0, rect.h - _height(broken, px)) * 0.4
    _lay(broken, rect._replace(y=top), px, sheet)


def _broken(lines: tuple[str, ...], px: int, width: float) -> _Broken:
    return [wrapped(line, px, SEMIBOLD, width) for line in lines]


def _keeps_words(lines: tuple[str, ...], px: int, width: float) -> bool:
    return all(width_of(word, px, SEMIBOLD) <= width for line in lines for word in line.split())


def _height(broken: _Broken, px: int) -> float:
    return sum(len(lines) if lines else _BLANK for lines in broken) * line_height(px)


def _lay(broken: _Broken, rect: Rect, px: int, sheet: Sheet) -> None:
    y = rect.y
    for lines in broken:
        for line in lines:
            sheet.text(line, (rect.x, y + px * ASCENT_EM), px, weight=SEMIBOLD)
            y += line_height(px)
        y += 0.0 if lines else _BLANK * line_height(px)


def _lay_some(broken: _Broken, rect: Rect, sheet: Sheet) -> None:
    """The first lines at the least size, and below them how many more there are."""
    stage = sheet.stage
    px = stage.scale.least
    flat = [line for lines in broken for line in lines]
    kept = int(rect.h / line_height(px)) - 1
    if kept < 1:
        sheet.lack("fits.value")
        return
    _lay([flat[:kept]], rect, px, sheet)
    left_over = len(flat) - kept
    wordings = [stage.say(words(key, n=left_over)) for key in ("notice.more", "more")]
    fitting = [said for said in wordings if width_of(said, px, MEDIUM) <= rect.w]
    said = fitting[0] if fitting else f"+{stage.number(left_over)}"
    sheet.text(said, (rect.x, rect.bottom - px * DESCENT_EM), px, role="muted")
