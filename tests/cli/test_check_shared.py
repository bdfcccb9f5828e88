"""`wallboard check` says of which two sources cases have the same numbers, which count twice unless they are joined."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.still import write_still

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
statuses: {open: [open]}
sources:
SOURCES
pages: [{title: One, panels: [{type: open-cases, place: [0, 0, 12, 8]}]}]
"""
FIELDS = "number: no, status: status, opened: made"

Checked = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def check(wallboard: Command, tmp_path: Path) -> Checked:
    """The exit code and the lines that say what two sources share, of sources with cases of such numbers."""

    def call(fields: str = FIELDS, **numbers: range) -> tuple[int, list[str]]:
        entries = []
        for name, some in numbers.items():
            rows = "".join(f"{number},open,2026-11-02 09:00\n" for number in some)
            write_still(tmp_path / f"{name}.csv", f"no,status,made\n{rows}")
            own = fields if name == "desk" else FIELDS
            entries.append(f"  {name}: {{type: file, cases: {{path: {name}.csv, fields: {{{own}}}}}}}")
        path = tmp_path / "board.yaml"
        path.write_text(BOARD.replace("SOURCES", "\n".join(entries)))
        ended = wallboard("check", str(path))
        assert "read completely" in ended.out
        return ended.code, [
            line.strip() for line in ended.out.splitlines() if " share " in line or line.startswith("pairs of")
        ]

    return call


IF_SAME = "if they are the same cases, map `shared_key` to what `number` has, in one of the two"


def test_numbers_that_two_sources_share_are_counted_and_are_no_shortcoming(check: Checked) -> None:
    apart, none = check(desk=range(1, 20), erp=range(20, 40))
    assert none == []
    code, lines = check(desk=range(1, 20), erp=range(15, 40))
    assert lines == [f"desk and erp share 5 numbers of cases (15, 16, 17 …), and each counts twice: {IF_SAME}"]
    assert code == apart
    _, lines = check(desk=range(1, 20), erp=range(19, 40))
    assert lines == [f"desk and erp share the number of a case (19), and it counts twice: {IF_SAME}"]


def test_cases_that_are_joined_are_not_named(check: Checked) -> None:
    assert check(f"{FIELDS}, shared_key: no", desk=range(1, 20), erp=range(15, 40))[1] == []


def test_of_many_sources_those_two_that_share_most_come_first(check: Checked) -> None:
    _, lines = check(desk=range(1, 10), erp=range(2, 10), crm=range(8, 10), shop=range(7, 10))
    assert [line.partition(" numbers")[0] for line in lines] == [
        "desk and erp share 8",
        "desk and shop share 3",
        "erp and shop share 3",
        "desk and crm share 2",
        "erp and crm share 2",
        "pairs of sources that share",
    ]
    assert lines[-1].endswith(" beside these: 1")
