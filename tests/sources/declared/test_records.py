"""What belongs to a record: details, tables, lists within it, hooks; and answers that are errors."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, all_read, cases_with, declared, later, remarks_of
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest
from wallboard.sources.declared.shaping import unfolded
from wallboard.sources.rest import look

HISTORY = {
    "request": {"path": "/tickets/{key}/history", "params": {"page": "{page}"}},
    "records": "items",
    "paging": {"by": "page", "total": "total"},
    "into": "history",
}
AT_ONCE = {"request": {"path": "/tickets/{key}/history"}, "paging": {}}
EVENTS = {"of": "cases", "each": "history", "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"}}
MINUTE_S = 60.0
HOUR_S = 3600.0


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.special = with_history
    return desk


def with_history(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
    """A ticket's history has a step for its making and, by pages of one, one for its state."""
    if not path.endswith("/history"):
        return None
    number = int(path.split("/")[2])
    if number not in of.tickets:
        return 404, {}, None
    row = row_of(of.tickets[number])
    steps = [{"at": row["made"], "what": "opened", "to": None}]
    steps.append({"at": row["changed"], "what": "status", "to": row["status"]})
    page = int(query.get("page", 1))
    return 200, {}, {"items": steps[page - 1 : page], "total": 2}


def read_with_histories(desk: Desk, url: str, count: int) -> Reader:
    """A reader that has read a desk of so many cases, each with its history."""
    desk.make(count)
    return all_read(desk, declared(url, cases_with(details=HISTORY), events=EVENTS))


def calls_for_history(desk: Desk) -> int:
    found = sum(path.endswith("/history") for path, _ in desk.asked)
    desk.asked = []
    return found


def test_the_history_of_each_record_that_changed_is_asked_for_and_of_no_other(desk, url):
    reader = read_with_histories(desk, url, 4)
    assert reader.known is not None
    assert reader.known.frame("events").height == 8
    assert calls_for_history(desk) == 4 * 2
    desk.clock_s += 300
    reader.now_us = desk.now_us
    desk.change(2, status="closed")
    reader.poll()
    assert calls_for_history(desk) == 2
    events = reader.known.frame("events")
    assert events.height == 8
    assert events.filter(number="2")["to"].to_list() == [None, "closed"]
    desk.clock_s += 300
    reader.now_us = desk.now_us
    assert reader.poll() is None
    assert calls_for_history(desk) == 0


def test_a_case_that_changes_twice_in_one_read_has_its_history_once(desk, url):
    reader = read_with_histories(desk, url, 25)
    for number in range(1, 26):
        desk.clock_s += 1
        desk.change(number, queue="x")

    def again(of: Desk, number: int) -> None:
        of.clock_s += 1
        if number % 7 == 0:
            of.change(1, queue=f"y{number}")

    desk.before_page = again
    reader.now_us = desk.now_us
    reader.poll()
    assert reader.known is not None
    assert reader.known.frame("events").filter(number="1").height == 2


