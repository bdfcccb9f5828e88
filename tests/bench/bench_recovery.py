"""How long the picture is gone from a screen when the glass of a kiosk is killed, and when it hangs.

The screen is Xvfb's, whose pixels lie in a file, so that looking costs the glass nothing. Of three times the longest
counts: the kiosk waits longer after each crash.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import psutil

from tests.bench.sides import Row, end, tree

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config" / "demo.yaml"
SIZE = (1920, 1080)
GOAL_S = 5.0
ROUNDS = 3
PATIENCE_S = 120
GROUND = 0x0E1217
"""The dark theme's page, as it is in a corner."""
A_PAGE = 30
"""Colours among the sampled pixels of a page; a screen without a window has one or two."""


class Screen:
    """What stands on Xvfb's screen, read from the file that it keeps in X's window dump format."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "Xvfb_screen0"

    def has_page(self) -> bool:
        """Whether a page of the board fills it."""
        raw = self._file.read_bytes()
        header = np.frombuffer(raw, dtype=">u4", count=25).tolist()
        begin, width, height, line = header[0] + 12 * header[19], header[4], header[5], header[12]
        pixels = np.frombuffer(raw, dtype="<u4", count=height * line // 4, offset=begin).reshape(height, line // 4)
        seen = pixels[2::4, 2:width:4] & 0xFFFFFF
        return bool(seen[0, 0] == GROUND == seen[-1, -1]) and np.unique(seen).size > A_PAGE


@contextmanager
def display(folder: Path) -> Iterator[tuple[str, Screen]]:
    """A display with a window manager, without which no window fills a screen."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-fbdir", str(folder), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24",
             "-nolisten", "tcp", "-noreset"]  # fmt: skip
    server = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        name = f":{answer.readline().strip()}"
    known = {**os.environ, "DISPLAY": name}
    manager = subprocess.Popen(["openbox"], env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield name, Screen(folder)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def kiosk(name: str, state: Path) -> Iterator[psutil.Process]:
    """A kiosk of the demo on this display."""
    kept = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    known = {**kept, "DISPLAY": name, "WALLBOARD_STATE": str(state), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "wallboard", "kiosk", str(DEMO)]
    process = subprocess.Popen(command, env=known, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield psutil.Process(process.pid)
    finally:
        end(tree(process.pid))
        process.wait(timeout=20)


def until(what: Callable[[], bool], told: str) -> float:
    """The moment at which something holds. Raises TimeoutError."""
    begun = time.perf_counter()
    while not what():
        if time.perf_counter() - begun > PATIENCE_S:
            raise TimeoutError(told)
        time.sleep(0.005)
    return time.perf_counter()


def glass_of(kiosk: psutil.Process) -> psutil.Process:
    """Its living glass."""
    for one in kiosk.children():
        with suppress(psutil.Error):  # also what is dead and not yet buried
            if "show" in one.cmdline():
                return one
    raise RuntimeError("a page, and no glass")


def gone_s(number: int, folder: Path) -> float:
    """The longest of some times that the picture was away after its glass got a signal, each once it was there."""
    folder.mkdir()
    times = []
    with display(folder) as (name, screen), kiosk(name, folder / "state") as parent:
        for _ in range(ROUNDS):
            until(screen.has_page, "a page")
            until((folder / "state" / "journal.sqlite").exists, "a journal")
            glass_of(parent).send_signal(number)
            gone = until(lambda: not screen.has_page(), "no page")
            times.append(until(screen.has_page, "the page again") - gone)
    return max(times)


def run() -> list[Row]:
    """Both faults; only where there are a display server and a window manager."""
    if not (shutil.which("Xvfb") and shutil.which("openbox")):
        return []
    faults = {"is killed": signal.SIGKILL, "hangs and is killed for it": signal.SIGSTOP}
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for what, number in faults.items():
            ours = gone_s(number, Path(name) / what)
            rows.append(Row(f"picture gone when the glass {what}", GOAL_S, ours, ours / GOAL_S, 1.0))
    return rows


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.reference:.3g} {row.unit}, {row.ours:.3g} {row.unit}, {row.ratio:.2f} x")
