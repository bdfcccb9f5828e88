"""When this machine's clock is called wrong, and by how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.core.views.clocks import CLOCK_WRONG_US, agreed_ahead, ahead_of, is_guessed, is_off
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Columns, View
from wallboard.core.words import verbatim

HOUR = 3_600_000_000
SPANS = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("told", "ahead"),
    [(50, 50), (100, 0), (150, 0), (200, 0), (230, -30)],
    ids=["ours is ahead", "as we began", "in between", "as we ended", "ours is behind"],
)
def test_a_clock_is_ahead_of_one_that_tells_no_instant_between_two_of_its_own(told: int, ahead: int) -> None:
    assert ahead_of(told, 100, 200) == ahead


def test_a_clock_that_was_set_back_during_the_read_is_given_the_doubt() -> None:
    assert ahead_of(150, 200, 100) == 0


def test_two_minutes_are_not_yet_wrong() -> None:
    assert not is_off(CLOCK_WRONG_US)
    assert not is_off(-CLOCK_WRONG_US)
    assert is_off(CLOCK_WRONG_US + 1)
    assert not is_off(None)


@pytest.mark.parametrize(
    ("aheads", "agreed"),
    [
        ((), 0),
        ((3 * HOUR,), 3 * HOUR),
        ((3 * HOUR, HOUR), HOUR),
        ((-3 * HOUR, -HOUR), -HOUR),
        ((3 * HOUR, 0), 0),
        ((3 * HOUR, -HOUR), 0),
    ],
    ids=["nobody tells", "one", "the least ahead", "the least behind", "one agrees", "the sources differ"],
)
def test_a_clock_is_wrong_by_the_least_of_what_all_sources_say(aheads: tuple[int, ...], agreed: int) -> None:
    assert agreed_ahead(aheads) == agreed


@given(st.lists(SPANS, max_size=5))
def test_what_is_agreed_is_what_one_of_the_sources_says_or_nothing(aheads: list[int]) -> None:
    agreed = agreed_ahead(aheads)
    assert agreed == 0 or (agreed in aheads and all(abs(agreed) <= abs(one) for one in aheads))


@given(SPANS, st.integers(min_value=0, max_value=10**12), SPANS)
def test_how_far_a_clock_is_ahead_moves_with_it(told: int, length: int, wrong: int) -> None:
    assert ahead_of(told, told, told + length) == 0
    found = ahead_of(told, told + wrong, told + length + wrong)
    assert found == (max(0, wrong) or min(0, wrong + length))


def test_the_time_is_a_guess_where_no_source_tells_it() -> None:
    assert is_guessed(-HOUR, (None, None))
    assert not is_guessed(-HOUR, (None, -HOUR))
    assert not is_guessed(0, (None,))


def word(*notes: SourceNote, clock_ahead_us: int = 0) -> str:
    view = View("flow", "Flow", verbatim("Flow"), Columns((), ()), sources=("crm",))
    return condition_of_view(view, notes, 0, 0, clock_ahead_us).word


def test_a_figure_whose_hours_end_at_a_guess_says_that_the_clock_is_wrong() -> None:
    assert word(SourceNote("crm", 0), clock_ahead_us=-HOUR) == "CLOCK WRONG"


def test_a_figure_that_goes_by_a_source_s_time_is_live_for_all_that_the_clock_is_wrong() -> None:
    assert word(SourceNote("crm", 0), SourceNote("erp", 0, clock_ahead_us=HOUR), clock_ahead_us=HOUR) == "LIVE"


def test_what_is_old_is_late_whatever_the_clock() -> None:
    assert word(SourceNote("crm", -9, late_at_us=-1), clock_ahead_us=-HOUR) == "LATE"
