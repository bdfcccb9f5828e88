"""The board on a real X display with a window manager: full screen, keys, and what happens when a process is killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from tests.waiting import PATIENCE_S, until
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

pytestmark = pytest.mark.needs_debian
ROOT = Path(__file__).parents[1]
DEMO = ROOT / "config" / "demo.yaml"
SIZE = (1280, 720)

TWO_PAGES = """
version: 1
organisation: {name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources: {}
pages:
  - title: One clock
    dwell: 5s
    panels: [{type: clock, title: London, place: [0, 0, 12, 8]}]
  - title: Two clocks
    dwell: 5s
    panels: [{type: clock, title: Here, place: [0, 0, 6, 8]}, {type: clock, title: There, place: [6, 0, 6, 8]}]
"""
PAGE_GROUND, PANEL_GROUND, CHOSEN, VEIL = "#0e1217", "#161c23", "#dbe3ea", "#343f4a"

GRAB = """
import sys
import wallboard.ui
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""
COUNT = """
import sys
import wallboard.ui
from PySide6.QtGui import QImage
image = QImage(sys.argv[1])
spots = {image.pixelColor(x, y).name() for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
print(image.width(), image.height(), image.pixelColor(2, 2).name(), len(spots))
"""


@dataclass
class Wall:
    """An X display with a window manager, a state directory, and the processes that were started on it."""

    display: str
    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        return {**kept, "DISPLAY": self.display, "WALLBOARD_STATE": str(self.folder / "state")}

    def show(self, *arguments: str, board: Path = DEMO) -> subprocess.Popen[str]:
        """Start the board."""
        command = [sys.executable, "-m", "wallboard", "show", str(board), *arguments]
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def python(self, script: str, *arguments: str) -> str:
        """Run a few lines on the display."""
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def seen(self) -> tuple[int, int, str, int]:
        """What stands on the screen: its size, the colour of a corner, and how many colours there are."""
        picture = str(self.folder / "screen.png")
        self.python(GRAB, picture)
        width, height, corner, colours = self.python(COUNT, picture).split()
        return int(width), int(height), corner, int(colours)

    def key(self, *names: str) -> None:
        """Press keys, one after another."""
        subprocess.run(["xdotool", "key", *names], env=self.environment, check=True, timeout=20)

    def pixels_of(self, colour: str) -> int:
        """How many of every sixteenth pixel of the screen have this colour."""
        image = self.image()
        spots = [(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
        return sum(image.pixelColor(x, y).name() == colour for x, y in spots)

    def image(self) -> QImage:
        """What stands on the screen."""
        picture = str(self.folder / "screen.png")
        self.python(GRAB, picture)
        return QImage(picture)

    def composed_at_us(self) -> int | None:
        """When the board was composed last, as its journal says."""
        reader = JournalReader(places_of(self.folder / "state").journal, board_id(DEMO))
        try:
            return reader.composed_at_us()
        finally:
            reader.close()


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    if not shutil.which("Xvfb"):
        pytest.fail("Xvfb is not installed: ./installer/test --all installs it")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp",
         "-noreset"],  # else it forgets its monitors where a first client ends before the window manager is there
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    found = Wall(display, tmp_path)
    manager = subprocess.Popen(["openbox"], env=found.environment, stderr=subprocess.DEVNULL)
    yield found
    for process in [*reversed(found.started), manager, server]:
        process.terminate()
        process.wait(timeout=20)
        if process.stderr is not None:
            process.stderr.close()


def collector_of(glass: subprocess.Popen[str]) -> psutil.Process | None:
    """The living collector that a glass started."""
    for one in psutil.Process(glass.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # also what is dead and not yet buried
            if "collect" in one.cmdline():
                return one
    return None


def is_painted(wall: Wall) -> bool:
    width, height, corner, colours = wall.seen()
    return (width, height, corner) == (*SIZE, "#0e1217") and colours > 30


def test_the_board_fills_the_screen_and_escape_and_enter_leave_it(wall: Wall) -> None:
    glass = wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    wall.key("question")
    wall.key("question")
    wall.key("Escape")
    until(lambda: wall.pixels_of(CHOSEN) > 300, "it asks")
    assert glass.poll() is None
    wall.key("Return")
    assert glass.wait(timeout=PATIENCE_S) == 0


def test_the_menu_is_worked_by_arrows_enter_and_escape(wall: Wall) -> None:
    glass = wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    wall.key("Return")
    until(lambda: wall.pixels_of(CHOSEN) > 300, "the menu opens")
    wall.key("Escape")
    until(lambda: wall.pixels_of(CHOSEN) < 100, "Escape closes the menu")
    assert glass.poll() is None
    wall.key("Return", "Up", "Return")
    assert glass.wait(timeout=PATIENCE_S) == 0


def test_visitors_see_bars_until_v_is_pressed_again(wall: Wall) -> None:
    wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    until(lambda: (wall.composed_at_us() or 0) > 0, "a first picture")
    assert wall.pixels_of(VEIL) < 5
    wall.key("v")
    until(lambda: wall.pixels_of(VEIL) > 100, "numbers and names are bars")
    wall.key("v")
    until(lambda: wall.pixels_of(VEIL) < 5, "they are shown again")


def has_two_panels(wall: Wall) -> bool | None:
    """Whether the page of two clocks is shown; None while neither page is."""
    middle = wall.image().pixelColor(SIZE[0] // 2, SIZE[1] - 60).name()
    return {PAGE_GROUND: True, PANEL_GROUND: False}.get(middle)


def test_pages_take_turns_until_space_stops_them_and_arrows_turn_them_by_hand(wall: Wall, tmp_path: Path) -> None:
    board = tmp_path / "two.yaml"
    board.write_text(TWO_PAGES)
    wall.show(board=board)
    until(lambda: has_two_panels(wall) is False, "the first page")
    until(lambda: has_two_panels(wall) is True, "the second after its dwell")
    until(lambda: has_two_panels(wall) is False, "the first again")
    wall.key("space")
    began = time.monotonic()
    while time.monotonic() - began < 7:
        assert has_two_panels(wall) is False
    wall.key("Right")
    until(lambda: has_two_panels(wall) is True, "the second by hand")
    wall.key("space")
    until(lambda: has_two_panels(wall) is False, "turning again")


def test_a_screen_shows_one_board_at_a_time(wall: Wall) -> None:
    wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    second = wall.show()
    assert second.wait(timeout=PATIENCE_S) == 3
    assert second.stderr is not None
    assert "already shows a board" in second.stderr.read()


def test_a_killed_collector_is_started_again_and_goes_on_from_where_it_was(wall: Wall) -> None:
    glass = wall.show()
    before = until(wall.composed_at_us, "a first picture")
    collector = collector_of(glass)
    assert collector is not None
    collector.kill()
    again = until(lambda: (one := collector_of(glass)) and one.pid != collector.pid and one, "another collector")
    assert isinstance(again, psutil.Process)
    assert until(lambda: (wall.composed_at_us() or 0) > int(str(before)), "a newer picture")
    assert glass.poll() is None


def test_a_killed_glass_takes_its_collector_along_and_its_successor_paints_from_the_journal(wall: Wall) -> None:
    glass = wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    collector = until(lambda: collector_of(glass), "a collector")
    assert isinstance(collector, psutil.Process)
    os.kill(glass.pid, signal.SIGKILL)
    collector.wait(timeout=5)
    successor = wall.show()
    until(lambda: is_painted(wall), "the board stands again")
    assert successor.poll() is None


def test_a_window_that_is_destroyed_from_outside_ends_the_glass_with_an_error(wall: Wall) -> None:
    glass = wall.show()
    until(lambda: is_painted(wall), "the board fills the screen")
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--pid", str(glass.pid)],
        env=wall.environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )
    for window in found.stdout.split():
        subprocess.run(["xdotool", "windowclose", window], env=wall.environment, check=False, timeout=20)
    _, said = glass.communicate(timeout=PATIENCE_S)
    assert glass.returncode == 1
    assert "the window is no longer on the screen" in said
