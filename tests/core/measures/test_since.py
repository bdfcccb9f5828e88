"""A figure whose window begins before its sources were read says since when it tells, and counts no day before."""

from dataclasses import replace

import pytest

from tests.core.lives import at, batch, life, organisation
from tests.sales_rows import AMIRA, Row, opportunity
from tests.sales_rows import snapshot as sales
from tests.shown import figure, show, since
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.on_time import on_time_of_week
from wallboard.core.records import SCHEMAS
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank, OnTime
from wallboard.core.words import words
from wallboard.panels import (
    bars,
    coordinator_queue,
    flow,
    in_and_out,
    lead_times,
    number,
    on_time,
    opportunity_buffer,
    queue_ages,
    table,
    trend,
)

NOW = "Fri 12:00"
SINCE = "2026-03-04"
DUE_SINCE = "2026-03-05"
"""Six hours are allowed: what was closed before Wednesday may fall due on Wednesday."""
WEDNESDAY = "Wed 00:00"

# A still open one of long ago, and ten of each day since Wednesday that were closed within the hour.
OLD = life("OLD", "Mon-9 09:00 opened; Mon-9 10:00 queue=Orders")
CLOSED = [
    life(f"{day}{n}", f"{day} 09:{n:02} opened; {day} 09:{n:02} queue=Orders; {day} 10:00 closed")
    for day in ("Wed", "Thu", "Fri")
    for n in range(10)
]


def known(since: str | None = WEDNESDAY, now: str = NOW, *, is_past: bool = False, of: str = "desk") -> Snapshot:
    desk = replace(batch(OLD, *CLOSED), since_us={} if since is None else dict.fromkeys(("cases", "events"), at(since)))
    other = batch(life("other", "Mon-9 09:00 opened"))
    batches = {"desk": desk, "shop": other} if of == "desk" else {"desk": other, "shop": desk}
    notes = tuple(SourceNote(name, at("Sun+8 00:00")) for name in batches)
    return Snapshot(organisation(sources=("desk", "shop")), at(now), batches, notes, is_past=is_past)


NEEDING_A_DAY: list[tuple[object, dict[str, object]]] = [
    (in_and_out, {}),
    (flow, {}),
    (number, {"measure": "closed", "days": 5}),
    (number, {"measure": "opened"}),
    (number, {"measure": "backlog-days"}),
    (number, {"measure": "on-time"}),
    (bars, {"measure": "closed", "days": 5, "over": "type"}),
]


BY_DUE = [
    (on_time, {}),
    (number, {"measure": "on-time"}),
    (table, {"measures": ("open", "on-time"), "over": "type"}),
    (table, {"measures": ("closed", "on-time"), "over": "type", "days": 5}),
    (trend, {"measure": "on-time"}),
]
WINDOWED = [
    (flow, {}),
    (lead_times, {}),
    (queue_ages, {}),
    (number, {"measure": "closed", "days": 5}),
    (number, {"measure": "backlog-days"}),
    (bars, {"measure": "closed", "days": 5, "over": "type"}),
    (trend, {"measure": "closed"}),
]


@pytest.mark.parametrize(("panel", "options"), WINDOWED)
def test_a_window_that_begins_before_says_since_when(panel: object, options: dict[str, object]) -> None:
    assert since(show(panel, known(), **options).view) == [SINCE]
    assert not since(show(panel, known(None), **options).view)


@pytest.mark.parametrize(("panel", "options"), BY_DUE)
def test_what_is_counted_by_the_due_is_told_from_when_no_unread_case_can_fall_due(
    panel: object, options: dict[str, object]
) -> None:
    assert since(show(panel, known(), **options).view) == [DUE_SINCE]
    assert not since(show(panel, known(None), **options).view)


@pytest.mark.parametrize(
    ("panel", "options"),
    [
        (in_and_out, {}),
        (number, {"measure": "open"}),
        (number, {"measure": "closed", "days": 2}),
        (lead_times, {"days": 3}),
        (queue_ages, {"days": 2}),
    ],
)
def test_a_window_that_was_read_says_nothing(panel: object, options: dict[str, object]) -> None:
    assert not since(show(panel, known(), **options).view)


