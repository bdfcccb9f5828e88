"""Secrets in a real keyring of a session of its own: open, locked, hanging, gone. No box is ever opened."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.session_keyring import Session, session
from wallboard.store.keyrings import Keyring
from wallboard.store.ring import KeyringLocked, KeyringSilent
from wallboard.store.secrets import NoSecret, Secrets

pytestmark = pytest.mark.needs_debian

LIBRARY = "import keyring; print(keyring.get_password('wallboard', 'helpdesk'))"
LIBRARY_SETS = "import keyring; keyring.set_password('wallboard', 'helpdesk', 'by the library')"


@pytest.fixture
def desk() -> Iterator[Session]:
    """A session in a folder whose name is short: a socket's path may not be long."""
    folder = Path(tempfile.mkdtemp(prefix="wb-"))
    try:
        with session(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder)


def by_library(desk: Session, code: str, timeout_s: float | None = None) -> str:
    """What a program says that uses the keyring library as it comes."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=desk.environ, capture_output=True, text=True, check=True, timeout=timeout_s)
    return run.stdout


def test_what_is_set_is_found_by_us_and_by_the_library(desk):
    desk.unlock()
    ring = Keyring(desk.environ)
    assert ring.get("helpdesk") is None
    assert ring.set("helpdesk", "pässword")
    assert ring.get("helpdesk") == "pässword"
    assert by_library(desk, LIBRARY) == "pässword\n"


def test_what_the_library_sets_is_found_and_replaced(desk):
    desk.unlock()
    ring = Keyring(desk.environ)
    by_library(desk, LIBRARY_SETS)
    assert ring.get("helpdesk") == "by the library"
    ring.set("helpdesk", "ours")
    assert ring.get("helpdesk") == "ours"
    assert by_library(desk, LIBRARY) == "ours\n"


def test_what_is_deleted_is_gone(desk):
    desk.unlock()
    ring = Keyring(desk.environ)
    ring.set("helpdesk", "x")
    assert ring.delete("helpdesk")
    assert ring.get("helpdesk") is None
    assert not ring.delete("helpdesk")


def test_a_locked_keyring_opens_no_box(desk):
    desk.unlock()
    ring = Keyring(desk.environ)
    ring.set("helpdesk", "x")
    desk.lock()
    with pytest.raises(KeyringLocked):
        ring.get("helpdesk")
    with pytest.raises(KeyringLocked):
        ring.set("helpdesk", "y")
    with pytest.raises(KeyringLocked):
        ring.delete("helpdesk")
    assert not desk.asked.exists()


def test_the_library_alone_would_have_opened_one(desk):
    desk.unlock()
    Keyring(desk.environ).set("helpdesk", "x")
    desk.lock()
    with pytest.raises((subprocess.TimeoutExpired, subprocess.CalledProcessError)):
        by_library(desk, LIBRARY, timeout_s=10)
    assert desk.asked.exists()


def test_a_locked_keyring_is_said_with_what_to_do_and_hides_no_other_place(desk, tmp_path):
    desk.unlock()
    Keyring(desk.environ).set("helpdesk", "x")
    desk.lock()
    places = Secrets(str(tmp_path / "{name}"), environ=desk.environ)
    with pytest.raises(NoSecret) as lack:
        places("helpdesk")
    assert lack.value.fault.key == "fault.keyring-locked"
    assert lack.value.remedy.key == "remedy.keyring"
    assert Secrets(environ={**desk.environ, "WALLBOARD_SECRET_HELPDESK": "other"})("helpdesk") == "other"
    desk.end()
    desk.unlock()
    assert places("helpdesk") == "x"


def test_a_session_without_a_keyring_makes_none(desk):
    ring = Keyring(desk.environ)
    assert ring.get("helpdesk") is None
    assert not ring.set("helpdesk", "x")
    assert not ring.delete("helpdesk")
    assert not desk.asked.exists()


def test_a_service_without_a_collection_gets_none(desk):
    desk.lock()  # nobody ever made one
    ring = Keyring(desk.environ)
    assert ring.get("helpdesk") is None
    assert not ring.set("helpdesk", "x")
    assert not desk.asked.exists()


def test_a_keyring_that_hangs_is_not_waited_for_twice(desk):
    desk.unlock()
    ring = Keyring(desk.environ, longest_s=0.5)
    ring.set("helpdesk", "x")
    desk.stop()
    for _ in range(3):
        with pytest.raises(KeyringSilent):
            ring.get("helpdesk")


def test_a_bus_that_is_gone_is_no_keyring_that_answers(desk):
    gone = {**desk.environ, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={desk.folder / 'nothing'}"}
    with pytest.raises(KeyringSilent):
        Keyring(gone).get("helpdesk")
