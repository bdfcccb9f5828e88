"""A database as a source: one query a resource, changes and deletions, limits and faults; here by SQLite's files."""

import json
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from pydantic import ValidationError
from sqlalchemy.dialects import registry

from tests.sources.databases.erp import CASES, DAY_US, EVENTS, MINUTE_US, NOW_US, WHOLE_CASES, Erp, options_of, request
from wallboard.collect.plain import said
from wallboard.core.records import SCHEMAS
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.databases.door import opened
from wallboard.sources.databases.kinds import kind_of
from wallboard.sources.sql import look, read
from wallboard.store.merging import merged
from wallboard.store.rows import in_order


@pytest.fixture
def erp(tmp_path: Path) -> Erp:
    made = Erp(tmp_path)
    for number in range(1, 6):
        made.add(number)
    return made


def numbers(batch: Any, resource: str = "cases") -> list[str]:
    return sorted(batch.frame(resource)["number"].to_list())


def fault(erp: Erp, **options: Any) -> SourceFault:
    with pytest.raises(SourceFault) as caught:
        erp.read(**options)
    return caught.value


def with_query(query: str) -> dict[str, Any]:
    return {"cases": {**CASES, "query": query}}


def test_the_first_read_brings_all_rows_in_the_normal_form(erp: Erp) -> None:
    batch = erp.read()
    assert dict(batch.frame("cases").schema) == dict(SCHEMAS["cases"])
    assert numbers(batch) == ["1", "2", "3", "4", "5"]
    assert (batch.is_changes, batch.as_of_us, batch.clock_us) == (False, NOW_US, NOW_US)
    assert batch.mapped["cases"] == {"number", "type", "status", "owner", "opened"}


def test_later_reads_bring_what_changed_since_the_last_with_some_overlap(erp: Erp) -> None:
    first = erp.read()
    erp.add(2, "Closed", "2026-11-18 11:06:50")
    erp.add(6, "Open", "2026-11-18 11:02:00")  # before the first read, and seen late
    later = erp.read(NOW_US + MINUTE_US, first.token)
    assert later.is_changes
    assert numbers(later) == ["2", "6"]
    assert later.frame("cases")["status"].to_list() == ["Closed", "Open"]


def test_nothing_changed_brings_no_row_and_a_newer_token(erp: Erp) -> None:
    first = erp.read()
    later = erp.read(NOW_US + MINUTE_US, first.token)
    assert (later.is_changes, later.rows, later.as_of_us) == (True, 0, NOW_US + MINUTE_US)
    assert json.loads(later.token)["clock_us"] > json.loads(first.token)["clock_us"]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Kolkata"])
@pytest.mark.parametrize("kept_in", ["UTC", "the zone"])
@pytest.mark.parametrize("parameter", [":since", ":since_local"])
def test_changes_are_found_whichever_zone_a_database_without_zones_writes(
    erp: Erp, zone: str, kept_in: str, parameter: str
) -> None:
    query = CASES["query"].replace(":since", parameter) if kept_in == "the zone" else CASES["query"]
    options = {"cases": {**CASES, "query": query}, "time_zone": zone}
    first = erp.read(**options)
    changed = datetime.fromtimestamp(NOW_US / 1e6, ZoneInfo(zone if kept_in == "the zone" else "UTC"))
    erp.add(6, changed=f"{changed + timedelta(minutes=1):%Y-%m-%d %H:%M:%S}")
    erp.add(7, changed=f"{changed - timedelta(days=2):%Y-%m-%d %H:%M:%S}")
    assert numbers(erp.read(NOW_US + 2 * MINUTE_US, first.token, **options)) == ["6"]


def test_no_change_is_missed_in_the_hour_in_which_the_clock_is_put_back(erp: Erp) -> None:
    zone, turn_us = ZoneInfo("America/New_York"), 1_793_512_800_000_000  # 2026-11-01 06:00 UTC: 02:00 is 01:00 again
    assert datetime.fromtimestamp(turn_us / 1e6, zone).isoformat() == "2026-11-01T01:00:00-05:00"
    options = {"cases": CASES, "time_zone": "America/New_York", "full_every": None}
    token = erp.read(turn_us - 180 * MINUTE_US, **options).token
    for number in range(10, 46):
        at_us = turn_us + (number - 28) * 10 * MINUTE_US
        erp.add(number, changed=f"{datetime.fromtimestamp(at_us / 1e6, zone):%Y-%m-%d %H:%M:%S}")
        batch = erp.read(at_us + MINUTE_US, token, **options)
        assert str(number) in numbers(batch)
        token = batch.token


