"""The line to the kiosk that started this window: it hears that the window lives, and its end is the window's end."""

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

from wallboard.kiosk.words import Beats


class KioskLine(QObject):
    """What the kiosk says comes by standard input; its end calls `ended`, once."""

    def __init__(self, ended: Callable[[], None], beats: Beats | None = None, pipe: int | None = None) -> None:
        super().__init__()
        self._ended = ended
        self._beats = beats or Beats()
        self._pipe = sys.stdin.fileno() if pipe is None else pipe
        self._notifier = QSocketNotifier(self._pipe, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def beat(self) -> None:
        """The thread that paints is alive."""
        self._beats.beat()

    def busy(self, seconds: float) -> None:
        """For so long a restart would be seen."""
        self._beats.busy(seconds)

    def say(self, word: str) -> None:
        """A word of `wallboard.kiosk.words` to the kiosk."""
        self._beats.say(word)

    def close(self) -> None:
        """Hear and say nothing more."""
        self._notifier.setEnabled(False)
        self._beats.close()

    def _read(self) -> None:
        """The kiosk has nothing to say to a window but that it is there."""
        try:
            said = os.read(self._pipe, 4096)
        except OSError:
            said = b""
        if not said:
            self._notifier.setEnabled(False)
            self._ended()
