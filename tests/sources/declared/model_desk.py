"""A help desk over loopback HTTP as bad as one may be: any way of paging, any clamp, changes between pages."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

EPOCH = datetime(2026, 11, 2, 8, tzinfo=UTC)

Query = dict[str, str]
Answer = tuple[int, dict[str, str], Any]


@dataclass
class Ticket:
    """One ticket; `at_s` is when it changed, in seconds of the desk's clock."""

    id: int
    at_s: float
    made_s: float
    status: str = "open"
    queue: str = "Front"


@dataclass
class Desk:
    """The tickets, a clock that a test moves, and what happens before each page is made."""

    most: int = 100
    order: str = "changed"
    total_said: Callable[[int], int | None] = lambda total: total
    tickets: dict[int, Ticket] = field(default_factory=dict)
    clock_s: float = 0.0
    asked: list[tuple[str, Query]] = field(default_factory=list)
    before_page: Callable[["Desk", int], None] = lambda desk, number: None
    special: Callable[["Desk", str, Query, Any], Answer | None] = lambda desk, path, query, body: None
    tells_date: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def make(self, count: int = 1, *, every_s: float = 60.0, **more: Any) -> list[int]:
        """New tickets, each a while after the one before."""
        made = []
        for _ in range(count):
            self.clock_s += every_s
            number = len(self.tickets) + 1 + getattr(self, "_gone", 0)
            self.tickets[number] = Ticket(number, self.clock_s, self.clock_s, **more)
            made.append(number)
        return made

    def change(self, number: int, **what: Any) -> None:
        """A ticket changes now."""
        ticket = self.tickets[number]
        for name, value in what.items():
            setattr(ticket, name, value)
        ticket.at_s = self.clock_s

    def delete(self, number: int) -> None:
        """A ticket is gone without a trace."""
        del self.tickets[number]
        self._gone = getattr(self, "_gone", 0) + 1

    @property
    def now_us(self) -> int:
        """The desk's clock, microseconds UTC."""
        return round((EPOCH - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6 + self.clock_s * 1e6)

    def found(self, query: Query) -> list[Ticket]:
        """The tickets that a query means, in the desk's order."""
        some = list(self.tickets.values())
        if "since" in query:
            some = [one for one in some if _text(one.at_s) >= query["since"]]
        if "until" in query:
            some = [one for one in some if _text(one.at_s) < query["until"]]
        if query.get("status") == "open":
            some = [one for one in some if one.status != "closed"]
        orders: dict[str, Callable[[Ticket], Any]] = {
            "changed": lambda one: (_text(one.at_s), one.id),
            "id": lambda one: one.id,
            "newest": lambda one: -one.id,
        }
        return sorted(some, key=orders[query.get("order", self.order)])

    def page(self, path: str, query: Query, body: Any) -> Answer:
        """One page, in whatever way it is asked for."""
        if isinstance(body, dict):
            query = {**query, **{key: str(value) for key, value in body.items()}}
        found = self.found(query)
        size = min(int(query.get("limit", self.most)), self.most)
        start = int(query.get("offset", 0))
        if "page" in query:
            start = (int(query["page"]) - 1) * size
        if "cursor" in query:
            start = int(query["cursor"].removeprefix("c"))
        if "after" in query:
            found = [one for one in found if one.id > int(query["after"])]
        rows = [row_of(one) for one in found[start : start + size]]
        answer: dict[str, Any] = {"items": rows, "size": size}
        total = self.total_said(len(found))
        headers = {}
        if total is not None:
            answer["total"] = total
        if start + size < len(found):
            answer["cursor"] = f"c{start + size}"
            more = "&".join(f"{key}={value}" for key, value in {**query, "cursor": f"c{start + size}"}.items())
            answer["next"] = f"{path}?{more}"
            headers["Link"] = f'<{path}?{more}>; rel="next", </first>; rel="first"'
        return 200, headers, answer


def _text(at_s: float) -> str:
    return (EPOCH + timedelta(seconds=int(at_s))).strftime("%Y-%m-%dT%H:%M:%SZ")


def row_of(one: Ticket) -> dict[str, Any]:
    """A ticket as the desk's lists have it."""
    return {
        "id": one.id,
        "status": one.status,
        "queue": {"name": one.queue},
        "made": _text(one.made_s),
        "changed": _text(one.at_s),
    }


class _Handler(BaseHTTPRequestHandler):
    desk: Desk
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        ranged = self.headers.get("Range")
        if ranged:
            start, _, end = ranged.partition("=")[2].partition("-")
            query |= {"offset": start, "limit": str(int(end) - int(start))}
        if len(self.desk.asked) > 3000:
            self.desk.special = lambda *_: (418, {}, None)  # it goes round: let the read end
        self.desk.asked.append((parts.path, {**query, **(body or {})}))
        self.desk.headers = dict(self.headers)
        self.desk.before_page(self.desk, len(self.desk.asked))
        told = self.desk.special(self.desk, parts.path, query, body)
        status, headers, answer = told if told is not None else self.desk.page(parts.path, query, body)
        if ranged and status == 200 and isinstance(answer, dict) and "items" in answer:
            first = int(query["offset"])
            if not answer["items"] and first:
                status, answer = 416, None
            else:
                headers["Content-Range"] = f"records {first}-{first + len(answer['items'])}/{answer['total']}"
        data = json.dumps(answer).encode() if answer is not None else b""
        self.send_response_only(status)
        if self.desk.tells_date:
            at = EPOCH + timedelta(seconds=self.desk.clock_s)
            self.send_header("Date", at.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *what: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The desk's address, for as long as it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"desk": desk}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