@pytest.mark.parametrize("kind", ["mysql", "mariadb", "oracle", "mssql"])
def test_other_databases_are_asked_from_the_earlier_of_both_times_on(kind: str) -> None:
    noon_us = 1_795_003_200_000_000  # 2026-11-18 12:00 UTC
    assert kind_of(kind).since(noon_us, "America/New_York")["since"] == datetime(2026, 11, 18, 7)  # noqa: DTZ001
    assert kind_of(kind).since(noon_us, "Europe/Berlin")["since"] == datetime(2026, 11, 18, 12)  # noqa: DTZ001
    assert kind_of("postgresql").since(noon_us, "America/New_York")["since"] == datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_what_is_deleted_is_found_when_all_is_read_again(erp: Erp) -> None:
    first = erp.read()
    erp.run("DELETE FROM cases WHERE no = 3")
    soon = erp.read(NOW_US + MINUTE_US, first.token)
    assert (soon.is_changes, dict(soon.gone)) == (True, {})
    next_day = erp.read(NOW_US + DAY_US, soon.token)
    assert not next_day.is_changes
    assert numbers(next_day) == ["1", "2", "4", "5"]
    assert erp.read(NOW_US + DAY_US + MINUTE_US, next_day.token).is_changes


EMPTIED = "The query of the cases brings no row, where it brought 5."


@pytest.mark.parametrize("cases", [CASES, WHOLE_CASES], ids=["changes", "all"])
def test_a_query_that_brings_no_row_any_more_takes_nothing_away_and_says_so(erp: Erp, cases: dict[str, Any]) -> None:
    token = erp.read(cases=cases).token
    token = erp.read(NOW_US + MINUTE_US, token, cases=cases).token
    erp.run("ALTER TABLE cases RENAME TO kept", "CREATE VIEW cases AS SELECT * FROM kept WHERE agent = 'Nobody'")
    for day in (1, 2):
        refused = fault(erp, now_us=NOW_US + day * DAY_US, token=token, cases=cases)
        assert isinstance(refused, NeedsPerson)
        assert said(refused.fault) == EMPTIED
        assert refused.remedy is not None
        assert "`may_be_empty: true` under `cases`" in said(refused.remedy)
    erp.run("DROP VIEW cases", "ALTER TABLE kept RENAME TO cases", "DELETE FROM cases WHERE no > 1")
    assert numbers(erp.read(NOW_US + 3 * DAY_US, token, cases=cases)) == ["1"]


def test_rows_that_came_as_changes_are_not_given_up_either(erp: Erp) -> None:
    erp.run("DELETE FROM cases")
    token = erp.read().token
    erp.add(6, changed="2026-11-18 11:06:50")
    token = erp.read(NOW_US + MINUTE_US, token).token
    token = erp.read(NOW_US + 60 * MINUTE_US, token).token
    erp.run("DELETE FROM cases")
    assert "where it brought 1." in said(fault(erp, now_us=NOW_US + DAY_US, token=token, cases=CASES).fault)


def test_beside_changes_a_query_of_all_rows_is_not_believed_empty_either(erp: Erp) -> None:
    options = {"cases": WHOLE_CASES, "events": EVENTS}
    token = erp.read(**options).token
    erp.run("DELETE FROM cases")
    assert said(fault(erp, now_us=NOW_US + MINUTE_US, token=token, **options).fault) == EMPTIED


