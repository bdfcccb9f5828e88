"""The page drawn ahead takes the place of the one that shows, which goes; no more than two stand at a time."""

from weakref import ref

import pytest

from wallboard.ui.moving_page import MovingPage
from wallboard.ui.page_pair import PagePair
from wallboard.ui.theme import THEMES


class Made:
    """Counts the pages that were made."""

    def __init__(self):
        self.number = 0

    def __call__(self, laid):
        self.number += 1
        return MovingPage((320, 180), (320, 180), THEMES["dark"], laid=laid)


@pytest.fixture
def made():
    return Made()


def test_a_page_is_made_when_it_is_first_needed(made):
    pair = PagePair(made)
    assert pair.is_empty
    assert made.number == 0
    assert pair.shown is pair.shown
    assert not pair.is_empty
    assert made.number == 1


def test_the_page_drawn_ahead_shows_after_a_swap_and_the_other_goes(made):
    pair = PagePair(made)
    for _ in range(5):
        shown, ahead = ref(pair.shown), pair.ahead
        pair.swap()
        assert pair.shown is ahead
        assert shown() is None
    assert made.number == 6


def test_a_pair_that_forgot_draws_on_new_pages(made):
    pair = PagePair(made)
    kept = (pair.shown, pair.ahead)
    pair.forget()
    assert pair.is_empty
    assert pair.ahead not in kept
    assert pair.shown not in kept
