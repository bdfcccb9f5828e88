"""A page that is empty or short for once, in lists that do not say how long they are: no row is taken for gone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, cases_with, declared

WAYS: dict[str, dict[str, Any]] = {
    "page": {"by": "page"},
    "offset": {"by": "offset"},
    "offset as asked": {"by": "offset", "step": "requested"},
    "keyset": {"by": "keyset", "keys": ["id"]},
}
PLACES = {"page": {"page": "{page}"}, "offset": {"offset": "{offset}"}, "keyset": {"after": "{last}", "order": "id"}}
Odd = Callable[[int, list[Any]], list[Any]]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.total_said = lambda total: None
    desk.make(50)
    return desk


def whole_list(url: str, way: str, **more: Any) -> Any:
    paging = {**WAYS[way], "size": 10}
    request = {"path": "/tickets", "params": {"limit": "{limit}", **PLACES[paging["by"]]}}
    cases = {"changes": None, "open": None, "between": None, "since": None, "request": request, "paging": paging}
    return declared(url, cases_with(**(cases | more)))


def read_twice(desk: Desk, reader: Reader, odd: Odd) -> list[int]:
    """The pages that were asked for in the second read, by the first row that they should have had."""
    reader.poll_all()
    again(desk, reader, odd)
    return [row for row, _ in asked_in(desk)]


def again(desk: Desk, reader: Reader, odd: Odd) -> None:
    """A read in which rows of pages are others, by the number of the call and the rows."""
    desk.asked, desk.clock_s = [], desk.clock_s + 60
    reader.now_us = desk.now_us

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, told = of.page(path, {key: value for key, value in query.items() if value}, body)
        query["rows"] = told["items"]  # type: ignore[assignment]
        desk.asked[-1] = (path, {**query})
        return status, headers, {**told, "items": odd(len(desk.asked), told["items"])}

    desk.special = answer
    reader.poll_all()


def asked_in(desk: Desk) -> list[tuple[int, int]]:
    """Of each call the number of the first ticket and how many there were."""
    rows: list[Any] = [query["rows"] for _, query in desk.asked]
    return [(one[0]["id"] if one else 0, len(one)) for one in rows]


@pytest.mark.parametrize("way", WAYS)
def test_a_page_in_the_middle_that_is_empty_once_is_asked_for_again(desk, url, way):
    reader = Reader(whole_list(url, way), desk.now_us)
    asked = read_twice(desk, reader, lambda call, rows: [] if call == 4 else rows)
    assert reader.numbers == list(range(1, 51))
    assert asked == [1, 11, 21, 31, 31, 41, 0]


@pytest.mark.parametrize("way", ["page", "offset as asked", "offset"])
def test_an_empty_page_in_the_middle_is_passed_over_and_what_it_had_goes_when_it_stays_so(desk, url, way):
    def without(_: int, rows: list[Any]) -> list[Any]:
        return [] if rows and rows[0]["id"] == 31 else rows

    reader = Reader(whole_list(url, way), desk.now_us)
    asked = read_twice(desk, reader, without)
    assert asked[:6] == [1, 11, 21, 31, 31, 41]
    assert reader.numbers == list(range(1, 51))
    assert reader.known is not None
    assert not reader.known.is_cut_short
    again(desk, reader, without)
    assert reader.numbers == [*range(1, 31), *range(41, 51)]
    again(desk, reader, lambda _, rows: rows)
    assert reader.numbers == list(range(1, 51))


def test_an_end_that_stays_empty_costs_two_calls_once_when_rows_are_gone_and_none_else(desk, url):
    reader = Reader(whole_list(url, "page"), desk.now_us)
    asked = read_twice(desk, reader, lambda _, rows: rows)
    assert asked == [1, 11, 21, 31, 41, 0]
    desk.delete(50)
    desk.delete(49)
    again(desk, reader, lambda _, rows: rows)
    assert [row for row, _ in asked_in(desk)] == [1, 11, 21, 31, 41, 0, 0, 0]
    assert reader.numbers == list(range(1, 49))
    again(desk, reader, lambda _, rows: rows)
    assert len(desk.asked) == 6


@pytest.mark.parametrize("way", ["page", "offset as asked"])
def test_a_page_that_is_short_once_is_asked_for_again(desk, url, way):
    reader = Reader(whole_list(url, way), desk.now_us)
    asked = read_twice(desk, reader, lambda call, rows: rows[:3] if call == 2 else rows)
    assert reader.numbers == list(range(1, 51))
    assert asked == [1, 11, 21, 31, 41, 0, 0, 0, 11]


def test_a_list_that_is_empty_once_is_no_fault(desk, url):
    reader = Reader(whole_list(url, "page"), desk.now_us)
    read_twice(desk, reader, lambda call, rows: [] if call == 1 else rows)
    assert reader.numbers == list(range(1, 51))


def test_leave_on_a_page_that_is_empty_once_stays(desk, url):
    fields = {"person": "status", "start": "made", "end": "'2027-01-01T00:00:00Z'"}
    leave = {"request": {"path": "/leave", "params": {"limit": "10", "page": "{page}"}}, "records": "items"}
    leave |= {"paging": {"by": "page", "size": 10}, "fields": fields}
    options = declared(url, absences=leave).model_copy(update={"cases": None})
    reader = Reader(options, desk.now_us)
    read_twice(desk, reader, lambda call, rows: [] if call == 3 else rows)
    assert reader.known is not None
    assert reader.known.frame("absences").height == 50


def test_a_full_read_that_meets_an_empty_page_takes_nothing_away(desk, url):
    desk.make(1, every_s=100 * 86_400)  # all others are older than what a first read goes back to, and open
    reader = all_read(desk, declared(url, cases_with(paging={"by": "page", "size": 10})))
    desk.clock_s += 25 * 3600
    calls = []

    def odd(call: int, rows: list[Any]) -> list[Any]:
        if desk.asked[-1][1].get("status") != "open":
            return rows
        calls.append(call)
        return [] if len(calls) == 4 else rows

    again(desk, reader, odd)
    again(desk, reader, odd)
    assert len(calls) > 4
    assert reader.numbers == sorted(desk.tickets)


def test_changes_after_a_page_that_is_empty_once_are_not_missed(desk, url):
    reader = all_read(desk, declared(url, cases_with(paging={"by": "page", "size": 10})))
    desk.clock_s += 600
    for number in range(1, 41):
        desk.clock_s += 600
        desk.change(number, status="closed")
    again(desk, reader, lambda call, rows: [] if call == 2 else rows)
    again(desk, reader, lambda call, rows: rows)
    assert reader.statuses() == {one.id: one.status for one in desk.tickets.values()}
