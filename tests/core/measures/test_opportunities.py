"""Opportunities that wait, those released, and how long they waited."""

import numpy as np
import pytest

from tests.core.lives import HOUR_US, MONDAY, OFFICE, at
from tests.sales_rows import TEAM, Row, batch, office, opportunity, snapshot, visit
from wallboard.core.local_time import day_of
from wallboard.core.measures.opportunities import (
    UNDATED_US,
    Opportunities,
    days_passed,
    on_day,
    opportunities,
    window_us,
    zones_of,
)
from wallboard.core.measures.people import NOBODY, UNKNOWN
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES
from wallboard.core.worktime import NEVER_US


def pile(now: str, *rows: Row, visits: tuple[Row, ...] = ()) -> Opportunities:
    return opportunities(snapshot(now, opportunities=list(rows), appointments=list(visits)), OFFICE)


def waiting(now: str, *rows: Row, visits: tuple[Row, ...] = ()) -> list[bool]:
    return pile(now, *rows, visits=visits).is_waiting.tolist()


def test_an_opportunity_waits_from_its_creation_until_its_release() -> None:
    row = opportunity("O-1", "Mon 10:00", released="Mon 12:00")
    assert [waiting(f"Mon {time}", row) for time in ("09:59", "10:00", "11:59", "12:00")] == [
        [],
        [True],
        [True],
        [False],
    ]


@pytest.mark.parametrize("decision", ["won", "lost"])
def test_one_that_is_decided_waits_no_more(decision: str) -> None:
    row = opportunity("O-1", "Mon 10:00", **{decision: "Mon 12:00"})
    assert [waiting(f"Mon {time}", row) for time in ("11:59", "12:00")] == [[True], [False]]


def test_the_first_booking_of_an_appointment_releases_it_in_whatever_system() -> None:
    visits = (
        visit("amira", "Thu 10:00", booked="Tue 10:00", opportunity="O-1"),
        visit("amira", "Tue 14:00", "cancelled", booked="Mon 12:00", opportunity="O-1"),
    )
    row = opportunity("O-1", "Mon 10:00")
    assert [waiting(f"Mon {time}", row, visits=visits) for time in ("11:59", "12:00")] == [[True], [False]]
    assert pile("Wed 09:00", row, visits=visits).released_us.tolist() == [at("Mon 12:00")]


def test_the_sources_own_release_goes_before_appointments() -> None:
    row = opportunity("O-1", "Mon 10:00", released="Tue 09:00")
    visits = (visit("amira", "Thu 10:00", booked="Mon 12:00", opportunity="O-1"),)
    assert pile("Wed 09:00", row, visits=visits).released_us.tolist() == [at("Tue 09:00")]


def test_an_appointment_entered_before_its_opportunity_releases_it_at_once() -> None:
    visits = (visit("amira", "Thu 10:00", booked="Mon 09:00", opportunity="O-1"),)
    found = pile("Wed 09:00", opportunity("O-1", "Mon 10:00"), visits=visits)
    assert (found.released_us.tolist(), found.wait_us.tolist()) == ([at("Mon 10:00")], [0])


def test_a_booking_without_an_instant_releases_at_a_time_that_nobody_knows() -> None:
    visits = (visit("amira", "Thu 10:00", opportunity="O-1"),)
    found = pile("Wed 09:00", opportunity("O-1", "Mon 10:00"), visits=visits)
    assert found.released_us.tolist() == [UNDATED_US]
    assert (found.is_waiting.tolist(), found.is_wait_known.tolist()) == ([False], [False])


def test_a_wait_runs_in_work_hours_and_ends_with_the_release() -> None:
    rows = (opportunity("O-1", "Fri-1 16:00"), opportunity("O-2", "Mon 09:00", released="Mon 10:30"))
    assert (pile("Mon 11:00", *rows).wait_us / HOUR_US).tolist() == [3, 1.5]


def test_the_wait_of_one_decided_before_its_release_is_no_wait_for_a_release() -> None:
    found = pile("Tue 09:00", opportunity("O-1", "Mon 09:00", lost="Mon 10:00", released="Mon 12:00"))
    assert (found.is_wait_known.tolist(), (found.wait_us / HOUR_US).tolist()) == ([False], [1])


def test_a_number_in_two_sources_is_two_opportunities() -> None:
    row = [opportunity("O-1", "Mon 10:00")]
    both = {"crm": batch(opportunities=row), "erp": batch(opportunities=row)}
    of = Snapshot(office(sources=("crm", "erp")), at("Mon 12:00"), both)
    assert opportunities(of, OFFICE).source.tolist() == [0, 1]


def test_of_several_rows_with_one_number_the_last_counts() -> None:
    found = pile("Mon 12:00", opportunity("O-1", "Mon 10:00"), opportunity("O-1", "Mon 11:00"))
    assert found.created_us.tolist() == [at("Mon 11:00")]


