"""A first list that goes on from the mark of a page that an earlier read was given."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, cases_with, declared, state_of, with_state
from wallboard.sources.contract import NeedsPerson, Passing

CURSOR = {
    "request": {"path": "/tickets", "params": {"limit": "{limit}", "cursor": "{cursor}"}},
    "paging": {"by": "cursor", "cursor": "cursor", "size": 10},
}
NEXT = {
    "request": {"path": "/tickets", "params": {"limit": "{limit}"}},
    "paging": {"by": "next", "next": "next", "size": 10},
}

OPEN = {"params": {"status": "open"}}


def begun(desk: Desk, url: str, *, is_all: bool = False, **pages: Any) -> Reader:
    """A reader that has read some pages of what is open, or of everything, and was then restarted."""
    desk.make(55)
    unordered = {"changes": {"field": "changed", "overlap": "2m"}, "whole": {"is_ordered": False}}
    cases = cases_with(open=None, between=None, **unordered, **pages) if is_all else cases_with(open=OPEN, **pages)
    reader = bounded(Reader(declared(url, cases), desk.now_us), records=25)
    found = reader.poll()
    assert found is not None
    assert found.has_more
    assert "place" in state_of(reader)
    reader.restart()
    desk.asked.clear()
    return reader


def forgets(status: int, body: Any = None) -> Any:
    """Marks that were given before the list was asked for from its beginning are not known any more."""
    known = {"now": False}

    def answer(desk: Desk, path: str, query: Query, said: Any) -> Answer | None:
        known["now"] |= "cursor" not in query
        return None if known["now"] else (status, {}, body)

    return answer


def marks_asked(desk: Desk) -> list[str | None]:
    return [query.get("cursor") for _, query in desk.asked]


@pytest.mark.parametrize("is_all", [False, True])
@pytest.mark.parametrize("pages", [CURSOR, NEXT], ids=["cursor", "next"])
@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_a_mark_that_the_server_has_forgotten_costs_the_list_from_its_first_page(
    desk: Desk, url: str, status: int, pages: dict[str, Any], is_all: bool
) -> None:
    reader = begun(desk, url, is_all=is_all, **pages)
    desk.special = forgets(status)
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert marks_asked(desk)[:3] == ["c30", None, "c10"]
    assert state_of(reader)["had"] == 55
    assert reader.known is not None
    assert not reader.known.is_cut_short


@pytest.mark.parametrize("is_all", [False, True])
@pytest.mark.parametrize("pages", [CURSOR, NEXT], ids=["cursor", "next"])
def test_an_empty_page_behind_a_forgotten_mark_is_not_the_end_of_the_list(
    desk: Desk, url: str, pages: dict[str, Any], is_all: bool
) -> None:
    reader = begun(desk, url, is_all=is_all, **pages)
    desk.special = forgets(200, {"items": []})
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 55


def test_a_mark_that_a_declared_error_calls_expired_is_forgotten_too(desk: Desk, url: str) -> None:
    expired = [{"when": "error == 'expired'", "means": "expired"}]
    reader = begun(desk, url, errors=expired, **CURSOR)
    desk.special = forgets(200, {"error": "expired"})
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_a_mark_that_is_known_goes_on(desk: Desk, url: str) -> None:
    reader = begun(desk, url, **CURSOR)
    reader.poll_all()
    assert marks_asked(desk)[0] == "c30"
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("place", ["http://elsewhere.example/tickets", "http://[", "//elsewhere.example/tickets"])
def test_an_address_that_leads_elsewhere_is_not_asked(desk: Desk, url: str, place: str) -> None:
    reader = begun(desk, url, **NEXT)
    with_state(reader, lambda state: state.update(place=place))
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_a_mark_that_expires_while_the_server_is_down_is_forgotten_without_a_restart(desk: Desk, url: str) -> None:
    desk.make(55)
    reader = bounded(Reader(declared(url, cases_with(open=OPEN, **CURSOR)), desk.now_us), records=25)
    reader.poll()
    desk.special = lambda *_: (503, {}, None)
    with pytest.raises(Passing):
        reader.poll()
    desk.special = forgets(400)
    desk.asked.clear()
    taken = [reader.poll()]
    while taken[-1] is not None and taken[-1].has_more:
        taken.append(reader.poll())
    assert reader.numbers == sorted(desk.tickets)
    assert sum(one.frame("cases").height for one in taken if one is not None) == 55 - 30, "what came again is no news"
    assert state_of(reader)["had"] == 55


def tried(reader: Reader, most: int) -> int:
    """Reads until one goes well; how many failed in passing."""
    for number in range(most):
        try:
            reader.poll()
        except Passing:
            continue
        return number
    return most


@pytest.mark.parametrize("is_all", [False, True])
@pytest.mark.parametrize("pages", [CURSOR, NEXT], ids=["cursor", "next"])
@pytest.mark.parametrize("status", [500, 503])
def test_a_mark_at_which_the_server_always_fails_costs_the_list_from_its_first_page_in_the_end(
    desk: Desk, url: str, status: int, pages: dict[str, Any], is_all: bool
) -> None:
    reader = begun(desk, url, is_all=is_all, **pages)
    desk.special = forgets(status)
    assert tried(reader, 20) == 4
    assert marks_asked(desk)[:7] == ["c30"] * 5 + [None, "c10"]
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 55


@pytest.mark.parametrize("bounds", [{"records": 25}, {"slice_s": 0.0}], ids=str)
def test_a_server_that_is_down_is_not_taken_for_one_that_has_forgotten_a_mark(
    desk: Desk, url: str, bounds: dict[str, float]
) -> None:
    reader = bounded(begun(desk, url, **CURSOR), **bounds)
    desk.special = lambda *_: (503, {}, None)
    assert tried(reader, 12) == 12
    assert marks_asked(desk).count(None) == 2
    assert state_of(reader)["place"] == {"cursor": "c30"}
    desk.special = lambda *_: None
    desk.asked.clear()
    reader.poll_all()
    assert [mark for mark, (_, query) in zip(marks_asked(desk), desk.asked, strict=True) if "status" in query] == [
        "c30",
        "c40",
        "c50",
    ]
    assert reader.numbers == sorted(desk.tickets)


def test_a_mark_that_expires_while_the_server_is_down_is_given_up_once_it_is_back(desk: Desk, url: str) -> None:
    reader = begun(desk, url, **CURSOR)
    desk.special = lambda *_: (503, {}, None)
    assert tried(reader, 12) == 12
    desk.special = forgets(503)
    assert tried(reader, 12) < 5
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_a_page_that_never_comes_has_its_list_read_again_three_times_and_no_more(desk: Desk, url: str) -> None:
    desk.make(55)
    desk.special = lambda desk, path, query, body: (500, {}, None) if query.get("cursor") == "c40" else None
    reader = bounded(Reader(declared(url, cases_with(open=OPEN, **CURSOR)), desk.now_us), records=5)
    for _ in range(60):
        tried(reader, 1)
    assert marks_asked(desk).count(None) == 4
    assert marks_asked(desk)[-10:] == ["c40"] * 10
    desk.special = lambda *_: None
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_the_number_of_a_page_is_no_mark_that_is_forgotten(desk: Desk, url: str) -> None:
    reader = begun(desk, url, is_all=True, paging={"by": "page", "size": 10, "total": "total"})
    desk.special = lambda desk, path, query, body: (500, {}, None) if query.get("page") == "4" else None
    assert tried(reader, 12) == 12
    assert [query.get("page") for _, query in desk.asked] == ["4"] * 12


def test_a_server_that_asks_to_be_called_less_often_has_forgotten_no_mark(desk: Desk, url: str) -> None:
    reader = begun(desk, url, **CURSOR)
    desk.special = lambda desk, path, query, body: (429, {}, None) if "cursor" in query else None
    assert tried(reader, 12) == 12
    assert set(marks_asked(desk)) == {"c30"}


@pytest.mark.parametrize("status", [401, 403])
def test_an_account_that_is_refused_is_not_tried_with_another_page(desk: Desk, url: str, status: int) -> None:
    reader = begun(desk, url, **CURSOR)
    desk.special = lambda *_: (status, {}, None)
    with pytest.raises(NeedsPerson):
        reader.poll()
    assert len(desk.asked) == 1
    desk.special = lambda *_: None
    reader.poll_all()
    assert marks_asked(desk)[1] == "c30"


def test_where_the_first_page_is_refused_as_well_it_is_said_and_the_mark_stays(desk: Desk, url: str) -> None:
    reader = begun(desk, url, **CURSOR)
    desk.special = lambda *_: (400, {}, None)
    for number in (1, 2):
        with pytest.raises(NeedsPerson) as fault:
            reader.poll()
        assert fault.value.fault.key == "web.bad"
        assert len(desk.asked) == 2 * number
    desk.special = lambda *_: None
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_the_mark_of_a_page_that_this_read_was_given_is_not_passed_over(desk: Desk, url: str) -> None:
    desk.make(55)
    reader = Reader(declared(url, cases_with(open=OPEN, **CURSOR)), desk.now_us)
    desk.special = lambda desk, path, query, body: (400, {}, None) if query.get("cursor") == "c20" else None
    with pytest.raises(NeedsPerson):
        reader.poll()
    assert marks_asked(desk) == [None, "c10", "c20"]


def test_a_list_that_has_become_shorter_than_the_page_it_was_at_is_read_from_its_beginning(
    desk: Desk, url: str
) -> None:
    reader = begun(desk, url, is_all=True, paging={"by": "page", "size": 10, "total": "total"})
    for number in range(1, 41):
        desk.delete(number)
    reader.poll_all()
    assert reader.known is not None
    assert not reader.known.is_cut_short
    assert set(desk.tickets) <= set(reader.numbers)
