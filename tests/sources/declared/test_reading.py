"""The first read, changes, deletions: what a rest source brings, against a desk on loopback."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.sources.declared.model_desk import EPOCH, Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, cases_with, declared, later, state_of, with_state
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault

HOUR_S = 3600.0
WEEK_S = 7 * 24 * HOUR_S
WEEK_US = round(WEEK_S * 1e6)


def queries(desk: Desk) -> list[Query]:
    """What was asked so far, which is forgotten then."""
    asked, desk.asked = desk.asked, []
    return [query for _, query in asked]


# The first read


def test_what_is_open_comes_first_and_then_week_by_week_back(desk, url):
    desk.make(3, every_s=WEEK_S, status="closed")
    reader = all_read(desk, declared(url))
    asked = queries(desk)
    assert asked[0] == {"limit": "100", "page": "1", "status": "open", "since": "1970-01-01T00:00:00Z"}
    windows = [(query["since"], query["until"]) for query in asked if "until" in query]
    assert len(windows) == 14
    assert windows[0][0] == windows[1][1] > windows[1][0] == windows[2][1]
    assert reader.numbers == [1, 2, 3]


def test_how_far_back_it_is_read_is_told_while_it_is_read_and_stays(desk, url):
    desk.make(1)
    reader = all_read(desk, declared(url))
    assert reader.known is not None
    assert reader.known.since_us == {"cases": reader.now_us - 14 * WEEK_US}
    floor_us = reader.known.since_us
    later(desk, reader, WEEK_S)
    desk.make()
    reader.poll()
    assert reader.known.since_us == floor_us


def test_what_stands_in_the_records_of_another_resource_is_covered_as_far_back_as_that_one(desk, url):
    desk.make(1)
    events = {
        "of": "cases",
        "each": "[{at: changed}]",
        "fields": {"number": "parent.id", "at": "at", "status": "parent.status"},
    }
    reader = all_read(desk, declared(url, events=events))
    assert reader.known is not None
    assert reader.known.since_us == dict.fromkeys(("cases", "events"), reader.now_us - 14 * WEEK_US)


def instant_us(day: str) -> int:
    return round(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()) * 1_000_000


def visits(**more: Any) -> dict[str, Any]:
    """Appointments of a calendar that is asked for by days, read as a whole each time."""
    return {
        "request": {"path": "/visits", "params": {"after": "{from|iso_z}", "before": "{until|iso_z}"}},
        "records": "items",
        "fields": {"id": "id", "person": "who", "start": "at"},
        "first": "2w",
        "ahead": "4w",
    } | more


@pytest.mark.parametrize(
    ("params", "days_us"),
    [
        # from two weeks before Monday 2 November 2026, of which the first is not whole, to four weeks after it
        ({"after": "{from|iso_z}", "before": "{until|iso_z}"}, ("2026-10-20", "2026-11-30")),
        ({"after": "{from|iso_z}"}, ("2026-10-20", None)),
        ({"before": "{until|iso_z}"}, ("1970-01-01", "2026-11-30")),
        ({}, None),
    ],
)
def test_of_a_list_by_days_those_that_were_asked_for_are_told_and_no_instant_of_change(desk, url, params, days_us):
    desk.make(1)
    item = {"id": 7, "who": "Amira", "at": "2026-11-03T09:00:00Z"}
    desk.special = lambda of, path, query, body: (200, {}, {"items": [item]}) if path == "/visits" else None
    options = declared(url, appointments=visits(request={"path": "/visits", "params": params}))
    reader = all_read(desk, options)
    assert reader.known is not None
    assert set(reader.known.since_us) == {"cases"}
    reach_us = None if days_us is None else tuple(NEVER_US if day is None else instant_us(day) for day in days_us)
    assert reader.known.reach_us == reach_us
    # the days move on with the clock, though nothing has changed
    later(desk, reader, 24 * 3600)
    reader.poll()
    if reach_us is not None and days_us[1] is not None:
        assert reader.known.reach_us[1] == reach_us[1] + 86_400_000_000


def test_an_old_case_that_is_still_open_is_there_and_a_closed_one_is_not(desk, url):
    desk.make(1)
    desk.make(1, status="closed")
    desk.clock_s += 20 * WEEK_S
    reader = all_read(desk, declared(url))
    assert reader.numbers == [1]


def test_without_open_and_weeks_everything_is_read_first(desk, url):
    desk.make(25)
    desk.clock_s += 50 * WEEK_S
    reader = all_read(desk, declared(url, cases_with(open=None, between=None)))
    assert reader.numbers == sorted(desk.tickets)
    assert reader.known is not None
    assert reader.known.since_us == {}
    queries(desk)
    later(desk, reader)
    desk.make()
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)
    assert len(queries(desk)) == 1


def test_a_first_read_within_a_budget_goes_on_where_it_was(desk, url):
    desk.make(95, every_s=1)
    reader = Reader(declared(url, calls_per_hour=4), desk.now_us)
    reader.poll()
    assert reader.last is not None
    assert reader.last.has_more
    assert 0 < len(reader.numbers) < 95
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert fault.value.retry_after_s is not None
    assert fault.value.retry_after_s > 3000
    assert len(queries(desk)) == 4
    reader.waited_s += HOUR_S
    before = len(reader.numbers)
    reader.poll()
    assert len(reader.numbers) > before
    assert queries(desk)[0]["since"] > "2026-11-02"


def test_a_first_read_goes_on_after_a_restart_where_it_was(desk, url):
    desk.make(95, every_s=1)
    reader = Reader(declared(url, calls_per_hour=4), desk.now_us)
    reader.poll()
    read = len(reader.numbers)
    queries(desk)
    reader.options = declared(url)
    reader.restart()
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert queries(desk)[0]["since"] > "2026-11-02"
    assert read > 0


# Changes


def test_a_quiet_poll_costs_one_call_and_brings_nothing(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url))
    queries(desk)
    for _ in range(3):
        later(desk, reader)
        assert reader.poll() is None
    assert len(queries(desk)) == 3


def test_a_change_alone_comes_and_stands_for_what_was_known(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.change(4, status="closed", queue="Experts")
    batch = reader.poll()
    assert batch is not None
    assert batch.is_changes
    assert batch.frame("cases").select("number", "status", "queue").rows() == [("4", "closed", "Experts")]
    assert len(reader.numbers) == 30


def test_two_changes_in_one_second_both_come_though_the_first_was_read(desk, url):
    desk.make(5)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.change(2, queue="a")
    reader.poll()
    desk.change(3, queue="b")
    desk.change(2, queue="c")
    reader.poll()
    assert reader.known is not None
    rows = dict(reader.known.frame("cases").select("number", "queue").iter_rows())
    assert (rows["2"], rows["3"]) == ("c", "b")


def test_a_change_written_late_with_an_earlier_time_is_found_by_the_overlap(desk, url):
    desk.make(5)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.change(1, queue="x")
    reader.poll()
    desk.tickets[2].at_s = desk.clock_s - 60
    desk.tickets[2].queue = "late"
    reader.poll()
    assert reader.known is not None
    assert "late" in reader.known.frame("cases")["queue"].to_list()


def test_a_row_from_the_future_does_not_hide_what_changes_until_then(desk, url):
    desk.make(5)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.tickets[1].at_s = desk.clock_s + 100 * HOUR_S
    reader.poll()
    later(desk, reader)
    desk.change(2, queue="seen")
    reader.poll()
    assert reader.known is not None
    assert "seen" in reader.known.frame("cases")["queue"].to_list()


@pytest.mark.parametrize("off_h", [-5, 5])
def test_changes_are_asked_for_by_the_servers_clock_and_not_by_this_machines(desk, url, off_h):
    desk.make(5)
    off_us = round(off_h * HOUR_S * 1e6)
    reader = Reader(declared(url), desk.now_us + off_us)
    reader.poll_all()
    for number in (1, 2, 3):
        desk.clock_s += 400
        desk.change(number, status="closed")
        reader.now_us = desk.now_us + off_us
        reader.poll()
        assert reader.statuses()[number] == "closed"


def test_after_a_restart_only_what_changed_since_is_asked_for(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.change(7, status="closed")
    reader.poll()
    queries(desk)
    reader.restart()
    later(desk, reader)
    reader.poll()
    (query,) = queries(desk)
    assert query["since"] > "2026-11-02"
    assert len(reader.numbers) == 30


def test_a_fault_between_pages_leaves_everything_as_it_was_and_the_next_read_is_right(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    for number in range(1, 26):
        desk.change(number, queue="new")
        desk.clock_s += 1
    first = len(desk.asked)
    desk.special = lambda desk, path, query, body: (500, {}, None) if len(desk.asked) == first + 2 else None
    with pytest.raises(SourceFault):
        reader.poll()
    reader.poll()
    assert reader.known is not None
    assert reader.known.frame("cases")["queue"].to_list().count("new") == 25


# What is deleted


def test_what_is_deleted_goes_at_the_next_full_read_and_changes_come_meanwhile(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url, cases_with(full_every="24h")))
    desk.delete(3)
    desk.delete(30)
    later(desk, reader)
    reader.poll()
    assert 3 in reader.numbers
    later(desk, reader, 24 * HOUR_S)
    desk.change(5, status="closed")
    desk.make()
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)
    assert reader.statuses()[5] == "closed"


def test_a_full_read_goes_on_over_several_polls_and_takes_away_nothing_that_came_meanwhile(desk, url):
    desk.most = 5
    desk.make(200)
    reader = all_read(desk, declared(url, cases_with(full_every="24h")))
    desk.delete(150)
    later(desk, reader, 24 * HOUR_S)
    for _ in range(12):
        desk.make(every_s=30)
        later(desk, reader, 60)
        reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_after_a_restart_a_full_read_finds_what_was_deleted_before_it(desk, url):
    desk.make(12)
    reader = all_read(desk, declared(url, cases_with(full_every="24h")))
    desk.delete(2)
    reader.restart()
    later(desk, reader, 25 * HOUR_S)
    reader.poll()
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_record_that_is_marked_deleted_or_is_none_that_counts_goes_at_once(desk, url):
    desk.make(4)
    cases = cases_with(deleted="status == 'deleted'", only="queue.name != 'Private'")
    reader = all_read(desk, declared(url, cases))
    later(desk, reader)
    desk.change(1, status="deleted")
    desk.change(2, queue="Private")
    reader.poll()
    assert reader.numbers == [3, 4]
    later(desk, reader)
    desk.change(2, queue="Front")
    reader.poll()
    assert reader.numbers == [2, 3, 4]


# Sources that tell no changes


def whole(**what: Any) -> dict[str, Any]:
    return cases_with(open=None, between=None, since=None, changes=None, **what)


def test_a_source_without_changes_is_compared_and_a_quiet_poll_brings_nothing(desk, url):
    desk.make(25)
    reader = all_read(desk, declared(url, whole()))
    later(desk, reader)
    assert reader.poll() is None
    desk.change(3, status="closed")
    desk.delete(4)
    desk.make()
    batch = reader.poll()
    assert batch is not None
    assert sorted(batch.frame("cases")["number"]) == ["26", "3"]
    assert reader.numbers == sorted(desk.tickets)
    reader.restart()
    desk.delete(5)
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_what_was_deleted_and_comes_back_is_there_again(desk, url):
    desk.make(3)
    reader = all_read(desk, declared(url, whole()))
    one = desk.tickets.pop(2)
    reader.poll()
    assert reader.numbers == [1, 3]
    desk.tickets[2] = one
    reader.poll()
    assert reader.numbers == [1, 2, 3]


def test_newest_first_and_cases_made_between_pages_are_no_doubt(desk, url):
    desk.order = "newest"
    desk.make(35)
    desk.before_page = lambda of, number: of.make(every_s=1) and None
    reader = all_read(desk, declared(url, whole()))
    assert reader.known is not None
    assert not reader.known.is_cut_short
    desk.before_page = lambda of, number: None
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_cases_that_leave_a_list_between_pages_hide_no_others(desk, url):
    desk.order = "id"
    desk.make(45)

    def leave(of: Desk, number: int) -> None:
        if number == 2:
            of.delete(1)
            of.delete(2)

    desk.before_page = leave
    reader = all_read(desk, declared(url, whole()))
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


# Lists that are not what they say


def test_a_page_that_comes_twice_is_partial_and_the_next_good_read_is_right(desk, url):
    desk.order = "id"
    desk.make(35)
    same: dict[str, Answer] = {}

    def repeat(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        return same.setdefault("page", of.page(path, {**query, "page": "1"}, body))

    desk.special = repeat
    reader = Reader(declared(url, whole()), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert reader.known.is_cut_short
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.repeated"]
    assert len(reader.numbers) == 10
    desk.special = lambda *_: None
    reader.poll()
    assert not reader.known.is_cut_short
    assert reader.numbers == sorted(desk.tickets)


def test_a_total_that_says_more_than_comes_is_partial_and_one_that_says_less_is_no_matter(desk, url):
    desk.order = "id"
    desk.make(35)
    desk.total_said = lambda total: (total or 0) + 7
    reader = Reader(declared(url, whole()), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert reader.known.is_cut_short
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.early"]
    desk.total_said = lambda total: (total or 0) // 5
    reader.poll()
    assert not reader.known.is_cut_short
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("by", ["cursor", "next", "link"])
def test_pages_that_go_round_are_partial(desk, url, by):
    desk.order = "id"
    desk.make(35)

    def go_round(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, answer = of.page(path, query, body)
        again = "c10" if query.get("cursor") == "c20" else answer.get("cursor")
        headers["Link"] = f'</tickets?cursor={again}>; rel="next"'
        return status, headers, {**answer, "cursor": again, "next": f"/tickets?cursor={again}"}

    desk.special = go_round
    paging = {"by": by, "cursor": "cursor", "next": "next"}
    if by == "link":
        paging = {"by": "link"}
    request = {"path": "/tickets", "params": {"cursor": "{cursor}"}}
    reader = Reader(declared(url, {**whole(), "paging": paging, "request": request}), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert reader.known.is_cut_short
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.looping"]
    assert len(reader.numbers) == 30


def test_more_pages_than_are_read_at_once_are_partial(desk, url):
    desk.order = "id"
    desk.make(35)
    paging = {"by": "page", "total": "total", "most_pages": 2}
    reader = Reader(declared(url, {**whole(), "paging": paging}), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.many"]


@pytest.mark.parametrize("by", ["page", "cursor"])
def test_a_list_in_no_order_of_which_the_server_gives_a_part_is_partial(desk, url, by):
    desk.order = "id"
    desk.make(35)
    request = {"path": "/tickets", "params": {by: f"{{{by}}}"}}
    paging = {"by": by, "cursor": "cursor", "total": "total", "cap": 30}
    reader = Reader(declared(url, {**whole(), "paging": paging, "request": request}), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.many"]
    assert reader.known.is_cut_short
    assert len(reader.numbers) == 30


def test_rows_in_another_order_than_declared_are_a_fault_and_no_loss(desk, url):
    desk.order = "newest"
    desk.make(35)
    with pytest.raises(NeedsPerson) as fault:
        Reader(declared(url), desk.now_us).poll()
    assert fault.value.fault.key == "rest.disorder"
    reader = all_read(desk, declared(url, cases_with(changes={"field": "changed", "is_ordered": False})))
    assert reader.numbers == sorted(desk.tickets)


def test_a_server_that_does_not_heed_since_is_a_fault(desk, url):
    desk.make(35, every_s=24 * HOUR_S)
    reader = all_read(desk, declared(url))
    later(desk, reader)
    desk.special = lambda of, path, query, body: of.page(path, {"page": query["page"]}, body)
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    assert fault.value.fault.key == "rest.unheeded"


def test_an_answer_without_the_list_is_a_fault_and_never_no_rows(desk, url):
    desk.special = lambda *_: (200, {}, {"items": None})
    with pytest.raises(NeedsPerson) as fault:
        Reader(declared(url), desk.now_us).poll()
    assert fault.value.fault.key == "rest.no-list"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"data": [], "total": 0, "next": None}, words("rest.no-list.keys", found="data (a list), total, next")),
        (
            {f"key {n}{'x' * 90}" if n == 2 else f"key {n}": n for n in range(12)},
            words("rest.no-list.keys", found=f"key 0, key 1, key 2{'x' * 34}…, key 3, key 4, key 5, key 6, key 7 …"),
        ),
        ([{"id": 1}], words("rest.no-list.list")),
        ({}, words("rest.no-list.empty")),
        ("soon", words("rest.no-list.plain")),
        (7, words("rest.no-list.plain")),
        (None, words("rest.no-list.nothing")),
    ],
)
def test_what_an_answer_has_in_the_place_of_the_list_is_told_at_the_desk_alone(desk, url, answer, told):
    desk.special = lambda *_: (200, {}, answer)
    with pytest.raises(NeedsPerson) as fault:
        Reader(declared(url), desk.now_us).poll()
    assert fault.value.detail == told
    assert "data" not in f"{fault.value.fault} {fault.value.remedy}"


# Caps, marks


def test_a_search_that_gives_so_many_at_most_goes_on_at_the_last_change(desk, url):
    desk.make(95)

    def capped(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        return (400, {}, None) if int(query.get("cursor", "c0")[1:]) >= 30 else None

    desk.special = capped
    paging = {"by": "cursor", "cursor": "cursor", "cap": 30}
    request = {"path": "/tickets", "params": {"cursor": "{cursor}"}}
    reader = all_read(desk, declared(url, cases_with(paging=paging, request=request)))
    assert reader.numbers == sorted(desk.tickets)


def test_more_rows_of_one_instant_than_a_search_gives_are_partial(desk, url):
    desk.make(95, every_s=0)
    paging = {"by": "cursor", "cursor": "cursor", "cap": 30}
    request = {"path": "/tickets", "params": {"cursor": "{cursor}"}}
    reader = Reader(declared(url, cases_with(paging=paging, request=request)), desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.tied"]


def marked(*, is_address: bool = False) -> dict[str, Any]:
    request = {"path": "/changes", "params": {"start": "{from|epoch_s}", "mark": "{cursor}"}}
    paging = {"by": "cursor", "cursor": "mark", "last_page": "done", "further": {"params": {"start": None}}}
    if is_address:
        paging = {"by": "next", "next": "next"}
    return cases_with(
        request=request,
        open=None,
        between=None,
        since={"params": {"start": None}} if not is_address else None,
        paging=paging,
        changes={"by": "token", "token": "link" if is_address else "mark", "is_address": is_address},
        deleted="status == 'deleted'",
    )


def export(of: Desk, path: str, query: Query, body: Any) -> Answer:
    """An export by marks: what changed after the last one, in order, ten at once."""
    if query.get("mark") == "unknown":
        return 410, {}, {"error": "expired"}
    after = float(query.get("mark", "-1"))
    rows = sorted((one for one in of.tickets.values() if one.at_s > after), key=lambda one: one.at_s)
    page = rows[:10]
    mark = str(page[-1].at_s) if page else query.get("mark", "-1")
    some = [{"id": one.id, "status": one.status, "queue": {"name": one.queue}, "made": None} for one in page]
    answer = {"items": some, "mark": mark, "done": len(rows) <= 10}
    place = "next" if len(rows) > 10 else "link"
    return 200, {}, {**answer, place: f"/changes?mark={mark}"}


@pytest.mark.parametrize("is_address", [False, True])
def test_a_mark_of_the_server_is_kept_and_asked_with_after_a_restart_too(desk, url, is_address):
    desk.make(25)
    desk.special = export
    reader = all_read(desk, declared(url, marked(is_address=is_address)))
    assert reader.numbers == sorted(desk.tickets)
    assert "start" in queries(desk)[0]
    desk.make()
    desk.change(4, status="closed")
    reader.restart()
    reader.poll()
    (query,) = queries(desk)
    assert set(query) == {"mark"}
    assert reader.statuses()[4] == "closed"
    assert reader.numbers == sorted(desk.tickets)
    desk.make()
    desk.change(5, status="deleted")
    reader.poll()
    assert 5 not in reader.numbers


def test_an_address_that_repeats_the_sign_in_is_kept_without_it(desk, url):
    desk.make(5)

    def repeating(of: Desk, path: str, query: Query, body: Any) -> Answer:
        assert query["apikey"] == "planted"
        status, headers, answer = export(of, path, query, body)
        return status, headers, {**answer, "link": f"{answer['link']}&apikey=planted&again=planted"}

    desk.special = repeating
    sign_in = {"how": "query", "parameter": "apikey", "secret": "desk"}
    reader = Reader(declared(url, marked(is_address=True), sign_in=sign_in), desk.now_us, secret=lambda _: "planted")
    reader.poll_all()
    assert reader.known is not None
    assert "mark=" in reader.known.token
    assert "planted" not in reader.known.token
    reader.restart()
    desk.make()
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_mark_that_has_expired_has_all_read_again(desk, url):
    desk.make(5)
    desk.special = export
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, {**marked(), "errors": errors}))
    with_state(reader, lambda state: state.update(token="unknown"))
    reader.restart()
    desk.make()
    reader.poll()  # a poll that ended with the mark would tell of its own instant what it has not read
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize(("is_first", "kind"), [(False, Passing), (True, NeedsPerson)])
def test_a_server_that_forgets_each_mark_of_a_read_is_a_fault_and_makes_nothing_younger(desk, url, is_first, kind):
    desk.make(25)
    desk.special = export
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, {**marked(), "errors": errors}))
    assert reader.known is not None
    as_of_us = reader.known.as_of_us
    desk.special = lambda of, path, query, body: (
        (410, {}, {"error": "expired"}) if is_first or "mark" in query else export(of, path, query, body)
    )
    for _ in range(3):
        later(desk, reader)
        with pytest.raises(kind) as caught:
            reader.poll()
        assert caught.value.fault.key == "rest.expired"
    assert reader.known.as_of_us == as_of_us
    desk.special = export
    desk.change(3, status="closed")
    reader.poll()
    assert reader.statuses()[3] == "closed"
    assert reader.known.as_of_us == reader.now_us


def forgets_its_marks(told: Any) -> Any:
    """An export that has forgotten every mark that it gave, until a first read has asked for none."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        if "mark" in query and told["forgets"]:
            return 410, {}, {"error": "expired"}
        told["forgets"] = False
        return export(of, path, query, body)

    return answer


