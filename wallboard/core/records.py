"""The normal form of what sources bring: one schema a resource, and the batch that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Literal

import polars as pl

from wallboard.core.words import Words

INSTANT = pl.Datetime("us", "UTC")
CLOCK_LEEWAY_US = 5 * 60 * 1_000_000
"""How much later than its source's own clock a row may be (rule 8)."""

EVENT_KINDS = ("opened", "status", "queue", "owner", "type", "priority", "reopened", "closed", "merged")
APPOINTMENT_STATES = ("booked", "performed", "cancelled", "no-show")

Resource = Literal["cases", "events", "activities", "opportunities", "appointments", "absences"]

SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    # One row a case: what the source says of it now. A date without a time stands at its local midnight and is marked.
    "cases": {
        "number": pl.String(),
        "type": pl.String(),
        "queue": pl.String(),
        "owner": pl.String(),
        "status": pl.String(),
        "priority": pl.String(),
        "client": pl.String(),
        "opened_at": INSTANT,
        "closed_at": INSTANT,
        "opened_is_date": pl.Boolean(),
        "closed_is_date": pl.Boolean(),
        "shared_key": pl.String(),
    },
    # One row a change, in the source's order: `to` is the new value, null for none (a case that loses its queue).
    # `row` counts the source's own rows: changes that one row states together share it (a status and its queue).
    "events": {
        "number": pl.String(),
        "at": INSTANT,
        "kind": pl.Enum(EVENT_KINDS),
        "to": pl.String(),
        "row": pl.Int64(),
        "is_date": pl.Boolean(),
    },
    "activities": {
        "number": pl.String(),
        "at": INSTANT,
        "kind": pl.String(),
        "person": pl.String(),
    },
    "opportunities": {
        "number": pl.String(),
        "owner": pl.String(),
        "coordinator": pl.String(),
        "created_at": INSTANT,
        "released_at": INSTANT,
        "won_at": INSTANT,
        "lost_at": INSTANT,
        "accepted_at": INSTANT,
    },
    # `state` is one of APPOINTMENT_STATES, in force since `state_at`; `opportunity` may be null. Where the source gives
    # a date without a time, `start_on` is the first date and `end_on` the last one, which is included. The instants are
    # then the midnights before and after in the source's zone, but work days go by the dates: a midnight belongs to the
    # night shift of the date before, and in the office's zone it may be no midnight.
    "appointments": {
        "id": pl.String(),
        "person": pl.String(),
        "opportunity": pl.String(),
        "start_at": INSTANT,
        "end_at": INSTANT,
        "start_on": pl.Date(),
        "end_on": pl.Date(),
        "booked_at": INSTANT,
        "state": pl.String(),
        "state_at": INSTANT,
    },
    # A person's leave, beside what the board itself says of them; `known_at` is when it was entered. Dates as above.
    "absences": {
        "person": pl.String(),
        "start_at": INSTANT,
        "end_at": INSTANT,
        "start_on": pl.Date(),
        "end_on": pl.Date(),
        "known_at": INSTANT,
    },
}


@cache
def empty(resource: str) -> pl.DataFrame:
    """A resource without rows."""
    return pl.DataFrame(schema=dict(SCHEMAS[resource]))


def in_form(resource: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the resource's columns, in order; missing ones are null.

    Raises polars' SchemaError or InvalidOperationError where a column is of another type: a source's mistake.
    """
    schema = SCHEMAS[resource]
    unknown = set(frame.columns) - set(schema)
    if unknown:
        msg = f"{resource} have no {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    if frame.is_empty():
        return empty(resource)
    if list(frame.schema.items()) == list(schema.items()):
        return frame  # as most frames are that were read before
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


@dataclass(frozen=True, slots=True)
class Unusable:
    """Rows of a resource that could not be used, for one reason: how many, and the first few by name."""

    resource: str
    why: Words
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one complete or cut-short read of a source brought.

    `frames` holds the source's resources in the forms of SCHEMAS; `mapped` the canonical fields that its mapping
    feeds, for each resource (a field that is not mapped is missing, not empty). `as_of_us` is rule 12's instant,
    `clock_us` the source's own clock at the read: the request's `now_us`, exactly, where it has none. `token` lets
    the source tell later that nothing changed.
    `reach_us` is the span [from, until) of which a source was read that has no last row, as a calendar; None for all.
    """

    frames: Mapping[str, pl.DataFrame]
    mapped: Mapping[str, frozenset[str]]
    as_of_us: int
    clock_us: int
    token: str = ""
    is_cut_short: bool = False
    unusable: tuple[Unusable, ...] = ()
    remarks: tuple[Words, ...] = field(default=())
    reach_us: tuple[int, int] | None = None

    def tells_as(self, other: "Batch") -> bool:
        """Whether another read tells the same beside its rows, whenever either was read."""
        return all(getattr(self, name) == getattr(other, name) for name in _TELLS)

    def frame(self, resource: str) -> pl.DataFrame:
        """A resource's rows; none where the source does not have it."""
        return self.frames.get(resource, empty(resource))

    @property
    def rows(self) -> int:
        """How many rows came, over all resources."""
        return sum(frame.height for frame in self.frames.values())


_OF_THE_READ = frozenset({"frames", "as_of_us", "clock_us", "token"})
_TELLS = tuple(item.name for item in fields(Batch) if item.name not in _OF_THE_READ)
