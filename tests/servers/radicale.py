"""A real CalDAV server: Radicale, with its calendars as plain files, and a gate before it that counts the calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests

from tests.servers.kept import program
from tests.servers.process import HOST, Server

USER = "wallboard"
PASSWORD = "only for tests"
NO_CALL_TAKES_S = 60

CONFIG = """
[server]
hosts = {host}:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/calendars
[logging]
level = warning
"""

# Whoever signs in may read and write all calendars, except those that nobody is shown.
RIGHTS = """
[root]
user: .+
collection:
permissions: R
[hidden]
user: .+
collection: hidden(/.*)?
permissions:
[all]
user: .+
collection: .*
permissions: RrWw
"""


@dataclass
class Radicale:
    """A running server. Calendars lie at `/PERSON/` or, below a home, at `/HOME/NAME/`."""

    server: Server
    folder: Path
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.auth = (USER, PASSWORD)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return self.server.url

    def call(self, method: str, path: str, body: str = "", **headers: str) -> requests.Response:
        """A call; fails where the server says no."""
        url = f"{self.url}/{quote(path)}"
        found = self.session.request(method, url, data=body.encode(), headers=headers, timeout=NO_CALL_TAKES_S)
        assert found.ok, f"{method} {path}: {found.status_code} {found.text[:500]}"
        return found

    def home(self, name: str) -> None:
        """A folder for calendars, as each user has one."""
        self.call("MKCOL", f"{name}/")

    def calendar(self, path: str, name: str = "") -> None:
        """A calendar, with a name for people."""
        named = f"<D:set><D:prop><D:displayname>{name}</D:displayname></D:prop></D:set>" if name else ""
        spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
        self.call("MKCALENDAR", f"{path}/", f"<C:mkcalendar {spaces}>{named}</C:mkcalendar>")

    def put(self, path: str, text: str) -> None:
        """A new entry, or another text for one; `path` is that of the calendar and a name."""
        self.call("PUT", f"{path}.ics", text, **{"Content-Type": "text/calendar; charset=utf-8"})

    def delete(self, path: str) -> None:
        """Takes away an entry (its name ends with .ics) or a calendar."""
        self.call("DELETE", path)

    def files(self, path: str) -> dict[str, str]:
        """The entries of a calendar as the server itself has them on its disk, by their names."""
        folder = self.folder / "calendars" / "collection-root" / path
        return {one.name: one.read_text("utf-8") for one in folder.glob("*.ics") if one.is_file()}

    def forget_tokens(self, path: str) -> None:
        """What an administrator does who clears the cache: sync tokens of before are unknown."""
        for one in (self.folder / "calendars" / "collection-root" / path).glob(".Radicale.cache/sync-token/*"):
            one.unlink()


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """A server with one user and no calendar."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "rights").write_text(RIGHTS)
    config = folder / "config"

    def command(port: int) -> list[str | Path]:
        config.write_text(CONFIG.format(host=HOST, port=port, folder=folder))
        return [program("python"), "-m", "radicale", "--config", config]

    with Server(command, folder / "log", folder=folder) as server:
        yield Radicale(server, folder)
