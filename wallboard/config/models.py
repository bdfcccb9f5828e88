"""The parts of a board's file as strict models; their fields are its keys, its schema and its reference."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from wallboard.config.values import (
    Day,
    DayRange,
    Hours,
    Leave,
    Locale,
    Name,
    Names,
    Seconds,
    Size,
    Span,
    TimeOfDay,
    WeekDays,
    Zone,
    day,
    unfit,
)
from wallboard.core.organisation import Clock, Role, Tier
from wallboard.core.views.layout import STANDUP_MINUTES

_MOST_CELLS = 48


def _whole_numbers(value: Any, least: tuple[int, ...], what: str) -> tuple[int, ...]:
    is_list = isinstance(value, list) and len(value) == len(least)
    if not is_list or any(
        type(n) is not int or not low <= n <= _MOST_CELLS for n, low in zip(value, least, strict=True)
    ):
        raise unfit(f"{what}, each at most {_MOST_CELLS}")
    return tuple(value)


def _place(value: Any) -> tuple[int, ...]:
    return _whole_numbers(value, (0, 0, 1, 1), "[column, row, columns, rows] as whole numbers from 0")


def _grid(value: Any) -> tuple[int, ...]:
    return _whole_numbers(value, (1, 1), "[columns, rows] as whole numbers from 1")


def _numbers_schema(count: int) -> WithJsonSchema:
    items = {"type": "integer", "minimum": 0, "maximum": _MOST_CELLS}
    return WithJsonSchema({"type": "array", "items": items, "minItems": count, "maxItems": count})


Place = Annotated[tuple[int, int, int, int], PlainValidator(_place), _numbers_schema(4)]
Grid = Annotated[tuple[int, int], PlainValidator(_grid), _numbers_schema(2)]


class Part(BaseModel):
    """A part of a board: frozen, strict, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class OrganisationPart(Part):
    """Whose board it is."""

    name: Name = Field(description="the organisation's name")
    time_zone: Zone = Field(description="the time zone of the board and, unless they name one, of its calendars")
    locale: Locale = Field("en_GB", description="the language of the wall, and how numbers and dates are written")
    calendar: Name | None = Field(None, description="the board's calendar; not needed where there is only one")


class DarkPart(Part):
    """Hours in which the screen is black; a key lights it for ten minutes."""

    at: Hours = Field(description="from when to when, over midnight too")
    days: WeekDays | None = Field(None, description="on which days they begin; default: all")


class DimPart(Part):
    """Hours in which the screen gives less light, with its contrasts kept; it fades for five minutes."""

    at: Hours = Field(description="from when to when, over midnight too")
    days: WeekDays | None = Field(None, description="on which days they begin; default: all")
    to: float = Field(
        70.0, ge=40, le=100, description="percent of the theme's light; 65 is the least of the light theme"
    )
    theme: Literal["dark", "light"] | None = Field(None, description="colours in these hours; default: the screen's")


