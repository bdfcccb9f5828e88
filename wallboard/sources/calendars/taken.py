"""What one calendar comes to for a resource: its occurrences as rows, and what could not be used, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from wallboard.core.local_time import EPOCH_AT
from wallboard.core.words import Words, words
from wallboard.sources.calendars.entries import CANCELLED, Entry, bears, categories, entry_of, is_left_out
from wallboard.sources.calendars.lines import Block, Calendar
from wallboard.sources.calendars.options import Appointments, CalendarResource, Marks
from wallboard.sources.calendars.series import Effort, Occurrence, Span, occurrences
from wallboard.sources.calendars.times import Moment, Unreadable, instant_us
from wallboard.sources.calendars.zones import Zones, zones_of
from wallboard.sources.mapping.doubts import shortened

NAMED: Final = 2
_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})

Why = tuple[str, tuple[tuple[str, str], ...]]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calendar came to.

    person: whose it is, '' where each entry has one of its own; entries: all that it has; marked: those with the marks
    that count; used: those that could be used. `latest_us` is the latest start of these. `bad` are places by the reason
    why what is there could not be used, `left_out` numbers by the option that leaves out, `categories` how often each
    stands there. `repeats` are entries that another of their UID replaces, `repeated` the first of them. `unborne` are
    the marks asked about that no entry bears.
    """

    rows: tuple[Row, ...]
    person: str
    entries: int
    marked: int
    used: int
    latest_us: int | None
    bad: Mapping[Why, Sequence[str]]
    left_out: Mapping[str, int]
    categories: Mapping[str, int]
    repeats: int
    repeated: tuple[Words, ...]
    unborne: tuple[Marks, ...]


@dataclass
class Taker:
    """Takes calendars for one resource. `time_zone` is that of dates, and of calendars which name none.

    `place` says where a block stands, for whom is to find it.
    """

    name: str
    resource: CalendarResource
    time_zone: str
    span_us: tuple[int, int]
    effort: Effort
    place: Callable[[str, Block], str] = field(default=lambda file, block: f"{file}:{block.at}")
    marks: tuple[Marks, ...] = field(init=False)
    """Every mark by itself that the board gives for the resource."""

    def __post_init__(self) -> None:
        states = self.resource.states.marks().values() if isinstance(self.resource, Appointments) else ()
        self.marks = tuple(one for marks in (self.resource.counts, *states) for one in marks.each())

    def taken(self, file: str, calendar: Calendar, person: str, sought: Sequence[Marks]) -> Taken:
        """What a calendar came to; `person` is '' where each entry has one of its own, `sought` are marks to look for.

        Raises NeedsPerson beyond bounds.
        """
        zones = zones_of(calendar.zones, calendar.about.get("X-WR-TIMEZONE", ""), self.time_zone)
        first_at, last_at = (EPOCH_AT + timedelta(microseconds=us) for us in self.span_us)
        # A date has no zone: that day of leave begins at the office's midnight, wherever a program was set.
        span = Span(first_at.astimezone(UTC), last_at.astimezone(UTC), ZoneInfo(self.time_zone))
        taking = _Taking(self, file, {block.at: block for block in calendar.entries}, list(sought))
        for series in taking.by_uid(calendar.entries, zones).values():
            if any(entry.counts for entry in series):
                taking.note_repeats(series)
                taking.add(series, span, person)
        return taking.found(person, len(calendar.entries))


