"""The salespeople's diaries over some work days, laid against who is there, and the rows that tell nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import date_of, day_in
from wallboard.core.measures.coverage import Coverage, since
from wallboard.core.measures.diaries import ENTERED_US, Ledger, appointments, diaries_read_us, ledger
from wallboard.core.measures.presence import Leave, leave_of, presence_of
from wallboard.core.measures.sales_coverage import details_of, remarks_of, sales_coverage
from wallboard.core.measures.whose_diaries import why_nobody
from wallboard.core.organisation import Person
from wallboard.core.records import Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words
from wallboard.core.worktime import WorkCalendar

Int32s = NDArray[np.int32]


def diary_coverage(
    snapshot: Snapshot,
    takes: frozenset[str],
    people: Sequence[Person],
    fields: Sequence[str] = ("person", "start"),
    told: Sequence[str] = (),
) -> Coverage:
    """As `sales_coverage`, of these people's appointments; of nobody there is nothing to tell."""
    found = sales_coverage(snapshot, takes, "appointments", fields, told)
    if found.blank:
        return found
    if not people:
        return replace(found, blank=(words("missing.salespeople"),))
    if why := why_nobody(snapshot, people):
        return replace(found, blank=why)
    return replace(found, read_us=diaries_read_us(snapshot.batches.values()))


def not_entered(snapshot: Snapshot, lacks: Coverage, calendar: WorkCalendar, days: Int32s) -> tuple[Words, ...]:
    """Why none of these work days can be told: what was entered for the last of them some weeks before it has not been
    read."""
    if not days.size or lacks.read_us <= int(calendar.belongs_from_us(days[-1:])[0]):
        return ()
    read_us = {name: diaries_read_us((batch,)) for name, batch in snapshot.batches.items()}
    unable = [name for name in read_us if read_us[name] == lacks.read_us]
    on = date_of(day_in(snapshot.organisation.time_zone, lacks.read_us - ENTERED_US)).isoformat()
    return (words("missing.entered", on=on, sources=", ".join(unable)),)


def since_entered(lacks: Coverage, calendar: WorkCalendar, days: Int32s) -> tuple[Words, ...]:
    """The first of these work days of which it is known what was entered for it, where the first of all is not."""
    begins_us = calendar.belongs_from_us(days)
    return since(lacks.read_us, calendar, int(begins_us[-1]), int(begins_us[0])) if days.size else ()


@dataclass(frozen=True, slots=True, eq=False)
class SalesDays:
    """The diaries, and who is on leave; `strangers` counts appointments of people whom the board does not know."""

    book: Ledger
    leave: Leave
    unusable: tuple[Unusable, ...]
    strangers: Mapping[str, int]

    @property
    def remarks(self) -> tuple[Words, ...]:
        """How many rows could not be used, and how many are of people whom the board does not know."""
        return remarks_of(self.unusable, self.strangers, self.leave.unknown)

    @property
    def details(self) -> tuple[Words, ...]:
        """Which rows, and who: for the supervisor, not for the wall."""
        return details_of(self.unusable, self.strangers, self.leave.unknown)


def sales_days(
    snapshot: Snapshot,
    people: Sequence[Person],
    calendar: WorkCalendar,
    days: Int32s,
    *,
    past_is_performed: bool = False,
) -> SalesDays:
    """The diaries of people over work days that follow each other."""
    found = appointments(snapshot, people, calendar, days, past_is_performed=past_is_performed)
    leave = leave_of(snapshot, people)
    book = ledger(found, presence_of(leave, people, calendar, days))
    return SalesDays(book, leave, (*found.unusable, *leave.unusable), found.strangers)
