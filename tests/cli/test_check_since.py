"""`wallboard check` asks once as later polls ask for changes, and says what came of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.loopback import behaviour as does
from tests.loopback.server import Asked, Behaviour, Wire, loopback
from tests.loopback.tickets import Row, tickets

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
statuses: {open: [open]}
sources:
  desk:
    type: rest
    url: URL
    MORE
    cases:
      request: {path: /tickets}
      records: items
      changes: {field: changed, is_ordered: ORDERED}
      since: {params: {after: "{since|iso_z}"}}
      fields: {number: id, status: status, opened: made}
pages: [{title: One, panels: [{type: open-cases, place: [0, 0, 12, 8]}]}]
"""
OLD = [{**row, "changed": row["made"].replace("2026", "2025")} for row in tickets(25)]

Checked = Callable[..., list[str]]


def of_changes(behave: Behaviour) -> Behaviour:
    """A server that answers so to who asks for changes, and gives all rows to others."""

    def chosen(asked: Asked, wire: Wire) -> None:
        (behave if "after" in dict(asked.params) else does.says({"items": OLD}))(asked, wire)

    return chosen


def rows(count: int, age: timedelta) -> list[Row]:
    changed = (datetime.now(UTC) - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [{**row, "changed": changed} for row in tickets(count)]


@pytest.fixture
def check(wallboard: Command, tmp_path: Path) -> Checked:
    """The lines of a check that are of changes, those below them, and the addresses that were asked for."""

    def call(behave: Behaviour, more: str = "time_zone: UTC", *, is_ordered: bool = False) -> list[Any]:
        with loopback(of_changes(behave)) as server:
            path = tmp_path / "board.yaml"
            text = BOARD.replace("URL", server.url).replace("MORE", more)
            path.write_text(text.replace("ORDERED", str(is_ordered).lower()))
            ended = wallboard("check", str(path))
            asked, host = [dict(one.params).get("after", "") for one in server.asked], server.url[len("http://") :]
        told = ended.out.replace(str(path), "board.yaml").replace(host, "HOST")
        lines = [line.strip() for line in told.partition("reached ")[2].partition("read completely")[0].splitlines()]
        return [lines[1:-1], asked]

    return call


def test_rows_that_come_are_counted_and_a_day_is_asked_for_by_one_page(check: Checked) -> None:
    lines, asked = check(does.says({"items": rows(3, timedelta(hours=2))}))
    assert lines == ["Of cases, asked for the last 24 hours as later polls ask, 3 rows came on the first page."]
    whole, since = asked
    assert not whole
    age = datetime.now(UTC) - datetime.fromisoformat(since)
    assert timedelta(hours=23) < age < timedelta(hours=25)


def test_a_request_that_is_not_heeded_is_told_before_the_order_of_its_rows(check: Checked) -> None:
    """To say that they come in none would have the whole list read at each poll."""
    some = [rows(1, timedelta(days=days))[0] for days in (0, 3, 90, 1, 60, 40, 30)]
    lines, _ = check(does.says({"items": [{**row, "id": n} for n, row in enumerate(some)]}), is_ordered=True)
    assert "rows come that changed long before what was asked for" in lines[0]


def test_dates_alone_and_zones_are_no_sign_of_a_request_that_is_not_heeded(check: Checked) -> None:
    lines, _ = check(does.says({"items": rows(1, timedelta(days=3))}))
    assert lines == ["Of cases, asked for the last 24 hours as later polls ask, 1 row came on the first page."]


REFUSED = "! Of cases, what has changed is not to be had as later polls ask for it: {} "
REMEDY = "Look whether `since` is as the system wants it."


@pytest.mark.parametrize(
    ("behave", "why", "detail"),
    [
        (does.answers(b"{}", status=400), "HOST cannot take the request (400).", "At /tickets"),
        (
            does.says({"found": []}),
            "The answer of HOST has no list where cases should be.",
            "At its top: found (a list)",
        ),
    ],
)
def test_a_refusal_falls_short_and_leads_to_its_line(check: Checked, behave: Behaviour, why: str, detail: str) -> None:
    lines, asked = check(behave)
    assert lines == [REFUSED.format(why) + REMEDY, "see board.yaml:14", detail]
    assert len(asked) == 2


def _once_amiss() -> Behaviour:
    faults = iter([does.answers(status=500)])

    def chosen(asked: Asked, wire: Wire) -> None:
        next(faults, does.says({"items": []}))(asked, wire)

    return chosen


def test_a_server_that_falls_over_the_request_twice_falls_short(check: Checked) -> None:
    lines, asked = check(does.answers(status=500))
    why = "HOST has trouble of its own (500)."
    assert lines == [REFUSED.format(why) + REMEDY, "see board.yaml:14", "At /tickets"]
    assert len(asked) == 3


def test_a_server_that_falls_over_it_once_does_not(check: Checked) -> None:
    lines, asked = check(_once_amiss())
    assert lines == ["Of cases, asked for the last 24 hours as later polls ask, 0 rows came on the first page."]
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (does.answers(status=429), "HOST asks to be called less often."),
        (does.answers(status=429, headers=[("Retry-After", "60")]), "HOST asks to be called less often."),
        (does.answers(status=503), "HOST has trouble of its own (503)."),
        (does.closes, "HOST broke off before its answer was complete."),
    ],
    ids=["429", "429 with a wait", "503", "broken off"],
)
def test_what_passes_by_itself_blames_no_line(check: Checked, behave: Behaviour, why: str) -> None:
    lines, _ = check(behave)
    assert lines == [f"Of cases, it is not known whether changes come as later polls ask for them: {why}"]


