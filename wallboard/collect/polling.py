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
from wallboard.sources.contract import Look, NeedsPerson, ReadRequest, SourceFault, SourceOptions, SourceType
from wallboard.store.rows import in_order
from wallboard.store.secrets import NOT_AT_HAND, NoSecret
from wallboard.store.unsaid import unsaid

Secrets = Callable[[str], str]

LONGEST_BACK_OFF_S = 900.0
LONGEST_FILE_BACK_OFF_S = 60.0
LONGEST_TOLD_S = 3600.0
BREATH_S = 1.0
"""After a read that goes on, until it does."""
SOON_S = 5.0
"""After its first failure a source that was not read since the start is tried again so soon, then half as soon."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: a batch in order, or None where nothing changed, or a fault; or a fault of a part, and
    what came of the others.

    `detail` and `look` are what `check` alone may tell. `trace` is set for an error of our own, for the log.
    `retry_at_us` is when the next attempt is due. `span_us` is when it began and ended, microseconds since the
    machine's start, where that was looked at. `is_from_nothing` where the source was told no token, and `anew` is how
    often its thread had been asked to begin anew by then. `is_of_one` where the fault may be of one record alone.
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
    look: Look | None = None
    is_from_nothing: bool = False
    anew: int = 0
    is_of_one: bool = False

    @property
    def is_unsettled(self) -> bool:
        """Whether another read may tell whether what is amiss is of one record, or of a list that may not be whole."""
        is_in_doubt = self.batch is not None and self.batch.is_cut_short and self.batch.is_behind
        return self.is_of_one or is_in_doubt


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt has begun, and may never end."""

    site: str
    started_us: int


class Outbox(Protocol):
    """Takes what a source's thread says, on that thread."""

    def put(self, message: Begun | Outcome, /) -> object: ...


def attempt(site: str, kind: SourceType, options: SourceOptions, request: ReadRequest) -> Outcome:
    """Read once; whatever happens becomes an outcome. Secrets that were given do not reach its words or its trace."""
    given: list[str] = []
    try:
        batch = kind.read(options, replace(request, secret=giver(request, given)))
        made = in_order(batch) if batch is not None else None
        return Outcome(site, request.now_us, made, is_from_nothing=not request.token)
    except SourceFault as fault:
        return Outcome(
            site,
            request.now_us,
            in_order(fault.batch) if fault.batch is not None else None,
            fault=unsaid(fault.fault, given),
            remedy=unsaid(fault.remedy, given),
            detail=unsaid(fault.detail, given),
            needs_person=isinstance(fault, NeedsPerson),
            retry_after_s=fault.retry_after_s,
            is_from_nothing=not request.token,
            is_of_one=fault.is_of_one,
        )
    except Exception as fault:  # a mistake of ours must not end the collector
        what = words("fault.internal", what=type(fault).__name__)
        return Outcome(site, request.now_us, fault=what, trace=unsaid(traceback.format_exc(), given))


def look_at(kind: SourceType, options: SourceOptions, request: ReadRequest, read: Outcome) -> Look | None:
    """What a source tells of itself after a read of it; what keeps it from telling is a remark. None: it cannot."""
    if kind.look is None:
        return None
    given: list[str] = []
    try:
        looked = kind.look(options, replace(request, secret=giver(request, given)))
    except SourceFault as fault:
        looked = Look(remarks=(fault.fault,))
    except Exception as fault:  # a look is worth no command's end
        looked = Look(remarks=(words("fault.look", what=type(fault).__name__),))

    def hidden(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(unsaid(text, given) for text in texts)

    resources = (
        replace(
            one, samples={name: tuple(unsaid(text, given) for text in texts) for name, texts in one.samples.items()}
        )
        for one in looked.resources
    )
    told = (unsaid(remark, given) for remark in looked.remarks)
    remarks = tuple(remark for remark in told if remark != read.fault)
    return replace(looked, resources=tuple(resources), remarks=remarks)


def giver(request: ReadRequest, given: list[str]) -> Secrets:
    """The request's secrets, as a source asks for them: a lack is a fault of the source, what was given is noted."""

    def secret(name: str) -> str:
        if request.secret is None:
            raise NeedsPerson(words("fault.no-secret", name=name))
        try:
            value = request.secret(name)
        except NoSecret as lack:
            raise NeedsPerson(lack.fault, lack.remedy) from None
        given.append(value)
        return value

    return secret


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
    return outcome.fault is not None and outcome.fault.key in NOT_AT_HAND


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
        self._anew: SimpleQueue[int] = SimpleQueue()
        """Apart from the inbox, which would wake the thread at once, again and again while a disk fails."""

    def poll_now(self) -> None:
        """Do not wait any longer."""
        self._inbox.put("poll")

    def poll_every(self, every_s: float) -> None:
        """Poll now, and from now on at another interval."""
        self._inbox.put(every_s)

    def begin_anew(self, number: int) -> None:
        """Read all at the next turn, since what was read last is lost; from then on outcomes bear the number."""
        self._anew.put(number)

    def stop(self) -> None:
        """End after the attempt that is under way."""
        self._inbox.put("stop")

    def run(self) -> None:
        """Poll until stopped."""
        failures = turn = anew = 0
        is_starting = True
        while True:
            now_us, began_us = self._clock(), self._elapsed()
            self._outbox.put(Begun(self._site, now_us))
            while not self._anew.empty():
                anew = self._anew.get()
                self._request = replace(self._request, token="", anew=anew)
            outcome = attempt(self._site, self._kind, self._options, replace(self._request, now_us=now_us))
            span_us = (began_us, self._elapsed())
            failures = failures + 1 if outcome.fault is not None and outcome.batch is None else 0
            is_starting &= failures > 0
            wait_s = self._wait_s(outcome, failures, turn, is_starting=is_starting)
            turn += 1
            if outcome.batch is not None:
                self._request = replace(self._request, token=outcome.batch.token)
            retry_at_us = self._clock() + round(wait_s * 1e6)
            self._outbox.put(replace(outcome, retry_at_us=retry_at_us, span_us=span_us, anew=anew))
            try:
                told = self._inbox.get(timeout=wait_s)
            except Empty:
                continue
            if told == "stop":
                return
            if told != "poll":
                self._every_s = told

    def _wait_s(self, outcome: Outcome, failures: int, turn: int, *, is_starting: bool) -> float:
        if outcome.batch is not None and outcome.batch.has_more:
            return BREATH_S
        if outcome.fault is None or outcome.batch is not None:
            return wait_in_step_s(self._every_s, self._monotonic_s(), self._machine)
        return delay_s(
            outcome,
            every_s=self._every_s,
            failures=failures,
            turn=turn,
            is_service=self._kind.is_service,
            is_starting=is_starting,
        )
