"""Where a secret is looked for, in which order, and what is said where there is none."""

import os
import shlex
import subprocess
import sys
import threading

import pytest

from tests.keyring_of_a_test import CHOICE, FILE_VARIABLE
from wallboard.store.keyrings import Keyring
from wallboard.store.ring import KeyringLocked, KeyringSilent
from wallboard.store.secret_files import delete_private, write_private
from wallboard.store.secrets import NoSecret, Secrets, is_name, variable_of


class Ring:
    """A keyring with these secrets."""

    def __init__(self, fault: type[Exception] | None = None, **kept: str):
        self.kept, self.fault = kept, fault

    def get(self, name):
        if self.fault:
            raise self.fault
        return self.kept.get(name)


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "secrets" / "{name}")


def private(file, name, value="from the file"):
    path = Secrets(file, environ={}, keyring=Ring()).path(name)
    write_private(path, value)
    return path


def lack_of(places, name="helpdesk"):
    with pytest.raises(NoSecret) as lack:
        places(name)
    return lack.value


def test_the_keyring_goes_before_the_environment_that_before_credentials_and_those_before_the_file(file, tmp_path):
    private(file, "helpdesk")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "helpdesk").write_text("from systemd\n")
    environ = {"WALLBOARD_SECRET_HELPDESK": "from the environment", "CREDENTIALS_DIRECTORY": str(tmp_path / "given")}
    ring = Ring(helpdesk="from the keyring")
    order = []
    for forget in (ring.kept.clear, lambda: environ.pop("WALLBOARD_SECRET_HELPDESK"), environ.clear, lambda: None):
        places = Secrets(file, environ=environ, keyring=ring)
        order.append((places("helpdesk"), places.sought("helpdesk").where))
        forget()
    assert order == [
        ("from the keyring", "keyring"),
        ("from the environment", "environment"),
        ("from systemd", "credentials"),
        ("from the file", "file"),
    ]


def test_a_secret_that_is_nowhere_is_said_with_what_to_do(file):
    lack = lack_of(Secrets(file, environ={}, keyring=Ring()), "crm-live")
    assert lack.fault.key == "fault.no-secret"
    assert lack.remedy.args == {"name": "crm-live", "variable": "WALLBOARD_SECRET_CRM_LIVE"}


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("x\n", "x"),
        ("x\r\n", "x"),
        ("x\n\n", "x\n"),
        (" x ", " x "),
        ("-----BEGIN\nkey\n", "-----BEGIN\nkey"),
        ("pä", "pä"),
    ],
)
def test_one_line_end_is_no_part_of_a_secret(file, written, given):
    private(file, "helpdesk", written)
    assert Secrets(file, environ={}, keyring=Ring())("helpdesk") == given


def test_nothing_is_no_secret(file):
    private(file, "helpdesk", "\n")
    environ = {"WALLBOARD_SECRET_HELPDESK": "", "CREDENTIALS_DIRECTORY": ""}
    assert lack_of(Secrets(file, environ=environ, keyring=Ring(helpdesk=""))).fault.key == "fault.no-secret"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o644])
def test_a_file_that_is_open_to_others_is_refused_with_how_to_close_it(file, mode):
    path = private(file, "helpdesk")
    path.chmod(mode)
    lack = lack_of(Secrets(file, environ={}, keyring=Ring()))
    assert lack.fault.key == "fault.secret-open"
    assert lack.remedy.args == {"path": shlex.quote(str(path))}
    path.chmod(0o400)
    assert Secrets(file, environ={}, keyring=Ring())("helpdesk") == "from the file"


def test_what_systemd_hands_over_may_have_an_access_list_that_looks_like_a_groups_rights(file, tmp_path):
    (tmp_path / "helpdesk").write_text("given")
    (tmp_path / "helpdesk").chmod(0o440)
    assert Secrets(file, environ={"CREDENTIALS_DIRECTORY": str(tmp_path)}, keyring=Ring())("helpdesk") == "given"


def test_a_pipe_a_folder_and_a_flood_in_the_files_place_hold_nothing_up(file):
    path = private(file, "helpdesk")
    places = Secrets(file, environ={}, keyring=Ring())
    for put in (
        os.mkfifo,
        os.mkdir,
        lambda there: there.write_bytes(b"x" * 70_000),
        lambda there: there.write_bytes(b"\xff"),
    ):
        path.unlink()
        put(path)
        path.chmod(0o600)
        assert lack_of(places).fault.key == "fault.secret-unreadable"
        if path.is_dir():
            path.rmdir()
            path.touch()


