"""A stand-up's agenda: what the team walks through, made of one snapshot and of what earlier stand-ups promised."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import HOUR_US, date_of, day_in, day_of, monday_of
from wallboard.core.measures.agenda_numbers import TAKES, Told, agenda_numbers
from wallboard.core.measures.answered import AnsweredCases, CaseKey, key_of
from wallboard.core.measures.book import LATE, URGENT, CaseBook
from wallboard.core.measures.case_ways import Ways, last_activities, logs_activities, no_owner_since_us
from wallboard.core.measures.coverage import coverage
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.on_time import ON_TIME, OnTimeAsk
from wallboard.core.measures.people import salespeople
from wallboard.core.measures.promises import (
    dates,
    kept,
    promise_days,
    promises_to_review,
    reasons_of_week,
    standing,
)
from wallboard.core.measures.queue_ages import queue_ages
from wallboard.core.measures.sales_days import diary_coverage, not_entered, sales_days
from wallboard.core.measures.shares import shares_of
from wallboard.core.measures.type_names import type_of
from wallboard.core.measures.whose_diaries import OF_PEOPLE
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import (
    Agenda,
    AgendaCase,
    AgendaQueue,
    GivenAnswer,
    HoleDay,
    HoleRow,
    OwnerlessCase,
)
from wallboard.core.views.figures import ZONES
from wallboard.core.views.layout import STANDUP_MINUTES
from wallboard.core.words import words
from wallboard.core.worktime import NoWorkDay, WorkCalendar

Int64s = NDArray[np.int64]

MOST_CASES = 200
"""More than twenty minutes can hold."""
MOST_OWNERLESS = 50
HOLE_DAYS = 3
_DIARIES = frozenset({"appointments", "absences"})


def agenda(
    snapshot: Snapshot,
    answers: Sequence[GivenAnswer] = (),
    *,
    minutes: int = STANDUP_MINUTES,
    on_time: OnTimeAsk = ON_TIME,
    most: int = MOST_CASES,
) -> Agenda:
    """What there is to talk about at the snapshot's instant.

    `answers` are the board's, the last of each case at each stand-up, oldest first. `on_time` is what it asks of its
    share on time; `most` is how many cases are listed, late ones first. Before its calendar's first work day a board
    has nothing to talk about.
    """
    organisation = snapshot.organisation
    calendar = organisation.calendars[organisation.calendar]
    on = date_of(day_in(organisation.time_zone, snapshot.at_us))
    bare = Agenda(
        snapshot.at_us,
        on.isoformat(),
        minutes,
        is_demo=snapshot.is_demo,
        promise_days=promise_days(calendar, on),
        dates=dates(calendar, on),
        sources=snapshot.notes,
    )
    try:
        told = Told.of(snapshot)
        numbers = agenda_numbers(snapshot, calendar, told, on_time)
        remarks = told.cases.remarks if numbers else ()
        found = _with_holes(replace(bare, numbers=numbers, remarks=remarks), snapshot, calendar)
    except NoWorkDay as none:
        why = (words("missing.work-day", calendar=none.calendar, on=none.on.isoformat()),)
        return replace(bare, why_no_cases=why, why_no_queues=why, why_no_owners=why, why_no_holes=why)
    answered = AnsweredCases(snapshot.book, answers)
    found = _with_cases(found, snapshot, told, answered, most)
    found = _with_ownerless(_with_queues(found, snapshot, told), snapshot, told)
    return _with_answers(found, answered, on)


def _with_answers(found: Agenda, answered: AnsweredCases, on: date) -> Agenda:
    """With what earlier stand-ups promised, and what held cases last week."""
    monday = date_of(monday_of(day_of(on)) - 7)
    return replace(
        found,
        promises=tuple(kept(answered, given, on) for given in promises_to_review(answered, on)),
        reasons=reasons_of_week(answered, monday),
        last_week_on=monday.isoformat(),
    )


def _with_cases(found: Agenda, snapshot: Snapshot, told: Told, answered: AnsweredCases, most: int) -> Agenda:
    """With the cases that are late, then those that are urgent."""
    book = snapshot.book
    shares = shares_of(book, book.is_open)
    why = told.shares.blank or shares.blank
    if why:
        return replace(found, why_no_cases=why)
    late = book.is_open & (book.zone == LATE)
    urgent = (book.state == OPEN) & (book.zone == URGENT)
    rows = _by_share(book, np.flatnonzero(late | urgent))[:most].tolist()
    return replace(
        found,
        cases=_cases(snapshot, told, rows, answered.last(standing(answered.answers))),
        late=int(np.count_nonzero(late)),
        urgent=int(np.count_nonzero(urgent)),
        without_share=shares.without_target + shares.without_hours,
    )


def _cases(
    snapshot: Snapshot, told: Told, rows: Sequence[int], before: Mapping[CaseKey, GivenAnswer]
) -> tuple[AgendaCase, ...]:
    book = snapshot.book
    ways, activities = Ways(book), last_activities(snapshot, rows)
    cases = []
    for row in rows:
        lead_us, need_us, last = int(book.lead_us[row]), int(book.need_us[row]), activities.get(row)
        cases.append(
            AgendaCase(
                number=book.number(row),
                type=type_of(book, row),
                queue=book.name("queue", row),
                zone=ZONES[int(book.zone[row])],
                target_h=need_us / HOUR_US,
                left_h=(need_us - lead_us) / HOUR_US,
                is_on_hold=bool(book.state[row] == HELD),
                has_owner=bool(book.owner[row] != NONE) if told.is_owner_told[row] else None,
                no_owner_since_us=no_owner_since_us(book, row),
                way=ways.way(row),
                knows_activities=logs_activities(snapshot, row),
                last_activity=last.kind if last is not None else None,
                last_activity_at_us=last.at_us if last is not None else None,
                before=before.get(key_of(book, row)),
                source=book.history.sources[int(book.source[row])],
            )
        )
    return tuple(cases)


def _with_queues(found: Agenda, snapshot: Snapshot, told: Told) -> Agenda:
    """With the queues whose oldest running case is late, the longest wait first.

    Where nobody knows since when any running case waits, nobody knows which is the oldest.
    """
    lacks = told.shares.blank or coverage(snapshot, TAKES, Where(), ("queue",), ("status", "queue")).blank
    if lacks:
        return replace(found, why_no_queues=lacks)
    book, queues = snapshot.book, []
    ages = queue_ages(book, Where(), snapshot.at_us, snapshot.at_us)
    if ages.unknown and ages.together.oldest is None:
        return replace(
            found, without_wait=ages.unknown, why_no_queues=(words("agenda.queues.unknown", n=ages.unknown),)
        )
    for age in ages.queues:
        if age.oldest is None or book.zone[age.waiting[age.oldest]] != LATE:
            continue
        oldest, late = int(age.waiting[age.oldest]), int(np.count_nonzero(book.zone[age.open] == LATE))
        wait_h = int(age.wait_us[age.oldest]) / HOUR_US
        queues.append(AgendaQueue(age.name, book.number(oldest), wait_h, age.open.size, late))
    queues.sort(key=lambda one: (-one.oldest_h, one.queue or ""))
    return replace(found, queues=tuple(queues), without_wait=ages.unknown)


def _with_ownerless(found: Agenda, snapshot: Snapshot, told: Told) -> Agenda:
    """With the open cases that nobody owns, highest share first; those whose sources say no owner are left out."""
    lacks = coverage(snapshot, TAKES, Where(), ("opened", "status", "owner"))
    if lacks.blank:
        return replace(found, why_no_owners=lacks.blank)
    book, is_told = snapshot.book, told.is_owner_told
    rows = _by_share(book, np.flatnonzero(book.is_open & is_told & (book.owner == NONE)))
    if not rows.size and not is_told[book.is_open].all():
        return replace(found, why_no_owners=(words("agenda.owners.as-known"),))
    if not book.is_open.any():
        return replace(found, why_no_owners=(words("agenda.none-open"),))
    return replace(
        found,
        ownerless=tuple(_ownerless(book, row) for row in rows[:MOST_OWNERLESS].tolist()),
        ownerless_count=rows.size,
    )


def _ownerless(book: CaseBook, row: int) -> OwnerlessCase:
    zone = int(book.zone[row])
    return OwnerlessCase(
        book.number(row),
        book.name("queue", row),
        ZONES[zone] if zone != NONE else None,
        no_owner_since_us(book, row),
    )


def _with_holes(found: Agenda, snapshot: Snapshot, calendar: WorkCalendar) -> Agenda:
    """With the slots that nobody has booked on the work days after today; a board without sales has no such page."""
    people = salespeople(snapshot.organisation, None)
    lacks = diary_coverage(snapshot, _DIARIES, people)
    if not people or lacks.blank == (words("missing.sources.appointments"),):
        return found
    if lacks.blank:
        return replace(found, why_no_holes=lacks.blank)
    first = int(np.searchsorted(calendar.work_days, calendar.today(snapshot.at_us).day, side="right"))
    days = calendar.work_days[first : first + HOLE_DAYS]
    if unread := not_entered(snapshot, lacks, calendar, days[:1]):
        return replace(found, why_no_holes=unread)
    book = sales_days(snapshot, people, calendar, days).book
    lacking = tuple(one.why for one in book.of.unusable if one.why.key in OF_PEOPLE)
    holes = np.maximum(book.slots - book.filled, 0)
    rows = (
        HoleRow(person.name, tuple(HoleDay(*day) if day[0] else None for day in zip(slots, empty, strict=True)))
        for person, slots, empty in zip(people, book.slots.tolist(), holes.tolist(), strict=True)
    )
    dates = tuple(date_of(day).isoformat() for day in book.days.tolist())
    return replace(found, hole_days=dates, holes=tuple(rows), lacks_of_holes=lacking)


def _by_share(book: CaseBook, rows: Int64s) -> Int64s:
    """Rows by share, highest first, those without one last; ties by number."""
    numbers = np.array(book.numbers(rows), dtype=np.str_)
    return rows[np.lexsort((numbers, -book.share[rows]))] if rows.size else rows
