"""The window on the wall: one raster surface, no widgets, no cursor, a few keys."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtGui import QExposeEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.ui.commands import Command, Setting, Signs
from wallboard.ui.controls import Controls
from wallboard.ui.glow import PanelGlow
from wallboard.ui.image_sights import SightsInPassing
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.page_pair import PagePair
from wallboard.ui.pulse import LateWatch
from wallboard.ui.rotation import Rotation
from wallboard.ui.scene import Rect
from wallboard.ui.theme import THEMES
from wallboard.ui.wall_window import WallWindow

_AHEAD_S = 2.5
"""So long before its turn the next page is brought up to date: what changed is drawn before the beat of the swap."""
_BUSY_AFTER_KEY_S = 60.0
_BUSY_AFTER_TURN_S = 3.0
"""Less than the shortest dwell: on a wall of short turns there must be a moment for a restart all the same."""


@dataclass
class Actions:
    """What keys ask of the process; `refresh` is None where nothing can be asked for new rows."""

    leave: Callable[[], None] = field(default=lambda: None)
    refresh: Callable[[], None] | None = None
    busy: Callable[[float], None] = field(default=lambda _seconds: None)
    """For so many seconds a restart of the process would be seen."""


class GlassWindow(WallWindow):
    """Shows one page of a picture; `beat` once a second keeps ages and time true and turns the pages.

    `clock` gives the present in microseconds UTC, `monotonic` seconds by which dwells and pulses are measured.
    """

    def __init__(
        self,
        layout: Layout,
        picture: Picture | None,
        clock: Callable[[], int],
        actions: Actions,
        rotation: Rotation | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.rotation = rotation or Rotation(monotonic)
        self.controls = Controls(self.do, self._setting, monotonic)
        self._layout = layout
        self._picture = picture
        self._clock = clock
        self._actions = actions
        self._watch = LateWatch()
        self._glow = PanelGlow(monotonic, self._update_region)
        self._images = SightsInPassing()
        self._pages = PagePair(self._new_page)
        self._is_for_visitors = False
        if picture is not None:
            self._watch.turned(picture, clock())
        self.setTitle(layout.organisation)

    @property
    def page(self) -> int:
        """The page that shows, counted from 0."""
        return min(self.rotation.page, len(self._layout.pages) - 1)

    def set_for_visitors(self, is_set: bool) -> None:
        """Hide numbers and names, or show them, as before a restart."""
        self._is_for_visitors = is_set

    @property
    def signs(self) -> Signs:
        """How the glass is set by hand."""
        return Signs(self.rotation.is_paused, self.rotation.pinned, self._is_for_visitors)

    def show_picture(self, layout: Layout, picture: Picture | None) -> None:
        """Take a new picture, and a new layout where the board changed."""
        if layout != self._layout:
            self._forget_pages()
        self._layout, self._picture = layout, picture
        if self.rotation.page != self.page:
            self.rotation.came_up(self.page)
        if picture is not None:
            self._tell_of_late(self._watch.turned(picture, self._clock()), is_past=picture.at_us is not None)
        self.tick()

    def beat(self) -> None:
        """Once a second: the next page where its turn has come, and the page brought up to now."""
        self._images.take()
        if self.controls.close_if_left():
            self.rotation.restart()
        count = len(self._layout.pages)
        left_s = self.rotation.left_s(self._layout.pages[self.page].dwell_s, count)
        if self.controls.overlay is None and left_s <= 0:
            self._swap_in(self.rotation.next_page(count))
            return
        self.tick()
        if left_s <= _AHEAD_S:
            self.prepare()

    def tick(self) -> None:
        """Bring the page up to now, and have repainted what changed."""
        if self._pages.is_empty:
            self._page_of_now()
            self.update()
            return
        for rect in self._drawn(self._pages.shown, self.page):
            self.update(self.logical(rect))

    def turn(self, step: int) -> None:
        """Show the page before or after, by hand: its dwell begins anew."""
        count = len(self._layout.pages)
        if count > 1:
            self._swap_in((self.page + step) % count)

    def prepare(self) -> None:
        """Draw the page that comes next, or what changed on it, so that turning to it takes no time."""
        count = len(self._layout.pages)
        following = self.rotation.next_page(count)
        if count < 2 or following == self.page:
            following = (self.page + 1) % count
        if count > 1:
            self._pages.ahead.show(self._layout, self._picture, following, self._clock(), self.signs)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the list of keys, and those that work a menu."""
        self._actions.busy(_BUSY_AFTER_KEY_S)
        before = self.controls.overlay
        if not self.controls.press(event.key(), event.text(), is_repeated=event.isAutoRepeat()):
            super().keyPressEvent(event)
            return
        if self.controls.overlay is not before:
            self.rotation.restart()
        self.tick()

    def do(self, command: Command) -> None:
        """Carry out what a key or the menu asks for; the caller brings the page up to it."""
        has_pages = len(self._layout.pages) > 1
        match command:
            case "next-page":
                self.turn(1)
            case "page-before":
                self.turn(-1)
            case "pause" if has_pages:
                self.rotation.toggle_pause()
            case "pin" if has_pages:
                self.rotation.toggle_pin()
            case "visitors":
                self._is_for_visitors = not self._is_for_visitors
            case "refresh" if self._actions.refresh is not None:
                self._actions.refresh()
            case "full-screen":
                self.toggle_full_screen()
            case "leave":
                self._actions.leave()

    def grab_image(self) -> QImage:
        """A copy of what the window shows."""
        image = self._page_of_now().image.copy()
        painter = QPainter(image)
        self._paint_glow(painter)
        painter.end()
        return image

    @property
    def is_pulsing(self) -> bool:
        """Whether a panel's edge glows now."""
        return self._glow.is_on

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy what is asked for from the finished image."""
        page = self._page_of_now()
        ratio = self.devicePixelRatio()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(0, 0, page.image)
        self._paint_glow(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out anew in the new size."""
        super().resizeEvent(event)
        self._lay_out_anew()

    def exposeEvent(self, event: QExposeEvent) -> None:  # noqa: N802 - Qt's name
        """Shown again, perhaps on another screen: paint all."""
        super().exposeEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The window manager's close is the same as leaving."""
        if event.type() == QEvent.Type.Close:
            self._actions.leave()
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            # Qt tells of a new size as well only where the size in its own units differs.
            self._lay_out_anew()
        return super().event(event)

    def _paint_glow(self, painter: QPainter) -> None:
        if self.controls.overlay is None:  # a list that lies over panels lies over their edges too
            self._glow.paint(painter)

    def _swap_in(self, page: int) -> None:
        """Show a page: it is drawn whole before it takes the place of the one that showed."""
        self._glow.end()
        self._actions.busy(_BUSY_AFTER_TURN_S)
        self.rotation.came_up(page)
        self._drawn(self._pages.ahead, page)
        self._pages.swap()
        self.update()

    def _tell_of_late(self, titles: set[str], *, is_past: bool) -> None:
        """The first panel shown on which a case turned late pulses, and its page rests."""
        places = self._layout.pages[self.page].panels
        number = next((number for number, place in enumerate(places) if place.title in titles), None)
        if number is None or is_past:
            return
        self.rotation.rest()
        frame = self._page_of_now().frame
        if frame is not None:
            self._glow.begin(frame.panels[number], frame.scale, THEMES[self._layout.screen.theme])

    def _setting(self) -> Setting:
        can_refresh = self._actions.refresh is not None
        return Setting(self.signs, self.page, len(self._layout.pages), self.is_full_screen, can_refresh)

    def _page_of_now(self) -> MovingPage:
        if self._pages.is_empty:
            self._drawn(self._pages.shown, self.page)
        return self._pages.shown

    def _drawn(self, shown: MovingPage, page: int) -> list[Rect]:
        return shown.show(self._layout, self._picture, page, self._clock(), self.signs, self.controls.overlay)

    def _lay_out_anew(self) -> None:
        self._forget_pages()
        self._images.resized(self.physical_size())
        self._page_of_now()
        self.update()

    def _forget_pages(self) -> None:
        self._glow.end()
        self._pages.forget()

    def _new_page(self) -> MovingPage:
        size = self.physical_size()
        told = self._layout.screen.size_px
        pixels = told if told and self.is_full_screen else size
        return MovingPage(size, pixels, THEMES[self._layout.screen.theme], self._images)

    def _update_region(self, rects: list[Rect]) -> None:
        region = QRegion()
        for rect in rects:
            region += self.logical(rect)
        self.update(region)
