"""A wall that has nothing to show, because the disk is full, says so until there is something."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.room import room_for
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from tests.ui.test_glass import Journal, options, run_with, samples, window_of
from tests.waiting import PATIENCE_S
from wallboard.ui.full_disk import FullDisk
from wallboard.ui.glass import Glass
from wallboard.ui.no_picture import NoPicture
from wallboard.ui.screens import SeatWish


class Wall:
    """A wall without a picture, on a disk and at an instant of the test's choice."""

    def __init__(self, folder, leave=None):
        self.has_room = False
        self.now_us = NOW
        disk = FullDisk(folder, lambda _: "" if self.has_room else "full", lambda work: work())
        wish = SeatWish(is_patient=True, is_below=True)
        self.page = NoPicture(disk, lambda: self.now_us, wish, folder, leave)

    def after(self, seconds):
        self.now_us += seconds * SECOND
        self.page.look()
        return self.page.window


@pytest.fixture
def wall(tmp_path):
    made = Wall(tmp_path)
    yield made
    made.page.end()


def test_a_first_picture_has_two_seconds_then_the_whole_screen_tells_of_the_disk(wall):
    assert wall.after(1) is None
    window = wall.after(1)
    assert window.isVisible()
    assert window.is_full_screen


def test_the_page_goes_as_soon_as_there_is_room_and_comes_again(wall):
    first = wall.after(10)
    wall.has_room = True
    assert wall.after(1) is first
    assert wall.after(15) is None
    wall.has_room = False
    assert wall.after(15) is not None


def test_a_disk_with_room_is_blamed_for_nothing(wall):
    wall.has_room = True
    assert [wall.after(10) for _ in range(5)] == [None] * 5


def test_a_key_leaves_the_page_only_where_there_is_no_kiosk(wall, tmp_path):
    left = []
    QTest.keyClick(wall.after(5), Qt.Key.Key_Escape)
    free = Wall(tmp_path, lambda: left.append("left"))
    QTest.keyClick(free.after(5), Qt.Key.Key_Escape)
    free.page.end()
    assert left == ["left"]


def test_a_glass_without_a_picture_on_a_full_disk_says_so_until_one_comes(qapp, qtbot, tmp_path):
    held = Journal()
    glass = Glass(options(tmp_path, at_us=None), held)

    def steps():
        with room_for(4096):
            qtbot.waitUntil(
                lambda: glass._no_picture is not None and glass._no_picture.window is not None,
                timeout=PATIENCE_S * 1000,
            )
        page = glass._no_picture.window
        assert page.isVisible()
        held.put(layout_of(samples.SERVICE), picture_of(samples.SERVICE))
        glass.beat()
        qtbot.waitUntil(window_of(glass).isExposed)
        assert not page.isVisible()
        glass.leave()

    assert run_with(glass, qapp, steps) == 0
    assert glass._no_picture is None
