"""The pile by coordinator and age."""

import pytest

from tests.core.lives import at
from tests.sales_rows import AMIRA, LENA, Row, batch, office, opportunity, snapshot
from tests.shown import show, values
from wallboard.core.organisation import Person
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, StackRow, Stacks, View
from wallboard.core.words import verbatim, words
from wallboard.panels import coordinator_queue

MAREK = Person("Marek Novak", "coordinator")
TEAM = (AMIRA, LENA, MAREK)


def view_of(now: str, *rows: Row, **options: object) -> View:
    return show(coordinator_queue, snapshot(now, *TEAM, opportunities=list(rows)), **options).view


def rows_of(view: View) -> tuple[StackRow, ...]:
    assert isinstance(view.body, Stacks)
    return view.body.rows


def waiting(number: str, created: str, coordinator: str | None = "LF") -> Row:
    return opportunity(number, created) | {"coordinator": coordinator}


def test_coordinators_stand_in_the_boards_order_also_without_work() -> None:
    rows = rows_of(view_of("Mon 12:00", waiting("A", "Mon 10:00")))
    assert [(row.label, row.total, row.is_private) for row in rows] == [
        (verbatim("Lena Fuchs"), 1, True),
        (verbatim("Marek Novak"), 0, True),
    ]


def test_others_and_none_follow_where_there_are_any() -> None:
    rows = rows_of(
        view_of(
            "Mon 12:00",
            waiting("A", "Mon 10:00", "Zoe"),
            waiting("B", "Mon 10:00", None),
            waiting("C", "Mon 10:00", "Amira Haddad"),
        )
    )
    assert [(row.label.key, row.total, row.is_private) for row in rows[2:]] == [
        ("coordinator-queue.others", 2, False),
        ("coordinator-queue.none", 1, False),
    ]


def test_a_row_is_parted_by_zone_of_wait_by_target() -> None:
    ages = ("Mon 11:30", "Mon 11:00", "Mon 10:00", "Mon 09:00", "Fri-1 16:00")
    row = rows_of(view_of("Mon 12:00", *(waiting(age, age) for age in ages), target_wait_h=3))[0]
    # half an hour is on track, one watch, two and three urgent, four late
    assert (row.zones, row.oldest_h, row.oldest_zone) == ((1, 1, 2, 1), 4, "late")


def test_without_a_target_nothing_has_a_zone_and_that_is_said() -> None:
    view = view_of("Mon 12:00", waiting("A", "Mon 10:00"))
    row = rows_of(view)[0]
    assert (row.zones, row.without_target, row.oldest_h, row.oldest_zone) == ((0, 0, 0, 0), 1, 2, None)
    assert view.remarks == (words("coordinator-queue.no-target"),)


def ended(number: int, hours: int) -> Row:
    return opportunity(f"R-{number}", "Mon 09:00", released=f"Mon {9 + hours:02}:00", coordinator="LF")


def test_p85_is_of_the_waits_that_ended_by_a_release_in_twenty_work_days() -> None:
    released = [ended(number, hours) for number, hours in enumerate((1, 2, 3, 4, 5))]
    lost = opportunity("lost", "Mon 09:00", lost="Mon 16:00", coordinator="LF")
    long_ago = opportunity("old", "Mon-6 09:00", released="Mon-4 16:00", coordinator="LF")
    row = rows_of(view_of("Tue 09:00", *released, lost, long_ago))[0]
    assert (row.p85_h, row.n, row.is_grey) == (5, 5, True)


@pytest.mark.parametrize(("n", "is_grey"), [(19, True), (20, False)])
def test_a_percentile_of_few_is_grey(n: int, is_grey: bool) -> None:
    assert rows_of(view_of("Tue 09:00", *(ended(number, 1) for number in range(n))))[0].is_grey == is_grey


def test_nobodys_waits_have_no_percentile() -> None:
    row = rows_of(view_of("Mon 12:00"))[1]
    assert (row.total, row.oldest_h, row.p85_h, row.n) == (0, None, None, 0)


def test_figures_are_of_all_and_of_each() -> None:
    rows = (waiting("A", "Mon 09:00"), waiting("B", "Mon 10:00", "Marek Novak"), ended(1, 2))
    found = values(view_of("Mon 12:00", *rows, target_wait_h=6))
    assert (found["waiting"], found["waiting:Lena Fuchs"], found["waiting:Marek Novak"]) == (2, 1, 1)
    assert (found["oldest"], found["oldest:Marek Novak"], found["wait_p85"]) == (3, 2, 2)
    assert (found["on_track"], found["watch"], found["urgent"], found["late"]) == (0, 2, 0, 0)


def test_a_coordinator_that_no_source_maps_blanks_the_panel() -> None:
    crm = batch(opportunities=[], mapped={"opportunities": frozenset({"number", "created", "released"})})
    body = show(coordinator_queue, Snapshot(office(sources=("crm",)), at("Mon 12:00"), {"crm": crm})).view.body
    assert isinstance(body, Blank)
    assert body.why == (words("missing.field", field="coordinator", sources="crm"),)
