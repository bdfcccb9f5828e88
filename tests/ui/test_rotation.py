"""Whose turn it is, by a clock that only the test moves."""

import math

import pytest

from wallboard.ui.rotation import PAUSE_LASTS_S, Rotation

DWELL, PAGES = 30.0, 3


class Clock:
    """Seconds that stand still until they are moved."""

    def __init__(self):
        self.s = 1000.0

    def __call__(self):
        return self.s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rotation(clock):
    return Rotation(clock)


def left(rotation, pages=PAGES):
    return rotation.left_s(DWELL, pages)


def test_a_page_stays_for_its_dwell_and_then_the_next_one_comes_round_and_round(rotation, clock):
    assert left(rotation) == DWELL
    clock.s += 29.5
    assert left(rotation) == 0.5
    clock.s += 0.5
    assert left(rotation) == 0
    order = []
    for _ in range(4):
        rotation.came_up(rotation.next_page(PAGES))
        order.append(rotation.page)
        assert left(rotation) == DWELL
    assert order == [1, 2, 0, 1]


def test_one_page_has_no_turns(rotation, clock):
    clock.s += 1e6
    assert left(rotation, pages=1) == math.inf


def test_turning_by_hand_begins_the_dwell_anew(rotation, clock):
    clock.s += 29
    rotation.came_up(2)
    assert left(rotation) == DWELL


def test_a_pause_stops_the_turns_until_it_is_undone_and_the_page_then_has_its_whole_dwell(rotation, clock):
    clock.s += 20
    rotation.toggle_pause()
    clock.s += 100
    assert rotation.is_paused
    assert left(rotation) == math.inf
    rotation.toggle_pause()
    assert not rotation.is_paused
    assert left(rotation) == DWELL


def test_a_forgotten_pause_ends_by_itself_after_ten_minutes(rotation, clock):
    rotation.toggle_pause()
    clock.s += PAUSE_LASTS_S - 1
    assert rotation.is_paused
    clock.s += 1
    assert not rotation.is_paused
    assert left(rotation) == DWELL
    clock.s += DWELL
    assert left(rotation) == 0


def test_whoever_turns_pages_in_a_pause_has_ten_minutes_from_then(rotation, clock):
    rotation.toggle_pause()
    clock.s += PAUSE_LASTS_S - 1
    rotation.came_up(1)
    clock.s += PAUSE_LASTS_S - 1
    assert rotation.is_paused


def test_a_pause_that_is_over_can_be_begun_again(rotation, clock):
    rotation.toggle_pause()
    clock.s += PAUSE_LASTS_S
    rotation.toggle_pause()
    assert rotation.is_paused


def test_a_pinned_page_stays_until_that_is_undone(rotation, clock):
    rotation.came_up(1)
    rotation.toggle_pin()
    clock.s += 1e6
    assert rotation.pinned == 1
    assert left(rotation) == math.inf
    rotation.toggle_pin()
    assert rotation.pinned is None
    assert left(rotation) == DWELL


def test_another_page_shown_by_hand_goes_back_to_the_pinned_one_after_its_dwell(clock):
    rotation = Rotation(clock, page=2, pinned=2)
    rotation.came_up(0)
    assert left(rotation) == DWELL
    assert rotation.next_page(PAGES) == 2


def test_the_pin_goes_to_the_page_that_shows(clock):
    rotation = Rotation(clock, page=2, pinned=2)
    rotation.came_up(0)
    rotation.toggle_pin()
    assert rotation.pinned == 0
    assert left(rotation) == math.inf


def test_a_pin_beyond_the_last_page_means_the_last_and_returns_when_the_page_does(clock):
    rotation = Rotation(clock, page=2, pinned=2)
    rotation.came_up(1)
    assert left(rotation, pages=2) == math.inf
    assert rotation.next_page(3) == 2
    assert left(rotation, pages=3) == DWELL


def test_a_page_on_which_something_turns_late_rests_one_dwell_more_and_never_two(rotation, clock):
    clock.s += 10
    rotation.rest()
    clock.s += 25
    rotation.rest()
    assert left(rotation) == 2 * DWELL - 35
    clock.s += 25
    rotation.rest()
    assert left(rotation) == 0
    rotation.came_up(1)
    assert left(rotation) == DWELL
