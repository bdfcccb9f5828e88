"""Records whose details the server does not give: all others come, and these stay as they were and are named."""

import contextlib
from typing import Any

import pytest

from tests.sources.declared.histories import (
    DAY_S,
    HISTORY,
    MOST,
    QUARTER_S,
    WELL,
    asked_of,
    broken,
    close_beside,
    failing_polls,
    historied,
    read_once,
    steps_to,
    told,
    withheld,
)
from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, all_read, cases_with, declared, later_on
from wallboard.core.words import words
from wallboard.sources.contract import TRIES, NeedsPerson, Passing, SourceFault
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.withheld import Asked, Record, Withheld


@pytest.fixture
def desk() -> Desk:
    desk = Desk(most=10)
    desk.special = WELL
    return desk


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ((500, {}, None), "web.down"),
        ((403, {}, None), "web.forbidden"),
        ((422, {}, None), "web.bad"),
        ((200, {}, "<html>"), "rest.no-details"),
    ],
    ids=["500", "403", "422", "no list"],
)
def test_one_record_without_details_stays_as_it_was_and_the_changes_of_all_others_come(desk, url, answer, key):
    details = {**HISTORY, "paging": {"by": "next", "next": "next"}}
    reader = read_once(desk, url, details=details)
    desk.special = broken(2, answer=answer)
    later_on(desk, reader)
    for number in (1, 2, 3):
        desk.change(number, status="closed")
    assert failing_polls(desk, reader) == [key] * (TRIES - 1)
    without_it = {1: "closed", 2: "open", 3: "closed", 4: "open", 5: "open"}
    assert (reader.statuses(), told(reader)) == (without_it, [])
    reader.poll()
    assert reader.statuses() == without_it
    assert steps_to(reader, 2) == [None, "open"], "no new history beside the old state"
    assert steps_to(reader, 3) == [None, "closed"]
    assert told(reader) == [(1, "2")]
    assert not reader.last.is_behind
    for number in (4, 5):
        later_on(desk, reader)
        desk.change(number, status="closed")
        reader.poll()
        assert reader.statuses()[number] == "closed"
        assert told(reader) == [(1, "2")]


def test_a_body_that_is_no_json_is_of_its_record_alone(desk, url):
    reader = read_once(desk, url)
    close_beside(desk, reader, (200, {"Content-Encoding": "gzip"}, {"items": []}))
    assert failing_polls(desk, reader) == ["web.packed"] * (TRIES - 1)
    reader.poll()
    assert (told(reader), reader.statuses()[3]) == ([(1, "2")], "closed")


@pytest.mark.parametrize("paging", [{}, {"paging": {"by": "next", "next": "next"}}], ids=["one answer", "pages"])
@pytest.mark.parametrize("answer", [(404, {}, None), (410, {}, {"error": "gone"})], ids=["404", "410"])
def test_a_record_that_is_listed_though_its_details_are_said_to_be_gone_keeps_its_history(desk, url, paging, answer):
    reader = read_once(desk, url, details={**HISTORY, **paging})
    close_beside(desk, reader, answer)
    reader.poll()
    assert (reader.statuses()[2], reader.statuses()[3], told(reader)) == ("open", "closed", [])
    assert steps_to(reader, 2) == [None, "open"]
    later_on(desk, reader)
    reader.poll()
    assert (steps_to(reader, 2), told(reader)) == ([None, "open"], [(1, "2")])
    desk.special = WELL
    later_on(desk, reader, QUARTER_S)
    reader.poll()
    assert (reader.statuses()[2], steps_to(reader, 2), told(reader)) == ("closed", [None, "closed"], [])


def test_where_no_details_are_found_at_all_the_read_fails_and_no_history_is_lost(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(answer=(404, {}, None))
    later_on(desk, reader)
    desk.change(2, status="closed")
    assert failing_polls(desk, reader, TRIES) == ["web.missing"] * TRIES
    assert steps_to(reader, 2) == [None, "open"]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ((200, {}, {"entries": []}), "rest.no-details"),
        ((204, {}, None), "rest.no-details"),
        ((206, {}, {"items": []}), "rest.part"),
    ],
    ids=["no list", "nothing", "a part"],
)
def test_one_answer_without_its_list_is_no_empty_history(desk, url, answer, key):
    reader = read_once(desk, url)
    close_beside(desk, reader, answer)
    assert failing_polls(desk, reader) == [key] * (TRIES - 1)
    reader.poll()
    assert (reader.statuses()[3], steps_to(reader, 2), told(reader)) == ("closed", [None, "open"], [(1, "2")])


