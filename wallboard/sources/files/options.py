"""What a board may say of a file source: where each resource lies and which column feeds which field."""

import codecs
from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wallboard.core.kinds import FilePath, TimeZoneName
from wallboard.core.records import APPOINTMENT_STATES
from wallboard.sources.contract import SourceOptions
from wallboard.sources.files.formats import known_format

STATES = ("status", "queue", "owner", "type", "priority")
IGNORED = "ignored"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        msg = f"“{name}” is not a time zone"
        raise ValueError(msg) from fault
    return name


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as fault:
        msg = f"“{name}” is not an encoding"
        raise ValueError(msg) from fault
    return name


def _one_byte(delimiter: str) -> str:
    if not delimiter.isascii() or delimiter in '\0\r\n"':
        msg = "a delimiter is one ASCII character, such as a semicolon, and no quotation mark or line break"
        raise ValueError(msg)
    return delimiter


def possible_path(path: str) -> str:
    if "\0" in path:
        msg = "a path holds no NUL character"
        raise ValueError(msg)
    return path


def _possible_steps(path: str) -> str:
    if not all(path.split(".")):
        msg = "a way to a list is its keys with points between, such as data.items"
        raise ValueError(msg)
    return path


ColumnName = Annotated[str, Field(min_length=1)]
Zone = Annotated[TimeZoneName, AfterValidator(_known_zone)]
Words = Annotated[tuple[str, ...], Field(strict=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TextColumn(_Part):
    """A column of words."""

    column: ColumnName = Field(
        description="The column's heading in the file, or the key of a JSON object; client.name leads into objects"
    )
    values: dict[str, str] = Field(
        default={}, description="The file's words and what they stand for; others stay as they are"
    )


class TimeColumn(_Part):
    """A column of dates or times."""

    column: ColumnName = Field(description="The column's heading in the file, or the key of a JSON object")
    format: Annotated[str, AfterValidator(known_format)] | None = Field(
        default=None,
        description="How the times are written, such as “%d/%m/%Y %H:%M”, epoch_s or epoch_ms; found by "
        "itself where only one reading is possible",
    )
    time_zone: Zone | None = Field(
        default=None, description="The zone of times without an offset (the source's unless given)"
    )


Text = ColumnName | TextColumn
Time = ColumnName | TimeColumn


class CaseFields(_Part):
    """The columns of a table of cases; of several rows with one number the last counts."""

    number: Text = Field(description="The case's number; a row without one is counted as unusable")
    type: Text | None = Field(default=None, description="The kind of case")
    queue: Text | None = Field(default=None, description="Where the case waits")
    owner: Text | None = Field(default=None, description="Who has it")
    status: Text | None = Field(default=None, description="The source's own word for its state")
    priority: Text | None = Field(default=None, description="Its priority")
    client: Text | None = Field(default=None, description="The client's name")
    opened: Time | None = Field(default=None, description="When it was opened")
    closed: Time | None = Field(default=None, description="When it was closed, if it is")
    shared_key: Text | None = Field(
        default=None, description="A key that the same case bears in another source; cases are joined on it"
    )


class EventFields(_Part):
    """The columns of a history: rows of changes (kind, to), or rows that each state the case from then on."""

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


class ActivityFields(_Part):
    """The columns of a log of activities."""

    number: Text = Field(description="The number of the case or opportunity")
    at: Time = Field(description="When it was done")
    kind: Text | None = Field(default=None, description="What was done: call, mail, visit …")
    person: Text | None = Field(default=None, description="Who did it")


class OpportunityFields(_Part):
    """The columns of a table of opportunities; of several rows with one number the last counts."""

    number: Text = Field(description="The opportunity's number")
    owner: Text | None = Field(default=None, description="The salesperson")
    coordinator: Text | None = Field(default=None, description="The sales coordinator")
    created: Time | None = Field(default=None, description="When marketing generated it")
    released: Time | None = Field(default=None, description="When its first appointment was booked")
    won: Time | None = Field(default=None, description="When it was won")
    lost: Time | None = Field(default=None, description="When it was lost")
    accepted: Time | None = Field(default=None, description="When a project leader accepted it")


class AppointmentFields(_Part):
    """The columns of a table of appointments; of several rows with one id the last counts."""

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
        values = self.state.values if isinstance(self.state, TextColumn) else {}
        for word, state in values.items():
            if state.lower() not in allowed:
                msg = f"“{word}” stands for “{state}”, which is no state of an appointment: {', '.join(allowed)}"
                raise ValueError(msg)
        return self


class AbsenceFields(_Part):
    """The columns of a table of leave: dates, both included, or times."""

    person: Text = Field(description="Who is away; a row without one is counted as unusable")
    start: Time = Field(description="The first day, or when it begins")
    end: Time | None = Field(
        default=None, description="The last day, which is included, or when it ends; not mapped, each row is one day"
    )
    known: Time | None = Field(default=None, description="When it was entered")


class FileResource(_Part):
    """Where a resource lies and how its table is written."""

    path: Annotated[FilePath, Field(min_length=1), AfterValidator(possible_path)] = Field(
        description="A file or a pattern such as exports/cases-*.csv, relative to the board's file; .csv, "
        ".tsv, .txt, .json, .ndjson, .jsonl, .parquet or .xlsx, plain, .gz or inside .zip"
    )
    files: Literal["all", "newest"] = Field(
        default="all",
        description="Of several files: all, in the order of their names, or the newest alone",
    )
    member: str | None = Field(default=None, description="Which file inside a .zip with several, as a pattern")
    records: Annotated[str, Field(min_length=1), AfterValidator(_possible_steps)] | None = Field(
        default=None,
        description="The way to the list of rows in JSON that wraps it, such as items or data.items",
    )
    sheet: str | None = Field(default=None, description="Which sheet of a spreadsheet (needed where it has several)")
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="The row of the headings, counted from 1 (else the first that is not empty)"
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_one_byte)] | None = Field(
        default=None,
        description="What stands between columns; found by itself among comma, semicolon, tab and bar",
    )
    encoding: Annotated[str, AfterValidator(_known_encoding)] | None = Field(
        default=None, description="UTF-8, UTF-16 or Windows-1252 are found by themselves; name any other"
    )
    missing: Words = Field(default=(), description="Words that mean no value, such as “?”; an empty cell always does")
    as_of: Time | None = Field(
        default=None,
        description="A column whose latest time says how fresh the file is (else its time of modification)",
    )


