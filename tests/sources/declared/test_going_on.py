"""A first list with a total that goes on after restarts: no page comes twice, and what is lacking is noticed."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, cases_with, declared, state_of, with_state
from wallboard.sources.contract import Passing

WAYS: dict[str, dict[str, Any]] = {
    "page": {"by": "page", "total": "total"},
    "offset": {"by": "offset", "total": "total"},
    "range": {"by": "range"},
    "keyset": {"by": "keyset", "keys": ["id"], "further": {"params": {"after": "{last}"}}, "total": "total"},
    "cursor": {"by": "cursor", "cursor": "cursor", "total": "total"},
    "next": {"by": "next", "next": "next", "total": "total"},
    "link": {"by": "link", "total": "total"},
}
PLACES = {"page": "{page}", "offset": "{offset}", "cursor": "{cursor}"}
COUNTED = ["page", "offset", "range"]


def cases(way: str, *, is_all: bool = True) -> dict[str, Any]:
    """Cases of which everything, or what is open, is one list that is in no order of changes."""
    params = {way: PLACES[way]} if way in PLACES else {}
    params |= {"limit": "{limit}"} if way != "range" else {}
    what: dict[str, Any] = {
        "request": {"path": "/tickets", "params": params},
        "paging": {**WAYS[way], "size": 10},
    }
    by_id = {"is_ordered": False, "params": {"order": "id"}}
    if is_all:
        return cases_with(open=None, between=None, whole=by_id, **what)
    return cases_with(open={**by_id, "params": {"order": "id", "status": "open"}}, **what)


def reading(desk: Desk, url: str, way: str, **more: Any) -> Reader:
    return Reader(declared(url, cases(way, **more)), desk.now_us)


def part(reader: Reader, records: int = 15) -> bool:
    """Some pages (two, of fifteen records) and a restart; whether there is more."""
    bounded(reader, records=records)
    found = reader.poll()
    reader.restart()
    return found is not None and found.has_more


def through(reader: Reader, most: int = 12) -> None:
    """To the end of the first read, with a restart after every two pages."""
    assert any(not part(reader) for _ in range(most)), "it comes to no end"


def places_asked(desk: Desk) -> Counter[str]:
    """How often each page of the first list was asked for."""
    names = ("page", "offset", "cursor", "after")
    pages = [query for _, query in desk.asked if "since" not in query]
    return Counter("/".join(query.get(name, "") for name in names) for query in pages)


@pytest.mark.parametrize("count", [55, 60])
@pytest.mark.parametrize("way", WAYS)
def test_a_list_that_takes_several_restarts_reads_no_page_twice(desk: Desk, url: str, way: str, count: int) -> None:
    desk.make(count)
    reader = reading(desk, url, way)
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
    assert set(places_asked(desk).values()) == {1}
    assert state_of(reader)["had"] == count
    assert {"place", "received", "distinct", "total"}.isdisjoint(state_of(reader))
    assert reader.known is not None
    assert reader.known.since_us == {}, "that all is read now is said though the last page was empty"


@pytest.mark.parametrize("way", WAYS)
def test_what_is_open_goes_on_as_well(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    reader = reading(desk, url, way, is_all=False)
    while part(reader) and not state_of(reader).get("open"):
        pass
    of_open = [query for _, query in desk.asked if query.get("status") == "open"]
    assert len(of_open) == 6
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("way", WAYS)
def test_a_fault_between_pages_has_none_but_its_own_asked_for_again(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    reader = bounded(reading(desk, url, way), records=15)
    reader.poll()
    fails = iter([False, True])
    desk.special = lambda *_: (503, {}, None) if next(fails, False) else None
    with pytest.raises(Passing):
        reader.poll()
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert sorted(places_asked(desk).values()) == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize("bounds", [{"records": 15}, {"slice_s": 0.0}, {"bytes": 1500}], ids=str)
@pytest.mark.parametrize("way", WAYS)
def test_parts_without_a_restart_read_no_page_twice(desk: Desk, url: str, way: str, bounds: dict[str, float]) -> None:
    desk.make(55)
    reader = bounded(reading(desk, url, way), **bounds)
    assert reader.poll_all() > 2
    assert reader.numbers == sorted(desk.tickets)
    assert set(places_asked(desk).values()) == {1}


@pytest.mark.parametrize("way", WAYS)
def test_a_list_that_grows_between_restarts_ends(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    reader = reading(desk, url, way)
    part(reader)
    desk.make(8)
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
    assert set(places_asked(desk).values()) == {1}


@pytest.mark.parametrize("way", ["cursor", "next", "link"])
def test_a_list_that_grows_before_what_is_read_ends_without_what_comes_as_a_change(
    desk: Desk, url: str, way: str
) -> None:
    desk.make(55)
    reader = reading(desk, url, way)
    part(reader)
    desk.total_said = lambda total: total + 7
    through(reader)
    assert set(places_asked(desk).values()) == {1}


@pytest.mark.parametrize("way", WAYS)
def test_a_list_that_shrinks_between_restarts_ends_and_loses_none(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    reader = reading(desk, url, way)
    part(reader)
    for number in range(36, 46):  # of those that are not read yet
        desk.delete(number)
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
    most = 2 if way in COUNTED else 1
    assert max(places_asked(desk).values()) == most, "where pages are counted, what left may have hidden others"


@pytest.mark.parametrize("way", COUNTED)
def test_rows_that_leave_a_counted_list_over_a_restart_hide_no_others(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    reader = reading(desk, url, way)
    part(reader)
    for number in range(1, 8):  # of those that are read, so that as many slip past the edge of a page
        desk.delete(number)
    through(reader)
    assert set(desk.tickets) <= set(reader.numbers)
    assert max(places_asked(desk).values()) == 2


@pytest.mark.parametrize("way", COUNTED)
def test_a_counted_list_to_which_rows_are_always_made_before_the_others_ends(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    desk.before_page = lambda desk, number: None if number % 2 else desk.make(1, every_s=1) and None
    reader = reading(desk, url, way)
    reader.options = declared(url, _newest_first(cases(way)))
    through(reader, 30)
    desk.before_page = lambda desk, number: None
    reader.now_us = desk.now_us
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def _newest_first(what: dict[str, Any]) -> dict[str, Any]:
    return {**what, "whole": {"is_ordered": False, "params": {"order": "newest"}}}


def twice(page: int, times: int) -> Callable[[Desk, str, Query, Any], Answer | None]:
    """A server whose page has its second row in the place of its first as well, so many times."""
    left = iter(range(times))

    def answer(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if query.get("page") != str(page) or "since" in query or next(left, None) is None:
            return None
        status, headers, found = desk.page(path, query, body)
        found["items"][0] = found["items"][1]
        return status, headers, found

    return answer


def test_a_row_that_came_twice_before_a_restart_hides_no_other(desk: Desk, url: str) -> None:
    desk.make(55, every_s=3600)  # so that none comes once more as a change
    desk.special = twice(2, times=1)
    reader = reading(desk, url, "page")
    through(reader)
    assert reader.numbers == sorted(desk.tickets)


def test_a_counted_list_is_read_three_times_and_no_more_over_restarts(desk: Desk, url: str) -> None:
    desk.make(55)
    desk.special = twice(6, times=1000)
    reader = reading(desk, url, "page")
    through(reader)
    assert reader.numbers == [number for number in desk.tickets if number != 51]
    assert places_asked(desk)["6///"] == 3


def cut_after(rows: int) -> Callable[[Desk, str, Query, Any], Answer | None]:
    """A server that stops giving rows though it counts more, until the list is asked for from its beginning again."""
    begun = {"times": 0}

    def answer(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        begun["times"] += "cursor" not in query
        if begun["times"] > 1 or int(query.get("cursor", "c0")[1:]) < rows:
            return None
        status, headers, page = desk.page(path, query, body)
        return status, headers, {"items": page["items"][:1], "total": page["total"]}

    return answer


@pytest.mark.parametrize("way", ["cursor", "next"])
def test_a_list_that_ends_early_after_restarts_is_begun_again(desk: Desk, url: str, way: str) -> None:
    desk.make(55)
    desk.special = cut_after(30)
    reader = reading(desk, url, way)
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
    assert places_asked(desk)["///"] == 2


@pytest.mark.parametrize("way", [way for way in WAYS if way != "keyset"])  # which counts the rest alone
def test_a_list_that_never_comes_to_its_total_is_partial_after_a_restart_too(desk: Desk, url: str, way: str) -> None:
    desk.make(25)
    desk.total_said = lambda total: total + 4
    reader = reading(desk, url, way)
    part(reader)
    found = reader.poll()
    assert found is not None
    assert found.is_cut_short
    assert set(reader.numbers) == set(desk.tickets)


@pytest.mark.parametrize("way", WAYS)
def test_a_token_that_tells_not_how_much_was_read_has_the_list_read_once_more_at_most(
    desk: Desk, url: str, way: str
) -> None:
    desk.make(55)
    reader = reading(desk, url, way)
    part(reader)

    def forgets(state: dict[str, Any]) -> None:
        for name in ("received", "distinct", "total"):
            del state[name]

    with_state(reader, forgets)
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
    assert max(places_asked(desk).values()) <= 2


def test_a_list_that_is_begun_again_counts_no_row_of_its_last_page_twice(desk: Desk, url: str) -> None:
    desk.make(55)
    reader = reading(desk, url, "cursor")
    part(reader)
    with_state(reader, lambda state: state.update(received=0, distinct=0))
    reader.poll_all()
    assert places_asked(desk)["//c50/"] == 2
    assert state_of(reader)["had"] == 55


@pytest.mark.parametrize("passes", [1, 2, 3, 1000])
def test_passes_that_are_said_to_be_made_leave_one_to_be_read(desk: Desk, url: str, passes: int) -> None:
    desk.make(55)
    reader = reading(desk, url, "page")
    part(reader)
    with_state(reader, lambda state: state.update(passes=passes))
    through(reader)
    assert reader.numbers == sorted(desk.tickets)
