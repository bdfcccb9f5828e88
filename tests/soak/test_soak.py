"""Weeks on the wall, told quickly: what both processes hold stays flat through all polls, page turns and faults."""

import csv
import json
import os
import subprocess
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import psutil
import pytest

from tests.bench.paced_wall import Pace, command
from tests.bench.sides import end, tree
from tests.soak.made_exports import CASES, ORDERS, harm, mend, write, write_board
from tests.waiting import until
from wallboard.core.views.freshness import word_of_source
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "soak"
POLLS, SWAPS, FAULTS = 20_000, 2_000, 200
STEP_S, EVERY_S = 60.0, 0.02
SEED = 20_260_302
START_US = 1_772_434_800_000_000  # Monday, 2 March 2026, 07:00 UTC
DAY_US = 86_400_000_000
MOST_MIB_A_DAY = 1.0
PATIENCE_S = 1500


class Sample(NamedTuple):
    """What one of the processes held at an instant of the wall's own clock.

    Memory is what it has written itself (anonymous pages): how much of a library's code is counted as its own depends
    on what else runs on the machine.
    """

    who: str
    days: float
    mib: float
    threads: int
    files: int
    sockets: int


@pytest.fixture(scope="module")
def soak(tmp_path_factory):
    """The samples of a whole soak, and the picture at its end; the graph is kept in build/soak."""
    folder = tmp_path_factory.mktemp("soak")
    board = write_board(folder)
    mend(folder, START_US)
    state = folder / "state"
    files = {name: str(folder / name) for name in ("polled", "swapped")}
    pace = Pace(
        str(board), str(state), START_US, time.monotonic_ns(), STEP_S, EVERY_S, POLLS, SWAPS, 150, then_s=1.0, **files
    )
    glass = subprocess.Popen(command("glass", pace), env=_environment(folder, state), cwd=ROOT)
    try:
        processes = _both(glass.pid)
        samples, faults = _live(folder, pace, processes)
        mend(folder, pace.now_ns() // 1000)
        picture = _last_picture(board, state, pace)
        survivors = [one.pid for one in processes.values() if one.is_running()]
    finally:
        end(tree(glass.pid))
        glass.wait()
    _keep(samples)
    return samples, picture, faults, survivors


def _environment(folder: Path, state: Path) -> dict[str, str]:
    screen = folder / "screen.json"
    full_hd = {"name": "wall", "x": 0, "y": 0, "width": 1920, "height": 1080}
    screen.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [full_hd]}))
    own = {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}", "WALLBOARD_STATE": str(state), "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own}


def _both(pid: int) -> dict[str, psutil.Process]:
    """The glass and its collector."""
    until(lambda: len(tree(pid)) == 2, "glass and collector run")
    return dict(zip(("glass", "collector"), tree(pid), strict=True))


def _live(folder: Path, pace: Pace, processes: dict[str, psutil.Process]) -> tuple[list[Sample], int]:
    """Exports come and go wrong until all was polled and turned; what both processes hold meanwhile."""
    chance, ends = Random(SEED), time.monotonic() + PATIENCE_S
    samples: list[Sample] = []
    faults = turn = 0
    while not (Path(pace.polled).exists() and Path(pace.swapped).exists() and faults >= FAULTS):
        assert time.monotonic() < ends, "not done in time"
        now_us = pace.now_ns() // 1000
        turn += 1
        if turn % 3 == 0:
            harm(folder, chance)
            faults += 1
        elif turn % 3 == 1:
            mend(folder, now_us)
        else:
            write(folder, "helpdesk.csv", now_us)
        samples += [_sample(who, one, (now_us - START_US) / DAY_US) for who, one in processes.items()]
        time.sleep(0.6)  # some minutes of the wall's own time, which runs on
    return samples, faults


def _sample(who: str, process: psutil.Process, days: float) -> Sample:
    """What is held, not what several threads happen to have open at one instant: the least of a few looks."""
    looks = []
    for _ in range(4):
        time.sleep(0.01)
        looks.append((process.num_threads(), process.num_fds(), len(process.net_connections(kind="all"))))
    return Sample(who, days, _written_mib(process.pid), *map(min, zip(*looks, strict=True)))


def _written_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


def _last_picture(board: Path, state: Path, pace: Pace):
    """The picture once it is whole again."""
    ends = time.monotonic() + 120
    while True:
        with closing(JournalReader(places_of(state).journal, board_id(board))) as reader:
            picture = reader.picture()
        rows = {note.name: note.rows for note in picture.sources}
        is_well = not picture.trouble and all(note.fault is None for note in picture.sources)
        if (is_well and rows["helpdesk"] == CASES and rows["erp"] == ORDERS) or time.monotonic() > ends:
            return picture
        mend(board.parent, pace.now_ns() // 1000)  # the wall's clock runs on: exports would be days old
        time.sleep(2)


def _keep(samples: list[Sample]) -> None:
    """The figures as CSV, and memory over the days as a graph."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "soak.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([Sample._fields, *samples])
    most_days, most_mib = max(one.days for one in samples), max(one.mib for one in samples) * 1.1
    lines = []
    for who, colour in (("glass", "#2f6fb0"), ("collector", "#c0562a")):
        points = [
            f"{60 + 820 * one.days / most_days:.1f},{380 - 350 * one.mib / most_mib:.1f}"
            for one in samples
            if one.who == who
        ]
        lines.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}"/>')
        lines.append(f'<text x="70" y="{20 + 18 * len(lines) // 2}" fill="{colour}">{who}</text>')
    axes = (
        f'<path d="M60 30V380H880" fill="none" stroke="#888"/><text x="4" y="40">{most_mib:.0f} MiB</text>'
        f'<text x="820" y="398">{most_days:.1f} days</text>'
    )
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="410">{axes}{"".join(lines)}</svg>\n'
    (KEPT / "soak.svg").write_text(whole, encoding="utf-8")


def _second_half(samples: list[Sample], who: str) -> list[Sample]:
    own = [one for one in samples if one.who == who]
    return own[len(own) // 2 :]


def test_both_processes_live_through_all_of_it(soak):
    samples, _, faults, survivors = soak
    assert faults >= FAULTS
    assert len(survivors) == 2
    assert max(one.days for one in samples) > POLLS * STEP_S / 86_400 * 0.9


@pytest.mark.parametrize("who", ["glass", "collector"])
def test_memory_grows_by_less_than_a_mebibyte_a_day(soak, who):
    late = _second_half(soak[0], who)
    slope, _ = np.polyfit([one.days for one in late], [one.mib for one in late], 1)
    print(f"{who}: {slope:+.3f} MiB a day, {late[-1].mib:.0f} MiB at the end")
    assert slope < MOST_MIB_A_DAY


@pytest.mark.parametrize("who", ["glass", "collector"])
@pytest.mark.parametrize("what", ["threads", "files", "sockets"])
def test_nothing_is_left_behind(soak, who, what):
    late = _second_half(soak[0], who)
    quarter = len(late) // 4
    first, last = ([getattr(one, what) for one in part] for part in (late[:quarter], late[-quarter:]))
    assert np.median(last) <= np.median(first)
    assert max(last) <= max(getattr(one, what) for one in late[:-quarter])


def test_the_wall_is_whole_at_the_end(soak):
    _, picture, _, _ = soak
    assert not picture.trouble
    assert {note.name: word_of_source(note, picture.composed_at_us) for note in picture.sources} == {
        "helpdesk": "LIVE",
        "erp": "LIVE",
        "diary": "LIVE",
    }
