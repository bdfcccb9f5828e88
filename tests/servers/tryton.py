"""A real Tryton: installed once, its database kept, started from a copy; spoken to as its own clients do."""

import base64
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests

from tests.servers.kept import ROOT, environment, prepared, program
from tests.servers.process import Server

DATABASE = "office"
PASSWORD = "only for tests"
MODULES = ("sale_opportunity", "project", "timesheet")
SALESPEOPLE = ("Amira Haddad", "Jörg Größmann")
COMPANY = {"company": 1}
NO_CALL_TAKES_S = 60


@dataclass
class Tryton:
    """A running Tryton of one company, with its administrator signed in.

    `key` lets a user of its own, `wallboard`, read over REST; `database` is its SQLite file.
    """

    server: Server
    database: Path
    key: str
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def url(self) -> str:
        """The address that a board names: the server's and the database's."""
        return f"{self.server.url}/{DATABASE}"

    def sign_in(self) -> None:
        """As its clients do."""
        user, token, *_ = self.rpc("common.db.login", "admin", {"password": PASSWORD}, "en")
        signed = base64.b64encode(f"admin:{user}:{token}".encode()).decode()
        self.session.headers["Authorization"] = f"Session {signed}"

    def rpc(self, method: str, *params: Any) -> Any:
        """A call of its clients' interface. Fails where it answers with an error."""
        body = {"id": 1, "method": method, "params": list(params)}
        answer = self.session.post(f"{self.url}/rpc/", json=body, timeout=NO_CALL_TAKES_S)
        answer.raise_for_status()
        told = answer.json()
        assert "error" not in told, f"{method}: {told['error']}"
        return told["result"]

    def call(self, model: str, method: str, *arguments: Any) -> Any:
        """A method of a model, as the company's own."""
        return self.rpc(f"model.{model}.{method}", *arguments, COMPANY)

    def create(self, model: str, *values: dict[str, Any]) -> list[int]:
        """New records; their ids."""
        ids: list[int] = self.call(model, "create", list(values))
        return ids

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in its database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(query, values).fetchall()

    def by_script(self, statement: str, *values: Any) -> None:
        """What an administrator's script does behind Tryton's back."""
        with closing(sqlite3.connect(self.database, timeout=30)) as database, database:
            database.execute(statement, values)

    def leads(self, *owners: str | None, **values: Any) -> list[int]:
        """New leads, each of a salesperson or of nobody."""
        owned = [{"employee": self.employees[owner]} if owner else {} for owner in owners]
        return self.create("sale.opportunity", *({"description": "A lead", **values, **one} for one in owned))

    @cached_property
    def employees(self) -> dict[str, int]:
        """The ids of the employees by name."""
        rows = self.call("company.employee", "search_read", [], 0, None, None, ["rec_name"])
        return {row["rec_name"]: row["id"] for row in rows}

    @cached_property
    def customer(self) -> int:
        """A customer, with an address."""
        return self.create("party.party", {"name": "Ærø Værft", "addresses": [["create", [{}]]]})[0]

    def press(self, button: str, *ids: int, model: str = "sale.opportunity") -> None:
        """A button of its form: lead, opportunity, convert, lost, cancel."""
        self.call(model, button, list(ids))

    def win(self, opportunity: int) -> None:
        """From a lead to a confirmed sale, which is what wins an opportunity there."""
        self.call("sale.opportunity", "write", [opportunity], {"party": self.customer})
        self.press("opportunity", opportunity)
        self.press("convert", opportunity)
        sales = self.call("sale.opportunity", "read", [opportunity], ["sales"])[0]["sales"]
        price = {"__class__": "Decimal", "decimal": "100"}
        line = {"quantity": 1, "unit_price": price, "description": "An instrument"}
        by_hand = {"invoice_method": "manual", "shipment_method": "manual", "lines": [["create", [line]]]}
        self.call("sale.sale", "write", sales, by_hand)
        self.press("quote", *sales, model="sale.sale")
        self.press("confirm", *sales, model="sale.sale")

    def delete(self, *opportunities: int) -> None:
        """Tryton deletes cancelled ones alone."""
        self.press("cancel", *opportunities)
        self.call("sale.opportunity", "delete", list(opportunities))


