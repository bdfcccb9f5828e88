"""The time that a collector goes by, whatever becomes of its machine's clock."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import machine
from tests.small_board import us
from wallboard.clocks import elapsed_us
from wallboard.collect.house_time import (
    FIRST_RELEASE_US,
    LEAP_US,
    is_synchronised,
)
from wallboard.core.views.clocks import CLOCK_WRONG_US, Clocks

NOON = us("2026-03-06 12:00")
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Machine(machine.Machine):
    """A machine at noon, with a source that can be heard."""

    def __init__(self, wrong_us=0, *, is_synchronised=False):
        super().__init__(wrong_us, NOON, is_synchronised=is_synchronised)

    def lives(self, length_us, wrong_us=None):
        """Time passes, at the end of which the clock may be set; whether that was seen."""
        self.passes(length_us, wrong_us)
        return self.time.look()

    def hears(self, name="crm", *, wrong_us=0, takes_us=0):
        """A source tells its time, at once or after a while."""
        began_us = self.elapsed()
        told_us = self.true_us + wrong_us
        self.true_us += takes_us
        self.time.tell(name, told_us, began_us, self.elapsed())


def machine_at(shown_us, true_us):
    """A machine whose clock shows this at that time."""
    office = Machine(shown_us - NOON)
    office.lives(true_us - NOON, shown_us - true_us)
    return office


def test_a_machine_whose_sources_have_no_clock_goes_by_its_own():
    office = Machine(3 * HOUR)
    assert (office.off_us, office.time.clocks()) == (3 * HOUR, Clocks())


@pytest.mark.parametrize("wrong_us", [3 * HOUR, -3 * HOUR, 20 * 365 * DAY, us("1970-01-01 00:00") - NOON])
def test_a_wrong_clock_is_put_right_by_a_source(wrong_us):
    office = Machine(wrong_us)
    office.hears()
    assert office.off_us == 0
    assert office.time.clocks() == Clocks(wrong_us, {"crm": wrong_us})


@pytest.mark.parametrize("told", ["9999-12-31 23:59", "2080-01-01 00:01", "2001-01-01 00:00", "1970-01-01 00:00"])
def test_a_source_whose_clock_cannot_be_right_tells_nothing(told):
    office = Machine()
    office.hears(wrong_us=us(told) - NOON)
    assert (office.off_us, office.time.clocks()) == (0, Clocks())


def test_two_minutes_are_let_pass():
    office = Machine(CLOCK_WRONG_US)
    office.hears()
    assert (office.off_us, office.time.clocks()) == (CLOCK_WRONG_US, Clocks(0, {"crm": 0}))


def test_a_source_that_takes_its_time_to_answer_accuses_nobody():
    office = Machine()
    office.hears(takes_us=10 * MINUTE)
    assert office.time.clocks() == Clocks(0, {"crm": 0})


def test_one_source_that_agrees_is_worth_more_than_one_that_does_not():
    office = Machine()
    office.hears("crm", wrong_us=HOUR)
    assert office.off_us == HOUR
    office.hears("erp")
    assert office.off_us == 0
    assert office.time.clocks() == Clocks(0, {"crm": -HOUR, "erp": 0})
    office.time.forget("erp")
    assert office.off_us == HOUR


def test_a_clock_that_is_set_while_we_run_is_seen_and_moves_nothing_that_a_source_told():
    office = Machine(3 * HOUR)
    office.hears()
    assert office.lives(MINUTE, wrong_us=0)
    assert (office.off_us, office.time.clocks()) == (0, Clocks(0, {"crm": 0}))
    assert office.lives(SECOND, wrong_us=-5 * HOUR)
    assert (office.off_us, office.time.clocks().ahead_us) == (0, -5 * HOUR)
    assert not office.lives(SECOND)


def test_a_clock_that_is_slewed_is_not_set():
    office = Machine(SECOND)
    assert not office.lives(MINUTE, wrong_us=0)
    assert office.off_us == 0


def test_a_clock_that_was_set_counts_from_the_next_look_on():
    office = Machine()
    office.wrong_us = 3 * HOUR
    assert office.off_us == 0
    office.time.look()
    assert office.off_us == 3 * HOUR


def test_a_machine_that_slept_is_seen_and_its_clock_is_right():
    office = Machine()
    office.hears()
    assert office.lives(8 * HOUR)
    assert (office.off_us, office.time.clocks().ahead_us) == (0, 0)
    assert not office.lives(15 * SECOND)


# What was kept


def test_time_goes_on_from_what_was_kept_where_the_clock_begins_earlier():
    office = Machine(-2 * HOUR)
    office.time.keep(office.true_us - MINUTE)
    assert (office.off_us, office.time.clocks()) == (-MINUTE, Clocks(MINUTE - 2 * HOUR))
    assert not office.lives(30 * SECOND)
    assert office.off_us == -MINUTE


def test_a_clock_that_is_set_while_we_run_is_believed_before_what_was_kept():
    office = Machine(-2 * HOUR)
    office.time.keep(office.true_us + 100 * DAY)
    office.lives(MINUTE, wrong_us=0)
    assert (office.off_us, office.time.clocks()) == (0, Clocks())


def test_what_was_kept_is_believed_for_a_day_and_not_before_a_time_server():
    office = Machine()
    office.time.keep(office.true_us + 100 * DAY)
    assert office.off_us == 100 * DAY
    office.lives(DAY + MINUTE)
    assert office.off_us == 0
    told = Machine(is_synchronised=True)
    told.time.keep(told.true_us + 100 * DAY)
    assert told.off_us == 0


def test_a_source_is_believed_before_what_was_kept():
    office = Machine(-2 * HOUR)
    office.time.keep(office.true_us + HOUR)
    office.hears()
    assert office.off_us == 0


def test_a_clock_without_a_battery_is_never_believed():
    office = Machine(us("1970-01-01 00:00") - NOON)
    assert office.time.is_lost
    assert office.time.now_us() == FIRST_RELEASE_US
    office.time.keep(NOON - DAY)
    office.lives(2 * DAY)
    assert office.off_us == -DAY
    assert office.lives(MINUTE, wrong_us=0)
    assert (office.time.is_lost, office.off_us, office.time.clocks()) == (False, 0, Clocks())


# What cannot be taken back


def test_nothing_old_goes_while_the_present_is_a_guess():
    office = Machine(us("1970-01-01 00:00") - NOON)
    assert not office.time.is_sure
    office.hears()
    assert not office.time.is_sure
    office.lives(HOUR)
    office.hears()
    assert office.time.is_sure


def test_nothing_old_goes_for_a_day_after_a_leap_that_nobody_confirms():
    office = Machine()
    assert office.time.is_sure
    office.lives(MINUTE, wrong_us=LEAP_US + HOUR)
    assert not office.time.is_sure
    office.lives(DAY)
    assert office.time.is_sure


def test_a_leap_that_a_source_or_a_time_server_confirms_is_believed_at_once():
    office = Machine(-30 * DAY)
    office.lives(MINUTE, wrong_us=0)
    assert not office.time.is_sure
    office.hears()
    assert office.time.is_sure
    told = Machine(-30 * DAY, is_synchronised=True)
    told.lives(MINUTE, wrong_us=0)
    assert told.time.is_sure


@pytest.mark.parametrize("names", [["crm"], ["leads", "tickets"]], ids=["one", "two entries of one server"])
@pytest.mark.parametrize(
    ("late_us", "is_synchronised", "is_believed"),
    [
        (15 * MINUTE, True, True),
        (23 * HOUR, True, True),
        (2 * DAY, True, False),
        (40 * DAY, True, False),
        (2 * DAY, False, True),
        (40 * DAY, False, True),
        (3 * 365 * DAY, False, False),
    ],
)
def test_sources_that_are_ahead_are_believed_after_an_hour_and_within_bounds(
    names, late_us, is_synchronised, is_believed
):
    office = Machine(is_synchronised=is_synchronised)

    def hears():
        for name in names:
            office.hears(name, wrong_us=late_us)

    hears()
    assert (office.off_us, office.time.is_sure) == (late_us, False)
    office.lives(59 * MINUTE)
    hears()
    assert not office.time.is_sure
    office.lives(MINUTE)
    hears()
    assert office.time.is_sure == is_believed
    office.lives(60 * DAY)
    hears()
    assert office.time.is_sure == is_believed


def test_one_odd_answer_is_not_believed_because_none_follows():
    office = Machine()
    office.hears(wrong_us=6 * DAY)
    office.lives(2 * HOUR)
    assert not office.time.is_sure
    office.hears()
    assert office.time.is_sure


def test_a_sleep_before_an_odd_answer_is_no_hour_of_agreement():
    office = Machine()
    office.hears()
    office.passes(8 * HOUR)
    office.hears(wrong_us=6 * DAY)
    office.time.look()
    assert (office.off_us, office.time.is_sure) == (6 * DAY, False)


def test_two_odd_answers_of_two_sources_are_not_the_same_told_twice():
    office = Machine()
    office.hears("crm", wrong_us=6 * DAY)
    office.lives(HOUR)
    office.hears("erp", wrong_us=60 * DAY)
    assert (office.off_us, office.time.is_sure) == (6 * DAY, False)
    office.hears("crm", wrong_us=6 * DAY)
    assert office.time.is_sure


def test_a_source_that_tells_now_this_and_now_that_makes_nobody_sure_of_a_later_time():
    office = Machine()
    for late_us in (0, 6 * DAY, 0, 6 * DAY) * 6:
        office.hears(wrong_us=late_us)
        assert office.time.is_sure == (not late_us)
        office.lives(50 * MINUTE)


def is_sure_in_the_end(office, late_us=0):
    """What comes of a source that tells the same for an hour."""
    office.hears(wrong_us=late_us)
    assert not office.time.is_sure
    office.lives(HOUR)
    office.hears(wrong_us=late_us)
    return office.time.is_sure


@pytest.mark.parametrize("begun", ["1970-01-01 00:00", "2001-01-01 00:00"])
def test_a_machine_without_a_clock_is_sure_of_a_source_within_a_year_of_when_it_was_sure_last(begun):
    def office(trusted_us=None):
        made = Machine(us(begun) - NOON)
        if trusted_us is not None:
            made.time.trust(trusted_us)
        return made

    assert is_sure_in_the_end(office())
    assert is_sure_in_the_end(office(NOON - DAY))
    assert not is_sure_in_the_end(office(NOON - DAY), 3 * 365 * DAY)
    assert is_sure_in_the_end(office(-1), 3 * 365 * DAY), "damage tells nothing"


def test_a_machine_whose_clock_begins_at_its_making_is_sure_of_a_source_by_when_it_was_sure_last():
    made = us("2026-01-15 00:00")
    now_us = us("2028-03-06 12:00")
    for trusted_us, is_sure in ((None, False), (now_us - 10 * DAY, True), (now_us - 400 * DAY, False)):
        office = machine_at(made, now_us)
        if trusted_us is not None:
            office.time.trust(trusted_us)
        assert is_sure_in_the_end(office) == is_sure
    office = machine_at(made, now_us)
    office.time.trust(now_us - DAY)
    assert is_sure_in_the_end(office)
    office.lives(3 * 365 * DAY)  # as long as it runs
    office.hears()
    assert office.time.is_sure


def test_what_was_kept_more_than_a_year_ahead_is_not_believed_and_makes_nobody_sure():
    office = Machine()
    office.time.keep(NOON + 370 * DAY)
    assert (office.off_us, office.time.is_sure) == (0, False)
    office.lives(25 * HOUR)
    assert office.time.is_sure
    began_anew = Machine(us("1970-01-01 00:00") - NOON)
    began_anew.time.keep(NOON)
    assert began_anew.off_us == 0


def test_a_machine_that_was_off_for_weeks_is_sure_after_a_day():
    office = Machine()
    office.time.keep(NOON - 21 * DAY)
    assert (office.time.is_sure, office.off_us) == (False, 0)
    office.lives(DAY)
    assert office.time.is_sure


# Whatever happens


STEPS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=3 * DAY),  # how long it lives or sleeps
        st.none() | st.integers(min_value=-60 * 365 * DAY, max_value=60 * 365 * DAY),  # what its clock is set to
        st.booleans(),  # whether a source is heard
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(STEPS)
def test_once_a_source_was_heard_no_setting_of_the_clock_moves_the_time_by_more_than_two_minutes(steps):
    office = Machine()
    office.hears()
    for length_us, wrong_us, is_heard in steps:
        office.lives(length_us, wrong_us)
        if is_heard:
            office.hears()
        assert abs(office.off_us) <= CLOCK_WRONG_US
        assert (abs(office.time.clocks().ahead_us) > CLOCK_WRONG_US) == (abs(office.wrong_us) > CLOCK_WRONG_US)


@given(STEPS)
def test_a_time_that_nobody_tells_never_goes_back_behind_the_first_release(steps):
    office = Machine()
    for length_us, wrong_us, _ in steps:
        office.lives(length_us, wrong_us)
        assert office.time.now_us() >= FIRST_RELEASE_US - CLOCK_WRONG_US


# The machine itself


def test_time_passes_since_the_start_of_the_machine():
    assert elapsed_us() <= elapsed_us()
    assert elapsed_us() > 0


def test_whether_a_time_server_was_heard_is_asked_without_setting_anything():
    assert is_synchronised() in (True, False)
