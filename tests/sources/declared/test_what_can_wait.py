"""Full reads and the way back that fail: the polls' own work is kept, and the wall hears of it all the same."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, bounded, cases_with, declared, later, remarks_of
from wallboard.sources.contract import NeedsPerson, Passing

DAY_S = 24 * 3600.0
MINUTE_S = 60.0
WEEK_S = 7 * DAY_S
MOST_PASSES = 3
"""A list that has fewer rows than its total is read so often before it is in doubt."""

Special = Callable[[Desk, str, Query, Any], Answer | None]


def whole(answer: Answer) -> Special:
    """A desk that gives this answer whenever it is asked for everything, or for what is open."""
    return lambda desk, path, query, body: answer if path == "/all" or "status" in query else None


def read_once(desk: Desk, url: str) -> Reader:
    """A desk of 30 cases, read to its end, of which everything is read again by /all."""
    desk.make(30)
    return all_read(desk, declared(url, cases_with(whole={"path": "/all"})))


def failed(reader: Reader) -> str:
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    return fault.value.fault.key


@pytest.mark.parametrize(
    ("answer", "key"),
    [((200, {}, {"items": [], "total": 0}), "rest.emptied"), ((403, {}, None), "web.forbidden")],
)
def test_what_changes_comes_and_is_kept_while_a_full_read_fails_and_every_poll_says_so(desk, url, answer, key):
    reader = read_once(desk, url)
    desk.special = whole(answer)
    later(desk, reader, DAY_S)
    for number in range(1, 6):
        desk.change(number, status="closed")
        assert failed(reader) == key
        assert reader.statuses()[number] == "closed"
        later(desk, reader, MINUTE_S)
    token = reader.known.token
    assert failed(reader) == key
    assert reader.known.token == token
    assert len(reader.numbers) == 30


def test_after_a_restart_what_was_kept_beside_a_fault_is_not_asked_for_again(desk, url):
    reader = read_once(desk, url)
    desk.special = whole((403, {}, None))
    later(desk, reader, DAY_S)
    desk.change(1, status="closed")
    failed(reader)
    reader.restart()
    later(desk, reader, 3 * 3600.0)
    failed(reader)
    later(desk, reader, MINUTE_S)
    desk.asked.clear()
    failed(reader)
    (since,) = {query["since"] for path, query in desk.asked if "since" in query and "status" not in query}
    assert since > "2026-11-03T09"


def test_a_full_read_that_fails_is_tried_with_the_next_poll_and_then_ever_later(desk, url):
    reader = read_once(desk, url)
    desk.special = whole((403, {}, None))
    later(desk, reader, DAY_S)
    tried = []
    for minute in range(60):
        desk.asked.clear()
        failed(reader)
        if any("status" in query for _, query in desk.asked):
            tried.append(minute)
        later(desk, reader, MINUTE_S)
    assert tried == [0, 1, 2, 5, 12, 27, 42, 57]


def test_once_a_full_read_goes_well_again_no_fault_is_left_and_what_was_deleted_is_gone(desk, url):
    reader = read_once(desk, url)
    desk.special = whole((403, {}, None))
    later(desk, reader, DAY_S)
    desk.delete(7)
    failed(reader)
    desk.special = lambda *_: None
    later(desk, reader, MINUTE_S)
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)
    later(desk, reader, MINUTE_S)
    assert reader.poll() is None


def test_what_is_open_and_what_changes_come_while_the_way_back_is_refused(desk, url):
    desk.make(3, every_s=WEEK_S)
    reader = Reader(declared(url), desk.now_us)
    desk.special = lambda desk, path, query, body: (403, {}, None) if "until" in query else None
    assert failed(reader) == "web.forbidden"
    assert sum("until" in query for _, query in desk.asked) == 1
    assert reader.numbers == [1, 2, 3]
    later(desk, reader, MINUTE_S)
    desk.make()
    failed(reader)
    assert reader.numbers == [1, 2, 3, 4]
    desk.special = lambda *_: None
    later(desk, reader, MINUTE_S)
    reader.poll_all()
    assert reader.known.since_us["cases"] < desk.now_us - 13 * round(WEEK_S * 1e6)


def test_a_full_read_by_a_mark_that_has_expired_is_a_fault_beside_what_changed(desk, url):
    desk.make(3)
    errors = [{"status": 410, "when": "error", "means": "expired"}]
    reader = all_read(desk, declared(url, cases_with(whole={"path": "/all"}, errors=errors)))
    desk.special = whole((410, {}, {"error": "gone"}))
    later(desk, reader, DAY_S)
    desk.change(2, status="closed")
    assert failed(reader) == "rest.expired"
    assert reader.statuses()[2] == "closed"


def late(reader: Reader) -> str:
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert fault.value.batch is not None
    return fault.value.fault.key


def test_a_full_read_that_a_passing_fault_ends_once_is_silent_and_made_with_the_next_poll(desk, url):
    reader = read_once(desk, url)
    desk.special = whole((500, {}, None))
    later(desk, reader, DAY_S)
    desk.delete(7)
    reader.poll()
    desk.special = lambda *_: None
    later(desk, reader, MINUTE_S)
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_full_read_that_fails_again_and_again_is_told_and_tried_ever_later_until_it_goes_well(desk, url):
    reader = read_once(desk, url)
    desk.special = whole((500, {}, None))
    later(desk, reader, DAY_S)
    desk.delete(7)
    tried = []
    for minute in range(60):
        desk.asked.clear()
        desk.change(minute % 6 + 1, queue=f"Q{minute}")
        if minute:
            assert late(reader) == "web.down"
        else:
            reader.poll()
        assert desk.tickets[minute % 6 + 1].queue in set(reader.known.frame("cases")["queue"])
        if any("status" in query for _, query in desk.asked):
            tried.append(minute)
        later(desk, reader, MINUTE_S)
    assert tried == [0, 1, 2, 5, 12, 27, 42, 57]
    desk.special = lambda *_: None
    later(desk, reader, 15 * MINUTE_S)
    reader.poll()
    assert reader.numbers == sorted(desk.tickets)


def test_a_way_back_that_fails_again_and_again_is_told_and_tried_ever_later_until_it_goes_well(desk, url):
    desk.make(3, every_s=WEEK_S)
    reader = Reader(declared(url), desk.now_us)
    desk.special = lambda desk, path, query, body: (500, {}, None) if "until" in query else None
    tried = []
    for minute in range(30):
        desk.asked.clear()
        if minute:
            assert late(reader) == "web.down"
        else:
            reader.poll()
        if any("until" in query for _, query in desk.asked):
            tried.append(minute)
        later(desk, reader, MINUTE_S)
    assert tried == [0, 1, 2, 5, 12, 27]
    assert reader.numbers == [1, 2, 3]
    desk.special = lambda *_: None
    later(desk, reader, 15 * MINUTE_S)
    reader.poll_all()
    assert reader.known.since_us["cases"] < desk.now_us - 13 * round(WEEK_S * 1e6)


def test_a_full_read_that_fails_keeps_no_other_resource_from_being_read_whole(desk, url):
    desk.make(30)
    sales = cases_with(whole={"path": "/sales"}, open=None, fields={"number": "id", "created": "made"})
    options = declared(url, cases_with(whole={"path": "/all"}), opportunities=sales)
    reader = all_read(desk, options)
    desk.special = lambda desk, path, query, body: (500, {}, None) if path == "/all" or "status" in query else None
    later(desk, reader, DAY_S)
    desk.asked.clear()
    reader.poll()
    assert any(path == "/sales" for path, _ in desk.asked)


def test_what_only_a_person_can_mend_is_said_before_what_may_mend_itself(desk, url):
    desk.make(30)
    sales = cases_with(whole={"path": "/sales"}, open=None, fields={"number": "id", "created": "made"})
    reader = all_read(desk, declared(url, cases_with(whole={"path": "/all"}), opportunities=sales))
    status = {"/all": 500, "/sales": 500}
    desk.special = lambda desk, path, query, body: (
        (status.get(path, 500), {}, None) if path in status or "status" in query else None
    )
    later(desk, reader, DAY_S)
    reader.poll()
    later(desk, reader, MINUTE_S)
    assert late(reader) == "web.down"
    status["/sales"] = 403
    later(desk, reader, MINUTE_S)
    assert failed(reader) == "web.forbidden"


def lying(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
    """Whoever asks for everything is told of more than comes."""
    if path != "/all":
        return None
    status, headers, answer = desk.page(path, query, body)
    return status, headers, {**answer, "total": 999}


def full_reads(desk: Desk) -> int:
    """How often everything was asked for, from its first page on."""
    return sum(path == "/all" and query["page"] == "1" for path, query in desk.asked)


def test_a_full_read_that_is_in_doubt_once_is_silent_and_made_with_the_next_poll(desk, url):
    reader = read_once(desk, url)
    desk.special = lying
    later(desk, reader, DAY_S)
    desk.delete(7)
    while full_reads(desk) < 1 + MOST_PASSES:
        reader.poll_all()
        later(desk, reader, MINUTE_S)
    assert remarks_of(reader) == []
    assert 7 in reader.numbers
    desk.special = lambda *_: None
    for _ in range(3):
        reader.poll_all()
        later(desk, reader, MINUTE_S)
    assert reader.numbers == sorted(desk.tickets)
    assert remarks_of(reader) == []


def test_full_reads_that_are_always_in_doubt_are_told_and_wait_for_their_day_until_one_goes_well(desk, url):
    reader = read_once(desk, url)
    desk.special = lying
    later(desk, reader, DAY_S)
    desk.delete(7)
    told = ["rest.doubt.early", "rest.doubt.deleted"]
    for day in range(3):
        desk.asked.clear()
        for _ in range(10):
            reader.poll_all()
            later(desk, reader, MINUTE_S)
        assert remarks_of(reader) == told
        assert full_reads(desk) == 2 * MOST_PASSES
        assert not reader.known.is_cut_short
        if day == 1:
            reader.restart()
        later(desk, reader, DAY_S)
        desk.make()
    desk.special = lambda *_: None
    reader.poll_all()
    assert remarks_of(reader) == []
    assert reader.numbers == sorted(desk.tickets)


def test_a_remark_on_a_full_read_outlives_a_restart(desk, url):
    reader = read_once(desk, url)
    desk.special = lying
    later(desk, reader, DAY_S)
    for _ in range(10):
        reader.poll_all()
        later(desk, reader, MINUTE_S)
    reader.restart()
    desk.make()
    reader.poll_all()
    assert "rest.doubt.deleted" in remarks_of(reader)


def test_a_full_read_that_always_fails_at_one_page_is_said_while_it_comes_up_to_there_again(desk, url):
    desk.most = 5
    desk.make(100)
    reader = bounded(all_read(desk, declared(url, cases_with(whole={"path": "/all"}))), of_all_steps=5)
    desk.special = lambda desk, path, query, body: (
        (403, {}, None) if path == "/all" and int(query["page"]) > 8 else None
    )
    later(desk, reader, DAY_S)
    while failed_or_well(reader) == "":
        later(desk, reader, MINUTE_S)
    for _ in range(60):
        later(desk, reader, MINUTE_S)
        assert failed(reader) == "web.forbidden"


def failed_or_well(reader: Reader) -> str:
    try:
        reader.poll()
    except NeedsPerson as fault:
        return fault.fault.key
    return ""
