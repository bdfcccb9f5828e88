"""What the page in the board's place looks like: what is wrong, what to do, and the time."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QTimeZone
from PySide6.QtGui import QImage, QPainter

from wallboard.core.views.layout import Screen
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Box, Line, Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, baseline_in, line_height
from wallboard.ui.theme import DARK
from wallboard.ui.tongue import PlaceTongue, is_spoken
from wallboard.ui.type_scale import scale_for

_ADVICE = ("again", "restart", "support", "kept")
_AIR = 0.35
"""Between two pieces of advice, in heights of their text."""


def draw_safe(text: str, size: tuple[int, int], now_us: int, tongue: PlaceTongue) -> QImage:
    """The page as an image of `size` pixels at an instant (microseconds UTC)."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    brush = Painter(DARK)
    brush.fill(painter, Rect(0, 0, *size), "page")
    brush.paint(painter, [lay_safe(text, size, now_us, tongue)])
    painter.end()
    return image


def lay_safe(text: str, size: tuple[int, int], now_us: int, tongue: PlaceTongue) -> Scene:
    """The page's scene. Nobody knows the glass: its letters are as on one of 55 inches, seen from three metres.

    The first line of `text` is said in large, the lines below it small; what stands after an empty line is what to do,
    in the place of the usual advice.
    """
    usual = Screen()
    stage = Stage(scale_for(usual.diagonal, usual.distance, size), tongue, now_us)
    scale = stage.scale
    sheet = Sheet(stage)
    whole = Rect(0, 0, *size)
    card = whole.inset(scale.margin, scale.margin)
    sheet.add(Box(card, "panel", scale.gap * 0.6))
    rest = card.inset(scale.margin * 1.5, scale.margin)
    rest = rest.below(_lay_head(rest, sheet))
    wrong, advice = _parted(text, stage)
    advice_h = min(rest.h * 0.6, _label_h(stage) + _advice_h(advice, rest.w, stage))
    below = _lay_wrong(wrong, rest.upper(rest.h - advice_h - scale.body), sheet) + scale.body
    _lay_advice(advice, rest.below(below), sheet)
    return sheet.scene(whole)


def tongue_of_machine() -> PlaceTongue:
    """How the machine is set, where the wall speaks that language, else English; its time zone, else UTC."""
    told = QLocale.system().name()
    return PlaceTongue(told if told != "C" and is_spoken(told) else "en_GB", _zone_of_machine())


def _zone_of_machine() -> str:
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        return "UTC"
    return name


def _parted(text: str, stage: Stage) -> tuple[list[str], list[str]]:
    """What is wrong, and what to do, a line each."""
    wrong, _, advice = text.strip().partition("\n\n")
    lines = [" ".join(line.split()) for line in wrong.splitlines()]
    pieces = [line.strip() for line in advice.splitlines() if line.strip()]
    return (
        [line for line in lines if line] or [stage.say(words("safe.unknown"))],
        pieces or [stage.say(words(f"safe.{key}")) for key in _ADVICE],
    )


def _lay_head(rect: Rect, sheet: Sheet) -> float:
    """That there is no board, and the time, which moves: a page that stands still would be believed for ever."""
    stage = sheet.stage
    px = round(stage.scale.body * 1.5)
    mark_w = px * 1.2
    time = stage.tongue.time(stage.now_us)
    room = rect.w - width_of(time, px, BOLD) - px - mark_w
    lines = wrapped(stage.say(words("safe.title")), px, BOLD, room) if room > 0 else []
    baseline = baseline_in(rect.y, px)
    sheet.mark("diamond", (rect.x + px * 0.42, baseline - px * CAP_EM / 2), px * 0.72, "urgent")
    for number, line in enumerate(lines):
        sheet.text(line, (rect.x + mark_w, baseline_in(rect.y, px, number)), px, weight=BOLD)
    sheet.text(time, (rect.right, baseline), px, weight=BOLD, align="right", is_value=True)
    height = max(1, len(lines)) * line_height(px) + stage.scale.gap
    sheet.add(Line(rect.x, rect.y + height, rect.right, rect.y + height, max(1.0, stage.scale.least * 0.06), "rule"))
    return height + stage.scale.body


def _lay_wrong(lines: list[str], rect: Rect, sheet: Sheet) -> float:
    """The first line in large, the others small, as many as have room, the rest counted; returns the height used."""
    scale = sheet.stage.scale
    y = rect.y + _lay_label("safe.wrong", rect, sheet)
    large = round(scale.body * 1.2)
    step = line_height(scale.least)
    first = wrapped(lines[0], large, SEMIBOLD, rect.w)
    for at, row_said in enumerate(first):
        left = len(first) - at - 1 + len(lines) - 1
        needed = line_height(large) + (scale.least * _AIR + step if left else 0)
        if at and y + needed > rect.bottom:
            more = sheet.stage.say(words("safe.more", n=left + 1))
            sheet.text(more, (rect.x, baseline_in(y, scale.least)), scale.least, role="muted")
            return y + step - rect.y
        sheet.text(row_said, (rect.x, baseline_in(y, large)), large, weight=SEMIBOLD)
        y += line_height(large)
    y += scale.least * _AIR
    for number, line in enumerate(lines[1:]):
        parts = wrapped(line, scale.least, MEDIUM, rect.w - scale.least)
        left = len(lines) - 1 - number
        if y + (len(parts) + (left > 1)) * step > rect.bottom:
            if y + step <= rect.bottom:
                more = sheet.stage.say(words("more", n=left))
                sheet.text(more, (rect.x, baseline_in(y, scale.least)), scale.least, role="muted")
                y += step
            break
        for row, part in enumerate(parts):
            x = rect.x + (scale.least if row else 0)  # where one line ends and the next begins must be plain
            sheet.text(part, (x, baseline_in(y, scale.least)), scale.least)
            y += step
    return y - rect.y


def _lay_advice(advice: list[str], rect: Rect, sheet: Sheet) -> None:
    """The first pieces of advice that have room, each after a dash."""
    px = sheet.stage.scale.body
    indent = px * 0.9
    y = rect.y + _lay_label("safe.advice", rect, sheet)
    for said in advice:
        lines = wrapped(said, px, MEDIUM, rect.w - indent)
        if y + len(lines) * line_height(px) > rect.bottom + 0.5:
            return
        sheet.mark("dash", (rect.x + px * 0.22, baseline_in(y, px) - px * CAP_EM / 2), px * 0.36, "line")
        for line in lines:
            sheet.text(line, (rect.x + indent, baseline_in(y, px)), px)
            y += line_height(px)
        y += px * _AIR


def _advice_h(advice: list[str], width: float, stage: Stage) -> float:
    px = stage.scale.body
    lines = sum(len(wrapped(said, px, MEDIUM, width - px * 0.9)) for said in advice)
    return lines * line_height(px) + len(advice) * px * _AIR


def _lay_label(key: str, rect: Rect, sheet: Sheet) -> float:
    least = sheet.stage.scale.least
    sheet.text(sheet.stage.say(words(key)), (rect.x, baseline_in(rect.y, least)), least, weight=SEMIBOLD, role="muted")
    return _label_h(sheet.stage)


def _label_h(stage: Stage) -> float:
    return line_height(stage.scale.least) * 1.2
