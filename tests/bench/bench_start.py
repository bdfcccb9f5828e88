"""Process start to the first picture composed from 100,000 cases in the cache, against Chromium's picture of nothing.

Ours is the collector's own process, from its start until the journal has the picture: the three pages of the demo's
board, its finished weeks stored, as on the morning after a power cut. Nothing is polled until then.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from tests.bench.made_rows import NOW_US, company
from tests.bench.paced_wall import Pace, command
from tests.bench.sides import CHROMIUM, Row, chromium_picture_s
from wallboard.collect.once import site_of_source
from wallboard.config.load import load_board
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config" / "demo.yaml"
CASES = 100_000
ROUNDS = 5
LATER_US = 600_000_000


def fill(state: Path) -> None:
    """A cache as a collector leaves it, with images to read quickly."""
    board = load_board(DEMO)
    places = places_of(state)
    places.make()
    rows = company(CASES)
    with closing(Cache(places)) as cache:
        for source in board.sources:
            site = site_of_source(board, source)
            cache.apply(site, rows[source.name])
            cache.set_condition(site, SourceCondition(NOW_US, NOW_US))
            cache.write_image(site)


def composed_s(state: Path, start_us: int) -> float:
    """Seconds from the start of a collector until the journal has its first picture; the first start stores weeks."""
    pace = Pace(str(DEMO), str(state), start_us, time.monotonic_ns(), 5.0, 3600.0)
    environment = {**os.environ, "WALLBOARD_STATE": str(state), "PYTHONPATH": str(ROOT)}
    with closing(JournalReader(places_of(state).journal, board_id(DEMO))) as reader:
        before, begun = reader.change(), time.perf_counter()
        # Its input stays open for as long as it is to live.
        process = subprocess.Popen(
            command("collect", pace), env=environment, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            while reader.change() == before:
                if process.poll() is not None or time.perf_counter() - begun > 60:
                    raise RuntimeError("no picture")
                time.sleep(0.002)
            return time.perf_counter() - begun
        finally:
            process.kill()
            process.wait()


def run() -> list[Row]:
    """Both sides in turn; only where there is a Chromium."""
    if not CHROMIUM:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        state = folder / "state"
        fill(state)
        composed_s(state, NOW_US)
        pairs = [
            (chromium_picture_s(folder), composed_s(state, NOW_US + turn * LATER_US)) for turn in range(1, ROUNDS + 1)
        ]
    reference, ours = (median(side) for side in zip(*pairs, strict=True))
    return [Row("start to first page composed, 100,000 cases in the cache", reference, ours, ours / reference, 2.0)]


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.reference:.3g} {row.unit}, {row.ours:.3g} {row.unit}, {row.ratio:.2f} x")
