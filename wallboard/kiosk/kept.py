"""A child that is kept alive: killed when silent, started anew when it ended or grew too large."""

import logging
import selectors
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from wallboard.kiosk.child import Child
from wallboard.kiosk.limits import MIB, ChildLimits, Limits
from wallboard.kiosk.memory import held_bytes
from wallboard.kiosk.why import how_it_ended
from wallboard.kiosk.words import ANEW, BEAT, BUSY

log = logging.getLogger(__name__)

Why = Literal["crash", "hang", "memory", "asked"]
"""Why a child ended: by itself, killed for its silence, for its memory, or because it was asked to."""
_MOST_BUSY_S = 3600.0
_SOON_S = 1.0
_WELL_S = 3600.0
"""Whatever beat for so long did not fall silent over the work of its start."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A child's end: its exit code (negative: a signal's number), why, its last words."""

    code: int
    why: Why
    last_lines: tuple[str, ...]


class Kept:
    """One child, started anew as long as it `is_wanted`; `watch` is called once a second, and more often while it
    `is_unsettled`, with seconds that only grow.

    `heard` takes the child's words, but for those that this class knows; `complained` its name, and the level and text
    of each line of its stderr.
    """

    def __init__(  # noqa: PLR0913 - what a child is, and what it lives in
        self,
        name: str,
        command: Sequence[str],
        limits: ChildLimits,
        all_limits: Limits,
        *,
        selector: selectors.BaseSelector,
        heard: Callable[[str], None],
        complained: Callable[[str, int, str], None],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.command = tuple(command)
        self.is_wanted = True
        self._limits = limits
        self._all = all_limits
        self._selector = selector
        self._heard = heard
        self._complained = complained
        self._environment = environment
        self._child: Child | None = None
        self._patience_s = limits.silence_s
        self._why: Why = "crash"
        self._now_s = 0.0
        self._started_s = 0.0
        self._beat_s: float | None = None
        self._quiet_from_s = 0.0
        self._kill_at_s: float | None = None
        self._weighed_s = 0.0
        self._anew = ""
        self._over: tuple[float, int] | None = None
        """Its age in seconds, and the bytes that it held, when it was first found above its ceiling."""
        self._memory_wait_s = 0.0
        self._again_s: float | None = None
        self._wait_s = all_limits.first_wait_s
        self.held: int | None = None
        """Bytes that it held when last weighed."""
        self.starts = 0

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._child is not None

    @property
    def pid(self) -> int | None:
        """Its process's number."""
        return self._child.pid if self._child is not None else None

    @property
    def is_unsettled(self) -> bool:
        """Whether something is about to happen to it, so that it should be looked at soon."""
        if self._child is None:
            return self.is_wanted and (self._again_s is None or self._again_s - self._now_s <= _SOON_S)
        return self._kill_at_s is not None or self._child.is_falling_silent

    @property
    def has_beaten(self) -> bool:
        """Whether this process was heard."""
        return self._child is not None and self._beat_s is not None

    @property
    def beats_for_s(self) -> float:
        """For how long it has lived and beaten; 0 before its first beat."""
        return self._now_s - self._started_s if self.has_beaten else 0.0

    def is_quiet(self, now_s: float) -> bool:
        """Whether a restart now would disturb nobody."""
        return now_s >= self._quiet_from_s

    def watch(self, now_s: float, *, may_rest: bool = True) -> Ended | None:
        """Do what is due; tells of an end, once. `may_rest` says that others can do without it for a moment."""
        self._now_s = now_s
        child = self._child
        if child is None:
            if self.is_wanted and (self._again_s is None or now_s >= self._again_s):
                return self._start(now_s)
            return None
        code = child.code()
        if code is not None:
            return self._bury(child, code, now_s)
        if self._kill_at_s is not None:
            if now_s >= self._kill_at_s:
                child.kill()
        elif not self.is_wanted:
            self._let_end(child, "asked", now_s)
        elif self._is_silent(now_s):
            log.error("%s has given no sign of life for %.0f s and is killed", self.name, self._silent_for_s(now_s))
            self._give_more_time()
            self._why, self._kill_at_s = "hang", now_s
            child.kill()
        else:
            self._weigh(child, now_s, may_rest=may_rest)
        return None

    def forgive(self, now_s: float) -> None:
        """Nobody listened for a while: whether it is silent is asked anew from now on."""
        if self._beat_s is None:
            self._started_s = now_s
        else:
            self._beat_s = now_s

    def start_at(self, now_s: float) -> None:
        """Start it then, and not earlier; where it runs this says nothing."""
        self._again_s = now_s

    def say(self, line: str) -> None:
        """A line to its standard input."""
        if self._child is not None:
            self._child.say(line)

    def kill(self) -> None:
        """End it now."""
        if self._child is not None:
            self._child.kill()

    def _start(self, now_s: float) -> Ended | None:
        self._why, self._kill_at_s, self._again_s = "crash", None, None
        self._started_s = self._weighed_s = now_s
        self._beat_s, self._quiet_from_s, self.held, self._over = None, now_s, None, None
        self._anew = ""
        self.starts += 1
        try:
            self._child = Child(
                self.command, self._selector, self._hear, partial(self._complained, self.name),
                self._environment,
            )  # fmt: skip
        except OSError as fault:
            log.error("%s cannot be started: %s", self.name, fault)
            self._plan(now_s)
            return Ended(127, "crash", (str(fault),))
        log.info("%s is started, process %d", self.name, self._child.pid)
        return None

    def _hear(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == BEAT:
            if self._beat_s is None:
                log.info("%s lives", self.name)
            self._beat_s = self._now_s if self._beat_s is None else max(self._beat_s, self._now_s)
        elif word == BUSY:
            self._quiet_from_s = max(self._quiet_from_s, self._now_s + _seconds(rest))
        elif word == ANEW:
            self._anew = rest
        else:
            self._heard(line)

    def _is_silent(self, now_s: float) -> bool:
        most = self._limits.first_beat_s if self._beat_s is None else self._patience_s
        return self._silent_for_s(now_s) > most

    def _give_more_time(self) -> None:
        if self._beat_s is not None:
            was_well = self._beat_s - self._started_s >= _WELL_S
            more_s = 2 * (self._limits.silence_s if was_well else self._patience_s)
            self._patience_s = min(more_s, max(self._limits.most_silence_s, self._limits.silence_s))

    def _silent_for_s(self, now_s: float) -> float:
        return now_s - (self._started_s if self._beat_s is None else self._beat_s)

    def _weigh(self, child: Child, now_s: float, *, may_rest: bool) -> None:
        if now_s - self._weighed_s < self._all.memory_every_s:
            return
        self._weighed_s = now_s
        self.held = held = held_bytes(child.pid)
        ceiling = self._limits.ceiling
        if held is None or held <= ceiling:
            return
        age_s = now_s - self._started_s
        over_s, over = self._over = self._over or (age_s, held)
        may_rest = may_rest and age_s >= self._memory_wait_s and self.is_quiet(now_s)
        # What needs so much to begin with is a danger to the machine only once it has grown from there.
        if may_rest or held >= 2 * (over if self._memory_wait_s else ceiling):
            log.warning(
                "%s holds %d MiB, more than its %d, and is started anew", self.name, held // MIB, ceiling // MIB
            )
            self._heed_ceiling(over_s, over)
            self._let_end(child, "memory", now_s)

    def _heed_ceiling(self, over_s: float, over: int) -> None:
        """Where a start did not help for long, the next one for memory comes later and later."""
        if over_s > self._all.memory_soon_s:
            self._memory_wait_s = 0.0
            return
        wait_s = 2 * self._memory_wait_s or self._all.memory_first_wait_s
        self._memory_wait_s = min(wait_s, self._all.memory_most_wait_s)
        log.warning(
            "the ceiling of %d MiB is too low for %s: it held %d MiB %.0f s after its start; it now stays for %.0f min",
            self._limits.ceiling // MIB, self.name, over // MIB, over_s, self._memory_wait_s / 60,
        )  # fmt: skip

    def _let_end(self, child: Child, why: Why, now_s: float) -> None:
        self._why, self._kill_at_s = why, now_s + self._all.ended_in_s
        child.end()

    def _bury(self, child: Child, code: int, now_s: float) -> Ended:
        self._child = None
        lived_s = now_s - self._started_s
        if self._why in ("memory", "asked"):
            self._again_s = now_s
            log.info("%s has ended as asked", self.name)
        else:
            if lived_s >= self._all.steady_s:
                self._wait_s = self._all.first_wait_s
            self._plan(now_s)
            if self._anew and code == 0:
                log.info("%s starts anew %s", self.name, self._anew)
            else:
                log.error("%s has %s after %.0f s", self.name, how_it_ended(code), lived_s)
        return Ended(code, self._why, tuple(child.last_lines))

    def _plan(self, now_s: float) -> None:
        self._again_s = now_s + self._wait_s
        self._wait_s = min(self._all.most_wait_s, self._wait_s * 2)


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), _MOST_BUSY_S)
    except ValueError:
        return 0.0
