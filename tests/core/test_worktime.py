"""Work hours by the product's rules: vectors, sentences, and second-by-second counts of made-up offices."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.worktime_oracle import EPOCH_ON, Office, Seconds, local_us, many, office_of, us, vectors
from tests.public import PUBLIC
from wallboard.core.openings import HoursRule, interval
from wallboard.core.worktime import NEVER_DAY, NEVER_US, WorkCalendar

OWN = Path(__file__).parents[1] / "data" / "worktime_vectors.json"
SHARED = PUBLIC / "worktime_vectors.json"
FILES = [
    pytest.param(OWN, id="own"),
    pytest.param(SHARED, id="shared", marks=pytest.mark.skipif(not SHARED.exists(), reason="no shared test data")),
]
SECOND = 1_000_000
HOUR = 3600 * SECOND
LONDON = "Europe/London"


def hours(text: str) -> tuple[tuple[int, int], ...]:
    """Intervals from "09:00-12:30 13:00-17:30"."""
    return tuple(interval(*part.split("-")) for part in text.split())


def week(weekdays: str = "", saturday: str = "", sunday: str = "") -> HoursRule:
    return HoursRule(None, (hours(weekdays),) * 5 + (hours(saturday), hours(sunday)))


def office(rule: HoursRule | None = None, time_zone: str = LONDON, **rest) -> WorkCalendar:
    return Office(time_zone, [rule or week("09:00-17:00")], **rest).calendar()


def london(text: str) -> int:
    return local_us(text, LONDON)


def utc(text: str | None) -> int | None:
    return None if text is None else us(datetime.fromisoformat(text))


def on(day: int) -> str:
    return (EPOCH_ON + timedelta(days=int(day))).isoformat()


def days(*dates: str) -> np.ndarray:
    return np.array([(date.fromisoformat(text) - EPOCH_ON).days for text in dates], dtype=np.int32)


# Vectors


@cache
def calendars(path: Path) -> dict[str, WorkCalendar]:
    return {name: office_of(schedule).calendar() for name, schedule in vectors(path)["schedules"].items()}


def by_schedule(rows: list, at: int) -> dict[str, list]:
    grouped: dict[str, list] = {}
    for row in rows:
        grouped.setdefault(row[at], []).append(row)
    return grouped


@pytest.mark.parametrize("path", FILES)
def test_every_vector_worked_out_by_hand_has_its_hours(path):
    for name, start, end, seconds, why in vectors(path)["by_hand"]:
        calendar = calendars(path)[name]
        ends = (many(local_us(text, calendar.time_zone)) for text in (start, end))
        assert calendar.between_us(*ends)[0] == seconds * SECOND, (name, start, end, why)


@pytest.mark.parametrize("path", FILES)
def test_every_vector_between_two_instants_has_its_hours(path):
    for name, rows in by_schedule(vectors(path)["cases"], 1).items():
        between = calendars(path)[name].between_us(many(*(utc(r[2]) for r in rows)), many(*(utc(r[3]) for r in rows)))
        assert (between // SECOND).tolist() == [row[4] for row in rows], name


@pytest.mark.parametrize("path", FILES)
def test_every_vector_with_holds_has_its_net_hours(path):
    for name, start, end, holds, seconds in vectors(path)["holds"]:
        net = calendars(path)[name].net_us(utc(start), utc(end), [(utc(a), utc(b)) for a, b in holds])
        assert net == seconds * SECOND, (name, start, end, holds)


@pytest.mark.parametrize("path", FILES)
def test_every_vector_falls_due_at_its_instant(path):
    for name, rows in by_schedule(vectors(path)["due"], 0).items():
        due = calendars(path)[name].due_us(many(*(utc(r[1]) for r in rows)), many(*(r[2] * SECOND for r in rows)))
        assert due.tolist() == [utc(row[3]) for row in rows], name


def test_own_vectors_agree_with_a_count_of_every_second():
    own = vectors(OWN)
    for name, start, end, seconds, why in own["by_hand"]:
        made = office_of(own["schedules"][name])
        first_on = date.fromisoformat(start[:10])
        counted = Seconds(made, first_on, (date.fromisoformat(end[:10]) - first_on).days + 1)
        ends_s = (local_us(text, made.time_zone) // SECOND for text in (start, end))
        assert counted.worked_s(*ends_s) == seconds, (name, why)


# Hours


def test_a_hold_over_the_weekend_costs_nothing():
    calendar = office()
    start, end = london("2026-06-05 16:00"), london("2026-06-08 10:00")
    hold = (london("2026-06-05 17:00"), london("2026-06-08 09:00"))
    assert calendar.net_us(start, end, [hold]) == calendar.net_us(start, end, []) == 2 * HOUR


def test_parts_of_a_second_count():
    calendar, nine = office(), london("2026-06-01 09:00")
    assert calendar.between_us(many(nine - 5), many(nine + 7)).tolist() == [7]
    assert calendar.due_us(many(nine - 5), many(3)).tolist() == [nine + 3]


def test_an_end_before_its_start_is_named_and_has_no_hours():
    calendar = office()
    good, bad = london("2026-06-01 10:00"), london("2026-06-01 09:30")
    with pytest.raises(ValueError, match=r"pair 1: the end 2026-06-01T08:30:00\+00:00 lies before the start"):
        calendar.between_us(many(good, good, good), many(good, bad, bad))
    with pytest.raises(ValueError, match="the whole: the end"):
        calendar.net_us(good, bad, [])
    with pytest.raises(ValueError, match="a hold: the end"):
        calendar.net_us(bad, good, [(good, bad)])


def test_an_instant_no_calendar_can_print_is_still_named():
    with pytest.raises(ValueError, match=f"the end {-(2**62)} µs lies before"):
        office().between_us(many(0), many(-(2**62)))


def test_work_time_outside_the_range_is_clipped():
    calendar = office(first_on=date(2026, 6, 1), last_on=date(2026, 6, 3))
    whole = calendar.between_us(many(0), many(london("2030-01-01 00:00")))
    assert whole.tolist() == [16 * HOUR]
    assert calendar.worked_us(many(-(2**62), 0, calendar.last_us, NEVER_US)).tolist() == [
        0,
        0,
        16 * HOUR,
        16 * HOUR,
    ]
    assert calendar.worked_us(many()).tolist() == []


def test_a_shift_running_out_of_the_range_ends_with_it():
    calendar = office(week("22:00-06:00"), first_on=date(2026, 6, 1), last_on=date(2026, 6, 3))
    assert calendar.worked_at_us(london("2026-06-05 00:00")) == 10 * HOUR


def test_what_is_due_beyond_the_range_is_never_due():
    calendar = office(first_on=date(2026, 6, 1), last_on=date(2026, 6, 3))
    start = many(london("2026-06-01 09:00"))
    assert calendar.due_us(start, many(16 * HOUR)).tolist() == [london("2026-06-02 17:00")]
    assert calendar.due_us(start, many(16 * HOUR + 1)).tolist() == [NEVER_US]
    assert calendar.due_us(start, many(NEVER_US)).tolist() == [NEVER_US]
    assert calendar.reach_us(many(0, -5)).tolist() == [calendar.first_us] * 2


def test_less_than_nothing_is_never_due():
    with pytest.raises(ValueError, match="less than nothing"):
        office().due_us(many(0), many(-1))


def test_arrays_keep_their_shape():
    calendar, at = office(), np.array([[0, london("2026-06-01 10:00")]], dtype=np.int64)
    assert calendar.worked_us(at).shape == calendar.work_day_of(at).shape == calendar.due_us(at, at).shape == (1, 2)


def test_a_calendar_that_is_never_open_has_no_hours_and_no_work_days():
    calendar = Office(LONDON, []).calendar()
    now = london("2026-06-01 10:00")
    assert calendar.worked_at_us(now) == 0
    assert calendar.due_us(many(now, now), many(0, 1)).tolist() == [now, NEVER_US]
    assert calendar.work_day_of(many(now)).tolist() == [NEVER_DAY]
    assert calendar.next_opening_us(now) is None
    assert calendar.median_day_work_us(now) == 0
    assert not calendar.is_open(now)
    with pytest.raises(ValueError, match="calendar office has no work day until 2026-06-01"):
        calendar.today(now)


def test_the_opening_of_an_interval_is_open_and_its_end_is_not():
    calendar = office(first_on=date(2026, 6, 1))
    assert calendar.is_open(london("2026-06-01 09:00"))
    assert not calendar.is_open(london("2026-06-01 17:00"))
    assert not calendar.is_open(0)


def test_the_next_opening_is_monday_at_nine():
    calendar = office()
    assert calendar.next_opening_us(london("2026-06-05 17:00")) == london("2026-06-08 09:00")
    assert calendar.next_opening_us(london("2026-06-08 09:00")) == london("2026-06-09 09:00")


def test_a_calendar_open_from_the_start_of_its_range_opens_there():
    calendar = office(week("00:00-24:00", "00:00-24:00", "00:00-24:00"))
    assert calendar.next_opening_us(0) == calendar.first_us
    assert calendar.next_opening_us(calendar.first_us) is None


# Rules, holidays, special dates


def test_hours_hold_from_their_date_in_force():
    rules = [HoursRule(date(2026, 6, 3), week("22:00-06:00").week), week("09:00-17:00")]
    calendar = Office(LONDON, rules).calendar()
    whole = [
        calendar.between_us(many(london(f"2026-06-0{d} 00:00")), many(london(f"2026-06-0{d + 1} 00:00")))[0]
        for d in (2, 3, 4)
    ]
    assert whole == [8 * HOUR, 2 * HOUR, 8 * HOUR]
    assert calendar.median_day_work_us(london("2026-06-01 00:00")) == 8 * HOUR


def test_nothing_is_open_before_the_first_rule_takes_force():
    calendar = Office(LONDON, [HoursRule(date(2026, 6, 2), week("09:00-17:00").week)]).calendar()
    assert on(calendar.work_days[0]) == "2026-06-02"


def test_two_rules_from_one_date_are_a_fault():
    with pytest.raises(ValueError, match="two sets of hours are in force from 2026-06-02"):
        Office(LONDON, [HoursRule(date(2026, 6, 2), week().week)] * 2).calendar()
    with pytest.raises(ValueError, match="two sets of hours are in force from the beginning"):
        Office(LONDON, [week(), week()]).calendar()


def test_overlapping_intervals_of_one_weekday_are_a_fault_that_names_both():
    with pytest.raises(ValueError, match=r"Monday: 09:00-12:30 and 12:00-17:30 overlap"):
        office(week("12:00-17:30 09:00-12:30"))
    with pytest.raises(ValueError, match=r"2026-06-01: 20:00-02:00 and 23:00-24:00 overlap"):
        office(special={date(2026, 6, 1): list(hours("20:00-02:00 23:00-24:00"))})


@pytest.mark.parametrize("wrong", [(-1, 5), (86_400, 90_000), (50, 50), (0, 86_401)])
def test_what_is_no_interval_of_a_day_is_a_fault(wrong):
    with pytest.raises(ValueError, match=r"Monday: from second .* is no interval of a day"):
        office(HoursRule(None, ((wrong,), *[()] * 6)))


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven weekdays, not 5"):
        office(HoursRule(None, ((),) * 5))


def test_a_closed_date_is_closed_like_a_holiday():
    day = [date(2026, 6, 2)]
    for calendar in (office(holidays=day), office(closed=day), office(special={day[0]: []})):
        assert calendar.next_opening_us(london("2026-06-01 17:00")) == london("2026-06-03 09:00")
        assert days("2026-06-02")[0] not in calendar.work_days


def test_dates_outside_the_range_change_nothing():
    outside = [date(2016, 12, 31), date(2035, 1, 1)]
    calendar = office(holidays=outside, special={on_date: list(hours("00:00-24:00")) for on_date in outside})
    assert calendar.worked_at_us(NEVER_US) == office().worked_at_us(NEVER_US)


# Work days


def test_weekend_mail_is_mondays():
    calendar = office()
    at = many(*(london(f"2026-06-0{text}") for text in ("5 23:59", "6 00:00", "7 23:59", "8 03:00", "8 23:59")))
    assert [on(day) for day in calendar.work_day_of(at)] == ["2026-06-05"] + ["2026-06-08"] * 4


def test_an_instant_of_a_night_shift_belongs_to_the_date_it_started_on():
    calendar = office(week("22:00-06:00"))
    at = many(*(london(f"2026-06-0{text}") for text in ("5 21:00", "6 05:59", "6 06:00")))
    assert [on(day) for day in calendar.work_day_of(at)] == ["2026-06-05", "2026-06-05", "2026-06-08"]
    assert calendar.belongs_from_us(days("2026-06-08", "2026-06-09")).tolist() == [
        london("2026-06-06 06:00"),
        london("2026-06-09 06:00"),
    ]


def test_where_shifts_of_two_dates_overlap_the_first_to_start_has_the_common_time():
    calendar = office(HoursRule(None, (hours("22:00-06:00"), hours("05:00-13:00"), *[()] * 5)))
    at = many(london("2026-06-02 05:30"), london("2026-06-02 06:00"))
    assert [on(day) for day in calendar.work_day_of(at)] == ["2026-06-01", "2026-06-02"]
    assert calendar.day_work_us(days("2026-06-01", "2026-06-02")).tolist() == [8 * HOUR, 7 * HOUR]


def test_a_holiday_whose_night_shift_goes_on_after_midnight_stays_a_work_day():
    # "A shift that starts on it keeps what lies after midnight": the holiday takes hours away "and nothing
    # else", so the shift still starts on the holiday, and what it keeps belongs to that date.
    calendar = office(week("22:00-06:00"), holidays=[date(2026, 6, 2)])
    assert calendar.day_work_us(days("2026-06-01", "2026-06-02")).tolist() == [2 * HOUR, 6 * HOUR]
    assert [on(day) for day in calendar.work_day_of(many(london("2026-06-03 03:00")))] == ["2026-06-02"]
    assert calendar.today(london("2026-06-02 12:00")).is_work_day


def test_what_a_holiday_s_shift_keeps_comes_before_a_shift_that_starts_at_the_same_midnight():
    both = HoursRule(None, ((), hours("22:00-06:00"), hours("00:00-08:00"), *[()] * 4))
    calendar = office(both, holidays=[date(2026, 6, 2)])
    at = many(london("2026-06-03 03:00"), london("2026-06-03 07:00"))
    assert [on(day) for day in calendar.work_day_of(at)] == ["2026-06-02", "2026-06-03"]


def test_a_holiday_that_leaves_nothing_of_its_shifts_is_no_work_day():
    calendar = office(holidays=[date(2026, 6, 2)])
    at = london("2026-06-02 12:00")
    assert [on(day) for day in calendar.work_day_of(many(at))] == ["2026-06-03"]
    assert on(calendar.today(at).day) == "2026-06-01"
    with pytest.raises(ValueError, match="2026-06-02 is no work day of calendar office"):
        calendar.belongs_from_us(days("2026-06-01", "2026-06-02"))


def test_today_is_the_last_work_day_on_a_date_without_one():
    calendar = office()
    assert calendar.today(london("2026-06-05 23:00")) == (days("2026-06-05")[0], True)
    assert calendar.today(london("2026-06-06 12:00")) == (days("2026-06-05")[0], False)
    assert calendar.today(london("2026-06-08 00:00")) == (days("2026-06-08")[0], True)


def test_today_is_still_friday_while_its_night_shift_runs():
    calendar = office(week("22:00-06:00"))
    assert calendar.today(london("2026-06-06 05:00")) == (days("2026-06-05")[0], True)
    assert calendar.today(london("2026-06-06 06:00")) == (days("2026-06-05")[0], False)


def test_the_last_five_work_days_end_with_today():
    calendar = office()
    monday_before = london("2026-05-30 00:00")  # from Saturday on all mail is Monday's
    assert calendar.last_work_days_from_us(london("2026-06-05 12:00"), 5) == monday_before
    assert calendar.last_work_days_from_us(london("2026-06-07 12:00"), 5) == monday_before
    assert calendar.last_work_days_from_us(london("2026-06-05 12:00"), 1) == london("2026-06-05 00:00")


def test_the_last_work_days_are_those_there_are():
    calendar = office(first_on=date(2026, 6, 1))
    assert calendar.last_work_days_from_us(london("2026-06-03 12:00"), 20) == calendar.first_us
    with pytest.raises(ValueError, match="at least 1"):
        calendar.last_work_days_from_us(london("2026-06-03 12:00"), 0)


def test_nothing_belongs_to_a_work_day_after_the_last():
    calendar = office(first_on=date(2026, 6, 1), last_on=date(2026, 6, 3))
    at = many(0, london("2026-06-02 23:59"), london("2026-06-03 00:00"), NEVER_US)
    assert calendar.work_day_of(at).tolist() == [*days("2026-06-01", "2026-06-02"), NEVER_DAY, NEVER_DAY]


def test_a_date_begins_with_its_first_midnight_where_the_clock_goes_back_over_it():
    # St. John's, 7 November 2010: 00:01 became 23:01 of the sixth.
    calendar = office(week("", "09:00-17:00", "09:00-17:00"), "America/St_Johns", first_on=date(2010, 1, 1))
    first_midnight = local_us("2010-11-07 00:00", "America/St_Johns")
    assert calendar.belongs_from_us(days("2010-11-07")).tolist() == [first_midnight]
    assert on(calendar.today(first_midnight + HOUR // 2).day) == "2010-11-07"


def test_work_days_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        office().work_days[0] = 0


def test_the_median_day_is_nearest_rank_under_the_hours_in_force():
    later = HoursRule(date(2026, 7, 1), week("09:00-12:00").week)
    first = HoursRule(None, (*[hours("09:00-17:00")] * 2, *[hours("09:00-13:00")] * 2, *[()] * 3))
    calendar = Office(LONDON, [first, later], first_on=date(2026, 6, 1), last_on=date(2027, 1, 1)).calendar()
    assert calendar.median_day_work_us(london("2026-06-05 12:00")) == 8 * HOUR
    assert calendar.median_day_work_us(london("2026-07-05 12:00")) == 3 * HOUR


# Made-up offices, counted second by second

ZONES = {
    LONDON: (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Kolkata": (date(2026, 1, 14),),
    "America/St_Johns": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Sao_Paulo": (date(2018, 2, 18), date(2018, 11, 4)),
}
SPAN = 12


@st.composite
def lists_of_hours(draw) -> tuple[tuple[int, int], ...]:
    """Up to three intervals that do not overlap; the last may run over midnight, some touch."""
    times = sorted(draw(st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True)))
    intervals = [(a * 900, b * 900) for a, b in zip(times[::2], times[1::2], strict=False)]
    form = draw(st.sampled_from(["day", "night", "touching", "none"]))
    if form == "night":
        intervals[-1] = (intervals[-1][0], intervals[-1][0] + draw(st.integers(1, 96)) * 900)
    if form == "touching":
        intervals.append((intervals[-1][1], 86_400))
    return () if form == "none" else tuple(intervals)


@st.composite
def offices(draw) -> tuple[Office, date]:
    zone = draw(st.sampled_from(sorted(ZONES)))
    begin = draw(st.sampled_from(ZONES[zone])) - timedelta(days=draw(st.integers(1, 8)))
    dates = st.integers(0, SPAN).map(lambda n: begin + timedelta(days=n))
    weeks = st.tuples(*[lists_of_hours()] * 7)
    rules = [HoursRule(None, draw(weeks))]
    if draw(st.booleans()):
        rules.append(HoursRule(draw(dates), draw(weeks)))
    made = Office(
        zone,
        rules,
        holidays=draw(st.lists(dates, max_size=2)),
        closed=draw(st.lists(dates, max_size=1)),
        special={day: list(draw(lists_of_hours())) for day in draw(st.lists(dates, max_size=2, unique=True))},
        first_on=begin - timedelta(days=20),
        last_on=begin + timedelta(days=60),
    )
    return made, begin


def instants(made: Office, begin: date, drawn: list[int]) -> list[int]:
    """Whole seconds within the span from drawn numbers."""
    return [made.boundary_s(begin, 0) + number % (SPAN * 86_400) for number in drawn]


NUMBERS = st.lists(
    st.one_of(st.integers(0, SPAN * 86_400), st.integers(0, SPAN * 96).map(lambda n: n * 900)),
    min_size=3,
    max_size=12,
)


@settings(max_examples=120)
@given(offices(), NUMBERS)
def test_hours_are_those_counted_second_by_second(made, drawn):
    counted, calendar = Seconds(*made, SPAN), made[0].calendar()
    at = sorted(instants(*made, drawn))
    between = calendar.between_us(many(*at[:-1]) * SECOND, many(*at[1:]) * SECOND)
    assert between.tolist() == [counted.worked_s(a, b) * SECOND for a, b in pairwise(at)]


@settings(max_examples=120)
@given(offices(), NUMBERS)
def test_an_instant_belongs_to_the_work_day_of_the_product_s_sentence(made, drawn):
    counted, calendar = Seconds(*made, SPAN), made[0].calendar()
    at = instants(*made, drawn)
    expected = [counted.work_day_of(at_s) for at_s in at]
    found = calendar.work_day_of(many(*at) * SECOND)
    for at_s, want, day in zip(at, expected, found, strict=True):
        if want is not None:
            assert on(day) == want.isoformat(), at_s
            assert calendar.is_open(at_s * SECOND) == (counted.worked_s(at_s, at_s + 1) == 1)


@settings(max_examples=60)
@given(offices())
def test_a_work_day_begins_with_the_first_instant_that_belongs_to_it(made):
    calendar = made[0].calendar()
    from_us = calendar.belongs_from_us(calendar.work_days)
    begun = from_us > calendar.first_us
    is_seen = np.append(from_us[1:] > from_us[:-1], True)  # a date may lie wholly under the shift of the one before
    assert (calendar.work_day_of(from_us)[is_seen] == calendar.work_days[is_seen]).all()
    assert (calendar.work_day_of(from_us[begun] - 1) < calendar.work_days[begun]).all()
    assert calendar.day_work_us(calendar.work_days).sum() == calendar.worked_at_us(calendar.last_us)


@settings(max_examples=60)
@given(offices(), st.tuples(*[st.integers(0, SPAN * 86_400 * SECOND)] * 3))
def test_hours_add_up_over_any_instant_between(made, drawn):
    calendar = made[0].calendar()
    a, b, c = (many(made[0].boundary_s(made[1], 0) * SECOND + n) for n in sorted(drawn))
    assert calendar.between_us(a, b) + calendar.between_us(b, c) == calendar.between_us(a, c)


@settings(max_examples=60)
@given(offices(), st.integers(0, SPAN * 86_400 * SECOND), st.integers(1, 60 * HOUR))
def test_due_inverts_hours_and_is_the_first_instant_to_do_so(made, drawn, need):
    calendar = made[0].calendar()
    start = many(made[0].boundary_s(made[1], 0) * SECOND + drawn)
    due = calendar.due_us(start, many(need))
    assume(due[0] != NEVER_US)
    assert calendar.between_us(start, due) == need
    assert calendar.between_us(start, due - 1) == need - 1


@settings(max_examples=60)
@given(offices(), NUMBERS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_holds_does_not_matter_and_each_second_counts_once(made, drawn, order, is_last_open):
    counted, calendar = Seconds(*made, SPAN), made[0].calendar()
    start, end, *rest = instants(*made, drawn)
    start, end = sorted((start, end))
    pairs = [tuple(sorted(pair)) for pair in zip(rest[::2], rest[1::2], strict=False)]
    holds = [(a * SECOND, b * SECOND) for a, b in pairs]
    if is_last_open and holds:
        holds[-1] = (holds[-1][0], None)
        pairs[-1] = (pairs[-1][0], end)
    net = calendar.net_us(start * SECOND, end * SECOND, holds)
    is_held = np.zeros(end - start, dtype=np.bool_)
    for a, b in pairs:
        is_held[max(a - start, 0) : max(b - start, 0)] = True
    running = counted.owner[start - counted.begin_s : end - counted.begin_s][~is_held]
    assert net == int((running != np.iinfo(np.int32).max).sum()) * SECOND
    order.shuffle(holds)
    assert calendar.net_us(start * SECOND, end * SECOND, holds) == net
