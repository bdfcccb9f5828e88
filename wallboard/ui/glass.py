"""The glass process: paints what the journal holds, once a second asks for more, and keeps a collector alive."""

import gc
import logging
import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from wallboard.core.views.agenda import Agenda
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import Words, words
from wallboard.kiosk.words import ALREADY_SHOWN, BAD_BOARD, BROKEN, LEFT, REFRESH, STANDUP, WELL
from wallboard.memory import give_back, give_back_code, give_back_large_at_once
from wallboard.store.places import Places
from wallboard.ui.actions import Actions
from wallboard.ui.full_disk import FullDisk
from wallboard.ui.kept_signs import KeptSigns, SignsFile
from wallboard.ui.kiosk_line import KioskLine
from wallboard.ui.pin_tries import TRIES_FILE, PinTries
from wallboard.ui.present import Present
from wallboard.ui.rotation import Rotation
from wallboard.ui.screens import ScreenSeat, ScreenTaken, SeatWish, tell_of_taken
from wallboard.ui.standup_door import FOR_STANDUPS, bring_in
from wallboard.ui.state_words import DISK_TROUBLE
from wallboard.ui.unharmed import Care
from wallboard.ui.window import GlassWindow

if TYPE_CHECKING:
    from wallboard.ui.awake import Awake
    from wallboard.ui.collector_process import CollectorProcess
    from wallboard.ui.no_picture import NoPicture
    from wallboard.ui.standup.desk import Desk

log = logging.getLogger(__name__)

_TELL_AFTER_S = 10.0
_MOST_FAULTS = 30
"""So often in a row, about as many seconds, the page may fail before a kiosk is left to start the glass anew."""
_STARTED_AFTER_MS = 15_000
_MISSING_BEATS = 8
"""So many seconds a window may be away, as while a display is set up anew, before the glass ends."""


