"""A record whose details fail in a reading that can wait: what every poll reads is kept all the same."""

from typing import Any

import pytest

from tests.sources.declared.histories import (
    DAY_S,
    QUARTER_S,
    WELL,
    asked_of,
    broken,
    historied,
    steps_to,
    told,
)
from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, later_on
from wallboard.sources.contract import TRIES, SourceFault


@pytest.fixture
def desk() -> Desk:
    """Twenty-five cases that were closed long ago, and three that are open."""
    desk = Desk(most=10)
    desk.make(25, status="closed")
    desk.clock_s += 3 * DAY_S
    desk.make(3)
    return desk


def poll(desk: Desk, reader: Reader, times: int = 12, by_s: float = 60.0) -> None:
    """So many polls, after each of which a case that was changed before is known as it is, be it beside a fault."""
    for number in range(times):
        desk.change(26 + number % 3, status=f"pending {number}")
        has_more = True
        while has_more:
            try:
                batch = reader.poll()
            except SourceFault as fault:
                batch = fault.batch
            has_more = batch is not None and batch.has_more
        assert reader.statuses()[26 + number % 3] == f"pending {number}"
        later_on(desk, reader, by_s)


@pytest.mark.parametrize("records", [11, 12, 13, 17, 20])
def test_what_the_polls_bring_is_kept_where_a_slice_ends_between_a_record_and_the_end_of_its_page(desk, url, records):
    desk.special = broken(7)
    reader = bounded(Reader(historied(url), desk.now_us), records=records)
    poll(desk, reader)
    assert reader.numbers == [number for number in range(1, 29) if number != 7]
    assert told(reader) == [(1, "7")]


def test_what_the_polls_bring_is_kept_where_a_page_ends_by_another_fault_than_its_records(desk, url):
    failing, busy = broken(7), broken(9, answer=(429, {}, None))

    def answers(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        told: Answer | None = (failing if path == "/tickets/7/history" else busy)(of, path, query, body)
        return told

    desk.special = answers
    reader = Reader(historied(url), desk.now_us)
    poll(desk, reader, by_s=QUARTER_S)
    assert {26, 27, 28} <= set(reader.numbers)
    desk.special = failing
    poll(desk, reader, TRIES, QUARTER_S)
    assert (9 in reader.numbers, told(reader)) == (True, [(1, "7")])


def test_a_record_that_a_poll_brings_meanwhile_is_not_withheld_for_what_the_way_back_has_met(desk, url):
    desk.special = broken(7)
    reader = bounded(Reader(historied(url), desk.now_us), records=12)
    reader.poll()
    assert 7 in asked_of(desk)
    assert reader.last.has_more, "the page of the seventh goes on with the next read"
    desk.special = WELL
    later_on(desk, reader)
    desk.change(7, status="closed")
    reader.poll_all()
    assert reader.numbers == list(range(1, 29))
    assert (steps_to(reader, 7), told(reader)) == ([None, "closed"], [])


def test_the_fault_of_a_way_back_is_said_no_more_once_it_goes_on_however_long_it_takes(desk, url):
    reader = bounded(Reader(historied(url), desk.now_us), records=3)
    desk.special = lambda of, path, query, body: (500, {}, None) if "until" in query else WELL(of, path, query, body)
    said = []
    for poll in range(6):
        later_on(desk, reader)
        try:
            reader.poll()
        except SourceFault as fault:
            said.append((poll, fault.fault.key))
    assert said[-1] == (5, "web.down")
    desk.special = WELL
    later_on(desk, reader, 15 * 60)
    assert reader.poll_all() > 3
    assert len(reader.numbers) == 28


def test_a_case_that_changes_while_its_old_page_waits_for_details_stays_as_it_is_now(desk, url):
    reader = bounded(Reader(historied(url), desk.now_us), records=5)
    desk.special = WELL
    reader.poll()
    while len(reader.numbers) < 8:
        later_on(desk, reader)
        reader.poll()
    waiting = next(number for number in range(1, 11) if number not in reader.numbers)
    later_on(desk, reader)
    desk.change(waiting, status="open")
    reader.poll()
    assert waiting + 1 in reader.numbers, "its old page went on in this read"
    assert reader.statuses()[waiting] == "open"
    reader.poll_all()
    assert len(reader.numbers) == 28
