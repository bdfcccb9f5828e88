"""The list of keys."""

from wallboard.core.words import words
from wallboard.ui.overlay import Listing, Row, lay_overlay
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import Stage

_KEYS = ("menu", "pages", "pause", "pin", "standup", "visitors", "refresh", "full-screen", "help", "leave")


class KeyList:
    """Every key and what it does; where not all have room, arrows move through them."""

    lasts_s = 60.0
    """Time to read it; then the page is worth more."""

    def __init__(self) -> None:
        self._first = 0

    def move(self, step: int) -> None:
        """Show the keys from one further up or down."""
        self._first = min(max(0, self._first + step), len(_KEYS) - 1)

    def scene(self, area: Rect, stage: Stage) -> Scene:
        """The list in the middle of an area."""
        return lay_overlay(self.listing(stage), area, stage)

    def listing(self, stage: Stage) -> Listing:
        """The keys, each with what it does."""
        rows = tuple(Row(stage.say(words(f"help.{key}")), stage.say(words(f"key.{key}"))) for key in _KEYS)
        return Listing(stage.say(words("help.title")), rows, self._first, has_choice=False)
