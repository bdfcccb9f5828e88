"""The named measures, each over a few lives worked out by hand, and what they come to in groups and weeks."""

from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import get_args

import numpy as np
import pytest

from tests.core.lives import at, batch, life, organisation, snapshot, target
from wallboard.core.evidence import amounts_of, reckoned
from wallboard.core.measures.asked import Ask, lacks_of, of_week, reopenings, scope_of, weeks_of, weigh, weigh_this_week
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.flow import days_flow
from wallboard.core.measures.groups import groups
from wallboard.core.measures.lines import Line, lines_of
from wallboard.core.measures.named import MEASURES, WEEKLY, MeasureName
from wallboard.core.measures.on_time import on_time_of_week
from wallboard.core.measures.weeks import WeekCount, WeekFigure
from wallboard.core.measures.weighing import Reckoned
from wallboard.core.organisation import CaseType, Person, Queue
from wallboard.core.records import Batch
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words
from wallboard.panels.named.said import remarks_of

EVERYTHING = Where()


def asked(of: Snapshot, name: MeasureName, days: int | None = None, **more: object) -> Reckoned:
    """What a measure comes to."""
    ask = Ask(name, EVERYTHING, days=days, **more)  # type: ignore[arg-type]
    return weigh(of, ask, lacks_of(of, (ask,))).reckon()


def many(count: int, text: str, start: int = 0, **columns: str) -> list[dict[str, object]]:
    return [life(f"C-{start + index}", text, **columns) for index in range(count)]


def by_name(lines: tuple[Line, ...]) -> dict[str, float | None]:
    return {line.name: line.found[0].value for line in lines}


# One morning: the target is 6 work hours, now it is Tuesday noon.
MORNING = (
    life("on-track", "Tue 11:00 opened", type="Order", queue="Front", owner="Kim", priority="high"),
    life("watch", "Tue 09:00 opened", type="Order", queue="Front", owner="Kim"),
    life("urgent", "Mon 15:00 opened", type="Quote", owner="Ada"),
    life("late", "Mon 09:00 opened", type="Quote", queue="Experts"),
    life("held", "Mon 09:00 opened; Mon 16:00 waiting", type="Order", queue="Front", owner="Kim"),
    life("closed", "Mon 09:00 opened; Tue 10:00 closed", type="Order", owner="Kim"),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("open", 5),
        ("running", 4),
        ("on-hold", 1),
        ("on-track", 1),
        ("watch", 1),
        ("urgent", 1),
        ("late", 1),  # the one on hold is late too, and zone counts are of running cases
        ("without-owner", 1),
        ("without-queue", 1),
        ("without-target", 0),
        ("oldest-open", 11),
        ("opened", 2),
        ("closed", 1),
        ("net", -1),
        ("due-today", 3),  # the running ones but that of yesterday, not the closed one
    ],
)
def test_each_measure_of_a_morning(name: MeasureName, value: float) -> None:
    assert asked(snapshot("Tue 12:00", *MORNING), name).value == value


def test_a_case_opened_at_eleven_with_six_hours_is_due_on_the_next_day() -> None:
    assert asked(snapshot("Tue 12:00", life("A", "Tue 11:01 opened")), "due-today").value == 0
    assert asked(snapshot("Tue 12:00", life("A", "Tue 11:00 opened")), "due-today").value == 1


def test_a_flow_counts_the_last_work_days_today_included() -> None:
    found = snapshot("Wed 12:00", life("A", "Mon 10:00 opened"), life("B", "Tue 10:00 opened; Wed 09:00 closed"))
    assert [asked(found, "opened", days).value for days in (1, 2, 3)] == [0, 1, 2]
    assert [asked(found, "net", days).value for days in (1, 3)] == [1, -1]


def test_on_a_saturday_today_is_friday_and_weekend_mail_is_mondays() -> None:
    found = snapshot("Sat 12:00", life("A", "Fri 10:00 opened"), life("B", "Sat 09:00 opened"))
    assert asked(found, "opened").value == 1
    assert asked(found, "opened", 2).value == 1
    monday = snapshot("Mon+1 12:00", life("A", "Fri 10:00 opened"), life("B", "Sat 09:00 opened"))
    assert [asked(monday, "opened", days).value for days in (1, 2)] == [1, 2]


