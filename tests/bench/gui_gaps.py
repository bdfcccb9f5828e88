"""A glass with its collector, and a 5 ms timer in its GUI thread whose gaps are printed: p99 and worst, ms."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from wallboard.store.places import board_id, places_of
from wallboard.ui import glass

MEASURED_S = 25
PERIOD_MS = 5


class Gaps:
    """What lies between two beats of a timer that should beat every five milliseconds."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self._last: float | None = None
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(PERIOD_MS)
        self.timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self.ms.append((now - self._last) * 1000)
        self._last = now


if __name__ == "__main__":
    board, state = Path(sys.argv[1]), Path(sys.argv[2])
    app = QGuiApplication(["gaps"])
    gaps = Gaps()
    gaps.timer.start()
    collector = (sys.executable, "-m", "wallboard", "collect", str(board), "--for-glass")
    options = glass.GlassOptions(
        board_id(board), places_of(state).journal, state, for_seconds=MEASURED_S, collector=collector
    )
    code = glass.run(options)
    ordered = sorted(gaps.ms)
    print(f"{ordered[len(ordered) * 99 // 100]:.2f} {ordered[-1]:.2f}")
    sys.exit(code)