def halved(*numbers: int) -> Any:
    """A desk that gives but the first step of these tickets' histories, and counts two."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        told = with_history(of, path, query, body)
        if told is None or int(path.split("/")[2]) not in numbers or query.get("page", "1") == "1":
            return told
        return 200, {}, {"items": [], "total": 2}

    return answer


def with_steps(reader: Reader) -> dict[int, int]:
    """How many steps of each case that is known are known."""
    assert reader.known is not None
    steps = [int(number) for number in reader.known.frame("events")["number"]]
    return {number: steps.count(number) for number in reader.numbers}


def asked_of(desk: Desk) -> set[int]:
    """The tickets whose history was asked for since this was asked last."""
    found = {int(path.split("/")[2]) for path, _ in desk.asked if path.endswith("/history")}
    desk.asked = []
    return found


def test_half_a_history_is_asked_for_once_more(desk, url):
    half, asked = halved(2), list[str]()

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        asked.extend([path] if path.endswith("/history") and query.get("page", "1") == "2" else [])
        return (with_history if len(asked) > 1 else half)(of, path, query, body)

    desk.special = answer
    reader = read_with_histories(desk, url, 3)
    assert with_steps(reader) == {1: 2, 2: 2, 3: 2}
    assert remarks_of(reader) == []


def test_a_history_that_is_not_whole_is_taken_as_it_comes_and_a_remark_says_so_until_it_is(desk, url):
    desk.special = halved(2)
    reader = read_with_histories(desk, url, 3)
    assert with_steps(reader) == {1: 2, 2: 1, 3: 2}
    assert not reader.last.is_behind
    assert [(one.key, dict(one.args)) for one in reader.known.remarks] == [
        ("rest.doubt.details", {"what": "cases", "n": 1})
    ]
    for _ in range(3):
        later(desk, reader, 3600)
        desk.make()
        reader.restart()
        reader.poll_all()
        assert remarks_of(reader) == ["rest.doubt.details"]
    asked_of(desk)
    desk.change(2, status="closed")
    desk.special = with_history
    reader.poll()
    assert asked_of(desk) == {2}
    assert (with_steps(reader)[2], reader.statuses()[2]) == (2, "closed")
    assert remarks_of(reader) == []


def test_half_a_history_is_asked_for_again_while_its_case_comes_again(desk, url):
    reader = read_with_histories(desk, url, 3)
    desk.special = halved(2)
    later(desk, reader, MINUTE_S)
    desk.change(2, status="closed")
    reader.poll()
    assert with_steps(reader)[2] == 1
    desk.special = with_history
    later(desk, reader, MINUTE_S)
    asked_of(desk)
    reader.poll()
    assert asked_of(desk) == {2}, "its last change lies within the overlap of two polls"
    assert with_steps(reader)[2] == 2
    assert remarks_of(reader) == []
    later(desk, reader, MINUTE_S)
    reader.poll()
    assert asked_of(desk) == set()


def test_half_a_history_that_a_failed_read_brought_is_none_that_was_taken(desk, url):
    reader = read_with_histories(desk, url, 3)
    later(desk, reader, MINUTE_S)
    desk.change(2, status="closed")
    desk.change(3, status="closed")
    half = halved(2)
    desk.special = lambda of, path, query, body: (
        (500, {}, None) if path == "/tickets/3/history" else half(of, path, query, body)
    )
    with pytest.raises(Passing):
        reader.poll()
    desk.special = with_history
    reader.poll()
    assert with_steps(reader) == {1: 2, 2: 2, 3: 2}
    assert remarks_of(reader) == []


def test_of_half_a_history_whose_case_is_deleted_nothing_is_said_any_more(desk, url):
    desk.special = halved(2)
    reader = read_with_histories(desk, url, 30)
    assert remarks_of(reader) == ["rest.doubt.details"]
    desk.delete(2)
    later(desk, reader, 90_000)
    reader.poll_all()
    assert 2 not in reader.numbers
    later(desk, reader, MINUTE_S)
    desk.make()
    reader.poll_all()
    assert remarks_of(reader) == []


def test_where_no_history_is_ever_whole_all_are_taken_and_asked_for_once(desk, url):
    desk.special = halved(*range(1, 100))
    reader = read_with_histories(desk, url, 30)
    assert len(reader.numbers) == 30
    assert remarks_of(reader) == ["rest.doubt.details"]
    later(desk, reader, 3600)
    desk.make()
    desk.asked = []
    reader.poll()
    assert len(reader.numbers) == 31
    firsts = [path for path, query in desk.asked if path.endswith("/history") and query.get("page", "1") == "1"]
    assert firsts.count("/tickets/31/history") == 1


def test_a_case_that_is_deleted_before_the_pages_of_its_history_is_no_fault(desk, url):
    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path == "/tickets/2/history":
            of.tickets.pop(2, None)
            return 404, {}, None
        return with_history(of, path, query, body)

    desk.special = answer
    reader = read_with_histories(desk, url, 3)
    assert with_steps(reader) == {1: 2, 3: 2}
    assert remarks_of(reader) == []
    later(desk, reader, MINUTE_S)
    desk.asked = []
    reader.poll()
    later(desk, reader, MINUTE_S)
    reader.poll()
    assert remarks_of(reader) == []
    assert [path for path, _ in desk.asked if path.endswith("/history")] == []


def test_what_is_deleted_between_its_list_and_its_details_is_no_fault(desk, url):
    desk.make(3)
    single = {"request": {"path": "/tickets/{key}/history"}, "records": "items", "into": "history"}
    desk.before_page = lambda of, number: of.delete(3) if number == 2 else None
    reader = all_read(desk, declared(url, cases_with(details=single), events=EVENTS))
    assert reader.known is not None
    assert set(reader.known.frame("events")["number"]) == {"1", "2"}


def test_details_are_only_asked_for_where_they_are_needed(desk, url):
    desk.make(4)
    desk.change(2, status="closed")
    details = {**HISTORY, "only": "status == 'closed'"}
    all_read(desk, declared(url, cases_with(details=details), events=EVENTS))
    assert calls_for_history(desk) == 2


def test_a_budget_that_ends_among_the_details_loses_none_of_them(desk, url):
    desk.make(9)
    options = declared(url, cases_with(details=HISTORY | AT_ONCE), events=EVENTS, calls_per_hour=5)
    reader = Reader(options, desk.now_us)
    for _ in range(60):
        try:
            reader.poll()
        except Passing:
            reader.waited_s += HOUR_S
    assert reader.known is not None
    assert set(reader.known.frame("events")["number"]) == {str(number) for number in desk.tickets}
    assert reader.numbers == sorted(desk.tickets)


def test_lists_within_lists_are_unfolded_with_what_holds_them():
    record = {
        "id": 7,
        "journals": [{"at": 1, "details": [{"to": "a"}, {"to": "b"}]}, {"at": 2, "details": []}, {"at": 3}],
    }
    found = [
        (one["parent"]["parent"]["id"], one["parent"]["at"], one["to"])
        for one in unfolded(record, ["journals", "details"])
    ]
    assert found == [(7, 1, "a"), (7, 1, "b")]
    assert [one["value"] for one in unfolded({"tags": ["x", "y"]}, "tags")] == ["x", "y"]
    assert list(unfolded({"tags": None}, "tags")) == []
    assert list(unfolded(record, None)) == [record]


def test_a_table_tells_what_numbers_stand_for_and_is_read_again_for_one_that_is_new(desk, url):
    names = {1: "Anna", 2: "Jörg"}

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path == "/users":
            return 200, {}, {"users": [{"id": id_, "name": name} for id_, name in names.items()]}
        status, headers, found = of.page(path, query, body)
        for row in found["items"]:
            row["user"] = row["id"]
        return status, headers, found

    desk.special = answer
    desk.make(2)
    lookups = {"users": {"request": {"path": "/users"}, "records": "users", "key": "id", "value": "name"}}
    cases = cases_with(look_up={"user_name": {"in": "users", "by": "user"}})
    cases["fields"]["owner"] = "user_name"
    reader = all_read(desk, declared(url, cases, lookups=lookups))
    owners = lambda: dict(reader.known.frame("cases").select("number", "owner").iter_rows())  # noqa: E731
    assert owners() == {"1": "Anna", "2": "Jörg"}
    assert sum(path == "/users" for path, _ in desk.asked) == 1
    names[3] = "Kim"
    for _ in range(3):
        desk.clock_s += 60
        desk.make() if len(desk.tickets) < 4 else desk.change(4, queue=str(desk.clock_s))
        reader.now_us = desk.now_us
        reader.poll()
    assert owners() == {"1": "Anna", "2": "Jörg", "3": "Kim", "4": None}
    # once for 3, which is new, and once for 4, which nobody knows
    assert sum(path == "/users" for path, _ in desk.asked) == 3


NAMED = {
    "request": {"path": "/people", "params": {"page": "{page}"}},
    "records": "items",
    "paging": {"by": "page", "total": "total"},
    "key": "id",
    "value": "name",
}
NAMES = {1: "Anna", 2: "Jörg"}
A_DAY_S = 24 * 3600.0


def owned_by(url: str, desk: Desk) -> Reader:
    """A reader of cases whose owners are numbers that a table of pages has names for."""
    cases = cases_with(look_up={"owner_name": {"in": "people", "by": "id"}})
    cases["fields"]["owner"] = "owner_name"
    return Reader(declared(url, cases, lookups={"people": NAMED}), desk.now_us)


def people(*pages: list[int], total: int) -> Any:
    """A desk whose table of people has these pages, and says that it has so many rows."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path != "/people":
            return None
        page = int(query["page"])
        ids = pages[page - 1] if page <= len(pages) else []
        return 200, {}, {"items": [{"id": id_, "name": NAMES[id_]} for id_ in ids], "total": total}

    return answer