@pytest.mark.parametrize("is_restarted", [False, True])
def test_what_was_deleted_before_a_mark_expired_is_gone_once_all_is_read(desk, url, is_restarted):
    desk.make(30)
    told = {"forgets": False}
    desk.special = forgets_its_marks(told)
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, {**marked(), "errors": errors}))
    later(desk, reader, 7200)
    desk.delete(5)
    told["forgets"] = True
    if is_restarted:
        reader.restart()
    calls = []
    for _ in range(3):
        before = len(desk.asked)
        reader.poll_all()
        later(desk, reader, 60)
        calls.append(len(desk.asked) - before)
    assert calls == [7, 1, 1], "all is read, and once more to compare"
    assert reader.numbers == sorted(desk.tickets)
    assert state_of(reader)["had"] == 29
    asked = len(desk.asked)
    later(desk, reader, 7200)
    reader.poll_all()
    assert len(desk.asked) == asked + 1  # and what tells of deletions is believed again


def test_what_was_deleted_while_all_is_compared_and_the_next_mark_expires_is_gone_too(desk, url):
    desk.make(150)
    told = {"forgets": False}
    desk.special = forgets_its_marks(told)
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, {**marked(), "errors": errors}))
    told["forgets"] = True
    later(desk, reader, 7200)
    reader.poll()
    desk.delete(5)  # which has come with the first pages of what is compared
    told["forgets"] = True
    for _ in range(3):
        later(desk, reader, 60)
        reader.poll()
    assert 5 in reader.numbers
    for _ in range(3):
        later(desk, reader, 3600)
        reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_mark_that_expires_again_and_again_has_all_compared_once_an_hour(desk, url):
    desk.make(5)
    told = {"forgets": False}
    desk.special = forgets_its_marks(told)
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, {**marked(), "errors": errors}))
    later(desk, reader, 7200)
    desk.asked = []
    for _ in range(10):
        told["forgets"] = True
        reader.poll_all()
        later(desk, reader, 60)
        reader.poll_all()
        later(desk, reader, 60)
    lists = [query for _, query in desk.asked if "mark" not in query]
    assert len(lists) == 11
    desk.delete(3)
    later(desk, reader, 3600)
    reader.poll_all()
    assert reader.numbers == [1, 2, 4, 5]


