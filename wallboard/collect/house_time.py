"""The time that a collector goes by: its machine's, unless the sources, or what was kept, say that it is wrong."""

import ctypes
from collections.abc import Callable

from wallboard.clocks import FIRST_RELEASE_US, STEP_US, elapsed_us, may_be_right, wall_us
from wallboard.core.local_time import DAY_US
from wallboard.core.views.clocks import CLOCK_WRONG_US, Clocks, agreed_ahead, ahead_of, is_off

SLEPT_US = 60_000_000
"""Between two looks at the clock: the machine was suspended, or the process stopped."""
STEADY_US = 5_000_000
"""Differences below it are the sources' whole seconds and slow answers, and move nothing."""
LEAP_US = 7 * DAY_US
FAR_US = 366 * DAY_US
HELD_US = 3600 * 1_000_000
"""So long sources have to tell the same of this machine's clock: one odd answer of many is no clock."""
_TIME_ERROR = 5

Clock = Callable[[], int]


def is_synchronised() -> bool:
    """Whether the kernel was told the time by a time server since its start; False where that cannot be known."""
    try:
        # Nothing but the answer is read of it: a structure of zeros asks for the state and sets nothing.
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(1024))
    except (AttributeError, OSError, TypeError):
        return False
    return bool(0 <= state < _TIME_ERROR)