def owners_of(reader: Reader) -> dict[str, str | None]:
    assert reader.known is not None
    return dict(reader.known.frame("cases").select("number", "owner").iter_rows())


@pytest.mark.parametrize(
    ("pages", "key"), [(([1],), "rest.doubt.early"), (([1], [1], [2]), "rest.doubt.repeated")], ids=["early", "again"]
)
def test_a_table_that_may_not_be_whole_gives_no_row_a_value_and_is_read_again(desk, url, pages, key):
    desk.make(2)
    desk.special = people(*pages, total=2)
    reader = owned_by(url, desk)
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert fault.value.fault.key == key
    assert fault.value.fault.args["what"] == "people"
    assert reader.known is None
    desk.special = people([1], [2], total=2)
    reader.now_us += 60_000_000
    reader.poll_all()
    assert owners_of(reader) == {"1": "Anna", "2": "Jörg"}
    assert remarks_of(reader) == []


def test_a_table_that_is_never_whole_is_taken_in_the_end_and_a_remark_says_so_until_it_is(desk, url):
    desk.make(2)
    desk.special = people([1], total=9)
    reader = owned_by(url, desk)
    for _ in range(2):
        with pytest.raises(Passing):
            reader.poll()
        reader.now_us += 60_000_000
    reader.poll_all()
    assert owners_of(reader) == {"1": "Anna", "2": None}
    assert remarks_of(reader) == ["rest.doubt.early"]
    for is_restarted in (True, False):
        if is_restarted:
            reader.restart()
        desk.clock_s += A_DAY_S
        reader.now_us = desk.now_us
        desk.make()
        reader.poll_all()
        assert remarks_of(reader) == ["rest.doubt.early"]
    desk.special = people([1], [2], total=2)
    desk.clock_s += 2 * A_DAY_S
    reader.now_us = desk.now_us
    desk.change(2)
    reader.poll_all()
    assert remarks_of(reader) == []
    assert owners_of(reader)["2"] == "Jörg"


