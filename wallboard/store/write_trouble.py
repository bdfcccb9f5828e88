"""Whether a file can be written: said once when it begins, and once when it is over."""

from collections.abc import Callable
from time import monotonic

CALM_S = 60.0


class WriteTrouble:
    """Counts a trouble as over once no write has failed for a minute, or one that had failed has been done after all.

    Other success proves nothing: on a full disk what fits into a page that is there already can still be written.
    `elapsed_s` gives seconds that only grow.
    """

    def __init__(self, elapsed_s: Callable[[], float] = monotonic) -> None:
        self._elapsed_s = elapsed_s
        self._failed_s: float | None = None

    def failed(self) -> bool:
        """A write has failed; True where that is news."""
        is_news, self._failed_s = self._failed_s is None, self._elapsed_s()
        return is_news

    def succeeded(self, *, is_proof: bool = False) -> bool:
        """A write was done; True where the trouble is over with it."""
        if self._failed_s is None or not (is_proof or self._elapsed_s() - self._failed_s >= CALM_S):
            return False
        self._failed_s = None
        return True
