"""Looks at the files that tell a running collector something: its boards', and glasses' wishes for stand-ups."""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from wallboard.collect.board_files import BoardFiles, Reloaded
from wallboard.collect.inbox import StandUp
from wallboard.collect.wishes import Wishes

log = logging.getLogger(__name__)

LOOK_S = 0.5
_MOVING = 0.4
"""Of that: so soon it is looked again while a file moves, so that a change is on the wall within two seconds."""


class Watch(Thread):
    """One thread for all boards of the process, since waking up costs more than the looks do.

    A thread, since the loop that composes may take seconds, and a share that does not answer must not hold it up.
    `tell` is called on this thread.
    """

    def __init__(
        self,
        boards: Sequence[BoardFiles],
        wishes: Wishes,
        tell: Callable[[Reloaded | StandUp], None],
        look_s: float = LOOK_S,
    ) -> None:
        super().__init__(name="watch", daemon=True)  # a hung share must not hold up the end
        self._boards = boards
        self._wishes = wishes
        self._tell = tell
        self._look_s = look_s
        self._inbox: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """End after the look that is under way."""
        self._inbox.put(None)

    def look(self, now_s: float) -> None:
        """Tell what has come since the last look; the wishes first, for a team stands before the wall."""
        for board in self._wishes.take():
            self._tell(StandUp(board))
        for files in self._boards:
            found = files.look(now_s)
            if found is not None:
                self._tell(found)

    def _look_unharmed(self) -> None:
        """An error of our own must not end the looking: nobody would notice for months."""
        try:
            self.look(monotonic())
        except Exception:
            log.exception("an error inside Wallboard")

    def run(self) -> None:
        """Look until stopped."""
        while True:
            is_moving = any(files.is_moving for files in self._boards)
            try:
                self._inbox.get(timeout=self._look_s * _MOVING if is_moving else self._look_s)
            except Empty:
                self._look_unharmed()
            else:
                return
