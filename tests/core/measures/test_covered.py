"""What was read is told by resource and in whole work days, through nights, weekends and changes of the clock."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.core.lives import OFFICE, ROUND_THE_CLOCK, at, batch, life, organisation
from tests.core.measures.test_whole_days import NIGHT
from tests.sales_rows import AMIRA, Row, opportunity, visit
from tests.sales_rows import snapshot as sales
from tests.shown import figure, show, since, values
from wallboard.cli.recompute import counted
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.diaries import ENTERED_US
from wallboard.core.measures.on_time import on_time_of_week
from wallboard.core.measures.weeks import WeekCount, WeekKey, scope_text
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank, Columns, Pips
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US, WorkCalendar
from wallboard.panels import (
    appointments,
    bookings,
    coordinator_queue,
    flow,
    in_and_out,
    lead_times,
    number,
    on_time,
    opportunity_buffer,
    queue_ages,
    trend,
    unfilled_slots,
)

SECOND_US = 1_000_000
Since = Mapping[str, str]


def told(since: Since) -> dict[str, int]:
    return {resource: at(when) for resource, when in since.items()}


def read(since: Since, *lives: dict[str, object], now: str = "Fri 12:00") -> Snapshot:
    """What a desk with a source of these lives knows, read back so far; its nights have a calendar of their own."""
    calendars = {"office": OFFICE, "always": ROUND_THE_CLOCK, "nights": NIGHT}
    desk = replace(batch(OLD, *lives), since_us=told(since))
    return Snapshot(
        organisation(calendars=calendars), at(now), {"desk": desk}, (SourceNote("desk", at("Sun+8 00:00")),)
    )


OLD = life("OLD", "Mon-9 09:00 opened; Mon-9 09:00 queue=Orders; Mon-9 10:00 closed")


def closed(when: str, opened: str | None = None) -> dict[str, object]:
    """A case of Orders that was closed at once, or ran from an opening."""
    return life(when, f"{opened or when} opened; {opened or when} queue=Orders; {when} closed")


# By resource


@pytest.mark.parametrize(
    ("back", "dates"),
    [
        ({}, []),
        ({"cases": "Wed 00:00"}, ["2026-03-04"]),
        ({"events": "Wed 00:00"}, ["2026-03-04"]),
        ({"cases": "Tue 00:00", "events": "Wed 00:00"}, ["2026-03-04"]),
        ({"opportunities": "Wed 00:00", "appointments": "Wed 00:00", "absences": "Wed 00:00"}, []),
    ],
)
@pytest.mark.parametrize("panel", [flow, lead_times, queue_ages])
def test_figures_of_cases_rest_on_cases_and_their_history_alone(panel: object, back: Since, dates: list[str]) -> None:
    assert since(show(panel, read(back, closed("Thu 10:00"))).view) == dates


@pytest.mark.parametrize(
    ("back", "dates"),
    [
        ({}, []),
        ({"cases": "Wed 00:00"}, ["2026-03-05"]),
        ({"events": "Wed 00:00"}, ["2026-03-05"]),
        ({"cases": "Mon 00:00", "events": "Wed 00:00"}, ["2026-03-05"]),
        ({"opportunities": "Wed 00:00", "appointments": "Wed 00:00", "absences": "Wed 00:00"}, []),
    ],
)
def test_shares_on_time_rest_on_cases_and_their_history_alone(back: Since, dates: list[str]) -> None:
    # with six hours allowed, what was closed before Wednesday may fall due on it
    assert since(show(on_time, read(back, closed("Thu 10:00"))).view) == dates


@pytest.mark.parametrize(("resource", "is_told"), [("appointments", True), ("events", False)])
def test_weeks_of_cases_are_told_and_stored_whatever_is_missing_of_other_resources(
    resource: str, is_told: bool
) -> None:
    of = read({resource: "Wed-1 00:00"}, closed("Thu-1 10:00"))
    weeks = of.week_figures("on-time", Where(), on_time_of_week(Where()), count=1)
    assert [week.count.denominator is not None for week in weeks] == [is_told]
    assert [key.week_on for key in of.weeks_to_store()] == (["2026-02-23"] if is_told else [])
    assert [key.week_on for key in counted(of, of.this_monday - 7)] == (["2026-02-23"] if is_told else [])


def test_a_stand_up_counts_yesterday_whatever_is_missing_of_other_resources() -> None:
    def names(back: Since) -> set[str]:
        return {one.figure.name for one in agenda(read(back, closed("Thu 10:00"))).numbers}

    assert {"opened", "closed", "net"} <= names({"appointments": "Fri 09:00", "activities": "Fri 09:00"})
    assert not {"opened", "closed", "net"} & names({"events": "Fri 09:00"})


# In whole work days


@pytest.mark.parametrize(
    ("calendar", "read_from", "begins"),
    [
        (OFFICE, "Tue 00:00", "Tue 00:00"),
        (OFFICE, "Tue 00:00:01", "Wed 00:00"),
        (OFFICE, "Tue 18:00", "Wed 00:00"),
        # weekend mail is Monday's: from Saturday on; what came in part of it is no Monday
        (OFFICE, "Fri 20:00", "Sat 00:00"),
        (OFFICE, "Sat 12:00", "Tue+1 00:00"),
        # Tuesday ends with Wednesday's first shift hours
        (NIGHT, "Tue 05:00", "Tue 06:00"),
        (NIGHT, "Tue 06:00:01", "Wed 06:00"),
        (NIGHT, "Wed 05:00", "Wed 06:00"),
        # 29 March has 23 hours, 25 October 25
        (ROUND_THE_CLOCK, "2026-03-29 00:00", "2026-03-29 00:00"),
        (ROUND_THE_CLOCK, "2026-03-28T23:59:59", "2026-03-29 00:00"),
        (ROUND_THE_CLOCK, "2026-03-29 00:00:01", "2026-03-30T00:00"),
        (ROUND_THE_CLOCK, "2026-10-25 00:00:01", "2026-10-26T00:00"),
        (NIGHT, "2026-03-27 21:00", "2026-03-28 06:00"),
    ],
)
def test_the_first_whole_day_is_the_first_of_which_nothing_lies_before(
    calendar: WorkCalendar, read_from: str, begins: str
) -> None:
    assert calendar.whole_day_from_us(at(read_from)) == at(begins)


def test_after_the_last_day_of_a_calendar_there_is_no_whole_one() -> None:
    assert OFFICE.whole_day_from_us(OFFICE.last_us) == NEVER_US


PART = {"cases": "Tue 15:00", "events": "Tue 15:00"}
"""Of Tuesday a part; Wednesday, Thursday and Friday whole."""
DAYS = [
    closed(f"{day} {hour}:{minute:02}") for day in ("Tue", "Wed", "Thu") for hour in (10, 16) for minute in range(5)
]


def test_no_window_counts_a_day_that_was_read_in_part() -> None:
    of = read(PART, *DAYS)
    # ten each of Wednesday and Thursday, none of the five of Tuesday afternoon
    assert values(show(number, of, measure="closed", days=5).view)["value"] == 20
    assert values(show(lead_times, of).view)["reopen_rate"] == 0
    assert figure(show(lead_times, of).view, "reopen_rate").n == 20
    assert figure(show(on_time, of).view, "reopen_rate").n == 20
    days = {name: value for name, value in values(show(flow, of).view).items() if name.startswith("net:")}
    assert list(days) == ["net:2026-03-04", "net:2026-03-05", "net:2026-03-06"]
    for panel in (lead_times, flow):
        assert since(show(panel, of).view) == ["2026-03-04"]


def test_a_stay_that_ended_on_a_day_that_was_read_in_part_is_not_counted() -> None:
    stays = [closed("Tue 16:00", "Tue 09:00"), closed("Wed 16:00", "Wed 09:00")]
    found = figure(show(queue_ages, read(PART, *stays)).view, "p85")
    assert (found.value, found.n) == (7, 1)


def test_what_fell_due_on_a_day_on_which_unread_cases_may_is_not_counted() -> None:
    # with six hours allowed they fell due at 15:30 on Wednesday and at 15:00 on Thursday
    lives = [closed("Wed 16:00", "Wed 09:30"), closed("Thu 16:00", "Thu 09:00")]
    found = figure(show(on_time, read(PART, *lives)).view, "on_time")
    assert (found.numerator, found.denominator) == (0, 1)


def test_a_night_that_was_read_in_part_is_not_counted() -> None:
    part = {"cases": "Tue 05:00", "events": "Tue 05:00"}
    of = read(part, closed("Tue 05:30"), closed("Tue 06:30"), closed("Wed 05:30"), now="Wed 12:00")
    # 05:30 on Tuesday is Monday's night, 05:30 on Wednesday Tuesday's
    view = show(number, of, calendar="nights", measure="closed", days=5).view
    assert values(view)["value"] == 2
    assert since(view) == ["2026-03-03"]


def test_in_the_week_of_a_change_of_the_clock_days_are_whole_by_the_clock_on_the_wall() -> None:
    lives = [closed(f"2026-03-{day} {hour}") for day in (28, 29, 30) for hour in ("00:30", "23:30")]
    for second, count, on in (("00", 4, "2026-03-29"), ("01", 2, "2026-03-30")):
        back = dict.fromkeys(("cases", "events"), f"2026-03-29T00:00:{second}")
        view = show(
            number, read(back, *lives, now="2026-03-31T12:00"), calendar="always", measure="closed", days=10
        ).view
        assert values(view)["value"] == count
        assert since(view) == [on]


@pytest.mark.parametrize(
    ("back", "last_week", "this_week", "on"),
    [
        ("Mon-1 00:00", 1, 2, "2026-02-23"),
        ("Mon-1 00:01", None, 2, "2026-03-02"),
        # of Monday's mail that of Sunday's morning is missing, of the week's nothing
        ("Sun-1 12:00", None, 2, "2026-03-02"),
        ("Mon 09:00", None, 1, "2026-03-03"),
    ],
)
def test_weeks_are_told_from_the_first_whole_one_and_the_running_one_from_its_first_whole_day(
    back: str, last_week: float | None, this_week: float, on: str
) -> None:
    lives = [closed("Sun-1 11:00"), closed("Mon 10:00"), closed("Tue 10:00")]
    of = read(dict.fromkeys(("cases", "events"), back), *lives)
    view = show(trend, of, measure="closed", weeks=4, this_week=True).view
    assert (values(view)["week:2026-02-23"], values(view)["this_week"]) == (last_week, this_week)
    assert since(view) == [on]


def test_before_the_first_whole_day_no_figure_is_told_as_nought() -> None:
    of = read({"cases": "Fri 09:00"}, closed("Fri 10:00"))
    for panel in (in_and_out, flow, lead_times, on_time):
        assert show(panel, of).view.body == Blank((words("missing.history", at=at("Fri 09:00"), sources="desk"),))
    view = show(queue_ages, of).view
    assert words("window.no-day") in view.remarks
    assert (values(view)["open"], values(view)["p85"]) == (0, None)


def test_before_the_first_whole_day_weeks_that_were_stored_are_told_without_the_days() -> None:
    of = read({"cases": "Fri 09:00"})
    key = WeekKey("on-time", scope_text(Where(), "Europe/London"), "2026-02-23")
    of = replace(of, stored_weeks={key: WeekCount(90.0, 18, 20)})
    found = values(show(on_time, of).view)
    assert (found["on_time"], found["reopen_rate"], found["week:2026-02-23"]) == (None, None, 90)
    assert words("window.no-day") in show(on_time, of).view.remarks


def test_beside_a_speed_of_weeks_no_rate_is_told_of_days_that_were_not_read() -> None:
    for back, is_told in (("Fri 09:00", False), ("Thu 00:00", True)):
        view = show(trend, read({"cases": back}, closed("Thu 10:00")), measure="lead-time-p85", weeks=4).view
        assert ("reopen_rate" in values(view)) == is_told


# Sales


def sold(back: Since, now: str = "Fri 17:00", **rows: list[Row]) -> Snapshot:
    """A team's diary and CRM, of which these resources were read back so far."""
    of = sales(now, AMIRA, **rows)
    batches = {
        name: replace(one, since_us={key: us for key, us in told(back).items() if key in one.frames})
        for name, one in of.batches.items()
    }
    return replace(of, batches=batches)