def _several(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _or_one(schema: dict[str, Any]) -> None:
    """Lets an editor know that one may stand without a list around it."""
    items = schema.pop("items")
    schema.pop("type")
    schema["anyOf"] = [items, {"type": "array", "items": items}]


class ScreenPart(Part):
    """The glass on which the board is shown."""

    output: Name | None = Field(None, description="the screen's name, as the desktop calls it")
    diagonal: float = Field(55.0, ge=5, le=300, description="inches")
    distance: float = Field(3.0, ge=0.3, le=50, description="from the screen to those who read it, in metres")
    theme: Literal["dark", "light"] = Field("dark", description="colours")
    size: Size | None = Field(None, description="pixels, for a screen that reports a wrong size")
    dark: Annotated[list[DarkPart], BeforeValidator(_several)] = Field(
        [], description="hours in which it is black", json_schema_extra=_or_one
    )
    dim: Annotated[list[DimPart], BeforeValidator(_several)] = Field(
        [], description="hours in which it gives less light", json_schema_extra=_or_one
    )
    orbit: Annotated[int, Field(ge=0, le=8)] = Field(
        4, description="how far everything wanders to each side against burn-in, in pixels of 1080 lines; 0: it stays"
    )


class WeekPart(Part):
    """Hours of a week from a date on; a day that is not named is shut."""

    from_on: Day | None = Field(None, alias="from")
    week: dict[WeekDays, list[Hours]] = Field(min_length=1)


def _week(value: Any) -> Any:
    """Takes the days, which stand beside `from`, into a mapping of their own."""
    if not isinstance(value, dict):
        raise unfit('days and their hours, as in {mon-fri: ["09:00-17:00"]}')
    days = {key: hours for key, hours in value.items() if key != "from"}
    return {"week": days} | ({"from": value["from"]} if "from" in value else {})


def _weeks(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


_WEEK_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"from": {"type": "string", "format": "date"}},
    "additionalProperties": {"type": "array", "items": {"type": "string", "examples": ["09:00-12:30"]}},
}
Weeks = Annotated[
    list[Annotated[WeekPart, BeforeValidator(_week)]],
    BeforeValidator(_weeks),
    WithJsonSchema({"anyOf": [_WEEK_SCHEMA, {"type": "array", "items": _WEEK_SCHEMA}]}),
]


def _holidays(value: Any) -> Any:
    """A region or file as text, or a list of dates: one of the two, so that faults have a plain place."""
    return {"named": value} if isinstance(value, str) else {"listed": value}


class HolidaysPart(Part):
    """Holidays by the name of a region or calendar file, or as dates."""

    named: Name | None = None
    listed: list[DayRange] | None = None


class CalendarPart(Part):
    """When work is done."""

    hours: Weeks = Field(
        min_length=1,
        description='hours by days (`mon`, `mon-thu`, `"sat,sun"`), or a list of such with `from`',
    )
    time_zone: Zone | None = Field(None, description="default: the organisation's")
    holidays: Annotated[HolidaysPart, BeforeValidator(_holidays)] | None = Field(
        None,
        description="a region such as GB-ENG, a list of dates, or an .ics file beside the board",
        json_schema_extra={"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    )
    closed: list[DayRange] = Field([], description="further dates without work; `from/to` includes both")
    special: dict[Day, list[Hours]] = Field({}, description="dates with hours of their own; they win over a holiday")


class TypePart(Part):
    """A kind of case."""

    name: Name = Field(description="as the sources call it")
    short: Name | None = Field(None, description="what stands below a narrow lane")


class StatusesPart(Part):
    """The sources' words for a case's state."""

    open: list[Name] = Field(
        [],
        description="in work, or waiting on a third party; a word that nobody mapped counts as open too, even beside a "
        "closing time, and `check` names it",
    )
    on_hold: list[Name] = Field([], alias="on-hold", description="waiting on the customer")
    closed: list[Name] = Field([], description="done")
    ignored: list[Name] = Field([], description="no case at all, such as spam")


class SourcePart(Part):
    """What every source has, beside the options of its type."""

    type: Name = Field(description="the kind of source")
    every: Seconds | None = Field(None, description="how often it is read; default: the type's")
    expect_every: Span | None = Field(
        None, description="how old data normally gets; default: `every`, for files one work day"
    )
    stale_after: Span | None = Field(
        None, description="from which age on it is STALE; default: five times that, but at least 10 minutes"
    )
    calendar: Name | None = Field(None, description="the calendar of its cases; default: the board's")
    statuses: StatusesPart | None = Field(None, description="its own words; they go before the board's")


class QueuePart(Part):
    """Where cases wait."""

    tier: Tier | None = Field(None, description="front line or expert")
    also: dict[str, Names] = Field({}, description="what each source calls it, where that differs")


def _dated(value: Any) -> Any:
    return value if isinstance(value, dict) else {_ALWAYS: value}


def _start(value: object) -> date | None:
    return None if value == _ALWAYS else day(value)


_ALWAYS = "always"
Start = Annotated[date | None, PlainValidator(_start), WithJsonSchema({"type": "string"})]
Slots = Annotated[
    dict[Start, Annotated[int, Field(ge=0, le=50)]],
    BeforeValidator(_dated),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "object", "additionalProperties": {"type": "integer"}}]}),
]
Capacity = Annotated[
    dict[Start, Annotated[float, Field(ge=0, le=1000)]],
    BeforeValidator(_dated),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "object", "additionalProperties": {"type": "number"}}]}),
]


