"""The way of single cases: the stretches of their lives by state and queue, since when they have no owner, and the
last activity on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.queue_waits import Stays, stays
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import Leg

Int64s = NDArray[np.int64]

_Place = tuple[int, str | None, bool]
"""A state, a queue, and whether that is known."""
_STATES: tuple[Literal["open", "on-hold", "closed"], ...] = ("open", "on-hold", "closed")


@dataclass(frozen=True, slots=True)
class LastActivity:
    """The last step logged on a case: the source's word for it (None: it has none), and its instant."""

    kind: str | None
    at_us: int


class Ways:
    """The ways of a book's cases; what all of them share is reckoned once."""

    def __init__(self, book: CaseBook) -> None:
        self._book = book
        self._stays: Stays = stays(book)
        self._first = book.stretches.first

    def way(self, row: int) -> tuple[Leg, ...]:
        """A case's way from its opening to now in work hours of its target's calendar, leg by leg.

        A leg lasts while neither state nor queue changes; those without work hours are left out. Where the source
        keeps no history of queues, no leg has one: it is not known.
        """
        starts_us, places = self._pieces(row)
        book = self._book
        end_us = min(int(book.closed_us[row]), book.at_us)
        instants = np.array([*starts_us, end_us], dtype=np.int64)
        worked_us = np.diff(book.calendars[int(book.calendar[row])].worked_us(instants)).tolist()
        counting = {OPEN, HELD} if book.rules[int(book.rule[row])].clock == "customer" else {OPEN}
        legs: list[tuple[_Place, int]] = []
        for place, us in zip(places, worked_us, strict=True):
            if us and legs and legs[-1][0] == place:
                legs[-1] = (place, legs[-1][1] + us)
            elif us:
                legs.append((place, us))
        return tuple(
            Leg(_STATES[state], queue, us / HOUR_US, state in counting, is_known)
            for (state, queue, is_known), us in legs
        )

    def _pieces(self, row: int) -> tuple[list[int], list[_Place]]:
        """Where a case's pieces begin, in order, with the state and queue of each."""
        book, of = self._book, self._stays
        lives = slice(*self._span(row))
        starts_us, states = book.stretches.start_us[lives], book.stretches.state[lives]
        entries = slice(*np.searchsorted(of.case, [row, row + 1]).tolist())
        entered_us, entered, is_known = of.entered_us[entries], of.queue[entries], of.is_known[entries]
        cuts_us = np.union1d(starts_us, entered_us[entered_us >= starts_us[0]])
        state = states[np.searchsorted(starts_us, cuts_us, side="right") - 1]
        names = book.history.fields["queue"].names
        told = [
            (names[code] if code != NONE and known else None, known)
            for code, known in zip(entered.tolist(), is_known.tolist(), strict=True)
        ]
        places = np.searchsorted(entered_us, cuts_us, side="right") - 1
        # a case that was closed as it opened never entered a queue
        queues = [told[max(place, 0)] if told else (None, True) for place in places.tolist()]
        return cuts_us.tolist(), [(one, *queue) for one, queue in zip(state.tolist(), queues, strict=True)]

    def _span(self, row: int) -> tuple[int, int]:
        after = self._first[row + 1] if row + 1 < self._first.size else self._book.stretches.case.size
        return int(self._first[row]), int(after)


def no_owner_since_us(book: CaseBook, row: int) -> int | None:
    """Since when a case without an owner has none; None where it has one, or its source keeps no history of owners."""
    history = book.history
    timeline = history.fields["owner"]
    entity = int(book.entity[row])
    if book.owner[row] != NONE or int(history.source[entity]) not in history.keeps["owner"]:
        return None
    origin = int(history.first_step[entity])
    first, after = np.searchsorted(timeline.step, [origin, int(book.last_step[row]) + 1]).tolist()
    owners = timeline.value[first:after]
    owned = np.flatnonzero(owners != NONE)
    lost = first + int(owned[-1]) + 1 if owned.size else None
    since_us = int(book.opened_us[row])
    if lost is not None and lost < after:
        since_us = max(since_us, int(history.step_us[timeline.step[lost]]))
    return since_us


def last_activities(snapshot: Snapshot, rows: Sequence[int]) -> dict[int, LastActivity]:
    """The last activity on each of these cases, as known at the snapshot's instant, by row; none for those without.

    A case that came back after its time is one of its own: what was done on it before is not its.
    """
    book = snapshot.book
    logged = _logged(snapshot, book.entity[list(rows)].tolist())
    found: dict[int, LastActivity] = {}
    for row in rows:
        since_us = int(book.opened_us[row]) if book.part[row] else None
        last = logged.get(int(book.entity[row]))
        if last is not None and (since_us is None or last.at_us >= since_us):
            found[row] = last
    return found


def logs_activities(snapshot: Snapshot, row: int) -> bool:
    """Whether any source of a case logs activities."""
    book = snapshot.book
    bits = int(book.history.source_bits[book.entity[row]])
    sources = [source for rank, source in enumerate(book.history.sources) if bits >> rank & 1]
    return any(_logs(snapshot.batches[source]) for source in sources if source in snapshot.batches)


def _logs(batch: Batch) -> bool:
    return "activities" in batch.mapped or "activities" in batch.frames


def _logged(snapshot: Snapshot, entities: Iterable[int]) -> dict[int, LastActivity]:
    """The last activity by case; of several at one instant the source's last, of sources the board's last."""
    history = snapshot.book.history
    members = history.members.filter(pl.col("entity").is_in(list(set(entities))))
    found: dict[int, LastActivity] = {}
    for rank, source in enumerate(history.sources):
        batch = snapshot.batches.get(source)
        if batch is None or not _logs(batch):
            continue
        own = members.filter(pl.col("source") == rank).select("number", "entity")
        known = batch.frame("activities").with_columns(at_us=pl.col("at").to_physical())
        steps = known.filter(pl.col("at_us") <= snapshot.at_us).join(own, on="number", maintain_order="left")
        last = steps.sort("at_us", maintain_order=True).group_by("entity", maintain_order=True).last()
        for entity, kind, at_us in last.select("entity", "kind", "at_us").iter_rows():
            if entity not in found or at_us >= found[entity].at_us:
                found[entity] = LastActivity(kind, at_us)
    return found
