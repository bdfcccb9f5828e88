"""`wallboard check` names the paths of a declaration at which nothing stands in any answer, though rows came."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.loopback import behaviour as does
from tests.loopback.server import Asked, Behaviour, Wire, loopback
from tests.loopback.tickets import pages, tickets
from tests.test_source_faults import BOARD, BY_PAGE, CASES, yaml_text

Checked = Callable[..., list[str]]
ROWS = [{**row, "changed": row["made"]} for row in tickets(25)]
BY_TIME = CASES | {
    "since": {"params": {"since": "{since|iso_z}"}},
    "changes": {"field": "changed"},
}


@pytest.fixture
def check(wallboard: Command, tmp_path: Path) -> Checked:
    """The lines of a check of a board with such cases, which lead nowhere; not what comes of asking for changes."""

    def call(cases: dict[str, Any], behave: Behaviour) -> list[str]:
        with loopback(behave) as server:
            path = tmp_path / "board.yaml"
            entry = {"type": "rest", "url": server.url, "timeout_s": 10.0, "cases": cases}
            path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
            ended = wallboard("check", str(path))
        lines = [line.strip() for line in ended.out.splitlines()]
        assert [line for line in lines if line.startswith("cases ")], ended.out + ended.err
        told = [line for line in lines if line.removeprefix("! ").startswith(("Of cases, ", "Of the cases, "))]
        return [line for line in told if "as later polls ask" not in line and "changed long before" not in line]

    return call


NO_TIME = "In the cases, “soon” (made) is no time as in 2026-11-23T09:00:00Z (ISO 8601): say how it is written with "


@pytest.mark.parametrize("strange", [slice(3, 4), slice(None)], ids=["one", "all"])
def test_of_times_that_cannot_be_read_one_is_shown_with_the_form_that_it_should_have(
    wallboard: Command, tmp_path: Path, strange: slice
) -> None:
    rows = [{**row} for row in ROWS]
    for row in rows[strange]:
        row["made"] = "soon"
    with loopback(does.says({"items": rows})) as server:
        path = tmp_path / "board.yaml"
        path.write_text(yaml_text({**BOARD, "sources": {"desk": {"type": "rest", "url": server.url, "cases": CASES}}}))
        ended = wallboard("check", str(path))
    assert f"    {NO_TIME}`format` under `opened`, or correct the path.\n" in ended.out
    assert ended.out.count("“soon”") == 1


def tells(**more: Any) -> Behaviour:
    """A server with all rows on one page."""
    return does.says({"items": ROWS, **more})


def paged(**paging: Any) -> dict[str, Any]:
    return BY_PAGE | {"paging": {"by": "page", "size": 10, **paging}}


SHORT = "! Of cases, `{}` never found anything: nothing stands at {}. Correct the path."
NOWHERE = "Of cases, `{}` never found anything: nothing stands at {}. Correct the path."


@pytest.mark.parametrize(
    ("key", "path"), [("total", "meta.total"), ("size_told", "meta.size"), ("last_page", "meta.is_last")]
)
def test_a_path_of_paging_that_no_page_has_is_named(check: Checked, key: str, path: str) -> None:
    told = NOWHERE if key in ("size_told", "last_page") else SHORT
    assert told.format(f"paging.{key}", path) in check(paged(**{key: path}), pages(lambda: ROWS))


@pytest.mark.parametrize(("key", "path"), [("key", "uuid"), ("only", "counts")])
def test_a_path_in_rows_that_no_row_has_is_named(check: Checked, key: str, path: str) -> None:
    assert check(CASES | {key: path}, tells()) == [SHORT.format(key, path)]


def test_paths_that_find_something_are_not_named(check: Checked) -> None:
    assert check(BY_PAGE, pages(lambda: ROWS)) == []
    assert check(BY_TIME | {"key": "id"}, tells()) == []
    assert check(CASES | {"paging": {"by": "none", "total": "n"}}, tells(n=25)) == []


BY_LINK = CASES | {"paging": {"by": "next", "next": "meta.next"}}
PERHAPS = "Of cases, 25 rows came in one page, and `paging.next` found nothing at meta.next: correct the path if more "


def test_a_page_that_looks_whole_and_is_not_followed_has_its_path_named(check: Checked) -> None:
    assert check(BY_LINK, tells()) == [f"{PERHAPS}follow."]
    assert check(BY_LINK, tells(meta={"next": None})) == []


def test_a_page_of_few_rows_may_be_the_last(check: Checked) -> None:
    assert check(BY_LINK, does.says({"items": ROWS[:7]})) == []


def test_a_time_of_change_that_no_row_has_is_named(check: Checked) -> None:
    wrong = BY_TIME | {"changes": {"field": "altered"}}
    assert check(wrong, tells()) == [SHORT.format("changes.field", "altered")]


def test_a_time_of_change_that_is_none_is_named_with_its_format(check: Checked) -> None:
    told = "! Of cases, `changes.field` (changed) finds “2026-11-03T09:00:00Z”, which is no time in the form epoch_s. "
    lines = check(BY_TIME | {"changes": {"field": "changed", "format": "epoch_s"}}, tells())
    assert lines == [f"{told}Correct the path, or say `format`."]


def test_a_mark_that_no_answer_has_is_named(check: Checked) -> None:
    by_mark = CASES | {"changes": {"by": "token", "token": "sync.token"}, "whole": {}, "since": {}}
    assert check(by_mark, tells()) == [SHORT.format("changes.token", "sync.token")]
    assert check(by_mark, tells(sync={"token": "a"})) == []


@pytest.mark.parametrize(
    "told", [{"n": 25}, {"done": True}, {"has_more": False}], ids=["by their number", "by its mark", "by another"]
)
def test_a_page_that_is_told_to_be_the_last_need_not_lead_on(check: Checked, told: dict[str, Any]) -> None:
    paging = {"n": "total", "done": "last_page", "has_more": "more"}
    (name,) = told
    cases = CASES | {"paging": {"by": "next", "next": "meta.next", paging[name]: name}}
    assert check(cases, tells(**told)) == []


@pytest.mark.parametrize(
    ("each", "lines"),
    [
        ("histry", ["! Of events, `each` never found anything: nothing stands at histry. Correct the path."]),
        ("history", []),
    ],
)
def test_a_list_within_records_that_none_has_is_named(
    wallboard: Command, tmp_path: Path, each: str, lines: list[str]
) -> None:
    rows = [{**row, "history": []} for row in ROWS]
    events = {"of": "cases", "each": each, "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"}}
    with loopback(does.says({"items": rows})) as server:
        path = tmp_path / "board.yaml"
        desk = {"type": "rest", "url": server.url, "cases": CASES, "events": events}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": desk}}))
        out = wallboard("check", str(path)).out
    assert [line.strip() for line in out.splitlines() if "Of events, " in line] == lines


PEOPLE = {"request": {"path": "/people"}, "records": "items", "key": "id", "value": "name"}
ASKING = CASES | {"look_up": {"who": {"in": "people", "by": "agent"}}}


@pytest.mark.parametrize(
    ("table", "cases", "told"),
    [
        (PEOPLE, ASKING, ()),
        (PEOPLE | {"value": "title"}, ASKING, ("! Of people, `lookups.people.value`|title",)),
        (PEOPLE | {"key": "uid"}, ASKING, ("! Of people, `lookups.people.key`|uid",)),
        (
            PEOPLE | {"paging": {"by": "next", "next": "next", "total": "count"}},
            ASKING,
            ("! Of people, `lookups.people.paging.total`|count",),
        ),
        (
            PEOPLE | {"paging": {"by": "next", "next": "next", "size_told": "size"}},
            ASKING,
            ("Of people, `lookups.people.paging.size_told`|size",),
        ),
        (PEOPLE, CASES | {"look_up": {"who": {"in": "people", "by": "agnt"}}}, ("Of cases, `look_up.who.by`|agnt",)),
    ],
)
def test_paths_of_tables_that_lead_nowhere_are_named(
    wallboard: Command, tmp_path: Path, table: dict[str, Any], cases: dict[str, Any], told: tuple[str, ...]
) -> None:
    rows = [{**row, "agent": 1 if number else None} for number, row in enumerate(ROWS)]
    people = pages(lambda: [{"id": 1, "name": "Kim"}])
    with loopback(does.by_path({"/tickets": does.says({"items": rows}), "/people": people})) as server:
        path = tmp_path / "board.yaml"
        desk = {"type": "rest", "url": server.url, "lookups": {"people": table}, "cases": cases}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": desk}}))
        ended = wallboard("check", str(path))
    assert "read completely" in ended.out
    lines = [line.strip() for line in ended.out.splitlines() if "never found anything" in line]
    wanted = (one.split("|") for one in told)
    assert lines == [
        f"{who} never found anything: nothing stands at {where}. Correct the path." for who, where in wanted
    ]


def test_details_whose_list_no_answer_has_are_a_fault_that_tells_what_is_there(
    wallboard: Command, check: Checked, tmp_path: Path
) -> None:
    steps = {f"/tickets/{row['id']}/steps": does.says({"steps": []}) for row in ROWS}
    server = does.by_path({"/tickets": tells(), **steps})
    details = {"request": {"path": "/tickets/{key}/steps"}, "into": "history"}
    assert check(CASES | {"details": details | {"records": "steps"}}, server) == []
    with loopback(server) as served:
        path, host = tmp_path / "wrong.yaml", served.url[len("http://") :]
        cases = CASES | {"details": details | {"records": "history"}}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": {"type": "rest", "url": served.url, "cases": cases}}}))
        ended = wallboard("check", str(path))
    assert ended.code == 1
    lines = [line.strip() for line in ended.out.splitlines()]
    assert f"Of cases, the answer of {host} has nothing where the details of a record should be." in lines
    looks = "Asked for the details of record {}; `details.records` is history. At its top: steps (a list)"
    assert {looks.format(row["id"]) for row in ROWS} & set(lines)


def test_events_that_are_sought_elsewhere_than_details_went_in_fall_short(wallboard: Command, tmp_path: Path) -> None:
    steps = {f"/tickets/{row['id']}/steps": does.says([]) for row in ROWS}
    details = {"request": {"path": "/tickets/{key}/steps"}, "into": "history"}
    events = {"of": "cases", "each": "log", "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"}}
    with loopback(does.by_path({"/tickets": tells(), **steps})) as server:
        path = tmp_path / "board.yaml"
        desk = {"type": "rest", "url": server.url, "cases": CASES | {"details": details}, "events": events}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": desk}}))
        ended = wallboard("check", str(path))
    assert "! Of events, `each` never found anything: nothing stands at log. Correct the path.\n" in ended.out
    assert ended.code == 1


def test_where_there_is_no_preset_nobody_is_sent_to_look_at_one(wallboard: Command, tmp_path: Path) -> None:
    with loopback(does.says({"rows": ROWS})) as server:
        path = tmp_path / "board.yaml"
        path.write_text(yaml_text({**BOARD, "sources": {"desk": {"type": "rest", "url": server.url, "cases": CASES}}}))
        out = wallboard("check", str(path)).out
    assert "Correct the declaration; the reference says what it may hold.\n" in out
    assert "Look whether the preset" not in out


def test_a_fault_of_events_names_the_path_and_has_the_line_of_their_fields(wallboard: Command, tmp_path: Path) -> None:
    rows = [{**row, "log": [{"at": row["made"], "what": "status", "to": "open"}]} for row in ROWS]
    with loopback(does.says({"items": rows})) as server:
        path = tmp_path / "board.yaml"
        whole = yaml_text({**BOARD, "sources": {"desk": {"type": "rest", "url": server.url, "cases": CASES}}})
        fields = '{"number": "id", "at": "at", "kind": "what", "to": "to"}'
        events = f', "events": {{"of": "cases", "each": "log",\n"fields": {fields}}}'
        path.write_text(whole.rstrip().removesuffix("}}}") + events + "}}}")
        out = wallboard("check", str(path)).out
    assert "25 rows without a number (“id”)\n" in out
    assert f"see {path}:2\n" in out


def owned(count: int, **more: Any) -> list[dict[str, Any]]:
    """Rows of which each has an owner that is an object."""
    return [{**row, "assignee": {"id": row["id"], "name": "Kim"}, **more} for row in tickets(count)]


def mapped(**fields: Any) -> dict[str, Any]:
    return CASES | {"fields": CASES["fields"] | fields}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("assignee.nam", "assignee holds id, name. Did you mean assignee.name?"),
        ("asignee", "a row holds id, status, queue, made, assignee. Did you mean assignee.name?"),
        ("elsewhere", "a row holds id, status, queue, made, assignee. Correct the path."),
    ],
)
def test_a_field_that_no_row_has_falls_short_with_what_stands_beside_it(check: Checked, path: str, told: str) -> None:
    lines = check(mapped(owner=path), does.says({"items": owned(60)}))
    assert lines == [f"! Of the cases, no row has anything at {path}, from which `owner` is taken: {told}"]


@pytest.mark.parametrize(("path", "more"), [("agent", {"agent": None}), ("agent.name", {"agent": None})])
def test_a_field_that_is_null_in_every_row_may_be_so(check: Checked, path: str, more: dict[str, Any]) -> None:
    assert check(mapped(owner=path), does.says({"items": owned(60, **more)})) == []


def test_of_few_rows_nothing_is_said_of_a_field_that_none_has(check: Checked) -> None:
    assert check(mapped(owner="elsewhere"), does.says({"items": owned(20)})) == []


def test_a_path_to_an_object_has_the_key_that_was_meant_beside_it(check: Checked) -> None:
    mixed = [{**row, "assignee": None} if row["id"] > 5 else row for row in owned(12)]
    told = "! Of the cases, there is an object at assignee, from which `owner` is taken: it holds id, name. "
    assert check(mapped(owner="assignee"), does.says({"items": mixed})) == [f"{told}Did you mean assignee.name?"]


TABLE = {"request": {"path": "/states"}, "records": "items", "key": "id", "value": "altered.x"}
BY_WORD = CASES | {"look_up": {"state": {"by": "status_id", "in": "statuses"}}}
OF_ITS_OWN = {"params": {"since": "{since|iso_z}"}, "paging": {"by": "page", "size": 10, "total": "altered"}}
# Entries of a source, in each of which one path leads nowhere, by what stands on its line.
WRONG: dict[str, dict[str, Any]] = {
    '"field": "altered"': {"cases": BY_TIME | {"changes": {"field": "altered"}}},
    '"field": "subject"': {"cases": BY_TIME | {"changes": {"field": "subject"}}},
    '"key": "uuid"': {"cases": CASES | {"key": "uuid"}},
    '"total": "meta.total"': {"cases": paged(total="meta.total")},
    '"next": "altered"': {"cases": CASES | {"paging": {"by": "next", "next": "altered"}}},
    '"total": "altered"': {"cases": paged(total="total") | {"changes": {"field": "changed"}, "since": OF_ITS_OWN}},
    '"owner": "agent.nmae"': {"cases": CASES | {"fields": {**CASES["fields"], "owner": "agent.nmae"}}},
    '"by": "status_nmae"': {"cases": CASES | {"look_up": {"state": {"by": "status_nmae", "in": "statuses"}}}}
    | {"lookups": {"statuses": TABLE | {"value": "label"}}},
    '"value": "altered.x"': {"statuses": {"open": ["open"]}, "cases": BY_WORD, "lookups": {"statuses": TABLE}},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_line_is_named_on_which_a_wrong_path_stands(wallboard: Command, tmp_path: Path, wrong: str) -> None:
    rows = [
        {**row, "changed": row["made"], "subject": "soon", "status_id": 1, "agent": {"name": "Amira"}}
        for row in tickets(50)
    ]

    def behave(asked: Asked, wire: Wire) -> None:
        tables = does.says({"items": [{"id": 1, "label": "open"}]})
        (
            tables
            if asked.path == "/states"
            else pages(lambda: rows)
            if "page" in asked.param
            else does.says({"items": rows})
        )(asked, wire)

    board = tmp_path / "board.yaml"
    with loopback(behave) as server:
        desk = {"type": "rest", "url": server.url, **WRONG[wrong]}
        board.write_text(json.dumps({**BOARD, "sources": {"desk": desk}}, indent=1))
        lines = [line.strip() for line in wallboard("check", str(board)).out.splitlines()]
    _, path = wrong.replace('"', "").split(": ")
    named = [line.rpartition(":")[2] for told, line in pairwise(lines) if path in told and line.startswith("see ")]
    at = [str(number) for number, line in enumerate(board.read_text().splitlines(), start=1) if wrong in line]
    assert at == named, "\n".join(lines)
