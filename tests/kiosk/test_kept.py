"""A child that is kept alive: real processes, and a clock that the test moves on."""

import os
import selectors
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import psutil
import pytest

from wallboard.kiosk.kept import Ended, Kept
from wallboard.kiosk.limits import MIB, ChildLimits, Limits

CHILD = str(Path(__file__).with_name("child_under_test.py"))
ROOT = str(Path(__file__).parents[2])
ENVIRONMENT = {**os.environ, "PYTHONPATH": ROOT}
PATIENCE_S = 30
LIMITS = Limits(glass=ChildLimits(10.0, 60.0, 400 * MIB))


class Nursery:
    """One kept child, the seconds that it is given, and all that it said."""

    def __init__(self, *steps: str, limits: Limits = LIMITS, command: tuple[str, ...] = ()) -> None:
        self.now_s = 1000.0
        self.words: list[str] = []
        self.complaints: list[tuple[int, str]] = []
        self.ends: list[Ended] = []
        self.selector = selectors.DefaultSelector()
        self.kept = Kept(
            "the glass",
            command or (sys.executable, CHILD, *steps),
            limits.glass,
            limits,
            selector=self.selector,
            heard=self.words.append,
            complained=lambda _, level, line: self.complaints.append((level, line)),
            environment=ENVIRONMENT,
        )

    def look(self, passed_s: float = 0.0, *, may_rest: bool = True) -> None:
        """Once, after so many seconds by its clock."""
        self.now_s += passed_s
        for key, _ in self.selector.select(0.05):
            key.data()
        ended = self.kept.watch(self.now_s, may_rest=may_rest)
        if ended is not None:
            self.ends.append(ended)

    def look_later(self, passed_s: float) -> None:
        """Once, after so many seconds through which it beat."""
        self.kept.forgive(self.now_s + passed_s)
        self.look(passed_s)

    def until(self, what: str) -> None:
        """Look until it beats, ends, says something or runs, with the clock standing still."""
        end, ends, words = monotonic() + PATIENCE_S, len(self.ends), len(self.words)
        found = {
            "beats": lambda: self.kept.has_beaten,
            "ends": lambda: len(self.ends) > ends,
            "says": lambda: len(self.words) > words,
            "is busy": lambda: not self.kept.is_quiet(self.now_s),
        }[what]
        while not found():
            assert monotonic() < end, f"never {what}"
            self.look()

    def close(self) -> None:
        self.kept.is_wanted = False
        while self.kept.is_running:
            self.kept.kill()
            self.look()
        self.selector.close()


@pytest.fixture
def nursery() -> Iterator[list[Nursery]]:
    made: list[Nursery] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def born(nursery: list[Nursery]):
    def make(*steps: str, limits: Limits = LIMITS, command: tuple[str, ...] = ()) -> Nursery:
        one = Nursery(*steps, limits=limits, command=command)
        nursery.append(one)
        one.look()
        return one

    return make


def test_one_that_beats_is_left_alone(born) -> None:
    one = born("beats")
    one.until("beats")
    for _ in range(5):
        one.look_later(9.0)
    assert (one.kept.starts, one.ends) == (1, [])


def test_one_that_falls_silent_is_killed_and_started_again(born) -> None:
    one = born("beat", "deaf")
    one.until("beats")
    one.look(9.9)
    assert one.kept.is_running
    one.look(0.2)
    one.until("ends")
    assert (one.ends[0].why, one.ends[0].code) == ("hang", -signal.SIGKILL)
    one.look(0.3)
    one.until("beats")
    assert one.kept.starts == 2


def test_a_silent_one_that_may_be_at_work_gets_twice_the_time_next(born) -> None:
    limits = replace(LIMITS, glass=replace(LIMITS.glass, most_silence_s=30.0))
    one = born("beat", "deaf", limits=limits)
    for time, silence_s in enumerate((10.0, 20.0, 30.0, 30.0), 1):
        one.until("beats")
        one.look(silence_s - 0.1)
        assert len(one.ends) == time - 1
        one.look(0.2)
        one.until("ends")
        one.look(10.0)


def test_one_that_was_well_for_an_hour_begins_with_the_usual_time_again(born) -> None:
    limits = replace(LIMITS, glass=replace(LIMITS.glass, most_silence_s=1000.0))
    one = born("beat", "deaf", limits=limits)
    for time, silence_s in enumerate((10.0, 20.0, 40.0, 20.0), 1):
        one.until("beats")
        one.look_later(3600.0 if time == 3 else 0.0)
        one.look(silence_s - 0.1)
        assert len(one.ends) == time - 1
        one.look(0.2)
        one.until("ends")
        one.look(10.0)


def test_one_that_is_stopped_is_killed_all_the_same(born) -> None:
    one = born("beats")
    one.until("beats")
    assert one.kept.pid is not None
    os.kill(one.kept.pid, signal.SIGSTOP)
    one.look()  # beats that were on their way
    one.look(10.1)
    one.until("ends")
    assert one.ends[0].why == "hang"


def test_the_first_beat_may_take_a_minute(born) -> None:
    one = born("deaf")
    one.look(59.0)
    assert one.kept.is_running
    one.look(2.0)
    one.until("ends")
    assert one.ends[0].why == "hang"


def test_a_parent_that_stood_still_itself_takes_nobody_for_silent(born) -> None:
    one = born("beat", "deaf")
    one.until("beats")
    one.now_s += 3600
    one.kept.forgive(one.now_s)
    one.look(9.0)
    assert one.kept.is_running


