"""A list that is read in parts: a row that its server counts and does not give raises a doubt, wherever it stands."""

from contextlib import suppress
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import (
    Reader,
    all_read,
    bounded,
    cases_with,
    declared,
    later_on,
    remarks_of,
    state_of,
)
from tests.sources.declared.test_doubts_healed import HOUR_S, STEPS, hiding, well
from wallboard.sources.contract import TRIES, Passing, SourceFault
from wallboard.sources.declared.options import Options

ALL = cases_with(open=None, between=None, whole={"params": {"since": "{from|iso_z}"}})
MARKS = {
    "request": {"path": "/tickets", "params": {"limit": "{limit}", "cursor": "{cursor}"}},
    "paging": {"by": "cursor", "cursor": "cursor", "total": "total"},
}


def changed(desk: Desk, url: str, **cases: Any) -> Reader:
    """A reader of 45 tickets, of which 40 have been closed since, a minute after each other, on pages of ten."""
    desk.make(45)
    desk.most, desk.special = 10, well
    reader = all_read(desk, declared(url, cases_with(**cases)))
    later_on(desk, reader, HOUR_S)
    for number in range(1, 41):
        desk.clock_s += 60
        desk.change(number, status="closed")
    later_on(desk, reader)
    return reader


def withheld(number: int, parameter: str) -> Any:
    """A desk that counts one ticket and does not give it where it is asked with a parameter."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = well(of, path, query, body)
        if parameter in query:
            found = {**found, "items": [row for row in found["items"] if row["id"] != number]}
        return status, headers, found

    return answer


def each_time(url: str, size: int) -> Options:
    """Cases that are read whole each time, by pages with a total."""
    paging = {"by": "page", "size": size, "total": "total"}
    return declared(url, cases_with(paging=paging, open=None, between=None, since=None, changes=None))


def ending_after(last: int, beyond: int) -> Any:
    """A desk that gives no page after its last: it answers with an error, (0) the last page once more, or (200) an
    empty one."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        if int(query["page"]) <= last or beyond == 200:
            return of.page(path, query, body)
        return (beyond, {}, {"detail": "None."}) if beyond else of.page(path, {**query, "page": str(last)}, body)

    return answer


def is_honest(desk: Desk, reader: Reader, number: int) -> bool:
    """Whether a ticket is here as it is there, or the wall is PARTIAL, or as old as before its change."""
    assert reader.known is not None
    ticket, began_us = desk.tickets[number], desk.now_us - round((desk.clock_s - desk.tickets[number].at_s) * 1e6)
    is_right = number in reader.numbers and reader.statuses()[number] == ticket.status
    return is_right or reader.known.is_cut_short or reader.known.as_of_us < began_us


def comes_in_the_end(desk: Desk, reader: Reader, number: int) -> None:
    """Once the desk gives the ticket it comes within the hour, and the wall is honest until then."""
    desk.special = well
    for _ in range(75):
        later_on(desk, reader)
        reader.waited_s += 60
        reader.poll_all()
        assert is_honest(desk, reader, number)
    assert reader.statuses() == {one.id: one.status for one in desk.tickets.values()}
    assert not reader.known.is_cut_short


@pytest.mark.parametrize("number", [1, 13, 40])
@pytest.mark.parametrize("way", ["one read", "slices", "restarts", "waits"])
def test_changes_with_a_row_that_is_not_given_are_told_until_it_comes(desk, url, way, number):
    reader = changed(desk, url)
    hides, asked, doubts = hiding(number), [], []

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        asked.append(path)
        is_pause = way == "waits" and len(asked) % 4 == 3
        return (429, {"Retry-After": "60"}, None) if is_pause else hides(of, path, query, body)

    desk.special = answer
    if way == "slices":
        bounded(reader, records=15)
    for _ in range(12):
        if way == "restarts":
            reader.restart()
            bounded(reader, records=25)
        with suppress(SourceFault):
            reader.poll()
        assert is_honest(desk, reader, number)
        doubts.append(reader.known.is_cut_short)
        later_on(desk, reader)
        reader.waited_s += 60
    assert any(doubts)
    reader.restart()
    comes_in_the_end(desk, reader, number)


