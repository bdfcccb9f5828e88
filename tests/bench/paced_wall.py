"""The wall's own two processes at another pace: a clock that begins where it is told and polls as often as it is told.

`python paced_wall.py glass PACE` shows the board, and starts `python paced_wall.py collect PACE` as its collector; PACE
is a JSON object with the fields of `Pace`. Both are the program itself: only its clock and its intervals are others.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Pace:
    """What is shown and how fast: every poll finds the clock `step_s` further on, and comes `every_s` after the last.

    `start_us` is where the clock begins, `began_ns` when; `swaps` pages are turned, one in `swap_ms`. `polled` and
    `swapped` are files that come to be when every source was polled `polls` times, and the last page is turned; from
    then on the clock goes as clocks do, and polls come every `step_s`. With `then_s` the clock runs on as before, and
    polls of a source that was polled often enough wait for that.
    """

    board: str
    state: str
    start_us: int
    began_ns: int
    step_s: float
    every_s: float
    polls: int = 0
    swaps: int = 0
    swap_ms: int = 300
    polled: str = ""
    swapped: str = ""
    then_s: float = 0.0

    def now_ns(self, at_ns: int | None = None) -> int:
        """The clock of both processes, now or at another instant of `monotonic_ns`."""
        passed = (time.monotonic_ns() if at_ns is None else at_ns) - self.began_ns
        return self.start_us * 1000 + round(passed * self.step_s / self.every_s)


def command(role: str, pace: Pace) -> list[str]:
    """How one of the two is started."""
    return [sys.executable, str(Path(__file__)), role, json.dumps(asdict(pace))]


def collect(pace: Pace) -> int:
    """The command `collect --for-glass`, with this clock and interval."""
    from wallboard.cli.frugal import be_frugal

    be_frugal()  # as the command does before all else
    from wallboard.__main__ import main
    from wallboard.cli import collect as room
    from wallboard.collect import collector, house_time, polling, process

    counts: dict[str, int] = {}
    told_ns: list[int] = []  # when the hour was told quickly enough: from then on all goes as on a wall

    def now_ns() -> int:
        if not told_ns or pace.then_s:
            return pace.now_ns()
        return pace.now_ns(told_ns[0]) + time.monotonic_ns() - told_ns[0]

    read, load = polling.attempt, room.load_board

    def attempt(site, *rest):  # type: ignore[no-untyped-def]
        counts[site] = counts.get(site, 0) + 1
        if pace.polls and counts[site] > pace.polls:
            time.sleep(pace.then_s or pace.step_s)
        if pace.polls and len(counts) > 1 and min(counts.values()) == pace.polls and not told_ns:
            told_ns.append(time.monotonic_ns())
            Path(pace.polled).touch()
        return read(site, *rest)

    def paced(path: Path):  # type: ignore[no-untyped-def]
        board = load(path)
        return replace(board, sources=tuple(replace(one, every_s=pace.every_s) for one in board.sources))

    # Copies for the next start are written every ten minutes of the wall, not of this clock; and whatever notices that
    # a clock was set, or that a machine slept, must find that all time passes quicker, not the clock's alone.
    collector._IMAGE_EVERY_US = round(collector._IMAGE_EVERY_US * pace.step_s / pace.every_s)
    house_time.SLEPT_US = round(house_time.SLEPT_US * pace.step_s / pace.every_s)
    process.run.__kwdefaults__.update(clock=lambda: now_ns() // 1000, elapsed=lambda: now_ns() // 1000 - pace.start_us)
    polling.attempt, room.load_board = attempt, paced
    return main(["collect", "--for-glass", pace.board])


def show(pace: Pace) -> int:
    """The glass, turning pages by hand."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication

    from wallboard.store.places import board_id, places_of
    from wallboard.ui import glass

    class PacedGlass(glass.Glass):
        turned = 0

        def now_us(self) -> int:
            """At a quicker pace than the wall's the views would grow old between two beats; they stand still there."""
            if pace.step_s == pace.every_s:
                return pace.now_ns() // 1000
            composed = self._read[1].composed_at_us if self._read is not None else None
            return composed or pace.start_us

        def turn(self) -> None:
            if self._window is None or self.turned == pace.swaps:
                return
            self._window.turn(1)
            self.turned += 1
            if self.turned == pace.swaps:
                Path(pace.swapped).touch()

    app = QGuiApplication(["wallboard"])
    screen = QGuiApplication.primaryScreen().size()
    if (screen.width(), screen.height()) != (1920, 1080):
        raise AssertionError(f"the screen is {screen.width()} × {screen.height()}")
    state = Path(pace.state)
    options = glass.GlassOptions(
        board_id(Path(pace.board)), places_of(state).journal, state, collector=tuple(command("collect", pace))
    )
    wall = PacedGlass(options, glass._reader(options))
    timer = QTimer()
    timer.setInterval(pace.swap_ms)
    timer.timeout.connect(wall.turn)
    if pace.swaps:
        timer.start()
    return wall.run(app)


if __name__ == "__main__":
    sys.path.insert(0, os.environ.get("PYTHONPATH", "."))
    told = Pace(**json.loads(sys.argv[2]))
    sys.exit(collect(told) if sys.argv[1] == "collect" else show(told))
