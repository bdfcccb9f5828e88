"""Texts of a board that stand for something else: lengths of time, dates, days of the week, hours, sizes."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from wallboard.config.board import Span as BoardSpan
from wallboard.config.faults import nearest, quoted

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_S: Final = 86_400
_MOST_DAYS: Final = 3660
_DATES: Final = "a date or two as in 2026-11-16/2026-11-18, both included"

_UNITS_S: Final = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_LENGTH: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?(s|min|m|h|work days?)", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_DAYS: Final = re.compile(r"[a-z]+(-[a-z]+)?(,[a-z]+(-[a-z]+)?)*")
_SIZE: Final = re.compile(r"(\d{3,5}) ?[x×] ?(\d{3,5})", re.ASCII)
_LOCALE: Final = re.compile(r"[a-z]{2,3}([_-][A-Z]{2})?")


def unfit(allowed: str = "", **more: str) -> PydanticCustomError:
    """The error of a value that does not fit: what is allowed, nearest name, remedy, another `found`."""
    return PydanticCustomError("unfit", "unfit", {"allowed": allowed, **more})


class Days(NamedTuple):
    """Days of the week as written, and as numbers from Monday, 0."""

    text: str
    numbers: tuple[int, ...]


def seconds(value: object) -> float:
    """A length of time in seconds: "30s", "5m", "2h"."""
    length = _length(value, '"30s", "5m" or "2h"')
    if length.seconds is None:
        raise unfit('a length of time as in "30s", "5m" or "2h"')
    return length.seconds


def span(value: object) -> BoardSpan:
    """A length of time on the wall or in work days: "5m", "1 work day", "2 work days"."""
    return _length(value, '"30s", "5m", "2h" or "2 work days"')


def _length(value: object, examples: str) -> BoardSpan:
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not float(match[1]):
        allowed = f"a length of time as in {examples}"
        raise unfit(allowed, remedy=f'write "{value}s" for seconds' if isinstance(value, int) else "")
    if match[2].startswith("work"):
        return BoardSpan(work_days=float(match[1]))
    return BoardSpan(seconds=float(match[1]) * _UNITS_S[match[2]])


def day(value: object) -> date:
    """A date: 2026-12-24."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise unfit(found=f"{value} is no date of the calendar") from None
    raise unfit("a date as in 2026-12-24")


def day_range(value: object) -> tuple[date, date]:
    """A date or two, both included: 2026-11-16/2026-11-18."""
    parts = [part.strip() for part in value.split("/")] if isinstance(value, str) else []
    if not 1 <= len(parts) <= 2 or not all(map(_DATE.fullmatch, parts)):
        raise unfit(_DATES)
    start, end = day(parts[0]), day(parts[-1])
    if end < start:
        raise unfit(found=f"{value} ends before it begins", remedy="write the earlier date first")
    if (end - start).days > _MOST_DAYS:
        raise unfit(found=f"{value} lasts more than ten years", remedy="correct one of the dates")
    return start, end


def leave(value: object) -> tuple[date, date]:
    """As a range of dates; for whoever gives hours, it says where these come from."""
    if isinstance(value, str) and ":" in value:
        raise unfit(_DATES, remedy="whole days only: hours and half days come from the absences of a source")
    return day_range(value)


