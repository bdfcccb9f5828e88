"""`wallboard secret`: asked for without showing it, kept where only the sources find it, and listed without values."""

import io
import os
import pty
import select
import subprocess
import sys

import pytest

from tests.keyring_of_a_test import CHOICE, FILE_VARIABLE

COMMAND = (sys.executable, "-m", "wallboard", "secret")
VALUE = "öpen-sesame-4711"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user without a session, a board or a keyring."""
    for name in list(os.environ):
        if name.startswith(("DBUS_", "XDG_", "WALLBOARD_SECRET", "WALLBOARD_BOARD", "CREDENTIALS")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "site"))
    return tmp_path / "config" / "wallboard" / "secrets"


@pytest.fixture
def ring(tmp_path, monkeypatch):
    """A keyring, as the file that it is kept in."""
    for name, value in {**CHOICE, FILE_VARIABLE: str(tmp_path / "ring")}.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "ring"


@pytest.fixture
def told(wallboard, monkeypatch):
    """The command with something in its standard input."""

    def call(*arguments, given=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        ended = wallboard("secret", *arguments)
        assert VALUE not in ended.out + ended.err
        return ended

    return call


def test_without_a_keyring_a_secret_goes_into_a_private_file_and_that_is_said(told, home):
    run = told("set", "helpdesk", given=f"{VALUE}\n")
    assert (run.code, run.out) == (0, "")
    assert run.err == f"There is no keyring here. The secret “helpdesk” is in a private file, {home / 'helpdesk'}.\n"
    assert (home / "helpdesk").read_text() == VALUE
    assert (home / "helpdesk").stat().st_mode & 0o777 == 0o600


def test_with_a_keyring_it_goes_there(told, home, ring):
    run = told("set", "helpdesk", given=VALUE)
    assert run.code == 0
    assert "is in the keyring" in run.err
    assert not home.exists()
    assert "sesame" in ring.read_text()


def test_a_file_may_be_asked_for_and_what_goes_before_it_is_said(told, home, ring):
    told("set", "helpdesk", given="first")
    run = told("set", "helpdesk", "--file", given=VALUE)
    assert run.code == 1
    assert "What counts is another, in the keyring" in run.err
    assert (home / "helpdesk").read_text() == VALUE


def test_a_locked_keyring_is_left_alone_and_said(told, home, ring):
    ring.mkdir()
    run = told("set", "helpdesk", given=VALUE)
    assert run.code == 0
    assert run.err.startswith("The keyring is locked")
    assert (home / "helpdesk").read_text() == VALUE
    gone = told("delete", "helpdesk")
    assert gone.code == 1
    assert "what it may have of that name stays" in gone.err
    assert not (home / "helpdesk").exists()


def test_it_is_deleted_wherever_it_can_be(told, home, ring, monkeypatch):
    told("set", "helpdesk", given=VALUE)
    told("set", "helpdesk", "--file", given=VALUE)
    run = told("delete", "helpdesk")
    assert (run.code, "from the keyring, its file" in run.err) == (0, True)
    assert not (home / "helpdesk").exists()
    assert told("delete", "helpdesk").code == 1
    monkeypatch.setenv("WALLBOARD_SECRET_HELPDESK", VALUE)
    told("set", "helpdesk", given=VALUE)
    left = told("delete", "helpdesk")
    assert left.code == 1
    assert "It is still there, in the environment, WALLBOARD_SECRET_HELPDESK" in left.err


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "No secret was given: type it when asked, or put it into standard input.\n"),
        ("\n", "No secret was given: type it when asked, or put it into standard input.\n"),
        ("\udcff", "A secret is text in UTF-8.\n"),
        ("x" * 70_000, "That is too long for a secret: 64 KiB at most.\n"),
    ],
)
def test_what_is_no_secret_is_refused(told, home, given, why):
    run = told("set", "helpdesk", given=given)
    assert (run.code, run.out, run.err) == (2, "", why)
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("set",), "Which one? `wallboard secret set NAME`."),
        (("delete",), "Which one? `wallboard secret delete NAME`."),
        (("set", "../x"), "A secret’s name is letters, digits, - and _, at most 64."),
        (("set", "my password!"), "A secret’s name is letters, digits, - and _, at most 64."),
        (("show", "a"), "Invalid value for 'set|delete|list': “show” is none of set, delete, list."),
    ],
)
def test_what_is_no_name_is_refused_and_not_repeated(told, home, arguments, why):
    run = told(*arguments, given=VALUE)
    assert (run.code, run.out) == (2, "")
    assert why in run.err
    assert "my password!" not in run.err
    assert not home.exists()


def test_several_lines_are_one_secret(told, home):
    told("set", "key", given="-----BEGIN KEY-----\nabc\n-----END KEY-----\n")
    assert (home / "key").read_text() == "-----BEGIN KEY-----\nabc\n-----END KEY-----"


def test_what_is_typed_is_not_shown(home):
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "set", "helpdesk"], stdin=follower, stdout=follower, stderr=follower, start_new_session=True
    )
    os.close(follower)
    shown, has_typed = "", False
    while select.select([leader], [], [], 60)[0]:
        try:
            shown += os.read(leader, 1000).decode()
        except OSError:
            break
        if "Secret “helpdesk”: " in shown and not has_typed:
            os.write(leader, f"{VALUE}\n".encode())
            has_typed = True
    assert process.wait(60) == 0
    os.close(leader)
    assert VALUE not in shown
    assert (home / "helpdesk").read_text() == VALUE


def test_a_board_says_where_its_private_files_lie(told, tmp_path):
    board = tmp_path / "board.yaml"
    board.write_text("""\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
