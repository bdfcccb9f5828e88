"""What comes between two ticks of a collector is composed, and its age told, when it is worth the work."""

import pytest

from wallboard.collect.pace import AGES_SHARE, AS_SOON_S, IN_A_ROW, MOST_KEPT_S, RESTS, STILL, Pace

TICK_S, REST_S = 15.0, 5.0


class Clock:
    def __init__(self):
        self.s = 100.0

    def __call__(self):
        return self.s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(TICK_S, REST_S, clock)


def composed(pace, clock, took_s=0.01):
    begun = clock.s
    clock.s += took_s
    pace.composed(begun)
    if pace.may_give_back:
        pace.gave_back()
        return True
    return False


def test_without_news_nothing_is_done_before_the_tick(pace, clock):
    assert pace.wait_s(has_news=False) == TICK_S
    assert not pace.is_tick
    clock.s += TICK_S
    assert pace.is_tick
    assert pace.wait_s(has_news=False) == 0


def test_the_first_rows_are_composed_at_once_and_the_next_after_a_rest(pace, clock):
    assert pace.may_compose(is_urgent=False)
    composed(pace, clock)
    assert not pace.may_compose(is_urgent=False)
    assert pace.wait_s(has_news=True) == REST_S
    clock.s += REST_S
    assert pace.may_compose(is_urgent=False)


def test_what_is_urgent_does_not_wait(pace, clock):
    composed(pace, clock)
    assert pace.may_compose(is_urgent=True)


def test_composing_that_takes_long_is_rested_from_for_long_but_no_longer_than_to_the_next_tick(pace, clock):
    composed(pace, clock, took_s=0.2)
    assert pace.wait_s(has_news=True) == pytest.approx(0.2 * RESTS)
    composed(pace, clock, took_s=3.0)
    clock.s += TICK_S
    assert pace.may_compose(is_urgent=False)


def test_ages_of_several_sources_are_told_together(pace, clock):
    pace.age(8.0)
    clock.s += 0.5 * 8.0 * AGES_SHARE
    pace.age(8.0)
    assert not pace.may_tell_ages
    assert pace.wait_s(has_news=False) == pytest.approx(0.5 * 8.0 * AGES_SHARE)
    clock.s += 0.6 * 8.0 * AGES_SHARE
    assert pace.may_tell_ages
    pace.told_ages()
    assert not pace.may_tell_ages


@pytest.mark.parametrize("every_s", [5.0, 60.0, 3600.0])
def test_no_source_is_late_for_its_age_having_waited(pace, every_s):
    pace.age(every_s)
    assert every_s + pace.wait_s(has_news=False) < 1.5 * every_s


def test_ages_of_sources_that_are_read_seldom_wait_no_longer_than_other_work(pace):
    pace.age(3600.0)
    assert pace.wait_s(has_news=False) == REST_S


def test_ages_are_not_told_where_none_is_new(pace, clock):
    clock.s += 2 * REST_S
    assert not pace.may_tell_ages


def test_composing_tells_all_ages(pace, clock):
    pace.age(5.0)
    composed(pace, clock)
    clock.s += REST_S
    assert not pace.may_tell_ages


def test_whoever_asks_sees_the_age_at_once_and_only_then(pace, clock):
    composed(pace, clock)
    pace.hurry()
    pace.age(60.0)
    assert pace.may_tell_ages
    pace.told_ages()
    pace.age(60.0)
    assert not pace.may_tell_ages


def test_a_tick_that_showed_nothing_new_is_followed_by_a_longer_wait(pace):
    pace.ticked(is_still=False)
    assert pace.wait_s(has_news=False) == TICK_S
    pace.ticked(is_still=True)
    assert pace.wait_s(has_news=False) == TICK_S * STILL


def test_what_composing_needed_is_given_back_after_it(pace, clock):
    for _ in range(2 * IN_A_ROW):
        assert composed(pace, clock)
        clock.s += REST_S + AS_SOON_S + 0.1


def test_of_a_pressed_wall_it_is_given_back_when_the_next_composing_does_not_follow(clock):
    pace = Pace(10 * TICK_S, REST_S, clock)
    gave = []
    for _ in range(IN_A_ROW + 2):
        gave.append(composed(pace, clock))
        clock.s += REST_S
    assert gave == [True] * (IN_A_ROW - 1) + [False] * 3
    assert not pace.may_give_back
    assert pace.wait_s(has_news=False) == pytest.approx(AS_SOON_S)
    clock.s += AS_SOON_S
    assert pace.may_give_back
    pace.gave_back()
    assert not pace.may_give_back


def test_a_wall_that_rested_is_pressed_no_more_also_at_a_tick(clock):
    pace = Pace(10 * TICK_S, REST_S, clock)
    for _ in range(IN_A_ROW + 2):
        composed(pace, clock)
        clock.s += REST_S
    clock.s += AS_SOON_S
    assert pace.may_give_back
    pace.gave_back()
    clock.s += 10 * TICK_S
    assert composed(pace, clock)


@pytest.mark.parametrize("took_s", [0.01, 0.25, 0.3, 1.0, 3.0])
def test_ticks_alone_never_press_a_wall_however_long_composing_takes(pace, clock, took_s):
    for _ in range(10):
        clock.s += TICK_S
        assert pace.is_tick
        assert composed(pace, clock, took_s)
        pace.ticked(is_still=False)


def test_a_wall_that_is_pressed_for_long_gives_back_now_and_then(clock):
    pace = Pace(1000 * TICK_S, REST_S, clock)
    gave = []
    for _ in range(100):
        gave.append(composed(pace, clock, 0.05))
        clock.s += REST_S
    assert 100 * REST_S / MOST_KEPT_S * 0.8 < sum(gave[IN_A_ROW:]) < 100 * REST_S / MOST_KEPT_S * 1.2


def test_what_is_urgent_presses_no_wall(pace, clock):
    for _ in range(2 * IN_A_ROW):
        assert composed(pace, clock)
        clock.s += 1.0


def test_what_reading_needed_goes_too_where_nothing_is_composed(pace, clock):
    pace.took_rows()
    assert not pace.may_give_back
    clock.s += REST_S + AS_SOON_S
    assert pace.may_give_back
