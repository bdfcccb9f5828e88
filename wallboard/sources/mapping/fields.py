"""The fields of each resource that a table or a record can feed, each with its column or its way in the record."""

from typing import Generic, Self, TypeVar

from pydantic import Field, model_validator

from wallboard.core.records import APPOINTMENT_STATES
from wallboard.sources.contract import Part

STATES = ("status", "queue", "owner", "type", "priority")
IGNORED = "ignored"

# How a board names where texts and times come from: by columns in tables, by paths in records.
Text = TypeVar("Text")
Time = TypeVar("Time")


class CaseFields(Part, Generic[Text, Time]):
    """The fields of cases."""

    number: Text = Field(description="The case's number; a row without one is counted as unusable")
    type: Text | None = Field(default=None, description="The kind of case")
    queue: Text | None = Field(default=None, description="Where the case waits")
    owner: Text | None = Field(default=None, description="Who has it")
    status: Text | None = Field(default=None, description="The source's own word for its state")
    priority: Text | None = Field(default=None, description="Its priority")
    client: Text | None = Field(default=None, description="The client's name")
    opened: Time | None = Field(default=None, description="When it was opened")
    closed: Time | None = Field(
        default=None,
        description="When it was closed, if it is; looked at where the case has no history and its status is missing "
        "or means closed",
    )
    shared_key: Text | None = Field(
        default=None, description="A key that the same case bears in another source; cases are joined on it"
    )


class EventFields(Part, Generic[Text, Time]):
    """The fields of a history: rows of changes (kind, to), or rows that each state the case from then on."""

    number: Text = Field(description="The case's number")
    at: Time = Field(description="When it happened")
    kind: Text | None = Field(
        default=None,
        description="What changed: opened, status, queue, owner, type, priority, reopened, closed, merged; "
        "rows of the kind ignored are left out",
    )
    to: Text | None = Field(default=None, description="The new value of what changed")
    status: Text | None = Field(default=None, description="In rows that state the case: its status")
    queue: Text | None = Field(default=None, description="In rows that state the case: its queue")
    owner: Text | None = Field(default=None, description="In rows that state the case: its owner")
    type: Text | None = Field(default=None, description="In rows that state the case: its type")
    priority: Text | None = Field(default=None, description="In rows that state the case: its priority")

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        stated = [name for name in STATES if getattr(self, name) is not None]
        if stated and (self.kind is not None or self.to is not None):
            msg = f"rows are either changes (kind, to) or states ({', '.join(stated)}), not both"
            raise ValueError(msg)
        if not stated and self.kind is None:
            msg = f"say which column holds the kind of change, or map at least one of {', '.join(STATES)}"
            raise ValueError(msg)
        return self


class ActivityFields(Part, Generic[Text, Time]):
    """The fields of a log of activities."""

    number: Text = Field(description="The number of the case or opportunity")
    at: Time = Field(description="When it was done")
    kind: Text | None = Field(default=None, description="What was done: call, mail, visit …")
    person: Text | None = Field(default=None, description="Who did it")


class OpportunityFields(Part, Generic[Text, Time]):
    """The fields of opportunities."""

    number: Text = Field(description="The opportunity's number")
    owner: Text | None = Field(default=None, description="The salesperson")
    coordinator: Text | None = Field(default=None, description="The sales coordinator")
    created: Time | None = Field(default=None, description="When marketing generated it")
    released: Time | None = Field(default=None, description="When its first appointment was booked")
    won: Time | None = Field(default=None, description="When it was won")
    lost: Time | None = Field(default=None, description="When it was lost")
    accepted: Time | None = Field(default=None, description="When a project leader accepted it")


class AppointmentFields(Part, Generic[Text, Time]):
    """The fields of appointments."""

    id: Text = Field(description="The appointment's number; a row without one is counted as unusable")
    person: Text = Field(description="The salesperson in whose calendar it stands")
    start: Time = Field(description="When it begins; a date without a time is the whole day")
    end: Time | None = Field(default=None, description="When it ends; a date without a time is that day's end")
    opportunity: Text | None = Field(default=None, description="The number of the opportunity that it is for")
    booked: Time | None = Field(default=None, description="When it was booked")
    state: Text | None = Field(
        default=None,
        description="What became of it: booked, performed, cancelled or no-show; rows of the state ignored are left "
        "out; one without a state is booked",
    )
    state_at: Time | None = Field(default=None, description="Since when it has that state")

    @model_validator(mode="after")
    def _has_states_that_there_are(self) -> Self:
        allowed = (*APPOINTMENT_STATES, IGNORED)
        values: dict[str, str] = getattr(self.state, "values", {})
        for word, state in values.items():
            if state.lower() not in allowed:
                msg = f"“{word}” stands for “{state}”, which is no state of an appointment: {', '.join(allowed)}"
                raise ValueError(msg)
        return self


class AbsenceFields(Part, Generic[Text, Time]):
    """The fields of leave: dates, both included, or times."""

    person: Text = Field(description="Who is away; a row without one is counted as unusable")
    start: Time = Field(description="The first day, or when it begins")
    end: Time | None = Field(
        default=None, description="The last day, which is included, or when it ends; not mapped, each row is one day"
    )
    known: Time | None = Field(default=None, description="When it was entered")
