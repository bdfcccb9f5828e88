"""Finished weeks: their edges, their names, and which of stored and computed figures counts (rule 7)."""

from datetime import date

import pytest

from tests.core.lives import at, batch, life, organisation, snapshot
from wallboard.core.local_time import day_of, monday_of
from wallboard.core.measures.on_time import on_time_of_week
from wallboard.core.measures.weeks import (
    FinishedWeek,
    WeekCount,
    WeekFigure,
    WeekKey,
    scope_text,
    this_monday,
    week_edges_us,
)
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote

HOUR_US = 3_600_000_000
ALL = Where()
ORDERS, QUOTES = Condition("type", ("Order", None)), Condition("queue", ("Quotes",), is_negated=True)


def cases_opened(week: FinishedWeek) -> WeekCount:
    book = week.book
    return WeekCount(int(((book.opened_us >= week.from_us) & (book.opened_us < week.until_us)).sum()))


OLD = life("old", "Mon-9 09:00 opened; Mon-9 10:00 closed")
"""Before it nothing is known."""


def opened(found: Snapshot, count: int = 2) -> tuple[WeekFigure, ...]:
    return found.week_figures("opened", ALL, cases_opened, count=count)


def read_at(text: str, now: str = "Wed+1 12:00", *lives: dict[str, object], is_past: bool = False) -> Snapshot:
    note = SourceNote("desk", at(text))
    return Snapshot(organisation(), at(now), {"desk": batch(OLD, *lives)}, (note,), is_past=is_past)


@pytest.mark.parametrize(
    ("on", "hours"), [("2026-03-02", 168), ("2026-03-23", 167), ("2026-10-19", 169), ("2026-10-26", 168)]
)
def test_a_week_is_monday_to_sunday_in_the_boards_zone_through_changes_of_the_clock(on: str, hours: int) -> None:
    begins = day_of(date.fromisoformat(on))
    first_us, next_us = week_edges_us("Europe/London", begins)
    assert (next_us - first_us) / HOUR_US == hours
    assert this_monday("Europe/London", first_us) == begins
    assert this_monday("Europe/London", first_us - 1) == begins - 7


def test_a_sunday_belongs_to_the_monday_before_it() -> None:
    sunday = day_of(date(2026, 3, 8))
    assert [monday_of(sunday + step) - sunday for step in (-6, 0, 1)] == [-6, -6, 1]


def test_an_hour_on_sunday_evening_is_the_next_weeks_further_east() -> None:
    sunday_us = at("2026-03-01T23:30")
    assert this_monday("Europe/Berlin", sunday_us) - this_monday("Europe/London", sunday_us) == 7


def test_what_comes_at_mondays_midnight_is_the_new_weeks() -> None:
    lives = [life("A", "Mon 00:00 opened"), life("B", "Mon-1 00:00 opened"), life("C", "Sun-1 23:59 opened")]
    assert [week.value for week in opened(snapshot("Wed 12:00", *lives))] == [None, 2]
    assert [week.value for week in opened(snapshot("Wed+1 12:00", *lives))] == [2, 1]


def test_a_stored_week_wins_over_what_the_rows_tell() -> None:
    found = snapshot("Wed 12:00", life("A", "Mon-1 09:00 opened"))
    (week,) = opened(found, count=1)
    assert (week.value, week.is_stored) == (1, False)
    ask = found.week_asks["opened", scope_text(ALL, "Europe/London")]
    stored = {ask.key(week.begins): WeekCount(7, 1, 3)}
    (again,) = opened(found.moved_to(found.at_us, (), stored), count=1)
    assert again == WeekFigure(week.begins, WeekCount(7, 1, 3), is_stored=True)
    assert again.count == WeekCount(7, 1, 3)


def test_the_past_looks_at_no_stored_week() -> None:
    key = WeekKey("opened", scope_text(ALL, "Europe/London"), "2026-02-23")
    lives = [life("A", "Mon-1 09:00 opened")]
    found = Snapshot(
        organisation(), at("Wed 12:00"), {"desk": batch(*lives)}, is_past=True, stored_weeks={key: WeekCount(7)}
    )
    assert [week.value for week in opened(found, count=1)] == [1]


def test_no_book_is_settled_for_weeks_that_are_stored() -> None:
    found = snapshot("Wed 12:00", life("A", "Mon-1 09:00 opened"))
    opened(found)
    asks = list(found.week_asks.values())
    weeks = {ask.key(found.this_monday - 7 * back): WeekCount(5) for ask in asks for back in (1, 2)}

    def never(week: FinishedWeek) -> WeekCount:
        raise AssertionError

    moved = found.moved_to(found.at_us, (), weeks)
    assert [week.value for week in moved.week_figures("opened", ALL, never, count=2)] == [5, 5]


