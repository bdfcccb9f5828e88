"""Slots without a performed appointment, and why."""

from dataclasses import replace

from tests.core.lives import at
from tests.sales_rows import AMIRA, Row, batch, leave, office, snapshot, visit
from tests.shown import show, values
from wallboard.collect.plain import said
from wallboard.core.organisation import Dated
from wallboard.core.records import Batch, Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Columns, Fact, View
from wallboard.core.words import words
from wallboard.panels import unfilled_slots


def view_of(now: str, *rows: Row, absences: tuple[Row, ...] = (), **options: object) -> View:
    return show(unfilled_slots, snapshot(now, AMIRA, appointments=list(rows), absences=list(absences)), **options).view


def columns(view: View) -> list[tuple[float, ...]]:
    assert isinstance(view.body, Columns)
    return [column.values for column in view.body.columns]


def test_no_shows_come_before_cancelled_ones_and_these_before_slots_never_booked() -> None:
    rows = (
        visit("amira", "Mon 09:00", "no-show"),
        visit("amira", "Mon 11:00", "cancelled"),
        visit("amira", "Mon 13:00", "performed"),
    )
    assert columns(view_of("Mon 17:00", *rows))[-1] == (1, 1, 1, 0)


def test_a_refilled_slot_is_not_unfilled() -> None:
    rows = (
        visit("amira", "Mon 09:00", "cancelled"),
        *(visit("amira", f"Mon {hour}:00", "performed") for hour in ("09", "11", "13", "15")),
    )
    assert values(view_of("Mon 17:00", *rows, days=1))["unfilled"] == 0


def test_what_is_still_to_come_or_not_confirmed_is_open() -> None:
    rows = (visit("amira", "Mon 09:00"), visit("amira", "Mon 14:00"))
    view = view_of("Mon 12:00", *rows, days=1)
    assert columns(view) == [(0, 0, 2, 2)]
    assert values(view) == {"unfilled": 4, "no_show": 0, "cancelled": 0, "never_booked": 2, "open": 2, "slots": 4}


def test_more_than_the_slots_makes_up_for_no_other_day() -> None:
    five = [visit("amira", f"Mon {hour}:00", "performed") for hour in ("09", "10", "11", "12", "13")]
    assert values(view_of("Tue 12:00", *five, days=2))["unfilled"] == 4


def test_the_window_is_the_last_five_work_days_and_today_is_marked() -> None:
    body = view_of("Tue 12:00").body
    assert isinstance(body, Columns)
    days = ["2026-02-25", "2026-02-26", "2026-02-27", "2026-03-02", "2026-03-03"]
    assert [column.label for column in body.columns] == [words("unfilled-slots.day", on=on) for on in days]
    assert [column.is_now for column in body.columns] == [False] * 4 + [True]


def test_at_the_weekend_no_column_is_today() -> None:
    body = view_of("Sat 12:00").body
    assert isinstance(body, Columns)
    assert not any(column.is_now for column in body.columns)


def test_longer_windows_are_labelled_by_date() -> None:
    body = view_of("Tue 12:00", days=6).body
    assert isinstance(body, Columns)
    assert body.columns[-1].label == words("unfilled-slots.date", on="2026-03-03")


def test_the_foot_says_how_many_of_how_many_and_how_many_are_open() -> None:
    body = view_of("Mon 12:00", visit("amira", "Mon 14:00"), days=1).body
    assert isinstance(body, Columns)
    assert body.facts == (
        Fact(words("unfilled-slots.of", unfilled=4, n=4)),
        Fact(words("unfilled-slots.still-open", n=1), is_minor=True),
    )


def test_of_one_slot_it_is_said_as_of_one() -> None:
    one = replace(AMIRA, slots=(Dated(None, 1),))
    body = show(unfilled_slots, snapshot("Mon 12:00", one), days=1).view.body
    assert isinstance(body, Columns)
    assert said(body.facts[0].text) == "1 of 1 slot unfilled"


def test_a_week_of_leave_has_no_slots_and_says_so() -> None:
    body = view_of("Mon 12:00", absences=(leave("amira", "Mon-2 00:00", "Tue 00:00"),)).body
    assert isinstance(body, Columns)
    assert body.empty == words("unfilled-slots.none")


def without_state(*rows: Row) -> Batch:
    fields = frozenset({"id", "person", "start", "end", "state_at"})  # since when, but not what
    return batch(appointments=list(rows), mapped={"appointments": fields})


def test_where_nobody_says_what_became_of_appointments_no_slot_is_called_unfilled() -> None:
    of = Snapshot(
        office(AMIRA, sources=("diary",)), at("Mon 17:00"), {"diary": without_state(visit("amira", "Mon 09:00"))}
    )
    view = show(unfilled_slots, of).view
    assert view.body == Blank((words("missing.performed", sources="diary"), words("missing.performed.remedy")))
    assert view.figures == ()
    # what is over counts as performed: nobody needs to say so
    assert values(show(unfilled_slots, of, days=1, past_is_performed=True).view)["unfilled"] == 3


def test_what_only_one_of_two_sources_cannot_say_is_a_remark() -> None:
    of = Snapshot(office(AMIRA), at("Mon 17:00"), {"diary": without_state(), "crm": batch(appointments=[])})
    assert show(unfilled_slots, of).view.remarks == (words("missing.performed", sources="diary"),)


def test_marks_that_no_entry_bears_are_a_remark_where_the_slots_would_look_empty() -> None:
    why = words("calendar.no-marks", n=9, resource="appointments", found="Visits")
    here = snapshot("Mon 12:00", AMIRA, appointments=[])
    barren = replace(here.batches["diary"], unusable=(Unusable("appointments", why, 9),))
    view = show(unfilled_slots, replace(here, batches={**here.batches, "diary": barren})).view
    assert why in view.remarks


def test_appointments_that_the_read_left_out_are_counted_where_others_came() -> None:
    here = snapshot("Mon 12:00", AMIRA, appointments=[visit("amira", "Mon 09:00")])
    left_out = tuple(
        Unusable(name, words("record.row.time", n=n, column="start"), n)
        for name, n in (("appointments", 2), ("cases", 1))
    )
    diary = replace(here.batches["diary"], unusable=left_out)
    view = show(unfilled_slots, replace(here, batches={**here.batches, "diary": diary})).view
    assert words("missing.useless.appointments", n=2, source="diary") in view.remarks
    assert [one for one in view.remarks if one.key.startswith("record.")] == []
