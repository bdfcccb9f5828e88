"""Databases that fail for real, seen from a board: the word that the wall shows, and the rows that it keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import READER, PostgreSQL
from tests.sources.databases.erp import CASES, EVENTS, TABLES, Erp
from tests.test_source_faults import BOARD, Wall, yaml_text
from tests.waiting import until
from wallboard.config.load import load_board
from wallboard.store.places import Places

PASSWORD = READER[1]
CHANGES_PASSWORD = {
    "PostgreSQL": "ALTER ROLE reader PASSWORD 'another'",
    "MariaDB": "ALTER USER reader@'%' IDENTIFIED BY 'another'",
}


@contextmanager
def wall_of(folder: Path, **source: Any) -> Iterator[Wall]:
    """A wall with one source, which has been read well."""
    path = folder / "board.yaml"
    statuses = {"open": ["Open"], "closed": ["Closed"]}
    desk = {"type": "sql", "every": "60s", "cases": CASES, "events": EVENTS, **source}
    path.write_text(yaml_text({**BOARD, "statuses": statuses, "sources": {"desk": desk}}))
    places = Places(folder / "state")
    places.make()
    wall = Wall(load_board(path), places, {"desk": PASSWORD}.__getitem__)
    try:
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 3)
        yield wall
    finally:
        wall.collector.end()


@pytest.fixture(params=[PostgreSQL, MariaDB])
def server(request: pytest.FixtureRequest) -> Iterator[PostgreSQL | MariaDB]:
    with request.param() as server:
        server.run(*TABLES)
        for number in range(1, 4):
            add(server, number)
        yield server


def add(server: PostgreSQL | MariaDB, number: int, at: str = "2026-11-02 08:00:00") -> None:
    server.run(f"INSERT INTO cases VALUES ({number}, 'Order', 'Open', 'Kim', '{at}', '2199-01-01')")


def on(server: PostgreSQL | MariaDB) -> dict[str, Any]:
    """What a source on the server says of it; its columns of times are texts, as in the small ERP."""
    cases = {**CASES, "query": str(CASES["query"]).replace(":since", "cast(:since_on AS char(10))")}
    events = {**EVENTS, "query": str(EVENTS["query"]).replace(":since", "cast(:since_on AS char(10))")}
    return {"url": server.url, "sign_in": {"secret": "desk"}, "cases": cases, "events": events}


@pytest.mark.needs_debian
def test_a_server_that_is_killed_is_late_then_stale_and_live_again(
    tmp_path: Path, server: PostgreSQL | MariaDB
) -> None:
    with wall_of(tmp_path, **on(server)) as wall:
        server.server.kill()
        wall.poll()
        assert (wall.word(), wall.rows) == ("LATE", 3)
        assert wall.word(days_later=1) == "STALE"
        assert wall.says().startswith(f"{server.name} cannot be reached.")
        server.server.start()
        until(lambda: wall.poll().fault is None, "it is read again")
        assert (wall.word(), wall.rows) == ("LIVE", 3)


@pytest.mark.needs_debian
def test_a_password_that_was_changed_is_failed_and_names_the_secret(
    tmp_path: Path, server: PostgreSQL | MariaDB
) -> None:
    with wall_of(tmp_path, **on(server)) as wall:
        server.run(CHANGES_PASSWORD[server.name])
        wall.poll()
        assert (wall.word(), wall.rows) == ("FAILED", 3)
        assert "“desk”" in wall.says()
        assert PASSWORD not in wall.says()


@pytest.mark.needs_debian
def test_a_table_that_is_renamed_is_failed_and_keeps_its_rows(tmp_path: Path, server: PostgreSQL | MariaDB) -> None:
    with wall_of(tmp_path, **on(server)) as wall:
        server.run("ALTER TABLE history RENAME TO old_history")
        add(server, 4)
        wall.poll()
        assert (wall.word(), wall.rows) == ("FAILED", 3), "nothing of a read that failed half-way is kept"
        assert wall.says().startswith("The query of the events asks for a table")
        server.run("ALTER TABLE old_history RENAME TO history")
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 4)


def test_what_changes_in_a_database_is_on_the_wall_at_the_next_poll(tmp_path: Path) -> None:
    erp = Erp(tmp_path)
    for number in range(1, 4):
        erp.add(number)
    with wall_of(tmp_path, file="erp.db", full_every="1h") as wall:
        erp.add(4, changed="2026-11-23 10:01:30")
        assert wall.poll().fault is None
        assert (wall.word(), wall.rows, wall.batch.rows) == ("LIVE", 4, 1)
        erp.run("DELETE FROM cases WHERE no = 1")
        wall.poll()
        assert wall.rows == 4
        wall.poll(minutes=60)
        assert (wall.word(), wall.rows, wall.batch.rows) == ("LIVE", 3, 3)


def test_a_file_that_is_gone_is_late_and_one_that_is_no_database_failed(tmp_path: Path) -> None:
    erp = Erp(tmp_path)
    for number in range(1, 4):
        erp.add(number)
    with wall_of(tmp_path, file="erp.db") as wall:
        file = tmp_path / "erp.db"
        kept = file.rename(tmp_path / "elsewhere.db")
        wall.poll()
        assert (wall.word(), wall.rows) == ("LATE", 3)
        file.write_text("not a database at all, whatever its name " * 100)
        wall.poll()
        assert (wall.word(), wall.rows) == ("FAILED", 3)
        kept.rename(file)
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 3)


def test_a_query_that_takes_too_long_is_late(tmp_path: Path) -> None:
    erp = Erp(tmp_path)
    for number in range(1, 4):
        erp.add(number)
    erp.run("CREATE TABLE many (no INTEGER)")
    endless = "WITH RECURSIVE n(no) AS (SELECT 1 UNION ALL SELECT n.no + 1 FROM n WHERE EXISTS (SELECT 1 FROM many))"
    cases = {
        **CASES,
        "query": f"{endless} SELECT cases.* FROM cases WHERE changed >= :since AND (SELECT max(no) FROM n) > 0",
    }
    with wall_of(tmp_path, file="erp.db", cases=cases, time_limit="1s") as wall:
        erp.run("INSERT INTO many VALUES (1)")
        erp.add(4, changed="2199-01-01 00:00:00")
        wall.poll()
        assert (wall.word(), wall.rows) == ("LATE", 3)
        assert wall.says().startswith("The query of the cases takes more than 1 s.")
