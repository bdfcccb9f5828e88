"""Which page has its turn: each for its dwell, unless a person or a case that turns late keeps it."""

import math
from collections.abc import Callable

PAUSE_LASTS_S = 600.0
"""A pause that somebody forgot must not freeze a wall for the night; a pin is meant to stay."""


class Rotation:
    """Turns of pages counted from 0. It holds no timer: whoever has one asks `left_s`, and says what came up.

    `clock` gives monotonic seconds. `pinned` is the page that stays; another one shown by hand goes back to it after
    its own dwell.
    """

    def __init__(self, clock: Callable[[], float], page: int = 0, pinned: int | None = None) -> None:
        self.page = page
        self.pinned = pinned
        self._clock = clock
        self._since_s = clock()
        self._paused_s: float | None = None
        self._has_news = False

    @property
    def is_paused(self) -> bool:
        """Whether a person stopped the pages not longer than ten minutes ago."""
        return self._paused_s is not None and self._clock() - self._paused_s < PAUSE_LASTS_S

    @property
    def pause_left_s(self) -> float | None:
        """How long the pages still pause; None where they do not."""
        return (
            PAUSE_LASTS_S - (self._clock() - self._paused_s) if self.is_paused and self._paused_s is not None else None
        )

    def pause_for(self, left_s: float) -> None:
        """Go on with a pause that began before this glass: at most as long as a pause lasts."""
        self._paused_s = self._clock() - PAUSE_LASTS_S + min(max(left_s, 0.0), PAUSE_LASTS_S)

    def came_up(self, page: int) -> None:
        """This page shows now."""
        self.page = page
        self.restart()

    def restart(self) -> None:
        """The page's dwell, and a pause's ten minutes, begin anew: somebody stands there and looks."""
        is_paused = self.is_paused
        self._since_s = self._clock()
        self._paused_s = self._since_s if is_paused else None
        self._has_news = False

    def rest(self) -> None:
        """Something on the page turned late: it keeps its turn for one dwell more, and for one only."""
        self._has_news = True

    def toggle_pause(self) -> None:
        """Stop the pages, or let them turn again."""
        self._paused_s = None if self.is_paused else self._clock()
        self.restart()

    def toggle_pin(self) -> None:
        """Pin the page that shows, or undo that."""
        self.pinned = None if self.pinned == self.page else self.page
        self.restart()

    def next_page(self, count: int) -> int:
        """The page that comes after this one, of so many; a pin beyond the last page means the last."""
        return (self.page + 1) % count if self.pinned is None else min(self.pinned, count - 1)

    def left_s(self, dwell_s: float, count: int) -> float:
        """How long the page still has; infinite where it stays."""
        if count < 2 or self.is_paused or self.next_page(count) == self.page:
            return math.inf
        since_s = self._since_s if self._paused_s is None else max(self._since_s, self._paused_s + PAUSE_LASTS_S)
        return since_s + dwell_s * (2 if self._has_news else 1) - self._clock()