def test_waits_double_to_half_a_minute_and_begin_anew_after_a_steady_minute(born) -> None:
    one = born("beat", "exit:7")
    for number, wait_s in enumerate((0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0), 1):
        one.until("ends")
        one.look(wait_s - 0.01)
        assert one.kept.starts == number
        one.look(0.02)
        assert one.kept.starts == number + 1
    assert {(end.why, end.code) for end in one.ends} == {("crash", 7)}
    one.now_s += 61
    one.until("ends")
    one.look(0.25)
    assert one.kept.starts == 12


def test_one_that_says_so_and_ends_in_good_order_starts_anew_without_an_error(born, caplog) -> None:
    caplog.set_level("INFO")
    one = born("beat", "say:anew for a mended board", "exit:0")
    one.until("ends")
    assert "the glass starts anew for a mended board" in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_one_that_says_so_and_dies_has_ended_badly_all_the_same(born, caplog) -> None:
    one = born("beat", "say:anew for a mended board", "exit:1")
    one.until("ends")
    assert "the glass has ended with exit code 1" in caplog.text


def test_its_last_lines_are_kept_without_their_priorities(born) -> None:
    one = born("err:<3>first", "err:Segmentation fault", "exit:1")
    one.until("ends")
    assert one.ends[0].last_lines == ("first", "Segmentation fault")
    assert one.complaints == [(40, "first"), (30, "Segmentation fault")]


def test_its_words_are_handed_on_and_those_to_it_arrive(born, tmp_path: Path) -> None:
    told = tmp_path / "told"
    one = born("beat", "say:refresh", f"tell:{told}", "say:fault it is over", "exit:0")
    one.until("says")
    one.kept.say("standup")
    one.kept.is_wanted = False
    one.until("ends")
    assert one.words == ["refresh", "fault it is over"]
    assert told.read_text() == "standup\n"
    assert one.ends[0].why == "asked"


def test_one_that_does_not_end_when_asked_is_killed(born) -> None:
    one = born("beat", "deaf")
    one.until("beats")
    one.kept.is_wanted = False
    one.look()
    one.look(4.0)
    assert one.kept.is_running
    one.look(1.5)
    one.until("ends")
    assert one.ends[0].why == "asked"
    one.look(100.0)
    assert not one.kept.is_running


def ceiling(mib: int) -> Limits:
    return replace(LIMITS, glass=replace(LIMITS.glass, ceiling=mib * MIB), memory_every_s=5.0)


def test_one_above_its_ceiling_is_started_anew_in_good_order_without_a_wait(born) -> None:
    one = born("hold:60", "beats", limits=ceiling(40))
    one.until("beats")
    pid = one.kept.pid
    one.look(5.1)
    one.until("ends")
    assert (one.ends[0].why, one.ends[0].code) == ("memory", 0)
    one.until("beats")
    assert one.kept.pid != pid


def test_one_that_cannot_live_below_its_ceiling_is_started_anew_less_and_less_often(born, caplog) -> None:
    one = born("hold:60", "beats", limits=replace(ceiling(20), memory_most_wait_s=200.0))
    for number, wait_s in enumerate((0.0, 60.0, 120.0, 200.0, 200.0), 1):
        one.until("beats")
        one.look_later(5.1)  # found above its ceiling soon after its start
        if wait_s:
            one.look_later(wait_s - 10.0)
            assert one.kept.starts == number
            one.look_later(10.0)
        one.until("ends")
        one.look()
    assert {end.why for end in one.ends} == {"memory"}
    assert "the ceiling of 20 MiB is too low for the glass: it held" in caplog.text
    assert caplog.text.count("too low") == 5


def test_one_that_grows_slowly_is_started_anew_whenever_it_has(born, caplog) -> None:
    one = born("hold:60", "beats", limits=ceiling(40))
    for _ in range(2):
        one.until("beats")
        one.look_later(3.0)
        one.kept.forgive(one.now_s)
        one.now_s += 61.0
        one.kept.forgive(one.now_s)
        one.look()
        one.until("ends")
        one.look()
    assert "too low" not in caplog.text


def test_one_above_its_ceiling_waits_for_a_quiet_minute(born) -> None:
    one = born("hold:60", "busy:60", "beats", limits=ceiling(40))
    one.until("is busy")
    one.until("beats")
    for _ in range(6):
        one.look_later(5.1)
    assert (one.ends, one.kept.starts) == ([], 1)
    one.look_later(31.0)
    one.until("ends")
    assert one.ends[0].why == "memory"


def test_one_that_others_need_waits_too(born) -> None:
    one = born("hold:60", "beats", limits=ceiling(40))
    one.until("beats")
    one.look(5.1, may_rest=False)
    one.look(0.0, may_rest=False)
    assert (one.ends, one.kept.starts) == ([], 1)


def test_at_twice_its_ceiling_nobody_waits(born) -> None:
    one = born("hold:90", "busy:60", "beats", limits=ceiling(40))
    one.until("beats")
    one.look(5.1, may_rest=False)
    one.until("ends")
    assert one.ends[0].why == "memory"


def test_below_its_ceiling_it_stays_and_what_it_holds_is_known(born) -> None:
    one = born("hold:60", "beats", limits=ceiling(400))
    one.until("beats")
    one.look(5.1)
    assert one.kept.is_running
    assert one.kept.held is not None
    assert 60 * MIB < one.kept.held < 200 * MIB


def test_a_command_that_is_not_there_is_tried_again(born, tmp_path: Path) -> None:
    one = born(command=(str(tmp_path / "nothing"),))
    assert (one.ends[0].why, one.ends[0].code, one.kept.is_running) == ("crash", 127, False)
    one.look(0.3)
    assert one.kept.starts == 2


def test_nothing_is_left_open_by_twenty_children(born) -> None:
    one = born("exit:1")
    one.until("ends")
    me = psutil.Process()
    before = me.num_fds()
    for _ in range(20):
        one.look(31.0)
        if one.kept.is_running:
            one.until("ends")
    assert me.num_fds() == before
