"""The present as the glass goes by it: the collector's, told by the last picture, whatever its own machine's clock."""

from collections.abc import Callable
from dataclasses import replace

from wallboard.clocks import STEP_US, elapsed_us, wall_us
from wallboard.core.views.clocks import CLOCK_WRONG_US, is_off
from wallboard.core.views.shapes import Picture

DOUBTED_US = 60_000_000
"""So long a clock that was set waits for a picture that tells what to make of it."""

MINUTE_US = 60_000_000

_Clock = Callable[[], int]


class Present:
    """Ages are judged at the instant that this gives; `heed` a picture and it is that picture's time that goes on.

    A clock that is set tells nothing for a moment: the collector looks at it within seconds and writes a picture of
    its time. Where none comes, because the collector is gone, the clock is believed after a minute, as far as it is
    no earlier than the last picture.
    """

    def __init__(self, wall: _Clock = wall_us, elapsed: _Clock = elapsed_us) -> None:
        self._wall = wall
        self._elapsed = elapsed
        # Instants less the time since the machine's start, which only a setting of the clock changes.
        self._base_us = self._true_base_us = wall() - elapsed()
        self._floor_base_us: int | None = None
        self._told: tuple[int | None, int] = (None, 0)
        self._ahead_us = 0
        self._set_at_us: int | None = None

    def now_us(self) -> int:
        """The present instant, microseconds UTC."""
        return self._elapsed() + self._true_base_us

    def heed(self, picture: Picture | None) -> None:
        """Look at the clock and at the picture, once a second."""
        elapsed_us = self._elapsed()
        base_us = self._wall() - elapsed_us
        if abs(base_us - self._base_us) > STEP_US:
            self._set_at_us = elapsed_us
        self._base_us = base_us
        is_new = picture is not None and self._hear(picture, elapsed_us)
        if self._set_at_us is not None and not (is_new and self._is_borne_out()):
            if elapsed_us - self._set_at_us <= DOUBTED_US:
                return
            self._ahead_us = 0
        self._set_at_us = None
        self._true_base_us = self._found_us()

    def corrected(self, picture: Picture) -> Picture:
        """The picture with what is found of the clock since: a collector that is gone cannot say that it is behind."""
        ahead_us = self._base_us - self._true_base_us
        was_off = is_off(picture.clock_ahead_us)
        if was_off and not is_off(ahead_us):
            return replace(picture, clock_ahead_us=0)
        if not was_off and self._set_at_us is None and ahead_us < -CLOCK_WRONG_US:
            return replace(picture, clock_ahead_us=ahead_us // MINUTE_US * MINUTE_US)
        return picture

    def _hear(self, picture: Picture, elapsed_us: int) -> bool:
        """Whether the picture is a new one, or was said to hold anew."""
        told = picture.composed_at_us, picture.clock_ahead_us
        is_new = told != self._told and picture.composed_at_us is not None
        if is_new and picture.composed_at_us is not None:
            self._told, self._ahead_us = told, picture.clock_ahead_us
            self._floor_base_us = picture.composed_at_us - elapsed_us
        return is_new

    def _found_us(self) -> int:
        """The clock as the picture corrects it, but no earlier than the picture."""
        found_us = self._base_us - self._ahead_us
        floor_us = self._floor_base_us
        return floor_us if floor_us is not None and found_us < floor_us - CLOCK_WRONG_US else found_us

    def _is_borne_out(self) -> bool:
        """Whether the picture is of now, by the clock as it corrects it: else it is from before the clock was set."""
        return self._floor_base_us is not None and not is_off(self._base_us - self._ahead_us - self._floor_base_us)
