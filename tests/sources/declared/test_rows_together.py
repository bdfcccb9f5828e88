"""Lists whose rows tell of their keys only together, leave and histories: each row once, however often it came."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, bounded, declared, later_on
from wallboard.sources.contract import SourceFault
from wallboard.sources.declared.laid import Laid
from wallboard.sources.declared.options import Options

FIELDS: dict[str, dict[str, str]] = {
    "absences": {"person": "queue.name", "start": "made", "end": "'2027-01-01T00:00:00Z'"},
    "events": {"number": "queue.name", "at": "made", "kind": "'status'", "to": "status"},
}
NAMES = list(FIELDS)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.make(35, queue="7")
    return desk


@pytest.fixture(params=["by a key", "by all they say"])
def more(request: Any) -> dict[str, str]:
    """What else is declared of a list."""
    return {"key": "id"} if request.param == "by a key" else {}


def listed(url: str, name: str, *, total: bool = True, **more: Any) -> Options:
    """A source with such a list, which comes in pages of ten."""
    found = {
        "request": {"path": "/list", "params": {"limit": "{limit}", "page": "{page}", "order": "id"}},
        "records": "items",
        "paging": {"by": "page", "size": 10, "total": "total"} if total else {"by": "page", "size": 10},
        "fields": FIELDS[name],
    }
    options = declared(url, **{name: found | more})
    return options.model_copy(update={"cases": None}) if name == "absences" else options


def rows_of(reader: Reader, name: str) -> int:
    """How many rows are known."""
    assert reader.known is not None
    return reader.known.frame(name).height


def pages_of(desk: Desk, odd: Callable[[int, dict[str, Any]], dict[str, Any]]) -> None:
    """The list's pages are otherwise from now on, by the number of the call."""
    calls: list[Query] = []

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path != "/list":
            return None
        status, headers, told = of.page(path, query, body)
        calls.append(query)
        return status, headers, {**told, **odd(len(calls), told)}

    desk.special = answer


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_list_that_counts_more_than_it_gives_stay_as_many_as_they_are(desk, url, name, more):
    pages_of(desk, lambda _, told: {"total": told["total"] + 2})
    reader = Reader(listed(url, name, **more), desk.now_us)
    for _ in range(5):
        reader.poll()
        assert (rows_of(reader, name), reader.known.is_cut_short) == (35, True)
        later_on(desk, reader)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_deleted_while_pages_are_read_doubles_no_row_and_goes_with_the_next_read(desk, url, name, more):
    reader = all_read(desk, listed(url, name, **more))
    later_on(desk, reader)

    def delete(of: Desk, number: int) -> None:
        if [path for path, _ in of.asked].count("/list") == 3 and 2 in of.tickets:
            of.delete(2)

    desk.before_page = delete
    reader.poll()
    assert rows_of(reader, name) == 35
    later_on(desk, reader)
    reader.poll()
    assert rows_of(reader, name) == 34


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_changes_between_two_passes_is_the_younger_one(desk, url, name):
    reader = all_read(desk, listed(url, name, key="id"))
    later_on(desk, reader)

    def happen(of: Desk, number: int) -> None:
        if [path for path, _ in of.asked].count("/list") == 3 and 2 in of.tickets:
            of.delete(2)
            of.change(3, status="closed", queue="8")

    desk.before_page = happen
    reader.poll()
    assert reader.known.frame(name).to_series(0).to_list().count("8") == 1
    assert rows_of(reader, name) == 35


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_is_asked_for_again_for_what_it_lacked_brings_only_that(desk, url, name, more):
    desk.total_said = lambda total: None
    reader = all_read(desk, listed(url, name, total=False, **more))
    later_on(desk, reader)
    pages_of(desk, lambda call, told: {"items": told["items"][:4]} if call == 2 else {})
    reader.poll()
    assert rows_of(reader, name) == 35


def test_steps_that_say_the_same_are_as_many_as_they_are(desk, url):
    """Nothing tells them apart, so that fewer seem to come than are counted: their list is read more than once."""
    same = {"id": 0, "changed": "", "made": "2026-11-02T09:00:00Z"}
    pages_of(desk, lambda _, told: {"items": [row | (same if row["id"] in (5, 6) else {}) for row in told["items"]]})
    reader = Reader(listed(url, "events"), desk.now_us)
    for _ in range(3):
        reader.poll()
        assert rows_of(reader, "events") == 35
        later_on(desk, reader)


DETAILS: dict[str, Any] = {
    "request": {"path": "/more/{of}"},
    "values": {"of": "id"},
    "into": "more",
    "errors": [{"status": 400, "when": "gone", "means": "gone"}],
}


def with_details(desk: Desk, at: Callable[[int], Answer | None]) -> None:
    """Each row has details, which may be answered otherwise, by its number."""

    def answer(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if not path.startswith("/more/"):
            return None
        return at(int(path.removeprefix("/more/"))) or (200, {}, {"is": "there"})

    desk.special = answer


@pytest.mark.parametrize("name", NAMES)
def test_rows_whose_details_take_more_than_one_slice_are_all_there(desk, url, name, more):
    with_details(desk, lambda number: None)
    reader = bounded(Reader(listed(url, name, details=DETAILS, **more), desk.now_us), bytes=150)
    assert reader.poll_all() > 3
    assert rows_of(reader, name) == 35
    desk.change(3, status="closed")
    later_on(desk, reader)
    assert reader.poll_all() > 3
    assert rows_of(reader, name) == 35


FAULTS: dict[str, Answer] = {
    "rest.gone": (400, {}, {"gone": True}),
    "web.busy": (429, {"Retry-After": "60"}, {}),
    "web.missing": (410, {}, {}),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", FAULTS)
def test_of_rows_whose_details_break_off_in_the_middle_none_goes(desk, url, name, key):
    with_details(desk, lambda number: None)
    reader = all_read(desk, listed(url, name, details=DETAILS))
    with_details(desk, lambda number: FAULTS[key] if number == 7 else None)
    desk.change(3, status="closed")
    later_on(desk, reader)
    with pytest.raises(SourceFault) as fault:
        reader.poll()
    assert (fault.value.fault.key, rows_of(reader, name)) == (key, 35)
    with_details(desk, lambda number: None)
    desk.delete(7)
    later_on(desk, reader)
    reader.kept = {}  # the server is not left alone for as long as it asked
    reader.poll_all()
    assert rows_of(reader, name) == 34


def test_rows_that_slip_past_an_edge_in_one_pass_stay_whichever_it_is():
    laid = Laid(lambda row: row["id"])
    one, two, three = ({"id": key, "who": "Ann"} for key in "123")
    laid.take([one, two], 0)
    laid.take([three, two], 1)
    assert laid.rows == [one, two, three]
    laid.take([three], 2)
    assert laid.rows == [one, two, three]


def test_of_rows_with_a_key_that_several_have_none_goes_that_a_pass_lacks():
    laid = Laid(lambda row: row["who"])
    first, second = {"who": "Ann", "day": 1}, {"who": "Ann", "day": 2}
    laid.take([first], 0)
    laid.take([second], 0)
    laid.take([second], 1)
    assert laid.rows == [first, second]


def test_a_row_without_a_key_that_was_pushed_over_an_edge_is_one_once_a_pass_has_it_once():
    laid = Laid(lambda row: None)
    rows = [{"day": day} for day in range(4)]
    laid.take(rows[:2], 0)
    laid.take(rows[1:], 0)
    laid.take(rows, 1)
    assert laid.rows == rows
