"""The kiosk in a real Wayland compositor: its output changes resolution and scale."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from tests import still_board
from tests.test_on_a_display import ROOT
from tests.waiting import until

pytestmark = pytest.mark.needs_debian
OUTPUT = "HEADLESS-1"
FIRST, WIDE, SMALL = (1280, 720), (1920, 1080), (1024, 768)
PROGRAMS = ("sway", "swaymsg", "grim", "setpriv")
NOBODY = 65_534
AS_NOBODY = [
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--",
]  # fmt: skip
"""Compositors refuse to run as root. Whoever takes its place still has to reach this checkout and its interpreter."""
CONFIGURATION = """
xwayland disable
output {output} mode --custom {width}x{height} scale {scale} bg #000000 solid_color
default_border none
exec {python} -m wallboard kiosk {board}
"""


@dataclass
class Compositor:
    """A compositor without a screen, whose output can be changed, and in it a kiosk of one board."""

    folder: Path
    board: Path

    @property
    def environment(self) -> dict[str, str]:
        left_out = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
        return {
            **{name: value for name, value in os.environ.items() if name not in left_out},
            "XDG_RUNTIME_DIR": str(self.folder),
            "WALLBOARD_STATE": str(self.folder / "state"),
            "QT_QPA_PLATFORM": "wayland",
            "XCURSOR_SIZE": "1",
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }

    def start(self, scale: str = "1") -> subprocess.Popen[bytes]:
        """The compositor, which starts the kiosk."""
        width, height = FIRST
        told = CONFIGURATION.format(
            output=OUTPUT, width=width, height=height, scale=scale, python=sys.executable, board=self.board
        )  # fmt: skip
        configuration = self.folder / "sway.conf"
        configuration.write_text(told)
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        command = [*(AS_NOBODY if os.geteuid() == 0 else []), "sway", "--config", str(configuration)]
        with (self.folder / "session.log").open("wb") as log:
            return subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)

    def output(self, *arguments: str) -> None:
        """Change the one output."""
        self._run("swaymsg", "--", "output", OUTPUT, *arguments)

    def resize(self, size: tuple[int, int]) -> None:
        """Another resolution, as a graphics card would offer it."""
        self.output("mode", "--custom", f"{size[0]}x{size[1]}")

    def scale(self) -> str:
        """How many of the screen's pixels are one of the compositor's units."""
        outputs = json.loads(self._run("swaymsg", "--raw", "--type", "get_outputs"))
        return f"{outputs[0]['scale']:g}"

    def page(self) -> QImage:
        """What stands on the screen, without what tells the time."""
        picture = self.folder / "screen.png"
        picture.unlink(missing_ok=True)
        self._run("grim", "-o", OUTPUT, str(picture), must_succeed=False)
        return still_board.without_header(QImage(str(picture)))

    def is_page(self, size: tuple[int, int]) -> None:
        """Wait until the screen shows the page as it is drawn for this size."""
        expected = still_board.drawn(self.board, size)
        until(lambda: self.page() == expected, f"the page of {size}")

    def _run(self, *command: str, must_succeed: bool = True) -> bytes:
        sockets = (path.name for path in self.folder.glob("wayland-*") if path.suffix != ".lock")
        environment = {
            **self.environment,
            "WAYLAND_DISPLAY": next(sockets, "wayland-0"),
            "SWAYSOCK": str(next(self.folder.glob("sway-ipc.*.sock"), "")),
        }
        done = subprocess.run(command, env=environment, cwd=ROOT, check=must_succeed, capture_output=True, timeout=20)
        return done.stdout


def programs_of(board: Path, word: str) -> list[psutil.Process]:
    """The processes of a board that do this; a compositor's programs are not its children."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            words = process.cmdline()
            if word in words and str(board) in words:
                found.append(process)
    return found


@pytest.fixture
def screen() -> Iterator[Compositor]:
    for name in PROGRAMS:
        if not shutil.which(name):
            pytest.fail(f"{name} is not installed: ./installer/test --all installs it")
    # A socket's path has to be short, and what root makes for tests is closed to others.
    with tempfile.TemporaryDirectory(prefix="wall-") as folder:
        yield Compositor(Path(folder), still_board.write(Path(folder)))


@contextmanager
def running(screen: Compositor, scale: str = "1") -> Iterator[None]:
    """A session whose first page stands on the screen, and whose glass stays the same to the end."""
    compositor = screen.start(scale)
    try:
        screen.is_page(FIRST)
        glass = programs_of(screen.board, "show")
        assert len(glass) == 1
        yield
        assert programs_of(screen.board, "show") == glass
    finally:
        for kiosk in programs_of(screen.board, "kiosk"):
            kiosk.terminate()
            kiosk.wait(20)
        compositor.terminate()
        compositor.wait(20)


def test_another_resolution_is_filled_and_the_page_is_laid_out_for_it(screen: Compositor) -> None:
    with running(screen):
        for size in (WIDE, SMALL, FIRST):
            screen.resize(size)
            screen.is_page(size)


def test_another_scale_leaves_the_page_as_it_is_in_the_screen_s_own_pixels(screen: Compositor) -> None:
    with running(screen):
        for scale in ("2", "1"):
            screen.output("scale", scale)
            until(lambda scale=scale: screen.scale() == scale, f"scale {scale}")
            screen.is_page(FIRST)
        screen.output("scale", "2")
        screen.resize(WIDE)
        screen.is_page(WIDE)


def test_a_screen_may_have_a_scale_from_the_start_and_lose_it(screen: Compositor) -> None:
    with running(screen, "2"):
        assert screen.scale() == "2"
        screen.output("scale", "1")
        until(lambda: screen.scale() == "1", "scale 1")
        screen.is_page(FIRST)