@pytest.mark.parametrize("number", [1, 13, 25])
@pytest.mark.parametrize("restarts", [False, True])
def test_a_first_list_with_a_row_that_is_not_given_is_told_until_it_comes(desk, url, restarts, number):
    desk.make(45)
    desk.most, desk.special = 10, withheld(number, "since")
    reader = bounded(Reader(declared(url, ALL), desk.now_us), records=25)
    for _ in range(12):
        reader.poll()
        assert reader.known.is_cut_short or not reader.known.is_complete
        if restarts:
            reader.restart()
            bounded(reader, records=25)
        later_on(desk, reader)
    assert number not in reader.numbers
    assert reader.known.is_cut_short
    comes_in_the_end(desk, reader, number)


@pytest.mark.parametrize("paging", [{}, MARKS], ids=["pages", "marks"])
@pytest.mark.parametrize("number", [25, 48, 70])
def test_a_stretch_of_the_way_back_with_a_row_that_is_not_given_is_told_until_it_comes(desk, url, number, paging):
    desk.make(100, every_s=900, status="closed")
    desk.most, desk.special = 10, withheld(number, "until")
    reader = bounded(Reader(declared(url, cases_with(**paging)), desk.now_us), records=25)
    for _ in range(20):
        reader.poll()
        later_on(desk, reader)
    assert number not in reader.numbers
    assert reader.known.is_cut_short
    comes_in_the_end(desk, reader, number)
    assert state_of(reader)["had"] == 100


def test_rows_that_leave_between_two_parts_raise_no_doubt(desk, url):
    reader = changed(desk, url)
    gone = iter((45, 30, 31))

    def leave(of: Desk, _: int) -> None:
        if len(desk.asked) % 3 == 1 and (number := next(gone, None)) is not None:
            of.delete(number)

    desk.before_page = leave
    reader.poll_all()
    assert (reader.known.is_cut_short, remarks_of(reader)) == (False, [])
    assert next(gone, None) is None
    assert {reader.statuses()[number] for number in desk.tickets if number <= 40} == {"closed"}
    asked = [query["since"] for _, query in desk.asked]
    assert max(map(asked.count, asked)) == 2, "what seems to lack is counted once more"


