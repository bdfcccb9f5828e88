"""A machine whose clock can be wrong, be set and sleep: the two clocks that a process on it looks at."""

from wallboard.collect.house_time import HouseTime

HOUR_US = 3_600_000_000


class Machine:
    """A machine that was started an hour before an instant, and whose clock is ahead of the truth by so much."""

    def __init__(self, wrong_us: int, true_us: int, *, is_synchronised: bool = False) -> None:
        self.true_us = true_us
        self.wrong_us = wrong_us
        self._started_us = true_us - HOUR_US
        self.time = HouseTime(self.wall, self.elapsed, lambda: is_synchronised)

    def wall(self) -> int:
        """What its clock shows."""
        return self.true_us + self.wrong_us

    def elapsed(self) -> int:
        """Microseconds since its start."""
        return self.true_us - self._started_us

    def passes(self, length_us: int, wrong_us: int | None = None) -> None:
        """Time passes, awake or asleep, at the end of which its clock may be set."""
        self.true_us += length_us
        self.wrong_us = self.wrong_us if wrong_us is None else wrong_us

    @property
    def off_us(self) -> int:
        """By how much its house's time is ahead of the truth."""
        return self.time.now_us() - self.true_us
