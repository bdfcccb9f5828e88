"""How long the kiosk waits for its children, how much memory it gives them, and how often they may crash."""

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

log = logging.getLogger(__name__)

MIB = 1 << 20
GLASS_VARIABLE = "WALLBOARD_GLASS_MIB"
COLLECTOR_VARIABLE = "WALLBOARD_COLLECTOR_MIB"
_LEAST_MIB = 16


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """One child: seconds without a beat, seconds until its first, bytes from which it is started anew.

    One that was killed for its silence may have been at work: its successor gets twice the time, up to `most_silence_s`
    (0: never more).
    """

    silence_s: float
    first_beat_s: float
    ceiling: int
    most_silence_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """All of a kiosk. Waits after a crash double from `first_wait_s` to `most_wait_s`, until one lived `steady_s`.

    `crashes` of a glass within `crashes_within_s` bring the safe board, and every `try_again_s` a try of the real one;
    the safe board goes once that has beaten for `stands_s`.

    A child that is above its ceiling within `memory_soon_s` of its start may not be able to live below it: it is left
    alone for `memory_first_wait_s`, doubling to `memory_most_wait_s`, before it is started anew for that again.
    """

    glass: ChildLimits = ChildLimits(10.0, 60.0, 400 * MIB)
    collector: ChildLimits = ChildLimits(60.0, 120.0, 900 * MIB, most_silence_s=480.0)
    safe: ChildLimits = ChildLimits(30.0, 60.0, 400 * MIB)
    first_wait_s: float = 0.2
    most_wait_s: float = 30.0
    steady_s: float = 60.0
    ended_in_s: float = 5.0
    memory_every_s: float = 5.0
    memory_soon_s: float = 60.0
    memory_first_wait_s: float = 60.0
    memory_most_wait_s: float = 3600.0
    crashes: int = 5
    crashes_within_s: float = 300.0
    try_again_s: float = 60.0
    stands_s: float = 5.0


class Crashes:
    """The last crashes of a child; the clock is an argument, in seconds that only grow."""

    def __init__(self, limits: Limits) -> None:
        self._within_s = limits.crashes_within_s
        self._at_s: deque[float] = deque(maxlen=limits.crashes)

    def note(self, now_s: float) -> bool:
        """Count one more; True where it makes too many within the time."""
        self._at_s.append(now_s)
        return len(self._at_s) == self._at_s.maxlen and now_s - self._at_s[0] <= self._within_s

    def forget(self) -> None:
        """The child is well again."""
        self._at_s.clear()


def limits_of(environment: Mapping[str, str]) -> Limits:
    """The limits, with ceilings in MiB as the environment gives them.

    One that is no number, or would leave no room to live, is logged, and the usual one holds: a dark wall tells nobody.
    """
    usual = Limits()
    return replace(
        usual,
        glass=_with_ceiling(usual.glass, environment, GLASS_VARIABLE),
        collector=_with_ceiling(usual.collector, environment, COLLECTOR_VARIABLE),
    )


def _with_ceiling(limits: ChildLimits, environment: Mapping[str, str], name: str) -> ChildLimits:
    told = environment.get(name, "").strip()
    if not told:
        return limits
    if not (told.isascii() and told.isdecimal()) or len(told) > 7 or int(told) < _LEAST_MIB:
        usual = limits.ceiling // MIB
        log.warning("%s takes whole MiB from %d, and is “%s”: %d is taken", name, _LEAST_MIB, told, usual)
        return limits
    return replace(limits, ceiling=int(told) * MIB)
