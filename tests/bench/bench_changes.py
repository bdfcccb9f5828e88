"""A poll that brings 100 changed cases and 120 events of theirs, into 100,000 cases and into ten times as many.

From the source's batch of changes to rows that are durable in the cache's file and laid over all others in memory, in
pieces that are joined before they are composed; and the same with the read before it, over loopback HTTP, each case
with all its history. Both stores are polled in turns; rows of any age change, since that is what costs most.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import numpy as np
import polars as pl

from tests.bench.made_rows import NOW_US, QUEUES, help_desk
from tests.bench.sides import Row
from wallboard.core.records import INSTANT, Batch, in_form
from wallboard.sources import rest
from wallboard.sources.contract import ReadRequest
from wallboard.store.cache import Cache
from wallboard.store.places import Places
from wallboard.store.rows import in_order

POLLS = 60
WARM_UP = 6
CHANGED = 100
EVENTS = 120
GOAL = 1.3
CASES = 100_000
MANY = 1_000_000
MINUTE_US = 60_000_000

DECLARED: dict[str, Any] = {
    "cases": {
        "request": {"path": "/tickets"},
        "since": {"params": {"since": "{since|iso_z}"}},
        "records": "items",
        "changes": {"field": "changed"},
        "full_every": None,
        "fields": {"number": "id", "status": "status", "type": "type", "priority": "priority", "opened": "made"},
    },
    "events": {
        "of": "cases",
        "each": "came",
        "fields": {"number": "parent.id", "at": "at", "kind": "kind", "to": "to"},
    },
}


class Store:
    """A cache with so many cases in it, and polls that change some."""

    def __init__(self, folder: Path, cases: int) -> None:
        places = Places(folder)
        places.make()
        self.cache = Cache(places)
        self._known = help_desk(cases)
        self._random = np.random.default_rng(7)
        self._at_us = NOW_US
        self.cache.apply("site", self._known)
        self.cache.tidy(NOW_US)
        self.took_s: list[float] = []
        self.tidied_s: list[float] = []

    def poll(self, desk: Desk | None) -> None:
        """Take changes, read from a desk where there is one, and do what is done between pictures after it."""
        changes = self._changes()
        if desk is not None:
            desk.has(changes, self._histories(changes))
        begun = time.perf_counter()
        applied = self.cache.apply("site", changes if desk is None else desk.read())
        self.took_s.append(time.perf_counter() - begun)
        if applied.seq is None or applied.batch.frames["events"].height < self._known.frames["events"].height:
            raise AssertionError("not kept")
        self.cache.tidy(NOW_US)
        self.tidied_s.append(time.perf_counter() - begun)

    def _changes(self) -> Batch:
        self._at_us += MINUTE_US
        cases = self._known.frames["cases"]
        which = np.sort(self._random.choice(cases.height, CHANGED, replace=False))
        some = cases[which].with_columns(pl.lit(f"Changed {self._at_us}").alias("status"))
        of = np.sort(np.append(which, self._random.choice(which, EVENTS - CHANGED)))
        events = pl.DataFrame(
            {
                "number": cases["number"].gather(of),
                "at": pl.Series(np.full(EVENTS, self._at_us)).cast(INSTANT),
                "kind": ["queue"] * EVENTS,
                "to": np.array(QUEUES)[self._random.integers(0, len(QUEUES), EVENTS)],
                "row": np.arange(EVENTS),
            }
        )
        return Batch(
            {"cases": some, "events": in_form("events", events)},
            self._known.mapped,
            self._at_us,
            self._at_us,
            str(self._at_us),
            is_changes=True,
            adds=frozenset({"events"}),
        )

    def _histories(self, changes: Batch) -> pl.DataFrame:
        """All events of the cases that changed."""
        events, numbers = self._known.frames["events"], changes.frames["cases"]["number"]
        before = events.filter(pl.col("number").is_in(numbers.implode()))
        return pl.concat([before, changes.frames["events"]])


class Desk:
    """A server that answers every question with the tickets that were given to it last, and a source that reads it."""

    def __init__(self) -> None:
        desk = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(desk.body)))
                self.end_headers()
                self.wfile.write(desk.body)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(desk.now_us / 1e6 if timestamp is None else timestamp)

            def log_message(self, *_: object) -> None:
                pass

        self.body, self.now_us = b'{"items": []}', NOW_US
        self._server = HTTPServer(("127.0.0.1", 0), Answers)
        Thread(target=self._server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self._server.server_port}"
        self._options = rest.Options.model_validate_json(json.dumps({"url": url, **DECLARED}))
        self._kept: dict[str, Any] = {}
        self._token = ""
        self._asked()

    def has(self, changes: Batch, events: pl.DataFrame) -> None:
        """Have these changed cases on the server, with all events of theirs."""
        self.body, self.now_us = _body(changes, events), changes.as_of_us

    def read(self) -> Batch:
        """What is on the server."""
        batch = self._asked()
        if batch is None or batch.frames["cases"].height != CHANGED:
            raise AssertionError("not read")
        return batch

    def close(self) -> None:
        """Let the server go."""
        self._server.shutdown()
        self._server.server_close()

    def _asked(self) -> Batch | None:
        request = ReadRequest("desk", Path(), self.now_us, "Europe/London", self._token, kept=self._kept)
        batch = rest.read(self._options, request)
        if batch is None:
            return None
        self._token = batch.token
        return in_order(batch)


def _body(changes: Batch, events: pl.DataFrame) -> bytes:
    came: dict[str, list[dict[str, Any]]] = {}
    for number, at, kind, to in events.select("number", "at", "kind", "to").rows():
        came.setdefault(number, []).append({"at": at.isoformat(), "kind": kind, "to": to})
    names = ("number", "status", "type", "priority", "opened_at", "owner")
    at_us = pl.Series([changes.as_of_us]).cast(INSTANT)[0].isoformat()
    rows = changes.frames["cases"].select(names).rows()
    items = [
        {"id": number, "status": status, "type": kind, "priority": priority, "made": made.isoformat(), "owner": owner,
         "changed": at_us, "came": came[number]}
        for number, status, kind, priority, made, owner in rows
    ]  # fmt: skip
    return json.dumps({"items": items}).encode()


def run() -> list[Row]:
    """The larger store against the smaller: of the polls the median, the mean, and the mean with what follows them."""
    name = f"a poll that brings {CHANGED} changes, into {MANY:,} cases against {CASES:,}"
    took, tidied = _polled(None, None)
    with closing(Desk()) as one, closing(Desk()) as other:
        read, _ = _polled(one, other)
    return [
        _row(f"{name}: median", median(took[0]), median(took[1]), GOAL),
        _row(f"{name}: mean", mean(took[0]), mean(took[1]), GOAL),
        _row(f"{name}: mean, with the checkpoint", mean(tidied[0]), mean(tidied[1]), None),
        _row(f"{name}: median, with its read over HTTP", median(read[0]), median(read[1]), GOAL),
        _row(f"{name}: mean, with its read over HTTP", mean(read[0]), mean(read[1]), GOAL),
    ]


def _polled(*desks: Desk | None) -> tuple[list[list[float]], list[list[float]]]:
    """Seconds of each poll of the small store and of the large one, and with what follows it."""
    with TemporaryDirectory() as folder:
        stores = [Store(Path(folder) / str(cases), cases) for cases in (CASES, MANY)]
        few, many = stores
        with closing(few.cache), closing(many.cache):
            for _ in range(WARM_UP + POLLS):
                for store, desk in zip(stores, desks, strict=True):
                    store.poll(desk)
    return [store.took_s[WARM_UP:] for store in stores], [store.tidied_s[WARM_UP:] for store in stores]


def _row(name: str, few_s: float, many_s: float, goal: float | None) -> Row:
    return Row(name, few_s, many_s, many_s / few_s, goal)


if __name__ == "__main__":
    for row in run():
        print(row)
