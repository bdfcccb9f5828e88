"""Who is there, for how much of a work day, and how many slots that gives."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.lives import MONDAY, OFFICE, at
from tests.sales_rows import AMIRA, BEN, Row, leave, snapshot
from wallboard.core.local_time import day_of
from wallboard.core.measures.presence import Presence, back_on, half_up, leave_of, presence
from wallboard.core.openings import HoursRule
from wallboard.core.organisation import Dated, Person
from wallboard.core.worktime import WorkCalendar

WEEK = np.arange(5, dtype=np.int32) + day_of(MONDAY)
NIGHT = WorkCalendar("night", "Europe/London", [HoursRule(None, (((22 * 3600, 30 * 3600),),) * 7)])


def of(*absences: Row, now: str = "Mon 09:00", person: Person = AMIRA, calendar: WorkCalendar = OFFICE) -> Presence:
    found = snapshot(now, person, absences=list(absences))
    return presence(found, (person,), calendar, WEEK)


def shares(*absences: Row, **more: object) -> list[float]:
    return of(*absences, **more).share[0].tolist()  # type: ignore[arg-type]


def test_whoever_is_not_on_leave_is_there_all_day() -> None:
    assert shares() == [1, 1, 1, 1, 1]


def test_leave_takes_the_open_hours_that_it_covers() -> None:
    assert shares(leave("amira", "Mon 13:00", "Tue 11:00")) == [0.5, 0.75, 1, 1, 1]


def test_leave_out_of_hours_costs_nothing() -> None:
    assert shares(leave("amira", "Mon 17:00", "Tue 09:00")) == [1, 1, 1, 1, 1]


def test_leaves_that_overlap_count_once() -> None:
    whole, inside, across = (
        leave("amira", "Mon 09:00", "Mon 13:00"),
        leave("amira", "Mon 10:00", "Mon 11:00"),
        leave("amira", "Mon 12:00", "Mon 15:00"),
    )
    assert shares(whole, inside, across)[0] == 0.25
    assert shares(across, inside, whole)[0] == 0.25


def test_whole_dates_away_have_both_ends_in() -> None:
    person = replace(AMIRA, away=((date(2026, 3, 3), date(2026, 3, 4)),))
    assert shares(person=person) == [1, 0, 0, 1, 1]


def test_a_date_away_takes_the_shift_that_starts_on_it_also_after_midnight() -> None:
    person = replace(AMIRA, away=((date(2026, 3, 3), date(2026, 3, 3)),))
    assert shares(person=person, calendar=NIGHT) == [1, 0, 1, 1, 1]


def test_leave_is_known_from_when_it_was_entered_and_always_where_nobody_says_when() -> None:
    told = leave("amira", "Tue 09:00", "Tue 17:00", known="Mon 12:00")
    assert shares(told, now="Mon 11:59")[1] == 1
    assert shares(told, now="Mon 12:00")[1] == 0
    assert shares(leave("amira", "Tue 09:00", "Tue 17:00"))[1] == 0


def test_leave_without_an_end_is_counted_and_keeps_nobody_away() -> None:
    assert shares(leave("amira", "Wed 13:00")) == [1, 1, 1, 1, 1]
    found = leave_of(snapshot("Mon 09:00", absences=[leave("amira", "Wed 13:00")]), (AMIRA,))
    assert [(one.why.key, one.count, one.examples) for one in found.unusable] == [("unusable.absence", 1, ("amira",))]


def test_another_persons_leave_is_theirs() -> None:
    found = snapshot("Mon 09:00", absences=[leave("Ben Okafor", "Mon 09:00", "Mon 17:00")])
    assert presence(found, (AMIRA, BEN), OFFICE, WEEK).share[:, 0].tolist() == [1, 0]


def test_leave_that_ends_before_it_begins_is_counted_and_not_believed() -> None:
    rows = [leave("amira", "Tue 09:00", "Mon 09:00"), {"person": "amira"}]
    found = leave_of(snapshot("Mon 09:00", absences=rows), (AMIRA,))
    assert found.person.size == 0
    assert [(one.why.key, one.count) for one in found.unusable] == [("unusable.absence", 2)]


def test_leave_of_somebody_whom_the_board_does_not_know_is_named() -> None:
    found = leave_of(snapshot("Mon 09:00", absences=[leave("Amira Hadad", "Mon 09:00", "Mon 17:00")]), (AMIRA,))
    assert found.unknown == ("Amira Hadad",)


@pytest.mark.parametrize(
    ("until", "slots"), [("Mon 09:00", 4), ("Mon 09:59", 4), ("Mon 10:00", 4), ("Mon 10:01", 3), ("Mon 13:00", 2)]
)
def test_slots_are_the_number_in_force_by_the_present_share_rounded_half_up(until: str, slots: int) -> None:
    # 4 slots of 8 hours: an hour away is exactly 3.5
    assert of(leave("amira", "Mon 09:00", until)).slots()[0, 0] == slots


def test_slots_have_dates_in_force_and_are_four_where_the_board_says_nothing() -> None:
    person = replace(AMIRA, slots=(Dated(None, 5), Dated(date(2026, 3, 4), 3)))
    assert of(person=person).slots()[0].tolist() == [5, 5, 3, 3, 3]
    late = replace(AMIRA, slots=(Dated(date(2026, 3, 4), 3),))
    assert of(person=late).slots()[0].tolist() == [0, 0, 3, 3, 3]  # who begins on Wednesday has no slots before
    assert of().slots()[0].tolist() == [4, 4, 4, 4, 4]


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_half_up_is_the_nearest_whole_number_and_a_half_goes_up(numerator: int, denominator: int) -> None:
    rounded = int(half_up(np.array([numerator]), denominator)[0])
    assert denominator * (2 * rounded - 1) <= 2 * numerator < denominator * (2 * rounded + 1)


def back(*absences: Row, person: Person = AMIRA) -> date | None:
    found = snapshot("Mon 09:00", person, absences=list(absences))
    return back_on(leave_of(found, (person,)), person, 0, OFFICE, day_of(MONDAY))


def test_somebody_is_back_on_the_first_work_day_with_an_hour_of_theirs() -> None:
    assert back(leave("amira", "Mon 00:00", "Wed 16:00")) == date(2026, 3, 4)
    assert back(leave("amira", "Mon 00:00", "Fri 17:00")) == date(2026, 3, 9)


def test_nobody_knows_when_a_leave_is_over_that_lasts_for_years() -> None:
    assert back(leave("amira", "Mon 00:00", "Mon+800 00:00")) is None


spans = st.tuples(st.integers(-600, 7000), st.integers(0, 3000))


@given(st.lists(spans, max_size=5))
def test_present_time_is_the_open_time_that_no_leave_covers_minute_by_minute(minutes: list[tuple[int, int]]) -> None:
    start_us = at("Mon 00:00")
    rows = [
        {"person": "amira", "start_at": (start_us + a * 60_000_000), "end_at": start_us + (a + length) * 60_000_000}
        for a, length in minutes
    ]
    away = {minute for a, length in minutes for minute in range(a, a + length)}
    expected = [sum(day * 1440 + minute not in away for minute in range(540, 1020)) for day in range(5)]
    assert (of(*rows).present_us[0] // 60_000_000).tolist() == expected
