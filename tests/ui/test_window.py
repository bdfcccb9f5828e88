"""The window and its keys, on a screen that nobody sees."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.grabbed import grabbed
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from tests.ui.test_picture import difference
from tests.ui.test_rotation import Clock
from wallboard.core.views.layout import Screen
from wallboard.core.words import verbatim
from wallboard.ui.actions import Actions
from wallboard.ui.commands import Setting, Signs
from wallboard.ui.help_overlay import KeyList
from wallboard.ui.menu import Menu
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.picture import draw
from wallboard.ui.screens import screen_named
from wallboard.ui.theme import DARK
from wallboard.ui.window import GlassWindow

PAGES = (samples.SERVICE, samples.STATES)
DWELL = 30


class Asked:
    """Counts what the keys asked for, and holds the clock."""

    def __init__(self):
        self.left = 0
        self.refreshed = 0
        self.now = NOW

    def leave(self):
        self.left += 1

    def refresh(self):
        self.refreshed += 1


@pytest.fixture
def asked():
    return Asked()


class Watched(GlassWindow):
    """Remembers each painting: which part, and what the window showed then."""

    paintings = ()

    def paintEvent(self, event):  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self.paintings = (*self.paintings, (event.region(), grabbed(self)))

    def painted(self):
        """The paintings since the last call; what Qt would paint some milliseconds later it paints now."""
        QGuiApplication.sendEvent(self, QEvent(QEvent.Type.UpdateRequest))
        found, self.paintings = self.paintings, ()
        return found


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def window(qapp, asked, clock):
    actions = Actions(asked.leave, asked.refresh)
    shown = Watched(layout_of(*PAGES), picture_of(*PAGES), lambda: asked.now, actions, monotonic=clock)
    shown.place(QGuiApplication.primaryScreen(), is_windowed=True)
    shown.resize(1280, 720)
    QTest.qWaitForWindowExposed(shown)
    shown.painted()
    yield shown
    shown.destroy()


def pressed(window, *keys):
    for key in keys:
        QTest.keyClick(window, key)


def size_of(window):
    image = grabbed(window)
    return image.width(), image.height()


def late_at(at_us, pages=PAGES):
    """The picture after a case on the first panel of the first page became late."""
    first = (replace(pages[0][0], turned_late_us=at_us), *pages[0][1:])
    return picture_of(first, *pages[1:])


def border(window):
    """The part of the window within a few pixels of the first panel's edge."""
    panel = window.pages.shown.frame.panels[0]
    rect = QRect(round(panel.x), round(panel.y), round(panel.w), round(panel.h))
    return rect.adjusted(-12, -12, 12, 12), rect.adjusted(12, 12, -12, -12)


def test_escape_and_enter_leave_and_r_asks_for_new_rows(window, asked):
    QTest.keyClick(window, Qt.Key.Key_R)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (asked.left, asked.refreshed) == (0, 1)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert (asked.left, asked.refreshed) == (1, 1)


def test_f11_goes_to_the_whole_screen_and_back(window):
    assert not window.is_full_screen
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.is_full_screen
    assert window.windowState() == Qt.WindowState.WindowFullScreen
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.windowState() == Qt.WindowState.WindowNoState


def test_arrows_turn_the_pages_round(window):
    before = grabbed(window)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.page == 1
    assert difference(before, grabbed(window)) > 0.01
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.page == 0
    assert difference(before, grabbed(window)) == 0
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.page == 1


def test_a_page_drawn_ahead_is_the_page_that_comes(window):
    window.prepare()
    QTest.keyClick(window, Qt.Key.Key_Right)
    ahead = grabbed(window)
    QTest.keyClick(window, Qt.Key.Key_Left)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert difference(ahead, grabbed(window)) == 0


def test_a_question_mark_lays_the_keys_over_the_page_and_takes_them_away(window):
    before = grabbed(window)
    QTest.keyClick(window, "?")
    assert difference(before, grabbed(window)) > 0.01
    QTest.keyClick(window, "?")
    assert difference(before, grabbed(window)) == 0


def test_other_keys_change_nothing(window, asked):
    before = grabbed(window)
    QTest.keyClick(window, Qt.Key.Key_X)
    assert difference(before, grabbed(window)) == 0
    assert (asked.left, asked.refreshed) == (0, 0)


