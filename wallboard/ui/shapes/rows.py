"""How many rows of a list have room, how far apart they stand, and what is said of the others."""

from typing import NamedTuple

from wallboard.core.words import words
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, line_height


class Rowing(NamedTuple):
    """The first `shown` rows, from middle to middle `pitch` pixels apart; `left_over` are summed below them."""

    shown: int
    pitch: float
    left_over: int


def rowing_for(count: int, height: float, more_h: float, *, least: float, most: float) -> Rowing:
    """All rows, spread up to `most`; or as many as stand `least` apart above the line "and n more" (`more_h`)."""
    if count * least <= height:
        return Rowing(count, min(most, height / max(1, count)), 0)
    shown = max(0, int((height - more_h) / least))
    pitch = min(most, (height - more_h) / shown) if shown else least
    return Rowing(shown, pitch, count - shown)


def more_height(sheet: Sheet) -> float:
    """What the line "and n more" takes."""
    return line_height(sheet.stage.scale.least)


def lay_more(rowing: Rowing, rect: Rect, sheet: Sheet) -> None:
    """Below the rows how many there are besides, and the lack of it."""
    if not rowing.left_over:
        return
    sheet.lack("fits.rows")
    least = sheet.stage.scale.least
    y = rect.y + rowing.shown * rowing.pitch
    if rowing.shown and y + line_height(least) <= rect.bottom + 1:
        said = sheet.stage.say(words("more", n=rowing.left_over))
        sheet.text(said, (rect.x, y + least * ASCENT_EM), least, role="muted")


def centred(middle: float, px: int) -> float:
    """The baseline of a line whose capitals stand about a height."""
    return middle + px * CAP_EM / 2
