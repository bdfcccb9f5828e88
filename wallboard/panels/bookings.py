"""How full the salespeople's diaries are on the work days to come, against the goal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, How, OnDemand, Records
from wallboard.core.kinds import DiaryDays, Kind, PersonName
from wallboard.core.local_time import date_of
from wallboard.core.measures.appointment_rows import LIVING
from wallboard.core.measures.diaries import Ledger
from wallboard.core.measures.diary_account import how_of, of_appointments, of_days, of_slots
from wallboard.core.measures.people import salespeople
from wallboard.core.measures.presence import half_up
from wallboard.core.measures.sales_coverage import listed
from wallboard.core.measures.sales_days import diary_coverage, not_entered, sales_days
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Booked, BookedRow, Bookings, Figure, View, Zone
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]
Slots = Annotated[int, Kind("slots a day", unit="slots", least=0, most=50)]
WholeSlots = Annotated[int, Kind("slots a day", unit="slots", least=1, most=50)]

TAKES = frozenset({"appointments", "absences"})
USES = frozenset({"calendar"})
FIGURES = (
    FigureName("holes", "slots", "slots of the next work days that nobody has booked"),
    FigureName("cover", "days", "appointments booked on the days shown ÷ the team's mean slots a day"),
    FigureName("booked", "appointments", "appointments booked on the days shown, where their person has a slot"),
    FigureName("slots", "slots", "slots of the days shown"),
    FigureName("short", "person-days", "days of a person that are one short of the goal"),
    FigureName("far_short", "person-days", "days of a person that are two or more short of it"),
    FigureName("holes:NAME", "slots", "holes of one salesperson"),
    FigureName("booked:NAME", "appointments", "appointments booked of one salesperson"),
)
_COUNTS = tuple((state, holds) for state in LIVING for holds in (True, False))


class Options(PanelOptions):
    """The days ahead, person by person."""

    summary: ClassVar[str] = "salesperson by work day: slots filled on the days after today, against the goal"

    goal: list[Slots] = Field(
        [4, 4, 4, 3, 3, 2, 2, 2, 1, 1],
        min_length=1,
        max_length=20,
        description="slots that should be filled on each work day after today; as many days are shown",
    )
    goal_slots: WholeSlots = Field(
        4, description="the slots a day for which the goal is written; others get their part"
    )
    hole_days: DiaryDays = Field(3, description="the next work days on which an unbooked slot is a hole")
    people: list[PersonName] | None = Field(None, description="whom it shows, in this order; default: all salespeople")


@dataclass(frozen=True, slots=True, eq=False)
class _Ahead:
    """The days shown: slots, appointments that fill them, goal and what is missing, shape (people, days)."""

    slots: Int64s
    filled: Int64s
    goal: Int64s
    missing: Int64s
    holes: Int64s
    cover_days: float | None

    @property
    def count(self) -> int:
        """How many days are shown."""
        return int(self.slots.shape[1])


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The work days after today; on a date without work those after the last work day."""
    title = heading(envelope)
    people = salespeople(snapshot.organisation, options.people)
    lacks = diary_coverage(snapshot, TAKES, people)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    calendar = calendar_of(envelope, snapshot)
    first = int(np.searchsorted(calendar.work_days, calendar.today(snapshot.at_us).day, side="right"))
    days = calendar.work_days[first : first + max(len(options.goal), options.hole_days)]
    if unread := not_entered(snapshot, lacks, calendar, days[:1]):
        return blank(envelope, title, unread, lacks.sources)
    found = sales_days(snapshot, people, calendar, days)
    book, ahead = found.book, _ahead(options, found.book)
    body, note = _body(options, book, ahead), words("bookings.note", n=ahead.count)
    lost = _lost(book, ahead.count)
    unkept = (words("bookings.without-slot", n=lost.size),) if lost.size else ()
    remarks, details = (*found.remarks, *lacks.remarks, *unkept), (*_whose(book, lost), *found.details)
    view = View(envelope.type, envelope.title, title, body, _figures(book, ahead), lacks.sources, note, remarks)
    return Shown(view, _evidence(snapshot, book, ahead, options.hole_days), details)


def _body(options: Options, book: Ledger, ahead: _Ahead) -> Bookings:
    return Bookings(
        tuple(date_of(int(day)).isoformat() for day in book.days[: ahead.count]),
        tuple(BookedRow(person.name, _cells(ahead, place)) for place, person in enumerate(book.people)),
        tuple(options.goal[: ahead.count]),
        int(ahead.holes.sum()),
        options.hole_days,
        ahead.cover_days,
    )


def _ahead(options: Options, book: Ledger) -> _Ahead:
    count = min(len(options.goal), book.days.size)
    slots = book.slots[:, :count]
    filled = np.where(slots > 0, book.filled[:, :count], 0)
    goal = half_up(np.array(options.goal[:count], dtype=np.int64) * slots, options.goal_slots)
    holes = np.maximum(book.slots - book.filled, 0)[:, : options.hole_days]
    total = int(slots.sum())
    cover_days = int(filled.sum()) * count / total if total else None
    return _Ahead(slots, filled, goal, np.maximum(goal - filled, 0), holes, cover_days)


