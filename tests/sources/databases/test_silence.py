"""A database that falls silent in the middle is given up, at whatever point, and read again once it speaks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.loopback.cable import Cable
from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import READER, PostgreSQL
from tests.sources.databases.erp import options_of, read_server, request
from tests.waiting import until
from wallboard.collect.plain import said
from wallboard.core.records import Batch
from wallboard.sources.contract import Passing
from wallboard.sources.databases.door import opened

pytestmark = pytest.mark.needs_debian

CASES = {"query": "SELECT no FROM cases", "fields": {"number": "no"}}
MANY = {
    "PostgreSQL": "SELECT no, repeat('x', 2000) AS text FROM generate_series(1, 100000) AS many(no)",
    "MariaDB": "SELECT seq AS no, repeat('x', 2000) AS text FROM seq_1_to_100000",
}
SLOW = {
    "PostgreSQL": "SELECT no, pg_sleep(0.2)::text AS pause FROM generate_series(1, 6) AS slow(no)",
    "MariaDB": "SELECT seq AS no, sleep(0.2) AS pause FROM seq_1_to_6",
}
SESSIONS = {
    "PostgreSQL": f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{READER[0]}'",
    "MariaDB": f"SELECT count(*) FROM information_schema.processlist WHERE user = '{READER[0]}'",
}
# What a client says at each of these points.
ASKS_WHO = {"PostgreSQL": b"pg_catalog.version()", "MariaDB": b"VERSION()"}
BEGINS = {"PostgreSQL": b"SET TRANSACTION", "MariaDB": b"START TRANSACTION"}
LEAVES = {"PostgreSQL": b"CLOSE", "MariaDB": b"\1\0\0\0\1"}


@pytest.fixture(scope="module", params=[PostgreSQL, MariaDB])
def server(request: pytest.FixtureRequest) -> Iterator[PostgreSQL | MariaDB]:
    with request.param() as server:
        server.run("CREATE TABLE cases (no integer primary key)", "INSERT INTO cases VALUES (1), (2), (3)")
        yield server


@pytest.fixture
def cable(server: PostgreSQL | MariaDB, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cable]:
    monkeypatch.setattr("wallboard.sources.databases.door.GRACE_S", 0.5)
    with Cable(server.server.port) as cable:
        yield cable


def url(server: PostgreSQL | MariaDB, cable: Cable) -> str:
    return server.url.replace(str(server.server.port), str(cable.port))


def numbers(server: PostgreSQL | MariaDB, cable: Cable, limit: str = "0.7s", **options: Any) -> list[int]:
    """What a read through the cable brings."""
    batch: Batch = read_server(url(server, cable), READER[1], time_limit=limit, cases={**CASES, **options})
    return sorted(map(int, batch.frame("cases")["number"]))


def came_of(work: Callable[[], object]) -> object:
    """What it brings or its fault, on a thread of its own, since what waits for ever ends no test."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(work())
        except Exception as fault:
            came.append(fault)

    Thread(target=run, daemon=True).start()
    until(lambda: came, "the read comes to an end")
    return came[0]


def fault(work: Callable[[], object]) -> str:
    """The sentence of a fault that may pass."""
    found = came_of(work)
    assert isinstance(found, Passing)
    return said(found.fault)


def test_one_that_takes_a_connection_and_says_nothing_cannot_be_reached(
    server: PostgreSQL | MariaDB, cable: Cable
) -> None:
    cable.silent()
    assert fault(lambda: numbers(server, cable)) == f"{server.name} cannot be reached."
    cable.whole()
    assert numbers(server, cable, "30s") == [1, 2, 3]


@pytest.mark.parametrize("words", [ASKS_WHO, BEGINS])
def test_one_that_is_silent_after_the_sign_in_cannot_be_reached(
    server: PostgreSQL | MariaDB, cable: Cable, words: dict[str, bytes]
) -> None:
    cable.silent_at(words[server.name])
    assert fault(lambda: numbers(server, cable)) == f"{server.name} cannot be reached."
    cable.whole()
    assert numbers(server, cable, "30s") == [1, 2, 3]


def test_one_that_is_silent_before_the_first_row_takes_too_long(server: PostgreSQL | MariaDB, cable: Cable) -> None:
    cable.silent_at(b"FROM cases")
    assert fault(lambda: numbers(server, cable)) == "The query of the cases takes more than 1 s."
    assert server.rows(SESSIONS[server.name]) == [(1,)]
    cable.whole()
    until(lambda: server.rows(SESSIONS[server.name]) == [(0,)], "the session that was given up ends")
    assert numbers(server, cable, "30s") == [1, 2, 3]


def test_one_that_is_silent_between_rows_takes_too_long(
    server: PostgreSQL | MariaDB, cable: Cable, caplog: pytest.LogCaptureFixture
) -> None:
    many = MANY[server.name]
    given = {"url": url(server, cable), "sign_in": {"secret": "erp"}, "cases": {**CASES, "query": many}}
    rows = 0

    def read() -> None:
        nonlocal rows
        options = options_of({**given, "time_limit": "1s"})
        with opened(options, request(Path(), secret={"erp": READER[1]}.__getitem__)) as database:
            for _, some in database.slices("cases", many, {}):
                rows += len(some)
                if rows == 1000:
                    cable.silent()

    assert fault(read) == "The query of the cases takes more than 1 s."
    assert 1000 <= rows < 100_000
    assert caplog.record_tuples == []  # what no handler of ours takes goes to standard error
    cable.whole()
    assert numbers(server, cable, "30s") == [1, 2, 3]


def test_what_came_is_kept_where_it_is_silent_when_we_leave(server: PostgreSQL | MariaDB, cable: Cable) -> None:
    cable.silent_at(LEAVES[server.name])
    assert came_of(lambda: numbers(server, cable)) == [1, 2, 3]
    assert cable.is_silent


def test_a_slow_query_that_brings_rows_has_its_whole_time(server: PostgreSQL | MariaDB, cable: Cable) -> None:
    assert numbers(server, cable, "30s", query=SLOW[server.name]) == [1, 2, 3, 4, 5, 6]