@pytest.mark.parametrize("place", [9, 10, 11, 12])
def test_two_rows_that_are_alike_raise_no_doubt(desk, url, place):
    """Two steps of one instant that say the same, also on both sides of a page's edge."""
    desk.make(25)

    def alike(of: Desk, path: str, query: Query, body: Any) -> Answer:
        if path != "/steps":
            return well(of, path, query, body)
        status, headers, found = well(of, path, {**query, "page": "1"}, body)
        rows = [row for one in found["items"] for row in ([one, one] if one["id"] == place else [one])]
        start = (int(query["page"]) - 1) * 10
        return status, headers, {**found, "items": rows[start : start + 10], "total": len(rows)}

    desk.special = alike
    steps = {**STEPS, "changes": {"field": "changed", "overlap": "2m"}}
    reader = Reader(declared(url, cases_with(), events=steps), desk.now_us)
    for _ in range(8):
        reader.poll_all()
        assert (reader.known.is_cut_short, remarks_of(reader)) == (False, [])
        later_on(desk, reader, HOUR_S)
    assert {int(number) for number in reader.known.frame("events")["number"]} == set(desk.tickets)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_desk_where_rows_change_and_are_made_between_all_pages_is_never_in_doubt(desk, url, every):
    reader = changed(desk, url)
    pages = iter(range(1, 1000))

    def churn(of: Desk, _: int) -> None:
        if next(pages) % every == 0:
            of.clock_s += 1
            of.change(1 + len(of.asked) % 40)
            of.make(1, every_s=1)

    desk.before_page = churn
    for _ in range(12):
        reader.poll_all(3)
        assert (reader.known.is_cut_short, remarks_of(reader)) == (False, [])
        later_on(desk, reader)
    desk.before_page = lambda *_: None
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("act", ["closed", "deleted", "nothing"])
@pytest.mark.parametrize("shape", [cases_with(between=None), ALL], ids=["open", "everything"])
def test_a_server_that_has_one_wait_after_each_page_is_read_to_the_end_though_a_row_leaves(desk, url, act, shape):
    desk.make(60)
    desk.most = 10
    minutes: list[int] = []

    def one_a_minute(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        minutes.append(int(of.clock_s // 60))
        return (429, {"Retry-After": "60"}, None) if minutes.count(minutes[-1]) > 1 else None

    desk.special = one_a_minute
    reader = Reader(declared(url, shape), desk.now_us)
    for number in range(40):
        with suppress(SourceFault):
            reader.poll_all()
        if number == 2 and act == "closed":
            desk.change(55, status="closed")
        if number == 2 and act == "deleted":
            desk.delete(55)
        later_on(desk, reader)
        reader.waited_s += 60
    assert set(desk.tickets) <= set(reader.numbers)
    assert (reader.known.is_complete, reader.known.is_cut_short) == (True, False)


@pytest.mark.parametrize("restarts", [False, True])
def test_rows_of_one_instant_that_slip_past_an_edge_since_another_leaves_are_not_taken_for_gone(desk, url, restarts):
    desk.make(30, every_s=0)
    desk.clock_s += 200 * 24 * HOUR_S
    desk.make(3)
    desk.most = 10
    reader = all_read(desk, declared(url, cases_with()))
    if restarts:
        reader.restart()
    closed: list[int] = []

    def close(of: Desk, _: int) -> None:
        query = of.asked[-1][1]
        if "status" in query and query["page"] == "2" and not closed:
            closed.append(2)
            of.clock_s += 1
            of.change(2, status="closed")

    desk.before_page = close
    for _ in range(30):
        later_on(desk, reader, HOUR_S)
        reader.poll_all()
        assert set(desk.tickets) <= set(reader.numbers)
    assert closed
    assert not reader.known.is_cut_short


@pytest.mark.parametrize("is_ordered", [True, False])
def test_a_total_that_goes_no_further_than_a_round_number_ends_no_list(desk, url, is_ordered):
    """Pages of 250, asked for with 500, of a server that counts a thousand at most."""
    desk.make(1100, every_s=0, status="closed")
    desk.most, desk.total_said = 250, lambda total: min(total, 1000)
    paging = {"by": "page", "size": 500, "total": "total"}
    changes = {"field": "changed", "is_ordered": is_ordered}
    reader = all_read(desk, declared(url, {**ALL, "paging": paging, "changes": changes}))
    assert len(reader.numbers) == 1100
    later_on(desk, reader, 25 * HOUR_S)
    reader.poll_all()
    reader.poll_all()
    assert len(reader.numbers) == 1100


@pytest.mark.parametrize("beyond", [404, 400, 416, 0])
@pytest.mark.parametrize("way", ["page", "offset"])
@pytest.mark.parametrize("rows", [1000, 100, 300, 999])
@pytest.mark.parametrize("most", [50, 100])
def test_a_server_that_has_no_page_after_the_last_gives_all_of_the_list(desk, url, most, rows, way, beyond):
    """Pages of 50 or 100 where 100 were asked for; beyond the end an error, or (0) the last page once more.

    An only page that is full may be all of the list, or the first of many: its total may be of the page alone.
    """
    desk.make(rows, every_s=0)
    desk.most = most

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        start = (int(query["page"]) - 1) * most if way == "page" else int(query["offset"])
        if start < rows:
            return of.page(path, query, body)
        last = {"page": str(-(-rows // most)), "offset": str((rows - 1) // most * most)}[way]
        return of.page(path, {**query, way: last}, body) if not beyond else (beyond, {}, {"detail": "Invalid page."})

    desk.special = answer
    request = {"path": "/tickets", "params": {"limit": "{limit}", way: f"{{{way}}}"}}
    paging = {"by": way, "size": 100, "total": "total"}
    cases = cases_with(request=request, paging=paging, open=None, between=None, since=None, changes=None)
    reader = all_read(desk, declared(url, cases))
    is_in_doubt = rows in (1000, most)
    assert (len(reader.numbers), reader.known.is_cut_short) == (rows, is_in_doubt)


@pytest.mark.parametrize("beyond", [404, 400, 416, 0])
def test_a_server_that_counts_and_goes_no_further_than_a_thousand_is_in_doubt(desk, url, beyond):
    desk.make(1100, every_s=0)
    desk.most, desk.total_said = 50, lambda total: min(total, 1000)

    desk.special = ending_after(20, beyond)
    reader = all_read(desk, each_time(url, size=100))
    assert (len(reader.numbers), reader.known.is_cut_short) == (1000, True)


@pytest.mark.parametrize("beyond", [404, 400, 416, 0])
@pytest.mark.parametrize("told", [100, 790], ids=["of the page", "of a while ago"])
def test_a_total_that_more_than_it_counts_has_come_for_ends_no_list(desk, url, told, beyond):
    """1,300 rows by pages of 100, of which none after the eighth is given: what is known is not taken for gone."""
    desk.make(1300, every_s=0)
    desk.most = 100
    reader = all_read(desk, each_time(url, size=100))
    assert len(reader.numbers) == 1300

    desk.total_said, desk.special = lambda total: told, ending_after(8, beyond)
    later_on(desk, reader, 25 * HOUR_S)
    if beyond:
        with pytest.raises(SourceFault) as caught:
            reader.poll_all()
        assert caught.value.fault.key in ("web.missing", "web.bad")
    else:
        reader.poll_all()
        assert reader.known.is_cut_short
    assert len(reader.numbers) == 1300


@pytest.mark.parametrize("beyond", [404, 400, 416, 0])
@pytest.mark.parametrize("known", [0, 130])
def test_a_full_page_beyond_a_total_that_is_a_little_less_is_taken_in_doubt(desk, url, known, beyond):
    """150 rows by pages of 50, of which none that was known is lacking."""
    desk.make(known)
    desk.most, desk.total_said, desk.special = 50, lambda total: total - 3, ending_after(3, beyond)
    reader = all_read(desk, each_time(url, size=50))
    desk.make(150 - known)
    for is_complete in [False] * (TRIES - 1) + [True, True]:
        later_on(desk, reader)
        reader.poll_all()
        assert reader.numbers == sorted(desk.tickets)
        assert (reader.known.is_cut_short, reader.known.is_complete) == (True, is_complete)


@pytest.mark.parametrize("beyond", [404, 400, 416, 0, 200])
@pytest.mark.parametrize("told", [129, 127])
def test_a_short_page_beyond_a_total_that_is_a_little_less_is_the_last(desk, url, told, beyond):
    """130 rows by pages of 50; beyond them an error, (0) the last page once more, or (200) an empty one."""
    desk.make(130, every_s=0)
    desk.most, desk.total_said = 50, lambda total: told

    desk.special = ending_after(3, beyond)
    reader = all_read(desk, each_time(url, size=50))
    assert (len(reader.numbers), reader.known.is_cut_short) == (130, False)


@pytest.mark.parametrize("beyond", [404, 400, 0])
def test_a_short_page_beyond_a_total_of_a_while_ago_ends_nothing_that_is_known(desk, url, beyond):
    """1,300 rows by pages of 100, of which none after the eighth is given any more, and one of that is hidden."""
    desk.make(1300, every_s=0)
    desk.most = 100
    reader = all_read(desk, each_time(url, size=100))

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = ending_after(8, beyond)(of, path, query, body)
        rows = [row for row in found.get("items", []) if row["id"] != 750]
        return status, headers, {**found, "items": rows} if rows else found

    desk.total_said, desk.special = lambda total: 790, answer
    later_on(desk, reader, 25 * HOUR_S)
    reader.poll_all()
    assert (len(reader.numbers), reader.known.is_cut_short) == (1300, True)


@pytest.mark.parametrize("beyond", [404, 0])
def test_what_is_deleted_goes_though_a_total_stays_a_little_too_low(desk, url, beyond):
    desk.make(130)
    desk.most, desk.total_said = 50, lambda total: total - 3

    desk.special = ending_after(3, beyond)
    reader = all_read(desk, each_time(url, size=50))
    for number in (7, 8):
        desk.delete(number)
    later_on(desk, reader, HOUR_S)
    reader.poll_all()
    assert (reader.numbers, reader.known.is_cut_short) == (sorted(desk.tickets), False)


@pytest.mark.parametrize("is_object", [True, False])
def test_rows_that_are_hidden_alike_cost_no_more_calls(desk, url, is_object):
    """The last ones of five pages of fifty."""
    desk.make(500)
    desk.most = 50

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        hidden = {"id": None, "status": "hidden"} if is_object else None
        rows = [hidden if row["id"] in range(100, 350, 50) else row for row in found["items"]]
        return status, headers, {**found, "items": rows}

    desk.special = answer
    reader = all_read(desk, each_time(url, size=50))
    for _ in range(3):
        assert (len(reader.numbers), len(desk.asked)) == (495, 11)
        later_on(desk, reader, 300)
        reader.poll_all()


GONE = {"errors": [{"status": 400, "when": "contains(message, 'deleted')", "means": "gone"}]}


def test_what_came_before_a_page_that_was_refused_as_gone_is_kept(desk, url):
    desk.make(25)
    cases = cases_with(paging={"by": "page", "size": 10, "total": "total"}, whole={}, **GONE)
    reader = all_read(desk, declared(url, cases | {"changes": {"field": "changed", "is_ordered": False}}))
    later_on(desk, reader, HOUR_S)
    for number in range(1, 26):
        desk.change(number, status="closed")
    is_refused = [True]

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        refused = query["page"] == "3" and is_refused
        return (400, {}, {"message": "7 was deleted"}) if refused else of.page(path, query, body)

    desk.special = answer
    with pytest.raises(Passing):
        reader.poll_all()
    assert sum(status == "closed" for status in reader.statuses().values()) == 20
    is_refused.clear()
    later_on(desk, reader)
    reader.poll_all()
    assert set(reader.statuses().values()) == {"closed"}


def test_the_only_record_whose_details_are_gone_for_ever_keeps_none_away_and_is_named(desk, url):
    desk.make(20)
    details = {"request": {"path": "/log/{key}"}, "records": "log", "into": "log", "only": "status == 'closed'", **GONE}
    paging = {"by": "page", "size": 10, "total": "total"}
    cases = cases_with(paging=paging, details=details, key="id")

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        return (400, {}, {"message": "deleted"}) if path.startswith("/log/") else of.page(path, query, body)

    reader = all_read(desk, declared(url, cases))
    desk.special = answer
    later_on(desk, reader, HOUR_S)
    desk.change(7, status="closed")
    for _ in range(3):
        desk.make(1)
        later_on(desk, reader, 300)
        reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert reader.statuses()[7] == "open"
    assert remarks_of(reader) == ["rest.doubt.withheld"]


def test_a_few_rows_that_tell_an_old_time_side_by_side_are_no_sign_that_nobody_heeds_what_is_asked(desk, url):
    """As where a script touches old tickets, and the list is in the order of that."""
    desk.make(40)
    desk.most, old = 100, set[int]()

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        rows = [row | {"changed": row["made"]} if row["id"] in old else row for row in found["items"]]
        return status, headers, {**found, "items": rows}

    desk.special = answer
    whole = {"params": {"since": "{from|iso_z}"}}
    reader = all_read(desk, declared(url, cases_with(open=None, between=None, whole=whole)))
    later_on(desk, reader, 240 * HOUR_S)
    reader.poll_all()
    for number in (3, 4, 5):
        desk.change(number, status="closed")
        old.add(number)
    desk.make(3)
    desk.tickets[1].at_s = desk.tickets[3].at_s - 5  # the first of the list
    later_on(desk, reader, 300)
    reader.poll_all()
    assert {reader.statuses()[number] for number in (3, 4, 5)} == {"closed"}


@pytest.mark.parametrize(("made", "told"), [(130, 127), (150, 150)], ids=["a short last page", "a full one"])
def test_a_list_that_goes_on_after_a_wait_ends_as_one_that_had_none(desk, url, made, told):
    """By pages of 50, of which there is none after the third; before that one the server asks to be left alone once."""
    desk.make(made)
    desk.most, desk.total_said = 50, lambda total: told
    waits = [429]

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        if int(query["page"]) > 3:
            return 404, {}, {"detail": "Invalid page."}
        if int(query["page"]) == 3 and waits:
            return waits.pop(), {"Retry-After": "60"}, None
        return of.page(path, query, body)

    desk.special = answer
    paging = {"by": "page", "size": 50, "total": "total"}
    cases = cases_with(paging=paging, open=None, between=None, whole={})
    reader = Reader(declared(url, cases), desk.now_us)
    with pytest.raises(Passing):
        reader.poll()
    later_on(desk, reader, 60)
    reader.waited_s += 60
    reader.poll_all()
    assert [int(query["page"]) for _, query in desk.asked][-2:] == [3, 4]
    assert (len(reader.numbers), reader.known.is_complete, reader.known.is_cut_short) == (made, True, False)


@pytest.mark.parametrize("way", ["page", "offset"])
def test_a_short_page_with_a_count_of_its_own_ends_no_list(desk, url, way):
    """One of the second page's rows is none of the account's."""
    desk.make(230, every_s=0)
    desk.most = 50

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        rows = [row for row in found["items"] if row["id"] != 60]
        return status, headers, {"items": rows, "total": len(rows)}

    desk.special = answer
    request = {"path": "/tickets", "params": {"limit": "{limit}", way: f"{{{way}}}"}}
    paging = {"by": way, "size": 50, "total": "total"}
    cases = cases_with(request=request, paging=paging, open=None, between=None, since=None, changes=None)
    assert len(all_read(desk, declared(url, cases)).numbers) == 229


@pytest.mark.parametrize("beyond", [404, 400, 0])
def test_a_list_beyond_rows_is_not_ended_by_counts_of_its_pages(desk, url, beyond):
    """The third page is refused, or is (0) the second once more, for as long as two reads of all rows."""
    desk.order = "id"
    desk.make(230, every_s=0)
    desk.most, desk.total_said = 50, lambda total: min(total, 50)
    request = {"path": "/tickets", "params": {"limit": "{limit}"}}
    paging = {
        "by": "keyset",
        "keys": ["id"],
        "further": {"params": {"after": "{last}"}},
        "size": 50,
        "total": "total",
    }
    cases = cases_with(request=request, paging=paging, open=None, between=None, since=None, changes=None)
    reader = all_read(desk, declared(url, cases))
    assert len(reader.numbers) == 230

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        after = int(query.get("after", 0))
        if after < 100 or not beyond:
            return of.page(path, {**query, "after": str(min(after, 50))}, body)
        return beyond, {}, {"detail": "Not now."}

    desk.special = answer
    for _ in range(2):
        later_on(desk, reader, 25 * HOUR_S)
        with suppress(SourceFault):
            reader.poll_all()
        assert len(reader.numbers) == 230
    assert reader.known.is_cut_short


@pytest.mark.parametrize("told", [0, 100])
def test_a_total_of_the_page_alone_makes_no_list_whole_whose_pages_are_the_first_again_and_again(desk, url, told):
    desk.make(260)
    desk.most, desk.total_said = 100, lambda _: told
    desk.special = lambda of, path, query, body: of.page(path, {**query, "page": "1"}, body)
    cases = cases_with(open=None, between=None, since=None, changes=None)
    reader = all_read(desk, declared(url, cases))
    assert (len(reader.numbers), reader.known.is_cut_short) == (100, True)


def test_rows_that_leave_a_list_of_one_instant_at_every_page_put_it_in_doubt(desk, url):
    desk.make(400)
    desk.most = 10
    reader = all_read(desk, declared(url, cases_with()))
    later_on(desk, reader, HOUR_S)
    for number in range(1, 401):
        desk.change(number, status="closed")
    desk.clock_s += 90
    desk.make(1)
    later_on(desk, reader)

    def purge(of: Desk, _: int) -> None:
        left = sorted(number for number in of.tickets if number <= 400)
        if len(of.asked) > 1 and of.asked[-1][1]["page"] != "1" and len(left) > 50:
            for number in left[:10]:
                of.delete(number)

    desk.before_page = purge
    reader.poll_all()
    wrong = {number for number in desk.tickets if reader.statuses().get(number) != desk.tickets[number].status}
    assert reader.known.is_cut_short or not wrong
    desk.before_page = lambda *_: None
    later_on(desk, reader)
    reader.poll_all()
    assert {reader.statuses()[number] for number in desk.tickets if number <= 400} == {"closed"}
