"""Which boards' stand-ups are asked for, and freezing their agendas into the journal."""

import logging
from collections.abc import Iterable

from wallboard.config.board import Board
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.agenda_numbers import ON_TIME_TARGET
from wallboard.core.snapshot import Snapshot
from wallboard.store.journal import Journal

log = logging.getLogger(__name__)

MINUTES = 20
"""How long a stand-up takes at most, where its board does not say."""


class Agendas:
    """The stand-ups that glasses have asked for and that are not frozen yet."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._asked: set[str] = set()

    def ask(self, name: str, boards: Iterable[str]) -> bool:
        """Take a glass's word: the board by its name in the journal, nothing for all. False where it is none."""
        named = {board for board in boards if name in ("", board)}
        if not named:
            log.warning("a stand-up was asked for %s, which is no board of this process", name)
        self._asked |= named
        return bool(named)

    def freeze(self, name: str, board: Board, snapshot: Snapshot) -> None:
        """Freeze what is known now, if it was asked for; an error of our own leaves the wall as it is."""
        if name not in self._asked:
            return
        self._asked.discard(name)
        minutes = board.standup.minutes if board.standup is not None else MINUTES
        try:
            answers, target = self._journal.answers(name), _on_time_target(board)
            frozen = agenda(snapshot, answers, minutes=minutes, on_time_target=target)
        except Exception:
            log.exception("the stand-up of %s could not be made", board.name)
            return
        if self._journal.freeze(name, frozen):
            log.info("the stand-up of %s begins: %d late, %d urgent", board.name, frozen.late, frozen.urgent)


def _on_time_target(board: Board) -> float:
    """The target of the board's own panel, so that stand-up and wall agree; of several the first."""
    panels = (panel for page in board.pages for panel in page.panels if panel.type.name == "on-time")
    targets = (getattr(panel.options, "target", None) for panel in panels)
    return next((float(target) for target in targets if target is not None), ON_TIME_TARGET)
