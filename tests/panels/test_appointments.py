"""The day of each salesperson as pips."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.lives import at
from tests.sales_rows import AMIRA, BEN, LENA, Row, batch, leave, office, snapshot, visit
from tests.shown import show, values
from wallboard.core.organisation import Dated, Person
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, PipRow, Pips, View
from wallboard.core.words import Words, verbatim, words
from wallboard.panels import appointments
from wallboard.panels.contract import Envelope


def view_of(
    now: str, *rows: Row, people: tuple[Person, ...] = (), absences: tuple[Row, ...] = (), **options: object
) -> View:
    return show(appointments, snapshot(now, *people, appointments=list(rows), absences=list(absences)), **options).view


def body_of(view: View) -> Pips:
    assert isinstance(view.body, Pips)
    return view.body


def amira(now: str, *rows: Row, **more: object) -> PipRow:
    return body_of(view_of(now, *rows, **more)).rows[0]  # type: ignore[arg-type]


def test_pips_stand_in_order_of_the_day_and_empty_slots_after_them() -> None:
    row = amira(
        "Mon 12:30",
        visit("amira", "Mon 13:00"),
        visit("amira", "Mon 11:00", "no-show"),
        visit("amira", "Mon 09:00", "performed"),
    )
    assert row.pips == ("performed", "no-show", "booked", "empty")
    assert (row.performed, row.slots) == (1, 4)


def test_a_past_appointment_that_nobody_confirmed_is_half_filled_and_counts_only_where_the_board_says_so() -> None:
    past = visit("amira", "Mon 09:00")
    assert (amira("Mon 12:00", past).pips[0], amira("Mon 12:00", past).performed) == ("unconfirmed", 0)
    taken = amira("Mon 12:00", past, past_is_performed=True)
    assert (taken.pips[0], taken.performed) == ("performed", 1)


def test_more_than_the_slots_is_five_of_four() -> None:
    rows = [visit("amira", f"Mon {hour:02}:00", "performed") for hour in (9, 10, 11, 12, 13)]
    row = amira("Mon 17:00", *rows, visit("amira", "Mon 14:00", "cancelled"))
    assert (row.pips, row.performed, row.slots) == (("performed",) * 5, 5, 4)


def test_half_a_day_has_half_the_slots() -> None:
    row = amira("Mon 10:00", absences=(leave("amira", "Mon 13:00", "Mon 17:00"),))
    assert (row.pips, row.slots, row.away) == (("empty",) * 2, 2, None)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("Wed 17:00", words("appointments.away-until", on="2026-03-05")),
        ("Fri 17:00", words("appointments.away-until-date", on="2026-03-09")),
        ("Mon+800 00:00", words("appointments.away")),
    ],
)
def test_on_leave_is_said_with_the_day_of_return_and_has_no_pips(until: str, said: Words) -> None:
    row = amira("Mon 10:00", absences=(leave("amira", "Mon 00:00", until),))
    assert (row.pips, row.slots, row.away) == ((), 0, said)


def test_a_return_within_six_days_is_a_weekday() -> None:
    row = amira("Tue 10:00", absences=(leave("amira", "Tue 00:00", "Fri 17:00"),))
    assert row.away == words("appointments.away-until", on="2026-03-09")


def test_whoever_has_no_slots_in_force_is_not_on_leave() -> None:
    row = amira("Mon 10:00", people=(replace(AMIRA, slots=(Dated(None, 0),)),))
    assert (row.pips, row.slots, row.away) == ((), 0, None)


def test_the_team_is_the_sum_of_those_who_are_there() -> None:
    rows = (visit("amira", "Mon 09:00", "performed"), visit("Ben Okafor", "Mon 09:00", "performed"))
    body = body_of(view_of("Mon 12:00", *rows, absences=(leave("Ben Okafor", "Mon 13:00", "Mon 17:00"),)))
    assert (body.performed, body.slots) == (2, 6)


def test_the_week_so_far_begins_on_monday_and_has_todays_slots_whole() -> None:
    rows = (
        visit("amira", "Fri-1 09:00", "performed"),
        visit("amira", "Mon 09:00", "performed"),
        visit("amira", "Tue 09:00", "performed"),
        visit("amira", "Wed 09:00", "performed"),
    )
    body = body_of(view_of("Tue 12:00", *rows, people=(AMIRA,)))
    assert (body.week_performed, body.week_slots) == (2, 8)


def test_on_a_date_without_work_the_last_work_day_stands_with_its_date() -> None:
    view = view_of("Sat 12:00", visit("amira", "Fri 09:00", "performed"))
    assert view.heading == words("heading.appointments.day", on="2026-03-06")
    assert values(view)["performed"] == 1
    of = snapshot("Sat 12:00")
    titled = appointments.show(appointments.Options(), Envelope("appointments", "Visits", has_title=True), of).view
    assert titled.heading == words("heading.dated", title=verbatim("Visits"), on="2026-03-06")


def test_the_target_is_said_where_all_have_the_same() -> None:
    assert view_of("Mon 12:00").note == words("appointments.target", n=4)
    three = replace(BEN, slots=(Dated(None, 4), Dated(date(2026, 3, 3), 3)))
    assert view_of("Mon 12:00", people=(AMIRA, three)).note == words("appointments.target", n=4)
    assert view_of("Tue 12:00", people=(AMIRA, three)).note is None


def test_people_stand_in_the_order_that_the_panel_gives() -> None:
    assert [row.name for row in body_of(view_of("Mon 12:00")).rows] == ["Amira Haddad", "Ben Okafor"]
    shown = show(appointments, snapshot("Mon 12:00"), people=["Ben Okafor", "Amira Haddad"]).view
    assert [row.name for row in body_of(shown).rows] == ["Ben Okafor", "Amira Haddad"]


def test_what_is_performed_beyond_the_slots_closes_the_sum_of_the_team() -> None:
    rows = [visit("amira", f"Mon {hour:02}:00", "performed") for hour in (9, 10, 11, 12, 13)]
    found = values(view_of("Mon 17:00", *rows, visit("Ben Okafor", "Mon 09:00", "no-show")))
    assert found["slots"] == 8
    assert found["performed"] - found["beyond"] + found["no_show"] + found["empty"] == 8  # type: ignore[operator]


def test_strangers_and_unusable_rows_are_counted_on_the_wall_and_named_to_the_supervisor() -> None:
    rows = [visit("zoe@rival.example", "Mon 10:00"), visit("amira", "Mon 10:00", id="A-7") | {"start_at": None}]
    shown = show(
        appointments, snapshot("Mon 12:00", appointments=rows, absences=[leave("yan", "Mon 09:00", "Mon 17:00")])
    )
    assert shown.view.remarks == (
        words("unusable.appointment-start", n=1),
        words("diaries.strangers", n=1),
        words("diaries.absent-strangers", n=1),
    )
    assert shown.details == (
        words("unusable.named", why=words("unusable.appointment-start", n=1), names="A-7"),
        words("diaries.unknown", names="“zoe@rival.example”, “yan”"),
    )


def blank_of(of: Snapshot) -> tuple[Words, ...]:
    body = show(appointments, of).view.body
    assert isinstance(body, Blank)
    return body.why


def test_a_board_that_names_no_salesperson_says_so() -> None:
    assert blank_of(snapshot("Mon 12:00", LENA)) == (words("missing.salespeople"),)


def test_a_board_without_appointments_says_so() -> None:
    none = Snapshot(office(feeds={"diary": frozenset({"cases"}), "crm": frozenset({"cases"})}), at("Mon 12:00"))
    assert blank_of(none) == (words("missing.sources.appointments"),)
    assert blank_of(Snapshot(office(), at("Mon 12:00"))) == (words("missing.unread", sources="diary, crm"),)


def diary(mapped: set[str], rows: list[Row], as_of: str = "Fri 12:00") -> Batch:
    return batch(as_of=as_of, appointments=rows, mapped={"appointments": frozenset(mapped)})


def test_a_field_that_no_source_maps_blanks_the_panel_and_one_that_some_lack_is_a_remark() -> None:
    bare, whole = diary({"id", "start"}, [visit("amira", "Mon 10:00")]), batch(appointments=[])
    alone = Snapshot(office(sources=("diary",)), at("Mon 12:00"), {"diary": bare})
    assert blank_of(alone) == (words("missing.field", field="person", sources="diary"),)
    both = Snapshot(office(), at("Mon 12:00"), {"diary": bare, "crm": whole})
    assert words("missing.field", field="person", sources="diary") in show(appointments, both).view.remarks


def test_a_past_of_states_without_their_instants_is_not_told() -> None:
    fields = {"id", "person", "start", "state"}
    of = diary(fields, [visit("amira", "Mon 10:00", "performed")])
    past = Snapshot(office(sources=("diary",)), at("Mon 12:00"), {"diary": of}, is_past=True)
    assert blank_of(past) == (words("missing.history", at=at("Fri 12:00"), sources="diary"),)
    stated = diary(fields, [visit("amira", "Mon 10:00", "performed", "Mon 11:00")])
    told = replace(past, batches={"diary": stated})
    assert values(show(appointments, told).view)["performed"] == 1


def test_that_nobody_says_what_became_of_appointments_is_a_remark_beside_half_filled_pips() -> None:
    of = diary({"id", "person", "start", "end"}, [visit("amira", "Mon 10:00")])
    alone = Snapshot(office(sources=("diary",)), at("Mon 12:00"), {"diary": of})
    view = show(appointments, alone).view
    assert view.remarks == (words("missing.performed", sources="diary"),)
    assert body_of(view).rows[0].pips[0] == "unconfirmed"
    assert show(appointments, alone, past_is_performed=True).view.remarks == ()


def test_nothing_is_performed_or_missed_before_its_start_where_nobody_says_since_when() -> None:
    rows = (visit("amira", "Mon 14:00", "performed"), visit("amira", "Mon 15:00", "no-show"))
    assert amira("Mon 08:00", *rows).pips == ("booked", "booked", "empty", "empty")
    assert amira("Mon 15:30", *rows).pips == ("performed", "no-show", "empty", "empty")


def test_an_appointment_booked_later_than_the_sources_clock_is_counted_and_not_dropped() -> None:
    late = visit("amira", "Mon+1 09:00", booked="Mon+1 08:00")
    known = diary({"id", "person", "start", "state", "booked"}, [late], as_of="Mon 12:00")
    live = replace(snapshot("Mon 12:00"), batches={"diary": known})
    assert words("unusable.appointment-future", n=1) in show(appointments, live).view.remarks
