"""How long cases wait in queues: since the last entry, and the stays that ended; in organisation-clock work time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import CLOSED, OPEN
from wallboard.core.worktime import NEVER_US

Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """Every stay of a case in a queue, by case and time: closed stretches are cut out and their ends joined.

    case: row of the book; queue: code; entered_us; left_us: NEVER_US for the stay of an open case that lasts;
    wait_us: organisation-clock work time of the stay so far; is_known: False where the source keeps no history of
    queues, so that the entry is not known.
    """

    case: Int64s
    queue: Int32s
    entered_us: Int64s
    left_us: Int64s
    wait_us: Int64s
    is_known: Bools

    @property
    def is_last(self) -> Bools:
        """Which stays are the case's last."""
        last = np.ones(self.case.size, dtype=np.bool_)
        last[:-1] = self.case[1:] != self.case[:-1]
        return last


def stays(book: CaseBook) -> Stays:
    """All stays of all cases of a book: an entry is a change to another queue, or to or from none."""
    case, step, queue = _entries(book)
    moved_us = np.maximum(book.history.step_us[step], book.opened_us[case])
    stretch = _stretch_at(book, case, moved_us)
    # a closed case waits nowhere: it enters the queue that it was given meanwhile when it resumes
    is_shut = (book.stretches.state[stretch] == CLOSED) & (book.stretches.end_us[stretch] < book.at_us)
    entered_us = np.where(is_shut, book.stretches.end_us[stretch], moved_us)
    lead = _organisation_us_at(book, case, entered_us)
    is_last = np.ones(case.size, dtype=np.bool_)
    is_last[:-1] = case[1:] != case[:-1]
    next_lead = np.append(lead[1:], 0)
    next_us = np.append(moved_us[1:], 0)
    until = np.where(is_last, book.organisation_us[case], next_lead)
    ended_us = np.maximum(np.where(is_last, book.closed_us[case], next_us), entered_us)
    # where a source keeps a history of queues, a case without a change has been in its queue since its opening
    is_kept = np.array([rank in book.history.keeps["queue"] for rank in range(len(book.history.sources))] or [False])
    is_known = is_kept[book.source[case]] | (book.part[case] > 0)
    return Stays(case, queue, entered_us, ended_us, until - lead, is_known)


def ended(book: CaseBook, of: Stays, mask: Bools, from_us: int, to_us: int) -> Int64s:
    """The stays (indices) that ended in [from, to] by leaving for another queue or closing."""
    inside = (of.left_us >= from_us) & (of.left_us <= to_us) & (of.left_us != NEVER_US)
    return np.flatnonzero(inside & of.is_known & mask[of.case] & book.has_hours[of.case])


def _entries(book: CaseBook) -> tuple[Int64s, Int64s, Int32s]:
    """Each entry into a queue: case, step and queue; the first of a case is at its opening.

    The row that closes a case for now enters no queue: a closed case waits nowhere.
    """
    timeline = book.history.fields["queue"]
    until = np.where(book.state == CLOSED, book.state_step - 1, book.last_step)
    case = np.searchsorted(book.first_step, timeline.step, side="right") - 1
    rows = np.flatnonzero(case >= 0)
    case, step = case[rows], timeline.step[rows]
    inside = (step > book.first_step[case]) & (step <= until[case])
    opening = timeline.at(book.entity, book.history.first_step[book.entity], book.first_step)
    with_stay = np.flatnonzero(~_is_told_at_once(book, case, step))
    cases = np.concatenate([with_stay, case[inside]])
    steps = np.concatenate([book.first_step[with_stay], step[inside]])
    queues = np.concatenate([opening[with_stay], timeline.value[rows[inside]]])
    order = np.argsort(steps, kind="stable")  # steps ascend over all cases
    cases, steps, queues = cases[order], steps[order], queues[order]
    keeps = np.ones(cases.size, dtype=np.bool_)
    keeps[:-1] = (cases[1:] != cases[:-1]) | (steps[1:] != steps[:-1])
    cases, steps, queues = cases[keeps], steps[keeps], queues[keeps]
    is_entry = np.ones(cases.size, dtype=np.bool_)
    is_entry[1:] = (cases[1:] != cases[:-1]) | (queues[1:] != queues[:-1])
    return cases[is_entry], steps[is_entry], queues[is_entry]


def _is_told_at_once(book: CaseBook, case: Int64s, step: Int64s) -> Bools:
    """Which cases have a row at their opening's instant that tells the queue: they were never without one."""
    at_once = (book.history.step_us[step] == book.opened_us[case]) & (book.part[case] == 0)
    told = np.zeros(book.size, dtype=np.bool_)
    told[case[at_once]] = True
    return told


def _organisation_us_at(book: CaseBook, case: Int64s, at_us: Int64s) -> Int64s:
    """The organisation-clock work time that cases had at instants within their lives."""
    stretches = book.stretches
    running = np.where(stretches.state == OPEN, stretches.worked_us, 0)
    before = np.cumsum(running) - running
    before -= before[stretches.first][stretches.case]
    index = _stretch_at(book, case, at_us)
    worked = np.empty(case.size, dtype=np.int64)
    for number, calendar in enumerate(book.calendars):
        chosen = np.flatnonzero(book.calendar[case] == number)
        worked[chosen] = calendar.worked_us(at_us[chosen])
    inside = np.where(stretches.state[index] == OPEN, worked - stretches.worked_start_us[index], 0)
    return before[index] + inside


def _stretch_at(book: CaseBook, case: Int64s, at_us: Int64s) -> Int64s:
    """The last stretch of each case that begins at or before an instant.

    A step forward for all at once, as long as any has one to take: cases have few stretches, and sorting both lists
    into one costs five times as much.
    """
    stretches = book.stretches
    count = stretches.case.size
    index: Int64s = stretches.first[case]
    moving = np.arange(case.size)
    while moving.size:
        following = index[moving] + 1
        inside = np.minimum(following, count - 1)
        goes_on = (
            (following < count)
            & (stretches.case[inside] == case[moving])
            & (stretches.start_us[inside] <= at_us[moving])
        )
        moving = moving[goes_on]
        index[moving] += 1
    return index