def dates_of(first: date, last: date) -> list[date]:
    """Every date from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def weekdays(value: object) -> Days:
    """Days of the week: "mon", "mon-thu", "sat,sun", "fri-mon"."""
    text = str(value).lower().replace(" ", "")
    names = re.split("[-,]", text)
    if not _DAYS.fullmatch(text) or not set(names) <= set(DAYS):
        meant = re.sub("[a-z]+", lambda match: nearest(match[0], DAYS) or match[0], text)
        near = meant if _DAYS.fullmatch(meant) and set(re.split("[-,]", meant)) <= set(DAYS) else ""
        raise unfit(f'days as in mon, mon-thu or "sat,sun", of {", ".join(DAYS)}', nearest=near)
    numbers: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        start = DAYS.index(first)
        length = (DAYS.index(last) - start) % 7 + 1 if dash else 1
        numbers.extend((start + n) % 7 for n in range(length))
    if len(set(numbers)) < len(numbers):
        raise unfit(found=f'"{value}" names a day twice')
    return Days(str(value), tuple(numbers))


def time_of_day(value: object) -> int:
    """Seconds since midnight: "09:00", "24:00"."""
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None:
        hours, minutes, rest = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + rest
        if minutes < 60 and rest < 60 and total <= DAY_S:
            return total
    raise unfit('a time as in "09:00", up to "24:00"')


def interval(value: object) -> tuple[int, int]:
    """Hours ("09:00-12:30") in seconds since midnight; an end not after its start is on the next day."""
    parts = value.split("-") if isinstance(value, str) else []
    try:
        start, end = map(time_of_day, parts)
    except ValueError:  # which of the two is wrong is seen at once; what the whole must look like is not
        raise unfit('hours as in "09:00-12:30", up to "24:00"') from None
    if start == DAY_S:
        raise unfit(found=f'"{value}" begins at 24:00', remedy='write "00:00" under the next day')
    return start, end if end > start else end + DAY_S


def size(value: object) -> tuple[int, int]:
    """A size in pixels, "1920x1080"."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise unfit('a size in pixels as in "1920x1080"')
    return int(match[1]), int(match[2])


def time_zone(value: object) -> str:
    """The name of a time zone, "Europe/London"."""
    if isinstance(value, str) and _is_time_zone(value):
        return value
    near = nearest(value, available_timezones()) if isinstance(value, str) else ""
    raise unfit("a time zone as in Europe/London", nearest=near)


@cache
def _is_time_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name).key == name
    except (OSError, ValueError, LookupError):  # a folder, a path outside, a name that is none
        return False


def locale(value: object) -> str:
    """A language and place, "en_GB"."""
    if isinstance(value, str) and _LOCALE.fullmatch(value):
        return value.replace("-", "_")
    raise unfit("a language and country as in en_GB or de_DE")


def name(value: object) -> str:
    """A text that is not blank."""
    if isinstance(value, str) and value.strip():
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    raise unfit("text", found=f"found {quoted(value)}", remedy="put it in quotes" if is_number else "")


def names(value: object) -> tuple[str, ...]:
    """A text or a list of texts."""
    items = value if isinstance(value, list) else [value]
    return tuple(name(item) for item in items)


def _schema(example: str, pattern: str = "") -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]} | ({"pattern": pattern} if pattern else {}))


Seconds = Annotated[float, PlainValidator(seconds), _schema("30s", r"^\d+(\.\d+)? ?(s|min|m|h)$")]
Span = Annotated[BoardSpan, PlainValidator(span), _schema("1 work day", r"^\d+(\.\d+)? ?(s|min|m|h|work days?)$")]
Day = Annotated[date, PlainValidator(day), _schema("2026-12-24", r"^\d{4}-\d{2}-\d{2}$")]
_RANGE_SCHEMA: Final = _schema("2026-11-16/2026-11-18", r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$")
DayRange = Annotated[tuple[date, date], PlainValidator(day_range), _RANGE_SCHEMA]
Leave = Annotated[tuple[date, date], PlainValidator(leave), _RANGE_SCHEMA]
WeekDays = Annotated[Days, PlainValidator(weekdays), _schema("mon-fri")]
TimeOfDay = Annotated[int, PlainValidator(time_of_day), _schema("09:00", r"^\d{1,2}:\d{2}(:\d{2})?$")]
Hours = Annotated[tuple[int, int], PlainValidator(interval), _schema("09:00-12:30")]
Size = Annotated[tuple[int, int], PlainValidator(size), _schema("1920x1080", r"^\d{3,5} ?[x×] ?\d{3,5}$")]
Zone = Annotated[str, PlainValidator(time_zone), _schema("Europe/London")]
Locale = Annotated[str, PlainValidator(locale), _schema("en_GB", r"^[a-z]{2,3}([_-][A-Z]{2})?$")]
Name = Annotated[str, PlainValidator(name), WithJsonSchema({"type": "string", "minLength": 1})]
Names = Annotated[
    tuple[str, ...],
    PlainValidator(names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
