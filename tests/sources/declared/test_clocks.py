"""This machine's clock wrong by an hour or by years, at any time: no change is lost, and no poll sticks."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, bounded, cases_with, declared, later, with_state

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
YEARS_US = round(20 * 365 * DAY_S * 1e6)
FOREVER: dict[str, Any] = {"full_every": None}


@pytest.fixture(params=[True, False])
def desk(request) -> Desk:
    return Desk(most=50, tells_date=request.param)


def by_date(date: str | None) -> Any:
    """A desk whose answers bear this date, or none."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        return status, headers | ({"Date": date} if date else {}), found

    return answer


def is_right(desk: Desk, reader: Reader) -> bool:
    return reader.statuses() == {one.id: one.status for one in desk.tickets.values()}


@pytest.mark.parametrize("date", ["Thu, 01 Jan 1970 00:03:00 GMT", "Mon, 01 Jan 2001 00:00:00 GMT"])
def test_a_server_whose_clock_stands_where_clocks_begin_is_asked_as_one_that_tells_no_time(desk, url, date):
    desk.make(145, status="closed")
    desk.make(15)
    desk.most = 10
    counts = []
    for told in (None, date):
        desk.tells_date, desk.special = False, by_date(told)
        reader = all_read(desk, declared(url))
        desk.change(3, status="open")
        desk.asked.clear()
        for _ in range(5):
            later(desk, reader, 60)
            reader.poll()
            assert is_right(desk, reader)
        counts.append(len(desk.asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("off_us", [-YEARS_US, YEARS_US])
def test_a_first_read_by_a_clock_that_was_wrong_by_years_is_right_once_the_clock_is(desk, url, off_us):
    desk.make(20)
    reader = Reader(declared(url), desk.now_us + off_us)
    reader.poll_all()
    desk.make(3, status="closed")
    later(desk, reader, 600)
    reader.poll_all()
    assert is_right(desk, reader)
    assert reader.known.since_us["cases"] < desk.now_us
    desk.change(2, status="closed")
    later(desk, reader, 600)
    reader.poll()
    assert is_right(desk, reader)


@pytest.mark.parametrize("off_us", [-YEARS_US, YEARS_US])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_clock_that_is_wrong_for_some_days_puts_off_neither_changes_nor_full_reads(desk, url, off_us, is_restarted):
    desk.make(20)
    reader = all_read(desk, declared(url))
    for number in range(1, 6):
        later(desk, reader, DAY_S, off_us)
        desk.change(number, status="closed")
        reader.poll_all()
    if is_restarted:
        reader.restart()
    desk.delete(9)
    later(desk, reader, HOUR_S)
    desk.change(6, status="closed")
    for _ in range(2):
        reader.poll_all()
        later(desk, reader, 25 * HOUR_S)
    reader.poll_all()
    assert is_right(desk, reader)


def test_a_clock_that_goes_back_an_hour_and_forth_again_loses_no_change_and_reads_nothing_whole(desk, url):
    desk.make(20)
    reader = all_read(desk, declared(url))
    for minute in range(30):
        desk.change(1 + minute % 20, queue=f"at {minute}")
        later(desk, reader, 60, -round(HOUR_S * 1e6) if 10 <= minute < 20 else 0)
        desk.asked.clear()
        reader.poll()
        assert [("until" in query, "status" in query) for _, query in desk.asked] == [(False, False)]
        queues = dict(reader.known.frame("cases").select("number", "queue").iter_rows())
        assert queues == {str(one.id): one.queue for one in desk.tickets.values()}


@pytest.mark.parametrize("name", ["start", "floor", "back", "since", "full"])
@pytest.mark.parametrize("off_us", [-YEARS_US, YEARS_US])
@pytest.mark.parametrize("cases", [{}, FOREVER])
def test_whatever_instant_was_noted_wrongly_changes_come_and_the_deleted_go_within_a_day(
    desk, url, name, off_us, cases
):
    desk.make(20)
    reader = all_read(desk, declared(url, cases_with() | cases))
    later(desk, reader, 25 * HOUR_S)
    desk.make()
    reader.poll_all()
    with_state(reader, lambda state: state.update({name: state.get(name, desk.now_us) + off_us}))
    reader.restart()
    later(desk, reader, 3 * HOUR_S)
    desk.change(4, status="closed")
    if not cases:
        desk.delete(9)
    later(desk, reader, 2 * DAY_S)
    desk.change(5, status="closed")
    reader.poll_all()
    later(desk, reader, 25 * HOUR_S)
    reader.poll_all()
    assert is_right(desk, reader)
    assert reader.known.since_us["cases"] <= reader.now_us


def test_a_full_read_noted_as_of_a_day_to_come_is_made_at_once(desk, url):
    desk.make(20)
    reader = all_read(desk, declared(url))
    later(desk, reader, 25 * HOUR_S, YEARS_US)
    reader.poll_all()
    desk.delete(9)
    later(desk, reader, HOUR_S)
    reader.poll_all()
    assert 9 not in reader.numbers


def closes(desk: Desk, reader: Reader, numbers: range, off_us: int = 0, behind_s: float = 0.0) -> None:
    """Tickets are closed one after the other, with a poll after each; a clock behind the desk's own stamps them."""
    for number in numbers:
        later(desk, reader, 30, off_us)
        desk.change(number, status="closed")
        desk.tickets[number].at_s -= behind_s
        later(desk, reader, 30, off_us)
        reader.poll()


@pytest.mark.parametrize("is_ordered", [True, False])
@pytest.mark.parametrize("behind_s", [0, 300])
def test_a_row_that_changes_in_a_year_keeps_no_other_from_the_wall(desk, url, is_ordered, behind_s):
    desk.make(20)
    changes = {"field": "changed", "is_ordered": is_ordered}
    reader = Reader(declared(url, cases_with(changes=changes) | FOREVER), desk.now_us)
    reader.poll_all()
    later(desk, reader, HOUR_S)
    desk.tickets[20].at_s = desk.clock_s + 400 * DAY_S
    reader.poll()
    closes(desk, reader, range(1, 11), behind_s=behind_s)
    assert is_right(desk, reader)


def test_a_row_that_changes_in_a_year_is_in_the_first_read_and_puts_off_no_change_after_it(desk, url):
    desk.order = "id"
    desk.make(60)
    desk.tickets[5].at_s = desk.clock_s + 400 * DAY_S
    changes = {"field": "changed", "is_ordered": False}
    cases = cases_with(open=None, between=None, changes=changes) | FOREVER
    reader = bounded(Reader(declared(url, cases), desk.now_us), records=30)
    reader.poll()
    later(desk, reader, HOUR_S)
    desk.change(1, status="closed")
    later(desk, reader, HOUR_S)
    reader.poll_all()
    reader.poll_all()
    assert is_right(desk, reader)


@pytest.mark.parametrize("ahead_s", [240, 600, 7200])
@pytest.mark.parametrize("is_ordered", [True, False])
def test_a_server_whose_clock_was_ahead_and_is_set_right_has_nothing_passed_over(desk, url, ahead_s, is_ordered):
    desk.make(20)
    changes = {"field": "changed", "is_ordered": is_ordered}
    reader = Reader(declared(url, cases_with(changes=changes) | FOREVER), desk.now_us)
    reader.poll_all()
    later(desk, reader, HOUR_S)
    desk.clock_s += ahead_s
    closes(desk, reader, range(1, 3), off_us=-ahead_s * 1_000_000)
    desk.clock_s -= ahead_s
    closes(desk, reader, range(3, 10))
    assert is_right(desk, reader)


def test_both_clocks_that_were_minutes_ahead_and_are_set_right_have_nothing_passed_over(desk, url):
    desk.make(20)
    reader = Reader(declared(url, cases_with() | FOREVER), desk.now_us)
    reader.poll_all()
    later(desk, reader, HOUR_S)
    closes(desk, reader, range(1, 3))
    desk.clock_s -= 240
    desk.asked.clear()
    closes(desk, reader, range(3, 10))
    assert is_right(desk, reader)
    assert {"until", "status"}.isdisjoint(key for _, query in desk.asked for key in query)
