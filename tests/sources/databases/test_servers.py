"""Real PostgreSQL and MariaDB: what is the same in both, whatever they call it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from tests.servers import mariadb, postgresql
from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import PostgreSQL
from tests.servers.process import free_port
from tests.sources.databases.erp import look_at_server, options_of, read_server, request
from tests.waiting import until
from wallboard.collect.plain import said
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.databases.door import opened

pytestmark = pytest.mark.needs_debian

PASSWORD = postgresql.READER[1]
QUERY = "SELECT no, state, agent, created FROM cases"
FIELDS = {"number": "no", "status": "state", "owner": "agent", "opened": "created"}
CASES = {"query": QUERY, "fields": FIELDS}
CHANGES = {"query": f"{QUERY} WHERE changed >= :since", "fields": FIELDS}
SLEEP = {"PostgreSQL": "pg_sleep(30)", "MariaDB": "sleep(30)"}
INSTANT = {"PostgreSQL": "timestamptz", "MariaDB": "datetime"}
SECONDS = {"PostgreSQL": "extract(epoch FROM now())", "MariaDB": "unix_timestamp()"}
ONE_TO_100_000 = {
    "PostgreSQL": "generate_series(1, 100000) AS many(no)",
    "MariaDB": "(SELECT seq AS no FROM seq_1_to_100000) many",
}
WIPE = {
    "PostgreSQL": "CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql SECURITY DEFINER "
    "AS 'BEGIN DELETE FROM cases; RETURN 1; END'",
    "MariaDB": "CREATE FUNCTION wipe() RETURNS int DETERMINISTIC SQL SECURITY DEFINER "
    "BEGIN DELETE FROM cases; RETURN 1; END",
}
HIDDEN = {"PostgreSQL": "pg_authid", "MariaDB": "mysql.global_priv"}
NOW = {"PostgreSQL": "now()", "MariaDB": "utc_timestamp()"}


@pytest.fixture(scope="module", params=[PostgreSQL, MariaDB])
def shared(request: pytest.FixtureRequest) -> Iterator[PostgreSQL | MariaDB]:
    with request.param() as server:
        yield server


@pytest.fixture
def server(shared: PostgreSQL | MariaDB) -> PostgreSQL | MariaDB:
    instant = INSTANT[shared.name]
    columns = f"no integer primary key, state varchar(20), agent varchar(60), created {instant}, changed {instant}"
    shared.run("DROP TABLE IF EXISTS cases", f"CREATE TABLE cases ({columns})")
    for number in range(1, 4):
        add(shared, number)
    return shared


def add(server: PostgreSQL | MariaDB, number: int, agent: str = "Jörg Müller") -> None:
    now = NOW[server.name]
    server.run(f"INSERT INTO cases VALUES ({number}, 'Open', '{agent}', '2026-11-02 08:00:00', {now})")


def numbers(batch: Any) -> list[int]:
    return sorted(map(int, batch.frame("cases")["number"]))


def fault(server: PostgreSQL | MariaDB, password: str = PASSWORD, url: str = "", **options: Any) -> SourceFault:
    with pytest.raises(SourceFault) as caught:
        read_server(url or server.url, password, **(options or {"cases": CASES}))
    return caught.value


def test_both_servers_accounts_have_one_password() -> None:
    assert postgresql.READER == mariadb.READER


def test_rows_come_as_they_stand_there(server: PostgreSQL | MariaDB) -> None:
    frame = read_server(server.url, PASSWORD, cases=CASES).frame("cases")
    assert frame["number"].to_list() == ["1", "2", "3"]
    assert frame["owner"].to_list() == ["Jörg Müller"] * 3
    own = server.rows("SELECT count(*), min(agent), max(agent) FROM cases")
    assert own == [(3, "Jörg Müller", "Jörg Müller")]


def test_changes_are_asked_for_by_the_databases_own_clock(server: PostgreSQL | MariaDB) -> None:
    first = read_server(server.url, PASSWORD, cases=CHANGES, overlap="2s")
    assert numbers(first) == [1, 2, 3]
    ((seconds,),) = server.rows(f"SELECT {SECONDS[server.name]}")
    assert abs(first.clock_us / 1e6 - float(seconds)) < 600
    server.run("UPDATE cases SET changed = '2026-01-01 00:00:00'")
    add(server, 4)
    server.run(f"UPDATE cases SET state = 'Closed', changed = {NOW[server.name]} WHERE no = 2")
    later = read_server(server.url, PASSWORD, first.token, cases=CHANGES, overlap="2s")
    assert later.is_changes
    assert numbers(later) == [2, 4]
    assert sorted(later.frame("cases").select("number", "status").rows()) == [("2", "Closed"), ("4", "Open")]


def test_what_is_deleted_is_gone_beside_changes(server: PostgreSQL | MariaDB) -> None:
    history = {
        "query": "SELECT no, changed AS at, 'status' AS what, state FROM cases WHERE changed >= :since",
        "fields": {"number": "no", "at": "at", "kind": "what", "to": "state"},
    }
    first = read_server(server.url, PASSWORD, cases=CASES, events=history)
    server.run("DELETE FROM cases WHERE no = 3")
    later = read_server(server.url, PASSWORD, first.token, cases=CASES, events=history)
    assert (later.is_changes, later.left) == (True, {"cases": frozenset({"1", "2"})})


def test_nothing_is_written_even_by_an_account_that_may(server: PostgreSQL | MariaDB) -> None:
    server.run(f"GRANT ALL ON cases TO {server.reader}")
    options = options_of({"url": server.url, "sign_in": {"secret": "erp"}, "cases": CASES})
    source = opened(options, request(Path(), secret={"erp": PASSWORD}.__getitem__))
    with source as database, pytest.raises(NeedsPerson):
        list(database.slices("cases", "DELETE FROM cases RETURNING no", {}))
    assert server.rows("SELECT count(*) FROM cases") == [(3,)]


def test_a_function_that_writes_is_refused_in_plain_words(server: PostgreSQL | MariaDB) -> None:
    server.run("DROP FUNCTION IF EXISTS wipe", WIPE[server.name])
    server.run(f"GRANT EXECUTE ON FUNCTION wipe TO {server.reader}")
    refused = fault(server, cases={"query": "SELECT wipe() AS no", "fields": {"number": "no"}})
    assert isinstance(refused, NeedsPerson)
    assert said(refused.fault) == f"The query of the cases would change {server.name}."
    assert server.rows("SELECT count(*) FROM cases") == [(3,)]


def test_a_wrong_password_names_the_secret_and_shows_no_password(server: PostgreSQL | MariaDB) -> None:
    refused = fault(server, password="planted-pw")
    assert isinstance(refused, NeedsPerson)
    assert said(refused.fault) == f"{server.name} does not let “reader” in."
    assert refused.remedy is not None
    assert "“erp”" in said(refused.remedy)
    assert "planted-pw" not in str(refused.__dict__)


def test_an_account_may_stand_under_sign_in(server: PostgreSQL | MariaDB) -> None:
    url = server.url.replace("reader@", "")
    assert numbers(read_server(url, PASSWORD, user="reader", cases=CASES)) == [1, 2, 3]
    refused = fault(server, url=url)
    assert isinstance(refused, NeedsPerson)


def test_a_server_that_is_not_there_is_late_and_not_failed(server: PostgreSQL | MariaDB) -> None:
    gone = fault(server, url=server.url.replace(str(server.server.port), str(free_port())))
    assert isinstance(gone, Passing)
    assert said(gone.fault) == f"{server.name} cannot be reached."


def test_a_database_that_is_not_there_is_said(server: PostgreSQL | MariaDB) -> None:
    if server.name == "MariaDB":  # it tells this only to an account that may see any database
        server.run(f"GRANT SELECT ON *.* TO {server.reader}")
    gone = fault(server, url=server.url.replace("/erp", "/other"))
    if server.name == "MariaDB":
        server.run(f"REVOKE SELECT ON *.* FROM {server.reader}")
    assert isinstance(gone, NeedsPerson)
    assert said(gone.fault) == f"{server.name} has no database of that name."


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT no FROM orders", "The query of the cases asks for a table that {} does not have."),
        ("SELECT colour AS no FROM cases", "The query of the cases asks for a column that {} does not have."),
        ("SELECT certificate AS no FROM cases", "The query of the cases asks for a column that {} does not have."),
        ("SELECT no FRM cases WHERE", "{} does not understand the query of the cases."),
        ("SELECT count(*) AS no FROM hidden", "“reader” may not read what the query of the cases asks for."),
    ],
)
def test_what_the_database_does_not_have_is_said_with_the_resource(
    server: PostgreSQL | MariaDB, query: str, told: str
) -> None:
    query = query.replace("hidden", HIDDEN[server.name])
    refused = fault(server, cases={"query": query, "fields": {"number": "no"}})
    assert isinstance(refused, NeedsPerson)
    assert said(refused.fault) == told.format(server.name)


def test_a_query_that_takes_too_long_is_ended(server: PostgreSQL | MariaDB) -> None:
    query = f"SELECT no, {SLEEP[server.name]} AS pause FROM cases"
    slow = fault(server, cases={"query": query, "fields": {"number": "no"}}, time_limit="1s")
    assert isinstance(slow, Passing)
    assert said(slow.fault) == "The query of the cases takes more than 1 s."


def test_a_value_that_the_database_cannot_read_is_not_shown(server: PostgreSQL | MariaDB) -> None:
    if server.name == "MariaDB":
        pytest.skip("MariaDB makes a number of any text")
    refused = fault(server, cases={"query": "SELECT agent::integer AS no FROM cases", "fields": {"number": "no"}})
    assert isinstance(refused, NeedsPerson)
    assert "(its code: 22P02)" in said(refused.fault)
    assert refused.detail is None


def test_a_percent_sign_and_a_cast_are_what_they_are(server: PostgreSQL | MariaDB) -> None:
    cast = "no::text" if server.name == "PostgreSQL" else "cast(no AS char)"
    query = f"SELECT {cast} AS no, state, agent, created FROM cases WHERE agent LIKE 'Jörg%' AND changed >= :since"
    assert numbers(read_server(server.url, PASSWORD, cases={"query": query, "fields": FIELDS})) == [1, 2, 3]


def test_a_look_counts_by_the_database_and_tells_who_is_signed_in(server: PostgreSQL | MariaDB) -> None:
    found = look_at_server(server.url, PASSWORD, cases=CHANGES)
    assert (found.reached, found.signed_in_as) == (server.name, "reader")
    assert found.resources[0].total == 3
    assert found.resources[0].samples["owner"] == ("Jörg Müller",)
    assert [said(one) for one in found.remarks] == [
        "Of cases, asked for the last 24 hours as later polls ask, 3 rows came."
    ]


def test_a_server_that_is_killed_while_rows_come_leaves_nothing_and_is_read_again(
    server: PostgreSQL | MariaDB, caplog: pytest.LogCaptureFixture
) -> None:
    many = f"SELECT no, repeat('x', 2000) AS agent FROM {ONE_TO_100_000[server.name]}"
    rows = 0

    def read_and_kill() -> None:
        nonlocal rows
        options = options_of({"url": server.url, "sign_in": {"secret": "erp"}, "cases": {**CASES, "query": many}})
        with opened(options, request(Path(), secret={"erp": PASSWORD}.__getitem__)) as database:
            for _, some in database.slices("cases", many, database.kind.since(0, "UTC")):
                rows += len(some)
                if rows == 1000:
                    server.server.kill()

    with pytest.raises(Passing) as caught:
        read_and_kill()
    assert 1000 <= rows < 100_000
    assert said(caught.value.fault) == f"{server.name} broke off while the cases were read."
    assert caplog.record_tuples == []  # what no handler of ours takes goes to standard error
    server.server.start()
    until(lambda: takes_queries(server), "it takes queries again")
    assert numbers(read_server(server.url, PASSWORD, cases=CASES)) == [1, 2, 3]


def takes_queries(server: PostgreSQL | MariaDB) -> bool:
    try:
        return bool(server.rows("SELECT 1"))
    except (psycopg.OperationalError, pymysql.OperationalError):
        return False


ROWS = 200_000


def test_200_000_rows_are_read_in_bounded_memory(server: PostgreSQL | MariaDB) -> None:
    """What a driver holds at once would be far more: two thousand characters a row."""
    many = ONE_TO_100_000[server.name].replace("100000", str(ROWS))
    columns = "no, 'Open' AS state, 'Kim' AS agent, '2026-11-02 08:00:00' AS created, repeat('x', 2000) AS text"
    query = f"SELECT {columns} FROM {many}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.sources.databases.reading_much"],
        cwd=Path(__file__).parents[3],
        input=json.dumps({"url": server.url, "password": PASSWORD, "query": query, "fields": FIELDS}),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told = json.loads(done.stdout)
    assert told["rows"] == ROWS
    assert told["grown_mib"] < 200, "the rows alone are 400 MB"