secret_file: private/{name}.txt
pages: [{title: One, panels: [{type: clock, place: [0, 0, 12, 8]}]}]
""")
    assert told("set", "helpdesk", "--board", str(board), given=VALUE).code == 0
    assert (tmp_path / "private" / "helpdesk.txt").read_text() == VALUE
    listed = told("list", "helpdesk", "--board", str(board))
    assert listed.code == 0
    assert listed.out.split("  ") == [
        "helpdesk",
        "no source",
        f"in its private file, {tmp_path}/private/helpdesk.txt\n",
    ]
    none = told("list", "--board", str(board))
    assert (none.code, none.out) == (0, "")


ASKING = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
secret_file: private/{name}
sources:
  helpdesk:
    type: rest
    url: https://helpdesk.example.com
    sign_in: {user: wallboard, secret: helpdesk}
    cases: {request: {path: /tickets}, fields: {number: id}}
  diaries:
    type: calendar
    appointments: {url: "https://mail.example.com/caldav/{person}/"}
    sign_in: {user: wallboard, secret: diaries}
pages: [{title: One, panels: [{type: clock, place: [0, 0, 12, 8]}]}]
"""


def test_the_list_says_who_asks_for_what_and_where_it_is_found(told, tmp_path, monkeypatch):
    board = tmp_path / "board.yaml"
    board.write_text(ASKING)
    monkeypatch.setenv("WALLBOARD_SECRET_DIARIES", VALUE)
    listed = told("list", "--board", str(board))
    assert listed.code == 1
    assert [line.split(maxsplit=2) for line in listed.out.splitlines()] == [
        ["diaries", "diaries", "in the environment, WALLBOARD_SECRET_DIARIES"],
        ["helpdesk", "helpdesk", "! The secret “helpdesk” is not there."],
    ]
    assert "`wallboard secret set helpdesk`" in listed.err
    told("set", "helpdesk", "--board", str(board), given=VALUE)
    assert told("list", "--board", str(board)).code == 0


def test_a_board_that_is_named_must_be_sound_and_one_that_is_found_need_not_be(told, tmp_path, monkeypatch, home):
    board = tmp_path / "board.yaml"
    board.write_text("version: 2\n")
    assert told("set", "helpdesk", "--board", str(board), given=VALUE).code == 2
    monkeypatch.setenv("WALLBOARD_BOARD", str(board))
    assert told("set", "helpdesk", given=VALUE).code == 0
    assert (home / "helpdesk").exists()


def test_a_keyring_that_does_not_answer_is_said(told, monkeypatch, home):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.no_such_backend.Keyring")
    assert "The keyring does not answer" in told("set", "helpdesk", given=VALUE).err
    gone = told("delete", "helpdesk")
    assert gone.code == 1
    assert "The keyring does not answer: what it may have of that name stays." in gone.err


def test_nothing_typed_is_no_secret():
    leader, follower = pty.openpty()
    os.close(leader)  # the end of what can be typed
    process = subprocess.run([*COMMAND, "set", "helpdesk"], stdin=follower, capture_output=True, check=False)
    os.close(follower)
    assert process.returncode == 2


def test_the_list_of_the_demo_says_that_it_is_the_demos(told, tmp_path):
    listed = told("list")
    assert "There is no board of your own here, so the demo was asked. Name yours with --board." in listed.err
    board = tmp_path / "board.yaml"
    board.write_text(ASKING)
    assert "demo" not in told("list", "--board", str(board)).err


def test_without_a_board_the_names_in_private_files_are_listed_all_the_same(told):
    told("set", "helpdesk", given=VALUE)
    told("set", "erp", given=VALUE)
    run = told("list")
    assert "In private files: erp, helpdesk. What a keyring has can only be told by name.\n" in run.err