@pytest.mark.parametrize("forgot", [False, True], ids=["with its mark", "the mark has been lost before"])
def test_what_was_deleted_before_a_read_is_begun_anew_for_a_wrong_clock_is_gone_too(desk, url, forgot):
    desk.make(30)
    desk.special = export
    reader = all_read(desk, declared(url, marked()))
    desk.delete(5)
    with_state(reader, lambda state: state.update(start=state["start"] + WEEK_US))
    if forgot:
        with_state(reader, lambda state: state.update(token=None, forgot=state["floor"]))
    reader.restart()
    for _ in range(2):
        later(desk, reader, 7200)
        reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_a_list_of_one_page_may_answer_that_nothing_changed(desk, url):
    desk.make(3)
    made = []

    def tagged(of: Desk, path: str, query: Query, body: Any) -> Answer:
        tag = f'"{sum(one.at_s for one in of.tickets.values())}"'
        if of.headers.get("If-None-Match") == tag:
            return 304, {}, None
        made.append(tag)
        return 200, {"ETag": tag}, of.page(path, {}, None)[2]

    desk.special = tagged
    reader = Reader(declared(url, whole(paging={})), desk.now_us)
    reader.poll()
    assert reader.poll() is None
    assert reader.poll() is None
    assert len(made) == 1
    later(desk, reader)
    desk.change(2, status="closed")
    reader.poll()
    assert reader.statuses()[2] == "closed"
    assert len(made) == 2
    reader.restart()
    desk.delete(1)
    reader.poll()
    assert reader.numbers == [2, 3]


