"""Queue by queue: zones of the running cases, the oldest wait, the stays that ended."""

from tests.core.lives import at, batch, life, organisation, snapshot, target
from wallboard.core.evidence import reckoned
from wallboard.core.organisation import Queue
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Figure, Stacks
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.queue_ages import Options, show


def shown(of: Snapshot, where: Where | None = None, **options: int) -> Shown:
    return show(Options(**options), Envelope("queue-ages", "queue-ages", where=where or Where()), of)


def rows(of: Snapshot, **options: int) -> Stacks:
    body = shown(of, **options).view.body
    assert isinstance(body, Stacks)
    return body


def figures(of: Snapshot, where: Where | None = None) -> dict[str, Figure]:
    return {figure.name: figure for figure in shown(of, where).view.figures}


def test_the_wait_counts_work_hours_since_the_last_entry_and_stops_on_hold() -> None:
    moved = life("A", "Mon 09:00 opened; Mon 09:00 queue=X; Mon 11:00 queue=Y; Mon 13:00 waiting; Tue 09:00 open")
    left, row = rows(snapshot("Tue 10:00", moved)).rows
    assert (left.label, left.total, left.p85_h) == (verbatim("X"), 0, 2.0)
    assert (row.label, row.total, row.oldest_h) == (verbatim("Y"), 1, 3.0)


def test_the_oldest_is_drawn_in_its_own_cases_zone_and_not_that_of_its_wait() -> None:
    targets = (target(100, "Order"), target(1, "Quote"))
    old = life("A", "Mon 09:00 opened", queue="Q", type="Order")
    young = life("B", "Mon 15:00 opened", queue="Q", type="Quote")
    ((row),) = rows(snapshot("Mon 16:30", old, young, targets=targets)).rows
    assert (row.oldest_h, row.oldest_zone, row.zones) == (7.5, "on-track", (1, 0, 0, 1))


def test_a_case_on_hold_is_open_but_waits_in_no_zone_and_is_never_the_oldest() -> None:
    held = life("A", "Mon 09:00 opened; Mon 10:00 waiting", queue="Q")
    running = life("B", "Mon 12:00 opened", queue="Q")
    ((row),) = rows(snapshot("Mon 13:00", held, running)).rows
    assert (row.total, row.held, sum(row.zones), row.oldest_h) == (2, 1, 1, 1.0)


def test_every_stay_that_ended_counts_and_one_that_lasts_does_not() -> None:
    left = life("A", "Mon 09:00 opened; Mon 09:00 queue=X; Mon 10:00 queue=Y; Mon 13:00 queue=X; Mon 15:00 closed")
    first = life("B", "Mon 09:00 opened", queue="X")
    found = {row.label.args["text"]: (row.p85_h, row.n) for row in rows(snapshot("Mon 16:00", left, first)).rows}
    # one hour in X, three in Y, two in X again
    assert found == {"X": (2.0, 2), "Y": (3.0, 1)}


def test_a_case_that_resumes_keeps_its_stay_and_the_closed_stretch_counts_for_nothing() -> None:
    case = life("A", "Mon 09:00 opened; Mon 11:00 closed; Tue 09:00 open", queue="X")
    ((row),) = rows(snapshot("Tue 10:00", case)).rows
    assert (row.oldest_h, row.n) == (3.0, 0)


def test_queues_stand_in_the_boards_order_the_empty_ones_too_and_cases_without_one_last() -> None:
    queues = (Queue("Late shift"), Queue("Early shift"))
    body = rows(snapshot("Mon 12:00", life("A", "Mon 09:00 opened"), life("B", "Mon 09:00 opened", queue="Other"),
                         queues=queues))  # fmt: skip
    assert [row.label for row in body.rows] == [
        verbatim("Late shift"),
        verbatim("Early shift"),
        verbatim("Other"),
        words("lane.none.queue"),
    ]
    assert [row.total for row in body.rows] == [0, 0, 1, 1]


def test_the_percentile_is_grey_under_twenty_stays_and_shows_how_many_there_were() -> None:
    few = [life(f"A{n}", "Mon 09:00 opened; Mon 11:00 closed", queue="X") for n in range(19)]
    many = [*few, life("B", "Mon 09:00 opened; Mon 11:00 closed", queue="X")]
    assert [(r.n, r.is_grey) for r in rows(snapshot("Mon 12:00", *few)).rows] == [(19, True)]
    assert [(r.n, r.is_grey) for r in rows(snapshot("Mon 12:00", *many)).rows] == [(20, False)]


