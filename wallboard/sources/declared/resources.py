"""How a declaration describes a resource: where its records come from, and which path feeds which field."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from wallboard.core.records import Resource as ResourceName
from wallboard.sources.contract import Part
from wallboard.sources.declared.changes import Changes, Reading
from wallboard.sources.declared.paging import Paging
from wallboard.sources.declared.requests import Refusal, Request
from wallboard.sources.declared.values import JsonPath
from wallboard.sources.mapping.lengths import Length
from wallboard.sources.mapping.paths import (
    AbsencePaths,
    ActivityPaths,
    AppointmentPaths,
    ByPath,
    CasePaths,
    EventPaths,
    OpportunityPaths,
    Sentinels,
)


class Detail(Part):
    """A further request for each record that has changed, such as for its history; {key} is the record's key."""

    request: Request = Field(description="The request")
    values: dict[str, JsonPath] = Field(
        default={}, description="Further placeholders, each with its path in the record"
    )
    records: JsonPath = Field(
        default="@",
        description="What of the answer is taken; a path that leads to nothing is a fault: where an answer leaves an "
        "empty list out, end it with || `[]`",
    )
    into: str = Field(description="The key under which it stands in the record then")
    only: JsonPath | None = Field(default=None, description="A path that is true for records that need it")
    paging: Paging = Field(default=Paging(), description="How the answer comes in pages")
    errors: list[Refusal] = Field(default=[], description="Answers that are errors")


class LookUp(Part):
    """A table of words for numbers, read now and then, such as names of people."""

    request: Request = Field(description="The request")
    records: JsonPath = Field(default="@", description="Where its rows stand")
    key: JsonPath = Field(description="In a row: the number")
    value: JsonPath = Field(description="In a row: what it stands for")
    paging: Paging = Field(default=Paging(), description="How the table comes in pages")
    errors: list[Refusal] = Field(default=[], description="Answers that are errors")
    refresh: Length = Field(default=3600.0, description="How long it is good; an unknown number has it read again")


class Looked(Part):
    """A value that a record gets from a table."""

    table: str = Field(alias="in", description="The table, one of `lookups`")
    by: JsonPath = Field(description="In the record: the number")


class Resource(Part):
    """Where a resource's records come from."""

    request: Request | None = Field(default=None, description="The request that lists it")
    of: ResourceName | None = Field(
        default=None, description="Instead of a request: the resource in whose records it stands, with `each`"
    )
    records: JsonPath = Field(default="@", description="Where in the answer the list of records stands")
    key: JsonPath | None = Field(
        default=None,
        description="What tells one record from another (else what feeds the number, or the id; of events or "
        "activities all it says). One of these that was edited, or moved to another case, is known again by it, and "
        "two that say the same are two",
    )
    each: JsonPath | list[JsonPath] | None = Field(
        default=None,
        description="A list within each record, of which every item is a row; or several, one within the other. "
        "The record (or the item that holds the item) is its `parent`; an item that is no object is its `value`",
    )
    errors: list[Refusal] = Field(default=[], description="Answers that are errors")
    paging: Paging = Field(default=Paging(), description="How the list comes in pages")
    changes: Changes | None = Field(
        default=None, description="How to ask for what has changed (else the whole list is read each time)"
    )
    whole: Reading | None = Field(
        default=None, description="What is laid over the request to ask for everything since {from}, to find deletions"
    )
    since: Reading | None = Field(default=None, description="What is laid over it to ask for changes since {since}")
    between: Reading | None = Field(
        default=None, description="What is laid over it to ask for changes in [{from}, {until}), for the first read"
    )
    open: Reading | None = Field(
        default=None, description="What is laid over it to ask for what is open now, which is read first"
    )
    first: Length = Field(default=14 * 604_800.0, description="How far back the first read goes")
    ahead: Length = Field(
        default=26 * 604_800.0, description="How far ahead {until} lies where the whole list is read each time"
    )
    window: Length = Field(default=604_800.0, description="How much of that is asked for at once, with `between`")
    full_every: Length | None = Field(
        default=86_400.0, description="How often everything is read to find what is deleted; null for never"
    )
    adds: bool | None = Field(
        default=None,
        description="Whether rows come beside those known of their number, each once (events and activities with a "
        "request of their own), or stand for all of them",
    )
    may_be_empty: bool | None = Field(
        default=None,
        description="Whether a list without one row is believed where there were rows before (absences alone unless "
        "given); else the last rows stay, and the wall says so",
    )
    deleted: JsonPath | None = Field(default=None, description="A path that is true for a record that is deleted")
    only: JsonPath | None = Field(
        default=None, description="A path that is true for records that count; others are out"
    )
    missing: Sentinels = Field(
        default=(), description="Values that mean none in every field, such as 0 or 1970-01-01T00:00:00Z"
    )
    look_up: dict[str, Looked] = Field(default={}, description="Values that records get from tables, by their key")
    details: Detail | None = Field(default=None, description="A further request for each record that has changed")

    @model_validator(mode="after")
    def _comes_from_somewhere(self) -> Self:
        if (self.request is None) == (self.of is None):
            msg = "a resource has either a `request`, or `of` another one's records"
            raise ValueError(msg)
        if self.of is not None and self.each is None:
            msg = "say with `each` which list within the other's records it is"
            raise ValueError(msg)
        if self.changes is not None and self.since is None and self.changes.by == "since":
            msg = "changes by since need `since`, what is laid over the request then"
            raise ValueError(msg)
        return self


class Cases(Resource):
    """Cases."""

    fields: ByPath[CasePaths]


class Events(Resource):
    """The history of cases."""

    fields: ByPath[EventPaths]


class Activities(Resource):
    """Logged steps on cases and opportunities."""

    fields: ByPath[ActivityPaths]


class Opportunities(Resource):
    """Opportunities."""

    fields: ByPath[OpportunityPaths]


class Appointments(Resource):
    """Appointments."""

    fields: ByPath[AppointmentPaths]


class Absences(Resource):
    """Leave."""

    fields: ByPath[AbsencePaths]


AnyResource = Cases | Events | Activities | Opportunities | Appointments | Absences
Settings = dict[str, Annotated[str | int | bool | list[str] | None, Field()]]
