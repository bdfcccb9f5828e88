"""A case accounted for: everything that its hours, due and zone rest on, as one row of plain values (rule 15)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import CLOSED, HELD, NONE
from wallboard.core.measures.queue_waits import stays
from wallboard.core.views.shapes import ZONES
from wallboard.core.worktime import NEVER_US

Int64s = NDArray[np.int64]
Value = str | float | int | None

STATES = ("running", "on hold", "closed")
COLUMNS = (
    "number", "also", "sources", "type", "queue", "owner", "priority", "status", "state", "opened", "closed", "holds",
    "closed_stretches", "target_h", "target_from", "clock", "calendar", "hours", "organisation_h", "customer_h",
    "due", "share", "zone", "queue_since", "wait_h", "reopened",
)  # fmt: skip


def instant(at_us: int, zone: ZoneInfo) -> str:
    """An instant as ISO 8601 in a zone, with its offset, and as many decimals of a second as it has."""
    at = datetime.fromtimestamp(at_us // 1_000_000, UTC).replace(microsecond=at_us % 1_000_000)
    return at.astimezone(zone).isoformat()


def accounts(book: CaseBook, rows: Int64s) -> list[dict[str, Value]]:
    """One mapping of COLUMNS a row of the book, in order; hours are decimal work hours, None where there are none.

    A closed case stands in no queue; `hours` are on the clock of its target; instants are in the organisation's zone.
    """
    waits = _waits(book)
    zone = ZoneInfo(book.history.organisation.time_zone)
    return [_account(book, row, waits, zone) for row in rows.tolist()]


def _account(book: CaseBook, row: int, waits: dict[int, tuple[int, Value]], here: ZoneInfo) -> dict[str, Value]:
    rule = book.rules[int(book.rule[row])]
    is_closed = bool(book.state[row] == CLOSED)
    has_hours, has_share = bool(book.has_hours[row]), bool(book.has_share[row])
    word, zone, due_us = int(book.word[row]), int(book.zone[row]), int(book.due_us[row])
    since, wait = waits.get(row, (None, None))
    return {
        "number": book.number(row),
        "also": ";".join(_other_numbers(book, row)),
        "sources": ";".join(_sources(book, row)),
        "type": book.name("type", row),
        "queue": None if is_closed else book.name("queue", row),
        "owner": book.name("owner", row),
        "priority": book.name("priority", row),
        "status": None if word == NONE else book.history.words[word],
        "state": STATES[int(book.state[row])],
        "opened": instant(int(book.opened_us[row]), here),
        "closed": instant(int(book.closed_us[row]), here) if is_closed else None,
        "holds": _stretches(book, row, HELD, here),
        "closed_stretches": _stretches(book, row, CLOSED, here),
        "target_h": rule.need_us / HOUR_US if rule.target else None,
        "target_from": rule.target.place if rule.target else None,
        "clock": rule.clock,
        "calendar": rule.calendar,
        "hours": int(book.lead_us[row]) / HOUR_US if has_hours else None,
        "organisation_h": int(book.organisation_us[row]) / HOUR_US if has_hours else None,
        "customer_h": int(book.customer_us[row]) / HOUR_US if has_hours else None,
        "due": instant(due_us, here) if due_us != NEVER_US else None,
        "share": int(book.lead_us[row]) / int(book.need_us[row]) if has_share else None,
        "zone": ZONES[zone] if zone != NONE else None,
        "queue_since": instant(since, here) if since is not None else None,
        "wait_h": wait,
        "reopened": int(np.count_nonzero((book.closing_case == row) & (book.reopened_us != NEVER_US))),
    }


def _other_numbers(book: CaseBook, row: int) -> Iterable[str]:
    """What other systems call the case."""
    members = book.history.members
    if not book.history.source_bits[int(book.entity[row])].bit_count() > 1:
        return ()
    own = members.filter(members["entity"] == int(book.entity[row]))["number"].to_list()
    return (number for number in own if number != book.history.number[int(book.entity[row])])


def _sources(book: CaseBook, row: int) -> Iterable[str]:
    bits = int(book.history.source_bits[int(book.entity[row])])
    return (name for rank, name in enumerate(book.history.sources) if bits >> rank & 1)


def _stretches(book: CaseBook, row: int, state: int, zone: ZoneInfo) -> str:
    """Stretches of a state as `from/to;from/to`; one that lasts has no end, and a case's own closing is none."""
    stretches = book.stretches
    first, last = np.searchsorted(stretches.case, [row, row + 1])
    texts = []
    for index in range(int(first), int(last)):
        is_end = index == last - 1
        if stretches.state[index] != state or (is_end and state == CLOSED):
            continue
        end = "" if is_end else instant(int(stretches.end_us[index]), zone)
        texts.append(f"{instant(int(stretches.start_us[index]), zone)}/{end}")
    return ";".join(texts)


def _waits(book: CaseBook) -> dict[int, tuple[int, Value]]:
    """Since when each open case is in its queue, and for how many work hours."""
    found = stays(book)
    lasting = np.flatnonzero(found.is_last & found.is_known & book.is_open[found.case])
    return {
        int(found.case[index]): (
            int(found.entered_us[index]),
            int(found.wait_us[index]) / HOUR_US if book.has_hours[found.case[index]] else None,
        )
        for index in lasting.tolist()
    }
