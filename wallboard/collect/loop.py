"""The collector's loop: it hears what has come, and composes or tells ages where it is time for that."""

import gc
import logging
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic

from wallboard.collect.board_files import Reloaded
from wallboard.collect.collector import Collector
from wallboard.collect.inbox import End, Inbox, Refresh, StandUp
from wallboard.collect.kiosk_boards import KioskBoards
from wallboard.collect.pace import Pace
from wallboard.collect.polling import Begun, Outcome
from wallboard.memory import give_back, give_back_code

log = logging.getLogger(__name__)

LOOK_S = 1.0
BEAT_S = 5.0
"""At least so often the loop turns: a kiosk hears it, and the clock is looked at."""


class Loop:
    """Runs on one thread, and turns until the inbox says that the end has come.

    An error of our own is logged, and the next step may do better. With `kiosk` it hears that the process lives, and
    what becomes of the boards that wait; one that is mended ends the process. `every_s`: a tick, and the least rest
    after composing.
    """

    def __init__(
        self,
        collector: Collector,
        inbox: Inbox,
        clock: Callable[[], int],
        every_s: tuple[float, float],
        kiosk: KioskBoards | None,
    ) -> None:
        self._collector = collector
        self._inbox = inbox
        self._clock = clock
        self._every_s = every_s
        self._kiosk = kiosk
        self._most_s = min(BEAT_S, every_s[0])

    def run(self) -> None:
        """Begin, and work until told to end."""
        self._begin()
        pace = Pace(*self._every_s)
        try:
            while True:
                self._beat()
                most_s = LOOK_S if self._collector.reads_others else self._most_s
                messages = self._inbox.take(min(pace.wait_s(has_news=self._collector.has_news), most_s))
                end = next((message for message in messages if isinstance(message, End)), None)
                if end is not None:
                    log.info("ends: %s", end.why)
                    return
                self._heed(messages, pace)
                self._work(pace)
        finally:
            self._collector.end()

    def _begin(self) -> None:
        self._beat()
        _unharmed(self._collector.recall_time)
        _unharmed(partial(self._collector.begin, self._clock()))
        gc.collect()
        gc.freeze()  # what stands now stays; only what comes with the rows is looked through
        _unharmed(self._collector.check)
        give_back_code(with_constants=True)

    def _beat(self) -> None:
        if self._kiosk is not None:
            self._kiosk.beats.beat()

    def _heed(self, messages: Sequence[object], pace: Pace) -> None:
        """Take what has come, and note what of it is to be told."""
        for message in messages:
            if _unharmed(partial(self._take, message)):
                pace.age(self._collector.eagerest_s)
            if isinstance(message, Outcome) and message.batch is not None:
                pace.took_rows()
            if isinstance(message, Refresh):
                pace.hurry()
        _unharmed(self._collector.heed_time)

    def _take(self, message: object) -> bool:
        if isinstance(message, Begun | Outcome):
            return self._collector.take(message)
        if isinstance(message, Reloaded):
            return self._take_board(message)
        if isinstance(message, Refresh):
            self._collector.refresh()
        if isinstance(message, StandUp):
            self._collector.stand_up(message.board)
        return False

    def _take_board(self, found: Reloaded) -> bool:
        if self._kiosk is not None and self._kiosk.is_mended_by(found):
            self._kiosk.tell_anew()
            self._inbox.end("a board was mended")
            return False
        if self._kiosk is not None and self._kiosk.is_waiting(found.name):
            self._collector.tell_bad(found.name, found.faults)
            self._kiosk.tell_bad(found.name, found.faults)
            return False
        return self._collector.take_board(found)

    def _work(self, pace: Pace) -> None:
        """Compose or tell ages where it is time for that, and at a tick all that is done between pictures."""
        collector, clock = self._collector, self._clock
        is_tick = pace.is_tick
        if (is_tick or collector.reads_others) and _unharmed(partial(collector.look_around, clock())):
            pace.age(collector.eagerest_s)
        if is_tick or (collector.has_news and pace.may_compose(is_urgent=collector.is_urgent)):
            begun = monotonic()
            _unharmed(partial(collector.show, clock()))
            pace.composed(begun)
        elif pace.may_tell_ages:
            _unharmed(partial(collector.show_ages, clock()))
            pace.told_ages()
        if is_tick:
            pace.ticked(is_still=collector.is_still)
            _unharmed(partial(collector.tidy, clock(), self._inbox.is_ending))
        if pace.may_give_back:
            give_back()
            give_back_code()
            pace.gave_back()


def _unharmed(work: Callable[[], object]) -> object:
    """The work's answer; None after an error of our own."""
    try:
        return work()
    except Exception:
        log.exception("an error inside Wallboard")
        return None