def test_one_record_whose_details_lead_to_another_server_keeps_no_other_from_coming(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(2, answer=(302, {"Location": "http://127.0.0.1:9/elsewhere"}, None))
    later_on(desk, reader)
    for number in (2, 3, 4):
        desk.change(number, status="closed")
    assert failing_polls(desk, reader) == ["web.redirect"] * (TRIES - 1)
    reader.poll()
    assert (reader.statuses()[2], reader.statuses()[3], told(reader)) == ("open", "closed", [(1, "2")])


def test_records_whose_details_lead_elsewhere_one_after_another_keep_no_other_from_coming(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(1, 2, answer=(302, {"Location": "http://127.0.0.1:9/elsewhere"}, None))
    later_on(desk, reader)
    for number in range(1, 6):
        desk.change(number, status="closed")
    failing_polls(desk, reader)
    reader.poll()
    assert [number for number, status in reader.statuses().items() if status == "closed"] == [3, 4, 5]
    assert told(reader) == [(2, "1, 2")]


@pytest.mark.parametrize("key", ["web.slow", "web.broken"])
def test_where_the_way_breaks_down_for_two_records_and_nothing_comes_no_third_is_asked_for(key):
    withheld, fault = Withheld(Now()), Passing(words(key))
    asked = Asked()
    withheld.fail(asked, "1", Record("1"), fault)
    with pytest.raises(Passing):
        withheld.fail(asked, "2", Record("2"), fault)
    asked = Asked()
    withheld.fail(asked, "1", Record("1"), fault)
    withheld.answer(asked, "2", {})
    for number in "3456":
        withheld.fail(asked, number, Record(number), fault)


def test_a_record_that_answers_again_is_taken_whole_and_nothing_is_said_any_more(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    desk.special = WELL
    later_on(desk, reader, DAY_S / 2)
    reader.poll()
    assert (reader.statuses()[2], steps_to(reader, 2)) == ("closed", [None, "closed"])
    assert told(reader) == []
    later_on(desk, reader)
    assert reader.poll() is None
    assert asked_of(desk) == []


def test_after_a_restart_a_record_is_named_and_found_again_though_nothing_changed(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    for _ in range(3):
        later_on(desk, reader, DAY_S / 4)
        desk.make()
        reader.restart()
        reader.poll()
        assert told(reader) == [(1, "2")]
        assert asked_of(desk).count(2) == 1
    desk.special = WELL
    later_on(desk, reader, DAY_S / 8)
    reader.restart()
    reader.poll()
    assert (reader.statuses()[2], steps_to(reader, 2), told(reader)) == ("closed", [None, "closed"], [])


def test_a_record_is_tried_with_the_next_poll_and_then_ever_later(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    tried = []
    for minute in range(1, 61):
        later_on(desk, reader)
        reader.poll()
        tried += [minute] * asked_of(desk).count(2)
    assert tried == [3, 10, 25, 40, 55], "after 2^n - 1 minutes, and then every quarter of an hour"


def test_a_withheld_record_that_changes_is_asked_for_at_once(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    for _ in range(8):
        later_on(desk, reader, QUARTER_S)
        reader.poll()
    later_on(desk, reader, 30.0)
    desk.special = WELL
    desk.change(2, status="open", queue="Back")
    reader.poll()
    assert (steps_to(reader, 2), told(reader)) == ([None, "open"], [])
    assert asked_of(desk) == [2]


@pytest.mark.parametrize("answer", [(500, {}, None), (403, {}, None)], ids=["500", "403"])
def test_where_no_record_has_details_the_server_is_at_fault_and_none_is_withheld(desk, url, answer):
    reader = read_once(desk, url)
    desk.special = broken(answer=answer)
    later_on(desk, reader)
    desk.change(2, status="closed")
    desk.change(3, status="closed")
    assert len(failing_polls(desk, reader, 6)) == 6
    assert set(reader.statuses().values()) == {"open"}
    desk.special = WELL
    reader.poll()
    assert reader.statuses() == {1: "open", 2: "closed", 3: "closed", 4: "open", 5: "open"}
    assert told(reader) == []


def test_a_record_that_changed_alone_is_withheld_once_the_details_of_another_come_beside(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(2)
    later_on(desk, reader, DAY_S / 2)
    desk.change(2, status="closed")
    failing_polls(desk, reader)
    reader.poll()
    assert told(reader) == [(1, "2")]
    assert asked_of(desk) == [2, 5], "a record that came before is asked for once more"
    assert reader.statuses()[2] == "open"


def test_the_only_record_is_never_withheld_until_there_is_another(desk, url):
    desk.make()
    desk.special = broken(1)
    reader = Reader(historied(url), desk.now_us)
    assert len(failing_polls(desk, reader, 6)) == 6
    desk.make()
    reader.poll_all()
    assert (told(reader), reader.numbers) == ([(1, "1")], [2])


def test_more_records_than_can_be_their_own_fault_are_the_servers(desk, url):
    desk.make(MOST + 5)
    reader = all_read(desk, historied(url))
    some = range(1, MOST + 2)
    desk.special = broken(*some)
    later_on(desk, reader)
    for number in (MOST + 5, *some):
        desk.clock_s += 1
        desk.change(number, status="closed")
    assert len(failing_polls(desk, reader, 6)) == 6
    desk.special = broken(*some[:-1])
    reader.poll()
    assert told(reader) == [(MOST, ", ".join(sorted(str(number) for number in some[:-1])))]
    assert reader.statuses()[MOST + 1] == reader.statuses()[MOST + 5] == "closed"


def test_a_record_of_the_first_read_is_left_out_and_comes_when_it_can(desk, url):
    desk.make(25)
    desk.special = broken(7)
    reader = Reader(historied(url), desk.now_us)
    for _ in range(TRIES - 1):
        with pytest.raises(Passing):
            reader.poll()
        later_on(desk, reader)
    reader.poll_all()
    assert reader.numbers == [number for number in range(1, 26) if number != 7]
    assert told(reader) == [(1, "7")]
    desk.special = WELL
    later_on(desk, reader, QUARTER_S)
    reader.poll_all()
    assert (reader.numbers, steps_to(reader, 7), told(reader)) == (list(range(1, 26)), [None, "open"], [])


def test_a_record_among_those_long_closed_is_left_out_of_the_way_back_alone(desk, url):
    desk.make(25, status="closed")
    desk.clock_s += 3 * DAY_S
    desk.make(3)
    desk.special = broken(7)
    reader = Reader(historied(url), desk.now_us)
    batches = []
    for _ in range(8):
        try:
            reader.poll_all()
        except SourceFault as fault:
            batches.append(fault.batch)
        later_on(desk, reader)
    assert batches
    assert None not in batches, "what the polls themselves brought was kept"
    assert reader.numbers == [number for number in range(1, 29) if number != 7]
    assert told(reader) == [(1, "7")]
    desk.special = WELL
    later_on(desk, reader, QUARTER_S)
    reader.poll()
    assert (reader.numbers, told(reader)) == (list(range(1, 29)), [])


def test_of_a_withheld_record_that_is_deleted_nothing_is_said_any_more(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    desk.delete(2)
    later_on(desk, reader, DAY_S * 1.1)
    reader.poll()
    later_on(desk, reader)
    desk.change(3, status="open")
    reader.poll()
    assert (reader.numbers, told(reader)) == ([1, 3, 4, 5], [])


def test_where_the_whole_list_is_read_each_time_a_record_is_tried_ever_later_too(desk, url):
    cases = {"changes": None, "open": None, "between": None, "since": None, "paging": None}
    reader = read_once(desk, url, **cases)
    withheld(desk, reader)
    tried = []
    for minute in range(20):
        assert told(reader) == [(1, "2")]
        tried += [minute] * asked_of(desk).count(2)
        later_on(desk, reader)
        reader.poll()
    assert tried == [0, 3, 10]
    desk.special = WELL
    later_on(desk, reader, QUARTER_S)
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [((401, {}, None), NeedsPerson), ((429, {}, None), Passing), ((503, {"Retry-After": "600"}, None), Passing)],
    ids=["401", "429", "503 with a wait"],
)
def test_a_refused_sign_in_and_a_wish_to_be_left_alone_are_of_no_record(desk, url, answer, kind):
    reader = read_once(desk, url)
    close_beside(desk, reader, answer)
    for _ in range(TRIES + 2):
        with pytest.raises(kind):
            reader.poll()
        later_on(desk, reader, QUARTER_S)
    assert reader.statuses()[3] == "open"


def test_the_record_that_answered_last_is_no_witness_for_itself(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(5)
    later_on(desk, reader)
    desk.change(5, status="closed")
    failing_polls(desk, reader)
    reader.poll()
    assert told(reader) == [(1, "5")]
    assert reader.statuses()[5] == "open"


def test_details_that_fail_for_all_on_the_way_back_are_no_fault_of_records(desk, url):
    desk.make(8, status="closed")
    desk.clock_s += 3 * DAY_S
    desk.make(3)
    desk.special = broken(*range(1, 9))
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()  # what fails once in passing, and can wait, is silent
    desk.special = broken()
    for _ in range(8):
        later_on(desk, reader)
        with pytest.raises(Passing):
            reader.poll_all()
    assert (reader.numbers, told(reader)) == ([9, 10, 11], [])


def test_a_list_that_says_that_it_is_as_before_is_asked_for_anew_for_a_withheld_record(desk, url):
    tag = {"ETag": '"1"'}

    def tagged(history: Any) -> Any:
        def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
            if path != "/tickets":
                told: Answer | None = history(of, path, query, body)
                return told
            if of.headers.get("If-None-Match") == tag["ETag"]:
                return 304, tag, None
            return 200, dict(tag), {"items": [row_of(one) for one in of.tickets.values()]}

        return answer

    desk.special = tagged(WELL)
    cases = {"changes": None, "open": None, "between": None, "since": None, "paging": None}
    reader = read_once(desk, url, **cases)
    tag["ETag"] = '"2"'
    withheld(desk, reader, special=tagged(broken(2)))
    later_on(desk, reader)
    assert reader.poll() is None, "it is as it was, and no record is due"
    desk.special = tagged(WELL)
    later_on(desk, reader, QUARTER_S)
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


@pytest.mark.parametrize(
    "out", [{"only": "status != 'void'"}, {"deleted": "status == 'void'"}], ids=["does not count", "deleted"]
)
def test_of_a_withheld_record_that_counts_no_more_nothing_is_said_and_it_goes(desk, url, out):
    reader = read_once(desk, url, **out)
    withheld(desk, reader)
    later_on(desk, reader)
    desk.change(2, status="void")
    reader.poll()
    assert (reader.numbers, told(reader)) == ([1, 3, 4, 5], [])


def test_a_withheld_record_that_needs_no_details_any_more_is_taken(desk, url):
    reader = read_once(desk, url, details={**HISTORY, "only": "status != 'void'"})
    withheld(desk, reader)
    later_on(desk, reader)
    desk.change(2, status="void")
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("void", [])


def test_what_a_read_that_was_not_kept_has_come_to_know_is_forgotten():
    known = Withheld(Now())
    known.meet({"2": Record("2")})
    known.answer(Asked(), "2", {})
    known.go_back()
    assert known.numbers == ["2"]
    known.answer(Asked(), "2", {})
    known.keep()
    known.go_back()
    assert known.numbers == []


@pytest.mark.parametrize("by_s", [0.0, 30.0], ids=["endless", "slow"])
def test_a_history_without_an_end_is_of_its_record_alone(desk, url, by_s):
    pages = {"by": "next", "next": "next"}
    reader = read_once(desk, url, details={**HISTORY, "paging": pages})
    row = {"at": "2026-11-02T09:00:00Z", "what": "status", "to": "open"}

    def answers(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path != "/tickets/2/history":
            answer: Answer | None = WELL(of, path, query, body)
            return answer
        page = int(query.get("page", 0)) + 1
        reader.waited_s += by_s
        return 200, {}, {"items": [{**row, "n": page}], "next": f"{path}?page={page}"}

    desk.special = answers
    later_on(desk, reader)
    desk.change(2, status="closed")
    desk.change(3, status="closed")
    for _ in range(TRIES * 2):
        try:
            reader.poll_all()
        except SourceFault:
            desk.clock_s += 60.0
            reader.now_us = desk.now_us
        desk.asked = []
    assert (reader.statuses()[2], reader.statuses()[3], told(reader)) == ("open", "closed", [(1, "2")])


def test_leave_that_is_withheld_is_counted_and_nobody_is_named(desk, url):
    leave = cases_with(key="id", details=HISTORY, fields={"person": "queue.name", "start": "made", "end": "changed"})
    desk.make(5, queue="Amira Okoro")
    for number in range(1, 6):
        desk.clock_s += 60.0
        desk.change(number)
    reader = all_read(desk, declared(url, absences=leave))
    desk.special = broken(2)
    later_on(desk, reader)
    desk.change(2)
    desk.change(3)
    for _ in range(TRIES - 1):
        with pytest.raises(Passing):
            reader.poll()
        later_on(desk, reader)
    reader.poll()
    assert told(reader) == [(1, "…")]
    assert "Amira" not in reader.known.token


def test_a_record_that_failed_comes_though_the_read_in_which_it_answered_was_not_kept(desk, url):
    reader = read_once(desk, url)
    desk.special = lambda of, path, query, body: (
        (429, {}, None) if path == "/tickets/4/history" else broken(2)(of, path, query, body)
    )
    later_on(desk, reader)
    for number in range(1, 6):
        desk.change(number, status="closed")
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert fault.value.batch is not None
    desk.special = broken(5)
    later_on(desk, reader)
    failing_polls(desk, reader, 1)
    desk.special = WELL
    reader.poll()
    assert set(reader.statuses().values()) == {"closed"}


def test_records_that_fail_now_and_then_keep_no_others_away_and_none_is_asked_for_twice(desk, url):
    desk.most = 100
    desk.make(60)
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()
    failed = set[str]()

    def once_in_ten(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path.endswith("0/history") and path not in failed:
            failed.add(path)
            return 500, {}, None
        return WELL(of, path, query, body)

    desk.special = once_in_ten
    later_on(desk, reader)
    for number in range(1, 61):
        desk.change(number, status="closed")
    failing_polls(desk, reader, 1)
    assert [number for number, status in reader.statuses().items() if status == "open"] == [10, 20, 30, 40, 50, 60]
    reader.poll()
    assert sorted(asked_of(desk)) == [10, 20, 30, 40, 50, 60]
    assert (set(reader.statuses().values()), told(reader), reader.last.is_complete) == ({"closed"}, [], True)


@pytest.mark.parametrize("answer", [(503, {"Retry-After": "300"}, None), (429, {"Retry-After": "300"}, None)])
def test_one_record_for_which_the_server_asks_again_and_again_to_be_left_alone_is_withheld(desk, url, answer):
    reader = read_once(desk, url)
    desk.special = broken(2, answer=answer)
    later_on(desk, reader)
    for number in (1, 2, 3):
        desk.change(number, status="closed")
    polls = 0
    while reader.statuses()[3] == "open":
        later_on(desk, reader, 301)
        reader.waited_s += 301
        with contextlib.suppress(Passing):
            reader.poll()
        polls += 1
        assert polls < 10
    assert (polls, reader.statuses()[2], told(reader)) == (TRIES + 1, "open", [(1, "2")])
    asked = 0
    for number in (4, 5, 4, 5, 4, 5):
        later_on(desk, reader, 301)
        reader.waited_s += 301
        desk.change(number, status="closed" if reader.statuses()[number] == "open" else "open")
        reader.poll()
        asked += asked_of(desk).count(2)
        assert reader.statuses()[number] == desk.tickets[number].status
    assert asked == 0, "the server is left alone for an hour"
    desk.special = WELL
    later_on(desk, reader, 3600)
    reader.waited_s += 3600
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


def test_a_server_that_is_busy_now_and_then_has_no_record_withheld(desk, url):
    reader = read_once(desk, url)
    asked = []

    def each_third(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        asked.append(path)
        return (429, {"Retry-After": "60"}, None) if len(asked) % 3 == 0 else WELL(of, path, query, body)

    desk.special = each_third
    later_on(desk, reader)
    for number in range(1, 6):
        desk.change(number, status="closed")
    for _ in range(12):
        later_on(desk, reader, 61)
        reader.waited_s += 61
        with contextlib.suppress(Passing):
            reader.poll()
        assert told(reader) == []
    assert set(reader.statuses().values()) == {"closed"}


def test_more_records_of_a_page_than_can_be_their_own_fault_keep_none_away_that_answer(desk, url):
    desk.most = 100
    desk.make(60)
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()
    desk.special = broken(*range(2, 60, 4))
    later_on(desk, reader)
    for number in range(1, 61):
        desk.change(number, status="closed")
    assert failing_polls(desk, reader, 1) == ["web.down"]
    assert sum(status == "closed" for status in reader.statuses().values()) > 10
    desk.special = WELL
    reader.poll()
    assert set(reader.statuses().values()) == {"closed"}


def test_where_the_server_asks_to_be_left_alone_for_all_details_none_is_left_out(desk, url):
    reader = read_once(desk, url)
    desk.special = broken(answer=(429, {"Retry-After": "300"}, None))
    for poll in range(12):
        later_on(desk, reader, 301)
        reader.waited_s += 301
        if poll % 4 == 0:
            desk.change(1 + poll // 4, status="closed")
        with pytest.raises(Passing):
            reader.poll()
        assert told(reader) == []


@pytest.mark.parametrize("hides", ["a total that tells of one more", "an empty page"])
def test_a_record_without_details_that_its_list_leaves_out_once_is_not_forgotten(desk, url, hides):
    reader = read_once(desk, url)
    close_beside(desk, reader, (404, {}, None))
    reader.poll()

    def hidden(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if "until" not in query:
            return broken(2, answer=(404, {}, None))(of, path, query, body)
        status, headers, found = of.page(path, query, body)
        rows = [row for row in found["items"] if row["id"] != 2] if hides.startswith("a total") else []
        return status, headers, {**found, "items": rows, "total": len(rows) + 1 if rows else 0}

    for answer in (desk.special, hidden):  # the changes that every poll asks for have gone on
        desk.special = answer
        later_on(desk, reader, QUARTER_S)
        desk.change(4)
        reader.poll()
    desk.special = WELL
    later_on(desk, reader, DAY_S / 4)
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


@pytest.mark.parametrize("items", ["", "busy", 0, False, {}])
def test_details_that_are_no_list_are_no_empty_history(desk, url, items):
    reader = read_once(desk, url)
    close_beside(desk, reader, (200, {}, {"items": items}))
    assert failing_polls(desk, reader) == ["rest.no-details"] * (TRIES - 1)
    reader.poll()
    assert (steps_to(reader, 2), told(reader)) == ([None, "open"], [(1, "2")])


def test_a_record_that_always_asks_for_a_wait_keeps_none_away_though_it_is_the_first_in_every_read(desk, url):
    desk.most = 100
    desk.make(40)
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()
    desk.special = broken(1, answer=(429, {"Retry-After": "60"}, None))
    later_on(desk, reader, 3600)
    reader.waited_s += 3600
    desk.change(1, status="closed")
    for number in range(2, 40):
        later_on(desk, reader, 300)
        reader.waited_s += 300
        desk.change(number, status="closed")
        with contextlib.suppress(Passing):
            reader.poll_all()
    assert [number for number, status in reader.statuses().items() if status != "closed"] in ([1, 40], [40, 1])
    assert told(reader) == [(1, "1")]


def test_a_record_that_was_withheld_and_left_its_list_comes_with_a_read_of_everything_once_it_is_back(desk, url):
    desk.most = 100
    desk.make(30)
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()
    missing = broken(3, answer=(404, {}, None))
    desk.special = missing
    later_on(desk, reader, 3600)
    desk.change(3, status="pending")
    reader.poll()
    later_on(desk, reader)
    desk.change(3, status="closed")
    reader.poll()

    def away(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path.endswith("/history"):
            return missing(of, path, query, body)
        status, headers, found = of.page(path, query, body)
        rows = [row for row in found["items"] if row["id"] != 3]
        return status, headers, {**found, "items": rows, "total": found["total"] - len(found["items"]) + len(rows)}

    desk.special = away
    for _ in range(12):
        later_on(desk, reader)
        reader.poll()
    desk.special = WELL
    for _ in range(60):
        later_on(desk, reader, 3600)
        reader.poll_all()
    assert (reader.statuses()[3], told(reader)) == ("closed", [])
