"""`wallboard check` of a source of which one resource is refused: what came of the others, and which one it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.loopback.server import loopback
from tests.test_parts_on_a_wall import DETAILS, STEPS, VISITS, Office
from tests.test_source_faults import BOARD, CASES, yaml_text

Checked = Callable[[Office], list[str]]


@pytest.fixture
def check(wallboard: Command, tmp_path: Path) -> Checked:
    """The lines of a check of an office with tickets, their histories and visits."""

    def call(office: Office) -> list[str]:
        with loopback(office) as server:
            path = tmp_path / "board.yaml"
            cases = {**CASES, "details": DETAILS}
            entry = {"type": "rest", "url": server.url, "cases": cases, "events": STEPS, "appointments": VISITS}
            path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
            ended = wallboard("check", str(path))
        return [" ".join(line.split()) for line in ended.out.splitlines()]

    return call


def test_what_came_beside_a_refused_resource_is_told_with_its_fields(check: Checked) -> None:
    office = Office()
    office.refuses["/visits"] = 403
    lines = check(office)
    begin = lines.index("read one by one:")
    cases, events, visits, end = lines[begin + 1 : begin + 5]
    assert cases == "cases 25 rows with number, queue, status, opened"
    assert events.startswith("events 25 rows with number, at")
    assert visits.startswith("! appointments: 127.0.0.1:")
    assert "forbids this" in visits
    assert end == "of this source nothing is shown until all of it was read once"


def test_histories_that_are_refused_are_refused_with_their_cases(check: Checked) -> None:
    office = Office()
    office.refuses["/tickets"] = 403
    lines = check(office)
    assert any(line.startswith("! cases and events: 127.0.0.1:") for line in lines)
    assert any(line.startswith("appointments 1 rows with id, person, start, end") for line in lines)


@pytest.mark.parametrize("refused", [{"/visits": 401, "/tickets": 401}, {"/visits": 404, "/tickets": 404}])
def test_where_nothing_comes_by_itself_nothing_more_is_said(check: Checked, refused: dict[str, int]) -> None:
    office = Office()
    office.refuses = refused
    assert "read one by one:" not in check(office)


def test_a_source_that_is_read_is_not_read_one_by_one(check: Checked) -> None:
    assert "read one by one:" not in check(Office())
