"""Fields for which not one record has a value: told once the first read is through, and until a record has one."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import CASES, Reader, all_read, bounded, cases_with, declared

CLOSED_NOWHERE = {"fields": CASES["fields"] | {"closed": "closed_on"}}
WHOLE = {"open": None, "between": None, "since": None, "changes": None}


def told(reader: Reader) -> list[tuple[Any, Any]]:
    """The fields that are told to be without a value, and of how many records."""
    return [(one.args["field"], one.args["n"]) for one in reader.known.remarks if one.key == "record.unfilled"]


def changed(desk: Desk, reader: Reader, number: int, **what: Any) -> None:
    desk.clock_s += 300
    desk.change(number, **(what or {"queue": f"at {desk.clock_s}"}))
    reader.now_us = desk.now_us
    reader.poll()


def closed(desk: Desk, path: str, query: Query, body: Any) -> Answer:
    """A desk that knows when its case 3 was closed."""
    status, headers, answer = desk.page(path, query, body)
    rows = [row | ({"closed_on": "2026-11-02T10:00:00Z"} if row["id"] == 3 else {}) for row in answer["items"]]
    return status, headers, {**answer, "items": rows}


@pytest.mark.parametrize("ways", [{}, WHOLE])
def test_a_field_that_no_record_fills_is_told_until_one_does_whatever_changes_meanwhile(desk, url, ways):
    desk.make(60)
    reader = all_read(desk, declared(url, cases_with(**CLOSED_NOWHERE, **ways)))
    assert told(reader) == [("closed", 60)]
    changed(desk, reader, 2)
    assert told(reader) == [("closed", 61)]
    reader.restart()
    changed(desk, reader, 4)
    assert [field for field, _ in told(reader)] == ["closed"]
    desk.special = closed
    changed(desk, reader, 3)
    assert told(reader) == []
    desk.special = lambda *_: None
    changed(desk, reader, 5)
    assert told(reader) == []


@pytest.mark.parametrize("ways", [{}, WHOLE])
def test_of_a_first_read_in_slices_it_is_told_at_its_end_and_not_before(desk, url, ways):
    desk.make(85)
    reader = bounded(Reader(declared(url, cases_with(**CLOSED_NOWHERE, **ways)), desk.now_us), records=30)
    while reader.last is None or reader.last.has_more:
        assert reader.known is None or told(reader) == []
        reader.poll()
    ((field, n),) = told(reader)
    assert (field, n >= 85) == ("closed", True)


def test_a_value_in_the_first_slice_counts_at_the_end_too(desk, url):
    desk.make(85)
    desk.special = closed
    reader = bounded(Reader(declared(url, cases_with(**CLOSED_NOWHERE, **WHOLE)), desk.now_us), records=30)
    reader.poll_all()
    assert told(reader) == []


def test_of_few_records_nothing_is_told_until_they_are_many(desk, url):
    desk.make(45)
    reader = all_read(desk, declared(url, cases_with(**CLOSED_NOWHERE)))
    assert told(reader) == []
    desk.make(10)
    changed(desk, reader, 1)
    assert [field for field, _ in told(reader)] == ["closed"]


def test_of_rows_that_an_earlier_version_read_nothing_is_claimed(desk, url):
    desk.make(60)
    reader = all_read(desk, declared(url, cases_with(**CLOSED_NOWHERE)))
    token = json.loads(reader.known.token)
    del token["filled"]
    reader.known = replace(reader.known, token=json.dumps(token), remarks=())
    reader.restart()
    for number in range(1, 61):
        desk.change(number, queue="x")
    changed(desk, reader, 1)
    assert reader.last.rows == 60
    assert told(reader) == []
