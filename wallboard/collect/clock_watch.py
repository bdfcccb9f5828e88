"""What the house's time means to a collector: what was kept is no later, and a wrong clock is said once each way."""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing

from wallboard.collect.house_time import HouseTime
from wallboard.collect.plain import said
from wallboard.core.views.clocks import Clocks, sentence_of_wrong, whose_time
from wallboard.core.words import Words
from wallboard.store.journal_file import copied_us
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

log = logging.getLogger(__name__)

_REST_US = 60_000_000
_LONGEST_REST_US = 3_600_000_000


class ClockWatch:
    """Looks at this machine's clock for a collector."""

    def __init__(self, time: HouseTime) -> None:
        self._time = time
        self._wrong: Words | None = None
        self._woke_us, self._rest_us = -_LONGEST_REST_US, 0
        self._is_owed = False

    def recall(self, places: Places, boards: Iterable[str]) -> None:
        """Take it that the present is no earlier than the boards' last pictures, nor than the last daily copy, which
        was made while the time was sure."""
        for name in boards:
            with closing(JournalReader(places.journal, name)) as journal:
                composed_us = journal.composed_at_us()
            if composed_us is not None:
                self._time.keep(composed_us)
        copied_at_us = copied_us(places)
        if copied_at_us is not None:
            self._time.trust(copied_at_us)

    def look(self, source_named: Callable[[str], str | None]) -> bool:
        """True where the clock was set, where the machine slept, or where it is found right or wrong.

        `source_named` gives a site's source as a board calls it.
        """
        has_leapt = self._time.look()
        wrong, before = self._wrong_now(source_named), self._wrong
        self._wrong = wrong
        is_other = (wrong is None) != (before is None)
        if is_other:
            log.warning("%s", said(wrong) if wrong is not None else "this machine's clock is right again")
        return has_leapt or is_other

    def is_to_wake(self, *, is_other: bool) -> bool:
        """Whether everything is to be polled because the time is another, now or since it was polled last for that.

        A clock that leaps about has it once a minute, then ever more rarely. What was read by a wrong clock would else
        be as old as that is wrong until its source is read again.
        """
        self._is_owed |= is_other
        rested_us = self._time.looked_us - self._woke_us
        if not self._is_owed or rested_us < self._rest_us:
            return False
        is_again = rested_us < 2 * self._rest_us
        self._rest_us = min(2 * self._rest_us, _LONGEST_REST_US) if is_again else _REST_US
        self._is_owed, self._woke_us = False, self._time.looked_us
        return True

    def clocks(self, sites: Mapping[str, str]) -> Clocks:
        """How wrong this machine's clock is, by the names that a board has for its sources' sites."""
        clocks = self._time.clocks()
        told = {name: clocks.of_sources[site] for name, site in sites.items() if site in clocks.of_sources}
        return Clocks(clocks.ahead_us, told)

    def _wrong_now(self, source_named: Callable[[str], str | None]) -> Words | None:
        clocks = self._time.clocks()
        name = source_named(whose_time(clocks.ahead_us, clocks.of_sources) or "")
        return sentence_of_wrong(clocks.ahead_us, name) if clocks.ahead_us else None
