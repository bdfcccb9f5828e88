"""A small ERP in a database: its tables, its rows, and the options of a source that reads them."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from wallboard.core.records import Batch
from wallboard.sources.contract import Look, ReadRequest
from wallboard.sources.sql import Options, look, read

NOW_US = 1_795_000_000_000_000  # 2026-11-18 11:06:40 UTC
MINUTE_US = 60_000_000
DAY_US = 86_400_000_000

TABLES = (
    "CREATE TABLE cases (no INTEGER PRIMARY KEY, kind TEXT, state TEXT, agent TEXT, created TEXT, changed TEXT)",
    "CREATE TABLE history (no INTEGER, at TEXT, what TEXT, value TEXT)",
    "CREATE TABLE leave_days (agent TEXT, first_day TEXT, last_day TEXT)",
)
CASES = {
    "query": "SELECT no, kind, state, agent, created FROM cases WHERE changed >= :since",
    "fields": {"number": "no", "type": "kind", "status": "state", "owner": "agent", "opened": "created"},
}
EVENTS = {
    "query": "SELECT no, at, what, value FROM history WHERE at >= :since ORDER BY at",
    "fields": {"number": "no", "at": "at", "kind": {"column": "what", "values": {"ST": "status"}}, "to": "value"},
}
WHOLE_CASES = {**CASES, "query": "SELECT no, kind, state, agent, created FROM cases"}


class Erp:
    """An SQLite database in a folder, and a source that reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run(*TABLES)

    def run(self, *statements: str) -> None:
        """Carries out statements."""
        with closing(sqlite3.connect(self.folder / "erp.db")) as own, own:
            for statement in statements:
                own.execute(statement)

    def add(self, number: int, state: str = "Open", changed: str = "2026-11-01 08:00:00", agent: str = "Kim") -> None:
        """A case, put in or in the place of one with its number."""
        row = (number, "Order", state, agent, "2026-11-01 08:00:00", changed)
        with closing(sqlite3.connect(self.folder / "erp.db")) as own, own:
            own.execute("INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?)", row)

    def read(self, now_us: int = NOW_US, token: str = "", **options: Any) -> Batch:
        """What a read brings."""
        given = {"file": "erp.db", **(options or {"cases": CASES})}
        found = read(options_of(given), request(self.folder, now_us, token))
        assert found is not None
        return found


def options_of(given: Mapping[str, Any]) -> Options:
    """The options of a source as a board gives them."""
    return Options.model_validate(given)


def request(
    folder: Path,
    now_us: int = NOW_US,
    token: str = "",
    *,
    secret: Callable[[str], str] | None = None,
) -> ReadRequest:
    """One read by an organisation in London."""
    return ReadRequest("erp", folder, now_us, "Europe/London", token, secret=secret)


def read_server(
    url: str,
    password: str,
    token: str = "",
    *,
    user: str | None = None,
    **options: Any,
) -> Batch:
    """What a read of a database server brings; its secret is called erp."""
    sign_in = {"secret": "erp"} | ({"user": user} if user else {})
    given = options_of({"url": url, "sign_in": sign_in, **options})
    found = read(given, request(Path(), token=token, secret={"erp": password}.__getitem__))
    assert found is not None
    return found


def look_at_server(url: str, password: str, **options: Any) -> Look:
    """What a look at a database server tells."""
    given = options_of({"url": url, "sign_in": {"secret": "erp"}, **options})
    return look(given, request(Path(), secret={"erp": password}.__getitem__))