def test_no_cursor_stands_on_the_wall(window):
    assert window.cursor().shape() == Qt.CursorShape.BlankCursor


def test_the_second_hand_of_the_corner_moves_without_new_figures(window, asked):
    before = grabbed(window)
    asked.now += 5 * SECOND
    window.tick()
    assert difference(before, grabbed(window)) > 0


def test_a_new_size_is_laid_out_anew(window):
    window.resize(900, 1400)
    QTest.qWait(1)
    assert (grabbed(window).width(), grabbed(window).height()) == (900, 1400)


def test_a_screen_is_found_by_its_name_else_the_primary_one(qapp):
    primary = QGuiApplication.primaryScreen()
    assert screen_named(primary.name(), QGuiApplication.screens(), primary) is primary
    assert screen_named("HDMI-9", QGuiApplication.screens(), primary) is primary


def test_the_next_page_comes_after_the_dwell_in_one_painting_of_the_finished_page(window, clock):
    ahead = draw(layout_of(*PAGES), picture_of(*PAGES), 1, size_of(window), NOW)
    clock.s += DWELL - 1
    window.beat()
    assert window.page == 0
    window.painted()
    clock.s += 1
    window.beat()
    assert window.page == 1
    paintings = window.painted()
    assert len(paintings) == 1
    region, image = paintings[0]
    assert region.boundingRect() == QRect(0, 0, window.width(), window.height())
    assert image == ahead


def test_no_painting_in_three_rounds_is_of_anything_but_a_finished_page(window, clock, asked):
    whole, swaps = QRect(0, 0, window.width(), window.height()), []
    for _ in range(6 * DWELL):
        clock.s += 1
        asked.now += SECOND
        window.beat()
        paintings = window.painted()
        assert len(paintings) <= 1
        for region, image in paintings:
            assert image == draw(layout_of(*PAGES), picture_of(*PAGES), window.page, size_of(window), asked.now)
            if region.boundingRect() == whole:
                swaps.append(window.page)
    assert swaps == [1, 0, 1, 0, 1, 0]


def test_new_figures_are_drawn_on_the_next_page_before_its_turn(window, clock):
    window.prepare()
    changed = (replace(PAGES[1][0], heading=verbatim("Anew")), *PAGES[1][1:])
    layout, picture = layout_of(PAGES[0], changed), picture_of(PAGES[0], changed)
    window.show_picture(layout, picture)
    clock.s += DWELL - 2
    window.beat()
    expected = draw(layout, picture, 1, size_of(window), NOW)
    assert window.pages.ahead.image == expected
    clock.s += 2
    window.beat()
    assert grabbed(window) == expected


def test_nothing_is_prepared_or_painted_while_nothing_changes(window, clock):
    window.beat()
    ahead = window.pages.ahead
    clock.s += 10
    window.beat()
    assert window.pages.ahead is ahead
    assert window.painted() == ()


def test_a_new_layout_takes_the_old_one_s_place_without_an_empty_frame(window):
    layout = replace(layout_of(samples.SERVICE), organisation="Southwind", screen=Screen(theme="light"))
    picture = picture_of(samples.SERVICE)
    window.show_picture(layout, picture)
    paintings = window.painted()
    assert [image for _, image in paintings] == [draw(layout, picture, 0, size_of(window), NOW)]


def test_a_layout_in_another_tongue_is_laid_out_anew(window):
    layout = replace(layout_of(*PAGES), locale="de_DE")
    window.show_picture(layout, picture_of(*PAGES))
    assert grabbed(window) == draw(layout, picture_of(*PAGES), 0, size_of(window), NOW)


def test_a_board_that_lost_the_page_shown_shows_its_last(window):
    pressed(window, Qt.Key.Key_Right)
    window.show_picture(layout_of(samples.SERVICE), picture_of(samples.SERVICE))
    assert window.page == 0
    window.beat()


def test_space_stops_the_pages_and_the_header_shows_it(window, clock):
    before = grabbed(window)
    pressed(window, Qt.Key.Key_Space)
    changed = window.painted()
    assert [region.boundingRect().y() for region, _ in changed] == [0]
    assert difference(before, grabbed(window)) > 0
    clock.s += 5 * DWELL
    window.beat()
    assert window.page == 0
    pressed(window, Qt.Key.Key_Space)
    assert grabbed(window) == before
    clock.s += DWELL
    window.beat()
    assert window.page == 1


