"""What a list that was taken in doubt may lack comes once its server is well, and until then the wall says so."""

from contextlib import suppress
from typing import Any

import pytest

from tests.sources.declared.histories import EVENTS, HISTORY, WELL
from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, all_read, bounded, cases_with, declared, later_on, with_state
from wallboard.sources.contract import TRIES, Passing

UNORDERED = {"field": "changed", "overlap": "2m", "is_ordered": False}
STEPS = cases_with(
    request={"path": "/steps", "params": {"limit": "{limit}", "page": "{page}"}},
    open=None,
    between=None,
    changes=UNORDERED,
    fields={"number": "id", "at": "changed", "kind": "what", "to": "status"},
)
MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 24 * 3600.0


def well(of: Desk, path: str, query: Query, body: Any) -> Answer:
    """A desk whose rows tell of a step each."""
    if path.endswith("/history"):
        return WELL(of, path, query, body)
    status, headers, found = of.page(path, query, body)
    return status, headers, {**found, "items": [{**row, "what": "status"} for row in found["items"]]}


def hiding(number: int, at: str = "/tickets") -> Any:
    """A desk that counts one ticket among those that changed, and does not give it."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = well(of, path, query, body)
        if path == at and "since" in query and "until" not in query and "status" not in query:
            found = {**found, "items": [row for row in found["items"] if row["id"] != number]}
        return status, headers, found

    return answer


def is_told_until_it_comes(desk: Desk, reader: Reader, number: int) -> None:
    """Within two hours a case is closed here too, and the wall is PARTIAL until then."""
    for _ in range(120):
        later_on(desk, reader)
        reader.poll_all()
        assert reader.known.is_cut_short or reader.statuses()[number] == "closed"
    assert (reader.statuses()[number], reader.known.is_cut_short) == ("closed", False)


@pytest.mark.parametrize("restarts", [False, True], ids=["one process", "a restart"])
@pytest.mark.parametrize("details", [{}, {"details": HISTORY}], ids=["rows", "rows with details"])
def test_what_was_passed_over_comes_with_the_next_read_of_everything(desk, url, details, restarts):
    desk.make(30)
    desk.special = well
    reader = all_read(
        desk, declared(url, cases_with(changes=UNORDERED, **details), events=EVENTS if details else STEPS)
    )
    later_on(desk, reader)
    desk.change(3, status="closed")
    desk.special = hiding(3)
    for number in range(4, 4 + TRIES + 1):
        later_on(desk, reader, 5 * MINUTE_S)
        desk.change(number, status="closed")
        reader.poll()
    assert (reader.statuses()[3], reader.known.is_cut_short, reader.known.is_complete) == ("open", True, True)
    desk.special = well
    if restarts:
        reader.restart()
    is_told_until_it_comes(desk, reader, 3)


def test_where_nothing_is_compared_it_is_asked_for_once_more_within_the_hour(desk, url):
    desk.make(30)
    desk.special = well
    reader = all_read(desk, declared(url, cases_with(), events=STEPS))
    later_on(desk, reader)
    desk.change(3, status="closed")
    desk.special = hiding(3, "/steps")
    for number in range(4, 4 + TRIES + 1):
        later_on(desk, reader, 5 * MINUTE_S)
        desk.change(number, status="closed")
        reader.poll()
    assert reader.known.is_cut_short
    desk.special = well
    later_on(desk, reader, 10 * MINUTE_S)
    reader.poll()
    assert reader.known.is_cut_short
    later_on(desk, reader, HOUR_S)
    reader.poll()
    assert not reader.known.is_cut_short
    told = reader.known.frame("events").filter(number="3")["to"].to_list()
    assert told[-1] == "closed"


def test_a_mark_in_doubt_stays_where_it_was_though_another_list_of_its_part_waits(desk, url):
    desk.most = 4
    desk.make(10)
    is_bad = False

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        if path == "/steps":
            return (429, {"Retry-After": "300"}, None) if is_bad else well(of, path, query, body)
        since, _, first = query.get("cursor", "m0.0")[1:].partition(".")
        rows = sorted((one for one in of.tickets.values() if one.at_s > float(since)), key=lambda one: one.at_s)
        start = int(first)
        told: dict[str, Any] = {
            "items": [row_of(one) for one in rows[start : start + 4]],
            "mark": f"m{of.clock_s:.0f}.0",
        }
        if start + 4 < len(rows):
            told["cursor"] = f"m{since}.{start + 4}"
        if is_bad:
            told["cursor"] = f"m{since}.0" if not start else query["cursor"]
        return 200, {}, told

    delta = {"path": "/delta", "params": {"cursor": "{cursor}"}}
    cases = cases_with(
        request=delta,
        open=None,
        between=None,
        since={"path": "/delta"},
        whole={"path": "/delta"},
        changes={"by": "token", "token": "mark", "field": "changed"},
        paging={"by": "cursor", "cursor": "cursor"},
    )
    desk.special = answer
    reader = all_read(desk, declared(url, cases, events=STEPS))
    later_on(desk, reader, HOUR_S)
    for number in range(1, 11):
        desk.clock_s += 1
        desk.change(number, status="closed")
    is_bad = True
    later_on(desk, reader, 1)
    with pytest.raises(Passing):
        reader.poll()
    is_bad = False
    later_on(desk, reader, HOUR_S)
    reader.waited_s += HOUR_S
    reader.poll_all()
    assert (set(reader.statuses().values()), reader.known.is_cut_short) == ({"closed"}, False)


def test_what_was_deleted_before_a_list_by_marks_is_healed_is_gone(desk, url):
    desk.make(10)
    told = {number: number for number in range(1, 11)}
    hidden = 0

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        after = int(query.get("mark", "0"))
        changed = [number for number, at in told.items() if at > after and (after or number in of.tickets)]
        items = [row_of(of.tickets[one]) if one in of.tickets else {"id": one, "gone": True} for one in changed]
        return 200, {}, {"items": items, "mark": max(told.values()), "total": len(items) + hidden}

    cases = cases_with(
        request={"path": "/delta"},
        open=None,
        between=None,
        since={"params": {"mark": "{cursor}"}},
        changes={"by": "token", "token": "mark"},
        deleted="gone",
        paging={"by": "next", "next": "next", "total": "total"},
    )
    desk.special = answer
    reader = all_read(desk, declared(url, cases))
    hidden = 1
    for number in range(1, TRIES + 1):
        desk.change(number, status="closed")
        told[number] = max(told.values()) + 1
        later_on(desk, reader)
        reader.poll()
    assert reader.known.is_cut_short
    hidden = 0
    desk.delete(5)
    told[5] = max(told.values()) + 1
    later_on(desk, reader, 2 * HOUR_S)
    reader.poll()
    assert [query for _, query in desk.asked] == [{}]  # all of it, of which no mark tells what is gone
    later_on(desk, reader)
    reader.poll()
    assert (reader.numbers, reader.known.is_cut_short) == (sorted(desk.tickets), False)


def test_leave_on_a_page_that_did_not_come_is_no_leave_that_was_taken_back(desk, url):
    desk.most = 3
    desk.make(6, queue="Amira Okoro")
    for number in range(1, 7):
        desk.clock_s += 60
        desk.change(number)
    leave = cases_with(
        request={"path": "/leave", "params": {"page": "{page}"}},
        changes=None,
        open=None,
        between=None,
        since=None,
        key="id",
        fields={"person": "queue.name", "start": "made", "end": "changed"},
        paging={"by": "page", "size": 3, "total": "total"},
    )
    reader = all_read(desk, declared(url, absences=leave))
    assert reader.known.frame("absences").height == 6
    desk.special = lambda of, path, query, body: of.page(path, {**query, "page": "1"}, body)
    for _ in range(TRIES + 2):
        later_on(desk, reader)
        reader.poll()
        assert (reader.known.frame("absences").height, reader.known.is_cut_short) == (6, True)
        assert not reader.known.is_complete, "a leave that is new does not come either: it grows old"


def test_a_list_in_doubt_that_is_taken_while_all_is_read_is_not_said_to_be_well(desk, url):
    desk.most = 10
    desk.make(200)
    by_page = {"by": "page", "size": 10, "total": "total"}
    whole = {"path": "/all", "params": {"order": "newest"}}
    options = declared(url, cases_with(changes=UNORDERED, open=None, whole=whole, paging=by_page))
    reader = bounded(all_read(desk, options), of_all_steps=3)
    later_on(desk, reader)
    reader.poll()
    with_state(reader, lambda state: state.update(taken="early", lost=reader.now_us))
    reader.kept = {}
    bounded(reader, of_all_steps=3)
    later_on(desk, reader, 2 * HOUR_S)
    reader.poll()
    later_on(desk, reader)
    desk.change(200, status="closed")
    desk.special = hiding(200)
    later_on(desk, reader, 400)
    desk.change(21, status="closed")
    reader.poll()
    desk.special = well
    is_told_until_it_comes(desk, reader, 200)


def test_what_stays_hidden_is_asked_for_once_more_ever_later(desk, url):
    desk.make(30)
    desk.special = well
    reader = all_read(desk, declared(url, cases_with(), events=STEPS))
    desk.special = lambda of, path, query, body: (
        with_one_more(of, path, query, body) if path == "/steps" else well(of, path, query, body)
    )
    hours, shortest = [], ""
    for hour in range(24):
        later_on(desk, reader, HOUR_S)
        desk.make()
        reader.poll_all()
        since = [query.get("since", "") for path, query in desk.asked if path == "/steps"]
        shortest = shortest or min(since)
        hours += [hour] * (min(since) <= shortest)
    assert hours[TRIES:] == [3, 5, 9, 17], "after one hour, then two, four, eight"
    assert reader.known.is_cut_short


def test_a_later_doubt_is_healed_as_soon_as_the_first(desk, url):
    desk.make(30)
    desk.special = well
    reader = all_read(desk, declared(url, cases_with(), events=STEPS))
    for number in (3, 13, 23):
        later_on(desk, reader, 3 * HOUR_S)
        desk.change(number, status="closed")
        desk.special = hiding(number, "/steps")
        for _ in range(TRIES + 1):
            later_on(desk, reader)
            reader.poll()
        assert reader.known.is_cut_short
        desk.special = well
        for _ in range(61):
            later_on(desk, reader)
            reader.poll()
        assert not reader.known.is_cut_short, number


def with_one_more(of: Desk, path: str, query: Query, body: Any) -> Answer:
    """A list that counts one row more than it gives."""
    status, headers, found = well(of, path, query, body)
    return status, headers, {**found, "total": found["total"] + 1}


def test_a_list_in_doubt_that_took_several_reads_is_asked_for_from_before_what_did_not_come(desk, url):
    desk.make(45)
    desk.special = well
    reader = all_read(desk, declared(url, cases_with(changes=UNORDERED | {"is_ordered": True})))
    later_on(desk, reader, HOUR_S)
    bounded(reader, records=15)
    reader.poll_all()
    for number in range(1, 41):
        desk.clock_s += 60
        desk.change(number, status="closed")
    desk.special = hiding(39)
    later_on(desk, reader)
    reader.poll_all()
    assert reader.known.is_cut_short
    since = reader.kept["rest"].streams[0].state.since_us
    assert since <= reader.now_us - round((desk.clock_s - desk.tickets[39].at_s) * 1e6)
    desk.special = well
    later_on(desk, reader)
    reader.poll_all()
    assert ({reader.statuses()[number] for number in range(1, 41)}, reader.known.is_cut_short) == ({"closed"}, False)


@pytest.mark.parametrize("is_well", [True, False])
def test_what_is_open_and_has_not_changed_for_long_is_asked_for_once_more_too(desk, url, is_well):
    desk.make(10)
    desk.clock_s += 400 * DAY_S
    desk.make(10)

    def hidden(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        rows = [row for row in found["items"] if row["id"] != 3 or "status" not in query]
        return status, headers, {**found, "items": rows}

    desk.special = hidden
    reader = Reader(declared(url, cases_with() | {"full_every": None}), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert (3 in reader.numbers, reader.known.is_cut_short, reader.known.is_complete) == (False, True, True)
    if is_well:
        desk.special = well
    for _ in range(120):
        later_on(desk, reader)
        reader.poll_all()
        assert reader.known.is_cut_short or 3 in reader.numbers
    assert (3 in reader.numbers, reader.known.is_cut_short) == (is_well, not is_well)


def test_what_is_asked_for_once_more_goes_on_where_the_server_had_it_wait(desk, url):
    desk.most = 10
    desk.make(200, every_s=HOUR_S)
    minutes: list[int] = []

    def few_a_minute(of: Desk, path: str, query: Query, body: Any) -> Answer:
        minutes.append(int(of.clock_s // MINUTE_S))
        return (429, {"Retry-After": "60"}, None) if minutes.count(minutes[-1]) > 8 else well(of, path, query, body)

    steps = {**STEPS, "changes": {"field": "changed", "overlap": "2m"}}
    steps["whole"] = {"params": {"since": "{from|iso_z}"}}
    desk.special = lambda of, path, query, body: (
        with_one_more(of, path, query, body) if path == "/steps" else well(of, path, query, body)
    )
    reader = Reader(declared(url, cases_with(), events=steps), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert reader.known.is_cut_short
    desk.special = few_a_minute
    for _ in range(5 * 60):
        later_on(desk, reader)
        reader.waited_s += MINUTE_S
        with suppress(Passing):
            reader.poll_all()
    assert not reader.known.is_cut_short


@pytest.mark.parametrize("details", [{}, {"details": HISTORY}], ids=["rows", "rows with details"])
def test_what_was_open_before_the_floor_and_hidden_comes_after_a_restart(desk, url, details):
    desk.make(10)
    desk.clock_s += 800 * DAY_S
    desk.make(10)

    def hidden(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = well(of, path, query, body)
        if "status" in query:
            found = {**found, "items": [row for row in found["items"] if row["id"] != 3]}
        return status, headers, found

    desk.special = hidden
    reader = Reader(declared(url, cases_with(**details), **({"events": EVENTS} if details else {})), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert (3 in reader.numbers, reader.known.is_cut_short) == (False, True)
    desk.special = well
    reader.restart()
    for _ in range(90):
        later_on(desk, reader)
        reader.poll_all()
        assert reader.known.is_cut_short or 3 in reader.numbers
    assert (reader.numbers, reader.known.is_cut_short) == (sorted(desk.tickets), False)


def newest_step(reader: Reader) -> int:
    return max(int(number) for number in reader.known.frame("events")["number"])


@pytest.mark.parametrize("most", [15, 1000], ids=["few calls an hour", "as many as it takes"])
def test_a_row_that_stays_hidden_holds_up_no_poll_and_is_asked_for_ever_later(desk, url, most):
    desk.most = 10
    desk.make(300, every_s=HOUR_S)
    steps = {**STEPS, "changes": {"field": "changed", "overlap": "2m"}}
    steps["whole"] = {"params": {"since": "{from|iso_z}"}}
    calls: dict[int, int] = {}

    def hidden(of: Desk, path: str, query: Query, body: Any) -> Answer:
        hour = int(of.clock_s // HOUR_S)
        calls[hour] = calls.get(hour, 0) + (path == "/steps")
        if path == "/steps" and calls[hour] > limit:
            return 429, {"Retry-After": str(int(HOUR_S - of.clock_s % HOUR_S) + 1)}, None
        status, headers, found = well(of, path, query, body)
        rows = [row for row in found["items"] if row["id"] != 100 or path != "/steps"]
        return status, headers, {**found, "items": rows}

    limit, desk.special = 10_000, hidden
    reader = Reader(declared(url, cases_with(), events=steps), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert reader.known.is_cut_short
    limit = most
    calls.clear()
    for quarter in range(4 * 16):
        later_on(desk, reader, HOUR_S / 4)
        reader.waited_s += HOUR_S / 4
        if quarter % 4 == 2:
            desk.make(every_s=0)
        with suppress(Passing):
            reader.poll_all()
        if quarter % 4 == 1 and quarter > 4 * 8:
            assert newest_step(reader) == max(desk.tickets), "what is new comes"
    assert reader.known.is_cut_short
    assert most == 15 or sum(n > 10 for n in calls.values()) <= 5, "hours in which it was asked for again"


def test_a_row_that_stays_hidden_among_many_is_asked_for_ever_later_too(desk, url):
    """Five rows come within the overlap: the part in which it stands begins elsewhere each time."""
    desk.most = 10
    desk.make(200, every_s=24.0)
    desk.special = hiding(103, "/steps")
    steps = {**STEPS, "changes": {"field": "changed", "overlap": "2m"}}
    steps["whole"] = {"params": {"since": "{from|iso_z}"}}
    reader = Reader(declared(url, cases_with(), events=steps), desk.now_us)
    hours = []
    for hour in range(24):
        for _ in range(4):
            later_on(desk, reader, HOUR_S / 4)
            desk.make(every_s=0)
            reader.poll_all()
            hours += [hour] * (sum(path == "/steps" for path, _ in desk.asked) > 6 and hour > 1)
    assert reader.known.is_cut_short
    assert len(hours) <= 5, hours


def test_what_is_open_and_counted_but_hidden_is_asked_for_ever_later_on_a_busy_desk_too(desk, url):
    """The changes of an hour fill more than a page, so that a heal of them has parts that come well."""
    desk.most = 10
    desk.make(60, every_s=600.0)

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = of.page(path, query, body)
        found["total"] += query.get("status") == "open"
        return status, headers, found

    desk.special = answer
    reader = Reader(declared(url, {**cases_with(), "full_every": None}), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert reader.known.is_cut_short
    hours = []
    for quarter in range(4 * 24):
        later_on(desk, reader, HOUR_S / 4)
        for number in range(5):
            desk.change(1 + (quarter * 5 + number) % 55)
            desk.clock_s += 1
        reader.now_us = desk.now_us
        reader.poll_all()
        hours += [quarter // 4] * any(query.get("status") == "open" for _, query in desk.asked)
    assert reader.known.is_cut_short
    assert 2 <= len(hours) <= 5, hours


@pytest.mark.parametrize("is_well", [True, False])
@pytest.mark.parametrize("is_ordered", [True, False])
def test_a_list_of_everything_that_was_in_doubt_is_asked_for_again_before_the_floor_too(desk, url, is_ordered, is_well):
    desk.make(10)
    desk.clock_s += 800 * DAY_S
    desk.make(10)

    def hidden(of: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, found = well(of, path, query, body)
        return status, headers, {**found, "items": [row for row in found["items"] if row["id"] != 3]}

    desk.special = hidden
    changes = {"field": "changed", "overlap": "2m", "is_ordered": is_ordered}
    cases = cases_with(open=None, between=None, whole={"params": {}}, changes=changes) | {"full_every": None}
    reader = Reader(declared(url, cases), desk.now_us)
    for _ in range(TRIES + 1):
        reader.poll_all()
        later_on(desk, reader)
    assert reader.known.is_cut_short
    if is_well:
        desk.special = well
    for _ in range(90):
        later_on(desk, reader)
        reader.poll_all()
        assert reader.known.is_cut_short or 3 in reader.numbers
    assert reader.known.is_cut_short is not is_well
