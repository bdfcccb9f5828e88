"""A rest source read as a collector does: changes laid over what is known, tokens handed on."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from tests.sources.declared.model_desk import Desk
from wallboard.core.records import Batch
from wallboard.sources.contract import ReadRequest, SourceFault
from wallboard.sources.declared.engine import Engine
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.turns import Bounds
from wallboard.sources.rest import read
from wallboard.store.merging import merged
from wallboard.store.rows import in_order

CASES: dict[str, Any] = {
    "request": {"path": "/tickets", "params": {"limit": "{limit}", "page": "{page}"}},
    "open": {"params": {"status": "open", "since": "{from|iso_z}"}},
    "between": {"params": {"since": "{from|iso_z}", "until": "{until|iso_z}"}},
    "since": {"params": {"since": "{since|iso_z}"}},
    "records": "items",
    "paging": {"by": "page", "size": 100, "total": "total"},
    "changes": {"field": "changed", "overlap": "2m"},
    "fields": {"number": "id", "status": "status", "queue": "queue.name", "opened": "made"},
}


def declared(url: str, cases: dict[str, Any] | None = None, **more: Any) -> Options:
    """The options of a source with these cases."""
    return Options.model_validate_json(json.dumps({"url": url, "cases": cases or CASES, **more}))


def cases_with(**what: Any) -> dict[str, Any]:
    """The usual cases, some keys otherwise; None takes one away, and with the paging the page that is asked for."""
    found = deepcopy(CASES) | what
    if not found["paging"] and "request" not in what:
        del found["request"]["params"]["page"]
    return {key: value for key, value in found.items() if value is not None}


@dataclass
class Reader:
    """What a collector knows of a source."""

    options: Options
    now_us: int = 0
    known: Batch | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    last: Batch | None = None
    waited_s: float = 0.0
    secret: Callable[[str], str] | None = None

    def clock_s(self) -> float:
        """The machine's monotonic clock, and what a test has let pass on it."""
        return monotonic() + self.waited_s

    def poll(self) -> Batch | None:
        """One read, laid over what is known."""
        token = self.known.token if self.known is not None else ""
        request = ReadRequest("desk", Path(), self.now_us, "Europe/London", token, secret=self.secret, kept=self.kept)
        try:
            self.last = read(self.options, request, self.clock_s)
        except SourceFault as fault:
            self._lay(fault.batch)
            raise
        self._lay(self.last)
        return self.last

    def _lay(self, batch: Batch | None) -> None:
        if batch is not None:
            self.known = merged(self.known, in_order(batch))

    def poll_all(self, most: int = 200) -> int:
        """Reads until there is no more; how many."""
        for number in range(1, most + 1):
            self.poll()
            if self.last is None or not self.last.has_more:
                return number
        raise AssertionError("there is always more")

    def restart(self) -> None:
        """As after a restart: the token and the rows are there, and nothing else."""
        self.kept = {}
        self.options = replace_nothing(self.options)

    @property
    def numbers(self) -> list[int]:
        """The numbers of all cases that are known, in order, each as often as it is there."""
        assert self.known is not None
        return sorted(int(number) for number in self.known.frame("cases")["number"])

    def statuses(self) -> dict[int, str]:
        """The status of each case that is known."""
        assert self.known is not None
        rows = self.known.frame("cases").select("number", "status").iter_rows()
        return {int(number): status for number, status in rows}


def all_read(desk: Desk, options: Options) -> Reader:
    """A reader that knows all there is at the desk now."""
    reader = Reader(options, desk.now_us)
    reader.poll_all()
    return reader


def bounded(reader: Reader, **bounds: float) -> Reader:
    """A reader whose reads take less upon themselves."""
    whole = {name: value if name.endswith("_s") else int(value) for name, value in bounds.items()}
    reader.kept["rest"] = Engine.of(reader.options, "Europe/London", Bounds(**whole))
    return reader


def later(desk: Desk, reader: Reader, by_s: float = 300.0, off_us: int = 0) -> None:
    """Time passes at the desk and here, where the clock is off by so much."""
    desk.clock_s += by_s
    reader.now_us = desk.now_us + off_us


def later_on(desk: Desk, reader: Reader, by_s: float = 60.0) -> None:
    """Time passes, and what the desk was asked before is forgotten."""
    later(desk, reader, by_s)
    desk.asked = []


def state_of(reader: Reader) -> dict[str, Any]:
    """How far the cases were read, as the token has it."""
    assert reader.known is not None
    state: dict[str, Any] = json.loads(reader.known.token)["states"]["cases"]
    return state


def with_state(reader: Reader, change: Callable[[dict[str, Any]], None]) -> None:
    """The token is as if the cases had been read otherwise: `change` alters what it tells of them."""
    assert reader.known is not None
    token = json.loads(reader.known.token)
    change(token["states"]["cases"])
    reader.known = replace(reader.known, token=json.dumps(token))


def remarks_of(reader: Reader) -> list[str]:
    """The keys of what is remarked on what is known."""
    assert reader.known is not None
    return [remark.key for remark in reader.known.remarks]


def replace_nothing(options: Options) -> Options:
    """The same options, read once more."""
    return Options.model_validate_json(json.dumps(options.model_dump(mode="json", by_alias=True)))
