"""Waits in queues: since the last entry, and the stays that ended."""

import numpy as np

from tests.core.lives import at, batch, book, hours, life, organisation
from wallboard.core.measures.queue_waits import ended, stays
from wallboard.core.snapshot import Snapshot


def told(now: str, text: str, **columns: str) -> list[tuple[str | None, float, bool]]:
    """Each stay: its queue, its hours, whether it has ended."""
    found = book(now, life("A", text, **columns))
    names = found.history.fields["queue"].names
    of = stays(found)
    return [
        (None if code < 0 else names[code], hours(wait), bool(left < at("Sun+8 00:00")))
        for code, wait, left in zip(of.queue.tolist(), of.wait_us, of.left_us, strict=True)
    ]


def test_a_wait_runs_from_the_last_entry() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 queue=Experts; Mon 12:00 queue=Desk"
    assert told("Mon 15:00", text) == [("Desk", 2, True), ("Experts", 1, True), ("Desk", 3, False)]


def test_a_wait_stops_on_hold() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 10:00 waiting; Mon 14:00 open"
    assert told("Mon 15:00", text) == [("Desk", 2, False)]


def test_a_row_that_names_the_same_queue_again_is_no_entry() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 queue=Desk"
    assert told("Mon 15:00", text) == [("Desk", 6, False)]


def test_a_case_that_loses_its_queue_has_left_it() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 queue="
    assert told("Mon 15:00", text) == [("Desk", 2, True), (None, 4, False)]


def test_before_the_first_row_that_gives_one_a_case_is_in_no_queue() -> None:
    assert told("Mon 15:00", "Mon 09:00 opened; Mon 10:00 queue=Desk") == [(None, 1, True), ("Desk", 5, False)]


def test_closing_ends_a_stay_and_the_row_that_closes_enters_none() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 closed & queue=Archive"
    assert told("Mon 15:00", text) == [("Desk", 2, True)]


def test_a_case_that_resumes_keeps_its_stay() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 closed; Tue 11:00 open"
    assert told("Tue 12:00", text) == [("Desk", 3, False)]


def test_a_queue_given_while_closed_is_entered_when_the_case_resumes() -> None:
    found = book(
        "Tue 12:00",
        life("A", "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 closed & queue=Experts; Tue 11:00 open"),
    )
    of = stays(found)
    assert of.entered_us[-1] == at("Tue 11:00")
    assert hours(of.wait_us[-1]) == 1


def test_a_late_return_is_a_new_case_in_the_queue_it_has_then() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Desk; Mon 11:00 closed; Mon+2 11:00 open"
    assert told("Mon+2 12:00", text) == [("Desk", 2, True), ("Desk", 1, False)]


def test_without_a_history_of_queues_the_wait_is_not_known() -> None:
    silent = batch(life("A", "Mon 09:00 opened", queue="Desk"), keeps_events=False, cases=("status",))
    found = Snapshot(organisation(), at("Tue 12:00"), {"desk": silent}).book
    assert not stays(found).is_known[0]


def test_where_queues_have_a_history_a_case_without_a_change_is_in_its_queue_since_its_opening() -> None:
    assert told("Tue 12:00", "Mon 09:00 opened", queue="Desk") == [("Desk", 11, False)]
    assert stays(book("Tue 12:00", life("A", "Mon 09:00 opened", queue="Desk"))).is_known[0]


def test_stays_that_ended_in_a_window_are_found_by_their_end() -> None:
    found = book(
        "Fri 12:00", life("A", "Mon 09:00 opened; Mon 09:00 queue=Desk; Tue 11:00 queue=Experts; Wed 09:00 closed")
    )
    of = stays(found)
    mask = np.ones(found.size, dtype=np.bool_)
    assert ended(found, of, mask, at("Mon 00:00"), at("Tue 11:00")).tolist() == [0]
    assert ended(found, of, mask, at("Tue 11:01"), at("Fri 12:00")).tolist() == [1]
