"""One source as the collector has it: its settings, rows and condition, its lock and its thread."""

from dataclasses import dataclass, replace
from typing import Protocol

from wallboard.config.board import Board, SourceEntry
from wallboard.core.records import Batch
from wallboard.store.arriving import Arriving
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.locks import Lock

Told = tuple[SourceCondition, Batch | None]


class Polling(Protocol):
    """A source's thread, as far as the collector looks at it."""

    def poll_now(self) -> None: ...
    def poll_every(self, every_s: float) -> None: ...
    def begin_anew(self, number: int) -> None: ...
    def stop(self) -> None: ...


@dataclass(slots=True)
class Site:
    """A source and its settings, as one or more boards have it; `lock` is held while this process polls it.

    `arriving` is what a read begun anew has brought while `batch` is still more; it is shown to nobody. `anew` counts
    how often the thread was asked to begin anew: what it had read before that is not kept. `erasures` is the cache's
    number when an attempt was taken last.
    """

    name: str
    board: Board
    source: SourceEntry
    every_s: float
    batch: Batch | None = None
    condition: SourceCondition = UNREAD
    stamp: tuple[int, int] = (0, 0)
    lock: Lock | None = None
    poller: Polling | None = None
    began_us: int | None = None
    arriving: Arriving | None = None
    anew: int = 0
    erasures: int = 0

    @property
    def told(self) -> Told:
        """What of a site can make a picture differ."""
        return replace(self.condition, attempted_us=None), self.batch

    def begin_anew(self) -> None:
        """Have all of it read again, if the thread is ours; what has come of such a read is forgotten."""
        if self.poller is not None:
            self.arriving = None
            self.anew += 1
            self.poller.begin_anew(self.anew)

    def stop(self) -> None:
        """End its thread, if it is ours."""
        if self.poller is not None:
            self.poller.stop()

    def release(self) -> None:
        """Leave it to whoever wants to poll it."""
        if self.lock is not None:
            self.lock.release()
            self.lock = None


def differs(before: Told, now: Told) -> bool:
    """Whether anything is told anew, be it the age of the rows alone."""
    return before[0] != now[0] or before[1] is not now[1]  # batches are never changed, only replaced