OPEN = [opportunity(f"W-{n}", "Mon-6 09:00") for n in range(3)]
RELEASED = [opportunity(f"R-{day}", "Mon-6 09:00", released=f"{day} 16:00") for day in ("Tue", "Wed", "Thu")]


def test_opportunities_are_covered_by_themselves_where_they_say_when_they_were_released() -> None:
    back = {"appointments": "Wed 15:00", "absences": "Wed 15:00", "opportunities": "Tue 15:00"}
    view = show(opportunity_buffer, sold(back, opportunities=[*OPEN, *RELEASED])).view
    # released on Wednesday and on Thursday, in three days: Tuesday was read in part
    assert (values(view)["releases"], values(view)["cover"]) == (2, 4.5)
    assert since(view) == ["2026-03-04"]
    assert since(show(coordinator_queue, sold(back, opportunities=[*OPEN, *RELEASED])).view) == ["2026-03-04"]


def test_where_appointments_release_opportunities_those_are_to_be_read_too() -> None:
    of = sold({"appointments": "Wed 15:00"}, opportunities=OPEN)
    crm = of.batches["crm"]
    mapped = {"opportunities": crm.mapped["opportunities"] - {"released"}}
    of = replace(of, batches={**of.batches, "crm": replace(crm, mapped=mapped)})
    assert since(show(opportunity_buffer, of).view) == ["2026-03-05"]


