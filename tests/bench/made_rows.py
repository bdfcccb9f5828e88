"""A made-up company of any size, as the rows that sources bring: cases with their events, beside the demo's sales."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from wallboard.core.records import INSTANT, Batch, in_form
from wallboard.sources import demo
from wallboard.sources.contract import ReadRequest
from wallboard.store.rows import in_order

NOW_US = round(datetime(2026, 11, 19, 15, 20, tzinfo=UTC).timestamp()) * 1_000_000
SPAN_DAYS = 300
OPEN_SHARE = 0.1
TYPES = ("Order", "Quote", "Return", "Technical", "Invoice")
QUEUES = ("Front line", "Quotes desk", "Returns", "Technical", "Experts", "Invoices")
OWNERS = ("kmoore", "jweber", "pnair", "tbaker", "srossi", "hsato", "lmeyer", "idahl", "oaziz")

_DAY_US = 86_400_000_000
_SECOND_US = 1_000_000
_CASE_FIELDS = frozenset({"number", "type", "status", "priority", "opened"})
_EVENT_FIELDS = frozenset({"number", "at", "status", "queue", "owner"})


def company(cases: int) -> dict[str, Batch]:
    """The demo board's three sources at NOW_US: a help desk of so many cases, five events each; the demo's sales."""
    return {
        "helpdesk": help_desk(cases),
        "erp": _of_demo("erp", ("opportunities",)),
        "diaries": _of_demo("diaries", ("appointments", "absences")),
    }


def help_desk(cases: int) -> Batch:
    """Cases opened over ten months, a tenth of them open; each enters two queues, half are held, most have an owner."""
    random = np.random.default_rng(3)
    opened_us = np.sort(NOW_US - (random.random(cases) * SPAN_DAYS * _DAY_US).astype(np.int64))
    opened_us = opened_us // _SECOND_US * _SECOND_US
    life_us = (random.exponential(1.6, cases) * _DAY_US).astype(np.int64)
    closed_us = np.where(random.random(cases) < OPEN_SHARE, opened_us + 400 * _DAY_US, opened_us + life_us)
    number = pl.Series("number", [f"C-{n:07d}" for n in range(cases)])
    frame = pl.DataFrame(
        {
            "number": number,
            "type": np.array(TYPES)[random.integers(0, len(TYPES), cases)],
            "status": np.where(closed_us <= NOW_US, "Closed", "New"),
            "priority": np.where(random.random(cases) < 0.2, "high", "normal"),
            "opened_at": pl.Series(opened_us).cast(INSTANT),
        }
    )
    events = _events(random, number, opened_us, life_us, closed_us)
    frames = {"cases": in_form("cases", frame), "events": in_form("events", events)}
    return in_order(Batch(frames, {"cases": _CASE_FIELDS, "events": _EVENT_FIELDS}, NOW_US, NOW_US))


def _events(
    random: np.random.Generator, number: pl.Series, opened_us: np.ndarray, life_us: np.ndarray, closed_us: np.ndarray
) -> pl.DataFrame:
    every = np.arange(number.len())
    held = np.flatnonzero(random.random(every.size) < 0.5)
    owned = np.flatnonzero(random.random(every.size) < 0.15)
    lives = [
        (every, opened_us, "queue", np.array(QUEUES)[random.integers(0, len(QUEUES), every.size)]),
        (every, opened_us + life_us // 5, "queue", np.array(QUEUES)[random.integers(0, len(QUEUES), every.size)]),
        (owned, (opened_us + life_us // 4)[owned], "owner", np.array(OWNERS)[owned % len(OWNERS)]),
        (held, (opened_us + life_us // 3)[held], "status", np.full(held.size, "Awaiting Customer")),
        (held, (opened_us + life_us // 2)[held], "status", np.full(held.size, "Active")),
        (every, opened_us + _SECOND_US, "status", np.full(every.size, "New")),
        (every, closed_us, "status", np.full(every.size, "Closed")),
    ]
    case, at_us, to = (np.concatenate([life[place] for life in lives]) for place in (0, 1, 3))
    kind = np.repeat([life[2] for life in lives], [life[0].size for life in lives])
    order = np.argsort(at_us, kind="stable")
    order = order[at_us[order] <= NOW_US]
    return pl.DataFrame(
        {
            "number": number.gather(case[order]),
            "at": pl.Series(at_us[order]).cast(INSTANT),
            "kind": kind[order],
            "to": to[order],
            "row": np.arange(order.size),
        }
    )


def _of_demo(system: str, resources: tuple[str, ...]) -> Batch:
    request = ReadRequest(system, Path(), NOW_US, "Europe/London")
    batch = demo.read(demo.Options.model_validate({"system": system}), request)
    assert batch is not None
    frames = {name: batch.frames[name] for name in resources}
    return in_order(Batch(frames, {name: batch.mapped[name] for name in resources}, NOW_US, NOW_US))
