"""A real web application on an SQLite database of its own: seeded by its own interface, read by SQL."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import requests

from tests.servers.process import Server, UntilEnded


class Application(UntilEnded):
    """Such an application, started by the class that knows it; `session` is its administrator's."""

    server: Server

    def __init__(self, database: Path) -> None:
        self.database = database
        self.session = requests.Session()
        self.session.trust_env = False

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.server.url

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """What its interface answers the administrator; fails where it says no."""
        answer = self.session.request(method, f"{self.url}/{path}", json=body, timeout=60)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What its own database says."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as own:
            return own.execute(query, values).fetchall()

    def end(self) -> None:
        self.session.close()
        self.server.end()
