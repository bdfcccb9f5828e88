"""How often in a row something has failed, and when it is worth another try."""

from dataclasses import dataclass
from typing import Final

_MINUTE_US: Final = 60_000_000
_MOST_MINUTES: Final = 15


@dataclass(frozen=True, slots=True)
class Tries:
    """When something failed last, microseconds UTC, and how often in a row."""

    at_us: int
    times: int

    def may_be_tried(self, now_us: int) -> bool:
        """Whether it is time to try again: with the next poll, then later each time, up to a quarter of an hour."""
        wait_us = min(2 ** min(self.times - 1, 10) - 1, _MOST_MINUTES) * _MINUTE_US
        return not 0 <= now_us - self.at_us < wait_us