def test_one_book_of_a_week_end_is_kept_and_no_more() -> None:
    found = snapshot("Wed 12:00", life("A", "Mon-1 09:00 opened"))
    monday = found.this_monday
    first = found.week_book(monday - 7)
    assert found.week_book(monday - 7) is first
    found.week_book(monday - 14)
    assert found.week_book(monday - 7) is not first


def test_a_week_is_computed_once_for_the_same_rows() -> None:
    found = snapshot("Wed 12:00", OLD, life("A", "Mon-1 09:00 opened"))
    computed = []

    def counting(week: FinishedWeek) -> WeekCount:
        computed.append(week.begins)
        return WeekCount(1)

    found.week_figures("opened", ALL, counting, count=2)
    found.moved_to(found.at_us + HOUR_US, ()).week_figures("opened", ALL, counting, count=2)
    assert len(computed) == 2


def test_a_scope_is_the_same_text_for_the_same_cases() -> None:
    one = Where((ORDERS, QUOTES), (Where((ORDERS,)), Where((QUOTES,))))
    turned = Condition("type", (None, "Order"))
    other = Where((QUOTES, turned), (Where((QUOTES,)), Where((turned,))))
    assert scope_text(one, "Europe/London") == scope_text(other, "Europe/London")


def test_a_scope_is_another_text_for_whatever_changes_the_figure() -> None:
    conditions = [ORDERS, QUOTES, Condition("type", ("Order",)), Condition("queue", ("Quotes",))]
    conditions += [Condition("share", above=1.0), Condition("share", below=1.0)]
    wheres = [ALL, Where((ORDERS, QUOTES)), Where((), (Where((ORDERS,)), Where((QUOTES,))))]
    wheres += [Where((one,)) for one in conditions]
    scopes = [scope_text(where, "Europe/London") for where in wheres]
    scopes += [scope_text(ALL, "Europe/Berlin"), scope_text(ALL, "Europe/London", {"clock": "customer"})]
    assert len(set(scopes)) == len(scopes)


# What may be stored


def test_weeks_may_be_stored_once_the_rows_reach_beyond_their_end() -> None:
    for read, whole in (("Mon+1 00:00", 2), ("Sun 23:59", 1), ("Sun-1 23:59", 0)):
        found = read_at(read)
        opened(found)
        assert len(found.weeks_to_store()) == whole


def test_nothing_of_the_past_and_nothing_twice_is_to_be_stored() -> None:
    past, now = read_at("Wed+1 12:00", is_past=True), read_at("Wed+1 12:00")
    opened(past)
    opened(now)
    assert past.weeks_to_store() == {}
    moved = now.moved_to(now.at_us, now.notes, now.weeks_to_store())
    opened(moved)
    assert moved.weeks_to_store() == {}


def test_a_figure_that_no_panel_shows_any_more_is_not_stored() -> None:
    found = read_at("Wed+1 12:00")
    opened(found)
    assert found.moved_to(found.at_us, found.notes).weeks_to_store() == {}


def test_only_the_sources_that_feed_a_figure_must_be_whole() -> None:
    found = read_at("Wed+1 12:00")
    for sources, stored in ((("desk",), 1), (("desk", "unread"), 0), (None, 1), ((), 0)):
        fresh = found.moved_to(found.at_us, found.notes)
        fresh.week_figures("opened", ALL, cases_opened, sources=sources, count=1)
        assert len(fresh.weeks_to_store()) == stored


def test_on_time_of_a_week_is_a_percentage_from_ten_cases_on() -> None:
    lives = [life(f"{n}", f"Mon-1 09:00 opened; Mon-1 {10 if n < 9 else 16}:00 closed") for n in range(10)]
    for count, value in ((10, 90), (9, None)):
        found = snapshot("Wed 12:00", *lives[:count])
        (week,) = found.week_figures("on-time", ALL, on_time_of_week(ALL), count=1)
        assert week.count == WeekCount(value, 9, count, count, 0, 0)


def test_weeks_before_the_first_row_are_unknown_and_not_weeks_without_work() -> None:
    found = snapshot("Wed 12:00", life("A", "Wed-1 09:00 opened"))
    assert [week.value for week in opened(found, count=3)] == [None, None, 1]
