"""Boards on the monitors of a real X display: unplugged, plugged in again, of another size, late, and strange ones."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage

from tests.test_on_a_display import PAGE_GROUND, ROOT, SIZE, Wall, wall  # noqa: F401 - a fixture
from tests.waiting import until

pytestmark = pytest.mark.needs_debian
LIGHT_GROUND, NOTHING = "#e9edf1", "#000000"
LEFT, RIGHT = (4, 4), (SIZE[0] // 2 + 4, 4)
HALF = SIZE[0] // 2
BOARD = """
version: 1
organisation: {{name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
sources: {{}}
screen: {{output: {output}, theme: {theme}, orbit: 0}}
pages:
  - title: One clock
    panels: [{{type: clock, title: London, place: [0, 0, 12, 8]}}]
"""
GRAB = """
import sys
import wallboard.ui
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
screen = app.primaryScreen()
width, height = int(sys.argv[2]), int(sys.argv[3])
screen.grabWindow(0, -screen.geometry().x(), -screen.geometry().y(), width, height).save(sys.argv[1])
"""


class Desk:
    """Two boards as a kiosk starts them, dark on the left monitor and light on the right one, and their collector."""

    def __init__(self, wall: Wall) -> None:  # noqa: F811
        self.wall = wall
        self.boards = {}
        for output, theme in (("HDMI-1", "dark"), ("HDMI-2", "light")):
            self.boards[output] = wall.folder / f"{theme}.yaml"
            self.boards[output].write_text(BOARD.format(output=output, theme=theme))
        self._start("collect", *map(str, self.boards.values()))

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "wallboard", *arguments],
            env=self.wall.environment, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.wall.started.append(process)
        return process

    def show(self, output: str) -> subprocess.Popen[str]:
        """The board of a monitor."""
        return self._start("show", "--for-kiosk", str(self.boards[output]))

    def plug(self, *arguments: object) -> None:
        """Plug a monitor in."""
        self._monitor("plug", *arguments)

    def unplug(self, name: str) -> None:
        """Take a monitor away."""
        self._monitor("unplug", name)

    def _monitor(self, *arguments: object) -> None:
        command = [sys.executable, "-m", "tests.x_monitors", *map(str, arguments)]
        subprocess.run(command, env=self.wall.environment, cwd=ROOT, check=True, timeout=20)

    def colours(self, *spots: tuple[int, int]) -> tuple[str, ...]:
        """What stands at spots of the whole display."""
        picture = str(self.wall.folder / "screen.png")
        self.wall.python(GRAB, picture, *map(str, SIZE))
        image = QImage(picture)
        return tuple(image.pixelColor(*spot).name() for spot in spots)

    def until(self, told: str, *expected: str, at: tuple[tuple[int, int], ...] = (LEFT, RIGHT)) -> float:
        """Wait for the colours of the left and the right monitor; the seconds that it took."""
        began = time.monotonic()
        until(lambda: self.colours(*at) == expected, told)
        return time.monotonic() - began


@pytest.fixture
def desk(wall: Wall) -> Iterator[Desk]:  # noqa: F811
    made = Desk(wall)
    yield made
    for process in wall.started:
        if process.stdin is not None:
            process.stdin.close()


def plug_both(desk: Desk) -> None:
    desk.plug("whole", "HDMI-2", HALF, 0, HALF, SIZE[1])
    desk.plug("HDMI-1", 0, 0, HALF, SIZE[1])


def test_a_monitor_that_is_unplugged_and_plugged_in_again_has_its_board_back(desk: Desk) -> None:
    plug_both(desk)
    glasses = [desk.show("HDMI-1"), desk.show("HDMI-2")]
    desk.until("each board on its monitor", PAGE_GROUND, LIGHT_GROUND)
    desk.unplug("HDMI-1")
    desk.until("the other board alone, and undisturbed", NOTHING, LIGHT_GROUND)
    desk.plug("HDMI-1", 0, 0, HALF, SIZE[1])
    seconds = desk.until("back on its monitor", PAGE_GROUND, LIGHT_GROUND)
    print(f"back after {seconds:.1f} s")
    assert [glass.poll() for glass in glasses] == [None, None]


def test_a_monitor_that_comes_back_with_another_size_is_filled_anew(desk: Desk) -> None:
    plug_both(desk)
    desk.show("HDMI-1")
    below, beside = (4, SIZE[1] - 4), (HALF - 4, 4)
    desk.until("the whole monitor", PAGE_GROUND, PAGE_GROUND, at=(below, beside))
    desk.unplug("HDMI-1")
    desk.plug("HDMI-1", 0, 0, HALF - 100, SIZE[1] - 100)
    desk.until("what is left of it, and no more", PAGE_GROUND, NOTHING, NOTHING, at=(LEFT, below, beside))
    desk.unplug("HDMI-1")
    desk.plug("HDMI-1", 0, 0, HALF, SIZE[1])
    desk.until("the whole again", PAGE_GROUND, PAGE_GROUND, at=(below, beside))


def test_a_board_without_its_monitor_stands_on_another_until_that_ones_board_comes(desk: Desk) -> None:
    desk.plug("whole", "HDMI-2", HALF, 0, HALF, SIZE[1])
    desk.show("HDMI-1")
    desk.until("the dark board on the only monitor", NOTHING, PAGE_GROUND)
    desk.show("HDMI-2")
    desk.until("the light one on its own", NOTHING, LIGHT_GROUND)
    desk.plug("HDMI-1", 0, 0, HALF, SIZE[1])
    desk.until("each on its own", PAGE_GROUND, LIGHT_GROUND)


def test_the_page_in_a_boards_place_lies_below_the_board_that_is_tried(desk: Desk) -> None:
    plug_both(desk)
    safe = desk._start("show", "--for-kiosk", "--safe=The board ended five times.", "--screen", "HDMI-1")
    desk.until("the page", PAGE_GROUND, NOTHING)
    card = (HALF // 2, SIZE[1] // 2)
    before = desk.colours(card)
    desk.boards["HDMI-1"].write_text(BOARD.format(output="HDMI-1", theme="light"))
    glass = desk.show("HDMI-1")
    desk.until("the board over it", LIGHT_GROUND, NOTHING)
    glass.kill()
    desk.until("the page again", PAGE_GROUND, NOTHING)
    assert desk.colours(card) == before
    assert safe.poll() is None
