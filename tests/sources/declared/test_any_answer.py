"""Answers with anything anywhere in them: a read brings rows or is a fault, never another error, and it ends."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.declared.model_desk import Answer, Desk, Query, served
from tests.sources.declared.reading import Reader, cases_with, declared
from wallboard.core.records import SCHEMAS
from wallboard.sources.contract import ReadRequest, SourceFault
from wallboard.sources.declared.token import Token
from wallboard.sources.rest import look

MOST_PAGES = 12
MOST_CALLS = 1500
ODD = st.sampled_from(
    [
        None, True, False, 0, -1, 1, 7.5, 1e308, float("inf"), float("nan"), 10**18, 10**400, -(10**30), "", " ", "..",
        ".", "/", "//evil.example.com/x", "https://evil.example.com/", "javascript:1", "?", "\x00", "\ud83d",
        "9" * 5000, "x" * 300, "2026-11-02T08:01:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
        "2026-02-30", "1e400", "NaN", [], {}, [[]], [None], {"": None}, [[[[[[]]]]]], {"items": []}, "c5", "null",
    ]
)  # fmt: skip
JUNK = st.recursive(
    ODD | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.sampled_from(
    [
        "",
        "",
        "",
        "7",
        "-1",
        "items 0-5/*",
        "items */9",
        "/9999999999999999",
        "<",
        "<>; rel=next",
        '</tickets>; rel="next"',
        "²",
        "٣",
    ]
)
NAMES = st.sampled_from(
    [
        "items",
        "id",
        "changed",
        "made",
        "total",
        "size",
        "cursor",
        "next",
        "is_last",
        "has_more",
        "error",
        "errors",
        "n",
        "why",
        "status",
        "queue",
        "name",
        "owner",
        "steps",
        "at",
        "to",
        "is_deleted",
        "from",
    ]
)
STATUS = st.tuples(st.sampled_from([200, 200, 200, 204, 206, 304, 403, 404, 410, 416, 429, 500]), st.integers(1, 20))
# Where in an answer (a place, or a name wherever it stands, its nth), what stands there instead, and from which call on
# how many answers are like that.
DAMAGE = st.tuples(
    st.integers(0, 200) | NAMES | st.tuples(NAMES, st.integers(0, 4)),
    JUNK,
    st.integers(1, 12),
    st.sampled_from([1, 2, 50]),
)

WAYS: dict[str, dict[str, Any]] = {
    "none": {"by": "none"},
    "page": {"by": "page", "total": "total"},
    "offset": {"by": "offset", "size_told": "size", "last_page": "is_last"},
    "offset as asked": {"by": "offset", "step": "requested", "more": "has_more"},
    "cursor": {"by": "cursor", "cursor": "cursor", "shifts": True},
    "cursor in a header": {"by": "cursor", "header": "X-Odd"},
    "next": {"by": "next", "next": "next", "total_header": "X-Odd"},
    "link": {"by": "link"},
    "range": {"by": "range"},
    "capped": {"by": "page", "cap": 6, "total": "total"},
    "keyset": {"by": "keyset", "keys": ["id"], "further": {"path": "/tickets/after/{last}"}},
}
CHANGES: dict[str, dict[str, Any] | None] = {
    "since": {"field": "changed", "overlap": "2m"},
    "in no order": {"field": "changed", "is_ordered": False},
    "epoch": {"field": "n", "format": "epoch_ms"},
    "written": {"field": "changed", "format": "%Y-%m-%dT%H:%M:%SZ", "time_zone": "Europe/Berlin"},
    "token": {"by": "token", "token": "cursor"},
    "address": {"by": "token", "token": "next", "is_address": True},
    "none": None,
}
ERRORS = [
    {"when": "error.name == 'Denied'", "means": "sign-in"},
    {"status": 410, "when": "starts_with(why, 'gone')", "means": "expired"},
    {"when": "length(errors) > `0`", "means": "busy"},
]
_PLAIN = ("since", "until", "status")
PLACES = {"page": "{page}", "offset": "{offset}", "cursor": "{cursor}"}


def declaration(way: str, by: str) -> dict[str, Any]:
    """A declaration that reads all that an answer may hold."""
    paging = {**WAYS[way], "size": 4, "most_pages": MOST_PAGES}
    params = {"limit": "{limit}"} | ({paging["by"]: PLACES[paging["by"]]} if paging["by"] in PLACES else {})
    changes = CHANGES[by]
    cases = cases_with(
        request={"path": "/tickets", "params": params},
        paging=paging,
        changes=changes,
        key="id",
        first="2w",
        deleted="is_deleted",
        only="id != 'no'",
        missing=["none"],
        look_up={"who": {"in": "people", "by": "owner.id"}},
        details={
            "request": {"path": "/people/{key}/{extra}"},
            "values": {"extra": "queue.name"},
            "into": "more",
            "records": "items",
            "only": "id != '3'",
        },
        fields={
            "number": "id",
            "status": {"path": "status", "values": {"open": "Open"}},
            "queue": "queue.name",
            "owner": "who",
            "type": "join('-', [to_string(id), status])",
            "opened": "made",
            "closed": {"path": "n", "format": "epoch_ms"},
        },
    )
    if changes is None or by in ("token", "address"):
        for gone in ("open", "between", "since"):
            cases.pop(gone)
        cases |= {"since": {"params": {"since": "{cursor}"}}} if changes is not None else {}
    log = {
        "request": {"path": "/log", "params": {"since": "{since|iso_z}", **params}},
        "records": "items",
        "paging": paging,
        "changes": {"field": "changed"},
        "since": {},
        "key": "id",
        "each": "steps",
        "fields": {"number": "parent.id", "at": "at", "status": "to"},
    }
    people = {"request": {"path": "/people"}, "records": "items", "key": "id", "value": "status"}
    leave = {"request": {"path": "/leave"}, "records": "items", "fields": {"person": "id", "start": "from"}}
    found: dict[str, Any] = {"errors": ERRORS, "lookups": {"people": people}, "absences": leave, "events": log}
    found["activities"] = {"of": "cases", "each": "more[]", "fields": {"number": "parent.id", "at": "made"}}
    return {"cases": cases, **found}


def places_of(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in JSON, that of all of it first."""
    yield place
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, item in items:
        yield from places_of(item, (*place, key))


