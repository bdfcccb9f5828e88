"""Boards on databases: what `report` says equals SQL that was written by hand."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import READER, PostgreSQL
from wallboard.__main__ import main

AT: Final = "2026-03-18T12:00:00+00:00"
NOW_S: Final = round(datetime.fromisoformat(AT).timestamp())
MIDNIGHT_S: Final = NOW_S - 12 * 3600
HOURS: Final = {"Order": 6, "Quote": 24, "Return": 60}
TABLE: Final = "CREATE TABLE cases (no integer, kind varchar(20), state varchar(20), opened_s bigint, closed_s bigint)"
# The calendar never shuts, so that work hours are hours and a target is reached when it would be by any clock.
BOARD: Final = {
    "version": 1,
    "organisation": {"name": "Northwind", "time_zone": "UTC", "calendar": "always"},
    "calendars": {"always": {"hours": {"mon-sun": ["00:00-24:00"]}}},
    "types": list(HOURS),
    "statuses": {"open": ["Open"], "closed": ["Closed"]},
    "targets": [{"type": kind, "hours": hours} for kind, hours in HOURS.items()],
    "pages": [
        {
            "title": "P",
            "panels": [
                {"type": "open-cases", "title": "Open", "place": [0, 0, 6, 8], "across": "type"},
                {"type": "on-time", "title": "On time", "place": [6, 0, 6, 4]},
                {"type": "in-and-out", "title": "Today", "place": [6, 4, 6, 4]},
            ],
        }
    ],
}
CASES: Final = {
    "query": "SELECT no, kind, state, opened_s, closed_s FROM cases",
    "fields": {
        "number": "no",
        "type": "kind",
        "status": "state",
        "opened": {"column": "opened_s", "format": "epoch_s"},
        "closed": {"column": "closed_s", "format": "epoch_s"},
    },
}
EVENTS: Final = {
    "query": "SELECT no, opened_s AS at_s, 'Open' AS state FROM cases "
    "UNION ALL SELECT no, closed_s, 'Closed' FROM cases WHERE closed_s IS NOT NULL",
    "fields": {"number": "no", "at": {"column": "at_s", "format": "epoch_s"}, "status": "state"},
}
_TARGETS: Final = " ".join(f"WHEN '{kind}' THEN {hours * 3600}" for kind, hours in HOURS.items())
TARGET_S: Final = f"CASE kind {_TARGETS} END"
FELL_DUE: Final = f"opened_s + {TARGET_S} BETWEEN {MIDNIGHT_S - 4 * 86400} AND {NOW_S}"

Rows = Callable[[str], list[tuple[Any, ...]]]


def made() -> list[str]:
    """Statements that put two thousand cases of six weeks into a database."""
    chance = Random(7)
    rows = []
    for number in range(1, 2001):
        opened_s = NOW_S - chance.randrange(60, 42 * 86400)
        closed_s = opened_s + chance.randrange(600, 5 * 86400)
        closed = str(closed_s) if closed_s < NOW_S else "NULL"
        state = "Open" if closed == "NULL" else "Closed"
        rows.append(f"({number}, '{chance.choice(list(HOURS))}', '{state}', {opened_s}, {closed})")
    return [TABLE, f"INSERT INTO cases VALUES {', '.join(rows)}"]


@pytest.fixture
def sqlite_rows(tmp_path: Path) -> Rows:
    with closing(sqlite3.connect(tmp_path / "erp.db")) as own, own:
        for statement in made():
            own.execute(statement)

    def rows(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(tmp_path / "erp.db")) as own:
            return own.execute(query).fetchall()

    return rows


@pytest.fixture(params=[PostgreSQL, MariaDB])
def server(request: pytest.FixtureRequest) -> Iterator[PostgreSQL | MariaDB]:
    with request.param() as server:
        server.run(*made())
        yield server


def figures(folder: Path, source: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """What the panels of a board on a source show at AT, by panel and figure."""
    path = folder / "board.yaml"
    erp = {"type": "sql", **source, "cases": CASES, "events": EVENTS}
    path.write_text(json.dumps({**BOARD, "sources": {"erp": erp}}))
    code = main(["report", str(path), "--at", AT])
    written = capsys.readouterr()
    assert (code, written.err) == (0, "")
    panels = json.loads(written.out)["pages"][0]["panels"]
    return {panel["title"]: {one["name"]: one for one in panel["view"]["figures"]} for panel in panels}


def compare(found: dict[str, dict[str, Any]], rows: Rows) -> None:
    """Compares the figures with what the database itself says."""
    open_by_type = dict(rows("SELECT kind, count(*) FROM cases WHERE closed_s IS NULL GROUP BY kind"))
    assert {kind: found["Open"][f"open:{kind}"]["value"] for kind in HOURS} == open_by_type
    assert found["Open"]["open"]["value"] == sum(open_by_type.values())
    late = f"SELECT count(*) FROM cases WHERE closed_s IS NULL AND {NOW_S} - opened_s > {TARGET_S}"
    assert found["Open"]["late"]["value"] == rows(late)[0][0]
    ((due,),) = rows(f"SELECT count(*) FROM cases WHERE {FELL_DUE}")
    ((met,),) = rows(f"SELECT count(*) FROM cases WHERE {FELL_DUE} AND closed_s - opened_s <= {TARGET_S}")
    on_time = found["On time"]["on_time"]
    assert (on_time["numerator"], on_time["denominator"]) == (met, due)
    assert due > 100
    for figure, column in (("opened", "opened_s"), ("closed", "closed_s")):
        ((today,),) = rows(f"SELECT count(*) FROM cases WHERE {column} BETWEEN {MIDNIGHT_S} AND {NOW_S}")
        assert found["Today"][figure]["value"] == today


def test_a_board_on_sqlite_says_what_hand_written_sql_says(
    tmp_path: Path, sqlite_rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    compare(figures(tmp_path, {"file": "erp.db"}, capsys), sqlite_rows)


@pytest.mark.needs_debian
def test_a_board_on_a_server_says_what_hand_written_sql_says(
    tmp_path: Path,
    server: PostgreSQL | MariaDB,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WALLBOARD_SECRET_ERP", READER[1])
    compare(figures(tmp_path, {"url": server.url, "sign_in": {"secret": "erp"}}, capsys), server.rows)


def test_the_sample_on_a_database_says_what_its_own_rows_say(capsys: pytest.CaptureFixture[str]) -> None:
    board = Path(__file__).parents[1] / "config" / "database.yaml"
    at = datetime(2026, 3, 18, 14, 30, tzinfo=UTC)
    code = main(["report", str(board), "--at", at.isoformat()])
    written = capsys.readouterr()
    assert (code, written.err) == (0, "")
    (panel,) = [one for one in json.loads(written.out)["pages"][0]["panels"] if one["type"] == "open-cases"]
    found = {one["name"]: one["value"] for one in panel["view"]["figures"]}
    with closing(sqlite3.connect(board.with_name("samples-database") / "desk.sqlite3")) as own:
        state = dict(own.execute("SELECT status, count(*) FROM ticket WHERE status <> 'Solved' GROUP BY status"))
        of_type = dict(own.execute("SELECT category, count(*) FROM ticket WHERE status <> 'Solved' GROUP BY category"))
    assert found["open"] == sum(state.values())
    assert found["on_hold"] == state["Waiting for customer"]
    assert {name.removeprefix("open:"): n for name, n in found.items() if name.startswith("open:") and n} == of_type
