"""A whole kiosk that stood still, a machine asleep, and a collector of it that hangs, on a real X display."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from tests import still_board
from tests.test_on_a_display import ROOT, SIZE, Wall, wall
from tests.waiting import PATIENCE_S, until
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

__all__ = ["wall"]  # the fixture of the other tests on a display
pytestmark = [pytest.mark.needs_debian, pytest.mark.slow]
ASLEEP_S = 25
"""Longer than the ten seconds for which a glass may be silent, and than the collector's, as these tests set it."""
SILENCE_S = 15
NIGHT_NS = 10 * 3_600 * 10**9
PROGRAM = Path(__file__).with_name("kiosk_of_one_board.py")


class Children:
    """A running kiosk with its children, and what its log says."""

    def __init__(self, wall: Wall, board: Path) -> None:
        self.wall = wall
        self.board = board
        command = [sys.executable, str(PROGRAM), str(board), str(SILENCE_S)]
        self._log = wall.folder / "log"
        self._jump = wall.folder / "jump"
        self.jump({"wall": 0, "boot": 0})
        with self._log.open("w") as log:
            environment = {
                **wall.environment,
                "PYTHONPATH": f"{ROOT / 'tests' / 'jumping_clock'}:{ROOT}",
                "WALLBOARD_TEST_JUMP": str(self._jump),
            }
            self.kiosk = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, text=True)
        wall.started.append(self.kiosk)

    def jump(self, told: dict[str, int]) -> None:
        """By how many nanoseconds the clocks of all its processes have jumped."""
        new = self._jump.with_suffix(".new")
        new.write_text(json.dumps(told))
        new.replace(self._jump)

    def child(self, word: str) -> psutil.Process | None:
        """The living child that does this."""
        for one in psutil.Process(self.kiosk.pid).children():
            if one.status() != psutil.STATUS_ZOMBIE and word in one.cmdline():
                return one
        return None

    def ids(self) -> list[int]:
        """The numbers of glass and collector."""
        return [one.pid for word in ("show", "collect") if (one := self.child(word)) is not None]

    def composed_at_us(self) -> int:
        """When the collector last said that the picture holds."""
        reader = JournalReader(places_of(self.wall.folder / "state").journal, board_id(self.board))
        try:
            return reader.composed_at_us() or 0
        finally:
            reader.close()

    def page(self) -> QImage:
        """What stands on the screen, without what tells the time."""
        return still_board.without_header(self.wall.image())

    def log(self) -> str:
        """What the kiosk wrote down."""
        return self._log.read_text(encoding="utf-8")


def start(wall: Wall) -> tuple[Children, QImage]:
    """A kiosk whose page is on the wall, with the page."""
    running = Children(wall, still_board.write(wall.folder))
    expected = still_board.drawn(running.board, SIZE)
    until(lambda: running.page() == expected, "the page")
    until(lambda: len(running.ids()) == 2 and "the collector lives" in running.log(), "both live")
    return running, expected


def lasts(seconds: float, so: Callable[[], bool]) -> None:
    """Something stays so for a while."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        assert so()


def test_a_collector_that_hangs_is_killed_and_started_again_under_its_last_picture(wall: Wall) -> None:
    running, page = start(wall)
    glass, hung = running.child("show"), running.child("collect")
    assert glass is not None
    assert hung is not None
    hung.suspend()
    began, stopped_us = time.monotonic(), running.composed_at_us()
    while hung.is_running() and hung.status() != psutil.STATUS_ZOMBIE:
        assert running.page() == page
        assert time.monotonic() - began < PATIENCE_S
    killed = time.monotonic() - began
    until(lambda: (now := running.child("collect")) is not None and now.pid != hung.pid, "another collector")
    until(lambda: running.composed_at_us() > stopped_us, "a newer picture")
    print(f"killed after {killed:.1f} s, composed again after {time.monotonic() - began:.1f} s")
    assert "the collector has given no sign of life" in running.log()
    assert running.page() == page
    assert running.child("show") == glass


@pytest.mark.parametrize(
    ("is_parent_first", "jump"),
    [(True, {"wall": NIGHT_NS, "boot": NIGHT_NS}), (False, {"wall": NIGHT_NS, "boot": NIGHT_NS}),
     (True, {"wall": NIGHT_NS, "boot": 0}), (True, {"wall": -NIGHT_NS, "boot": 0})],
    ids=["the parent wakes first", "the children wake first", "its clock set on", "its clock set back"],
)  # fmt: skip
def test_a_kiosk_that_slept_with_its_machine_goes_on_with_the_same_processes(
    wall: Wall,
    is_parent_first: bool,
    jump: dict[str, int],
) -> None:
    running, page = start(wall)
    before = running.ids()
    all_of_it = [psutil.Process(running.kiosk.pid), *map(psutil.Process, before)]
    for process in all_of_it:
        process.suspend()
    began, slept_us = time.monotonic(), running.composed_at_us()
    until(lambda: time.monotonic() - began > ASLEEP_S, "a long sleep")
    running.jump(jump)
    for process in all_of_it if is_parent_first else reversed(all_of_it):
        process.resume()
    woke = time.monotonic()
    until(lambda: running.composed_at_us() != slept_us, "another picture")
    if jump["boot"]:
        until(lambda: running.composed_at_us() >= slept_us + NIGHT_NS // 1000, "a picture of the morning")
    print(f"composed again {time.monotonic() - woke:.1f} s after {ASLEEP_S} s of sleep")
    lasts(SILENCE_S + 5, lambda: running.ids() == before and running.page() == page)
    assert "no sign of life" not in running.log()