def _cells(ahead: _Ahead, place: int) -> tuple[Booked | None, ...]:
    columns = (ahead.filled[place], ahead.slots[place], ahead.goal[place], ahead.missing[place])
    return tuple(
        Booked(filled, slots, goal, _zone(missing)) if slots else None
        for filled, slots, goal, missing in zip(*(column.tolist() for column in columns), strict=True)
    )


def _zone(missing: int) -> Zone:
    """One short is urgent, two or more are late."""
    return "on-track" if missing <= 0 else "urgent" if missing == 1 else "late"


def _lost(book: Ledger, count: int) -> NDArray[np.intp]:
    """The appointments that will not be kept as things stand: their person is on leave."""
    return np.flatnonzero(_has_no_slot(book) & np.isin(book.of.state, LIVING) & (book.day < count))


def _whose(book: Ledger, lost: NDArray[np.intp]) -> tuple[Words, ...]:
    names = [book.people[place].name for place in np.unique(book.of.person[lost]).tolist()]
    return (words("bookings.without-slot-named", names=listed(names)),) if names else ()


def _has_no_slot(book: Ledger) -> Bools:
    """Of each appointment whether its person has no slot at all on its day."""
    has_none: Bools = book.slots[book.of.person, book.day] == 0
    return has_none


def _figures(book: Ledger, ahead: _Ahead) -> tuple[Figure, ...]:
    holes, booked, slots = int(ahead.holes.sum()), int(ahead.filled.sum()), int(ahead.slots.sum())
    return (
        Figure("holes", holes, "slots", zone="urgent" if holes else None),
        Figure("cover", ahead.cover_days, "days", numerator=booked, denominator=slots),
        Figure("booked", booked, "appointments"),
        Figure("slots", slots, "slots"),
        Figure("short", int((ahead.missing == 1).sum()), "person-days"),
        Figure("far_short", int((ahead.missing >= 2).sum()), "person-days"),
        *(figure for place in range(len(book.people)) for figure in _figures_of(book, ahead, place)),
    )


def _figures_of(book: Ledger, ahead: _Ahead, place: int) -> tuple[Figure, Figure]:
    name, is_unknown = book.people[place].name, place in book.of.unknown_people
    return (
        Figure(f"holes:{name}", None if is_unknown else int(ahead.holes[place].sum()), "slots"),
        Figure(f"booked:{name}", None if is_unknown else int(ahead.filled[place].sum()), "appointments"),
    )


def _evidence(snapshot: Snapshot, book: Ledger, ahead: _Ahead, hole_days: int) -> OnDemand:
    near, shown = np.arange(book.days.size) < hole_days, np.arange(book.days.size) < ahead.count
    everybody = np.ones(len(book.people), dtype=np.bool_)
    makers: dict[str, Callable[[], Evidence | Records]] = {
        "holes": partial(_of_holes, book, everybody[:, None] & near),
        "cover": partial(_of_booked, snapshot, book, book.day < ahead.count, ahead),
        "booked": partial(_of_booked, snapshot, book, book.day < ahead.count),
        "slots": partial(of_slots, book, everybody[:, None] & shown),
        "short": partial(_of_short, book, ahead, ahead.missing == 1, "one short"),
        "far_short": partial(_of_short, book, ahead, ahead.missing >= 2, "two or more short"),
    }
    for place, person in enumerate(book.people):
        own = np.arange(len(book.people)) == place
        makers[f"holes:{person.name}"] = partial(_of_holes, book, own[:, None] & near)
        is_own = (book.of.person == place) & (book.day < ahead.count)
        makers[f"booked:{person.name}"] = partial(_of_booked, snapshot, book, is_own, how=how_of(book, place))
    return OnDemand(makers)


def _of_holes(book: Ledger, mask: Bools) -> Records:
    holes = np.maximum(book.slots - book.filled, 0)
    return of_days(book, mask, {"slots nobody has booked": (holes > 0, True)}, "no hole", holes)


def _of_short(book: Ledger, ahead: _Ahead, is_short: Bools, said: str) -> Records:
    """The days of people that are so far short; all arrays as wide as the diaries'."""
    count = is_short.shape[1]
    wide = np.zeros(book.slots.shape, dtype=np.bool_)
    wide[:, :count] = is_short
    listed = np.zeros(book.slots.shape, dtype=np.bool_)
    listed[:, :count] = ahead.slots > 0
    return of_days(book, listed, {said: (wide, True)}, "not so", np.ones(book.slots.shape))


def _of_booked(
    snapshot: Snapshot, book: Ledger, mask: Bools, ahead: _Ahead | None = None, *, how: How = "sum"
) -> Records:
    """The appointments booked; with the days ahead, each for its part of the cover."""
    out = {"its person has no slot that day": _has_no_slot(book)}
    if ahead is None:
        return of_appointments(snapshot, book, mask, _COUNTS, out=out, how=how)
    if ahead.cover_days is None:  # nobody is there: there is no cover to speak of
        return of_appointments(snapshot, book, mask, (), out=out, how="highest")
    part = ahead.count / int(ahead.slots.sum())
    return of_appointments(snapshot, book, mask, _COUNTS, out=out, amounts=np.full(mask.size, part))
