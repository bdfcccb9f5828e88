"""A measure as bars: which there are, in which order, and what stands beside them."""

import pytest
from pydantic import ValidationError

from tests.core.lives import life, organisation, snapshot
from wallboard.core.evidence import reckoned
from wallboard.core.organisation import CaseType
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import BarRow, Bars, Column, Columns, Fact
from wallboard.core.words import verbatim, words
from wallboard.panels.bars import Options, show
from wallboard.panels.contract import Envelope, Shown

TYPES = (CaseType("Quote"), CaseType("Return"), CaseType("Order"))


def shown(of: Snapshot, **options: object) -> Shown:
    return show(Options(**options), Envelope("bars", "bars"), of)  # type: ignore[arg-type]


def body_of(of: Snapshot, **options: object) -> Bars:
    body = shown(of, **options).view.body
    assert isinstance(body, Bars)
    return body


def some() -> Snapshot:
    orders = [life(f"O-{n}", "Mon 09:00 opened", type="Order") for n in range(3)]
    return snapshot("Tue 12:00", *orders, life("Q", "Mon 09:00 opened", type="Quote"), life("X", "Mon 09:00 opened"),
                    types=TYPES)  # fmt: skip


def test_listed_types_stand_in_the_boards_order_also_those_with_nothing() -> None:
    found = shown(some(), measure="open", over="type")
    assert found.view.body == Bars(
        (
            BarRow(verbatim("Quote"), 1),
            BarRow(verbatim("Return"), 0),
            BarRow(verbatim("Order"), 3),
            BarRow(words("group.none.type"), 1),
        ),
        facts=(Fact(words("fact.all.cases", n=5)),),
    )
    assert found.view.heading == words("measure.over", measure=words("measure.open"), over=words("over.type"))
    named = {one.name: one.value for one in found.view.figures}
    assert named == {"value": 5, "value:Quote": 1, "value:Return": 0, "value:Order": 3, "value:": 1}
    assert {name: reckoned(found.evidence[name]) for name in found.evidence} == named


def test_by_value_the_highest_is_first_and_what_cannot_be_told_last() -> None:
    body = body_of(some(), measure="oldest-open", over="type", order="value")
    assert [(row.label.args.get("text"), row.value) for row in body.rows] == [
        ("Quote", 11),
        ("Order", 11),
        (None, 11),
        ("Return", None),
    ]


def test_beyond_the_rows_allowed_the_rest_is_counted_and_still_reported() -> None:
    found = shown(some(), measure="open", over="type", order="value", rows=2)
    body = found.view.body
    assert isinstance(body, Bars)
    assert [row.value for row in body.rows] == [3, 1]
    assert Fact(words("more", n=2)) in body.facts
    assert len(found.view.figures) == 5


def test_each_bar_has_its_goal_its_colour_and_of_how_many_it_is() -> None:
    done = [life(f"O-{n}", "Mon 09:00 opened; Mon 10:00 closed", type="Order") for n in range(20)]
    late = [life(f"Q-{n}", "Mon 09:00 opened", type="Quote") for n in range(12)]
    body = body_of(snapshot("Tue 12:00", *done, *late), measure="on-time", over="type", target=90, late=50)
    seen = {str(row.label.args["text"]): (row.value, row.zone, row.target, row.is_grey, row.more) for row in body.rows}
    assert seen == {
        "Order": (100, "on-track", 90, False, words("fact.of", numerator=20, denominator=20)),
        "Quote": (0, "late", 90, True, words("fact.of", numerator=0, denominator=12)),
    }
    assert body.facts[0] == Fact(words("fact.all.percent", n=62.5))


def test_by_week_finished_weeks_stand_in_order_and_the_running_one_last() -> None:
    cases = [life(f"{week}-{n}", f"Mon-{week} 09:00 opened") for week in (1, 2) for n in range(week)]
    found = shown(snapshot("Mon 12:00", *cases, life("now", "Mon 09:00 opened")),
                  measure="opened", over="week", rows=3, this_week=True)  # fmt: skip
    assert {one.name: one.value for one in found.view.figures} == {
        "week:2026-02-09": None,
        "week:2026-02-16": 2,
        "week:2026-02-23": 1,
        "this_week": 1,
    }
    assert isinstance(found.view.body, Bars)
    assert [row.label for row in found.view.body.rows][2:] == [
        words("group.week", on="2026-02-23"),
        words("group.this-week"),
    ]
    assert found.view.note is None


