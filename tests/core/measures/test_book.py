"""The case book against a walk through every history, and what it says of single lives."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lives import at, book, hours, life, organisation, target
from tests.core.measures.walk import START, walk
from wallboard.core.measures.account import COLUMNS, accounts
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import build_history
from wallboard.core.measures.settle import settle
from wallboard.core.records import Batch, in_form
from wallboard.core.worktime import NEVER_US

MINUTE_US = 60_000_000
START_US = round(START.timestamp()) * 1_000_000
WORDS = {"open": "new", "on-hold": "waiting", "closed": "done", "ignored": "spam", "unmapped": "who knows"}
DAYS = 28

minutes = st.integers(0, DAYS * 24 * 60).map(lambda minute: minute // 30 * 30) | st.integers(0, DAYS * 24 * 60)
steps = st.lists(st.tuples(minutes, st.sampled_from(sorted(WORDS))), max_size=8)
histories = st.lists(st.tuples(minutes, steps), min_size=1, max_size=5)


def batch_of(histories_: list[tuple[int, list[tuple[int, str]]]]) -> Batch:
    cases = [
        {"number": f"C-{index}", "opened_at": START + timedelta(minutes=opened)}
        for index, (opened, _) in enumerate(histories_)
    ]
    events = [
        {"number": f"C-{index}", "at": START + timedelta(minutes=minute), "kind": "status", "to": WORDS[state]}
        for index, (_, changes) in enumerate(histories_)
        for minute, state in changes
    ]
    frames = {
        "cases": in_form("cases", pl.DataFrame(cases)),
        "events": in_form("events", pl.DataFrame(events) if events else pl.DataFrame()),
    }
    return Batch(frames, {"cases": frozenset({"number", "opened"})}, 2**52, 2**52)


@settings(max_examples=400)
@given(
    histories,
    st.integers(0, 35 * 24 * 60),
    st.sampled_from([1, 30, 240, 960]),
    st.sampled_from(["organisation", "customer"]),
)
def test_the_book_agrees_with_a_walk_through_every_history(
    of: list[tuple[int, list[tuple[int, str]]]], now: int, need: int, clock: str
) -> None:
    office = organisation(targets=(target(need / 60, clock=clock),))
    found = settle(build_history(office, {"desk": batch_of(of)}), START_US + now * MINUTE_US)
    expected = [one for index, (opened, changes) in enumerate(of)
                for one in walk(f"C-{index}", opened, changes, now, need, clock)]  # fmt: skip
    assert found.numbers(np.arange(found.size)) == [one.number for one in expected]
    for row, one in enumerate(expected):
        assert ("open", "on-hold", "closed")[found.state[row]] == one.state
        assert found.opened_us[row] == START_US + one.opened * MINUTE_US
        assert found.organisation_us[row] == one.organisation * MINUTE_US
        assert found.customer_us[row] == one.customer * MINUTE_US
        closed = NEVER_US if one.closed is None else START_US + one.closed * MINUTE_US
        assert found.closed_us[row] == closed
        due = NEVER_US if one.due is None else START_US + one.due * MINUTE_US
        assert found.due_us[row] == due
        assert np.count_nonzero(found.reopened_us[found.closing_case == row] != NEVER_US) == one.reopened


@settings(max_examples=100)
@given(histories, st.integers(0, 35 * 24 * 60))
def test_a_past_instant_is_what_it_would_have_been_then(of: list[tuple[int, list[tuple[int, str]]]], now: int) -> None:
    known = [(opened, [step for step in changes if step[0] <= now]) for opened, changes in of]
    at_us = START_US + now * MINUTE_US
    later, then = (settle(build_history(organisation(), {"desk": batch_of(one)}), at_us) for one in (of, known))
    assert accounts(later, np.arange(later.size)) == accounts(then, np.arange(then.size))


def due_of(now: str, text: str, **more: object) -> str | None:
    found = book(now, life("C-1", text), **more)
    account = accounts(found, np.array([0]))[0]
    return None if account["due"] is None else str(account["due"])


def test_a_due_at_the_end_of_an_interval_is_that_end() -> None:
    assert due_of("Mon 12:00", "Mon 11:00 opened") == "2026-03-02T17:00:00+00:00"


def test_a_case_on_hold_below_its_target_has_no_due() -> None:
    assert due_of("Mon 16:00", "Mon 11:00 opened; Mon 12:00 waiting") is None


def test_a_due_that_passed_while_the_case_was_closed_stays_when_it_re_opens() -> None:
    text = "Mon 09:00 opened; Mon 12:00 closed; Tue 12:00 open"
    assert due_of("Mon 13:00", text) == "2026-03-02T15:00:00+00:00"
    assert due_of("Tue 16:00", text) == "2026-03-02T15:00:00+00:00"


def test_a_due_that_passed_stays_whatever_target_follows() -> None:
    targets = (target(2, "Order"), target(24, "Return"))
    text = "Mon 09:00 opened; Mon 09:00 type=Order; Mon 12:00 type=Return"
    assert due_of("Mon 11:30", text, targets=targets) == "2026-03-02T11:00:00+00:00"
    assert due_of("Mon 13:00", text, targets=targets) == "2026-03-02T11:00:00+00:00"


def test_a_new_target_moves_a_due_that_has_not_passed() -> None:
    targets = (target(5, "Order"), target(24, "Return"))
    text = "Mon 09:00 opened; Mon 09:00 type=Order; Mon 12:00 type=Return"
    assert due_of("Mon 11:00", text, targets=targets) == "2026-03-02T14:00:00+00:00"
    assert due_of("Mon 13:00", text, targets=targets) == "2026-03-04T17:00:00+00:00"


def test_a_closed_case_keeps_the_target_of_the_type_it_had_when_it_closed() -> None:
    targets = (target(2, "Order"), target(24, "Return"))
    same_row = "Mon 09:00 opened; Mon 09:00 type=Order; Mon 12:00 closed & type=Return; Mon 13:00 type=Order"
    found = book("Tue 12:00", life("C-1", same_row), targets=targets)
    assert (found.name("type", 0), hours(found.need_us[0])) == ("Return", 24)


def test_a_priority_without_a_row_takes_the_types_row() -> None:
    targets = (target(12, "Quote"), target(4, "Quote", priority="high"), target(24))
    lives = [life("A", "Mon 09:00 opened", type="Quote", priority="high"),
             life("B", "Mon 09:00 opened", type="Quote", priority="low"),
             life("C", "Mon 09:00 opened", type="Other"), life("D", "Mon 09:00 opened")]  # fmt: skip
    assert [hours(need) for need in book("Mon 12:00", *lives, targets=targets).need_us] == [4, 12, 24, 24]


def test_a_target_may_have_its_own_calendar_and_clock() -> None:
    targets = (target(30, calendar="always", clock="customer"),)
    found = book("Tue 12:00", life("A", "Mon 09:00 opened; Mon 12:00 waiting"), targets=targets)
    assert (hours(found.lead_us[0]), hours(found.organisation_us[0])) == (27, 3)
    account = accounts(found, np.array([0]))[0]
    assert (account["clock"], account["calendar"], account["zone"]) == ("customer", "always", "urgent")


@pytest.mark.parametrize(
    ("now", "zone"),
    [("10:59", "on-track"), ("11:00", "watch"), ("12:59", "watch"), ("13:00", "urgent"), ("15:00", "urgent"),
     ("15:01", "late")],
)  # fmt: skip
def test_zones_change_at_exact_thirds_of_the_target(now: str, zone: str) -> None:
    found = book(f"Mon {now}", life("A", "Mon 09:00 opened"))
    assert accounts(found, np.array([0]))[0]["zone"] == zone


def test_a_row_before_the_opening_counts_at_the_opening() -> None:
    found = book("Mon 12:00", life("A", "Mon 10:00 opened; Mon 08:00 waiting"))
    assert (found.state[0], hours(found.customer_us[0])) == (1, 2)
    assert accounts(found, np.array([0]))[0]["holds"] == "2026-03-02T10:00:00+00:00/"


def test_rows_of_the_same_instant_count_in_the_sources_order() -> None:
    assert book("Tue 09:00", life("A", "Mon 09:00 opened; Mon 10:00 waiting; Mon 10:00 closed")).state[0] == 2
    assert book("Tue 09:00", life("A", "Mon 09:00 opened; Mon 10:00 closed; Mon 10:00 waiting")).state[0] == 1


def test_closed_after_resolved_changes_nothing_but_the_word() -> None:
    found = book("Fri 12:00", life("A", "Mon 09:00 opened; Mon 12:00 resolved; Thu 09:00 closed"))
    account = accounts(found, np.array([0]))[0]
    assert (account["closed"], account["status"], account["reopened"]) == ("2026-03-02T12:00:00+00:00", "closed", 0)


def test_a_hold_without_history_leaves_the_hours_unknown() -> None:
    found = book("Tue 12:00", life("A", "Mon 09:00 opened", status="waiting"))
    assert (found.state[0], found.has_hours[0], found.zone[0]) == (1, False, -1)


def test_unmapped_words_count_as_open_and_are_named() -> None:
    lives = [life("A", "Mon 09:00 opened; Mon 10:00 Escalated"), life("B", "Mon 09:00 opened; Mon 10:00 Escalated")]
    found = book("Mon 12:00", *lives)
    assert found.state.tolist() == [0, 0]
    assert found.history.unmapped == (("desk", "Escalated", 2),)


def test_an_empty_board_has_an_empty_book() -> None:
    found = book("Mon 12:00")
    assert found.size == 0
    assert accounts(found, np.arange(0)) == []


def test_an_account_has_every_column() -> None:
    found = book("Mon 12:00", life("A", "Mon 09:00 opened; Mon 10:00 queue=Orders"))
    account = accounts(found, np.array([0]))[0]
    assert tuple(account) == COLUMNS
    assert (account["queue"], account["queue_since"], account["wait_h"]) == ("Orders", "2026-03-02T10:00:00+00:00", 2)


@pytest.mark.parametrize("now", ["Mon 08:59", "Mon 09:00"])
def test_a_case_is_known_from_its_opening_on(now: str) -> None:
    assert book(now, life("A", "Mon 09:00 opened")).size == (at(now) >= at("Mon 09:00"))


words_ = st.sampled_from(["new", "waiting", "done", "spam", "who knows"])
changes = st.lists(
    st.tuples(
        minutes,
        st.sampled_from(["status", "queue", "type"]),
        words_ | st.sampled_from(["Order", "Quote"]),
        st.booleans(),
    ),
    max_size=6,
)
pairs_of_histories = st.lists(st.tuples(minutes, changes, minutes, changes, st.booleans()), min_size=1, max_size=3)


def two_systems(of: list[tuple], known_until: int) -> dict[str, Batch]:
    """Cases of two systems, some of them shared, with only the rows that are known at a minute."""
    batches = {}
    for rank, source in enumerate(("desk", "erp")):
        cases, events = [], []
        for index, life_ in enumerate(of):
            opened, changed, is_shared = life_[2 * rank], life_[2 * rank + 1], life_[4]
            if opened > known_until:
                continue
            number = f"{source}-{index}"
            key = f"desk-{index}" if rank and is_shared else None
            cases.append({"number": number, "opened_at": START + timedelta(minutes=opened), "shared_key": key})
            for minute, kind, to, is_date in changed:
                if minute <= known_until:
                    at = START + timedelta(minutes=minute)
                    to = to if kind != "status" or to not in ("Order", "Quote") else "new"  # noqa: PLW2901
                    events.append({"number": number, "at": at, "kind": kind, "to": to, "is_date": is_date})
        schema = {"shared_key": pl.String}
        frames = {
            "cases": in_form("cases", pl.DataFrame(cases, schema_overrides=schema) if cases else pl.DataFrame()),
            "events": in_form("events", pl.DataFrame(events) if events else pl.DataFrame()),
        }
        mapped = {"cases": frozenset({"number", "opened"}), "events": frozenset({"status", "queue", "type"})}
        batches[source] = Batch(frames, mapped, 2**52, 2**52)
    return batches


@settings(max_examples=300)
@given(pairs_of_histories, st.integers(0, 30 * 24 * 60))
def test_rows_that_come_later_change_no_past_in_two_systems_either(of: list[tuple], now: int) -> None:
    office = organisation(sources=("desk", "erp"), targets=(target(2, "Order"), target(9)))
    at_us = START_US + now * MINUTE_US
    # an opening in the second system that is not known yet leaves the number of the case open: it is compared apart
    all_rows, known = (settle(build_history(office, two_systems(of, until)), at_us) for until in (10**9, now))

    def told(book_: CaseBook) -> list[dict[str, object]]:
        rows = accounts(book_, np.arange(book_.size))
        return sorted(({**row, "number": "", "also": "", "sources": ""} for row in rows), key=str)

    assert told(all_rows) == told(known)
