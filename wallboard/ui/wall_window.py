"""A window that stands on the wall: one raster surface over a whole screen, without widgets and without a cursor."""

from collections.abc import Callable
from math import ceil, floor

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QRasterWindow, QRegion, QScreen

from wallboard.ui.scene import Rect
from wallboard.ui.unharmed import Care


class WallWindow(QRasterWindow):
    """What every window of the wall has: its place on a screen, and the screen's own pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.care = Care()
        self._is_full_screen = False
        self._surface_ratio = 0.0
        self._is_gone = False
        self.setCursor(Qt.CursorShape.BlankCursor)

    @property
    def is_full_screen(self) -> bool:
        """Whether the window takes the whole screen."""
        return self._is_full_screen

    @property
    def is_missing(self) -> bool:
        """Whether the display took the window away: it should be seen, and X has none of it.

        Wayland takes none away without asking, and calls one that is covered or on a sleeping screen unseen as well.
        """
        is_wanted = self.isVisible() and not self.windowStates() & Qt.WindowState.WindowMinimized
        return is_wanted and not self.isExposed() and QGuiApplication.platformName() == "xcb"

    def place(self, screen: QScreen, *, is_windowed: bool) -> None:
        """Stand on a screen: all of it, or a window of two thirds its size."""
        if self.isVisible() and self.screen().name() != screen.name():
            # A compositor chooses the screen when a window comes up, and a window manager holds a full one where it is.
            self.hide()
        self.setScreen(screen)
        if not self.isVisible():
            self._surface_ratio = screen.devicePixelRatio()
        whole = screen.geometry()
        self._is_full_screen = not is_windowed
        if is_windowed:
            width, height = whole.width() * 2 // 3, whole.height() * 2 // 3
            self.setGeometry(whole.x() + width // 4, whole.y() + height // 4, width, height)
            self.show()
        else:
            self.setGeometry(whole)
            self.showFullScreen()

    def paint_each(self, region: QRegion, paint: Callable[[QPainter], None]) -> None:
        """Have what shows painted, in the screen's pixels, under one rectangle of the region after the other.

        Under a region of several Qt copies an image on threads of its own, which it keeps for half a minute.
        """
        ratio = self.devicePixelRatio()
        painter = QPainter(self)
        try:
            for rect in region:  # type: ignore[attr-defined]
                painter.save()
                try:
                    painter.setClipRect(rect)
                    painter.scale(1 / ratio, 1 / ratio)
                    paint(painter)
                finally:
                    painter.restore()
        finally:
            painter.end()

    def toggle_full_screen(self) -> None:
        """From the whole screen to a window, and back."""
        self._is_full_screen = not self._is_full_screen
        if self._is_full_screen:
            self.showFullScreen()
        else:
            self.showNormal()

    def take_away(self) -> None:
        """Let the window go for good. What the window system had yet to tell of it is not heard any more: it would be
        painted without a surface."""
        self._is_gone = True
        self.destroy()

    def event(self, event: QEvent) -> bool:
        """A surface of Wayland keeps the scale with which it came up, whatever Qt paints on it: take a new one."""
        if self._is_gone:
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange and QGuiApplication.platformName() == "wayland":
            QTimer.singleShot(0, self, self._come_up_anew)
        return super().event(event)

    def _come_up_anew(self) -> None:
        ratio = self.devicePixelRatio()
        # Once for each scale: coming up may itself tell of one.
        if not self.isVisible() or ratio == self._surface_ratio:
            return
        self._surface_ratio = ratio
        self.hide()
        if self._is_full_screen:
            self.showFullScreen()
        else:
            self.show()

    def physical_size(self) -> tuple[int, int]:
        """Width and height in the screen's own pixels; never so small that a page could not be laid out."""
        ratio = self.devicePixelRatio()
        return max(160, round(self.width() * ratio)), max(120, round(self.height() * ratio))

    def logical(self, rect: Rect) -> QRect:
        """The window's units that cover a rectangle of pixels."""
        ratio = self.devicePixelRatio()
        left, top = floor(rect.x / ratio), floor(rect.y / ratio)
        return QRect(left, top, ceil(rect.right / ratio) - left, ceil(rect.bottom / ratio) - top)
