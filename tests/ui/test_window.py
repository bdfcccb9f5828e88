"""The window and its keys, on a screen that nobody sees."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from tests.ui.test_picture import difference
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.picture import draw
from wallboard.ui.theme import DARK
from wallboard.ui.window import Actions, GlassWindow, screen_named

PAGES = (samples.SERVICE, samples.STATES)


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


@pytest.fixture
def window(qapp, asked):
    shown = GlassWindow(layout_of(*PAGES), picture_of(*PAGES), lambda: asked.now, Actions(asked.leave, asked.refresh))
    shown.place(QGuiApplication.primaryScreen(), is_windowed=True)
    QTest.qWaitForWindowExposed(shown)
    yield shown
    shown.destroy()


def test_escape_leaves_and_r_asks_for_new_rows(window, asked):
    QTest.keyClick(window, Qt.Key.Key_R)
    assert (asked.left, asked.refreshed) == (0, 1)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (asked.left, asked.refreshed) == (1, 1)


def test_f11_goes_to_the_whole_screen_and_back(window):
    assert not window.is_full_screen
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.is_full_screen
    assert window.windowState() == Qt.WindowState.WindowFullScreen
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.windowState() == Qt.WindowState.WindowNoState


def test_arrows_turn_the_pages_round(window):
    before = window.grab_image()
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.page == 1
    assert difference(before, window.grab_image()) > 0.01
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.page == 0
    assert difference(before, window.grab_image()) == 0
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.page == 1


def test_a_page_drawn_ahead_is_the_page_that_comes(window):
    window.prepare()
    QTest.keyClick(window, Qt.Key.Key_Right)
    ahead = window.grab_image()
    QTest.keyClick(window, Qt.Key.Key_Left)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert difference(ahead, window.grab_image()) == 0


def test_a_question_mark_lays_the_keys_over_the_page_and_takes_them_away(window):
    before = window.grab_image()
    QTest.keyClick(window, "?")
    assert difference(before, window.grab_image()) > 0.01
    QTest.keyClick(window, "?")
    assert difference(before, window.grab_image()) == 0


def test_other_keys_change_nothing(window, asked):
    before = window.grab_image()
    QTest.keyClick(window, Qt.Key.Key_X)
    assert difference(before, window.grab_image()) == 0
    assert (asked.left, asked.refreshed) == (0, 0)


def test_no_cursor_stands_on_the_wall(window):
    assert window.cursor().shape() == Qt.CursorShape.BlankCursor


def test_the_second_hand_of_the_corner_moves_without_new_figures(window, asked):
    before = window.grab_image()
    asked.now += 5 * SECOND
    window.tick()
    assert difference(before, window.grab_image()) > 0


def test_a_new_size_is_laid_out_anew(window):
    window.resize(900, 1400)
    QTest.qWait(1)
    assert (window.grab_image().width(), window.grab_image().height()) == (900, 1400)


def test_a_screen_is_found_by_its_name_else_the_primary_one(qapp):
    primary = QGuiApplication.primaryScreen()
    assert screen_named(primary.name(), QGuiApplication.screens(), primary) is primary
    assert screen_named("HDMI-9", QGuiApplication.screens(), primary) is primary


def moving():
    return MovingPage((1280, 720), (1280, 720), DARK)


@pytest.mark.parametrize("seconds", [1, 59, 61, 120, 700, 4000])
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
    painted = page.show(layout, picture, 0, NOW + SECOND)
    assert len(painted) == 1
    assert painted[0].y == 0
    views = (*samples.SERVICE[:2], replace(samples.SERVICE[2], note=None), samples.SERVICE[3])
    changed = replace(picture, pages=(views,))
    assert len(page.show(layout, changed, 0, NOW + SECOND)) == 1


def test_without_a_picture_panels_wait(qapp):
    page = moving()
    page.show(layout_of(samples.SERVICE), None, 0, NOW)
    assert page.image != draw(layout_of(samples.SERVICE), picture_of(samples.SERVICE), 0, (1280, 720), NOW)