def test_items_of_a_list_within_a_record_get_values_from_tables_and_only_those_that_count(desk, url):
    desk.make(2)
    states = [{"id": 1, "name": "New"}, {"id": 2, "name": "Done"}]
    steps = [{"at": "2026-11-02T08:00:30Z", "field": field, "to": to} for field, to in (("s", 1), ("x", 2), ("s", 2))]

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path == "/states":
            return 200, {}, states
        return (200, {}, {"items": steps}) if path.endswith("/history") else None

    desk.special = answer
    single = {"request": {"path": "/tickets/{key}/history"}, "records": "items", "into": "history"}
    events = {
        "of": "cases",
        "each": "history",
        "only": "field == 's'",
        "look_up": {"state": {"in": "states", "by": "to"}},
        "fields": {"number": "parent.id", "at": "at", "status": "state"},
    }
    lookups = {"states": {"request": {"path": "/states"}, "key": "id", "value": "name"}}
    reader = all_read(desk, declared(url, cases_with(details=single), events=events, lookups=lookups))
    assert reader.known is not None
    assert reader.known.frame("events").filter(number="1")["to"].to_list() == ["New", "Done"]


def test_a_hook_turns_a_record_into_others(desk, url):
    desk.make(2)
    options = declared(url).model_copy(update={"hook": f"{__name__}:doubled"})
    reader = all_read(desk, options)
    assert reader.numbers == [1, 2, 1001, 1002]


