"""The time that a command goes by: this machine's, unless its sources, or what was kept, say that it is wrong."""

from contextlib import closing
from dataclasses import replace

from wallboard.cli.ends import tell
from wallboard.clocks import elapsed_us
from wallboard.collect.house_time import HouseTime
from wallboard.collect.once import Read
from wallboard.collect.plain import said
from wallboard.collect.settled import by_a_clock_that_goes, has_clock, moved
from wallboard.config.board import Board
from wallboard.core.views.clocks import Clocks, is_off, sentence_of_wrong, whose_time
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id


class Hearing:
    """Asks what time it is before the sources are read, and hears them on it afterwards."""

    def __init__(self, board: Board, places: Places) -> None:
        self._board = board
        self._time = HouseTime()
        kept_us = _last_composed_us(board, places)
        if kept_us is not None:
            self._time.keep(kept_us)
        self._began_us = elapsed_us()
        self.asked_us = self._time.at(self._began_us)
        """The instant for which the sources are asked."""

    @property
    def now_us(self) -> int:
        """The same instant, by what is known of the time since."""
        return self._time.at(self._began_us)

    def heed(self, read: Read) -> Read:
        """What was read, as old as it is by the sources' time; the rows know what their sources' clocks showed."""
        batches, conditions = read
        ended_us = elapsed_us()
        types = {source.name: source.type for source in self._board.sources}
        for name, batch in batches.items():
            if has_clock(batch, types[name], self.asked_us):
                self._time.tell(name, batch.clock_us, self._began_us, ended_us)
        batches = {name: by_a_clock_that_goes(batch, self.now_us) for name, batch in batches.items()}
        shift_us = self.now_us - self.asked_us
        if not is_off(shift_us):
            return batches, conditions
        shifted = {name: moved(batch, types[name], shift_us) for name, batch in batches.items()}
        as_of_us = {name: batch.as_of_us for name, batch in shifted.items() if conditions[name].as_of_us is not None}
        aged = {name: replace(one, as_of_us=as_of_us.get(name, one.as_of_us)) for name, one in conditions.items()}
        return shifted, aged

    def clocks(self) -> Clocks:
        """How wrong this machine's clock is; a wrong one is said on stderr."""
        clocks = self._time.clocks()
        if clocks.ahead_us:
            tell(said(sentence_of_wrong(clocks.ahead_us, whose_time(clocks.ahead_us, clocks.of_sources))))
        return clocks


def _last_composed_us(board: Board, places: Places) -> int | None:
    if not board.files:
        return None
    with closing(JournalReader(places.journal, board_id(board.files[0]))) as journal:
        return journal.composed_at_us()
