"""The rows of a resource of calendars: every occurrence that counts, and what could not be used, counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from wallboard.core.local_time import EPOCH_AT
from wallboard.core.records import INSTANT, Unusable, in_form
from wallboard.core.words import Words, quoted_list, words
from wallboard.sources.calendars.entries import CANCELLED, Entry, bears, categories, entry_of
from wallboard.sources.calendars.lines import Block, Calendar
from wallboard.sources.calendars.options import Appointments, CalendarResource, Marks
from wallboard.sources.calendars.series import Effort, Occurrence, Span, occurrences
from wallboard.sources.calendars.times import Moment, Unreadable, instant_us
from wallboard.sources.calendars.zones import Zones, zones_of
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.doubts import shortened

MOST_ENTRIES: Final = 100_000
_EXAMPLES: Final = 5
_NAMED: Final = 2
_CATEGORIES: Final = 8
_COLUMNS: Final = ("id", "person", "start_at", "end_at", "start_on", "end_on", "booked_at", "state", "state_at")
_AT: Final = ("start_at", "end_at", "booked_at", "state_at")
_ON: Final = ("start_on", "end_on")


@dataclass
class Rows:
    """The rows of a resource so far. `time_zone` is that of dates, and of calendars which name none."""

    name: str
    resource: CalendarResource
    time_zone: str
    span_us: tuple[int, int]
    effort: Effort
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    bad: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    marked: int = 0
    used: int = 0
    latest_us: int | None = None
    repeats: int = 0
    repeated: list[Words] = field(default_factory=list)
    sought: list[Marks] = field(init=False)
    """The marks that no entry has borne yet."""

    def __post_init__(self) -> None:
        states = self.resource.states.marks().values() if isinstance(self.resource, Appointments) else ()
        self.sought = [one for marks in (self.resource.counts, *states) for one in marks.each()]

    def take(self, file: str, calendar: Calendar, person: str) -> None:
        """The entries of a calendar; `person` is '' where each has one of its own. Raises NeedsPerson beyond bounds."""
        zones = zones_of(calendar.zones, calendar.about.get("X-WR-TIMEZONE", ""), self.time_zone)
        first_at, last_at = (EPOCH_AT + timedelta(microseconds=us) for us in self.span_us)
        # A date has no zone: that day of leave begins at the office's midnight, wherever a program was set.
        span = Span(first_at.astimezone(UTC), last_at.astimezone(UTC), ZoneInfo(self.time_zone))
        self.entries += len(calendar.entries)
        if self.entries > MOST_ENTRIES:
            raise NeedsPerson(words("calendar.many", file=file, most=MOST_ENTRIES), words("calendar.remedy.less"))
        for series in self._by_uid(file, calendar.entries, zones).values():
            if any(entry.counts for entry in series):
                self._note_repeats(file, series)
                self._add(file, series, span, person)

    def _by_uid(self, file: str, blocks: Iterable[Block], zones: Zones) -> dict[str, list[Entry]]:
        """The entries that can be used, by UID; a series with an exception that cannot is kept, without it."""
        found: dict[str, list[Entry]] = {}
        for block in blocks:
            self.effort.count(file, 0)
            # What an entry that is not whole would say, nobody knows.
            is_marked = bears(block, self.resource.counts) or not block.is_whole
            self.sought = [marks for marks in self.sought if not bears(block, marks)]
            self.found.update(categories(block))
            self.marked += is_marked
            try:
                entry = entry_of(block, zones, self.resource)
            except Unreadable as fault:
                if is_marked:
                    self._bad(fault, f"{file}:{block.at}")
                continue
            if entry.left_out:
                self.left_out[entry.left_out] += 1
            if entry.counts and not entry.organizer and self.resource.whose == "organizer":
                self._bad(Unreadable("calendar.row.no-organizer"), f"{file}:{block.at}")
                continue
            found.setdefault(entry.uid, []).append(entry)
        return found

    def _note_repeats(self, file: str, series: list[Entry]) -> None:
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
            if others and len(self.repeated) < _NAMED:
                self.repeated.append(words("calendar.repeated.one", first=same[0].at, second=others[0].at, file=file))

    def _add(self, file: str, series: list[Entry], span: Span, person: str) -> None:
        try:
            found = occurrences(series, span)
        except Unreadable as fault:
            for entry in series:
                if entry.counts:
                    self._bad(fault, f"{file}:{entry.at}")
            return
        self.effort.count(file, len(found))
        used = [instant_us(entry.start, span.zone) for entry in series if entry.counts]
        self.used += len(used)
        self.latest_us = max(used if self.latest_us is None else (self.latest_us, *used))
        for one in found:
            if not one.entry.counts:
                continue
            if self.name == "appointments" or one.entry.state != CANCELLED:
                self.rows.append(_row(one, person or one.entry.organizer, span))

    def _bad(self, fault: Unreadable, place: str) -> None:
        key = fault.key, tuple((name, shortened(text)) for name, text in fault.args_said.items())
        self.bad.setdefault(key, []).append(place)

    def frame(self) -> pl.DataFrame:
        """The rows in the form of the records; of two with one id the later counts."""
        columns: Mapping[str, Any] = dict(zip(_COLUMNS, zip(*self.rows, strict=True), strict=True)) if self.rows else {}
        if not columns:
            return in_form(self.name, pl.DataFrame())
        kinds = dict.fromkeys(_AT, pl.Int64) | dict.fromkeys(_ON, pl.Date)
        frame = pl.DataFrame(columns, schema={one: kinds.get(one, pl.String) for one in _COLUMNS})
        frame = frame.with_columns(pl.col(_AT).cast(INSTANT)).unique("id", keep="last", maintain_order=True)
        if self.name == "absences":
            frame = frame.select("person", "start_at", "end_at", *_ON, pl.col("booked_at").alias("known_at"))
        return in_form(self.name, frame)

    def unusable(self) -> tuple[Unusable, ...]:
        """What could not be used. Raises NeedsPerson where that is all there is: it would look like no work."""
        found = tuple(
            Unusable(self.name, words(key, n=len(places), **dict(args)), len(places), tuple(places[:_EXAMPLES]))
            for (key, args), places in self.bad.items()
        )
        if found and not self.rows and not self.used:
            lost = sum(one.count for one in found)
            where = ", ".join(found[0].examples)
            raise NeedsPerson(
                words("calendar.useless", n=lost, why=found[0].why, where=where), words("calendar.remedy.useless")
            )
        # Nobody on leave may be so; an office without one appointment is far more likely a slip in the board.
        if self._is_unmarked and self.name == "appointments":
            return (Unusable(self.name, self._unmarked(), self.entries),)
        return found

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What is to be said though nothing is wrong: marks that no entry bears, UIDs that repeat, entries left out in
        spite of a mark, and none near the read's week though there are others."""
        counts = self.resource.counts
        said = [self._unmarked()] if self._is_unmarked and self.name != "appointments" else []
        said += self._unborne()
        if self.repeats:
            one, *more = self.repeated
            other = words("file.repeated.next", one=more[0]) if more else None
            said.append(words("calendar.repeated", n=self.repeats, first=one, second=other))
        if not counts.is_any:
            unasked = [one for one in ("all_day", "free") if self.left_out[one] and getattr(counts, one) is None]
            said += [words(f"calendar.left-out.{one}", n=self.left_out[one], resource=self.name) for one in unasked]
        if not self.rows and self.latest_us is not None:
            first, until, last = (_date(us) for us in (self.span_us[0], self.span_us[1] - 1, self.latest_us))
            asked = {"first": first, "until": until, "last": last}
            said.append(words("calendar.none-near", n=self.used, resource=self.name, **asked))
        return tuple(said)

    @property
    def _is_unmarked(self) -> bool:
        return bool(self.entries) and not self.marked and not self.resource.counts.is_any

    def _unmarked(self) -> Words:
        return words("calendar.no-marks", n=self.entries, resource=self.name, found=self._categories())

    def _unborne(self) -> list[Words]:
        """That no entry bears some of the words, unless it was said of all of those that count."""
        of_counts = list(self.resource.counts.each()) if self._is_unmarked else []
        sought = [marks for marks in self.sought if marks not in of_counts]
        if not self.entries or not sought:
            return []
        named = dict.fromkeys(shortened(word) for marks in sought for word in (*marks.category, *marks.summary))
        said = {"resource": self.name, "found": self._categories()}
        return [words("calendar.unborne", n=len(named), sought=quoted_list(named), **said)]

    def _categories(self) -> str:
        return ", ".join(shortened(one) for one, _ in self.found.most_common(_CATEGORIES)) or "–"


def _date(at_us: int) -> str:
    return f"{EPOCH_AT + timedelta(microseconds=at_us):%Y-%m-%d}"


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
