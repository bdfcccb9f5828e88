"""A real Redmine from Debian's packages, on a database of its own: seeded by its own interface, read by SQL."""

import os
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

KEY: Final = "7" * 40
"""The key of the account that reads: it sees the projects it is a member of."""
ADMINISTRATOR_KEY: Final = "a" * 40
STRANGER_KEY: Final = "5" * 40
"""The key of an account that is a member nowhere."""

_PACKAGES: Final = ("redmine", "redmine-sqlite", "puma")
_HOME: Final = Path("/usr/share/redmine")
_TIMES: Final = ("created_on", "updated_on", "closed_on")
_RECIPE: Final = "2"
_SEED: Final = f"""\
Setting.rest_api_enabled = 1
Setting.login_required = 1
Setting.notified_events = []
def keyed(user, key)
  user.must_change_passwd = false
  user.save!
  Token.where(user_id: user.id, action: 'api').delete_all
  Token.insert({{user_id: user.id, action: 'api', value: key, created_on: Time.now, updated_on: Time.now}})
end
keyed(User.find_by_login('admin'), '{ADMINISTRATOR_KEY}')
[['wallboard', '{KEY}'], ['stranger', '{STRANGER_KEY}']].each do |login, key|
  user = User.new(firstname: login.capitalize, lastname: 'Account', mail: login + '@redmine.test')
  user.login = login
  user.password = user.password_confirmation = 'reads only, daily'
  keyed(user, key)
end
Role.create!(name: 'Reader', permissions: [:view_issues], issues_visibility: 'all')
"""


class Redmine(Application):
    """A started Redmine with a copy of the prepared database in `folder`; ended with the context."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(_made(), folder / "instance", dirs_exist_ok=True)
        super().__init__(folder / "instance" / "database.sqlite3")
        _configure(folder / "instance")
        self.session.headers["X-Redmine-API-Key"] = ADMINISTRATOR_KEY
        self.server = Server(_command, folder / "log", environment=_environment(folder / "instance"), folder=_HOME)
        self.statuses = self.ids("issue_statuses")
        self.trackers = self.ids("trackers")
        self.priorities = self.ids("enumerations/issue_priorities", "issue_priorities")

    def ids(self, path: str, name: str = "") -> dict[str, int]:
        """A table's words with their numbers."""
        return {row["name"]: row["id"] for row in self.call("GET", f"{path}.json")[name or path]}

    def add_project(self, name: str, identifier: str) -> int:
        """A new project, of which the reading account is a member."""
        told = {"name": name, "identifier": identifier, "is_public": False, "tracker_ids": list(self.trackers.values())}
        project = int(self.call("POST", "projects.json", {"project": told})["project"]["id"])
        (reader,) = self.rows("SELECT id FROM users WHERE login = 'wallboard'")
        self.add_member(project, reader[0], "Reader")
        return project

    def add_user(self, login: str, first: str, last: str) -> int:
        """A new user's number."""
        told = {"login": login, "firstname": first, "lastname": last, "mail": f"{login}@redmine.test"}
        told["password"] = "for the tests alone"
        return int(self.call("POST", "users.json", {"user": told})["user"]["id"])

    def add_member(self, project: int, user: int, role: str = "Developer") -> None:
        """Makes a user a member of a project."""
        told = {"user_id": user, "role_ids": [self.ids("roles")[role]]}
        self.call("POST", f"projects/{project}/memberships.json", {"membership": told})

    def create(self, project: int, **fields: Any) -> int:
        """A new issue's number."""
        told = {"project_id": project, "subject": "a case", **fields}
        return int(self.call("POST", "issues.json", {"issue": told})["issue"]["id"])

    def change(self, issue: int, **fields: Any) -> None:
        """Sets fields of an issue."""
        self.call("PUT", f"issues/{issue}.json", {"issue": fields})

    def delete(self, issue: int) -> None:
        """Removes an issue for good."""
        self.call("DELETE", f"issues/{issue}.json")

    def multiply(self, issue: int, times: int) -> None:
        """So many copies of an issue without its journals, each a second older than the one before, by SQL."""
        with closing(sqlite3.connect(self.database, timeout=30)) as own, own:
            columns = [row[1] for row in own.execute("PRAGMA table_info(issues)") if row[1] != "id"]
            older = {name: f"strftime('%Y-%m-%d %H:%M:%f', i.{name}, -s.n || ' seconds')" for name in _TIMES}
            terms = ["last.id + s.n" if name == "root_id" else older.get(name, f"i.{name}") for name in columns]
            own.execute(
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :times),"
                " last AS (SELECT max(id) AS id FROM issues)"
                f" INSERT INTO issues (id, {', '.join(columns)}) SELECT last.id + s.n, {', '.join(terms)}"
                " FROM s, last JOIN issues i ON i.id = :issue ORDER BY s.n",
                {"times": times, "issue": issue},
            )

    def requests(self) -> list[str]:
        """A line for each request that it has begun to answer."""
        text = (self.database.parent / "log" / "production.log").read_text()
        return [line for line in text.splitlines() if "Started " in line]


def _command(port: int) -> list[str]:
    # not by bundler: the web server is not in Redmine's bundle
    return ["/usr/bin/puma", "-e", "production", "-b", f"tcp://{HOST}:{port}", "-t", "1:4", "config.ru"]


def _made() -> Path:
    needs(*_PACKAGES)
    return prepared(f"redmine-{version_of(_PACKAGES[0])}-{_RECIPE}", _make)


def _make(folder: Path) -> None:
    for name in ("config", "log", "tmp/cache", "files", "public/plugin_assets"):
        folder.joinpath(name).mkdir(parents=True)
    folder.joinpath("config", "secret_key.txt").write_text("0" * 32)
    _configure(folder)
    _run(folder, "rake", "db:migrate")
    _run(folder, "rake", "redmine:load_default_data")  # by itself: within the run above it knows no column yet
    folder.joinpath("seed.rb").write_text(_SEED)
    _run(folder, "rails", "runner", str(folder / "seed.rb"))
    # SQLite's wait for a lock holds Ruby's own: with a journal that a writer rolls back by, a commit waits for a thread
    # that reads, which cannot go on before it, until the time for it is up. With a log ahead neither waits.
    with closing(sqlite3.connect(folder / "database.sqlite3")) as own:
        own.execute("PRAGMA journal_mode = WAL")


def _run(folder: Path, *words: str) -> None:
    done = subprocess.run(
        ["/usr/bin/bundle", "exec", *words],
        cwd=_HOME,
        env={**os.environ, **_environment(folder), "REDMINE_LANG": "en", "SCHEMA": "/dev/null"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        pytest.fail(f"Redmine could not be set up: {done.stdout[-2000:]} {done.stderr[-2000:]}")


def _configure(folder: Path) -> None:
    database = f"production:\n  adapter: sqlite3\n  database: {folder / 'database.sqlite3'}\n  timeout: 30000\n"
    folder.joinpath("config", "database.yml").write_text(database)


def _environment(folder: Path) -> dict[str, str]:
    # An instance is a folder below Redmine's own; the way up from there leads to ours.
    instance = "/".join([*[".."] * 12, *folder.absolute().parts[1:]])
    environment = {"REDMINE_INSTANCE": instance, "RAILS_ENV": "production", "TZ": "UTC"}
    # Debian's bundler finds Debian's libraries; a newer one that an update of Ruby brings does not.
    bundler = version_of("ruby-bundler").partition("-")[0]
    return environment | ({"BUNDLER_VERSION": bundler} if bundler else {})
