"""A desk whose tickets have histories, some of which it does not give."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, all_read, cases_with, declared, later_on
from wallboard.sources.contract import TRIES, SourceFault
from wallboard.sources.declared.options import Options

HISTORY = {"request": {"path": "/tickets/{key}/history"}, "records": "items", "into": "history"}
EVENTS = {"of": "cases", "each": "history", "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"}}
DAY_S = 24 * 3600.0
"""In so many reads a record's details fail before the others are taken without it."""
MOST = 10
QUARTER_S = 900.0


def broken(*numbers: int, answer: Answer = (500, {}, None)) -> Any:
    """A desk that answers so where the history of these tickets should be: of none given, of all."""

    def answers(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if not path.endswith("/history"):
            return None
        number = int(path.split("/")[2])
        if number in numbers or not numbers:
            return answer
        row = row_of(of.tickets[number])
        made = {"at": row["made"], "what": "opened", "to": None}
        return 200, {}, {"items": [made, {"at": row["changed"], "what": "status", "to": row["status"]}]}

    return answers


WELL = broken(0)


def historied(url: str, **cases: Any) -> Options:
    return declared(url, cases_with(**{"details": HISTORY, **cases}), events=EVENTS)


def read_once(desk: Desk, url: str, **cases: Any) -> Reader:
    """A desk of five cases, all of them known with their histories."""
    desk.make(5)
    return all_read(desk, historied(url, **cases))


def failing_polls(desk: Desk, reader: Reader, times: int = TRIES - 1) -> list[str]:
    """Polls that say that something failed, a minute after each other, and grow no younger; what they say."""
    keys = []
    for _ in range(times):
        with pytest.raises(SourceFault) as fault:
            reader.poll()
        assert fault.value.batch is None or fault.value.batch.is_behind
        keys.append(fault.value.fault.key)
        later_on(desk, reader)
    return keys


def told(reader: Reader) -> list[tuple[int, str]]:
    """How many records are withheld, and their numbers."""
    assert reader.known is not None
    args = [one.args for one in reader.known.remarks if one.key == "rest.doubt.withheld"]
    return [(int(str(one["n"])), str(one["found"])) for one in args]


def close_beside(desk: Desk, reader: Reader, answer: Answer) -> None:
    """A case is closed whose history is answered so from now on, and another one with it."""
    desk.special = broken(2, answer=answer)
    later_on(desk, reader)
    desk.change(2, status="closed")
    desk.change(3, status="closed")


def steps_to(reader: Reader, number: int) -> list[str | None]:
    assert reader.known is not None
    return reader.known.frame("events").filter(number=str(number))["to"].to_list()


def asked_of(desk: Desk) -> list[int]:
    """The tickets whose history was asked for since the clock moved."""
    return [int(path.split("/")[2]) for path, _ in desk.asked if path.endswith("/history")]


def withheld(desk: Desk, reader: Reader, number: int = 2, special: Any = None) -> None:
    """One of the cases is closed and withheld, the way the desk answers without its history; another one is closed with
    it."""
    desk.special = special or broken(number)
    later_on(desk, reader)
    desk.change(number, status="closed")
    desk.change(3, status="closed")
    failing_polls(desk, reader)
    reader.poll()
    assert told(reader) == [(1, str(number))]
