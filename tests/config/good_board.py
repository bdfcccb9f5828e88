"""A good board, and small types to load it with."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wallboard.core.kinds import CalendarName, CaseType, FilePath, Percent, QueueName, RowCount, TimeZoneName, WorkHours
from wallboard.panels.contract import FigureName, PanelOptions, PanelType
from wallboard.sources.contract import SourceOptions, SourceType

GOOD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
screen: {output: HDMI-1, diagonal: 55, distance: 3, theme: light, size: 1920x1080}
calendars:
  office:
    hours: {mon-thu: ["09:00-12:30", "13:00-17:30"], fri: ["09:00-16:00"]}
    holidays: [2026-12-25, 2026-12-26]
    closed: [2026-12-24]
    special: {2026-12-31: ["09:00-12:00"]}
  night:
    time_zone: Europe/Berlin
    hours:
      - {mon-fri: ["06:00-22:00"]}
      - {from: 2026-07-01, mon-fri: ["22:00-06:00", "06:00-22:00"]}
types: [Order, Quote, {name: Technical, short: Techn.}]
statuses:
  open: [New, Active]
  on-hold: [Waiting]
  closed: [Resolved]
  ignored: [Spam]
sources:
  desk:
    type: table
    path: cases.csv
    every: 30s
  erp:
    type: table
    path: erp.csv
    calendar: night
    expect_every: 1 work day
    stale_after: 2 work days
    statuses: {closed: [Shipped]}
queues:
  Front line: {tier: front, also: {erp: [FL, FRONT]}}
  Experts: {tier: expert}
people:
  - {name: Amira, role: salesperson, slots: 4, coordinator: Lena, also: {erp: amira}}
  - {name: Farid, role: salesperson, slots: {2026-01-01: 4, 2026-09-01: 3}, away: [2026-11-16/2026-11-18]}
  - {name: Lena, role: coordinator}
  - {name: Kim, role: csr, capacity: 9}
targets:
  - {type: Order, hours: 6}
  - {type: Quote, priority: high, hours: 4}
  - {type: Quote, hours: 10, from: 2026-12-01}
  - {type: default, hours: 24.5, clock: customer, calendar: night}
pages:
  - title: Service
    panels:
      - {type: marks, place: [0, 0, 7, 8], title: Open cases}
      - {type: share, place: [7, 0, 5, 2], target: 90}
      - {type: rows, place: [7, 2, 5, 6], where: {queue: {not: [Experts]}}, calendar: night, clock: customer}
  - title: More
    dwell: 1m
    grid: [6, 4]
    panels:
      - {type: share, place: [0, 0, 6, 4], title: Share again}
standup: {at: "09:00", days: mon-fri, minutes: 20}
"""


class Column(BaseModel):
    """A column with a map of its values."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    column: str
    types: dict[str, CaseType] = {}


def _known_zone(name: str) -> str:
    if not name.startswith("Europe/"):
        msg = "zones of Europe only"
        raise ValueError(msg)
    return name


Zone = Annotated[TimeZoneName, AfterValidator(_known_zone)]


class TableOptions(SourceOptions):
    """Options of a source."""

    summary = "Rows of a table."
    path: FilePath = Field(description="where the rows lie")
    kind: str | Column | None = Field(None, description="the column of the type")


class MarksOptions(PanelOptions):
    """Options of a panel with a choice."""

    across: Literal["type", "queue"] = Field("type", description="what the lanes are")


class ShareOptions(PanelOptions):
    """Options of a panel with bounds."""

    target: Percent = Field(95.0, description="the share that is aimed at")
    within: WorkHours | None = Field(None, description="how soon")


class RowsOptions(PanelOptions):
    """Options of a panel with names."""

    queues: tuple[QueueName, ...] = Field((), description="which queues")
    hours_of: CalendarName | None = Field(None, description="whose hours")
    most: RowCount = Field(10, description="how many rows")
    even: Annotated[int, Field(multiple_of=2)] = Field(2, description="an even number")
    zone: Zone | None = Field(None, description="a time zone")
    code: Annotated[str, Field(pattern="^[A-Z]+$")] = Field("A", description="a code in capitals")
    day: dt.date | None = Field(None, description="a date")
    span: dt.timedelta | None = Field(None, description="a length of time")

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if self.most > 100 and self.even > 100:
            msg = "either most or even must be small"
            raise ValueError(msg)
        return self


def _unused(*_: object) -> None:
    raise AssertionError("configuration calls no type")


SOURCES = {"table": SourceType("table", TableOptions, _unused, 60.0, is_service=False)}
PANELS = {
    name: PanelType(name, options, _unused, figures, frozenset({"cases"}))  # type: ignore[arg-type]
    for name, options, figures in (
        ("marks", MarksOptions, (FigureName("open", "cases", "cases that are open"),)),
        ("share", ShareOptions, (FigureName("share", "%", "share on time"),)),
        ("rows", RowsOptions, ()),
    )
}
