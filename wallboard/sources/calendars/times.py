"""Dates, times and lengths of iCalendar, in their zones."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from wallboard.core.local_time import EPOCH_AT
from wallboard.sources.calendars.lines import Line
from wallboard.sources.calendars.zones import Zones

# Exporters write 1601 or year 0 for “not known”.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_LENGTH: Final = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
_MICROSECOND: Final = timedelta(microseconds=1)

Moment = date | datetime
"""A whole day, or a time of day with its zone."""


class Unreadable(ValueError):
    """What keeps an entry from being used: the key of a sentence, and its arguments."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(key)
        self.key = key
        self.args_said = args


def moment(text: str, line: Line, zones: Zones) -> Moment:
    """The date or time of a value. Raises Unreadable for what is none, or in a zone that nobody knows."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise Unreadable("calendar.row.time")
    try:
        on = date(int(found[1]), int(found[2]), int(found[3]))
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise Unreadable("calendar.row.time")
        if found[4] is None:
            return on
        zone = UTC if found[7] else _zone(line, zones)
        return datetime(on.year, on.month, on.day, int(found[4]), int(found[5]), int(found[6]), tzinfo=zone)
    except Unreadable:
        raise
    except ValueError as fault:
        raise Unreadable("calendar.row.time") from fault


def moments(line: Line, zones: Zones) -> list[Moment]:
    """The dates and times of a list. Raises Unreadable, also for periods, which have a length of their own."""
    return [moment(one, line, zones) for one in line.value.split(",") if one.strip()]


def length(text: str) -> timedelta:
    """The length of a DURATION. Raises Unreadable."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise Unreadable("calendar.row.time")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    try:
        whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError as fault:
        raise Unreadable("calendar.row.time") from fault
    return -whole if found[1] == "-" else whole


def instant_us(at: Moment, zone: tzinfo) -> int:
    """The instant (µs UTC) of a time, or of the midnight with which a date begins in a zone.

    A local time that exists twice is the first, one that does not exist takes the offset before the gap (PEP 495).
    """
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=zone)
    return (at.astimezone(UTC) - EPOCH_AT) // _MICROSECOND


def _zone(line: Line, zones: Zones) -> tzinfo:
    tzid = line.parameters.get("TZID")
    if tzid is None:
        return zones.own_zone
    zone = zones.zone(tzid)
    if zone is None:
        raise Unreadable("calendar.row.zone", zone=tzid)
    return zone