def test_a_variable_that_is_no_text_is_said_without_its_value(file):
    lack = lack_of(Secrets(file, environ={"WALLBOARD_SECRET_HELPDESK": "a\udcffb"}, keyring=Ring()))
    assert lack.fault.key == "fault.secret-unreadable"
    assert lack.remedy.args == {"place": "WALLBOARD_SECRET_HELPDESK"}


@pytest.mark.parametrize(("fault", "key"), [(KeyringLocked, "locked"), (KeyringSilent, "silent")])
def test_a_keyring_that_gives_nothing_hides_no_other_place_and_is_said_where_there_is_none(file, fault, key):
    places = Secrets(file, environ={}, keyring=Ring(fault))
    assert lack_of(places).fault.key == f"fault.keyring-{key}"
    private(file, "helpdesk")
    assert places("helpdesk") == "from the file"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a b", "-x", "a.b", "ä", "x" * 65, "a/b", "a\n"])
def test_a_name_that_is_unsafe_in_a_path_is_refused(file, name):
    assert not is_name(name)
    assert lack_of(Secrets(file, environ={}, keyring=Ring()), name).fault.key == "fault.secret-name"


def test_names_become_variables():
    assert variable_of("help-desk_2") == "WALLBOARD_SECRET_HELP_DESK_2"


def test_the_file_lies_in_the_users_configuration_unless_the_board_says_where(tmp_path):
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    places = Secrets(environ=environ, keyring=Ring())
    assert places.path("crm") == tmp_path / "wallboard" / "secrets" / "crm"
    assert str(places.of_board("/etc/wallboard/{name}.txt").path("crm")) == "/etc/wallboard/crm.txt"


def test_a_private_file_is_written_closed_and_taken_away(tmp_path):
    path = tmp_path / "new" / "folder" / "crm"
    write_private(path, "value")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert delete_private(path)
    assert not delete_private(path)


def test_a_backend_that_the_user_chose_is_asked(tmp_path, monkeypatch):
    for name, value in {**CHOICE, FILE_VARIABLE: str(tmp_path / "ring")}.items():
        monkeypatch.setenv(name, value)
    ring = Keyring(os.environ)
    assert ring.get("helpdesk") is None
    assert ring.set("helpdesk", "kept")
    assert ring.get("helpdesk") == "kept"
    assert ring.delete("helpdesk")
    assert not ring.delete("helpdesk")
    (tmp_path / "ring").unlink()
    (tmp_path / "ring").mkdir()
    with pytest.raises(KeyringLocked):
        ring.get("helpdesk")


def test_a_keyring_that_has_answered_may_be_asked_again_at_once(tmp_path, monkeypatch):
    for name, value in {**CHOICE, FILE_VARIABLE: str(tmp_path / "ring")}.items():
        monkeypatch.setenv(name, value)
    may_end, before = threading.Event(), threading.gettrace()

    def linger(frame, event, _):
        """Every thread takes long to end after its work."""
        if event == "return" and frame.f_code.co_name == "work":
            may_end.wait(60)
        return linger if frame.f_code.co_name == "work" else None

    threading.settrace(linger)
    try:
        ring = Keyring(os.environ)
        assert ring.set("helpdesk", "kept")
        assert ring.get("helpdesk") == "kept"
    finally:
        threading.settrace(before)
        may_end.set()


def test_a_backend_that_asks_on_the_terminal_is_none(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyring_of_a_test.EncryptedKeyring")
    assert Keyring(os.environ).get("helpdesk") is None
    assert not Keyring(os.environ).set("helpdesk", "x")


def test_a_backend_that_fails_is_one_that_does_not_answer(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.no_such_backend.Keyring")
    with pytest.raises(KeyringSilent):
        Keyring(os.environ).get("helpdesk")


def test_without_a_session_nothing_is_imported(tmp_path):
    code = (
        "import sys; from wallboard.store.keyrings import Keyring\n"
        "print(Keyring({'XDG_RUNTIME_DIR': sys.argv[1], 'HOME': sys.argv[1]}).get('helpdesk'))\n"
        "print([name for name in ('keyring', 'secretstorage', 'jeepney') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout == "None\n[]\n"


def test_a_choice_in_the_librarys_own_file_is_heeded(tmp_path, monkeypatch):
    folder = tmp_path / "python_keyring"
    folder.mkdir()
    backend = CHOICE["PYTHON_KEYRING_BACKEND"]
    (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={backend}\n")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "ring"))
    (tmp_path / "ring").write_text('{"wallboard/helpdesk": "kept"}')
    assert Keyring(os.environ).get("helpdesk") == "kept"
