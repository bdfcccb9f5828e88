"""A secret planted in each place is found nowhere but there: grep over all that is written, and over every process."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, quote_plus

import psutil
import pytest

from tests.keyring_of_a_test import CHOICE, FILE_VARIABLE
from tests.loopback.behaviour import answers, hangs, says
from tests.loopback.server import Asked, Loopback, Wire, loopback
from tests.session_keyring import session
from tests.waiting import PATIENCE_S, until
from wallboard.store.keyrings import Keyring
from wallboard.store.places import board_id, places_of

ROOT = Path(__file__).parents[1]
SECRET = "Pl4nted/secret+ö &value=7"
USER = "wallboard"
FORMS = {
    SECRET,
    quote(SECRET),
    quote(SECRET, safe=""),
    quote_plus(SECRET),
    json.dumps(SECRET)[1:-1],
    base64.b64encode(f"{USER}:{SECRET}".encode()).decode().rstrip("="),
    base64.b64encode(SECRET.encode()).decode().rstrip("="),
    "Pl4nted",
}
FIELDS = "{number: id, status: state, type: kind, opened: created}"
BOARD = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/London, calendar: office}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
secret_file: private/{{name}}
statuses: {{open: [Open]}}
sources:
{sources}
pages:
  - title: One
    panels:
      - {{type: open-cases, place: [0, 0, 6, 8]}}
      - {{type: sources, place: [6, 0, 6, 8]}}
"""
SOURCE = """\
  {name}:
    type: rest
    url: {url}
    every: 1s
    timeout_s: 1.0
    sign_in: {sign_in}
    cases: {{request: {{path: "/{name}"}}, fields: {fields}}}
"""
WAYS = {
    "basic": "{user: wallboard, secret: planted}",
    "bearer": "{secret: planted}",
    "query": "{how: query, parameter: key, secret: planted}",
    "header": "{how: header, header: X-Key, secret: planted}",
    "refused": "{user: wallboard, secret: planted}",
    "away": "{user: wallboard, secret: planted}",
    "html": "{how: query, parameter: key, secret: planted}",
    "broken": "{how: query, parameter: key, secret: planted}",
    "slow": "{how: query, parameter: key, secret: planted}",
    "lost": "{how: query, parameter: key, secret: planted}",
    "mistaken": "{user: wallboard, secret: planted}",
}
"""Sources by their names, which are paths of the server, and how each signs in."""
TYPE = '''
"""A source with a mistake, whose error quotes all that it was given."""

from wallboard.sources.web.options import WebOptions

POLLS_EVERY_S = 1
IS_SERVICE = True


class Options(WebOptions):
    """Made for a test."""


def read(options, request):
    secret = request.secret(options.sign_in.secret)
    request.kept["secret"] = secret
    raise ValueError(f"cannot open https://crm.example.com/?key={secret} with {[secret]!r}")


def look(options, request):
    raise KeyError(request.secret(options.sign_in.secret))
'''
TICKETS = [{"id": n, "state": "Open", "kind": "Order", "created": "2026-11-02T09:00:00Z"} for n in range(3)]


class Server:
    """Answers by path; `seen` tells which secrets came, in which form."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.other = ""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        name = asked.path.strip("/")
        given = f"{asked.target}\n{asked.headers}"
        self.seen |= {f"{name}: {form}" for form in FORMS if form in given}
        echo = f"<html>You said {given} and {SECRET}</html>".encode()
        ways = {
            "refused": answers(echo, 401),
            "away": answers(echo, 302, [("Location", f"{self.other}/caught?{quote(SECRET)}")]),
            "html": answers(echo, 200, [("Content-Type", "text/html")]),
            "broken": answers(echo, 500),
            "slow": hangs,
        }
        ways.get(name, says(TICKETS))(asked, wire)


@pytest.fixture
def server() -> Iterator[tuple[Loopback, Loopback, Server]]:
    behaviour = Server()
    with loopback(behaviour) as here, loopback(says(TICKETS)) as elsewhere:
        behaviour.other = elsewhere.url
        yield here, elsewhere, behaviour


class Watch:
    """Looks at every process of the test's own, again and again: its arguments and its environment."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, ...], set[str]] = {}
        """By command lines, in which of the two the secret was found, or nothing."""
        self._ended = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        me = psutil.Process()
        while not self._ended.wait(0.05):
            for child in me.children(recursive=True):
                folder = Path("/proc") / str(child.pid)
                try:
                    words = (folder / "cmdline").read_bytes()
                    environ = (folder / "environ").read_bytes()
                except OSError:
                    continue
                found = self.told.setdefault(tuple(words.decode(errors="replace").split("\0")), set())
                found |= {what for what, data in (("argv", words), ("environ", environ)) if has_it(data)}


