"""`wallboard check` of a source of which one resource is refused: what came of the others, and which one it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.loopback.server import loopback
from tests.test_parts_on_a_wall import DETAILS, STEPS, VISITS, Office
from tests.test_source_faults import BOARD, CASES, yaml_text

Checked = Callable[..., list[str]]
LEAVE = {"request": {"path": "/visits"}, "records": "items", "fields": {"person": "who", "start": "from"}}
CALLS = {
    "request": {"path": "/visits"},
    "records": "items",
    "fields": {"number": "id", "at": "from"},
}


@pytest.fixture
def check(wallboard: Command, tmp_path: Path) -> Checked:
    """The lines of a check of an office with tickets, their histories and visits."""

    def call(office: Office, **more: Any) -> list[str]:
        with loopback(office) as server:
            path = tmp_path / "board.yaml"
            cases = {**CASES, "details": DETAILS}
            own = more or {"events": STEPS, "appointments": VISITS}
            entry = {"type": "rest", "url": server.url, "cases": cases, **own}
            path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
            ended = wallboard("check", str(path))
        return [" ".join(line.split()) for line in ended.out.splitlines()]

    return call


def test_what_came_beside_a_refused_resource_is_told_with_its_fields(check: Checked) -> None:
    office = Office()
    office.refuses["/visits"] = 403
    lines = check(office)
    begin = lines.index("read one by one:")
    cases, events, visits, end, ways = lines[begin + 1 : begin + 6]
    assert cases == "cases 25 rows with number, queue, status, opened"
    assert events.startswith("events 25 rows with number, at")
    assert visits.startswith("! appointments: 127.0.0.1:")
    assert "forbids this" in visits
    assert end == "of this source nothing is shown until all of it was read once"
    assert ways == (
        "ways out: let the account that signs in read it, or sign in with another; or leave it out of the source; or "
        "give it a source of its own"
    )


def test_what_comes_together_with_others_gets_no_source_of_its_own(check: Checked) -> None:
    office = Office()
    office.refuses = {"/visits": 422}
    lines = check(office, activities=CALLS, appointments=VISITS | {"request": {"path": "/diary"}})
    assert "ways out: correct what is said above; or leave it out of the source" in lines


def test_a_resource_of_a_preset_is_left_out_by_saying_that_it_is_none(wallboard: Command, tmp_path: Path) -> None:
    office = Office()
    office.refuses["/visits"] = 404
    with loopback(office) as server:
        path = tmp_path / "board.yaml"
        request = {"path": "/tickets", "params": None}
        fields = CASES["fields"] | {"owner": None, "priority": None}
        cases = CASES | {"request": request, "paging": None, "fields": fields}
        own = {"cases": cases, "events": None, "activities": None, "absences": LEAVE, "sign_in": {"how": "none"}}
        entry = {"type": "rest", "preset": "django-helpdesk", "url": server.url, **own}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
        ended = wallboard("check", str(path))
    assert "or leave it out (`absences: null` beside `preset`); or give it a source of its own" in ended.out


def test_histories_that_are_refused_are_refused_with_their_cases(check: Checked) -> None:
    office = Office()
    office.refuses["/tickets"] = 403
    lines = check(office)
    assert any(line.startswith("! cases and events: 127.0.0.1:") for line in lines)
    assert any(line.startswith("appointments 1 row with id, person, start, end") for line in lines)


@pytest.mark.parametrize("refused", [{"/visits": 401, "/tickets": 401}, {"/visits": 404, "/tickets": 404}])
def test_where_nothing_comes_by_itself_nothing_more_is_said(check: Checked, refused: dict[str, int]) -> None:
    office = Office()
    office.refuses = refused
    assert "read one by one:" not in check(office)


def test_a_source_that_is_read_is_not_read_one_by_one(check: Checked) -> None:
    assert "read one by one:" not in check(Office())
