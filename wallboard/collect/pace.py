"""When a collector composes and tells how old the rows are: what comes in between waits until it is worth the work."""

from collections.abc import Callable
from time import monotonic

TICK_S = 15.0
STILL = 3.4
"""How many times as long the next tick may wait where the last showed nothing new: at night, nothing ever does. No
longer: views older than a minute are LATE."""
RESTS = 50
LEAST_REST_S = 5.0
"""After composing, rows alone are composed again only once so many times as long has passed, and no less than that; or
at the next tick."""
IN_A_ROW = 3
"""A wall is pressed when rows had it composed so many times in a row, each as soon as the rest before was over."""
AS_SOON_S = 1.0
"""Within so long after the rest."""
MOST_KEPT_S = 60.0
"""So long a pressed wall keeps what composing needs."""
AGES_SHARE = 0.02
"""Of the interval at which the most eager source is read: so long a new age may wait for those of others, most of which
are read at the same beat. Such a source says nothing else most of the time."""


class Pace:
    """The next tick, and the rest after each piece of work; `clock` gives seconds that only run forwards."""

    def __init__(
        self, tick_s: float = TICK_S, rest_s: float = LEAST_REST_S, clock: Callable[[], float] = monotonic
    ) -> None:
        self._tick_s = tick_s
        self._rest_s = rest_s
        self._clock = clock
        self._tick_at = clock() + tick_s
        self._composes_from = clock()
        self._ages_at: float | None = None
        self._is_hurried = False
        self._in_a_row = 0
        self._gives_back_at: float | None = None
        self._gave_back_at = clock()

    @property
    def may_give_back(self) -> bool:
        """Whether what was needed may go: after each composing, of a pressed wall once the next did not follow."""
        return self._gives_back_at is not None and self._clock() >= self._gives_back_at

    def gave_back(self) -> None:
        """It went."""
        self._gives_back_at, self._gave_back_at = None, self._clock()
        if self._gave_back_at >= self._composes_from + AS_SOON_S:  # the next did not follow
            self._in_a_row = 0

    def took_rows(self) -> None:
        """Rows came, and what reading them needed is to go as well, whether they are composed or not."""
        if self._gives_back_at is None:
            self._gives_back_at = self._clock() + self._rest_s + AS_SOON_S

    @property
    def is_tick(self) -> bool:
        """Whether the time for another tick has come."""
        return self._clock() >= self._tick_at

    def wait_s(self, *, has_news: bool) -> float:
        """How long nothing is to be done but to listen; `has_news`: the views may differ."""
        until = self._tick_at
        if has_news:
            until = min(until, self._composes_from)
        for at in (self._ages_at, self._gives_back_at):
            until = min(until, at if at is not None else until)
        return max(0.0, until - self._clock())

    def may_compose(self, *, is_urgent: bool) -> bool:
        """Whether what has come is to be composed before the next tick."""
        return is_urgent or self._clock() >= self._composes_from

    def composed(self, begun: float) -> None:
        """The views were composed, and all ages told, which was begun at an instant of the clock."""
        ended = self._clock()
        if begun < self._tick_at:  # a tick comes whether there are rows or not
            is_as_soon = self._composes_from <= begun <= self._composes_from + AS_SOON_S
            self._in_a_row = self._in_a_row + 1 if is_as_soon else 0
        is_pressed = self._in_a_row >= IN_A_ROW and ended - self._gave_back_at < MOST_KEPT_S
        self._composes_from = ended + min(max(RESTS * (ended - begun), self._rest_s), self._tick_s)
        self._gives_back_at = self._composes_from + AS_SOON_S if is_pressed else ended
        self.told_ages()

    def age(self, every_s: float) -> None:
        """Some rows are as of another instant; the most eager source is read every so many seconds."""
        wait_s = 0.0 if self._is_hurried else min(every_s * AGES_SHARE, self._rest_s)
        at = self._clock() + wait_s
        self._ages_at = at if self._ages_at is None else min(self._ages_at, at)

    def hurry(self) -> None:
        """Somebody has asked, and looks at the ages: the next are told at once."""
        self._is_hurried = True

    @property
    def may_tell_ages(self) -> bool:
        """Whether there are new ages, and they are to be told now."""
        return self._ages_at is not None and self._clock() >= self._ages_at

    def told_ages(self) -> None:
        """They were told."""
        self._ages_at, self._is_hurried = None, False

    def ticked(self, *, is_still: bool) -> None:
        """A tick is over; the next may wait longer where nothing moves."""
        self._tick_at = self._clock() + self._tick_s * (STILL if is_still else 1)
