"""Reads that end in good order before all has come: by records, by bytes, by time; and what is covered meanwhile."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, bounded, cases_with, declared
from wallboard.sources.contract import Passing

WHOLE = cases_with(open=None, between=None, since=None, changes=None)
TABLE: dict[str, Any] = {"request": {"path": "/people", "params": {"page": "{page}"}}, "paging": {"by": "page"}}


@pytest.mark.parametrize("cases", [None, WHOLE])
def test_a_read_ends_after_so_many_records_and_loses_none_of_those_before(desk, url, cases):
    desk.make(95)
    reader = bounded(Reader(declared(url, cases), desk.now_us), records=30)
    known = []
    while not known or reader.last.has_more:
        reader.poll()
        known.append(len(reader.numbers))
    assert len(known) >= 3
    assert all(0 < after - before < 40 for before, after in zip([0, *known], known, strict=False))
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("cases", [None, WHOLE])
def test_a_read_ends_after_so_many_bytes(desk, url, cases):
    desk.make(95)
    reader = bounded(Reader(declared(url, cases), desk.now_us), bytes=2000)
    reader.poll()
    assert reader.last.has_more
    assert len(desk.asked) == 2
    assert len(reader.numbers) in (19, 20)
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


def test_bytes_of_a_read_before_do_not_count_again(desk, url):
    desk.make(95)
    reader = bounded(Reader(declared(url), desk.now_us), bytes=2000)
    for number in range(1, 5):
        reader.poll()
        assert len(desk.asked) == 2 * number


def test_a_read_ends_when_its_time_is_up(desk, url):
    desk.make(95)
    reader = bounded(Reader(declared(url), desk.now_us), slice_s=0.0)
    reader.poll()
    assert reader.last.has_more
    assert len(reader.numbers) <= 10
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("of", ["lookups", "details"])
def test_a_table_or_details_that_take_longer_than_a_read_has_are_a_fault_that_passes_and_names_them(desk, url, of):
    desk.make(1)

    def slow(desk: Desk, path: str, query: Query, body: Any) -> Answer | None:
        number = int(query.get("page", 1))
        return (200, {}, [{"id": number}]) if path == "/people" and number < 20 else None

    desk.special = slow
    if of == "lookups":
        table = {**TABLE, "key": "id", "value": "id"}
        options = declared(url, cases_with(look_up={"who": {"in": "people", "by": "id"}}), lookups={"people": table})
    else:
        options = declared(url, cases_with(details={**TABLE, "into": "more"}))
    reader = bounded(Reader(options, desk.now_us), slice_s=0.0, late_s=0.0)
    with pytest.raises(Passing) as fault:
        reader.poll_all()
    assert fault.value.fault.key == "rest.slow"
    assert fault.value.fault.args["what"] == ("people" if of == "lookups" else "cases")
    assert len(desk.asked) == 2


# What is covered


def test_a_whole_list_covers_nothing_of_what_was_before_its_first_end_comes(desk, url):
    desk.make(25)
    reader = bounded(Reader(declared(url, WHOLE), desk.now_us), records=10)
    began_us = desk.now_us
    reader.poll()
    assert reader.last.has_more
    assert reader.known.since_us == {"cases": began_us}
    reader.now_us += 60_000_000
    reader.restart()
    bounded(reader, records=10)
    reader.poll()
    assert reader.last.has_more
    assert reader.known.since_us == {"cases": began_us}
    reader.poll_all()
    assert reader.known.since_us == {}
    assert reader.numbers == sorted(desk.tickets)


def test_a_resource_whose_turn_has_not_come_is_not_covered(desk, url):
    desk.make(25)
    visits = {
        "request": {"path": "/visits"},
        "records": "items",
        "fields": {"id": "id", "person": "queue.name", "start": "made", "end": "made"},
    }
    reader = bounded(Reader(declared(url, WHOLE, appointments=visits), desk.now_us), records=10)
    reader.poll()
    assert reader.last.has_more
    assert reader.known.since_us == {"cases": desk.now_us, "appointments": desk.now_us}
    reader.poll_all()
    assert reader.known.since_us == {}


def test_a_whole_list_of_which_a_part_alone_is_sure_covers_nothing(desk, url):
    desk.make(25)
    desk.total_said = lambda total: (total or 0) + 7
    reader = Reader(declared(url, WHOLE), desk.now_us)
    reader.poll()
    assert reader.known.is_cut_short
    assert reader.known.since_us == {"cases": desk.now_us}


# What is of now, and what goes on


def test_a_read_that_ends_before_it_has_come_to_the_present_is_behind_and_the_way_back_is_not(desk, url):
    desk.make(60, every_s=86_400, status="closed")
    desk.make(25)
    reader = bounded(Reader(declared(url), desk.now_us), records=10)
    told = []
    while reader.last is None or reader.last.has_more:
        reader.poll()
        told.append((not reader.last.is_behind, len(reader.numbers) >= 25))
    assert told == sorted(told), "once it is there it stays there"
    assert (told[0], told.count((True, True)) > 1) == ((False, False), True)


def test_a_catch_up_in_parts_is_as_old_as_its_beginning(desk, url):
    desk.make(60)
    reader = bounded(Reader(declared(url), desk.now_us), records=10)
    reader.poll_all()
    desk.clock_s += 86_400
    for number in range(1, 31):
        desk.change(number)
    began_us = desk.now_us
    instants = []
    while not instants or reader.last.is_behind:
        reader.now_us = desk.now_us
        reader.poll()
        instants.append((desk.now_us, reader.last.is_behind))
        desk.clock_s += 60
    assert len(instants) > 2
    assert reader.last.as_of_us == began_us
    reader.now_us = desk.now_us
    reader.poll_all()
    reader.now_us += 1
    desk.change(1)
    assert reader.poll().as_of_us == reader.now_us


def test_a_catch_up_whose_last_part_brings_nothing_is_as_old_as_its_beginning(desk, url):
    desk.make(10)
    reader = bounded(Reader(declared(url), desk.now_us), slice_s=0.0)
    reader.poll_all()
    desk.clock_s += 86_400
    desk.change(1)
    began_us = reader.now_us = desk.now_us
    while reader.poll().is_behind:
        reader.now_us += 3_600_000_000
    assert reader.now_us > began_us
    assert (reader.last.rows, reader.last.as_of_us) == (0, began_us)
