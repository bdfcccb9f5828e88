"""`where`, as data, picks the cases that it says."""

import numpy as np
import pytest

from tests.core.lives import at as instant_us
from tests.core.lives import batch, book, life, organisation
from wallboard.core.measures.filters import selected
from wallboard.core.organisation import Queue
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot

CASES = (
    life("A", "Mon 09:00 opened", type="Order", queue="Desk", owner="Kim Moore", priority="high"),
    life("B", "Mon 11:00 opened; Mon 11:30 waiting", type="Quote", queue="Experts"),
    life("C", "Mon 10:00 opened; Mon 11:00 closed", queue="Desk"),
)
QUEUES = (Queue("Desk", "front"), Queue("Experts", "expert"))


def picked(*conditions: Condition, any_of: tuple[Where, ...] = ()) -> list[str]:
    found = book("Mon 12:00", *CASES, queues=QUEUES)
    return found.numbers(np.flatnonzero(selected(found, Where(conditions, any_of))))


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (Condition("type", ("Order", "Quote")), ["A", "B"]),
        (Condition("type", ("Order",), is_negated=True), ["B", "C"]),
        (Condition("type", (None,)), ["C"]),
        (Condition("queue", ("Desk",)), ["A", "C"]),
        (Condition("queue", ("No such",)), []),
        (Condition("owner", (None,), is_negated=True), ["A"]),
        (Condition("priority", ("high",)), ["A"]),
        (Condition("status", ("waiting",)), ["B"]),
        (Condition("tier", ("expert",)), ["B"]),
        (Condition("source", ("desk",)), ["A", "B", "C"]),
        (Condition("source", ("desk",), is_negated=True), []),
        (Condition("zone", ("watch",)), ["A"]),
        (Condition("open_hours", above=1), ["A"]),
        (Condition("open_hours", above=0.5, below=3), ["C"]),
        (Condition("share", below=0.1), ["B"]),
    ],
)
def test_a_condition_picks_its_cases(condition: Condition, numbers: list[str]) -> None:
    assert picked(condition) == numbers


def test_conditions_must_all_hold() -> None:
    assert picked(Condition("queue", ("Desk",)), Condition("type", (None,))) == ["C"]


def test_of_alternatives_one_must_hold() -> None:
    either = Where((Condition("type", ("Order",)),)), Where((Condition("queue", ("Experts",)),))
    assert picked(any_of=either) == ["A", "B"]
    assert picked(Condition("priority", ("high",)), any_of=either) == ["A"]


def test_no_condition_leaves_no_case_out() -> None:
    assert picked() == ["A", "B", "C"]


def test_a_case_of_two_systems_is_in_both() -> None:
    office = organisation(sources=("desk", "erp"))
    batches = {
        "desk": batch(life("H", "Mon 09:00 opened")),
        "erp": batch(life("E", "Mon 09:00 opened", shared_key="H")),
    }
    found = Snapshot(office, instant_us("Mon 12:00"), batches).book
    for source in ("desk", "erp"):
        assert selected(found, Where((Condition("source", (source,)),))).tolist() == [True]
