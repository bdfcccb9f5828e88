"""Which boards' stand-ups are asked for, and freezing their agendas into the journal."""

import logging
from collections.abc import Container

from wallboard.config.board import Board
from wallboard.config.on_time import on_time_of
from wallboard.core.measures.agenda import agenda
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.layout import STANDUP_MINUTES
from wallboard.store.journal import Journal

log = logging.getLogger(__name__)


class Agendas:
    """The stand-ups that glasses have asked for and that are not frozen yet."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._asked: set[str] = set()

    def ask(self, name: str, boards: Container[str]) -> bool:
        """Take a glass's word: the board by its name in the journal. False where it is none of these."""
        if name not in boards:
            log.warning("a stand-up was asked for %s, which is no board of this process", name)
            return False
        self._asked.add(name)
        return True

    def freeze(self, name: str, board: Board, snapshot: Snapshot) -> None:
        """Freeze what is known now, if it was asked for; an error of our own leaves the wall as it is."""
        if name not in self._asked:
            return
        self._asked.discard(name)
        minutes = board.standup.minutes if board.standup is not None else STANDUP_MINUTES
        try:
            answers = self._journal.answers(name)
            frozen = agenda(snapshot, answers, minutes=minutes, on_time=on_time_of(board))
        except Exception:
            log.exception("the stand-up of %s could not be made", board.name)
            return
        if self._journal.freeze(name, frozen):
            log.info("the stand-up of %s begins: %d late, %d urgent", board.name, frozen.late, frozen.urgent)
