"""A glass that ends with its first painted page, for the benchmark to time as a whole process."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent

from wallboard.store.places import board_id, places_of
from wallboard.ui import glass, window


class FirstPage(window.GlassWindow):
    """The window as it is, which ends the process when it has painted."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        QTimer.singleShot(0, QGuiApplication.exit)


if __name__ == "__main__":
    board, state = Path(sys.argv[1]), Path(sys.argv[2])
    glass.GlassWindow = FirstPage  # type: ignore[misc]
    options = glass.GlassOptions(board_id(board), places_of(state).journal, state, is_windowed=False)
    sys.exit(glass.run(options))
