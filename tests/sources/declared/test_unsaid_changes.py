"""Records that come or change without a later time of change, where each has details: full reads take them."""

from contextlib import suppress
from typing import Any

import pytest

from tests.sources.declared.histories import (
    DAY_S,
    EVENTS,
    HISTORY,
    WELL,
    asked_of,
    broken,
    historied,
    read_once,
    steps_to,
    told,
)
from tests.sources.declared.model_desk import Desk, Ticket
from tests.sources.declared.reading import Reader, cases_with, declared, later, remarks_of
from wallboard.sources.contract import Passing
from wallboard.sources.declared.held import Held

HOUR_S = 3600.0


def statuses(desk: Desk) -> dict[int, str]:
    return {one.id: one.status for one in desk.tickets.values()}


def rested(desk: Desk, reader: Reader) -> Reader:
    """After some hours without a change no poll lists any ticket."""
    later(desk, reader, 5 * HOUR_S)
    reader.poll()
    return reader


def well_read(desk: Desk, url: str, **cases: Any) -> Reader:
    desk.special = WELL
    return rested(desk, read_once(desk, url, **cases))


def unsaid(desk: Desk) -> None:
    """A ticket comes that changed long ago, and another is closed behind the desk's back."""
    desk.tickets[6] = Ticket(6, desk.clock_s - 30 * HOUR_S, desk.clock_s - 30 * HOUR_S)
    desk.tickets[2].status = "closed"


def with_more(more: Any) -> Any:
    """A desk whose rows have more, as a function of a row tells."""

    def answers(of: Desk, path: str, query: Any, body: Any) -> Any:
        if path.endswith("/history"):
            return WELL(of, path, query, body)
        status, headers, answer = of.page(path, query, body)
        return status, headers, answer | {"items": [row | more(row) for row in answer["items"]]}

    return answers


def full_read(desk: Desk, reader: Reader) -> None:
    """The polls in which everything is read again, and what they ask for alone."""
    later(desk, reader, 25 * HOUR_S)
    desk.asked = []
    reader.poll()
    later(desk, reader, 60)
    reader.poll()


@pytest.mark.parametrize("is_ordered", [True, False])
def test_a_full_read_takes_what_came_or_changed_unsaid_and_asks_for_the_details_of_no_other(desk, url, is_ordered):
    reader = well_read(desk, url, changes={"field": "changed", "is_ordered": is_ordered})
    later(desk, reader, 2 * HOUR_S)
    desk.change(4, status="closed")
    reader.poll()
    later(desk, reader, 2 * HOUR_S)
    unsaid(desk)
    full_read(desk, reader)
    assert reader.statuses() == statuses(desk)
    assert steps_to(reader, 2)[-1] == "closed"
    assert steps_to(reader, 6)[-1] == "open"
    assert sorted(asked_of(desk)) == [2, 6]
    full_read(desk, reader)
    assert asked_of(desk) == []


def test_after_a_restart_a_full_read_asks_for_no_details_and_the_next_one_tells_what_differs(desk, url):
    reader = well_read(desk, url)
    desk.change(4, status="closed")
    reader.poll()
    reader.restart()
    full_read(desk, reader)
    assert asked_of(desk) == [4]
    later(desk, reader, HOUR_S)
    unsaid(desk)
    full_read(desk, reader)
    assert sorted(asked_of(desk)) == [2, 6]
    assert reader.statuses() == statuses(desk)


def test_a_wall_that_is_switched_off_at_night_finds_in_the_morning_what_changed_unsaid(desk, url):
    reader = well_read(desk, url)
    full_read(desk, reader)
    for number in (3, 4):  # of which nothing is known after the restart but that they were otherwise
        later(desk, reader, 5 * HOUR_S)
        desk.change(number, status="closed")
        reader.poll()
    unsaid(desk)
    reader.restart()
    full_read(desk, reader)
    assert sorted(asked_of(desk)) == [2, 3, 4, 6]
    assert reader.statuses() == statuses(desk)
    assert steps_to(reader, 2)[-1] == "closed"
    desk.tickets[2].status = "open"
    reader.restart()
    full_read(desk, reader)
    assert asked_of(desk) == [2]
    assert reader.statuses() == statuses(desk)


