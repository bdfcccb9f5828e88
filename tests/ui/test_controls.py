"""Keys, and what they ask for, with and without something over the page."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.test_rotation import Clock
from wallboard.ui.commands import Setting, Signs
from wallboard.ui.controls import Controls
from wallboard.ui.help_overlay import KeyList
from wallboard.ui.menu import Menu

Key = Qt.Key


class Hand:
    """Controls, the commands that came of them, and their clock."""

    def __init__(self):
        self.done = []
        self.clock = Clock()
        self.asks_pin = False
        self.controls = Controls(
            self.done.append,
            lambda: Setting(Signs(), 0, 3, is_full_screen=True, can_refresh=True, asks_pin=self.asks_pin),
            self.clock,
        )

    def press(self, *keys, text=""):
        for key in keys:
            assert self.controls.press(key, text)

    @property
    def overlay(self):
        return self.controls.overlay


@pytest.fixture
def hand():
    return Hand()


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (Key.Key_Right, "next-page"), (Key.Key_Left, "page-before"), (Key.Key_Space, "pause"), (Key.Key_P, "pin"),
        (Key.Key_V, "visitors"), (Key.Key_R, "refresh"), (Key.Key_F11, "full-screen"),
    ],
)  # fmt: skip
def test_each_key_asks_for_its_command(hand, key, command):
    hand.press(key)
    assert hand.done == [command]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Select])
def test_enter_of_any_keyboard_or_remote_opens_the_menu_and_does_what_is_chosen(hand, key):
    hand.press(key)
    assert isinstance(hand.overlay, Menu)
    hand.press(Key.Key_Down, Key.Key_Down, key)
    assert hand.overlay is None
    assert hand.done == ["pause"]


def test_escape_only_ever_closes_what_lies_over_the_page(hand):
    for opening in (Key.Key_Return, Key.Key_Question, Key.Key_Escape):
        hand.press(opening, Key.Key_Escape)
        assert hand.overlay is None
        assert hand.done == []


def test_escape_on_the_bare_wall_asks_and_enter_agrees(hand):
    hand.press(Key.Key_Escape)
    assert (hand.overlay.chosen, hand.done) == ("leave", [])
    hand.press(Key.Key_Return)
    assert (hand.overlay, hand.done) == (None, ["leave"])


def test_an_escape_that_came_after_the_menu_had_closed_by_itself_ends_nothing(hand):
    hand.press(Key.Key_Return)
    hand.clock.s += 30
    assert hand.controls.close_if_left()
    hand.press(Key.Key_Escape)
    assert hand.done == []
    hand.clock.s += 30
    assert hand.controls.close_if_left()


def test_where_a_pin_asks_escape_asks_for_it_at_once(hand):
    hand.asks_pin = True
    hand.press(Key.Key_Escape)
    assert (hand.overlay, hand.done) == (None, ["leave"])


def test_the_arrows_of_pages_do_nothing_in_the_menu(hand):
    hand.press(Key.Key_Return)
    menu = hand.overlay
    hand.press(Key.Key_Left, Key.Key_Right)
    assert hand.overlay is menu
    assert menu.chosen == "next-page"
    assert hand.done == []


def test_up_and_down_mean_nothing_on_the_bare_wall(hand):
    assert not hand.controls.press(Key.Key_Up, "")
    assert hand.done == []


def test_a_key_named_in_the_menu_works_there_too(hand):
    hand.press(Key.Key_Return, Key.Key_V)
    assert hand.overlay is None
    assert hand.done == ["visitors"]


def test_from_the_menu_one_gets_to_the_keys_and_back(hand):
    hand.press(Key.Key_Return, Key.Key_Up, Key.Key_Up, Key.Key_Return)
    assert isinstance(hand.overlay, KeyList)
    hand.press(Key.Key_Return)
    assert isinstance(hand.overlay, Menu)
    hand.press(Key.Key_Question, Key.Key_Question)
    assert hand.overlay is None


def test_a_question_mark_counts_on_whatever_key_it_is(hand):
    assert hand.controls.press(Key.Key_Comma, "?")
    assert isinstance(hand.overlay, KeyList)


def test_the_menu_goes_away_half_a_minute_after_the_last_key(hand):
    hand.press(Key.Key_Return)
    hand.clock.s += 29
    hand.press(Key.Key_Down)
    hand.clock.s += 29
    assert not hand.controls.close_if_left()
    hand.clock.s += 1
    assert hand.controls.close_if_left()
    assert hand.overlay is None
    assert not hand.controls.close_if_left()


def test_the_keys_go_away_after_a_minute(hand):
    hand.press(Key.Key_Question)
    hand.clock.s += 59
    assert not hand.controls.close_if_left()
    hand.clock.s += 1
    assert hand.controls.close_if_left()


def test_an_escape_held_down_closes_the_menu_and_does_not_go_on_to_leave(hand):
    hand.press(Key.Key_Return, Key.Key_Escape)
    assert hand.controls.press(Key.Key_Escape, "", is_repeated=True)
    assert hand.done == []


def test_an_arrow_held_down_runs_through_the_menu(hand):
    hand.press(Key.Key_Return)
    for _ in range(3):
        hand.controls.press(Key.Key_Down, "", is_repeated=True)
    assert hand.overlay.chosen == "pin"