def test_no_row_is_believed_where_it_may_be_so(erp: Erp) -> None:
    leave = {
        "query": "SELECT * FROM leave_days",
        "fields": {"person": "agent", "start": "first_day", "end": "last_day"},
    }
    erp.run("INSERT INTO leave_days VALUES ('Kim', '2026-11-16', '2026-11-18')")
    options = {"cases": {**WHOLE_CASES, "may_be_empty": True}, "absences": leave}
    token = erp.read(**options).token
    erp.run("DELETE FROM cases", "DELETE FROM leave_days")
    assert erp.read(NOW_US + MINUTE_US, token, **options).rows == 0
    # Who says so on the board is believed at once.
    erp.add(7)
    token = erp.read(cases=WHOLE_CASES).token
    erp.run("DELETE FROM cases")
    assert erp.read(NOW_US + MINUTE_US, token, cases=options["cases"]).rows == 0


def test_all_rows_are_read_no_more_where_the_board_says_never(erp: Erp) -> None:
    options = {"cases": CASES, "full_every": None}
    first = erp.read(**options)
    assert erp.read(NOW_US + 900 * DAY_US, first.token, **options).is_changes


def test_all_is_read_anew_where_the_settings_are_others_or_the_clock_has_gone_back(erp: Erp) -> None:
    token = erp.read().token
    assert not erp.read(NOW_US, token, cases=CASES, overlap="10m").is_changes
    assert not erp.read(NOW_US - DAY_US, token).is_changes
    assert not erp.read(NOW_US, "not a token").is_changes
    assert not erp.read(NOW_US, '{"told": 1, "more": 2}').is_changes


def test_a_query_without_since_is_read_whole_each_time(erp: Erp) -> None:
    token = erp.read(cases=WHOLE_CASES).token
    erp.run("DELETE FROM cases WHERE no = 3")
    again = erp.read(NOW_US + MINUTE_US, token, cases=WHOLE_CASES)
    assert (again.is_changes, numbers(again)) == (False, ["1", "2", "4", "5"])


def test_beside_one_with_since_it_tells_which_rows_there_are(erp: Erp) -> None:
    erp.run("INSERT INTO history VALUES (1, '2026-11-01 08:00:00', 'ST', 'Open')")
    options = {"cases": WHOLE_CASES, "events": EVENTS}
    first = erp.read(**options)
    erp.run("DELETE FROM cases WHERE no = 3", "INSERT INTO history VALUES (2, '2026-11-18 11:06:00', 'ST', 'Closed')")
    later = erp.read(NOW_US + MINUTE_US, first.token, **options)
    assert later.is_changes
    assert later.left == {"cases": frozenset({"1", "2", "4", "5"})}
    assert numbers(later) == ["1", "2", "4", "5"]
    assert later.adds == {"events"}
    assert later.frame("events").select("number", "to").rows() == [("2", "Closed")]
    assert later.mapped["events"] == first.mapped["events"]


KEYED = {
    "query": "SELECT rowid AS id, no, at, what, value FROM history WHERE at >= :since",
    "key": "id",
    "fields": {"number": "no", "at": "at", "kind": {"column": "what", "values": {"ST": "status"}}, "to": "value"},
}


def test_a_row_with_a_key_of_its_own_that_was_edited_stands_for_what_it_was(erp: Erp) -> None:
    options = {"cases": CASES, "events": KEYED, "overlap": "1m"}
    erp.run(
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Open')",
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Late')",
    )
    known = merged(None, in_order(erp.read(**options)))
    erp.run(
        "UPDATE history SET value = 'Done' WHERE value = 'Late'",
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Open')",
    )
    known = merged(known, in_order(erp.read(NOW_US + MINUTE_US, known.token, **options)))
    assert known.frame("events").sort("row")["to"].to_list() == ["Open", "Done", "Open"]
    assert known.mapped["events"] == {"number", "at", "kind", "to", "status"}
    again = merged(known, in_order(erp.read(NOW_US + MINUTE_US, known.token, **options)))
    assert again.frames["events"] is known.frames["events"]


def test_a_row_with_a_key_that_moves_to_another_case_or_says_nothing_any_more_is_there_no_more(erp: Erp) -> None:
    fields = {**KEYED["fields"], "kind": {"column": "what", "values": {"ST": "status", "NO": "ignored"}}}
    options = {"cases": CASES, "events": {**KEYED, "fields": fields}, "overlap": "1m"}
    erp.run(
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Open')",
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Late')",
        "INSERT INTO history VALUES (1, '2026-11-18 11:06:30', 'ST', 'Done')",
    )
    known = merged(None, in_order(erp.read(**options)))
    erp.run("UPDATE history SET no = 2 WHERE value = 'Late'", "UPDATE history SET what = 'NO' WHERE value = 'Done'")
    known = merged(known, in_order(erp.read(NOW_US + MINUTE_US, known.token, **options)))
    assert known.frame("events").select("number", "to").rows() == [("1", "Open"), ("2", "Late")]


