"""The window on the wall: one raster surface, no widgets, no cursor, a few keys."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QRect, QRectF
from PySide6.QtGui import QColor, QExposeEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QScreen

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import words
from wallboard.ui.commands import Command, Setting, Signs, command_of
from wallboard.ui.controls import Controls
from wallboard.ui.glow import PanelGlow
from wallboard.ui.image_sights import SightsInPassing
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.night import BLACK, NightWatch, lay_darkness
from wallboard.ui.orbit import bared, orbit_at, reach_of
from wallboard.ui.page import stage_for
from wallboard.ui.page_pair import PagePair
from wallboard.ui.paint import Painter
from wallboard.ui.pin import PinBox
from wallboard.ui.pin_tries import PinTries
from wallboard.ui.pulse import LateWatch
from wallboard.ui.rotation import Rotation
from wallboard.ui.scene import Rect
from wallboard.ui.standup_door import DeskMaker, StandupDoor
from wallboard.ui.unharmed import unharmed
from wallboard.ui.wall_window import WallWindow

_AHEAD_S = 2.5
"""So long before its turn the next page is brought up to date: what changed is drawn before the beat of the swap."""
_BUSY_AFTER_KEY_S = 60.0
_BUSY_AFTER_TURN_S = 3.0
"""Less than the shortest dwell: on a wall of short turns there must be a moment for a restart all the same."""


@dataclass
class Actions:
    """What keys ask of the process; `refresh` is None where nothing can be asked for new rows.

    `tries` counts those at the PIN of a board that has one.
    """

    leave: Callable[[], None] = field(default=lambda: None)
    refresh: Callable[[], None] | None = None
    busy: Callable[[float], None] = field(default=lambda _seconds: None)
    """For so many seconds a restart of the process would be seen."""
    tries: PinTries = field(default_factory=lambda: PinTries(None, time.time))
    desk: DeskMaker | None = None
    """What a stand-up asks of the process; None where nobody can be asked to freeze figures."""


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
        self.standup = StandupDoor(actions.desk, clock, monotonic)
        self._is_guarded = False
        self._night = NightWatch(layout.screen.theme, monotonic)
        self._offset = (0, 0)
        self._place: tuple[int, int, int | None] = (0, 0, None)
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

    def place(self, screen: QScreen, *, is_windowed: bool) -> None:
        """Stand on a screen; what stands on the whole of it asks for the PIN before it goes."""
        self._is_guarded = not is_windowed
        super().place(screen, is_windowed=is_windowed)
        self._judge_light()

    def wake(self) -> None:
        """Somebody stands there: light in dark hours too, for ten minutes."""
        self._night.wake()
        self._judge_light()

    def show_picture(self, layout: Layout, picture: Picture | None) -> None:
        """Take a new picture, and a new layout where the board changed."""
        if layout != self._layout:
            self._forget_pages()
        self._layout, self._picture = layout, picture
        if self.rotation.page != self.page:
            self.rotation.came_up(self.page)
        self._judge_light()
        if picture is not None and not self._is_dark:
            self._tell_of_late(self._watch.turned(picture, self._clock()), is_past=picture.at_us is not None)
        self.tick()

    def beat(self) -> None:
        """Once a second: the next page where its turn has come, and the page brought up to now."""
        self._images.take()
        if self.care.in_a_row("paintEvent"):
            self.update()  # tried again here alone: a painting that fails must not ask for the next
        if self._beat_standup():
            return
        self._judge_light()
        if self._is_dark:
            return
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
        if self.standup.is_on:
            self._tick_standup()
            return
        if self._is_dark:
            return
        if self._pages.is_empty:
            self._page_of_now()
            self.update()
            return
        for rect in self._drawn(self._pages.shown, self.page):
            self.update(self._shifted(rect))

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
        if count > 1 and not self._is_dark:
            self._pages.ahead.show(self._layout, self._picture, following, self._clock(), self.signs)

    @unharmed
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the list of keys, and those that work a menu."""
        self._actions.busy(_BUSY_AFTER_KEY_S)
        was_dark = self._is_dark
        self.wake()
        if was_dark:  # the key that lights the board does nothing else
            return
        if self.standup.is_on:
            self._press_standup(event)
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
            case "standup":
                self.standup.begin()
            case "visitors":
                self._is_for_visitors = not self._is_for_visitors
            case "refresh" if self._actions.refresh is not None:
                self._actions.refresh()
            case "full-screen":
                self._ask_pin(command, self._turn_full_screen)
            case "leave":
                self._ask_pin(command, self._actions.leave)

    def grab_image(self) -> QImage:
        """A copy of what the window shows."""
        image = QImage(*self.physical_size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image

    @property
    def is_pulsing(self) -> bool:
        """Whether a panel's edge glows now."""
        return self._glow.is_on

    @unharmed
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy what is asked for from the finished image."""
        ratio = self.devicePixelRatio()
        painter = QPainter(self)
        try:
            painter.setClipRegion(event.region())
            painter.scale(1 / ratio, 1 / ratio)
            self._paint(painter)
        finally:
            painter.end()

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

    @property
    def _is_dark(self) -> bool:
        return self._night.lighting.is_dark

    def _judge_light(self) -> None:
        """Find the light of now and where the page stands; in another light it is drawn anew."""
        now_us, is_on_wall, was_dark = self._clock(), self.is_full_screen, self._is_dark
        is_other = self._night.judge(self._layout, self._picture, now_us, is_on_wall=is_on_wall)
        reach = reach_of(self._layout.screen.orbit_px, min(self.physical_size())) if is_on_wall else 0
        place = (*orbit_at(now_us / 1e6, reach), now_us // 60_000_000 if self._is_dark else None)
        if is_other:
            self._forget_pages()
        if was_dark and not self._is_dark:
            self.rotation.restart()
        if is_other or place != self._place:
            self.update()
        self._place, self._offset = place, place[:2]

    def _ask_pin(self, command: Command, then: Callable[[], None]) -> None:
        """Do what takes the board from the wall, at once or after its PIN."""
        pin = self._layout.pin
        if pin is None or not self._is_guarded or (command == "full-screen" and not self.is_full_screen):
            then()
        else:
            self.wake()
            self.controls.overlay = PinBox(words(f"pin.{command}"), pin, self._actions.tries, then)

    def _turn_full_screen(self) -> None:
        self.toggle_full_screen()
        self._judge_light()

    def _paint(self, painter: QPainter) -> None:
        """The whole window, in the screen's pixels."""
        if self._is_dark:
            self._paint_darkness(painter)
            return
        standup = self.standup.image
        for strip in bared(self._offset, self.physical_size()):
            painter.fillRect(QRectF(*strip), QColor(self._night.lighting.colours["page"]))
        painter.translate(*self._offset)
        painter.drawImage(0, 0, self._page_of_now().image if standup is None else standup)
        if standup is None:
            self._paint_glow(painter)

    def _paint_darkness(self, painter: QPainter) -> None:
        size = self.physical_size()
        stage = stage_for(self._layout, size, self._clock(), self._pixels())
        Painter(BLACK).paint(painter, [lay_darkness(self._night.lighting, size, stage)])

    def _paint_glow(self, painter: QPainter) -> None:
        if self.controls.overlay is None:  # a list that lies over panels lies over their edges too
            self._glow.paint(painter)

    def _beat_standup(self) -> bool:
        """Once a second: whether the team stands here; while it does the light is on, and no page turns."""
        if not self.standup.beat(self._layout):
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
        from wallboard.ui.standup.show import Canvas  # noqa: PLC0415 - after the first page

        colours = self._night.lighting.colours
        canvas = Canvas(self.physical_size(), self._pixels(), colours, self._is_for_visitors)
        for rect in self.standup.draw(self._layout, canvas):
            self.update(self._shifted(rect))
        if not self.standup.is_on:  # it could not be drawn
            self.update()

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
            self._glow.begin(frame.panels[number], frame.scale, self._night.lighting.colours)

    def _setting(self) -> Setting:
        can_refresh = self._actions.refresh is not None
        standup, pages = self.standup, len(self._layout.pages)
        is_whole = self.is_full_screen
        return Setting(self.signs, self.page, pages, is_whole, can_refresh, standup.is_possible, standup.is_open)

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
        lighting = self._night.lighting
        return MovingPage(self.physical_size(), self._pixels(), lighting.colours, self._images, lighting.light)

    def _pixels(self) -> tuple[int, int]:
        """The whole screen's pixels, as far as anybody knows."""
        told = self._layout.screen.size_px
        return told if told and self.is_full_screen else self.physical_size()

    def _shifted(self, rect: Rect) -> QRect:
        """What a part of the page covers of the window."""
        return self.logical(Rect(rect.x + self._offset[0], rect.y + self._offset[1], rect.w, rect.h))

    def _update_region(self, rects: list[Rect]) -> None:
        region = QRegion()
        for rect in rects:
            region += self._shifted(rect)
        self.update(region)