def test_what_changed_with_a_word_and_then_without_one_is_found_after_a_restart(desk, url):
    reader = well_read(desk, url)
    full_read(desk, reader)
    later(desk, reader, 2 * HOUR_S)
    desk.change(3, status="pending")
    reader.poll()
    desk.tickets[3].status = "closed"
    reader.restart()
    full_read(desk, reader)
    assert asked_of(desk) == [3]
    assert reader.statuses() == statuses(desk)


def test_what_changes_between_the_first_full_read_after_a_restart_and_its_poll_comes(desk, url):
    reader = well_read(desk, url)
    reader.restart()
    changed = []

    def changes(of: Desk, number: int) -> None:
        if "until" in of.asked[-1][1] and not changed:
            changed.append(3)
            of.change(3, status="closed")

    desk.before_page = changes
    full_read(desk, reader)
    assert changed
    assert reader.statuses()[3] == "closed"


def test_what_every_row_tells_anew_each_day_and_feeds_no_field_costs_no_call(desk, url):
    desk.special = with_more(lambda row: {"age_s": desk.clock_s})
    reader = rested(desk, read_once(desk, url))
    unsaid(desk)
    full_read(desk, reader)
    assert sorted(asked_of(desk)) == [2, 6]


def test_what_differs_at_many_records_comes_over_several_polls_and_never_older_than_a_poll_brought_it(desk, url):
    desk.special, desk.most = WELL, 100
    desk.make(30, every_s=60)
    reader = Reader(historied(url), desk.now_us)
    reader.poll_all()
    rested(desk, reader)
    for number in range(1, 31):
        desk.tickets[number].status = "waiting"
    later(desk, reader, 25 * HOUR_S)
    desk.asked = []
    reader.poll()
    assert 0 < max(asked_of(desk)) < 20
    later(desk, reader, 60)
    desk.change(20, status="closed")
    for _ in range(10):
        reader.poll()
        later(desk, reader, 60)
    assert reader.statuses() == statuses(desk)
    assert sorted(asked_of(desk)) == list(range(1, 31))


@pytest.mark.parametrize("is_restarted", [True, False])
def test_a_full_read_before_the_first_read_is_through_takes_nothing_away_from_that(desk, url, is_restarted):
    def fails(of: Desk, path: str, query: Any, body: Any) -> Any:
        return (500, {}, None) if path == "/tickets" and "until" in query else WELL(of, path, query, body)

    desk.special = fails
    desk.make(40, every_s=12 * HOUR_S, status="closed")
    desk.clock_s += 5 * HOUR_S
    reader = Reader(historied(url, whole={"path": "/all"}), desk.now_us)
    reader.poll()
    if is_restarted:
        reader.restart()
    for _ in range(3):
        later(desk, reader, 25 * HOUR_S)
        with suppress(Passing):
            reader.poll()
    assert "/all" in {path for path, _ in desk.asked}
    assert asked_of(desk) == []
    desk.special = WELL
    for _ in range(3):
        later(desk, reader, HOUR_S)
        reader.poll_all()
    assert reader.statuses() == statuses(desk)
    assert sorted(asked_of(desk)) == list(range(1, 41))


def test_one_whose_details_fail_in_a_full_read_is_asked_for_again_and_taken_once_they_come(desk, url):
    reader = well_read(desk, url)
    later(desk, reader, HOUR_S)
    unsaid(desk)
    desk.special = broken(2)
    later(desk, reader, 25 * HOUR_S)
    reader.poll()
    assert reader.statuses()[2] == "open"
    desk.special = WELL
    for _ in range(4):
        later(desk, reader, HOUR_S)
        reader.poll()
    assert reader.statuses() == statuses(desk)
    assert "rest.doubt.withheld" not in remarks_of(reader)


def test_one_whose_details_never_come_is_named_and_keeps_no_full_read_from_its_end(desk, url):
    reader = well_read(desk, url)
    later(desk, reader, HOUR_S)
    unsaid(desk)
    desk.delete(5)
    desk.special = broken(2)
    later(desk, reader, 25 * HOUR_S)
    for _ in range(6):
        with suppress(Passing):
            reader.poll()
        later(desk, reader, HOUR_S)
    assert reader.statuses() == statuses(desk) | {2: "open"}
    assert told(reader) == [(1, "2")]


