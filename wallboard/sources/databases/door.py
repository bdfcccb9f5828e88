"""A database as it is reached for one read: its address, its driver, encryption, and a transaction that only reads."""

import sqlite3
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any, Final

import certifi
from sqlalchemy import URL, Connection, CursorResult, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest
from wallboard.sources.databases.kinds import Kind, Parameters, Row, kind_of
from wallboard.sources.databases.options import Options
from wallboard.sources.databases.patience import GRACE_S, Patience
from wallboard.sources.databases.troubles import Asking, told
from wallboard.sources.mapping.plain import MOST_ROWS
from wallboard.sources.web.trust import context_of

SLICE: Final = 500
_CONNECT_S: Final = 10
_BUSY_S: Final = 5
# After so long no further query is begun: with the last one's limit a read then ends before it counts as hung.
_LONGEST_S: Final = 50
_STEPS: Final = 10_000  # of SQLite's machine between two looks at the clock: about a thousandth of a second
_LONGEST_VALUE: Final = 64_000_000  # of SQLite's, in bytes: a function can make more than a machine has
_LOCAL: Final = ("", "localhost", "127.0.0.1", "::1")


@dataclass
class Database:
    """A database in a transaction that only reads."""

    asking: Asking
    kind: Kind
    limit_s: float
    connection: Connection
    patience: Patience
    _until_s: list[float] = field(default_factory=lambda: [float("inf")])
    ends_s: float = field(default_factory=lambda: monotonic() + _LONGEST_S)

    def clock_us(self, now_us: int) -> int:
        """Its own time; the reader's where it has none of its own."""
        if self.kind.clock is None:
            return now_us
        with self._waiting(self.asking):
            return round(float(self.connection.exec_driver_sql(self.kind.clock).scalar_one()) * 1e6)

    def slices(self, resource: str, query: str, since: Parameters) -> Iterator[tuple[Sequence[str], list[Row]]]:
        """The names of a query's columns, without rows at first, and then with some hundred rows at a time.

        Raises SourceFault for whatever goes wrong, for more rows than a board is made for, and beyond the time limit.
        """
        at = self.asking.of(resource, self.limit_s)
        rows = 0
        with self._waiting(at):
            result = self._asked(query, since)
            columns = result.cursor.description if result.cursor is not None else ()
            names = list(result.keys())
            cursor = result.cursor
            try:
                yield names, []
                for part in result.partitions(SLICE):
                    rows += len(part)
                    if rows > MOST_ROWS:
                        fault = words("sql.long", resource=resource, most=MOST_ROWS)
                        raise NeedsPerson(fault, words("sql.remedy.slow"))
                    yield names, self.kind.rows(columns, [tuple(row) for row in part])
                    if monotonic() > self._until_s[0]:
                        raise at.slow()
            finally:
                self.kind.let_go(cursor)

    def count(self, resource: str, query: str, since: Parameters) -> int:
        """How many rows a query brings."""
        with self._waiting(self.asking.of(resource, self.limit_s)):
            counted = f"SELECT count(*) FROM (\n{query}\n) counted"  # noqa: S608  the board's own query
            return int(self._asked(counted, since).scalar_one())

    def first(self, resource: str, query: str, since: Parameters) -> tuple[int, Sequence[str], list[Row]]:
        """How many rows a query brings, the names of their columns, and some of the rows."""
        total = self.count(resource, query, since)
        with self._waiting(self.asking.of(resource, self.limit_s)):
            result = self._asked(query, since)
            names = list(result.keys())
            rows = [tuple(row) for row in result.fetchmany(SLICE)]
            self.kind.let_go(result.cursor)
            return total, names, rows

    @contextmanager
    def _waiting(self, asking: Asking) -> Iterator[None]:
        with told(asking), self.patience.at_most(self.limit_s + GRACE_S, asking):
            yield

    def _asked(self, query: str, since: Parameters) -> CursorResult[Any]:
        now_s = monotonic()
        if now_s > self.ends_s:
            fault = words("sql.slow-all", where=self.asking.where, n=_LONGEST_S)
            raise Passing(fault, words("sql.remedy.slow-all"))
        self._until_s[0] = now_s + self.limit_s
        statement = text(query)
        wanted = {name: since[name] for name in statement._bindparams}  # noqa: SLF001  its only list of them
        return self.connection.execution_options(yield_per=SLICE).execute(statement, wanted)


@contextmanager
def opened(options: Options, request: ReadRequest) -> Iterator[Database]:
    """A database for one read. Raises SourceFault where it cannot be reached, or does not let us in."""
    url = _url(options, request)
    kind = kind_of(url.get_backend_name())
    file = url.database if kind.name == "SQLite" else None
    host = url.host or ""
    where = Path(file).name if file else f"{kind.name} ({host})" if host not in _LOCAL else kind.name
    asking = Asking(where, url.username or "", options.sign_in.secret or "", is_file=file is not None)
    if file is not None and not Path(file).is_file():
        raise Passing(words("file.missing", path=options.file or ""), words("sql.remedy.file"))
    until_s = [float("inf")]
    within_s = options.time_limit + GRACE_S
    with told(asking):
        engine = _engine(url, kind, options, request.folder, until_s)
    event.listen(engine, "handle_error", partial(_let_go, kind))
    with Patience(engine.driver) as patience:
        # Before SQLAlchemy's own, which asks who the server is.
        event.listen(engine, "connect", patience.watch, insert=True)
        with told(asking), patience.at_most(within_s, asking):
            connection = engine.connect()
        try:
            with told(asking), patience.at_most(within_s, asking):
                kind.begin(connection, options.time_limit, options.time_zone or request.time_zone)
            yield Database(asking, kind, options.time_limit, connection, patience, until_s)
        finally:
            # Nothing was written, so that nothing is lost with it; and what a query still brings is not waited for.
            with patience.at_most(GRACE_S, asking):
                connection.invalidate()
                connection.close()


