"""What is counted by the due begins where no case that closed unread can fall due: a share on time is never too low."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest

from tests.core.lives import OFFICE, at, batch, life, organisation, target
from tests.shown import ALL, figure, show, since
from wallboard.cli.recompute import counted
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.coverage import whole_days_from_us
from wallboard.core.measures.on_time import OnTimeAsk, fell_due, on_time_now, on_time_of_week
from wallboard.core.measures.unread_dues import dues_from_us
from wallboard.core.measures.weeks import WeekCount, WeekKey, scope_text
from wallboard.core.organisation import Target
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US
from wallboard.panels import flow, number, on_time, table, trend

TARGETS = (target(40), target(4, "Order"))
ORDERS = Where((Condition("type", ("Order",)),))
EDGE = "Fri-2 12:00"
OLD = life("OLD", "Mon-9 09:00 opened", type="Return")

# Returns that came at 16:00 on a Thursday fall due at 16:00 on the next: one is closed on time before the edge and not
# touched since, the other late after it.
UNREAD = [life(f"N{n}", "Thu-2 16:00 opened; Fri-2 10:00 closed", type="Return") for n in range(10)]
LATE = [life(f"L{n}", "Thu-2 16:00 opened; Fri-1 10:00 closed", type="Return") for n in range(10)]
ORDERED = [life(f"O{n}", "Mon-1 09:00 opened; Mon-1 10:00 closed", type="Order") for n in range(10)]


def known(edge: str | None, *lives: dict[str, object], now: str = "Fri 12:00", **more: object) -> Snapshot:
    """What a desk of these lives knows that was read back to an edge (None: as a whole)."""
    since_us = {} if edge is None else dict.fromkeys(("cases", "events"), at(edge))
    desk = replace(batch(OLD, *lives), since_us=since_us)
    settings = {"targets": TARGETS, **more}
    return Snapshot(organisation(**settings), at(now), {"desk": desk}, (SourceNote("desk", at("Sun+8 00:00")),))


WHOLE = known(None, *UNREAD, *LATE, *ORDERED)


def part() -> Snapshot:
    return known(EDGE, *LATE, *ORDERED)


def week(of: Snapshot, where: Where = ALL) -> float | None:
    """The share on time of the week that holds the dues of the returns."""
    found = show(on_time, of, where=where).view
    made = figure(found, "week:2026-02-23")
    told = show(trend, of, where=where, measure="on-time").view
    assert figure(told, "week:2026-02-23").value == made.value
    return made.value


# Weeks


def test_a_week_in_which_unread_cases_may_fall_due_is_not_told() -> None:
    # ten returns and ten orders of thirty are on time; without the unread ones it would be ten of twenty
    assert week(WHOLE) == pytest.approx(66.7, abs=0.05)
    assert week(part()) is None


def test_such_a_week_is_neither_stored_nor_recomputed() -> None:
    for known_of, mondays in ((WHOLE, ["2026-02-23"]), (part(), [])):
        of = replace(known_of)  # with no week asked for yet
        of.week_figures("on-time", ALL, on_time_of_week(ALL), is_by_due=True, count=1)
        assert [key.week_on for key in of.weeks_to_store()] == mondays
        assert [key.week_on for key in counted(of, of.this_monday - 7)] == mondays


def test_panels_of_named_measures_neither_store_such_a_week() -> None:
    of = part()
    show(trend, of, measure="on-time", weeks=4)
    show(trend, of, measure="closed", weeks=4)
    assert [key.measure for key in of.weeks_to_store()] == ["closed"]
    assert {key.measure for key in counted(of, of.this_monday - 7)} == {"closed"}


def test_the_same_week_is_told_of_cases_that_are_allowed_less_time() -> None:
    assert week(WHOLE, ORDERS) == week(part(), ORDERS) == 100


def test_what_explains_a_week_that_is_not_told_adds_up_to_nothing_known() -> None:
    for panel, options in ((on_time, {}), (trend, {"measure": "on-time"})):
        found = show(panel, part(), **options)
        evidence = found.evidence["week:2026-02-23"]
        assert not evidence.is_in.any()
        assert evidence.how == "highest"


def test_a_week_that_was_stored_stays() -> None:
    key = WeekKey("on-time", scope_text(ALL, "Europe/London"), "2026-02-23")
    of = replace(part(), stored_weeks={key: WeekCount(90.0, 18, 20)})
    assert figure(show(on_time, of).view, "week:2026-02-23").value == 90


# Windows of days


def test_a_window_begins_with_the_first_day_on_which_no_unread_case_can_fall_due() -> None:
    # 40 hours from Friday at noon are the next Friday's noon, four of them Friday's 16:00
    for where, begins in ((ALL, "2026-03-02"), (ORDERS, "2026-02-23")):
        for panel, options in ((on_time, {"days": 14}), (number, {"measure": "on-time", "days": 14})):
            assert since(show(panel, part(), where=where, **options).view) == [begins]
        assert since(show(flow, part(), where=where).view) == ["2026-02-23"]
    found = figure(show(on_time, part(), days=14).view, "on_time")
    # of the twenty known dues of the week before none is counted
    assert (found.numerator, found.denominator) == (0, 0)
    orders = figure(show(on_time, part(), where=ORDERS, days=14).view, "on_time")
    assert (orders.numerator, orders.denominator) == (10, 10)


def test_the_running_week_is_told_of_its_days_on_which_no_unread_case_can_fall_due() -> None:
    lives = [
        life(f"{day}{n}", f"{day} 09:00 opened; {day} 10:00 closed", type="Order")
        for day in ("Mon", "Tue")
        for n in range(10)
    ]
    of = known("Sun-1 12:00", *lives)
    # an order that was closed on Friday may fall due at 13:00 on Monday
    view = show(trend, of, where=ORDERS, measure="on-time", this_week=True).view
    assert (figure(view, "this_week").value, figure(view, "this_week").denominator) == (100, 10)
    assert since(view) == ["2026-03-03"]


def test_beside_counts_by_the_due_others_keep_their_days_and_the_later_day_is_named() -> None:
    view = show(table, part(), measures=("closed", "on-time"), over="type", days=14).view
    assert since(view) == ["2026-03-02"]
    assert figure(view, "closed").value == 20
    assert figure(view, "on-time").denominator == 0


def test_a_stand_up_tells_no_share_of_a_window_in_which_unread_cases_may_fall_due() -> None:
    for days, is_told in ((5, True), (6, False)):
        told = {one.figure.name for one in agenda(part(), on_time=OnTimeAsk(days=days)).numbers}
        assert ("on_time" in told) == is_told


# Before the first such day


def test_before_the_first_such_day_a_panel_says_from_when_on_it_can_tell() -> None:
    of = known("Mon 00:00", life("A", "Tue 09:00 opened; Tue 10:00 closed", type="Order"))
    why = Blank((words("missing.dues", on="2026-03-09", before="2026-03-02", sources="desk"),))
    assert show(on_time, of).view.body == why
    assert show(number, of, measure="on-time").view.body == why
    assert since(show(flow, of).view) == ["2026-03-03"]
    # no day was read at all
    assert show(on_time, known("Fri 09:00")).view.body == Blank(
        (words("missing.history", at=at("Fri 09:00"), sources="desk"),)
    )


def test_beside_other_figures_a_panel_says_that_nothing_is_known_by_the_due_yet() -> None:
    of = known("Mon 00:00", life("A", "Tue 09:00 opened; Tue 10:00 closed", type="Order"))
    view = show(table, of, measures=("closed", "on-time"), over="type", days=5).view
    assert (figure(view, "closed").value, figure(view, "on-time").value) == (1, None)
    assert view.remarks[0] == words("window.no-due")
    assert since(view) == ["2026-03-03"]
    key = WeekKey("on-time", scope_text(ALL, "Europe/London"), "2026-02-23")
    view = show(on_time, replace(of, stored_weeks={key: WeekCount(90.0, 18, 20)})).view
    assert (figure(view, "on_time").value, figure(view, "reopen_rate").n) == (None, 1)
    assert words("window.no-due") in view.remarks


def test_only_sources_of_which_dues_are_unknown_are_named() -> None:
    desk, shop = (replace(batch(OLD), since_us={"cases": at(edge)}) for edge in ("Mon 00:00", "Mon-3 00:00"))
    of = Snapshot(
        organisation(targets=TARGETS, sources=("desk", "shop")), at("Fri 12:00"), {"desk": desk, "shop": shop}
    )
    why = words("missing.dues", on="2026-03-09", before="2026-03-02", sources="desk")
    assert show(number, of, measure="on-time").view.body == Blank((why,))


# How far


@pytest.mark.parametrize(
    ("edge", "hours", "until", "more_us"),
    [
        ("Fri-2 12:00", 4, "Fri-2 16:00", 0),
        ("Fri-2 12:00", 40, "Fri-1 12:00", 0),
        ("Mon 17:00", 8, "Tue 17:00", 0),
        # a case closed with the end of Friday's shift, at which no hour had run, falls due at 13:00 itself
        ("Sat 12:00", 4, "Mon+1 13:00", 1),
        ("Tue 00:00", 8, "Tue 17:00", 1),
    ],
)
def test_the_edge_moves_on_by_the_target_in_work_hours(edge: str, hours: float, until: str, more_us: int) -> None:
    of = organisation(targets=(target(hours),))
    assert dues_from_us(of, {"desk": at(edge)}, ALL) == at(until) + more_us


def test_a_case_may_fall_due_at_the_very_last_instant_before() -> None:
    of = known(None, life("A", "Fri 17:00 opened; Fri 17:00 closed"), now="Tue+1 12:00", targets=(target(4),))
    due_us = int(of.book.due_us[of.book.numbers(np.arange(of.book.size)).index("A")])
    assert dues_from_us(of.organisation, {"desk": at("Sat 12:00")}, ALL) == due_us + 1


@pytest.mark.parametrize(
    ("targets", "where", "until"),
    [
        ((), ALL, "Tue 12:00"),
        (TARGETS, ALL, "Tue+1 12:00"),
        (TARGETS, ORDERS, "Tue 16:00"),
        # where no row is its own, the default's
        (TARGETS, Where((Condition("type", ("Quote",)),)), "Tue+1 12:00"),
        (TARGETS, Where((Condition("type", (None,)),)), "Tue+1 12:00"),
        ((target(8), target(40, "Return")), Where((Condition("type", ("Return",), is_negated=True),)), "Wed 12:00"),
        (TARGETS, Where(any_of=(ORDERS, Where((Condition("queue", ("A",)),)))), "Tue+1 12:00"),
        (TARGETS, Where(any_of=(ORDERS,)), "Tue 16:00"),
        # by priority: of an order with one that no row names, the type's row
        ((*TARGETS, target(8, "Order", priority="low")), ORDERS, "Wed 12:00"),
        (
            (*TARGETS, target(8, "Order", priority="low")),
            Where((*ORDERS.conditions, Condition("priority", ("high",)))),
            "Tue 16:00",
        ),
        # a target of its own calendar
        ((target(4), target(24, "Alarm", calendar="always")), ALL, "Wed 12:00"),
        # in force after the edge: no unread case has it; one that has ended may be an older case's
        ((target(4), target(40, from_on=date(2026, 3, 4))), ALL, "Tue 16:00"),
        ((target(4), target(40, from_on=date(2026, 3, 3))), ALL, "Tue+1 12:00"),
        ((target(40), target(4, from_on=date(2026, 1, 1))), ALL, "Tue+1 12:00"),
    ],
)
def test_the_longest_target_counts_that_an_unread_case_can_have(
    targets: tuple[Target, ...], where: Where, until: str
) -> None:
    assert dues_from_us(organisation(targets=targets), {"desk": at("Tue 12:00")}, where) == at(until)


def test_each_source_has_its_edge_and_its_calendar() -> None:
    of = organisation(targets=(target(4),), sources=("desk", "shop"), source_calendars={"shop": "always"})
    assert dues_from_us(of, {"shop": at("Fri 20:00")}, ALL) == at("Sat 00:00")
    assert dues_from_us(of, {"desk": at("Tue 12:00"), "shop": at("Tue 11:00")}, ALL) == at("Tue 16:00")
    assert dues_from_us(of, {}, ALL) == 0


def test_beyond_the_range_of_a_calendar_no_day_is_known() -> None:
    of = organisation(targets=(target(1_000_000),))
    assert dues_from_us(of, {"desk": at("Tue 12:00")}, ALL) == NEVER_US
    why = words("missing.history", at=at("Tue 00:00"), sources="desk")
    assert show(number, known("Tue 00:00", targets=of.targets), measure="on-time").view.body == Blank((why,))


# All together


def lives_of(seed: int) -> list[tuple[int, dict[str, object]]]:
    """Cases of four weeks with holds and returns, each with the instant of its last change; 0 of open ones."""
    random = Random(seed)
    hours = [f"{day}{week} {hour:02}:00" for week in ("-4", "-3", "-2", "-1") for day in DAYS for hour in range(24)]
    found = []
    for n in range(150):
        first, *more = sorted(random.sample(range(len(hours)), 6))
        length = random.choice((1, 1, 3, 5))
        steps = [f"{hours[first]} opened"]
        for word, place in zip(("waiting", "open", "closed", "open", "closed")[-length:], more, strict=False):
            steps.append(f"{hours[place]} {word}")
        is_open = length > 1 and random.random() < 0.1
        steps = steps[:-1] if is_open else steps
        case = life(f"C{n}", "; ".join(steps), type=random.choice(("Order", "Return", "Visit")))
        found.append((0 if is_open else at(hours[more[length - 1]]), case))
    return found


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MANY: Mapping[str, object] = {
    "targets": (target(8), target(40, "Return"), target(24, "Visit", calendar="always", clock="customer"))
}


@pytest.mark.parametrize("edge", ["Sun-4 10:00", "Mon-3 00:00", "Tue-3 15:00", "Fri-3 12:00", "Sat-3 00:00"])
@pytest.mark.parametrize("kind", ["Order", "Return", "Visit", None])
def test_what_is_told_is_what_it_is_when_all_is_read(edge: str, kind: str | None) -> None:
    lives = lives_of(7)
    where = ALL if kind is None else Where((Condition("type", (kind,)),))
    whole = known(None, *(case for _, case in lives), **MANY)
    read = known(edge, *(case for last_us, case in lives if not 0 < last_us < at(edge)), **MANY)
    assert read.book.size < whole.book.size
    weeks = [of.week_figures("on-time", where, on_time_of_week(where), is_by_due=True, count=5) for of in (read, whole)]
    pairs = [pair for pair in zip(*weeks, strict=True) if pair[0].count.denominator is not None]
    assert pairs
    assert all(mine.count == theirs.count for mine, theirs in pairs)
    begins_us = whole_days_from_us(OFFICE, read.dues_from_us(None, where))
    mine, _ = on_time_now(read, OnTimeAsk(days=40, where=where))
    of_type = np.array([kind in (None, whole.book.name("type", row)) for row in range(whole.book.size)])
    theirs = fell_due(whole.book, of_type, begins_us, whole.at_us)
    assert mine.denominator > 0
    assert (mine.numerator, mine.denominator) == (theirs.numerator, theirs.denominator)