def test_of_a_day_that_was_read_in_part_nobody_says_what_came_and_was_released() -> None:
    rows = [opportunity("N", "Fri 10:00"), opportunity("R", "Mon-6 09:00", released="Fri 11:00")]
    for back, moved in (("Fri 09:00", (None, None)), ("Fri 00:00", (1, 1))):
        shown = show(opportunity_buffer, sold({"opportunities": back}, opportunities=rows))
        assert (values(shown.view)["came"], values(shown.view)["released"]) == moved
        assert values(shown.view)["waiting"] == 1


WEEK = [visit("amira", f"{day} 10:00", "performed") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
AHEAD = [visit("amira", "Mon+1 10:00", "booked")]
DIARIES = [unfilled_slots, appointments, bookings]


def entered(text: str, more_us: int = 0) -> dict[str, int]:
    """Appointments as far back as what was entered for the days from an instant on."""
    return {"appointments": at(text) - ENTERED_US + more_us}


def diary(since_us: Mapping[str, int], now: str = "Fri 17:00") -> Snapshot:
    of = sales(now, AMIRA, appointments=[*WEEK, *AHEAD])
    return replace(of, batches={**of.batches, "diary": replace(of.batches["diary"], since_us=since_us)})


@pytest.mark.parametrize("panel", DIARIES)
@pytest.mark.parametrize("resource", ["appointments", "absences"])
@pytest.mark.parametrize("back", ["Fri 16:59", "Fri-1 17:00", "Mon-10 00:00"])
def test_while_diaries_are_read_for_the_first_time_no_slot_looks_empty(panel: object, resource: str, back: str) -> None:
    view = show(panel, diary({resource: at(back)})).view
    on = {"Fri 16:59": "2026-03-06", "Fri-1 17:00": "2026-02-27", "Mon-10 00:00": "2025-12-22"}[back]
    assert view.body == Blank((words("missing.entered", on=on, sources="diary"),))
    assert view.figures == ()


def test_the_stand_up_says_why_it_shows_no_holes_while_diaries_are_read_for_the_first_time() -> None:
    found = agenda(diary({"appointments": at("Fri 16:59")}))
    assert found.holes == ()
    assert found.why_no_holes == (words("missing.entered", on="2026-03-06", sources="diary"),)
    assert agenda(diary({"appointments": at("Fri-14 17:00")})).why_no_holes == ()


@pytest.mark.parametrize("panel", DIARIES)
@pytest.mark.parametrize("back", ["Fri-14 17:00", "Mon-13 00:00"])
def test_after_fourteen_weeks_all_days_that_are_shown_are_known(panel: object, back: str) -> None:
    view = show(panel, diary({"appointments": at(back), "absences": at(back)})).view
    assert view == show(panel, diary({})).view


def test_a_day_is_known_once_what_was_entered_some_weeks_before_it_was_read() -> None:
    for more_us, slots, day in ((0, 12, "2026-03-04"), (SECOND_US, 8, "2026-03-05")):
        of = diary(entered("Wed 00:00", more_us))
        view = show(unfilled_slots, of).view
        assert isinstance(view.body, Columns)
        assert values(view)["slots"] == slots
        assert since(view) == [day]
        found = values(show(appointments, of).view)
        # of four slots a day one was performed
        assert [found[name] for name in ("performed", "slots", "week_performed", "week_slots")] == [
            1,
            4,
            slots / 4,
            slots,
        ]
        assert since(show(appointments, of).view) == [day]


def test_days_to_come_are_known_by_what_was_entered_for_them_too() -> None:
    whole = show(bookings, diary({})).view
    assert show(bookings, diary(entered("Sat 00:00"))).view == whole
    assert isinstance(show(bookings, diary(entered("Sat 00:00", SECOND_US))).view.body, Blank)


def test_another_sources_calendar_is_no_way_to_know_what_was_entered_in_this_one() -> None:
    of = diary({})
    batches = {**of.batches, "crm": replace(of.batches["crm"], since_us={"opportunities": at("Fri 16:00")})}
    assert isinstance(show(appointments, replace(of, batches=batches)).view.body, Pips)