def test_a_column_of_keys_that_is_not_there_is_named(erp: Erp) -> None:
    with pytest.raises(NeedsPerson) as fault:
        erp.read(events={**KEYED, "key": "idd"})
    assert said(fault.value.fault).startswith("The query of the events brings no column “idd”, but “id”")


def test_kinds_of_change_that_a_history_told_of_are_not_forgotten(erp: Erp) -> None:
    events = {**EVENTS, "fields": {"number": "no", "at": "at", "kind": "what", "to": "value"}}
    erp.run(
        "INSERT INTO history VALUES (1, '2026-11-01 08:00:00', 'status', 'Open')",
        "INSERT INTO history VALUES (1, '2026-11-01 09:00:00', 'owner', 'Kim')",
    )
    first = erp.read(events=events)
    later = erp.read(NOW_US + MINUTE_US, first.token, events=events)
    assert later.rows == 0
    assert later.mapped == first.mapped


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("since", "'2026-11-18 11:01:40'"),
        ("since_local", "'2026-11-18 11:01:40'"),
        ("since_on", "'2026-11-18'"),
        ("since_s", "1794999700"),
        ("since_ms", "1794999700000"),
    ],
)
def test_since_comes_in_every_form_that_columns_have(erp: Erp, parameter: str, value: str) -> None:
    options = with_query(f"SELECT no, kind, state, agent, created FROM cases WHERE :{parameter} = {value} OR no = 1")
    token = erp.read(**options).token
    later = erp.read(NOW_US, token, **options)
    assert numbers(later) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT no, kind, state, agent, created FROM cases WHERE kind LIKE 'Ord%' -- not that; one",
        "/* all; of them */ WITH some AS (SELECT * FROM cases) SELECT * FROM some;",
        "SELECT * FROM cases WHERE created <> '12:30; \\:x' AND state <> 'it''s; \"so\"'",
        "select no, kind, state, agent, created from cases /* :: */",
        "SELECT *, 'DELETE' AS \"update\" FROM cases WHERE kind <> 'into' -- insert",
    ],
)
def test_queries_that_read_are_taken_whatever_stands_in_their_quotes_and_comments(erp: Erp, query: str) -> None:
    assert numbers(erp.read(**with_query(query))) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("DELETE FROM cases", "a query reads"),
        ("  drop table cases", "a query reads"),
        ("-- nothing", "a query reads"),
        ("SELECT 1; DELETE FROM cases", "one statement"),
        ("WITH gone AS (DELETE FROM cases RETURNING *) SELECT * FROM gone", "“DELETE” in it"),
        ("SELECT no\nInto copy FROM cases", "“INTO” in it"),
        ("SELECT no FROM cases FOR update", "“UPDATE” in it"),
        ("SELECT no FROM cases WHERE changed > :today", "no parameter :today"),
        ("SELECT no FROM cases /*! INTO OUTFILE '/tmp/copy' */", "MySQL carries out"),
        ("SELECT no FROM cases /*!50000 INTO DUMPFILE '/tmp/copy' */", "MySQL carries out"),
        ("SELECT no FROM cases /*M!100100 FOR UPDATE */", "MySQL carries out"),
    ],
)
def test_queries_that_do_not_are_faults_of_the_board(query: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        options_of({"file": "erp.db", **with_query(query)})


@pytest.mark.parametrize("query", ["DELETE FROM cases RETURNING no", "UPDATE cases SET agent = 'x' RETURNING no"])
def test_whatever_would_write_is_refused_by_the_database_too(erp: Erp, query: str) -> None:
    source = opened(options_of({"file": "erp.db", "cases": CASES}), request(erp.folder))
    with source as database, pytest.raises(NeedsPerson) as caught:
        next(database.slices("cases", query, {}))
    assert said(caught.value.fault) == "The query of the cases would change erp.db."
    assert numbers(erp.read()) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * FROM orders", "The query of the cases asks for a table that erp.db does not have."),
        ("SELECT colour FROM cases", "The query of the cases asks for a column that erp.db does not have."),
        ("SELECT no FRO cases", "erp.db does not understand the query of the cases."),
        ("SELECT no, kind, state, created FROM cases", "The query of the cases brings no column “agent”."),
        (
            "SELECT no, kind, state, agent AS agents, created FROM cases",
            "The query of the cases brings no column “agent”, but “agents”.",
        ),
        (
            "SELECT no, kind, state, agent, created, kind AS agent FROM cases",
            "The query of the cases brings more than one column “agent”.",
        ),
    ],
)
def test_what_the_database_does_not_have_is_said_with_the_resource(erp: Erp, query: str, told: str) -> None:
    refused = fault(erp, **with_query(query))
    assert isinstance(refused, NeedsPerson)
    assert said(refused.fault) == told
    assert refused.detail is not None
    assert "Kim" not in said(refused.detail)


