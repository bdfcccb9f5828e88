"""Work hours counted second by second, and calendars from vectors: what WorkCalendar is measured against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from wallboard.core.openings import HoursRule, Interval, interval
from wallboard.core.worktime import WorkCalendar

EPOCH_ON = date(1970, 1, 1)
EPOCH_AT = datetime(1970, 1, 1, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOBODY = np.iinfo(np.int32).max


def us(at: datetime) -> int:
    """An aware instant as µs since the epoch."""
    return (at - EPOCH_AT) // timedelta(microseconds=1)


def local_us(text: str, time_zone: str) -> int:
    """A local time (the first, where it exists twice) as µs since the epoch."""
    return us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(time_zone)))


def many(*instants: int) -> np.ndarray:
    return np.array(instants, dtype=np.int64)


@dataclass
class Office:
    """A calendar as plain data: the one under test and the second-by-second one are both made from it."""

    time_zone: str
    rules: list[HoursRule]
    holidays: list[date] = field(default_factory=list)
    closed: list[date] = field(default_factory=list)
    special: dict[date, list[Interval]] = field(default_factory=dict)
    first_on: date = date(2017, 1, 1)
    last_on: date = date(2035, 1, 1)

    def calendar(self) -> WorkCalendar:
        return WorkCalendar(
            "office",
            self.time_zone,
            self.rules,
            holidays=self.holidays,
            closed=self.closed,
            special=self.special,
            first_on=self.first_on,
            last_on=self.last_on,
        )

    def boundary_s(self, on: date, second_of_day: int) -> int:
        """The instant of a boundary, by zoneinfo alone."""
        local = datetime.combine(on, time()) + timedelta(seconds=second_of_day)
        return us(local.replace(tzinfo=ZoneInfo(self.time_zone))) // 1_000_000

    def weekly(self, on: date) -> Sequence[Interval]:
        """The hours that the rule in force gives a date."""
        if not self.first_on <= on < self.last_on:
            return ()
        in_force = [rule for rule in self.rules if rule.from_on is None or rule.from_on <= on]
        if not in_force:
            return ()
        return max(in_force, key=lambda rule: rule.from_on or date.min).week[on.weekday()]


class Seconds:
    """Every second of some dates, each with the date (days since 1970) whose shift it is in, or NOBODY."""

    def __init__(self, office: Office, first_on: date, days: int) -> None:
        self.office = office
        self.dates = [first_on + timedelta(days=n) for n in range(-2, days + 3)]
        self.begin_s = office.boundary_s(self.dates[0], 0)
        length = office.boundary_s(self.dates[-1] + timedelta(days=2), 0) - self.begin_s
        self.owner = np.full(length, NOBODY, dtype=np.int32)
        self.work_days: set[date] = set()

        is_off = np.zeros(length, dtype=np.bool_)
        for on in self.dates:
            if on in office.holidays or on in office.closed or on in office.special:
                is_off[self.span(on, (0, 86_400))] = True
        for on in self.dates:
            for hours in office.weekly(on):
                seconds = np.arange(length)[self.span(on, hours)]
                self.mark(on, seconds[~is_off[seconds]])
            for hours in office.special.get(on, ()):
                self.mark(on, np.arange(length)[self.span(on, hours)])

    def span(self, on: date, hours: Interval) -> slice:
        start_s, end_s = (self.office.boundary_s(on, second) - self.begin_s for second in hours)
        return slice(start_s, max(start_s, end_s))

    def mark(self, on: date, seconds: np.ndarray) -> None:
        if seconds.size:
            self.work_days.add(on)
            self.owner[seconds] = np.minimum(self.owner[seconds], (on - EPOCH_ON).days)

    def worked_s(self, start_s: int, end_s: int) -> int:
        return int((self.owner[start_s - self.begin_s : end_s - self.begin_s] != NOBODY).sum())

    def work_day_of(self, at_s: int) -> date | None:
        """The product's sentence, word by word; None where these dates hold no later work day."""
        owner = int(self.owner[at_s - self.begin_s])
        if owner != NOBODY:
            return EPOCH_ON + timedelta(days=owner)
        local_on = datetime.fromtimestamp(at_s, ZoneInfo(self.office.time_zone)).date()
        return min((on for on in self.work_days if on >= local_on), default=None)


def office_of(schedule: dict) -> Office:
    """An office from a schedule of a vectors file."""
    breaks = schedule.get("breaks", {})
    week = tuple(
        tuple(_less(_intervals(schedule["week"].get(day, [])), _intervals(breaks.get(day, [])))) for day in DAYS
    )
    return Office(
        time_zone=schedule["tz"],
        rules=[HoursRule(None, week)],
        holidays=[date.fromisoformat(on) for on in schedule.get("holidays", [])],
        special={date.fromisoformat(on): _intervals(hours) for on, hours in schedule.get("overrides", {}).items()},
    )


def vectors(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _intervals(pairs: list[list[str]]) -> list[Interval]:
    return [interval(opens, closes) for opens, closes in pairs]


def _less(intervals: list[Interval], breaks: list[Interval]) -> list[Interval]:
    for break_start, break_end in breaks:
        pieces = [
            piece
            for start, end in intervals
            for piece in ((start, min(end, break_start)), (max(start, break_end), end))
            if piece[1] > piece[0]
        ]
        intervals = pieces
    return intervals