class Cases(FileResource):
    """A table of cases."""

    fields: CaseFields = Field(description="Which column feeds which field")


class Events(FileResource):
    """A history of cases."""

    fields: EventFields = Field(description="Which column feeds which field")


class Activities(FileResource):
    """A log of activities."""

    fields: ActivityFields = Field(description="Which column feeds which field")


class Opportunities(FileResource):
    """A table of opportunities."""

    fields: OpportunityFields = Field(description="Which column feeds which field")


class Appointments(FileResource):
    """A table of appointments."""

    fields: AppointmentFields = Field(description="Which column feeds which field")


class Absences(FileResource):
    """A table of leave."""

    fields: AbsenceFields = Field(description="Which column feeds which field")


Resource = Cases | Events | Activities | Opportunities | Appointments | Absences
_RESOURCES = ("cases", "events", "activities", "opportunities", "appointments", "absences")


class Options(SourceOptions):
    """Tables that other programs export: text, spreadsheets, JSON or Parquet, watched for change."""

    summary: ClassVar[str] = "CSV, TSV, XLSX, JSON, NDJSON and Parquet files, plain, in gzip or in zip"

    time_zone: Zone | None = Field(
        default=None, description="The zone of times without an offset (the organisation's unless given)"
    )
    cases: Cases | None = Field(default=None, description="The table of cases")
    events: Events | None = Field(default=None, description="The history of cases")
    activities: Activities | None = Field(default=None, description="The log of activities")
    opportunities: Opportunities | None = Field(default=None, description="The table of opportunities")

    appointments: Appointments | None = Field(default=None, description="The table of appointments")
    absences: Absences | None = Field(default=None, description="The table of leave")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.resources():
            msg = f"a file source needs at least one of {', '.join(_RESOURCES)}"
            raise ValueError(msg)
        return self

    def resources(self) -> dict[str, Resource]:
        """The resources that the board gives, by name."""
        given = {name: getattr(self, name) for name in _RESOURCES}
        return {name: resource for name, resource in given.items() if resource is not None}
