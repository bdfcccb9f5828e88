"""Boards on outputs of a real X server that change their resolution and place, and that are all switched off."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests import still_board
from tests.test_on_a_display import ROOT, Wall
from tests.waiting import until

pytestmark = pytest.mark.needs_debian
SMALL, WIDE = (1280, 720), (1920, 1080)
OVERNIGHT_S = 12
"""Longer than a glass bears a window that is taken away."""
CONFIGURATION = """
Section "Device"
    Identifier "card"
    Driver "dummy"
    VideoRam 64000
EndSection
Section "Monitor"
    Identifier "monitor"
    HorizSync 5-1000
    VertRefresh 5-200
EndSection
Section "Screen"
    Identifier "screen"
    Device "card"
    Monitor "monitor"
    DefaultDepth 24
    SubSection "Display"
        Modes "1280x720" "1920x1080" "1368x768" "1024x768"
    EndSubSection
EndSection
Section "ServerFlags"
    Option "AutoAddDevices" "false"
EndSection
"""
GRAB = """
import sys
import wallboard.ui
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
screen = next(one for one in app.screens() if one.name() == sys.argv[2])
screen.grabWindow(0).save(sys.argv[1])
"""


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    """An X server whose outputs have modes, with a window manager."""
    if not shutil.which("Xorg") or not shutil.which("xrandr"):
        pytest.fail("Xorg or xrandr is not installed: ./installer/test --all installs them")
    configuration = tmp_path / "xorg.conf"
    configuration.write_text(CONFIGURATION)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xorg", "-displayfd", str(write), "-config", str(configuration), "-logfile", str(tmp_path / "xorg.log"),
         "-noreset", "-nolisten", "tcp", "-novtswitch", "-sharevts"],
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


def xrandr(wall: Wall, *arguments: str) -> None:
    command = ["xrandr", *arguments]
    subprocess.run(command, env=wall.environment, cwd=ROOT, check=True, capture_output=True, timeout=20)


def mode(wall: Wall, size: tuple[int, int], output: str = "DUMMY0", *more: str) -> None:
    xrandr(wall, "--output", output, "--mode", f"{size[0]}x{size[1]}", *more)


def page_on(wall: Wall, output: str = "DUMMY0") -> QImage:
    """What stands on an output, without what tells the time."""
    picture = str(wall.folder / "screen.png")
    wall.python(GRAB, picture, output)
    return still_board.without_header(QImage(picture))


def test_another_resolution_is_filled_and_the_page_is_laid_out_for_it(wall: Wall) -> None:
    board = still_board.write(wall.folder)
    glass = wall.show(board=board)
    for size in (SMALL, WIDE, (1024, 768), SMALL):
        mode(wall, size)
        expected = still_board.drawn(board, size)
        until(lambda expected=expected: page_on(wall) == expected, f"the page of {size}")
    assert glass.poll() is None


def test_all_outputs_switched_off_overnight_and_on_again_in_the_morning_show_the_page(wall: Wall) -> None:
    board = still_board.write(wall.folder)
    glass = wall.show(board=board)
    expected = still_board.drawn(board, SMALL)
    until(lambda: page_on(wall) == expected, "the page")
    xrandr(wall, "--output", "DUMMY0", "--off")
    began = time.monotonic()
    until(lambda: glass.poll() is not None or time.monotonic() - began > OVERNIGHT_S, "the night is over")
    assert glass.poll() is None
    mode(wall, WIDE)
    expected = still_board.drawn(board, WIDE)
    until(lambda: page_on(wall) == expected, "the page in the morning, on another screen")
    assert glass.poll() is None


@pytest.mark.parametrize("left", [(1368, 768), WIDE], ids=["a little", "far"])
def test_a_monitor_moved_by_the_size_of_its_neighbour_keeps_its_board(wall: Wall, left: tuple[int, int]) -> None:
    size = (1024, 768)
    boards = {
        output: still_board.write(wall.folder, output, output, narrow=f"Here is {output}")
        for output in ("DUMMY0", "DUMMY1")
    }
    xrandr(wall, "--addmode", "DUMMY1", "1024x768")
    mode(wall, size, "DUMMY1", "--right-of", "DUMMY0")
    glasses = [wall.show(board=board) for board in boards.values()]
    for left_size in (SMALL, left):
        xrandr(wall, "--output", "DUMMY0", "--mode", f"{left_size[0]}x{left_size[1]}", "--output", "DUMMY1", "--mode",
               f"{size[0]}x{size[1]}", "--right-of", "DUMMY0")  # fmt: skip
        for output, of in (("DUMMY0", left_size), ("DUMMY1", size)):
            expected = still_board.drawn(boards[output], of)
            until(lambda output=output, expected=expected: page_on(wall, output) == expected, f"{output} at {of}")
    assert [glass.poll() for glass in glasses] == [None, None]