def test_rows_found_by_a_list_that_was_not_kept_come_again_though_the_server_knows_its_mark(desk, url):
    desk.make(3)
    desk.special = lambda of, path, query, body: (200, {"ETag": '"a"'}, of.page(path, {}, None)[2])
    other = {"request": {"path": "/leave"}, "fields": {"person": "who", "start": "from"}}
    reader = Reader(declared(url, whole(paging={}), absences=other), desk.now_us)
    with pytest.raises(NeedsPerson):
        reader.poll()
    desk.special = lambda of, path, query, body: (
        (200, {}, []) if path == "/leave" else (200, {"ETag": '"a"'}, of.page(path, {}, None)[2])
    )
    reader.poll()
    assert reader.numbers == [1, 2, 3]
    assert "If-None-Match" not in desk.headers


def test_a_full_read_that_is_in_doubt_takes_nothing_away_and_changes_come(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url, cases_with(whole={"path": "/all", "is_ordered": False})))
    desk.special = lambda of, path, query, body: of.page(path, {}, None) if path == "/all" else None
    later(desk, reader, 25 * HOUR_S)
    desk.change(2, status="closed")
    desk.delete(9)
    reader.poll()
    assert reader.known is not None
    assert not reader.known.is_cut_short
    assert reader.statuses()[2] == "closed"
    assert 9 in reader.numbers


