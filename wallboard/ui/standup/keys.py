"""Which key of a keyboard or remote does what at a stand-up."""

from PySide6.QtCore import Qt

from wallboard.ui.standup.walk import Key

_KEYS: dict[int, Key] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_PageUp: "left",
    Qt.Key.Key_PageDown: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Return: "choose",
    Qt.Key.Key_Enter: "choose",
    Qt.Key.Key_Select: "choose",
    Qt.Key.Key_Escape: "back",
    Qt.Key.Key_Backspace: "erase",
    Qt.Key.Key_Delete: "erase",
}


AGAIN_S = 0.3
"""A key that is struck again so soon was meant once: a key that bounces, a hand that trembles."""
_MOVING: frozenset[Key] = frozenset({"left", "right", "up", "down"})


class Bounce:
    """Tells strokes that were meant once from those that were meant twice; `at_s` are seconds that only grow.

    Keys that move are all meant: nothing is said by them, and who leafs through a long list strikes quickly.
    """

    def __init__(self) -> None:
        self._last = 0, float("-inf")

    def is_again(self, key: int, at_s: float) -> bool:
        """Whether this stroke only repeats the last one that was taken."""
        last, last_s = self._last
        return key == last and 0 <= at_s - last_s < AGAIN_S

    def take(self, key: int, at_s: float) -> None:
        """A stroke that was meant."""
        self._last = (key, at_s) if key_of(key) not in _MOVING else (0, at_s)


def key_of(key: int) -> Key | None:
    """What a key moves; None for one that the walk does not know."""
    return _KEYS.get(key)


def digit_of(text: str) -> int | None:
    """The number key behind a text, on whatever row of keys it stands."""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None