def doubled(resource: str, record: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Each case, and another."""
    assert resource == "cases"
    return record, {**record, "id": record["id"] + 1000}


@pytest.mark.parametrize(("means", "kind"), [("sign-in", NeedsPerson), ("refused", NeedsPerson), ("busy", Passing)])
def test_an_error_in_a_good_answer_is_what_the_declaration_says(desk, url, means, kind):
    desk.special = lambda *_: (200, {}, {"error": {"name": "AccessDenied"}, "items": []})
    errors = [{"when": "error.name == 'AccessDenied'", "means": means}]
    with pytest.raises(kind):
        Reader(declared(url, errors=errors), desk.now_us).poll()


def test_an_error_with_a_status_of_its_own_is_what_the_declaration_says(desk, url):
    desk.special = lambda *_: (403, {}, [{"errorCode": "REQUEST_LIMIT_EXCEEDED"}])
    errors = [{"status": 403, "when": "[0].errorCode == 'REQUEST_LIMIT_EXCEEDED'", "means": "busy"}]
    with pytest.raises(Passing):
        Reader(declared(url, errors=errors), desk.now_us).poll()
    desk.special = lambda *_: (403, {}, [{"errorCode": "INSUFFICIENT_ACCESS"}])
    with pytest.raises(NeedsPerson):
        Reader(declared(url, errors=errors), desk.now_us).poll()


def test_events_of_their_own_come_beside_those_that_are_known(desk, url):
    desk.make(12)
    events = {
        "request": {"path": "/tickets", "params": {"limit": "{limit}", "page": "{page}", "since": "{since|iso_z}"}},
        "records": "items",
        "key": "join('-', [to_string(id), changed])",
        "paging": {"by": "page", "total": "total"},
        "changes": {"field": "changed"},
        "since": {},
        "fields": {"number": "id", "at": "changed", "status": "status"},
    }
    desk.special = lambda *_: None
    reader = all_read(desk, declared(url, None, events=events))
    desk.clock_s += 300
    desk.change(3, status="closed")
    reader.now_us = desk.now_us
    batch = reader.poll()
    assert batch is not None
    assert batch.adds == {"events"}
    assert reader.known is not None
    assert reader.known.frame("events").filter(number="3")["to"].to_list() == ["open", "closed"]
    assert reader.known.frame("events").height == 13


def test_leave_is_read_whole_and_comes_for_all_when_any_of_it_changes(desk, url):
    leave = [
        {"who": "Anna", "from": "2026-11-02"},
        {"who": "Anna", "from": "2026-11-09"},
        {"who": "Kim", "from": "2026-11-03"},
    ]
    desk.special = lambda *_: (200, {}, leave)
    absences = {"request": {"path": "/leave"}, "fields": {"person": "who", "start": "from"}}
    options = declared(url, None, absences=absences).model_copy(update={"cases": None})
    reader = Reader(options, desk.now_us)
    reader.poll()
    assert reader.known is not None
    assert reader.known.frame("absences")["person"].to_list() == ["Anna", "Anna", "Kim"]
    assert reader.poll() is None
    leave.pop(1)
    reader.poll()
    assert reader.known.frame("absences")["person"].to_list() == ["Anna", "Kim"]
    leave.pop(0)
    reader.poll()
    assert reader.known.frame("absences")["person"].to_list() == ["Kim"]


def test_a_look_tells_the_systems_own_count_and_samples(desk, url):
    desk.make(25, status="closed")
    desk.make(3)
    desk.clock_s += 20 * 7 * 86_400
    desk.make(12)
    reader = all_read(desk, declared(url))
    seen = look(reader.options, ReadRequest("desk", Path(), desk.now_us, "Europe/London", kept=reader.kept))
    (cases,) = seen.resources
    assert cases.total == len(reader.numbers) == 15
    assert cases.samples["queue"] == ("Front",)
    assert seen.reached is not None
    assert seen.reached.startswith("127.0.0.1")
    assert seen.signed_in_as is None
    assert seen.calls == len(desk.asked)


def test_a_look_at_a_server_that_takes_a_question_for_an_expired_mark_counts_nothing(desk, url):
    desk.make(3)
    errors = [{"status": 410, "when": "gone", "means": "expired"}]
    reader = all_read(desk, declared(url, errors=errors))
    desk.special = lambda *_: (410, {}, {"gone": True})
    seen = look(reader.options, ReadRequest("desk", Path(), desk.now_us, "Europe/London", kept=reader.kept))
    assert [one.total for one in seen.resources] == [None]