def test_resumed_cases_close_the_sum_of_opened_and_closed() -> None:
    found = snapshot("Tue 12:00", life("A", "Mon 09:00 opened; Mon 10:00 closed; Tue 09:00 open"))
    assert [asked(found, name).value for name in ("opened", "closed", "reopened")] == [0, 0, 1]


BACK_AGAIN = (
    life("back", "Mon 09:00 opened; Mon 12:00 closed; Tue 10:00 open"),
    life("twice", "Mon 09:00 opened; Mon 10:00 closed; Tue 09:00 open; Tue 15:00 closed"),
    life("new", "Tue 11:00 opened"),
)


def test_a_flow_over_days_is_the_sum_of_each_days_as_known_at_its_end() -> None:
    found = snapshot("Tue 16:00", *BACK_AGAIN)
    names = ("opened", "closed", "net", "reopened")
    assert [asked(found, name, 2).value for name in names] == [3, 3, 0, 2]
    came = days_flow(found.book, np.ones(3, dtype=np.bool_), found.organisation.calendars["office"], 2)
    assert (came.opened, came.closed, came.closed - came.opened, came.reopened) == (3, 3, 0, 2)
    assert asked(found, "open").value == 3 - 3 + 2  # opened, closed and re-opened explain what stands open


def test_a_case_that_closed_twice_stands_once_behind_a_flow_and_gives_two() -> None:
    found = snapshot("Tue 16:00", *BACK_AGAIN)
    ask = Ask("closed", EVERYTHING, days=2)
    evidence = weigh(found, ask, lacks_of(found, (ask,))).explained
    assert evidence.book.numbers(evidence.rows) == ["back", "twice"]
    assert amounts_of(evidence).tolist() == [1, 2]


def test_a_flow_of_a_week_is_as_known_at_the_weeks_end() -> None:
    found = snapshot("Mon+1 12:00", *BACK_AGAIN)
    asks = tuple(Ask(name, EVERYTHING) for name in ("opened", "closed", "net", "reopened"))  # type: ignore[arg-type]
    (week,) = weeks_of(found, asks, lacks_of(found, asks, "week"), 1)
    assert [one.value for one in week] == [3, 1, -2, 0]


def test_on_time_is_rule_1_with_what_is_undecided_beside_it() -> None:
    good, missed = many(6, "Mon 09:00 opened; Mon 12:00 closed"), many(4, "Mon 09:00 opened", 6)
    edge = life("edge", "Mon 11:00 opened")
    found = asked(snapshot("Mon 20:00", *good, *missed, edge), "on-time")
    assert (found.value, found.numerator, found.denominator, found.undecided) == (60, 6, 10, 1)
    assert found.is_grey


def test_no_percentage_under_ten_and_grey_under_twenty() -> None:
    seen = [
        asked(snapshot("Tue 12:00", *many(n, "Mon 09:00 opened; Mon 12:00 closed")), "on-time") for n in (9, 19, 20)
    ]
    assert [(one.value, one.is_grey) for one in seen] == [(None, True), (100, True), (100, False)]


def test_lead_times_are_nearest_rank_and_on_the_clock_asked_for() -> None:
    cases = [life(f"C-{n}", f"Mon 09:00 opened; Mon 10:00 waiting; Mon {10 + n}:00 closed") for n in range(1, 5)]
    found = snapshot("Tue 12:00", *cases)
    assert asked(found, "lead-time-median").value == 1
    customer = asked(found, "lead-time-median", clock="customer")
    assert (customer.value, customer.n, customer.is_grey) == (3, 4, True)
    assert asked(found, "lead-time-p85", clock="customer").value == 5


def test_a_lead_time_leaves_out_cases_whose_hours_nobody_knows() -> None:
    dated = life("A", "Mon 00:00 opened; Mon 12:00 closed", opened_is_date=True)  # type: ignore[arg-type]
    found = snapshot("Tue 12:00", dated, life("B", "Mon 09:00 opened; Mon 12:00 closed"))
    one = asked(found, "lead-time-p85")
    assert (one.value, one.n, one.without_hours) == (3, 1, 1)


