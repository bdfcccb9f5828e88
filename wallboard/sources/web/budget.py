"""How often a server may be asked: by the board, and by what the server's own headers tell."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import Passing, SourceFault
from wallboard.sources.web.kept import Kept
from wallboard.sources.web.options import CallBudget, Reach
from wallboard.sources.web.statuses import LONGEST_WAIT_S

_HOUR_S: Final = 3600.0
_MOST_TEXT: Final = 64


class Budget:
    """Counts the calls of one origin on the machine's monotonic clock, and says when the next may be made."""

    def __init__(self, reach: Reach, kept: Kept, host: str, clock_s: Callable[[], float]) -> None:
        self._reach = reach
        self._kept = kept
        self._host = host
        self._clock_s = clock_s

    def waits_s(self) -> float:
        """Seconds until a call may be made, beside the least gap between two; 0 for at once."""
        now_s = self._clock_s()
        calls, most = self._kept.calls_at_s, self._reach.calls_per_hour
        while calls and calls[0] <= now_s - _HOUR_S:
            calls.popleft()
        waits_s = self._kept.waits_until_s - now_s
        if most is not None and len(calls) >= most:
            waits_s = max(waits_s, calls[len(calls) - most] + _HOUR_S - now_s)
        return max(0.0, waits_s)

    def gap_s(self) -> float:
        """Seconds that are left of the least gap since the last call."""
        calls = self._kept.calls_at_s
        return max(0.0, calls[-1] + self._reach.gap_s - self._clock_s()) if calls else 0.0

    def left(self) -> int | None:
        """How many calls may still be made, by the tightest of what is known; None where nothing is."""
        known = [
            self._kept.left[one.header.lower()] - one.floor
            for one in self._reach.budgets
            if one.header.lower() in self._kept.left
        ]
        if self._reach.calls_per_hour is not None:
            self.waits_s()
            known.append(self._reach.calls_per_hour - len(self._kept.calls_at_s))
        return max(0, min(known)) if known else None

    def take(self) -> None:
        """Count a call that is about to be made. Raises Passing where none may be made, with the wait."""
        waits_s = self.waits_s()
        if waits_s > 0:
            raise self.spent(waits_s)
        if self._reach.calls_per_hour is None:
            self._kept.calls_at_s.clear()  # the last one alone is wanted, for the gap
        self._kept.calls_at_s.append(self._clock_s())

    def spent(self, waits_s: float) -> SourceFault:
        """The fault of calls that are used up."""
        return Passing(words("web.budget", host=self._host), words("web.remedy.later"), retry_after_s=waits_s)

    def heed(self, headers: Mapping[str, str], now_us: int) -> None:
        """Take in what an answer's headers tell of the calls that are left."""
        for one in self._reach.budgets:
            left = _left(one, headers.get(one.header.lower(), ""))
            if left is None:
                continue
            self._kept.left[one.header.lower()] = left
            if left <= one.floor:
                self.rest(_resets_s(one, headers, now_us))

    def rest(self, wait_s: float) -> None:
        """Make no call for so long."""
        self._kept.waits_until_s = max(self._kept.waits_until_s, self._clock_s() + min(wait_s, LONGEST_WAIT_S))


def _left(budget: CallBudget, text: str) -> int | None:
    found = re.search(budget.pattern, text[:_MOST_TEXT])
    if found is None:
        return None
    groups = found.groupdict()
    try:
        if groups.get("left") is not None:
            return int(groups["left"])
        return int(groups["total"]) - int(groups["used"])
    except (KeyError, TypeError, ValueError):
        return None


def _resets_s(budget: CallBudget, headers: Mapping[str, str], now_us: int) -> float:
    text = headers.get(budget.resets.lower(), "") if budget.resets is not None else ""
    found = re.search(r"\d{1,15}(\.\d+)?", text[:_MOST_TEXT])
    if found is None:
        return budget.wait_s
    number = float(found[0])
    if number > 1e11:
        number /= 1000  # milliseconds since 1970
    return max(1.0, number - now_us / 1e6 if number > 1e9 else number)
