"""A board's glass and the safe board in its place: real processes, and a clock that the test moves on."""

import os
import selectors
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from wallboard.kiosk.board import BoardCommands, ShownBoard
from wallboard.kiosk.kept import Kept
from wallboard.kiosk.limits import ChildLimits, Limits

CHILD = (sys.executable, str(Path(__file__).with_name("child_under_test.py")))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
PATIENCE_S = 30
LIMITS = Limits()
ENDLESS = replace(LIMITS, glass=replace(LIMITS.glass, silence_s=1e9))


class Wall:
    """One board, whose glass does what a file says each time that it is started."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.now_s = 1000.0
        self.selector = selectors.DefaultSelector()
        self.safe_texts: list[tuple[str, str | None]] = []
        self._plan = folder / "plan"
        script = (
            "import runpy, sys\n"
            f"sys.argv[1:] = open({str(self._plan)!r}).read().split('|')\n"
            f"runpy.run_path({CHILD[1]!r}, run_name='__main__')"
        )
        self._limits = limits
        commands = BoardCommands("demo", (sys.executable, "-c", script), self._safe, "/var/log/kiosk.log")
        self.board = ShownBoard(commands, limits, self._keep(limits.glass), self._keep(limits.safe))

    def plan(self, *steps: str) -> None:
        self._plan.write_text("|".join(steps))

    def look(self, passed_s: float = 0.0) -> None:
        self.now_s += passed_s
        for key, _ in self.selector.select(0.05):
            key.data()
        self.board.watch(self.now_s)

    def until(self, found: Callable[[], object], told: str) -> None:
        end = monotonic() + PATIENCE_S
        while not found():
            assert monotonic() < end, f"never {told}"
            self.look()

    def crash(self, times: int, apart_s: float = 31.0) -> None:
        """Let the glass end so often, by its plan."""
        for _ in range(times):
            starts = self.board.glass.starts
            self.until(lambda: not self.board.glass.is_running, "ended")
            if self.board.is_safe_shown:
                return
            self.look(apart_s)
            assert self.board.glass.starts == starts + 1

    def come_back(self) -> None:
        """Let the glass be in trouble, and beat when it is tried."""
        self.plan("exit:1")
        self.look()
        self.crash(5)
        self.plan("beats")
        self.look(61.0)
        self.until(lambda: self.board.glass.has_beaten, "beating")

    def close(self) -> None:
        for one in self.board.kept:
            one.is_wanted = False
        while any(one.is_running for one in self.board.kept):
            for one in self.board.kept:
                one.kill()
            self.look()
        self.selector.close()

    def _safe(self, text: str, output: str | None) -> tuple[str, ...]:
        self.safe_texts.append((text, output))
        return (*CHILD, "beats", f"note:{text}")

    def _keep(self, limits: ChildLimits) -> Callable[[str, Sequence[str]], Kept]:
        return lambda name, command: Kept(
            name,
            command,
            limits,
            self._limits,
            selector=self.selector,
            heard=lambda line: self.board.say_fault(line.removeprefix("fault ")),
            complained=lambda *_: None,
            environment=ENVIRONMENT,
        )


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    made = Wall(tmp_path, ENDLESS)
    yield made
    made.close()


def test_five_crashes_within_five_minutes_bring_the_safe_board_with_the_kind_of_error_alone(wall: Wall) -> None:
    wall.plan("err:ValueError: cannot read row of client Jane Roe, +44 20 7946 0000", "exit:139")
    wall.look()
    wall.crash(4)
    assert not wall.board.is_safe_shown
    wall.until(lambda: wall.board.is_safe_shown, "safe")
    text, output = wall.safe_texts[-1]
    assert text.splitlines() == [
        "The program that draws this board ended with exit code 139, again and again.",
        "The kind of error: ValueError.",
        "The log says more: /var/log/kiosk.log",
    ]
    assert output is None


def test_five_crashes_in_half_an_hour_do_not(wall: Wall) -> None:
    wall.plan("exit:1")
    wall.look()
    wall.crash(7, apart_s=90.0)
    assert wall.safe_texts == []


def test_what_the_glass_says_itself_for_the_safe_board_is_told(wall: Wall) -> None:
    wall.plan("err:noise", "say:fault The font is missing.", "exit:1")
    wall.look()
    wall.crash(5)
    assert wall.safe_texts[0][0].splitlines()[1:] == [
        "The font is missing.",
        "The log says more: /var/log/kiosk.log",
    ]


def test_below_the_safe_board_the_glass_is_tried_every_minute_and_takes_its_place_again(wall: Wall) -> None:
    wall.plan("exit:1")
    wall.look()
    wall.crash(5)
    starts = wall.board.glass.starts
    wall.look(59.0)
    assert wall.board.glass.starts == starts
    wall.look(1.5)
    assert wall.board.glass.starts == starts + 1
    wall.until(lambda: not wall.board.glass.is_running, "ended")
    wall.plan("beats")
    wall.look(61.0)
    wall.until(lambda: wall.board.glass.has_beaten, "beating")
    wall.look(3.0)
    assert wall.board.is_safe_shown
    wall.look(3.0)
    assert not wall.board.is_safe_shown
    wall.until(lambda: wall.board.kept == [wall.board.glass], "gone")


def test_a_glass_that_dies_soon_after_it_was_tried_is_in_trouble_still(wall: Wall) -> None:
    wall.come_back()
    wall.look(6.0)
    assert not wall.board.is_safe_shown
    wall.board.glass.kill()
    wall.until(lambda: wall.board.is_safe_shown, "safe again")


def test_a_glass_that_stood_a_minute_has_its_crashes_forgotten(wall: Wall) -> None:
    wall.come_back()
    wall.look(61.0)
    wall.board.glass.kill()
    wall.until(lambda: not wall.board.glass.is_running, "ended")
    wall.look(0.3)
    assert wall.board.glass.is_running
    assert not wall.board.is_safe_shown


def test_a_screen_that_shows_another_board_is_waited_for(wall: Wall) -> None:
    wall.plan("exit:3")
    wall.look()
    wall.crash(8)
    assert wall.safe_texts == []


def test_a_bad_board_is_told_on_the_screen_that_it_had_and_a_mended_one_comes_up_over_that(wall: Wall) -> None:
    wall.plan("beats")
    wall.look()
    wall.board.output = "HDMI-1"
    wall.board.set_bad("board.yaml:3: no")
    wall.until(lambda: not wall.board.glass.is_running, "ended")
    assert wall.safe_texts == [("board.yaml:3: no", "HDMI-1")]
    wall.board.set_bad("board.yaml:3: no")
    assert len({text for text, _ in wall.safe_texts}) == 1
    wall.board.set_bad("")
    wall.look(0.1)
    wall.until(lambda: wall.board.glass.has_beaten, "beating")
    assert wall.board.is_safe_shown
    wall.look(6.0)
    assert not wall.board.is_safe_shown


def test_a_safe_board_that_dies_is_started_again(wall: Wall) -> None:
    wall.plan("beats")
    wall.look()
    wall.board.set_bad("no")
    wall.look()
    safe = wall.board.kept[1]
    wall.until(lambda: safe.has_beaten, "beating")
    safe.kill()
    wall.until(lambda: not safe.is_running, "dead")
    wall.look(0.3)
    assert safe.is_running


def test_a_text_too_long_for_a_command_line_shows_that_it_is_cut(wall: Wall) -> None:
    wall.plan("beats")
    wall.board.set_bad("fault " * 10_000)
    text, _ = wall.safe_texts[-1]
    assert len(text) == 4000
    assert text.endswith("…")
