"""The instant at which the glass judges ages, whatever becomes of its machine's clock."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.core.views.clocks import CLOCK_WRONG_US
from wallboard.core.views.shapes import Picture
from wallboard.ui.present import DOUBTED_US, Present, elapsed_us, wall_us

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
NOON = 1_795_262_400 * SECOND


class Wall:
    """A machine whose clock is wrong by so much, and its glass; a live collector's pictures tell by how much."""

    def __init__(self, wrong_us=0):
        self.true_us = NOON
        self.wrong_us = wrong_us
        self.present = Present(lambda: self.true_us + self.wrong_us, lambda: self.true_us - NOON + HOUR)
        self.picture = None

    def composes(self, *, ahead_us=0, late_us=0):
        """The collector writes a picture of a moment ago."""
        self.picture = Picture("board", self.true_us - late_us, (), clock_ahead_us=ahead_us)

    def lives(self, length_us, wrong_us=None):
        self.wrong_us = self.wrong_us if wrong_us is None else wrong_us
        for _ in range(max(1, length_us // (10 * SECOND))):
            self.true_us += min(length_us, 10 * SECOND)
            self.present.heed(self.picture)

    @property
    def off_us(self):
        return self.present.now_us() - self.true_us

    @property
    def said_us(self):
        return self.present.corrected(self.picture).clock_ahead_us


def test_without_a_picture_the_machine_s_clock_is_all_there_is():
    wall = Wall(3 * HOUR)
    wall.lives(SECOND)
    assert wall.off_us == 3 * HOUR


@pytest.mark.parametrize("wrong_us", [3 * HOUR, -3 * HOUR, -NOON])
def test_the_glass_goes_by_the_time_of_its_picture(wrong_us):
    wall = Wall(wrong_us)
    wall.composes(ahead_us=wrong_us)
    wall.lives(MINUTE)
    assert (wall.off_us, wall.said_us) == (0, wrong_us)


def test_a_clock_that_begins_before_the_last_picture_goes_on_from_it_and_is_called_wrong():
    wall = Wall(-3 * HOUR)
    wall.composes(late_us=20 * SECOND)
    wall.lives(10 * SECOND)
    wall.lives(HOUR)
    assert wall.off_us == -30 * SECOND
    assert wall.said_us == -180 * MINUTE
    wall.lives(2 * MINUTE, wrong_us=0)
    assert (wall.off_us, wall.said_us) == (0, 0)


def test_a_clock_that_is_set_right_changes_nothing_and_is_no_longer_called_wrong():
    wall = Wall(3 * HOUR)
    wall.composes(ahead_us=3 * HOUR)
    wall.lives(SECOND)
    wall.lives(SECOND, wrong_us=0)
    assert (wall.off_us, wall.said_us) == (0, 0)
    wall.composes(ahead_us=3 * HOUR)  # the collector has not looked at the clock yet
    wall.lives(SECOND)
    assert wall.off_us == 0
    wall.composes()
    wall.lives(SECOND)
    assert (wall.off_us, wall.said_us) == (0, 0)


def test_a_clock_that_is_set_wrong_ages_nothing_until_the_collector_has_told_by_how_much():
    wall = Wall()
    wall.composes()
    wall.lives(SECOND)
    wall.lives(SECOND, wrong_us=5 * HOUR)
    assert (wall.off_us, wall.said_us) == (0, 0)
    wall.composes(ahead_us=5 * HOUR)
    wall.lives(SECOND)
    assert (wall.off_us, wall.said_us) == (0, 5 * HOUR)


def test_a_clock_that_is_set_back_is_not_called_wrong_before_the_collector_has_looked_at_it():
    wall = Wall(3 * HOUR)  # which nobody knows: no source has a clock
    wall.picture = Picture("board", NOON + 3 * HOUR, ())
    wall.lives(SECOND)
    wall.lives(SECOND, wrong_us=0)
    assert wall.said_us == 0
    wall.composes()
    wall.lives(SECOND)
    assert (wall.off_us, wall.said_us) == (0, 0)


def test_a_clock_that_is_set_while_the_collector_is_gone_is_believed_after_a_minute():
    wall = Wall(5 * HOUR)
    wall.composes(ahead_us=5 * HOUR)
    wall.lives(SECOND)
    wall.lives(DOUBTED_US, wrong_us=HOUR)
    assert wall.off_us == 0
    wall.lives(MINUTE)
    assert wall.off_us == HOUR


def test_after_a_sleep_everything_is_as_old_as_it_is():
    wall = Wall()
    wall.composes()
    wall.lives(SECOND)
    wall.true_us += 8 * HOUR
    wall.present.heed(wall.picture)
    assert (wall.off_us, wall.said_us) == (0, 0)


def test_a_picture_of_the_past_tells_nothing_of_now():
    wall = Wall()
    wall.composes()
    wall.picture = replace(wall.picture, composed_at_us=None)
    wall.lives(MINUTE)
    assert wall.off_us == 0


@given(st.lists(st.tuples(st.integers(0, 3 * HOUR), st.integers(-50 * 24 * HOUR, 50 * 24 * HOUR)), max_size=8))
def test_beside_a_living_collector_no_setting_of_the_clock_moves_the_glass(steps):
    wall = Wall()
    for length_us, wrong_us in steps:
        wall.true_us += length_us
        wall.wrong_us = wrong_us
        wall.composes(ahead_us=wrong_us if abs(wrong_us) > CLOCK_WRONG_US else 0)
        wall.present.heed(wall.picture)
        assert abs(wall.off_us) <= CLOCK_WRONG_US


def test_the_machine_has_both_clocks():
    assert wall_us() > NOON - 365 * 24 * HOUR
    assert 0 < elapsed_us() <= elapsed_us()
