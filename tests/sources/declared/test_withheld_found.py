"""Records that are withheld, looked for once more where they stand: as far as needed, and no further."""

from typing import Any

import pytest

from tests.sources.declared.histories import DAY_S, QUARTER_S, WELL, broken, read_once, told, withheld
from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, later_on

NO_STRETCH: dict[str, Any] = {"open": None, "between": None}
"""Changes can be asked for from an instant on, and no stretch of them."""
BY_CURSOR = {
    "request": {"path": "/tickets", "params": {"limit": "{limit}", "cursor": "{cursor}"}},
    "paging": {"by": "cursor", "cursor": "cursor", "size": 10},
}


@pytest.fixture
def desk() -> Desk:
    desk = Desk(most=10)
    desk.special = WELL
    return desk


def well_again(desk: Desk, reader: Reader) -> None:
    """The desk gives every history again, and it is time to ask for those that it withheld."""
    desk.special = WELL
    later_on(desk, reader, QUARTER_S)
    reader.poll_all()


def test_a_withheld_record_is_found_where_it_was_changed_last(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    later_on(desk, reader, 3 * DAY_S)
    desk.change(2, queue="Back")
    reader.poll()
    desk.make(35)
    later_on(desk, reader)
    reader.poll_all()
    well_again(desk, reader)
    assert pages_asked(desk) == 1
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


def pages_asked(desk: Desk) -> int:
    """How many pages of a stretch of time were asked for since the clock moved."""
    return sum("until" in query for _, query in desk.asked)


def test_no_more_is_read_than_it_takes_to_find_a_withheld_record(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    desk.make(35)
    later_on(desk, reader)
    reader.poll_all()
    well_again(desk, reader)
    assert pages_asked(desk) == 1
    assert told(reader) == []


def test_a_withheld_record_that_is_not_where_it_was_is_looked_for_ever_later_and_no_further_than_it_can_be(desk, url):
    reader = read_once(desk, url)
    withheld(desk, reader)
    desk.make(35)
    desk.delete(2)
    pages = []
    for _ in range(40):
        later_on(desk, reader)
        reader.poll_all()
        pages.append(pages_asked(desk))
    assert sum(map(bool, pages)) == 4
    assert sum(pages) == 4
    assert told(reader) == [(1, "2")], "until everything is read once more"


def test_a_withheld_record_is_found_among_all_changes_where_no_stretch_of_them_can_be_asked_for(desk, url):
    reader = read_once(desk, url, **NO_STRETCH)
    withheld(desk, reader)
    desk.make(15)
    well_again(desk, reader)
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


def test_a_withheld_record_of_a_list_by_marks_is_found_in_the_whole_list(desk, url):
    by_mark = {"by": "token", "token": "mark", "field": "changed"}
    whole = {"records": "items", "changes": by_mark, "paging": None, "open": None}
    since = {"path": "/changes", "params": {"mark": "{cursor}"}}

    def marked(history: Any) -> Any:
        def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
            if path not in ("/tickets", "/changes"):
                told: Answer | None = history(of, path, query, body)
                return told
            if path == "/changes" and "mark" not in query:
                return 400, {}, None
            come = [one for one in of.tickets.values() if one.at_s > float(query.get("mark", -1))]
            return 200, {}, {"items": [row_of(one) for one in come], "mark": str(of.clock_s)}

        return answer

    desk.special = marked(WELL)
    request = {"path": "/tickets"}
    reader = read_once(desk, url, **whole, between=None, since=since, whole={"params": {}}, request=request)
    withheld(desk, reader, special=marked(broken(2)))
    desk.special = marked(WELL)
    later_on(desk, reader, QUARTER_S)
    reader.restart()
    reader.poll()
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


@pytest.mark.parametrize("cases", [{}, NO_STRETCH], ids=["of a stretch", "of all changes"])
def test_a_withheld_record_is_found_where_the_server_tells_only_what_changed_after_an_instant(desk, url, cases):
    given = desk.found
    desk.found = lambda query: [one for one in given(query) if row_of(one)["changed"] != query.get("since")]
    reader = read_once(desk, url, **cases)
    withheld(desk, reader)
    desk.make(5)
    later_on(desk, reader)
    reader.poll_all()
    well_again(desk, reader)
    assert (reader.statuses()[2], told(reader)) == ("closed", [])


def test_a_withheld_record_that_stands_behind_others_that_changed_a_little_later_is_found(desk, url):
    desk.order = "id"
    desk.make(7)
    reader = read_once(desk, url, **BY_CURSOR, changes={"field": "changed", "overlap": "10m"})
    withheld(desk, reader, 12)
    later_on(desk, reader)
    for number in range(1, 11):
        desk.change(number, queue="Before")
    reader.poll()
    later_on(desk, reader, QUARTER_S)
    desk.make()
    reader.poll()
    well_again(desk, reader)
    assert (reader.statuses()[12], told(reader)) == ("closed", [])


def test_a_withheld_record_that_does_not_come_with_the_whole_list_is_looked_for_nowhere_else(desk, url):
    reader = read_once(desk, url, **NO_STRETCH, changes=None, since=None)
    withheld(desk, reader)
    desk.delete(2)
    desk.total_said = lambda total: total + 1
    later_on(desk, reader, QUARTER_S)
    reader.poll()
    assert reader.last.is_cut_short
    assert {path for path, _ in desk.asked} == {"/tickets"}
    assert (reader.numbers, told(reader)) == ([1, 2, 3, 4, 5], [(1, "2")])
