"""The preset for Request Tracker against a real one: what it reads is what that one's own database holds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from tests.servers.request_tracker import PASSWORD, STRANGER, USER, RequestTracker
from tests.sources.presets.polled import Polled, Row, figures, sorted_rows
from tests.waiting import until
from wallboard.sources.contract import NeedsPerson, Passing

pytestmark = pytest.mark.needs_debian

CASES = """
    SELECT t.id || '', NULL, q.Name, nullif(u.Name, 'Nobody'), t.Status,
        CASE WHEN t.Priority >= 100 THEN 'High' WHEN t.Priority >= 50 THEN 'Medium' ELSE 'Low' END,
        t.Created, nullif(t.Resolved, '1970-01-01 00:00:00')
    FROM Tickets t JOIN Queues q ON q.id = t.Queue JOIN Users u ON u.id = t.Owner
    WHERE t.EffectiveId = t.id AND t.Type = 'ticket' AND t.Status != 'deleted'"""
CASE_COLUMNS = ("number", "type", "queue", "owner", "status", "priority", "opened_at", "closed_at")

# Every change, and for each field what the first change replaced, which is what the ticket was opened with.
EVENTS = """
    WITH change AS (
        SELECT x.id, x.ObjectId AS ticket, x.Created AS at, lower(x.Field) AS kind, x.OldValue AS old, x.NewValue AS new
        FROM Transactions x WHERE x.ObjectType = 'RT::Ticket' AND x.Type IN ('Status', 'Set', 'Force', 'Give', 'Take')
            AND x.Field IN ('Status', 'Queue', 'Owner')),
    told AS (
        SELECT ticket, at, kind, new AS value FROM change
        UNION ALL SELECT ticket, NULL, kind, old FROM change c
            WHERE c.id = (SELECT min(d.id) FROM change d WHERE d.ticket = c.ticket AND d.kind = c.kind)
        UNION ALL SELECT t.id, NULL, 'status', t.Status FROM Tickets t
            WHERE t.id NOT IN (SELECT ticket FROM change WHERE kind = 'status'))
    SELECT t.id || '', coalesce(told.at, t.Created), told.kind, CASE told.kind
            WHEN 'queue' THEN (SELECT Name FROM Queues WHERE id = told.value)
            WHEN 'owner' THEN nullif((SELECT Name FROM Users WHERE id = told.value), 'Nobody')
            ELSE told.value END
    FROM told JOIN Tickets t ON t.id = told.ticket
    WHERE t.EffectiveId = t.id AND t.Type = 'ticket' AND t.Status != 'deleted'"""
EVENT_COLUMNS = ("number", "at", "kind", "to")


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    """A help desk with the cases that offices have."""
    with RequestTracker(tmp_path_factory.mktemp("request-tracker")) as started:
        started.add_queue("Aufträge")
        started.add_user("kim", "Kim Moore")
        started.add_user("jörg", "Jörg Größmann")
        started.create("General", Subject="nobody's")
        started.create("Aufträge", Subject="Größe L statt M", Owner="jörg", Priority=100)
        held = started.create("Aufträge", Owner="kim", Priority=50)
        started.change(held, Status="stalled")
        back = started.create("General", Owner="kim")
        started.change(back, Status="resolved")
        started.change(back, Status="open", Queue="Aufträge", Owner="jörg")
        for status in ("resolved", "rejected"):
            started.change(started.create("General", Priority=30), Status=status)
        started.change(started.create("General"), MergeInto=back)
        started.delete(started.create("General"))
        yield started


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RequestTracker]:
    """A help desk without a case."""
    folder = tmp_path / "request-tracker"
    folder.mkdir()
    with RequestTracker(folder) as started:
        yield started


def source(tracker: RequestTracker, more: str = "", user: str = USER) -> str:
    sign_in = f"sign_in: {{user: {user}, secret: desk}}"
    return f"{{type: rest, preset: request-tracker, url: '{tracker.url}', {sign_in}, every: 60s{more}}}"


def desk(folder: Path, tracker: RequestTracker, more: str = "") -> Polled:
    return Polled(folder, source(tracker, more), PASSWORD)


def cases(tracker: RequestTracker) -> list[Row]:
    return sorted_rows(tracker.rows(CASES))


def events(tracker: RequestTracker) -> list[Row]:
    return sorted_rows(tracker.rows(EVENTS))


def assert_all_is_known(polled: Polled, tracker: RequestTracker) -> None:
    assert polled.rows("cases", *CASE_COLUMNS) == cases(tracker)
    assert polled.rows("events", *EVENT_COLUMNS) == events(tracker)


def test_every_record_is_as_its_own_database_has_it(tracker: RequestTracker, tmp_path: Path) -> None:
    polled = desk(tmp_path, tracker)
    polled.poll()
    assert len(polled.rows("cases", "number")) == 6
    assert_all_is_known(polled, tracker)


def test_a_board_reports_what_its_database_counts(tracker: RequestTracker, tmp_path: Path) -> None:
    told = figures(desk(tmp_path, tracker).path, PASSWORD)
    count = "SELECT count(*) FROM Tickets WHERE EffectiveId = id AND Status IN "
    ((running,),) = tracker.rows(f"{count} ('new', 'open')")
    ((held,),) = tracker.rows(f"{count} ('stalled')")
    assert (told["running"], told["on_hold"]) == (running, held) == (3, 1)


def test_the_size_of_a_page_changes_nothing(fresh: RequestTracker, tmp_path: Path) -> None:
    ticket = fresh.create("General", Owner="root")
    for status in ("open", "stalled", "open"):
        fresh.change(ticket, Status=status)
    fresh.multiply(ticket, 15)
    for size, more in ((7, ", cases: {paging: {size: 7}, details: {paging: {size: 1}}}"), (100, "")):
        folder = tmp_path / str(size)
        folder.mkdir()
        polled = desk(folder, fresh, more)
        polled.poll()
        assert len(polled.rows("cases", "number")) == 16
        assert_all_is_known(polled, fresh)


def test_a_page_larger_than_it_gives_loses_nothing(fresh: RequestTracker, tmp_path: Path) -> None:
    fresh.multiply(fresh.create("General"), 220)
    polled = desk(tmp_path, fresh, ", cases: {paging: {size: 1000}, details: null}, events: null")
    polled.poll()
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh)


def test_its_own_next_links_lead_through_all_pages(fresh: RequestTracker, tmp_path: Path) -> None:
    # from the second on they have an empty parameter where the page's number was
    fresh.multiply(fresh.create("General"), 60)
    paging = "paging: {by: next, next: next_page, size: 20}"
    polled = desk(tmp_path, fresh, f", cases: {{{paging}, details: null}}, events: null")
    polled.poll()
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh)


def test_what_is_done_there_is_seen_at_the_next_poll(fresh: RequestTracker, tmp_path: Path) -> None:
    polled = desk(tmp_path, fresh)
    first, second = fresh.create("General"), fresh.create("General")
    polled.poll()
    fresh.add_queue("Rückgaben")  # a queue that no table has yet
    for done in (
        lambda: fresh.create("Rückgaben", Priority=50),
        lambda: fresh.change(first, Status="open", Owner="root"),
        lambda: fresh.change(first, Queue="Rückgaben"),
        lambda: fresh.change(first, Status="stalled"),
        lambda: fresh.change(first, Status="resolved"),
        lambda: fresh.change(first, Status="open"),
        lambda: fresh.change(second, Status="resolved"),
    ):
        done()
        polled.poll()
        assert_all_is_known(polled, fresh)


def test_changes_of_one_second_are_all_seen(fresh: RequestTracker, tmp_path: Path) -> None:
    ticket = fresh.create("General")
    polled = desk(tmp_path, fresh)
    for status in ("open", "stalled", "open", "resolved", "open"):
        polled.poll()  # in the second of the change before, or of the next
        fresh.change(ticket, Status=status)
    polled.poll()
    assert_all_is_known(polled, fresh)


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Tokyo"])
def test_a_poll_asks_for_what_changed_whatever_the_accounts_zone(
    fresh: RequestTracker, tmp_path: Path, zone: str
) -> None:
    fresh.set_zone(zone)
    fresh.multiply(fresh.create("General"), 500)
    polled = desk(tmp_path, fresh, ", cases: {details: null}, events: null")
    polled.poll()
    fresh.change(400, Status="open")
    before = len(fresh.requests())
    polled.poll()
    assert len(fresh.requests()) - before <= 3  # two minutes and a little; of all there would be six pages
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh)


@pytest.mark.parametrize("way", ["delete", "merge", "shred"])
def test_what_is_gone_there_is_gone_when_all_is_read(fresh: RequestTracker, tmp_path: Path, way: str) -> None:
    stays, goes = fresh.create("General"), fresh.create("General")
    polled = desk(tmp_path, fresh)
    polled.poll()
    if way == "merge":
        fresh.change(goes, MergeInto=stays)
    else:
        (fresh.delete if way == "delete" else fresh.shred)(goes)
    polled.passes(hours=2)
    polled.poll()
    assert polled.rows("cases", "number") == [(str(stays),)]
    assert_all_is_known(polled, fresh)


def test_a_restart_goes_on_from_its_token(fresh: RequestTracker, tmp_path: Path) -> None:
    ticket = fresh.create("General")
    polled = desk(tmp_path, fresh)
    polled.poll()
    fresh.change(ticket, Status="open")
    polled.restarts()
    (batch,) = polled.reads()
    assert batch.is_changes
    assert_all_is_known(polled, fresh)


def test_a_wrong_password_needs_a_person_and_is_named(tracker: RequestTracker, tmp_path: Path) -> None:
    polled = Polled(tmp_path, source(tracker), "wrong")
    fault = polled.fault()
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.args["name"] == "desk"


def test_what_the_account_may_not_see_needs_a_person(tracker: RequestTracker, tmp_path: Path) -> None:
    # lists leave out what an account may not see; a ticket by itself is refused
    one = ", cases: {request: {path: /REST/2.0/ticket/1}}"
    assert isinstance(Polled(tmp_path, source(tracker, one, STRANGER), PASSWORD).fault(), NeedsPerson)


def test_a_query_that_it_does_not_understand_needs_a_person(tracker: RequestTracker, tmp_path: Path) -> None:
    polled = desk(tmp_path, tracker, ", cases: {open: {params: {query: \"Colour = 'red'\"}}}")
    fault = polled.fault()
    assert isinstance(fault, NeedsPerson)
    assert "Colour" not in repr((fault.fault, fault.remedy))


def test_nothing_is_kept_of_a_read_that_the_server_does_not_survive(fresh: RequestTracker, tmp_path: Path) -> None:
    fresh.multiply(fresh.create("General"), 60)
    polled = desk(tmp_path, fresh, ", cases: {details: null}, events: null")
    polled.poll()
    known, token = polled.known, polled.token
    fresh.multiply(1, 60)
    polled.passes(hours=2)
    reading = Thread(target=lambda: faults.append(polled.fault()))
    faults: list[object] = []
    already = len(fresh.requests())
    reading.start()
    until(lambda: len(fresh.requests()) > already, "a page is asked for")
    fresh.server.kill()
    reading.join()
    assert isinstance(faults[0], Passing)
    assert (polled.known, polled.token) == (known, token)
    fresh.server.start()
    polled.poll()
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh)


@pytest.mark.slow
def test_five_thousand_cases_come_whole_while_others_are_created(fresh: RequestTracker, tmp_path: Path) -> None:
    fresh.multiply(fresh.create("General"), 4_999)  # by SQL: by its interface they would take it half an hour
    polled = desk(tmp_path, fresh, ", cases: {details: null}, events: null")
    with ThreadPoolExecutor(1) as beside:
        creating = beside.submit(lambda: [fresh.create("General") for _ in range(20)])
        polled.poll()
    assert len(creating.result()) == 20
    polled.poll()
    found = polled.rows("cases", *CASE_COLUMNS)
    assert len(found) == 5_020
    assert found == cases(fresh)
