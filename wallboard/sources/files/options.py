"""What a board may say of a file source: where each resource lies and which column feeds which field."""

import codecs
import re
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wallboard.core.kinds import FilePath
from wallboard.core.records import RESOURCES
from wallboard.sources.contract import Part, SourceOptions, given
from wallboard.sources.mapping.column_fields import (
    AbsenceColumns,
    ActivityColumns,
    AppointmentColumns,
    ByColumn,
    CaseColumns,
    EventColumns,
    OpportunityColumns,
)
from wallboard.sources.mapping.columns import SourceZone, Time, Words


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


_MAY_BE_EMPTY: Final = (
    "Whether a file without one row is believed where there were rows before; "
    "else the last rows stay, and the wall says so"
)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def possible_path(path: str) -> str:
    if "\0" in path:
        msg = "a path holds no NUL character"
        raise ValueError(msg)
    if _ADDRESS.match(path):
        msg = "a path is that of a file; an address is a `url`, of a source with type rest, calendar or sql"
        raise ValueError(msg)
    return path


def _possible_steps(path: str) -> str:
    if not all(path.split(".")):
        msg = "a way to a list is its keys with points between, such as data.items"
        raise ValueError(msg)
    return path


class FileResource(Part):
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
    may_be_empty: bool = Field(default=False, description=_MAY_BE_EMPTY)
    as_of: Time | None = Field(
        default=None,
        description="A column whose latest time says how fresh the file is (else its time of modification); of wrapped "
        "JSON also a key beside the list",
    )


class Cases(FileResource):
    """A table of cases."""

    fields: ByColumn[CaseColumns]


class Events(FileResource):
    """A history of cases."""

    fields: ByColumn[EventColumns]


class Activities(FileResource):
    """A log of activities."""

    fields: ByColumn[ActivityColumns]


class Opportunities(FileResource):
    """A table of opportunities."""

    fields: ByColumn[OpportunityColumns]


class Appointments(FileResource):
    """A table of appointments."""

    fields: ByColumn[AppointmentColumns]


class Absences(FileResource):
    """A table of leave; that nobody is away is nothing strange."""

    may_be_empty: bool = Field(default=True, description=_MAY_BE_EMPTY)
    fields: ByColumn[AbsenceColumns]


Resource = Cases | Events | Activities | Opportunities | Appointments | Absences


class Options(SourceOptions):
    """Tables that other programs export: text, spreadsheets, JSON or Parquet, watched for change."""

    summary: ClassVar[str] = "CSV, TSV, XLSX, JSON, NDJSON and Parquet files, plain, in gzip or in zip"

    time_zone: SourceZone = None
    cases: Cases | None = Field(default=None, description="The table of cases")
    events: Events | None = Field(default=None, description="The history of cases")
    activities: Activities | None = Field(default=None, description="The log of activities")
    opportunities: Opportunities | None = Field(default=None, description="The table of opportunities")

    appointments: Appointments | None = Field(default=None, description="The table of appointments")
    absences: Absences | None = Field(default=None, description="The table of leave")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.resources():
            msg = f"a file source needs at least one of {', '.join(RESOURCES)}"
            raise ValueError(msg)
        return self

    def resources(self) -> dict[str, Resource]:
        """The resources that the board gives, by name."""
        return given(self)
