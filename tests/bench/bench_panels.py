"""Every panel of the demo's three pages from 100,000 cases with 500,000 events, and from ten times as many.

"From new rows" is everything from the rows in memory to the views: histories, settling, panels. "A tick" is the same
rows a minute later: settled and shown anew. Both as the live wall has it, with the finished weeks stored, and the first
also without, as on a first start or under `--at`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from tests.bench.made_rows import NOW_US, company
from tests.bench.sides import Row
from wallboard.compose import Composed, compose
from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.store.condition import SourceCondition

DEMO = Path(__file__).parents[2] / "config" / "demo.yaml"
GOAL_S = 0.3
MINUTE_US = 60_000_000
ROUNDS = 7
CASES = 100_000
MANY = 1_000_000


class Wall:
    """The demo's board over made rows."""

    def __init__(self, cases: int) -> None:
        self.board: Board = load_board(DEMO)
        self.batches: Mapping[str, Batch] = company(cases)
        self.read = dict.fromkeys(self.batches, SourceCondition(NOW_US, NOW_US))
        first = self.compose(NOW_US)
        if first.faults:
            raise AssertionError(first.faults[0].trace)
        self.stored: Mapping[WeekKey, WeekCount] = first.snapshot.weeks_to_store()
        if not self.stored:
            raise AssertionError("no week to store")

    @property
    def size(self) -> str:
        rows = self.batches["helpdesk"].frames
        return f"{rows['cases'].height:,} cases with {rows['events'].height:,} events"

    def compose(
        self, now_us: int, before: Snapshot | None = None, stored: Mapping[WeekKey, WeekCount] | None = None
    ) -> Composed:
        return compose(self.board, self.batches, self.read, now_us, before=before, stored_weeks=stored)

    def new_rows_s(self, stored: Mapping[WeekKey, WeekCount] | None) -> float:
        """Seconds from the rows to every view."""
        begun = time.perf_counter()
        self.compose(NOW_US, None, stored)
        return time.perf_counter() - begun

    def tick_s(self, before: Snapshot, now_us: int) -> float:
        """Seconds of every view of the same rows at another instant."""
        begun = time.perf_counter()
        self.compose(now_us, before, self.stored)
        return time.perf_counter() - begun


def rows_of(cases: int, rounds: int) -> list[Row]:
    """The three rows of one size; the middle of the rounds counts."""
    wall = Wall(cases)
    gc.collect()
    gc.freeze()  # as the collector does once its rows stand
    try:
        new = median(wall.new_rows_s(wall.stored) for _ in range(rounds))
        before = wall.compose(NOW_US, None, wall.stored).snapshot
        tick = median(wall.tick_s(before, NOW_US + turn * MINUTE_US) for turn in range(1, rounds + 1))
        bare = median(wall.new_rows_s(None) for _ in range(max(1, rounds // 2)))
    finally:
        gc.unfreeze()
    return [
        Row(f"every panel of three pages, {wall.size}, from new rows", GOAL_S, new, new / GOAL_S, 1.0),
        Row("the same, a tick on the same rows", GOAL_S, tick, tick / GOAL_S, 1.0),
        Row("the same, from new rows, no finished week stored", GOAL_S, bare, bare / GOAL_S, None),
    ]


def run() -> list[Row]:
    """The size that has a goal, then ten times as much, which is only reported."""
    many = [row._replace(goal=None) for row in rows_of(MANY, 1)]
    return rows_of(CASES, ROUNDS) + many


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.ours:.3f} s ({row.ratio:.2f} x of {row.reference:.3g} s)")