def test_stays_that_ended_before_the_window_are_over_and_done() -> None:
    old = life("A", "Mon-2 09:00 opened; Mon-2 11:00 closed", queue="X")
    assert rows(snapshot("Mon 12:00", old), days=11).rows[0].n == 1
    assert rows(snapshot("Mon 12:00", old), days=10).rows == ()


def test_where_no_source_keeps_a_history_of_queues_the_wait_is_unknown_and_said_so() -> None:
    silent = batch(life("A", "Mon 09:00 opened", queue="X"), keeps_events=False, cases=("status",))
    view = shown(Snapshot(organisation(), at("Mon 12:00"), {"desk": silent})).view
    assert words("queue-ages.unknown", n=1) in view.remarks
    assert {figure.name: figure.value for figure in view.figures}["oldest:X"] is None


def test_a_queue_that_no_source_maps_is_named_and_never_shown_as_nought() -> None:
    source = batch(life("A", "Mon 09:00 opened"))
    unmapped = {name: fields - {"queue"} for name, fields in source.mapped.items()}
    without = type(source)(source.frames, unmapped, source.as_of_us, source.clock_us)
    body = shown(Snapshot(organisation(), at("Mon 12:00"), {"desk": without})).view.body
    assert body == Blank((words("missing.field", field="queue", sources="desk"),))


def test_the_figures_together_are_those_of_all_queues_and_each_is_explained_by_its_cases() -> None:
    lives = [
        life("A", "Mon 09:00 opened; Mon 09:00 queue=X; Mon 12:00 queue=Y"),
        life("B", "Mon 10:00 opened; Mon 11:00 waiting", queue="X"),
        life("C", "Mon 09:00 opened; Mon 14:00 closed", queue="X"),
    ]
    of = shown(snapshot("Mon 15:00", *lives))
    value = {figure.name: figure.value for figure in of.view.figures}
    assert (value["open"], value["on_hold"], value["oldest"], value["p85"]) == (2, 1, 3.0, 5.0)
    assert {name: reckoned(of.evidence[name]) for name in value} == value


def test_where_narrows_the_queues_to_its_cases() -> None:
    lives = [life("A", "Mon 09:00 opened", queue="X"), life("B", "Mon 09:00 opened", queue="Y")]
    where = Where((Condition("queue", ("X",)),))
    assert figures(snapshot("Mon 12:00", *lives), where)["open"].value == 1
    assert "open:Y" not in figures(snapshot("Mon 12:00", *lives), where)


def test_the_view_tells_when_a_case_last_turned_late() -> None:
    lives = [life("A", "Mon 09:00 opened", queue="X"), life("B", "Mon 10:00 opened", queue="X")]
    assert shown(snapshot("Mon 14:00", *lives)).view.turned_late_us is None
    assert shown(snapshot("Mon 16:30", *lives)).view.turned_late_us == at("Mon 16:00")


def test_a_stay_is_in_the_scope_by_the_queue_that_was_left() -> None:
    lives = [
        life("A", "Mon 09:00 opened; Mon 09:00 queue=X; Mon 11:00 queue=Y"),
        life("B", "Mon 09:00 opened; Mon 09:00 queue=Y; Mon 10:00 queue=X"),
    ]
    found = figures(snapshot("Mon 12:00", *lives), Where((Condition("queue", ("X",)),)))
    assert (found["p85"].value, found["p85"].n, found["open"].value) == (2.0, 1, 1)
    assert "p85:Y" not in found


def test_a_listed_queue_outside_the_scope_is_not_shown_as_empty() -> None:
    queues = (Queue("X", "front"), Queue("Y", "expert"))
    of = snapshot("Mon 12:00", life("A", "Mon 09:00 opened", queue="X"), queues=queues)
    for where in (Where((Condition("queue", ("X",)),)), Where((Condition("tier", ("front",)),))):
        body = shown(of, where).view.body
        assert isinstance(body, Stacks)
        assert [row.label for row in body.rows] == [verbatim("X")]
