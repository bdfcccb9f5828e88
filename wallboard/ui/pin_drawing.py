"""How the box for the PIN looks: as large as it may be, and tight where there is little room."""

from dataclasses import dataclass

from wallboard.core.views.pin import MOST_DIGITS
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.overlay import lay_box
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, baseline_in, line_height

_PLACES = 4
"""So many places are drawn at least: how many the PIN has is nobody's business."""


@dataclass(frozen=True, slots=True)
class _Form:
    """The measures of a box: text size, and whether it is tight, where the arrows and a line of its own for what is
    wrong have no room."""

    px: int
    is_tight: bool

    @property
    def pad(self) -> int:
        return round(self.px * (0.6 if self.is_tight else 0.9))

    @property
    def digit(self) -> int:
        """The size of a digit."""
        return round(self.px * (1.0 if self.is_tight else 1.4))

    @property
    def pitch(self) -> int:
        """From one digit's place to the next."""
        return round(self.digit * 1.35)

    @property
    def wheel_h(self) -> int:
        """Of the digits' places, with the arrows above and below the next one."""
        return round(self.digit * 1.8 if self.is_tight else self.digit * 1.6 + self.px * 2.6)

    @property
    def air(self) -> int:
        """Above the advice."""
        return round(self.px * (0.0 if self.is_tight else 0.3))

    def height(self, lines: int) -> float:
        """Of a box with so many lines above and below the digits, and no advice."""
        return 2 * self.pad + self.wheel_h + lines * line_height(self.px) + self.air


class PinDrawing:
    """The box in an area: as large as it may be, then tight; what has no room is advice, sentence by sentence."""

    def __init__(self, area: Rect, stage: Stage, title: str, message: str) -> None:
        gap = stage.scale.gap
        self._stage = stage
        self._area = area.inset(gap, gap)
        self._title, self._message = [title], [message] if message else []
        for px, is_tight in ((stage.scale.body, False), (stage.scale.least, False), (stage.scale.least, True)):
            self._form = _Form(px, is_tight)
            wanted = max(width_of(title, px, SEMIBOLD), px * 9.0, stage.scale.least * 18.0)
            self._inner_w = round(min(self._area.w - 2 * self._form.pad, wanted))
            self._title, self._message = self._wrapped(title), self._wrapped(message)
            self._is_told_above = is_tight and bool(self._message)
            if is_tight:
                self._title, self._message = self._message or self._title, []
            self._height = self._form.height(self._lines)
            if self._height <= self._area.h:
                break

    @property
    def _lines(self) -> int:
        """Lines above and below the digits; the one below is kept free, so that the box does not jump."""
        return len(self._title) + max(0 if self._form.is_tight else 1, len(self._message))

    def _wrapped(self, text: str) -> list[str]:
        return wrapped(text, self._form.px, SEMIBOLD, self._inner_w) if text else []

    def scene(self, typed: int, turned: int | None, *, is_open: bool) -> Scene:
        """The whole box, with so many digits typed and perhaps one turned up; `is_open` for more of them."""
        form, advice = self._form, self._advice()
        height = self._height + len(advice) * line_height(self._stage.scale.least)
        rect = self._middle(self._inner_w + 2 * form.pad, height)
        sheet, around = lay_box(rect, form.px, self._stage)
        left, top = rect.x + form.pad, rect.y + form.pad
        role = "text-urgent" if self._is_told_above else "text"
        top = self._lay_lines(self._title, (left, top), form.px, role, sheet)
        places = Rect(left, top, self._inner_w, form.wheel_h)
        self._lay_places(typed, turned, places, sheet, is_open=is_open)
        top += form.wheel_h
        bottom = self._lay_lines(self._message, (left, top), form.px, "text-urgent", sheet)
        top = max(bottom, top + (0 if form.is_tight else line_height(form.px))) + form.air
        self._lay_lines(advice, (left, top), self._stage.scale.least, "muted", sheet)
        return sheet.scene(around)

    def _advice(self) -> list[str]:
        """How it is done, by sentences as long as they have room."""
        px, lines = self._stage.scale.least, list[str]()
        for key in ("pin.by-digits", "pin.by-arrows", "pin.back"):
            more = wrapped(self._stage.say(words(key)), px, MEDIUM, self._inner_w)
            if self._height + (len(lines) + len(more)) * line_height(px) > self._area.h:
                break
            lines += more
        return lines

    def _middle(self, width: float, height: float) -> Rect:
        area = self._area
        x, y = round(area.x + (area.w - width) / 2), round(area.y + (area.h - height) / 2)
        return Rect(x, max(area.y, y), round(width), round(height))

    def _lay_lines(self, lines: list[str], at: tuple[float, float], px: int, role: str, sheet: Sheet) -> float:
        """Lines of text down from a point; returns where they end."""
        weight = MEDIUM if role == "muted" else SEMIBOLD
        for number, line in enumerate(lines):
            sheet.text(line, (at[0], baseline_in(at[1], px, number)), px, weight=weight, role=role)
        return at[1] + len(lines) * line_height(px)

    def _lay_places(self, typed: int, turned: int | None, rect: Rect, sheet: Sheet, *, is_open: bool) -> None:
        """A disc for each digit, and the place of the next: what is turned up there, between its arrows."""
        form, count = self._form, min(max(_PLACES, typed + 1), MOST_DIGITS)
        fitting = min(count, max(2, int(rect.w // form.pitch)))
        first = max(0, min(typed, count - 1) - fitting + 1)
        middle, width = rect.y + rect.h / 2, round(form.pitch * 0.76)
        stroke = max(3.0, round(form.digit * 0.07))
        for number in range(first, first + fitting):
            x = rect.x + (number - first) * form.pitch
            is_next = number == typed and is_open
            line = Rect(round(x), round(middle + form.digit * 0.62), width, stroke)
            sheet.add(Box(line, "text" if is_next else "muted", stroke / 2))
            if number < typed:
                sheet.mark("circle", (x + width / 2, middle), round(form.digit * 0.4), "text")
            elif is_next:
                self._lay_next(turned, (x + width / 2, middle), sheet)

    def _lay_next(self, turned: int | None, centre: tuple[float, float], sheet: Sheet) -> None:
        (x, y), digit = centre, self._form.digit
        if turned is not None:
            sheet.text(
                str(turned), (x, round(y + digit * CAP_EM / 2)), digit, weight=BOLD, align="centre", is_value=True
            )
        if not self._form.is_tight:
            least = self._stage.scale.least
            sheet.text("↑", (x, round(y - digit * 0.72)), least, role="muted", align="centre")
            sheet.text("↓", (x, round(y + digit * 0.84 + least * CAP_EM)), least, role="muted", align="centre")