def test_a_server_that_gives_all_rows_all_the_same_does_not_heed_it(check: Checked) -> None:
    lines, _ = check(does.says({"items": OLD}), is_ordered=True)
    assert lines == [
        "! Of cases, rows come that changed long before what was asked for.",
        "see board.yaml:14",
        "Look whether the system knows what `since` asks by.",
    ]


def test_rows_out_of_the_order_that_was_declared_fall_short_before_the_wall_fails_by_it(check: Checked) -> None:
    some = [rows(1, timedelta(hours=hours))[0] for hours in (2, 9, 1, 8, 3, 7)]
    told = {"items": [{**row, "id": number} for number, row in enumerate(some)]}
    lines, _ = check(does.says(told), is_ordered=True)
    assert lines == [
        "! Of cases, rows do not come with the least lately changed first, as the declaration says.",
        "see board.yaml:13",
        "Have it ask for them in that order, or say `is_ordered: false` under `changes`.",
    ]
    lines, _ = check(does.says(told))
    assert lines == ["Of cases, asked for the last 24 hours as later polls ask, 6 rows came on the first page."]


@pytest.mark.parametrize("is_ordered", [True, False], ids=["old after the first", "old in any order"])
def test_old_rows_that_the_wall_reads_well_are_no_shortcoming(check: Checked, is_ordered: bool) -> None:
    fresh, old = rows(1, timedelta(hours=2)), OLD[1:2]
    lines, _ = check(does.says({"items": fresh + old if is_ordered else old + fresh}), is_ordered=is_ordered)
    assert lines == ["Of cases, asked for the last 24 hours as later polls ask, 2 rows came on the first page."]


def test_nothing_is_asked_once_the_calls_are_used_up(check: Checked) -> None:
    lines, asked = check(does.says({"items": []}), "budgets: [{header: Left, floor: 5, pattern: '(?P<left>.+)'}]")
    assert len(asked) == 2
    assert lines[0].startswith("Of cases, asked for the last 24 hours as later polls ask, 0 rows")
    lines, asked = check(does.says({"items": []}), "calls_per_hour: 1")
    assert asked == [""]
    assert lines[0] == ("Of cases, it was not tried to ask for changes, as later polls do: no calls are left for now.")