def test_trouble_while_going_back_does_not_undo_what_the_poll_brought(desk, url):
    desk.make(3, every_s=WEEK_S)
    desk.special = lambda of, path, query, body: (503, {}, None) if query.get("until", "9") < "2026-10-20" else None
    reader = Reader(declared(url), desk.now_us)
    for is_told in (False, True, True):
        later(desk, reader, 60)
        desk.make()
        with pytest.raises(Passing, match=r"web\.down") if is_told else nullcontext():
            reader.poll()
        assert reader.numbers == sorted(desk.tickets)
    assert reader.known is not None
    assert reader.known.since_us
    so_far_us = reader.known.since_us["cases"]
    desk.special = lambda *_: None
    later(desk, reader, 180)
    reader.poll_all()
    assert reader.known.since_us["cases"] < so_far_us


def test_a_token_of_another_version_has_all_read_anew(desk, url):
    desk.make(5)
    reader = all_read(desk, declared(url))
    assert reader.known is not None
    reader.known = replace(reader.known, token=json.dumps({"form": 0, "states": {"cases": {"since": 1}}, "feeds": {}}))
    desk.delete(2)
    reader.restart()
    reader.poll_all()
    assert reader.numbers == [1, 3, 4, 5]


def test_which_changes_a_history_tells_of_is_known_after_a_restart_too(desk, url):
    desk.make(5)
    events = {
        "of": "cases",
        "each": "[{at: changed, what: 'status', to: status}, {at: made, what: 'queue', to: queue.name}]",
        "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"},
    }
    reader = all_read(desk, declared(url, None, events=events))
    assert reader.known is not None
    before = reader.known.mapped
    assert {"status", "queue"} <= before["events"]
    reader.restart()
    later(desk, reader)
    reader.poll()
    assert reader.known.mapped == before