def with_other(tree: Any, which: Any, other: Any) -> Any:
    """JSON with something else at one of its places, or at all of a name."""
    places = list(places_of(tree))
    if isinstance(which, int):
        chosen = [places[which % len(places)]]
    else:
        name, nth = which if isinstance(which, tuple) else (which, None)
        chosen = [place for place in places if place and place[-1] == name]
        chosen = chosen if nth is None else chosen[nth : nth + 1]
    tree = deepcopy(tree)
    for place in chosen:
        if not place:
            return other
        inner = tree
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = other
    return tree


class OddDesk:
    """Tickets with all that the declaration asks for, in answers that are damaged."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.special = self._answer
        self.damages: list[tuple[Any, Any, int, int]] = []
        self.header, self.status = "", (200, 0)

    def begin(self, damages: list[tuple[Any, Any, int, int]], header: str, status: tuple[int, int]) -> None:
        """Ten tickets, and other damages; from one call on another status."""
        self.damages, self.header, self.status = damages, header, status
        self.desk.tickets.clear()
        self.desk.asked, self.desk.clock_s, self.desk.most = [], 0.0, 4
        self.desk.make(10)

    def _answer(self, desk: Desk, path: str, query: Query, body: Any) -> Answer:
        number = len(desk.asked)
        if number > MOST_CALLS:
            return 418, {}, None
        query = {key: value for key, value in query.items() if key in _PLAIN or value.removeprefix("c").isdecimal()}
        if "after" in path:
            query["after"] = path.rpartition("/")[2] if path.rpartition("/")[2].isdecimal() else "0"
        status, headers, answer = desk.page(path, query, None)
        step = {"at": "2026-11-02T08:05:00Z", "to": "open"}
        more = {"owner": {"id": 1}, "n": 1_793_606_400_000, "steps": [step], "is_deleted": False, "from": "2026-12-01"}
        answer["items"] = [{**row, **more} for row in answer["items"]]
        answer |= {
            "is_last": "cursor" not in answer,
            "has_more": "cursor" in answer,
            "error": None,
            "errors": [],
            "why": "gone",
        }
        for which, other, first, count in self.damages:
            if first <= number < first + count:
                answer = with_other(answer, which, other)
        status = self.status[0] if number >= self.status[1] else status
        return status, {**headers, "X-Odd": self.header.encode().decode("latin-1")}, answer


@pytest.fixture(scope="module")
def odd() -> Iterator[tuple[OddDesk, str]]:
    desk = Desk()
    with served(desk) as url:
        yield OddDesk(desk), url


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    way=st.sampled_from(sorted(WAYS)),
    by=st.sampled_from(sorted(CHANGES)),
    damages=st.lists(DAMAGE, min_size=1, max_size=3),
    header=HEADERS,
    status=STATUS,
)
def test_whatever_an_answer_holds_a_read_brings_rows_or_is_a_fault_and_ends(odd, way, by, damages, header, status):
    desk, url = odd
    desk.begin(damages, header, status)
    reader = Reader(declared(url, **declaration(way, by)), desk.desk.now_us)
    for _ in range(4):
        with suppress(SourceFault):
            reader.poll()
        desk.desk.clock_s += 86_400
        desk.desk.change(2, status="closed")
        reader.now_us = desk.desk.now_us
    reader.restart()
    with suppress(SourceFault):
        reader.poll()
    with suppress(SourceFault):
        look(reader.options, ReadRequest("desk", Path(), reader.now_us, "Europe/London", kept=reader.kept))
    assert len(desk.desk.asked) < MOST_CALLS
    if reader.known is not None:
        forms = {name: dict(frame.schema) for name, frame in reader.known.frames.items()}
        assert forms == {name: dict(SCHEMAS[name]) for name in forms}
        token = reader.known.token
        assert token in ("", Token.of(token).text), "the next process goes on from it"
