"""The days ahead, person by person."""

from dataclasses import replace

import pytest

from tests.sales_rows import AMIRA, BEN, Row, leave, snapshot, visit
from tests.shown import show, values
from wallboard.core.organisation import Dated, Person
from wallboard.core.views.shapes import Blank, Booked, Bookings, View
from wallboard.core.words import words
from wallboard.panels import bookings

DAYS = ("Tue 10:00", "Tue 11:00", "Tue 12:00", "Tue 13:00", "Tue 14:00")


def view_of(
    now: str, *rows: Row, people: tuple[Person, ...] = (AMIRA,), absences: tuple[Row, ...] = (), **options: object
) -> View:
    return show(bookings, snapshot(now, *people, appointments=list(rows), absences=list(absences)), **options).view


def body_of(view: View) -> Bookings:
    assert isinstance(view.body, Bookings)
    return view.body


def tuesday(count: int, *more: Row, **rest: object) -> Booked | None:
    rows = [visit("amira", start) for start in DAYS[:count]]
    return body_of(view_of("Mon 12:00", *rows, *more, **rest)).rows[0].days[0]  # type: ignore[arg-type]


def test_the_days_are_the_work_days_after_today() -> None:
    body = body_of(view_of("Thu 12:00"))
    assert body.days[:3] == ("2026-03-06", "2026-03-09", "2026-03-10")
    assert (len(body.days), body.goals) == (10, (4, 4, 4, 3, 3, 2, 2, 2, 1, 1))


def test_at_the_weekend_they_begin_with_monday() -> None:
    assert body_of(view_of("Sat 12:00")).days[0] == "2026-03-09"


def test_as_many_days_are_shown_as_the_goal_has() -> None:
    view = view_of("Mon 12:00", goal=[4, 2])
    assert body_of(view).days == ("2026-03-03", "2026-03-04")
    assert view.note == words("bookings.note", n=2)


@pytest.mark.parametrize(
    ("filled", "zone"), [(5, "on-track"), (4, "on-track"), (3, "urgent"), (2, "late"), (0, "late")]
)
def test_one_short_of_the_goal_is_urgent_and_two_are_late(filled: int, zone: str) -> None:
    assert tuesday(filled) == Booked(filled, 4, 4, zone)  # type: ignore[arg-type]


def test_cancelled_ones_and_no_shows_fill_nothing() -> None:
    lost = (visit("amira", "Tue 15:00", "cancelled"), visit("amira", "Tue 16:00", "no-show", "Mon 09:00"))
    assert tuesday(3, *lost) == Booked(3, 4, 4, "urgent")


def test_the_goal_is_scaled_by_the_persons_slots_and_rounded_half_up() -> None:
    # three slots: 4, 4, 4, 3, 3, 2, 2, 2, 1, 1 × 3 ÷ 4
    body = body_of(view_of("Mon 12:00", people=(replace(AMIRA, slots=(Dated(None, 3),)),)))
    assert [day.goal for day in body.rows[0].days if day] == [3, 3, 3, 2, 2, 2, 2, 2, 1, 1]


def test_the_goal_may_be_written_for_another_number_of_slots() -> None:
    body = body_of(view_of("Mon 12:00", goal=[5, 3], goal_slots=5))
    assert [day.goal for day in body.rows[0].days if day] == [4, 2]


def test_half_a_day_has_half_the_goal() -> None:
    assert tuesday(1, absences=(leave("amira", "Tue 09:00", "Tue 13:00"),)) == Booked(1, 2, 2, "urgent")


def test_a_day_of_leave_is_no_day_to_fill() -> None:
    away = leave("amira", "Tue 00:00", "Wed 00:00")
    of = snapshot("Mon 12:00", AMIRA, appointments=[visit("amira", "Tue 10:00")], absences=[away])
    shown = show(bookings, of, goal=[4, 4])
    assert body_of(shown.view).rows[0].days == (None, Booked(0, 4, 4, "late"))
    assert (values(shown.view)["booked"], values(shown.view)["slots"]) == (0, 4)
    # who it is, visitors need not read
    assert shown.view.remarks == (words("bookings.without-slot", n=1),)
    assert shown.details == (words("bookings.without-slot-named", names="Amira Haddad"),)


def test_a_hole_is_an_unbooked_slot_of_the_next_three_work_days() -> None:
    rows = [visit("amira", start) for start in DAYS]
    view = view_of("Mon 12:00", *rows, visit("amira", "Wed 10:00"))
    # Tuesday has more than its four, Wednesday lacks three and Thursday four
    assert body_of(view).holes == 7
    assert values(view_of("Mon 12:00", *rows, hole_days=1))["holes"] == 0
    assert values(view_of("Mon 12:00", *rows, goal=[4], hole_days=2))["holes"] == 4


def test_cover_is_what_is_booked_by_the_mean_slots_a_day() -> None:
    rows = [visit("amira", start) for start in DAYS[:3]]
    away = leave("amira", "Wed 00:00", "Thu 00:00")
    # 3 booked; 4 + 0 + 4 slots on 3 days
    body = body_of(view_of("Mon 12:00", *rows, absences=(away,), goal=[4, 4, 4]))
    assert body.cover_days == pytest.approx(3 / (8 / 3))


def test_where_nobody_is_there_cover_is_not_known() -> None:
    view = view_of("Mon 12:00", absences=(leave("amira", "Mon 00:00", "Mon+4 00:00"),))
    assert body_of(view).cover_days is None
    assert values(view)["cover"] is None


def test_people_have_figures_of_their_own() -> None:
    rows = [visit("amira", start) for start in DAYS[:3]]
    found = values(view_of("Mon 12:00", *rows, people=(AMIRA, BEN), goal=[4], hole_days=1))
    assert (found["holes:Amira Haddad"], found["holes:Ben Okafor"]) == (1, 4)
    assert (found["booked:Amira Haddad"], found["booked:Ben Okafor"]) == (3, 0)
    assert (found["short"], found["far_short"]) == (1, 1)


def test_a_board_that_names_no_salesperson_says_so() -> None:
    body = show(bookings, snapshot("Mon 12:00"), people=[]).view.body
    assert isinstance(body, Blank)
    assert body.why == (words("missing.salespeople"),)


def test_records_that_a_source_does_not_give_are_counted_leave_among_them() -> None:
    told = tuple(
        words("rest.doubt.withheld", what=name, n=n, found="…")
        for name, n in (("appointments", 3), ("absences", 2), ("cases", 7))
    )
    desk = snapshot("Mon 12:00", AMIRA, appointments=[visit("amira", "Tue 10:00")], absences=[])
    batches = {**desk.batches, "diary": replace(desk.batches["diary"], remarks=told)}
    remarks = show(bookings, replace(desk, batches=batches)).view.remarks
    assert [one for one in remarks if one.key == "missing.withheld"] == [words("missing.withheld", n=5, source="diary")]
