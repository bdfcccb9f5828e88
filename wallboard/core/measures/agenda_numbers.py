"""The figures with which a stand-up begins: the same as on the panels, over all cases of the board."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import date_of
from wallboard.core.measures.book import LATE, URGENT, CaseBook
from wallboard.core.measures.coverage import Coverage, coverage, feeding, target_coverage
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.in_and_out import day_bounds_us, flow
from wallboard.core.measures.on_time import ON_TIME, OnTimeAsk, on_time_figure, on_time_now
from wallboard.core.measures.shares import shares_of
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import AgendaNumber
from wallboard.core.views.figures import Figure, Zone
from wallboard.core.words import verbatim, words
from wallboard.core.worktime import NoWorkDay, WorkCalendar

Bools = NDArray[np.bool_]

TAKES = frozenset({"cases", "events"})


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the sources can tell: of what is open, of shares of targets, and of which cases whether they have an owner.

    `is_owner_told` has one entry a case of the book; of the others nobody knows it.
    """

    cases: Coverage
    shares: Coverage
    is_owner_told: Bools

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Told":
        """What a snapshot's sources can tell."""
        book = snapshot.book
        lacking = coverage(snapshot, TAKES, Where(), ("owner",)).lacking.get("owner", frozenset())
        bits = sum(1 << rank for rank, source in enumerate(book.history.sources) if source not in lacking)
        return cls(
            coverage(snapshot, TAKES, Where(), ("opened", "status")),
            target_coverage(snapshot, TAKES, Where()),
            (book.history.source_bits[book.entity] & bits) != 0,
        )


def agenda_numbers(
    snapshot: Snapshot, calendar: WorkCalendar, told: Told, on_time: OnTimeAsk = ON_TIME
) -> tuple[AgendaNumber, ...]:
    """What is open, what of it needs help, how the last days went; without those that no source can tell.

    `on_time` is what the board asks of its share on time.
    """
    if told.cases.blank:
        return ()
    return (
        *_standing(snapshot.book, calendar, told),
        *_on_time(snapshot, on_time),
        *_last_day(snapshot, calendar),
    )


def _standing(book: CaseBook, calendar: WorkCalendar, told: Told) -> list[AgendaNumber]:
    shares = shares_of(book, book.is_open)
    numbers = [
        _count("open", "agenda.number.open", book.is_open),
        _count("on_hold", "agenda.number.on-hold", book.state == HELD),
    ]
    if not told.shares.blank:
        late, urgent = book.is_open & (book.zone == LATE), (book.state == OPEN) & (book.zone == URGENT)
        numbers += [
            _count("late", "agenda.number.late", late, "late", is_grey=shares.is_few),
            _count("urgent", "agenda.number.urgent", urgent, "urgent", is_grey=shares.is_few),
            _count("due_today", "agenda.number.due-today", _due_today(book, calendar), is_grey=shares.is_few),
        ]
    if told.is_owner_told[book.is_open].any():
        ownerless = told.is_owner_told & book.is_open & (book.owner == NONE)
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


def _on_time(snapshot: Snapshot, ask: OnTimeAsk) -> list[AgendaNumber]:
    """Rule 1 over the last work days, as the panel has it; none where the panel has none.

    One of some cases alone bears the name that the board gives it. One whose window begins before all that fell due is
    known is left out: there is no room to say so.
    """
    lacks = target_coverage(snapshot, TAKES, ask.where)
    if lacks.blank:
        return []
    try:
        due, shares = on_time_now(snapshot, ask)
    except NoWorkDay:  # of a calendar of its own: the other numbers stand
        return []
    window = snapshot.organisation.calendars[ask.calendar or snapshot.organisation.calendar]
    begins_us = window.last_work_days_from_us(snapshot.at_us, ask.days)
    if shares.blank or lacks.by_due.read_us > begins_us:
        return []
    label = words("agenda.number.on-time", n=ask.days)
    if ask.title is not None and ask.where != Where():
        label = verbatim(ask.title)
    return [AgendaNumber(label, on_time_figure(due, shares, ask.target))]


def _last_day(snapshot: Snapshot, calendar: WorkCalendar) -> list[AgendaNumber]:
    """What came in and went out on the last work day before today's; nothing where not all of it was read."""
    today, is_work_day = calendar.today(snapshot.at_us)
    place = int(np.searchsorted(calendar.work_days, today)) - (1 if is_work_day else 0)
    if place < 0:
        return []
    day = int(calendar.work_days[place])
    book, (from_us, until_us) = snapshot.book, day_bounds_us(calendar, day, snapshot.at_us)
    if snapshot.covered_from_us(feeding(snapshot.organisation, TAKES, Where())) > from_us:
        return []
    went = flow(book, np.ones(book.size, dtype=np.bool_), from_us, until_us)
    counts = {"opened": went.opened.size, "closed": went.closed.size, "net": went.net}
    on = date_of(day).isoformat()
    return [AgendaNumber(words(f"agenda.number.{name}", on=on), Figure(name, count)) for name, count in counts.items()]
