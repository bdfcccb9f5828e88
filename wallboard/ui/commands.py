"""What keys and the menu ask of the glass, and which key asks for what."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt

from wallboard.core.words import Words, words

Command = Literal[
    "next-page",
    "page-before",
    "pause",
    "pin",
    "standup",
    "visitors",
    "refresh",
    "full-screen",
    "menu",
    "help",
    "leave",
]

_KEYS: dict[int, Command] = {
    Qt.Key.Key_Right: "next-page",
    Qt.Key.Key_Left: "page-before",
    Qt.Key.Key_Space: "pause",
    Qt.Key.Key_P: "pin",
    Qt.Key.Key_S: "standup",
    Qt.Key.Key_V: "visitors",
    Qt.Key.Key_R: "refresh",
    Qt.Key.Key_F11: "full-screen",
    Qt.Key.Key_Question: "help",
    Qt.Key.Key_Return: "menu",
    Qt.Key.Key_Enter: "menu",
    Qt.Key.Key_Select: "menu",
    Qt.Key.Key_Escape: "leave",
}
_PAGES: frozenset[Command] = frozenset({"next-page", "page-before", "pause", "pin"})
_IN_MENU: tuple[Command, ...] = (
    "next-page", "page-before", "pause", "pin", "standup", "visitors", "refresh", "full-screen", "help", "leave",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signs:
    """How the glass is set by hand, as its header shows and its menu knows: `pinned` is the page that stays."""

    is_paused: bool = False
    pinned: int | None = None
    is_for_visitors: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides which commands there are now, and how the menu calls them; `asks_pin`: leaving asks for the PIN."""

    signs: Signs
    page: int
    pages: int
    is_full_screen: bool
    can_refresh: bool
    can_stand_up: bool = False
    is_standup_open: bool = False
    asks_pin: bool = False


def command_of(key: int, text: str) -> Command | None:
    """What a key asks for; a question mark stands on another key in every country, so its text counts too."""
    return _KEYS.get(key, "help" if text == "?" else None)


def in_menu(setting: Setting) -> list[Command]:
    """The commands that do something now."""
    return [
        command
        for command in _IN_MENU
        if (setting.pages > 1 or command not in _PAGES)
        and (setting.can_refresh or command != "refresh")
        and (setting.can_stand_up or command != "standup")
    ]


def label_of(command: Command, setting: Setting) -> Words:
    """What a command is called in the menu: what it will do, not what is."""
    is_undone = {
        "pause": setting.signs.is_paused,
        "pin": setting.signs.pinned == setting.page,
        "standup": setting.is_standup_open,
        "visitors": setting.signs.is_for_visitors,
        "full-screen": setting.is_full_screen,
    }.get(command, False)
    return words(f"menu.{command}.undo" if is_undone else f"menu.{command}")


def key_in_menu(command: Command) -> Words | None:
    """The key that does the same without the menu; there Escape only closes it."""
    return None if command == "leave" else key_of(command)


def key_of(command: Command) -> Words:
    """A command's key as it is written beside it."""
    return words(f"key.{command}")
