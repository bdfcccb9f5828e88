"""A stretch of the first read that takes longer than the time between two restarts, or two faults."""

from contextlib import suppress
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, cases_with, declared, later, state_of
from wallboard.sources.contract import Passing

UNORDERED = {"params": {"since": "{from|iso_z}", "until": "{until|iso_z}"}, "is_ordered": False}


def through(reader: Reader, most: int) -> int:
    """To the end of the first read, with a restart after every page or two; how many reads that took."""
    for number in range(1, most + 1):
        bounded(reader, records=15)
        found = reader.poll()
        if found is None or not found.has_more:
            return number
        reader.restart()
    raise AssertionError("it comes to no end")


@pytest.mark.parametrize("has_open", [True, False])
@pytest.mark.parametrize("every_s", [60, 7200])
def test_a_stretch_goes_on_after_restarts_and_counts_every_row_once(
    desk: Desk, url: str, every_s: float, has_open: bool
) -> None:
    desk.make(95, every_s=every_s, status="closed")
    cases = cases_with() if has_open else cases_with(open=None)
    reader = Reader(declared(url, cases), desk.now_us)
    through(reader, 40)
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 95
    assert {"reach", "latest", "began"}.isdisjoint(state_of(reader))


def test_rows_of_one_instant_at_the_edge_of_a_part_are_counted_once(desk: Desk, url: str) -> None:
    desk.make(15, every_s=60, status="closed")
    desk.make(8, every_s=0, status="closed")
    desk.make(40, every_s=60, status="closed")
    reader = Reader(declared(url), desk.now_us)
    through(reader, 40)
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 63


def test_rows_that_come_again_since_only_days_can_be_asked_for_are_counted_once(desk: Desk, url: str) -> None:
    desk.make(95, every_s=7200, status="closed")
    by_days = {"params": {"since": "{from|date}", "until": "{until|iso_z}"}}
    reader = Reader(declared(url, cases_with(between=by_days)), desk.now_us)
    through(reader, 40)
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 95


@pytest.mark.parametrize("away_s", [7200, 50 * 3600])
def test_what_changes_between_the_parts_of_a_stretch_comes(desk: Desk, url: str, away_s: float) -> None:
    desk.make(60, every_s=60, status="closed")
    reader = bounded(Reader(declared(url, cases_with(open=None, full_every="30d")), desk.now_us), records=15)
    reader.poll()
    reader.restart()
    desk.clock_s += away_s
    desk.change(3, status="open")
    desk.change(50, status="open")
    desk.clock_s += 3 * 3600
    reader.now_us = desk.now_us
    through(reader, 40)
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert [number for number, status in reader.statuses().items() if status == "open"] == [3, 50]


def test_a_stretch_at_which_the_server_fails_now_and_then_ends(desk: Desk, url: str) -> None:
    desk.make(95, every_s=60, status="closed")
    reader = Reader(declared(url), desk.now_us)
    asked: list[Query] = []

    def fails(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        asked.extend([query] if "until" in query else [])
        return (503, {}, None) if "until" in query and len(asked) % 5 == 0 else None

    desk.special = fails
    for _ in range(12):
        with suppress(Passing):
            reader.poll()
        reader.now_us += 20 * 60_000_000
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["back"] == state_of(reader)["floor"]
    assert state_of(reader)["had"] == 95


def down_from_the_first(desk: Desk, reader: Reader, days: int) -> None:
    """The desk does not answer for days after it was set up, while tickets come and are closed."""
    desk.special = lambda *_: (500, {}, None)
    for _ in range(days):
        later(desk, reader, 24 * 3600.0)
        with suppress(Passing):
            reader.poll()
        desk.change(*desk.make(1), status="closed")
    later(desk, reader, 12 * 3600.0)
    desk.special = lambda *_: None


@pytest.mark.parametrize("has_open", [True, False])
@pytest.mark.parametrize("in_parts", [True, False])
def test_what_came_while_the_server_was_down_from_the_first_on_comes_with_the_first_stretch(
    desk: Desk, url: str, has_open: bool, in_parts: bool
) -> None:
    desk.make(20, every_s=60, status="closed")
    desk.special = lambda desk, path, query, body: (500, {}, None) if "until" in query else None
    cases = cases_with() if has_open else cases_with(open=None)
    reader = Reader(declared(url, cases | {"full_every": None}), desk.now_us)
    with suppress(Passing):
        reader.poll()
    down_from_the_first(desk, reader, 3)
    if in_parts:
        through(reader, 40)
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 23


def test_a_stretch_in_no_order_is_read_from_its_beginning(desk: Desk, url: str) -> None:
    desk.make(55, every_s=60, status="closed")
    reader = bounded(Reader(declared(url, cases_with(between=UNORDERED)), desk.now_us), records=15)
    reader.poll()
    assert "reach" not in state_of(reader)
    reader.restart()
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 55
