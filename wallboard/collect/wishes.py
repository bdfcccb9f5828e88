"""Looks for the wishes of glasses whose board this process composes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from wallboard.store.wishes import take

LOOK_S = 1.0


class WishWatch(Thread):
    """The wishes for stand-ups, by the boards' names in the journal, on a thread of their own.

    The loop that composes may wait for seconds; a team that pressed a key may not. `tell` is called on this thread.
    """

    def __init__(self, wishes: Mapping[str, Path], tell: Callable[[str], None], look_s: float = LOOK_S) -> None:
        super().__init__(name="wishes", daemon=True)  # a hung disk must not hold up the end
        self._wishes = dict(wishes)
        self._tell = tell
        self._look_s = look_s
        self._inbox: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """End after the look that is under way."""
        self._inbox.put(None)

    def look(self) -> None:
        """Take what is there, and tell of it."""
        for board, path in self._wishes.items():
            if take(path):
                self._tell(board)

    def run(self) -> None:
        """Look until stopped."""
        while True:
            try:
                self._inbox.get(timeout=self._look_s)
            except Empty:
                self.look()
            else:
                return
