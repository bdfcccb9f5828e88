"""The menu: every command that does something now, chosen by arrows alone."""

from wallboard.core.words import words
from wallboard.ui.commands import Command, Setting, in_menu, key_in_menu, label_of
from wallboard.ui.overlay import Listing, Row, lay_overlay
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import Stage


class Menu:
    """Which commands there are in a setting, and which of them is chosen."""

    lasts_s = 30.0
    """Without a key for so long it goes away: nobody stands there any more."""

    def __init__(self, setting: Setting, chosen: Command | None = None) -> None:
        self._setting = setting
        self._commands = in_menu(setting)
        self._chosen = 0 if chosen is None else self._commands.index(chosen)

    @property
    def chosen(self) -> Command:
        """What Enter would do."""
        return self._commands[self._chosen]

    def move(self, step: int) -> None:
        """Choose the entry so many below; after the last comes the first."""
        self._chosen = (self._chosen + step) % len(self._commands)

    def scene(self, area: Rect, stage: Stage) -> Scene:
        """The list in the middle of an area."""
        return lay_overlay(self.listing(stage), area, stage)

    def listing(self, stage: Stage) -> Listing:
        """The entries by what they will do, each with its key."""
        keys = [key_in_menu(command) for command in self._commands]
        labels = [stage.say(label_of(command, self._setting)) for command in self._commands]
        rows = tuple(Row(label, stage.say(key) if key else "") for label, key in zip(labels, keys, strict=True))
        return Listing(stage.say(words("menu.title")), rows, self._chosen)