def test_rows_that_cannot_be_used_are_counted_and_named() -> None:
    rows = [
        opportunity("A", None),
        opportunity("B", "Mon 10:00", released="Mon 09:00"),
        opportunity("C", "Mon 10:00", won="Mon 09:00"),
        opportunity("D", "Mon 11:06"),
        opportunity("E", "Mon 11:05"),
        opportunity("F", "Mon 10:00", released="Tue 10:00"),
    ]
    crm = batch(as_of="Mon 11:00", opportunities=rows)
    found = opportunities(Snapshot(office(sources=("crm",)), at("Mon 12:00"), {"crm": crm}), OFFICE)
    assert [(one.why.key, one.count, one.examples) for one in found.unusable] == [
        ("unusable.opportunity-created", 1, ("A",)),
        ("unusable.opportunity-order", 2, ("B", "C")),
        ("unusable.opportunity-future", 2, ("D", "F")),
    ]
    assert found.row.tolist() == [4]


def test_reasons_come_in_the_order_of_their_rows_and_name_rows_that_have_a_number() -> None:
    early = opportunity("B", "Mon 10:00", won="Mon 09:00")
    nameless = [{**opportunity("", None), "number": None} for _ in range(30)]
    rows = [early, *nameless, opportunity("A", None)]
    crm = batch(as_of="Mon 11:00", opportunities=rows)
    found = opportunities(Snapshot(office(sources=("crm",)), at("Mon 12:00"), {"crm": crm}), OFFICE)
    assert [(one.why.key, one.count, one.examples) for one in found.unusable] == [
        ("unusable.opportunity-order", 1, ("B",)),
        ("unusable.opportunity-created", 31, ("A",)),
    ]
    assert [one.rows.tolist() for one in found.left_out] == [[0], list(range(1, 32))]


def test_what_is_later_than_the_instant_is_not_known_yet_and_not_unusable() -> None:
    found = pile("Mon 12:00", opportunity("A", "Tue 10:00"), opportunity("B", "Mon 10:00", released="Tue 10:00"))
    assert found.unusable == ()
    assert found.is_waiting.tolist() == [True]


def coordinators(rows: list[Row], *fields: str) -> list[int]:
    crm = batch(opportunities=rows, mapped={"opportunities": frozenset({"number", "created", *fields})})
    return opportunities(Snapshot(office(sources=("crm",)), at("Tue 12:00"), {"crm": crm}), OFFICE).coordinator.tolist()


def test_the_coordinator_is_the_rows_own() -> None:
    rows = [opportunity(str(n), "Mon 10:00", coordinator=name) for n, name in enumerate(("LF", "lena fuchs", "Zoe"))]
    rows.append(opportunity("9", "Mon 10:00", owner="Amira Haddad"))
    assert coordinators(rows, "coordinator", "owner") == [2, 2, UNKNOWN, NOBODY]


def test_where_no_coordinator_is_mapped_it_is_the_salespersons() -> None:
    rows = [opportunity(str(n), "Mon 10:00", owner=name) for n, name in enumerate(("Amira Haddad", "LF", "Zoe"))]
    assert coordinators(rows, "owner") == [TEAM.index(TEAM[2]), NOBODY, NOBODY]


def test_zones_of_waits_are_thirds_of_the_target_in_whole_numbers() -> None:
    # the target is 9: a third is 3, two thirds 6
    zones = zones_of(np.array([0, 2, 3, 5, 6, 9, 10]), 9)
    assert [ZONES[zone] for zone in zones] == ["on-track", "on-track", "watch", "watch", "urgent", "urgent", "late"]


def test_the_window_of_releases_is_twenty_work_days_today_included() -> None:
    from_us, to_us = window_us(OFFICE, at("Mon 12:00"))
    assert to_us == at("Mon 12:00")
    # Tuesday four weeks before is the first of twenty; Monday's day ends with it
    assert from_us == at("Tue-4 00:00")


def test_days_pass_from_the_work_day_of_the_earliest_creation_and_are_twenty_at_most() -> None:
    def passed(now: str, *created: str) -> float:
        rows = [opportunity(str(n), when) for n, when in enumerate(created)]
        return days_passed(pile(now, *rows), OFFICE, at(now))

    assert passed("Tue 13:00", "Mon 16:00", "Mon 12:00") == 1.5
    assert passed("Tue 13:00", "Sat-1 10:00") == 1.5  # the weekend's are Monday's
    assert passed("Sat 10:00", "Sat 09:00") == 0
    assert passed("Tue 13:00", "Mon-9 16:00") == 19.5
    assert passed("Tue 13:00") == 0


def test_an_instant_belongs_to_its_work_day_and_none_to_none() -> None:
    instants = np.array([at("Fri-1 18:00"), at("Sat-1 10:00"), at("Mon 10:00"), NEVER_US, UNDATED_US])
    assert on_day(OFFICE, instants, day_of(MONDAY)).tolist() == [False, True, True, False, False]
