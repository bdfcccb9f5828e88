"""The normal form of what sources bring: one schema a resource, and the batch that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Final, Literal, get_args

import polars as pl

from wallboard.core.words import Words

INSTANT = pl.Datetime("us", "UTC")
CLOCK_LEEWAY_US = 5 * 60 * 1_000_000
"""How much later than its source's own clock a row may be (rule 8)."""

EVENT_KINDS = ("opened", "status", "queue", "owner", "type", "priority", "reopened", "closed", "merged")
APPOINTMENT_STATES = ("booked", "performed", "cancelled", "no-show")

Resource = Literal["cases", "events", "activities", "opportunities", "appointments", "absences"]
RESOURCES: Final[tuple[Resource, ...]] = get_args(Resource)

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
    # `key` tells the source's record from all others of the resource in every read, whatever case it is filed under;
    # null where it has nothing of the kind.
    "events": {
        "number": pl.String(),
        "at": INSTANT,
        "kind": pl.Enum(EVENT_KINDS),
        "to": pl.String(),
        "row": pl.Int64(),
        "is_date": pl.Boolean(),
        "key": pl.Int64(),
    },
    "activities": {
        "number": pl.String(),
        "at": INSTANT,
        "kind": pl.String(),
        "person": pl.String(),
        "key": pl.Int64(),
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
    """Rows of a resource that could not be used, for one reason: how many, and the first few by name.

    `keys` names all of them, where they came by changes: a row is then no more among them once something else is said
    of its key, and is not counted again when it is read again. Without, examples that are all of them do as well.
    """

    resource: str
    why: Words
    count: int
    examples: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one read of a source brought.

    `frames` holds the source's resources in the forms of SCHEMAS; `mapped` the canonical fields that its mapping
    feeds, for each resource (a field that is not mapped is missing, not empty). `as_of_us` is rule 12's instant,
    `clock_us` the source's own clock at the read: the request's `now_us`, exactly, where it has none. `token` lets
    the source tell later that nothing changed.
    `reach_us` is the span [from, until) of which a source was read that has no last row, as a calendar; None for all.

    With `is_changes` the rows are those that changed: of each key (a resource's first column) that comes, they stand
    for all rows known under it, and other keys stay as they are. Rows of the resources in `adds` come beside those
    known under their key instead: rows of one record (column `key`) stand for what was known of it, under whichever
    number that was, others come each once, whatever its `row`, which counts anew in every read. `withdrawn` names
    records of those resources, by `key`, that are no more, or tell nothing any more. `gone` names keys, by resource,
    that the source has no more; the events of a case go with it. `left` names, of resources of which all keys were just
    read, those that there are: all others are gone.

    `has_more` tells that the read ended in good order before its time was up and goes on with the token when asked
    again. `is_behind` tells that not all came that each poll is to bring, since the read goes on with that, or a part
    of it was refused or is in doubt and asked for again: until that has come, what is known is as old as the last
    complete read. A read that has come to the present, and goes on further back, is not behind. `is_cut_short` tells
    that the source speaks of more than has come: of a list that is asked for again while the read is behind, else of
    one that was taken as it comes.
    `since_us` is the instant, by resource, from which on it has been read by when its rows changed; older
    rows are there only where they are still open. A resource that is not named in it was read as a whole.
    `unread` are the source's words for people whose calendars could not be read while others could: nobody knows what
    fills their days. `diaries_of` are its words for all people whose calendars of appointments it has read, empty or
    not; None where it does not tell, and may know everybody, and among changes that leave it as it was.
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
    is_changes: bool = False
    adds: frozenset[str] = frozenset()
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    has_more: bool = False
    since_us: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    diaries_of: tuple[str, ...] | None = None
    is_behind: bool = False
    withdrawn: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all came that was to be read, or that is to be had, so that its instant is the as-of of all that is
        known."""
        return not self.is_behind

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


OF_ONE_READ = frozenset({"is_changes", "adds", "withdrawn", "gone", "left", "has_more"})
"""How a read's rows meet those that are known, which is over once they have met."""
_OF_THE_READ = frozenset({"frames", "as_of_us", "clock_us", "token"}) | OF_ONE_READ
_TELLS = tuple(item.name for item in fields(Batch) if item.name not in _OF_THE_READ)
