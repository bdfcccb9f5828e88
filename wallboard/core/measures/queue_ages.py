"""How old each queue is: the waits of its running cases, and of the stays that ended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.filters import lets_in, selected, selected_in
from wallboard.core.measures.history import NONE, OPEN
from wallboard.core.measures.queue_waits import ended, stays
from wallboard.core.measures.ranks import nearest_rank
from wallboard.core.scope import Where

Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class QueueAge:
    """A queue (None: cases without one) at an instant.

    `open` are rows of the book; `waiting` those of them that run and whose entry is known, `wait_us` since when;
    `left` the cases of the stays that ended (a case may be there more than once), `stay_us` how long they were.
    """

    name: str | None
    open: Int64s
    waiting: Int64s
    wait_us: Int64s
    left: Int64s
    stay_us: Int64s

    @property
    def oldest(self) -> int | None:
        """The place in `waiting` of the longest wait; of equal ones the first."""
        return int(np.argmax(self.wait_us)) if self.wait_us.size else None

    @property
    def oldest_us(self) -> int | None:
        """The longest wait."""
        return None if self.oldest is None else int(self.wait_us[self.oldest])

    @property
    def p85_us(self) -> int | None:
        """The 85th percentile of the stays that ended."""
        return nearest_rank(self.stay_us, 85)


@dataclass(frozen=True, slots=True, eq=False)
class QueueAges:
    """All queues in the board's order, those without a name last; and the same of all of them together.

    `unknown` counts the running cases whose entry into their queue nobody knows.
    """

    queues: tuple[QueueAge, ...]
    together: QueueAge
    unknown: int


def queue_ages(book: CaseBook, where: Where, from_us: int, to_us: int) -> QueueAges:
    """The queues of a scope: its open cases now, and the stays in any of them that ended in [from, to].

    Whether a stay is in the scope goes by the queue that was left, not by the one where its case is now.
    """
    of = stays(book)
    mask = selected(book, where)
    lasting = np.flatnonzero(of.is_last & of.is_known & ((book.state == OPEN) & mask & book.has_hours)[of.case])
    left = ended(book, of, np.ones(book.size, dtype=np.bool_), from_us, to_us)
    left = left[selected_in(book, where, of.case[left], of.queue[left])]
    open_rows = np.flatnonzero(mask & book.is_open)
    names = book.history.fields["queue"].names
    queues = book.history.organisation.queues
    listed = {queue.name for queue in queues if lets_in(where, "queue", queue.name, queues)}
    present = {*book.queue[open_rows].tolist(), *of.queue[left].tolist()}
    codes = [code for code, name in enumerate(names) if code in present or name in listed]
    groups: list[tuple[str | None, int]] = [(names[code], code) for code in codes]
    if NONE in present:
        groups.append((None, NONE))

    def age(name: str | None, code: int | None) -> QueueAge:
        here = open_rows if code is None else open_rows[book.queue[open_rows] == code]
        in_queue = lasting if code is None else lasting[of.queue[lasting] == code]
        gone = left if code is None else left[of.queue[left] == code]
        return QueueAge(name, here, of.case[in_queue], of.wait_us[in_queue], of.case[gone], of.wait_us[gone])

    running = int(np.count_nonzero(mask & (book.state == OPEN)))
    return QueueAges(tuple(age(name, code) for name, code in groups), age(None, None), running - lasting.size)