def test_what_fell_due_before_is_not_counted_as_missed() -> None:
    # two open cases fell due long ago: of those that were closed on time then, nobody knows
    whole, part = (figure(show(on_time, of, days=60).view, "on_time") for of in (known(None), known()))
    assert (whole.numerator, whole.denominator) == (20, 22)
    assert (part.numerator, part.denominator) == (10, 10)


def test_a_day_that_was_read_in_part_is_no_day_of_the_flow() -> None:
    body = show(flow, known("Wed 11:00")).view.figures
    days = {one.name: one.value for one in body if one.name.startswith("net:")}
    assert days == {"net:2026-03-05": 0, "net:2026-03-06": 0}


def test_of_a_day_that_was_read_in_part_nothing_is_told() -> None:
    unread = Blank((words("missing.history", at=at("Fri 09:05"), sources="desk"),))
    for panel, options in NEEDING_A_DAY:
        assert show(panel, known("Fri 09:05"), **options).view.body == unread
    # read from Thursday at 00:00 on, Friday is whole, and Thursday too
    assert show(in_and_out, known("Thu 00:00")).view.body != unread


def test_what_is_usual_is_looked_for_among_the_days_that_were_read() -> None:
    assert (
        show(
            in_and_out,
            known(),
        ).view.note
        is None
    )
    assert show(in_and_out, known(None)).view.note is not None


def test_weeks_before_are_left_out_and_not_stored() -> None:
    of = known("Mon-2 00:00")
    body = show(on_time, of).view.body
    assert isinstance(body, OnTime)
    assert [week.n for week in body.weeks] == [0] * 12
    stored = sorted(key.week_on for key in of.weeks_to_store())
    # what was closed before Monday's midnight may fall due on Monday
    assert stored == ["2026-02-23"]


def test_a_week_that_was_read_in_part_is_no_week() -> None:
    of = known("Tue-1 00:00")
    weeks = of.week_figures("on-time", Where(), on_time_of_week(Where()), count=1)
    assert [week.value for week in weeks] == [None]
    assert of.weeks_to_store() == {}


def test_another_source_than_the_panels_leaves_its_window_alone() -> None:
    where = Where((Condition("source", ("desk",)),))
    assert not since(show(lead_times, known(of="shop"), where=where).view)
    assert since(show(lead_times, known(of="shop")).view)


def test_a_past_before_what_was_read_is_not_told() -> None:
    body = show(lead_times, known(now="Tue 12:00", is_past=True)).view.body
    assert isinstance(body, Blank)
    assert body.why == (words("missing.history", at=at(WEDNESDAY), sources="desk"),)


def test_a_stand_up_leaves_out_what_its_sources_do_not_cover() -> None:
    def names(of: Snapshot) -> set[str]:
        return {one.figure.name for one in agenda(of).numbers}

    assert names(known(None)) - names(known("Fri 09:00")) == {"on_time", "opened", "closed", "net"}


# Sales


def sold(since: str | None, now: str = "Fri 17:00", **rows: list[Row]) -> Snapshot:
    of = sales(now, AMIRA, **rows)
    covered = {} if since is None else dict.fromkeys(SCHEMAS, at(since))
    return replace(of, batches={name: replace(one, since_us=covered) for name, one in of.batches.items()})


RELEASED = [opportunity(f"R-{n}", "Mon-6 09:00", released=when) for n, when in enumerate(("Tue 12:00", "Wed 12:00"))]
WAITING = [opportunity(f"W-{n}", "Mon-6 09:00") for n in range(3)]


def test_cover_is_reckoned_over_the_days_that_were_read() -> None:
    of = sold("Tue 15:00", opportunities=[*RELEASED, *WAITING])
    view = show(opportunity_buffer, of).view
    # one release in Wednesday, Thursday and Friday; Tuesday was read in part
    assert (figure(view, "releases").value, figure(view, "cover").value) == (1, 9)
    assert since(view) == [SINCE]
    whole = show(opportunity_buffer, sold(None, opportunities=[*RELEASED, *WAITING])).view
    assert (figure(whole, "releases").value, figure(whole, "cover").value) == (2, 30)


def test_waits_that_ended_before_are_not_looked_for() -> None:
    view = show(coordinator_queue, sold("Wed 00:00", opportunities=[*RELEASED, *WAITING])).view
    assert figure(view, "wait_p85").n == 1
    assert since(view) == [SINCE]
