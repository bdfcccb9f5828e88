"""What entries stand for within a span of time: themselves, or the occurrences of a series with its exceptions."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import icalendar
import recurring_ical_events

from wallboard.core.words import words
from wallboard.sources.calendars.entries import Entry
from wallboard.sources.calendars.rules import bounded
from wallboard.sources.calendars.times import Moment, Unreadable, instant_us
from wallboard.sources.contract import NeedsPerson

LONGEST_S: Final = 20.0
MOST_OCCURRENCES: Final = 65_000
# One occurrence of a series that lasts longer overlaps more others than anyone means.
_LONGEST: Final = timedelta(days=92)
_MOST_RULES: Final = 5
_INDEX: Final = "X-WALLBOARD-ENTRY"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entry at one time. `recurrence` is the time that the series has it at, None outside of series."""

    entry: Entry
    start: Moment
    end: Moment | None
    recurrence: Moment | None


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when (UTC) occurrences are wanted, and the zone of whole days."""

    first_at: datetime
    last_at: datetime
    zone: tzinfo

    def touches(self, start: Moment, end: Moment | None) -> bool:
        """Whether something lies in it, at least in part."""
        start_us, first_us = instant_us(start, self.zone), instant_us(self.first_at, self.zone)
        end_us = start_us if end is None else instant_us(end, self.zone)
        return start_us < instant_us(self.last_at, self.zone) and (end_us > first_us or start_us >= first_us)


@dataclass
class Effort:
    """What the repetitions of one read have cost so far; a calendar must not hold up the board.

    Raises NeedsPerson beyond LONGEST_S and beyond MOST_OCCURRENCES.
    """

    clock: Callable[[], float] = time.monotonic
    occurrences: int = 0
    until_s: float = 0

    def __post_init__(self) -> None:
        self.until_s = self.clock() + LONGEST_S

    def count(self, file: str, found: int) -> None:
        """Notes that a series gave so many occurrences."""
        self.occurrences += found
        if self.occurrences > MOST_OCCURRENCES:
            fault = words("calendar.many", file=file, most=MOST_OCCURRENCES)
            raise NeedsPerson(fault, words("calendar.remedy.less"))
        if self.clock() > self.until_s:
            raise NeedsPerson(words("calendar.slow", file=file, n=int(LONGEST_S)), words("calendar.remedy.less"))


def occurrences(entries: Sequence[Entry], span: Span, heed_time: Callable[[], None]) -> list[Occurrence]:
    """The occurrences of the entries of one UID within a span. Raises Unreadable for a series that has no end.

    `heed_time` is called after each entry that repeats, since what its rule comes to does not tell what it cost to
    follow; it raises what ends the read.
    """
    if len(entries) == 1 and not entries[0].is_series:
        (one,) = entries
        return [Occurrence(one, one.start, one.end, None)] if span.touches(one.start, one.end) else []
    if not any(entry.is_series for entry in entries):
        # Versions of one entry: the last one is meant.
        return occurrences(
            [max(entries, key=lambda entry: (entry.sequence, entry.changed_us or 0, entry.at))], span, heed_time
        )
    calendar = icalendar.Calendar()
    for index, entry in enumerate(entries):
        try:
            calendar.add_component(_component(index, entry, span))
        finally:
            heed_time()
    return list(_expanded(calendar, entries, span))


def _expanded(calendar: icalendar.Calendar, entries: Sequence[Entry], span: Span) -> Iterator[Occurrence]:
    try:
        found = recurring_ical_events.of(calendar).between(span.first_at, span.last_at)
    except Exception as fault:
        # Whatever a strange series makes the library raise, it costs that series alone, and it is counted.
        raise Unreadable("calendar.row.rule") from fault
    for component in found:
        entry = entries[int(component[_INDEX])]
        start, end = component["DTSTART"].dt, component["DTEND"].dt
        if span.touches(start, end):
            yield Occurrence(entry, start, None if end == start else end, _of_series(entry, start))


def _of_series(entry: Entry, start: Moment) -> Moment:
    """When the series has an occurrence that an entry stands for; those that an exception moves from then on, too."""
    if entry.recurrence_id is None:
        return start
    # Both are dates or both times: `entries` has made them alike.
    moved: timedelta = entry.start - entry.recurrence_id  # type: ignore[operator]
    return start - moved if entry.is_from_then_on else entry.recurrence_id


def _component(index: int, entry: Entry, span: Span) -> icalendar.Event:
    """The entry as the library wants it: times in their zones, rules that end with the span."""
    if entry.has_strange_rule or len(entry.rules) > _MOST_RULES:
        raise Unreadable("calendar.row.rule")
    end = entry.end or entry.start
    if instant_us(end, span.zone) - instant_us(entry.start, span.zone) > _LONGEST // timedelta(microseconds=1):
        raise Unreadable("calendar.row.long")
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstart", entry.start)
    event.add("dtend", end)
    event.add("sequence", entry.sequence)
    event.add(_INDEX, str(index))
    for rule in entry.rules:
        event.add("rrule", icalendar.vRecur.from_ical(bounded(rule, entry.start, span.last_at, span.zone)))
    if entry.dates:
        event.add("rdate", list(entry.dates))
    if entry.without:
        event.add("exdate", list(entry.without))
    if entry.recurrence_id is not None:
        event.add("recurrence-id", entry.recurrence_id)
        if entry.is_from_then_on:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return event
