"""The window in the board's place where none can be shown; it looks at neither journal nor board."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPaintEvent

from wallboard.clocks import wall_us
from wallboard.kiosk.words import ALREADY_SHOWN, WELL
from wallboard.ui.awake import Awake
from wallboard.ui.kiosk_line import KioskLine
from wallboard.ui.safe_page import draw_safe, tongue_of_machine
from wallboard.ui.screens import ScreenSeat, ScreenTaken, SeatWish, tell_of_taken
from wallboard.ui.unharmed import unharmed
from wallboard.ui.wall_window import WallWindow


@dataclass(frozen=True, slots=True)
class SafeOptions:
    """What is wrong, as `safe_page.lay_safe` takes it, and where it is said.

    Under a kiosk no key leaves, since the page knows of no PIN.
    """

    text: str
    state_dir: Path
    is_windowed: bool = False
    screen: str | None = None
    for_seconds: float | None = None
    is_for_kiosk: bool = False


def run(options: SafeOptions) -> int:
    """Show the page until it is left: 0; 3 when the screen shows a board already."""
    existing = QGuiApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(["wallboard"])
    app.setQuitOnLastWindowClosed(False)
    before = {number: signal.signal(number, _leave_on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    page = _SafePage(options)
    try:
        return page.run(app)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _SafePage:
    """The window, its screen and the line to the kiosk."""

    def __init__(self, options: SafeOptions) -> None:
        self._options = options
        self._window = SafeWindow(options.text, wall_us, None if options.is_for_kiosk else _leave)
        # The kiosk tries the board meanwhile, which comes up over this page.
        is_below = is_patient = options.is_for_kiosk
        wish = SeatWish(options.screen, options.is_windowed, is_patient, is_below)
        self._seat = ScreenSeat(self._window, wish, options.state_dir)
        self._awake = Awake()
        self._kiosk = KioskLine(_leave) if options.is_for_kiosk else None

    def run(self, app: QGuiApplication) -> int:
        timer = QTimer()
        timer.setInterval(1000)
        timer.timeout.connect(self.beat)
        try:
            self._seat.take()
            timer.start()
            QTimer.singleShot(0, self.beat)
            if self._options.for_seconds is not None:
                QTimer.singleShot(round(self._options.for_seconds * 1000), _leave)
            return app.exec()
        except ScreenTaken as taken:
            tell_of_taken(taken)
            return ALREADY_SHOWN
        finally:
            timer.stop()
            self._window.take_away()
            self._seat.leave()
            if self._kiosk is not None:
                self._kiosk.close()

    def beat(self) -> None:
        """Once a second: that this thread lives, the screen, the time."""
        if self._kiosk is not None:
            self._kiosk.beat()
        for part in (self._seat.settle, self._awake.beat, self._window.tick):
            with self._window.care.caught(part.__qualname__):
                part()


class SafeWindow(WallWindow):
    """Shows the page, drawn anew once a minute; `leave` is None where no key may end it."""

    def __init__(self, text: str, clock: Callable[[], int], leave: Callable[[], None] | None) -> None:
        super().__init__()
        self._text = text
        self._clock = clock
        self._leave = leave
        self._tongue = tongue_of_machine()
        self._image: QImage | None = None
        self._drawn: tuple[int, tuple[int, int]] | None = None
        self.setTitle("Wallboard")

    def tick(self) -> None:
        """Have the page painted where the minute or the size is another one."""
        if self._drawn != self._wanted():
            self.update()

    def grab_image(self) -> QImage:
        """What the window shows."""
        wanted = self._wanted()
        if self._image is None or self._drawn != wanted:
            self._image = draw_safe(self._text, wanted[1], self._clock(), self._tongue)
            self._drawn = wanted
        return self._image

    @unharmed
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy the page."""
        image = self.grab_image()
        self.paint_each(event.region(), lambda painter: painter.drawImage(0, 0, image))

    @unharmed
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape leaves where that may be."""
        if event.key() == Qt.Key.Key_Escape and self._leave is not None:
            self._leave()

    def event(self, event: QEvent) -> bool:
        """The window manager's close is the same as leaving."""
        if event.type() == QEvent.Type.Close and self._leave is not None:
            self._leave()
        return super().event(event)

    def _wanted(self) -> tuple[int, tuple[int, int]]:
        return self._clock() // 60_000_000, self.physical_size()


def _leave() -> None:
    QGuiApplication.exit(WELL)


def _leave_on_signal(_number: int, _frame: object) -> None:
    _leave()
