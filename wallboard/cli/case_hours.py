"""A case hour by hour: each opening of its calendar that it lived through, and what of it counted."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from wallboard.cli.sheet import Cell
from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.account import STATES, instant
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import CLOSED, HELD
from wallboard.core.worktime import WorkCalendar

HOUR_COLUMNS = ("number", "from", "to", "state", "seconds", "hours")

_SECOND_US = 1_000_000


def hours_of(book: CaseBook, rows: Sequence[int]) -> list[list[Cell]]:
    """One row for each opening in each of a case's states, from its opening to its closing, or to now.

    `seconds` count on the clock of its target: none while it is closed, and none on hold unless it is the customer's.
    `hours` are the work hours so far; the last is the case's own figure.
    """
    return [line for row in rows for line in _hours(book, row)]


def _hours(book: CaseBook, row: int) -> Iterator[list[Cell]]:
    calendar = book.calendars[int(book.calendar[row])]
    runs_on_hold = book.rules[int(book.rule[row])].clock == "customer"
    stretches = book.stretches
    zone = ZoneInfo(book.history.organisation.time_zone)
    worked_us = 0
    for index in (stretches.case == row).nonzero()[0].tolist():
        state = int(stretches.state[index])
        end_us = int(stretches.end_us[index])
        if state == CLOSED and end_us >= book.at_us:
            return  # closed, and not open again since
        counts = state != CLOSED and (state != HELD or runs_on_hold)
        for from_us, to_us in _openings(calendar, int(stretches.start_us[index]), end_us):
            counted_us = to_us - from_us if counts else 0
            worked_us += counted_us
            seconds = counted_us / _SECOND_US if counted_us % _SECOND_US else counted_us // _SECOND_US
            name = STATES[state]
            yield [book.number(row), instant(from_us, zone), instant(to_us, zone), name, seconds, worked_us / HOUR_US]


def _openings(calendar: WorkCalendar, start_us: int, end_us: int) -> Iterator[tuple[int, int]]:
    """The parts of [start, end) in which the calendar is open."""
    at_us: int | None = start_us if calendar.is_open(start_us) else calendar.next_opening_us(start_us)
    while at_us is not None and at_us < end_us:
        next_us = calendar.next_opening_us(at_us)
        limit_us = calendar.last_us if next_us is None else next_us
        # Between two openings nothing is worked: what is worked until the next one ends with this one.
        shut_us = at_us + calendar.worked_at_us(limit_us) - calendar.worked_at_us(at_us)
        yield at_us, min(shut_us, end_us)
        at_us = next_us
