"""`wallboard check` leads from a fault of a declared source to the line of the resource, and of the key in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.loopback import behaviour as does
from tests.loopback.server import Behaviour, loopback
from tests.loopback.tickets import tickets

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
statuses: {open: [open]}
sources:
  desk:
    type: rest
    url: URL/api
    cases:
      request: {path: /tickets}
      records: items
      details:
        request: {path: "/tickets/{key}/steps"}
        into: steps
      fields:
        number: id
        status: status
        queue: queue
        opened: made
    appointments:
      request: {path: /visits}
      records: items
      fields:
        id: id
        person: who
        start: from
        end: until
pages:
  - title: One
    panels: [{type: open-cases, across: queue, place: [0, 0, 12, 8]}]
"""
VISIT = {"id": 1, "who": "Amira", "from": "2026-11-23T09:00:00Z", "until": "2026-11-23T10:00:00Z"}
WELL: dict[str, Behaviour] = {
    "/api/tickets": does.says({"items": tickets(2)}),
    "/api/tickets/1/steps": does.says([]),
    "/api/tickets/2/steps": does.says([]),
    "/api/visits": does.says({"items": [VISIT]}),
}
Lines = Callable[[dict[str, Behaviour]], list[str]]


@pytest.fixture
def seen(wallboard: Command, tmp_path: Path) -> Lines:
    """The lines of the board to which a check leads, when its server does otherwise at some paths."""

    def call(badly: dict[str, Behaviour]) -> list[str]:
        with loopback(does.by_path(WELL | badly)) as server:
            path = tmp_path / "board.yaml"
            path.write_text(BOARD.replace("URL", server.url))
            ended = wallboard("check", str(path))
        found = [line.strip() for line in ended.out.splitlines() if line.strip().startswith("see ")]
        begin = f"see {path}:"
        return [BOARD.splitlines()[int(line.removeprefix(begin)) - 1].strip() for line in found]

    return call


NO_LIST = does.says({"rows": []})
MISSING = does.answers(status=404)
NO_TIMES = [{**VISIT, "id": number, "from": "soon"} for number in range(3)]


def test_a_good_source_leads_nowhere(seen: Lines) -> None:
    assert seen({}) == []


@pytest.mark.parametrize(
    ("path", "badly", "line"),
    [
        ("/api/tickets", NO_LIST, "records: items"),
        ("/api/tickets", MISSING, "request: {path: /tickets}"),
        ("/api/visits", MISSING, "request: {path: /visits}"),
        ("/api/visits", does.says({"items": NO_TIMES}), "start: from"),
        ("/api/visits", does.says({"items": [1, 2]}), "fields:"),
    ],
)
def test_a_fault_of_a_resource_leads_to_its_key(seen: Lines, path: str, badly: Behaviour, line: str) -> None:
    assert seen({path: badly}) == [line]


def test_of_two_resources_with_the_same_key_the_right_one_is_shown(wallboard: Command, tmp_path: Path) -> None:
    with loopback(does.by_path(WELL | {"/api/visits": NO_LIST})) as server:
        path = tmp_path / "board.yaml"
        path.write_text(BOARD.replace("URL", server.url))
        ended = wallboard("check", str(path))
    number = BOARD.splitlines().index("      request: {path: /visits}") + 2
    assert f"\n    see {path}:{number}\n" in ended.out


def test_details_that_are_refused_for_all_lead_to_their_request(seen: Lines) -> None:
    refused = {f"/api/tickets/{number}/steps": does.answers(status=403) for number in (1, 2)}
    assert seen(refused) == ['request: {path: "/tickets/{key}/steps"}']


@pytest.mark.parametrize(
    ("answer", "line"),
    [(does.says("soon"), "details:"), (does.says([], status=206), 'request: {path: "/tickets/{key}/steps"}')],
    ids=["nothing", "a part"],
)
def test_answers_that_are_no_details_lead_to_the_details(seen: Lines, answer: Behaviour, line: str) -> None:
    assert seen({f"/api/tickets/{number}/steps": answer for number in (1, 2)}) == [line]