def test_p_pins_the_page_and_lets_it_go(window, clock):
    pressed(window, Qt.Key.Key_P)
    assert window.signs == Signs(pinned=0)
    clock.s += 20 * DWELL
    window.beat()
    assert window.page == 0
    pressed(window, Qt.Key.Key_P)
    assert window.signs == Signs()


def test_no_page_turns_while_the_menu_is_open_and_its_dwell_begins_anew_after(window, clock):
    clock.s += DWELL - 10
    pressed(window, Qt.Key.Key_Return)
    clock.s += 20
    window.beat()
    assert window.page == 0
    pressed(window, Qt.Key.Key_Escape)
    window.beat()
    assert window.page == 0
    clock.s += DWELL
    window.beat()
    assert window.page == 1


def test_the_menu_closes_by_itself_and_leaves_no_trace(window, clock, asked):
    before = grabbed(window)
    pressed(window, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert isinstance(window.controls.overlay, Menu)
    assert difference(before, grabbed(window)) > 0.01
    clock.s += 30
    window.beat()
    assert grabbed(window) == before
    assert asked.left == 0


def test_all_of_it_works_with_arrows_enter_and_escape_alone(window, asked):
    down, enter = Qt.Key.Key_Down, Qt.Key.Key_Return
    pressed(window, enter, down, down, enter)
    assert window.signs.is_paused
    pressed(window, enter, *[down] * 3, enter)
    assert window.signs.pinned == 0
    pressed(window, enter, *[down] * 4, enter)
    assert window.signs.is_for_visitors
    pressed(window, enter, *[down] * 5, enter)
    assert asked.refreshed == 1
    pressed(window, enter, *[down] * 6, enter)
    assert window.is_full_screen
    pressed(window, enter, *[down] * 7, enter)
    assert isinstance(window.controls.overlay, KeyList)
    pressed(window, Qt.Key.Key_Escape, enter, enter)
    assert window.page == 1
    assert asked.left == 0
    pressed(window, enter, Qt.Key.Key_Up, enter)
    assert asked.left == 1


def test_escape_closes_the_menu_and_asks_on_the_bare_wall(window, asked):
    pressed(window, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert (asked.left, window.controls.overlay) == (0, None)
    pressed(window, Qt.Key.Key_Escape)
    assert (asked.left, window.controls.overlay.chosen) == (0, "leave")
    pressed(window, Qt.Key.Key_Return)
    assert asked.left == 1


def test_visitors_see_other_panels_and_the_same_after_they_are_gone(window):
    before = grabbed(window)
    pressed(window, Qt.Key.Key_V)
    assert difference(before, grabbed(window)) > 0.001
    pressed(window, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert window.signs.is_for_visitors
    pressed(window, Qt.Key.Key_V)
    assert grabbed(window) == before


def test_a_case_that_turns_late_lets_the_edge_of_its_panel_glow_and_nothing_else(window, clock):
    before = grabbed(window)
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    assert window.pages.glow.is_on
    window.painted()
    clock.s += 0.6
    window.pages.glow.step()
    outer, inner = border(window)
    for region, image in window.painted():
        assert outer.contains(region.boundingRect())
        assert not region.intersects(inner)
        assert image.copy(inner) == before.copy(inner)
        assert image.copy(outer) != before.copy(outer)


def test_the_glow_ends_without_a_trace_and_without_a_timer(window, clock):
    before = grabbed(window)
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    clock.s += 2
    window.pages.glow.step()
    assert not window.pages.glow.is_on
    assert window.pages.glow._timer is None
    assert grabbed(window) == before


def test_a_glow_goes_on_by_itself_to_its_end(window, clock, qtbot):
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    clock.s += 1
    qtbot.waitUntil(lambda: len(window.paintings) > 1)
    clock.s += 1
    qtbot.waitUntil(lambda: not window.pages.glow.is_on)


def test_nothing_glows_on_a_page_that_is_not_shown_and_it_does_not_wait(window):
    pressed(window, Qt.Key.Key_Right)
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    assert not window.pages.glow.is_on
    pressed(window, Qt.Key.Key_Left)
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    assert not window.pages.glow.is_on


def test_nothing_glows_in_the_past(window):
    window.show_picture(layout_of(*PAGES), replace(late_at(NOW - SECOND), at_us=NOW))
    assert not window.pages.glow.is_on


def test_a_page_that_goes_takes_its_glow_along(window):
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    pressed(window, Qt.Key.Key_Right)
    assert not window.pages.glow.is_on
    assert grabbed(window) == draw(layout_of(*PAGES), picture_of(*PAGES), 1, size_of(window), NOW)


def test_a_page_on_which_a_case_turns_late_keeps_its_turn_for_one_dwell_more(window, clock):
    clock.s += 10
    window.show_picture(layout_of(*PAGES), late_at(NOW - SECOND))
    clock.s += DWELL
    window.beat()
    assert window.page == 0
    window.show_picture(layout_of(*PAGES), late_at(NOW))
    clock.s += DWELL - 10
    window.beat()
    assert window.page == 1


def moving():
    return MovingPage((1280, 720), (1280, 720), DARK)


@pytest.mark.parametrize("seconds", [5, 55, 60, 65, 120, 700, 4000])
def test_a_page_kept_up_looks_like_one_drawn_anew(qapp, seconds):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    page = moving()
    page.show(layout, picture, 0, NOW)
    page.show(layout, picture, 0, NOW + seconds * SECOND)
    assert page.image == draw(layout, picture, 0, (1280, 720), NOW + seconds * SECOND)


def test_only_what_changed_is_painted(qapp):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    page = moving()
    assert len(page.show(layout, picture, 0, NOW)) == 1
    assert page.show(layout, picture, 0, NOW) == []
    painted = page.show(layout, picture, 0, NOW + 5 * SECOND)
    assert len(painted) == 1
    assert painted[0].y == 0
    views = (*samples.SERVICE[:2], replace(samples.SERVICE[2], note=None), samples.SERVICE[3])
    changed = replace(picture, pages=(views,))
    assert len(page.show(layout, changed, 0, NOW + 5 * SECOND)) == 1


def test_a_panel_that_its_picture_does_not_have_yet_waits(qapp):
    page = moving()
    page.show(layout_of(samples.SERVICE), picture_of(samples.SERVICE[:-1]), 0, NOW)
    assert page.image != draw(layout_of(samples.SERVICE), picture_of(samples.SERVICE), 0, (1280, 720), NOW)


SETTING = Setting(Signs(), 0, 3, is_full_screen=True, can_refresh=True)


def test_a_page_under_a_list_looks_as_if_drawn_anew_whatever_changed_under_it(qapp):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    kept, fresh, menu = moving(), moving(), Menu(SETTING)
    kept.show(layout, picture, 0, NOW)
    kept.show(layout, picture, 0, NOW, overlay=KeyList())
    kept.show(layout, picture, 0, NOW, overlay=menu)
    menu.move(1)
    views = (*samples.SERVICE[:2], replace(samples.SERVICE[2], note=None), samples.SERVICE[3])
    changed = replace(picture, pages=(views,))
    kept.show(layout, changed, 0, NOW + 70 * SECOND, overlay=menu)
    fresh.show(layout, changed, 0, NOW + 70 * SECOND, overlay=menu)
    assert kept.image == fresh.image


def test_only_the_menu_s_own_ground_is_painted_when_it_opens_moves_and_closes(qapp):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    page, menu = moving(), Menu(SETTING)
    page.show(layout, picture, 0, NOW)
    before = page.image.copy()
    opened = page.show(layout, picture, 0, NOW, overlay=menu)
    menu.move(1)
    moved = page.show(layout, picture, 0, NOW, overlay=menu)
    closed = page.show(layout, picture, 0, NOW)
    assert opened == moved == closed
    assert len(opened) == 1
    assert opened[0].y > page.frame.header.bottom
    assert page.image == before


def test_one_image_serves_for_page_after_page(qapp):
    layout, picture = layout_of(*PAGES, samples.SERVICE), picture_of(*PAGES, samples.SERVICE)
    page = moving()
    for number in (0, 1, 2, 0):
        page.show(layout, picture, number, NOW)
        assert page.image == draw(layout, picture, number, (1280, 720), NOW)
