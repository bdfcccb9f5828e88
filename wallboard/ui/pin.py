"""The box in which the PIN is typed: by digits, or by the arrows of a small remote."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from wallboard.core.views.pin import MOST_DIGITS
from wallboard.core.words import Words, words
from wallboard.ui.pin_drawing import PinDrawing
from wallboard.ui.pin_tries import PinTries
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import Stage

_TAKE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Backspace})
_STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class PinBox:
    """Asks for the PIN whose hash is given, then does what it stood before; it takes every key there is.

    A digit is typed, or turned up by the arrows and taken with → or Enter; Enter with no digit turned up ends the PIN.
    """

    lasts_s = 30.0
    """Without a key for so long it goes away, with what was typed."""

    def __init__(self, title: Words, hashed: str, tries: PinTries, then: Callable[[], None]) -> None:
        self._title = title
        self._hashed = hashed
        self._tries = tries
        self._then = then
        self._digits = ""
        self._turned: int | None = None
        self._was_wrong = False
        tries.look()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed or turned up."""
        return not self._digits and self._turned is None

    def move(self, step: int) -> None:
        """Turn up another digit; `step` as in a list, where 1 is down."""
        self._turn(-step)

    def press(self, key: int, text: str, *, is_repeated: bool = False) -> bool:
        """Take a key; tells whether the box stays."""
        if key == Qt.Key.Key_Escape:
            return is_repeated
        if self._tries.wait_s > 0:
            return True
        if key in _STEPS:
            self._turn(_STEPS[key])
        elif is_repeated:
            return True
        elif key in _TAKE:
            return not self._finished()
        elif key == Qt.Key.Key_Right:
            self._take_turned()
        elif key in _BACK:
            self._take_back()
        elif len(text) == 1 and text in "0123456789":
            self._turned = None
            self._append(text)
        return True

    def scene(self, area: Rect, stage: Stage) -> Scene:
        """The box in the middle of an area: its title, the places of the digits, what is wrong, how it is done."""
        message = self._message()
        drawing = PinDrawing(area, stage, stage.say(self._title), stage.say(message) if message is not None else "")
        is_open = self._tries.wait_s == 0 and len(self._digits) < MOST_DIGITS
        return drawing.scene(len(self._digits), self._turned, is_open=is_open)

    def _turn(self, step: int) -> None:
        self._was_wrong = False
        if len(self._digits) < MOST_DIGITS:
            start = -1 if step > 0 else 10
            self._turned = ((start if self._turned is None else self._turned) + step) % 10

    def _append(self, digit: str) -> None:
        self._was_wrong = False
        self._digits = (self._digits + digit)[:MOST_DIGITS]

    def _take_turned(self) -> bool:
        if self._turned is None:
            return False
        self._append(str(self._turned))
        self._turned = None
        return True

    def _take_back(self) -> None:
        self._was_wrong = False
        if self._turned is not None:
            self._turned = None
        else:
            self._digits = self._digits[:-1]

    def _finished(self) -> bool:
        """Enter: a digit that is turned up is taken first; then the PIN is checked, and what it guards is done."""
        if self._take_turned() or not self._digits:
            return False
        is_right = self._tries.is_right(self._digits, self._hashed)
        self._digits, self._was_wrong = "", not is_right
        if is_right:
            self._then()
        return is_right

    def _message(self) -> Words | None:
        wait_s = self._tries.wait_s
        if wait_s > 90:
            return words("pin.wait-long", n=-int(-wait_s // 60))
        if wait_s > 0:
            return words("pin.wait", n=-int(-wait_s // 1))
        return words("pin.wrong") if self._was_wrong else None