class Reader(Protocol):
    """What the glass asks of a journal; `wallboard.store.journal_reader.JournalReader` answers it."""

    def change(self) -> int: ...
    def shown(self) -> tuple[Layout, Picture] | None: ...
    def agenda_number(self) -> int: ...
    def agenda(self) -> Agenda | None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class GlassOptions:
    """What to show and where.

    `board` is the board's name in the journal at `journal`; `collector` the command that composes it, None where
    another process does. `page` (from 0) pins a page; `at_us` stops the clock; `for_seconds` ends after that.
    `is_for_kiosk`: a kiosk started this glass, hears that it lives, and asks the collector for it.
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
    is_for_kiosk: bool = False


def run(options: GlassOptions, reader: Reader | None = None) -> int:
    """Show the board until it is left; returns the exit code.

    0 when left, 1 when it cannot be drawn or its window was taken away, 2 when the board is bad and nothing is
    known of it, 3 when this screen already shows a board.
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
        self._present = Present()
        self._care = Care()
        self._missing = 0
        self._change = -1
        self._read: tuple[Layout, Picture] | None = None
        self._shown: tuple[Layout, Picture] | None = None
        self._window: GlassWindow | None = None
        self._collector: CollectorProcess | None = None
        is_wall = options.at_us is None and not options.is_windowed
        self._awake: Awake | None = None
        self._full_disk = FullDisk(options.journal.parent)
        self._signs = SignsFile(options.state_dir, options.board) if is_wall else None
        self._no_picture: NoPicture | None = None
        self._seat: ScreenSeat | None = None
        self._kiosk = KioskLine(self.leave) if options.is_for_kiosk else None
        self._code = WELL

    def run(self, app: QGuiApplication) -> int:
        """Show, wait, clean up."""
        app.setQuitOnLastWindowClosed(False)
        give_back_large_at_once()
        before = {number: signal.signal(number, self._leave_on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        beat = QTimer()
        beat.setInterval(1000)
        beat.timeout.connect(self.beat)
        try:
            self._look()
            QTimer.singleShot(0, self._begin)
            beat.start()
            QTimer.singleShot(_STARTED_AFTER_MS, _give_back_start)
            if self._options.for_seconds is not None:
                QTimer.singleShot(round(self._options.for_seconds * 1000), self.leave)
            if self._code == WELL:
                app.exec()
            return self._code
        finally:
            beat.stop()
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def now_us(self) -> int:
        """The present instant, or the one that the board stands at."""
        return self._options.at_us if self._options.at_us is not None else self._present.now_us()

    def leave(self, code: int = WELL) -> None:
        """End with an exit code."""
        self._code = code
        QGuiApplication.exit(code)

    def leave_by_hand(self) -> None:
        """A person leaves the board: a kiosk must not bring it back."""
        if self._kiosk is not None:
            self._kiosk.say(LEFT)
        self.leave()

    def beat(self) -> None:
        """Once a second: that this thread lives, the collector, the journal, the screen, the clock, the next page."""
        if self._kiosk is not None:
            self._kiosk.beat()
        if self._collector is not None:
            with self._care.caught("watch"):
                self._collector.watch()
            if self._read is None and self._collector.verdict == BAD_BOARD:
                self.leave(BAD_BOARD)
                return
        for part in (self._look, self._tell_why_none, self._settle, self._show_now):
            with self._care.caught(part.__name__):
                part()
        self._end_if_broken()
        self._end_if_gone()

    def refresh(self) -> None:
        """Ask the collector for new rows, where it is ours or the kiosk's."""
        if self._kiosk is not None:
            self._kiosk.say(REFRESH)
        if self._collector is not None:
            self._collector.refresh()

    def freeze(self) -> None:
        """Have the collector freeze what a stand-up walks through.

        It is told at once where it is ours or the kiosk's, and finds the wish where another process composes the board.
        """
        from wallboard.store.wishes import wish  # noqa: PLC0415 - after the first page

        wish(Places(self._options.state_dir).standup_wish(self._options.board))
        if self._kiosk is not None:
            self._kiosk.say(STANDUP)
        if self._collector is not None:
            self._collector.say(f"{STANDUP} {self._options.board}")

    def desk(self) -> "Desk":
        """What a stand-up asks of this process, and where its answers are kept."""
        from wallboard.store.answers import AnswerBook  # noqa: PLC0415 - after the first page
        from wallboard.ui.standup.desk import Desk  # noqa: PLC0415 - after the first page

        return Desk(self._reader, AnswerBook(self._options.journal, self._options.board), self.freeze)

    def busy(self, seconds: float) -> None:
        """A person uses the glass, or looks at something new: a kiosk does not restart it for so long."""
        if self._kiosk is not None:
            self._kiosk.busy(seconds)

    def _settle(self) -> None:
        if self._seat is not None:
            self._seat.settle()
        if self._awake is not None:
            self._awake.beat()

    def _show_now(self) -> None:
        if self._window is not None:
            self._window.beat()
            self._keep_signs(self._window)

    def _end_if_broken(self) -> None:
        """A wall that cannot be brought up to now must not be believed: a kiosk starts it anew, then tells of it."""
        if self._kiosk is None or self._window is None:
            return
        beats = max(self._care.in_a_row(part.__name__) for part in (self._look, self._show_now))
        if max(beats, self._window.care.in_a_row("paintEvent")) >= _MOST_FAULTS:
            log.error("the page could not be brought up to now %d times in a row", _MOST_FAULTS)
            self.leave(BROKEN)

    def _end_if_gone(self) -> None:
        """A window that was destroyed from outside does not come back; a new glass has a new one."""
        is_missing = self._window is not None and not self._options.is_windowed and self._window.is_missing
        self._missing = self._missing + 1 if is_missing else 0
        if self._missing >= _MISSING_BEATS:
            log.error("the window is no longer on the screen")
            self.leave(BROKEN)

    def _keep_signs(self, window: GlassWindow) -> None:
        if self._signs is None:
            return
        left_s = window.rotation.pause_left_s
        until_us = self.now_us() + round(left_s * 1e6) if left_s is not None else None
        # A page asked for on the command line is no page pinned by hand.
        pinned = window.rotation.pinned if self._options.page is None else self._signs.last.pinned
        self._signs.keep(KeptSigns(pinned, until_us, window.signs.is_for_visitors))

    def _begin(self) -> None:
        """What the first page need not wait for."""
        if self._code != WELL:
            return
        with self._care.caught("_begin"):
            self._begin_beside()

    def _begin_beside(self) -> None:
        if self._kiosk is not None:
            self._kiosk.beat()
        if self._options.collector is not None:
            from wallboard.ui.collector_process import CollectorProcess  # noqa: PLC0415 - after the first page

            self._collector = CollectorProcess(list(self._options.collector), time.monotonic)
            self._collector.start()
        gc.collect()
        gc.freeze()
        gc.enable()
        if not self._options.is_windowed:
            from wallboard.ui.awake import Awake  # noqa: PLC0415 - after the first page

            self._awake = Awake()
        bring_in(list(FOR_STANDUPS))

    def _look(self) -> None:
        """Take what is new in the journal: that the collector lives is news as well, for it tells the picture's age."""
        change = self._reader.change()
        if change != self._change:
            read = self._reader.shown()
            if read is None:
                # Kept: what was last read is still the last good picture.
                return
            self._change, self._read = change, read
        if self._read is not None:
            self._show(*self._read)

    def _tell_why_none(self) -> None:
        """What a wall says that has nothing to show. The past is not written to the disk."""
        if self._window is not None:
            if self._no_picture is not None:
                self._no_picture.end()
            self._no_picture = None
            return
        if self._no_picture is None and self._options.at_us is None:
            from wallboard.ui.no_picture import NoPicture  # noqa: PLC0415 - most glasses have a picture at once

            options = self._options
            wish = SeatWish(options.screen, options.is_windowed, is_patient=True, is_below=True)
            leave = None if options.is_for_kiosk else self.leave
            self._no_picture = NoPicture(self._full_disk, self.now_us, wish, options.state_dir, leave)
        if self._no_picture is not None:
            self._no_picture.look()

    def _show(self, layout: Layout, picture: Picture) -> None:
        self._present.heed(picture)
        picture = self._told(picture)
        if self._window is None:
            self._open(layout, picture)
        elif (layout, picture) != self._shown:
            self._window.show_picture(layout, picture)
        self._shown = (layout, picture)

    def _told(self, picture: Picture) -> Picture:
        """The picture, with what this process has to say in its corner."""
        wait_s = self._collector.restarts_in_s if self._collector is not None else None
        picture = self._present.corrected(picture)
        hindrance = self._full_disk.look(picture.composed_at_us, self.now_us())
        if hindrance:
            shut = words(DISK_TROUBLE[hindrance], at=picture.composed_at_us)
            picture = replace(picture, trouble=(*picture.trouble, shut))
        if wait_s is None or wait_s < _TELL_AFTER_S:
            return picture
        note: Words = words("glass.collector-gone", at=self.now_us() + round(wait_s * 1e6))
        return replace(picture, trouble=(*picture.trouble, note))

    def _open(self, layout: Layout, picture: Picture) -> None:
        options = self._options
        kept = self._signs.read() if self._signs is not None else KeptSigns()
        pinned = options.page if options.page is not None else kept.pinned
        rotation = Rotation(time.monotonic, pinned or 0, pinned=pinned)
        if kept.paused_until_us is not None:
            rotation.pause_for((kept.paused_until_us - self.now_us()) / 1e6)
        can_refresh = options.collector is not None or options.is_for_kiosk
        tries = PinTries(options.state_dir / TRIES_FILE, time.time)
        actions = Actions(
            self.leave_by_hand,
            self.refresh if can_refresh else None,
            self.busy,
            tries,
            desk=self.desk if can_refresh else None,
        )
        window = GlassWindow(layout, picture, self.now_us, actions, rotation)
        window.set_for_visitors(kept.is_for_visitors)
        wish = SeatWish(options.screen or layout.screen.output, options.is_windowed, options.is_for_kiosk)
        self._seat = ScreenSeat(window, wish, options.state_dir)
        try:
            self._seat.take()
        except ScreenTaken as taken:
            tell_of_taken(taken)
            self._code = ALREADY_SHOWN
            self.leave(ALREADY_SHOWN)
            return
        self._window = window

    def _leave_on_signal(self, _number: int, _frame: object) -> None:
        self.leave()

    def _end(self) -> None:
        if self._no_picture is not None:
            self._no_picture.end()
        if self._window is not None:
            self._window.take_away()
        self._reader.close()
        if self._collector is not None:
            self._collector.end()
        if self._seat is not None:
            self._seat.leave()
        if self._kiosk is not None:
            self._kiosk.close()


def _give_back_start() -> None:
    """Much of what a start took is of no use any more."""
    give_back()
    give_back_code(with_constants=True)
