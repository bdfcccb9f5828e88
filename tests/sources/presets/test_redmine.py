"""The preset for Redmine against a real one: what it reads is what that one's own database holds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from tests.servers.nginx import Throttle
from tests.servers.redmine import ADMINISTRATOR_KEY, KEY, Redmine
from tests.sources.presets.polled import Polled, Row, figures, sorted_rows
from tests.waiting import until
from wallboard.sources.contract import NeedsPerson, Passing

pytestmark = pytest.mark.needs_debian

CASES = """
    SELECT i.id || '', t.name, p.name, u.firstname || ' ' || u.lastname, s.name, e.name,
        substr(i.created_on, 1, 19), substr(i.closed_on, 1, 19)
    FROM issues i JOIN projects p ON p.id = i.project_id JOIN trackers t ON t.id = i.tracker_id
    JOIN issue_statuses s ON s.id = i.status_id JOIN enumerations e ON e.id = i.priority_id
    LEFT JOIN users u ON u.id = i.assigned_to_id"""
CASE_COLUMNS = ("number", "type", "queue", "owner", "status", "priority", "opened_at", "closed_at")

# Every change, and for each field what the first change replaced, which is what the issue was opened with.
EVENTS = """
    WITH change AS (
        SELECT d.id, j.journalized_id AS issue, j.created_on AS at, d.prop_key AS field,
            d.old_value AS old, d.value AS new
        FROM journals j JOIN journal_details d ON d.journal_id = j.id AND d.property = 'attr'
        WHERE j.journalized_type = 'Issue'
            AND d.prop_key IN ('status_id', 'project_id', 'tracker_id', 'priority_id', 'assigned_to_id')),
    told AS (
        SELECT issue, at, field, new AS value FROM change
        UNION ALL SELECT issue, NULL, field, old FROM change c
            WHERE c.id = (SELECT min(d.id) FROM change d WHERE d.issue = c.issue AND d.field = c.field)
        UNION ALL SELECT i.id, NULL, 'status_id', i.status_id FROM issues i
            WHERE i.id NOT IN (SELECT issue FROM change WHERE field = 'status_id'))
    SELECT i.id || '', substr(coalesce(told.at, i.created_on), 1, 19),
        CASE told.field WHEN 'status_id' THEN 'status' WHEN 'project_id' THEN 'queue' WHEN 'tracker_id' THEN 'type'
            WHEN 'priority_id' THEN 'priority' ELSE 'owner' END,
        CASE told.field WHEN 'status_id' THEN (SELECT name FROM issue_statuses WHERE id = told.value)
            WHEN 'project_id' THEN (SELECT name FROM projects WHERE id = told.value)
            WHEN 'tracker_id' THEN (SELECT name FROM trackers WHERE id = told.value)
            WHEN 'priority_id' THEN (SELECT name FROM enumerations WHERE id = told.value)
            ELSE (SELECT firstname || ' ' || lastname FROM users WHERE id = told.value) END
    FROM told JOIN issues i ON i.id = told.issue"""
EVENT_COLUMNS = ("number", "at", "kind", "to")

# What a board with an administrator's key adds, as the preset's head says.
OWNERS = """, lookups: {users: {request: {path: /users.json,
    params: {status: "", limit: "{limit}", offset: "{offset}"}}, records: users,
    paging: {by: offset, size: 100, total: total_count, size_told: limit},
    key: id, value: "join(' ', [firstname, lastname])"}},
    events: {look_up: {owner: {in: users, by: "(name == 'assigned_to_id' && new_value) || `null`"}},
    fields: {kind: {values: {assigned_to_id: owner}}}}"""
NO_HISTORY = ", cases: {details: null}, events: null"


class Office:
    """A tracker with two projects and two people."""

    def __init__(self, redmine: Redmine) -> None:
        self.redmine = redmine
        self.orders = redmine.add_project("Aufträge", "orders")
        self.quotes = redmine.add_project("Angebote & mehr", "quotes")
        self.people = [redmine.add_user("kim", "Kim", "Moore"), redmine.add_user("jg", "Jörg", "Größmann")]
        for project in (self.orders, self.quotes):
            for person in self.people:
                redmine.add_member(project, person)

    def change(self, issue: int, status: str = "", **fields: int | None) -> None:
        """Gives an issue a status by its word, and other values by their numbers."""
        self.redmine.change(issue, **fields, **({"status_id": self.redmine.statuses[status]} if status else {}))


def office_with_issues(redmine: Redmine) -> Office:
    """The cases that offices have."""
    office = Office(redmine)
    kim, joerg = office.people
    redmine.create(office.orders, subject="nobody's")
    urgent, support = redmine.priorities["Urgent"], redmine.trackers["Support"]
    redmine.create(office.quotes, subject="Größe L", assigned_to_id=joerg, priority_id=urgent, tracker_id=support)
    held = redmine.create(office.orders, assigned_to_id=kim)
    office.change(held, "Feedback")
    back = redmine.create(office.orders, assigned_to_id=kim)
    office.change(back, "Closed")
    office.change(back, "In Progress", project_id=office.quotes, assigned_to_id=joerg, tracker_id=support)
    office.change(back, priority_id=urgent)
    office.change(back, assigned_to_id=None)
    for status in ("Resolved", "Closed", "Rejected"):
        office.change(redmine.create(office.orders), status)
    return office


@pytest.fixture(scope="module")
def redmine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redmine]:
    """A tracker with issues."""
    with Redmine(tmp_path_factory.mktemp("redmine")) as started:
        office_with_issues(started)
        yield started


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    """A tracker without an issue."""
    folder = tmp_path / "redmine"
    folder.mkdir()
    with Redmine(folder) as started:
        yield Office(started)


def desk(folder: Path, redmine: Redmine, more: str = "", key: str = KEY, url: str = "") -> Polled:
    of = f"{{type: rest, preset: redmine, url: '{url or redmine.url}', sign_in: {{secret: desk}}, every: 60s{more}}}"
    return Polled(folder, of, key)


def cases(redmine: Redmine) -> list[Row]:
    return sorted_rows(redmine.rows(CASES))


def events(redmine: Redmine, *, with_owners: bool = False) -> list[Row]:
    return [row for row in sorted_rows(redmine.rows(EVENTS)) if with_owners or row[2] != "owner"]


def assert_all_is_known(polled: Polled, redmine: Redmine, *, with_owners: bool = False) -> None:
    assert polled.rows("cases", *CASE_COLUMNS) == cases(redmine)
    assert polled.rows("events", *EVENT_COLUMNS) == events(redmine, with_owners=with_owners)


def test_every_record_is_as_its_own_database_has_it(redmine: Redmine, tmp_path: Path) -> None:
    polled = desk(tmp_path, redmine)
    polled.poll()
    assert len(polled.rows("cases", "number")) == 7
    assert_all_is_known(polled, redmine)


def test_an_administrators_key_brings_the_history_of_owners(redmine: Redmine, tmp_path: Path) -> None:
    polled = desk(tmp_path, redmine, OWNERS, ADMINISTRATOR_KEY)
    polled.poll()
    assert "owner" in {kind for (kind,) in polled.rows("events", "kind")}
    assert_all_is_known(polled, redmine, with_owners=True)


def test_a_board_reports_what_its_database_counts(redmine: Redmine, tmp_path: Path) -> None:
    told = figures(desk(tmp_path, redmine).path, KEY)
    count = "SELECT count(*) FROM issues i JOIN issue_statuses s ON s.id = i.status_id WHERE s.name IN "
    ((running,),) = redmine.rows(f"{count} ('New', 'In Progress')")
    ((held,),) = redmine.rows(f"{count} ('Feedback')")
    assert (told["running"], told["on_hold"]) == (running, held) == (3, 1)


def test_the_size_of_a_page_changes_nothing(fresh: Office, tmp_path: Path) -> None:
    for _ in range(30):
        fresh.change(fresh.redmine.create(fresh.orders), "Closed")
    polled = desk(tmp_path, fresh.redmine, ", cases: {paging: {size: 7}}, lookups: {projects: {paging: {size: 1}}}")
    polled.poll()
    assert len(polled.rows("cases", "number")) == 30
    assert_all_is_known(polled, fresh.redmine)


def test_a_page_larger_than_it_gives_loses_nothing(fresh: Office, tmp_path: Path) -> None:
    for _ in range(120):
        fresh.redmine.create(fresh.orders)
    polled = desk(tmp_path, fresh.redmine, ", cases: {paging: {size: 1000}, details: null}, events: null")
    polled.poll()
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh.redmine)


def test_what_is_done_there_is_seen_at_the_next_poll(fresh: Office, tmp_path: Path) -> None:
    redmine, polled = fresh.redmine, desk(tmp_path, fresh.redmine)
    first, second = redmine.create(fresh.orders), redmine.create(fresh.orders)
    polled.poll()
    late = redmine.add_project("Rückgaben", "returns")  # a project that no table has yet
    for done in (
        lambda: redmine.create(late),
        lambda: fresh.change(first, "In Progress", assigned_to_id=fresh.people[0]),
        lambda: fresh.change(first, project_id=late),
        lambda: fresh.change(first, "Feedback"),
        lambda: fresh.change(first, "Closed"),
        lambda: fresh.change(first, "In Progress"),
        lambda: fresh.change(second, "Closed", tracker_id=redmine.trackers["Support"]),
    ):
        done()
        polled.poll()
        assert_all_is_known(polled, redmine)


def test_changes_of_one_second_are_all_seen(fresh: Office, tmp_path: Path) -> None:
    issue = fresh.redmine.create(fresh.orders)
    polled = desk(tmp_path, fresh.redmine)
    for status in ("In Progress", "Feedback", "In Progress", "Closed", "New"):
        polled.poll()  # in the second of the change before, or of the next
        fresh.change(issue, status)
    polled.poll()
    assert_all_is_known(polled, fresh.redmine)


def test_what_is_deleted_there_is_gone_when_all_is_read(fresh: Office, tmp_path: Path) -> None:
    stays, goes = fresh.redmine.create(fresh.orders), fresh.redmine.create(fresh.orders)
    polled = desk(tmp_path, fresh.redmine)
    polled.poll()
    fresh.redmine.delete(goes)
    polled.passes(hours=7)
    polled.poll()
    assert polled.rows("cases", "number") == [(str(stays),)]
    assert_all_is_known(polled, fresh.redmine)


def test_a_key_that_is_wrong_needs_a_person_and_is_named(redmine: Redmine, tmp_path: Path) -> None:
    fault = desk(tmp_path, redmine, key="0" * 40).fault()
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.args["name"] == "desk"


def test_what_the_account_may_not_see_needs_a_person(redmine: Redmine, tmp_path: Path) -> None:
    assert isinstance(desk(tmp_path, redmine, OWNERS).fault(), NeedsPerson)


def test_a_query_that_it_does_not_understand_needs_a_person(redmine: Redmine, tmp_path: Path) -> None:
    fault = desk(tmp_path, redmine, ", cases: {open: {params: {updated_on: recently}}}").fault()
    assert isinstance(fault, NeedsPerson)
    assert "recently" not in repr((fault.fault, fault.remedy))


def test_nothing_is_kept_of_a_read_that_the_server_does_not_survive(fresh: Office, tmp_path: Path) -> None:
    redmine = fresh.redmine
    for _ in range(30):
        redmine.create(fresh.orders)
    polled = desk(tmp_path, redmine, ", cases: {paging: {size: 2}}")
    polled.poll()
    known, token = polled.known, polled.token
    redmine.create(fresh.orders)
    polled.passes(hours=7)
    faults: list[object] = []
    before = len(redmine.requests())
    reading = Thread(target=lambda: faults.append(polled.fault()))
    reading.start()
    until(lambda: any("offset" in line for line in redmine.requests()[before:]), "a page is asked for")
    redmine.server.kill()
    reading.join()
    assert isinstance(faults[0], Passing)
    assert (polled.known, polled.token) == (known, token)
    redmine.server.start()
    polled.poll()
    assert_all_is_known(polled, redmine)


def test_a_throttle_before_it_is_heeded_and_nothing_is_lost(fresh: Office, tmp_path: Path) -> None:
    for _ in range(8):
        fresh.redmine.create(fresh.orders)
    few = ", cases: {paging: {size: 2}, details: null}, events: null"
    with Throttle(tmp_path / "nginx", fresh.redmine.url, per_minute=180, burst=2) as throttle:
        polled = desk(tmp_path, fresh.redmine, few, url=throttle.url)
        polled.poll()
        assert {200, 429} == set(throttle.answered())
    assert polled.rows("cases", *CASE_COLUMNS) == cases(fresh.redmine)


@pytest.mark.slow
def test_five_thousand_cases_come_whole_while_others_are_created(fresh: Office, tmp_path: Path) -> None:
    redmine = fresh.redmine
    redmine.multiply(redmine.create(fresh.orders), 4_999)  # by SQL: by its interface it would take three minutes
    polled = desk(tmp_path, redmine, NO_HISTORY)
    with ThreadPoolExecutor(1) as beside:
        creating = beside.submit(lambda: [redmine.create(fresh.orders) for _ in range(50)])
        polled.poll()
    assert len(creating.result()) == 50
    polled.poll()
    found = polled.rows("cases", *CASE_COLUMNS)
    assert len(found) == 5_050
    assert found == cases(redmine)
