"""The kiosk on a real X display with a window manager: the picture comes back, and what stands there else.

`tests.bench.bench_recovery` tells how soon.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

from tests.test_on_a_display import DEMO, ROOT, Wall, is_painted, wall
from tests.waiting import PATIENCE_S, until

__all__ = ["wall"]  # the fixture of the other tests on a display
pytestmark = pytest.mark.needs_debian
NOTHING = 8
"""So few colours has a screen without a board."""


def start(wall: Wall) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "wallboard", "kiosk", str(DEMO)]
    process = subprocess.Popen(command, env=wall.environment, cwd=ROOT, stderr=subprocess.DEVNULL, text=True)
    wall.started.append(process)
    until(lambda: is_painted(wall), "the board fills the screen")
    until(wall.composed_at_us, "a first picture")
    return process


def child_of(kiosk: subprocess.Popen[str], word: str) -> psutil.Process | None:
    """The living child of a kiosk with a word of its command that begins so."""
    for one in psutil.Process(kiosk.pid).children():
        with suppress(psutil.Error):  # also what is dead and not yet buried
            if any(part.startswith(word) for part in one.cmdline()):
                return one
    return None


def glass_of(kiosk: subprocess.Popen[str]) -> psutil.Process:
    glass = until(lambda: child_of(kiosk, "show"), "there is a glass")
    assert isinstance(glass, psutil.Process)
    return glass


def test_a_killed_glass_is_seen_again(wall: Wall) -> None:
    kiosk = start(wall)
    first = glass_of(kiosk)
    first.kill()
    began = time.monotonic()
    until(lambda: glass_of(kiosk).pid != first.pid and is_painted(wall), "the board is back")
    print(f"the picture is back after {time.monotonic() - began:.2f} s")
    assert wall.composed_at_us() is not None


def test_a_stopped_glass_is_seen_again(wall: Wall) -> None:
    kiosk = start(wall)
    first = glass_of(kiosk)
    first.suspend()
    began = time.monotonic()
    until(lambda: not first.is_running(), "it is killed")
    silent = time.monotonic() - began
    until(lambda: is_painted(wall), "the board is back")
    back = time.monotonic() - began
    print(f"killed after {silent:.2f} s, the picture is back after {back:.2f} s")
    assert glass_of(kiosk).pid != first.pid


def test_a_key_leaves_the_board_and_the_kiosk_ends(wall: Wall) -> None:
    kiosk = start(wall)
    wall.key("Escape", "Return")
    assert kiosk.wait(timeout=PATIENCE_S) == 0


def test_after_five_deaths_the_safe_board_stands_there_and_keys_do_not_end_it(wall: Wall) -> None:
    kiosk = start(wall)
    for _ in range(5):
        glass = glass_of(kiosk)
        os.kill(glass.pid, signal.SIGKILL)
        until(lambda gone=glass: not gone.is_running(), "dead")
    until(lambda: child_of(kiosk, "--safe="), "a safe board")
    until(lambda: wall.seen()[3] > NOTHING, "something is written")
    wall.key("Escape")
    assert wall.seen()[3] > NOTHING
    assert kiosk.poll() is None
