"""The window in dark and dimmed hours, wandering, and behind a PIN."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.grabbed import grabbed
from tests.ui.samples import AT_NIGHT, NOW, SECOND, layout_of, picture_of
from tests.ui.standup.test_show import House
from tests.ui.test_night import NIGHTLY, UNTIL
from tests.ui.test_pin import turned_up
from tests.ui.test_pin_tries import HASH
from tests.ui.test_rotation import Clock
from tests.ui.test_window import Asked, Watched, pressed
from wallboard.core.views.layout import Screen, Standup
from wallboard.ui.actions import Actions
from wallboard.ui.menu import Menu
from wallboard.ui.night import AWAKE_S
from wallboard.ui.orbit import orbit_at
from wallboard.ui.picture import draw
from wallboard.ui.pin import PinBox
from wallboard.ui.pin_tries import PinTries
from wallboard.ui.standup.desk import Desk
from wallboard.ui.theme import DARK

PAGES = (samples.SERVICE, samples.STATES)
DWELL = 30
Key = Qt.Key


class Wall(Asked):
    """A board over a whole screen, its clocks, and what its keys asked for."""

    def __init__(self, desk=None, **layout):
        super().__init__()
        self.clock = Clock()
        self.board = replace(layout_of(*PAGES, screen=Screen(night=NIGHTLY)), **layout)
        tries = PinTries(None, lambda: self.now / 1e6, lambda: self.now / 1e6)
        actions = Actions(self.leave, self.refresh, tries=tries, desk=desk)
        self.window = Watched(self.board, picture_of(*PAGES), lambda: self.now, actions, monotonic=self.clock)

    def put_up(self, *, is_windowed=False):
        self.window.place(QGuiApplication.primaryScreen(), is_windowed=is_windowed)
        QTest.qWaitForWindowExposed(self.window)
        self.window.painted()
        return self

    def at(self, now):
        """The window, brought up to an instant."""
        self.now = now
        self.window.beat()
        return self.window

    def press(self, *keys):
        pressed(self.window, *keys)

    def drawn(self, page=0):
        size = self.window.physical_size()
        return draw(self.board, picture_of(*PAGES), page, size, self.now)


@pytest.fixture
def wall(qapp, request):
    made = Wall(**getattr(request, "param", {})).put_up()
    yield made
    made.window.destroy()


def light_of(image):
    """How much of an image is not black, and the lightest grey in it."""
    small = [
        QColor(image.pixel(x, y)).lightness() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    ]
    return sum(one > 0 for one in small) / len(small), max(small)


def test_in_its_dark_hours_it_shows_black_and_a_faint_line(wall):
    assert light_of(grabbed(wall.window))[0] == 1
    share, lightest = light_of(grabbed(wall.at(AT_NIGHT)))
    assert 0 < share < 0.03
    assert lightest <= 0x7A


def test_what_is_on_the_screen_is_what_was_grabbed(wall):
    wall.at(AT_NIGHT)
    region, image = wall.window.painted()[-1]
    assert region.boundingRect() == QRect(QPoint(0, 0), wall.window.size())
    assert image == grabbed(wall.window)


def test_a_board_that_comes_up_in_the_dark_hours_is_black_from_the_first(qapp):
    wall = Wall()
    wall.now = AT_NIGHT
    wall.put_up()
    assert light_of(grabbed(wall.window))[0] < 0.03
    wall.window.destroy()


@pytest.mark.parametrize("wall", [{"screen": Screen(night=NIGHTLY, orbit_px=0)}], indirect=True)
def test_black_stays_still_but_for_its_line_once_a_minute(wall):
    wall.at(AT_NIGHT)
    wall.window.painted()
    for second in range(1, 60):
        wall.at(AT_NIGHT + second * SECOND)
    assert len(wall.window.painted()) <= 1
    before = grabbed(wall.window)
    assert grabbed(wall.at(AT_NIGHT + 60 * SECOND)) != before
    assert len(wall.window.painted()) == 1


def test_in_the_morning_it_shows_the_page_and_gives_it_a_whole_dwell(wall):
    wall.at(AT_NIGHT)
    wall.clock.s += 10 * 3600
    wall.at(UNTIL - SECOND)
    wall.at(UNTIL)
    assert wall.window.page == 0
    assert light_of(grabbed(wall.window))[0] == 1
    wall.clock.s += DWELL - 1
    wall.at(UNTIL + 29 * SECOND)
    assert wall.window.page == 0


def test_a_pause_that_somebody_forgot_does_not_last_through_the_night(wall):
    wall.press(Key.Key_Space)
    assert wall.window.signs.is_paused
    wall.at(AT_NIGHT)
    for _ in range(20):
        wall.clock.s += 1800
        wall.at(AT_NIGHT)
    wall.at(NOW)
    assert not wall.window.signs.is_paused


def test_the_first_key_lights_the_board_and_does_nothing_else(wall):
    wall.at(AT_NIGHT)
    wall.press(Key.Key_Escape)
    assert wall.left == 0
    assert light_of(grabbed(wall.window))[0] == 1
    wall.press(Key.Key_Right)
    assert wall.window.page == 1


def test_ten_minutes_after_the_last_key_it_is_dark_again(wall):
    wall.at(AT_NIGHT)
    wall.press(Key.Key_Space)
    wall.clock.s += AWAKE_S - 1
    assert light_of(grabbed(wall.at(AT_NIGHT + SECOND)))[0] == 1
    wall.clock.s += 1
    assert light_of(grabbed(wall.at(AT_NIGHT + 2 * SECOND)))[0] < 0.03


def test_new_figures_of_the_night_wake_nobody_and_are_there_in_the_morning(wall):
    wall.at(AT_NIGHT)
    wall.window.painted()
    first = (replace(PAGES[0][0], turned_late_us=AT_NIGHT), *PAGES[0][1:])
    wall.window.show_picture(wall.board, picture_of(first, PAGES[1]))
    assert wall.window.painted() == ()
    assert not wall.window.pages.glow.is_on
    wall.at(NOW)
    wall.window.painted()
    assert light_of(grabbed(wall.window))[0] == 1


def test_a_stand_up_that_begins_in_dark_hours_has_light_until_it_is_over(qapp):
    house = House()
    house.now_us = AT_NIGHT
    at_night = Standup("21:42", (4,))
    wall = Wall(lambda: Desk(house, house.book, house.ask), standup=at_night)
    wall.now = AT_NIGHT - 60 * SECOND
    wall.put_up()
    assert light_of(grabbed(wall.window))[0] < 0.03
    wall.at(AT_NIGHT)
    assert (house.asked, wall.window.standup.is_on) == (1, True)
    assert light_of(grabbed(wall.window))[0] == 1
    wall.press(Key.Key_Escape)
    assert not wall.window.standup.is_on
    wall.clock.s += AWAKE_S
    assert light_of(grabbed(wall.at(AT_NIGHT + 600 * SECOND)))[0] < 0.03
    wall.window.destroy()


def test_in_a_window_on_a_desk_there_is_no_night(qapp):
    wall = Wall().put_up(is_windowed=True)
    assert light_of(grabbed(wall.at(AT_NIGHT)))[0] == 1
    wall.window.destroy()


def test_in_dimmed_hours_every_ground_is_darker_and_then_as_before(wall):
    before = grabbed(wall.window)
    corner = before.pixelColor(2, 2).name()
    evening = NOW + 8 * 3600 * SECOND
    dimmed = grabbed(wall.at(evening)).pixelColor(2, 2)
    assert corner == DARK["page"]
    assert 0 < dimmed.lightness() < QColor(corner).lightness()
    wall.at(NOW)
    assert grabbed(wall.window) == before


def offset_of(wall):
    return orbit_at(wall.now / 1e6, round(4 * min(wall.window.physical_size()) / 1080))


def test_the_page_wanders_whole_and_leaves_its_own_ground_behind(wall):
    width, height = wall.window.physical_size()
    seen = set()
    for minute in range(12):
        image = grabbed(wall.at(NOW + minute * 60 * SECOND))
        wall.clock.s = 0
        dx, dy = offset_of(wall)
        seen.add((dx, dy))
        inner = QRect(max(0, dx), max(0, dy), width - abs(dx), height - abs(dy))
        assert image.copy(inner) == wall.drawn().copy(inner.translated(-dx, -dy))
        for x, y in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
            assert image.pixelColor(x, y).name() == DARK["page"]
    assert len(seen) == 12


def test_what_changes_on_a_page_that_wandered_is_painted_where_it_stands(wall):
    moment = next(NOW + n * 60 * SECOND for n in range(99) if orbit_at(NOW / 1e6 + n * 60, 3)[0] < -1)
    wall.at(moment)
    shown = wall.window.painted()[-1][1]
    wall.press(Key.Key_Return)
    ((region, image),) = wall.window.painted()
    changed = differing(shown, image)
    assert changed
    assert all(region.contains(QPoint(x, y)) for x, y in changed)
    assert region.boundingRect().height() < wall.window.height()


def differing(one, other):
    return [
        (x, y)
        for y in range(0, one.height(), 2)
        for x in range(0, one.width(), 2)
        if one.pixel(x, y) != other.pixel(x, y)
    ]


GUARDED = pytest.mark.parametrize("wall", [{"pin": HASH}], indirect=True)


def type_pin(wall, digits="4711"):
    wall.press(*[getattr(Key, f"Key_{digit}") for digit in digits], Key.Key_Return)


@GUARDED
def test_without_the_pin_nobody_leaves(wall):
    before = grabbed(wall.window)
    wall.press(Key.Key_Escape)
    assert isinstance(wall.window.controls.overlay, PinBox)
    assert grabbed(wall.window) != before
    wall.press(Key.Key_Escape)
    assert (wall.left, wall.window.controls.overlay) == (0, None)
    assert grabbed(wall.window) == before


@GUARDED
def test_with_the_pin_one_leaves(wall):
    wall.press(Key.Key_Escape)
    type_pin(wall, "4712")
    assert wall.left == 0
    type_pin(wall)
    assert wall.left == 1


@GUARDED
def test_no_way_leads_round_the_pin(wall):
    ways = (
        [Key.Key_Escape],
        [Key.Key_F11],
        [Key.Key_Return, Key.Key_Up, Key.Key_Return],
        [Key.Key_Return, Key.Key_F11],
    )
    for keys in ways:
        wall.press(*keys)
        assert isinstance(wall.window.controls.overlay, PinBox), keys
        for key in (Key.Key_F11, Key.Key_V, Key.Key_R, Key.Key_Question, Key.Key_Return):
            wall.press(key)
        assert isinstance(wall.window.controls.overlay, PinBox)
        wall.press(Key.Key_Escape)
    closing = QCloseEvent()
    QGuiApplication.sendEvent(wall.window, closing)
    assert not closing.isAccepted()
    assert isinstance(wall.window.controls.overlay, PinBox)
    assert (wall.left, wall.refreshed, wall.window.is_full_screen) == (0, 0, True)
    assert wall.window.isVisible()


@GUARDED
def test_the_menu_leads_to_the_pin_with_arrows_enter_and_escape_alone(wall):
    wall.press(Key.Key_Return)
    assert isinstance(wall.window.controls.overlay, Menu)
    wall.press(Key.Key_Up, Key.Key_Return)
    for digit in (4, 7, 1, 1):
        wall.press(*turned_up(digit), Key.Key_Right)
    assert wall.left == 0
    wall.press(Key.Key_Return)
    assert wall.left == 1


@GUARDED
def test_the_pin_lets_the_board_into_a_window_and_from_there_back_without_one(wall):
    wall.press(Key.Key_F11)
    assert wall.window.is_full_screen
    type_pin(wall)
    assert not wall.window.is_full_screen
    assert wall.window.controls.overlay is None
    wall.press(Key.Key_F11)
    assert wall.window.is_full_screen


@GUARDED
def test_nobody_there_any_more_means_nothing_typed(wall):
    wall.press(Key.Key_Escape, Key.Key_4, Key.Key_7)
    wall.clock.s += 30
    wall.at(NOW + 30 * SECOND)
    assert wall.window.controls.overlay is None
    wall.press(Key.Key_Escape, Key.Key_1, Key.Key_1, Key.Key_Return)
    assert wall.left == 0


@GUARDED
def test_the_wait_after_wrong_tries_is_counted_down_on_the_wall(wall):
    wall.press(Key.Key_Escape)
    for _ in range(3):
        type_pin(wall, "0000")
    first = grabbed(wall.window)
    assert grabbed(wall.at(NOW + SECOND)) != first
    type_pin(wall)
    assert wall.left == 0
    wall.at(NOW + 31 * SECOND)
    type_pin(wall)
    assert wall.left == 1


def test_a_window_that_somebody_started_on_a_desk_asks_for_no_pin(qapp):
    wall = Wall(pin=HASH).put_up(is_windowed=True)
    wall.press(Key.Key_Escape, Key.Key_Return)
    assert wall.left == 1
    wall.window.destroy()


def test_a_window_manager_s_close_leaves_a_board_without_a_pin(wall):
    QGuiApplication.sendEvent(wall.window, QEvent(QEvent.Type.Close))
    assert wall.left == 1
