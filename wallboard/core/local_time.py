"""The offsets of a time zone as arrays, so that a million local times become instants in one step."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAY_S: Final = 86_400
SECOND_US: Final = 1_000_000
HOUR_US: Final = 3600 * SECOND_US
DAY_US: Final = DAY_S * SECOND_US

# No zone has changed its offset and changed it back in less than 6.95 days since 1980 (Recife, October 2000;
# Gaza in several years to come), so that a look every six days misses no change.
_LOOK_EVERY_S: Final = 6 * DAY_S

EPOCH_AT: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH: Final = EPOCH_AT.date()
_THURSDAY: Final = 3  # the weekday of 1970-01-01; Monday is 0
_DAYS_ROUND: Final = 400


def hours_of(us: int | None) -> float | None:
    """A length of time in decimal hours, where there is one."""
    return None if us is None else us / HOUR_US


def day_of(on: date) -> int:
    """The days from 1970-01-01 to a date."""
    return (on - _EPOCH).days


def date_of(day: int) -> date:
    """The date that lies so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=day)


def monday_of(day: int) -> int:
    """The Monday of the week of a date, both as days since 1970-01-01."""
    return day - (day + _THURSDAY) % 7


@dataclass(frozen=True, slots=True, eq=False)
class LocalTime:
    """The changes of a zone's offset within a range.

    changes_s: instants (seconds UTC) at which the offset changes, shape (n,), sorted.
    offsets_s: seconds east of UTC before the first change and after each, shape (n + 1,).
    """

    changes_s: NDArray[np.int64]
    offsets_s: NDArray[np.int64]

    def utc_s(self, local_s: NDArray[np.int64]) -> NDArray[np.int64]:
        """Instants of local times, both in seconds since 1970-01-01 00:00 of their own clock.

        A local time that exists twice is the first; one that does not exist takes the offset before the gap
        and so moves forward by it (PEP 495, fold 0). Both follow from one table: an offset ends, in local
        time, at its change read on whichever of the two clocks shows more.
        """
        ends_s = self.changes_s + np.maximum(self.offsets_s[:-1], self.offsets_s[1:])
        return local_s - self.offsets_s[np.searchsorted(ends_s, local_s, side="right")]

    def midnights_us(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first instant (µs UTC) at which each date's 00:00 is shown or passed over."""
        return self.utc_s(days * DAY_S) * SECOND_US

    def day_at(self, at_us: int) -> int:
        """The local date of an instant, as days since 1970-01-01.

        Where the clock goes back over midnight (St. John's until 2011) the new date has begun with its first
        00:00, so that dates never run backwards.
        """
        at_s = at_us // SECOND_US
        offset_s = int(self.offsets_s[np.searchsorted(self.changes_s, at_s, side="right")])
        day = (at_s + offset_s) // DAY_S
        next_us = int(self.midnights_us(np.array([day + 1], dtype=np.int64))[0])
        return day + 1 if next_us <= at_us else day


@lru_cache(maxsize=64)
def local_time(time_zone: str, first_on: date, last_on: date) -> LocalTime:
    """The offsets of an IANA zone from two days before `first_on` to three days after `last_on`.

    Raises ZoneInfoNotFoundError for a zone that the tables of this machine do not have.
    """
    zone = ZoneInfo(time_zone)
    looks = range((day_of(first_on) - 2) * DAY_S, (day_of(last_on) + 3) * DAY_S + _LOOK_EVERY_S, _LOOK_EVERY_S)
    seen = [(at_s, _offset(zone, at_s)) for at_s in looks]
    changes = [
        _first_change(zone, before_s, after_s)
        for (before_s, before), (after_s, after) in pairwise(seen)
        if before != after
    ]
    offsets_s = [_offset(zone, at_s) // timedelta(seconds=1) for at_s in (looks[0], *changes)]
    table = LocalTime(np.array(changes, dtype=np.int64), np.array(offsets_s, dtype=np.int64))
    table.changes_s.setflags(write=False)
    table.offsets_s.setflags(write=False)
    return table


def day_in(time_zone: str, at_us: int) -> int:
    """The date of an instant in a zone, as days since 1970-01-01."""
    day = at_us // DAY_US
    return local_time(time_zone, date_of(day - _DAYS_ROUND), date_of(day + _DAYS_ROUND)).day_at(at_us)


def _first_change(zone: ZoneInfo, before_s: int, after_s: int) -> int:
    """The second at which the offset of `before_s` gives way to that of `after_s`, by halving."""
    before = _offset(zone, before_s)
    while after_s - before_s > 1:
        middle_s = (before_s + after_s) // 2
        if _offset(zone, middle_s) == before:
            before_s = middle_s
        else:
            after_s = middle_s
    return after_s


def _offset(zone: ZoneInfo, at_s: int) -> timedelta:
    offset = datetime.fromtimestamp(at_s, zone).utcoffset()
    assert offset is not None  # noqa: S101  a zone of the IANA tables always has one
    return offset