class PersonPart(Part):
    """A person with a role."""

    name: Name = Field(description="as the sources call them")
    role: Role = Field(description="what they do")
    slots: Slots = Field(
        {}, description="appointments a day; or numbers by date, each from then on; 4 where none is given"
    )
    capacity: Capacity = Field({}, description="cases a work day; or numbers by the date from which they hold")
    away: list[Leave] = Field([], description="leave, whole days; `from/to` includes both dates")
    coordinator: Name | None = Field(None, description="who keeps their calendar")
    also: dict[str, Names] = Field({}, description="what each source calls them, where that differs")


class TargetPart(Part):
    """Work hours allowed for a type of case."""

    type: Name = Field(description="a type, or `default` for all that have no row")
    hours: float = Field(ge=0.01, le=10_000, description="work hours")
    priority: Name | None = Field(None, description="only for this priority")
    calendar: Name | None = Field(None, description="default: the source's, then the board's")
    clock: Clock = Field("organisation", description="whether it stops on hold (organisation) or not (customer)")
    from_on: Day | None = Field(None, alias="from", description="for cases opened from this date on")


class PanelPart(Part):
    """What every panel has, beside the options of its type."""

    type: Name = Field(description="the kind of panel")
    place: Place = Field(description="column, row, columns, rows on the grid")
    title: Name | None = Field(None, description="unique on the board; default: the type")
    where: Any = Field(None, description="which cases it is about; default: all")
    calendar: Name | None = Field(None, description="whose days it uses; default: the board's")
    clock: Clock | None = Field(None, description="the clock of a lead time that it prints")


class PagePart(Part):
    """A page of the board."""

    title: Name = Field(description="stands in the header")
    dwell: Seconds = Field(30.0, description="how long it stays before the next page")
    grid: Grid = Field((12, 8), description="columns, rows")
    panels: list[Any] = Field(min_length=1, description="what it shows; four to six are best")


class StandupPart(Part):
    """The daily stand-up."""

    at: TimeOfDay = Field(description="when it begins by itself")
    days: WeekDays = Field(description="on which days")
    minutes: Annotated[int, Field(ge=1, le=60)] = Field(STANDUP_MINUTES, description="how long it takes at most")


class BoardPart(Part):
    """A whole board."""

    version: Literal[1] = Field(description="of this form of configuration")
    organisation: OrganisationPart = Field(description="whose board it is")
    screen: ScreenPart = Field(ScreenPart(), description="the glass on which it is shown")
    calendars: dict[str, CalendarPart] = Field({}, description="when work is done, by name; at least one")
    types: list[Any] = Field([], description="the kinds of cases, in the order of the lanes; default: as they come")
    statuses: StatusesPart = Field(StatusesPart(), description="the sources' words for a case's state")
    sources: dict[str, Any] = Field({}, description="where the data come from, by name")
    queues: dict[str, QueuePart] = Field({}, description="where cases wait, by name")
    people: list[PersonPart] = Field([], description="who works, with their roles")
    targets: list[TargetPart] = Field([], description="work hours allowed")
    pages: list[PagePart] = Field(min_length=1, description="what is shown, page after page")
    standup: StandupPart | None = Field(None, description="the daily stand-up")
    pin: Name | None = Field(
        None, description="what must be typed to leave the board, as the hash that `wallboard pin` makes"
    )
    secret_file: Name | None = Field(
        None,
        description="where the secrets of its sources lie that no keyring has: a private file each, `{name}` in its "
        "path is the secret's; default: `wallboard/secrets/{name}` in the user's configuration",
    )
    include: Names = Field(
        (), description="files with shared calendars, types, statuses, sources, queues, people, targets"
    )
