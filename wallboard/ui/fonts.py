"""Inter as bundled, with tabular figures, and how wide a string stands in it.

Hinting is off, so that a string is as wide on every screen as in every picture.
"""

import re
from bisect import bisect_right
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from wallboard.ui.assets import asset

MEDIUM, SEMIBOLD, BOLD = 500, 600, 700
_FILES = ("Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
_ELLIPSIS = "…"

_FIGURE = r"[^ \t\r\n]*\d (?:h (?=\d\d(?!\d))|(?=(?:%|h|min|s|d|MB|Tage)(?!\w)))"
_WORD = re.compile(rf"(?:{_FIGURE})?[^ \t\r\n]+")
"""What is never parted: a figure and its unit (95 %, 2 h 30), and what a no-break space joins."""

_MOST_LETTERS = 400
"""More stand in no line of any wall: what is longer is garbage in a cell, and measuring it would stop the clock."""


@cache
def _family() -> str:
    """Load the bundled files once; the system's fonts stay behind them for scripts that Inter lacks."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(asset("fonts", name))) < 0:
            msg = f"Qt cannot read the font {name}"
            raise OSError(msg)
    return "Inter"


@cache
def font(px: int, weight: int) -> QFont:
    """Inter at a size in pixels; weights are the constants of this module."""
    made = QFont(_family())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(
        QFont.StyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias)
    )
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def units_per_em() -> int:
    """The size in pixels at which a unit of the font is a pixel."""
    return round(QRawFont.fromFont(font(100, BOLD)).unitsPerEm())


@cache
def metrics(px: int, weight: int) -> QFontMetricsF:
    """The metrics of a font, kept: Qt makes them anew at each call."""
    return QFontMetricsF(font(px, weight))


@lru_cache(maxsize=4096)
def width_of(string: str, px: int, weight: int) -> float:
    """The advance of a string in pixels."""
    return metrics(px, weight).horizontalAdvance(string)


@lru_cache(maxsize=1024)
def bearing(string: str, px: int, weight: int) -> float:
    """How far right of its origin a string's ink begins: a tabular 1 stands in the middle of a figure's width."""
    em = units_per_em()
    return metrics(em, weight).tightBoundingRect(string).x() * px / em


@lru_cache(maxsize=1024)
def hang(string: str, weight: int) -> float:
    """How far below its line a string's ink reaches, in its size: a comma does, which in German is the point."""
    em = units_per_em()
    return max(0.0, metrics(em, weight).tightBoundingRect(string).bottom() / em)


@lru_cache(maxsize=1024)
def elided(name: str, px: int, weight: int, room: float) -> str:
    """A name, its middle left out where it is wider than `room`; empty where not even its ends have room."""
    is_endless = len(name) > _MOST_LETTERS
    if not is_endless and width_of(name, px, weight) <= room:
        return name
    letters = min(len(name), _MOST_LETTERS)
    # from two letters, which have no room, to all of them, which are too many
    kept = bisect_right(range(2, letters), room, key=lambda kept: width_of(_ends(name, kept), px, weight)) + 1
    return _ends(name, kept) if kept >= 2 else ""


def _ends(name: str, kept: int) -> str:
    """A name's two ends, so many letters in all, round an ellipsis."""
    head = (kept + 1) // 2
    tail = kept - head
    return name[:head].rstrip() + _ELLIPSIS + (name[-tail:].lstrip() if tail else "")


def wrapped(text: str, px: int, weight: int, room: float) -> list[str]:
    """The lines of a sentence, broken between words; a word wider than `room` (an address, a path) breaks inside."""
    lines: list[str] = []
    for word in _WORD.findall(text[: 4 * _MOST_LETTERS]):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, px, weight) <= room:
            lines[-1] = longer
        else:
            lines.extend(_pieces(word, px, weight, room))
    return lines


def _pieces(word: str, px: int, weight: int, room: float) -> list[str]:
    pieces: list[str] = []
    while word:
        fits = bisect_right(range(1, len(word) + 1), room, key=lambda kept: width_of(word[:kept], px, weight))
        kept = max(1, fits)
        pieces.append(word[:kept])
        word = word[kept:]
    return pieces
