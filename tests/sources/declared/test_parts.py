"""One resource that is refused: those that do not hang together with it come, and the source says what does not."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import EPOCH, Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, bounded, cases_with, declared, later_on
from wallboard.core.local_time import DAY_US
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault

BOOKED = {
    "request": {"path": "/visits", "params": {"until": "{until|iso_z}"}},
    "records": "items",
    "ahead": "7d",
    "fields": {"id": "id", "person": "who", "start": "at", "end": "at", "state": "state"},
}
STEPS = {
    "request": {"path": "/steps"},
    "records": "items",
    "fields": {"number": "ticket", "at": "at", "kind": "what", "to": "to"},
}
FORBIDDEN: Answer = (403, {}, None)
MINUTE_S, DAY_S = 60.0, 24 * 3600.0


class Office(Desk):
    """A desk with visits and steps beside its tickets, and what it answers in the place of each."""

    refuses: dict[str, Answer]
    visits = 1
    state = "booked"

    def answer(self, of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path in self.refuses:
            return self.refuses[path]
        at = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ")
        if path == "/visits":
            made = {"who": "Amira", "at": at, "state": self.state}
            rows = [{"id": number + 1, **made} for number in range(self.visits)]
            first = 10 * (int(query.get("page", 1)) - 1)
            return 200, {}, {"items": rows[first : first + 10] if "page" in query else rows}
        if path == "/steps":
            told = [(one.id, one.status) for one in of.tickets.values()]
            steps = [{"ticket": number, "at": at, "what": "status", "to": status} for number, status in told]
            return 200, {}, {"items": steps}
        return None


@pytest.fixture
def desk() -> Office:
    office = Office(most=10)
    office.refuses = {}
    office.special = office.answer
    return office


def read_once(desk: Office, url: str) -> Reader:
    """Three cases, their steps and a visit, all of them read."""
    desk.make(3)
    reader = all_read(desk, declared(url, cases_with(), events=STEPS, appointments=BOOKED))
    assert (reader.numbers, visits(reader), reader.last.is_complete) == ([1, 2, 3], 1, True)
    return reader


def fault_of(reader: Reader) -> SourceFault:
    with pytest.raises(SourceFault) as fault:
        reader.poll()
    return fault.value


def visits(reader: Reader) -> int:
    assert reader.known is not None
    return reader.known.frame("appointments").height


def told_of(reader: Reader) -> dict[int, str]:
    """The last status that the steps of each case tell."""
    assert reader.known is not None
    return {int(number): to for number, to in reader.known.frame("events").select("number", "to").iter_rows()}


@pytest.mark.parametrize(
    ("answer", "kind", "key"),
    [
        (FORBIDDEN, NeedsPerson, "web.forbidden"),
        ((404, {}, None), NeedsPerson, "web.missing"),
        ((200, {}, {"data": []}), NeedsPerson, "rest.no-list"),
        ((500, {}, None), Passing, "web.down"),
    ],
    ids=["403", "404", "no list", "500"],
)
def test_cases_and_their_steps_come_while_appointments_are_refused(desk, url, answer, kind, key):
    reader = read_once(desk, url)
    as_of_us = reader.known.as_of_us
    desk.refuses["/visits"] = answer
    for number in (1, 2, 3):
        later_on(desk, reader)
        desk.change(number, status="closed")
        fault = fault_of(reader)
        assert type(fault) is kind
        assert (fault.fault.key, fault.fault.args["what"]) == ("rest.aside", "appointments")
        assert fault.fault.args["fault"].key == key
        assert (fault.remedy == words("rest.aside.remedy")) == (key in ("web.forbidden", "web.missing"))
        assert fault.batch.is_behind
        assert (reader.statuses()[number], told_of(reader)[number]) == ("closed", "closed")
        assert (visits(reader), reader.known.as_of_us) == (1, as_of_us)
    desk.refuses, desk.visits = {}, 2
    later_on(desk, reader, 20 * MINUTE_S)
    reader.poll()
    assert (visits(reader), reader.last.is_complete, reader.known.as_of_us) == (2, True, reader.now_us)


def test_appointments_come_while_steps_are_refused_and_no_case_without_its_steps(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/steps"] = FORBIDDEN
    desk.visits = 2
    later_on(desk, reader)
    desk.change(1, status="closed")
    assert fault_of(reader).fault.args["what"] == "cases, events"
    assert (reader.statuses()[1], told_of(reader)[1], visits(reader)) == ("open", "open", 2)
    later_on(desk, reader)
    desk.delete(2)
    desk.make()
    assert fault_of(reader).fault.args["what"] == "cases, events"
    assert (reader.numbers, sorted(told_of(reader))) == ([1, 2, 3], [1, 2, 3])
    desk.refuses = {}
    later_on(desk, reader, 20 * MINUTE_S)
    reader.poll_all()
    assert (reader.statuses()[1], told_of(reader)[1]) == ("closed", "closed")
    assert len(reader.numbers) > 3


def test_a_doubt_of_a_part_that_is_refused_keeps_no_other_from_being_known(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/steps"] = FORBIDDEN
    desk.total_said = lambda total: total + 50
    desk.visits = 2
    later_on(desk, reader)
    desk.change(1, status="closed")
    fault = fault_of(reader)
    assert (fault.fault.args["what"], fault.batch.is_cut_short, visits(reader)) == ("cases, events", False, 2)


def test_while_one_part_is_refused_nothing_of_it_is_taken_for_deleted(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/steps"] = FORBIDDEN
    desk.delete(2)
    later_on(desk, reader, 2 * DAY_S)
    fault_of(reader)
    assert (reader.numbers, sorted(told_of(reader))) == ([1, 2, 3], [1, 2, 3])
    assert "status" not in str(desk.asked), "what is open is not read again either"


def test_a_part_that_is_refused_is_asked_for_ever_later_and_said_with_every_poll(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/visits"] = FORBIDDEN
    asked = []
    for minute in range(40):
        later_on(desk, reader)
        assert fault_of(reader).fault.key == "rest.aside"
        asked += [minute] * sum(path == "/visits" for path, _ in desk.asked)
    assert asked == [0, 1, 2, 5, 12, 27]


def test_after_a_restart_the_other_parts_come_as_before(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/visits"] = FORBIDDEN
    later_on(desk, reader)
    fault_of(reader)
    reader.restart()
    later_on(desk, reader)
    desk.change(2, status="closed")
    assert fault_of(reader).fault.key == "rest.aside"
    assert (reader.statuses()[2], visits(reader)) == ("closed", 1)


def test_what_was_not_read_is_of_no_later_day_than_when_it_was(desk, url):
    reader = read_once(desk, url)
    until_us = reader.known.reach_us[1]
    desk.refuses["/visits"] = FORBIDDEN
    later_on(desk, reader, 3 * DAY_S)
    fault_of(reader)
    assert reader.known.reach_us[1] == until_us
    desk.refuses = {}
    later_on(desk, reader, 20 * MINUTE_S)
    reader.poll()
    assert reader.known.reach_us[1] == until_us + 3 * DAY_US


def test_days_are_there_of_a_list_that_is_longer_than_a_read_once_it_has_come_to_its_end(desk, url):
    desk.make(3)
    paged = {**BOOKED, "request": {"path": "/visits", "params": {"until": "{until|iso_z}", "page": "{page}"}}}
    paged["paging"] = {"by": "page", "size": 1}
    desk.visits = 40
    reader = bounded(Reader(declared(url, cases_with(), appointments=paged), desk.now_us), records=30)
    reader.poll_all()
    until_us = reader.known.reach_us[1]
    later_on(desk, reader, 3 * DAY_S)
    desk.state = "cancelled"
    reader.poll()
    assert (reader.last.has_more, reader.known.reach_us[1]) == (True, until_us)
    reader.poll_all()
    assert reader.known.reach_us[1] == until_us + 3 * DAY_US


@pytest.mark.parametrize("answer", [FORBIDDEN, (500, {}, None)], ids=["403", "500"])
def test_where_every_part_is_refused_the_read_fails_as_a_whole(desk, url, answer):
    reader = read_once(desk, url)
    desk.refuses = dict.fromkeys(("/tickets", "/visits"), answer)
    for _ in range(4):
        later_on(desk, reader)
        fault = fault_of(reader)
        assert (fault.fault.key, fault.batch) == ("web.down" if answer[0] == 500 else "web.forbidden", None)
        assert {path for path, _ in desk.asked} == {"/tickets", "/visits"}


def test_a_refused_sign_in_is_of_the_whole_source(desk, url):
    reader = read_once(desk, url)
    desk.refuses["/visits"] = (401, {}, None)
    later_on(desk, reader)
    desk.change(1, status="closed")
    assert fault_of(reader).batch is None
    assert reader.statuses()[1] == "open"


@pytest.mark.parametrize("answer", [(429, {}, None), (503, {"Retry-After": "600"}, None)], ids=["429", "503"])
def test_a_wish_to_be_left_alone_is_of_the_whole_source_which_is_no_younger_for_what_came_before(desk, url, answer):
    reader = read_once(desk, url)
    desk.refuses["/visits"] = answer
    later_on(desk, reader)
    desk.change(1, status="closed")
    fault = fault_of(reader)
    assert fault.fault.key in ("web.busy", "web.down")
    assert fault.batch is not None
    assert fault.batch.is_behind
    assert reader.statuses()[1] == "closed"


def test_a_part_that_was_never_read_fails_the_whole_source(desk, url):
    desk.make(3)
    desk.refuses["/visits"] = FORBIDDEN
    reader = Reader(declared(url, cases_with(), events=STEPS, appointments=BOOKED), desk.now_us)
    for _ in range(3):
        fault = fault_of(reader)
        assert (fault.fault.key, fault.batch) == ("web.forbidden", None)
        later_on(desk, reader)
    assert reader.known is None


def test_a_source_of_one_part_fails_as_a_whole(desk, url):
    desk.make(3)
    reader = all_read(desk, declared(url, cases_with(), events=STEPS))
    desk.refuses["/steps"] = FORBIDDEN
    later_on(desk, reader)
    fault = fault_of(reader)
    assert (fault.fault.key, fault.batch) == ("web.forbidden", None)
