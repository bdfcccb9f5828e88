"""The window on the wall: one raster surface, no widgets, no cursor, a few keys."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QExposeEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRasterWindow,
    QResizeEvent,
    QScreen,
)

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.ui.help_overlay import lay_help
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.theme import THEMES


@dataclass
class Actions:
    """What keys ask of the process."""

    leave: Callable[[], None] = field(default=lambda: None)
    refresh: Callable[[], None] = field(default=lambda: None)


class GlassWindow(QRasterWindow):
    """Shows one page of a picture; `tick` once a second keeps ages and the time true."""

    def __init__(self, layout: Layout, picture: Picture | None, clock: Callable[[], int], actions: Actions) -> None:
        super().__init__()
        self.page = 0
        self.has_help = False
        self._layout = layout
        self._picture = picture
        self._clock = clock
        self._actions = actions
        self._shown: MovingPage | None = None
        self._next: tuple[int, MovingPage] | None = None
        self._is_full_screen = False
        self.setTitle(layout.organisation)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def place(self, screen: QScreen, *, is_windowed: bool) -> None:
        """Stand on a screen: all of it, or a window of two thirds its size."""
        self.setScreen(screen)
        whole = screen.geometry()
        self._is_full_screen = not is_windowed
        if is_windowed:
            width, height = whole.width() * 2 // 3, whole.height() * 2 // 3
            self.setGeometry(whole.x() + width // 4, whole.y() + height // 4, width, height)
            self.show()
        else:
            self.setGeometry(whole)
            self.showFullScreen()

    def show_picture(self, layout: Layout, picture: Picture | None) -> None:
        """Take a new picture, and a new layout where the board changed."""
        if layout.screen != self._layout.screen or layout.pages != self._layout.pages:
            self._shown = self._next = None
        self._layout, self._picture = layout, picture
        self.page = min(self.page, len(layout.pages) - 1)
        self.tick()

    def tick(self) -> None:
        """Bring the page up to now, and have repainted what changed."""
        if self._shown is None:
            self._page_of_now()
            self.update()
            return
        for rect in self._shown.show(self._layout, self._picture, self.page, self._clock(), self._overlay()):
            self.update(self._logical(rect))

    def turn(self, step: int) -> None:
        """Show the page before or after; it is drawn whole before it is swapped in."""
        count = len(self._layout.pages)
        if count < 2:
            return
        wanted = (self.page + step) % count
        prepared = self._next
        if prepared is None or prepared[0] != wanted:
            prepared = (wanted, self._new_page())
        prepared[1].show(self._layout, self._picture, wanted, self._clock(), self._overlay())
        self.page, self._shown, self._next = wanted, prepared[1], None
        self.update()

    def prepare(self) -> None:
        """Draw the page after this one, so that turning to it takes no time."""
        count = len(self._layout.pages)
        if count > 1 and self._next is None:
            wanted = (self.page + 1) % count
            following = self._new_page()
            following.show(self._layout, self._picture, wanted, self._clock())
            self._next = (wanted, following)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the help list."""
        if not self._press(event.key(), event.text()):
            super().keyPressEvent(event)

    def _press(self, key: int, text: str) -> bool:
        if key == Qt.Key.Key_Escape:
            self._actions.leave()
        elif key == Qt.Key.Key_F11:
            self.toggle_full_screen()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.turn(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_R:
            self._actions.refresh()
        elif key == Qt.Key.Key_Question or text == "?":
            self.has_help = not self.has_help
            self.tick()
        else:
            return False
        return True

    def toggle_full_screen(self) -> None:
        """From the whole screen to a window, and back."""
        self._is_full_screen = not self._is_full_screen
        if self._is_full_screen:
            self.showFullScreen()
        else:
            self.showNormal()

    def grab_image(self) -> QImage:
        """A copy of what the window shows."""
        return self._page_of_now().image.copy()

    @property
    def is_full_screen(self) -> bool:
        """Whether the window takes the whole screen."""
        return self._is_full_screen

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy what is asked for from the finished image."""
        page = self._page_of_now()
        ratio = self.devicePixelRatio()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(0, 0, page.image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out anew in the new size."""
        super().resizeEvent(event)
        self._shown = self._next = None
        self._page_of_now()
        self.update()

    def exposeEvent(self, event: QExposeEvent) -> None:  # noqa: N802 - Qt's name
        """Shown again, perhaps on another screen: paint all."""
        super().exposeEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The window manager's close is the same as leaving."""
        if event.type() == QEvent.Type.Close:
            self._actions.leave()
        return super().event(event)

    def _page_of_now(self) -> MovingPage:
        if self._shown is None:
            self._shown = self._new_page()
            self._shown.show(self._layout, self._picture, self.page, self._clock(), self._overlay())
        return self._shown

    def _new_page(self) -> MovingPage:
        size = self._physical()
        told = self._layout.screen.size_px
        pixels = told if told and self.is_full_screen else size
        return MovingPage(size, pixels, THEMES[self._layout.screen.theme])

    def _overlay(self) -> Scene | None:
        if not self.has_help:
            return None
        size = self._physical()
        return lay_help(size, stage_for(self._layout, size, self._clock()))

    def _physical(self) -> tuple[int, int]:
        ratio = self.devicePixelRatio()
        return max(160, round(self.width() * ratio)), max(120, round(self.height() * ratio))

    def _logical(self, rect: Rect) -> QRect:
        ratio = self.devicePixelRatio()
        left, top = floor(rect.x / ratio), floor(rect.y / ratio)
        return QRect(left, top, ceil(rect.right / ratio) - left, ceil(rect.bottom / ratio) - top)


def screen_named(name: str | None, screens: list[QScreen], primary: QScreen) -> QScreen:
    """The screen of this output name, else the primary one."""
    return next((screen for screen in screens if screen.name() == name), primary)