def test_the_reopen_rate_counts_closings() -> None:
    undone = many(2, "Mon 09:00 opened; Mon 10:00 closed; Tue 10:00 open; Tue 11:00 closed")
    found = asked(snapshot("Wed 12:00", *undone, *many(8, "Mon 09:00 opened; Mon 10:00 closed", 2)), "reopen-rate")
    assert (found.numerator, found.denominator, found.value) == (2, 12, pytest.approx(100 / 6))


def test_the_backlog_is_open_cases_by_mean_closures_a_work_day() -> None:
    # known since Monday: four closed in two work days and a half, five open
    closed = many(4, "Mon 09:00 opened; Tue 10:00 closed")
    found = snapshot("Wed 13:00", *closed, *many(5, "Mon 09:00 opened", 4))
    assert asked(found, "backlog-days").value == pytest.approx(5 / (4 / 2.5))


def test_without_closings_a_backlog_in_days_cannot_be_told() -> None:
    assert asked(snapshot("Wed 13:00", *many(5, "Mon 09:00 opened")), "backlog-days").value is None


def test_the_oldest_of_no_case_is_no_nought() -> None:
    assert asked(snapshot("Wed 13:00", life("A", "Mon 09:00 opened; Mon 10:00 waiting")), "oldest-open").value is None


def test_cases_without_a_target_are_counted_and_grey_the_zones() -> None:
    mixed = [*many(7, "Mon 09:00 opened", type="Order"), *many(3, "Mon 09:00 opened", 7, type="Other")]
    one = asked(snapshot("Tue 12:00", *mixed, targets=(target(6, "Order"),)), "late")
    assert (one.value, one.without_target, one.is_grey) == (7, 3, True)


def test_without_targets_zones_and_on_time_say_so_and_counts_do_not() -> None:
    found = snapshot("Tue 12:00", *MORNING, targets=())
    for name in ("late", "on-time", "without-target", "due-today"):
        assert lacks_of(found, (Ask(name, EVERYTHING),)).blank == (words("missing.targets"),)  # type: ignore[arg-type]
    assert not lacks_of(found, (Ask("open", EVERYTHING),)).blank


def bare(*lives: dict[str, object], fields: tuple[str, ...] = (), as_of: str = "Sun+8 00:00") -> Batch:
    """Columns alone, of which these are mapped beside number, opened and closed."""
    made = batch(*lives, as_of=as_of)
    mapped = {"cases": frozenset({"number", "opened", "closed", *fields})}
    return Batch({"cases": made.frames["cases"]}, mapped, made.as_of_us, made.clock_us)


def test_a_field_that_nobody_maps_is_named_and_never_a_nought() -> None:
    found = Snapshot(organisation(), at("Tue 12:00"), {"desk": bare(life("A", "Mon 09:00 opened"))})
    assert lacks_of(found, (Ask("without-owner", EVERYTHING),)).blank == (
        words("missing.field", field="owner", sources="desk"),
    )
    assert lacks_of(found, (Ask("open", EVERYTHING),), "queue").blank == (
        words("missing.field", field="queue", sources="desk"),
    )
    assert lacks_of(found, (Ask("reopen-rate", EVERYTHING),)).blank == (
        words("missing.no-history", field="status", sources="desk"),
    )


def test_a_past_that_needs_holds_is_not_told_without_their_history_and_openings_are() -> None:
    source = bare(life("A", "Mon 09:00 opened"), as_of="Fri 12:00")
    past = Snapshot(organisation(), at("Tue 12:00"), {"desk": source}, is_past=True)
    told = {
        name: not lacks_of(past, (Ask(name, EVERYTHING, clock="customer"),)).blank  # type: ignore[arg-type]
        for name in ("open", "opened", "net", "backlog-days", "lead-time-p85", "running", "late", "on-time")
    }
    assert [name for name in told if told[name]] == ["open", "opened", "net", "backlog-days", "lead-time-p85"]
    assert lacks_of(past, (Ask("lead-time-p85", EVERYTHING),)).blank


