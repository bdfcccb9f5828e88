"""The page in the place of a board of which nothing is known yet, where the disk keeps it from being known."""

from collections.abc import Callable
from pathlib import Path

from wallboard.core.words import say, words
from wallboard.ui.full_disk import FullDisk
from wallboard.ui.safe import SafeWindow
from wallboard.ui.safe_page import tongue_of_machine
from wallboard.ui.screens import ScreenSeat, SeatWish


class NoPicture:
    """Says that the disk is full, as long as it is and no picture comes; `look` once a second.

    It stands where `wish` says, below whatever board comes up, and gives way to nobody. `leave` ends the glass; None
    where no key may.
    """

    def __init__(
        self,
        disk: FullDisk,
        clock: Callable[[], int],
        wish: SeatWish,
        state_dir: Path,
        leave: Callable[[], None] | None,
    ) -> None:
        self._disk = disk
        self._clock = clock
        self._wish = wish
        self._state_dir = state_dir
        self._leave = leave
        self._since_us = clock()
        self._shown: tuple[SafeWindow, ScreenSeat] | None = None

    @property
    def window(self) -> SafeWindow | None:
        """The page's window; None while nothing is said."""
        return self._shown[0] if self._shown is not None else None

    def look(self) -> None:
        """Show, keep in place and up to now, or take away, whatever the disk asks for."""
        if not self._disk.look_without_picture(self._since_us, self._clock()):
            self.end()
            return
        if self._shown is None:
            self._shown = self._come_up()
        window, seat = self._shown
        seat.settle()
        window.tick()

    def end(self) -> None:
        """Make room for a picture."""
        if self._shown is not None:
            window, seat = self._shown
            self._shown = None
            window.take_away()
            seat.leave()

    def _come_up(self) -> tuple[SafeWindow, ScreenSeat]:
        tongue = tongue_of_machine()
        wrong, advice = (say(words(key), tongue) for key in ("safe.disk-full", "safe.make-room"))
        window = SafeWindow(f"{wrong}\n\n{advice}", self._clock, self._leave)
        seat = ScreenSeat(window, self._wish, self._state_dir)
        seat.take()
        return window, seat
