"""The rows of a resource of calendars: all that they came to, together, and what is to be said of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import polars as pl

from wallboard.core.local_time import EPOCH_AT
from wallboard.core.records import INSTANT, Unusable, in_form
from wallboard.core.words import Words, quoted_list, words
from wallboard.sources.calendars.lines import Calendar
from wallboard.sources.calendars.options import CalendarResource, Marks
from wallboard.sources.calendars.series import MOST_OCCURRENCES
from wallboard.sources.calendars.taken import NAMED, Row, Taken, Taker, Why
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.doubts import shortened

MOST_ENTRIES: Final = 100_000
_EXAMPLES: Final = 5
_CATEGORIES: Final = 8
_COLUMNS: Final = ("id", "person", "start_at", "end_at", "start_on", "end_on", "booked_at", "state", "state_at")
_AT: Final = ("start_at", "end_at", "booked_at", "state_at")
_ON: Final = ("start_on", "end_on")


@dataclass
class Rows:
    """The rows of a resource so far."""

    taker: Taker
    rows: list[Row] = field(default_factory=list)
    bad: dict[Why, list[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    marked: int = 0
    used: int = 0
    latest_us: int | None = None
    repeats: int = 0
    repeated: list[Words] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    """Whose calendars were read."""
    sought: list[Marks] = field(init=False)
    """The marks that no entry has borne yet."""

    def __post_init__(self) -> None:
        self.sought = list(self.taker.marks)

    @property
    def name(self) -> str:
        """The resource's name."""
        return self.taker.name

    @property
    def resource(self) -> CalendarResource:
        """What the board says of it."""
        return self.taker.resource

    def take(self, file: str, calendar: Calendar, person: str) -> None:
        """The entries of a calendar; `person` is '' where each has one of its own. Raises NeedsPerson beyond bounds."""
        self._bound(file, self.entries + len(calendar.entries))
        self.add(file, self.taker.taken(file, calendar, person, self.sought))

    def add(self, file: str, taken: Taken) -> None:
        """What a calendar came to. Raises NeedsPerson beyond bounds."""
        self.people.add(taken.person)
        self.entries += taken.entries
        self._bound(file, self.entries)
        self.rows += taken.rows
        if len(self.rows) > MOST_OCCURRENCES:
            fault = words("calendar.many", file=file, most=MOST_OCCURRENCES)
            raise NeedsPerson(fault, words("calendar.remedy.less"))
        for why, places in taken.bad.items():
            self.bad.setdefault(why, []).extend(places)
        self.left_out.update(taken.left_out)
        self.found.update(taken.categories)
        self.marked += taken.marked
        self.used += taken.used
        if taken.latest_us is not None:
            self.latest_us = taken.latest_us if self.latest_us is None else max(self.latest_us, taken.latest_us)
        self.repeats += taken.repeats
        self.repeated += taken.repeated[: NAMED - len(self.repeated)]
        self.sought = [marks for marks in self.sought if marks in taken.unborne]

    def _bound(self, file: str, entries: int) -> None:
        if entries > MOST_ENTRIES:
            raise NeedsPerson(words("calendar.many", file=file, most=MOST_ENTRIES), words("calendar.remedy.less"))

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

    def diaries_of(self) -> tuple[str, ...]:
        """Whose calendars were read, whatever was in them."""
        return tuple(sorted(self.people - {""}))

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
            first, until, last = (
                _date(us) for us in (self.taker.span_us[0], self.taker.span_us[1] - 1, self.latest_us)
            )
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
