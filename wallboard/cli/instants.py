"""Instants and spans as people type them, and as the commands write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wallboard.cli.ends import Refused
from wallboard.core.offsets import FARTHEST_EAST_MIN, FARTHEST_WEST_MIN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEST = timedelta(minutes=FARTHEST_WEST_MIN)
_EAST = timedelta(minutes=FARTHEST_EAST_MIN)
_FIRST_AT = datetime(1990, 1, 1, tzinfo=UTC)
_LAST_AT = datetime(2080, 1, 1, tzinfo=UTC)
"""What calendars reach: outside of it there are no work hours to tell of."""


def instant_us(text: str, time_zone: str) -> int:
    """An ISO 8601 instant as microseconds UTC; one without an offset is local time of the zone, a date its 00:00.

    A local time that exists twice is the first; one that does not exist takes the offset before the gap. Raises
    Refused for text that is no instant, for an offset that no place has, and for an instant outside 1990 to 2080.
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused(f"“{text}” is no instant; write it as in 2016-04-15T12:00 or 2016-04-15T11:00Z") from None
    given = at.utcoffset()
    if given is not None and not _WEST <= given <= _EAST:
        raise Refused(f"“{text}” has an offset that no place has; they reach from -12:00 to +14:00.")
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(time_zone))
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # the first and the last hours of the calendar, in some zones
        is_within = False
    else:
        is_within = _FIRST_AT <= at <= _LAST_AT
    if not is_within:
        raise Refused(f"“{text}” is out of reach: calendars reach from 1990-01-01 to 2080-01-01.")
    return (at - _EPOCH) // timedelta(microseconds=1)


def utc_text(at_us: int) -> str:
    """An instant as ISO 8601 UTC with Z, and as many decimals of a second as it has."""
    at = _EPOCH + timedelta(microseconds=at_us)
    return at.replace(tzinfo=None).isoformat() + "Z"


def local_text(at_us: int, time_zone: str) -> str:
    """An instant as ISO 8601 with the offset of a zone."""
    return (_EPOCH + timedelta(microseconds=at_us)).astimezone(ZoneInfo(time_zone)).isoformat()


def minute_text(at_us: int, time_zone: str) -> str:
    """An instant for people to read: date and time of day in a zone."""
    return f"{(_EPOCH + timedelta(microseconds=at_us)).astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"


def age_text(age_us: int) -> str:
    """A length of time in its largest unit, rounded down: days from two on, else hours, else minutes."""
    minutes = age_us // 60_000_000
    for unit, length, least in (("d", 1440, 2), ("h", 60, 1)):
        if minutes >= least * length:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"
