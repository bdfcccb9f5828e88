"""Lists by pages of every kind, while cases are made, change and go: none is lost, none is doubled."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.declared.model_desk import Answer, Desk, Query, served
from tests.sources.declared.reading import Reader, all_read, cases_with, declared
from wallboard.sources.contract import NeedsPerson

BY_ID = {"params": {"order": "id"}}
WAYS: dict[str, dict[str, Any]] = {
    "page": {"by": "page", "total": "total"},
    "page from 0 without total": {"by": "page", "first": 1},
    "offset": {"by": "offset", "total": "total"},
    "offset as asked": {"by": "offset", "step": "received", "size_told": "size"},
    "cursor": {"by": "cursor", "cursor": "cursor", "shifts": True},
    "next": {"by": "next", "next": "next", "shifts": True},
    "link": {"by": "link", "shifts": True},
    "range": {"by": "range"},
    "keyset": {"by": "keyset", "keys": ["id"], "further": {"params": {"after": "{last}"}}},
}
PLACES = {"page": "{page}", "offset": "{offset}", "cursor": "{cursor}"}


def cases(way: str, size: int = 5, **more: Any) -> dict[str, Any]:
    """The usual cases, by one of the ways."""
    paging = {**WAYS[way], "size": size}
    name = str(paging["by"])
    params = {"limit": "{limit}"} | ({name: PLACES[name]} if name in PLACES else {})
    if name == "range":
        params = {}
    changes = {"field": "changed", "overlap": "2m", "is_ordered": name != "keyset"}
    if name == "keyset":
        params["order"] = "id"
    request = {"path": "/tickets", "params": params}
    return cases_with(request=request, paging=paging, changes=changes, **more)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [1, 4, 7, 100])
def test_every_way_brings_every_case_once_whatever_the_size_of_a_page(way, size):
    desk = Desk(most=7)
    desk.make(45)
    desk.make(6, every_s=0)
    with served(desk) as url:
        reader = all_read(desk, declared(url, cases(way, size)))
        assert reader.numbers == sorted(desk.tickets)
        desk.clock_s += 600
        desk.change(3, status="closed")
        desk.make()
        reader.now_us = desk.now_us
        reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert reader.statuses() == {one.id: one.status for one in desk.tickets.values()}


HAPPENINGS = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["make", "change", "close"])), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    way=st.sampled_from(sorted(WAYS)),
    sizes=st.tuples(st.integers(0, 60), st.integers(1, 12), st.integers(1, 20)),
    every_s=st.sampled_from([0.0, 0.4, 60.0, 90_000.0]),
    skew_h=st.sampled_from([None, 0, -3, 3]),
    happenings=HAPPENINGS,
)
def test_what_happens_between_pages_loses_nothing_and_doubles_nothing(way, sizes, every_s, skew_h, happenings):
    count, most, size = sizes
    tells_date, skew_h = skew_h is not None, skew_h or 0
    desk = Desk(most=most, tells_date=tells_date)
    desk.make(count, every_s=every_s)
    for number in range(1, count, 3):
        desk.tickets[number].status = "closed"

    def happen(of: Desk, asked: int) -> None:
        of.clock_s += 0.3
        for when, what in happenings:
            if when != asked:
                continue
            if what == "make" or not of.tickets:
                of.make(every_s=0.1)
            else:
                of.change(1 + when % len(of.tickets), queue=f"q{asked}", status="closed" if what == "close" else "open")

    desk.before_page = happen
    with served(desk) as url:
        reader = Reader(declared(url, cases(way, size)), desk.now_us + skew_h * 3_600_000_000)
        reader.poll_all()
        for _ in range(2):
            desk.clock_s += 300
            reader.now_us = desk.now_us + skew_h * 3_600_000_000
            reader.poll_all()
            desk.before_page = lambda of, asked: None  # what happens after the last call nobody can know
    assert reader.known is not None
    assert not reader.known.is_cut_short
    assert reader.numbers == sorted(desk.tickets)
    assert reader.statuses() == {one.id: one.status for one in desk.tickets.values()}


def test_five_thousand_cases_come_while_others_are_made():
    desk = Desk(most=100)
    desk.make(5000, every_s=30)

    def happen(of: Desk, asked: int) -> None:
        of.make(3, every_s=1)
        of.change(asked, queue="Experts")

    desk.before_page = happen
    with served(desk) as url:
        reader = all_read(desk, declared(url, cases("page", 100)))
        desk.before_page = lambda desk, number: None
        desk.clock_s += 60
        reader.now_us = desk.now_us
        reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert len(reader.numbers) > 5000


def test_a_keyset_of_two_values_passes_over_ties_without_a_row_lost():
    desk = Desk(most=7)
    desk.make(10, every_s=60)
    desk.make(30, every_s=0)
    desk.make(10, every_s=60)

    def beyond(of: Desk, path: str, query: dict[str, str], body: Any) -> Any:
        _, _, answer = of.page(path, {"since": query.get("since", ""), "limit": "1000"}, None)
        place = (query.get("last", ""), int(query.get("last_key", 0)))
        rows = [row for row in answer["items"] if (row["changed"], row["id"]) > place]
        return 200, {}, {"items": rows[:7]}

    desk.special = beyond
    desk.most = 1000
    request = {"path": "/tickets", "params": {"last": "{last}", "last_key": "{last_key}"}}
    paging = {"by": "keyset", "keys": ["changed", "id"], "size": 7}
    with served(desk) as url:
        reader = all_read(desk, declared(url, cases_with(request=request, paging=paging, open=None, between=None)))
        asked = len(desk.asked)
    assert reader.numbers == sorted(desk.tickets)
    assert asked == 50 // 7 + 1 + 1  # without a total an empty page alone is the last


def test_a_keyset_that_does_not_move_on_is_partial_and_ends():
    desk = Desk(most=7)
    desk.make(20)
    rows = {"page": 0}

    def again(of: Desk, path: str, query: dict[str, str], body: Any) -> Any:
        rows["page"] += 1
        _, _, answer = of.page(path, {"limit": "7"}, None)
        return 200, {}, {"items": [{**row, "page": rows["page"]} for row in answer["items"]]}

    desk.special = again
    request = {"path": "/tickets", "params": {"last": "{last}"}}
    paging = {"by": "keyset", "keys": ["id"], "size": 7}
    with served(desk) as url:
        reader = Reader(declared(url, cases_with(request=request, paging=paging, open=None, between=None)), desk.now_us)
        reader.poll()
    assert reader.known is not None
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.looping"]


@pytest.mark.parametrize("last", ["", "..", "."])
def test_a_value_that_leads_out_of_its_place_in_a_pages_address_is_a_fault(last):
    desk = Desk(most=7)
    desk.special = lambda *_: (200, {}, {"items": [{"id": 1, "place": last}]})
    request = {"path": "/tickets", "params": {"limit": "{limit}"}}
    paging = {"by": "keyset", "keys": ["place"], "further": {"path": "/tickets/{last}/more"}}
    with served(desk) as url:
        reader = Reader(declared(url, cases_with(request=request, paging=paging)), desk.now_us)
        with pytest.raises(NeedsPerson) as fault:
            reader.poll()
    assert fault.value.fault.key == "rest.no-address"
    assert [path for path, _ in desk.asked] == ["/tickets"]


def test_pages_of_a_records_details_are_none_where_their_address_cannot_be_made():
    desk = Desk()
    desk.make(2)
    desk.change(2, queue="..")
    details = {
        "request": {"path": "/queues/{queue}"},
        "values": {"queue": "queue.name"},
        "records": "items",
        "into": "more",
        "paging": {"by": "link"},
    }
    with served(desk) as url:
        reader = all_read(desk, declared(url, cases_with(details=details)))
    assert {path for path, _ in desk.asked} == {"/tickets", "/queues/Front"}
    assert reader.numbers == [1, 2]


def test_an_address_that_the_server_gave_needs_no_value_of_the_pages_after_it():
    desk = Desk(most=7)
    desk.make(10)
    log: dict[str, Any] = {"changes": {"by": "token", "token": "here", "is_address": True}}
    log |= {"open": None, "between": None, "request": {"path": "/tickets", "params": {"limit": "7"}}}
    log["paging"] = {"by": "keyset", "keys": ["id"], "further": {"path": "/after/{last}"}}

    def answer(of: Desk, path: str, query: dict[str, str], body: Any) -> Any:
        after = path.rpartition("/")[2] if path.startswith("/after/") else query.get("after", "0")
        _, _, told = of.page(path, {"after": after, "limit": "7"}, None)
        return 200, {}, {**told, "here": f"/tickets?after={max([int(after), *(row['id'] for row in told['items'])])}"}

    desk.special = answer
    with served(desk) as url:
        reader = all_read(desk, declared(url, cases_with(**log)))
        desk.make(1)
        reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_a_row_without_a_key_that_comes_twice_hides_none_that_was_pushed_over_an_edge():
    """The newest first: one goes after the first page, one is made after the second."""
    desk = Desk(most=5, order="newest")
    desk.make(20)

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        rows = [row | {"id": None} if row["id"] == 10 else row for row in found["items"]]
        return status, headers, {**found, "items": rows}

    def before(of: Desk, number: int) -> None:
        if number == 2:
            of.delete(18)
        if number == 3:
            of.make()

    desk.special, desk.before_page = answer, before
    paging = {"by": "page", "size": 5, "total": "total"}
    whole = cases_with(paging=paging, open=None, between=None, since=None, changes=None)
    with served(desk) as url:
        reader = all_read(desk, declared(url, whole))
    assert set(reader.numbers) >= set(desk.tickets) - {10}


@pytest.mark.parametrize("way", ["page", "offset"])
def test_rows_that_nothing_tells_apart_are_read_once(way):
    """A wrong path to the number is no sign that rows left the list while it was read."""
    desk = Desk(most=7)
    desk.make(45)
    paging = {"by": way, "total": "total", "size": 7}
    request = {"path": "/tickets", "params": {"limit": "{limit}", way: PLACES[way]}}
    wrong = cases_with(
        request=request, paging=paging, changes=None, open=None, between=None, since=None, fields={"number": "nmber"}
    )
    with served(desk) as url:
        with pytest.raises(NeedsPerson) as refused:
            all_read(desk, declared(url, wrong))
        assert (refused.value.fault.args["n"], len(desk.asked)) == (45, 7)