def test_columns_are_found_in_whatever_case_they_come(erp: Erp) -> None:
    found = erp.read(**with_query("SELECT no AS NO, kind, state AS State, agent, created FROM cases"))
    assert found.frame("cases")["status"].to_list() == ["Open"] * 5


def test_a_query_that_takes_too_long_is_ended(erp: Erp) -> None:
    endless = "WITH RECURSIVE n(no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n) SELECT count(*) AS no FROM n"
    slow = fault(erp, cases={"query": endless, "fields": {"number": "no"}}, time_limit="1s")
    assert isinstance(slow, Passing)
    assert said(slow.fault) == "The query of the cases takes more than 1 s."


def test_a_function_makes_no_value_that_fills_the_memory(erp: Erp) -> None:
    vast = fault(erp, **with_query("SELECT no, hex(zeroblob(400000000)) AS kind, state, agent, created FROM cases"))
    assert said(vast.fault) == "erp.db cannot carry out the query of the cases (its code: SQLITE_TOOBIG)."


def test_a_large_file_kept_in_a_row_is_no_matter_where_it_is_not_asked_for(erp: Erp) -> None:
    erp.run("ALTER TABLE cases ADD COLUMN scan BLOB", "UPDATE cases SET scan = zeroblob(65000000) WHERE no = 2")
    assert numbers(erp.read()) == ["1", "2", "3", "4", "5"]


def test_a_query_that_never_stops_bringing_rows_is_ended(erp: Erp) -> None:
    endless = "WITH RECURSIVE n(no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n) SELECT no FROM n"
    slow = fault(erp, cases={"query": endless, "fields": {"number": "no"}}, time_limit="1s")
    assert isinstance(slow, Passing)


def test_no_query_is_begun_when_those_before_it_took_too_long(erp: Erp) -> None:
    with opened(options_of({"file": "erp.db", "cases": CASES}), request(erp.folder)) as database:
        database.ends_s = 0
        with pytest.raises(Passing) as caught:
            next(database.slices("cases", "SELECT no FROM cases", {}))
    assert said(caught.value.fault) == "The queries of erp.db take more than 50 s together."


def test_a_time_limit_lets_a_read_end_before_it_counts_as_hung() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 60"):
        options_of({"file": "erp.db", "cases": CASES, "time_limit": "2m"})


def test_a_file_that_is_not_there_or_no_database_is_said(erp: Erp) -> None:
    missing = fault(erp, file="other.db", cases=CASES)
    assert isinstance(missing, Passing)
    assert said(missing.fault) == "No file matches other.db."
    erp.folder.joinpath("text.db").write_text("no database " * 100)
    damaged = fault(erp, file="text.db", cases=CASES)
    assert said(damaged.fault) == "text.db is no SQLite database, or it is damaged."
    assert not erp.folder.joinpath("other.db").exists()


def test_a_file_that_cannot_be_opened_may_be_so_for_a_while(erp: Erp) -> None:
    erp.run("PRAGMA journal_mode = WAL")
    # A socket stands where the file's index would be made.
    with closing(socket.socket(socket.AF_UNIX)) as blocking:
        blocking.bind(str(erp.folder / "erp.db-shm"))
        shut = fault(erp, cases=CASES)
    assert isinstance(shut, Passing)
    assert said(shut.fault) == "erp.db cannot be opened."


