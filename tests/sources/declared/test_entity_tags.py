"""Lists that their server does not send again while they are as they were: what was not kept is asked for anew."""

import json
from hashlib import blake2b
from typing import Any

import pytest

from tests.sources.declared.histories import EVENTS, HISTORY
from tests.sources.declared.model_desk import Answer, Desk, Query, row_of
from tests.sources.declared.reading import Reader, all_read, bounded, cases_with, declared, later
from wallboard.sources.contract import SourceFault

STEPS = {
    "request": {"path": "/steps"},
    "records": "items",
    "fields": {"number": "ticket", "at": "at", "kind": "what", "to": "to"},
}
VISITS = {
    "request": {"path": "/visits"},
    "records": "items",
    "fields": {"id": "id", "person": "who", "start": "at", "end": "at", "state": "state"},
}
AT = "2026-11-02T09:00:00Z"
WHOLE = cases_with(changes=None, open=None, between=None, since=None, paging=None)


class Tagged(Desk):
    """A desk whose lists come whole with their tags; `failing` are paths that answer so, and how often."""

    failing: dict[str, tuple[int, Answer]]

    def answer(self, of: Desk, path: str, query: Query, body: Any) -> Answer:
        left, answer = self.failing.get(path, (0, None))
        if answer is not None and left:
            self.failing[path] = (left - 1, answer)
            return answer
        rows = self.rows(path)
        tag = f'"{blake2b(json.dumps(rows).encode(), digest_size=8).hexdigest()}"'
        if self.headers.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, None
        return 200, {"ETag": tag}, {"items": rows}

    def rows(self, path: str) -> list[dict[str, Any]]:
        tickets = list(self.tickets.values())
        if path == "/visits":
            return [{"id": 1, "who": "Amira", "at": AT, "state": "booked"}]
        if path == "/steps":
            return [{"ticket": one.id, "at": AT, "what": "status", "to": one.status} for one in tickets]
        if path.endswith("/history"):
            one = self.tickets[int(path.split("/")[2])]
            return [{"at": AT, "what": "status", "to": one.status}]
        return [row_of(one) for one in tickets]


@pytest.fixture
def desk() -> Tagged:
    desk = Tagged(most=100)
    desk.failing = {}
    desk.special = desk.answer
    return desk


def truth(desk: Desk) -> dict[int, str]:
    return {one.id: one.status for one in desk.tickets.values()}


def test_a_list_beside_one_that_was_refused_is_asked_for_anew(desk, url):
    desk.make(5)
    reader = all_read(desk, declared(url, WHOLE, events=STEPS, appointments=VISITS))
    later(desk, reader)
    desk.change(2, status="closed")
    desk.delete(4)
    desk.make()
    desk.failing = {"/steps": (1, (500, {}, None))}
    with pytest.raises(SourceFault):
        reader.poll()
    later(desk, reader, 3600)
    reader.poll_all()
    assert reader.statuses() == truth(desk)


@pytest.mark.parametrize("answer", [(500, {}, None), (429, {"Retry-After": "60"}, None)], ids=["fails", "waits"])
@pytest.mark.parametrize("in_parts", [False, True])
def test_rows_that_were_still_to_come_of_a_list_come_with_the_next_poll(desk, url, answer, in_parts):
    desk.make(6)
    options = declared(url, {**WHOLE, "details": HISTORY}, events=EVENTS)
    reader = Reader(options, desk.now_us)
    if in_parts:
        bounded(reader, records=3)
    reader.poll_all()
    later(desk, reader)
    for number in range(1, 7):
        desk.change(number, status="closed")
    desk.failing = {"/tickets/5/history": (1, answer)}
    with pytest.raises(SourceFault):
        reader.poll_all()
    reader.waited_s += 3600
    later(desk, reader, 3600)
    reader.poll_all()
    assert reader.statuses() == truth(desk)
