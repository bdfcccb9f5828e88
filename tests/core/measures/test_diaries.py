"""Appointments laid into the slots of a day."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.lives import MONDAY, OFFICE, at, instant
from tests.sales_rows import AMIRA, BEN, Row, batch, leave, office, snapshot, visit
from wallboard.core.local_time import day_of
from wallboard.core.measures.appointment_rows import BOOKED, CANCELLED, NO_SHOW, PERFORMED, STATES, UNCONFIRMED
from wallboard.core.measures.diaries import Appointments, Ledger, appointments, ledger
from wallboard.core.measures.presence import presence
from wallboard.core.snapshot import Snapshot

WEEK = np.arange(5, dtype=np.int32) + day_of(MONDAY)
PEOPLE = (AMIRA, BEN)


def found(of: Snapshot, *, past_is_performed: bool = False) -> Appointments:
    return appointments(of, PEOPLE, OFFICE, WEEK, past_is_performed=past_is_performed)


def states(now: str, *rows: Row, past_is_performed: bool = False) -> list[str]:
    of = found(snapshot(now, appointments=list(rows)), past_is_performed=past_is_performed)
    return [STATES[state] for state in of.state]


def book(now: str, *rows: Row, absences: tuple[Row, ...] = ()) -> Ledger:
    of = snapshot(now, appointments=list(rows), absences=list(absences))
    return ledger(found(of), presence(of, PEOPLE, OFFICE, WEEK))


def monday(of: Ledger) -> dict[str, int]:
    held = {name: int(of.held[0, 0, state]) for state, name in enumerate(STATES)}
    counts = {"slots": of.slots, "all performed": of.performed, "empty": of.empty, "beyond": of.beyond}
    return held | {name: int(numbers[0, 0]) for name, numbers in counts.items()}


def test_an_appointment_is_known_from_its_booking_on() -> None:
    row = visit("amira", "Tue 10:00", booked="Mon 12:00")
    assert states("Mon 11:59", row) == []
    assert states("Mon 12:00", row) == ["booked"]
    assert states("Mon 00:00", visit("amira", "Tue 10:00")) == ["booked"]


def test_its_state_is_in_force_from_its_own_instant_on_and_before_that_it_is_booked() -> None:
    row = visit("amira", "Tue 10:00", "cancelled", "Mon 12:00")
    assert states("Mon 11:59", row) == ["booked"]
    assert states("Mon 12:00", row) == ["cancelled"]
    assert states("Mon 00:00", visit("amira", "Tue 10:00", "cancelled")) == ["cancelled"]


def test_one_that_is_over_and_still_booked_is_unconfirmed() -> None:
    row = visit("amira", "Mon 10:00")
    assert states("Mon 10:59", row) == ["booked"]
    assert states("Mon 11:00", row) == ["unconfirmed"]
    assert states("Mon 10:00", row | {"end_at": None}) == ["unconfirmed"]


def test_the_past_is_performed_where_the_board_says_so() -> None:
    rows = (visit("amira", "Mon 10:00"), visit("amira", "Mon 12:00"), visit("amira", "Mon 09:00", "no-show"))
    assert states("Mon 11:00", *rows, past_is_performed=True) == ["performed", "booked", "no-show"]


def test_an_appointment_belongs_to_the_work_day_of_its_start() -> None:
    of = found(snapshot("Mon 09:00", appointments=[visit("amira", "Sat-1 10:00"), visit("amira", "Mon 20:00")]))
    assert of.day.tolist() == [WEEK[0], WEEK[0]]


def test_of_several_rows_with_one_id_the_last_counts() -> None:
    rows = (visit("amira", "Mon 10:00", id="A"), visit("amira", "Mon 15:00", "cancelled", id="A"))
    assert states("Mon 09:00", *rows) == ["cancelled"]


def test_strangers_and_nobodys_are_counted_by_name() -> None:
    rows = [visit("zoe", "Mon 10:00"), visit("zoe", "Mon 11:00"), visit("amira", "Mon 10:00") | {"person": None}]
    of = found(snapshot("Mon 09:00", appointments=rows))
    assert (of.row.size, of.strangers) == (0, {"zoe": 2, "": 1})


def test_somebody_of_the_board_who_is_not_shown_is_no_stranger() -> None:
    assert found(snapshot("Mon 09:00", appointments=[visit("Lena Fuchs", "Mon 10:00")])).strangers == {}


def test_rows_that_cannot_be_used_are_counted_and_named() -> None:
    rows = [
        visit("amira", "Mon 10:00", id="A") | {"start_at": None},
        visit("amira", "Mon 10:00", id="B", booked="Mon 09:06"),
        visit("amira", "Mon 10:00", id="C", booked="Mon 09:05"),
        visit("amira", "Mon 10:00", "perhaps", id="D"),
        visit("amira", "Mon 10:00", "performed", id="E", end="Mon 09:59"),
    ]
    of = found(Snapshot(office(), OFFICE.last_us, {"diary": batch(as_of="Mon 09:00", appointments=rows)}))
    assert [(one.why.key, one.examples) for one in of.unusable] == [
        ("unusable.appointment-start", ("A",)),
        ("unusable.appointment-future", ("B",)),
        ("unusable.appointment-state", ("D",)),
        ("unusable.appointment-order", ("E",)),
    ]
    assert of.row.tolist() == [2]


@pytest.mark.parametrize(
    ("first", "until", "unread"),
    [
        ("Mon 00:00", "Sat 00:00", None),
        ("Mon 00:01", "Sat 00:00", 1),
        ("Wed 00:00", "Sat 00:00", 2),
        ("Wed 00:00", "Thu 12:00", 4),
        ("Sat 00:00", "Sun 00:00", 5),
    ],
)
def test_days_for_which_no_diary_was_read_are_counted_and_have_no_slots(
    first: str, until: str, unread: int | None
) -> None:
    every_day = [visit("amira", f"{day} 10:00") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    whole = snapshot("Mon 09:00", appointments=every_day)
    read = {
        name: replace(one, reach_us=(at(first), at(until))) if name == "diary" else replace(one, reach_us=(0, 0))
        for name, one in whole.batches.items()
    }
    of = found(replace(whole, batches=read))
    assert [(one.why.key, one.count) for one in of.unusable] == ([("diaries.unread", unread)] if unread else [])
    kept = ledger(of, presence(whole, PEOPLE, OFFICE, WEEK))
    known = 5 - (unread or 0)
    assert (int(kept.slots.sum()), int(kept.filled.sum()), int(kept.empty.sum())) == (8 * known, known, 7 * known)


def test_a_person_whose_diary_could_not_be_read_has_no_slots_and_is_named() -> None:
    every_day = [visit(name, f"{day} 10:00") for name in ("amira", "ben") for day in ("Mon", "Tue")]
    whole = snapshot("Mon 09:00", appointments=every_day)
    known = ledger(found(whole), presence(whole, PEOPLE, OFFICE, WEEK))
    read = {name: replace(one, unread=("amira", "nobody")) for name, one in whole.batches.items()}
    of = found(replace(whole, batches=read))
    kept = ledger(of, presence(whole, PEOPLE, OFFICE, WEEK))
    names = [person.name for person in PEOPLE]
    (place,) = of.unknown_people.tolist()
    assert [(one.why.key, one.count, one.examples) for one in of.unusable] == [
        ("diaries.unread-people", 1, (names[place],))
    ]
    assert known.slots[place].sum() > 0
    assert (kept.slots[place].sum(), kept.filled[place].sum(), kept.empty[place].sum()) == (0, 0, 0)
    others = [other for other in range(len(names)) if other != place]
    assert (kept.slots[others] == known.slots[others]).all()
    assert (kept.filled[others] == known.filled[others]).all()


def test_an_appointment_of_no_length_can_be_used() -> None:
    of = found(snapshot("Mon 12:00", appointments=[visit("amira", "Mon 10:00", "performed", end="Mon 10:00")]))
    assert (of.unusable, of.state.tolist()) == ((), [PERFORMED])


def test_a_refilled_slot_is_not_lost() -> None:
    rows = (
        visit("amira", "Mon 09:00", "cancelled"),
        visit("amira", "Mon 09:00", "performed"),
        visit("amira", "Mon 11:00", "performed"),
        visit("amira", "Mon 13:00", "performed"),
        visit("amira", "Mon 15:00"),
    )
    assert monday(book("Mon 14:30", *rows)) == {
        "slots": 4, "performed": 3, "unconfirmed": 0, "booked": 1, "no-show": 0, "cancelled": 0, "empty": 0,
        "all performed": 3, "beyond": 0,
    }  # fmt: skip


def test_a_fifth_performed_appointment_is_beyond_the_slots() -> None:
    rows = [visit("amira", f"Mon {hour:02}:00", "performed") for hour in (9, 10, 12, 14, 16)]
    counts = monday(book("Mon 17:00", *rows, visit("amira", "Mon 15:00", "no-show")))
    assert (counts["all performed"], counts["performed"], counts["beyond"], counts["no-show"]) == (5, 4, 1, 0)


def test_a_no_show_holds_a_slot_before_a_cancelled_one_does() -> None:
    away = leave("amira", "Mon 09:00", "Mon 15:00")
    rows = (visit("amira", "Mon 15:00", "cancelled"), visit("amira", "Mon 16:00", "no-show"))
    counts = monday(book("Mon 17:00", *rows, absences=(away,)))
    assert (counts["slots"], counts["no-show"], counts["cancelled"], counts["empty"]) == (1, 1, 0, 0)


def test_on_leave_nothing_is_empty_and_what_is_performed_is_beyond() -> None:
    away = leave("amira", "Mon 00:00", "Tue 00:00")
    counts = monday(book("Mon 17:00", visit("amira", "Mon 10:00", "performed"), absences=(away,)))
    assert (counts["slots"], counts["empty"], counts["all performed"], counts["beyond"]) == (0, 0, 1, 1)


def test_a_board_without_rows_has_empty_slots() -> None:
    of = Snapshot(office(), OFFICE.last_us, {})
    empty = ledger(found(of), presence(of, PEOPLE, OFFICE, WEEK))
    assert empty.empty.sum() == empty.slots.sum() == 40


visits = st.builds(
    lambda person, day, hour, state: visit(person, f"{('Mon', 'Tue')[day]} {hour:02}:00", state),
    st.sampled_from(["amira", "Ben Okafor"]),
    st.integers(0, 1),
    st.integers(8, 18),
    st.sampled_from(["booked", "performed", "cancelled", "no-show", None]),
)
leaves = st.builds(
    lambda person, hour, length: leave(person, f"Mon {hour:02}:00", f"Mon {hour + length:02}:00"),
    st.sampled_from(["amira", "Ben Okafor"]),
    st.integers(8, 12),
    st.integers(0, 11),
)


@given(st.lists(visits, max_size=16), st.lists(leaves, max_size=3), st.integers(8, 18))
def test_slots_are_what_fills_them_and_what_is_empty(rows: list[Row], absences: list[Row], hour: int) -> None:
    of = book(f"Mon {hour:02}:30", *(row | {"id": str(n)} for n, row in enumerate(rows)), absences=tuple(absences))
    kinds = (PERFORMED, UNCONFIRMED, BOOKED, NO_SHOW, CANCELLED)
    held = [of.held[..., kind] for kind in kinds]
    assert (of.held >= 0).all()
    assert (of.empty >= 0).all()
    within = of.performed <= of.slots
    assert (of.slots == of.performed + sum(held[1:]) + of.empty)[within].all()
    assert (of.slots == held[0])[~within].all()
    assert (of.unfilled == np.maximum(of.slots - of.performed, 0)).all()
    assert of.held.sum() == of.has_slot.sum()


def test_instants_of_a_source_are_kept_to_the_microsecond() -> None:
    row = visit("amira", "Mon 10:00") | {"start_at": instant("Mon 10:00").replace(microsecond=7)}
    assert found(snapshot("Mon 09:00", appointments=[row])).start_us[0] % 1_000_000 == 7
