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


def key_of(key: int) -> Key | None:
    """What a key moves; None for one that the walk does not know."""
    return _KEYS.get(key)


def digit_of(text: str) -> int | None:
    """The number key behind a text, on whatever row of keys it stands."""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None