class HouseTime:
    """The present by the best that is known, and how wrong this machine's clock is.

    Sources go before what was kept, and that before the machine's own clock; where one source agrees with it, it is
    right. Everything is measured against `elapsed`, so that the machine's clock may be set, and the machine
    suspended, at any moment: what is found stays true. `now_us` may be asked from any thread, the rest from one.
    """

    def __init__(
        self,
        wall: Clock = wall_us,
        elapsed: Clock = elapsed_us,
        is_synchronised: Callable[[], bool] = is_synchronised,
    ) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._is_synchronised = is_synchronised
        self._told: dict[str, tuple[int, int, int]] = {}
        self._kept: tuple[int, int] | None = None
        self._trusted: tuple[int, int] | None = None
        self._unsure_since_us: int | None = None
        self._ahead_us = 0
        self.looked_us = elapsed()
        """When the clock was looked at last, microseconds since the machine's start."""
        self._other_since_us = self.looked_us
        self._base_us = wall() - self.looked_us
        self._true_base_us = self._base_us
        self._reckon()

    @property
    def is_lost(self) -> bool:
        """Whether the machine's clock stands before the first release."""
        return self._base_us + self.looked_us < FIRST_RELEASE_US

    @property
    def is_sure(self) -> bool:
        """Whether the present may be trusted with what cannot be taken back: old rows that go, figures that stay.

        Not while it is a guess, and not for a day after a leap of more than a week that no other clock confirms.
        """
        if self._told:
            return self._are_sources_believed
        if self._ahead_us:
            return False
        is_leap = self._unsure_since_us is not None and self.looked_us - self._unsure_since_us < DAY_US
        return not is_leap or self._is_synchronised()

    def now_us(self) -> int:
        """The present instant, microseconds UTC."""
        return self.at(self._elapsed())

    def at(self, elapsed_us: int) -> int:
        """The instant so long after the machine's start."""
        return elapsed_us + self._true_base_us

    def clocks(self) -> Clocks:
        """How wrong the machine's clock is, by each source that told its time; in whole minutes once it is wrong."""
        return Clocks(self._ahead_us, {name: _steady(self._ahead_of(name)) for name in self._told})

    def tell(self, site: str, told_us: int, began_us: int, ended_us: int) -> None:
        """A source's own clock, as told between two instants since the start; nothing where it cannot be right."""
        if not may_be_right(told_us):
            self.forget(site)
            return
        self._told[site] = (told_us, began_us, ended_us)
        self._reckon()

    def forget(self, site: str) -> None:
        """A source that is no more."""
        self._told.pop(site, None)
        self._reckon()

    def keep(self, at_us: int) -> None:
        """Something was kept at this instant, so the present is no earlier; from the past of this machine's clock.

        More than a year ahead of that clock it was kept by one that was wrong, or is damage: it would be the floor of
        what is kept next, and so for ever.
        """
        ahead_us = at_us - self._wall()
        is_too_far = ahead_us > FAR_US and not self.is_lost
        if not is_too_far and (self._kept is None or at_us > self._floor_us()):
            self._kept = (at_us, self._elapsed())
        if is_too_far or ahead_us < -LEAP_US:
            self._unsure_since_us = self._elapsed()
        self._reckon()

    def trust(self, at_us: int) -> None:
        """The present was this instant, or later, when it was sure last."""
        if may_be_right(at_us):
            self._trusted = (at_us, self._elapsed())

    def look(self) -> bool:
        """Look at the machine's clock; True where it was set, or where time has passed that nobody lived."""
        now_us = self._elapsed()
        base_us = self._wall() - now_us
        moved_us, slept_us = base_us - self._base_us, now_us - self.looked_us
        is_set = abs(moved_us) > STEP_US
        self._base_us, self.looked_us = base_us, now_us
        if is_set and not self.is_lost:
            self._kept = None  # whoever sets a clock while we run has a better one
        if moved_us > LEAP_US:
            self._unsure_since_us = now_us
        self._reckon()
        return is_set or slept_us > SLEPT_US

    # inside

    @property
    def _are_sources_believed(self) -> bool:
        """Whether the present may be what the sources tell, which may be later than this machine's clock has it.

        How many agree does not count: several entries may be of one server. Of a machine that a time server sets, they
        may be ahead by a day; else by a year of its clock, or of when the time was sure last, below which nothing is
        deleted that is not old.
        """
        if self._ahead_us >= 0:
            return True
        agreed = (one for one in self._told if not is_off(self._ahead_of(one) - self._ahead_us))
        told_us = max((self._told[one][2] for one in agreed), default=self._other_since_us)
        if told_us - self._other_since_us < HELD_US:
            return False
        if self._is_synchronised():
            return -self._ahead_us <= DAY_US
        if self._trusted is None:
            return self.is_lost or -self._ahead_us <= FAR_US
        least_us = max(self._base_us + self.looked_us, self._since(self._trusted))
        return self.at(self.looked_us) - least_us <= FAR_US

    def _reckon(self) -> None:
        ahead_us = agreed_ahead(map(self._ahead_of, self._told))
        if not ahead_us and (self.is_lost or not self._told):
            ahead_us = self._behind_kept_us()
        if is_off(ahead_us - self._ahead_us):
            self._other_since_us = self._elapsed()  # what was looked at last may be before a sleep
        if not ahead_us or not self._ahead_us or abs(ahead_us - self._ahead_us) > STEADY_US:
            self._ahead_us = ahead_us
        self._true_base_us = self._base_us - self._ahead_us

    def _ahead_of(self, site: str) -> int:
        told_us, began_us, ended_us = self._told[site]
        return ahead_of(told_us, began_us + self._base_us, ended_us + self._base_us)

    def _behind_kept_us(self) -> int:
        """By how much the clock is behind what was kept, as a negative number; 0 where it is believed all the same."""
        elapsed_us = self.looked_us
        if not self.is_lost and (self._kept is None or elapsed_us - self._kept[1] > DAY_US or self._is_synchronised()):
            return 0
        behind_us = self._base_us + elapsed_us - max(self._floor_us(), FIRST_RELEASE_US)
        return behind_us if behind_us < -CLOCK_WRONG_US else 0

    def _floor_us(self) -> int:
        """What was kept last, and what has passed since."""
        return self._since(self._kept) if self._kept is not None else 0

    def _since(self, noted: tuple[int, int]) -> int:
        """An instant that was noted, and what has passed since."""
        at_us, elapsed_us = noted
        return at_us + self.looked_us - elapsed_us


def _steady(ahead_us: int) -> int:
    """A difference that is told in words: one that changed with every answer would have all drawn anew."""
    return round(ahead_us / 60_000_000) * 60_000_000 if is_off(ahead_us) else 0
