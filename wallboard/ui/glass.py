"""The glass process: paints what the journal holds, once a second asks for more, and keeps a collector alive."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import Words, words
from wallboard.ui.rotation import Rotation
from wallboard.ui.screen_lock import lock_screen
from wallboard.ui.window import Actions, GlassWindow, screen_named

if TYPE_CHECKING:
    from wallboard.ui.collector_process import CollectorProcess

GOOD, BAD_BOARD, ALREADY_SHOWN = 0, 2, 3
_TELL_AFTER_S = 10.0


class Reader(Protocol):
    """What the glass asks of a journal; `wallboard.store.journal_reader.JournalReader` answers it."""

    def change(self) -> int: ...
    def composed_at_us(self) -> int | None: ...
    def shown(self) -> tuple[Layout, Picture] | None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class GlassOptions:
    """What to show and where.

    `board` is the board's name in the journal at `journal`; `collector` the command that composes it, None where
    another process does. `page` (from 0) pins a page; `at_us` stops the clock; `for_seconds` ends after that.
    """

    board: str
    journal: Path
    state_dir: Path
    is_windowed: bool = False
    screen: str | None = None
    page: int | None = None
    for_seconds: float | None = None
    at_us: int | None = None
    collector: tuple[str, ...] | None = None


def run(options: GlassOptions, reader: Reader | None = None) -> int:
    """Show the board until it is left; returns the exit code.

    0 when left, 2 when the board is bad and nothing is known of it, 3 when this screen already shows a board.
    `reader` stands in for the journal, for a picture of the past.
    """
    gc.disable()  # the collections during start cost a tenth of the time to the first page
    existing = QGuiApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(["wallboard"])
    glass = Glass(options, reader or _reader(options))
    try:
        return glass.run(app)
    finally:
        gc.enable()


def _reader(options: GlassOptions) -> Reader:
    from wallboard.store.journal_reader import JournalReader  # noqa: PLC0415 - not needed for a picture of the past

    return JournalReader(options.journal, options.board)


class Glass:
    """The window, the journal and the collector of one glass; made and used on the one thread of its process."""

    def __init__(self, options: GlassOptions, reader: Reader) -> None:
        self._options = options
        self._reader = reader
        self._change = -1
        self._layout: Layout | None = None
        self._picture: Picture | None = None
        self._shown: tuple[Layout | None, Picture | None] = (None, None)
        self._window: GlassWindow | None = None
        self._collector: CollectorProcess | None = None
        self._lock: int | None = None
        self._code = GOOD

    def run(self, app: QGuiApplication) -> int:
        """Show, wait, clean up."""
        app.setQuitOnLastWindowClosed(False)
        before = {number: signal.signal(number, self._leave_on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        beat = QTimer()
        beat.setInterval(1000)
        beat.timeout.connect(self.beat)
        try:
            self._look()
            QTimer.singleShot(0, self._begin)
            beat.start()
            if self._options.for_seconds is not None:
                QTimer.singleShot(round(self._options.for_seconds * 1000), self.leave)
            app.exec()
            return self._code
        finally:
            beat.stop()
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def now_us(self) -> int:
        """The present instant, or the one that the board stands at."""
        return self._options.at_us if self._options.at_us is not None else time.time_ns() // 1000

    def leave(self, code: int = GOOD) -> None:
        """End with an exit code."""
        self._code = code
        QGuiApplication.exit(code)

    def beat(self) -> None:
        """Once a second: the collector, the journal, the clock, the next page."""
        if self._collector is not None:
            self._collector.watch()
            if self._layout is None and self._collector.verdict == BAD_BOARD:
                self.leave(BAD_BOARD)
                return
        self._look()
        if self._window is not None:
            self._window.beat()

    def refresh(self) -> None:
        """Ask the collector for new rows, where it is ours."""
        if self._collector is not None:
            self._collector.refresh()

    def _begin(self) -> None:
        """What the first page need not wait for."""
        if self._code != GOOD:
            return
        if self._options.collector is not None:
            from wallboard.ui.collector_process import CollectorProcess  # noqa: PLC0415 - after the first page

            self._collector = CollectorProcess(list(self._options.collector), time.monotonic)
            self._collector.start()
        gc.collect()
        gc.freeze()
        gc.enable()
        if self._window is not None:
            self._window.prepare()

    def _look(self) -> None:
        """Take what is new in the journal; the picture's age always, for it tells whether the collector lives."""
        change = self._reader.change()
        if change != self._change:
            shown = self._reader.shown()
            if shown is None:
                # Kept: what was last read is still the last good picture.
                return
            self._change, self._layout, self._picture = change, *shown
        elif self._picture is not None and self._picture.composed_at_us is not None:
            composed = self._reader.composed_at_us()
            if composed is not None and composed != self._picture.composed_at_us:
                self._picture = replace(self._picture, composed_at_us=composed)
        if self._layout is not None:
            self._show(self._layout)

    def _show(self, layout: Layout) -> None:
        picture = self._told(self._picture)
        if self._window is None:
            self._open(layout, picture)
        elif layout is not self._shown[0] or picture != self._shown[1]:
            self._window.show_picture(layout, picture)
        self._shown = (layout, picture)

    def _told(self, picture: Picture | None) -> Picture | None:
        """The picture, with what this process has to say in its corner."""
        wait_s = self._collector.restarts_in_s if self._collector is not None else None
        if picture is None or wait_s is None or wait_s < _TELL_AFTER_S:
            return picture
        note: Words = words("glass.collector-gone", at=self.now_us() + round(wait_s * 1e6))
        return replace(picture, trouble=(*picture.trouble, note))

    def _open(self, layout: Layout, picture: Picture | None) -> None:
        wanted = self._options.screen or layout.screen.output
        screen = screen_named(wanted, QGuiApplication.screens(), QGuiApplication.primaryScreen())
        if not self._options.is_windowed:
            self._lock = lock_screen(self._options.state_dir, screen.name())
            if self._lock is None:
                print(f"The screen {screen.name()} already shows a board.", file=sys.stderr)  # noqa: T201
                self._code = ALREADY_SHOWN
                QTimer.singleShot(0, lambda: self.leave(ALREADY_SHOWN))
                return
        # Only the collector of this process can be asked for new rows.
        actions = Actions(self.leave, self.refresh if self._options.collector is not None else None)
        rotation = Rotation(time.monotonic, self._options.page or 0, pinned=self._options.page)
        window = GlassWindow(layout, picture, self.now_us, actions, rotation)
        window.place(screen, is_windowed=self._options.is_windowed)
        self._window = window
        QGuiApplication.instance().screenAdded.connect(_returning(window, wanted, self._options))  # type: ignore[union-attr]

    def _leave_on_signal(self, _number: int, _frame: object) -> None:
        self.leave()

    def _end(self) -> None:
        if self._window is not None:
            self._window.destroy()
        self._reader.close()
        if self._collector is not None:
            self._collector.end()
        if self._lock is not None:
            os.close(self._lock)


def _returning(window: GlassWindow, wanted: str | None, options: GlassOptions) -> Callable[[QScreen], None]:
    """Back to its own screen when that is plugged in again."""

    def place(screen: QScreen) -> None:
        if wanted is None or screen.name() == wanted:
            window.place(screen, is_windowed=options.is_windowed)

    return place