def test_a_record_that_is_gone_and_comes_again_as_it_was_is_taken_again(desk, url):
    reader = well_read(desk, url)
    ticket = desk.tickets.pop(3)
    full_read(desk, reader)
    assert 3 not in reader.numbers
    desk.tickets[3] = ticket
    full_read(desk, reader)
    assert reader.statuses() == statuses(desk)
    assert steps_to(reader, 3)[-1] == "open"


def test_what_a_table_gives_a_record_counts_by_what_it_is_looked_up_by(desk, url):
    kinds = {2: 1}
    rows = with_more(lambda row: {"kind_id": kinds.get(row["id"], 1)})
    names = [{"id": 1, "name": "Fault"}, {"id": 2, "name": "Wish"}]
    desk.special = lambda of, path, query, body: (200, {}, names) if path == "/kinds" else rows(of, path, query, body)
    desk.make(5)
    cases = cases_with(
        details=HISTORY,
        look_up={"kind": {"in": "kinds", "by": "kind_id"}},
        fields={"number": "id", "status": "status", "type": "kind", "opened": "made"},
    )
    tables = {"kinds": {"request": {"path": "/kinds"}, "key": "id", "value": "name"}}
    reader = Reader(declared(url, cases, events=EVENTS, lookups=tables), desk.now_us)
    reader.poll_all()
    later(desk, reader, 2 * DAY_S)
    kinds[2] = 2
    desk.asked = []
    reader.poll()
    assert asked_of(desk) == [2]
    assert reader.known.frame("cases").filter(number="2")["type"].to_list() == ["Wish"]


def shown(resource: str, record: dict[str, Any]) -> list[dict[str, Any]]:
    """A hook that makes a field of what rows tell."""
    return [record | {"shown": record["status"]}]


def test_where_a_hook_makes_the_fields_all_that_a_row_says_counts(desk, url):
    desk.special = WELL
    desk.make(5)
    cases = cases_with(details=HISTORY, fields={"number": "id", "status": "shown", "opened": "made"})
    options = declared(url, cases, events=EVENTS).model_copy(update={"hook": f"{__name__}:shown"})
    reader = Reader(options, desk.now_us)
    reader.poll_all()
    rested(desk, reader)
    unsaid(desk)
    full_read(desk, reader)
    assert reader.statuses() == statuses(desk)


def test_of_records_within_a_row_all_that_it_says_counts(desk, url):
    desk.special = with_more(lambda row: {"parts": [{"state": row["status"]}]})
    fields = {"number": "parent.id", "status": "state", "opened": "parent.made"}
    reader = rested(desk, read_once(desk, url, each="parts", key="id", fields=fields))
    unsaid(desk)
    full_read(desk, reader)
    assert sorted(asked_of(desk)) == [2, 6]
    assert reader.statuses() == statuses(desk)


def test_a_record_that_comes_to_have_details_unsaid_is_asked_for_them(desk, url):
    traced = {1, 3}
    desk.special = with_more(lambda row: {"traced": row["id"] in traced})
    reader = rested(desk, read_once(desk, url, details=HISTORY | {"only": "traced"}))
    assert steps_to(reader, 2) == []
    traced.add(2)
    full_read(desk, reader)
    assert asked_of(desk) == [2]
    assert steps_to(reader, 2)[-1] == "open"


def test_a_record_that_counts_again_though_nothing_else_of_it_has_changed_is_taken(desk, url):
    gone = {2}
    desk.special = with_more(lambda row: {"gone": row["id"] in gone})
    reader = rested(desk, read_once(desk, url, deleted="gone"))
    assert 2 not in reader.numbers
    gone.clear()
    full_read(desk, reader)
    assert asked_of(desk) == [2]
    assert reader.statuses() == statuses(desk)


def test_what_a_read_noted_that_was_not_kept_is_not_held():
    keyed: list[tuple[str | None, Any]] = [("1", "one"), ("2", "two")]

    def content(row: Any) -> bytes:
        return str(row).encode()

    held = Held()
    held.take("1", content("one"))
    held.keep()
    held.take("2", content("two"))
    held.go_back()
    assert list(held.missed(keyed, content, lambda *_: False, is_through=True)) == [("2", "two")]
    held.meet(is_all=False)
    assert list(held.missed(keyed, content, lambda *_: False, is_through=True)) == []
    held.are({"1", "2"})
    held.go_back()
    assert list(held.missed(keyed, content, lambda *_: False, is_through=True)) == []