def test_a_row_that_changes_while_its_page_is_made_hides_none_of_those_after_it(desk, url):
    desk.make(45)

    def late(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        status, headers, answer = of.page(path, query, body)
        if len(answer["items"]) > 9:
            answer["items"][9]["changed"] = "2026-11-02T08:44:59Z"
        return status, headers, answer

    desk.special = late
    reader = all_read(desk, declared(url))
    assert reader.numbers == sorted(desk.tickets)


def test_a_list_within_a_record_that_is_empty_now_leaves_none_of_its_rows(desk, url):
    """As a ticket that is opened again without a step, and whose history does not lead there any more."""
    history: list[dict[str, Any]] = [{"to": "closed", "at": "2026-11-01T10:00:00Z"}]

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        return 200, {}, {"items": [{"id": 1, "made": "2026-11-01T09:00:00Z", "steps": history}]}

    desk.special = answer
    cases = {"request": {"path": "/steps"}, "records": "items", "fields": {"number": "id", "opened": "made"}}
    events = {"of": "cases", "each": "steps", "fields": {"number": "parent.id", "at": "at", "status": "to"}}
    reader = Reader(declared(url, cases, events=events), desk.now_us)
    reader.poll()
    assert reader.known.frame("events").height == 1
    history.clear()
    reader.poll()
    assert reader.known.frame("events").is_empty()


# An empty answer


def test_a_full_read_without_one_row_is_a_fault_and_takes_nothing_away(desk, url):
    desk.make(30)
    reader = all_read(desk, declared(url))
    reader.restart()
    later(desk, reader, 25 * HOUR_S)
    desk.special = lambda desk, path, query, body: (200, {}, {"items": [], "total": 0})
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    assert (fault.value.fault.key, fault.value.fault.args["what"]) == ("rest.emptied", "cases")
    assert len(reader.numbers) == 30
    desk.special = lambda desk, path, query, body: None
    reader.poll()
    assert len(reader.numbers) == 30


@pytest.mark.parametrize("answer", [(200, {"items": []}), (200, None), (204, None), (200, {"items": None})])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_whole_list_that_is_empty_all_at_once_is_a_fault_and_takes_nothing_away(desk, url, answer, is_restarted):
    desk.make(5)
    cases = cases_with(changes=None, open=None, between=None, since=None)
    reader = Reader(declared(url, cases), desk.now_us)
    reader.poll()
    if is_restarted:
        reader.restart()
    status, document = answer
    desk.special = lambda desk, path, query, body: (status, {}, document)
    with pytest.raises(NeedsPerson):
        reader.poll()
    assert reader.numbers == [1, 2, 3, 4, 5]


def test_a_list_that_may_be_empty_is_believed_when_it_is(desk, url):
    desk.make(5)
    cases = cases_with(changes=None, open=None, between=None, since=None, may_be_empty=True)
    reader = Reader(declared(url, cases), desk.now_us)
    reader.poll()
    desk.tickets = {}
    reader.poll()
    assert reader.numbers == []


def test_a_part_that_was_not_asked_for_is_a_fault(desk, url):
    desk.make(5)
    reader = Reader(declared(url), desk.now_us)
    desk.special = lambda desk, path, query, body: (206, {}, desk.page(path, query, body)[2])
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    assert fault.value.fault.key == "rest.part"


@pytest.mark.parametrize("has_changes", [True, False])
def test_most_rows_gone_at_once_are_believed_when_the_next_full_read_says_so_too(desk, url, has_changes):
    desk.make(50)
    whole_list = {"changes": None, "open": None, "between": None, "since": None}
    reader = all_read(desk, declared(url, cases_with(**({} if has_changes else whole_list))))
    for number in range(1, 41):
        desk.delete(number)
    later(desk, reader, 25 * HOUR_S)
    reader.poll()
    assert len(reader.numbers) == 50
    later(desk, reader)
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)
    assert len(reader.numbers) == 10


