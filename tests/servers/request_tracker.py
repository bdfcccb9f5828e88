"""A real Request Tracker from Debian's packages, on a database of its own: seeded by its own interface, read by SQL."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from tests.servers.application import Application
from tests.servers.debian import needs, version_of
from tests.servers.kept import prepared
from tests.servers.process import HOST, Server

USER: Final = "wallboard"
STRANGER: Final = "stranger"
"""An account of the same password that may see nothing."""
PASSWORD: Final = "a board reads only"
OFFICE_ZONE: Final = "America/New_York"
"""The zone of the account that reads, which is not the server's (UTC): Request Tracker reads bare times in it."""

_PACKAGES: Final = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone")
_SET_UP: Final = Path("/usr/sbin/rt-setup-database-5")
_SERVER: Final = Path("/usr/share/request-tracker5/libexec/rt-server")
_ADMINISTRATOR: Final = ("root", "password")  # as the package's own first data has it
_CONFIGURATION: Final = """\
Set($rtname, 'rt.test'); Set($Organization, 'rt.test'); Set($Timezone, 'UTC');
Set($WebPath, ''); Set($WebDomain, '127.0.0.1'); Set($WebPort, {port});
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '{database}');
Set($LogToSyslog, undef); Set($LogToSTDERR, 'error'); Set($MailCommand, 'testfile'); Set($RecordOutgoingEmail, 0);
1;
"""
# What a board needs of rights and no more: to see queues and tickets. People may own tickets.
_FIRST_DATA: Final = f"""\
@Users = (
    {{ Name => '{USER}', Password => '{PASSWORD}', Privileged => 1, Timezone => '{OFFICE_ZONE}', Disabled => 0 }},
    {{ Name => '{STRANGER}', Password => '{PASSWORD}', Privileged => 1, Disabled => 0 }},
);
@ACL = (
    (map {{ {{ UserId => '{USER}', Right => $_ }} }} qw(SeeQueue ShowTicket)),
    {{ GroupDomain => 'SystemInternal', GroupType => 'Privileged', Right => 'OwnTicket' }},
);
"""
_RECIPE: Final = "1"


class RequestTracker(Application):
    """A started Request Tracker with a copy of the prepared database in `folder`; ended with the context."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "rtdb")
        self.session.auth = _ADMINISTRATOR
        shutil.copy(_made() / "rtdb", self.database)
        self._folder = folder
        self.server = Server(self._command, folder / "log", environment=_environment(folder))

    def _command(self, port: int) -> list[str | Path]:
        _configure(self._folder, self.database, port)
        log = self._folder / "requests"
        return [_SERVER, "--server", "Standalone", "--host", HOST, "--port", str(port), "--access-log", log]

    def requests(self) -> list[str]:
        """A line for each request that it has answered."""
        log = self._folder / "requests"
        return log.read_text().splitlines() if log.exists() else []

    def create(self, queue: str, **fields: Any) -> int:
        """A new ticket's number."""
        answer = self.call("POST", "REST/2.0/ticket", {"Queue": queue, "Subject": "a case", "Content": "…", **fields})
        return int(answer["id"])

    def change(self, ticket: int, **fields: Any) -> None:
        """Sets fields of a ticket, as its page would."""
        said = self.call("PUT", f"REST/2.0/ticket/{ticket}", fields)
        assert all(" changed from " in one or one == "Merge Successful" for one in said), said

    def delete(self, ticket: int) -> None:
        """Gives a ticket the status *deleted*, which hides it everywhere."""
        self.call("DELETE", f"REST/2.0/ticket/{ticket}")

    def shred(self, ticket: int) -> None:
        """Removes a ticket for good, with its transactions, as the shredder does for a request to be forgotten."""
        with closing(sqlite3.connect(self.database, timeout=30)) as own, own:
            own.execute("DELETE FROM Transactions WHERE ObjectType = 'RT::Ticket' AND ObjectId = ?", (ticket,))
            own.execute("DELETE FROM Tickets WHERE id = ?", (ticket,))

    def add_queue(self, name: str) -> None:
        """A new queue."""
        self.call("POST", "REST/2.0/queue", {"Name": name})

    def add_user(self, name: str, real_name: str) -> None:
        """A new user who may own tickets."""
        self.call("POST", "REST/2.0/user", {"Name": name, "RealName": real_name, "Privileged": 1})

    def set_zone(self, zone: str) -> None:
        """Gives the account that reads a time zone, as its owner may."""
        self.call("PUT", f"REST/2.0/user/{USER}", {"Timezone": zone})

    def multiply(self, ticket: int, times: int) -> None:
        """So many copies of a ticket and its transactions, each a second older than the one before, by SQL: its
        interface takes a third of a second for each."""
        with closing(sqlite3.connect(self.database, timeout=30)) as own, own:
            first = own.execute("SELECT max(id) + 1 FROM Tickets").fetchone()[0]
            for table, key in (("Tickets", "id"), ("Transactions", "ObjectId")):
                _copy(own, table, key, ticket, first, times)


def _copy(own: sqlite3.Connection, table: str, key: str, ticket: int, first: int, times: int) -> None:
    """Copies the rows of a ticket in one table, numbered from `first` on, each copy a second older."""
    older = {column: f"datetime(t.{column}, -s.n || ' seconds')" for column in ("Created", "LastUpdated")}
    new = {**older, key: ":first + s.n - 1", "EffectiveId": ":first + s.n - 1"}
    columns = [row[1] for row in own.execute(f"PRAGMA table_info({table})") if row[1] != "id" or key == "id"]
    terms = [new.get(column, f"t.{column}") for column in columns]
    own.execute(
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :times)"
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(terms)} FROM s JOIN {table} t"
        f" ON t.{key} = :ticket{' AND t.ObjectType = :type' if key != 'id' else ''} ORDER BY s.n, t.id",
        {"times": times, "first": first, "ticket": ticket, "type": "RT::Ticket"},
    )


def _made() -> Path:
    needs(*_PACKAGES)
    return prepared(f"request-tracker-{version_of(_PACKAGES[0])}-{_RECIPE}", _make)


def _make(folder: Path) -> None:
    _configure(folder, folder / "rtdb", 80)
    folder.joinpath("first-data").write_text(_FIRST_DATA)
    _set_up(folder, "--action", "init", "--skip-create", "--dba", "", "--dba-password", "")
    _set_up(folder, "--action", "insert", "--datafile", str(folder / "first-data"), "--dba", "", "--dba-password", "")


def _set_up(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [_SET_UP, *words],
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        pytest.fail(f"Request Tracker could not be set up: {done.stdout[-2000:]} {done.stderr[-2000:]}")


def _configure(folder: Path, database: Path, port: int) -> None:
    folder.joinpath("site.d").mkdir(exist_ok=True)
    text = _CONFIGURATION.replace("{port}", str(port)).replace("{database}", str(database))
    folder.joinpath("RT_SiteConfig.pm").write_text(text)


def _environment(folder: Path) -> dict[str, str]:
    return {"RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"), "RT_SITE_CONFIG_DIR": str(folder / "site.d")}