def test_a_signed_measure_stands_in_columns_that_have_another_side() -> None:
    found = snapshot("Mon 12:00", life("A", "Mon 09:00 opened", type="Order"))
    body = shown(found, measure="net", over="type").view.body
    assert isinstance(body, Columns)
    assert body.is_signed
    assert body.columns == (Column(verbatim("Order"), (-1,)),)
    assert body.facts == (Fact(words("fact.all.signed", n=-1)),)


def test_net_has_the_reopened_of_all_beside_it_and_reports_those_of_each_group() -> None:
    again = life("A", "Mon 09:00 opened; Mon 12:00 closed; Tue 09:00 open", type="Order")
    made = snapshot("Tue 12:00", again, life("B", "Tue 09:00 opened", type="Quote"))
    found = shown(made, measure="net", over="type")
    assert isinstance(found.view.body, Columns)
    assert found.view.body.facts == (Fact(words("fact.all.signed", n=-1)), Fact(words("fact.reopened", n=1)))
    named = {one.name: one.value for one in found.view.figures}
    assert named == {"value": -1, "value:Order": 0, "value:Quote": -1,
                     "reopened": 1, "reopened:Order": 1, "reopened:Quote": 0}  # fmt: skip
    assert {name: reckoned(found.evidence[name]) for name in found.evidence} == named


def test_net_by_week_has_the_reopened_of_all_weeks_shown_beside_it() -> None:
    again = life("A", "Mon-3 09:00 opened; Fri-3 12:00 closed; Mon-2 09:00 open")
    other = life("B", "Mon-3 09:00 opened; Fri-2 12:00 closed; Mon-1 09:00 open")
    found = shown(snapshot("Mon 12:00", again, other), measure="net", over="week", rows=3)
    assert isinstance(found.view.body, Columns)
    assert found.view.body.facts == (Fact(words("fact.reopened", n=2)),)
    named = {one.name: one.value for one in found.view.figures}
    assert [named[f"week:2026-02-{day}"] for day in ("09", "16", "23")] == [-1, 1, 0]
    assert [named[f"reopened:2026-02-{day}"] for day in ("09", "16", "23")] == [0, 1, 1]


def test_with_nothing_to_count_the_panel_says_so() -> None:
    body = body_of(snapshot("Mon 12:00"), measure="open", over="priority")
    assert (body.rows, body.empty) == ((), words("measure.nothing"))


def test_a_past_without_a_history_of_queues_is_not_told_by_queue() -> None:
    made = snapshot("Mon 12:00", life("A", "Mon 09:00 opened", queue="Front"), is_past=True)
    view = shown(made, measure="open", over="queue").view
    assert view.body.kind == "bars"  # this source keeps one
    bare = made.batches["desk"]
    frames = {"cases": bare.frames["cases"]}
    mapped = {"cases": frozenset({"number", "opened", "closed", "queue"})}
    without = Snapshot(organisation(), made.at_us, {"desk": type(bare)(frames, mapped, bare.as_of_us, bare.clock_us)},
                       is_past=True)  # fmt: skip
    assert shown(without, measure="open", over="queue").view.body.kind == "blank"
    assert shown(without, measure="open", over="source").view.body.kind == "bars"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "due-today", "over": "week"}, "due-today is of now: it has no weeks"),
        ({"measure": "open", "over": "week", "rows": 53}, "at most 52 weeks"),
        ({"measure": "open", "over": "type", "this_week": True}, "only over week"),
        ({"measure": "closed", "over": "week", "days": 3}, "a week is the window"),
        ({"measure": "open", "over": "queues"}, "Input should be"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Options(**options)  # type: ignore[arg-type]