# Clocks


@pytest.mark.parametrize("ahead_s", [HOUR_S, 24 * HOUR_S, 70 * 365 * 24 * HOUR_S])
def test_a_server_whose_date_is_ahead_of_its_rows_loses_none(desk, url, ahead_s):
    desk.make(5)
    reader = Reader(declared(url), desk.now_us)
    date = (EPOCH + timedelta(seconds=desk.clock_s + ahead_s)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    desk.tells_date = False
    desk.special = lambda desk, path, query, body: (200, {"Date": date}, desk.page(path, query, body)[2])
    reader.poll_all()
    for _ in range(3):
        later(desk, reader, 1200)
        desk.make(every_s=0)
        reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_first_read_by_a_clock_far_ahead_is_made_anew_when_the_clock_is_right(desk, url):
    desk.make(5, status="closed")
    reader = Reader(declared(url), desk.now_us + 520 * WEEK_US)
    reader.poll_all()
    reader.now_us = desk.now_us
    reader.poll_all()
    assert reader.numbers == [1, 2, 3, 4, 5]


def test_a_server_that_hides_rows_of_a_page_hides_none_of_those_after_it(desk, url):
    desk.make(35)
    desk.total_said = lambda total: None

    def hide(desk: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, answer = desk.page(path, query, body)
        return status, headers, {**answer, "items": [row for row in answer["items"] if row["id"] not in (12, 13)]}

    desk.special = hide
    reader = Reader(declared(url, cases_with(changes=None, open=None, between=None, since=None)), desk.now_us)
    reader.poll()
    assert reader.numbers == sorted(set(desk.tickets) - {12, 13})


# Tables and details


@pytest.mark.parametrize("is_table", [True, False])
def test_a_table_or_details_without_end_are_a_fault_that_names_them(desk, url, is_table):
    desk.make(2)

    def endless(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        number = int(query.get("p", 1))
        return (200, {}, {"items": [{"id": number}], "next": f"{path}?p={number + 1}"}) if path != "/tickets" else None

    desk.special = endless
    further = {"request": {"path": "/people"}, "records": "items", "paging": {"by": "next", "next": "next"}}
    table = {"look_up": {"who": {"in": "people", "by": "id"}}}
    cases = cases_with(**(table if is_table else {"details": {**further, "into": "more"}}))
    more = {"lookups": {"people": {**further, "key": "id", "value": "id"}}} if is_table else {}
    reader = Reader(declared(url, cases, **more), desk.now_us)
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    assert fault.value.fault.key == "rest.endless"
    assert fault.value.fault.args["what"] == ("people" if is_table else "cases")
    assert len(desk.asked) < 520


def test_a_key_of_dots_leads_nowhere_else(desk, url):
    desk.make(2)

    def dots(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        status, headers, answer = desk.page(path, query, body)
        return status, headers, {**answer, "items": [{**row, "code": ".."} for row in answer["items"]]}

    desk.special = dots
    details = {"request": {"path": "/tickets/{code}/more"}, "values": {"code": "code"}, "into": "more"}
    reader = all_read(desk, declared(url, cases_with(details=details)))
    assert {path for path, _ in desk.asked} == {"/tickets"}
    assert reader.numbers == [1, 2]
