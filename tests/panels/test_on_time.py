"""The share on time, its weeks and its colours."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.lives import at as instant_us
from tests.core.lives import batch, life, organisation, snapshot, target
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.on_time import OnTimeAsk
from wallboard.core.openings import HoursRule
from wallboard.core.records import Batch
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, OnTime, View
from wallboard.core.words import verbatim, words
from wallboard.core.worktime import WorkCalendar
from wallboard.panels.contract import Envelope
from wallboard.panels.on_time import Options, asked, show

ENVELOPE = Envelope("on-time", "on-time")


def view_of(of: Snapshot, **options: float) -> View:
    return show(Options(**options), ENVELOPE, of).view  # type: ignore[arg-type]


def test_twelve_finished_weeks_stand_behind_the_window() -> None:
    cases = [life(f"{week}-{n}", f"Mon-{week} 09:00 opened; Mon-{week} {10 if n < 9 else 16}:00 closed")
             for week in range(1, 14) for n in range(10)]  # fmt: skip
    body = view_of(snapshot("Mon 12:00", *cases)).body
    assert isinstance(body, OnTime)
    assert [(week.week_on, week.percent, week.n) for week in body.weeks][::11] == [
        ("2025-12-08", 90, 10),
        ("2026-02-23", 90, 10),
    ]
    assert len(body.weeks) == 12


def test_a_week_with_fewer_than_ten_due_has_no_percentage() -> None:
    body = view_of(snapshot("Mon 12:00", life("A", "Mon-1 09:00 opened"))).body
    assert isinstance(body, OnTime)
    assert (body.weeks[-1].percent, body.weeks[-1].n) == (None, 1)


def test_without_any_target_the_panel_says_so() -> None:
    body = view_of(snapshot("Mon 12:00", life("A", "Mon 09:00 opened"), targets=())).body
    assert body == Blank((words("missing.targets"),))


def test_cases_without_a_target_are_named_and_grey_the_share() -> None:
    cases = [life(f"A{n}", "Mon 09:00 opened; Mon 10:00 closed", type="Order") for n in range(20)]
    others = [life(f"B{n}", "Mon 09:00 opened", type="Other") for n in range(6)]
    view = view_of(snapshot("Tue 12:00", *cases, *others, targets=(target(6, "Order"),)))
    assert (view.figures[0].without_target, view.figures[0].is_grey) == (6, True)
    assert words("with-target", with_target=20, all=26) in view.remarks


def test_a_stand_up_tells_the_very_figure_of_the_panel() -> None:
    cases = [life(f"A{n}", "Mon 09:00 opened; Mon 10:00 closed", type="Order") for n in range(20)]
    others = [life(f"B{n}", "Mon 09:00 opened", type="Other") for n in range(6)]
    found = snapshot("Tue 12:00", *cases, *others, targets=(target(6, "Order"),))
    (told,) = (one.figure for one in agenda(found).numbers if one.figure.name == "on_time")
    assert told == view_of(found).figures[0]
    assert told.without_target == 6


TYPE_ORDER = Where((Condition("type", ("Order",)),))


@pytest.mark.parametrize(
    ("options", "envelope", "n"),
    [
        ({}, ENVELOPE, 26),
        ({"days": 1, "target": 60}, ENVELOPE, 3),
        ({}, replace(ENVELOPE, where=TYPE_ORDER), 20),
        ({"days": 2}, replace(ENVELOPE, calendar="always"), 26),
    ],
)
def test_a_stand_up_asks_what_the_panel_asks(options: dict[str, float], envelope: Envelope, n: int) -> None:
    cases = [life(f"A{n}", "Mon 09:00 opened; Mon 10:00 closed", type="Order") for n in range(20)]
    others = [life(f"B{n}", "Mon 09:00 opened", type="Other") for n in range(3)]
    others += [life(f"C{n}", "Mon 14:00 opened; Tue 10:00 closed", type="Other") for n in range(3)]
    found = snapshot("Tue 12:00", *cases, *others, targets=(target(6),))
    ask = asked(Options(**options), envelope)  # type: ignore[arg-type]
    (told,) = (one.figure for one in agenda(found, on_time=ask).numbers if one.figure.name == "on_time")
    assert told == show(Options(**options), envelope, found).view.figures[0]  # type: ignore[arg-type]
    assert told.n == n


def test_a_stand_up_calls_a_share_of_some_cases_what_the_board_calls_it() -> None:
    found = snapshot("Tue 12:00", life("A", "Mon 09:00 opened; Mon 10:00 closed", type="Order"))
    envelope = Envelope("on-time", "Orders on time", has_title=True)
    asks = (asked(Options(days=3), one) for one in (envelope, replace(envelope, where=TYPE_ORDER)))
    labels = [one.label for ask in asks for one in agenda(found, on_time=ask).numbers if one.figure.name == "on_time"]
    assert labels == [words("agenda.number.on-time", n=3), verbatim("Orders on time")]


def test_a_stand_up_leaves_out_a_share_over_days_that_have_not_begun() -> None:
    later = WorkCalendar("later", "Europe/London", [HoursRule(date(2027, 1, 1), (((0, 86_400),),) * 7)])
    of = replace(organisation(), calendars={**organisation().calendars, "later": later})
    found = snapshot("Tue 12:00", life("A", "Mon 09:00 opened"))
    found = Snapshot(of, found.at_us, found.batches)
    told = {one.figure.name for one in agenda(found, on_time=OnTimeAsk(calendar="later")).numbers}
    assert "late" in told
    assert "on_time" not in told


def test_a_week_in_which_few_have_a_target_is_grey_and_named() -> None:
    cases = [life(f"A{n}", "Mon-1 09:00 opened; Mon-1 10:00 closed", type="Order") for n in range(25)]
    others = [life(f"B{n}", "Mon-1 09:00 opened", type="Other") for n in range(75)]
    view = view_of(snapshot("Tue 12:00", *cases, *others, targets=(target(6, "Order"),)))
    week = view.figures[-1]
    assert (week.name, week.value, week.without_target, week.is_grey) == ("week:2026-02-23", 100, 75, True)
    assert words("weeks.with-target", n=1, on="2026-02-23", with_target=25, all=100) in view.remarks


def test_the_window_is_as_long_as_the_board_says() -> None:
    cases = [life(f"{day}", f"{day} 09:00 opened; {day} 10:00 closed") for day in ("Mon", "Tue", "Wed")]
    found = snapshot("Wed 16:00", *cases)
    assert [view_of(found, days=days).figures[0].denominator for days in (1, 2, 3)] == [1, 2, 3]


def test_the_past_of_a_source_without_history_is_not_told_unless_no_clock_stops_on_hold() -> None:
    made = batch(life("A", "Mon 09:00 opened", closed_at="Mon 12:00"), as_of="Fri 12:00", keeps_events=False)
    columns = Batch(
        {"cases": made.frames["cases"]},
        {"cases": frozenset({"number", "opened", "closed"})},
        made.as_of_us,
        made.clock_us,
    )
    for clock, told in (("organisation", False), ("customer", True)):
        office = organisation(targets=(target(6, clock=clock),))
        past = Snapshot(office, instant_us("Tue 12:00"), {"desk": columns}, is_past=True)
        assert isinstance(view_of(past).body, OnTime) is told
