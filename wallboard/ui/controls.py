"""What a key does: a command, or a step in what lies over the page."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from wallboard.ui.commands import Command, Setting, command_of
from wallboard.ui.help_overlay import KeyList
from wallboard.ui.menu import Menu
from wallboard.ui.overlay import Overlay
from wallboard.ui.pin import PinBox

_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Controls:
    """The menu and the list of keys, worked by arrows, Enter and Escape alone; every other key is a command.

    `do` carries a command out, `setting` tells what is so now, `monotonic` gives seconds.
    """

    def __init__(
        self, do: Callable[[Command], None], setting: Callable[[], Setting], monotonic: Callable[[], float]
    ) -> None:
        self.overlay: Overlay | None = None
        self._do = do
        self._setting = setting
        self._monotonic = monotonic
        self._touched_s = monotonic()

    def press(self, key: int, text: str, *, is_repeated: bool = False) -> bool:
        """Do what a key asks for; tells whether it asks for anything.

        A key that is held down repeats: only the arrows that choose may, for an Escape that closed the menu must not
        go on to leave the board.
        """
        self._touched_s = self._monotonic()
        if isinstance(self.overlay, PinBox):
            if not self.overlay.press(key, text, is_repeated=is_repeated):
                self.overlay = None
            return True
        command = command_of(key, text)
        if self.overlay is not None and key in _STEPS:
            self.overlay.move(_STEPS[key])
        elif is_repeated or command is None:
            return command is not None
        elif self.overlay is None:
            self._begin(command)
        else:
            self._press_over(self.overlay, command)
        return True

    def close_if_left(self) -> bool:
        """Take away what nobody has touched for as long as it lasts; tells whether it did."""
        if self.overlay is None or self._monotonic() - self._touched_s < self.overlay.lasts_s:
            return False
        self.overlay = None
        return True

    def _begin(self, command: Command) -> None:
        """A key on the bare wall.

        Escape is what a remote's "back" sends, to close what may just have closed by itself: it asks, and Enter agrees.
        A PIN asks enough.
        """
        setting = self._setting()
        if command == "leave" and not setting.asks_pin:
            self.overlay = Menu(setting, chosen="leave")
        else:
            self._carry_out(command)

    def _press_over(self, overlay: Overlay, command: Command) -> None:
        """Escape closes and does nothing more, Enter does what is chosen, the arrows of pages do nothing."""
        if command in ("next-page", "page-before"):
            return
        self.overlay = None
        if command == "menu" and isinstance(overlay, Menu):
            self._carry_out(overlay.chosen)
        elif command != "leave" and not (command == "help" and isinstance(overlay, KeyList)):
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        if command == "menu":
            self.overlay = Menu(self._setting())
        elif command == "help":
            self.overlay = KeyList()
        else:
            self._do(command)