@contextmanager
def tryton(folder: Path, *, of: Path | None = None) -> Iterator[Tryton]:
    """A Tryton of its own, with the data in `of` or else of a company in which nothing has happened yet."""
    kept = of or office()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept / f"{DATABASE}.sqlite", folder)
    with _running(folder) as server:
        started = Tryton(server, folder / f"{DATABASE}.sqlite", (kept / "key").read_text())
        started.sign_in()
        yield started


def office() -> Path:
    """The prepared company: two salespeople, and a user `wallboard` who may read by a key."""
    recipe = (ROOT / "installer/lock/servers.txt").read_bytes() + Path(__file__).read_bytes()
    return prepared(f"tryton-{sha256(recipe).hexdigest()[:12]}", _make_office)


def _make_office(folder: Path) -> None:
    environment()
    database = folder / f"{DATABASE}.sqlite"
    database.touch()
    password = folder / "password"
    password.write_text(PASSWORD)
    words = [program("trytond-admin"), "-c", _configuration(folder, 0), "-d", DATABASE, "--email", "a@example.com"]
    subprocess.run(
        [*words, "--administrator", "--activate-dependencies", "-l", "en", "-u", *MODULES],
        env={"TRYTONPASSFILE": str(password)},
        check=True,
        capture_output=True,
    )
    with _running(folder) as server:
        new = Tryton(server, database, "")
        new.sign_in()
        (folder / "key").write_text(_found(new))
    with closing(sqlite3.connect(database)) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the one file holds everything


def _found(new: Tryton) -> str:
    """Founds the company; the key of its user `wallboard`."""
    groups = new.rpc("model.res.group.search", [], 0, None, None, {})
    new.rpc("model.res.user.write", [1], {"groups": [["add", groups]]}, {})
    euro = {"name": "Euro", "code": "EUR", "symbol": "€", "numeric_code": "978"}
    currency = new.rpc("model.currency.currency.create", [euro], {})[0]
    party = new.rpc("model.party.party.create", [{"name": "Northwind Instruments"}], {})[0]
    company = new.rpc("model.company.company.create", [{"party": party, "currency": currency}], {})[0]
    assert company == COMPANY["company"]
    new.rpc("model.res.user.write", [1], {"companies": [["add", [company]]], "company": company}, {})
    for name in SALESPEOPLE:
        person = new.create("party.party", {"name": name})[0]
        new.create("company.employee", {"party": person, "company": company})
    may_read = new.rpc("model.res.group.search", [["name", "in", READERS]], 0, None, None, {})
    reader = {"login": "wallboard", "name": "Wallboard", "email": "w@example.com", "companies": [["add", [company]]]}
    user = new.create("res.user", {**reader, "company": company, "groups": [["add", may_read]]})[0]
    application = new.create("res.user.application", {"user": user, "application": "rest"})[0]
    key: str = new.call("res.user.application", "read", [application], ["key"])[0]["key"]
    return key


READERS = ["Sale Opportunity"]


@contextmanager
def _running(folder: Path) -> Iterator[Server]:
    def command(port: int) -> list[str | Path]:
        return [program("trytond"), "-c", _configuration(folder, port), "-d", DATABASE]

    with Server(command, folder / "log") as server:
        yield server


def _configuration(folder: Path, port: int) -> Path:
    path = folder / "trytond.conf"
    path.write_text(f"[database]\nuri=sqlite://\npath={folder}\n[web]\nlisten=127.0.0.1:{port}\n")
    return path


def encoded(value: Any) -> str:
    """A domain or an order, as its REST interface takes it."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
