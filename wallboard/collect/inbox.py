"""What the collector's loop is told: by its sources' threads, by whoever started it, by its files and by signals."""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from wallboard.collect.polling import Begun


@dataclass(frozen=True, slots=True)
class Refresh:
    """Poll everything now."""


@dataclass(frozen=True, slots=True)
class StandUp:
    """Freeze the agenda of a board, by its name in the journal."""

    board: str


@dataclass(frozen=True, slots=True)
class End:
    """End, and why."""

    why: str


class Inbox:
    """Messages in the order in which they came; told from any thread and from a signal's handler, taken on one.

    The end is known before its turn has come.
    """

    def __init__(self) -> None:
        self._messages: deque[object] = deque()
        self._bell: SimpleQueue[None] = SimpleQueue()
        self._is_ending = False

    def put(self, message: object) -> None:
        """Tell it. That an attempt has begun wakes nobody: it is asked for at ticks alone, if it never ends."""
        self._messages.append(message)
        if not isinstance(message, Begun):
            self._bell.put(None)

    def end(self, why: str) -> None:
        """Tell that the end has come."""
        self._is_ending = True
        self.put(End(why))

    def is_ending(self) -> bool:
        """Whether the end has been told."""
        return self._is_ending

    def take(self, wait_s: float) -> list[object]:
        """All messages that are there, after waiting for one that wakes."""
        with suppress(Empty):
            self._bell.get(timeout=wait_s)
            while True:  # one ring may stand for a message that an earlier one has brought along
                self._bell.get_nowait()
        return [self._messages.popleft() for _ in range(len(self._messages))]
