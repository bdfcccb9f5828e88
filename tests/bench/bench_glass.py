"""First paint of the board against headless Chromium, and the longest gap in the GUI thread under load."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from tests.bench.sides import CHROMIUM, Row, chromium_picture_s

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config" / "demo.yaml"
ROUNDS = 7
CASES = 100_000
WRITTEN = "%Y-%m-%d %H:%M:%S"


def environment(state: Path) -> dict[str, str]:
    """No display is needed: the off-screen platform paints the same raster."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "WALLBOARD_STATE": str(state), "PYTHONPATH": str(ROOT)}


def collect_once(board: Path, state: Path) -> None:
    """Fill a journal: a collector that runs until the board's first picture stands."""
    from wallboard.store.journal_reader import JournalReader
    from wallboard.store.places import board_id, places_of

    command = [sys.executable, "-m", "wallboard", "collect", str(board)]
    process = subprocess.Popen(command, env=environment(state), cwd=ROOT)
    reader = JournalReader(places_of(state).journal, board_id(board))
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            picture = reader.picture()
            if picture is not None and all(note.as_of_us is not None for note in picture.sources):
                return
            time.sleep(0.2)
        raise RuntimeError("no picture within two minutes")
    finally:
        reader.close()
        process.terminate()
        process.wait(timeout=20)


def first_paint_s(board: Path, state: Path) -> float:
    """Seconds of a whole glass process from its start to its first page and its end."""
    command = [sys.executable, str(ROOT / "tests/bench/first_paint.py"), str(board), str(state)]
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment(state), cwd=ROOT, timeout=60)
    return time.perf_counter() - start


def bench_first_paint(folder: Path) -> Row:
    """Process start to first painted page from the journal, against Chromium's picture of an empty page, in turn."""
    state = folder / "state"
    collect_once(DEMO, state)
    pairs = [(chromium_picture_s(folder), first_paint_s(DEMO, state)) for _ in range(ROUNDS)]
    reference, ours = (median(side) for side in zip(*pairs, strict=True))
    return Row("start to first page, from the journal", reference, ours, ours / reference, 1.0)


def export(folder: Path) -> Path:
    """The demo's board whose help desk is a CSV of 100,000 cases of the last 200 days, a tenth of them open."""
    now = datetime.now(UTC).replace(microsecond=0)
    lines = ["number,type,status,queue,opened,closed"]
    for n in range(CASES):
        opened = now - timedelta(minutes=n * 2.88 + 1)
        closed = "" if n % 10 == 0 else f"{opened + timedelta(minutes=n % 1440):{WRITTEN}}"
        kind, queue = ("Order", "Quote", "Return")[n % 3], ("Front line", "Returns", "Experts")[n % 3]
        lines.append(f"C-{n},{kind},{'Closed' if closed else 'New'},{queue},{opened:{WRITTEN}},{closed}")
    (folder / "cases.csv").write_text("\n".join(lines) + "\n")
    os.utime(folder / "cases.csv", (0, time.time() - 60))
    fields = "{number: number, type: type, status: status, queue: queue, opened: opened, closed: closed}"
    before = "  helpdesk:\n    type: demo\n    system: helpdesk\n"
    after = f"  helpdesk: {{type: file, cases: {{path: cases.csv, fields: {fields}}}}}\n"
    text = DEMO.read_text()
    if text.count(before) != 1:
        raise AssertionError("the demo's board has no such help desk")
    board = folder / "many.yaml"
    board.write_text(text.replace(before, after))
    return board


def bench_gap(folder: Path) -> list[Row]:
    """The gaps of a 5 ms timer in the GUI thread while a collector reads, keeps and composes 100,000 cases
    for three pages."""
    board, state = export(folder), folder / "gap"
    script = str(ROOT / "tests/bench/gui_gaps.py")
    command = [sys.executable, script, str(board), str(state)]
    result = subprocess.run(
        command, check=True, env=environment(state), cwd=ROOT, timeout=180, capture_output=True, text=True
    )
    p99, worst = (float(text) for text in result.stdout.split()[-2:])
    return [
        Row("gap in the GUI thread, 100,000 cases arrive: p99", 16, p99, p99 / 16, 1.0, "ms"),
        Row("gap in the GUI thread, 100,000 cases arrive: worst", 50, worst, worst / 50, 1.0, "ms"),
    ]


def run() -> list[Row]:
    """All of it in one run; the rows against Chromium only where there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = bench_gap(folder)
        if CHROMIUM:
            rows.append(bench_first_paint(folder))
    return rows


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.reference:.3g} {row.unit}, {row.ours:.3g} {row.unit}, {row.ratio:.2f} x")
