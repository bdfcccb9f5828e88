"""A stand-up in the window: keys, pages that wait, light, and the wall's return."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.grabbed import grabbed
from tests.ui.samples import layout_of, picture_of
from tests.ui.standup.samples import AT
from tests.ui.standup.test_show import MINUTE, SECOND, Book, House
from tests.ui.test_rotation import Clock
from wallboard.core.views.layout import Standup
from wallboard.ui.actions import Actions
from wallboard.ui.menu import Menu
from wallboard.ui.standup.desk import Desk
from wallboard.ui.window import GlassWindow

PAGES = (samples.SERVICE, samples.STATES)
Key = Qt.Key


class Wall(House):
    """A window with its house behind it."""

    def __init__(self, **layout):
        self.left = self.busy_s = 0
        super().__init__()
        self.book, self.clock = Book(), Clock()
        actions = Actions(self.leave, busy=self.be_busy, desk=lambda: Desk(self, self.book, self.ask))
        board = replace(layout_of(*PAGES), time_zone="Europe/London", **layout)
        self.window = GlassWindow(board, picture_of(*PAGES), lambda: self.now_us, actions, monotonic=self.clock)
        self.window.place(QGuiApplication.primaryScreen(), is_windowed=True)
        self.window.resize(1280, 720)

    def leave(self):
        self.left += 1

    def be_busy(self, seconds):
        self.busy_s = seconds

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(self.window, key)

    def strike(self, key, at_ms):
        """A key at an instant of the display's own clock."""
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(at_ms)
        QGuiApplication.sendEvent(self.window, event)

    def wait(self, seconds):
        self.now_us += round(seconds * SECOND)
        self.clock.s += seconds
        self.window.beat()

    @property
    def walk(self):
        return self.window.standup._made.walk


@pytest.fixture
def walls(qapp):
    """Makes walls, and takes them down once the test is over."""
    made = []

    def make(**layout):
        made.append(Wall(**layout))
        QTest.qWaitForWindowExposed(made[-1].window)
        return made[-1]

    yield make
    for wall in made:
        wall.window.hide()
        wall.window.destroy()


@pytest.fixture
def wall(walls):
    return walls()


def begun(wall):
    wall.press(Key.Key_S)
    wall.freeze()
    wall.wait(1)
    return wall


def test_s_begins_it_and_escape_gives_the_wall_back_without_leaving(wall):
    before = grabbed(wall.window)
    begun(wall)
    assert wall.window.standup.is_on
    assert grabbed(wall.window) != before
    wall.press(Key.Key_Escape)
    assert (wall.window.standup.is_on, wall.left) == (False, 0)
    wall.strike(Key.Key_Escape, 1_000_000)
    wall.strike(Key.Key_Return, 2_000_000)
    assert wall.left == 1


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Return])
def test_a_key_struck_twice_that_gives_the_wall_back_does_nothing_there(wall, key):
    begun(wall)
    if key == Key.Key_Return:
        while wall.walk.stop.segment != "end":
            wall.press(Key.Key_Right)
    wall.strike(key, 1_000_000)
    wall.strike(key, 1_000_120)
    assert (wall.window.standup.is_on, wall.left, wall.window.controls.overlay) == (False, 0, None)


def test_where_no_standup_was_on_a_key_struck_twice_at_once_is_meant_twice(wall):
    wall.wait(1)
    wall.strike(Key.Key_Return, 1_000_000)
    menu = wall.window.controls.overlay
    assert menu is not None
    wall.strike(Key.Key_Return, 1_000_120)
    assert wall.window.controls.overlay is not menu


def test_a_display_that_tells_no_time_of_a_key_is_heard_twice(wall):
    begun(wall)
    wall.press(Key.Key_Right, Key.Key_Right)
    for _ in range(2):
        wall.strike(Key.Key_Return, 0)
        wall.wait(1)
    assert wall.walk.answer.reason == "supplier"


def test_the_menu_begins_it_and_then_offers_to_go_on(wall):
    def labels():
        listing = wall.window.controls.overlay.listing(samples_stage(wall))
        return [row.said for row in listing.rows]

    wall.press(Key.Key_Return)
    assert isinstance(wall.window.controls.overlay, Menu)
    assert "Begin the stand-up" in labels()
    while wall.window.controls.overlay.chosen != "standup":
        wall.press(Key.Key_Down)
    wall.press(Key.Key_Return)
    assert wall.window.standup.is_on
    wall.freeze()
    wall.wait(1)
    wall.press(Key.Key_Escape, Key.Key_Return)
    assert "Go on with the stand-up" in labels()


def samples_stage(wall):
    from wallboard.ui.page import stage_for

    return stage_for(layout_of(*PAGES), (1280, 720), wall.now_us)


def test_no_page_turns_while_the_team_stands_there(wall):
    begun(wall)
    page = wall.window.page
    for _ in range(10):
        wall.wait(30)
        wall.press(Key.Key_Up, Key.Key_Down)
    assert wall.window.page == page
    assert wall.window.standup.is_on
    assert wall.busy_s > 0
    wall.press(Key.Key_Escape)
    left_s = wall.window.rotation.left_s(30, 2)
    assert left_s == pytest.approx(30)


def test_the_walls_keys_mean_nothing_but_the_one_for_visitors(wall):
    begun(wall)
    wall.press(Key.Key_R, Key.Key_P, Key.Key_Question, Key.Key_Space)
    assert wall.window.controls.overlay is None
    assert wall.window.rotation.pinned is None
    wall.press(Key.Key_Right, Key.Key_Right)
    named = grabbed(wall.window)
    wall.press(Key.Key_V)
    assert wall.window.signs.is_for_visitors
    assert grabbed(wall.window) != named


def test_another_size_shows_the_whole_of_it(wall):
    begun(wall)
    wall.window.resize(960, 540)
    wall.window.beat()
    assert grabbed(wall.window).width() == wall.window.standup.image.width()


def test_it_begins_by_itself_and_gives_the_wall_back_when_nobody_came(walls):
    wall = walls(standup=Standup("09:00", (1,)))
    wall.now_us = AT - SECOND
    wall.wait(0)
    assert not wall.window.standup.is_on
    wall.wait(1)
    assert (wall.window.standup.is_on, wall.asked) == (True, 1)
    wall.freeze()
    wall.wait(1)
    wall.wait(20 * MINUTE / SECOND)
    assert not wall.window.standup.is_on


def test_where_nobody_freezes_figures_s_does_nothing(qapp):
    window = GlassWindow(layout_of(*PAGES), picture_of(*PAGES), lambda: AT, Actions())
    window.do("standup")
    window.beat()
    assert not window.standup.is_on
    assert "standup" not in Menu(window._setting())._commands