def has_it(data: bytes) -> bool:
    return any(form.encode() in data for form in FORMS)


@pytest.fixture
def office(tmp_path: Path, server: tuple[Loopback, Loopback, Server]) -> Path:
    """A board with a source for each way to sign in and to fail."""
    here, _, _ = server
    urls = dict.fromkeys(WAYS, here.url) | {"lost": "http://wallboard.invalid"}
    sources = "".join(
        SOURCE.format(name=name, url=urls[name], sign_in=way, fields=FIELDS) for name, way in WAYS.items()
    )
    mistaken = sources.index("  mistaken:")
    sources = sources[:mistaken] + (
        f"  mistaken: {{type: mistaken, url: {here.url}, every: 1s, sign_in: {WAYS['mistaken']}}}\n"
    )
    (tmp_path / "office").mkdir()
    (tmp_path / "mistaken.py").write_text(TYPE)
    info = tmp_path / "mistaken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mistaken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[wallboard.sources]\nmistaken = mistaken\n")
    board = tmp_path / "office" / "board.yaml"
    board.write_text(BOARD.format(sources=sources))
    return board


def planted(where: str, tmp_path: Path) -> tuple[dict[str, str], set[Path]]:
    """The secret in a place: the variables that this takes, and the files in which it is."""
    ring, private = tmp_path / "ring", tmp_path / "office" / "private" / "planted"
    given = tmp_path / "credentials" / "planted"
    if where == "environment":
        return {"WALLBOARD_SECRET_PLANTED": SECRET}, set()
    if where == "credentials":
        given.parent.mkdir()
        given.write_text(SECRET)
        return {"CREDENTIALS_DIRECTORY": str(given.parent)}, {given}
    if where == "file":
        private.parent.mkdir()
        private.touch(0o600)
        private.write_text(f"{SECRET}\n")
        return {}, {private}
    ring.write_text(json.dumps({"wallboard/planted": SECRET}))
    return {**CHOICE, FILE_VARIABLE: str(ring)}, {ring}


@pytest.mark.parametrize("where", ["environment", "credentials", "file", "keyring"])
def test_a_planted_secret_is_found_nowhere_but_where_it_belongs(where, office, server, tmp_path):
    variables, files = planted(where, tmp_path)
    search(where, variables, files, office, server, tmp_path)


