"""Lists of a resource that tell of more than they give: how often they did, and when what may lack is asked for."""

from dataclasses import dataclass, field
from typing import Final

from wallboard.sources.contract import TRIES

HEALS_S: Final = 3600.0
"""After so many seconds everything is read again where a list that may not be whole was taken as it came, or a mark was
lost."""
_MOST_HOURS: Final = 24


@dataclass
class Doubts:
    """What a process knows of a resource's lists in doubt; what the wall has to say of them is in the resource's state.

    `taken_us` is when one was last taken all the same, and `was_in_full` tells that the last read of everything did not
    come to its end. Instants are microseconds UTC.
    """

    taken_us: int | None = None
    was_in_full: bool = False
    _in_a_row: dict[str, int] = field(default_factory=dict)
    _asked_us: int | None = None
    _asked: int = 0
    _has_come: bool = False

    def is_to_be_taken(self, what: str, now_us: int, *, at_once: bool) -> bool:
        """Note that a list is in doubt; whether it is taken as it comes: after some reads in a row, or at once, since
        another has been."""
        self._in_a_row[what] = self._in_a_row.get(what, 0) + 1
        if self._in_a_row[what] < TRIES and not at_once:
            return False
        self.taken_us, self._has_come = now_us, False
        self._asked_us = self._asked_us if at_once else now_us
        return True

    def went_well(self, what: str, *, is_all: bool) -> None:
        """A list came without a doubt; `is_all`: and nothing is in doubt any more."""
        self._in_a_row[what] = 0
        self._asked = 0 if is_all else self._asked

    def may_heal(self, now_us: int) -> bool:
        """Whether it is time to ask once more for what may be missing: ever later where that was in vain, and soon
        where some of it came before it was broken off."""
        pause_s = HEALS_S * (1 if self._has_come else min(2**self._asked, _MOST_HOURS))
        return self._asked_us is None or not 0 <= now_us - self._asked_us < pause_s * 1e6

    def heals(self, now_us: int) -> None:
        """Note that what may be missing is asked for once more."""
        self._asked_us, self._asked, self._has_come = now_us, self._asked + 1, False

    def goes_on(self) -> None:
        """Note that some of what may be missing was asked for well, so that the rest alone is left."""
        self._has_come = True

    def ends(self) -> None:
        """Note that all of what may be missing was asked for, be it in vain."""
        self._has_come = False