def two_systems() -> Snapshot:
    desk = batch(
        life("H-1", "Mon 10:00 opened", type="Order", owner="kim"), life("H-2", "Mon 10:00 opened", type="Order")
    )
    erp = bare(
        life("E-1", "Mon 10:00 opened", shared_key="H-1"),
        life("E-2", "Mon 10:00 opened"),
        fields=("type", "shared_key"),
    )
    people = (Person("Kim Moore", "csr", also={"desk": ("kim",)}), Person("Ada Lind", "expert"))
    return Snapshot(organisation(sources=("desk", "erp"), people=people), at("Tue 12:00"), {"desk": desk, "erp": erp})


def test_who_does_not_say_owners_has_no_cases_without_an_owner() -> None:
    found = two_systems()
    ask = Ask("without-owner", EVERYTHING)
    lacks = lacks_of(found, (ask,))
    assert weigh(found, ask, lacks).reckon().value == 1
    assert lacks.remarks == (words("missing.field", field="owner", sources="erp"),)


def test_a_case_in_two_systems_is_in_both_and_counts_once_in_all() -> None:
    found = two_systems()
    ask = Ask("open", EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "source"), "source", weeks=12)
    assert by_name(lines.lines) == {"desk": 2, "erp": 2}
    assert lines.total is not None
    assert lines.total.found[0].value == 3


def test_roles_are_those_of_the_owners_by_their_systems_own_words() -> None:
    found = two_systems()
    ask = Ask("open", EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "role"), "role", weeks=12).lines
    assert by_name(lines) == {"csr": 1, "unknown": 1, "": 1}
    assert [line.label.key for line in lines] == ["role.csr", "group.unknown.role", "group.none.role"]


def test_roles_need_people() -> None:
    found = snapshot("Tue 12:00", *MORNING)
    assert lacks_of(found, (Ask("open", EVERYTHING),), "role").blank == (words("missing.people"),)


def test_groups_stand_in_the_boards_order_then_by_name_the_missing_last() -> None:
    types = (CaseType("Quote"), CaseType("Return"), CaseType("Order"))
    extra = life("x", "Tue 09:00 opened", type="alpha"), life("y", "Tue 09:00 opened")
    found = snapshot("Tue 12:00", *MORNING, *extra, types=types)
    ask = Ask("open", EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "type"), "type", weeks=12).lines
    assert by_name(lines) == {"Quote": 2, "Return": 0, "Order": 3, "alpha": 1, "": 1}
    assert [line.name for line in lines] == ["Quote", "Return", "Order", "alpha", ""]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (Where((Condition("queue", ("Front",)),)), ["Front"]),
        (Where((Condition("queue", ("Front",), is_negated=True),)), ["Experts", "Back", ""]),
        (Where((Condition("tier", ("expert",)),)), ["Experts"]),
        (Where(any_of=(Where((Condition("queue", ("Back",)),)), Where((Condition("tier", ("front",)),)))),
         ["Front", "Back"]),
    ],
)  # fmt: skip
def test_a_listed_queue_that_where_leaves_out_has_no_nought(where: Where, names: list[str]) -> None:
    queues = (Queue("Front", "front"), Queue("Experts", "expert"), Queue("Back"))
    found = snapshot("Tue 12:00", *MORNING, queues=queues)
    ask = Ask("open", where)
    scope = scope_of(found, ask, lacks_of(found, (ask,)))
    rows = np.flatnonzero(scope.mask & scope.book.is_open)
    assert [group.name for group in groups(scope, "queue", where, rows)] == names


def test_every_measure_is_what_its_evidence_adds_up_to_in_all_in_groups_and_in_weeks() -> None:
    cases = [
        life(f"{week}-{n}", f"Mon-{week} 09:00 opened; {'Tue' if n % 3 else 'Wed'}-{week} 1{n % 4}:00 closed",
             type=("Order", "Quote")[n % 2]) for week in range(1, 6) for n in range(24)
    ]  # fmt: skip
    again = life("again", "Mon-1 09:00 opened; Tue-1 10:00 closed; Wed-1 10:00 open", type="Quote")
    found = snapshot("Tue 12:00", *MORNING, *cases, again)
    for name in get_args(MeasureName):
        ask = Ask(name, EVERYTHING)
        lacks = lacks_of(found, (ask,))
        lines = lines_of(found, (ask,), lacks, "type", weeks=12)
        assert lines.total is not None
        weeks = lines_of(found, (ask,), lacks, "week", weeks=5, has_this_week=True).lines if name in WEEKLY else ()
        for line in (lines.total, *lines.lines, *weeks):
            assert reckoned(line.explain[0]()) == pytest.approx(line.found[0].value), (name, line.name)


