"""The figures with which a stand-up begins: the same as on the panels, over all cases of the board."""

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import date_of
from wallboard.core.measures.book import LATE, URGENT, CaseBook
from wallboard.core.measures.coverage import Coverage, coverage, target_coverage
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.in_and_out import day_bounds_us, flow
from wallboard.core.measures.on_time import fell_due, may_fall_due, on_time_figure
from wallboard.core.measures.shares import shares_of
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import AgendaNumber
from wallboard.core.views.figures import Figure, Zone
from wallboard.core.words import words
from wallboard.core.worktime import WorkCalendar

Bools = NDArray[np.bool_]

ON_TIME_DAYS = 5
ON_TIME_TARGET = 95.0
TAKES = frozenset({"cases", "events"})


def agenda_numbers(
    snapshot: Snapshot, calendar: WorkCalendar, on_time_target: float = ON_TIME_TARGET
) -> tuple[AgendaNumber, ...]:
    """What is open, what of it needs help, how the last days went; without those that no source can tell.

    `on_time_target` is the percentage that should be on time.
    """
    if numbers_coverage(snapshot).blank:
        return ()
    has_shares = not target_coverage(snapshot, TAKES, Where()).blank
    return (
        *_standing(snapshot, calendar, has_shares=has_shares),
        *((_on_time(snapshot, calendar, on_time_target),) if has_shares else ()),
        *_last_day(snapshot, calendar),
    )


def numbers_coverage(snapshot: Snapshot) -> Coverage:
    """What the sources can tell of what is open."""
    return coverage(snapshot, TAKES, Where(), ("opened", "status"))


def is_told_owner(snapshot: Snapshot) -> Bools:
    """Of which cases a source says the owner: of the others nobody knows whether they have one."""
    book = snapshot.book
    lacking = coverage(snapshot, TAKES, Where(), ("owner",)).lacking.get("owner", frozenset())
    bits = sum(1 << rank for rank, source in enumerate(book.history.sources) if source not in lacking)
    is_told: Bools = (book.history.source_bits[book.entity] & bits) != 0
    return is_told


def _standing(snapshot: Snapshot, calendar: WorkCalendar, *, has_shares: bool) -> list[AgendaNumber]:
    book = snapshot.book
    shares = shares_of(book, book.is_open)
    numbers = [
        _count("open", "agenda.number.open", book.is_open),
        _count("on_hold", "agenda.number.on-hold", book.state == HELD),
    ]
    if has_shares:
        late, urgent = book.is_open & (book.zone == LATE), (book.state == OPEN) & (book.zone == URGENT)
        numbers += [
            _count("late", "agenda.number.late", late, "late", is_grey=shares.is_few),
            _count("urgent", "agenda.number.urgent", urgent, "urgent", is_grey=shares.is_few),
            _count("due_today", "agenda.number.due-today", _due_today(book, calendar), is_grey=shares.is_few),
        ]
    is_told = is_told_owner(snapshot)
    if is_told[book.is_open].any():
        ownerless = is_told & book.is_open & (book.owner == NONE)
        numbers.append(_count("without_owner", "agenda.number.without-owner", ownerless))
    return numbers


def _count(name: str, label: str, mask: Bools, zone: Zone | None = None, *, is_grey: bool = False) -> AgendaNumber:
    """How many there are; the zone's colour where there are any."""
    count = int(np.count_nonzero(mask))
    return AgendaNumber(words(label, n=count), Figure(name, count, zone=zone if count else None, is_grey=is_grey))


def _due_today(book: CaseBook, calendar: WorkCalendar) -> Bools:
    """The open cases whose due lies in what is left of the work day, not those that passed it."""
    day = calendar.today(book.at_us).day
    place = int(np.searchsorted(calendar.work_days, day))
    after = calendar.work_days[place + 1 : place + 2]
    until_us = int(calendar.belongs_from_us(after)[0]) if after.size else calendar.last_us
    due: Bools = book.is_open & (book.due_us > book.at_us) & (book.due_us < until_us)
    return due


def _on_time(snapshot: Snapshot, calendar: WorkCalendar, target: float) -> AgendaNumber:
    """Rule 1 over the last work days, as the panel has it."""
    book, at_us = snapshot.book, snapshot.at_us
    every = np.ones(book.size, dtype=np.bool_)
    from_us = calendar.last_work_days_from_us(at_us, ON_TIME_DAYS)
    due, shares = fell_due(book, every, from_us, at_us), shares_of(book, may_fall_due(book, every, from_us))
    return AgendaNumber(words("agenda.number.on-time", n=ON_TIME_DAYS), on_time_figure(due, shares, target))


def _last_day(snapshot: Snapshot, calendar: WorkCalendar) -> list[AgendaNumber]:
    """What came in and went out on the last work day before today's, whole."""
    today, is_work_day = calendar.today(snapshot.at_us)
    place = int(np.searchsorted(calendar.work_days, today)) - (1 if is_work_day else 0)
    if place < 0:
        return []
    day = int(calendar.work_days[place])
    book = snapshot.book
    went = flow(book, np.ones(book.size, dtype=np.bool_), *day_bounds_us(calendar, day, snapshot.at_us))
    counts = {"opened": went.opened.size, "closed": went.closed.size, "net": went.net}
    on = date_of(day).isoformat()
    return [AgendaNumber(words(f"agenda.number.{name}", on=on), Figure(name, count)) for name, count in counts.items()]
