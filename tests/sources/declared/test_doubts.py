"""Lists that tell of more than they give: in doubt they keep no other from coming, and no poll from being kept."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, cases_with, declared, later_on, remarks_of
from wallboard.sources.contract import TRIES, Passing

SALES = cases_with(
    request={"path": "/sales", "params": {"limit": "{limit}", "page": "{page}"}},
    open=None,
    between=None,
    fields={"number": "id", "created": "made"},
)
STEPS = cases_with(
    request={"path": "/steps", "params": {"limit": "{limit}", "page": "{page}"}},
    open=None,
    between=None,
    fields={"number": "id", "at": "changed", "kind": "what", "to": "status"},
)
SEEN = {
    "request": {"path": "/all", "params": {"page": "{page}"}},
    "records": "items",
    "paging": {"by": "page", "total": "total"},
    "fields": {"number": "id", "status": "status", "queue": "queue.name", "opened": "made"},
}
HOUR_S = 3600.0


def lying(*paths: str, hidden: int = 1, only: str = "") -> Any:
    """A desk that counts more than it gives wherever one of these is asked for (with this parameter)."""

    def answer(desk: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, told = desk.page(path, query, body)
        is_lying = path in paths and (not only or only in query)
        rows = [{**row, "what": "status"} for row in told["items"]]
        return status, headers, {**told, "items": rows, "total": told["total"] + (hidden if is_lying else 0)}

    return answer


def rows(reader: Reader, resource: str) -> int:
    assert reader.known is not None
    return reader.known.frame(resource).height


def asked_since(desk: Desk, path: str = "/tickets") -> str:
    """From when on a poll asked for what has changed."""
    return next(query["since"] for at, query in desk.asked if at == path and "until" not in query)


def test_a_first_read_knows_the_cases_once_a_list_of_opportunities_was_in_doubt_in_three_reads(desk, url):
    desk.make(30)
    desk.special = lying("/sales")
    reader = Reader(declared(url, cases_with(), opportunities=SALES), desk.now_us)
    told = []
    for _ in range(TRIES + 1):
        reader.poll_all()
        told.append((reader.known.is_complete, reader.known.is_cut_short))
        later_on(desk, reader)
    assert told == [(False, True)] * (TRIES - 1) + [(True, True)] * 2
    assert (len(reader.numbers), rows(reader, "opportunities")) == (30, 30)
    assert remarks_of(reader) == ["rest.doubt.early"]
    assert reader.last is None, "nothing has changed"


def test_what_is_through_is_not_read_again_for_a_doubt_of_something_else(desk, url):
    desk.make(30)
    desk.special = lying("/sales")
    reader = Reader(declared(url, cases_with(), opportunities=SALES), desk.now_us)
    reader.poll()
    later_on(desk, reader)
    reader.poll()
    assert [query for path, query in desk.asked if path == "/tickets" and "status" in query] == []
    assert [path for path, _ in desk.asked if path == "/sales"]


def test_cases_and_their_steps_are_as_far_as_each_other(desk, url):
    desk.make(30)
    desk.special = lying()
    reader = Reader(declared(url, cases_with(), events=STEPS, opportunities=SALES), desk.now_us)
    reader.poll_all()
    later_on(desk, reader, HOUR_S)
    desk.change(3, status="closed")
    desk.special = lying("/steps")
    reader.poll()
    before = {path: asked_since(desk, path) for path in ("/tickets", "/steps", "/sales")}
    later_on(desk, reader)
    reader.poll()
    assert [path for path, since in before.items() if asked_since(desk, path) > since] == ["/sales"]
    assert reader.statuses()[3] == "closed"


def test_changes_in_doubt_again_and_again_are_taken_and_told_until_all_is_read_well(desk, url):
    desk.make(30)
    reader = Reader(declared(url, cases_with(whole={"path": "/all"})), desk.now_us)
    reader.poll_all()
    desk.special = lying("/tickets", only="since")
    since, as_of_us = [], reader.known.as_of_us
    for number in range(1, 6):
        later_on(desk, reader)
        desk.change(number, status="closed")
        reader.poll()
        since.append(asked_since(desk))
        assert reader.statuses()[number] == "closed"
        assert reader.last.is_cut_short
        assert (reader.known.as_of_us > as_of_us) is (number >= TRIES)
    assert since[0] == since[1] == since[2] < since[3] < since[4]
    reader.restart()
    desk.special = lambda *_: None
    later_on(desk, reader)
    reader.poll()
    assert (reader.known.is_cut_short, remarks_of(reader)) == (True, ["rest.doubt.early"])
    later_on(desk, reader, HOUR_S)
    reader.poll_all()
    assert (reader.known.is_cut_short, remarks_of(reader)) == (False, [])
    assert reader.numbers == sorted(desk.tickets)


def test_one_good_read_between_has_a_doubt_counted_anew(desk, url):
    desk.make(30)
    reader = Reader(declared(url, cases_with()), desk.now_us)
    reader.poll_all()
    later_on(desk, reader, HOUR_S)
    told = []
    for is_lying in (True, True, False, True, True):
        desk.special = lying("/tickets", only="since") if is_lying else lambda *_: None
        later_on(desk, reader)
        desk.change(3)
        reader.poll()
        told.append((reader.last.is_cut_short, reader.last.is_complete))
    assert told == [(True, False), (True, False), (False, True), (True, False), (True, False)]


def test_a_doubt_in_an_old_week_undoes_no_poll_and_the_way_back_goes_on_after_three(desk, url):
    desk.make(400, every_s=8 * HOUR_S)
    reader = bounded(Reader(declared(url, cases_with(open=None, first="140d")), desk.now_us), records=45)
    for _ in range(3):
        reader.poll()
    desk.special = lying("/tickets", only="until")
    since, back = [], []
    for number in range(400, 400 - TRIES - 1, -1):
        later_on(desk, reader)
        desk.change(number, status="closed")
        reader.poll()
        since.append(asked_since(desk))
        back.append(reader.last.since_us["cases"])
        assert (reader.last.is_complete, reader.last.is_cut_short) == (True, True)
        assert reader.statuses()[number] == "closed"
    assert since == sorted(set(since))
    assert back[0] == back[1] > back[2] >= back[3]


def test_of_a_whole_list_that_was_taken_in_doubt_nothing_is_taken_for_gone_until_it_comes_well(desk, url):
    desk.make(30)
    reader = Reader(declared(url, SEEN), desk.now_us)
    reader.poll()
    desk.delete(7)
    desk.special = lying("/all", hidden=5)
    for _ in range(TRIES + 1):
        later_on(desk, reader)
        reader.poll()
        assert (7 in reader.numbers, reader.known.is_cut_short) == (True, True)
    assert reader.known.is_complete
    desk.special = lambda *_: None
    later_on(desk, reader)
    reader.poll()
    assert (reader.numbers, reader.known.is_cut_short) == (sorted(desk.tickets), False)


@pytest.mark.parametrize("records", [1000, 45])
def test_a_doubt_has_nothing_asked_for_again_before_the_next_poll(desk, url, records):
    desk.make(100)
    desk.most = 10
    desk.special = lying("/sales")
    reader = bounded(Reader(declared(url, cases_with(), opportunities=SALES), desk.now_us), records=records)
    reader.poll_all(10)
    assert reader.last.is_cut_short
    assert not reader.last.has_more


def test_a_list_in_doubt_stays_where_it_was_though_a_record_of_its_part_fails_in_the_same_read(desk, url):
    visits = {
        **SALES,
        "request": {"path": "/visits", "params": {"limit": "{limit}", "page": "{page}"}},
        "details": {"request": {"path": "/visits/{key}/notes"}, "records": "items", "into": "notes"},
        "fields": {"id": "id", "person": "queue.name", "start": "made", "end": "made"},
    }
    desk.make(30)
    desk.special = lying()
    reader = Reader(declared(url, cases_with(), opportunities=SALES, appointments=visits), desk.now_us)
    reader.poll_all()
    wrong = lying("/sales")

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        return (500, {}, None) if path == "/visits/30/notes" else wrong(of, path, query, body)

    desk.special = answer
    since = []
    for _ in range(2):
        later_on(desk, reader)
        desk.change(29)
        desk.change(30)
        with pytest.raises(Passing) as fault:
            reader.poll()
        assert fault.value.batch is not None
        since.append([asked_since(desk, path) for path in ("/tickets", "/sales")])
    assert since[0][0] < since[1][0]
    assert since[0][1] == since[1][1]
