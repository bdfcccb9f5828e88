"""Entries for whole days fall on the work days of the dates that they name, whatever night or zone lies between."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.lives import MONDAY, OFFICE, instant
from tests.sales_rows import AMIRA, Row, leave, snapshot, visit
from wallboard.core.local_time import day_of
from wallboard.core.measures.appointment_rows import STATES
from wallboard.core.measures.diaries import Appointments, appointments
from wallboard.core.measures.presence import back_on, leave_of, presence
from wallboard.core.measures.whole_days import begins_us
from wallboard.core.openings import HoursRule, interval
from wallboard.core.worktime import WorkCalendar

THURSDAY = MONDAY + timedelta(days=3)
NIGHTS = (((interval("22:00", "06:00")),),) * 5 + ((), ())


def calendar_of(zone: str = "Europe/London", *, week: tuple[tuple[tuple[int, int], ...], ...] = NIGHTS) -> WorkCalendar:
    return WorkCalendar("night", zone, [HoursRule(None, week)])


NIGHT = calendar_of()


def week_of(calendar: WorkCalendar, monday: date = MONDAY) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    day = day_of(monday)
    return calendar.work_days[(calendar.work_days >= day) & (calendar.work_days < day + 7)]


def whole(row: Row, first: date, last: date | None = None, *, zone: str = "Europe/London") -> Row:
    """The same row for whole days, both included, as a file of some zone gives them."""
    last = last or first
    start, after = (datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)) for on in (first, last + timedelta(1)))
    return row | {
        "start_at": start.astimezone(UTC),
        "end_at": after.astimezone(UTC),
        "start_on": first,
        "end_on": last,
    }


def shares(row: Row, calendar: WorkCalendar = NIGHT, monday: date = MONDAY) -> list[float]:
    found = snapshot("Mon 09:00", AMIRA, absences=[row])
    there = presence(found, (AMIRA,), calendar, week_of(calendar, monday))
    return [float(share) for share in there.share[0]]


def found(row: Row, calendar: WorkCalendar = NIGHT, now: str = "Mon 09:00") -> Appointments:
    return appointments(snapshot(now, appointments=[row]), (AMIRA,), calendar, week_of(calendar))


def state(row: Row, now: str, calendar: WorkCalendar = NIGHT) -> str:
    return STATES[int(found(row, calendar, now).state[0])]


LEAVE = leave("amira", "Mon 09:00")
VISIT = visit("amira", "Mon 09:00")


def test_leave_on_a_thursday_takes_the_night_that_begins_on_it() -> None:
    assert shares(whole(LEAVE, THURSDAY)) == [1, 1, 1, 0, 1]


def test_leave_from_midnight_to_midnight_given_as_times_takes_parts_of_two_nights() -> None:
    assert shares(leave("amira", "Thu 00:00", "Fri 00:00")) == [1, 1, 0.25, 0.75, 1]


def test_leave_over_several_dates_takes_their_nights() -> None:
    assert shares(whole(LEAVE, MONDAY + timedelta(1), THURSDAY)) == [1, 0, 0, 0, 1]


def test_leave_on_a_saturday_leaves_the_night_of_friday() -> None:
    assert shares(whole(LEAVE, MONDAY + timedelta(5))) == [1, 1, 1, 1, 1]


def test_leave_in_office_hours_is_what_it_was() -> None:
    assert shares(whole(LEAVE, THURSDAY), OFFICE) == [1, 1, 1, 0, 1]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_date_is_that_date_whatever_zone_its_file_is_in(zone: str) -> None:
    assert shares(whole(LEAVE, THURSDAY, zone=zone)) == [1, 1, 1, 0, 1]
    assert shares(whole(LEAVE, THURSDAY, zone=zone), OFFICE) == [1, 1, 1, 0, 1]
    assert found(whole(VISIT, THURSDAY, zone=zone)).day.tolist() == [day_of(THURSDAY)]


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 3, 30), date(2026, 10, 19), date(2026, 10, 26)])
def test_leave_takes_whole_nights_also_where_the_clock_changes(monday: date) -> None:
    calendar = calendar_of(week=(NIGHTS[0],) * 7)
    for place in range(7):
        expected = [1] * place + [0] + [1] * (6 - place)
        assert shares(whole(LEAVE, monday + timedelta(place)), calendar, monday) == expected


def test_leave_that_begins_on_a_date_and_ends_at_a_time_begins_with_the_dates_night() -> None:
    row = whole(LEAVE, THURSDAY - timedelta(1)) | {"end_at": instant("Fri 02:00"), "end_on": None}
    assert shares(row) == [1, 1, 0, 0.5, 1]


def test_leave_that_begins_at_a_time_and_ends_on_a_date_lasts_to_the_end_of_its_night() -> None:
    row = whole(LEAVE, THURSDAY) | {"start_at": instant("Thu 02:00"), "start_on": None}
    assert shares(row) == [1, 1, 0.5, 0, 1]


def test_a_date_with_a_time_before_its_own_night_keeps_the_hours_that_it_names() -> None:
    row = whole(LEAVE, THURSDAY) | {"end_at": instant("Thu 02:00"), "end_on": None}
    assert shares(row) == [1, 1, 0.75, 1, 1]


def test_whoever_is_away_on_a_date_is_back_on_the_next_night() -> None:
    of = leave_of(snapshot("Mon 09:00", absences=[whole(LEAVE, MONDAY, THURSDAY)]), (AMIRA,))
    assert back_on(of, AMIRA, 0, NIGHT, day_of(MONDAY)) == THURSDAY + timedelta(1)


def test_an_appointment_on_a_thursday_belongs_to_the_night_that_begins_on_it() -> None:
    assert found(whole(VISIT, THURSDAY)).day.tolist() == [day_of(THURSDAY)]


def test_the_same_midnight_as_a_time_belongs_to_the_night_before() -> None:
    assert found(visit("amira", "Thu 00:00")).day.tolist() == [day_of(THURSDAY) - 1]


def test_an_appointment_on_a_date_without_work_belongs_to_the_next_work_day() -> None:
    saturday = MONDAY - timedelta(2)
    assert found(whole(VISIT, saturday)).day.tolist() == [day_of(MONDAY)]
    assert found(whole(VISIT, saturday), OFFICE).day.tolist() == [day_of(MONDAY)]


def test_an_appointment_for_a_day_is_over_when_its_night_is() -> None:
    row = whole(VISIT, THURSDAY)
    assert [state(row, now) for now in ("Fri 00:00", "Fri 05:59", "Fri 06:00")] == ["booked", "booked", "unconfirmed"]


def test_what_became_of_an_appointment_is_known_from_the_beginning_of_its_day() -> None:
    row = whole(visit("amira", "Mon 09:00", "performed"), THURSDAY)
    assert [state(row, now) for now in ("Thu 05:59", "Thu 06:00")] == ["booked", "performed"]


def test_an_appointment_for_several_days_belongs_to_the_first() -> None:
    assert found(whole(VISIT, THURSDAY, THURSDAY + timedelta(1))).day.tolist() == [day_of(THURSDAY)]


def test_dates_beyond_the_calendar_are_nobodys() -> None:
    of = leave_of(snapshot("Mon 09:00", absences=[whole(LEAVE, date(1950, 1, 1), date(2150, 1, 1))]), (AMIRA,))
    assert presence(snapshot("Mon 09:00"), (AMIRA,), NIGHT, week_of(NIGHT)).present_us.all()
    assert back_on(of, AMIRA, 0, NIGHT, day_of(MONDAY)) is None
    assert found(whole(VISIT, date(2150, 1, 1))).row.size == 0


def test_a_calendar_without_work_keeps_no_appointments() -> None:
    idle = calendar_of(week=((),) * 7)
    assert found(whole(VISIT, THURSDAY), idle).row.size == 0


shifts = st.builds(lambda start, length: (start * 900, (start + length) * 900), st.integers(0, 95), st.integers(1, 95))
weeks = st.lists(st.one_of(st.just(()), shifts.map(lambda one: (one,))), min_size=7, max_size=7).map(tuple)
zones = st.sampled_from(["Europe/London", "America/St_Johns", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Auckland"])


@given(weeks.filter(any), zones, zones, st.integers(0, 1500))
def test_a_date_is_its_own_work_day_or_goes_to_the_next(
    week: tuple[tuple[tuple[int, int], ...], ...], zone: str, file_zone: str, ahead: int
) -> None:
    calendar, on = calendar_of(zone, week=week), date(2024, 1, 1) + timedelta(ahead)
    day = day_of(on)
    expected = int(calendar.work_days[calendar.work_days >= day][0])
    begins, ends = begins_us(calendar, np.array([day, day + 1]))
    assert int(calendar.work_day_of(np.array([begins]))[0]) == expected
    worked_us = int(np.diff(calendar.worked_us(np.array([begins, ends])))[0])
    of = snapshot("Mon 09:00", absences=[whole(LEAVE, on, zone=file_zone)])
    there = presence(of, (AMIRA,), calendar, np.array([expected], dtype=np.int32))
    assert int(there.open_us[0] - there.present_us[0, 0]) == worked_us
    assert worked_us == (int(there.open_us[0]) if expected == day else 0)
