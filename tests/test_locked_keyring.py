"""A board whose secret lies in a session's keyring: locked, it is FAILED with what to do, and no box opens."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback.behaviour import asks_for, says
from tests.loopback.server import loopback
from tests.session_keyring import Session, session
from wallboard.store.keyrings import Keyring

pytestmark = pytest.mark.needs_debian

ROOT = Path(__file__).parents[1]
BOARD = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/London}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
sources:
  helpdesk:
    type: rest
    url: {url}
    sign_in: {{secret: helpdesk}}
    cases: {{request: {{path: /tickets}}, fields: {{number: id, opened: created, status: state}}}}
pages: [{{title: One, panels: [{{type: in-and-out, place: [0, 0, 12, 8]}}]}}]
"""
TICKETS = [{"id": 1, "state": "Open", "created": "2026-11-02T09:00:00Z"}]


@pytest.fixture
def desk() -> Iterator[Session]:
    folder = Path(tempfile.mkdtemp(prefix="wb-"))  # a socket's path may not be long
    try:
        with session(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder)


def checked(desk: Session, board: Path) -> str:
    environ = desk.environ | {"PYTHONPATH": str(ROOT), "WALLBOARD_STATE": str(board.parent / "state")}
    command = [sys.executable, "-m", "wallboard", "check", str(board)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False).stdout


def test_a_locked_keyring_is_failed_with_what_to_do_until_it_is_open(desk, tmp_path):
    board = tmp_path / "board.yaml"
    right = asks_for(lambda asked: asked.headers.get("authorization") == "Bearer s3cret-4711", says(TICKETS))
    desk.unlock()
    Keyring(desk.environ).set("helpdesk", "s3cret-4711")
    with loopback(right) as server:
        board.write_text(BOARD.format(url=server.url))
        desk.lock()
        shut = checked(desk, board)
        assert not server.asked
        desk.end()
        desk.unlock()
        opened = checked(desk, board)
    assert "! helpdesk (rest): FAILED" in shut
    assert "The secret “helpdesk” cannot be had: the keyring is locked." in shut
    assert "`wallboard secret set helpdesk --file`" in shut
    assert "cases  1  row " in opened
    assert "s3cret" not in shut + opened
    assert not desk.asked.exists()
