"""What stand-ups promised and what became of it, what held cases last week, and which dates can be promised."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from wallboard.core.local_time import date_of, day_of
from wallboard.core.measures.answered import AnsweredCases
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import CLOSED, HELD, NONE
from wallboard.core.measures.type_names import type_of
from wallboard.core.views.agenda import REASONS, GivenAnswer, Outcome, PromiseDay, PromiseKept, Reason, ReasonCount
from wallboard.core.views.figures import ZONES
from wallboard.core.worktime import WorkCalendar

DATES = 20
"""How many work days can be chosen as a date."""
_WEEK = timedelta(days=7)


def standing(answers: Iterable[GivenAnswer]) -> list[GivenAnswer]:
    """The answers that say something: one that was taken back leaves what an earlier stand-up said."""
    return [given for given in answers if given.answer.reason is not None or given.answer.promise is not None]


def promises_to_review(cases: AnsweredCases, on: date) -> list[GivenAnswer]:
    """The promises that a stand-up looks back on, in the order in which they were given.

    Those of the last date before `on` that made any, and earlier ones whose promised date has passed since then. Of
    several to one case the last counts: an answer without a promise ends the one before.
    """
    before = [given for given in standing(cases.answers) if given.standup_on < on.isoformat()]
    promises = [given for given in _last(cases, before) if given.answer.promised_on is not None]
    last_on = max((given.standup_on for given in promises), default="")
    found = [given for given in promises if given.standup_on == last_on or _fell_due(given, last_on, on)]
    return sorted(found, key=lambda given: (given.standup_at_us, given.given_at_us))


def _fell_due(given: GivenAnswer, last_on: str, on: date) -> bool:
    return last_on <= (given.answer.promised_on or "") < on.isoformat()


def _last(cases: AnsweredCases, answers: Iterable[GivenAnswer]) -> Iterable[GivenAnswer]:
    """The last answer to each case, also where it is to several."""
    return dict.fromkeys(cases.last(answers).values())


def kept(cases: AnsweredCases, given: GivenAnswer, on: date) -> PromiseKept:
    """What became of a promise by the book's instant."""
    answer, book = given.answer, cases.book
    is_due = answer.promised_on is not None and answer.promised_on <= on.isoformat()
    rows = cases.rows(answer)
    if not rows:
        return PromiseKept(given, "gone", is_due=is_due)
    # where systems that share no key use one number and it is not known which was meant: the case that is open still
    row = next((row for row in rows if book.state[row] != CLOSED), rows[0])
    zone = int(book.zone[row])
    outcome = _outcome(book, row, answer.queue)
    return PromiseKept(
        given,
        outcome,
        type=type_of(book, row),
        queue=book.name("queue", row),
        zone=ZONES[zone] if zone != NONE and outcome != "closed" else None,
        is_due=is_due,
    )


def _outcome(book: CaseBook, row: int, queue: str | None) -> Outcome:
    if book.state[row] == CLOSED:
        return "closed"
    if book.name("queue", row) != queue:
        return "moved"
    return "on-hold" if book.state[row] == HELD else "open"


def reasons_of_week(cases: AnsweredCases, monday: date) -> tuple[ReasonCount, ...]:
    """What held cases in the week of a Monday, most frequent first, ties in the order of the keys; each case once."""
    span = (monday.isoformat(), (monday + _WEEK).isoformat())
    week = [given for given in standing(cases.answers) if span[0] <= given.standup_on < span[1]]
    held: list[Reason] = [
        given.answer.reason
        for given in _last(cases, (one for one in week if one.answer.reason is not None))
        if given.answer.reason is not None
    ]
    return tuple(
        ReasonCount(reason, count)
        for reason, count in sorted(Counter(held).items(), key=lambda item: (-item[1], REASONS.index(item[0])))
    )


def promise_days(calendar: WorkCalendar, on: date) -> tuple[PromiseDay, ...]:
    """Today, tomorrow and this week as dates, without those that have no work day."""
    ahead = _work_days_from(calendar, on)
    sunday = on + timedelta(days=6 - on.weekday())
    this_week = [day for day in ahead if day <= sunday]
    after = [day for day in ahead if day > on]
    days: list[PromiseDay] = []
    if ahead[:1] == [on]:
        days.append(PromiseDay("today", on.isoformat()))
    if after:
        days.append(PromiseDay("tomorrow", after[0].isoformat()))
    if this_week:
        days.append(PromiseDay("this-week", this_week[-1].isoformat()))
    return tuple(days)


def dates(calendar: WorkCalendar, on: date) -> tuple[str, ...]:
    """The work days after tomorrow, as far as they can be chosen."""
    after = [day for day in _work_days_from(calendar, on) if day > on]
    return tuple(day.isoformat() for day in after[1 : DATES + 1])


def _work_days_from(calendar: WorkCalendar, on: date) -> list[date]:
    first = int(np.searchsorted(calendar.work_days, day_of(on)))
    return [date_of(day) for day in calendar.work_days[first : first + DATES + 2].tolist()]
