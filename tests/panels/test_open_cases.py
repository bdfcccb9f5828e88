"""Lanes, marks and counts of open cases."""

import numpy as np
import pytest

from tests.core.lives import at, batch, life, organisation, snapshot, target
from wallboard.core.organisation import CaseType
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Lanes, View
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope
from wallboard.panels.open_cases import MANY_MARKS, Options, show

TYPES = (CaseType("Order"), CaseType("Technical", "Techn."), CaseType("Invoice"))


def lanes(of: Snapshot, where: Where | None = None, **options: str) -> tuple[View, Lanes]:
    envelope = Envelope("open-cases", "open-cases", where=where or Where())
    view = show(Options(**options), envelope, of).view  # type: ignore[arg-type]
    assert isinstance(view.body, Lanes)
    return view, view.body


def test_lanes_stand_in_the_boards_order_with_empty_and_nameless_ones() -> None:
    found = snapshot(
        "Mon 12:00", life("A", "Mon 09:00 opened", type="Technical"), life("B", "Mon 09:00 opened"), types=TYPES
    )
    _, body = lanes(found)
    assert [lane.label for lane in body.lanes] == [
        *map(verbatim, ("Order", "Technical", "Invoice")),
        words("lane.none.type"),
    ]
    assert [lane.short for lane in body.lanes][1] == verbatim("Techn.")
    assert [sum(lane.running) for lane in body.lanes] == [0, 1, 0, 1]


def test_types_that_the_board_does_not_list_follow_as_they_appear() -> None:
    found = snapshot("Mon 12:00", life("A", "Mon 09:00 opened", type="New"), types=TYPES)
    assert [lane.label for lane in lanes(found)[1].lanes][-1] == verbatim("New")


def test_every_open_case_is_a_mark_with_its_share() -> None:
    lives = ("Mon 09:00 opened", "Mon 11:00 opened; Mon 11:30 waiting", "Mon 09:00 opened; Mon 10:00 closed")
    cases = [life(str(number), text, type="Order") for number, text in enumerate(lives)]
    _, body = lanes(snapshot("Mon 12:00", *cases))
    assert body.share == (0.5, pytest.approx(1 / 12))
    assert (body.zone, body.is_held, body.count) == ((1, 0), (False, True), (1, 1))


def test_a_case_without_a_target_has_no_share_and_is_counted_so() -> None:
    cases = [
        life("A", "Mon 09:00 opened", type="Order"),
        life("B", "Mon 09:00 opened; Mon 10:00 waiting", type="Other"),
    ]
    view, body = lanes(snapshot("Mon 12:00", *cases, targets=(target(6, "Order"),)))
    assert body.share == (0.5, None)
    assert [(lane.without_target, lane.held_without_target) for lane in body.lanes] == [(0, 0), (0, 1)]
    assert words("with-target", with_target=1, all=2) in view.remarks


def test_a_case_whose_hours_nobody_knows_has_a_target_and_is_counted_apart() -> None:
    known = batch(life("A", "Mon 09:00 opened", type="Order"), life("B", "Mon 09:00 opened", type="Other"))
    held = batch(life("H", "Mon 09:00 opened", type="Order", status="Waiting"), keeps_events=False)
    of = organisation(sources=("desk", "erp"), targets=(target(6, "Order"),))
    _, body = lanes(Snapshot(of, at("Mon 12:00"), {"desk": known, "erp": held}))
    told = [(lane.without_target, lane.held_without_target, lane.without_hours) for lane in body.lanes]
    assert [lane.label for lane in body.lanes] == [verbatim("Order"), verbatim("Other")]
    assert told == [(0, 1, 1), (1, 0, 0)]


def test_across_queues_the_lanes_are_queues() -> None:
    found = snapshot("Mon 12:00", life("A", "Mon 09:00 opened; Mon 09:00 queue=Desk"), life("B", "Mon 09:00 opened"))
    view, body = lanes(found, across="queue")
    assert [lane.label for lane in body.lanes] == [verbatim("Desk"), words("lane.none.queue")]
    assert view.heading == words("heading.open-cases.queue")
    assert {figure.name: figure.value for figure in view.figures}["open:Desk"] == 1


def test_where_leaves_cases_out_of_every_count() -> None:
    found = snapshot(
        "Mon 12:00", life("A", "Mon 09:00 opened", type="Order"), life("B", "Mon 09:00 opened", type="Quote")
    )
    view, _ = lanes(found, Where((Condition("type", ("Quote",)),)))
    assert {figure.name: figure.value for figure in view.figures}["open"] == 1


def test_two_thousand_cases_are_two_thousand_marks_and_more_are_binned_without_loss() -> None:
    cases = [life(str(n), f"Mon 09:{n % 60:02d} opened", type="Order") for n in range(MANY_MARKS + 500)]
    _, body = lanes(snapshot("Mon 12:00", *cases[:MANY_MARKS]))
    assert len(body.share) == MANY_MARKS
    _, body = lanes(snapshot("Mon 12:00", *cases))
    assert len(body.share) < MANY_MARKS
    assert sum(body.count) == MANY_MARKS + 500
    by_zone = np.bincount(np.array(body.zone), weights=np.array(body.count), minlength=4)
    assert by_zone.tolist() == [sum(lane.running[zone] for lane in body.lanes) for zone in range(4)]


def test_cases_that_are_long_late_are_binned_as_closely_as_the_wall_can_show_them_apart() -> None:
    opened = [f"Mon {9 + n // 420:02d}:{n % 420 // 7:02d}" for n in range(2100)]
    cases = [life(str(n), f"{at} opened", type="Order") for n, at in enumerate(opened)]
    _, body = lanes(snapshot("Fri 16:00", *cases, targets=[target(0.01)]))
    assert sum(body.count) == 2100
    assert min(body.share) > 100  # type: ignore[type-var]
    assert len(body.share) < 30


def test_no_open_case_is_a_board_of_noughts_and_not_of_nothing() -> None:
    view, body = lanes(snapshot("Mon 12:00", types=TYPES))
    assert len(body.lanes) == 3
    assert {figure.value for figure in view.figures} == {0}