def _let_go(kind: Kind, broken: ExceptionContext) -> None:
    """SQLAlchemy lets go of a query that failed, but not where the connection broke with it."""
    cursor = getattr(broken.execution_context, "cursor", None)
    if broken.is_disconnect and cursor is not None:
        kind.let_go(cursor)


def _url(options: Options, request: ReadRequest) -> URL:
    if options.file is not None:
        return URL.create("sqlite", database=str(request.folder / options.file))
    try:
        url = make_url(options.url or "")
    except ArgumentError as fault:
        raise NeedsPerson(
            words("sql.kind", kind=(options.url or "").partition(":")[0]), words("sql.remedy.kind")
        ) from fault
    kind = kind_of(url.get_backend_name())
    if kind.driver and "+" not in url.drivername:
        url = url.set(drivername=f"{url.drivername}+{kind.driver}")
    if options.sign_in.user is not None:
        url = url.set(username=options.sign_in.user)
    if options.sign_in.secret is not None and request.secret is not None:
        url = url.set(password=request.secret(options.sign_in.secret))
    return url


def _engine(url: URL, kind: Kind, options: Options, folder: Path, until_s: list[float]) -> Engine:
    if kind.name == "SQLite":
        own = partial(_sqlite, str(url.database), until_s, options.driver)
        return create_engine("sqlite://", creator=own, poolclass=NullPool)
    try:
        # One connection a read: a database that was restarted between two of them is none the worse for it.
        engine = create_engine(url, connect_args=_taken(url, kind, options, folder), poolclass=NullPool)
    except NoSuchModuleError as fault:
        raise NeedsPerson(words("sql.kind", kind=url.drivername), words("sql.remedy.kind")) from fault
    except ImportError as fault:
        package = (fault.name or url.get_driver_name()).partition(".")[0]
        said = words("sql.driver", kind=kind.name, package=package)
        raise NeedsPerson(said, words("sql.remedy.driver", package=package)) from fault
    if url.get_driver_name() == "psycopg":
        event.listen(engine, "connect", _bear_any_time)
    return engine


def _sqlite(file: str, until_s: list[float], driver: Mapping[str, Any]) -> sqlite3.Connection:
    address = f"{Path(file).absolute().as_uri()}?mode=ro"
    taken: dict[str, Any] = {"timeout": _BUSY_S, **driver, "uri": True}
    connection: sqlite3.Connection = sqlite3.connect(address, **taken)
    # Text that is broken spoils its row, not the read.
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.set_progress_handler(lambda: monotonic() > until_s[0], _STEPS)
    return connection


def _taken(url: URL, kind: Kind, options: Options, folder: Path) -> dict[str, Any]:
    """What the driver takes beside the address: how long it may connect, and by whose certificates it trusts.

    Raises NeedsPerson where the authority's file is not there.
    """
    within_s = ceil(options.time_limit + GRACE_S)
    taken: dict[str, Any] = {"connect_timeout": min(_CONNECT_S, within_s)} if kind.driver else {}
    if kind.driver == "pymysql":
        taken |= {"charset": "utf8mb4", "read_timeout": within_s}
    host = url.host or ""
    is_encrypted = host not in _LOCAL if options.is_encrypted is None else options.is_encrypted
    if kind.driver and (is_encrypted or options.authority is not None):
        trusted = context_of(options.authority, folder)
        if kind.driver == "pymysql":
            taken["ssl"] = trusted
        else:
            taken |= {"sslmode": "verify-full", "sslrootcert": _trusted_file(options.authority, folder)}
    return {**taken, **options.driver}


def _trusted_file(authority: str | None, folder: Path) -> str:
    """The certificates that a driver trusts which takes them from a file: the board's own authority's, or those of this
    machine."""
    if authority is not None:
        return str(folder / authority)
    own = (ssl.get_default_verify_paths().cafile, "/etc/ssl/certs/ca-certificates.crt")
    return next((file for file in own if file and Path(file).is_file()), certifi.where())


def _bear_any_time(connection: Any, _: object) -> None:
    """Lets times that Python has none for, such as infinity, be texts: they spoil their row, not the read."""
    from psycopg import DataError  # noqa: PLC0415  only where it speaks to the database
    from psycopg.adapt import Loader  # noqa: PLC0415
    from psycopg.pq import Format  # noqa: PLC0415

    for name in ("date", "timestamp", "timestamptz"):
        oid = connection.adapters.types[name].oid
        strict = connection.adapters.get_loader(oid, Format.TEXT)

        class Bearing(Loader):
            def __init__(self, oid: int, context: Any = None, strict: Any = strict) -> None:
                super().__init__(oid, context)
                self._strict = strict(oid, context)

            def load(self, data: Any) -> Any:
                try:
                    return self._strict.load(data)
                except DataError:
                    return bytes(data).decode("ascii", "replace")

        connection.adapters.register_loader(oid, Bearing)
