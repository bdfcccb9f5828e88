"""One source on one thread: read, say what came of it, wait; and how long to wait."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Literal, Protocol

from wallboard.clocks import elapsed_us
from wallboard.collect.in_step import scattered
from wallboard.collect.in_step import wait_s as wait_in_step_s
from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, ReadRequest, SourceFault, SourceOptions, SourceType
from wallboard.store.rows import in_order

Secrets = Callable[[str], str]

LONGEST_BACK_OFF_S = 900.0
LONGEST_FILE_BACK_OFF_S = 60.0
LONGEST_TOLD_S = 3600.0
SOON_S = 5.0
"""After its first failure a source that was not read since the start is tried again so soon, then half as soon."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: a batch in order, or None where nothing changed, or a fault.

    `detail` is what `check` alone may tell of a fault. `trace` is set for an error of our own, for the log.
    `retry_at_us` is when the next attempt is due. `span_us` is when it began and ended, microseconds since the
    machine's start, where that was looked at.
    """

    site: str
    started_us: int
    batch: Batch | None = None
    fault: Words | None = None
    remedy: Words | None = None
    detail: Words | None = None
    needs_person: bool = False
    retry_after_s: float | None = None
    retry_at_us: int | None = None
    trace: str = ""
    span_us: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt has begun, and may never end."""

    site: str
    started_us: int


class Outbox(Protocol):
    """Takes what a source's thread says, on that thread."""

    def put(self, message: Begun | Outcome, /) -> object: ...


def attempt(site: str, kind: SourceType, options: SourceOptions, request: ReadRequest) -> Outcome:
    """Read once; whatever happens becomes an outcome. Secrets that were given do not reach the trace."""
    given: list[str] = []

    def secret(name: str) -> str:
        if request.secret is None:
            raise NeedsPerson(words("fault.no-secret", name=name))
        given.append(request.secret(name))
        return given[-1]

    try:
        batch = kind.read(options, replace(request, secret=secret))
        return Outcome(site, request.now_us, in_order(batch) if batch is not None else None)
    except SourceFault as fault:
        return Outcome(
            site,
            request.now_us,
            fault=fault.fault,
            remedy=fault.remedy,
            detail=fault.detail,
            needs_person=isinstance(fault, NeedsPerson),
            retry_after_s=fault.retry_after_s,
        )
    except Exception as fault:  # a mistake of ours must not end the collector
        what = words("fault.internal", what=type(fault).__name__)
        trace = traceback.format_exc()
        for value in given:
            trace = trace.replace(value, "•••") if value else trace
        return Outcome(site, request.now_us, fault=what, trace=trace)


def delay_s(
    outcome: Outcome, *, every_s: float, failures: int, turn: int, is_service: bool, is_starting: bool = False
) -> float:
    """Seconds until the next attempt after one that failed: the interval, doubled with each failure up to a bound, or
    as the source says.

    While a machine is starting (no attempt went well yet) network and keyring may come in a moment: what they may
    mend is tried again within seconds, and no later than otherwise. A sign-in that was refused is not: it may lock.

    A tenth of it is scattered by a hash of site and turn: every run is the same.
    """
    longest_s = LONGEST_BACK_OFF_S if is_service else LONGEST_FILE_BACK_OFF_S
    wait_s = max(every_s, min(every_s * 2.0 ** min(failures - 1, 16), longest_s))
    if is_starting and (not outcome.needs_person or _lacks_secret(outcome)):
        wait_s = min(wait_s, SOON_S * 2.0 ** min(failures - 1, 16))
    wait_s *= 1 + scattered(f"{outcome.site} {turn}")
    if outcome.retry_after_s is not None:
        wait_s = max(wait_s, min(outcome.retry_after_s, LONGEST_TOLD_S))
    return wait_s


def _lacks_secret(outcome: Outcome) -> bool:
    return outcome.fault is not None and outcome.fault.key == "fault.no-secret"


class Poller(Thread):
    """A source's thread: attempts, posted to `outbox`, for as long as the process lives or until `stop`."""

    def __init__(  # noqa: PLR0913 - what it polls, how often and by what time
        self,
        site: str,
        kind: SourceType,
        options: SourceOptions,
        request: ReadRequest,
        *,
        every_s: float,
        clock: Callable[[], int],
        outbox: Outbox,
        elapsed: Callable[[], int] = elapsed_us,
        machine: str = "",
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(name=f"poll {request.name}", daemon=True)  # a hung read must not hold up the end
        self._site = site
        self._kind = kind
        self._options = options
        self._request = request
        self._every_s = every_s
        self._clock = clock
        self._elapsed = elapsed
        self._outbox = outbox
        self._machine = machine
        self._monotonic_s = monotonic_s
        self._inbox: SimpleQueue[Literal["poll", "stop"] | float] = SimpleQueue()

    def poll_now(self) -> None:
        """Do not wait any longer."""
        self._inbox.put("poll")

    def poll_every(self, every_s: float) -> None:
        """Poll now, and from now on at another interval."""
        self._inbox.put(every_s)

    def stop(self) -> None:
        """End after the attempt that is under way."""
        self._inbox.put("stop")

    def run(self) -> None:
        """Poll until stopped."""
        failures = turn = 0
        is_starting = True
        while True:
            now_us, began_us = self._clock(), self._elapsed()
            self._outbox.put(Begun(self._site, now_us))
            outcome = attempt(self._site, self._kind, self._options, replace(self._request, now_us=now_us))
            span_us = (began_us, self._elapsed())
            failures = failures + 1 if outcome.fault is not None else 0
            is_starting &= failures > 0
            wait_s = self._wait_s(outcome, failures, turn, is_starting=is_starting)
            turn += 1
            if outcome.batch is not None:
                token = "" if outcome.batch.is_cut_short else outcome.batch.token
                self._request = replace(self._request, token=token)
            retry_at_us = self._clock() + round(wait_s * 1e6)
            self._outbox.put(replace(outcome, retry_at_us=retry_at_us, span_us=span_us))
            try:
                told = self._inbox.get(timeout=wait_s)
            except Empty:
                continue
            if told == "stop":
                return
            if told != "poll":
                self._every_s = told

    def _wait_s(self, outcome: Outcome, failures: int, turn: int, *, is_starting: bool) -> float:
        if outcome.fault is None:
            return wait_in_step_s(self._every_s, self._monotonic_s(), self._machine)
        return delay_s(
            outcome,
            every_s=self._every_s,
            failures=failures,
            turn=turn,
            is_service=self._kind.is_service,
            is_starting=is_starting,
        )
