"""Lead times of closed cases by type."""

from datetime import date

from tests.core.lives import life, snapshot, target
from wallboard.core.evidence import reckoned
from wallboard.core.organisation import CaseType
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Spans
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.lead_times import Options, show


def shown(of: Snapshot, clock: str | None = None, days: int = 20) -> Shown:
    return show(Options(days=days), Envelope("lead-times", "lead-times", clock=clock), of)  # type: ignore[arg-type]


def rows(of: Snapshot, clock: str | None = None, days: int = 20) -> dict[str, tuple[float | None, ...]]:
    body = shown(of, clock, days).view.body
    assert isinstance(body, Spans)
    return {str(row.label.args.get("text", row.label.key)): (row.median_h, row.p85_h, row.n) for row in body.rows}


def closed_after(number: str, hours: int, **columns: str) -> dict[str, object]:
    return life(number, f"Mon 09:00 opened; Mon {9 + hours:02d}:00 closed", **columns)


def test_percentiles_are_nearest_ranks_and_the_median_too() -> None:
    cases = [closed_after(f"A{hours}", hours, type="Order") for hours in (1, 2, 3, 4, 5, 6, 7, 8)]
    # rank ⌈8 · 0.5⌉ = 4 and ⌈8 · 0.85⌉ = 7
    assert rows(snapshot("Tue 09:00", *cases)) == {"Order": (4.0, 7.0, 8)}


def test_a_hold_stops_the_organisations_clock_and_not_the_customers() -> None:
    case = life("A", "Mon 09:00 opened; Mon 10:00 waiting; Mon 14:00 open; Mon 15:00 closed", type="Order")
    found = snapshot("Tue 09:00", case)
    assert rows(found) == {"Order": (2.0, 2.0, 1)}
    assert rows(found, "customer") == {"Order": (6.0, 6.0, 1)}
    assert shown(found).view.note == words("lead-times.note.organisation", n=20)
    assert shown(found, "customer").view.note == words("lead-times.note.customer", n=20)


def test_only_cases_that_stand_closed_since_a_day_in_the_window_count() -> None:
    undone = life("A", "Mon 09:00 opened; Mon 10:00 closed; Mon 11:00 open", type="Order")
    early = life("B", "Mon-1 09:00 opened; Mon-1 10:00 closed", type="Order")
    assert rows(snapshot("Tue 09:00", undone, early), days=5) == {}
    assert rows(snapshot("Tue 09:00", undone, early), days=7) == {"Order": (1.0, 1.0, 1)}


def test_the_target_is_what_the_closed_cases_had_and_colours_the_85th_percentile() -> None:
    from_tuesday = target(3, "Order", from_on=date(2026, 3, 3))
    targets = (target(6), target(4, "Order"), from_tuesday, target(1, "Order", priority="high"))
    cases = [closed_after("A", 4, type="Order"), closed_after("B", 7, type="Quote")]
    figures = {one.name: one for one in shown(snapshot("Wed 16:00", *cases, targets=targets)).view.figures}
    assert (figures["p85:Order"].target, figures["p85:Order"].zone) == (4, "on-track")
    assert (figures["p85:Quote"].target, figures["p85:Quote"].zone) == (6, "urgent")


def test_cases_of_a_priority_are_held_to_its_target_and_not_to_their_types() -> None:
    targets = (target(40), target(2, "Order", priority="high"))
    cases = [closed_after(f"A{n}", 3, type="Order", priority="high") for n in range(20)]
    figures = {one.name: one for one in shown(snapshot("Tue 16:00", *cases, targets=targets)).view.figures}
    assert (figures["p85:Order"].target, figures["p85:Order"].zone) == (2, "urgent")


def test_where_fewer_than_four_in_five_had_the_same_target_there_is_none_and_it_is_said() -> None:
    targets = (target(6, "Order"), target(2, "Order", priority="high"))
    normal = [closed_after(f"A{n}", 3, type="Order") for n in range(4)]
    high = [closed_after(f"B{n}", 3, type="Order", priority="high") for n in range(2)]
    view = shown(snapshot("Tue 16:00", *normal, *high[:1], targets=targets)).view
    assert {one.name: one.target for one in view.figures}["p85:Order"] == 6
    view = shown(snapshot("Tue 16:00", *normal, *high, targets=targets)).view
    assert {one.name: one.target for one in view.figures}["p85:Order"] is None
    assert words("lead-times.mixed", n=1, first=verbatim("Order")) in view.remarks


def test_a_type_of_which_nothing_was_closed_shows_its_target_in_force() -> None:
    targets = (target(6), target(4, "Order"), target(3, "Order", from_on=date(2026, 3, 3)))
    view = shown(snapshot("Tue 16:00", closed_after("A", 1), targets=targets, types=(CaseType("Order"),))).view
    assert {one.name: one.target for one in view.figures}["p85:Order"] == 3


def test_the_re_open_rate_stands_beside_the_speeds() -> None:
    cases = [closed_after(f"A{n}", 1) for n in range(9)]
    back = life("B", "Mon 09:00 opened; Mon 10:00 closed; Mon 11:00 open")
    view = shown(snapshot("Tue 16:00", *cases, back)).view
    assert {one.name: one.value for one in view.figures}["reopen_rate"] == 10.0
    assert words("on-time.reopened", percent=10.0) in view.remarks


def test_a_target_on_the_other_clock_is_not_compared() -> None:
    found = snapshot("Tue 09:00", closed_after("A", 8, type="Order"), targets=(target(6, clock="customer"),))
    figures = {one.name: one for one in shown(found).view.figures}
    assert (figures["p85:Order"].target, figures["p85:Order"].zone) == (None, None)
    assert {one.name: one.zone for one in shown(found, "customer").view.figures}["p85:Order"] == "urgent"


def test_listed_types_stand_in_order_also_those_of_which_nothing_was_closed_and_no_type_last() -> None:
    types = (CaseType("Quote"), CaseType("Order"))
    cases = [closed_after("A", 1, type="Order"), closed_after("B", 1), closed_after("C", 1, type="Extra")]
    body = shown(snapshot("Tue 09:00", *cases, types=types)).view.body
    assert isinstance(body, Spans)
    assert [row.label for row in body.rows] == [
        verbatim("Quote"), verbatim("Order"), verbatim("Extra"), words("lane.none.type"),
    ]  # fmt: skip
    assert body.rows[0].p85_h is None


def test_under_twenty_the_figure_is_grey() -> None:
    cases = [closed_after(f"A{n}", 1, type="Order") for n in range(20)]
    few, many = (shown(snapshot("Tue 09:00", *some)).view.figures[0] for some in (cases[:19], cases))
    assert (few.n, few.is_grey, many.n, many.is_grey) == (19, True, 20, False)


def test_cases_whose_hours_nobody_knows_are_left_out_and_counted() -> None:
    known = closed_after("A", 2, type="Order")
    dated = life("B", "Mon 09:00 opened; Mon 11:00 closed", type="Order")
    dated["case"]["opened_is_date"] = True  # type: ignore[index]
    view = shown(snapshot("Tue 09:00", known, dated)).view
    assert words("lead-times.unknown", n=1) in view.remarks
    assert view.figures[0].n == 1


def test_each_figure_is_explained_by_its_cases() -> None:
    cases = [closed_after(f"A{hours}", hours, type="Order" if hours % 2 else "Quote") for hours in range(1, 8)]
    of = shown(snapshot("Tue 09:00", *cases))
    assert {one.name: reckoned(of.evidence[one.name]) for one in of.view.figures} == {
        one.name: one.value for one in of.view.figures
    }
