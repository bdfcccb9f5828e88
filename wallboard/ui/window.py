"""The window on the wall: one raster surface, no widgets, no cursor, a few keys."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QExposeEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QScreen

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import words
from wallboard.ui.actions import Actions
from wallboard.ui.commands import Command, Setting, Signs, command_of
from wallboard.ui.controls import Controls
from wallboard.ui.glow import PanelGlow
from wallboard.ui.image_sights import SightsInPassing
from wallboard.ui.laid_panels import LaidPanels
from wallboard.ui.light_and_place import LightAndPlace
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.page import stage_for
from wallboard.ui.page_pair import PagePair
from wallboard.ui.pin import PinBox
from wallboard.ui.rotation import Rotation
from wallboard.ui.scene import Rect
from wallboard.ui.standup_door import StandupDoor
from wallboard.ui.turning_pages import TurningPages
from wallboard.ui.unharmed import unharmed
from wallboard.ui.wall_window import WallWindow

_AHEAD_S = 2.5
"""So long before its turn the next page is brought up to date: what changed is drawn before the beat of the swap."""
_BUSY_AFTER_KEY_S = 60.0
_BUSY_AFTER_TURN_S = 3.0
"""Less than the shortest dwell: on a wall of short turns there must be a moment for a restart all the same."""


class GlassWindow(WallWindow):
    """Shows one page of a picture; `beat` once a second keeps ages and time true and turns the pages.

    `clock` gives the present in microseconds UTC, `monotonic` seconds by which dwells and pulses are measured.
    """

    def __init__(
        self,
        layout: Layout,
        picture: Picture,
        clock: Callable[[], int],
        actions: Actions,
        rotation: Rotation | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.rotation = rotation or Rotation(monotonic)
        self.controls = Controls(self.do, self._setting, monotonic)
        self.standup = StandupDoor(actions.desk, clock, monotonic)
        self._clock = clock
        self._actions = actions
        self._images = SightsInPassing()
        self._light = LightAndPlace(layout.screen.theme, monotonic)
        self._is_guarded = False
        pair, glow = PagePair(self._new_page), PanelGlow(monotonic, self._update_region)
        self.pages = TurningPages(layout, picture, clock, pair, glow, self.rotation, lambda: self.controls.overlay)
        self.setTitle(layout.organisation)

    @property
    def page(self) -> int:
        """The page that shows, counted from 0."""
        return self.pages.page

    def set_for_visitors(self, is_set: bool) -> None:
        """Hide numbers and names, or show them, as before a restart."""
        self.pages.is_for_visitors = is_set

    @property
    def signs(self) -> Signs:
        """How the glass is set by hand."""
        return self.pages.signs

    def place(self, screen: QScreen, *, is_windowed: bool) -> None:
        """Stand on a screen; what stands on the whole of it asks for the PIN before it goes."""
        self._is_guarded = not is_windowed
        super().place(screen, is_windowed=is_windowed)
        self._judge_light()

    def wake(self) -> None:
        """Somebody stands there: light in dark hours too, for ten minutes."""
        self._light.wake()
        self._judge_light()

    def show_picture(self, layout: Layout, picture: Picture) -> None:
        """Take a new picture, and a new layout where the board changed."""
        self.pages.take(layout, picture)
        self._judge_light()
        if not self._light.is_dark:
            self.pages.glow_where_late(self._light.colours)
        self.tick()

    def beat(self) -> None:
        """Once a second: the next page where its turn has come, and the page brought up to now."""
        self._images.take()
        if self.care.in_a_row("paintEvent"):
            self.update()  # tried again here alone: a painting that fails must not ask for the next
        if self._beat_standup():
            return
        self._judge_light()
        if self._light.is_dark:
            return
        if self.controls.close_if_left():
            self.rotation.restart()
        left_s = self.pages.left_s
        if self.controls.overlay is None and left_s <= 0:
            self._show_page(self.pages.next_in_turn)
            return
        self.tick()
        if left_s <= _AHEAD_S:
            self.prepare()

    def tick(self) -> None:
        """Bring the page up to now, and have repainted what changed."""
        if self.standup.is_on:
            self._tick_standup()
            return
        if self._light.is_dark:
            return
        if not self.pages.is_drawn:
            self.pages.bring_up()
            self.update()
            return
        for rect in self.pages.bring_up():
            self.update(self._shifted(rect))

    def turn(self, step: int) -> None:
        """Show the page before or after, by hand: its dwell begins anew."""
        if self.pages.count > 1:
            self._show_page((self.page + step) % self.pages.count)

    def prepare(self) -> None:
        """Draw the page that comes next, or what changed on it, so that turning to it takes no time."""
        if not self._light.is_dark:
            self.pages.prepare()

    @unharmed
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the list of keys, and those that work a menu."""
        self._actions.busy(_BUSY_AFTER_KEY_S)
        was_dark = self._light.is_dark
        self.wake()
        if was_dark:  # the key that lights the board does nothing else
            return
        if self.standup.is_on:
            self._press_standup(event)
            return
        if self.standup.is_echo(event):
            return
        before = self.controls.overlay
        if not self.controls.press(event.key(), event.text(), is_repeated=event.isAutoRepeat()):
            super().keyPressEvent(event)
            return
        if self.controls.overlay is not before:
            self.rotation.restart()
        self.tick()

    def do(self, command: Command) -> None:
        """Carry out what a key or the menu asks for; the caller brings the page up to it."""
        has_pages = self.pages.count > 1
        match command:
            case "next-page":
                self.turn(1)
            case "page-before":
                self.turn(-1)
            case "pause" if has_pages:
                self.rotation.toggle_pause()
            case "pin" if has_pages:
                self.rotation.toggle_pin()
            case "standup":
                self.standup.begin()
            case "visitors":
                self.pages.is_for_visitors = not self.pages.is_for_visitors
            case "refresh" if self._actions.refresh is not None:
                self._actions.refresh()
            case "full-screen":
                self._ask_pin(command, self._turn_full_screen)
            case "leave":
                self._ask_pin(command, self._actions.leave)

    @unharmed
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy what is asked for from the finished image."""
        self.paint_each(event.region(), self._paint)

    @unharmed
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out anew in the new size."""
        super().resizeEvent(event)
        self._lay_out_anew()

    @unharmed
    def exposeEvent(self, event: QExposeEvent) -> None:  # noqa: N802 - Qt's name
        """Shown again, perhaps on another screen: paint all."""
        super().exposeEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The window manager's close is the same as leaving."""
        with self.care.caught("event"):
            if event.type() == QEvent.Type.Close:
                self.do("leave")
                if isinstance(self.controls.overlay, PinBox):
                    event.ignore()
                    self.tick()
                    return True
            elif event.type() == QEvent.Type.DevicePixelRatioChange:
                # Qt tells of a new size as well only where the size in its own units differs.
                self._lay_out_anew()
        return super().event(event)

    def _judge_light(self) -> None:
        """Find the light of now and where the page stands; in another light it is drawn anew."""
        pages, size, is_on_wall = self.pages, self.physical_size(), self.is_full_screen
        change = self._light.judge(pages.layout, pages.picture, self._clock(), size, is_on_wall=is_on_wall)
        if change.has_other_light:
            pages.forget()
        if change.is_night_over:
            self.rotation.restart()
        if change.has_other_light or change.has_moved:
            self.update()

    def _ask_pin(self, command: Command, then: Callable[[], None]) -> None:
        """Do what takes the board from the wall, at once or after its PIN."""
        pin = self.pages.layout.pin
        if pin is None or not self._asks_pin or (command == "full-screen" and not self.is_full_screen):
            then()
        else:
            self.wake()
            self.controls.overlay = PinBox(words(f"pin.{command}"), pin, self._actions.tries, then)

    def _turn_full_screen(self) -> None:
        self.toggle_full_screen()
        self._judge_light()

    def _paint(self, painter: QPainter) -> None:
        """The whole window, in the screen's pixels."""
        size, standup = self.physical_size(), self.standup.image
        if self._light.is_dark:
            stage = stage_for(self.pages.layout, size, self._clock(), self._pixels())
            self._light.paint_darkness(painter, size, stage)
            return
        self._light.shift(painter, size)
        if standup is None:
            self.pages.paint(painter)
        else:
            painter.drawImage(0, 0, standup)

    def _beat_standup(self) -> bool:
        """Once a second: whether the team stands here; while it does the light is on, and no page turns."""
        if not self.standup.beat(self.pages.layout):
            return False
        self._actions.busy(_BUSY_AFTER_KEY_S)
        self.wake()
        self._show_standup_or_page()
        return True

    def _press_standup(self, event: QKeyEvent) -> None:
        """A key during a stand-up; of the wall's own only the one that hides names from visitors."""
        if not self.standup.press(event) and command_of(event.key(), event.text()) == "visitors":
            self.do("visitors")
        self._show_standup_or_page()

    def _show_standup_or_page(self) -> None:
        """What the stand-up shows now, or the page whose dwell begins anew where it is over."""
        if not self.standup.is_on:
            self.rotation.restart()
            self.update()
        self.tick()

    def _tick_standup(self) -> None:
        pages, size, colours = self.pages, self.physical_size(), self._light.colours
        is_visited = pages.is_for_visitors
        for rect in self.standup.draw(pages.layout, size, self._pixels(), colours, is_for_visitors=is_visited):
            self.update(self._shifted(rect))
        if not self.standup.is_on:  # it could not be drawn
            self.update()

    def _show_page(self, page: int) -> None:
        self._actions.busy(_BUSY_AFTER_TURN_S)
        self.pages.show(page)
        self.update()

    def _setting(self) -> Setting:
        can_refresh = self._actions.refresh is not None
        standup, pages = self.standup, self.pages.count
        is_whole = self.is_full_screen
        stands = standup.is_possible, standup.is_open
        return Setting(self.signs, self.page, pages, is_whole, can_refresh, *stands, asks_pin=self._asks_pin)

    @property
    def _asks_pin(self) -> bool:
        """Whether the board is taken from the wall by its PIN alone."""
        return self.pages.layout.pin is not None and self._is_guarded

    def _lay_out_anew(self) -> None:
        self.pages.forget()
        self._images.resized(self.physical_size())
        self.pages.bring_up()
        self.update()

    def _new_page(self, laid: LaidPanels) -> MovingPage:
        light = self._light
        return MovingPage(self.physical_size(), self._pixels(), light.colours, self._images, light.light, laid)

    def _pixels(self) -> tuple[int, int]:
        """The whole screen's pixels, as far as anybody knows."""
        told = self.pages.layout.screen.size_px
        return told if told and self.is_full_screen else self.physical_size()

    def _shifted(self, rect: Rect) -> QRect:
        """What a part of the page covers of the window."""
        return self.logical(self._light.shifted(rect))

    def _update_region(self, rects: list[Rect]) -> None:
        region = QRegion()
        for rect in rects:
            region += self._shifted(rect)
        self.update(region)