def test_a_percentage_of_all_is_over_all_and_no_mean_of_groups() -> None:
    good = many(30, "Mon 09:00 opened; Mon 10:00 closed", type="Order")
    bad = many(10, "Mon 09:00 opened", 30, type="Quote")
    found = snapshot("Tue 12:00", *good, *bad)
    ask = Ask("on-time", EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "type"), "type", weeks=12)
    assert by_name(lines.lines) == {"Order": 100, "Quote": 0}
    assert lines.total is not None
    assert lines.total.found[0].value == 75


def test_a_group_whose_hours_nobody_knows_has_no_nought() -> None:
    dated = life("A", "Mon 00:00 opened", type="Order", opened_is_date=True)  # type: ignore[arg-type]
    found = snapshot("Tue 12:00", dated, life("B", "Mon 09:00 opened", type="Quote"))
    ask = Ask("late", EVERYTHING)
    assert by_name(lines_of(found, (ask,), lacks_of(found, (ask,), "type"), "type", weeks=12).lines) == {
        "Order": None,
        "Quote": 1,
    }


# Weeks


def test_a_week_knows_what_stood_open_at_its_end_and_what_came_and_went_in_it() -> None:
    cases = (life("A", "Fri-1 10:00 opened; Mon 10:00 closed"), life("B", "Sat-1 10:00 opened"),
             life("C", "Mon-1 10:00 opened; Sun-1 23:59 closed"))  # fmt: skip
    found = snapshot("Mon 12:00", *cases)
    seen = {}
    for name in ("open", "opened", "closed", "net"):
        ask = Ask(name, EVERYTHING)  # type: ignore[arg-type]
        seen[name] = weeks_of(found, (ask,), lacks_of(found, (ask,), "week"), 2)[-1][0].value
    assert seen == {"open": 2, "opened": 3, "closed": 1, "net": -2}


def test_the_running_week_is_as_known_now() -> None:
    found = snapshot("Mon 12:00", life("A", "Fri-1 10:00 opened; Mon 10:00 closed"), life("B", "Mon 11:00 opened"))
    ask = Ask("closed", EVERYTHING)
    assert weigh_this_week(found, ask, lacks_of(found, (ask,))).reckon().value == 1


def test_on_time_of_a_week_is_that_of_the_panel_on_time() -> None:
    cases = many(12, "Mon-1 09:00 opened; Mon-1 12:00 closed")
    edge = life("edge", "Fri-1 11:00 opened; Mon 08:00 closed")  # undecided at the week's end: missed
    found = snapshot("Mon 12:00", *cases, edge)
    ask = Ask("on-time", EVERYTHING)
    ours = tuple(week for (week,) in weeks_of(found, (ask,), lacks_of(found, (ask,), "week"), 3))
    again = replace(found)
    theirs = again.week_figures("on-time", EVERYTHING, on_time_of_week(EVERYTHING), sources=("desk",), count=3)
    assert ours == theirs
    assert (ours[-1].count.numerator, ours[-1].count.denominator) == (12, 13)
    assert set(found.week_asks) == set(again.week_asks)  # stored once for both


FEW_WITH_TARGET = (
    *(life(f"O-{n}", "Mon-1 09:00 opened; Mon-1 12:00 closed", type="Order") for n in range(25)),
    *(life(f"X-{n}", "Mon-1 09:00 opened", type="Other") for n in range(75)),
)


