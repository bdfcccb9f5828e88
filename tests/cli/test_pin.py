"""`wallboard pin`: a hash for the board from what is typed twice, and the PIN nowhere."""

import os
import pty
import re
import select
import subprocess
import sys

import pytest

from wallboard.config.load import load_board
from wallboard.ui.pin_tries import is_pin_of

COMMAND = (sys.executable, "-m", "wallboard", "pin")
LINE = re.compile(r"pin: (\$argon2id\$v=19\$m=19456,t=2,p=1\$\S+)\n")
BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
pages: [{title: One, panels: [{type: clock, place: [0, 0, 12, 8]}]}]
"""


def given(text):
    return subprocess.run(COMMAND, input=text, capture_output=True, check=False, text=True)


class Terminal:
    """The command on a terminal of its own; `shown` is all that stood there."""

    def __init__(self, tmp_path):
        self.shown = ""
        leader, follower = pty.openpty()
        self.out = tmp_path / "out"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                COMMAND, stdin=follower, stdout=out, stderr=follower, start_new_session=True
            )
        os.close(follower)
        self.leader = leader

    def until(self, words):
        """Read until these words stand there, or nothing more comes."""
        while words not in self.shown:
            if not select.select([self.leader], [], [], 30)[0]:
                pytest.fail(f"{words!r} did not come: {self.shown!r}")
            try:
                more = os.read(self.leader, 1000)
            except OSError:
                break
            self.shown += more.decode()

    def type(self, line):
        os.write(self.leader, f"{line}\n".encode())

    def end(self):
        self.until("what never comes")
        code = self.process.wait(30)
        os.close(self.leader)
        return code, self.out.read_text()


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_what_is_typed_twice_becomes_a_line_for_the_board_and_is_never_shown(terminal):
    terminal.until("PIN: ")
    terminal.type("471108")
    terminal.until("Once more: ")
    terminal.type("471108")
    code, out = terminal.end()
    assert code == 0
    assert is_pin_of("471108", LINE.fullmatch(out)[1])
    assert "471108" not in terminal.shown + out


def test_two_that_differ_make_no_hash(terminal):
    terminal.until("PIN: ")
    terminal.type("471108")
    terminal.until("Once more: ")
    terminal.type("471109")
    assert terminal.end() == (2, "")
    assert "The two are not the same." in terminal.shown


def test_a_script_puts_it_into_standard_input():
    done = given("4711\n")
    assert done.returncode == 0
    assert is_pin_of("4711", LINE.fullmatch(done.stdout)[1])
    assert done.stdout != given("4711\n").stdout


def test_its_line_can_stand_in_a_board_as_it_is(tmp_path):
    board = tmp_path / "board.yaml"
    board.write_text(BOARD + given("4711\n").stdout, encoding="utf-8")
    assert is_pin_of("4711", load_board(board).pin)


@pytest.mark.parametrize("text", ["", "\n", "123\n", "1234567890123\n", "12a4\n", "12 34\n", "１２３４\n", "²²²²\n"])
def test_what_no_remote_can_type_is_refused_and_not_repeated(text):
    done = given(text)
    assert (done.returncode, done.stdout) == (2, "")
    assert "PIN" in done.stderr
    assert len(text) < 4 or text.strip() not in done.stderr


def test_it_takes_no_pin_as_an_argument():
    done = subprocess.run([*COMMAND, "4711"], capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
