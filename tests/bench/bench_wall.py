"""The demo board's two processes beside Chromium on a Dash page of twelve panels: memory after an hour, and processor.

Both sides run at once, and what they use is counted, not how long they take: 1920 × 1080, a refresh every 5 s. The
hour is told quickly: polls come every quarter of a second, each finding the clock 5 s further on, and pages are turned
by a timer; then, while memory is read, all goes at its own pace again. "Nothing changes" is the demo's Sunday night;
when "everything changes", each poll finds ten minutes gone of its Wednesday morning.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import psutil

from tests.bench.paced_wall import Pace, command
from tests.bench.sides import CHROMIUM, Row, chromium_open, end, pss_mib, tree

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config" / "demo.yaml"
POLLS, SWAPS = 720, 500
REFRESH_S = 5.0
MEASURED_S = 60.0
WARM_S = 25.0
MOMENTS = 9
NIGHT_US = round(datetime(2026, 11, 15, 3, 0, tzinfo=UTC).timestamp()) * 1_000_000
MORNING_US = round(datetime(2026, 11, 18, 9, 0, tzinfo=UTC).timestamp()) * 1_000_000
PAGE = Path(__file__).with_name("dash_page.py")


def dash_python(folder: Path) -> Path | None:
    """A Python with `dash`, in an environment made for this run; None where it cannot be had. It is no dependency."""
    home = folder / "dash"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    command_line = [str(python), "-m", "pip", "install", "--quiet", "dash"]
    done = subprocess.run(command_line, capture_output=True, check=False, timeout=600)
    return python if done.returncode == 0 else None


@contextmanager
def reference(folder: Path, python: Path, *, moves: bool) -> Iterator[list[psutil.Process]]:
    """Dash's server and Chromium on its page: the processes at the roots of both."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = [str(python), str(PAGE), str(port), "moving" if moves else "still"]
    server = subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    roots = [psutil.Process(server.pid)]
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait(lambda: _answers(address), 60)
        browser = chromium_open(folder, address)
        roots.append(psutil.Process(browser.pid))
        yield roots
    finally:
        end([one for root in reversed(roots) for one in tree(root.pid)])


@contextmanager
def wall(pace: Pace) -> Iterator[list[psutil.Process]]:
    """The glass and, as its child, the collector."""
    screen = Path(pace.state).with_suffix(".json")
    full_hd = {"name": "wall", "x": 0, "y": 0, "width": 1920, "height": 1080}
    screen.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [full_hd]}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "WALLBOARD_STATE": pace.state,
        "PYTHONPATH": str(ROOT),
    }
    glass = subprocess.Popen(command("glass", pace), env=environment, cwd=ROOT)
    try:
        yield [psutil.Process(glass.pid)]
    finally:
        end(tree(glass.pid))


def pace_of(folder: Path, name: str, start_us: int, step_s: float, every_s: float, **more: object) -> Pace:
    """A pace whose files lie in a folder."""
    state = folder / name
    state.mkdir()
    return Pace(str(DEMO), str(state), start_us, time.monotonic_ns(), step_s, every_s, **more)  # type: ignore[arg-type]


def hour(folder: Path) -> Pace:
    """An hour of polls every 5 s, told twenty times as quickly."""
    files = {"polled": str(folder / "polled"), "swapped": str(folder / "swapped")}
    return pace_of(folder, "hour", MORNING_US, REFRESH_S, 0.25, polls=POLLS, swaps=SWAPS, **files)


def after_an_hour(pace: Pace) -> None:
    """Wait until every source was polled and every page turned as often as was told."""
    _wait(lambda: Path(pace.polled).exists() and Path(pace.swapped).exists(), 900)


def bench_memory(folder: Path, python: Path) -> Row:
    """PSS of all processes of both sides, after the hour here and as long there."""
    pace = hour(folder)
    with reference(folder, python, moves=True) as theirs, wall(pace) as ours:
        after_an_hour(pace)
        time.sleep(2 * REFRESH_S)
        own, other = _pss_mib(ours), _pss_mib(theirs)
    return Row("memory of all processes, 720 polls and 500 page swaps", other, own, own / other, 0.33, "MiB")


def bench_processor(folder: Path, python: Path, *, moves: bool) -> Row:
    """Processor time of both sides over a minute, as percent of one core."""
    start_us, step_s = (MORNING_US, 600.0) if moves else (NIGHT_US, REFRESH_S)
    pace = pace_of(folder, f"moves-{moves}", start_us, step_s, REFRESH_S)
    with reference(folder, python, moves=moves) as theirs, wall(pace) as ours:
        time.sleep(WARM_S)
        own, other = _processor_s(ours), _processor_s(theirs)
        time.sleep(MEASURED_S)
        own, other = _processor_s(ours) - own, _processor_s(theirs) - other
    what = "everything changes" if moves else "nothing changes"
    share, of = (100 * used / MEASURED_S for used in (own, other))
    return Row(f"processor at a 5 s refresh, {what}", of, share, share / of, 0.33 if moves else 0.05, "%")


def run() -> list[Row]:
    """All three rows; none without Chromium, or where `dash` cannot be installed, which is said."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = dash_python(folder) if CHROMIUM else None
        if python is None:
            print("(memory and processor: skipped, there is no Chromium or no Dash)", file=sys.stderr)
            return []
        still, moving = (bench_processor(folder, python, moves=moves) for moves in (False, True))
        return [bench_memory(folder, python), still, moving]


def _processor_s(roots: list[psutil.Process]) -> float:
    every = [one for root in roots for one in tree(root.pid)]
    return sum(sum(one.cpu_times()[:2]) for one in every)


def _pss_mib(roots: list[psutil.Process]) -> float:
    """The middle of some moments between polls and in the midst of them."""
    moments = []
    for _ in range(MOMENTS):
        moments.append(pss_mib([one for root in roots for one in tree(root.pid)]))
        time.sleep(1.7)
    return median(moments)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):
            return True
    except OSError:
        return False


def _wait(is_done, longest_s: float) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + longest_s
    while not is_done():
        if time.monotonic() > until:
            raise RuntimeError(f"not done within {longest_s:g} s")
        time.sleep(0.2)


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.reference:.3g} {row.unit}, {row.ours:.3g} {row.unit}, {row.ratio:.3f} x")
