"""Columns of every type that databases have, and what becomes of their values here."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import READER, PostgreSQL
from tests.sources.databases.erp import read_server
from wallboard.core.records import Batch

pytestmark = pytest.mark.needs_debian

PASSWORD = READER[1]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDB]:
    with MariaDB() as server:
        yield server


def of(server: PostgreSQL | MariaDB, value: str, field: str = "owner", **options: Any) -> Batch:
    """What a read brings of a query with one value."""
    query = {"query": f"SELECT 1 AS no, {value} AS value", "fields": {"number": "no", field: "value"}}
    return read_server(server.url, PASSWORD, cases=query, **options)


def text(server: PostgreSQL | MariaDB, value: str) -> str | None:
    batch = of(server, value)
    assert batch.unusable == ()
    found: str | None = batch.frame("cases")["owner"][0]
    return found


def instant(server: PostgreSQL | MariaDB, value: str, **options: Any) -> tuple[str, bool] | None:
    """The instant that a value is, in UTC, and whether it is a date alone."""
    batch = of(server, value, "opened", **options)
    assert batch.unusable == ()
    at, is_date = batch.frame("cases").select("opened_at", "opened_is_date").row(0)
    return (at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3], is_date) if isinstance(at, datetime) else None


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("12::smallint", "12"),
        ("9223372036854775807::bigint", "9223372036854775807"),
        ("12.00::numeric(10,2)", "12"),
        ("12.50::numeric", "12.5"),
        ("1e20::numeric", "100000000000000000000"),
        ("'NaN'::numeric", None),
        ("'NaN'::float8", None),
        ("2.5::real", "2.5"),
        ("3.0::float8", "3"),
        ("true", "true"),
        ("NULL::boolean", None),
        ("'Jörg Müller 漢字 😀'::text", "Jörg Müller 漢字 😀"),
        ("' padded '::char(20)", "padded"),
        ("''", None),
        ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("'12:30'::time", "12:30:00"),
        ("'2026-11-02'::date", "2026-11-02"),
    ],
)
def test_texts_of_postgresql(postgresql: PostgreSQL, value: str, wanted: str | None) -> None:
    assert text(postgresql, value) == wanted


@pytest.mark.parametrize(
    "value", ["ARRAY[1, 2]", "'{\"a\": 1}'::jsonb", "'\\x6162'::bytea", "'3 days'::interval", "int4range(1, 5)"]
)
def test_what_is_no_plain_value_in_postgresql_spoils_its_row(postgresql: PostgreSQL, value: str) -> None:
    query = f"SELECT no, CASE WHEN no = 3 THEN {value} END AS value FROM generate_series(1, 3) AS numbered(no)"
    cases = {"query": query, "fields": {"number": "no", "owner": "value"}}
    batch = read_server(postgresql.url, PASSWORD, cases=cases)
    assert batch.frame("cases")["number"].to_list() == ["1", "2"]
    assert [(one.count, one.examples) for one in batch.unusable] == [(1, ("3",))]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("'2026-07-01 12:00:00.123456+02'::timestamptz", ("2026-07-01 10:00:00.123", False)),
        ("'2026-07-01 12:00:00'::timestamp", ("2026-07-01 11:00:00.000", False)),
        ("'2026-12-01 12:00:00'::timestamp", ("2026-12-01 12:00:00.000", False)),
        ("'2026-07-01'::date", ("2026-06-30 23:00:00.000", True)),
        ("'2026-07-01T12:00:00Z'::text", ("2026-07-01 12:00:00.000", False)),
        ("NULL::timestamptz", None),
        ("'infinity'::timestamptz", None),
        ("'-infinity'::timestamp", None),
        ("'infinity'::date", None),
    ],
)
def test_times_of_postgresql(postgresql: PostgreSQL, value: str, wanted: tuple[str, bool] | None) -> None:
    assert instant(postgresql, value) == wanted


def test_times_before_our_era_spoil_their_row_alone(postgresql: PostgreSQL) -> None:
    at = "CASE no WHEN 1 THEN now() ELSE '0044-03-15 BC'::timestamptz END AS at"
    query = f"SELECT no, {at} FROM generate_series(1, 2) AS numbered(no)"
    batch = read_server(postgresql.url, PASSWORD, cases={"query": query, "fields": {"number": "no", "opened": "at"}})
    assert batch.frame("cases")["number"].to_list() == ["1"]
    assert batch.unusable[0].examples == ("2",)


def test_times_without_a_zone_are_those_of_the_source(postgresql: PostgreSQL) -> None:
    winter = "'2026-12-01 12:00:00'::timestamp"
    assert instant(postgresql, winter, time_zone="America/New_York") == ("2026-12-01 17:00:00.000", False)


def test_a_column_without_a_zone_is_compared_in_the_zone_of_the_source(postgresql: PostgreSQL) -> None:
    postgresql.run("DROP TABLE IF EXISTS log", "CREATE TABLE log (no integer, at timestamp)")
    postgresql.run("INSERT INTO log VALUES (1, now() AT TIME ZONE 'America/New_York' - interval '1 hour')")
    postgresql.run("INSERT INTO log VALUES (2, now() AT TIME ZONE 'America/New_York' + interval '1 hour')")
    for parameter in (":since", ":since_local"):
        query = f"SELECT no FROM log WHERE at >= {parameter}"
        options = {"cases": {"query": query, "fields": {"number": "no"}}, "time_zone": "America/New_York"}
        first = read_server(postgresql.url, PASSWORD, **options)
        assert first.frame("cases").height == 2
        later = read_server(postgresql.url, PASSWORD, first.token, **options)
        assert later.frame("cases")["number"].to_list() == ["2"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("12", "12"),
        ("18446744073709551615", "18446744073709551615"),
        ("cast(12 AS decimal(10,2))", "12"),
        ("cast(12.5 AS decimal(10,2))", "12.5"),
        ("2.5e0", "2.5"),
        ("true", "1"),
        ("'Jörg Müller 漢字 😀'", "Jörg Müller 漢字 😀"),
        ("''", None),
        ("cast('2026-11-02' AS date)", "2026-11-02"),
        ("cast('2026-11-02 08:00:00' AS datetime)", "2026-11-02 08:00:00"),
    ],
)
def test_texts_of_mariadb(mariadb: MariaDB, value: str, wanted: str | None) -> None:
    assert text(mariadb, value) == wanted


@pytest.mark.parametrize("charset", ["latin1", "utf8mb4", "ucs2"])
def test_umlauts_come_in_every_character_set(mariadb: MariaDB, charset: str) -> None:
    mariadb.run("DROP TABLE IF EXISTS names", f"CREATE TABLE names (value varchar(40)) CHARACTER SET {charset}")
    mariadb.run("INSERT INTO names VALUES ('Jörg Müßig')")
    assert text(mariadb, "(SELECT value FROM names)") == "Jörg Müßig"


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("datetime", "2026-07-01 12:00:00", ("2026-07-01 11:00:00.000", False)),
        ("datetime(6)", "2026-07-01 12:00:00.123456", ("2026-07-01 11:00:00.123", False)),
        ("date", "2026-07-01", ("2026-06-30 23:00:00.000", True)),
        ("datetime", "0000-00-00 00:00:00", None),
        ("date", "0000-00-00", None),
    ],
)
def test_times_of_mariadb(mariadb: MariaDB, kind: str, value: str, wanted: tuple[str, bool] | None) -> None:
    mariadb.run("DROP TABLE IF EXISTS times", f"CREATE TABLE times (value {kind})")
    mariadb.run(f"INSERT INTO times VALUES ('{value}')")
    assert instant(mariadb, "(SELECT value FROM times)") == wanted


def test_a_timestamp_of_mariadb_is_an_instant_in_whatever_zone_the_server_stands(mariadb: MariaDB) -> None:
    mariadb.run("DROP TABLE IF EXISTS times", "CREATE TABLE times (value timestamp(3))")
    with mariadb.connection() as root, root.cursor() as cursor:
        cursor.execute("SET time_zone = '+05:30'")
        cursor.execute("INSERT INTO times VALUES ('2026-07-01 12:00:00')")
    assert instant(mariadb, "(SELECT value FROM times)") == ("2026-07-01 06:30:00.000", False)
