"""What benchmarks share: a row of the table, a browser without a window, and the memory of a tree of processes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

CHROMIUM = shutil.which("chromium")
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--window-size=1920,1080",
)  # fmt: skip


class Row(NamedTuple):
    """One line of the table: both sides in the same unit, ours ÷ reference, and the ratio aimed at (None: no goal)."""

    name: str
    reference: float
    ours: float
    ratio: float
    goal: float | None
    unit: str = "s"


def empty_page(folder: Path) -> str:
    """The address of a local page with nothing on it."""
    page = folder / "empty.html"
    page.write_text("<!doctype html><title>empty</title>")
    return page.as_uri()


def chromium_picture_s(folder: Path) -> float:
    """Seconds for Chromium to start, draw an empty page, write its picture and end."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as profile:
        subprocess.run(
            [str(CHROMIUM), *CHROMIUM_FLAGS, f"--user-data-dir={profile}", f"--screenshot={folder / 'empty.png'}",
             empty_page(folder)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return time.perf_counter() - start


def chromium_open(folder: Path, page: str) -> subprocess.Popen[bytes]:
    """Chromium with a page open, kept running."""
    profile = tempfile.mkdtemp(dir=folder)
    command = [str(CHROMIUM), *CHROMIUM_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", page]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that came of it."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def pss_mib(processes: list[psutil.Process]) -> float:
    """Memory of processes, shared pages divided among those that share them, MiB."""
    return sum(one.memory_full_info().pss for one in processes if one.is_running()) / 2**20


def end(processes: list[psutil.Process]) -> None:
    """End these processes, the youngest first, and wait for them."""
    for one in reversed(processes):
        if one.is_running():
            one.terminate()
    _, alive = psutil.wait_procs(processes, timeout=10)
    for one in alive:
        one.kill()