@pytest.mark.parametrize("name", ["on-time", "late"])
def test_a_week_says_how_many_have_a_target_and_is_grey_where_few_do(name: MeasureName) -> None:
    found = snapshot("Mon 12:00", *FEW_WITH_TARGET, targets=(target(6, "Order"),))
    ask = Ask(name, EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "week"), "week", weeks=2)
    before, last = (line.found[0] for line in lines.lines)
    assert (before.without_target, last.without_target, last.is_grey) == (None, 75, True)
    of = 25 if name == "on-time" else 0  # what is closed at the week's end cannot be late
    assert remarks_of(lines) == (words("weeks.with-target", n=1, on="2026-02-23", with_target=of, all=75 + of),)


def test_the_running_week_says_so_too_and_the_week_with_the_smallest_part_is_named() -> None:
    more = [life(f"Y-{n}", "Mon 09:00 opened", type="Other") for n in range(10)]
    found = snapshot("Tue 12:00", *FEW_WITH_TARGET, *more, targets=(target(6, "Order"),))
    ask = Ask("on-time", EVERYTHING)
    lines = lines_of(found, (ask,), lacks_of(found, (ask,), "week"), "week", weeks=2, has_this_week=True)
    assert remarks_of(lines) == (words("weeks.with-target", n=2, on="2026-03-02", with_target=0, all=85),)


def test_a_stored_week_from_before_says_nothing_of_targets() -> None:
    found = of_week(Ask("on-time", EVERYTHING), WeekFigure(0, WeekCount(100, 25, 25), is_stored=True))
    assert (found.value, found.n, found.without_target, found.is_grey) == (100, 25, None, False)


def test_past_weeks_of_what_keeps_no_history_are_not_told() -> None:
    source = bare(life("A", "Mon-2 09:00 opened"), fields=("owner",))
    found = Snapshot(organisation(), at("Tue 12:00"), {"desk": source})
    why = words("missing.no-history", field="owner", sources="desk")
    assert lacks_of(found, (Ask("without-owner", EVERYTHING),), "week").blank == (why,)
    assert not lacks_of(found, (Ask("without-owner", EVERYTHING),)).blank
    assert not lacks_of(found, (Ask("open", EVERYTHING),), "week").blank


def test_the_reopen_rate_stands_beside_speeds_alone() -> None:
    found = snapshot("Tue 12:00", *MORNING)
    ask = Ask("open", EVERYTHING)
    lacks = lacks_of(found, (ask,))
    assert reopenings(found, ask, lacks) is None
    assert reopenings(found, Ask("on-time", EVERYTHING), lacks) is not None


def test_every_name_has_its_measure_and_its_sentence() -> None:
    assert set(MEASURES) == set(get_args(MeasureName))
    for name in MEASURES:
        assert words(f"measure.{name}")


def test_another_clock_or_other_days_are_other_weeks_in_the_store() -> None:
    found = snapshot("Tue 12:00", *MORNING)
    for ask in (
        Ask("lead-time-p85", EVERYTHING),
        Ask("lead-time-p85", EVERYTHING, clock="customer"),
        Ask("backlog-days", EVERYTHING),
        Ask("backlog-days", EVERYTHING, days=10),
        Ask("backlog-days", EVERYTHING, calendar="always"),
    ):
        weeks_of(found, (ask,), lacks_of(found, (ask,), "week"), 2)
    assert len(found.week_asks) == 5


class Counting(Snapshot):
    """A snapshot that knows which books of a week's end it was asked for, in their order."""

    @cached_property
    def asked_for(self) -> list[int]:
        return []

    def week_book(self, begins: int) -> CaseBook:
        self.asked_for.append(begins)
        return super().week_book(begins)


def test_measures_side_by_side_need_each_weeks_book_once() -> None:
    found = Counting(organisation(), at("Tue 12:00"), {"desk": batch(*MORNING, life("old", "Mon-6 09:00 opened"))})
    asks = tuple(Ask(name, EVERYTHING) for name in ("open", "late", "opened", "net"))  # type: ignore[arg-type]
    lines_of(found, asks, lacks_of(found, asks, "week"), "week", weeks=5)
    in_turn = [begins for begins, _ in groupby(found.asked_for)]
    assert in_turn == [found.this_monday - 7 * back for back in range(5, 0, -1)]
