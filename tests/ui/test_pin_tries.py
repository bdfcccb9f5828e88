"""Wrong tries at the PIN make the next ones wait, whatever is done about it."""

import json

import pytest
from argon2 import PasswordHasher

from wallboard.ui.pin_tries import PinTries, delay_after, is_pin_of

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = QUICK.hash("4711")


class Wall:
    """A machine with its clock and its file; `tries` is what a process there counts with."""

    def __init__(self, file):
        self.file = file
        self.now = 1_800_000_000.0
        self.put_on = 0.0
        self.tries = self.started_again()

    def started_again(self):
        self.tries = PinTries(self.file, lambda: self.now + self.put_on, lambda: self.now)
        return self.tries

    def wrong(self, times=1):
        for _ in range(times):
            self.now += self.tries.wait_s
            assert not self.tries.is_right("0000", HASH)


@pytest.fixture
def wall(tmp_path):
    return Wall(tmp_path / "pin-tries.json")


def test_the_pin_is_right_and_nothing_else_is(wall):
    assert wall.tries.is_right("4711", HASH)
    for other in ("", "471", "47111", "1174", "４７１１"):
        assert not is_pin_of(other, HASH)


def test_a_hash_that_cannot_be_read_is_nobodys():
    for hashed in ("", "4711", HASH[:-4], "$argon2id$v=19$m=8,t=1,p=1$$"):
        assert not is_pin_of("4711", hashed)


def test_two_slips_cost_nothing_and_each_further_one_twice_as_much_up_to_an_hour(wall):
    assert [delay_after(wrong) for wrong in range(7)] == [0, 0, 0, 30, 60, 120, 240]
    assert delay_after(10) == delay_after(10_000) == 3600
    wall.wrong(2)
    assert wall.tries.wait_s == 0
    wall.wrong()
    assert wall.tries.wait_s == 30
    wall.wrong()
    assert wall.tries.wait_s == 60


def test_while_it_waits_not_even_the_right_pin_is_taken(wall):
    wall.wrong(3)
    wall.now += 29
    assert not wall.tries.is_right("4711", HASH)
    wall.now += 1
    assert wall.tries.is_right("4711", HASH)


def test_a_try_too_early_makes_nobody_wait_longer(wall):
    wall.wrong(3)
    wall.now += 10
    assert not wall.tries.is_right("0000", HASH)
    assert wall.tries.wait_s == 20


def test_a_restart_saves_no_waiting(wall):
    wall.wrong(4)
    wall.now += 10
    assert wall.started_again().wait_s == 50


def test_the_right_pin_forgets_the_wrong_ones(wall):
    wall.wrong(3)
    wall.now += 30
    assert wall.tries.is_right("4711", HASH)
    wall.started_again()
    wall.wrong(2)
    assert wall.tries.wait_s == 0


def test_a_try_counts_before_it_is_checked_so_that_a_pulled_plug_saves_none(wall):
    wall.wrong(2)
    told = []

    class Unplugged(str):
        """A PIN at whose check the file is looked at."""

        def encode(self, *arguments):
            told.append(json.loads(wall.file.read_bytes())["wrong"])
            return str(self).encode(*arguments)

    wall.tries.is_right(Unplugged("0000"), HASH)
    assert told[0] == 3


@pytest.mark.parametrize("put_on", [-1.8e9, -3600.0, -1.0, 0.0, 1.0, 3600.0, 1e9])
def test_whatever_becomes_of_the_clock_nobody_waits_longer_than_the_delay_and_nobody_shorter(wall, put_on):
    wall.wrong(4)
    wall.put_on = put_on
    assert wall.tries.wait_s == 60
    wall.now += 59
    assert wall.tries.wait_s == 1
    wall.now += 1
    assert wall.tries.is_right("4711", HASH)


@pytest.mark.parametrize("put_on", [-1.8e9, -3600.0])
def test_a_clock_that_was_put_back_before_a_start_lets_the_delay_begin_at_the_start(wall, put_on):
    wall.wrong(4)
    wall.put_on = put_on
    wall.started_again()
    wall.now += 50
    assert wall.tries.wait_s == 10
    wall.now += 10
    assert wall.tries.is_right("4711", HASH)


def test_the_tries_at_another_board_of_the_machine_count_here(wall):
    other = wall.started_again()
    wall.started_again()
    wall.wrong(3)
    wall.now += 10
    other.look()
    assert other.wait_s == 20
    wall.now += 20
    assert other.wait_s == 0


def test_before_a_try_it_is_seen_what_others_tried_since(wall):
    other = wall.started_again()
    wall.started_again()
    wall.wrong(3)
    assert other.wait_s == 0
    assert not other.is_right("4711", HASH)
    assert other.wait_s == 30


def test_only_who_looks_reads_the_file(wall):
    wall.wrong(3)
    wall.file.unlink()
    assert wall.tries.wait_s == 30


@pytest.mark.parametrize("last", ["NaN", "Infinity", "1e300"])
def test_a_time_that_is_none_locks_nobody_out(wall, last):
    wall.file.write_text(f'{{"wrong": 4, "last_s": {last}}}')
    wall.started_again()
    wall.now += 60
    assert wall.tries.is_right("4711", HASH)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\x00", b'{"wrong": "x", "last_s": 0}', b'{"wrong": 1e999, "last_s": 0}', b"[" * 9999],
)
def test_a_damaged_file_keeps_nobody_from_trying(wall, content):
    wall.file.write_bytes(content)
    assert wall.started_again().is_right("4711", HASH)


def test_a_disk_that_takes_nothing_does_not_forget_while_the_board_runs(tmp_path):
    wall = Wall(tmp_path / "no such folder" / "pin-tries.json")
    wall.wrong(3)
    assert wall.tries.wait_s == 30


def test_the_file_is_closed_to_others_and_has_no_pin_in_it(wall):
    wall.tries.is_right("8151", HASH)
    assert wall.file.stat().st_mode & 0o077 == 0
    assert "8151" not in wall.file.read_text()
    assert list(wall.file.parent.iterdir()) == [wall.file]