def test_a_file_that_another_program_locks_is_late_and_not_failed(erp: Erp) -> None:
    with closing(sqlite3.connect(erp.folder / "erp.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        locked = fault(erp, driver={"timeout": 0}, cases=CASES)
    assert isinstance(locked, Passing)
    assert said(locked.fault) == "erp.db is locked by another program."


def test_all_queries_of_a_read_see_one_state(erp: Erp) -> None:
    erp.run("PRAGMA journal_mode = WAL")
    with opened(options_of({"file": "erp.db", "cases": CASES}), request(erp.folder)) as database:
        nothing = database.kind.since(0, "UTC")
        first = [row for _, rows in database.slices("cases", "SELECT no FROM cases", nothing) for row in rows]
        erp.add(6)
        second = [row for _, rows in database.slices("cases", "SELECT no FROM cases", nothing) for row in rows]
    assert first == second
    assert len(numbers(erp.read())) == 6


def test_broken_text_spoils_its_row_alone(erp: Erp) -> None:
    with closing(sqlite3.connect(erp.folder / "erp.db")) as own, own:
        own.execute("UPDATE cases SET agent = CAST(x'4bff6d' AS TEXT) WHERE no = 2")
        own.execute("UPDATE cases SET agent = x'4b696d' WHERE no = 3")
        own.execute("UPDATE cases SET agent = 'Jörg Müller', created = 'soon' WHERE no = 4")
        own.execute("UPDATE cases SET agent = NULL, kind = '' WHERE no = 5")
    batch = erp.read()
    assert numbers(batch) == ["1", "5"]
    assert {(one.why.key, one.examples) for one in batch.unusable} == {
        ("file.row.not-plain", ("2", "3")),
        ("record.row.time", ("4",)),
    }
    assert batch.frame("cases").row(1, named=True)["owner"] is None


def test_rows_none_of_which_can_be_used_are_a_fault_of_the_mapping(erp: Erp) -> None:
    refused = fault(erp, **with_query("SELECT no, kind, state, agent, agent AS created FROM cases"))
    assert said(refused.fault) == "None of the 5 rows of the cases can be used."
    assert "Kim" not in said(refused.fault)


def test_changes_that_cannot_be_used_are_counted_once_and_forgotten_when_they_can(erp: Erp) -> None:
    known = erp.read()
    for turn, created in enumerate(("soon", "later", "2026-11-01 08:00:00"), start=1):
        changed = f"'2026-11-18 11:0{5 + turn}:00'"
        erp.run(f"UPDATE cases SET created = '{created}', changed = {changed} WHERE no = 2")
        now = erp.read(NOW_US + turn * MINUTE_US, known.token)
        known = merged(known, in_order(now))
        assert sum(one.count for one in known.unusable) == (0 if turn == 3 else 1)


JOINED = (
    "SELECT c.no, kind, coalesce(value, state) AS state, agent, created "
    "FROM cases c LEFT JOIN history h ON h.no = c.no ORDER BY at"
)


def test_rows_that_repeat_a_number_are_told_and_the_last_of_each_holds(erp: Erp) -> None:
    assert erp.read(**with_query(JOINED)).remarks == ()
    for day, state in enumerate(("New", "Open", "Done"), start=2):
        erp.run(*(f"INSERT INTO history VALUES ({number}, '2026-11-0{day}', 'ST', '{state}')" for number in (2, 4)))
    batch = erp.read(**with_query(JOINED))
    assert numbers(batch) == ["1", "2", "3", "4", "5"]
    assert batch.frame("cases").filter(pl.col("number").is_in(["2", "4"]))["status"].to_list() == ["Done", "Done"]
    assert [said(one) for one in batch.remarks] == [
        "Of cases, 4 rows repeat a number, as “2”: the last of each holds. Let `query` give one row for each."
    ]


def test_that_rows_repeat_a_number_is_told_until_all_are_read_again(erp: Erp) -> None:
    query = "SELECT * FROM (SELECT c.*, at FROM cases c LEFT JOIN history h ON h.no = c.no) WHERE changed >= :since"
    cases = {"cases": {**CASES, "query": query}}
    erp.run("INSERT INTO history VALUES (2, '2026-11-02', 'ST', 'New'), (2, '2026-11-03', 'ST', 'Done')")
    whole = erp.read(**cases)
    changes = erp.read(NOW_US + 60_000_000, whole.token, **cases)
    erp.run("DELETE FROM history")
    later = erp.read(NOW_US + 120_000_000, changes.token, **cases)
    (told,) = whole.remarks
    assert (told.key, told.args["n"]) == ("sql.repeated", 1)
    assert (changes.is_changes, later.is_changes) == (True, True)
    assert changes.remarks == later.remarks == (told,)
    assert erp.read(**cases).remarks == ()


def test_rows_of_what_may_happen_to_one_case_or_person_often_repeat_nothing(erp: Erp) -> None:
    erp.run(*(f"INSERT INTO history VALUES (2, '2026-11-02 0{at}:00:00', 'ST', 'Open')" for at in (7, 8, 8)))
    erp.run("INSERT INTO leave_days VALUES ('Kim', '2026-11-16', '2026-11-18'), ('Kim', '2026-11-23', '2026-11-24')")
    log = {"query": "SELECT no, at, value FROM history", "fields": {"number": "no", "at": "at", "kind": "value"}}
    leave = {
        "query": "SELECT * FROM leave_days",
        "fields": {"person": "agent", "start": "first_day", "end": "last_day"},
    }
    batch = erp.read(cases=CASES, events=EVENTS, activities=log, absences=leave)
    assert batch.rows == 5 + 3 + 3 + 2
    assert batch.remarks == ()


def test_leave_is_read_whole(erp: Erp) -> None:
    leave = {
        "query": "SELECT * FROM leave_days",
        "fields": {"person": "agent", "start": "first_day", "end": "last_day"},
    }
    erp.run("INSERT INTO leave_days VALUES ('Kim', '2026-11-16', '2026-11-18')")
    batch = erp.read(absences=leave)
    assert [str(on) for on in batch.frame("absences").row(0, named=True).values()][3:5] == ["2026-11-16", "2026-11-18"]
    with pytest.raises(ValidationError, match="leave is read whole"):
        options_of({"file": "erp.db", "absences": {**leave, "query": "SELECT * FROM leave_days WHERE 1 = :since_s"}})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "named by `url` or"),
        ({"file": "a.db", "url": "postgresql://db/erp"}, "named by `url` or"),
        ({"url": "sqlite:///erp.db"}, "name it in `file`"),
        ({"url": "db.example.com"}, "an address is as in"),
    ],
)
def test_a_database_is_named_in_one_way(given: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        options_of({**given, "cases": CASES})


def test_a_source_without_a_query_reads_nothing() -> None:
    with pytest.raises(ValidationError, match="needs at least one of"):
        options_of({"file": "erp.db"})


@pytest.mark.parametrize(
    "given",
    [
        {"url": "postgresql://reader:planted-pw@db.example.com/erp"},
        {"url": "postgresql://db.example.com/erp?user=reader&password=planted-pw"},
        {"url": "mssql+pyodbc:///?odbc_connect=DRIVER%3D{x};PWD=planted-pw"},
        {"url": "mssql+pyodbc:///?odbc_connect=DRIVER%3D{x};Pwd%3Dplanted-pw"},
        {"url": "mysql://reader:@db/erp"},
        {"url": "postgresql://db/erp", "driver": {"password": "planted-pw"}},
    ],
)
def test_a_password_on_the_board_is_a_fault_that_does_not_show_it(tmp_path: Path, given: dict[str, Any]) -> None:
    board = {"version": 1, "organisation": {"name": "N", "time_zone": "UTC", "calendar": "office"}}
    board |= {"calendars": {"office": {"hours": {"mon-fri": ["09:00-17:00"]}}}}
    board |= {"sources": {"erp": {"type": "sql", **given, "cases": CASES}}}
    board |= {"pages": [{"title": "P", "panels": [{"type": "open-cases", "place": [0, 0, 12, 8]}]}]}
    path = tmp_path / "board.yaml"
    path.write_text(json.dumps(board))
    done = subprocess.run(
        [sys.executable, "-m", "wallboard", "check", "--offline", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "a password" in done.stdout + done.stderr
    assert "planted-pw" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "told", "remedy"),
    [
        ("oracle+oracledb://reader@db/erp", "What speaks to Oracle is not installed: oracledb.", "oracledb"),
        ("nosuch://reader@db/erp", "“nosuch” is no kind of database that is known.", "postgresql://"),
    ],
)
def test_a_driver_that_is_not_installed_is_named(tmp_path: Path, url: str, told: str, remedy: str) -> None:
    with pytest.raises(NeedsPerson) as caught:
        read(options_of({"url": url, "cases": CASES}), request(tmp_path))
    assert said(caught.value.fault) == told
    assert caught.value.remedy is not None
    assert remedy in said(caught.value.remedy)


def test_a_kind_that_nobody_knows_is_read_and_said_to_be_no_safer_than_its_account(erp: Erp) -> None:
    registry.register("elsewhere", "sqlalchemy.dialects.sqlite.pysqlite", "SQLiteDialect_pysqlite")
    options = {"url": f"elsewhere:///{erp.folder / 'erp.db'}", "cases": WHOLE_CASES}
    batch = read(options_of(options), request(erp.folder))
    assert batch is not None
    assert numbers(batch) == ["1", "2", "3", "4", "5"]
    found = look(options_of(options), request(erp.folder))
    assert [said(one) for one in found.remarks] == [
        "elsewhere knows no transactions that only read: let the account have no right to write."
    ]


def test_a_look_counts_the_rows_and_shows_values_as_they_are_written(erp: Erp) -> None:
    erp.add(6, agent="Lee")
    found = look(options_of({"file": "erp.db", "cases": CASES}), request(erp.folder))
    assert (found.reached, found.signed_in_as) == ("erp.db", None)
    (cases,) = found.resources
    assert cases.total == 6
    assert cases.samples["number"] == ("1", "2", "3")
    assert cases.samples["owner"] == ("Kim", "Lee")
    assert cases.samples["opened"] == ("2026-11-01 08:00:00",)


def test_a_look_asks_for_the_last_day_as_later_reads_do(erp: Erp) -> None:
    erp.add(6, changed="2026-11-18 10:00:00")
    found = look(options_of({"file": "erp.db", "cases": CASES, "events": EVENTS}), request(erp.folder))
    assert [said(one) for one in found.remarks] == [
        "Of cases, asked for the last 24 hours as later polls ask, 1 row came.",
        "Of events, asked for the last 24 hours as later polls ask, 0 rows came.",
    ]


def test_a_query_that_fails_for_a_later_instant_alone_is_told_by_a_look(erp: Erp) -> None:
    bad = f"{CASES['query']} AND json_valid(json(CASE WHEN :since_s > 1000000 THEN '[' ELSE '[]' END))"
    found = look(options_of({"file": "erp.db", **with_query(bad)}), request(erp.folder))
    (cases,) = found.resources
    assert cases.total == 5
    (remark,) = map(said, found.remarks)
    assert remark == (
        "Of cases, what has changed is not to be had as later polls ask for it: erp.db cannot carry out the query of "
        "the cases (its code: SQLITE_ERROR). Correct `query`."
    )


def test_a_query_that_takes_too_long_for_a_later_instant_blames_no_line(erp: Erp) -> None:
    endless = (
        "WITH RECURSIVE n(no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n WHERE :since_s > 1000000) SELECT no FROM n"
    )
    options = {"file": "erp.db", "time_limit": "1s", "cases": {"query": endless, "fields": {"number": "no"}}}
    (remark,) = map(said, look(options_of(options), request(erp.folder)).remarks)
    assert remark == (
        "Of cases, it is not known whether changes come as later polls ask for them: The query of the cases takes more "
        "than 1 s."
    )


def test_sqlalchemy_is_imported_by_the_first_read_and_not_before() -> None:
    asked = "import sys, wallboard.sources.sql; print({'sqlalchemy', 'psycopg', 'pymysql'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
