"""Which screen a window stands on, with the locks and claims of other boards."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from wallboard.store.locks import is_held, take
from wallboard.store.places import Places
from wallboard.ui.screens import ScreenSeat, ScreenTaken, SeatWish, by_name, preferred
from wallboard.ui.wall_window import WallWindow

KIOSK = SeatWish(is_patient=True)


@pytest.fixture
def window(qapp):
    made = WallWindow()
    yield made
    made.destroy()


@pytest.fixture
def name(qapp):
    return QGuiApplication.primaryScreen().name()


@pytest.fixture
def seats(window, tmp_path):
    """Makes seats of one window, and frees their screens in the end."""
    made = []

    def seat(wish):
        made.append(ScreenSeat(window, wish, tmp_path))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


@pytest.fixture
def places(tmp_path):
    made = Places(tmp_path)
    made.make()
    return made


@pytest.mark.parametrize(
    ("wish", "names", "expected"),
    [
        (SeatWish(), ["HDMI-1", "HDMI-2"], ["HDMI-2"]),
        (SeatWish("HDMI-1"), ["HDMI-1", "HDMI-2"], ["HDMI-1"]),
        (SeatWish("HDMI-9"), ["HDMI-1", "HDMI-2"], ["HDMI-2"]),
        (SeatWish("HDMI-1", is_patient=True), ["HDMI-1", "HDMI-2"], ["HDMI-1"]),
        (SeatWish("HDMI-9", is_patient=True), ["HDMI-1", "HDMI-2", "DP-1"], ["HDMI-2", "HDMI-1", "DP-1"]),
        (KIOSK, [], []),
        (KIOSK, ["HDMI-1"], ["HDMI-1"]),
    ],
)
def test_a_board_stands_on_its_own_screen_else_on_the_primary_one_and_in_a_kiosk_on_any(wish, names, expected):
    assert preferred(wish, names, "HDMI-2") == expected


class NamedScreen:
    def __init__(self, name):
        self._name = name

    def name(self):
        return self._name


def test_of_two_screens_with_one_name_the_first_is_meant():
    screens = [NamedScreen(name) for name in ("Generic", "DP-1", "Generic")]
    assert by_name(screens) == {"Generic": screens[0], "DP-1": screens[1]}


def test_a_board_fills_its_screen_and_holds_it(window, seats, name, places):
    seat = seats(SeatWish(name))
    seat.take()
    assert window.isVisible()
    assert window.size() == QGuiApplication.primaryScreen().size()
    assert take(places.screen_lock(name)) is None
    seat.leave()
    with take(places.screen_lock(name)):
        pass


def test_outside_a_kiosk_a_taken_screen_is_refused_by_name(window, seats, name, places):
    with take(places.screen_lock(name)), pytest.raises(ScreenTaken) as taken:
        seats(SeatWish()).take()
    assert str(taken.value) == name
    assert not window.isVisible()


def test_in_a_kiosk_a_board_waits_for_a_screen_and_comes_up_when_one_is_free(window, seats, name, places):
    seat = seats(KIOSK)
    with take(places.screen_lock(name)):
        seat.take()
        assert not window.isVisible()
    seat.settle()
    assert window.isVisible()


def test_a_board_that_stands_in_for_another_gives_way_and_comes_back(window, seats, name, places):
    seat = seats(SeatWish("HDMI-9", is_patient=True))
    seat.take()
    assert window.isVisible()
    with take(places.screen_claim(name)):
        seat.settle()
        assert not window.isVisible()
        with take(places.screen_lock(name)):
            pass
    seat.settle()
    assert window.isVisible()


def test_a_board_asks_for_the_screen_that_is_its_own_until_it_has_it(window, seats, name, places):
    seat = seats(SeatWish(name, is_patient=True))
    with take(places.screen_lock(name)):
        seat.take()
        assert is_held(places.screen_claim(name))
    seat.settle()
    assert window.isVisible()
    assert not is_held(places.screen_claim(name))


def test_no_board_gives_way_on_the_screen_that_is_its_own(window, seats, name, places):
    seat = seats(SeatWish(name, is_patient=True))
    seat.take()
    with take(places.screen_claim(name)):
        seat.settle()
        assert window.isVisible()


def test_a_page_below_leaves_the_screen_to_any_board(window, seats, name, places):
    seats(SeatWish(is_patient=True, is_below=True)).take()
    assert window.isVisible()
    with take(places.screen_lock(name)):
        assert window.isVisible()


def test_a_window_that_was_made_smaller_by_anybody_but_a_person_fills_the_screen_again(window, seats):
    seat = seats(KIOSK)
    seat.take()
    window.resize(300, 200)
    QTest.qWait(1)
    seat.settle()
    assert window.size() == QGuiApplication.primaryScreen().size()


def test_a_window_that_a_person_made_smaller_stays_so(window, seats):
    seat = seats(KIOSK)
    seat.take()
    window.toggle_full_screen()
    window.resize(300, 200)
    seat.settle()
    assert (window.width(), window.height()) == (300, 200)


def test_a_hidden_window_comes_back(window, seats):
    seat = seats(KIOSK)
    seat.take()
    window.hide()
    seat.settle()
    assert window.isVisible()


def test_a_board_in_a_window_needs_no_lock(window, seats, name, places):
    with take(places.screen_lock(name)):
        seat = seats(SeatWish(is_windowed=True))
        seat.take()
        seat.settle()
        assert window.isVisible()
        assert not window.is_full_screen


def test_a_disk_that_takes_no_lock_makes_no_wall_dark(window, name, tmp_path):
    (tmp_path / "locks").write_text("a file in the folder's place")
    seat = ScreenSeat(window, KIOSK, tmp_path)
    seat.take()
    assert window.isVisible()
    seat.leave()