@pytest.mark.needs_debian
def test_a_secret_planted_in_a_sessions_keyring_is_found_nowhere_at_all(office, server, tmp_path):
    folder = Path(tempfile.mkdtemp(prefix="wb-"))
    try:
        with session(folder) as desk:
            desk.unlock()
            assert Keyring(desk.environ).set("planted", SECRET)
            variables = {name: desk.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
            search("session", variables, set(), office, server, tmp_path)
            assert not any(has_it(path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    finally:
        shutil.rmtree(folder)


def search(
    where: str,
    variables: dict[str, str],
    files: set[Path],
    office: Path,
    server: tuple[Loopback, Loopback, Server],
    tmp_path: Path,
) -> None:
    """Run the wall and the commands, then look for the secret: nothing but `files` may hold it."""
    _, elsewhere, behaviour = server
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DBUS_", "XDG_", "WALLBOARD_", "CREDENTIALS_", "NOTIFY_"))
    }
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "out").mkdir()
    environ = clean | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "WALLBOARD_STATE": str(tmp_path / "state"),
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(tmp_path / "out"),
        **variables,
    }
    with Watch() as watch:
        _wall(office, tmp_path, environ)
        _commands(office, tmp_path, environ, everything=where == "environment")
    sent = {line.partition(":")[0] for line in behaviour.seen}
    assert sent >= {"basic", "bearer", "query", "header", "refused", "away", "html", "broken", "slow"}
    assert not any(has_it(f"{asked.target}\n{asked.headers}".encode()) for asked in elsewhere.asked)
    found = {path for path in tmp_path.rglob("*") if path.is_file() and _holds_it(path)}
    assert found == files
    assert any("kiosk" in words for words in watch.told)
    in_words = {words for words, found in watch.told.items() if "argv" in found}
    assert not in_words
    given = {words for words, found in watch.told.items() if "environ" in found}
    if where != "environment":
        assert not given
    glasses = {words for words in watch.told if "--for-kiosk" in words and "show" in words}
    assert glasses
    assert not glasses & given  # it reads no source


def _wall(board: Path, tmp_path: Path, environ: dict[str, str]) -> None:
    """A kiosk with its collector, which is killed once, and its glass; until every source was tried."""
    out = tmp_path / "out"
    code = (
        "import logging, sys; logging.basicConfig(level=logging.DEBUG)\n"
        "from wallboard.__main__ import main; sys.exit(main())"
    )
    with (out / "kiosk.out").open("wb") as told:
        kiosk = subprocess.Popen(
            [sys.executable, "-c", code, "kiosk", str(board)], env=environ, cwd=out, stdout=told, stderr=told
        )
    log = tmp_path / "state" / "logs" / f"collect-{board_id(board)}.log"
    try:
        until(lambda: log.exists() and "mistaken" in log.read_text(), "the collector has tried")
        collector = next(one for one in psutil.Process(kiosk.pid).children() if "collect" in one.cmdline())
        collector.kill()
        until(lambda: _tried(log) > 1, "another one has tried too")
        until(places_of(tmp_path / "state").journal.exists, "there is a journal")
    finally:
        kiosk.terminate()
        kiosk.wait(PATIENCE_S)


def _tried(log: Path) -> int:
    return log.read_text().count("ValueError")


def _commands(board: Path, tmp_path: Path, environ: dict[str, str], *, everything: bool) -> None:
    """Every command that reads sources, or the chief ones, with all libraries' logs at debug."""
    out = tmp_path / "out"
    code = (
        "import logging, sys\n"
        "logging.basicConfig(level=logging.DEBUG, filename=sys.argv.pop(1))\n"
        "from wallboard.__main__ import main; sys.exit(main())"
    )
    url = f"{_server_of(board)}/basic"
    commands = [
        ("check", str(board)),
        ("secret", "list", "--board", str(board)),
        ("source", "try", url, "--user", USER, "--secret", "planted"),
        ("report", str(board), "--format", "json"),
        ("report", str(board), "--cached", "--format", "csv"),
        ("snapshot", str(board), "--out", str(out / "page.png")),
        ("explain", str(board), "--panel", "1.1"),
        ("doctor", str(board), "--out", str(out / "doctor.zip")),
    ]
    for number, command in enumerate(commands if everything else commands[:3]):
        called = [sys.executable, "-c", code, str(out / f"debug-{number}.log"), *command]
        with (out / f"{number}-{command[0]}.out").open("wb") as told:
            run = subprocess.run(called, env=environ, cwd=out, stdout=told, stderr=told, check=False, timeout=300)
        assert run.returncode in (0, 1, 2), command


def _server_of(board: Path) -> str:
    return next(line.split()[1] for line in board.read_text().splitlines() if line.strip().startswith("url:"))


def _holds_it(path: Path) -> bool:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return any(has_it(packed.read(name)) for name in packed.namelist())
    return has_it(path.read_bytes())