@dataclass
class _Taking:
    """The taking of one calendar, so far."""

    taker: Taker
    file: str
    blocks: Mapping[int, Block]
    sought: list[Marks]
    rows: list[Row] = field(default_factory=list)
    bad: dict[Why, list[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    marked: int = 0
    used: int = 0
    latest_us: int | None = None
    repeats: int = 0
    repeated: list[Words] = field(default_factory=list)

    def found(self, person: str, entries: int) -> Taken:
        """All of it; what is empty takes no memory, since a server's calendars are kept object by object."""
        return Taken(
            tuple(self.rows),
            person,
            entries,
            self.marked,
            self.used,
            self.latest_us,
            self.bad or _NONE,
            self.left_out or _NONE,
            self.categories or _NONE,
            self.repeats,
            tuple(self.repeated),
            tuple(self.sought),
        )

    def by_uid(self, blocks: Iterable[Block], zones: Zones) -> dict[str, list[Entry]]:
        """The entries that can be used, by UID; a series with an exception that cannot is kept, without it."""
        found: dict[str, list[Entry]] = {}
        for block in blocks:
            self.taker.effort.count(self.file, 0)
            # What an entry that is not whole would say, nobody knows.
            is_marked = bears(block, self.taker.resource.counts) or not block.is_whole
            self.sought = [marks for marks in self.sought if not bears(block, marks)]
            self.categories.update(categories(block))
            self.marked += is_marked
            try:
                entry = entry_of(block, zones, self.taker.resource)
            except Unreadable as fault:
                if is_marked and not is_left_out(block, self.taker.resource):
                    self._bad(fault, block.at)
                continue
            if entry.left_out:
                self.left_out[entry.left_out] += 1
            if entry.counts and not entry.organizer and self.taker.resource.whose == "organizer":
                self._bad(Unreadable("calendar.row.no-organizer"), block.at)
                continue
            found.setdefault(entry.uid, []).append(entry)
        return found

    def note_repeats(self, series: list[Entry]) -> None:
        """Entries that another of their UID replaces though it is at another time: versions of one, or two by mistake.

        Their UIDs are not told: programs write names into them.
        """
        versions: dict[Moment | None, list[Entry]] = {}
        for entry in series:
            if entry.counts:
                versions.setdefault(entry.recurrence_id, []).append(entry)
        for same in versions.values():
            others = [one for one in same[1:] if (one.start, one.end) != (same[0].start, same[0].end)]
            self.repeats += len(others)
            if others and len(self.repeated) < NAMED:
                self.repeated.append(
                    words("calendar.repeated.one", first=same[0].at, second=others[0].at, file=self.file)
                )

    def add(self, series: list[Entry], span: Span, person: str) -> None:
        try:
            found = occurrences(series, span, lambda: self.taker.effort.count(self.file, 0))
        except Unreadable as fault:
            for entry in series:
                if entry.counts:
                    self._bad(fault, entry.at)
            return
        self.taker.effort.count(self.file, len(found))
        used = [instant_us(entry.start, span.zone) for entry in series if entry.counts]
        self.used += len(used)
        self.latest_us = max(used if self.latest_us is None else (self.latest_us, *used))
        for one in found:
            if not one.entry.counts:
                continue
            if self.taker.name == "appointments" or one.entry.state != CANCELLED:
                self.rows.append(_row(one, person or one.entry.organizer, span))

    def _bad(self, fault: Unreadable, at: int) -> None:
        key = fault.key, tuple((name, shortened(text)) for name, text in fault.args_said.items())
        self.bad.setdefault(key, []).append(self.taker.place(self.file, self.blocks[at]))


def _row(one: Occurrence, person: str, span: Span) -> tuple[Any, ...]:
    entry = one.entry
    identity = f"{entry.uid} {person}"
    if one.recurrence is not None:
        # The instant at which the series has it stays the same wherever it is moved.
        at = EPOCH_AT + timedelta(microseconds=instant_us(one.recurrence, span.zone))
        identity = f"{entry.uid} {at:%Y%m%dT%H%MZ} {person}"
    is_booked = entry.state not in (CANCELLED, "performed", "no-show")
    since_us = entry.booked_us if is_booked else entry.changed_us
    end_us = None if one.end is None else instant_us(one.end, span.zone)
    dates: tuple[date | None, date | None] = None, None
    if one.end is not None and not (isinstance(one.start, datetime) or isinstance(one.end, datetime)):
        dates = one.start, one.end - timedelta(days=1)  # an end is exclusive here, a last date is not
    return identity, person, instant_us(one.start, span.zone), end_us, *dates, entry.booked_us, entry.state, since_us
