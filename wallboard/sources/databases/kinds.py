"""What each kind of database needs said: to only read, to keep a time limit, and how it counts time."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from wallboard.core.local_time import EPOCH_AT

Row = tuple[Any, ...]
Parameters = Mapping[str, Any]

# Longer than any clock takes from the overlap of a read to the end of the hour in which it may be put back.
_TURN: Final = timedelta(hours=3)
_PLAIN_EPOCH: Final = EPOCH_AT.replace(tzinfo=None)  # before which some have no times to compare with
_CLOCK: Final = "SELECT UNIX_TIMESTAMP(SYSDATE(6))"
_TIMESTAMP: Final = 7  # of MySQL's protocol: such a column counts from 1970, where a DATETIME is what somebody wrote


def _no_words(_: Connection, __: float, ___: str) -> None:
    """A kind of which nothing is known that every such database understands."""


def _as_it_is(_: Sequence[Any], rows: list[Row]) -> list[Row]:
    return rows


def _drop(cursor: Any) -> None:
    for _ in range(2):  # where the connection breaks at the first, psycopg's are not closed before the second
        with suppress(Exception):  # of a connection that broke there is nothing to close
            cursor.close()


def _plain(at: datetime) -> Any:
    return at.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of database is spoken to.

    `begin(connection, limit_s, time_zone)` begins a transaction that only reads, all of whose queries see one state.
    `clock` is the statement that tells the database's own time in seconds since 1970; None where it has the reader's.
    `moment` makes a parameter of an instant in UTC or in the source's zone; `knows_zones` tells that it compares an
    instant rightly with columns that have a zone, and in the source's zone with those that have none. `rows` gives the
    columns of a fetch the zones that their types have. `let_go(cursor)` drops what a query still brings. `driver` is
    the one that comes with Wallboard.
    """

    name: str
    driver: str = ""
    begin: Callable[[Connection, float, str], None] = _no_words
    clock: str | None = None
    moment: Callable[[datetime], Any] = _plain
    rows: Callable[[Sequence[Any], list[Row]], list[Row]] = _as_it_is
    let_go: Callable[[Any], None] = _drop
    only_reads: bool = True
    knows_zones: bool = False

    def since(self, at_us: int, time_zone: str) -> Parameters:
        """The parameters that a query may ask for, of an instant.

        Nobody sees in a time without a zone whether it is meant in UTC or in the zone in which it is read: of the two
        `since` is the earlier, since a row that comes again costs less than one that never comes. The local one is
        never later than any time that a clock shows afterwards, were it put back.
        """
        at = EPOCH_AT + timedelta(microseconds=at_us)
        plain = at.replace(tzinfo=None)
        local = min(one.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) - (one - at) for one in (at, at + _TURN))
        on: Any = local.date()
        return {
            "since": self.moment(at if self.knows_zones else max(min(plain, local), _PLAIN_EPOCH)),
            "since_local": self.moment(local),
            "since_on": on.isoformat() if self.name == "SQLite" else on,
            "since_s": at_us // 1_000_000,
            "since_ms": at_us // 1_000,
        }


def _begin_postgresql(connection: Connection, limit_s: float, time_zone: str) -> None:
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    setting = text("SELECT set_config('statement_timeout', :limit_ms, true), set_config('TimeZone', :zone, true)")
    connection.execute(setting, {"limit_ms": str(round(limit_s * 1000)), "zone": time_zone})


def _begin_mysql(connection: Connection, limit_s: float, _: str) -> None:
    is_mariadb = bool(getattr(connection.dialect, "is_mariadb", False))
    limit = ("max_statement_time", limit_s) if is_mariadb else ("max_execution_time", round(limit_s * 1000))
    connection.execute(text(f"SET SESSION {limit[0]} = :limit, SESSION time_zone = '+00:00'"), {"limit": limit[1]})
    connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")


def _drop_mysql(cursor: Any) -> None:
    """PyMySQL reads all that is left before it lets a query go, and fails at that where the server has gone."""
    result = getattr(cursor, "_result", None)
    if result is not None:
        result.unbuffered_active, result.connection = False, None
        cursor.connection = None


def _in_utc(columns: Sequence[Any], rows: list[Row]) -> list[Row]:
    places = {place for place, column in enumerate(columns) if column[1] == _TIMESTAMP}
    if not places:
        return rows
    return [tuple(_of_utc(value) if at in places else value for at, value in enumerate(row)) for row in rows]


def _of_utc(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _begin_sqlite(connection: Connection, _: float, __: str) -> None:
    connection.exec_driver_sql("PRAGMA query_only = ON")
    connection.exec_driver_sql("BEGIN")


def _begin_oracle(connection: Connection, _: float, __: str) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _of_mysql(name: str) -> Kind:
    return Kind(name, "pymysql", begin=_begin_mysql, clock=_CLOCK, rows=_in_utc, let_go=_drop_mysql)


KINDS: Final[Mapping[str, Kind]] = {
    "postgresql": Kind(
        "PostgreSQL",
        "psycopg",
        begin=_begin_postgresql,
        clock="SELECT extract(epoch FROM transaction_timestamp())",
        moment=lambda at: at,
        knows_zones=True,
    ),
    "mysql": _of_mysql("MySQL"),
    "mariadb": _of_mysql("MariaDB"),
    "sqlite": Kind("SQLite", begin=_begin_sqlite, moment=lambda at: f"{at:%Y-%m-%d %H:%M:%S}"),
    "oracle": Kind("Oracle", begin=_begin_oracle),
}


def kind_of(dialect: str) -> Kind:
    """How a kind of database is spoken to, by SQLAlchemy's name for it.

    Of one that is not known here no transaction is ever committed, and that is all that keeps it from being written.
    """
    return KINDS.get(dialect) or Kind(dialect, only_reads=False)
