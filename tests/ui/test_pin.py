"""The box for the PIN: by digits, by arrows alone, and how it looks."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.samples import SERVICE, layout_of
from tests.ui.test_menu import DISTANCES, stage_and_frame
from tests.ui.test_pin_tries import HASH
from tests.ui.test_scenes import GEOMETRIES, assert_readable, assert_well_laid
from wallboard.core.views.pin import MOST_DIGITS
from wallboard.core.words import words
from wallboard.ui.page import PageScene
from wallboard.ui.pin import PinBox
from wallboard.ui.pin_tries import PinTries
from wallboard.ui.scene import Mark, Scene, Text
from wallboard.ui.theme import THEMES

Key = Qt.Key


class Door:
    """A box that opens on 4711, its clock, and how often it opened."""

    def __init__(self):
        self.now = 1_800_000_000.0
        self.opened = 0
        self.tries = PinTries(None, lambda: self.now, lambda: self.now)
        self.box = PinBox(words("pin.leave"), HASH, self.tries, self.open)

    def open(self):
        self.opened += 1

    def type(self, digits):
        for digit in digits:
            assert self.press(getattr(Key, f"Key_{digit}"), digit)

    def press(self, key, text=""):
        return self.box.press(key, text)

    def wrong(self, times):
        for _ in range(times):
            self.now += self.tries.wait_s
            self.type("0000")
            assert self.press(Key.Key_Return)

    def texts(self, size=(1920, 1080), distance=3.0):
        stage, frame = stage_and_frame(size, distance)
        return [item.string for item in self.box.scene(frame.area, stage).items if isinstance(item, Text)]


@pytest.fixture
def door():
    return Door()


def test_the_right_digits_and_enter_open(door):
    door.type("4711")
    assert door.opened == 0
    assert not door.press(Key.Key_Return)
    assert door.opened == 1


def test_other_digits_do_not_and_it_says_so_until_something_is_typed(door):
    door.wrong(1)
    assert door.opened == 0
    assert "That is not the PIN" in door.texts()
    door.type("4")
    assert "That is not the PIN" not in door.texts()
    door.type("711")
    assert not door.press(Key.Key_Enter)
    assert door.opened == 1


def turned_up(digit):
    """The arrows that turn up a digit."""
    return [Key.Key_Up] * (digit + 1) if digit < 6 else [Key.Key_Down] * (10 - digit)


@pytest.mark.parametrize("taking", [Key.Key_Right, Key.Key_Return, Key.Key_Select])
def test_all_of_it_works_with_the_arrows_of_a_small_remote(door, taking):
    for digit in (4, 7, 1, 1):
        for key in (*turned_up(digit), taking):
            assert door.press(key)
    assert not door.press(Key.Key_Return)
    assert door.opened == 1


def test_every_digit_can_be_turned_up_both_ways(door):
    for key, digits in ((Key.Key_Up, "0123456789"), (Key.Key_Down, "9876543210")):
        for digit in digits:
            door.press(key)
            assert digit in door.texts()
        door.press(Key.Key_Left)


def test_a_digit_is_taken_back(door):
    door.type("47")
    door.press(Key.Key_Up)
    door.press(Key.Key_Left)
    door.press(Key.Key_Left)
    door.type("711")
    door.press(Key.Key_Backspace)
    door.type("1")
    assert not door.press(Key.Key_Return)


def test_a_digit_that_is_typed_goes_before_one_that_is_turned_up(door):
    door.press(Key.Key_Up)
    door.type("4")
    assert "0" not in door.texts()
    door.type("711")
    assert not door.press(Key.Key_Return)
    assert door.opened == 1


def test_escape_goes_back_and_opens_nothing(door):
    door.type("4711")
    assert not door.press(Key.Key_Escape)
    assert door.opened == 0


def test_an_escape_still_held_down_from_before_does_not_close_it(door):
    assert door.box.press(Key.Key_Escape, "", is_repeated=True)


def test_other_keys_do_nothing_at_all(door):
    for key, text in ((Key.Key_V, "v"), (Key.Key_F11, ""), (Key.Key_Space, " "), (Key.Key_4, "٤"), (Key.Key_Tab, "\t")):
        assert door.press(key, text)
    assert door.box.is_empty


def test_enter_on_nothing_is_no_try(door):
    for _ in range(10):
        assert door.press(Key.Key_Return)
    assert door.tries.wait_s == 0


def test_no_digit_shows_but_the_one_that_is_turned_up(door):
    door.type("58")
    assert not {"5", "8", "58"} & set(door.texts())
    door.press(Key.Key_Up)
    assert "0" in door.texts()


def test_how_long_the_pin_is_does_not_show(door):
    before = len(marks(door))
    door.type("4")
    assert len(marks(door)) == before + 1
    assert len(lines(door)) == 4
    door.type("7118151")
    assert len(lines(door)) > 4


def marks(door):
    stage, frame = stage_and_frame((1920, 1080), 3.0)
    return [item for item in door.box.scene(frame.area, stage).items if isinstance(item, Mark)]


def lines(door):
    """The places of digits that are drawn."""
    stage, frame = stage_and_frame((1920, 1080), 3.0)
    boxes = [item for item in door.box.scene(frame.area, stage).items if getattr(item, "role", "") in ("text", "muted")]
    return [box for box in boxes if hasattr(box, "radius")]


def test_while_it_waits_it_counts_down_and_takes_nothing_but_escape(door):
    door.wrong(3)
    assert "Wait 30 seconds" in door.texts()
    door.now += 29
    assert "Wait 1 second" in door.texts()
    door.type("4711")
    assert door.box.is_empty
    door.press(Key.Key_Return)
    assert door.opened == 0
    door.now += 1
    door.type("4711")
    assert not door.press(Key.Key_Return)
    door.box = PinBox(words("pin.leave"), HASH, door.tries, door.open)
    door.wrong(6)
    assert "Wait 4 minutes" in door.texts()
    assert not door.press(Key.Key_Escape)


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("typed", [0, 2, MOST_DIGITS])
def test_it_is_readable_at_every_distance_and_covers_neither_state_nor_trouble(qapp, typed, distance, size):
    assert layout_of(SERVICE).pin is None
    door = Door()
    door.wrong(3 if typed == 2 else 0)
    door.box._digits = "0" * typed
    if not typed:
        door.press(Key.Key_Up)
    stage, frame = stage_and_frame(size, distance)
    scene = door.box.scene(frame.area, stage)
    empty = Scene(scene.rect, ())
    page = PageScene(frame, empty, (scene,), empty)
    assert_well_laid(page)
    for theme in THEMES:
        assert_readable(page, theme)
    assert scene.rect.y >= frame.area.y
    assert scene.rect.bottom <= frame.area.bottom
    assert scene.rect.x >= frame.area.x
    assert scene.rect.right <= frame.area.right
