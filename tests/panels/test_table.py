"""Several measures side by side."""

import pytest
from pydantic import ValidationError

from tests.core.lives import life, snapshot
from wallboard.core.measures.weeks import WeekCount
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Cell, Fact, Table, TableRow, View
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope
from wallboard.panels.table import Options, show


def view_of(of: Snapshot, *measures: str, over: str = "type", **options: object) -> View:
    return show(Options(measures=measures, over=over, **options), Envelope("table", "table"), of).view  # type: ignore[arg-type]


def some() -> Snapshot:
    done = [life(f"O-{n}", "Mon 09:00 opened; Mon 10:00 closed", type="Order") for n in range(30)]
    late = [life(f"Q-{n}", "Mon 09:00 opened", type="Quote") for n in range(10)]
    return snapshot("Tue 12:00", *done, *late)


def test_each_column_has_its_unit_and_the_total_is_reckoned_over_all() -> None:
    view = view_of(some(), "open", "on-time")
    body = view.body
    assert isinstance(body, Table)
    assert body.heads == (words("measure.open"), words("measure.on-time"))
    assert body.rows == (
        TableRow(verbatim("Order"), (Cell(0), Cell(100, "%"))),
        TableRow(verbatim("Quote"), (Cell(10), Cell(0, "%", is_grey=True))),
        TableRow(words("group.all"), (Cell(10), Cell(75, "%")), is_total=True),
    )
    assert view.heading == words("heading.table.over", over=words("over.type"))


def test_figures_are_named_for_measure_and_group() -> None:
    names = [one.name for one in view_of(some(), "open", "closed", days=2).figures]
    assert names == ["open", "closed", "open:Order", "closed:Order", "open:Quote", "closed:Quote"]


def test_columns_of_several_windows_say_each_its_own() -> None:
    body = view_of(some(), "open", "closed", "on-time").body
    assert isinstance(body, Table)
    assert body.facts[:2] == (
        Fact(words("fact.window", measure=words("measure.closed"), window=words("window.days", n=1)), is_minor=True),
        Fact(words("fact.window", measure=words("measure.on-time"), window=words("window.days", n=5)), is_minor=True),
    )
    view = view_of(some(), "opened", "lead-time-p85", days=10)
    assert view.note == words("note.both", first=words("window.days", n=10), second=words("clock.organisation"))


def test_on_a_day_without_work_the_column_of_today_has_its_date() -> None:
    view = view_of(snapshot("Sat 12:00", life("A", "Fri 09:00 opened")), "open", "opened")
    assert isinstance(view.body, Table)
    assert view.body.facts == (
        Fact(words("fact.window", measure=words("measure.opened"), window=words("window.on", on="2026-03-06")),
             is_minor=True),
    )  # fmt: skip
    assert view.note is None


def test_the_reopen_rate_stands_beside_speeds_unless_it_has_a_column() -> None:
    assert [one.name for one in view_of(some(), "on-time").figures][-1] == "reopen_rate"
    assert "reopen_rate" not in [one.name for one in view_of(some(), "on-time", "reopen-rate").figures]
    assert "reopen_rate" not in [one.name for one in view_of(some(), "open").figures]


def test_net_has_the_reopened_beside_it_unless_they_have_a_column() -> None:
    again = life("A", "Mon 09:00 opened; Mon 12:00 closed; Tue 09:00 open", type="Order")
    found = snapshot("Tue 12:00", again)
    view = view_of(found, "opened", "net")
    assert isinstance(view.body, Table)
    assert view.body.facts == (Fact(words("fact.reopened", n=1)),)
    assert [one.name for one in view.figures][-2:] == ["reopened", "reopened:Order"]
    assert [len(row.cells) for row in view.body.rows] == [2, 2]
    own = view_of(found, "net", "reopened")
    assert isinstance(own.body, Table)
    assert own.body.facts == ()
    assert [one.name for one in own.figures].count("reopened") == 1


def test_weeks_have_no_total_and_end_in_the_running_one() -> None:
    view = view_of(some(), "opened", "open", over="week", rows=2, this_week=True)
    assert isinstance(view.body, Table)
    assert [(row.label.key, row.is_total) for row in view.body.rows] == [
        ("group.week", False),
        ("group.week", False),
        ("group.this-week", False),
    ]
    named = {one.name: one.value for one in view.figures}
    assert named == {
        "opened:2026-02-16": None,
        "open:2026-02-16": None,
        "opened:2026-02-23": None,
        "open:2026-02-23": None,
        "opened:this_week": 40,
        "open:this_week": 10,
    }


def test_a_figure_of_a_finished_week_says_which_and_whether_it_was_stored() -> None:
    fresh = some()
    view_of(fresh, "opened", "open", over="week", rows=2)
    (ask,) = (one for one in fresh.week_asks.values() if one.measure == "opened")
    stored = {ask.key(fresh.this_monday - 7): WeekCount(7)}
    kept = fresh.moved_to(fresh.at_us, (), stored)
    view = view_of(kept, "opened", "open", over="week", rows=2, this_week=True)
    assert [one.name for one in view.figures if one.is_stored] == ["opened:2026-02-23"]
    weeks = [one.week_on for one in view.figures]
    assert weeks == ["2026-02-16", "2026-02-16", "2026-02-23", "2026-02-23", None, None]


def test_one_column_that_cannot_be_told_leaves_the_others() -> None:
    dated = life("A", "Mon 00:00 opened", type="Order", opened_is_date=True)  # type: ignore[arg-type]
    found = snapshot("Tue 12:00", dated)
    body = view_of(found, "open", "late").body
    assert isinstance(body, Table)
    assert body.rows[0].cells == (Cell(1), Cell(None, is_grey=True))
    assert view_of(found, "late", "oldest-open").body == Blank((words("missing.hours", n=1),))


def test_rows_beyond_those_allowed_are_counted() -> None:
    body = view_of(some(), "open", "closed", days=2, rows=1).body
    assert isinstance(body, Table)
    assert [row.is_total for row in body.rows] == [False, True]
    assert Fact(words("more", n=1)) in body.facts


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measures": (), "over": "type"}, "at least 1"),
        ({"measures": ("open",) * 2, "over": "type"}, "open stands twice"),
        ({"measures": ("open", "late", "urgent", "watch", "on-track", "closed", "net"), "over": "type"}, "at most 6"),
        ({"measures": ("open", "late"), "over": "type", "days": 3}, "open and late is of now"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Options(**options)  # type: ignore[arg-type]
