"""What a board knows about its organisation: statuses, types, queues, people and targets, with their dates in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar
from unicodedata import normalize

from wallboard.core.worktime import WorkCalendar

T = TypeVar("T")

Clock = Literal["organisation", "customer"]
State = Literal["open", "on-hold", "closed", "ignored"]
Role = Literal["csr", "expert", "supervisor", "coordinator", "salesperson", "project leader"]
Tier = Literal["front", "expert"]

DEFAULT_STATUSES: Mapping[str, State] = {
    "new": "open",
    "open": "open",
    "on hold": "on-hold",
    "on-hold": "on-hold",
    "closed": "closed",
    "resolved": "closed",
    "solved": "closed",
    "done": "closed",
    "ignored": "ignored",
}


@dataclass(frozen=True, slots=True)
class StatusMap:
    """The sources' status words and what they mean; words match without regard to case.

    A source's own map goes before the board's, and the board's before the defaults.
    """

    board: Mapping[str, State] = field(default_factory=dict)
    by_source: Mapping[str, Mapping[str, State]] = field(default_factory=dict)

    def state_of(self, word: str, source: str) -> State | None:
        """What a word of one source means; None for a word that nobody mapped (it counts as open and is named)."""
        folded = word.casefold().strip()
        for words in (self.by_source.get(source, {}), self.board, DEFAULT_STATUSES):
            if folded in words:
                return words[folded]
        return None


@dataclass(frozen=True, slots=True)
class CaseType:
    """A kind of case; `short` is what stands below a narrow lane."""

    name: str
    short: str | None = None


def folded(word: str) -> str:
    """A word for a person as it is compared: its case, the space around it and how its accents are written say nothing.

    File systems and programs write an ü as one letter or as a u and two dots (Unicode's NFC and NFD).
    """
    return normalize("NFC", word.strip().casefold())


@dataclass(frozen=True, slots=True)
class Queue:
    """Where cases wait; `also` holds each source's own words for it."""

    name: str
    tier: Tier | None = None
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value with the date from which it is in force; None is always."""

    from_on: date | None
    value: T


def in_force(entries: tuple[Dated[T], ...], on: date) -> T | None:
    """The value in force on a date: the one that began last; None before the first begins."""
    begun = [entry for entry in entries if entry.from_on is None or entry.from_on <= on]
    return max(begun, key=lambda entry: entry.from_on or date.min).value if begun else None


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a role; slots and capacity are a work day's, `away` whole dates, both ends in."""

    name: str
    role: Role
    slots: tuple[Dated[int], ...] = ()
    capacity: tuple[Dated[float], ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    coordinator: str | None = None
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """Work hours allowed for a type (None: the default row) and priority (None: any).

    `need_us` is the allowance in microseconds of work time; `calendar` None means the source's, then the board's;
    `place` says where it was written, for the explanation.
    """

    type: str | None
    need_us: int
    priority: str | None = None
    calendar: str | None = None
    clock: Clock = "organisation"
    from_on: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """All that the measures need to know beside the rows.

    `sources` are the board's, in its order; `source_calendars` those that name a calendar of their own; `feeds` says
    which resources each source is set to bring.
    """

    name: str
    time_zone: str
    calendar: str
    calendars: Mapping[str, WorkCalendar]
    sources: tuple[str, ...] = ()
    source_calendars: Mapping[str, str] = field(default_factory=dict)
    feeds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    statuses: StatusMap = field(default_factory=StatusMap)
    types: tuple[CaseType, ...] = ()
    queues: tuple[Queue, ...] = ()
    people: tuple[Person, ...] = ()
    targets: tuple[Target, ...] = ()
